//! The pad "For our next half hour", and what each is working on.

use super::{
    ask,
    form::{self, Ended, Form, sends_ui},
    page::Page,
    parts,
    shared_text::SharedText,
    state::PeerState,
    text_field::{self, Turn},
    theme::{self, Size},
};
use crate::platform::command;
use crate::{desk::Caret, words};
use eframe::egui::{
    Id, Key, Label, Modifiers, Rect, Stroke, TextBuffer, TextEdit, Ui,
    accesskit::Live,
    text::{CCursor, CCursorRange},
    text_edit::{TextEditOutput, TextEditState},
    vec2,
};
use sideways_core::{
    command::ListCommand,
    id::PeerId,
    snapshot::{Field, SharingState},
};

const WORKING_ON: &str = "working on";

/// How long a caret that moved has a name, in seconds.
const NAMED: f64 = 2.0;

/// The field's id, by which its caret is found.
pub(super) fn field_id(peer: PeerId) -> Id {
    Id::unique(("pad", peer))
}

pub(super) fn pad_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = &words::called(&page.peer.name);
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "For our next half hour", Size::Body, 3);
        if their_caret(page).is_some() {
            let here = parts::caption(ui, format!("{name} writes here now"));
            ui.ctx().accesskit_node_builder(here.id, |node| node.set_live(Live::Polite));
        } else if page.peer.sharing.state == SharingState::Shared {
            // Only while it is so.
            let says = if page.is_connected() {
                format!("{name} sees this as you write")
            } else {
                format!("{name} sees this once both computers are connected")
            };
            parts::caption(ui, says);
        }
    });
    let id = field_id(page.peer.id);
    let theirs = their_caret(page);
    let list = page.peer.list.clone();
    let pad = page.state.pad.get_or_insert_with(|| SharedText::new(&list.pad, &list.pad_as_of));
    text_field::begin(ui, id);
    // While an input method composes, its unfinished letters are in the field and in nobody's document; what arrives
    // meanwhile waits, or it would break the word.
    let focused = ui.memory(|memory| memory.has_focus(id));
    let composing = text_field::composes(ui.ctx(), id) || (focused && text_field::preedit(ui) == Some(true));
    if composing {
        pad.compose();
    } else {
        pad.composed();
        pad.follow(ui.ctx(), id, &list.pad, &list.pad_as_of);
    }
    pad.hear(theirs);
    pad.at(ui.input(|input| input.time));
    if focused && !composing {
        turn_ui(ui, id, pad);
    }
    let turns = pad.turns();
    let mut layout = |ui: &Ui, text: &dyn TextBuffer, width: f32| text_field::laid_out(ui, text.as_str(), width);
    let edit = TextEdit::multiline(pad)
        .layouter(&mut layout)
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .hint_text("An agenda, a link, a number to look at");
    let shown = text_field::show_own(ui, id, edit, turns);
    let composing = text_field::composes(ui.ctx(), id);
    if !composing {
        pad.composed();
    }
    let at = pad.theirs();
    let sends = if composing { None } else { pad.send() };
    caret_ui(ui, &mut page.state.caret, name, &shown, theirs.zip(at));
    shown.response.response.accessible_name("For our next half hour");
    if let Some((as_of, splices)) = sends {
        page.out.push(ask::list(page.peer.id, ListCommand::Pad { as_of, splices }));
    }
}

/// Undo takes back what was typed here, and no letter of the other's; the field's own would take the whole text back.
fn turn_ui(ui: &mut Ui, id: Id, pad: &mut SharedText) {
    let keys = [
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, Turn::Redo),
        (Modifiers::COMMAND, Key::Y, Turn::Redo),
        (Modifiers::COMMAND, Key::Z, Turn::Undo),
    ];
    for (modifiers, key, turn) in keys {
        if !ui.input_mut(|input| input.consume_key(modifiers, key)) {
            continue;
        }
        let Some(caret) = pad.turn(turn) else {
            text_field::goes_further(ui.ctx(), turn);
            continue;
        };
        if let Some(mut state) = TextEditState::load(ui.ctx(), id) {
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(caret))));
            state.clear_undoer();
            state.store(ui.ctx(), id);
        }
    }
}

