//! The store's file, as redb works on it.

use super::ballast::Ballast;
use redb::{BackendError, StorageBackend, backends::FileBackend};
use std::{fs::File, io, ops::Bound};

/// The file, with room kept for the day the disk is full.
#[derive(Debug)]
pub(super) struct StoreFile {
    file: FileBackend,
    ballast: Option<Ballast>,
}

impl StoreFile {
    pub(super) fn new(file: File, ballast: Option<Ballast>) -> io::Result<Self> {
        let file = FileBackend::new(file).map_err(|e| io::Error::other(e.to_string()))?;
        Ok(Self { file, ballast })
    }

    fn helped(&self, write: impl Fn() -> io::Result<()>) -> io::Result<()> {
        match &self.ballast {
            Some(ballast) => ballast.help(write),
            None => write(),
        }
    }
}

impl StorageBackend for StoreFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        super::disk::step()?;
        self.helped(|| self.file.set_len(len))
    }

    fn sync_data(&self) -> io::Result<()> {
        super::disk::step()?;
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        super::disk::step()?;
        self.helped(|| self.file.write(offset, data))
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}
