//! A change as typed operations: what is stored, signed, sent and judged.
//!
//! Automerge's own encoding never comes from outside. A change is this structure with explicit counts;
//! [`crate::gate`] alone turns it into Automerge's form, and compares the hash.

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
    /// Sets the key, or inserts one character.
    Put(Scalar),
    /// Deletes a character.
    Delete,
}

/// One operation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Op {
    /// The object it is about.
    pub object: Object,
    /// The place in it.
    pub key: Key,
    /// Whether it inserts after `key` in a text.
    pub insert: bool,
    /// What it does.
    pub action: Action,
    /// The operations on the same place that it replaces.
    pub preds: Vec<OpId>,
}

/// Operations made at once by one actor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Who made it.
    pub actor: Actor,
    /// The how-manieth of that actor, from 1.
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

/// Why a change was refused. The number goes over the wire, so it never changes meaning.
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
    #[error("its number does not follow that device's last change")]
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
}
