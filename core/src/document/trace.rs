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
    Spliced { object: Object, gone: Gone, came: usize, restores: Vec<OpId> },
}

/// Characters that went, and between which they stood.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Gone {
    pub(crate) chars: Vec<(OpId, char)>,
    pub(crate) after: Option<OpId>,
    pub(crate) before: Option<OpId>,
}

impl Gone {
    /// Says that a character stands again, under another name.
    pub(crate) fn rename(&mut self, old: OpId, new: OpId) {
        let named = self.after.iter_mut().chain(&mut self.before).chain(self.chars.iter_mut().map(|(id, _)| id));
        named.filter(|id| **id == old).for_each(|id| *id = new);
    }
}

/// All that was done, in order.
#[derive(Default, Debug)]
pub(crate) struct Trace {
    done: Vec<Traced>,
}

/// Characters that one change inserted, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Inserted {
    pub(crate) first: OpId,
    pub(crate) count: u64,
}

impl Inserted {
    /// Says that a character stands again, under another name; what is left of the run stays around it.
    pub(crate) fn rename(self, old: OpId, new: OpId) -> Vec<Self> {
        let end = self.first.counter + self.count;
        if old.actor != self.first.actor || !(self.first.counter..end).contains(&old.counter) {
            return vec![self];
        }
        let run = |from, to| Self { first: OpId { counter: from, ..self.first }, count: to - from };
        let parts = [run(self.first.counter, old.counter), Self { first: new, count: 1 }, run(old.counter + 1, end)];
        parts.into_iter().filter(|run| run.count > 0).collect()
    }
}

impl Trace {
    pub(super) fn note(&mut self, traced: Traced) {
        self.done.push(traced);
    }

    pub(crate) fn done(self) -> Vec<Traced> {
        self.done
    }
}
