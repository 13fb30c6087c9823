//! The passphrase in the window: the screen that asks for it, what settings say of it, and the suggestion to set one.

mod dialogs;

pub(super) use dialogs::{change_ui, remove_ui, set_ui};

use super::{
    ask::Does,
    ask::{Ask, Dialog},
    form::Form,
    icon, parts,
    theme::{self, Size},
};
use crate::{
    desk::{Lock, Request, View},
    files::Comfort,
};
use eframe::egui::{Label, Margin, Response, TextEdit, Ui, text_edit::TextEditState};
use sideways_core::{passphrase::Passphrase, snapshot::Moment};
use zeroize::Zeroizing;

/// After how many minutes without a key or the pointer it may lock by itself.
pub(super) const AFTER: [Option<u32>; 5] = [Some(5), Some(15), Some(60), Some(240), None];

/// What is typed about the passphrase, and nobody else needs.
#[derive(Default)]
pub(super) struct LockState {
    /// The one it has.
    pub(super) has: Zeroizing<String>,
    /// The one it gets, twice.
    pub(super) gets: Zeroizing<String>,
    pub(super) again: Zeroizing<String>,
    /// It was asked for and not answered.
    pub(super) working: bool,
    /// Why it didn't work.
    pub(super) failed: Option<String>,
    /// Removing it was agreed to.
    pub(super) sure: bool,
    /// When it locks by itself.
    pub(super) after: Option<u32>,
    /// Nobody wants to be reminded of it any more.
    pub(super) unwanted: bool,
    /// When a key or the pointer last moved.
    pub(super) touched: Moment,
}

impl LockState {
    /// As it was left last time.
    pub(super) fn as_left(&mut self, comfort: &Comfort) {
        (self.after, self.unwanted) = (comfort.lock_after, comfort.no_passphrase);
    }

    /// Forgets what is secret.
    pub(super) fn close(&mut self) {
        for typed in [&mut self.has, &mut self.gets, &mut self.again] {
            *typed = Zeroizing::default();
        }
        (self.working, self.failed, self.sure) = (false, None, false);
    }
}

fn says(ui: &mut Ui, words: &str) {
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(words, Size::Body, soft)).wrap());
}

/// A field whose text nobody sees, a screen reader included.
fn secret_field(ui: &mut Ui, form: &mut Form, label: &str, typed: &mut Zeroizing<String>) -> Response {
    let width = ui.available_width().min(360.0);
    let field = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = parts::caption(ui, label);
        let edit =
            TextEdit::singleline(&mut **typed).password(true).desired_width(width).margin(Margin::symmetric(11, 8));
        edit.show(ui).response.response.labelled_by(name.id)
    });
    // The field's own undo would keep what was typed.
    if let Some(mut state) = TextEditState::load(ui.ctx(), field.inner.id) {
        state.clear_undoer();
        state.store(ui.ctx(), field.inner.id);
    }
    form.field(ui, field.inner)
}

fn failed_ui(ui: &mut Ui, state: &LockState) {
    if let Some(failed) = &state.failed {
        ui.add(Label::new(parts::strong(failed.clone(), Size::Body, theme::of(ui).ink)).wrap());
    }
}

/// The only thing on the screen while it is locked.
pub(super) fn unlock_ui(ui: &mut Ui, state: &mut LockState, out: &mut Vec<Ask>) {
    ui.add_space(64.0);
    parts::heading(ui, "Sideways is locked", Size::Title, 1);
    says(ui, "It opens with your passphrase. Until then nothing is read, sent or received.");
    ui.add_space(8.0);
    let mut form = Form::begin(ui, "unlock");
    secret_field(ui, &mut form, "Passphrase", &mut state.has);
    failed_ui(ui, state);
    ui.add_space(8.0);
    if state.working {
        parts::caption(ui, "One moment…");
    } else {
        let wanted = parts::primary(ui, "Unlock").clicked() || form.entered();
        if wanted && !state.has.is_empty() {
            (state.working, state.failed) = (true, None);
            out.push(Ask::Do(Request::Unlock(Passphrase::new(&state.has))));
        }
    }
    ui.add_space(24.0);
    parts::caption(
        ui,
        "Forgotten? Nobody can find it out. A backup opens with the 24 words on your recovery sheet: in a terminal, sideways backup restore FILE --to NEW-FOLDER.",
    );
}

/// What settings say of it, and what can be done about it.
pub(super) fn settings_ui(ui: &mut Ui, view: &View, after: Option<u32>, out: &mut Vec<Ask>) {
    parts::heading(ui, "Passphrase", Size::Lead, 2);
    if view.lock == Lock::Without {
        says(
            ui,
            "There is none. Every value is sealed, with a key that lies beside it, so this protects nothing by itself: whoever can read this folder, or has the disk, can read it all.",
        );
        if parts::secondary(ui, &format!("{} Set a passphrase…", icon::LOCK)).clicked() {
            out.push(Ask::Open(Some(Dialog::SetPassphrase)));
        }
        return;
    }
    says(ui, "One is set: without it nobody can read this folder, or a copy of it.");
    ui.horizontal_wrapped(|ui| {
        let lock =
            parts::secondary(ui, &format!("{} Lock now", icon::LOCK)).on_hover_text(crate::platform::command!("L"));
        if lock.clicked() {
            out.push(Ask::Does(Does::Lock));
        }
        if parts::quiet(ui, "Change it…").clicked() {
            out.push(Ask::Open(Some(Dialog::ChangePassphrase)));
        }
        if parts::quiet(ui, "Remove it…").clicked() {
            out.push(Ask::Open(Some(Dialog::RemovePassphrase)));
        }
    });
    parts::caption(ui, "Lock by itself when nobody types or moves the pointer");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::CHOICES_GAP;
        for choice in AFTER {
            let words = match choice {
                Some(60) => "for an hour".into(),
                Some(240) => "for four hours".into(),
                Some(minutes) => format!("for {minutes} minutes"),
                None => "never".into(),
            };
            if ui.radio(after == choice, words).clicked() {
                out.push(Ask::LockAfter(choice));
            }
        }
    });
}

/// On Today, once there is something to protect: never a wall, and gone for good when it isn't wanted.
pub(super) fn today_ui(ui: &mut Ui, view: &View, state: &LockState, out: &mut Vec<Ask>) {
    // One card at a time, and the way back before the lock: a forgotten passphrase leaves nothing but a backup.
    if view.lock != Lock::Without || state.unwanted || !view.safety.sheet_shown {
        return;
    }
    ui.add_space(20.0);
    parts::card(ui, |ui| {
        parts::heading(ui, "Whoever has this computer’s disk can read your notes", Size::Body, 2);
        says(
            ui,
            "A passphrase keeps others out, also of a stolen or sold computer. It is asked for when Sideways opens.",
        );
        ui.horizontal_wrapped(|ui| {
            if parts::secondary(ui, "Set a passphrase…").clicked() {
                out.push(Ask::Open(Some(Dialog::SetPassphrase)));
            }
            if parts::quiet(ui, "I don’t want one").on_hover_text("Settings and safety can set one later").clicked() {
                out.push(Ask::NoPassphrase);
            }
        });
    });
}
