//! Writing a document within one change.

use super::{
    convert,
    trace::{Gone, Trace, Traced},
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
pub(crate) struct Writing<'a> {
    transaction: Transaction<'a>,
    trace: Trace,
}

/// An object to write in.
#[derive(Clone)]
pub(crate) struct Place(ObjId);

/// The root, for finding what the genesis made.
pub(crate) struct Root<'a, 'b>(&'a Writing<'b>);

fn failed(_: automerge::AutomergeError) -> EditError {
    EditError::Gate(Reason::Unusable)
}

impl<'b> Writing<'b> {
    pub(super) fn new(transaction: Transaction<'b>) -> Self {
        Self { transaction, trace: Trace::default() }
    }

    pub(super) fn end(self) -> (Transaction<'b>, Trace) {
        (self.transaction, self.trace)
    }

    pub(crate) fn root(&self) -> Root<'_, 'b> {
        Root(self)
    }

    fn object(&self, of: &ObjId, key: &str, kind: ObjType) -> Result<Place, EditError> {
        match self.transaction.get(of, key).map_err(failed)? {
            Some((Value::Object(found), id)) if found == kind => Ok(Place(id)),
            _ => Err(EditError::Gate(Reason::Reference)),
        }
    }
}

impl Root<'_, '_> {
    pub(crate) fn map(&self, key: &str) -> Result<Place, EditError> {
        self.0.object(&ROOT, key, ObjType::Map)
    }

    pub(crate) fn text(&self, key: &str) -> Result<Place, EditError> {
        self.0.object(&ROOT, key, ObjType::Text)
    }
}

impl Place {
    pub(crate) fn root() -> Self {
        Self(ROOT)
    }

