//! Half hours that were: by date, the newest first, each with all its lines.

use super::{
    ask::{Ask, Mark, Place},
    folds::fold_ui,
    icon, mark,
    mend::{self, NEW_LINE, Thing},
    page::Page,
    parts,
    private::day_of,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, Ui, vec2};
use sideways_core::{
    method::half_hour::{Came, Slot, came_of, kept_lines},
    search::Part,
    snapshot::{Meeting, Why},
};

/// So many stand open; the ones before are a press away.
const FIRST: usize = 3;
/// Room for what a line is, before its words.
const WHAT: f32 = 120.0;
/// Narrower than this, words stand below what they are.
const NARROW: f32 = 360.0;

pub(super) fn half_hours_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let meetings = &page.peer.meetings;
    if meetings.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "Half hours", Size::Body, 2);
        parts::icon_caption(ui, &format!("{} Only on your devices", icon::LOCK));
    });
    let sought = mark::sought(ui, Part::Meeting);
    let nth = sought.and_then(|id| meetings.iter().position(|it| it.id.0 == id));
    page.state.folds.half_hours |= nth.is_some_and(|nth| nth >= FIRST);
    let all = page.state.folds.half_hours;
    let count = if all { meetings.len() } else { meetings.len().min(FIRST) };
    let mut rows = std::mem::take(&mut page.state.half_hours);
    rows.show_to(ui, count, nth, |ui, nth| {
        if let Some(meeting) = page.peer.meetings.get(nth) {
            ui.push_id(meeting.id, |ui| {
                mark::around(ui, Part::Meeting, meeting.id.0, |ui| meeting_ui(ui, page, meeting));
            });
            ui.add_space(8.0);
        }
    });
    page.state.half_hours = rows;
    fold_ui(ui, meetings.len() > FIRST, &mut page.state.folds.half_hours, "Earlier half hours");
}

fn meeting_ui(ui: &mut Ui, page: &mut Page<'_>, meeting: &Meeting) {
    mend::stands_open(ui, page, Thing::Meeting(meeting.id));
    let wide = ui.available_width() >= 420.0;
    if !wide {
        day_ui(ui, page, meeting);
        lines_ui(ui, page, meeting);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(theme::DATE_WIDTH, Size::Body.line()), |ui| {
            ui.set_min_width(theme::DATE_WIDTH);
            ui.set_max_width(theme::DATE_WIDTH);
            ui.vertical(|ui| day_ui(ui, page, meeting));
        });
        ui.vertical(|ui| lines_ui(ui, page, meeting));
    });
}

/// The day, to be pressed, and why we met.
fn day_ui(ui: &mut Ui, page: &mut Page<'_>, meeting: &Meeting) {
    let thing = Thing::Meeting(meeting.id);
    let faint = theme::of(ui).ink_faint;
    let day = day_of(page, meeting.on);
    let heard = format!("The half hour of {}", words::locale().day_of_year(meeting.on));
    if mend::words_to_press(ui, page, thing, parts::text(day, Size::Body, faint), &heard).clicked() {
        mend::begin(ui, page, thing);
    }
    if let Some(why) = meeting.why {
        parts::caption(ui, why_words(why));
    }
}

fn why_words(why: Why) -> &'static str {
    match why {
        Why::Standing => "standing",
        Why::Trouble => "trouble",
        Why::JustBecause => "just because",
        Why::InPerson => "in person",
    }
}

fn lines_ui(ui: &mut Ui, page: &mut Page<'_>, meeting: &Meeting) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut what = String::new();
    for line in kept_lines(meeting) {
        let is = words::kept(line.slot, &name);
        // Said once for those that follow each other.
        let said = if is == what { String::new() } else { is.clone() };
        what = is;
        let (shown, thing) = match line.slot {
            Slot::Words => (format!("“{}”", line.text), Thing::Line(meeting.id, line.slot)),
            slot => (line.text.to_owned(), Thing::Line(meeting.id, slot)),
        };
        row_ui(ui, &said, |ui| {
            ui.push_id(line.slot, |ui| {
                mend::words_ui(ui, page, thing, parts::text(shown, Size::Body, t.ink), line.text);
            });
        });
    }
    for came in came_of(&page.view.snapshot, meeting) {
        let (what, says) = words::came(&came);
        let (place, mark) = match came {
            Came::Promise(peer, it) => (Place::Peer(peer.id), Mark { part: Part::Promise, id: it.id.0 }),
            Came::HeadsUp(peer, it) => (Place::Peer(peer.id), Mark { part: Part::HeadsUp, id: it.id.0 }),
        };
        row_ui(ui, &what, |ui| {
            let shown = parts::text(&says, Size::Body, t.ink);
            let label = ui.add(Label::new(shown).wrap().sense(eframe::egui::Sense::click()));
            let label = mend::pressed_words(ui, label, &format!("{what}: {says}"));
            if label.on_hover_text("Press Enter or click to see it where it stands").clicked() {
                page.out.push(Ask::Show(place, mark));
            }
        });
    }
    let new = Thing::Line(meeting.id, NEW_LINE);
    if mend::stands_open(ui, page, new) {
        return;
    }
    let add = parts::quiet_small(ui, &format!("{} Line", icon::PLUS));
    let heard = format!("Add a line to the half hour of {}", words::locale().day_of_year(meeting.on));
    if add.accessible_name(heard).clicked() {
        mend::begin(ui, page, new);
    }
}

/// What a line is, and its words beside or below it.
fn row_ui(ui: &mut Ui, what: &str, add: impl FnOnce(&mut Ui)) {
    let faint = theme::of(ui).ink_faint;
    if ui.available_width() < NARROW {
        if !what.is_empty() {
            parts::caption(ui, what);
        }
        add(ui);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(WHAT, Size::Body.line()), |ui| {
            ui.set_min_width(WHAT);
            ui.set_max_width(WHAT);
            if !what.is_empty() {
                parts::short(ui, what, Size::Body, faint);
            }
        });
        ui.vertical(add);
    });
}
