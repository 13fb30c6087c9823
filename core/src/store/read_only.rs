//! A file that is read and never written: what redb would write while it opens one stays in memory.

use redb::StorageBackend;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::{Mutex, MutexGuard, PoisonError},
};

const BLOCK: u64 = 4096;

/// The file, and over it the blocks that were written in memory.
#[derive(Debug)]
pub(super) struct ReadOnly(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    file: File,
    /// As far as the file goes, or was cut.
    below: u64,
    len: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl ReadOnly {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(Self(Mutex::new(Inner { file, below: len, len, blocks: BTreeMap::new() })))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The parts of `offset..offset + len`, none over the end of a block: its number, where in it, how long.
fn parts(offset: u64, len: usize) -> impl Iterator<Item = (u64, usize, usize)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = offset + done as u64;
        let within = (at % BLOCK) as usize;
        let part = (len - done).min(BLOCK as usize - within);
        done += part;
        (part > 0).then_some((at / BLOCK, within, part))
    })
}

impl Inner {
    /// A block as the file has it; zeros after its end.
    fn original(&mut self, block: u64) -> io::Result<Vec<u8>> {
        let (from, mut bytes) = (block * BLOCK, Vec::new());
        if from < self.below {
            self.file.seek(SeekFrom::Start(from))?;
            (&self.file).take(BLOCK.min(self.below - from)).read_to_end(&mut bytes)?;
        }
        bytes.resize(BLOCK as usize, 0);
        Ok(bytes)
    }
}

impl StorageBackend for ReadOnly {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut inner = self.lock();
        if offset.checked_add(out.len() as u64).is_none_or(|end| end > inner.len) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut rest = out;
        for (block, within, part) in parts(offset, rest.len()) {
            let original;
            let bytes = match inner.blocks.get(&block) {
                Some(bytes) => bytes,
                None => {
                    original = inner.original(block)?;
                    &original
                }
            };
            let (to, after) = rest.split_at_mut(part);
            to.copy_from_slice(bytes.get(within..within + part).unwrap_or_default());
            rest = after;
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut inner = self.lock();
        if len < inner.len {
            inner.below = inner.below.min(len);
            inner.blocks.retain(|block, _| block * BLOCK < len);
            if len % BLOCK != 0
                && let Some(last) = inner.blocks.get_mut(&(len / BLOCK))
            {
                last.truncate((len % BLOCK) as usize);
                last.resize(BLOCK as usize, 0);
            }
        }
        inner.len = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut inner = self.lock();
        let mut rest = data;
        for (block, within, part) in parts(offset, data.len()) {
            let mut bytes = match inner.blocks.remove(&block) {
                Some(bytes) => bytes,
                None => inner.original(block)?,
            };
            let (from, after) = rest.split_at(part);
            if let Some(to) = bytes.get_mut(within..within + part) {
                to.copy_from_slice(from);
            }
            inner.blocks.insert(block, bytes);
            rest = after;
        }
        inner.len = inner.len.max(offset + data.len() as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain vector, at offsets around the ends of blocks and of the file.
    #[test]
    fn it_reads_like_a_file_that_was_written_and_the_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let before: Vec<u8> = (0..10_000_u32).map(|n| (n % 251) as u8).collect();
        std::fs::write(&path, &before).unwrap();
        let overlay = ReadOnly::new(File::open(&path).unwrap()).unwrap();
        let mut model = before.clone();
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            (seed >> 33) % below
        };
        for n in 0..2_000 {
            match next(5) {
                0 => {
                    let len = next(20_000);
                    overlay.set_len(len).unwrap();
                    model.resize(len as usize, 0);
                }
                1 | 2 => {
                    let (at, data) = (next(18_000) as usize, vec![n as u8; next(6_000) as usize]);
                    overlay.write(at as u64, &data).unwrap();
                    model.resize(model.len().max(at + data.len()), 0);
                    model[at..at + data.len()].copy_from_slice(&data);
                }
                _ => {
                    let at = next(model.len() as u64 + 1) as usize;
                    let mut out = vec![0; next((model.len() - at) as u64 + 1) as usize];
                    overlay.read(at as u64, &mut out).unwrap();
                    assert_eq!(out, model[at..at + out.len()], "step {n}");
                }
            }
            assert_eq!(overlay.len().unwrap(), model.len() as u64);
            overlay.read(model.len() as u64, &mut [0]).unwrap_err();
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}