    /// The map at that key.
    pub(crate) fn at(&self, writing: &Writing<'_>, key: &str) -> Result<Self, EditError> {
        writing.object(&self.0, key, ObjType::Map)
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
            ObjId::Id(counter, actor, _) => {
                Some(Object::Made(OpId { counter: *counter, actor: convert::typed_actor(actor)? }))
            }
        }
    }

    pub(crate) fn make_map(&self, writing: &mut Writing<'_>, key: &str) -> Result<Self, EditError> {
        let made = writing.transaction.put_object(&self.0, key, ObjType::Map).map(Self).map_err(failed)?;
        if let (Some(within), Some(made)) = (self.object(), made.object()) {
            writing.trace.note(Traced::Made { within, key: key.to_owned(), made });
        }
        Ok(made)
    }

    pub(crate) fn make_text(&self, writing: &mut Writing<'_>, key: &str, text: &str) -> Result<(), EditError> {
        let id = writing.transaction.put_object(&self.0, key, ObjType::Text).map_err(failed)?;
        writing.transaction.splice_text(&id, 0, 0, text).map_err(failed)
    }

    /// Sets a key, unless it stands so already; what was never set stands for nothing, as an empty text does.
    pub(crate) fn put(
        &self,
        writing: &mut Writing<'_>,
        key: &str,
        value: impl Into<ScalarValue>,
    ) -> Result<(), EditError> {
        let value = value.into();
        let standing = writing.transaction.get_all(&self.0, key).map_err(failed)?;
        let nothing = match &value {
            ScalarValue::Str(text) => text.is_empty(),
            ScalarValue::Int(0) | ScalarValue::Boolean(false) => true,
            _ => false,
        };
        if standing.is_empty() && nothing {
            return Ok(());
        }
        // Of values that were set apart one is the latest. Setting that same value again would make Automerge delete
        // the others instead of writing, and nothing is ever deleted here: so another goes before it.
        let is_mine = |it: &Value<'_>| matches!(it, Value::Scalar(standing) if **standing == value);
        let back = standing.last().and_then(|(value, _)| scalar(value));
        if standing.last().is_some_and(|(latest, _)| is_mine(latest)) {
            let other = standing.iter().find(|(other, _)| !is_mine(other)).and_then(|(other, _)| scalar(other));
            match other {
                None => return Ok(()),
                Some(other) => writing.transaction.put(&self.0, key, other).map_err(failed)?,
            }
        }
        if let (Some(object), Some(mine)) = (self.object(), typed(&value)) {
            writing.trace.note(Traced::Put { object, key: key.to_owned(), mine, back });
        }
        writing.transaction.put(&self.0, key, value).map_err(failed)
    }

    /// What stands at that key, where it is one scalar and not several that differ.
    pub(crate) fn scalar(&self, writing: &Writing<'_>, key: &str) -> Option<Scalar> {
        let standing = writing.transaction.get_all(&self.0, key).ok()?;
        let (first, _) = standing.first()?;
        standing.iter().all(|(value, _)| value == first).then(|| scalar(first))?
    }

    /// Whether nothing was ever set at that key.
    pub(crate) fn is_unset(&self, writing: &Writing<'_>, key: &str) -> bool {
        matches!(writing.transaction.get(&self.0, key), Ok(None))
    }

    /// The yes or no at that key.
    pub(crate) fn flag(&self, writing: &Writing<'_>, key: &str) -> Option<bool> {
        match writing.transaction.get(&self.0, key) {
            Ok(Some((Value::Scalar(value), _))) => value.as_bool(),
            _ => None,
        }
    }

    /// Makes the text at that key say `new`, writing only what differs.
    pub(crate) fn reword(&self, writing: &mut Writing<'_>, key: &str, new: &str) -> Result<(), EditError> {
        let text = writing.object(&self.0, key, ObjType::Text)?;
        let old: Vec<char> = writing.transaction.text(&text.0).map_err(failed)?.chars().collect();
        let new: Vec<char> = new.chars().collect();
        let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.iter().skip(same).rev().zip(new.iter().skip(same).rev());
        let tail = rest.take_while(|(a, b)| a == b).count();
        let insert: String = new.iter().take(new.len() - tail).skip(same).collect();
        text.splice(writing, same, old.len() - tail - same, &insert)
    }

    /// The keys of this map.
    pub(crate) fn keys(&self, writing: &Writing<'_>) -> Vec<String> {
        writing.transaction.keys(&self.0).collect()
    }

    /// The scalar text at that key.
    pub(crate) fn string(&self, writing: &Writing<'_>, key: &str) -> Option<String> {
        match writing.transaction.get(&self.0, key) {
            Ok(Some((Value::Scalar(value), _))) => value.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Takes `delete` characters away at `at` and puts `insert` there.
    pub(crate) fn splice(
        &self,
        writing: &mut Writing<'_>,
        at: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), EditError> {
        self.splice_restoring(writing, at, delete, insert, Vec::new())
    }

    /// The same; what is inserted are the characters that those operations inserted before.
    pub(super) fn splice_restoring(
        &self,
        writing: &mut Writing<'_>,
        at: usize,
        delete: usize,
        insert: &str,
        restores: Vec<OpId>,
    ) -> Result<(), EditError> {
        if delete == 0 && insert.is_empty() {
            return Ok(());
        }
        if let Some(object) = self.object() {
            let gone = Gone {
                chars: if delete > 0 { self.elements(writing, at, delete) } else { Vec::new() },
                after: at.checked_sub(1).and_then(|at| self.element(writing, at, None)),
                before: if delete > 0 { self.element(writing, at + delete, None) } else { None },
            };
            let came = insert.chars().count();
            writing.trace.note(Traced::Spliced { object, gone, came, restores });
        }
        let delete = isize::try_from(delete).map_err(|_| EditError::Position)?;
        writing.transaction.splice_text(&self.0, at, delete, insert).map_err(failed)
    }

    /// The characters from `at` on, by the operations that inserted them.
    fn elements(&self, writing: &Writing<'_>, at: usize, count: usize) -> Vec<(OpId, char)> {
        let text = writing.transaction.text(&self.0).unwrap_or_default();
        let chars = text.chars().skip(at).take(count).enumerate();
        chars.filter_map(|(after, c)| Some((self.element(writing, at + after, None)?, c))).collect()
    }

    /// The operation that inserted the character at that position, now or as of those heads.
    fn element(&self, writing: &Writing<'_>, at: usize, as_of: Option<&[ChangeHash]>) -> Option<OpId> {
        let cursor = writing.transaction.get_cursor(&self.0, at, as_of).ok()?.to_string();
        let (counter, actor) = cursor.trim_start_matches(['-', '+']).split_once('@')?;
        let actor = automerge::ActorId::try_from(actor).ok()?;
        Some(OpId { counter: counter.parse().ok()?, actor: convert::typed_actor(&actor)? })
    }

    /// Where a character stands, or where it stood; and whether it is still there.
    pub(crate) fn stands_at(&self, writing: &Writing<'_>, id: &OpId) -> Option<(usize, bool)> {
        let actor = convert::actor(&id.actor);
        let cursor = automerge::Cursor::try_from(format!("{}@{actor}", id.counter)).ok()?;
        let at = writing.transaction.get_cursor_position(&self.0, &cursor, None).ok()?;
        Some((at, self.element(writing, at, None) == Some(*id)))
    }

    /// The characters of the text as of those heads, by the operations that inserted them.
    pub(crate) fn elements_as_of(&self, writing: &Writing<'_>, heads: &[Hash]) -> Vec<OpId> {
        let heads = hashes(heads);
        let count = writing.transaction.length_at(&self.0, &heads);
        (0..count).filter_map(|at| self.element(writing, at, Some(&heads))).collect()
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
