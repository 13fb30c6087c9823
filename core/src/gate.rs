//! The gate: a change is typed, bounded and judged before anything else learns of it.
//!
//! The verdict depends on the change, its causal past and who signed it, and on nothing else, so honest
//! devices can't disagree about it. My own changes pass the same gate.

use crate::{
    change::{Action, Change, Key, Object, Op, OpId, Reason, Scalar},
    document::{Encoded, Graph, Index, Known, ObjectKind, Position},
    id::{DeviceId, Hash, PersonId},
    limits, list,
};
use std::collections::HashSet;

/// Who signed a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Author {
    pub(crate) device: DeviceId,
    pub(crate) person: PersonId,
}

/// What a document of that kind may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Schema {
    /// Only my devices write here: the structure is checked, the meaning is theirs.
    Private,
    /// Two people write here.
    SharedList,
}

/// A change that passed. Only the gate makes one, and only this is ever applied.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) change: Change,
    pub(crate) encoded: Encoded,
    pub(crate) deps: Vec<Position>,
    /// What stands in the document and not in this change's past; the same for a change that follows it.
    pub(crate) unseen: HashSet<Position>,
}

/// Why a change did not pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stopped {
    /// It is in the document already.
    Known,
    /// It builds on a change that has not come yet.
    Waits,
    /// It never will.
    Refused(Reason),
}

impl From<Reason> for Stopped {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason)
    }
}

/// Turns a change into Automerge's form, which gives it its identity, once its bounds are checked.
pub(crate) fn encode(change: &Change) -> Result<Encoded, Reason> {
    bounded(change)?;
    Encoded::new(change)
}

fn bounded(change: &Change) -> Result<(), Reason> {
    let last_op = change.start_op.saturating_add(change.ops.len() as u64);
    let small = change.ops.len() <= limits::OPS_IN_CHANGE
        && change.deps.len() <= limits::DEPS_IN_CHANGE
        && change.ops.iter().all(|op| {
            op.preds.len() <= limits::PREDS_IN_OP
                && !matches!(&op.key, Key::Map(key) if key.is_empty() || key.len() > limits::KEY_BYTES)
                && !matches!(&op.action, Action::Put(Scalar::Str(text)) if text.len() > limits::TEXT_BYTES)
        });
    if !small {
        return Err(Reason::TooLarge);
    }
    let counted =
        change.start_op >= 1 && change.seq >= 1 && last_op < limits::OP_COUNTER && change.seq < limits::OP_COUNTER;
    if !counted {
        return Err(Reason::Counter);
    }
    if !change.deps.is_sorted_by(|a, b| a < b) {
        return Err(Reason::Sequence);
    }
    Ok(())
}

/// What a change is judged against.
pub(crate) struct Bench<'a> {
    pub(crate) schema: Schema,
    pub(crate) graph: &'a Graph,
    pub(crate) index: &'a Index,
    /// What is known to be unseen by a change that builds on this one alone.
    pub(crate) unseen_after: Option<(&'a Hash, &'a HashSet<Position>)>,
}

