//! What a check found, in a sentence or two.

use super::check::{Report, Rhythm, Standing};
use crate::method::AsOf;
use jiff::civil::Date;

/// As many as the method asks for.
pub const THREE: usize = 3;

/// How many are missing to the three that the method asks for.
#[must_use]
pub fn missing(report: &Report) -> usize {
    THREE.saturating_sub(report.standing.len())
}

/// The answer, and what could be done.
#[must_use]
pub fn sentences(report: &Report, as_of: impl Into<AsOf>) -> Vec<String> {
    let as_of = as_of.into();
    let mut said = Vec::new();
    if report.no_guests_in_file {
        said.push("This calendar was exported without guests, so I looked at titles only.".to_owned());
    }
    if let [first, more @ ..] = report.unknown_zones.as_slice() {
        let (them, their) = if more.is_empty() { ("a time zone", "Its") } else { ("time zones", "Their") };
        said.push(format!(
            "This file names {them} that I don’t know, like “{}”. {their} times are read on the clock here.",
            shown(first)
        ));
    }
    let names: Vec<String> = report.standing.iter().map(|it| named(it, as_of)).collect();
    let found = match names.as_slice() {
        [] => {
            said.push(
                "No standing 1-on-1s outside your team in this file. Block 30 minutes this week to set up three?"
                    .to_owned(),
            );
            return said;
        }
        [one] => format!("You have 1 standing 1-on-1: {one}."),
        [rest @ .., last] => format!("You have {} standing 1-on-1s: {} and {last}.", names.len(), rest.join(", ")),
    };
    let next = match missing(report) {
        0 => "",
        1 => " The method asks for three, outside your team. Block 30 minutes this week to set up the third?",
        _ => " The method asks for three, outside your team. Block 30 minutes this week to set up the others?",
    };
    said.push(format!("{found}{next}"));
    for drifting in &report.drifting {
        let name = &drifting.who.name;
        said.push(format!(
            "The last two with {name} fell through. The next is on {}.",
            day(drifting.next.date(), as_of)
        ));
    }
    said
}

fn shown(zone: &str) -> String {
    crate::formats::names::line(zone, 60)
}

fn named(it: &Standing, as_of: AsOf) -> String {
    let every = every(it.every);
    format!("{} ({every}, next on {})", it.who.name, day(it.next.date(), as_of))
}

/// A rhythm as people say it.
#[must_use]
pub fn every(rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Fortnightly => "every 2 weeks".to_owned(),
        Rhythm::Monthly => "monthly".to_owned(),
        Rhythm::Quarterly => "quarterly".to_owned(),
        Rhythm::Weeks(1) => "weekly".to_owned(),
        Rhythm::Weeks(weeks) => format!("every {weeks} weeks"),
        Rhythm::Rarer => "now and then".to_owned(),
    }
}

fn day(on: Date, as_of: AsOf) -> String {
    if on.year() == as_of.today().year() { as_of.locale.day(on) } else { as_of.locale.day_of_year(on) }
}
