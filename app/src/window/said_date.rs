//! Fields for a day, or for a day and time, as people say them. Under the field stands what was understood, or what
//! isn't clear; beside it a small month to pick from.

use super::{
    ask::Ask,
    month, parts,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Id, Label, Response, Ui};
use jiff::{
    Zoned,
    civil::{Date, DateTime, Time, time},
    tz::TimeZone,
};
use sideways_core::{
    method::{self, Facing, Unclear, Understood},
    snapshot::{Moment, PeerView},
};

/// The hour that is put forward where nothing says another.
pub(super) const TEN: Time = time(10, 0, 0, 0);
/// What the field shows while it is empty.
pub(super) const DAY: &str = "3 December, next Friday …";
pub(super) const TIME: &str = "next Tuesday at 14:00";

/// What was made of a text.
pub(super) type Read<T> = Result<Understood<T>, Unclear>;

/// Now, on the clock of a zone, and how times there are said.
pub(super) struct WallClock<'a> {
    pub(super) now: Zoned,
    /// The zone that times are meant in.
    pub(super) zone: String,
    /// The one of this computer.
    pub(super) here: &'a TimeZone,
}

impl<'a> WallClock<'a> {
    /// The clock on which a half hour with a peer is planned: that of the one that is planned, or the one here.
    /// Nothing where this computer doesn't say the name of its zone.
    pub(super) fn with(peer: &PeerView, now: Moment, here: &'a TimeZone) -> Option<Self> {
        let planned = method::open_plan(peer).map(|plan| plan.zone.clone());
        Self::of(planned.or_else(|| words::zone_name(here))?, now, here)
    }

    /// The clock of a zone.
    pub(super) fn of(zone: String, now: Moment, here: &'a TimeZone) -> Option<Self> {
        let there = TimeZone::get(&zone).ok().filter(|zone| !zone.is_unknown())?;
        Some(Self { now: now.zoned(&there), zone, here })
    }

    /// A time that is to come.
    pub(super) fn read(&self, text: &str, usual: Option<Time>) -> Read<DateTime> {
        method::said_time(text, usual, Facing::Ahead, words::as_of(self.now.datetime()), self.now.time_zone())
    }

    /// What was understood, by the clock here as well where that is another one.
    pub(super) fn says(&self, read: &Read<DateTime>) -> String {
        match read {
            Ok(it) => {
                let mine = method::local(&method::Planned { at: it.at, zone: self.zone.clone() }, self.here);
                let both = if mine == it.at {
                    it.says.clone()
                } else {
                    format!("{}.", words::planned(it.at, &self.zone, self.here))
                };
                it.word.as_ref().map_or_else(|| both.clone(), |word| format!("{both} {word}"))
            }
            Err(unclear) => unclear.to_string(),
        }
    }
}

/// A day that is to come.
pub(super) fn read_day(text: &str, today: Date) -> Read<Date> {
    method::said_day(text, Facing::Ahead, words::as_of(today))
}

/// A field for a day, and a month to pick it from.
pub(super) fn day_field(ui: &mut Ui, text: &mut String, today: Date, width: f32) -> Response {
    let field = parts::bare_field(ui, text, DAY, width - month::BUTTON);
    let chosen = read_day(text, today).ok().map(|it| it.at);
    if let Some(day) = month::month_button(ui, chosen, today) {
        *text = words::locale().day_of_year(day);
    }
    field
}

/// A field for a day and time, and a month to pick the day from; its hour stays.
pub(super) fn time_field(ui: &mut Ui, text: &mut String, clock: &WallClock<'_>, usual: Time, width: f32) -> Response {
    let field = parts::bare_field(ui, text, TIME, width - month::BUTTON);
    let chosen = clock.read(text, Some(usual)).ok().map(|it| it.at);
    if let Some(day) = month::month_button(ui, chosen.map(DateTime::date), clock.now.date()) {
        *text = in_field(day.to_datetime(chosen.map_or(usual, DateTime::time)));
    }
    field
}

/// A time as it stands in a field.
pub(super) fn in_field(at: DateTime) -> String {
    format!("{} {}", words::locale().day_of_year(at.date()), words::locale().time(at.time()))
}

/// A day as it stands in a field.
pub(super) fn day_in_field(on: Date) -> String {
    words::locale().day_of_year(on)
}

/// What was understood of a field, or what isn't clear.
pub(super) fn heard(ui: &mut Ui, says: &str) {
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(says, Size::Caption, soft)).wrap());
}

/// Asks for the time zone, where this computer doesn't say its name: a calendar would be told another time.
pub(super) fn zone_ui(ui: &mut Ui, out: &mut Vec<Ask>) {
    let id = Id::unique("time zone");
    let mut typed = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    let label = "This computer doesn’t say which time zone it is in. Name it, like Europe/Berlin";
    parts::field(ui, label, &mut typed, "Europe/Berlin", 220.0);
    let zone = TimeZone::get(typed.trim()).ok().filter(|zone| words::zone_name(zone).is_some());
    match zone {
        Some(zone) => {
            if parts::secondary(ui, "That is my zone").clicked() {
                out.push(Ask::Zone(zone));
            }
        }
        None if typed.trim().is_empty() => {}
        None => heard(ui, "There is no time zone of that name."),
    }
    ui.data_mut(|data| data.insert_temp(id, typed));
}
