//! Planned half hours as a calendar of one's own: no method, no organiser and no guests, so that no program that
//! opens the file writes to anybody (RFC 5545 §3.7.2, §3.8.4).

use super::{
    Export,
    vcard::{escaped, folded},
};
use crate::{
    method::{Planned, instant},
    snapshot::{Moment, PlanState},
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// Every half hour that is to come, each as one event in UTC: single dates need no zone rules.
#[must_use]
pub fn ical(export: &Export, now: Moment) -> String {
    let stamp = utc(Timestamp::from_millisecond(now.unix_ms).unwrap_or_default());
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sideways//Sideways//EN"].map(str::to_owned);
    let mut lines = head.to_vec();
    for peer in &export.peers {
        for plan in peer.plans.iter().filter(|plan| plan.state == PlanState::Planned) {
            let at = instant(&Planned { at: plan.at, zone: plan.zone.clone() }, &TimeZone::UTC);
            let end = at.checked_add(i64::from(plan.minutes).minutes()).unwrap_or(at);
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                format!("UID:{}@sideways", plan.id),
                format!("DTSTAMP:{stamp}"),
                format!("SEQUENCE:{}", plan.moves),
                format!("DTSTART:{}", utc(at)),
                format!("DTEND:{}", utc(end)),
                format!(
                    "SUMMARY:{}",
                    escaped(&format!("{} / {}, {} min catch-up", peer.name, export.me.name, plan.minutes))
                ),
                "CLASS:PRIVATE".to_owned(),
                "BEGIN:VALARM".to_owned(),
                "ACTION:DISPLAY".to_owned(),
                "DESCRIPTION:Half hour".to_owned(),
                "TRIGGER:-PT15M".to_owned(),
                "END:VALARM".to_owned(),
                "END:VEVENT".to_owned(),
            ]);
        }
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// A half hour of one's own, blocked to set up the others.
#[must_use]
pub fn block(start: Timestamp, now: Moment) -> String {
    let stamp = utc(Timestamp::from_millisecond(now.unix_ms).unwrap_or_default());
    let end = start.checked_add(30.minutes()).unwrap_or(start);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Sideways//Sideways//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:block-{}@sideways", utc(start)),
        format!("DTSTAMP:{stamp}"),
        "SEQUENCE:0".to_owned(),
        format!("DTSTART:{}", utc(start)),
        format!("DTEND:{}", utc(end)),
        "SUMMARY:Set up half hours with peers".to_owned(),
        "CLASS:PRIVATE".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
