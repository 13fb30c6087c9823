//! Room kept for the day the disk is full: the commit in hand is finished with it, and after it nothing is begun.

use crate::entropy::Entropy;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

const NAME: &str = "ballast";
/// Several of the largest ordinary commits.
const BYTES: usize = 512 * 1024;

/// A file that holds nothing but room. Clones are the same one.
#[derive(Clone, Debug)]
pub(super) struct Ballast(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    spent: AtomicBool,
}

impl Ballast {
    pub(super) fn of(folder: &Path) -> Self {
        Self(Arc::new(Inner { path: folder.join(NAME), spent: AtomicBool::new(false) }))
    }

    /// Takes its room; fails where there is none, and then nothing should be begun. Random bytes, because a disk that
    /// compresses would take no room for others.
    pub(super) fn take_in(&self, entropy: &mut Entropy) -> io::Result<()> {
        let path = &self.0.path;
        if fs::metadata(path).is_ok_and(|found| found.len() >= BYTES as u64) {
            return Ok(());
        }
        let bytes: Vec<u8> = (0..BYTES / 4096).flat_map(|_| entropy.bytes::<4096>()).collect();
        let whole = super::names::options().create(true).truncate(true).open(path).and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        });
        if whole.is_err() {
            // The disk is nearly full already; half a ballast would only make it fuller.
            let _ = fs::remove_file(path);
        }
        whole
    }

    /// Whether its room was needed.
    pub(super) fn is_spent(&self) -> bool {
        self.0.spent.load(Ordering::SeqCst)
    }

    /// Does it; when the disk is full, gives the room free and does it once more. For writes only: after a failed sync
    /// nobody knows what the disk holds.
    pub(super) fn help(&self, write: impl Fn() -> io::Result<()>) -> io::Result<()> {
        match write() {
            Err(e) if is_full(&e) && !self.0.spent.swap(true, Ordering::SeqCst) => {
                fs::remove_file(&self.0.path).map_err(|_| e)?;
                write()
            }
            other => other,
        }
    }
}

/// No room, of the disk or of what this user may take of it.
pub(super) fn is_full(e: &io::Error) -> bool {
    matches!(e.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn its_room_is_given_once() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::of(folder.path());
        let full = || Err::<(), _>(io::Error::from(ErrorKind::StorageFull));
        ballast.help(full).unwrap_err();
        let ballast = Ballast::of(folder.path());
        ballast.take_in(&mut Entropy::new([1; 32])).unwrap();
        assert_eq!(fs::metadata(folder.path().join(NAME)).unwrap().len(), BYTES as u64);
        ballast.help(|| Ok(())).unwrap();
        assert!(!ballast.is_spent());
        let tries = Cell::new(0);
        let second_time = || {
            tries.set(tries.get() + 1);
            if tries.get() == 1 { full() } else { Ok(()) }
        };
        ballast.help(second_time).unwrap();
        assert!(ballast.is_spent() && !folder.path().join(NAME).exists());
        ballast.help(full).unwrap_err();
    }
}
