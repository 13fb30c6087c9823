//! What a change of my own did, in the terms that undo needs: what stood before, and what stands now.

use crate::change::{Object, OpId, Scalar};
use serde::{Deserialize, Serialize};

/// One thing that was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Traced {
    /// A key was set.
    Put { object: Object, key: String, mine: Scalar, back: Option<Scalar> },
    /// A map was made.
    Made { within: Object, key: String, made: Object },
    /// Characters went, and others came; which came, the change itself says.
    Spliced { object: Object, gone: Gone, came: usize, restores: Vec<CharRun> },
}

/// Characters that one actor numbered one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct CharRun {
    pub(crate) first: OpId,
    pub(crate) count: u64,
}

impl CharRun {
    /// The runs that these characters make, in their order.
    pub(crate) fn all_of(ids: impl IntoIterator<Item = OpId>) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for id in ids {
            match runs.last_mut() {
                Some(run) if run.first.actor == id.actor && run.end() == id.counter => run.count += 1,
                _ => runs.push(Self { first: id, count: 1 }),
            }
        }
        runs
    }

    /// The number after its last character's.
    fn end(&self) -> u64 {
        self.first.counter.saturating_add(self.count)
    }

    /// Its characters.
    pub(crate) fn ids(self) -> impl Iterator<Item = OpId> {
        (self.first.counter..self.end()).map(move |counter| OpId { counter, ..self.first })
    }

    /// The name that a character has, when those of `old` stand again as those from `new` on.
    fn renamed(id: OpId, old: Self, new: OpId) -> OpId {
        let inside = id.actor == old.first.actor && (old.first.counter..old.end()).contains(&id.counter);
        if inside { OpId { counter: new.counter + (id.counter - old.first.counter), ..new } } else { id }
    }

    /// Says that the characters of `old` stand again, as those from `new` on; what is left of the run stays around
    /// them.
    pub(crate) fn rename(self, old: Self, new: OpId) -> Vec<Self> {
        let (from, to) = (self.first.counter.max(old.first.counter), self.end().min(old.end()));
        if old.first.actor != self.first.actor || from >= to {
            return vec![self];
        }
        let run = |from, to| Self { first: OpId { counter: from, ..self.first }, count: to - from };
        let again = Self { first: Self::renamed(run(from, to).first, old, new), count: to - from };
        let parts = [run(self.first.counter, from), again, run(to, self.end())];
        parts.into_iter().filter(|run| run.count > 0).collect()
    }
}

/// Characters that went, and between which they stood.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Gone {
    pub(crate) chars: Vec<CharRun>,
    pub(crate) text: String,
    pub(crate) after: Option<OpId>,
    pub(crate) before: Option<OpId>,
}

impl Gone {
    /// Says that characters stand again, under other names.
    pub(crate) fn rename(&mut self, old: CharRun, new: OpId) {
        for id in self.after.iter_mut().chain(&mut self.before) {
            *id = CharRun::renamed(*id, old, new);
        }
        self.chars = self.chars.iter().flat_map(|run| run.rename(old, new)).collect();
    }
}

/// All that was done, in order.
#[derive(Default, Debug)]
pub(crate) struct Trace {
    done: Vec<Traced>,
}

impl Trace {
    pub(super) fn note(&mut self, traced: Traced) {
        self.done.push(traced);
    }

    pub(crate) fn done(self) -> Vec<Traced> {
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Actor;

    #[test]
    fn what_stands_again_is_known_by_its_new_name() {
        let id = |actor: u8, counter| OpId { counter, actor: Actor([actor; 24]) };
        let run = |actor, from, to| CharRun { first: id(actor, from), count: to - from };
        let new = id(2, 100);
        for (of, old, parts) in [
            (run(1, 10, 20), run(1, 10, 20), vec![run(2, 100, 110)]),
            (run(1, 10, 20), run(1, 12, 15), vec![run(1, 10, 12), run(2, 100, 103), run(1, 15, 20)]),
            (run(1, 10, 20), run(1, 5, 12), vec![run(2, 105, 107), run(1, 12, 20)]),
            (run(1, 10, 20), run(1, 18, 30), vec![run(1, 10, 18), run(2, 100, 102)]),
            (run(1, 10, 20), run(1, 20, 30), vec![run(1, 10, 20)]),
            (run(1, 10, 20), run(3, 10, 20), vec![run(1, 10, 20)]),
        ] {
            assert_eq!(of.rename(old, new), parts, "{of:?} with {old:?}");
        }
        assert_eq!(CharRun::all_of([id(1, 3), id(1, 4), id(2, 5), id(1, 5)]).len(), 3);
    }
}
