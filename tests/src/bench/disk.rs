//! What the disk takes, without the program.

use crate::Failed;
use redb::{Database, TableDefinition};
use std::{
    fs::{File, OpenOptions},
    io::{Seek, Write},
    path::Path,
    time::{Duration, Instant},
};

const ROWS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("rows");

/// A store of rows, as bare as it gets.
pub(crate) struct Commits {
    database: Database,
    made: u64,
}

impl Commits {
    /// Makes the store in a folder that lies on the disk to be measured.
    pub(crate) fn new(folder: &Path) -> Result<Self, Failed> {
        Ok(Self { database: Database::create(folder.join("limit"))?, made: 0 })
    }

    /// How long it takes to commit one row.
    pub(crate) fn time(&mut self, row: &[u8]) -> Result<Duration, Failed> {
        let began = Instant::now();
        let transaction = self.database.begin_write()?;
        transaction.open_table(ROWS)?.insert(self.made, row)?;
        transaction.commit()?;
        self.made += 1;
        Ok(began.elapsed())
    }
}

/// A file that is written over again and again, so that its size and place never change.
pub(crate) struct Overwrites(File);

impl Overwrites {
    /// Makes the file in a folder that lies on the disk to be measured.
    pub(crate) fn new(folder: &Path) -> Result<Self, Failed> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(folder.join("overwritten"))?;
        file.write_all(&[0; 64 * 1024])?;
        file.sync_all()?;
        Ok(Self(file))
    }

    /// How long it takes until these bytes are on the disk.
    pub(crate) fn time(&mut self, bytes: &[u8]) -> Result<Duration, Failed> {
        let began = Instant::now();
        self.0.rewind()?;
        self.0.write_all(bytes)?;
        self.0.sync_data()?;
        Ok(began.elapsed())
    }
}
