//! What people type, and what it means. Now is Friday, 27 November 2026, nine in the morning, in Berlin.

mod fuzz;
mod rows;

use super::*;
use crate::method::Locale;

fn as_of(now: &str, locale: &str) -> AsOf {
    AsOf { now: now.parse().unwrap(), locale: Locale::of(locale) }
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// The time that is understood, or the sentence that says why none is.
fn time_of(text: &str, as_of: AsOf) -> String {
    match said_time(text, None, Facing::Ahead, as_of, &berlin()) {
        Ok(it) => it.at.strftime("%Y-%m-%dT%H:%M").to_string(),
        Err(unclear) => unclear.to_string(),
    }
}

fn day_of(text: &str, facing: Facing, as_of: AsOf) -> String {
    match said_day(text, facing, as_of) {
        Ok(it) => it.at.to_string(),
        Err(unclear) => unclear.to_string(),
    }
}
