//! Dates and times as people say them: "Thursday 10", "3 Dec 2pm", "tomorrow", "in two weeks", "10.12. 14 Uhr", ISO.
//!
//! What somebody types is understood whole or not at all: either it names one day, and a sentence says which, or a
//! sentence says what isn't clear. What two people could read in two ways is asked about; only the order of day and
//! month follows the place, as it does everywhere else here.

mod clock;
mod pieces;
mod proposal;
mod resolve;
mod slots;
#[cfg(test)]
mod tests;

pub use clock::{OnTheClock, on_the_clock};
pub use proposal::{offered, working_day};

use super::{AsOf, dates};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use thiserror::Error;

/// More than this nobody says of one date.
const LONGEST: usize = 120;

/// Which way a day is looked for that could be before or after today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facing {
    /// What is planned.
    Ahead,
    /// What happened.
    Back,
}

/// What was understood, and the sentence that says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Understood<T> {
    /// The day, or the day and time.
    pub at: T,
    /// Said under the field: "Thursday 3 December 10:00."
    pub says: String,
    /// A word about it where there is one: it has passed, it is a Saturday, the clock shows it twice.
    pub word: Option<String>,
}

/// What isn't clear, in a sentence.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{0}")]
pub struct Unclear(pub(super) String);

impl Unclear {
    fn new(says: impl Into<String>) -> Self {
        Self(says.into())
    }
}

/// The day that somebody means.
pub fn said_day(text: &str, facing: Facing, as_of: AsOf) -> Result<Understood<Date>, Unclear> {
    let (on, time) = match iso_day(text) {
        Some(on) => (on, None),
        None => resolve::day(&read(text, as_of)?, facing, as_of)?,
    };
    let mut words = passing_words(on, facing, as_of);
    if time.is_some() {
        words.push("Only the day is kept.".to_owned());
    }
    Ok(understood(on, format!("{}.", in_words(on, facing, as_of)), words))
}

/// The day and time that somebody means, on the clock of a zone; `as_of` is seen from there as well. Where only a day
/// is said, the usual time counts.
pub fn said_time(
    text: &str,
    usual: Option<Time>,
    facing: Facing,
    as_of: AsOf,
    zone: &TimeZone,
) -> Result<Understood<DateTime>, Unclear> {
    let at = match iso_time(text) {
        Some(at) => at,
        None => resolve::time(&read(text, as_of)?, usual, facing, as_of)?,
    };
    let mut words = Vec::new();
    match on_the_clock(at, zone) {
        OnTheClock::Once => {}
        OnTheClock::Twice => words.push(clock::twice(at, as_of)),
        OnTheClock::LeftOut { from, to } => return Err(Unclear(clock::left_out(at, (from, to), as_of))),
    }
    if facing == Facing::Ahead && at < as_of.now && at.date() == as_of.today() {
        words.push("That has passed.".to_owned());
    }
    words.extend(passing_words(at.date(), facing, as_of));
    if facing == Facing::Ahead && proposal::is_weekend(at.date()) {
        words.push(format!("That is a {}.", at.strftime("%A")));
    }
    let says = format!("{} {}.", in_words(at.date(), facing, as_of), dates::time(at, as_of));
    Ok(understood(at, says, words))
}

/// A day in words that mean no other: with its year where that is another one, or where the day lies the other way.
fn in_words(on: Date, facing: Facing, as_of: AsOf) -> String {
    let that_way = match facing {
        Facing::Ahead => on >= as_of.today(),
        Facing::Back => on <= as_of.today(),
    };
    if that_way { dates::weekday(on, as_of) } else { as_of.locale.weekday_of_year(on) }
}

/// A day exactly as ISO 8601 writes it, which is read as it always was.
fn iso_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let plain = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    let basic = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain || basic).then(|| text.parse().ok()).flatten()
}

/// The same with a time, after a `T` or a blank.
fn iso_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', 't', ' '])?;
    iso_day(day)?;
    format!("{day}T{}", time.trim_start()).parse().ok()
}

fn read(text: &str, as_of: AsOf) -> Result<slots::Slots, Unclear> {
    if text.len() > LONGEST {
        return Err(Unclear::new("That is too long for a date."));
    }
    slots::Slots::of(&pieces::pieces(text, as_of.locale)?)
}

/// A day that lies the other way is kept as it was said, with a word.
fn passing_words(on: Date, facing: Facing, as_of: AsOf) -> Vec<String> {
    let mut words = Vec::new();
    if facing == Facing::Ahead && on < as_of.today() {
        words.push("That day has passed.".to_owned());
    }
    if facing == Facing::Back && on > as_of.today() {
        words.push("That day is still to come.".to_owned());
    }
    words
}

fn understood<T>(at: T, says: String, words: Vec<String>) -> Understood<T> {
    Understood { at, says, word: (!words.is_empty()).then(|| words.join(" ")) }
}

impl<T> Understood<T> {
    /// The whole sentence, with the word about it.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.word.as_ref().map_or_else(|| self.says.clone(), |word| format!("{} {word}", self.says))
    }
}
