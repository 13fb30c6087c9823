//! Backups of a workspace, and workspaces out of backups; and what is known of them here.

use super::{
    Opening, Workspace,
    edit::says,
    open::{FORMATS, Home},
    state::{
        device::{Confirmation, DeviceChange, DeviceRow, Identity},
        statements::statement_key,
    },
};
use crate::{
    backup::{BackupError, BackupSource, Counts, Loaded, RecoveryKey, Tested, device_of},
    command::Command,
    device::{DeviceKey, SignedStatement, Statement},
    entropy::Entropy,
    error::StoreError,
    export::Export,
    rows::DocRow,
    snapshot::{Me, Moment},
    store::{
        Batch, SealKey, Store, Table,
        folder::{Folder, Holds},
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// What is known of backups on this device.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BackupNotes {
    /// When the recovery sheet was shown; before that nothing is backed up by itself.
    pub sheet_shown: Option<Moment>,
    /// When a place outside of the folder was asked for.
    pub place_asked: Option<Moment>,
    /// That place: a folder on a stick or a network drive.
    pub place: Option<String>,
    /// When a backup was last put there, or the place was chosen.
    pub place_reached: Option<Moment>,
    /// The last one that was written and opened again.
    pub last: Option<LastBackup>,
    /// When one last failed, and why.
    pub failed: Option<(Moment, String)>,
    /// How many were made before somebody was erased, and the day by which they are gone.
    pub older: Option<(usize, Moment)>,
}

/// A backup that was written here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it was begun.
    pub at: Moment,
    /// Where it lies.
    pub file: String,
    /// What was counted when it was opened again.
    pub counts: Counts,
    /// When it was last opened again, and all was there.
    pub tested: Moment,
    /// What the notebook was at that moment.
    pub mark: [u8; 32],
}

/// Which rows of this device alone go into a backup: none with a secret, and none that only this installation can know.
fn is_kept(table: Table, key: &[u8]) -> bool {
    const KEPT: [DeviceRow; 6] = [
        DeviceRow::Network,
        DeviceRow::Relay,
        DeviceRow::Draft,
        DeviceRow::Confirmation,
        DeviceRow::Addresses,
        DeviceRow::Seen,
    ];
    table != Table::Local || KEPT.iter().any(|row| key.first() == Some(&(*row as u8)))
}

impl Workspace {
    /// The recovery key, where one was made.
    pub fn recovery_key(&self) -> Result<Option<RecoveryKey>, StoreError> {
        let secret: Option<[u8; 32]> = self.store.get(Table::Local, &DeviceRow::Recovery.key(&()))?;
        Ok(secret.map(RecoveryKey::from_secret))
    }

    /// Makes the recovery key where there is none, and states that it is a device of mine that never connects.
    pub fn make_recovery_key(&mut self) -> Result<RecoveryKey, StoreError> {
        if let Some(key) = self.recovery_key()? {
            return Ok(key);
        }
        let key = RecoveryKey::from_secret(self.entropy.bytes());
        let statement = Statement {
            person: self.person,
            device: device_of(&key),
            name: "recovery sheet".into(),
            recipient: key.device().recipient(),
            // It reads and writes no document: nobody dials it, and nobody waits for it.
            formats: (0, 0),
            vouched_by: self.key.id(),
            removed: false,
        };
        let own = SignedStatement::of_itself(&statement, &key.device());
        let signed = SignedStatement::new(statement, &self.key);
        let mut batch = Batch::default();
        DeviceRow::Recovery.put(&mut batch, &(), key.secret());
        for signed in [&signed, &own] {
            batch.put(Table::Statements, &statement_key(signed), signed);
        }
        self.store.commit(&mut self.entropy, batch)?;
        DeviceChange::Statement(signed).apply(&mut self.device);
        DeviceChange::Statement(own).apply(&mut self.device);
        Ok(key)
    }

    /// What is known of backups here.
    pub fn backup_notes(&self) -> Result<BackupNotes, StoreError> {
        Ok(self.store.get(Table::Local, &DeviceRow::Backups.key(&()))?.unwrap_or_default())
    }

