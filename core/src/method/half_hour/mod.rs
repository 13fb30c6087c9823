//! The soft clock of a running half hour: three parts, theirs first, and nothing that rings.
//!
//! Their part may run long; it then takes minutes from mine and never from the part together. Everything here follows
//! from the times and keys it is given, so a window may ask for the face as often as it likes, and a clock that was
//! written down in mid-meeting goes on where it stood.

mod after;
mod face;
mod kept;
mod running;
#[cfg(test)]
mod tests;

pub use after::{After, Marked, Said};
pub use face::{Face, Share, Slice};
pub use kept::{Came, KeptLine, Slot, came_of, kept_lines, with_line, with_line_back};
pub use running::{Mark, MarkKey, Running, Typed};

use serde::{Deserialize, Serialize};

/// A minute of the clock.
const MINUTE_MS: u64 = 60_000;

/// A longer silence than this means that the computer slept: nobody's half hour lasts that long.
const LONGEST_SILENCE_MS: u64 = 3 * 60 * MINUTE_MS;

/// One of the three parts, in their order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// What is on their mind; it comes first so that it gets the best of the time.
    Theirs,
    /// What I am working on.
    Mine,
    /// Where the two of us might help each other.
    Together,
}

impl Part {
    /// The question or line that opens this part.
    pub fn opening(self) -> &'static str {
        match self {
            Self::Theirs => "What’s keeping you up at night?",
            Self::Mine => "What I’m working on",
            Self::Together => "Where might we help each other?",
        }
    }
}

/// What a person can do to the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// Go on to the next part; in the last part this does nothing.
    NextPart,
    /// Go back a part, which goes on counting where it stopped; in the first part this does nothing.
    PreviousPart,
    /// Stop counting for a while.
    Pause,
    /// Count again.
    Resume,
    /// The meeting is over; nothing changes after that.
    End,
}

/// Whether the clock counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum State {
    /// It counts.
    Running,
    /// It stands still and can go on.
    Paused,
    /// The meeting is over.
    Ended,
}

/// The clock of one meeting.
///
/// What it holds may come back from a file, so nothing in it is trusted to be in any range: spent times cannot be
/// negative by their type, and every sum saturates.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    total_minutes: u16,
    part: Part,
    state: State,
    theirs_ms: u64,
    mine_ms: u64,
    together_ms: u64,
    /// The last moment the clock was told of.
    seen_ms: i64,
}

impl Clock {
    /// Begins a meeting of so many minutes, at least one, with their part.
    pub fn begin(total_minutes: u16, at_ms: i64) -> Self {
        Self {
            total_minutes,
            part: Part::Theirs,
            state: State::Running,
            theirs_ms: 0,
            mine_ms: 0,
            together_ms: 0,
            seen_ms: at_ms,
        }
    }

    /// Takes one key press.
    pub fn press(&mut self, press: Press, at_ms: i64) {
        self.tick(at_ms);
        match (self.state, press) {
            (State::Ended, _) => {}
            (_, Press::End) => self.state = State::Ended,
            (_, Press::Pause) => self.state = State::Paused,
            (_, Press::Resume) => self.state = State::Running,
            (_, Press::NextPart) => {
                self.part = match self.part {
                    Part::Theirs => Part::Mine,
                    Part::Mine | Part::Together => Part::Together,
                }
            }
            (_, Press::PreviousPart) => {
                self.part = match self.part {
                    Part::Theirs | Part::Mine => Part::Theirs,
                    Part::Together => Part::Mine,
                }
            }
        }
    }

    /// Takes note that the meeting is still going on; it changes nothing a person sees.
    ///
    /// Who calls this now and then (and writes the clock down) loses less: a computer that falls asleep keeps what was
    /// counted until the last call, and a clock set back goes on counting from there. It is never needed.
    pub fn tick(&mut self, at_ms: i64) {
        let now = self.at(at_ms);
        self.state = now.state;
        match self.part {
            Part::Theirs => self.theirs_ms = now.spent_ms,
            Part::Mine => self.mine_ms = now.spent_ms,
            Part::Together => self.together_ms = now.spent_ms,
        }
        self.seen_ms = at_ms;
    }

    /// What the clock shows at a moment.
    pub fn face(&self, at_ms: i64) -> Face {
        face::of(self, &self.at(at_ms))
    }

    /// The state and the time spent in the running part at a moment. A time before the last one seen counts as no
    /// time; a silence of more than three hours counts as a pause.
    fn at(&self, at_ms: i64) -> Now {
        let silence = u64::try_from(at_ms.saturating_sub(self.seen_ms)).unwrap_or(0);
        let spent_ms = self.spent_before();
        match self.state {
            State::Running if silence > LONGEST_SILENCE_MS => Now { state: State::Paused, spent_ms },
            State::Running => Now { state: State::Running, spent_ms: spent_ms.saturating_add(silence) },
            State::Paused | State::Ended => Now { state: self.state, spent_ms },
        }
    }

    /// What the part now running had spent at the last moment seen.
    fn spent_before(&self) -> u64 {
        match self.part {
            Part::Theirs => self.theirs_ms,
            Part::Mine => self.mine_ms,
            Part::Together => self.together_ms,
        }
    }
}

/// The clock brought up to a moment.
struct Now {
    state: State,
    spent_ms: u64,
}
