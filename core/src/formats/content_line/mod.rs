//! Content lines of RFC 5545 and RFC 6350, and of the versions before them: unfolding, and taking one line apart.
//! Calendars and address cards share them, so that what is mended for one is mended for the other.
//!
//! Written here rather than taken from the `icalendar` crate, which wants the whole file as one string and builds a
//! tree of all its components: an export may be 100 MB, and we look at each event once.

mod charset;
mod header;
mod lines;
mod property;
#[cfg(test)]
mod tests;

pub(crate) use charset::{charset, looks_like_utf16, quoted_printable};
pub(crate) use header::{Header, colon};
pub(crate) use lines::{Blanks, Lines};
pub(crate) use property::Property;
