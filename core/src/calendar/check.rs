//! Which standing 1-on-1s an exported calendar holds, and when its owner is busy in the coming two weeks.
//!
//! The file is read once, event by event. Of each event only what the answer needs is kept, under one allowance for
//! the whole file; nothing of the file itself stays.

mod busy;
mod judge;
mod kept;
mod merge;
mod people;
mod read;
mod report;
mod rhythm;
mod series;
mod sight;
#[cfg(test)]
mod tests;
mod titles;

pub(crate) use busy::merged;
pub use read::{Asked, CheckError, check, look};
pub use report::{Drifting, Ended, Maybe, MaybeWhy, Person, Report, Skip, Standing, Unsure};
pub use rhythm::Rhythm;
pub use sight::{Known, Seen, Sight};

/// Days looked back and ahead.
pub const WINDOW_DAYS: i64 = 400;
/// Changed occurrences kept of one series; further ones are counted as skipped.
pub const MAX_CHANGES: usize = 2_000;
