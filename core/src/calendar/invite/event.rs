//! One VEVENT.

use super::{Change, Mail, Series};
use crate::export::escaped;
use jiff::{Timestamp, ToSpan, civil::DateTime};

/// Who a file is for, and what it does there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Audience<'a> {
    /// My own calendar.
    Me,
    /// The peer, who is asked to come.
    Invited(Pair<'a>),
    /// The peer, who needn't come.
    Excused(Pair<'a>),
}

/// Both addresses, which only an invitation needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) me: &'a Mail,
    pub(super) peer: &'a Mail,
}

/// How much of the series an event stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The one that would start at the first time, and starts at the second.
    One(DateTime, DateTime),
}

impl Audience<'_> {
    pub(super) fn method(self) -> Option<&'static str> {
        match self {
            Self::Me => None,
            Self::Invited(_) => Some("REQUEST"),
            Self::Excused(_) => Some("CANCEL"),
        }
    }
}

/// The lines of one event, not folded yet.
pub(super) fn event(series: &Series, part: Part, audience: Audience<'_>, stamp: Timestamp) -> Vec<String> {
    let uid = if matches!(audience, Audience::Me) { &series.uid } else { &series.invite_uid };
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(uid)),
        format!("DTSTAMP:{}", utc(stamp)),
        format!("SEQUENCE:{}", series.sequence),
    ];
    let start = match part {
        Part::Whole => series.first,
        Part::One(original, start) => {
            lines.push(local(series, "RECURRENCE-ID", original));
            start
        }
    };
    lines.push(local(series, "DTSTART", start));
    lines.push(local(series, "DTEND", series.end_of(start)));
    if matches!(part, Part::Whole) {
        lines.extend(repetition(series, audience));
    }
    lines.push(format!("SUMMARY:{}", escaped(&series.title())));
    lines.push(format!("DESCRIPTION:{}", escaped(&super::text::description())));
    match audience {
        Audience::Me if series.never_was() => lines.extend(["CLASS:PRIVATE".to_owned(), "STATUS:CANCELLED".to_owned()]),
        Audience::Me => lines.extend(
            [
                "CLASS:PRIVATE",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:Half hour",
                "TRIGGER:-PT15M",
                "END:VALARM",
            ]
            .map(str::to_owned),
        ),
        Audience::Invited(pair) => {
            lines.extend(people(series, pair, ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE", ";PARTSTAT=ACCEPTED;RSVP=FALSE"));
        }
        Audience::Excused(pair) => {
            lines.extend(people(series, pair, "", ""));
            lines.push("STATUS:CANCELLED".to_owned());
        }
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// The rule and the dates it leaves out.
///
/// A series that ended goes on as a rule with an end (UNTIL), and isn't marked as cancelled: the half hours that were
/// stay in my calendar as they were, and every program that puts the file in the place of the older one shows no later
/// one. STATUS:CANCELLED would do less: khal goes on listing every date of such a series, marked as cancelled, those
/// that took place among them. It's used where there is nothing to keep, in a series that was ended before it began.
fn repetition(series: &Series, audience: Audience<'_>) -> Vec<String> {
    // What is cancelled is the series as the peer has it, without an end.
    if matches!(audience, Audience::Excused(_)) {
        return vec![format!("RRULE:{}", series.rule())];
    }
    if series.never_was() {
        return Vec::new();
    }
    let until = series.ended.map(|end| series.zone.moment(end.checked_sub(1.second()).unwrap_or(end)));
    // In UTC, since the start has a zone (RFC 5545 §3.3.10).
    let until = until.map(|last| format!(";UNTIL={}", utc(last))).unwrap_or_default();
    let mut lines = vec![format!("RRULE:{}{until}", series.rule())];
    let skipped = series.changes.iter().filter(|(_, change)| **change == Change::Skipped);
    lines.extend(skipped.map(|(original, _)| local(series, "EXDATE", *original)));
    lines
}

fn people(series: &Series, pair: Pair<'_>, theirs: &str, mine: &str) -> [String; 3] {
    let attendee = |cn: String, state: &str, mail: &Mail| {
        format!("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{state}{cn}:{}", mail.uri())
    };
    [
        format!("ORGANIZER{}:{}", series.me.cn(), pair.me.uri()),
        attendee(series.peer.cn(), theirs, pair.peer),
        attendee(series.me.cn(), mine, pair.me),
    ]
}

/// A time on the series' own clock: never UTC, which would move with summer time, and never without a zone.
fn local(series: &Series, name: &str, at: DateTime) -> String {
    format!("{name};TZID={}:{}", series.zone.name(), wall(at))
}

pub(super) fn wall(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

pub(super) fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
