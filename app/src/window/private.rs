//! What only I see: their words, my notes.

use super::{
    ask, icon, parts,
    peer_page::Page,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Key, Label, TextEdit, Ui, vec2};
use sideways_core::{command::Command, snapshot::Field};

pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    if page.peer.words.is_empty() && !page.state.adding_words {
        ui.label(parts::text("Ask what keeps them up at night. Write it as they'd say it.", Size::Body, t.ink_soft));
    }
    for (at, said) in page.peer.words.iter().take(3).enumerate() {
        let (size, color) = if at == 0 { (Size::Words, t.ink) } else { (Size::Body, t.ink_soft) };
        dated(ui, &words::date(said.on), |ui| {
            ui.add(Label::new(parts::text(format!("“{}”", said.text), size, color)).wrap());
        });
    }
    let field = Field::NewWords(page.peer.id);
    if page.state.adding_words || page.drafts.holds(field) {
        if let Some(text) = entry(ui, page, field, "Their words", "As they'd say it") {
            let on = page.now.zoned(page.zone).date();
            page.out.push(ask::run(Command::AddWords { peer: page.peer.id, text, on }));
            page.state.adding_words = false;
        }
    } else if parts::quiet_small(ui, &format!("{} Their words", icon::PLUS)).clicked() {
        page.state.adding_words = true;
    }
}

pub(super) fn notes_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    ui.horizontal(|ui| {
        parts::heading(ui, "Private notes", Size::Body, 2);
        parts::icon_caption(ui, &format!("{} Only on your devices", icon::LOCK));
    });
    let field = Field::NewNote(page.peer.id);
    if page.state.adding_note || page.drafts.holds(field) {
        if let Some(text) = entry(ui, page, field, "A private note", "What you would say to them") {
            page.out.push(ask::run(Command::AddNote { peer: page.peer.id, text }));
            page.state.adding_note = false;
        }
    } else if parts::quiet_small(ui, &format!("{} Note", icon::PLUS)).clicked() {
        page.state.adding_note = true;
    }
    let mut rows = std::mem::take(&mut page.state.notes);
    rows.show(ui, page.peer.notes.len(), |ui, nth| {
        let Some(note) = page.peer.notes.get(nth) else { return };
        let at = note.at.zoned(page.zone);
        dated(ui, &words::date(at.date()), |ui| {
            ui.add(Label::new(parts::text(&note.text, Size::Body, t.ink)).wrap());
        });
    });
    page.state.notes = rows;
}

/// A row with a date before it; on a narrow window, above it.
fn dated(ui: &mut Ui, date: &str, add: impl FnOnce(&mut Ui)) {
    let faint = theme::of(ui).ink_faint;
    if ui.available_width() < 420.0 {
        parts::caption(ui, date);
        add(ui);
        return;
    }
    ui.horizontal_top(|ui| {
        let size = vec2(theme::DATE_WIDTH, 20.0);
        ui.allocate_ui(size, |ui| {
            ui.set_min_width(theme::DATE_WIDTH);
            ui.label(parts::text(date, Size::Body, faint));
        });
        ui.vertical(add);
    });
}

/// A field for something private: entered with Ctrl Enter or the button, never by itself.
fn entry(ui: &mut Ui, page: &mut Page<'_>, field: Field, name: &str, hint: &str) -> Option<String> {
    let now = ui.input(|input| input.time);
    let typing = page.drafts.field(field);
    let edit = TextEdit::multiline(&mut typing.text).desired_rows(2).desired_width(f32::INFINITY).hint_text(hint);
    let response = edit.show(ui).response.response.accessible_name(name);
    if response.changed() {
        typing.changed(now);
    }
    let keys = response.has_focus() && ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
    let mut taken = None;
    ui.horizontal(|ui| {
        if (parts::secondary(ui, "Keep").clicked() || keys) && !typing.text.trim().is_empty() {
            taken = Some(typing.take());
        }
        parts::caption(ui, "Ctrl Enter");
    });
    taken
}
