//! Days, times and zones as they are typed. What was understood is said beside the output, where it wasn't written as
//! scripts write it, or where there is a word to say about it.

use super::{
    call::clock,
    out::{aside, failure},
};
use crate::{desk::Failure, words};
use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use sideways_core::method::{Facing, Unclear, Understood, said_day, said_time};
use sideways_core::snapshot::Snapshot;

const DAY: &str = "write it like 2026-12-03 (YYYY-MM-DD), “3 Dec” or “next Tuesday”";
const TIME: &str = "write it like 2026-12-03T10:00 (YYYY-MM-DDTHH:MM), “3 Dec 2pm” or “next Tuesday at 14:00”";

/// Today, here.
pub(crate) fn today() -> Date {
    clock().date()
}

/// A day that is to come, as typed.
pub(crate) fn day(typed: &str) -> Result<Date, Failure> {
    heard(typed, said_day(typed, Facing::Ahead, words::as_of(clock().datetime())), DAY)
}

/// A day on which something happened, as typed; today if nothing is.
pub(crate) fn past_day(typed: Option<&str>) -> Result<Date, Failure> {
    let Some(typed) = typed else { return Ok(today()) };
    heard(typed, said_day(typed, Facing::Back, words::as_of(clock().datetime())), DAY)
}

/// A time that is to come, as typed, on the clock of a zone; with the usual time where only a day is.
pub(crate) fn time(typed: &str, usual: Option<Time>, zone: &str) -> Result<DateTime, Failure> {
    let zone = known(zone)?;
    let now = words::as_of(clock().with_time_zone(zone.clone()).datetime());
    heard(typed, said_time(typed, usual, Facing::Ahead, now, &zone), TIME)
}

/// A time that has been, as typed, on the clock here.
pub(crate) fn past_time(typed: &str) -> Result<DateTime, Failure> {
    let now = clock();
    let said = said_time(typed, None, Facing::Back, words::as_of(now.datetime()), now.time_zone());
    heard(typed, said, TIME)
}

/// The zone that was named, or this computer’s, or the one that was named in the window once. One that has no name is asked for: a calendar would be told another
/// time than the one that was meant.
pub(crate) fn zone(named: Option<&str>, snapshot: &Snapshot) -> Result<String, Failure> {
    match named {
        Some(named) => Ok(known(named)?.iana_name().unwrap_or(named).to_owned()),
        None => words::zone_name(&words::zone_here(clock().time_zone().clone(), snapshot)).ok_or_else(|| {
            failure(
                "this computer doesn’t say by name which time zone it is in",
                Some("name it with --zone, like --zone Europe/Paris"),
            )
        }),
    }
}

fn known(zone: &str) -> Result<TimeZone, Failure> {
    TimeZone::get(zone).ok().filter(|zone| !zone.is_unknown()).ok_or_else(|| {
        failure(format!("there is no time zone {zone:?}"), Some("name one like Europe/Paris or America/New_York"))
    })
}

fn heard<T>(typed: &str, said: Result<Understood<T>, Unclear>, hint: &str) -> Result<T, Failure> {
    let said = said.map_err(|unclear| failure(unclear.to_string(), Some(hint)))?;
    let as_scripts_do = typed.trim().get(..5).is_some_and(|year| year.ends_with('-'));
    match &said.word {
        Some(word) if as_scripts_do => aside(word),
        _ if as_scripts_do => {}
        _ => aside(&said.sentence()),
    }
    Ok(said.at)
}
