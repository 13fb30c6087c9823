//! The end of a document that isn't loaded: enough to add something new to it.
//!
//! What is added stands under a key that nobody has used, in the root or in a map that the genesis made, and all else
//! is within it. Such a change needs nothing of what is there but where that ends: its heads, and its greatest
//! operation number. So it is made on a document that has the genesis and as many operations, and then told what it
//! really follows. Ten thousand lines cost the next one nothing.

use super::{Author, ChangeBuilder, Document, Encoded, Made, Rules, Unloadable, encode, genesis_change};
use crate::{
    change::{Action, Change, Key, Object, Op, Reason, Scalar},
    error::EditError,
    id::{Actor, DocId, Hash},
    snapshot::Moment,
};

/// My own last change of a document, in this run: its number, and its hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OwnLast {
    pub(crate) seq: u64,
    pub(crate) hash: Hash,
}

/// Where a document ends.
pub(crate) struct End<'a> {
    pub(crate) heads: &'a [Hash],
    pub(crate) max_op: u64,
    pub(crate) own: Option<OwnLast>,
}

/// The end of a document, to write one change behind.
pub(crate) struct Tail {
    document: Document,
    follows: Vec<Hash>,
    seq: u64,
}

impl Tail {
    /// The end of a document that has at least one change, its genesis or another.
    pub(crate) fn new(
        id: DocId,
        rules: Option<Rules>,
        genesis: Vec<Op>,
        end: &End<'_>,
        actor: &Actor,
    ) -> Result<Self, Unloadable> {
        let first = (!genesis.is_empty()).then(|| Encoded::new(&genesis_change(&id, genesis.clone())));
        let first = first.transpose().map_err(|_| Unloadable)?;
        let all_before = Change {
            actor: Actor([0; 24]),
            seq: 1,
            start_op: end.max_op,
            unix_ms: 0,
            deps: first.iter().map(|first| first.hash).collect(),
            ops: vec![Op {
                object: Object::Root,
                key: Key::Map("all before".into()),
                insert: false,
                action: Action::Put(Scalar::Bool(true)),
                preds: Vec::new(),
            }],
        };
        let document = Document::load(id, rules, genesis, std::iter::once(&all_before), actor)?;
        let mut follows = end.heads.to_vec();
        if end.heads.is_empty() {
            follows.extend(first.iter().map(|first| first.hash));
        }
        // A change names its maker's change before, whatever came since.
        follows.extend(end.own.map(|own| own.hash));
        follows.sort_unstable();
        follows.dedup();
        Ok(Self { document, follows, seq: end.own.map_or(0, |own| own.seq) })
    }

    /// Makes one change of my own, which only adds.
    pub(crate) fn write<T>(
        &mut self,
        author: &Author,
        now: Moment,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<T, EditError>,
    ) -> Result<(T, Option<Made>), EditError> {
        let (given, made) = self.document.write(author, now, write)?;
        let Some(Made { mut change, trace, .. }) = made else { return Ok((given, None)) };
        if !adds_only(&change) {
            return Err(EditError::Gate(Reason::Reference));
        }
        change.seq = self.seq + 1;
        change.deps.clone_from(&self.follows);
        let hash = encode(&change).map_err(EditError::Gate)?.hash;
        Ok((given, Some(Made { change, hash, trace })))
    }

    /// What was added. Of what was there before it knows nothing.
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }
}

/// Whether a change makes something new, and writes nowhere but in that.
fn adds_only(change: &Change) -> bool {
    let is_own = |object: &Object| matches!(object, Object::Made(id) if id.actor == change.actor && id.counter >= change.start_op);
    change.ops.iter().all(|op| is_own(&op.object) || (op.action == Action::MakeMap && op.preds.is_empty()))
}
