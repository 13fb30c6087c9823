//! What a colleague said last that they have of the list, so that the next sealed file need not hold it again.

use crate::{
    document::{Graph, Position},
    grant::Grant,
    id::{DeviceId, DocId, Hash},
    limits,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The heads that one of their devices has, or more of them than there are here.
///
/// Only the device that spoke last counts: theirs tell each other, and one that lies in a drawer must not make every
/// file hold everything. One that lacks what a file builds on says so, and with that speaks last.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Acknowledged {
    by: DeviceId,
    list: DocId,
    heads: Vec<Hash>,
}

impl Acknowledged {
    /// It has all that is here.
    pub(crate) fn all(grant: &Grant, heads: Vec<Hash>) -> Self {
        Self { by: grant.remote, list: grant.list, heads }
    }

    /// What it has of that list.
    pub(crate) fn of(&self, list: &DocId) -> &[Hash] {
        if self.list == *list { &self.heads } else { &[] }
    }

    /// The same after it said that it has `theirs` too. What a device has it goes on having, so a file that is read again
    /// later takes nothing back.
    pub(crate) fn and(before: Option<&Self>, grant: &Grant, theirs: &[Hash], graph: &Graph) -> Self {
        let before = before.filter(|it| it.by == grant.remote).map_or(&[][..], |it| it.of(&grant.list));
        let theirs = theirs.get(..limits::HEADS.min(theirs.len())).unwrap_or_default();
        let beyond = |heads: &[Hash]| -> BTreeSet<Position> {
            let known: Vec<Position> = heads.iter().filter_map(|head| graph.position(head)).collect();
            graph.not_ancestors_of(&known).into_iter().collect()
        };
        let (of_theirs, of_before) = (beyond(theirs), beyond(before));
        let stays = |head: &Hash, other: &[Hash], beyond: &BTreeSet<Position>| {
            other.contains(head) || graph.position(head).is_none_or(|at| beyond.contains(&at))
        };
        let kept = before.iter().filter(|head| stays(head, theirs, &of_theirs) && !theirs.contains(head));
        let new = theirs.iter().filter(|head| stays(head, before, &of_before));
        let mut heads: Vec<Hash> = new.chain(kept).copied().collect();
        heads.truncate(limits::HEADS);
        heads.sort_unstable();
        heads.dedup();
        Self { by: grant.remote, list: grant.list, heads }
    }
}
