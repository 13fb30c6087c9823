//! What stands in a document and not in a change's past: found only when something of the change asks for it, and
//! shared with the changes that follow it.

use super::graph::{Graph, Position};
use crate::id::Hash;
use std::{
    cell::OnceCell,
    collections::{HashSet, VecDeque},
    sync::Arc,
};

/// So many of the changes judged last are remembered: as many as devices that write at once.
const RECENT: usize = 32;

/// What stands in the document and not in a change's past.
#[derive(Clone, Debug)]
pub(super) struct Unseen {
    /// What was accepted before the change was judged and is not in its past.
    older: Arc<HashSet<Position>>,
    /// Whatever was accepted from here on.
    from: Position,
}

impl Unseen {
    fn contains(&self, position: Position) -> bool {
        position >= self.from || self.older.contains(&position)
    }
}

/// The past of a change that is judged.
pub(super) struct Past<'a> {
    graph: &'a Graph,
    recent: &'a Recent,
    hashes: &'a [Hash],
    deps: &'a [Position],
    unseen: OnceCell<Unseen>,
}

impl<'a> Past<'a> {
    pub(super) fn new(graph: &'a Graph, recent: &'a Recent, hashes: &'a [Hash], deps: &'a [Position]) -> Self {
        Self { graph, recent, hashes, deps, unseen: OnceCell::new() }
    }

    /// Whether it holds the change at that position.
    pub(super) fn holds(&self, position: Position) -> bool {
        self.graph.spend(1);
        !self.unseen.get_or_init(|| self.find()).contains(position)
    }

    /// What it lacks, where something asked.
    pub(super) fn unseen(self) -> Option<Unseen> {
        self.unseen.into_inner()
    }

    fn find(&self) -> Unseen {
        let from = self.graph.next();
        let known = self.recent.0.iter().rev().find_map(|recent| match self.hashes {
            // It follows that one, and nothing else: what that one hadn't seen, this one hasn't, nor what came since.
            [only] if *only == recent.hash && recent.unseen.from == recent.position => {
                Some(Unseen { older: recent.unseen.older.clone(), from: recent.position + 1 })
            }
            // It saw what that one saw: and so not that one, nor whatever came since.
            _ if *self.deps == *recent.deps => Some(recent.unseen.clone()),
            _ => None,
        });
        known.unwrap_or_else(|| {
            let older = self.graph.not_ancestors_of(self.deps).into_iter().collect();
            Unseen { older: Arc::new(older), from }
        })
    }
}

/// What is known to be unseen by the changes that were accepted last, so that those that follow need no search.
#[derive(Debug, Default)]
pub(super) struct Recent(VecDeque<Judged>);

#[derive(Debug)]
struct Judged {
    hash: Hash,
    position: Position,
    deps: Vec<Position>,
    unseen: Unseen,
}

impl Recent {
    pub(super) fn note(&mut self, hash: Hash, position: Position, deps: Vec<Position>, unseen: Unseen) {
        if self.0.len() == RECENT {
            self.0.pop_front();
        }
        self.0.push_back(Judged { hash, position, deps, unseen });
    }
}
