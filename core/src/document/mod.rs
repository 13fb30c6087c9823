//! One Automerge document: loaded where it is written or synced, and nowhere else.
//!
//! The store is the truth and a loaded document is disposable: when anything goes wrong with it in memory
//! it is dropped, and loaded again from the changes that were committed.

mod convert;
mod graph;
mod index;
mod read;
mod text;
mod trace;
mod write;

pub(crate) use graph::{Graph, Position};
pub(crate) use index::{Index, Known, ObjectKind, Path};
pub(crate) use read::{ReadMap, Reader};
pub(crate) use trace::{Gone, Inserted, Trace, Traced};
pub(crate) use write::{Place, Writing};

use crate::{
    change::{Change, Object, Op, Reason},
    error::EditError,
    gate::{self, Author, Bench, Judged, Schema, Stopped},
    id::{Actor, DocId, Hash},
    snapshot::Moment,
};
use automerge::{Automerge, TextEncoding, transaction::CommitOptions};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeSet, HashSet},
    panic::AssertUnwindSafe,
};

/// A change in Automerge's form, with its identity.
#[derive(Debug, Clone)]
pub(crate) struct Encoded {
    change: automerge::Change,
    pub(crate) hash: Hash,
}

impl Encoded {
    pub(crate) fn new(change: &Change) -> Result<Self, Reason> {
        let change = convert::encode(change)?;
        let hash = convert::hash(&change);
        Ok(Self { change, hash })
    }
}

/// A change of my own, and what it did.
pub(crate) struct Made {
    pub(crate) change: Change,
    pub(crate) hash: Hash,
    pub(crate) trace: Trace,
}

/// A loaded document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) id: DocId,
    schema: Schema,
    automerge: Automerge,
    graph: Graph,
    index: Index,
    unseen_after: Option<(Hash, HashSet<Position>)>,
}

/// A document that doesn't load: its stored changes don't fit together.
#[derive(Debug)]
pub(crate) struct Unloadable;

impl Document {
    /// Builds the document from its committed changes, which were judged before they were committed.
    pub(crate) fn load(
        id: DocId,
        schema: Schema,
        genesis: Vec<Op>,
        changes: &[Change],
        actor: &Actor,
    ) -> Result<Self, Unloadable> {
        // The text encoding is not stored with a document; positions in texts count Unicode scalars.
        let mut automerge = Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint);
        automerge.set_actor(convert::actor(actor));
        let mut document =
            Self { id, schema, automerge, graph: Graph::default(), index: Index::default(), unseen_after: None };
        let first = (!genesis.is_empty()).then(|| genesis_change(&id, genesis));
        let mut encoded = Vec::with_capacity(changes.len() + 1);
        for change in first.iter().chain(changes) {
            let form = Encoded::new(change).map_err(|_| Unloadable)?;
            let deps: Option<Vec<_>> = change.deps.iter().map(|hash| document.graph.position(hash)).collect();
            document.graph.add(change, form.hash, deps.ok_or(Unloadable)?);
            document.index.add_all(change);
            encoded.push(form.change);
        }
        document.apply(encoded).map_err(|_| Unloadable)?;
        Ok(document)
    }

    pub(crate) fn heads(&self) -> Vec<Hash> {
        self.graph.heads()
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Reads what stands in it.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.automerge, &self.graph)
    }

    /// Makes one change of my own and judges it. Nothing where nothing was written.
    pub(crate) fn write<T>(
        &mut self,
        author: &Author,
        now: Moment,
        write: impl FnOnce(&mut Writing<'_>) -> Result<T, EditError>,
    ) -> Result<(T, Option<Made>), EditError> {
        let mut writing = Writing::new(self.automerge.transaction());
        let given = match write(&mut writing) {
            Ok(given) => given,
            Err(e) => {
                writing.end().0.rollback();
                return Err(e);
            }
        };
        let (transaction, trace) = writing.end();
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(now.unix_ms));
        if hash.is_none() {
            return Ok((given, None));
        }
        let made = self.automerge.get_last_local_change().ok_or(EditError::Gate(Reason::Unusable))?;
        let mut change = convert::decode(&made).ok_or(EditError::Gate(Reason::Schema))?;
        for op in &mut change.ops {
            op.preds.sort_unstable();
        }
        let encoded = gate::encode(&change).map_err(EditError::Gate)?;
        if Some(encoded.hash.0) != hash.map(|hash| hash.0) {
            return Err(EditError::Gate(Reason::Unusable));
        }
        let judged = self.judge(change, encoded, author).map_err(|stopped| match stopped {
            Stopped::Refused(reason) => EditError::Gate(reason),
            Stopped::Known | Stopped::Waits => EditError::Gate(Reason::Sequence),
        })?;
        let hash = judged.encoded.hash;
        let change = self.note(judged);
        Ok((given, Some(Made { change, hash, trace })))
    }

    /// Judges a change whose signature was checked.
    pub(crate) fn judge(&self, change: Change, encoded: Encoded, author: &Author) -> Result<Judged, Stopped> {
        let unseen_after = self.unseen_after.as_ref().map(|(hash, unseen)| (hash, unseen));
        Bench { schema: self.schema, graph: &self.graph, index: &self.index, unseen_after }
            .judge(change, encoded, author)
    }

    /// Applies what was judged. After an error the document must be dropped.
    pub(crate) fn accept(&mut self, judged: Judged) -> Result<Change, Reason> {
        self.apply(vec![judged.encoded.change.clone()])?;
        Ok(self.note(judged))
    }

    fn note(&mut self, judged: Judged) -> Change {
        self.index.add_all(&judged.change);
        self.graph.add(&judged.change, judged.encoded.hash, judged.deps);
        self.unseen_after = Some((judged.encoded.hash, judged.unseen));
        judged.change
    }

    fn apply(&mut self, changes: Vec<automerge::Change>) -> Result<(), Reason> {
        let expected: BTreeSet<_> = changes.iter().map(|change| change.hash()).collect();
        let applied = std::panic::catch_unwind(AssertUnwindSafe(|| self.automerge.apply_changes(changes)));
        match applied {
            Ok(Ok(())) if expected.iter().all(|hash| self.automerge.get_change_meta_by_hash(hash).is_some()) => Ok(()),
            _ => Err(Reason::Unusable),
        }
    }

    /// The keys from the root to an object.
    pub(crate) fn path(&self, object: &Object) -> Option<Path> {
        self.index.object(object).map(|known| known.path)
    }

    /// Where a change wrote: the keys from the root to each object, and the key in it.
    pub(crate) fn written(&self, change: &Change) -> Vec<(Path, Option<String>)> {
        let place = |op: &Op| {
            let key = match &op.key {
                crate::change::Key::Map(key) => Some(key.clone()),
                crate::change::Key::Head | crate::change::Key::Element(_) => None,
            };
            Some((self.index.object(&op.object)?.path, key))
        };
        change.ops.iter().filter_map(place).collect()
    }
}

/// The first change of a document of its kind: the same bytes wherever it is made, so nobody sends it and
/// two devices that begin apart have one structure.
fn genesis_change(id: &DocId, ops: Vec<Op>) -> Change {
    let digest = Sha256::new().chain_update(b"sideways/genesis/1").chain_update(id.0).finalize();
    let mut actor = [0; 24];
    for (to, from) in actor.iter_mut().zip(digest) {
        *to = from;
    }
    Change { actor: Actor(actor), seq: 1, start_op: 1, unix_ms: 0, deps: Vec::new(), ops }
}
