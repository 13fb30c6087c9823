//! One Automerge document: loaded where it is written or synced, and nowhere else.
//!
//! The store is the truth and a loaded document is disposable: when anything goes wrong with it in memory
//! it is dropped, and loaded again from the changes that were committed.

mod convert;
mod gate;
mod graph;
mod index;
mod read;
mod tail;
mod text;
mod trace;
mod unseen;
mod write;

pub(crate) use gate::{Author, Circumstances, Rejected, Rules, ValidatedChange, encode};
pub(crate) use graph::{Graph, Position};
pub(crate) use index::Path;
pub(crate) use read::{ReadMap, Reader, TextPasses};
pub(crate) use tail::{End, OwnLast, Tail};
pub(crate) use trace::{CharRun, Gone, Trace, Traced};
pub(crate) use write::{ChangeBuilder, ObjectRef};

use crate::{
    change::{Change, Key, Object, Op, Reason},
    error::EditError,
    guard::guarded,
    id::{Actor, DocId, Hash},
    limits,
    snapshot::Moment,
};
use automerge::{Automerge, TextEncoding, transaction::CommitOptions};
use gate::Validator;
use index::Index;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};
use unseen::Recent;

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
    rules: Option<Rules>,
    automerge: Automerge,
    graph: Graph,
    index: Index,
    recent: Recent,
    /// Accepted by the gate and not yet handed to Automerge, which takes many at once at the cost of one.
    admitted: Vec<automerge::Change>,
    passes: TextPasses,
}

/// A document that doesn't load: its stored changes don't fit together.
#[derive(Debug)]
pub(crate) struct Unloadable;

