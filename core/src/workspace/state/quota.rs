//! How much of what a colleague sends is read: in a day, and into one list.
//!
//! A quota says nothing of whether a change is good, on which honest devices must agree; it only ends the reading of
//! more. What isn't read now is asked for again later.

use crate::{id::DocId, snapshot::Moment};
use serde::{Deserialize, Serialize};

/// What is read of one person in a day, by weight.
const A_DAY: u64 = 32 * 1024 * 1024;
/// What is read of one person into one list, by weight.
const A_LIST: u64 = 512 * 1024 * 1024;
/// Fresh lists of theirs that are followed in a day.
const LISTS_A_DAY: u32 = 16;
/// It is written down whenever so much more was read, because each time would be a row a frame.
const WRITTEN_EVERY: u64 = 1024 * 1024;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What was read of one colleague.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// Days since 1970, by this computer's clock.
    day: i64,
    weight: u64,
    lists: u32,
    list: DocId,
    of_list: u64,
    /// More came than is read in this day.
    enough: bool,
    /// More came than goes into this list.
    full: bool,
}

/// What a change of so many bytes and operations weighs: about what it takes in memory.
pub(crate) fn weight(bytes: usize, ops: u64) -> u64 {
    1_024 + 4 * bytes as u64 + 16 * ops
}

impl Reading {
    pub(crate) fn new(list: DocId) -> Self {
        Self { day: 0, weight: 0, lists: 0, list, of_list: 0, enough: false, full: false }
    }

    /// The same today, and of that list.
    pub(crate) fn now(self, now: Moment, list: DocId) -> Self {
        let today = now.unix_ms.div_euclid(DAY_MS);
        let mut it = self;
        // A clock that goes back a day begins none; one that was wrong by more is believed again.
        if today > it.day || today < it.day - 1 {
            it = Self { day: today, weight: 0, lists: 0, enough: false, ..it };
        }
        if it.list != list { Self { list, of_list: 0, full: false, ..it } } else { it }
    }

    /// Takes so much in, unless it is too much.
    pub(crate) fn take(&mut self, weight: u64) -> Room {
        if self.of_list + weight > A_LIST {
            self.full = true;
            return Room::Full;
        }
        if self.weight + weight > A_DAY {
            self.enough = true;
            return Room::Tomorrow;
        }
        self.weight += weight;
        self.of_list += weight;
        Room::Yes
    }

    /// Whether one more fresh list of theirs is followed today.
    pub(crate) fn follow(&mut self) -> bool {
        self.lists += 1;
        self.lists <= LISTS_A_DAY
    }

    /// Notes whether the list holds as much as it may.
    pub(crate) fn note_full(&mut self, full: bool) {
        self.full = full;
    }

    /// Whether the list holds as much as it may.
    pub(crate) fn is_full(&self, list: &DocId) -> bool {
        self.full && self.list == *list
    }

    /// When more is read again, where enough was.
    pub(crate) fn reads_on(&self) -> Option<Moment> {
        self.enough.then(|| Moment { unix_ms: (self.day + 1).saturating_mul(DAY_MS) })
    }

    /// Whether it differs so much from what is written down that it is to be written.
    pub(crate) fn is_worth_writing(&self, written: Option<&Self>) -> bool {
        let rounded =
            |it: &Self| Self { weight: it.weight / WRITTEN_EVERY, of_list: it.of_list / WRITTEN_EVERY, ..*it };
        written.is_none_or(|written| rounded(written) != rounded(self))
    }
}

/// Whether there is room for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Room {
    Yes,
    /// Enough for a day.
    Tomorrow,
    /// The list holds as much as it may.
    Full,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: DocId = DocId([1; 16]);
    const NOON: Moment = Moment { unix_ms: 20_000 * DAY_MS + DAY_MS / 2 };

    fn later(days: i64) -> Moment {
        Moment { unix_ms: NOON.unix_ms + days * DAY_MS }
    }

    #[test]
    fn a_day_has_its_measure_and_the_next_begins_anew() {
        let mut reading = Reading::new(LIST).now(NOON, LIST);
        assert_eq!(reading.take(A_DAY), Room::Yes);
        assert_eq!((reading.take(1), reading.reads_on()), (Room::Tomorrow, Some(Moment { unix_ms: 20_001 * DAY_MS })));
        // A clock that is put back begins no day, one that was far ahead ends its own.
        assert_eq!(reading.now(later(-1), LIST).take(1), Room::Tomorrow);
        assert_eq!(reading.now(later(1), LIST).take(1), Room::Yes);
        assert_eq!(reading.now(later(-2_000), LIST).take(1), Room::Yes);
    }

    #[test]
    fn a_list_has_its_measure_whatever_the_day_and_a_fresh_one_begins_anew() {
        let mut reading = Reading::new(LIST);
        let days = (0..).take_while(|day| {
            reading = reading.now(later(*day), LIST);
            reading.take(A_DAY) == Room::Yes
        });
        assert_eq!(days.count() as u64, A_LIST / A_DAY);
        assert!(reading.is_full(&LIST));
        let fresh = DocId([2; 16]);
        assert_eq!(reading.now(later(99), fresh).take(1), Room::Yes);
        assert!(!reading.now(later(99), fresh).is_full(&fresh));
    }

    #[test]
    fn it_is_written_now_and_then() {
        let mut reading = Reading::new(LIST).now(NOON, LIST);
        assert!(reading.is_worth_writing(None));
        let written = reading;
        assert_eq!(reading.take(1_000), Room::Yes);
        assert!(!reading.is_worth_writing(Some(&written)));
        assert_eq!(reading.take(WRITTEN_EVERY), Room::Yes);
        assert!(reading.is_worth_writing(Some(&written)));
    }
}