impl Bench<'_> {
    /// Judges a change whose signature by `author` was checked.
    pub(crate) fn judge(&self, change: Change, encoded: Encoded, author: &Author) -> Result<Judged, Stopped> {
        if self.graph.position(&encoded.hash).is_some() {
            return Err(Stopped::Known);
        }
        if !change.actor.is_run_of(&author.device) {
            return Err(Reason::Actor.into());
        }
        let deps: Option<Vec<_>> = change.deps.iter().map(|hash| self.graph.position(hash)).collect();
        let deps = deps.ok_or(Stopped::Waits)?;
        self.follows(&change)?;
        if change.start_op != self.graph.max_op(&deps) + 1 {
            return Err(Reason::Counter.into());
        }
        let unseen = match (self.unseen_after, change.deps.as_slice()) {
            (Some((last, unseen)), [only]) if last == only => unseen.clone(),
            _ => self.graph.beyond(&deps).into_iter().collect(),
        };
        let mut own = Index::default();
        for (counter, op) in (change.start_op..).zip(&change.ops) {
            let sight = Sight { bench: self, own: &own, change: &change, unseen: &unseen };
            let of = sight.object(&op.object).ok_or(Reason::Reference)?;
            sight.refers(op, &of)?;
            if self.schema == Schema::SharedList {
                list::schema::check(&of.path, op, &sight.circumstances(op, author))?;
            }
            own.add(OpId { counter, actor: change.actor }, op, &of.path);
        }
        Ok(Judged { change, encoded, deps, unseen })
    }

    fn follows(&self, change: &Change) -> Result<(), Reason> {
        let (made, last) = self.graph.last_of(&change.actor);
        if change.seq <= made {
            return Err(Reason::Fork);
        }
        let names_last = last.is_none_or(|last| change.deps.contains(&last.hash));
        if change.seq == made + 1 && names_last { Ok(()) } else { Err(Reason::Sequence) }
    }
}

/// What an operation of a change can see: its change's causal past and the operations before it.
struct Sight<'a> {
    bench: &'a Bench<'a>,
    own: &'a Index,
    change: &'a Change,
    unseen: &'a HashSet<Position>,
}

impl Sight<'_> {
    /// The index to look that operation up in; none where it is not in the causal past.
    fn holder(&self, id: &OpId) -> Option<&Index> {
        if id.actor == self.change.actor && id.counter >= self.change.start_op {
            return Some(self.own);
        }
        let maker = self.bench.graph.maker(&id.actor, id.counter)?;
        (!self.unseen.contains(&maker)).then_some(self.bench.index)
    }

    fn object(&self, object: &Object) -> Option<Known> {
        match object {
            Object::Root => self.bench.index.object(object),
            Object::Made(id) => self.holder(id)?.object(object),
        }
    }

    fn is_element(&self, id: &OpId, text: &Object) -> bool {
        self.holder(id).is_some_and(|index| index.is_element(id, text))
    }

    fn refers(&self, op: &Op, of: &Known) -> Result<(), Reason> {
        let good = match (of.kind, &op.key) {
            (ObjectKind::Map, Key::Map(key)) => {
                !op.insert
                    && op.action != Action::Delete
                    && op.preds.is_sorted_by(|a, b| a < b)
                    && op.preds.iter().all(|id| self.holder(id).is_some_and(|index| index.wrote(id, &op.object, key)))
            }
            (ObjectKind::Text, Key::Head) => op.insert && inserts_one(op),
            (ObjectKind::Text, Key::Element(at)) => {
                let inserts = op.insert && inserts_one(op);
                let deletes = !op.insert && op.action == Action::Delete && op.preds == [*at];
                (inserts || deletes) && self.is_element(at, &op.object)
            }
            _ => false,
        };
        if good { Ok(()) } else { Err(Reason::Reference) }
    }

    fn circumstances(&self, op: &Op, author: &Author) -> list::schema::Circumstances {
        let made_here = |id: &OpId| id.actor == self.change.actor && id.counter >= self.change.start_op;
        let written = |key: &str| {
            self.own.is_written(op.object, key)
                || self.bench.index.is_written_in(op.object, key, |id| {
                    self.bench.graph.maker(&id.actor, id.counter).is_some_and(|maker| !self.unseen.contains(&maker))
                })
        };
        list::schema::Circumstances {
            author: author.person,
            object_is_new: matches!(&op.object, Object::Made(id) if made_here(id)),
            key_is_new: op.preds.is_empty() && !matches!(&op.key, Key::Map(key) if written(key)),
        }
    }
}

fn inserts_one(op: &Op) -> bool {
    let one = matches!(&op.action, Action::Put(Scalar::Str(text)) if {
        let mut chars = text.chars();
        chars.next().is_some() && chars.next().is_none()
    });
    one && op.preds.is_empty()
}
