//! Finds the events and zones in a stream of lines.

use super::build::EventPart;
use super::when::ZoneNames;
use super::zone_part::ZonePart;
use super::{Broken, Event, MAX_DEPTH};
use crate::calendar::zones::Zones;
use crate::formats::content_line::{Blanks, Lines, Property};
use std::io::{self, BufRead};

/// Reads a file's events one at a time, and its zones on the way.
#[derive(Debug)]
pub struct Events<R> {
    lines: Lines<R>,
    event: Option<EventPart>,
    zone: Option<ZonePart>,
    /// The zones the file has defined so far.
    pub zones: Zones,
    /// The zones its times have named so far.
    pub names: ZoneNames,
    /// Whether anything said that this is a calendar.
    pub is_calendar: bool,
    /// What the calendar calls itself; Google puts the owner's address there.
    pub calendar_name: Option<String>,
    called_off: bool,
}

impl<R: BufRead> Events<R> {
    /// Starts reading a file.
    pub fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input, Blanks::Dropped),
            event: None,
            zone: None,
            zones: Zones::default(),
            names: ZoneNames::default(),
            is_calendar: false,
            calendar_name: None,
            called_off: false,
        }
    }

    /// The next event, whole or broken; `None` at the end of the file.
    ///
    /// Only the events' own boundaries are trusted: an alarm that isn't closed ends with its event, and an event that
    /// isn't closed ends where the next one begins.
    pub fn next_event(&mut self) -> io::Result<Option<Result<Event, Broken>>> {
        loop {
            let Some(line) = self.lines.next_line()? else {
                return Ok(self.event.take().map(|_| Err(Broken::NotClosed)));
            };
            let Some(property) = Property::parse(&line) else { continue };
            let part = property.value.trim();
            if property.is("BEGIN") {
                let starts_anew = part.eq_ignore_ascii_case("VEVENT") || part.eq_ignore_ascii_case("VCALENDAR");
                let unfinished = if starts_anew { self.event.take() } else { None };
                if part.eq_ignore_ascii_case("VCALENDAR") {
                    (self.is_calendar, self.called_off, self.zone) = (true, false, None);
                    self.names.next_object();
                } else if part.eq_ignore_ascii_case("VEVENT") {
                    (self.is_calendar, self.zone) = (true, None);
                    self.event = Some(EventPart::default());
                } else if let Some(event) = &mut self.event {
                    event.depth = event.depth.saturating_add(1);
                    event.too_deep |= event.depth > MAX_DEPTH;
                } else if part.eq_ignore_ascii_case("VTIMEZONE") {
                    self.zone = Some(ZonePart::default());
                } else if let Some(zone) = &mut self.zone {
                    zone.begin();
                }
                if unfinished.is_some() {
                    return Ok(Some(Err(Broken::NotClosed)));
                }
            } else if property.is("END") {
                if part.eq_ignore_ascii_case("VEVENT") {
                    let Some(event) = self.event.take() else { continue };
                    let called_off = self.called_off;
                    return Ok(Some(event.finish().map(|mut event| {
                        event.cancelled |= called_off;
                        event
                    })));
                } else if part.eq_ignore_ascii_case("VCALENDAR") {
                    if self.event.take().is_some() {
                        return Ok(Some(Err(Broken::NotClosed)));
                    }
                } else if let Some(event) = &mut self.event {
                    event.depth = event.depth.saturating_sub(1);
                } else if part.eq_ignore_ascii_case("VTIMEZONE") {
                    if let Some(zone) = self.zone.take()
                        && let Some(number) = self.zones.define(&zone.name, zone.definition)
                    {
                        self.names.define(&zone.name, number);
                    }
                } else if let Some(zone) = &mut self.zone {
                    zone.end();
                }
            } else if let Some(event) = &mut self.event {
                if event.depth == 0 {
                    event.take(&property, &mut self.names);
                }
            } else if let Some(zone) = &mut self.zone {
                zone.take(&property);
            } else if property.is("METHOD") {
                self.called_off = part.eq_ignore_ascii_case("CANCEL");
            } else if property.is("X-WR-CALNAME") {
                self.calendar_name = Some(super::party::cut(part, 254).to_owned());
            }
        }
    }
}
