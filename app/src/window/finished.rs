//! Finished work that I may offer to show: written down by me, and in nobody's list until I offer it to somebody.

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form, sends_ui},
    icon, parts, several,
    theme::{self, Size},
    typing::Drafts,
};
use crate::{desk::View, words};
use eframe::egui::{Key, Label, Ui};
use jiff::civil::Date;
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    id::{FinishedId, PeerId},
    snapshot::{Field, Finished, Kind, PeerView},
};

const OFFER: &str = "offer a finished work";

/// What is about to be offered to whom.
#[derive(Debug, Default)]
pub(super) struct FinishedState {
    offering: Option<(FinishedId, PeerId)>,
}

pub(super) fn finished_ui(
    ui: &mut Ui,
    view: &View,
    (state, drafts): (&mut FinishedState, &mut Drafts),
    today: Date,
    out: &mut Vec<Ask>,
) {
    ui.add_space(16.0);
    parts::heading(ui, "Finished, and worth showing", Size::Body, 2);
    parts::caption(ui, "Only you see these, until you offer one to somebody.");
    for work in &view.snapshot.finished {
        ui.horizontal_wrapped(|ui| {
            let says = format!("{}, {}", work.text, words::date(work.on));
            ui.add(Label::new(parts::text(says, Size::Body, theme::of(ui).ink)).wrap());
            offer_ui(ui, view, work, state);
            let remove = parts::quiet_small(ui, "Take it off");
            if remove.accessible_name(words::spoken(&format!("Take it off: {}", work.text))).clicked() {
                out.push(ask::run(Command::Method(MethodCommand::RemoveFinished(work.id))));
            }
        });
        exactly_ui(ui, view, work, state, out);
    }
    let typing = drafts.field(Field::Finished);
    let width = (ui.available_width() - 80.0).clamp(160.0, 480.0);
    let hint = "The move to the new ledger";
    let shown = ui.horizontal_wrapped(|ui| {
        let (field, several) = several::list_field(ui, &mut typing.text, hint, width, "A finished work");
        (field, several, parts::secondary(ui, "Save").clicked())
    });
    let (field, several, saved) = shown.inner;
    if field.changed() {
        typing.changed(ui.input(|input| input.time));
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let add = |text: String| Command::Method(MethodCommand::AddFinished(today, text.trim().to_owned()));
    if (saved || entered) && !typing.text.trim().is_empty() {
        out.push(ask::run(add(typing.take())));
    }
    if !several.is_empty() {
        out.push(ask::run(Command::Together(several.into_iter().map(add).collect())));
    }
}

/// To whom it could be offered.
fn offer_ui(ui: &mut Ui, view: &View, work: &Finished, state: &mut FinishedState) {
    let open: Vec<&PeerView> = view.snapshot.peers.iter().map(|it| &**it).filter(|it| it.closed.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let label = parts::with_icon(icon::GIFT, " Offer to show it…", Size::Caption, theme::of(ui).accent);
    let menu = ui.menu_button(label, |ui| {
        for peer in open {
            let full = words::visible(&peer.name);
            if ui.button(&full).accessible_name(format!("Offer it to {full}…")).clicked() {
                state.offering = Some((work.id, peer.id));
                form::opens(ui, OFFER);
            }
        }
    });
    menu.response.accessible_name(words::spoken(&format!("Offer to show: {}", work.text)));
}

/// The very words that will stand in the list, and the button that puts them there.
fn exactly_ui(ui: &mut Ui, view: &View, work: &Finished, state: &mut FinishedState, out: &mut Vec<Ask>) {
    let Some((_, whom)) = state.offering.filter(|(of, _)| *of == work.id) else { return };
    let Some(peer) = view.snapshot.peers.iter().find(|peer| peer.id == whom) else {
        state.offering = None;
        return;
    };
    let name = words::called(&peer.name);
    let text = format!("I could show you: {}", work.text);
    let mut form = Form::begin(ui, OFFER);
    let ended = sends_ui(ui, &mut form, &name, &text, &format!("Put it into the list with {name}"));
    if ended == Some(Ended::Saved) {
        out.push(ask::list(whom, ListCommand::Add { text, kind: Kind::Offer }));
        out.push(Ask::Say(format!("It stands in the list with {name}. Ctrl Z takes it off.").into()));
    }
    if ended.is_some() {
        state.offering = None;
    }
}
