//! Writing a document within one change.

use super::{
    TextPasses, convert,
    trace::{CharRun, Gone, Trace, Traced},
};
use crate::{
    change::{Object, OpId, Reason, Scalar},
    error::EditError,
    id::Hash,
};
use automerge::{
    ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value,
    transaction::{Transactable, Transaction},
};

/// One change being made.
pub(crate) struct ChangeBuilder<'a> {
    transaction: Transaction<'a>,
    trace: Trace,
    passes: TextPasses,
}

/// An object to write in.
#[derive(Clone)]
pub(crate) struct ObjectRef(ObjId);

/// The root, for finding what the genesis made.
pub(crate) struct Root<'a, 'b>(&'a ChangeBuilder<'b>);

fn failed(_: automerge::AutomergeError) -> EditError {
    EditError::Gate(Reason::Unusable)
}

impl<'b> ChangeBuilder<'b> {
    pub(super) fn new(transaction: Transaction<'b>, passes: TextPasses) -> Self {
        Self { transaction, trace: Trace::default(), passes }
    }

    pub(super) fn end(self) -> (Transaction<'b>, Trace) {
        (self.transaction, self.trace)
    }

    pub(crate) fn root(&self) -> Root<'_, 'b> {
        Root(self)
    }

    fn object(&self, of: &ObjId, key: &str, kind: ObjType) -> Result<ObjectRef, EditError> {
        match self.transaction.get(of, key).map_err(failed)? {
            Some((Value::Object(found), id)) if found == kind => Ok(ObjectRef(id)),
            _ => Err(EditError::Gate(Reason::Reference)),
        }
    }
}

impl Root<'_, '_> {
    pub(crate) fn map(&self, key: &str) -> Result<ObjectRef, EditError> {
        self.0.object(&ROOT, key, ObjType::Map)
    }

    pub(crate) fn text(&self, key: &str) -> Result<ObjectRef, EditError> {
        self.0.object(&ROOT, key, ObjType::Text)
    }
}

impl ObjectRef {
    pub(crate) fn root() -> Self {
        Self(ROOT)
    }

    /// The map at that key.
    pub(crate) fn at(&self, builder: &ChangeBuilder<'_>, key: &str) -> Result<Self, EditError> {
        builder.object(&self.0, key, ObjType::Map)
    }

