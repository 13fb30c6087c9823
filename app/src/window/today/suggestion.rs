//! One suggestion at most: a sentence to send, and what it leads to.

use super::due::later;
use crate::window::{
    ask::{Ask, Dialog, Opens, Place},
    icon, parts,
    theme::{self, Size},
};
use eframe::egui::{Key, Label, Modifiers, Ui};
use jiff::civil::DateTime;
use sideways_core::{
    id::PeerId,
    method::{Leads, Today},
};

pub(super) fn suggestion_ui(ui: &mut Ui, today: &Today<'_>, now: DateTime, out: &mut Vec<Ask>) {
    let Some(suggestion) = &today.suggestion else { return };
    let t = theme::of(ui);
    parts::rule(ui);
    ui.add(Label::new(parts::text(&suggestion.says, Size::Body, t.ink_soft)).wrap());
    if let Some(copy) = &suggestion.copy {
        ui.add(Label::new(parts::text(copy, Size::Body, t.ink)).wrap());
    }
    // One key puts it off, where nobody types.
    let typing = ui.ctx().text_edit_focused();
    let key = !typing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::S));
    ui.horizontal_wrapped(|ui| {
        if let Some(copy) = &suggestion.copy
            && parts::secondary(ui, &format!("{} Copy", icon::COPY)).clicked()
        {
            out.push(Ask::Copy(copy.clone()));
        }
        leads_ui(ui, suggestion.leads, suggestion.about, out);
        if parts::quiet(ui, "Later").on_hover_text("Not for a week. S").clicked() || key {
            out.push(later(&suggestion.key, now));
        }
    });
}

/// What a suggestion leads to.
pub(in crate::window) fn leads_ui(ui: &mut Ui, leads: Leads, about: Option<PeerId>, out: &mut Vec<Ask>) {
    let asked = match (leads, about) {
        (Leads::Meeting, Some(peer)) => parts::quiet(ui, "Plan…").clicked().then_some(Ask::GoTo(peer, Opens::Plan)),
        (Leads::Tests, Some(peer)) => {
            parts::quiet(ui, "Ask yourself…").clicked().then_some(Ask::Open(Some(Dialog::Tests(peer))))
        }
        (Leads::Project, _) => parts::quiet(ui, "Open the projects").clicked().then_some(Ask::Go(Place::Projects)),
        (Leads::Peers, _) => parts::quiet(ui, "Add somebody").clicked().then_some(Ask::Go(Place::Peers)),
        (Leads::Hello | Leads::Meeting | Leads::Tests, _) => None,
    };
    out.extend(asked);
    if let Some(peer) = about
        && parts::quiet(ui, "Open").on_hover_text("Their page").clicked()
    {
        out.push(Ask::Go(Place::Peer(peer)));
    }
}
