//! Everything on this device that belongs to this user, opened exclusively; the only thing that writes.

mod aside;
mod backup;
mod copies;
mod documents;
mod edit;
mod exchange;
mod locked;
mod migrate;
mod open;
mod publish;
mod requests;
mod rescue;
mod staged;
mod state;
mod terms;
mod transaction;
mod verify;
mod writing;

pub use backup::{BackupNotes, LastBackup};
pub use copies::{Former, Parted, SpeaksAs, Stamp};
pub use exchange::{Adoption, Fork, OpenForDevice, SealError, Sealing, Unsealed, Whose, WriterRefused};
pub use locked::{Entered, Locked};
pub use rescue::Rescued;
pub use terms::{Generation, KnownDevice, OpenInvitation, Opening, Pairing, Received, Touched, Verified};

use crate::{
    change::Run,
    command::{Command, Outcome},
    device::DeviceKey,
    entropy::Entropy,
    error::{EditError, StoreError},
    guard::guarded,
    id::{DocId, Hash, PeerId, PersonId},
    rows::DocKind,
    snapshot::{GoingBack, HistoryItem, Moment, Snapshot},
    store::{Store, folder::Folder},
};
use documents::Documents;
use exchange::OrphanChanges;
use state::{device::DeviceState, read_model::ReadModel};
use std::{collections::BTreeMap, sync::Arc};
use transaction::Transaction;

/// The workspace.
#[derive(Debug)]
pub struct Workspace {
    store: Store,
    entropy: Entropy,
    key: DeviceKey,
    person: PersonId,
    notebook: DocId,
    documents: Documents,
    model: ReadModel,
    device: DeviceState,
    /// Changes from outside that wait for those they build on.
    orphans: BTreeMap<DocId, OrphanChanges>,
    /// Documents whose rows on the disk are of another version.
    stale: BTreeMap<DocId, DocKind>,
    /// Documents that don't load, which stay in the store as they are.
    aside: BTreeMap<DocId, DocKind>,
    copies: copies::Copies,
    snapshot: Arc<Snapshot>,
    /// After so many more steps a transaction panics; for tests.
    #[cfg(feature = "faults")]
    panics_in: Option<u32>,
    /// Held open for this process alone.
    folder: Option<Folder>,
}

impl Workspace {
    /// The picture after the last commit.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.clone()
    }

    /// This device's key.
    #[must_use]
    pub fn device_key(&self) -> &DeviceKey {
        &self.key
    }

    /// How many documents were decoded since opening; tests count them.
    #[must_use]
    pub fn documents_decoded(&self) -> u64 {
        self.documents.decoded()
    }

    /// How often a whole text was gone through since opening; tests count it.
    #[must_use]
    pub fn text_passes(&self) -> u64 {
        self.documents.text_passes()
    }

    /// How many rows were written since opening; tests count them.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.store.rows_written()
    }

    /// How many bytes were sealed since opening; tests count them.
    #[must_use]
    pub fn bytes_sealed(&self) -> u64 {
        self.store.bytes_sealed()
    }

    /// Has a transaction panic after so many more of its steps.
    #[cfg(feature = "faults")]
    pub fn panic_in(&mut self, steps: Option<u32>) {
        self.panics_in = steps;
    }

    /// Everything that is in memory and not made of something else that is, as text, to be compared.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn memory(&self) -> String {
        format!("{:?}\n{:?}\n{:?}\n{:?}", self.model, self.device, self.orphans, self.stale)
    }

    /// The identity of each change of a run.
    #[must_use]
    pub fn hash_of(run: &Run) -> Vec<Hash> {
        run.changes.iter().filter_map(|change| Some(crate::document::encode(change).ok()?.hash)).collect()
    }

    /// Carries out a command. When this returns `Ok`, it is on the disk; after an error, memory and disk are as they
    /// were before.
    pub fn edit(&mut self, command: Command, now: Moment) -> Result<Outcome, EditError> {
        let erases = matches!(command, Command::Erase(..));
        let list_of = if let Command::List(peer, _) = &command { Some(*peer) } else { None };
        let outcome = self.transact(now, |transaction| transaction.carry_out(command))?;
        if let Some(peer) = list_of {
            // The command is on the disk; where this can't be, it is with the next one.
            let _ = self.catch_up(peer, now);
        }
        if erases {
            self.store.rewrite()?;
        }
        Ok(outcome)
    }

    /// What was changed about a peer, the newest first, at most so many: their list, card and journals.
    pub fn history(&mut self, peer: &PeerId, limit: usize) -> Result<Vec<HistoryItem>, StoreError> {
        edit::history::of(self, peer, limit)
    }

    /// What would change if the list with a peer were made to show what it showed at that moment.
    pub fn going_back(&mut self, peer: PeerId, to: Moment) -> Result<GoingBack, EditError> {
        edit::going_back::preview(self, peer, to)
    }

    /// Does something in one transaction, which is committed where that succeeds, and undone where it doesn't,
    /// panics included.
    fn transact<T, E: From<StoreError> + From<EditError>>(
        &mut self,
        now: Moment,
        act: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.copies.ready()?;
        let acted = guarded(|| {
            let mut transaction = Transaction::begin(self, now);
            let given = act(&mut transaction)?;
            transaction.commit()?;
            Ok(given)
        });
        acted.unwrap_or_else(|| Err(EditError::Failed.into()))
    }
}

/// Checks a text that must say something.
fn words(what: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.trim().is_empty() {
        return Err(EditError::Empty(what));
    }
    at_most(what, text, limit)
}

fn at_most(what: &'static str, text: &str, limit: usize) -> Result<(), EditError> {
    if text.len() > limit { Err(EditError::TooLong { what, limit }) } else { Ok(()) }
}
