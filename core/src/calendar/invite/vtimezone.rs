//! A zone for programs that don't know it, or know it from another year.

use super::Zone;
use super::event::wall;
use super::onset::{YEARS_AFTER, onsets};
use super::yearly::{Observance, observances};
use jiff::{civil::DateTime, tz::Offset};

/// The lines of a VTIMEZONE that holds from a date on.
pub(super) fn vtimezone(zone: &Zone, first: DateTime) -> Vec<String> {
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", zone.name())];
    for observance in observances(onsets(zone, first), first.year().saturating_add(YEARS_AFTER)) {
        lines.extend(part(&observance));
    }
    lines.push("END:VTIMEZONE".to_owned());
    lines
}

fn part(Observance { onset, rule }: &Observance) -> Vec<String> {
    let kind = if onset.daylight { "DAYLIGHT" } else { "STANDARD" };
    let mut lines = vec![
        format!("BEGIN:{kind}"),
        format!("DTSTART:{}", wall(onset.wall)),
        format!("TZOFFSETFROM:{}", offset(onset.from)),
        format!("TZOFFSETTO:{}", offset(onset.to)),
        format!("TZNAME:{}", onset.name),
    ];
    lines.extend(rule.iter().map(|rule| format!("RRULE:{rule}")));
    lines.push(format!("END:{kind}"));
    lines
}

/// `+0530`; with seconds only where there are any.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{seconds:02}")
    }
}
