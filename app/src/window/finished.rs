//! Finished work that I may offer to show: written down by me, and in nobody's list until I offer it to somebody.

use super::{
    ask::{self, Ask},
    icon, parts,
    theme::{self, Size},
};
use crate::{desk::View, words};
use eframe::egui::{Key, Label, Ui};
use jiff::civil::Date;
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    snapshot::{Finished, Kind, PeerView},
};

pub(super) fn finished_ui(ui: &mut Ui, view: &View, typed: &mut String, today: Date, out: &mut Vec<Ask>) {
    ui.add_space(16.0);
    parts::heading(ui, "Finished, and worth showing", Size::Body, 2);
    parts::caption(ui, "Only you see these, until you offer one to somebody.");
    for work in &view.snapshot.finished {
        ui.horizontal_wrapped(|ui| {
            let says = format!("{}, {}", work.text, words::date(work.on));
            ui.add(Label::new(parts::text(says, Size::Body, theme::of(ui).ink)).wrap());
            offer_ui(ui, view, work, out);
            let remove = parts::quiet_small(ui, "Take it off");
            if remove.accessible_name(words::spoken(&format!("Take it off: {}", work.text))).clicked() {
                out.push(ask::run(Command::Method(MethodCommand::RemoveFinished(work.id))));
            }
        });
    }
    ui.horizontal_wrapped(|ui| {
        let width = (ui.available_width() - 80.0).clamp(160.0, 480.0);
        let field =
            parts::bare_field(ui, typed, "The move to the new ledger", width).accessible_name("A finished work");
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (parts::secondary(ui, "Keep it").clicked() || entered) && !typed.trim().is_empty() {
            let text = std::mem::take(typed).trim().to_owned();
            out.push(ask::run(Command::Method(MethodCommand::AddFinished(today, text))));
        }
    });
}

/// To whom it is offered; each says the very words that will stand in the list.
fn offer_ui(ui: &mut Ui, view: &View, work: &Finished, out: &mut Vec<Ask>) {
    let open: Vec<&PeerView> = view.snapshot.peers.iter().map(|it| &**it).filter(|it| it.closed.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let label = parts::with_icon(icon::GIFT, " Offer to show it…", Size::Caption, theme::of(ui).accent);
    let menu = ui.menu_button(label, |ui| {
        for peer in open {
            let name = words::called(&peer.name);
            let text = format!("I could show you: {}", work.text);
            let exactly = words::shown(&format!("{name} will see exactly: {text}"));
            let full = words::visible(&peer.name);
            let offer = ui.button(&full).on_hover_text(exactly).accessible_name(format!("Offer it to {full}"));
            if offer.clicked() {
                out.push(ask::list(peer.id, ListCommand::Add { text, kind: Kind::Offer }));
                out.push(Ask::Say(format!("It stands in the list with {name}. Ctrl Z takes it off.")));
            }
        }
    });
    menu.response.accessible_name(words::spoken(&format!("Offer to show: {}", work.text)));
}
