//! The rows of the first format, in the form of this one. There every character was an operation of its own, and some
//! rows were written whole that are many now. Hashes, signatures and words stay what they were; what screens read is
//! made anew.

use super::{
    documents::{Signature, StoredChange},
    state::{
        device::{Confirmation, DeviceRow},
        read_marker::SeenLine,
        undoable::{Step, Undoable},
    },
};
use crate::{
    change::{Action, Change, Key, Object, Op, OpId, Reason, Scalar, joined},
    document::{CharRun, Gone},
    error::StoreError,
    id::{Actor, DocId, Hash, LineId, PeerId, WordingId},
    rows::{DocKind, DocRow},
    snapshot::{Moment, NetworkSetting},
    store::{Batch, Rows, Store, Table},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

/// The version of rows that are to be made anew.
const STALE: u16 = 0;

#[derive(Deserialize)]
struct OldStoredChange {
    change: OldChange,
    signature: Option<Signature>,
}

#[derive(Deserialize)]
struct OldChange {
    actor: Actor,
    seq: u64,
    start_op: u64,
    unix_ms: i64,
    deps: Vec<Hash>,
    ops: Vec<OldOp>,
}

#[derive(Deserialize)]
struct OldOp {
    object: Object,
    key: Key,
    insert: bool,
    action: OldAction,
    preds: Vec<OpId>,
}

#[derive(Deserialize)]
enum OldAction {
    MakeMap,
    MakeText,
    Put(Scalar),
    Delete,
}

#[derive(Deserialize)]
struct OldDocRow {
    kind: DocKind,
    heads: Vec<Hash>,
    changes: u32,
    _view_version: u16,
}

#[derive(Deserialize)]
struct OldConfirmation {
    at: Option<Moment>,
    waiting: BTreeSet<String>,
}

#[derive(Deserialize)]
struct OldSeen {
    lines: BTreeMap<LineId, SeenLine>,
}

#[derive(Deserialize)]
struct OldUndoable {
    what: String,
    steps: Vec<OldStep>,
}

#[derive(Deserialize)]
enum OldStep {
    Put { doc: DocId, kind: DocKind, object: Object, key: String, mine: Option<Scalar>, back: Option<Scalar> },
    Wordings { doc: DocId, kind: DocKind, line: LineId, mine: Vec<WordingId>, back: Vec<WordingId> },
    Text { doc: DocId, kind: DocKind, object: Object, came: Vec<CharRun>, gone: OldGone },
    Network { mine: NetworkSetting, back: NetworkSetting },
}

#[derive(Deserialize)]
struct OldGone {
    chars: Vec<(OpId, char)>,
    after: Option<OpId>,
    before: Option<OpId>,
}

impl From<OldOp> for Op {
    fn from(old: OldOp) -> Self {
        let OldOp { object, key, insert, action, preds } = old;
        let (action, preds) = match action {
            OldAction::MakeMap => (Action::MakeMap, preds),
            OldAction::MakeText => (Action::MakeText, preds),
            OldAction::Put(scalar) => (Action::Put(scalar), preds),
            // Which character goes is said by the key.
            OldAction::Delete => (Action::Delete(1), Vec::new()),
        };
        Self { object, key, insert, action, preds }
    }
}

impl From<OldChange> for Change {
    fn from(old: OldChange) -> Self {
        let OldChange { actor, seq, start_op, unix_ms, deps, ops } = old;
        let first = OpId { counter: start_op, actor };
        Self { actor, seq, start_op, unix_ms, deps, ops: joined(ops.into_iter().map(Op::from), first) }
    }
}

impl From<OldUndoable> for Undoable {
    fn from(old: OldUndoable) -> Self {
        let step = |step| match step {
            OldStep::Put { doc, kind, object, key, mine, back } => Step::Put { doc, kind, object, key, mine, back },
            OldStep::Wordings { doc, kind, line, mine, back } => Step::Wordings { doc, kind, line, mine, back },
            OldStep::Network { mine, back } => Step::Network { mine, back },
            OldStep::Text { doc, kind, object, came, gone } => {
                let OldGone { chars, after, before } = gone;
                let text = chars.iter().map(|(_, c)| *c).collect();
                let chars = CharRun::all_of(chars.into_iter().map(|(id, _)| id));
                Step::Text { doc, kind, object, came, gone: Gone { chars, text, after, before } }
            }
        };
        Self { what: old.what, steps: old.steps.into_iter().map(step).collect() }
    }
}

/// Brings rows of the first format into the form of this one.
pub(super) fn from_format_1(old: Rows) -> Result<Rows, StoreError> {
    let mut batch = Batch::default();
    let mut of_document: BTreeMap<DocId, Vec<StoredChange>> = BTreeMap::new();
    for ((table, key), plain) in &old {
        match table {
            // The position is the end of the key, so they come in their order.
            Table::Changes => {
                let doc = key.first_chunk().map(|doc| DocId(*doc)).ok_or(StoreError::Damaged("changes"))?;
                let OldStoredChange { change, signature } = Store::decode(*table, plain)?;
                of_document.entry(doc).or_default().push(StoredChange { change: change.into(), signature });
            }
            Table::Statements => batch.put_plain(*table, key, plain.clone()),
            Table::Local => device_row(&mut batch, key, plain)?,
            // What screens read is made anew; a document's row needs its changes.
            Table::Views | Table::Documents => {}
        }
    }
    for ((_, key), plain) in old.iter().filter(|((table, _), _)| *table == Table::Documents) {
        let doc = key.first_chunk().map(|doc| DocId(*doc)).ok_or(StoreError::Damaged("documents"))?;
        let OldDocRow { kind, heads, changes, .. } = Store::decode(Table::Documents, plain)?;
        let stored = of_document.get(&doc).map(Vec::as_slice).unwrap_or_default();
        let last = |stored: &StoredChange| stored.change.start_op.saturating_add(stored.change.op_count());
        let max_op = stored.iter().map(last).max().unwrap_or(1).saturating_sub(1);
        batch.put(Table::Documents, key, &DocRow { kind, heads, max_op, changes, view_version: STALE });
    }
    for (doc, stored) in &of_document {
        batch.put_all_changes(doc, 0, stored);
    }
    Ok(batch.into_rows())
}

fn device_row(batch: &mut Batch, key: &[u8], plain: &[u8]) -> Result<(), StoreError> {
    const CONFIRMATION: u8 = DeviceRow::Confirmation as u8;
    const REFUSED: u8 = DeviceRow::Refused as u8;
    const REFUSED_BY_THEM: u8 = DeviceRow::RefusedByThem as u8;
    const UNDO: u8 = DeviceRow::Undo as u8;
    const REDO: u8 = DeviceRow::Redo as u8;
    const SEEN: u8 = DeviceRow::Seen as u8;
    let Some((row, of)) = key.split_first() else { return Err(StoreError::Damaged("local")) };
    match *row {
        CONFIRMATION => {
            let peer: PeerId = decoded(of)?;
            let OldConfirmation { at, waiting } = decoded(plain)?;
            DeviceRow::Confirmation.put(batch, &peer, &Confirmation { at, everything_waits: false });
            for line in waiting.iter().filter_map(|entity| entity.strip_prefix("lines/")?.parse::<LineId>().ok()) {
                DeviceRow::Waiting.put(batch, &(peer, line), &());
            }
        }
        REFUSED | REFUSED_BY_THEM => {
            let kind = if *row == REFUSED { DeviceRow::Refused } else { DeviceRow::RefusedByThem };
            let doc: DocId = decoded(of)?;
            let refused: Vec<(Hash, Reason)> = decoded(plain)?;
            for (number, refusal) in (0_u32..).zip(&refused) {
                kind.put(batch, &(doc, number), refusal);
            }
        }
        UNDO | REDO => {
            let kind = if *row == UNDO { DeviceRow::Undo } else { DeviceRow::Redo };
            let number: u64 = decoded(of)?;
            kind.put(batch, &number, &Undoable::from(decoded::<OldUndoable>(plain)?));
        }
        SEEN => {
            let peer: PeerId = decoded(of)?;
            for (line, seen) in decoded::<OldSeen>(plain)?.lines {
                DeviceRow::Seen.put(batch, &(peer, line), &seen);
            }
        }
        _ => batch.put_plain(Table::Local, key, plain.to_vec()),
    }
    Ok(())
}

fn decoded<T: DeserializeOwned>(plain: &[u8]) -> Result<T, StoreError> {
    Store::decode(Table::Local, plain)
}
