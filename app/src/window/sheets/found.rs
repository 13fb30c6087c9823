//! A calendar: which standing 1-on-1s are in it, and which of them to keep.

use super::Around;
use crate::{
    desk::View,
    files::{self, HOURS, MyMails, Work},
    window::{
        ask::Ask,
        parts, said_date,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Key, Label, Ui};
use jiff::civil::DateTime;
use sideways_core::{
    calendar::{
        block::{Days, WorkingHours, free_slot},
        check::{Person, Report, Rhythm},
        says,
    },
    command::{Command, MethodCommand},
    export, method,
};
use std::path::PathBuf;

/// What a calendar holds.
#[derive(Debug)]
pub(in crate::window) struct FoundSheet {
    file: PathBuf,
    report: Report,
    rows: Vec<Row>,
    mail: String,
}

/// Somebody who was found, and whether to keep them.
#[derive(Debug)]
struct Row {
    who: Option<Person>,
    every: Option<Rhythm>,
    next: Option<DateTime>,
    minutes: u32,
    /// Why it isn't certain, or what keeping it would change.
    about: String,
    ticked: bool,
    department: String,
    /// They are a peer already, so nobody asks for their department.
    known: bool,
}

impl FoundSheet {
    pub(super) fn new(file: PathBuf, report: Report, view: &View) -> Self {
        let standing = report.standing.iter().map(|it| {
            let (who, every, next) = (Some(it.who.clone()), Some(it.every), Some(it.next));
            row(view, who, every, next, it.minutes, String::new())
        });
        let maybe = report.maybe.iter().map(|it| {
            let of = &it.series;
            let about = format!("{} {}", of.title, it.why);
            Row { ticked: false, ..row(view, of.who.clone(), of.every, of.next, of.minutes, about) }
        });
        let rows = standing.chain(maybe).collect();
        Self { file, report, rows, mail: String::new() }
    }

    /// When I am busy in the coming two weeks; for finding a free half hour later, and never written down.
    pub(in crate::window) fn busy(&self) -> &[(jiff::Timestamp, jiff::Timestamp)] {
        &self.report.busy
    }
}

/// A row, with what keeping it would change for somebody who is here.
fn row(
    view: &View,
    who: Option<Person>,
    every: Option<Rhythm>,
    next: Option<DateTime>,
    minutes: u32,
    about: String,
) -> Row {
    let known = who.as_ref().and_then(|who| files::keep(view, who, every, "").1);
    let mut row = Row {
        ticked: who.is_some(),
        known: known.is_some(),
        department: String::new(),
        who,
        every,
        next,
        minutes,
        about,
    };
    if let Some(peer) = known {
        let planned = method::open_plan(&peer).map(|plan| plan.at);
        let same_rhythm = every.and_then(files::every).is_none_or(|every| peer.every == Some(every));
        match (planned, row.next) {
            (Some(at), Some(next)) if at == next && same_rhythm => {
                row.ticked = false;
                row.about = "here already, with this date".to_owned();
            }
            (Some(at), Some(next)) if at != next => {
                row.about = format!("here already; moves from {}", words::day_and_time(at));
            }
            _ => row.about = "here already".to_owned(),
        }
    }
    row
}

pub(super) fn found_ui(ui: &mut Ui, sheet: &mut FoundSheet, around: &mut Around<'_>) {
    let t = theme::of(ui);
    parts::heading(ui, "Your calendar", Size::Heading, 1);
    for says in says::sentences(&sheet.report, words::as_of(around.now.date())) {
        ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
    }
    for ended in sheet.report.ended.iter().take(5) {
        let says = format!("You used to meet {}, last on {}.", ended.who.name, words::date(ended.last));
        parts::caption(ui, says);
    }
    ui.add_space(4.0);
    for (nth, row) in sheet.rows.iter_mut().enumerate() {
        ui.push_id(nth, |ui| row_ui(ui, row));
    }
    who_am_i_ui(ui, sheet, around);
    if sheet.report.skipped > 0 {
        parts::caption(ui, words::left_out(sheet.report.skipped as usize));
    }
    ui.add_space(8.0);
    let ready = sheet.rows.iter().filter(|row| row.ticked).all(|row| row.known || !row.department.trim().is_empty());
    let any = sheet.rows.iter().any(|row| row.ticked);
    // Their next dates are kept with the zone they were read in.
    let zone = words::zone_name(around.now.time_zone());
    if zone.is_none() {
        said_date::zone_ui(ui, around.out);
    }
    ui.horizontal_wrapped(|ui| {
        if any
            && let Some(zone) = &zone
            && parts::primary(ui, "Keep what is ticked").clicked()
            && ready
        {
            around.out.push(keep(sheet, zone, around));
            around.out.push(Ask::Open(None));
        }
        if says::missing(&sheet.report) > 0 && parts::secondary(ui, "Block 30 minutes this week").clicked() {
            block(sheet, around);
        }
        if parts::calm(ui, "Close").clicked() {
            around.out.push(Ask::Open(None));
        }
    });
    if any && !ready {
        parts::caption(ui, "Say which department each of them is in.");
    }
    parts::caption(
        ui,
        "Only what is ticked is kept, never the file. When you are busy in the coming two weeks is remembered until Sideways is closed, to offer free times.",
    );
}

fn row_ui(ui: &mut Ui, row: &mut Row) {
    let t = theme::of(ui);
    let name = row.who.as_ref().map_or_else(|| "No name".to_owned(), |who| words::visible(&who.name));
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(row.who.is_some(), |ui| ui.checkbox(&mut row.ticked, &name));
        let mut about = Vec::new();
        about.extend(row.every.map(says::every));
        about.extend(row.next.map(|next| format!("next on {}", words::day_and_time(next))));
        about.extend((!row.about.is_empty()).then(|| row.about.clone()));
        ui.add(Label::new(parts::text(about.join(", "), Size::Caption, t.ink_faint)).wrap());
    });
    if row.ticked && !row.known {
        let hint = "Finance, IT, Operations …";
        let field = parts::bare_field(ui, &mut row.department, hint, 260.0);
        field.accessible_name(format!("{name}’s department"));
    }
}

