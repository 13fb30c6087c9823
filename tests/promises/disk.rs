//! A disk in memory that keeps apart what is written and what is synced, loses power, and fails.

use sideways_core::StorageBackend;
use std::{
    io::{Error, Result},
    sync::{Arc, Mutex, MutexGuard},
};

#[derive(Debug, Default)]
struct Bytes {
    live: Vec<u8>,
    durable: Vec<u8>,
    /// Writes since the last sync, in order.
    unsynced: Vec<(usize, Vec<u8>)>,
    operations: usize,
    fail_from: Option<usize>,
}

/// The disk; backends of it see the same bytes.
#[derive(Debug, Default, Clone)]
pub struct Disk(Arc<Mutex<Bytes>>);

/// One opening of the disk.
#[derive(Debug)]
pub struct Backend(Disk);

/// What is left of the writes that were not synced when power fails.
#[derive(Debug, Clone, Copy)]
pub enum Left {
    /// None of them.
    Nothing,
    /// Those whose turn is named by the bits of this number.
    Some(u64),
    /// All, but the last is torn in the middle.
    TornLast,
}

impl Disk {
    pub fn backend(&self) -> Backend {
        Backend(self.clone())
    }

    /// Operations that change the disk or sync it, so far.
    pub fn operations(&self) -> usize {
        self.bytes().operations
    }

    /// Fails every such operation from that one on.
    pub fn fail_from(&self, operation: usize) {
        self.bytes().fail_from = Some(operation);
    }

    /// The disk as it is after power failed just now.
    pub fn after_power_failure(&self, left: Left) -> Self {
        let bytes = self.bytes();
        let mut durable = bytes.durable.clone();
        let last = bytes.unsynced.len().saturating_sub(1);
        for (at, (offset, data)) in bytes.unsynced.iter().enumerate() {
            let data = match left {
                Left::Nothing => continue,
                Left::Some(bits) if bits >> (at % 64) & 1 == 0 => continue,
                Left::TornLast if at == last => &data[..data.len() / 2],
                Left::Some(_) | Left::TornLast => data,
            };
            if durable.len() < offset + data.len() {
                durable.resize(offset + data.len(), 0);
            }
            durable[*offset..offset + data.len()].copy_from_slice(data);
        }
        Self(Arc::new(Mutex::new(Bytes { live: durable.clone(), durable, ..Bytes::default() })))
    }

    pub fn raw(&self) -> Vec<u8> {
        self.bytes().live.clone()
    }

    fn bytes(&self) -> MutexGuard<'_, Bytes> {
        self.0.lock().unwrap()
    }

    fn operation(&self) -> Result<MutexGuard<'_, Bytes>> {
        let mut bytes = self.bytes();
        bytes.operations += 1;
        let fails = bytes.fail_from.is_some_and(|from| bytes.operations > from);
        if fails { Err(Error::other("the disk is gone")) } else { Ok(bytes) }
    }
}

impl StorageBackend for Backend {
    fn len(&self) -> Result<u64> {
        Ok(self.0.bytes().live.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        let disk = self.0.bytes();
        let from = offset as usize;
        let found = disk.live.get(from..from + out.len()).ok_or_else(|| Error::other("beyond the end"))?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<()> {
        self.0.operation()?.live.resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<()> {
        let mut disk = self.0.operation()?;
        disk.durable = disk.live.clone();
        disk.unsynced.clear();
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<()> {
        let mut disk = self.0.operation()?;
        let from = offset as usize;
        if disk.live.len() < from + data.len() {
            disk.live.resize(from + data.len(), 0);
        }
        disk.live[from..from + data.len()].copy_from_slice(data);
        disk.unsynced.push((from, data.to_vec()));
        Ok(())
    }
}
