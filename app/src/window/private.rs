//! What only I see: their words, my notes.

use super::{
    ask,
    form::{self, Ended, Form},
    icon, parts,
    peer_page::Page,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, Ui, vec2};
use sideways_core::{command::Command, snapshot::Field};

pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let field = Field::NewWords(page.peer.id);
    let open = page.state.adding_words.unwrap_or_else(|| page.drafts.holds(field));
    if page.peer.words.is_empty() && !open {
        ui.label(parts::text("Ask what keeps them up at night. Write it as they'd say it.", Size::Body, t.ink_soft));
    }
    for (at, said) in page.peer.words.iter().take(3).enumerate() {
        let (size, color) = if at == 0 { (Size::Words, t.ink) } else { (Size::Body, t.ink_soft) };
        dated(ui, &words::date(said.on), size, |ui| {
            ui.add(Label::new(parts::text(format!("“{}”", said.text), size, color)).wrap());
        });
    }
    if open {
        match entry(ui, page, field, "Their words", "As they'd say it") {
            Some(Entry::Saved(text)) => {
                let on = page.now.zoned(page.zone).date();
                page.out.push(ask::run(Command::AddWords { peer: page.peer.id, text, on }));
                page.state.adding_words = None;
            }
            Some(Entry::Left) => page.state.adding_words = Some(false),
            None => {}
        }
    } else if parts::quiet_small(ui, &begins(page, field, "Their words")).clicked() {
        page.state.adding_words = Some(true);
        form::opens(ui, field);
    }
}

pub(super) fn notes_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "Private notes", Size::Body, 2);
        parts::icon_caption(ui, &format!("{} Only on your devices", icon::LOCK));
    });
    let field = Field::NewNote(page.peer.id);
    if page.state.adding_note.unwrap_or_else(|| page.drafts.holds(field)) {
        match entry(ui, page, field, "A private note", "What you would say to them") {
            Some(Entry::Saved(text)) => {
                page.out.push(ask::run(Command::AddNote { peer: page.peer.id, text }));
                page.state.adding_note = None;
            }
            Some(Entry::Left) => page.state.adding_note = Some(false),
            None => {}
        }
    } else if parts::quiet_small(ui, &begins(page, field, "Note")).clicked() {
        page.state.adding_note = Some(true);
        form::opens(ui, field);
    }
    let mut rows = std::mem::take(&mut page.state.notes);
    rows.show(ui, page.peer.notes.len(), |ui, nth| {
        let Some(note) = page.peer.notes.get(nth) else { return };
        let at = note.at.zoned(page.zone);
        dated(ui, &words::date(at.date()), Size::Body, |ui| {
            ui.add(Label::new(parts::text(&note.text, Size::Body, t.ink)).wrap());
        });
    });
    page.state.notes = rows;
}

/// What opens a field, and whether something was begun in it.
pub(super) fn begins(page: &Page<'_>, field: Field, what: &str) -> String {
    let begun = if page.drafts.holds(field) { ", begun" } else { "" };
    format!("{} {what}{begun}", icon::PLUS)
}

/// A row with a date before it, on the line of the first words; on a narrow window, above them.
pub(super) fn dated(ui: &mut Ui, date: &str, size: Size, add: impl FnOnce(&mut Ui)) {
    let faint = theme::of(ui).ink_faint;
    if ui.available_width() < 420.0 {
        parts::caption(ui, date);
        add(ui);
        return;
    }
    ui.horizontal_top(|ui| {
        let height = size.line();
        ui.allocate_ui(vec2(theme::DATE_WIDTH, height), |ui| {
            ui.set_min_width(theme::DATE_WIDTH);
            ui.vertical(|ui| {
                // Larger words stand lower in their line.
                ui.add_space((height - Size::Body.line()) / 2.0);
                ui.label(parts::text(date, Size::Body, faint));
            });
        });
        ui.vertical(add);
    });
}

/// What became of a field for something private.
enum Entry {
    Saved(String),
    /// It is closed. What is typed stays, and is there when it is opened again.
    Left,
}

/// A field for something private: entered with Enter or the button, never by itself.
fn entry(ui: &mut Ui, page: &mut Page<'_>, field: Field, name: &str, hint: &str) -> Option<Entry> {
    let now = ui.input(|input| input.time);
    let mut form = Form::begin(ui, field);
    let typing = page.drafts.field(field);
    if form.lines(ui, &mut typing.text, hint, name).changed() {
        typing.changed(now);
    }
    let ended = ui.horizontal_wrapped(|ui| {
        let ended = form.end(ui, "Save", (!typing.text.trim().is_empty()).into());
        parts::caption(ui, "Enter saves it, Shift Enter begins a new line.");
        ended
    });
    match ended.inner {
        Some(Ended::Saved) => Some(Entry::Saved(typing.take())),
        Some(Ended::Left) => Some(Entry::Left),
        None => None,
    }
}
