//! A date or time as a file writes it, with the clock it belongs to.

use crate::calendar::recur::{read_date, read_date_time};
use crate::calendar::zones::{DefinedBy, bare, means_the_same_everywhere};
use crate::formats::content_line::Property;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// Which clock a time is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// UTC.
    Utc,
    /// Whatever the reader's clock is.
    Floating,
    /// None: a whole day.
    Day,
    /// The zone of that number in [`ZoneNames`].
    Zone(u16),
}

/// A moment as written; it is worked out once all of the file's zones are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The date and time as written; midnight for a whole day.
    pub wall: DateTime,
    /// The clock it was written on.
    pub clock: Clock,
}

/// A zone's name, and what it is to mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ZoneName {
    /// As the file writes it.
    pub name: String,
    /// Whose definition of it counts.
    pub by: DefinedBy,
}

/// The zone names of a file, each kept once for each meaning it has.
#[derive(Debug, Clone, Default)]
pub struct ZoneNames {
    names: Vec<ZoneName>,
    numbers: BTreeMap<ZoneName, u16>,
    object: u32,
    /// What this calendar object has defined so far.
    defined: BTreeMap<String, usize>,
}

/// Zone names kept from one file; later ones count as the reader's own zone.
const MAX_NAMES: usize = 300;

impl ZoneNames {
    fn clock(&mut self, name: &str) -> Clock {
        let name = bare(name);
        if name.len() > 250 {
            return Clock::Floating;
        }
        let by = if means_the_same_everywhere(name) {
            DefinedBy::Everybody
        } else {
            self.defined.get(name).map_or(DefinedBy::Nobody(self.object), |number| DefinedBy::Definition(*number))
        };
        let key = ZoneName { name: name.to_owned(), by };
        if let Some(number) = self.numbers.get(&key) {
            return Clock::Zone(*number);
        }
        if self.names.len() >= MAX_NAMES {
            return Clock::Floating;
        }
        let number = self.names.len() as u16;
        self.names.push(key.clone());
        self.numbers.insert(key, number);
        Clock::Zone(number)
    }

    /// A calendar object begins: what the one before defined isn't meant any more.
    pub(super) fn next_object(&mut self) {
        self.object = self.object.saturating_add(1);
        self.defined.clear();
    }

    /// This calendar object defines a zone, by the file's definition of that number under that name. Times that
    /// stood before it are meant by it as well.
    pub(super) fn define(&mut self, name: &str, number: usize) {
        let name = bare(name);
        if self.defined.len() >= MAX_NAMES || self.defined.contains_key(name) {
            return;
        }
        self.defined.insert(name.to_owned(), number);
        let before = ZoneName { name: name.to_owned(), by: DefinedBy::Nobody(self.object) };
        if let Some(at) = self.numbers.remove(&before) {
            let meant = ZoneName { by: DefinedBy::Definition(number), ..before };
            if let Some(slot) = self.names.get_mut(usize::from(at)) {
                *slot = meant.clone();
            }
            self.numbers.entry(meant).or_insert(at);
        }
    }

    /// Every name with its number.
    pub fn iter(&self) -> impl Iterator<Item = (&ZoneName, u16)> {
        self.names.iter().zip(0..)
    }
}

/// One date or time of a property's value.
pub(super) fn read_when(text: &str, zone: Option<&str>, names: &mut ZoneNames) -> Option<When> {
    // Of a period, the start.
    let text = text.split('/').next().unwrap_or(text).trim();
    if !text.contains(['T', 't']) {
        let date = read_date(text)?;
        return Some(When { wall: date.to_datetime(jiff::civil::Time::midnight()), clock: Clock::Day });
    }
    if let Some(utc) = text.strip_suffix(['Z', 'z']) {
        return Some(When { wall: read_date_time(utc)?, clock: Clock::Utc });
    }
    let wall = read_date_time(text)?;
    Some(When { wall, clock: zone.map_or(Clock::Floating, |zone| names.clock(zone)) })
}

/// All dates of a property, as many as there is room for; returns how many there was no room for.
pub(super) fn read_list(property: &Property<'_>, most: usize, names: &mut ZoneNames, out: &mut Vec<When>) -> u32 {
    let zone = property.param("TZID");
    let mut dropped = 0;
    for text in property.value.split(',') {
        if out.len() >= most {
            dropped += 1;
        } else {
            out.extend(read_when(text, zone.as_deref(), names));
        }
    }
    dropped
}

/// The single date of a property.
pub(super) fn read_one(property: &Property<'_>, names: &mut ZoneNames) -> Option<When> {
    read_when(property.value, property.param("TZID").as_deref(), names)
}

/// `PT30M`, `P1DT2H`, `P2W` in seconds; nothing for a negative one.
pub(super) fn read_duration(text: &str) -> Option<i64> {
    let mut rest = text.trim().trim_start_matches('+').strip_prefix(['P', 'p'])?;
    let mut seconds = 0_i64;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(['T', 't']);
        let Some(end) = rest.find(|c: char| !c.is_ascii_digit()) else {
            return rest.is_empty().then_some(seconds);
        };
        let (number, after) = rest.split_at_checked(end)?;
        let unit = after.chars().next()?;
        let each = match unit.to_ascii_uppercase() {
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(each)?)?;
        rest = after.get(unit.len_utf8()..)?;
    }
    Some(seconds)
}
