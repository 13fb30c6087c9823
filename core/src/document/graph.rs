//! The graph of a document's changes: who made which, what each had seen, and what one side lacks.
//!
//! A change's position is the order of its acceptance here, so dependencies always stand before it.

use crate::{
    change::Change,
    id::{Actor, Hash},
};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap},
};

/// A change's place in the order of acceptance.
pub(crate) type Position = u32;

/// What is kept of a change.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    pub(crate) hash: Hash,
    pub(crate) start_op: u64,
    /// The greatest operation number in it and all it had seen.
    pub(crate) max_op: u64,
    pub(crate) unix_ms: i64,
    deps: Vec<Position>,
}

/// The graph.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    changes: Vec<Meta>,
    by_hash: HashMap<Hash, Position>,
    by_actor: HashMap<Actor, Vec<Position>>,
    heads: BTreeSet<Position>,
    /// Steps that were taken in it, of whatever kind.
    steps: Cell<u64>,
}

impl Graph {
    /// Counts work.
    pub(super) fn spend(&self, steps: u64) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// How much work was done so far: a measure that is the same on every computer.
    pub(crate) fn spent(&self) -> u64 {
        self.steps.get()
    }

    pub(crate) fn len(&self) -> usize {
        self.changes.len()
    }

    pub(crate) fn position(&self, hash: &Hash) -> Option<Position> {
        self.by_hash.get(hash).copied()
    }

    /// The position that the next change gets.
    pub(crate) fn next(&self) -> Position {
        self.changes.len() as Position
    }

    pub(crate) fn meta(&self, position: Position) -> Option<&Meta> {
        self.changes.get(position as usize)
    }

    pub(crate) fn heads(&self) -> Vec<Hash> {
        let mut heads: Vec<_> = self.heads.iter().filter_map(|at| Some(self.meta(*at)?.hash)).collect();
        heads.sort_unstable();
        heads
    }

    /// How many changes that actor made, and its last.
    pub(crate) fn last_of(&self, actor: &Actor) -> (u64, Option<&Meta>) {
        let made = self.by_actor.get(actor).map_or(&[][..], Vec::as_slice);
        (made.len() as u64, made.last().and_then(|at| self.meta(*at)))
    }

    /// The change that made the operation with that number, if that actor made one.
    pub(crate) fn change_of(&self, actor: &Actor, counter: u64) -> Option<Position> {
        let made = self.by_actor.get(actor)?;
        let after = made.partition_point(|at| self.meta(*at).is_some_and(|meta| meta.start_op <= counter));
        made.get(after.checked_sub(1)?).copied()
    }

    /// The greatest operation number in those changes and all they had seen.
    pub(crate) fn max_op(&self, of: &[Position]) -> u64 {
        of.iter().filter_map(|at| Some(self.meta(*at)?.max_op)).max().unwrap_or(0)
    }

    /// Adds a change whose dependencies are known.
    pub(crate) fn add(&mut self, change: &Change, hash: Hash, deps: Vec<Position>) -> Position {
        let position = self.changes.len() as Position;
        let max_op = change.start_op.saturating_add(change.op_count()).saturating_sub(1).max(self.max_op(&deps));
        for dep in &deps {
            self.heads.remove(dep);
        }
        self.heads.insert(position);
        self.by_hash.insert(hash, position);
        self.by_actor.entry(change.actor).or_default().push(position);
        self.changes.push(Meta { hash, start_op: change.start_op, max_op, unix_ms: change.unix_ms, deps });
        position
    }

    /// The changes that `known` and all they had seen leave out, in order of acceptance.
    ///
    /// The work grows with what is left out, not with the document: it walks back from the heads, newest
    /// first, and ends when everything that is left to visit is in the past of `known`.
    pub(crate) fn not_ancestors_of(&self, known: &[Position]) -> Vec<Position> {
        let mut visit: BinaryHeap<Position> = BinaryHeap::new();
        let mut seen: BTreeMap<Position, bool> = BTreeMap::new();
        let mut open = 0_usize;
        for head in &self.heads {
            seen.insert(*head, false);
            visit.push(*head);
            open += 1;
        }
        for at in known {
            match seen.insert(*at, true) {
                None => visit.push(*at),
                Some(false) => open -= 1,
                Some(true) => {}
            }
        }
        let mut beyond = Vec::new();
        while open > 0 {
            let Some(at) = visit.pop() else { break };
            self.spend(1 + self.meta(at).map_or(0, |meta| meta.deps.len() as u64));
            let in_past = seen.remove(&at).unwrap_or(true);
            if !in_past {
                open -= 1;
                beyond.push(at);
            }
            for dep in self.meta(at).map_or(&[][..], |meta| meta.deps.as_slice()) {
                match seen.get_mut(dep) {
                    None => {
                        seen.insert(*dep, in_past);
                        visit.push(*dep);
                        open += usize::from(!in_past);
                    }
                    Some(past) if in_past && !*past => {
                        *past = true;
                        open -= 1;
                    }
                    Some(_) => {}
                }
            }
        }
        beyond.reverse();
        beyond
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(actor: u8, seq: u64) -> Change {
        Change { actor: Actor([actor; 24]), seq, start_op: 1, unix_ms: 0, deps: vec![], ops: vec![] }
    }

    #[test]
    fn what_known_has_not_seen() {
        // 0 ─ 1 ─ 3 ─ 5
        //   └ 2 ─ 4 ┘
        let mut graph = Graph::default();
        for (at, deps) in [vec![], vec![0], vec![0], vec![1], vec![2], vec![3, 4]].into_iter().enumerate() {
            graph.add(&change(1, at as u64), Hash([at as u8; 32]), deps);
        }
        for (known, beyond) in [
            (vec![], vec![0, 1, 2, 3, 4, 5]),
            (vec![0], vec![1, 2, 3, 4, 5]),
            (vec![3], vec![2, 4, 5]),
            (vec![4], vec![1, 3, 5]),
            (vec![3, 4], vec![5]),
            (vec![1, 4], vec![3, 5]),
            (vec![5], vec![]),
        ] {
            assert_eq!(graph.not_ancestors_of(&known), beyond, "known {known:?}");
        }
    }
}
