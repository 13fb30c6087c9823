//! A notebook out of what can be read of a file that doesn't open: looked at as it is, or made whole again in its place.
//!
//! Words are in changes, which are kept for ever, name what they build on, and are signed. So whichever versions of rows
//! were found, the changes in them together are right, as far as nothing is missing in between; everything that is shown
//! is made again from them.

use super::{
    Opening, Workspace,
    copies::Stamp,
    documents::{Signature, StoredChange},
    open::Home,
    state::device::{Confirmation, DeviceRow, Identity},
};
use crate::{
    device::{DeviceKey, SignedStatement},
    document::{Document, encode},
    entropy::Entropy,
    error::{OpenError, StoreError},
    id::{Actor, DocId, Hash},
    rows::DocRow,
    store::{
        Batch, SealKey, Store, Table,
        folder::Folder,
        salvage::{Found, salvage},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// What was made of a damaged file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rescued {
    /// Changes that were found, and fit together.
    pub changes: usize,
    /// Changes that were found and build on something that wasn't.
    pub apart: usize,
}

impl Workspace {
    /// Opens what can be read of a file that doesn't open, in memory; nothing is written anywhere.
    pub(super) fn of_what_is_left(
        folder: &Folder,
        key: &SealKey,
        entropy: &mut Entropy,
        opening: &Opening,
    ) -> Result<Self, OpenError> {
        let (batch, _) = Found::together(salvage(folder, key)?)?;
        let mut store = Store::open(redb::backends::InMemoryBackend::new(), key.same(), entropy)?;
        store.commit(entropy, batch).map_err(|e| OpenError::Store(e.to_string()))?;
        let entropy = Entropy::new(entropy.bytes());
        let mut workspace = Self::with(store, entropy, Home::Memory, opening)?;
        workspace.drop_erased_ones(opening.now);
        workspace.store.only_look(StoreError::Torn);
        workspace.publish_all();
        Ok(workspace)
    }

    /// Puts a whole store in the place of one that doesn't open, with everything that could be read of it. The damaged
    /// file is kept beside it.
    pub fn rescue(
        directory: &Path,
        passphrase: Option<&crate::passphrase::Passphrase>,
        opening: &Opening,
    ) -> Result<Rescued, OpenError> {
        let mut entropy = Entropy::new(opening.entropy);
        let folder = Self::entered(directory)?;
        let key = folder.key_file().and_then(|it| it.key(passphrase))?;
        let opens = Store::open_in(&folder, &key, &mut entropy)
            .and_then(|store| Self::with(store, Entropy::new(entropy.bytes()), Home::Folder, opening));
        match opens {
            Ok(_) => return Err(OpenError::Whole),
            Err(OpenError::Store(_)) => {}
            Err(other) => return Err(other),
        }
        let (batch, rescued) = Found::together(salvage(&folder, &key)?)?;
        folder.put_in_place(&key, &mut entropy, batch)?;
        Ok(rescued)
    }

    /// Old pages may still know whom this notebook has erased since.
    fn drop_erased_ones(&mut self, now: crate::snapshot::Moment) {
        let _ = self.follow_notebook(crate::rows::DocKind::Notebook, now);
    }
}

/// Rows of which each counts once.
trait Together: Sized {
    fn together(found: Vec<Self>) -> Result<(Batch, Rescued), OpenError>;
}

impl Together for Found {
    fn together(found: Vec<Self>) -> Result<(Batch, Rescued), OpenError> {
        let mut batch = Batch::default();
        let mut documents: BTreeMap<DocId, DocRow> = BTreeMap::new();
        let mut changes: BTreeMap<DocId, BTreeMap<Hash, StoredChange>> = BTreeMap::new();
        let mut identities: Vec<Identity> = Vec::new();
        let mut statements: Vec<SignedStatement> = Vec::new();
        let mut stamp: Option<Stamp> = None;
        for (table, key, plain) in found {
            match table {
                Table::Documents => {
                    let (Ok(doc), Ok(row)) = (key.try_into(), Store::decode::<DocRow>(table, &plain)) else { continue };
                    let kept = documents.entry(DocId(doc)).or_insert_with(|| row.clone());
                    if row.changes > kept.changes {
                        *kept = row;
                    }
                }
                Table::Changes => {
                    let doc = key.get(..16).and_then(|doc| doc.try_into().ok());
                    let row = Store::decode::<Vec<StoredChange>>(table, &plain);
                    let (Some(doc), Ok(row)) = (doc, row) else { continue };
                    let of = changes.entry(DocId(doc)).or_default();
                    for stored in row {
                        let Ok(encoded) = encode(&stored.change) else { continue };
                        let kept = of.entry(encoded.hash).or_insert_with(|| stored.clone());
                        if kept.signature.is_none() {
                            kept.signature = stored.signature;
                        }
                    }
                }
                Table::Statements => {
                    statements.extend(Store::decode::<SignedStatement>(table, &plain).ok());
                    batch.put_plain(table, &key, plain);
                }
                Table::Local if is_past(&key) => {}
                Table::Local => {
                    if key == DeviceRow::Identity.key(&()) {
                        identities.extend(Store::decode::<Identity>(table, &plain).ok());
                    } else if key == DeviceRow::Stamp.key(&()) {
                        let found = Store::decode::<Stamp>(table, &plain).ok();
                        stamp = [stamp, found].into_iter().flatten().max_by_key(|stamp| stamp.count);
                    } else if key.first() == Some(&(DeviceRow::Confirmation as u8)) {
                        batch.put(table, &key, &Confirmation { at: None, everything_waits: true });
                    } else {
                        batch.put_plain(table, &key, plain);
                    }
                }
                // They are made again.
                Table::Views => {}
            }
        }
        let identity = newest(identities, &documents, &statements);
        let identity = identity.ok_or_else(|| OpenError::Store("the file is damaged".into()))?;
        DeviceRow::Identity.put(&mut batch, &(), &identity);
        let key = DeviceKey::from_secret(&identity.secret);
        stamp.iter().for_each(|stamp| DeviceRow::Stamp.put(&mut batch, &(), stamp));
        let (mut rescued, actor) = (Rescued::default(), Actor::new(&key.id(), [0; 8]));
        for (doc, row) in documents {
            let all = changes.remove(&doc).unwrap_or_default();
            let count = all.len();
            let fits = |order: &[StoredChange]| load(doc, &row, order, &actor).map(|document| document.heads());
            let first: BTreeSet<Hash> = fits(&[]).into_iter().flatten().collect();
            let mut order = in_order(all, first);
            let Some(heads) = fits(&order) else { continue };
            sign(&mut order, &doc, &key);
            rescued.changes += order.len();
            rescued.apart += count - order.len();
            let last = |stored: &StoredChange| stored.change.start_op.saturating_add(stored.change.op_count());
            let max_op =
                order.iter().map(last).max().unwrap_or(1).saturating_sub(1).max(row.kind.genesis().len() as u64);
            let row = DocRow { heads, max_op, changes: order.len() as u32, view_version: 0, ..row };
            batch.put(Table::Documents, &doc.0, &row);
            batch.put_all_changes(&doc, 0, &order);
        }
        Ok((batch, rescued))
    }
}

/// Of those that this installation was, the one that it was last: whose notebook is here, and for which a former one of
/// them vouches. Old pages may still hold the others.
fn newest(all: Vec<Identity>, documents: &BTreeMap<DocId, DocRow>, statements: &[SignedStatement]) -> Option<Identity> {
    let device = |it: &Identity| DeviceKey::from_secret(&it.secret).id();
    let devices: Vec<_> = all.iter().map(device).collect();
    let rank = |it: &Identity| {
        let me = device(it);
        let vouches = |by: bool| {
            let of = statements.iter().map(|signed| &signed.statement).filter(|said| !said.removed);
            of.filter(|said| said.device != said.vouched_by).any(|said| {
                let (one, other) = if by { (said.device, said.vouched_by) } else { (said.vouched_by, said.device) };
                one == me && devices.contains(&other)
            })
        };
        (documents.contains_key(&it.notebook), vouches(true), !vouches(false))
    };
    all.iter().max_by_key(|it| rank(it)).cloned()
}

/// What was said once and may have been taken back since: an older page would bring it back.
fn is_past(key: &[u8]) -> bool {
    const PAST: [DeviceRow; 5] =
        [DeviceRow::Invitation, DeviceRow::OwnInvitation, DeviceRow::Undo, DeviceRow::Redo, DeviceRow::OwnEqual];
    PAST.iter().any(|row| key.first() == Some(&(*row as u8)))
}

/// The document that these changes make, where they do.
pub(super) fn load(doc: DocId, row: &DocRow, order: &[StoredChange], actor: &Actor) -> Option<Document> {
    let typed = order.iter().map(|stored| &stored.change);
    crate::guard::guarded(|| Document::load(doc, row.kind.rules(), row.kind.genesis(), typed, actor).ok())?
}

/// Those that build on nothing that is missing, each after what it builds on.
pub(super) fn in_order(mut left: BTreeMap<Hash, StoredChange>, mut known: BTreeSet<Hash>) -> Vec<StoredChange> {
    let mut order = Vec::new();
    let mut waiting: BTreeMap<Hash, Vec<Hash>> = BTreeMap::new();
    let mut next: Vec<Hash> = left.keys().rev().copied().collect();
    while let Some(hash) = next.pop() {
        let Some(stored) = left.get(&hash) else { continue };
        match stored.change.deps.iter().find(|dep| !known.contains(*dep)) {
            Some(missing) => waiting.entry(*missing).or_default().push(hash),
            None => {
                order.extend(left.remove(&hash));
                known.insert(hash);
                next.extend(waiting.remove(&hash).into_iter().flatten());
            }
        }
    }
    order
}

/// What this device made and another change signed for, which wasn't found, is signed for by itself.
fn sign(order: &mut [StoredChange], doc: &DocId, key: &DeviceKey) {
    let mut last: BTreeMap<Actor, usize> = BTreeMap::new();
    for (at, stored) in order.iter().enumerate().filter(|(_, stored)| stored.change.actor.is_run_of(&key.id())) {
        last.insert(stored.change.actor, at);
    }
    for at in last.into_values() {
        if let Some(stored) = order.get_mut(at).filter(|stored| stored.signature.is_none())
            && let Ok(encoded) = encode(&stored.change)
        {
            stored.signature = Some(Signature(key.sign_change(doc, &encoded.hash)));
        }
    }
}
