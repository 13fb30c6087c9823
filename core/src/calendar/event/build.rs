//! One VEVENT, property by property.

use super::party::cut;
use super::when::{Clock, When, ZoneNames, read_duration, read_list, read_one};
use super::{Broken, Event, Length, MAX_DATES, MAX_GUESTS, Party, Replaces, Shown};
use crate::calendar::recur::{Rule, RuleError, read_date_time};
use crate::formats::{content_line::Property, names};
use jiff::civil::DateTime;

/// Titles are shown on one line; a longer one is cut.
const MAX_TITLE: usize = 160;
/// RFC 7986 asks for UIDs of at most 255 bytes; Exchange writes up to about 300.
const MAX_UID: usize = 512;

/// A VEVENT being read.
#[derive(Debug, Default)]
pub(super) struct EventPart {
    pub(super) depth: u32,
    pub(super) too_deep: bool,
    uid: Option<String>,
    title: String,
    start: Option<When>,
    end: Option<When>,
    duration: Option<i64>,
    all_day: bool,
    replaces: Option<Replaces>,
    rule: Option<String>,
    not_followed: bool,
    added: Vec<When>,
    removed: Vec<When>,
    dropped: u32,
    organiser: Option<Party>,
    guests: Vec<Party>,
    more_guests: bool,
    cancelled: bool,
    transparency: Shown,
    busy_status: Shown,
    sequence: u32,
    stamp: Option<DateTime>,
}

impl EventPart {
    /// Takes one property of the event itself, not of an alarm in it.
    pub(super) fn take(&mut self, property: &Property<'_>, names: &mut ZoneNames) {
        let value = property.value.trim();
        let is = |name: &str| property.is(name);
        if is("ATTENDEE") {
            match Party::read(property) {
                Some(party) if self.guests.len() < MAX_GUESTS => self.guests.push(party),
                Some(_) => self.more_guests = true,
                None => {}
            }
        } else if is("UID") {
            self.uid = Some(cut(value, MAX_UID).to_owned()).filter(|uid| !uid.is_empty());
        } else if is("SUMMARY") {
            self.title = names::line(&property.text(), MAX_TITLE);
        } else if is("DTSTART") {
            self.start = read_one(property, names);
        } else if is("DTEND") {
            self.end = read_one(property, names);
        } else if is("DURATION") {
            self.duration = read_duration(value);
        } else if is("ORGANIZER") {
            self.organiser = Party::read(property);
        } else if is("RRULE") && value.is_empty() {
            // Some writers leave the name of what they don't say.
        } else if is("RRULE") {
            // Two rules in one event were given up in RFC 5545; following half of them would be wrong.
            self.not_followed |= self.rule.is_some();
            self.rule = Some(cut(value, 4_000).to_owned());
        } else if is("EXRULE") {
            self.not_followed |= !value.is_empty();
        } else if is("RDATE") {
            self.dropped += read_list(property, MAX_DATES, names, &mut self.added);
        } else if is("EXDATE") {
            self.dropped += read_list(property, MAX_DATES, names, &mut self.removed);
        } else if is("RECURRENCE-ID") {
            let onward = property.param_is("RANGE", "THISANDFUTURE");
            self.replaces = read_one(property, names).map(|planned| Replaces { planned, onward });
        } else if is("STATUS") {
            self.cancelled |= value.eq_ignore_ascii_case("CANCELLED") || value.eq_ignore_ascii_case("CANCELED");
        } else if is("TRANSP") {
            self.transparency = if value.eq_ignore_ascii_case("TRANSPARENT") { Shown::Free } else { Shown::Busy };
        } else if is("X-MICROSOFT-CDO-BUSYSTATUS") {
            let free = value.eq_ignore_ascii_case("FREE") || value.eq_ignore_ascii_case("WORKINGELSEWHERE");
            self.busy_status = if free { Shown::Free } else { Shown::Busy };
        } else if is("X-MICROSOFT-CDO-ALLDAYEVENT") {
            self.all_day = value.eq_ignore_ascii_case("TRUE");
        } else if is("SEQUENCE") {
            self.sequence = value.parse().unwrap_or(0);
        } else if is("DTSTAMP") {
            self.stamp = read_date_time(value.trim_end_matches(['Z', 'z']));
        }
    }

    /// The event, once it is closed.
    pub(super) fn finish(self) -> Result<Event, Broken> {
        if self.too_deep {
            return Err(Broken::TooDeep);
        }
        let start = self.start.ok_or(Broken::NoStart)?;
        if self.not_followed {
            return Err(RuleError::NotFollowed.into());
        }
        let rule = self.rule.map(|rule| Rule::parse(&rule, start.wall)).transpose()?;
        let all_day = self.all_day || start.clock == Clock::Day;
        let length = match (self.end, self.duration) {
            (Some(end), _) if end.clock == start.clock => {
                Length::Seconds(end.wall.duration_since(start.wall).as_secs().max(0))
            }
            (Some(end), _) if end.clock != Clock::Day => Length::Until(end),
            (_, Some(seconds)) => Length::Seconds(seconds),
            _ => Length::Seconds(if all_day { 86_400 } else { 0 }),
        };
        let uid =
            self.uid.unwrap_or_else(|| made_up(start.wall, &self.title, self.organiser.iter().chain(&self.guests)));
        let cancelled = self.cancelled || says_cancelled(&self.title);
        Ok(Event {
            uid,
            title: self.title,
            start,
            length,
            all_day,
            replaces: self.replaces,
            rule,
            added: self.added,
            removed: self.removed,
            dropped: self.dropped,
            organiser: self.organiser,
            guests: self.guests,
            more_guests: self.more_guests,
            cancelled,
            shown: if self.busy_status == Shown::Unsaid { self.transparency } else { self.busy_status },
            version: (self.sequence, self.stamp),
        })
    }
}

/// A name for a series without one: two that differ in who is there are two.
fn made_up<'a>(start: DateTime, title: &str, people: impl Iterator<Item = &'a Party>) -> String {
    let mut uid = format!("no uid: {start} {title}");
    for party in people {
        if uid.len() >= MAX_UID {
            break;
        }
        uid.push(' ');
        uid.push_str(&party.key);
    }
    cut(&uid, MAX_UID).to_owned()
}

/// Outlook keeps a meeting that somebody else called off, with a word before its title and no status.
fn says_cancelled(title: &str) -> bool {
    const WORDS: [&str; 9] = [
        "Canceled",
        "Cancelled",
        "Abgesagt",
        "Annulé",
        "Annulée",
        "Cancelado",
        "Cancelada",
        "Annullato",
        "Geannuleerd",
    ];
    title.split_once(':').is_some_and(|(word, _)| WORDS.contains(&word.trim()))
}