/// What was typed on pads that aren't on the screen any more, and isn't sent yet.
pub(super) fn left_behind(state: &mut PeerState) -> Option<ListCommand> {
    let pad = state.pad.as_mut()?;
    pad.composed();
    let (as_of, splices) = pad.send()?;
    Some(ListCommand::Pad { as_of, splices })
}

/// The same for all pads, when there will be no later moment for it.
pub(super) fn last(state: &mut PeerState) -> Option<ListCommand> {
    let pad = state.pad.as_mut()?;
    pad.composed();
    let (as_of, splices) = pad.send_last()?;
    Some(ListCommand::Pad { as_of, splices })
}

/// Where the colleague writes on the pad, as they said.
fn their_caret(page: &Page<'_>) -> Option<u32> {
    match page.caret {
        Some(Caret::Pad(at)) => Some(at),
        Some(Caret::Line(_)) | None => None,
    }
}

/// The colleague's caret; for a moment after it moved, with their name.
fn caret_ui(ui: &Ui, kept: &mut Option<(u32, f64)>, name: &str, field: &TextEditOutput, theirs: Option<(u32, usize)>) {
    let Some((said, at)) = theirs else {
        *kept = None;
        return;
    };
    let t = theme::of(ui);
    let time = ui.input(|input| input.time);
    let since = kept.filter(|(before, _)| *before == said).map_or(time, |(_, since)| since);
    *kept = Some((said, since));
    let caret = field.galley.pos_from_cursor(CCursor::new(at)).translate(field.galley_pos.to_vec2());
    let painter = ui.painter().with_clip_rect(ui.clip_rect());
    painter.vline(caret.left(), caret.y_range(), Stroke::new(2.0, t.accent));
    let left = since + NAMED - time;
    if left > 0.0 {
        let letters = parts::one_line(ui, name, Size::Caption.regular(), t.on_accent, 160.0);
        let tag = Rect::from_min_size(caret.left_bottom(), letters.size() + vec2(8.0, 2.0));
        painter.rect_filled(tag, theme::RADIUS_TAG, t.accent);
        painter.galley(tag.min + vec2(4.0, 1.0), letters, t.on_accent);
        ui.ctx().request_repaint_after_secs(left as f32);
    }
}

pub(super) fn working_on_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let soft = theme::of(ui).ink_soft;
    let name = &words::called(&page.peer.name);
    let list = &page.peer.list;
    if !list.their_working_on.is_empty() {
        let says = format!("{name} is working on: {}", list.their_working_on);
        ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    }
    let field = Field::WorkingOn(page.peer.id);
    if page.drafts.is_covered(field) {
        parts::caption(ui, concat!("What you began to publish is hidden. ", command!("."), " shows it."));
        return;
    }
    let begun = page.drafts.holds(field);
    if page.state.working_on.unwrap_or(begun) {
        let now = ui.input(|input| input.time);
        let hint = "What they might like to know";
        let mut form = Form::begin(ui, WORKING_ON);
        let typing = page.drafts.field(field);
        let shown = parts::field(ui, "What I’m working on", &mut typing.text, hint, ui.available_width());
        if shown.changed() {
            typing.changed(now);
        }
        form.field(ui, shown);
        let before = !list.my_working_on.is_empty();
        let exactly = match typing.text.trim() {
            "" if before => "(nothing: what stood there is taken away)",
            "" => "(nothing yet)",
            words => words,
        };
        match sends_ui(ui, &mut form, name, exactly, &format!("Publish for {name}")) {
            Some(Ended::Saved) => {
                let text = typing.take();
                page.out.push(ask::list(page.peer.id, ListCommand::WorkingOn(text)));
                page.state.working_on = None;
            }
            Some(Ended::Left) => {
                if typing.text == list.my_working_on {
                    typing.give_up();
                }
                page.state.working_on = Some(false);
            }
            None => {}
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if !list.my_working_on.is_empty() {
            let says = format!("You’re working on: {}", list.my_working_on);
            ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
        }
        let label = match (list.my_working_on.is_empty(), begun) {
            (true, false) => "What I’m working on…",
            (false, false) => "Change…",
            (_, true) => "What I’m working on, begun…",
        };
        if parts::quiet_small(ui, label).clicked() {
            page.state.working_on = Some(true);
            let typing = page.drafts.field(field);
            if !begun {
                typing.text.clone_from(&list.my_working_on);
            }
            form::opens(ui, WORKING_ON);
        }
    });
}
