//! What must be true of every text and number that comes out of a file, whatever the file says.
//!
//! Each target hands libFuzzer's bytes to `sideways-core` as the command line does, and asserts the rest. Dates and
//! zones are read from texts, so that the crate needs no dependency for naming their types.

use sideways_core::calendar::zones::{DefinedBy, Zone, Zones};
use std::{
    fmt::{Debug, Display},
    str::FromStr,
    sync::LazyLock,
};

/// The day on which every file is looked at.
pub const TODAY: &str = "2026-03-10";

/// Where every file is looked at.
pub static BERLIN: LazyLock<Zone> = LazyLock::new(|| known("Europe/Berlin"));

/// A constant of these targets.
///
/// # Panics
///
/// When the text is none of that type: the target is wrong then, not the file.
#[must_use]
#[allow(clippy::panic)] // a target that fails says so this way
pub fn constant<T: FromStr<Err: Display>>(text: &str) -> T {
    text.parse().unwrap_or_else(|cause| panic!("{text}: {cause}"))
}

/// A zone of the time zone database.
///
/// # Panics
///
/// When the computer has no time zone database.
#[must_use]
#[allow(clippy::panic)] // as above
pub fn known(name: &str) -> Zone {
    Zones::default().find(name, DefinedBy::Everybody, constant(TODAY)).unwrap_or_else(|| panic!("no zone {name}"))
}

/// A text that stands in one line of at most so many bytes.
///
/// # Panics
///
/// When it doesn't.
pub fn one_line(what: impl Debug, text: &str, most: usize) {
    assert!(text.len() <= most, "{what:?} has {} bytes, more than {most}", text.len());
    assert!(!text.contains(char::is_control), "{what:?} holds a control character: {text:?}");
}
