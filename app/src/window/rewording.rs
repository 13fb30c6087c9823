//! A line's words in a field, where they stood: entered like a new line's, and left as they were by Esc.

use super::{
    ask::{self, Ask},
    new_line,
    page::Page,
    parts, text_field,
    theme::{self, Size},
};
use crate::platform::command;
use crate::words;
use eframe::egui::{Frame, Id, Key, Margin, Response, Stroke, StrokeKind, TextBuffer, TextEdit, Ui, vec2};
use sideways_core::{
    id::LineId,
    snapshot::{Field, Line},
};

/// The field's id, by which its caret is found.
pub(super) fn field_id(line: LineId) -> Id {
    Id::unique(("reword", line))
}

/// Whether it is being reworded, or was begun to be.
pub(super) fn is_open(page: &mut Page<'_>, line: &Line) -> bool {
    let field = Field::Reword(page.peer.id, line.id);
    if page.drafts.is_covered(field) {
        return false;
    }
    if page.state.rewording.contains_key(&line.id) {
        return true;
    }
    if !page.drafts.holds(field) {
        return false;
    }
    let said = |text: &str| line.versions.iter().any(|version| version.text == text.trim());
    let typing = page.drafts.field(field);
    if said(&typing.text) {
        typing.give_up();
        return false;
    }
    if typing.saw.is_empty() {
        typing.saw = line.versions.iter().map(|version| version.id).collect();
    }
    true
}

pub(super) fn begin(page: &mut Page<'_>, line: &Line) {
    let field = Field::Reword(page.peer.id, line.id);
    if page.drafts.is_covered(field) {
        page.out.push(Ask::Say(
            concat!("The words that you began for this line are hidden. ", command!("."), " shows them.").into(),
        ));
        return;
    }
    let typing = page.drafts.field(field);
    if typing.text.is_empty() {
        line.text().clone_into(&mut typing.text);
        typing.saw = line.versions.iter().map(|version| version.id).collect();
    }
    page.state.rewording.insert(line.id, false);
}

/// The line's words in a field. What isn't finished says so, also when nobody types there.
pub(super) fn reword_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let (now, id) = (ui.input(|input| input.time), field_id(line.id));
    let field = Field::Reword(page.peer.id, line.id);
    let began = page.state.rewording.get(&line.id).copied();
    let sending = page.drafts.is_sending(field);
    let typing = page.drafts.field(field);
    // Where the words stood, so that nothing moves when they are edited.
    let mut layout = |ui: &Ui, text: &dyn TextBuffer, _: f32| text_field::laid_out(ui, text.as_str(), f32::INFINITY);
    let edit = TextEdit::singleline(&mut typing.text)
        .layouter(&mut layout)
        .desired_width(ui.available_width())
        .frame(Frame::NONE)
        .margin(Margin::ZERO);
    let response = text_field::show(ui, id, edit).response.response;
    let response = response.accessible_name(words::visible(&format!("Reword: {}", line.text())));
    ring(ui, &response);
    if began == Some(false) {
        response.request_focus();
        response.scroll_to_me(None);
        page.state.rewording.insert(line.id, true);
    }
    if response.has_focus() && began.is_none() {
        page.state.rewording.insert(line.id, true);
    }
    if response.changed() || text_field::composes(ui.ctx(), id) {
        typing.changed(now);
    }
    let focused = began == Some(false) || ui.memory(|memory| memory.has_focus(id));
    let same = |text: &str| line.versions.iter().any(|version| version.text == text.trim());
    let lost = began != Some(false) && response.lost_focus();
    let mut added = false;
    if !focused && !same(&typing.text) {
        ui.horizontal(|ui| {
            new_line::not_sent_yet(ui);
            added = parts::quiet_small(ui, "Reword it")
                .accessible_name(format!("Reword it: {}", words::visible(&typing.text)))
                .clicked();
            if parts::quiet_small(ui, "Leave it")
                .accessible_name(words::visible(&format!("Leave it: {}", line.text())))
                .clicked()
            {
                typing.give_up();
                page.state.rewording.remove(&line.id);
            }
        });
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let (escaped, entered) = (lost && pressed(Key::Escape), lost && pressed(Key::Enter));
    let typing = page.drafts.field(field);
    if escaped {
        typing.give_up();
        text_field::forget(ui.ctx(), id);
    } else if entered || added || (lost && pressed(Key::Tab)) {
        if typing.text.trim().is_empty() || (same(&typing.text) && !sending) {
            typing.give_up();
        } else {
            let command = page.drafts.finish(field);
            page.out.extend(command.map(|command| ask::list(page.peer.id, command)));
        }
        text_field::forget(ui.ctx(), id);
    } else if lost {
        // Whoever clicks elsewhere isn't asked whether it was finished: it stays here, and nobody else sees it.
        typing.leave();
        if typing.text.trim().is_empty() || same(&typing.text) {
            typing.give_up();
        }
    } else if typing.paused(now) {
        if same(&typing.text) && !sending {
            typing.entered();
        } else {
            let command = page.drafts.pause(field);
            page.out.extend(command.map(|command| ask::list(page.peer.id, command)));
        }
    }
    if lost || added {
        page.state.rewording.remove(&line.id);
        if escaped || entered {
            page.state.reworded = Some(line.id);
        }
    }
}

fn ring(ui: &Ui, response: &Response) {
    let ring = Stroke::new(2.0, theme::of(ui).accent);
    let around = response.rect.expand2(vec2(6.0, 4.0));
    ui.painter().rect_stroke(around, theme::RADIUS, ring, StrokeKind::Outside);
}

/// What was being written for a line that is off the list by now: the words aren't lost with it.
pub(super) fn orphans_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let known = |id: &LineId| {
        let list = &page.peer.list;
        list.lines.iter().chain(&list.only_mine).any(|line| line.id == *id)
    };
    let gone: Vec<LineId> = page.drafts.rewordings(page.peer.id).into_iter().filter(|id| !known(id)).collect();
    page.state.rewording.retain(|id, _| known(id));
    for line in gone {
        let field = Field::Reword(page.peer.id, line);
        if page.drafts.is_covered(field) || page.state.continuing == Some(line) {
            continue;
        }
        let text = page.drafts.field(field).text.clone();
        ui.horizontal_wrapped(|ui| {
            let says = format!("This line was taken off while you reworded it. You had: {text}");
            ui.label(parts::text(says, Size::Caption, theme::of(ui).ink_soft));
            if parts::quiet_small(ui, "Write it as a new line").clicked() {
                let words = page.drafts.field(field).text.clone();
                page.drafts.field(field).give_up();
                let new = page.drafts.field(Field::NewLine(page.peer.id));
                new.text = if new.text.is_empty() { words } else { format!("{} {words}", new.text) };
                new.changed(ui.input(|input| input.time));
                page.state.to_new_line = true;
            }
            if parts::quiet_small(ui, "Let it go").clicked() {
                page.drafts.field(field).give_up();
            }
        });
    }
}
