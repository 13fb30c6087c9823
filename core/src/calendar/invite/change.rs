//! What can become of a series. Each change gives the series to keep from now on, and the files that tell calendars.

use super::event::Part;
use super::file::{NoMail, excuse, invitation, invitation_to_one, my_copy};
use super::{Change, Series};
use crate::snapshot::Every;
use jiff::{Timestamp, civil::DateTime};
use thiserror::Error;

/// What comes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The series to keep, one sequence further.
    pub series: Series,
    /// My own copy, all of it: programs put it in the place of the older one.
    pub mine: String,
    /// What to mail to the peer. Changing my own calendar doesn't wait for an address.
    pub invitation: Result<String, NoMail>,
}

/// Why a series can't be changed that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CantChange {
    /// The rule has no start there.
    #[error("None of these half hours starts on {} at {}.", .0.strftime("%-d %B %Y"), .0.strftime("%H:%M"))]
    NotOne(DateTime),
    /// Calendars have forgotten it.
    #[error("This series has ended; set up a new one instead.")]
    Ended,
}

/// Moves one date. `original` is the start that the rule gives it, however often it was moved before.
pub fn move_one(series: &Series, original: DateTime, to: DateTime, stamp: Timestamp) -> Result<Files, CantChange> {
    let mut next = further(series)?;
    is_one(series, original)?;
    next.changes.insert(original, Change::MovedTo(to));
    let invitation = invitation_to_one(&next, original, to, stamp);
    Ok(files(next, stamp, invitation))
}

/// Moves the series: it begins anew at `first`. What became of single dates is forgotten, as those dates are gone.
pub fn move_all(series: &Series, first: DateTime, every: Every, stamp: Timestamp) -> Result<Files, CantChange> {
    let mut next = further(series)?;
    next.first = first;
    next.every = every;
    next.changes.clear();
    let invitation = invitation(&next, stamp);
    Ok(files(next, stamp, invitation))
}

/// Skips one date, named as in [`move_one`].
pub fn skip_one(series: &Series, original: DateTime, stamp: Timestamp) -> Result<Files, CantChange> {
    let mut next = further(series)?;
    is_one(series, original)?;
    next.changes.insert(original, Change::Skipped);
    let invitation = excuse(&next, Part::One(original, original), stamp);
    Ok(files(next, stamp, invitation))
}

/// Ends the series: nothing starts at `from` or later. My calendar keeps what was before, the peer's is told to cancel.
///
/// One that was moved across `from`, either way, isn't kept.
pub fn end(series: &Series, from: DateTime, stamp: Timestamp) -> Result<Files, CantChange> {
    let mut next = further(series)?;
    next.ended = Some(from);
    next.changes.retain(|original, _| *original < from);
    for change in next.changes.values_mut() {
        if matches!(change, Change::MovedTo(to) if *to >= from) {
            *change = Change::Skipped;
        }
    }
    if next.never_was() {
        next.changes.clear();
    }
    let invitation = excuse(&next, Part::Whole, stamp);
    Ok(files(next, stamp, invitation))
}

fn further(series: &Series) -> Result<Series, CantChange> {
    if series.ended.is_some() {
        return Err(CantChange::Ended);
    }
    let mut next = series.clone();
    next.sequence = next.sequence.saturating_add(1);
    Ok(next)
}

fn is_one(series: &Series, original: DateTime) -> Result<(), CantChange> {
    if series.has(original) { Ok(()) } else { Err(CantChange::NotOne(original)) }
}

fn files(series: Series, stamp: Timestamp, invitation: Result<String, NoMail>) -> Files {
    Files { mine: my_copy(&series, stamp), series, invitation }
}
