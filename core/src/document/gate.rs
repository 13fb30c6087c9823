//! The gate: a change is typed, bounded and judged before anything else learns of it.
//!
//! The verdict depends on the change, its causal past and who signed it, and on nothing else, so honest
//! devices can't disagree about it. My own changes pass the same gate.

use super::{
    Encoded,
    graph::{Graph, Position},
    index::{Index, ObjectInfo, ObjectKind, Path},
    unseen::{Past, Recent, Unseen},
};
use crate::{
    change::{Action, Change, Key, Object, Op, OpId, Reason, Scalar},
    id::{DeviceId, PersonId},
    limits,
};

/// Who signed a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Author {
    pub(crate) device: DeviceId,
    pub(crate) person: PersonId,
}

/// What a kind of document lets an operation do at a path. A kind without rules is written by my devices only: there
/// the structure is checked, and the meaning is theirs.
pub(crate) type Rules = fn(&Path, &Op, &Circumstances) -> Result<(), Reason>;

/// What the structure says about an operation, for the rules of its document's kind.
pub(crate) struct Circumstances {
    /// Nobody's where only another device of mine still knows them: then whose a place is isn't asked.
    pub(crate) author: Option<PersonId>,
    /// The object was made in the same change.
    pub(crate) object_is_new: bool,
    /// It makes a map, or writes in an object made in the same change; nothing in its past wrote that key, and it
    /// claims to replace nothing.
    pub(crate) key_is_new: bool,
}

/// A change that passed. Only the gate makes one, and only this is ever applied.
#[derive(Debug)]
pub(crate) struct ValidatedChange {
    pub(super) change: Change,
    pub(super) encoded: Encoded,
    pub(super) deps: Vec<Position>,
    /// What it hadn't seen, where that was looked for.
    pub(super) unseen: Option<Unseen>,
}

/// Why a change did not pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rejected {
    /// It is in the document already.
    Duplicate,
    /// It builds on a change that has not come yet.
    MissingDeps,
    /// It never will pass.
    Invalid(Reason),
}

impl From<Reason> for Rejected {
    fn from(reason: Reason) -> Self {
        Self::Invalid(reason)
    }
}

/// Turns a change into Automerge's form, which gives it its identity, once its bounds are checked.
pub(crate) fn encode(change: &Change) -> Result<Encoded, Reason> {
    bounded(change)?;
    Encoded::new(change)
}

fn bounded(change: &Change) -> Result<(), Reason> {
    let ops = change.op_count();
    let small = ops <= limits::OPS_IN_CHANGE as u64
        && change.ops.len() <= limits::OPS_IN_CHANGE
        && change.deps.len() <= limits::DEPS_IN_CHANGE
        && change.ops.iter().all(|op| {
            op.preds.len() <= limits::PREDS_IN_OP
                && !matches!(&op.key, Key::Map(key) if key.is_empty() || key.len() > limits::KEY_BYTES)
                && text_of(op).is_none_or(|text| text.len() <= most_text(op))
        });
    if !small {
        return Err(Reason::TooLarge);
    }
    let last_op = change.start_op.saturating_add(ops);
    let counted =
        change.start_op >= 1 && change.seq >= 1 && last_op < limits::OP_COUNTER && change.seq < limits::OP_COUNTER;
    if !counted {
        return Err(Reason::Counter);
    }
    if !limits::MOMENTS.contains(&change.unix_ms) {
        return Err(Reason::Time);
    }
    if !change.deps.is_sorted_by(|a, b| a < b) {
        return Err(Reason::Sequence);
    }
    Ok(())
}

fn text_of(op: &Op) -> Option<&str> {
    if let Action::Put(Scalar::Str(text)) = &op.action { Some(text) } else { None }
}

fn most_text(op: &Op) -> usize {
    if op.insert { limits::RUN_BYTES } else { limits::TEXT_BYTES }
}

/// What a change is judged against.
pub(super) struct Validator<'a> {
    pub(super) rules: Option<Rules>,
    pub(super) graph: &'a Graph,
    pub(super) index: &'a Index,
    pub(super) recent: &'a Recent,
}

