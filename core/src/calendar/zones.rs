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

/// The VTIMEZONEs of a file, by name. One name may have several, from several calendar objects.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    defined: BTreeMap<String, Vec<Definition>>,
    parts: usize,
}

/// Whose definition of a zone counts. One name may mean two things in one file: programs number and name zones of
/// their own in each calendar object, and files are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefinedBy {
    /// Nobody's: it means the same everywhere.
    Everybody,
    /// The file's definition of that number under this name.
    Definition(usize),
    /// None in the calendar object of that number, which only names it.
    Nobody(u32),
}

/// STANDARD and DAYLIGHT parts kept from one file, all zones together; a file with all of history for a dozen zones
/// has a few hundred.
const MAX_PARTS: usize = 1_000;
/// Meanings of one name that are kept.
const MAX_MEANINGS: usize = 100;

impl Zones {
    /// Keeps a VTIMEZONE; its number among those of that name, or `None` when there are too many already. The same
    /// definition again, in however many calendar objects, is kept once.
    pub fn define(&mut self, name: &str, definition: Definition) -> Option<usize> {
        let parts = self.parts + 1 + definition.observances.len();
        let meanings = self.defined.get(bare(name)).map(Vec::as_slice).unwrap_or_default();
        if let Some(known) = meanings.iter().position(|known| *known == definition) {
            return Some(known);
        }
        let number = meanings.len();
        if parts > MAX_PARTS || number >= MAX_MEANINGS {
            return None;
        }
        self.parts = parts;
        self.defined.entry(bare(name).to_owned()).or_default().push(definition);
        Some(number)
    }

    /// The zone a `TZID` means, worked out for the years around a date; `None` when nobody can tell.
    ///
    /// An IANA name counts before the file's own definition of it, since the definition may be older than the law;
    /// for every other name the file knows best, and each calendar object for itself. A definition that stands in
    /// another object counts where it is the only one.
    pub fn find(&self, name: &str, by: DefinedBy, around: Date) -> Option<Zone> {
        let name = bare(name);
        if let Some(zone) = known(name).or_else(|| known_tail(name)) {
            return Some(Zone::Known(zone));
        }
        let meanings = self.defined.get(name).map(Vec::as_slice).unwrap_or_default();
        let defined = match by {
            DefinedBy::Definition(number) => meanings.get(number),
            DefinedBy::Everybody | DefinedBy::Nobody(_) => match meanings {
                [only] => Some(only),
                _ => None,
            },
        };
        if let Some(zone) = defined.and_then(|definition| FileZone::new(definition, around)) {
            return Some(Zone::File(zone));
        }
        let location = defined.and_then(|definition| known(definition.location.as_deref()?));
        let zone = location.or_else(|| known(windows::iana_name(name)?)).or_else(|| plain_offset(name))?;
        Some(Zone::Known(zone))
    }
}

/// Whether a `TZID` is a name of the time zone database, which no file defines anew.
pub(crate) fn means_the_same_everywhere(name: &str) -> bool {
    known(bare(name)).or_else(|| known_tail(bare(name))).is_some()
}

/// A name without what some writers put around it.
pub(crate) fn bare(name: &str) -> &str {
    name.trim().trim_matches('"').trim()
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
