//! Writes 200 seeded series into a folder, each as my copy and as an invitation, and beside them `expected.json`: when
//! each half hour of the first two years really starts. Other programs then read the files and must come to the same.
//!
//! What is expected is worked out by walking through the days one by one, not by the rule that the files say.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, date, time},
};
use serde_json::{Map, Value, json};
use sideways_core::{
    calendar::invite::{Change, Mail, Person, Series, Zone, end, invitation, move_one, my_copy, skip_one},
    snapshot::Every,
};
use std::{collections::BTreeMap, error::Error, fs, path::Path};

const SERIES: u64 = 200;
const ZONES: [&str; 17] = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Pacific/Auckland",
    "America/Nuuk",
    "Asia/Tehran",
    "Pacific/Chatham",
    "Europe/Dublin",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "America/Santiago",
];
/// Names as they come, each with how a calendar shows it.
const NAMES: [(&str, &str); 8] = [
    ("Dana", "Dana"),
    ("Zoë Ångström-Ñuñez", "Zoë Ångström-Ñuñez"),
    ("Kim, Alex; \\ Ops", "Kim, Alex; \\ Ops"),
    ("two\r\nlines\u{2028}or three", "two lines or three"),
    ("佐藤さくら佐藤さくら佐藤さくら佐藤さくら佐藤さくら", "佐藤さくら佐藤さくら佐藤さくら佐藤さくら佐藤さくら"),
    ("Ada\u{202E}\u{7} Lovelace", "Ada Lovelace"),
    ("👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀", "👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀"),
    ("Robert:=\"Bob\"", "Robert:=\"Bob\""),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("Say which folder to write into.")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut expected = Map::new();
    for seed in 0..SERIES {
        let (series, shown) = series(seed)?;
        let (from, to) = (series.first.date().checked_sub(31.days())?, series.first.date().checked_add(2.years())?);
        let starts: Vec<String> = starts(&series, from, to)?.iter().map(Timestamp::to_string).collect();
        let stamp = Timestamp::from_second(1_768_000_000)?;
        let (from, to) = (format!("{from}T00:00:00Z"), format!("{to}T00:00:00Z"));
        let mut about = json!({
            "uid": series.uid, "zone": series.zone.name(), "from": from, "to": to,
            "title": shown.title, "cn": shown.cn, "starts": starts,
        });
        let name = format!("{seed:03}-invitation.ics");
        fs::write(folder.join(&name), invitation(&series, stamp)?)?;
        expected.insert(name, about.clone());
        // A calendar that has the series as it was gets the file as it is now.
        if series.sequence > 0 {
            let before = Series { changes: BTreeMap::new(), ended: None, sequence: 0, ..series.clone() };
            let name = format!("{seed:03}-before.ics");
            fs::write(folder.join(&name), my_copy(&before, stamp))?;
            about.as_object_mut().ok_or("not an object")?.insert("before".to_owned(), name.into());
        }
        let name = format!("{seed:03}-mine.ics");
        fs::write(folder.join(&name), my_copy(&series, stamp))?;
        expected.insert(name, about);
    }
    fs::write(folder.join("expected.json"), serde_json::to_string_pretty(&Value::Object(expected))?)?;
    Ok(())
}

struct Shown {
    title: String,
    cn: String,
}

fn series(seed: u64) -> Result<(Series, Shown), Box<dyn Error>> {
    let mut dice = Dice(seed);
    let zone = *ZONES.get(seed as usize % ZONES.len()).ok_or("no zone")?;
    let (name, shown) = *dice.one_of(&NAMES).ok_or("no name")?;
    let first = date(2024, 1, 1).checked_add(dice.below(2_400).days())?;
    let every = match dice.below(4) {
        0 => Every::Quarter,
        1 => Every::Weeks(1 + dice.below(9) as u8),
        _ => Every::Month,
    };
    let first = first.to_datetime(time(7 + dice.below(12) as i8, 15 * dice.below(4) as i8, 0, 0));
    let minutes = if dice.below(5) == 0 { 15 } else { 30 };
    let mut series = Series {
        uid: format!("{seed:032x}-mine"),
        invite_uid: format!("{seed:032x}-invitation"),
        sequence: 0,
        first,
        zone: Zone::named(zone)?,
        minutes,
        every,
        me: Person { name: "Alex".to_owned(), mail: Some(Mail::parse("alex@example.com")?) },
        peer: Person { name: name.to_owned(), mail: Some(Mail::parse("o'brien+1on1@example.org")?) },
        changes: BTreeMap::new(),
        ended: None,
    };
    if seed % 2 == 1 {
        change(&mut series, &mut dice)?;
    }
    let shown = Shown { title: format!("{shown} / Alex, {minutes} min catch-up"), cn: shown.replace('"', "'") };
    Ok((series, shown))
}