    /// Keeps what is known of backups.
    pub fn keep_backup_notes(&mut self, notes: &BackupNotes) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        DeviceRow::Backups.put(&mut batch, &(), notes);
        self.store.commit(&mut self.entropy, batch)
    }

    /// What the documents are just now: another value after each change of any of them.
    #[must_use]
    pub fn mark(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for (doc, row) in &self.model.documents {
            digest.update(doc.0);
            row.heads.iter().for_each(|head| digest.update(head.0));
        }
        digest.finalize().into()
    }

    /// Everything as it is now, to be written down on another thread.
    pub fn backup_source(&self) -> Result<BackupSource, StoreError> {
        let documents = self.model.documents.values();
        let changes = documents.clone().map(|row| u64::from(row.changes)).sum();
        let documents = (documents.count() as u64, changes);
        Ok(BackupSource::new(self.store.source()?, self.snapshot(), self.notebook, documents, is_kept))
    }

    /// Whether nothing was ever written here.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let it = &self.snapshot;
        let nothing = it.peers.is_empty() && it.projects.is_empty() && it.finished.is_empty() && it.drafts.is_empty();
        // Where it may be found is this computer's affair, and no part of a notebook.
        let only_network = it.undo.is_none() || it.undo.as_deref() == says(&Command::SetNetwork(it.network));
        nothing && it.me == Me::default() && only_network && it.redo.is_none() && self.device.statements.len() == 1
    }

    /// Makes a notebook of a backup in a folder that holds none: a new device of the same person. It is there whole, or
    /// not at all.
    pub fn restore(directory: &Path, loaded: &Loaded, opening: &Opening) -> Result<Tested, BackupError> {
        let tested = loaded.test(opening)?;
        let mut entropy = Entropy::new(opening.entropy);
        let folder = Folder::enter_or_make(directory)?;
        if folder.settle()? != Holds::Nothing {
            return Err(BackupError::NotEmpty);
        }
        let batch = loaded.as_new_device(&mut entropy, opening)?;
        folder.make_store(&mut entropy, |store, entropy| store.commit(entropy, batch))?;
        let restored = Self::inside(folder, None, entropy, opening).map_err(|(_, e)| e)?;
        same(&tested, restored.seen(loaded.made())?)
    }

    /// Puts a backup in the place of this notebook, in which nothing was ever written. The folder holds the one or the
    /// other at every instant.
    pub fn take_over(&mut self, loaded: &Loaded, opening: &Opening) -> Result<Tested, BackupError> {
        if !self.is_untouched() {
            return Err(BackupError::NotEmpty);
        }
        let tested = loaded.test(opening)?;
        let mut entropy = Entropy::new(opening.entropy);
        let batch = loaded.as_new_device(&mut entropy, opening)?;
        let store = self.store.replaced(&mut entropy, batch)?;
        let folder = self.folder.take();
        *self = Self { folder, ..Self::with(store, entropy, Home::Folder, opening)? };
        same(&tested, self.seen(loaded.made())?)
    }

    /// Everything here, after it was read and compared with itself.
    fn seen(&self, made: Moment) -> Result<Tested, BackupError> {
        let export = Export::of(&self.snapshot, None);
        let documents = self.model.documents.values();
        let counts = Counts {
            documents: documents.len() as u64,
            changes: documents.map(|row| u64::from(row.changes)).sum(),
            ..Counts::of(&export, self.snapshot.drafts.len())
        };
        let drafts = (*self.snapshot.drafts).clone();
        Ok(Tested { made, person: self.person, counts, export, drafts })
    }
}

fn same(tested: &Tested, restored: Tested) -> Result<Tested, BackupError> {
    if *tested == restored { Ok(restored) } else { Err(BackupError::Differs("what was brought back".into())) }
}

impl Loaded {
    /// Opens it in memory, puts every document together from its changes, compares all of it with itself and with what
    /// the backup counted.
    pub fn test(&self, opening: &Opening) -> Result<Tested, BackupError> {
        let mut entropy = Entropy::new(opening.entropy);
        let seal = SealKey::new(entropy.bytes());
        let mut store = Store::open(redb::backends::InMemoryBackend::new(), seal, &mut entropy)?;
        let batch = self.as_new_device(&mut entropy, opening)?;
        store.commit(&mut entropy, batch)?;
        let mut workspace = Workspace::with(store, entropy, Home::Memory, opening)?;
        workspace.verify()?;
        let tested = workspace.seen(self.made())?;
        match tested.counts.differs(&self.counts()) {
            None => Ok(tested),
            Some(differs) => Err(BackupError::Differs(differs)),
        }
    }

    /// Its rows as those of a new device, for which the recovery key vouches. What the old one knew of who has what is
    /// forgotten: a colleague may have more by now, or less.
    fn as_new_device(&self, entropy: &mut Entropy, opening: &Opening) -> Result<Batch, BackupError> {
        let mut batch = Batch::default();
        let mut stated = false;
        for ((table, key), plain) in &self.rows {
            if !is_kept(*table, key) {
                return Err(BackupError::Damaged("it holds what no backup holds"));
            }
            match table {
                Table::Documents => {
                    let row: DocRow = Store::decode(*table, plain)?;
                    batch.put(*table, key, &DocRow { view_version: 0, ..row });
                }
                Table::Local if key.first() == Some(&(DeviceRow::Confirmation as u8)) => {
                    batch.put(*table, key, &Confirmation { at: None, everything_waits: true });
                }
                Table::Statements => {
                    let signed: SignedStatement = Store::decode(*table, plain)?;
                    stated |= signed.statement.device == device_of(&self.key) && signed.is_genuine();
                    batch.put_plain(*table, key, plain.clone());
                }
                _ => batch.put_plain(*table, key, plain.clone()),
            }
        }
        if !stated {
            return Err(BackupError::Damaged("it doesn’t know its own recovery key"));
        }
        let identity = Identity { secret: entropy.bytes(), person: self.person, notebook: self.notebook };
        let key = DeviceKey::from_secret(&identity.secret);
        let statement = Statement {
            person: self.person,
            device: key.id(),
            name: crate::device::name(&opening.device_name),
            recipient: key.recipient(),
            formats: FORMATS,
            vouched_by: device_of(&self.key),
            removed: false,
        };
        let own = SignedStatement::of_itself(&statement, &key);
        let signed = SignedStatement::new(statement, &self.key.device());
        for signed in [&signed, &own] {
            batch.put(Table::Statements, &statement_key(signed), signed);
        }
        DeviceRow::Identity.put(&mut batch, &(), &identity);
        DeviceRow::Recovery.put(&mut batch, &(), self.key.secret());
        let notes = BackupNotes { sheet_shown: Some(opening.now), ..BackupNotes::default() };
        DeviceRow::Backups.put(&mut batch, &(), &notes);
        Ok(batch)
    }
}
