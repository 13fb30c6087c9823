//! The zone a series keeps its hour in.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use thiserror::Error;

/// The longest name in the database has 32 letters.
const LONGEST_NAME: usize = 64;

/// A zone that the time zone database knows, by its IANA name.
///
/// Made once and then known to be right, so that writing a file can't fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// Nobody knows a zone of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("No time zone has this name; one is called, for example, Europe/Berlin.")]
pub struct NoSuchZone;

impl Zone {
    /// The zone of a name; upper and lower case don't matter.
    pub fn named(name: &str) -> Result<Self, NoSuchZone> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
        if name.len() > LONGEST_NAME || !name.chars().all(plain) {
            return Err(NoSuchZone);
        }
        let rules = TimeZone::get(name).map_err(|_| NoSuchZone)?;
        let name = rules.iana_name().filter(|_| !rules.is_unknown()).ok_or(NoSuchZone)?.to_owned();
        Ok(Self { name, rules })
    }

    /// Its name, to keep and to show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn rules(&self) -> &TimeZone {
        &self.rules
    }

    /// The moment of a wall time; the first or last there is for one at the very edge of the calendar.
    pub(super) fn moment(&self, wall: DateTime) -> Timestamp {
        let edge = if wall.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.rules.to_timestamp(wall).unwrap_or(edge)
    }
}
