//! A half hour under way: the clock, what was typed in it, and what each line is. It is kept while it runs, so that a
//! crash in the middle loses nothing.

use super::{Clock, Part};
use crate::snapshot::Who;
use serde::{Deserialize, Serialize};

/// More lines than anybody types in a half hour; what comes after them goes on in the last one.
const MOST_LINES: usize = 200;

/// A half hour under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Running {
    /// The clock.
    pub clock: Clock,
    /// What was typed, oldest first.
    pub lines: Vec<Typed>,
    /// What is being typed.
    pub typing: String,
    /// What it is.
    pub mark: Mark,
}

/// A line that was typed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Typed {
    /// In which part.
    pub part: Part,
    /// The words.
    pub text: String,
    /// What it is.
    pub mark: Mark,
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Mark {
    /// Something said.
    #[default]
    Said,
    /// Something one of us offers.
    Offer(Who),
    /// Something one of us asks.
    Ask(Who),
    /// Something one of us said they'd do.
    Promise(Who),
    /// Something somebody should hear from me first.
    HeadsUp,
}

/// Which mark a key gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKey {
    /// Alt O.
    Offer,
    /// Alt A.
    Ask,
    /// Alt P.
    Promise,
    /// Alt H.
    HeadsUp,
}

impl Mark {
    /// What the mark becomes by a key: mine, then theirs, then none again.
    #[must_use]
    pub fn pressed(self, key: MarkKey) -> Self {
        let turn = |made: fn(Who) -> Self| match self {
            it if it == made(Who::Me) => made(Who::Them),
            it if it == made(Who::Them) => Self::Said,
            _ => made(Who::Me),
        };
        match key {
            MarkKey::Offer => turn(Self::Offer),
            MarkKey::Ask => turn(Self::Ask),
            MarkKey::Promise => turn(Self::Promise),
            MarkKey::HeadsUp if self == Self::HeadsUp => Self::Said,
            MarkKey::HeadsUp => Self::HeadsUp,
        }
    }
}

impl Running {
    /// Begins a half hour of so many minutes.
    #[must_use]
    pub fn begin(minutes: u16, at_ms: i64) -> Self {
        Self { clock: Clock::begin(minutes, at_ms), lines: Vec::new(), typing: String::new(), mark: Mark::Said }
    }

    /// Takes in the line being typed, in this part; an empty one is no line.
    pub fn enter(&mut self, part: Part) {
        let text = std::mem::take(&mut self.typing);
        let mark = std::mem::take(&mut self.mark);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.lines.len() >= MOST_LINES
            && let Some(last) = self.lines.last_mut()
        {
            last.text.push('\n');
            last.text.push_str(text);
            return;
        }
        self.lines.push(Typed { part, text: text.to_owned(), mark });
    }

    /// Marks the line being typed, or where none is, the one just typed.
    pub fn mark(&mut self, key: MarkKey) {
        match self.lines.last_mut() {
            Some(last) if self.typing.trim().is_empty() => last.mark = last.mark.pressed(key),
            _ => self.mark = self.mark.pressed(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(steps: &str) -> String {
        let mut running = Running::begin(30, 0);
        for step in steps.split(' ') {
            match step {
                "" => running.enter(Part::Theirs),
                "O" => running.mark(MarkKey::Offer),
                "A" => running.mark(MarkKey::Ask),
                "P" => running.mark(MarkKey::Promise),
                "H" => running.mark(MarkKey::HeadsUp),
                word => running.typing.push_str(word),
            }
        }
        let lines = running.lines.iter().map(|line| format!("{} {:?}", line.text, line.mark));
        lines.chain([format!("{}|{:?}", running.typing, running.mark)]).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_key_marks_the_line_being_typed_or_the_one_just_typed() {
        let rows = [
            ("one ", "one Said, |Said"),
            ("one P ", "one Promise(Me), |Said"),
            ("one P P ", "one Promise(Them), |Said"),
            ("one P P P ", "one Said, |Said"),
            ("one  P", "one Promise(Me), |Said"),
            ("one  P A", "one Ask(Me), |Said"),
            ("one O A ", "one Ask(Me), |Said"),
            ("one O O A A ", "one Ask(Them), |Said"),
            ("one H ", "one HeadsUp, |Said"),
            ("one H H ", "one Said, |Said"),
            ("one  two O", "one Said, two|Offer(Me)"),
            ("one  two O  P", "one Said, two Promise(Me), |Said"),
            // Before anything was typed there is nothing but the line to come.
            ("O one ", "one Offer(Me), |Said"),
            (" ", "|Said"),
            ("O ", "|Said"),
        ];
        for (steps, expected) in rows {
            assert_eq!(typed(steps), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_thousand_lines_lose_no_word() {
        let mut running = Running::begin(30, 0);
        for nth in 0..1_000 {
            running.typing = format!("line{nth}");
            running.enter(Part::Theirs);
        }
        assert_eq!(running.lines.len(), MOST_LINES);
        let all: String = running.lines.iter().map(|line| format!("{}\n", line.text)).collect();
        assert!((0..1_000).all(|nth| all.lines().any(|line| line == format!("line{nth}"))));
    }
}
