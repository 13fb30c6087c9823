//! Backups: everything in one file that opens without Sideways.
//!
//! # The format
//!
//! A backup is a file of the tool `age` (version 1), encrypted to the recovery key. `age -d -i KEY FILE`, where the file
//! `KEY` has the line `AGE-SECRET-KEY-1…` of the recovery sheet, shows lines of JSON, in UTF-8, one thing a line:
//!
//! | line | what it is |
//! |---|---|
//! | `{"sideways_backup":1,"made":…,"person":…,"notebook":…,"device":…}` | the first: the version of this format, when and on which computer it was made |
//! | `{"me":{…}}` | who I am |
//! | `{"peer":{…}}` | a peer with all that was written about them and the list with them, as in `export json` |
//! | `{"project":{…}}`, `{"finished":{…}}`, `{"settings":{…}}` | the same |
//! | `{"draft":[field, text]}` | what was typed and not finished |
//! | `{"row":[table, key, value]}` | a row of the store, key and value in base64: what Sideways brings back, history and signatures included |
//! | `{"end":{"rows":…,"counts":{…}}}` | the last: how much there is of everything; without it the file is cut off |
//!
//! Lines with other names are passed over, so that later versions can add some.
//!
//! No device's secret is in it, nor an invitation's. What is brought back is a new device of the same person, and the
//! recovery key vouches for it: so a copy can't pass for the computer it was made on.

mod counts;
mod error;
#[cfg(feature = "faults")]
mod faults;
mod lines;
mod words;

pub use counts::Counts;
pub use error::BackupError;
pub use lines::BACKUP_VERSION;
pub use words::{RecoveryKey, WordsError};

use crate::{
    age::{Decrypter, Encrypter, HeaderError},
    entropy::Entropy,
    export::Export,
    id::{DeviceId, DocId, PersonId},
    snapshot::{Moment, Snapshot},
    store::{RowSource, Rows, Table},
};
use lines::Head;
use std::{
    io::{Read, Write},
    sync::Arc,
};

/// Everything there is at one commit, to be written down elsewhere while the notebook goes on.
#[derive(Debug)]
pub struct BackupSource {
    rows: RowSource,
    snapshot: Arc<Snapshot>,
    notebook: DocId,
    documents: (u64, u64),
    keeps: fn(Table, &[u8]) -> bool,
}

impl BackupSource {
    pub(crate) fn new(
        rows: RowSource,
        snapshot: Arc<Snapshot>,
        notebook: DocId,
        documents: (u64, u64),
        keeps: fn(Table, &[u8]) -> bool,
    ) -> Self {
        Self { rows, snapshot, notebook, documents, keeps }
    }

    fn export(&self) -> Export {
        Export::of(&self.snapshot, None)
    }

    /// How much there is of everything.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (documents, changes) = self.documents;
        Counts { documents, changes, ..Counts::of(&self.export(), self.snapshot.drafts.len()) }
    }

    /// Writes a backup that `key` opens. It isn't one before it was opened again: [`BackupSource::compare`].
    pub fn write<W: Write>(
        &self,
        out: W,
        key: &RecoveryKey,
        entropy: [u8; 32],
        made: Moment,
    ) -> Result<W, BackupError> {
        let encrypter = Encrypter::new(out, &[*key.identity().public()], None, &mut Entropy::new(entropy))?;
        let head = Head::new(self.snapshot.person, self.notebook, self.snapshot.device, made);
        let mut lines = lines::Writer::new(encrypter, &head)?;
        lines.put_export(&self.export(), &self.snapshot.drafts)?;
        for table in Table::BACKED_UP {
            self.rows.each(table, |row, plain| {
                if (self.keeps)(table, row) { Ok(lines.put_row(table, row, &plain)?) } else { Ok::<_, BackupError>(()) }
            })?;
        }
        Ok(lines.finish(self.counts())?.finish()?)
    }

    /// Whether what was read back and opened is what is here, thing for thing.
    pub fn compare(&self, tested: &Tested) -> Result<(), BackupError> {
        if let Some(differs) = tested.counts.differs(&self.counts()).or_else(|| self.counts().differs(&tested.counts)) {
            return Err(BackupError::Differs(differs));
        }
        if tested.export != self.export() || tested.drafts != *self.snapshot.drafts {
            return Err(BackupError::Differs("as many of everything, with other words".into()));
        }
        Ok(())
    }
}

/// A backup that was decrypted, and not opened yet.
pub struct Loaded {
    pub(crate) key: RecoveryKey,
    pub(crate) person: PersonId,
    pub(crate) notebook: DocId,
    pub(crate) rows: Rows,
    made: Moment,
    counts: Counts,
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loaded(…)")
    }
}

impl Loaded {
    /// Decrypts a backup and reads all of it. What it holds is bounded, whoever wrote it.
    pub fn read(file: impl Read, key: &RecoveryKey) -> Result<Self, BackupError> {
        let decrypter = Decrypter::new(file, &key.identity()).map_err(|e| match e {
            HeaderError::NotAge => BackupError::NotABackup,
            HeaderError::NotForMe(_) => BackupError::OtherKey,
            HeaderError::Damaged => BackupError::Damaged("its beginning was changed"),
            HeaderError::Cut => BackupError::Cut,
            HeaderError::Io(e) => BackupError::Io(e),
        })?;
        let lines::Contents { head, rows, counts } = lines::read(decrypter)?;
        let (person, notebook, made) = (head.person, head.notebook, head.made());
        Ok(Self { key: key.clone(), person, notebook, rows, made, counts })
    }

    /// When it was made, by the clock of the computer that made it.
    #[must_use]
    pub fn made(&self) -> Moment {
        self.made
    }

    /// How much it says that it holds.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

/// A backup that was decrypted, loaded, put together from its changes, and counted.
#[derive(Clone, PartialEq, Debug)]
pub struct Tested {
    /// When it was made.
    pub made: Moment,
    /// Which computer of whom made it, and for whom it was restored to be tested.
    pub person: PersonId,
    /// How much there is of everything.
    pub counts: Counts,
    pub(crate) export: Export,
    pub(crate) drafts: std::collections::BTreeMap<crate::snapshot::Field, String>,
}

impl Tested {
    /// Everything that is in it, as it is shown.
    #[must_use]
    pub fn export(&self) -> &Export {
        &self.export
    }
}

/// The device that a recovery key is.
pub(crate) fn device_of(key: &RecoveryKey) -> DeviceId {
    key.device().id()
}
