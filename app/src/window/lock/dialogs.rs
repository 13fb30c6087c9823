//! Setting a passphrase, changing and removing it.

use super::{LockState, failed_ui, says, secret_field};
use crate::{
    desk::{PassphraseRequest, Request},
    window::{
        ask::{Ask, Dialog},
        form::{Ended, Form, Ready},
        parts,
        theme::Size,
    },
};
use eframe::egui::Ui;
use sideways_core::passphrase::Passphrase;

/// The one it gets, typed twice; whether it may be taken.
fn new_ui(ui: &mut Ui, form: &mut Form, state: &mut LockState) -> bool {
    secret_field(ui, form, "New passphrase", &mut state.gets);
    secret_field(ui, form, "The same once more", &mut state.again);
    let checked = Passphrase::new(&state.gets).check();
    let same = *state.gets == *state.again;
    match &checked {
        Err(e) if !state.gets.is_empty() => {
            parts::caption(ui, crate::words::sentence(&e.to_string()));
        }
        _ if !same && !state.again.is_empty() => {
            parts::caption(ui, "The two aren’t the same yet.");
        }
        _ => {
            parts::caption(ui, "Four or five words that don’t belong together are easy to keep in mind.");
        }
    }
    checked.is_ok() && same
}

/// The buttons, and why it didn't work; whether it is to be done.
fn end_ui(
    ui: &mut Ui,
    form: &mut Form,
    state: &mut LockState,
    (save, ready): (&str, bool),
    out: &mut Vec<Ask>,
) -> bool {
    failed_ui(ui, state);
    ui.add_space(8.0);
    if state.working {
        parts::caption(ui, "One moment: everything is sealed, and looked at once more…");
        return false;
    }
    match ui.horizontal_wrapped(|ui| form.end(ui, save, Ready::from(ready))).inner {
        Some(Ended::Saved) => true,
        Some(Ended::Left) => {
            state.close();
            out.push(Ask::Open(None));
            false
        }
        None => false,
    }
}

fn ask(state: &mut LockState, request: PassphraseRequest, out: &mut Vec<Ask>) {
    (state.working, state.failed) = (true, None);
    out.push(Ask::Do(Request::Passphrase(request)));
}

pub(in crate::window) fn set_ui(ui: &mut Ui, has_sheet: bool, state: &mut LockState, out: &mut Vec<Ask>) {
    parts::heading(ui, "A passphrase for your notebook", Size::Heading, 1);
    says(
        ui,
        "It is asked for whenever Sideways opens. Nobody can find out a forgotten one, and nobody can reset it: the way back is a backup and the 24 words on your recovery sheet.",
    );
    if !has_sheet {
        ui.horizontal_wrapped(|ui| {
            says(ui, "You haven’t seen that sheet yet.");
            if parts::quiet(ui, "Show the recovery sheet…").clicked() {
                out.push(super::super::backups::ask(crate::desk::SafetyRequest::Key));
                out.push(Ask::Open(Some(Dialog::Recovery)));
            }
        });
    }
    ui.add_space(8.0);
    let mut form = Form::begin(ui, "set passphrase");
    let ready = new_ui(ui, &mut form, state);
    if end_ui(ui, &mut form, state, ("Set it", ready), out) {
        ask(state, PassphraseRequest::Set(Passphrase::new(&state.gets)), out);
    }
}

pub(in crate::window) fn change_ui(ui: &mut Ui, state: &mut LockState, out: &mut Vec<Ask>) {
    parts::heading(ui, "Another passphrase", Size::Heading, 1);
    says(ui, "Whoever has a copy of the folder from before opens that copy with the old one.");
    ui.add_space(8.0);
    let mut form = Form::begin(ui, "change passphrase");
    secret_field(ui, &mut form, "The passphrase now", &mut state.has);
    let ready = new_ui(ui, &mut form, state) && !state.has.is_empty();
    if end_ui(ui, &mut form, state, ("Change it", ready), out) {
        let (old, new) = (Passphrase::new(&state.has), Passphrase::new(&state.gets));
        ask(state, PassphraseRequest::Change { old, new }, out);
    }
}

pub(in crate::window) fn remove_ui(ui: &mut Ui, state: &mut LockState, out: &mut Vec<Ask>) {
    parts::heading(ui, "Without a passphrase", Size::Heading, 1);
    says(
        ui,
        "Its key will lie beside the notebook again: whoever can read this folder, or a copy or disk of it, can read it all.",
    );
    ui.add_space(8.0);
    let mut form = Form::begin(ui, "remove passphrase");
    secret_field(ui, &mut form, "The passphrase now", &mut state.has);
    ui.checkbox(&mut state.sure, "Yes, anybody with this folder may read it");
    let ready = state.sure && !state.has.is_empty();
    if end_ui(ui, &mut form, state, ("Remove it", ready), out) {
        ask(state, PassphraseRequest::Remove(Passphrase::new(&state.has)), out);
    }
}
