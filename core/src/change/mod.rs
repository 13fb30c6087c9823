//! A change as typed operations: what is stored, signed, sent and judged.
//!
//! Automerge's own encoding never comes from outside. A change is this structure with explicit counts; the gate
//! alone turns it into Automerge's form, and compares the hash.
//!
//! Text travels and lies as runs: characters that follow each other are one operation here and as many in
//! Automerge, and in its bytes an actor is named once per change. So a letter costs about a byte, and the hash stays
//! Automerge's.

mod packed;

use crate::id::{Actor, Hash};
use serde::{Deserialize, Serialize};

/// Who made an operation, and its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OpId {
    /// The operation's number; greater than all in the causal past.
    pub counter: u64,
    /// Who made it.
    pub actor: Actor,
}

/// The object an operation is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Object {
    /// The document's root map.
    Root,
    /// The object made by that operation.
    Made(OpId),
}

/// The place in the object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Key {
    /// A key of a map.
    Map(String),
    /// The beginning of a text.
    Head,
    /// A character of a text, by the operation that inserted it.
    Element(OpId),
}

/// A value without parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Scalar {
    /// Text that is replaced whole.
    Str(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

/// What an operation does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Action {
    /// Makes a map at the key.
    MakeMap,
    /// Makes a text at the key.
    MakeText,
    /// Sets the key. Where the operation inserts: puts these characters there, each behind the one before.
    Put(Scalar),
    /// Deletes so many characters of a text: the one that the key names, and those that its actor numbered next.
    Delete(u64),
}

/// One operation, or where it is about several characters, one for each of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Op {
    /// The object it is about.
    pub object: Object,
    /// The place in it.
    pub key: Key,
    /// Whether it inserts after `key` in a text.
    pub insert: bool,
    /// What it does.
    pub action: Action,
    /// The operations on the same key that it replaces. None where it inserts or deletes characters.
    pub preds: Vec<OpId>,
}

impl Op {
    /// How many operations of Automerge it stands for.
    #[must_use]
    pub fn count(&self) -> u64 {
        match &self.action {
            Action::Put(Scalar::Str(text)) if self.insert => text.chars().count() as u64,
            Action::Delete(count) => *count,
            Action::Put(_) | Action::MakeMap | Action::MakeText => 1,
        }
    }
}

/// Operations made at once by one actor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "packed::Packed", try_from = "packed::Packed")]
pub struct Change {
    /// Who made it.
    pub actor: Actor,
    /// Its number among that actor's changes, from 1.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// When, by the maker's clock, in milliseconds since 1970. Only shown; it orders nothing.
    pub unix_ms: i64,
    /// What its maker had seen.
    pub deps: Vec<Hash>,
    /// The operations.
    pub ops: Vec<Op>,
}

/// Operations that each stand for one of Automerge, numbered from `first` on, with those that follow each other in a
/// text made one.
pub(crate) fn joined(ops: impl Iterator<Item = Op>, first: OpId) -> Vec<Op> {
    let mut joined: Vec<Op> = Vec::new();
    for (counter, op) in (first.counter..).zip(ops) {
        // The number of the operation before this one.
        let before = OpId { counter: counter.wrapping_sub(1), ..first };
        let begins = match joined.last_mut() {
            Some(last) => join(last, op, before),
            None => Some(op),
        };
        joined.extend(begins);
    }
    joined
}

/// Makes `op` part of the run that `last` is, whose last operation is `before`; gives it back where it begins another.
fn join(last: &mut Op, op: Op, before: OpId) -> Option<Op> {
    if last.object != op.object || last.insert != op.insert {
        return Some(op);
    }
    match (&mut last.action, &op.action) {
        (Action::Put(Scalar::Str(run)), Action::Put(Scalar::Str(next)))
            if op.insert && op.key == Key::Element(before) =>
        {
            run.push_str(next);
            None
        }
        (Action::Delete(count), Action::Delete(1)) => match (&last.key, &op.key) {
            (Key::Element(first), Key::Element(at))
                if first.actor == at.actor && first.counter + *count == at.counter =>
            {
                *count += 1;
                None
            }
            _ => Some(op),
        },
        _ => Some(op),
    }
}

impl Change {
    /// How many operations of Automerge it stands for.
    #[must_use]
    pub fn op_count(&self) -> u64 {
        self.ops.iter().fold(0, |count, op| count.saturating_add(op.count()))
    }
}

/// Consecutive changes of one actor, covered by a signature over the last.
///
/// One signature covers the run, because every change after an actor's first names the one before it
/// among its dependencies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// In order, at least one.
    pub changes: Vec<Change>,
    /// Ed25519, over `"sideways/change/1" ‖ document id ‖ hash of the last change`.
    #[serde(with = "crate::device::signature_bytes")]
    pub signature: [u8; 64],
}

/// Why a change was refused. Its place in this list goes over the wire, so a new one stands at the end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, thiserror::Error)]
#[repr(u8)]
pub enum Reason {
    /// A bound of `limits.rs` is exceeded.
    #[error("it is larger than a change may be")]
    TooLarge = 1,
    /// The signature does not fit, or its device is none of this person's.
    #[error("it is not signed by a device of that person")]
    Signature = 2,
    /// The actor is not a run of the device that signed.
    #[error("it claims to come from another device")]
    Actor = 3,
    /// A gap, or a second change with one number.
    #[error("its number does not follow that device’s last change")]
    Sequence = 4,
    /// The operation counter does not follow the causal past.
    #[error("its operations are numbered wrongly")]
    Counter = 5,
    /// An object, element or predecessor that does not exist there.
    #[error("it refers to something that does not exist")]
    Reference = 6,
    /// Not what a shared list may hold.
    #[error("it does not fit a shared list")]
    Schema = 7,
    /// The signer may not write there.
    #[error("it writes where only the other person may")]
    Authority = 8,
    /// It builds on a change that was refused.
    #[error("it builds on a change that was refused")]
    Ancestor = 9,
    /// Two different changes carry one number of one device.
    #[error("that device made two different changes with one number")]
    Fork = 10,
    /// The document holds as much as it may.
    #[error("the list is full; continue in a fresh one")]
    Full = 11,
    /// Automerge did not take it.
    #[error("it could not be applied")]
    Unusable = 12,
    /// It says that it was made before 2000 or after 2200.
    #[error("it is dated in a year that no clock shows")]
    Time = 13,
}
