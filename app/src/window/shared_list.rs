//! "Where might we help each other?", in its own frame with the peer's name on it.

use super::{
    ask::{self, Ask, Dialog},
    icon, line, new_line, pad, parts,
    peer_page::Page,
    theme::{self, Size},
};
use crate::{desk::Request, words};
use eframe::egui::{Key, Label, Modifiers, Ui};
use sideways_core::{
    command::{ListCommand, ShareCommand},
    snapshot::SharingState,
};

pub(super) fn list_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    if page.peer.sharing.state == SharingState::Private {
        parts::card(ui, |ui| inside(ui, page, &name));
    } else {
        let plate = format!("Shared with {}", page.peer.name);
        parts::shared_frame(ui, &plate, theme::of(ui).page, |ui| inside(ui, page, &name));
    }
    only_mine(ui, page);
}

fn inside(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    ui.spacing_mut().interact_size.y = 24.0;
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "Where might we help each other?", Size::Lead, 2);
    });
    status(ui, page, name);
    ui.add_space(4.0);
    since_ui(ui, page, name);
    let list = page.peer.list.clone();
    let lines = &list.lines;
    let mut rows = std::mem::take(&mut page.state.lines);
    rows.show(ui, lines.len(), |ui, nth| match lines.get(nth) {
        Some(line) if page.state.continuing != Some(line.id) => line::line_ui(ui, page, line),
        _ => {}
    });
    page.state.lines = rows;
    if let Some((line, _, _)) = &page.state.rewording
        && !lines.iter().any(|known| known.id == *line)
    {
        page.state.rewording = None;
    }
    new_line::new_line_ui(ui, page);
    ui.add_space(8.0);
    parts::rule(ui);
    pad::pad_ui(ui, page);
    pad::working_on_ui(ui, page);
}

fn status(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let t = theme::of(ui);
    let peer = page.peer;
    let link = page.view.links.get(&peer.id).copied();
    let says = words::status(peer, link, page.now, page.zone);
    let row = ui.horizontal_wrapped(|ui| {
        ui.label(parts::with_icon(icon::PLUG, &format!(" {says}"), Size::Caption, t.ink_faint))
    });
    // Told aloud when it changes, and not interrupting.
    ui.ctx().accesskit_node_builder(row.inner.id, |node| {
        node.set_value(says);
        node.set_live(eframe::egui::accesskit::Live::Polite);
    });
    ui.horizontal_wrapped(|ui| {
        match peer.sharing.state {
            SharingState::Private => {
                if parts::primary(ui, &format!("Share with {name}…")).clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Share(peer.id))));
                }
            }
            SharingState::Invited { .. } => {
                if parts::secondary(ui, "The invitation…").clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Share(peer.id))));
                }
            }
            SharingState::Shared if peer.sharing.words.is_some() => {
                parts::tag(ui, "not checked yet");
                if parts::quiet(ui, "Compare the four words…").clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Words(peer.id))));
                }
            }
            SharingState::Shared => {}
            SharingState::Stopped => {
                if parts::secondary(ui, "Go on sharing").clicked() {
                    page.out.push(ask::run(sideways_core::command::Command::Share(peer.id, ShareCommand::Resume)));
                }
            }
        }
        if parts::quiet_small(ui, "History…").clicked() {
            page.out.push(Ask::Do(Request::History(peer.id)));
            page.out.push(Ask::Open(Some(Dialog::History(peer.id))));
        }
        if peer.sharing.state == SharingState::Shared && parts::quiet_small(ui, "Stop sharing…").clicked() {
            page.out.push(Ask::Open(Some(Dialog::Stop(peer.id))));
        }
    });
    let refused = peer.sharing.refused.first().map(|reason| format!("A change of {name}'s was not taken: {reason}."));
    let refused = refused.or_else(|| {
        peer.sharing
            .refused_by_them
            .first()
            .map(|reason| format!("{name}'s computer did not take a change of yours: {reason}."))
    });
    if let Some(says) = refused {
        ui.horizontal_wrapped(|ui| {
            ui.label(parts::text(says, Size::Body, t.ink));
            if parts::secondary(ui, "Continue in a fresh list").clicked() {
                page.out.push(ask::list(peer.id, ListCommand::Fresh));
            }
        });
    }
}

/// What they changed since I last looked: a sentence a change, until I say that I have seen it.
fn since_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    if page.peer.since.is_empty() {
        return;
    }
    let t = theme::of(ui);
    let title = if page.state.since { "Since you last looked" } else { "Since you last looked…" };
    ui.horizontal_wrapped(|ui| {
        if parts::quiet_small(ui, title).clicked() {
            page.state.since = !page.state.since;
        }
        if parts::quiet_small(ui, "Seen").on_hover_text("From now on only what comes after this").clicked() {
            page.out.push(ask::run(sideways_core::command::Command::Looked(page.peer.id)));
            page.state.since = false;
        }
    });
    if page.state.since {
        for it in page.peer.since.iter() {
            ui.add(Label::new(parts::text(words::since(it, name), Size::Body, t.ink_soft)).wrap());
        }
        ui.add_space(4.0);
    }
}

/// Lines that were on this computer only, and still are.
fn only_mine(ui: &mut Ui, page: &mut Page<'_>) {
    if page.peer.list.only_mine.is_empty() || page.hidden {
        return;
    }
    ui.add_space(8.0);
    parts::heading(ui, "Still only yours", Size::Body, 2);
    let t = theme::of(ui);
    for line in page.peer.list.only_mine.clone() {
        ui.horizontal_wrapped(|ui| {
            ui.label(parts::text(line.text(), Size::Body, t.ink));
            let offer = parts::quiet_small(ui, "Offer this");
            let name = &words::called(&page.peer.name);
            if offer.on_hover_text(format!("{name} will see exactly: {}", words::shown(line.text()))).clicked() {
                page.out.push(ask::list(page.peer.id, ListCommand::Offer(line.id)));
            }
        });
    }
}

/// Whether Alt with an arrow was pressed; up or down.
pub(super) fn moves(ui: &mut Ui) -> Option<Key> {
    let keys = [Key::ArrowUp, Key::ArrowDown];
    keys.into_iter().find(|key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, *key)))
}
