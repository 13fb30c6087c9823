//! Typed changes to Automerge's form and back. Every hash survives both ways.
//!
//! Only encoding happens on the way in: no byte from outside reaches Automerge's decoder.

use crate::{
    change::{Action, Change, Key, Object, Op, OpId, Reason, Scalar},
    id::{Actor, Hash},
};
use automerge::{ActorId, ChangeHash, ExpandedChange, ObjType, ScalarValue, legacy};
use std::{num::NonZeroU64, panic::AssertUnwindSafe};

/// Automerge's form of a change whose bounds were checked. Its hash is the change's identity.
pub(crate) fn encode(change: &Change) -> Result<automerge::Change, Reason> {
    let start_op = NonZeroU64::new(change.start_op).ok_or(Reason::Counter)?;
    let expanded = ExpandedChange {
        operations: change.ops.iter().map(encode_op).collect(),
        actor_id: actor(&change.actor),
        hash: None,
        seq: change.seq,
        start_op,
        time: change.unix_ms,
        message: None,
        deps: change.deps.iter().map(|hash| ChangeHash(hash.0)).collect(),
        extra_bytes: Vec::new(),
        author: None,
    };
    // The encoder is not proved against every shape; a panic in it refuses the change and nothing more.
    std::panic::catch_unwind(AssertUnwindSafe(|| automerge::Change::from(expanded))).map_err(|_| Reason::Unusable)
}

/// The typed form of a change of our own; nothing where it holds what we never write.
pub(crate) fn decode(change: &automerge::Change) -> Option<Change> {
    let expanded = change.decode();
    Some(Change {
        actor: typed_actor(&expanded.actor_id)?,
        seq: expanded.seq,
        start_op: expanded.start_op.get(),
        unix_ms: expanded.time,
        deps: expanded.deps.iter().map(|hash| Hash(hash.0)).collect(),
        ops: expanded.operations.iter().map(decode_op).collect::<Option<_>>()?,
    })
}

pub(crate) fn hash(change: &automerge::Change) -> Hash {
    Hash(change.hash().0)
}

pub(crate) fn actor(actor: &Actor) -> ActorId {
    ActorId::from(actor.0.as_slice())
}

pub(crate) fn typed_actor(actor: &ActorId) -> Option<Actor> {
    actor.to_bytes().try_into().ok().map(Actor)
}

fn op_id(id: &OpId) -> legacy::OpId {
    legacy::OpId(id.counter, actor(&id.actor))
}

fn typed_op_id(id: &legacy::OpId) -> Option<OpId> {
    Some(OpId { counter: id.0, actor: typed_actor(&id.1)? })
}

fn encode_op(op: &Op) -> legacy::Op {
    legacy::Op {
        action: match &op.action {
            Action::MakeMap => legacy::OpType::Make(ObjType::Map),
            Action::MakeText => legacy::OpType::Make(ObjType::Text),
            Action::Put(Scalar::Str(text)) => legacy::OpType::Put(ScalarValue::Str(text.as_str().into())),
            Action::Put(Scalar::Int(number)) => legacy::OpType::Put(ScalarValue::Int(*number)),
            Action::Put(Scalar::Bool(yes)) => legacy::OpType::Put(ScalarValue::Boolean(*yes)),
            Action::Delete => legacy::OpType::Delete,
        },
        obj: match &op.object {
            Object::Root => legacy::ObjectId::Root,
            Object::Made(id) => legacy::ObjectId::Id(op_id(id)),
        },
        key: match &op.key {
            Key::Map(key) => legacy::Key::Map(key.as_str().into()),
            Key::Head => legacy::Key::Seq(legacy::ElementId::Head),
            Key::Element(id) => legacy::Key::Seq(legacy::ElementId::Id(op_id(id))),
        },
        pred: op.preds.iter().map(op_id).collect(),
        insert: op.insert,
    }
}

fn decode_op(op: &legacy::Op) -> Option<Op> {
    Some(Op {
        action: match &op.action {
            legacy::OpType::Make(ObjType::Map) => Action::MakeMap,
            legacy::OpType::Make(ObjType::Text) => Action::MakeText,
            legacy::OpType::Put(ScalarValue::Str(text)) => Action::Put(Scalar::Str(text.to_string())),
            legacy::OpType::Put(ScalarValue::Int(number)) => Action::Put(Scalar::Int(*number)),
            legacy::OpType::Put(ScalarValue::Boolean(yes)) => Action::Put(Scalar::Bool(*yes)),
            legacy::OpType::Delete => Action::Delete,
            _ => return None,
        },
        object: match &op.obj {
            legacy::ObjectId::Root => Object::Root,
            legacy::ObjectId::Id(id) => Object::Made(typed_op_id(id)?),
        },
        key: match &op.key {
            legacy::Key::Map(key) => Key::Map(key.to_string()),
            legacy::Key::Seq(legacy::ElementId::Head) => Key::Head,
            legacy::Key::Seq(legacy::ElementId::Id(id)) => Key::Element(typed_op_id(id)?),
        },
        preds: op.pred.iter().map(typed_op_id).collect::<Option<_>>()?,
        insert: op.insert,
    })
}
