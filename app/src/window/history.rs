//! What was changed about a peer, newest first, a sentence per thing; and what the list would show again, looked at before
//! it does.

use super::{
    ask::{self, Ask},
    new_line::kind_words,
    page::Page,
    parts,
    rows::Rows,
    theme::{self, Size},
};
use crate::platform::command;
use crate::{desk::Request, words};
use eframe::egui::{Label, ScrollArea, Ui, vec2};
use jiff::civil::Date;
use sideways_core::{
    command::Command,
    method::HistoryRow,
    snapshot::{GoingBack, LineBack, LineThen, Moment, SharingState, State, Who},
};
use std::sync::Arc;

/// So high the rows are before they scroll.
const HEIGHT: f32 = 360.0;
/// Before a row's words: its time, or whether it is now or then.
const BEFORE: f32 = 56.0;

/// What is looked at.
#[derive(Debug, Default)]
pub(super) struct HistoryState {
    pub(super) rows: Option<Arc<Vec<HistoryRow>>>,
    shown: Rows,
    /// The moment that was chosen, what was done then, and what would change.
    chosen: Option<Chosen>,
}

#[derive(Debug)]
struct Chosen {
    at: Moment,
    says: String,
    back: Option<Arc<GoingBack>>,
}

impl HistoryState {
    /// What would change by going back to that moment, if that is still what is looked at.
    pub(super) fn would_change(&mut self, to: Moment, back: GoingBack) {
        if let Some(chosen) = self.chosen.as_mut().filter(|chosen| chosen.at == to) {
            chosen.back = Some(Arc::new(back));
        }
    }
}

/// A row, or the day that the rows below it are of.
enum Shown<'a> {
    Day(Date),
    Row(&'a HistoryRow),
}

pub(super) fn history_ui(ui: &mut Ui, page: &mut Page<'_>) {
    if page.state.history.chosen.is_some() {
        return going_back_ui(ui, page);
    }
    let soft = theme::of(ui).ink_soft;
    let name = words::called(&page.peer.name);
    parts::heading(ui, &format!("What was changed with {name}"), Size::Heading, 1);
    let says = "Choose a moment to see what the list showed then. Nothing changes before you say so.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    ui.add_space(8.0);
    let rows = page.state.history.rows.clone();
    match &rows {
        None => drop(parts::caption(ui, "Reading…")),
        Some(rows) if rows.is_empty() => drop(parts::caption(ui, "Nothing yet.")),
        Some(rows) => {
            let mut day = None;
            let mut all = Vec::new();
            for row in rows.iter() {
                let of = row.at.zoned(page.zone).date();
                if day.replace(of) != Some(of) {
                    all.push(Shown::Day(of));
                }
                all.push(Shown::Row(row));
            }
            let mut shown = std::mem::take(&mut page.state.history.shown);
            ScrollArea::vertical().id_salt("history").max_height(HEIGHT).show(ui, |ui| {
                ui.set_width(ui.available_width());
                shown.show(ui, all.len(), |ui, nth| match all.get(nth) {
                    Some(Shown::Day(day)) => {
                        ui.add_space(4.0);
                        let day = words::locale().weekday(*day);
                        parts::heading(ui, &day, Size::Caption, 2);
                    }
                    Some(Shown::Row(row)) => row_ui(ui, page, row),
                    None => {}
                });
            });
            page.state.history.shown = shown;
        }
    }
    ui.add_space(8.0);
    if parts::calm(ui, "Close").clicked() {
        page.out.push(Ask::Open(None));
    }
}

fn row_ui(ui: &mut Ui, page: &mut Page<'_>, row: &HistoryRow) {
    let t = theme::of(ui);
    ui.horizontal_top(|ui| {
        before(ui, &words::locale().time(row.at.zoned(page.zone).time()));
        let room = (ui.available_width() - 88.0).max(120.0);
        ui.allocate_ui(vec2(room, Size::Body.line()), |ui| {
            ui.set_width(room);
            ui.add(Label::new(parts::text(&row.says, Size::Body, t.ink)).wrap());
        });
        // What is private has no moment that the list could go back to.
        if row.in_list {
            // On the baseline of the words.
            let pressed = ui.vertical(|ui| {
                ui.add_space(1.0);
                parts::quiet_small(ui, "Look at it…")
            });
            let name = words::visible(&format!("Look at the list as it was then: {}", row.says));
            if pressed.inner.accessible_name(name).clicked() {
                page.state.history.chosen = Some(Chosen { at: row.at, says: row.says.clone(), back: None });
                page.out.push(Ask::Do(Request::GoingBack(page.peer.id, row.at)));
            }
        }
    });
}

