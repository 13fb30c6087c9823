//! Reading a document: never fails on what is missing or of another kind, which may be newer than we.

use super::{Graph, convert};
use crate::{rows::Writer, snapshot::Moment};
use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// How often a whole text was gone through, of however many documents; tests count it.
#[derive(Clone, Default, Debug)]
pub(crate) struct TextPasses(Arc<AtomicU64>);

impl TextPasses {
    pub(super) fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reads one document.
pub(crate) struct Reader<'a> {
    automerge: &'a Automerge,
    graph: &'a Graph,
    passes: &'a TextPasses,
}

/// A map in it.
pub(crate) struct ReadMap<'a> {
    reader: &'a Reader<'a>,
    id: ObjId,
}

impl<'a> Reader<'a> {
    pub(super) fn new(automerge: &'a Automerge, graph: &'a Graph, passes: &'a TextPasses) -> Self {
        Self { automerge, graph, passes }
    }

    pub(crate) fn root(&'a self) -> ReadMap<'a> {
        ReadMap { reader: self, id: ROOT }
    }
}

impl<'a> ReadMap<'a> {
    /// The map at that key.
    pub(crate) fn map(&self, key: &str) -> Option<ReadMap<'a>> {
        match self.reader.automerge.get(&self.id, key) {
            Ok(Some((Value::Object(ObjType::Map), id))) => Some(ReadMap { reader: self.reader, id }),
            _ => None,
        }
    }

    /// All maps that stand at that key, where several were made apart.
    pub(crate) fn maps(&self, key: &str) -> Vec<ReadMap<'a>> {
        let all = self.reader.automerge.get_all(&self.id, key).unwrap_or_default();
        let maps = all.into_iter().filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)));
        maps.map(|(_, id)| ReadMap { reader: self.reader, id }).collect()
    }

    /// The text at that key.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.reader.automerge.get(&self.id, key) {
            Ok(Some((Value::Object(ObjType::Text), id))) => {
                self.reader.passes.one_more();
                self.reader.automerge.text(&id).ok()
            }
            _ => None,
        }
    }

    /// The scalar text at that key.
    pub(crate) fn string(&self, key: &str) -> Option<String> {
        match self.reader.automerge.get(&self.id, key) {
            Ok(Some((Value::Scalar(value), _))) => as_text(&value),
            _ => None,
        }
    }

    /// All scalar texts that stand at that key, where it was set apart.
    pub(crate) fn strings(&self, key: &str) -> Vec<String> {
        self.all(key, as_text)
    }

    /// The number at that key.
    pub(crate) fn number(&self, key: &str) -> Option<i64> {
        self.all(key, |value| if let ScalarValue::Int(number) = value { Some(*number) } else { None }).into_iter().max()
    }

    /// The yes or no at that key.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.reader.automerge.get(&self.id, key) {
            Ok(Some((Value::Scalar(value), _))) => as_flag(&value),
            _ => None,
        }
    }

    /// All that stand at that key, where it was set apart.
    pub(crate) fn flags(&self, key: &str) -> Vec<bool> {
        self.all(key, as_flag)
    }

    fn all<T>(&self, key: &str, pick: impl Fn(&ScalarValue) -> Option<T>) -> Vec<T> {
        let values = self.reader.automerge.get_all(&self.id, key).unwrap_or_default();
        values
            .iter()
            .filter_map(|(value, _)| if let Value::Scalar(value) = value { pick(value) } else { None })
            .collect()
    }

    /// Its keys, in order.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.reader.automerge.keys(&self.id).collect()
    }

    /// Its keys that begin with `prefix`, in order.
    pub(crate) fn keys_from(&self, prefix: &str) -> Vec<String> {
        let from = prefix.to_owned()..;
        let range = self.reader.automerge.map_range(&self.id, from);
        range.map(|item| item.key.to_string()).take_while(|key| key.starts_with(prefix)).collect()
    }

    /// Who wrote what stands at that key.
    pub(crate) fn writer(&self, key: &str) -> Option<Writer> {
        let (_, by) = self.reader.automerge.get(&self.id, key).ok()??;
        let ObjId::Id(_, actor, _) = &by else { return None };
        convert::typed_actor(actor).map(|actor| Writer::of(&actor))
    }

    /// When what stands at that key was written, by its writer's clock.
    pub(crate) fn written(&self, key: &str) -> Option<Moment> {
        let (_, by) = self.reader.automerge.get(&self.id, key).ok()??;
        self.operation(&by).map(|(_, _, at)| at)
    }

    /// The number of the operation that made it, who, and when by their clock.
    pub(crate) fn made(&self) -> Option<(u64, Writer, Moment)> {
        self.operation(&self.id)
    }

    fn operation(&self, id: &ObjId) -> Option<(u64, Writer, Moment)> {
        let ObjId::Id(counter, actor, _) = id else { return None };
        let actor = convert::typed_actor(actor)?;
        let change = self.reader.graph.meta(self.reader.graph.change_of(&actor, *counter)?)?;
        Some((*counter, Writer::of(&actor), Moment { unix_ms: change.unix_ms }))
    }
}

fn as_text(value: &ScalarValue) -> Option<String> {
    if let ScalarValue::Str(text) = value { Some(text.to_string()) } else { None }
}

fn as_flag(value: &ScalarValue) -> Option<bool> {
    if let ScalarValue::Boolean(yes) = value { Some(*yes) } else { None }
}