impl Document {
    /// Builds the document from its committed changes, which were judged before they were committed.
    pub(crate) fn load<'a>(
        id: DocId,
        rules: Option<Rules>,
        genesis: Vec<Op>,
        changes: impl Iterator<Item = &'a Change>,
        actor: &Actor,
    ) -> Result<Self, Unloadable> {
        // The text encoding is not stored with a document; positions in texts count Unicode scalars.
        let mut automerge = Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint);
        automerge.set_actor(convert::actor(actor));
        let (graph, index, admitted) = (Graph::default(), Index::default(), Vec::new());
        let passes = TextPasses::default();
        let mut document = Self { id, rules, automerge, graph, index, recent: Recent::default(), admitted, passes };
        let first = (!genesis.is_empty()).then(|| genesis_change(&id, genesis));
        let changes = changes.map(Cow::Borrowed);
        for change in first.map(Cow::Owned).into_iter().chain(changes) {
            let change = &*change;
            let form = Encoded::new(change).map_err(|_| Unloadable)?;
            let deps: Option<Vec<_>> = change.deps.iter().map(|hash| document.graph.position(hash)).collect();
            document.graph.add(change, form.hash, deps.ok_or(Unloadable)?);
            document.index.add_all(change);
            document.admitted.push(form.change);
        }
        document.apply_admitted().map_err(|_| Unloadable)?;
        Ok(document)
    }

    /// Counts how often a text of it is gone through together with those of other documents.
    pub(crate) fn count_passes(&mut self, passes: &TextPasses) {
        self.passes = passes.clone();
    }

    pub(crate) fn heads(&self) -> Vec<Hash> {
        self.graph.heads()
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Reads what stands in it.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.automerge, &self.graph, &self.passes)
    }

    /// Makes one change of my own and judges it. Nothing where nothing was written. After an error of the gate, or a
    /// panic of Automerge, which is caught, the document must be dropped.
    pub(crate) fn write<T>(
        &mut self,
        author: &Author,
        now: Moment,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<T, EditError>,
    ) -> Result<(T, Option<Made>), EditError> {
        let written = guarded(|| self.write_unjudged(now, write));
        let (given, change, trace) = written.ok_or(EditError::Gate(Reason::Unusable))??;
        let Some(change) = change else { return Ok((given, None)) };
        let encoded = encode(&change).map_err(EditError::Gate)?;
        if !self.automerge.get_heads().iter().any(|head| head.0 == encoded.hash.0) {
            return Err(EditError::Gate(Reason::Unusable));
        }
        let validated = self.judge(change, encoded, author).map_err(|rejected| match rejected {
            Rejected::Invalid(reason) => EditError::Gate(reason),
            Rejected::Duplicate | Rejected::MissingDeps => EditError::Gate(Reason::Sequence),
        })?;
        let hash = validated.encoded.hash;
        let change = self.note(validated);
        Ok((given, Some(Made { change, hash, trace })))
    }

    fn write_unjudged<T>(
        &mut self,
        now: Moment,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<T, EditError>,
    ) -> Result<(T, Option<Change>, Trace), EditError> {
        let mut builder = ChangeBuilder::new(self.automerge.transaction(), self.passes.clone());
        let given = match write(&mut builder) {
            Ok(given) => given,
            Err(e) => {
                builder.end().0.rollback();
                return Err(e);
            }
        };
        let (transaction, trace) = builder.end();
        // A clock that shows a year which no change may name shows the nearest one that it may.
        let unix_ms = now.unix_ms.clamp(limits::MOMENTS.start, limits::MOMENTS.end - 1);
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(unix_ms));
        if hash.is_none() {
            return Ok((given, None, trace));
        }
        let made = self.automerge.get_last_local_change().ok_or(EditError::Gate(Reason::Unusable))?;
        let change = convert::decode(&made).ok_or(EditError::Gate(Reason::Schema))?;
        Ok((given, Some(change), trace))
    }

    /// Judges a change whose signature was checked.
    pub(crate) fn judge(&self, change: Change, encoded: Encoded, author: &Author) -> Result<ValidatedChange, Rejected> {
        self.validator().judge(change, encoded, author)
    }

    fn validator(&self) -> Validator<'_> {
        Validator { rules: self.rules, graph: &self.graph, index: &self.index, recent: &self.recent }
    }

    /// Judges a change whose maker nobody here knows any more: all but whether they might write there.
    pub(crate) fn judge_unknown(&self, change: Change, encoded: Encoded) -> Result<ValidatedChange, Rejected> {
        self.validator().judge_unknown(change, encoded)
    }

    /// Takes in what was judged, so that what builds on it can be judged. Automerge gets it with
    /// [`Document::apply_admitted`], before which nothing is read or written.
    pub(crate) fn admit(&mut self, validated: ValidatedChange) -> Change {
        self.admitted.push(validated.encoded.change.clone());
        self.note(validated)
    }

    /// Has Automerge take all that was admitted, at once. After an error the document must be dropped.
    pub(crate) fn apply_admitted(&mut self) -> Result<(), Reason> {
        let changes = std::mem::take(&mut self.admitted);
        if changes.is_empty() {
            return Ok(());
        }
        let expected: BTreeSet<_> = changes.iter().map(|change| change.hash()).collect();
        let applied = guarded(|| self.automerge.apply_changes(changes));
        match applied {
            Some(Ok(())) if expected.iter().all(|hash| self.automerge.get_change_meta_by_hash(hash).is_some()) => {
                Ok(())
            }
            _ => Err(Reason::Unusable),
        }
    }

    fn note(&mut self, validated: ValidatedChange) -> Change {
        let ValidatedChange { change, encoded, deps, unseen } = validated;
        self.index.add_all(&change);
        let known = unseen.map(|unseen| (deps.clone(), unseen));
        let position = self.graph.add(&change, encoded.hash, deps);
        if let Some((deps, unseen)) = known {
            self.recent.note(encoded.hash, position, deps, unseen);
        }
        change
    }

    /// A change of mine without operations over some of the heads, where there are more than the next change may name.
    /// After it there are fewer; and after enough of them, one.
    pub(crate) fn merge_some_heads(&mut self, author: &Author, now: Moment) -> Result<Option<Made>, EditError> {
        let heads = self.heads();
        if heads.len() < limits::DEPS_IN_CHANGE {
            return Ok(None);
        }
        self.build_on(&heads, author, now).map(Some)
    }

    /// Whether a head was made by a device that this is true of.
    pub(crate) fn has_head_of(&self, is: impl Fn(&Actor) -> bool) -> bool {
        let made = |head: &Hash| {
            let meta = self.automerge.get_change_meta_by_hash(&automerge::ChangeHash(head.0))?;
            convert::typed_actor(&meta.actor)
        };
        self.heads().iter().filter_map(made).any(|actor| is(&actor))
    }

    /// A change of mine without operations over the heads: whoever takes it has them, and knows that I had them.
    pub(crate) fn anchor(&mut self, author: &Author, now: Moment) -> Result<Made, EditError> {
        let heads = self.heads();
        self.build_on(&heads, author, now)
    }

    fn build_on(&mut self, heads: &[Hash], author: &Author, now: Moment) -> Result<Made, EditError> {
        let actor = convert::typed_actor(self.automerge.get_actor()).ok_or(EditError::Gate(Reason::Actor))?;
        let (made, last) = self.graph.last_of(&actor);
        let own = last.map(|last| last.hash);
        let others = heads.iter().copied().filter(|head| Some(*head) != own).take(limits::DEPS_IN_CHANGE - 1);
        let mut deps: Vec<Hash> = others.chain(own).collect();
        deps.sort_unstable();
        let positions: Vec<_> = deps.iter().filter_map(|dep| self.graph.position(dep)).collect();
        let unix_ms = now.unix_ms.clamp(limits::MOMENTS.start, limits::MOMENTS.end - 1);
        let start_op = self.graph.max_op(&positions) + 1;
        let change = Change { actor, seq: made + 1, start_op, unix_ms, deps, ops: Vec::new() };
        let encoded = encode(&change).map_err(EditError::Gate)?;
        let hash = encoded.hash;
        let validated = self.judge(change, encoded, author).map_err(|_| EditError::Gate(Reason::Sequence))?;
        let change = self.admit(validated);
        Ok(Made { change, hash, trace: Trace::default() })
    }

    /// Whether a change puts a value beside so many others of one key that whoever writes there next could hardly
    /// name them all, or a key beside so many others of one map.
    pub(crate) fn crowds(&self, change: &Change) -> bool {
        let mut new: HashMap<Object, usize> = HashMap::new();
        change.ops.iter().any(|op| {
            let Key::Map(key) = &op.key else { return false };
            if !self.index.has(op.object, key) {
                let new = new.entry(op.object).or_default();
                *new += 1;
                return self.index.size(&op.object) + *new > limits::KEYS_OF_MAP;
            }
            self.index.standing(op.object, key, &op.preds) >= limits::VALUES_OF_KEY
        })
    }

    /// The keys from the root to an object.
    pub(crate) fn path(&self, object: &Object) -> Option<Path> {
        self.index.object(object).map(|info| info.path)
    }

    /// Where a change wrote: the keys from the root to each object, and the key in it.
    pub(crate) fn written(&self, change: &Change) -> Vec<(Path, Option<String>)> {
        let place = |op: &Op| {
            let key = match &op.key {
                Key::Map(key) => Some(key.clone()),
                Key::Head | Key::Element(_) => None,
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
