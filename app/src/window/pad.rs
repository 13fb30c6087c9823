//! The pad "For our next half hour", and what each is working on.

use super::{
    ask, parts,
    peer_page::Page,
    shared_text::SharedText,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Event, Id, ImeEvent, Key, Modifiers, TextEdit, Ui};
use sideways_core::{command::ListCommand, id::PeerId, snapshot::SharingState};

/// The field's id, by which its caret is found.
pub(super) fn field_id(peer: PeerId) -> Id {
    Id::unique(("pad", peer))
}

pub(super) fn pad_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = &words::called(&page.peer.name);
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "For our next half hour", Size::Body, 3);
        if page.peer.sharing.state == SharingState::Shared {
            parts::caption(ui, format!("{name} sees this as you write"));
        }
    });
    let id = field_id(page.peer.id);
    let list = page.peer.list.clone();
    let pad = page.state.pad.get_or_insert_with(|| SharedText::new(&list.pad, &list.pad_as_of));
    // While an input method composes, its unfinished letters are in the field and in nobody's document.
    let composing =
        ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Ime(ImeEvent::Preedit { .. }))));
    if !composing {
        pad.follow(ui.ctx(), id, &list.pad, &list.pad_as_of);
    }
    if ui.memory(|memory| memory.has_focus(id)) {
        // The field's own undo would take the other's words back.
        ui.input_mut(|input| {
            input.consume_key(Modifiers::COMMAND, Key::Z);
            input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
            input.consume_key(Modifiers::COMMAND, Key::Y);
        });
    }
    let edit = TextEdit::multiline(pad)
        .id(id)
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .hint_text("An agenda, a link, a number to look at");
    edit.show(ui).response.response.accessible_name("For our next half hour");
    if !composing && let Some((as_of, splices)) = pad.send() {
        page.out.push(ask::list(page.peer.id, ListCommand::Pad { as_of, splices }));
    }
}

pub(super) fn working_on_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let soft = theme::of(ui).ink_soft;
    let name = &words::called(&page.peer.name);
    let list = &page.peer.list;
    if !list.their_working_on.is_empty() {
        ui.label(parts::text(format!("{name} is working on: {}", list.their_working_on), Size::Body, soft));
    }
    match page.state.working_on.take() {
        Some(mut text) => {
            let hint = "What they might like to know";
            let field = parts::field(ui, "What I'm working on", &mut text, hint, ui.available_width());
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.horizontal(|ui| {
                if parts::secondary(ui, &format!("Publish for {name}")).clicked() || enter {
                    page.out.push(ask::list(page.peer.id, ListCommand::WorkingOn(text)));
                } else if !parts::quiet(ui, "Not now").clicked() {
                    page.state.working_on = Some(text);
                }
            });
        }
        None => {
            ui.horizontal_wrapped(|ui| {
                if !list.my_working_on.is_empty() {
                    ui.label(parts::text(format!("You're working on: {}", list.my_working_on), Size::Body, soft));
                }
                let label = if list.my_working_on.is_empty() { "What I'm working on…" } else { "Change…" };
                if parts::quiet_small(ui, label).clicked() {
                    page.state.working_on = Some(list.my_working_on.clone());
                }
            });
        }
    }
}
