//! A VTIMEZONE, line by line.

use super::when::{Clock, ZoneNames, read_list, read_one};
use crate::calendar::recur::Rule;
use crate::calendar::zones::{Definition, Observance, read_offset};
use crate::formats::content_line::Property;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A VTIMEZONE being read.
#[derive(Debug, Default)]
pub(super) struct ZonePart {
    pub(super) name: String,
    pub(super) definition: Definition,
    open: Option<Part>,
}

#[derive(Debug, Default)]
struct Part {
    start: Option<DateTime>,
    from: Option<Offset>,
    to: Option<Offset>,
    rule: Option<String>,
    dates: Vec<DateTime>,
}

/// Parts of one zone that are kept, and days each began on.
const MAX_PARTS: usize = 200;
const MAX_PART_DATES: usize = 200;

impl ZonePart {
    pub(super) fn begin(&mut self) {
        self.open = Some(Part::default());
    }

    /// Closes a STANDARD or DAYLIGHT; one that can't be read is left out.
    pub(super) fn end(&mut self) {
        let Some(part) = self.open.take() else { return };
        let (Some(start), Some(from), Some(to)) = (part.start, part.from, part.to) else { return };
        if self.definition.observances.len() >= MAX_PARTS {
            return;
        }
        let rule = match part.rule.map(|rule| Rule::parse(&rule, start)).transpose() {
            Ok(rule) => rule,
            Err(_) => return,
        };
        self.definition.observances.push(Observance { start, from, to, rule, dates: part.dates });
    }

    pub(super) fn take(&mut self, property: &Property<'_>) {
        let Some(part) = &mut self.open else {
            if property.is("TZID") {
                self.name = super::party::cut(property.value.trim(), 250).to_owned();
            } else if property.is("X-LIC-LOCATION") {
                self.definition.location = Some(super::party::cut(property.value.trim(), 64).to_owned());
            }
            return;
        };
        // Times in here are by the offset before, whatever they say, so their clocks don't matter.
        let mut names = ZoneNames::default();
        match property.header.name.to_ascii_uppercase().as_str() {
            "DTSTART" => part.start = read_one(property, &mut names).map(|when| when.wall),
            "TZOFFSETFROM" => part.from = read_offset(property.value),
            "TZOFFSETTO" => part.to = read_offset(property.value),
            "RRULE" if property.value.trim().is_empty() => {}
            "RRULE" => part.rule = Some(super::party::cut(property.value, 1_000).to_owned()),
            "RDATE" => {
                let mut dates = Vec::new();
                read_list(property, MAX_PART_DATES.saturating_sub(part.dates.len()), &mut names, &mut dates);
                let from = part.from.unwrap_or(Offset::UTC);
                part.dates.extend(dates.iter().map(|when| match when.clock {
                    Clock::Utc => Offset::UTC.to_timestamp(when.wall).map_or(when.wall, |at| from.to_datetime(at)),
                    _ => when.wall,
                }));
            }
            _ => {}
        }
    }
}
