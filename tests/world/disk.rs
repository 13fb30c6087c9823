//! A disk in memory that forgets, when the power fails, whatever was not synced.

use sideways_core::StorageBackend;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Bytes {
    live: Vec<u8>,
    durable: Vec<u8>,
    /// Ranges of `live` that are not in `durable` yet.
    unsynced: Vec<std::ops::Range<usize>>,
    /// Grows at every crash; who held the disk before reaches it no more.
    life: u64,
}

/// The disk. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<Bytes>>);

impl Disk {
    fn lock(&self) -> MutexGuard<'_, Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The power fails.
    pub(crate) fn crash(&self) {
        let mut bytes = self.lock();
        bytes.live = bytes.durable.clone();
        bytes.unsynced.clear();
        bytes.life += 1;
    }

    /// The disk as one run of the program holds it.
    pub(crate) fn mount(&self) -> Mounted {
        Mounted { life: self.lock().life, disk: self.clone() }
    }
}

/// What a run of the program holds; after a crash it reaches nothing.
#[derive(Debug)]
pub(crate) struct Mounted {
    disk: Disk,
    life: u64,
}

impl Mounted {
    fn bytes(&self) -> io::Result<MutexGuard<'_, Bytes>> {
        let bytes = self.disk.lock();
        if bytes.life == self.life { Ok(bytes) } else { Err(io::Error::other("the power failed")) }
    }
}

impl StorageBackend for Mounted {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes()?.live.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.bytes()?;
        let at = offset as usize;
        let from = bytes.live.get(at..at + out.len()).ok_or_else(|| io::Error::other("beyond the end"))?;
        out.copy_from_slice(from);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut bytes = self.bytes()?;
        bytes.live.resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let bytes = &mut *self.bytes()?;
        bytes.durable.resize(bytes.live.len(), 0);
        for range in bytes.unsynced.drain(..) {
            let end = range.end.min(bytes.live.len());
            if let (Some(to), Some(from)) = (bytes.durable.get_mut(range.start..end), bytes.live.get(range.start..end))
            {
                to.copy_from_slice(from);
            }
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut bytes = self.bytes()?;
        let range = offset as usize..offset as usize + data.len();
        let to = bytes.live.get_mut(range.clone()).ok_or_else(|| io::Error::other("beyond the end"))?;
        to.copy_from_slice(data);
        bytes.unsynced.push(range);
        Ok(())
    }
}