impl Validator<'_> {
    /// Judges a change whose signature by `author` was checked.
    pub(super) fn judge(&self, change: Change, encoded: Encoded, author: &Author) -> Result<ValidatedChange, Rejected> {
        if !change.actor.is_run_of(&author.device) {
            return Err(Reason::Actor.into());
        }
        self.judge_by(change, encoded, Some(author.person))
    }

    /// The same without asking who made it.
    pub(super) fn judge_unknown(&self, change: Change, encoded: Encoded) -> Result<ValidatedChange, Rejected> {
        self.judge_by(change, encoded, None)
    }

    fn judge_by(
        &self,
        change: Change,
        encoded: Encoded,
        author: Option<PersonId>,
    ) -> Result<ValidatedChange, Rejected> {
        if self.graph.position(&encoded.hash).is_some() {
            return Err(Rejected::Duplicate);
        }
        let deps: Option<Vec<_>> = change.deps.iter().map(|hash| self.graph.position(hash)).collect();
        let deps = deps.ok_or(Rejected::MissingDeps)?;
        self.follows(&change)?;
        if change.start_op != self.graph.max_op(&deps) + 1 {
            return Err(Reason::Counter.into());
        }
        let past = Past::new(self.graph, self.recent, &change.deps, &deps);
        let mut own = Index::default();
        let mut counter = change.start_op;
        for op in &change.ops {
            let view = CausalView { validator: self, own: &own, own_end: counter, change: &change, past: &past };
            let of = view.object(&op.object).ok_or(Reason::Reference)?;
            view.refers(op, &of)?;
            if let Some(rules) = self.rules {
                rules(&of.path, op, &view.circumstances(op, author))?;
            }
            own.add(OpId { counter, actor: change.actor }, op, &of.path);
            counter = counter.saturating_add(op.count());
        }
        let unseen = past.unseen();
        Ok(ValidatedChange { change, encoded, deps, unseen })
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
struct CausalView<'a> {
    validator: &'a Validator<'a>,
    own: &'a Index,
    /// The number of the operation that looks.
    own_end: u64,
    change: &'a Change,
    past: &'a Past<'a>,
}

impl CausalView<'_> {
    /// The index to look that operation up in, and the number at which its change ends; none where it is not in the
    /// causal past.
    fn home(&self, id: &OpId) -> Option<(&Index, u64)> {
        if id.actor == self.change.actor && id.counter >= self.change.start_op {
            return Some((self.own, self.own_end));
        }
        let position = self.validator.graph.change_of(&id.actor, id.counter)?;
        let end = self.validator.graph.meta(position)?.max_op.saturating_add(1);
        self.past.holds(position).then_some((self.validator.index, end))
    }

    fn object(&self, object: &Object) -> Option<ObjectInfo> {
        match object {
            Object::Root => self.validator.index.object(object),
            Object::Made(id) => self.home(id)?.0.object(object),
        }
    }

    /// Whether that operation, and so many that its actor numbered next, each inserted a character of that text.
    fn are_elements(&self, first: &OpId, count: u64, text: &Object) -> bool {
        let Some(end) = first.counter.checked_add(count).filter(|_| count > 0) else { return false };
        let mut at = first.counter;
        while at < end {
            let id = OpId { counter: at, ..*first };
            let Some((index, change_end)) = self.home(&id) else { return false };
            let Some(run_end) = index.element_run_end(&id, text) else { return false };
            at = run_end.min(change_end);
        }
        true
    }

    fn refers(&self, op: &Op, of: &ObjectInfo) -> Result<(), Reason> {
        let good = match (of.kind, &op.key) {
            (ObjectKind::Map, Key::Map(key)) => {
                let wrote = |id: &OpId| self.home(id).is_some_and(|(index, _)| index.wrote(id, &op.object, key));
                // What one change writes twice stands once: the later takes the place of the earlier.
                let earlier = self.own.last_write(op.object, key);
                !op.insert
                    && earlier.is_none_or(|earlier| op.preds.contains(&earlier))
                    && !matches!(op.action, Action::Delete(_))
                    && op.preds.is_sorted_by(|a, b| a < b)
                    && op.preds.iter().all(wrote)
            }
            (ObjectKind::Text, Key::Head) => inserts(op),
            (ObjectKind::Text, Key::Element(at)) => match op.action {
                Action::Delete(count) => !op.insert && op.preds.is_empty() && self.are_elements(at, count, &op.object),
                _ => inserts(op) && self.are_elements(at, 1, &op.object),
            },
            _ => false,
        };
        if good { Ok(()) } else { Err(Reason::Reference) }
    }

    fn circumstances(&self, op: &Op, author: Option<PersonId>) -> Circumstances {
        let made_here = |id: &OpId| id.actor == self.change.actor && id.counter >= self.change.start_op;
        let object_is_new = matches!(&op.object, Object::Made(id) if made_here(id));
        let in_past = |id: &OpId| {
            let position = self.validator.graph.change_of(&id.actor, id.counter);
            position.is_some_and(|position| self.past.holds(position))
        };
        let written = |key: &str| {
            self.own.is_written(op.object, key) || self.validator.index.is_written_in(op.object, key, in_past)
        };
        Circumstances {
            author,
            object_is_new,
            key_is_new: (object_is_new || op.action == Action::MakeMap)
                && op.preds.is_empty()
                && !matches!(&op.key, Key::Map(key) if written(key)),
        }
    }
}

/// Whether it inserts characters, at least one.
fn inserts(op: &Op) -> bool {
    op.insert && op.preds.is_empty() && text_of(op).is_some_and(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