/// A few dates are moved or skipped, the first perhaps among them, and some series end.
fn change(series: &mut Series, dice: &mut Dice) -> Result<(), Box<dyn Error>> {
    let stamp = Timestamp::UNIX_EPOCH;
    let until = series.first.date().checked_add(20.months())?;
    let mut dates = walk(series.first.date(), series.every, until)?;
    for _ in 0..=dice.below(3) {
        let Some(day) = dates.get(dice.below(dates.len() as i64) as usize).copied() else { break };
        dates.retain(|date| *date != day);
        let original = day.to_datetime(series.first.time());
        let files = if dice.below(2) == 0 {
            skip_one(series, original, stamp)?
        } else {
            let days = dice.below(20) - 10;
            move_one(series, original, original.checked_add(days.days().minutes(15 * dice.below(8)))?, stamp)?
        };
        *series = files.series;
    }
    if dice.below(4) == 0 {
        let after = series.first.checked_add((100 + dice.below(400)).days())?;
        *series = end(series, after, stamp)?.series;
    }
    Ok(())
}

/// The starts, moved and skipped as they were, between two days in UTC.
fn starts(series: &Series, from: Date, to: Date) -> Result<Vec<Timestamp>, Box<dyn Error>> {
    let mut walls: Vec<DateTime> = Vec::new();
    for day in walk(series.first.date(), series.every, to)? {
        let start = day.to_datetime(series.first.time());
        if series.ended.is_some_and(|end| start >= end) {
            continue;
        }
        match series.changes.get(&start) {
            Some(Change::Skipped) => {}
            Some(Change::MovedTo(other)) => walls.push(*other),
            None => walls.push(start),
        }
    }
    let mut starts = Vec::new();
    for wall in walls {
        starts.push(wall.in_tz(series.zone.name())?.timestamp());
    }
    let (from, to) = (from.in_tz("UTC")?.timestamp(), to.in_tz("UTC")?.timestamp());
    starts.retain(|start| (from..to).contains(start));
    starts.sort_unstable();
    Ok(starts)
}

/// Day by day: the dates of a rhythm, told from lists of weekdays.
fn walk(first: Date, every: Every, to: Date) -> Result<Vec<Date>, Box<dyn Error>> {
    let mut dates = Vec::new();
    if let Every::Weeks(weeks) = every {
        let mut day = first;
        while day <= to {
            dates.push(day);
            for _ in 0..7 * u32::from(weeks) {
                day = day.tomorrow()?;
            }
        }
        return Ok(dates);
    }
    let place = same_weekdays(first)?.iter().position(|day| *day == first).ok_or("not in its own month")?;
    let mut month = first.first_of_month();
    let mut nth = 0;
    while month <= to {
        if nth % 3 == 0 || every == Every::Month {
            let days: Vec<Date> = same_weekdays_as(first, month)?;
            // The fifth is the last.
            dates.extend(if place == 4 { days.last() } else { days.get(place) });
        }
        nth += 1;
        month = month.last_of_month().tomorrow()?;
    }
    Ok(dates)
}

fn same_weekdays(day: Date) -> Result<Vec<Date>, jiff::Error> {
    same_weekdays_as(day, day.first_of_month())
}

fn same_weekdays_as(model: Date, month: Date) -> Result<Vec<Date>, jiff::Error> {
    let mut days = Vec::new();
    let mut day = month;
    while day.month() == month.month() {
        if day.weekday() == model.weekday() {
            days.push(day);
        }
        day = day.tomorrow()?;
    }
    Ok(days)
}

/// Throws the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1).unsigned_abs()) as i64
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len() as i64) as usize)
    }
}