/// Which address is mine, where that had to be guessed.
fn who_am_i_ui(ui: &mut Ui, sheet: &mut FoundSheet, around: &mut Around<'_>) {
    let [guessed, ..] = sheet.report.guessed_me.as_slice() else { return };
    let says = if sheet.report.guessed_me.len() == 1 {
        format!("I took {guessed} for you. If that is wrong, say which address is yours:")
    } else {
        "Which address is yours?".to_owned()
    };
    ui.add_space(4.0);
    parts::caption(ui, says);
    ui.horizontal_wrapped(|ui| {
        let field = parts::bare_field(ui, &mut sheet.mail, "alex@example.com", 260.0).accessible_name("Your address");
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (parts::secondary(ui, "Look again").clicked() || enter) && !sheet.mail.trim().is_empty() {
            let mail = sheet.mail.trim().to_owned();
            around.out.push(Ask::Work(Work::Check(sheet.file.clone(), MyMails::Said(vec![mail]))));
        }
    });
}

/// Everybody who is ticked, and their next dates.
fn keep(sheet: &FoundSheet, zone: &str, around: &Around<'_>) -> Ask {
    let (mut commands, mut later) = (Vec::new(), Vec::new());
    for row in sheet.rows.iter().filter(|row| row.ticked) {
        let Some(who) = &row.who else { continue };
        let (command, known) = files::keep(around.view, who, row.every, &row.department);
        let minutes = u16::try_from(row.minutes).unwrap_or(30);
        match (known, row.next) {
            (Some(peer), Some(at)) => {
                commands.push(command);
                commands.push(Command::Method(MethodCommand::Plan {
                    peer: peer.id,
                    at,
                    zone: zone.to_owned(),
                    minutes,
                }));
            }
            (_, next) => {
                later.push((commands.len(), next.map(|at| (at, zone.to_owned(), minutes))));
                commands.push(command);
            }
        }
    }
    Ask::KeepFound { command: Command::Together(commands), later }
}

/// A half hour of my own this week, or the next, opened with the system's calendar program.
fn block(sheet: &FoundSheet, around: &mut Around<'_>) {
    let hours = WorkingHours { from: HOURS.0, to: HOURS.1, days: Days::MONDAY_TO_FRIDAY };
    let now = around.now;
    let free = |week: jiff::civil::Date| {
        let week = (week, words::locale().week_starts());
        free_slot(&sheet.report.busy, week, now.timestamp(), 30, hours, now.time_zone())
    };
    let at = free(now.date()).or_else(|| free(now.date().saturating_add(jiff::Span::new().weeks(1))));
    let start = at.and_then(|at| at.to_zoned(now.time_zone().clone()).ok());
    match start {
        Some(start) => {
            let moment = sideways_core::snapshot::Moment { unix_ms: now.timestamp().as_millisecond() };
            let text = export::block(start.timestamp(), moment);
            let says = format!("{}: 30 minutes to set up your half hours.", words::day_and_time(start.datetime()));
            around.out.push(Ask::Say(says.into()));
            around.out.push(Ask::Work(Work::Show("block.ics".to_owned(), text.into_bytes())));
        }
        None => around.out.push(Ask::Say("There is no free half hour in the working hours of two weeks.".into())),
    }
}
