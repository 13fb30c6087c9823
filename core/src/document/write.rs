//! Writing a document within one change.

use crate::{change::Reason, error::EditError};
use automerge::{
    ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value,
    transaction::{Transactable, Transaction},
};

/// One change being made.
pub(crate) struct Writing<'a> {
    transaction: Transaction<'a>,
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
        Self { transaction }
    }

    pub(super) fn end(self) -> Transaction<'b> {
        self.transaction
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

    pub(crate) fn make_map(&self, writing: &mut Writing<'_>, key: &str) -> Result<Self, EditError> {
        writing.transaction.put_object(&self.0, key, ObjType::Map).map(Self).map_err(failed)
    }

    pub(crate) fn make_text(&self, writing: &mut Writing<'_>, key: &str, text: &str) -> Result<(), EditError> {
        let id = writing.transaction.put_object(&self.0, key, ObjType::Text).map_err(failed)?;
        writing.transaction.splice_text(&id, 0, 0, text).map_err(failed)
    }

    /// Sets a key, unless it stands so already.
    pub(crate) fn put(
        &self,
        writing: &mut Writing<'_>,
        key: &str,
        value: impl Into<ScalarValue>,
    ) -> Result<(), EditError> {
        let value = value.into();
        let standing = writing.transaction.get_all(&self.0, key).map_err(failed)?;
        if let [(Value::Scalar(now), _)] = standing.as_slice()
            && **now == value
        {
            return Ok(());
        }
        writing.transaction.put(&self.0, key, value).map_err(failed)
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

    /// How many characters this text has.
    pub(crate) fn length(&self, writing: &Writing<'_>) -> usize {
        writing.transaction.length(&self.0)
    }

    /// Takes `delete` characters away at `at` and puts `insert` there.
    pub(crate) fn splice(
        &self,
        writing: &mut Writing<'_>,
        at: usize,
        delete: usize,
        insert: &str,
    ) -> Result<(), EditError> {
        let delete = isize::try_from(delete).map_err(|_| EditError::Position)?;
        writing.transaction.splice_text(&self.0, at, delete, insert).map_err(failed)
    }
}