    /// All maps that stand at that key, where several were made apart.
    pub(crate) fn all_at(&self, builder: &ChangeBuilder<'_>, key: &str) -> Vec<Self> {
        let all = builder.transaction.get_all(&self.0, key).unwrap_or_default();
        let maps = all.into_iter().filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)));
        maps.map(|(_, id)| Self(id)).collect()
    }

    /// The object that an operation made.
    pub(crate) fn of(object: &Object) -> Self {
        match object {
            Object::Root => Self::root(),
            Object::Made(id) => Self(ObjId::Id(id.counter, convert::actor(&id.actor), 0)),
        }
    }

    fn object(&self) -> Option<Object> {
        match &self.0 {
            ObjId::Root => Some(Object::Root),
            made => op_id(made).map(Object::Made),
        }
    }

    pub(crate) fn make_map(&self, builder: &mut ChangeBuilder<'_>, key: &str) -> Result<Self, EditError> {
        let made = builder.transaction.put_object(&self.0, key, ObjType::Map).map(Self).map_err(failed)?;
        if let (Some(within), Some(made)) = (self.object(), made.object()) {
            builder.trace.note(Traced::Made { within, key: key.to_owned(), made });
        }
        Ok(made)
    }

    pub(crate) fn make_text(&self, builder: &mut ChangeBuilder<'_>, key: &str, text: &str) -> Result<(), EditError> {
        let id = builder.transaction.put_object(&self.0, key, ObjType::Text).map_err(failed)?;
        builder.transaction.splice_text(&id, 0, 0, text).map_err(failed)
    }

    /// Sets a key, unless it stands so already; what was never set stands for nothing, as an empty text does.
    pub(crate) fn put(
        &self,
        builder: &mut ChangeBuilder<'_>,
        key: &str,
        value: impl Into<ScalarValue>,
    ) -> Result<(), EditError> {
        let value = value.into();
        let standing = builder.transaction.get_all(&self.0, key).map_err(failed)?;
        let nothing = match &value {
            ScalarValue::Str(text) => text.is_empty(),
            ScalarValue::Int(0) | ScalarValue::Boolean(false) => true,
            _ => false,
        };
        if standing.is_empty() && nothing {
            return Ok(());
        }
        // Of values that were set apart one is the latest. Setting that same value again would make Automerge delete
        // the others instead of builder, and nothing is ever deleted here: so another goes before it.
        let is_mine = |it: &Value<'_>| matches!(it, Value::Scalar(standing) if **standing == value);
        let back = standing.last().and_then(|(value, _)| scalar(value));
        if standing.last().is_some_and(|(latest, _)| is_mine(latest)) {
            let other = standing.iter().find(|(other, _)| !is_mine(other)).and_then(|(other, _)| scalar(other));
            match other {
                None => return Ok(()),
                Some(other) => builder.transaction.put(&self.0, key, other).map_err(failed)?,
            }
        }
        if let (Some(object), Some(mine)) = (self.object(), typed(&value)) {
            builder.trace.note(Traced::Put { object, key: key.to_owned(), mine, back });
        }
        builder.transaction.put(&self.0, key, value).map_err(failed)
    }

    /// What stands at that key, where it is one scalar and not several that differ.
    pub(crate) fn scalar(&self, builder: &ChangeBuilder<'_>, key: &str) -> Option<Scalar> {
        let standing = builder.transaction.get_all(&self.0, key).ok()?;
        let (first, _) = standing.first()?;
        standing.iter().all(|(value, _)| value == first).then(|| scalar(first))?
    }

    /// Whether nothing was ever set at that key.
    pub(crate) fn is_unset(&self, builder: &ChangeBuilder<'_>, key: &str) -> bool {
        matches!(builder.transaction.get(&self.0, key), Ok(None))
    }

    /// The yes or no at that key.
    pub(crate) fn flag(&self, builder: &ChangeBuilder<'_>, key: &str) -> Option<bool> {
        match builder.transaction.get(&self.0, key) {
            Ok(Some((Value::Scalar(value), _))) => value.as_bool(),
            _ => None,
        }
    }

    /// Makes the text at that key say `new`, writing only what differs.
    pub(crate) fn reword(&self, builder: &mut ChangeBuilder<'_>, key: &str, new: &str) -> Result<(), EditError> {
        let text = builder.object(&self.0, key, ObjType::Text)?;
        builder.passes.one_more();
        let old: Vec<char> = builder.transaction.text(&text.0).map_err(failed)?.chars().collect();
        let new: Vec<char> = new.chars().collect();
        let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.iter().skip(same).rev().zip(new.iter().skip(same).rev());
        let tail = rest.take_while(|(a, b)| a == b).count();
        let insert: String = new.iter().take(new.len() - tail).skip(same).collect();
        text.splice(builder, same, old.len() - tail - same, &insert)
    }

    /// The keys of this map.
    pub(crate) fn keys(&self, builder: &ChangeBuilder<'_>) -> Vec<String> {
        builder.transaction.keys(&self.0).collect()
    }

    /// The scalar text at that key.
    pub(crate) fn string(&self, builder: &ChangeBuilder<'_>, key: &str) -> Option<String> {
        match builder.transaction.get(&self.0, key) {
            Ok(Some((Value::Scalar(value), _))) => value.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Takes `delete` characters away at `at` and puts `insert` there.
    pub(crate) fn splice(
        &self,
        builder: &mut ChangeBuilder<'_>,
        at: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), EditError> {
        self.splice_restoring(builder, at, delete, insert, Vec::new())
    }

    /// The same; what is inserted are characters that stood before under those names.
    pub(super) fn splice_restoring(
        &self,
        builder: &mut ChangeBuilder<'_>,
        at: usize,
        delete: usize,
        insert: &str,
        restores: Vec<CharRun>,
    ) -> Result<(), EditError> {
        if delete == 0 && insert.is_empty() {
            return Ok(());
        }
        if let Some(object) = self.object() {
            let going = if delete > 0 { self.elements(builder, at, delete) } else { Vec::new() };
            let gone = Gone {
                chars: CharRun::all_of(going.iter().map(|(id, _)| *id)),
                text: going.into_iter().map(|(_, c)| c).collect(),
                after: at.checked_sub(1).and_then(|at| self.element(builder, at)),
                before: if delete > 0 { self.element(builder, at + delete) } else { None },
            };
            let came = insert.chars().count();
            builder.trace.note(Traced::Spliced { object, gone, came, restores });
        }
        let delete = isize::try_from(delete).map_err(|_| EditError::Position)?;
        builder.transaction.splice_text(&self.0, at, delete, insert).map_err(failed)
    }

    /// The characters from `at` on, by the operations that inserted them, in one pass.
    fn elements(&self, builder: &ChangeBuilder<'_>, at: usize, count: usize) -> Vec<(OpId, char)> {
        let items = builder.transaction.list_range(&self.0, at..at + count);
        let char_of = |value: Value<'_>| value.as_str().and_then(|text| text.chars().next());
        items.filter_map(|item| Some((op_id(&item.id())?, char_of(item.value.clone().into())?))).collect()
    }

    /// The operation that inserted the character at that position.
    fn element(&self, builder: &ChangeBuilder<'_>, at: usize) -> Option<OpId> {
        let cursor = builder.transaction.get_cursor(&self.0, at, None).ok()?.to_string();
        let (counter, actor) = cursor.trim_start_matches(['-', '+']).split_once('@')?;
        let actor = automerge::ActorId::try_from(actor).ok()?;
        Some(OpId { counter: counter.parse().ok()?, actor: convert::typed_actor(&actor)? })
    }

    /// Where a character stands, or where it stood; and whether it is still there.
    pub(super) fn stands_at(&self, builder: &ChangeBuilder<'_>, id: &OpId) -> Option<(usize, bool)> {
        let actor = convert::actor(&id.actor);
        let cursor = automerge::Cursor::try_from(format!("{}@{actor}", id.counter)).ok()?;
        let at = builder.transaction.get_cursor_position(&self.0, &cursor, None).ok()?;
        Some((at, self.element(builder, at) == Some(*id)))
    }

    /// All characters of the text, by the operations that inserted them: as it is now, or as of those heads.
    pub(super) fn all_elements(&self, builder: &ChangeBuilder<'_>, as_of: Option<&[Hash]>) -> Vec<OpId> {
        builder.passes.one_more();
        let ids = |item: automerge::iter::ListRangeItem<'_>| op_id(&item.id());
        match as_of {
            None => builder.transaction.list_range(&self.0, ..).filter_map(ids).collect(),
            Some(heads) => builder.transaction.list_range_at(&self.0, .., &hashes(heads)).filter_map(ids).collect(),
        }
    }
}

/// The operation that an object or an element is known by.
fn op_id(id: &ObjId) -> Option<OpId> {
    match id {
        ObjId::Root => None,
        ObjId::Id(counter, actor, _) => Some(OpId { counter: *counter, actor: convert::typed_actor(actor)? }),
    }
}

fn hashes(heads: &[Hash]) -> Vec<ChangeHash> {
    heads.iter().map(|hash| ChangeHash(hash.0)).collect()
}

fn scalar(value: &Value<'_>) -> Option<Scalar> {
    if let Value::Scalar(value) = value { typed(value) } else { None }
}

fn typed(value: &ScalarValue) -> Option<Scalar> {
    match value {
        ScalarValue::Str(text) => Some(Scalar::Str(text.to_string())),
        ScalarValue::Int(number) => Some(Scalar::Int(*number)),
        ScalarValue::Boolean(yes) => Some(Scalar::Bool(*yes)),
        _ => None,
    }
}

impl From<Scalar> for ScalarValue {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Str(text) => Self::Str(text.into()),
            Scalar::Int(number) => Self::Int(number),
            Scalar::Bool(yes) => Self::Boolean(yes),
        }
    }
}
