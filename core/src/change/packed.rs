//! A change's bytes: every actor is named once, and a key that is an id takes the id's 16 bytes.
//!
//! A change has one packed form: actors stand in the order in which they are first named, its own before all
//! others. Whatever is written otherwise is no change.

use super::{Action, Change, Key, Object, Op, OpId};
use crate::id::{Actor, EntryId, Hash};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An operation's number, and its actor's place in the change's table.
type PackedId = (u64, u32);

/// The packed form.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Packed {
    actors: Vec<Actor>,
    seq: u64,
    start_op: u64,
    unix_ms: i64,
    deps: Vec<Hash>,
    ops: Vec<PackedOp>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct PackedOp {
    object: PackedObject,
    key: PackedKey,
    insert: bool,
    action: Action,
    preds: Vec<PackedId>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum PackedObject {
    Root,
    Made(PackedId),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum PackedKey {
    Map(String),
    /// A map's key that is the text of an id.
    Id([u8; 16]),
    Head,
    Element(PackedId),
}

/// The actors of a change while it is packed.
#[derive(Default)]
struct Table {
    actors: Vec<Actor>,
    places: HashMap<Actor, u32>,
}

impl Table {
    fn place(&mut self, actor: Actor) -> u32 {
        let next = self.actors.len() as u32;
        let place = *self.places.entry(actor).or_insert(next);
        if place == next {
            self.actors.push(actor);
        }
        place
    }

    fn id(&mut self, id: &OpId) -> PackedId {
        (id.counter, self.place(id.actor))
    }
}

impl From<Change> for Packed {
    fn from(change: Change) -> Self {
        let Change { actor, seq, start_op, unix_ms, deps, ops } = change;
        let mut table = Table::default();
        table.place(actor);
        let pack = |op: Op| PackedOp {
            object: match &op.object {
                Object::Root => PackedObject::Root,
                Object::Made(id) => PackedObject::Made(table.id(id)),
            },
            key: match op.key {
                Key::Map(key) => key
                    .parse::<EntryId>()
                    .ok()
                    .filter(|id| id.to_string() == key)
                    .map_or_else(|| PackedKey::Map(key.clone()), |id| PackedKey::Id(id.0)),
                Key::Head => PackedKey::Head,
                Key::Element(id) => PackedKey::Element(table.id(&id)),
            },
            insert: op.insert,
            action: op.action,
            preds: op.preds.iter().map(|id| table.id(id)).collect(),
        };
        let ops = ops.into_iter().map(pack).collect();
        Self { actors: table.actors, seq, start_op, unix_ms, deps, ops }
    }
}

/// Bytes that are no packed change.
#[derive(Debug, thiserror::Error)]
#[error("this is not the form of a change")]
pub(super) struct NotPacked;

impl TryFrom<Packed> for Change {
    type Error = NotPacked;

    fn try_from(packed: Packed) -> Result<Self, NotPacked> {
        let actor = *packed.actors.first().ok_or(NotPacked)?;
        let id =
            |(counter, place): &PackedId| Some(OpId { counter: *counter, actor: *packed.actors.get(*place as usize)? });
        let unpack = |op: &PackedOp| {
            Some(Op {
                object: match &op.object {
                    PackedObject::Root => Object::Root,
                    PackedObject::Made(made) => Object::Made(id(made)?),
                },
                key: match &op.key {
                    PackedKey::Map(key) => Key::Map(key.clone()),
                    PackedKey::Id(bytes) => Key::Map(EntryId(*bytes).to_string()),
                    PackedKey::Head => Key::Head,
                    PackedKey::Element(at) => Key::Element(id(at)?),
                },
                insert: op.insert,
                action: op.action.clone(),
                preds: op.preds.iter().map(id).collect::<Option<_>>()?,
            })
        };
        let ops = packed.ops.iter().map(unpack).collect::<Option<Vec<_>>>().ok_or(NotPacked)?;
        let Packed { seq, start_op, unix_ms, ref deps, .. } = packed;
        let change = Self { actor, seq, start_op, unix_ms, deps: deps.clone(), ops };
        if Packed::from(change.clone()) == packed { Ok(change) } else { Err(NotPacked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Scalar;

    fn typed(text: &str) -> Change {
        let (actor, other) = (Actor([1; 24]), Actor([2; 24]));
        let pad = Object::Made(OpId { counter: 4, actor: other });
        let op = |key, insert, action| Op { object: pad, key, insert, action, preds: vec![] };
        Change {
            actor,
            seq: 7,
            start_op: 90,
            unix_ms: 1_790_000_000_000,
            deps: vec![Hash([3; 32])],
            ops: vec![
                op(Key::Element(OpId { counter: 12, actor: other }), true, Action::Put(Scalar::Str(text.into()))),
                op(Key::Element(OpId { counter: 20, actor: other }), false, Action::Delete(8)),
            ],
        }
    }

    #[test]
    fn a_letter_costs_a_byte() {
        let size = |text: &str| postcard::to_stdvec(&typed(text)).unwrap().len();
        assert!(size("") < 130, "{}", size(""));
        assert_eq!(size(&"x".repeat(100)) - size(&"x".repeat(10)), 90);
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut change = typed("words");
        let id = EntryId([0xab; 16]).to_string();
        for key in ["kind", &id, &id.to_uppercase()] {
            change.ops.push(Op {
                object: Object::Root,
                key: Key::Map(key.to_owned()),
                insert: false,
                action: Action::MakeMap,
                preds: vec![OpId { counter: 3, actor: Actor([9; 24]) }],
            });
        }
        let bytes = postcard::to_stdvec(&change).unwrap();
        assert_eq!(postcard::from_bytes::<Change>(&bytes).unwrap(), change);
    }

    #[test]
    fn what_is_written_otherwise_is_no_change() {
        type Mutation = fn(&mut Packed);
        let rows: [(&str, Mutation); 5] = [
            ("no actor", |it| it.actors.clear()),
            ("an actor that nothing names", |it| it.actors.push(Actor([5; 24]))),
            ("one actor twice", |it| it.actors.push(Actor([2; 24]))),
            ("an actor that isn't there", |it| it.ops[0].object = PackedObject::Made((4, 9))),
            ("an id as text", |it| it.ops[0].key = PackedKey::Map(EntryId([1; 16]).to_string())),
        ];
        for (what, mutate) in rows {
            let mut packed = Packed::from(typed("words"));
            mutate(&mut packed);
            let bytes = postcard::to_stdvec(&packed).unwrap();
            assert!(postcard::from_bytes::<Change>(&bytes).is_err(), "{what}");
        }
    }
}
