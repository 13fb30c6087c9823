//! Typed changes to Automerge's form and back. Every hash survives both ways.
//!
//! Only encoding happens on the way in: no byte from outside reaches Automerge's decoder.

use crate::{
    change::{Action, Change, Key, Object, Op, OpId, Reason, Scalar, joined},
    guard::guarded,
    id::{Actor, Hash},
};
use automerge::{ActorId, ChangeHash, ExpandedChange, ObjType, ScalarValue, legacy};
use std::num::NonZeroU64;

/// Automerge's form of a change whose bounds were checked. Its hash is the change's identity.
pub(crate) fn encode(change: &Change) -> Result<automerge::Change, Reason> {
    let start_op = NonZeroU64::new(change.start_op).ok_or(Reason::Counter)?;
    let mut operations = Vec::with_capacity(change.op_count() as usize);
    let mut counter = change.start_op;
    for op in &change.ops {
        encode_op(op, OpId { counter, actor: change.actor }, &mut operations);
        counter = counter.saturating_add(op.count());
    }
    let expanded = ExpandedChange {
        operations,
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
    guarded(|| automerge::Change::from(expanded)).ok_or(Reason::Unusable)
}

/// The typed form of a change of our own; nothing where it holds what we never write.
pub(crate) fn decode(change: &automerge::Change) -> Option<Change> {
    let expanded = change.decode();
    let actor = typed_actor(&expanded.actor_id)?;
    let first = OpId { counter: expanded.start_op.get(), actor };
    let ops: Option<Vec<Op>> = expanded.operations.iter().map(decode_op).collect();
    Some(Change {
        actor,
        seq: expanded.seq,
        start_op: expanded.start_op.get(),
        unix_ms: expanded.time,
        deps: expanded.deps.iter().map(|hash| Hash(hash.0)).collect(),
        ops: joined(ops?.into_iter(), first),
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

/// The operations that `op` stands for; the first is numbered `first`.
fn encode_op(op: &Op, first: OpId, into: &mut Vec<legacy::Op>) {
    let obj = match &op.object {
        Object::Root => legacy::ObjectId::Root,
        Object::Made(id) => legacy::ObjectId::Id(op_id(id)),
    };
    let one = |action, key, pred: legacy::SortedVec<legacy::OpId>| legacy::Op {
        action,
        obj: obj.clone(),
        key,
        pred,
        insert: op.insert,
    };
    let element = |id: &OpId| legacy::Key::Seq(legacy::ElementId::Id(op_id(id)));
    let key = match &op.key {
        Key::Map(key) => legacy::Key::Map(key.as_str().into()),
        Key::Head => legacy::Key::Seq(legacy::ElementId::Head),
        Key::Element(id) => element(id),
    };
    let preds = || op.preds.iter().map(op_id).collect();
    match (&op.action, &op.key) {
        (Action::MakeMap, _) => into.push(one(legacy::OpType::Make(ObjType::Map), key, preds())),
        (Action::MakeText, _) => into.push(one(legacy::OpType::Make(ObjType::Text), key, preds())),
        (Action::Put(Scalar::Str(text)), _) if op.insert => {
            let (mut key, mut buffer) = (key, [0; 4]);
            for (counter, c) in (first.counter..).zip(text.chars()) {
                let value = ScalarValue::Str((&*c.encode_utf8(&mut buffer)).into());
                into.push(one(legacy::OpType::Put(value), key, preds()));
                key = element(&OpId { counter, ..first });
            }
        }
        (Action::Put(scalar), _) => into.push(one(legacy::OpType::Put(scalar.clone().into()), key, preds())),
        (Action::Delete(count), Key::Element(from)) => {
            let counters = from.counter..from.counter.saturating_add(*count);
            into.extend(counters.map(|counter| {
                let id = OpId { counter, ..*from };
                one(legacy::OpType::Delete, element(&id), std::iter::once(op_id(&id)).collect())
            }));
        }
        (Action::Delete(_), Key::Map(_) | Key::Head) => into.push(one(legacy::OpType::Delete, key, preds())),
    }
}

/// One operation of Automerge, as it stands by itself.
fn decode_op(op: &legacy::Op) -> Option<Op> {
    let action = match &op.action {
        legacy::OpType::Make(ObjType::Map) => Action::MakeMap,
        legacy::OpType::Make(ObjType::Text) => Action::MakeText,
        legacy::OpType::Put(ScalarValue::Str(text)) => Action::Put(Scalar::Str(text.to_string())),
        legacy::OpType::Put(ScalarValue::Int(number)) => Action::Put(Scalar::Int(*number)),
        legacy::OpType::Put(ScalarValue::Boolean(yes)) => Action::Put(Scalar::Bool(*yes)),
        legacy::OpType::Delete => Action::Delete(1),
        _ => return None,
    };
    let object = match &op.obj {
        legacy::ObjectId::Root => Object::Root,
        legacy::ObjectId::Id(id) => Object::Made(typed_op_id(id)?),
    };
    let key = match &op.key {
        legacy::Key::Map(key) => Key::Map(key.to_string()),
        legacy::Key::Seq(legacy::ElementId::Head) => Key::Head,
        legacy::Key::Seq(legacy::ElementId::Id(id)) => Key::Element(typed_op_id(id)?),
    };
    // That a deleted character is the one that its key names is said by the key.
    let mut preds: Vec<OpId> = op.pred.iter().map(typed_op_id).collect::<Option<_>>()?;
    if action == Action::Delete(1) && matches!(&key, Key::Element(at) if preds == [*at]) {
        preds.clear();
    }
    preds.sort_unstable();
    Some(Op { object, key, insert: op.insert, action, preds })
}
