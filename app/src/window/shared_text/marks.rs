//! Which characters were typed here, and in which go: what undo takes back is exactly those, and what it brings back stands
//! where it stood among the words that others wrote since.

use crate::window::text_field::{Turn, Turns};
use sideways_core::command::Splice;
use std::collections::HashSet;

/// A longer silence than this, in seconds, ends a go; so does a go of more than [`GO`].
const SILENCE: f64 = 0.8;
const GO: f64 = 4.0;
/// As many goes are remembered.
const GOES: usize = 200;
/// More characters than this, with those that are gone, and the oldest undo is forgotten.
const MOST: usize = 200_000;

/// A character, there or gone. Those that are gone keep their place.
#[derive(Clone, Debug)]
struct Mark {
    id: u64,
    letter: char,
    stands: bool,
}

/// What was typed in one go: characters that came, and others that went.
#[derive(Clone, Debug, Default)]
struct Go {
    came: Vec<u64>,
    gone: Vec<u64>,
    began: f64,
    last: f64,
    /// An input method's.
    composed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    next: u64,
    now: f64,
    undo: Vec<Go>,
    redo: Vec<Go>,
}

impl Marks {
    pub(super) fn of(text: &str) -> Self {
        let mut marks = Self::default();
        marks.insert(0, text);
        marks
    }

    pub(super) fn at(&mut self, time: f64) {
        self.now = time;
    }

    pub(super) fn turns(&self) -> Turns {
        let any = |goes: &[Go]| goes.iter().any(|go| self.would_change(go));
        Turns { undo: any(&self.undo), redo: any(&self.redo) }
    }

    /// An input method begins: its letters come and go in a go of their own.
    pub(super) fn begin_composing(&mut self) {
        self.undo.push(Go { began: self.now, last: self.now, composed: true, ..Go::default() });
    }

    /// Something was typed here. What an input method does to its own letters is one go.
    pub(super) fn typed(&mut self, splice: &Splice, composing: bool) {
        let gone = self.delete(splice.at, splice.delete);
        let came = self.insert(splice.at, &splice.insert);
        self.redo.clear();
        let now = self.now;
        let joins = |go: &&mut Go| match (composing, go.composed) {
            (true, true) => true,
            (false, false) => now - go.last < SILENCE && now - go.began < GO,
            _ => false,
        };
        match self.undo.last_mut().filter(joins) {
            Some(go) => {
                // What came and went in one go was never there.
                let here: HashSet<u64> = gone.iter().copied().filter(|id| go.came.contains(id)).collect();
                go.came.retain(|id| !here.contains(id));
                go.came.extend(came);
                go.gone.extend(gone.into_iter().filter(|id| !here.contains(id)));
                go.last = now;
            }
            None => self.undo.push(Go { came, gone, began: now, last: now, composed: composing }),
        }
        if self.undo.len() > GOES {
            self.undo.remove(0);
        }
        if self.marks.len() > MOST {
            self.marks.retain(|mark| mark.stands);
            self.undo.clear();
        }
    }

    /// Others wrote.
    pub(super) fn follow(&mut self, changes: &[Splice]) {
        for change in changes {
            self.delete(change.at, change.delete);
            self.insert(change.at, &change.insert);
        }
    }

    /// Takes the last go back, or brings back the last that was; the splices, one after the other.
    pub(super) fn turn(&mut self, turn: Turn) -> Option<Vec<Splice>> {
        loop {
            let goes = match turn {
                Turn::Undo => &mut self.undo,
                Turn::Redo => &mut self.redo,
            };
            let go = goes.pop()?;
            if !self.would_change(&go) {
                continue;
            }
            let (splices, back) = self.reversed(&go);
            let to = match turn {
                Turn::Undo => &mut self.redo,
                Turn::Redo => &mut self.undo,
            };
            to.push(back);
            return Some(splices);
        }
    }

    /// Whether anything of a go can still be taken back.
    fn would_change(&self, go: &Go) -> bool {
        let (came, gone): (HashSet<u64>, HashSet<u64>) =
            (go.came.iter().copied().collect(), go.gone.iter().copied().collect());
        self.marks.iter().any(|mark| if mark.stands { came.contains(&mark.id) } else { gone.contains(&mark.id) })
    }

    fn reversed(&mut self, go: &Go) -> (Vec<Splice>, Go) {
        let (came, gone): (HashSet<u64>, HashSet<u64>) =
            (go.came.iter().copied().collect(), go.gone.iter().copied().collect());
        let mut splices: Vec<Splice> = Vec::new();
        // Never joined by what is typed next.
        let mut back = Go { began: f64::NEG_INFINITY, last: f64::NEG_INFINITY, ..Go::default() };
        let mut at = 0;
        for mark in &mut self.marks {
            let (goes, comes) = (mark.stands && came.contains(&mark.id), !mark.stands && gone.contains(&mark.id));
            if goes || comes {
                let begins = splices.last().is_none_or(|last| last.at + last.insert.chars().count() != at);
                if begins {
                    splices.push(Splice { at, delete: 0, insert: String::new() });
                }
                if let Some(last) = splices.last_mut() {
                    if goes {
                        last.delete += 1;
                    } else {
                        last.insert.push(mark.letter);
                    }
                }
                mark.stands = comes;
                if goes {
                    back.gone.push(mark.id);
                } else {
                    back.came.push(mark.id);
                }
            }
            at += usize::from(mark.stands);
        }
        (splices, back)
    }

