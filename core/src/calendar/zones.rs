//! What a `TZID` means: an IANA name, the file's own VTIMEZONE, a Windows name, or an offset.

mod file;
#[cfg(test)]
mod tests;
mod windows;

pub use file::{Definition, FileZone, Observance};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};
use std::collections::BTreeMap;

/// A zone that wall times can be read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// A zone the time zone database knows, or a plain offset.
    Known(TimeZone),
    /// A zone only the file describes.
    File(FileZone),
}

impl Zone {
    /// The moment of a wall time. One that the clocks jump over is taken as if they hadn't jumped yet, one that comes
    /// twice is taken the first time.
    pub fn moment(&self, wall: DateTime) -> Option<Timestamp> {
        match self {
            Self::Known(zone) => zone.to_ambiguous_timestamp(wall).compatible().ok(),
            Self::File(zone) => zone.offset_at_wall(wall).to_timestamp(wall).ok(),
        }
    }

    /// The wall time of a moment.
    pub fn wall(&self, moment: Timestamp) -> DateTime {
        match self {
            Self::Known(zone) => zone.to_datetime(moment),
            Self::File(zone) => zone.offset_at(moment).to_datetime(moment),
        }
    }
}

/// The VTIMEZONEs of a file, by name.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    defined: BTreeMap<String, Definition>,
    parts: usize,
}

/// STANDARD and DAYLIGHT parts kept from one file, all zones together; a file with all of history for a dozen zones
/// has a few hundred.
const MAX_PARTS: usize = 1_000;

impl Zones {
    /// Keeps a VTIMEZONE; the first of a name stays. False when there are too many already.
    pub fn define(&mut self, name: &str, definition: Definition) -> bool {
        let parts = self.parts + 1 + definition.observances.len();
        if parts > MAX_PARTS {
            return false;
        }
        if let std::collections::btree_map::Entry::Vacant(entry) = self.defined.entry(name.trim().to_owned()) {
            self.parts = parts;
            entry.insert(definition);
        }
        true
    }

    /// The zone a `TZID` means, worked out for the years around a date; `None` when nobody can tell.
    ///
    /// An IANA name counts before the file's own definition of it, since the definition may be older than the law;
    /// for every other name the file knows best.
    pub fn find(&self, name: &str, around: Date) -> Option<Zone> {
        let name = name.trim().trim_matches('"').trim();
        if let Some(zone) = known(name).or_else(|| known_tail(name)) {
            return Some(Zone::Known(zone));
        }
        let defined = self.defined.get(name);
        if let Some(zone) = defined.and_then(|definition| FileZone::new(definition, around)) {
            return Some(Zone::File(zone));
        }
        let location = defined.and_then(|definition| known(definition.location.as_deref()?));
        let zone = location.or_else(|| known(windows::iana_name(name)?)).or_else(|| plain_offset(name))?;
        Some(Zone::Known(zone))
    }
}

/// A name of the time zone database.
fn known(name: &str) -> Option<TimeZone> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    if name.is_empty() || name.len() > 64 || !name.bytes().all(fits) {
        return None;
    }
    if ["UTC", "GMT", "Z"].iter().any(|utc| utc.eq_ignore_ascii_case(name)) {
        return Some(TimeZone::UTC);
    }
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}

/// A database name behind a maker's prefix: `/mozilla.org/20050126_1/Europe/Berlin`, `tzone://Microsoft/Utc`.
fn known_tail(name: &str) -> Option<TimeZone> {
    if !name.contains("//") && !name.starts_with('/') || name.len() > 200 {
        return None;
    }
    let parts: Vec<&str> = name.rsplitn(4, '/').collect();
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    let three = known(&format!("{}/{}/{}", part(2), part(1), part(0)));
    let two = || known(&format!("{}/{}", part(1), part(0)));
    three.or_else(two).or_else(|| part(0).eq_ignore_ascii_case("utc").then_some(TimeZone::UTC))
}

/// `UTC+01:00`, `GMT-0500`, `(UTC+05:30) Somewhere`, `+0100`.
fn plain_offset(name: &str) -> Option<TimeZone> {
    let inner = name.strip_prefix('(').and_then(|rest| rest.split(')').next()).unwrap_or(name);
    let bare = inner.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim();
    if bare.is_empty() && name.starts_with('(') {
        return Some(TimeZone::UTC);
    }
    read_offset(&bare.replace([':', '.'], "")).map(TimeZone::fixed)
}

/// An offset such as `+0100`, `-023000` or `+1`.
pub(crate) fn read_offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let seconds = match digits.len() {
        1 | 2 => number * 3600,
        3 | 4 => number / 100 * 3600 + number % 100 * 60,
        _ => number / 10_000 * 3600 + number / 100 % 100 * 60 + number % 100,
    };
    Offset::from_seconds(sign * seconds).ok()
}
