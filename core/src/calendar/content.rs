//! Content lines of RFC 5545: unfolding, and taking one line apart.
//!
//! Written here rather than taken from the `icalendar` crate, which wants the whole file as one string and builds a
//! tree of all its components: an export may be 100 MB, and we look at each event once.

mod lines;
mod property;
#[cfg(test)]
mod tests;

pub use lines::{Lines, MAX_LINE};
pub use property::{Property, unescape};