/// Small print in a column before the words.
fn before(ui: &mut Ui, says: &str) {
    let faint = theme::of(ui).ink_faint;
    ui.allocate_ui(vec2(BEFORE, Size::Body.line()), |ui| {
        ui.set_min_width(BEFORE);
        ui.vertical(|ui| {
            ui.add_space((Size::Body.line() - Size::Caption.line()) / 2.0);
            ui.label(parts::text(says, Size::Caption, faint));
        });
    });
}

/// What would change, both sides named, and what makes it so.
fn going_back_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let Some(Chosen { at, says, back }) = &page.state.history.chosen else { return };
    let (at, says, back) = (*at, says.clone(), back.clone());
    let name = words::called(&page.peer.name);
    parts::heading(ui, "The list as it was then", Size::Heading, 1);
    let when = words::moment(at, page.now, page.zone);
    ui.add(Label::new(parts::text(format!("{when}  {says}"), Size::Body, t.ink_soft)).wrap());
    ui.add_space(8.0);
    let mut changes = false;
    match back.as_deref() {
        None => drop(parts::caption(ui, "Reading…")),
        Some(back) => {
            changes = !(back.lines.is_empty() && back.pad.is_none());
            ScrollArea::vertical().id_salt("going back").max_height(HEIGHT).show(ui, |ui| {
                ui.set_width(ui.available_width());
                for line in &back.lines {
                    line_ui(ui, line, &name);
                    parts::rule(ui);
                }
                pad_ui(ui, back);
            });
        }
    }
    ui.add_space(8.0);
    let mut says = concat!("Nothing leaves the history, and ", command!("Z"), " brings today’s list back.").to_owned();
    if page.peer.sharing.state == SharingState::Shared {
        says = format!("{name} sees it too. {says}");
    }
    if changes {
        parts::caption(ui, says);
    }
    let under = t.sheet;
    parts::foot(ui, "going back", under, |ui| {
        // What changes the list never has the first focus.
        let stay = parts::quiet(ui, "Back");
        if ui.memory(|memory| memory.focused()).is_none() {
            stay.request_focus();
        }
        if stay.clicked() {
            page.state.history.chosen = None;
        }
        if parts::quiet(ui, "Close").clicked() {
            page.state.history.chosen = None;
            page.out.push(Ask::Open(None));
        }
        if changes && parts::secondary(ui, "Make it so again").clicked() {
            page.state.history.chosen = None;
            page.out.push(ask::run(Command::GoBack(page.peer.id, at)));
            page.out.push(Ask::Open(None));
        }
    });
}

fn line_ui(ui: &mut Ui, line: &LineBack, name: &str) {
    let both = line.now.as_ref().zip(line.then.as_ref());
    side_ui(ui, "Now", line.now.as_ref(), both, name);
    side_ui(ui, "Then", line.then.as_ref(), both, name);
    if line.moved && both.is_some_and(|(now, then)| now == then) {
        parts::caption(ui, "It stood at another place.");
    }
}

/// A line on one side: its words and whose they are, and what else of it is otherwise.
fn side_ui(ui: &mut Ui, side: &str, line: Option<&LineThen>, both: Option<(&LineThen, &LineThen)>, name: &str) {
    let t = theme::of(ui);
    ui.horizontal_top(|ui| {
        before(ui, side);
        ui.vertical(|ui| {
            let Some(line) = line else {
                ui.label(parts::text("Not on the list", Size::Body, t.ink_faint));
                return;
            };
            for (text, by) in &line.wordings {
                let whose = if *by == Who::Me { "you" } else { name };
                ui.add(Label::new(parts::text(format!("{text} ({whose})"), Size::Body, t.ink)).wrap());
            }
            if both.is_some_and(|(now, then)| now.state != then.state) {
                let state = match line.state {
                    State::Open => "Open",
                    State::Doing => "Somebody is at it",
                    State::Done => "Done",
                };
                parts::caption(ui, state);
            }
            if both.is_some_and(|(now, then)| now.kind != then.kind) {
                parts::icon_caption(ui, &kind_words(line.kind));
            }
        });
    });
}

fn pad_ui(ui: &mut Ui, back: &GoingBack) {
    let t = theme::of(ui);
    let Some((now, then)) = &back.pad else {
        let same =
            if back.lines.is_empty() { "The list and the pad look the same now." } else { "The pad stays as it is." };
        parts::caption(ui, same);
        return;
    };
    parts::heading(ui, "The pad goes with it", Size::Body, 2);
    for (side, text) in [("Now", now), ("Then", then)] {
        ui.horizontal_top(|ui| {
            before(ui, side);
            let (text, color) = if text.is_empty() { ("Empty", t.ink_faint) } else { (text.as_str(), t.ink) };
            ui.add(Label::new(parts::text(text, Size::Body, color)).wrap());
        });
    }
}
