//! What the formats of other programs have in common: content lines, names, and mail addresses.

pub(crate) mod content_line;
pub mod mail;
pub mod names;
