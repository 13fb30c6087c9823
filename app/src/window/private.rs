//! What only I see: their words, my notes.

use super::{
    ask,
    folds::fold_ui,
    form::{self, Ended, Form},
    icon, mark,
    mend::{self, Thing},
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Ui, vec2};
use jiff::civil::Date;
use sideways_core::{command::Command, search::Part, snapshot::Field};

/// So many of their words stand open; the ones before are a press away.
const FIRST: usize = 3;

pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let field = Field::NewWords(page.peer.id);
    let open = page.state.adding_words.unwrap_or_else(|| page.drafts.holds(field));
    if page.peer.words.is_empty() && !open {
        ui.label(parts::text("Ask what keeps them up at night. Write it as they’d say it.", Size::Body, t.ink_soft));
    }
    let all = &page.peer.words;
    let nth = mark::sought(ui, Part::Words).and_then(|id| all.iter().position(|it| it.id.0 == id));
    page.state.folds.words |= nth.is_some_and(|nth| nth >= FIRST);
    let count = if page.state.folds.words { all.len() } else { all.len().min(FIRST) };
    let mut rows = std::mem::take(&mut page.state.words);
    rows.show_to(ui, count, nth, |ui, nth| {
        let Some(said) = page.peer.words.get(nth) else { return };
        let (size, color) = if nth == 0 { (Size::Words, t.ink) } else { (Size::Body, t.ink_soft) };
        ui.push_id(said.id, |ui| {
            mark::around(ui, Part::Words, said.id.0, |ui| {
                dated(ui, &day_of(page, said.on), size, |ui| {
                    let shown = parts::text(format!("“{}”", said.text), size, color);
                    mend::words_ui(ui, page, Thing::Words(said.id), shown, &said.text);
                });
            });
        });
    });
    page.state.words = rows;
    fold_ui(ui, all.len() > FIRST, &mut page.state.folds.words, "Earlier words");
    if open {
        match entry(ui, page, field, "Their words", "As they’d say it") {
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
    let to = mark::sought(ui, Part::Note).and_then(|id| page.peer.notes.iter().position(|it| it.id.0 == id));
    rows.show_to(ui, page.peer.notes.len(), to, |ui, nth| {
        let Some(note) = page.peer.notes.get(nth) else { return };
        let day = day_of(page, note.at.zoned(page.zone).date());
        ui.push_id(note.id, |ui| {
            mark::around(ui, Part::Note, note.id.0, |ui| {
                dated(ui, &day, Size::Body, |ui| {
                    let shown = parts::text(&note.text, Size::Body, t.ink);
                    mend::words_ui(ui, page, Thing::Note(note.id), shown, &note.text);
                });
            });
        });
    });
    page.state.notes = rows;
}

/// A day as it stands before a row: with its year where that is another.
pub(super) fn day_of(page: &Page<'_>, on: Date) -> String {
    if on.year() == page.today().year() { words::date(on) } else { words::locale().day_of_year(on) }
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