    /// Behind so many characters that stand.
    fn place(&self, at: usize) -> usize {
        if at == 0 {
            return 0;
        }
        let mut standing = self.marks.iter().enumerate().filter(|(_, mark)| mark.stands);
        standing.nth(at - 1).map_or(self.marks.len(), |(place, _)| place + 1)
    }

    fn insert(&mut self, at: usize, text: &str) -> Vec<u64> {
        let place = self.place(at);
        let first = self.next;
        let mut next = first;
        let new: Vec<Mark> = text
            .chars()
            .map(|letter| {
                next += 1;
                Mark { id: next - 1, letter, stands: true }
            })
            .collect();
        self.next = next;
        self.marks.splice(place..place, new);
        (first..next).collect()
    }

    fn delete(&mut self, at: usize, count: usize) -> Vec<u64> {
        let standing = self.marks.iter_mut().filter(|mark| mark.stands);
        standing
            .skip(at)
            .take(count)
            .map(|mark| {
                mark.stands = false;
                mark.id
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splice(at: usize, delete: usize, insert: &str) -> Splice {
        Splice { at, delete, insert: insert.to_owned() }
    }

    fn apply(text: &mut Vec<char>, splices: &[Splice]) {
        for it in splices {
            text.splice(it.at..it.at + it.delete, it.insert.chars());
        }
    }

    #[test]
    fn undo_takes_back_what_was_typed_here_and_no_letter_of_the_other() {
        let mut marks = Marks::of("one two");
        let mut text: Vec<char> = "one two".chars().collect();
        let type_it = |marks: &mut Marks, text: &mut Vec<char>, it: Splice, time: f64| {
            marks.at(time);
            marks.typed(&it, false);
            apply(text, &[it]);
        };
        type_it(&mut marks, &mut text, splice(3, 0, " mine"), 1.0);
        // They write into the middle of it, and before it.
        let theirs = [splice(5, 0, "THEIRS"), splice(0, 0, "They. ")];
        marks.follow(&theirs);
        apply(&mut text, &theirs);
        type_it(&mut marks, &mut text, splice(0, 5, ""), 9.0);
        let said = |text: &[char]| text.iter().collect::<String>();
        assert_eq!(said(&text), " one mTHEIRSine two");
        let back = marks.turn(Turn::Undo).unwrap();
        apply(&mut text, &back);
        assert_eq!(said(&text), "They. one mTHEIRSine two");
        let back = marks.turn(Turn::Undo).unwrap();
        apply(&mut text, &back);
        assert_eq!(said(&text), "They. oneTHEIRS two");
        assert!(marks.turn(Turn::Undo).is_none());
        for after in ["They. one mTHEIRSine two", " one mTHEIRSine two"] {
            let again = marks.turn(Turn::Redo).unwrap();
            apply(&mut text, &again);
            assert_eq!(said(&text), after);
        }
        assert!(marks.turn(Turn::Redo).is_none());
    }

    #[test]
    fn what_is_typed_in_one_go_is_undone_in_one_go() {
        let mut marks = Marks::of("");
        for (nth, letter) in ["H", "a", "l", "f", " ", "a"].into_iter().enumerate() {
            marks.at(nth as f64 * 0.2);
            marks.typed(&splice(nth, 0, letter), false);
        }
        marks.at(9.0);
        marks.typed(&splice(6, 0, "!"), false);
        assert_eq!(marks.turn(Turn::Undo), Some(vec![splice(6, 1, "")]));
        assert_eq!(marks.turn(Turn::Undo), Some(vec![splice(0, 6, "")]));
        assert_eq!(marks.turn(Turn::Undo), None);
    }

    /// Whatever both do, undoing all of mine leaves all of theirs, in their order.
    #[test]
    fn all_of_mine_undone_leaves_all_of_theirs() {
        for seed in 1..400_u64 {
            let mut seed = seed;
            let mut next = |below: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) as usize % below
            };
            let (mut marks, mut text) = (Marks::of(""), Vec::new());
            let mut theirs = Vec::new();
            for step in 0..30_usize {
                let at = next(text.len() + 1);
                match next(6) {
                    0..=2 => {
                        let word = ["mine", "x", "  "][next(3)];
                        marks.at(step as f64 * [0.1, 2.0][next(2)]);
                        let it = splice(at, 0, word);
                        marks.typed(&it, false);
                        apply(&mut text, &[it]);
                    }
                    3 | 4 => {
                        let it = splice(at, 0, &format!("T{step:02}"));
                        // Theirs are capital letters and figures; where it stands among theirs:
                        let before = text.iter().take(at).filter(|c: &&char| is_theirs(**c)).count();
                        theirs.splice(before..before, it.insert.chars());
                        marks.follow(std::slice::from_ref(&it));
                        apply(&mut text, &[it]);
                    }
                    _ => {
                        if let Some(splices) = marks.turn([Turn::Undo, Turn::Redo][next(2)]) {
                            apply(&mut text, &splices);
                        }
                    }
                }
            }
            while let Some(splices) = marks.turn(Turn::Undo) {
                apply(&mut text, &splices);
            }
            assert_eq!(text, theirs);
        }
    }

    fn is_theirs(letter: char) -> bool {
        letter == 'T' || letter.is_ascii_digit()
    }
}
