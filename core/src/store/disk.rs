//! The disk operations of which several make one step, like giving a key and its store their names. Tests let each of
//! them fail, and all that follow, as when the process is killed there.

use super::names;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::Path,
};
use zeroize::Zeroizing;

/// One operation is about to happen.
#[cfg(not(feature = "faults"))]
#[allow(clippy::unnecessary_wraps)] // it fails where tests want it to
pub(super) fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(feature = "faults")]
pub(super) use faults::step;

/// Writes a small file of ours, safe on the disk; what an earlier try left there goes.
pub(super) fn write(path: &Path, bytes: &Zeroizing<Vec<u8>>) -> io::Result<()> {
    forget(path)?;
    step()?;
    let mut file = names::options().create_new(true).open(path)?;
    step()?;
    file.write_all(bytes)?;
    step()?;
    file.sync_all()
}

/// Gives a file another's name, and makes that durable. Where only the second fails, which of the two bears the name
/// after a power failure is unknown. Neither is open then: some systems refuse it, and tests do in their place.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    closed(from)?;
    closed(to)?;
    fs::rename(from, to)
}

#[cfg(not(any(test, feature = "faults")))]
#[allow(clippy::unnecessary_wraps)] // it refuses where tests run
fn closed(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Refuses a file that this process has open, as Windows does; where the system lists open files.
#[cfg(any(test, feature = "faults"))]
fn closed(path: &Path) -> io::Result<()> {
    let Ok(open) = fs::read_dir("/proc/self/fd") else { return Ok(()) };
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_open = open.flatten().any(|it| fs::read_link(it.path()).is_ok_and(|named| named == path));
    if is_open { Err(ErrorKind::PermissionDenied.into()) } else { Ok(()) }
}

/// Makes the names in a folder durable.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    step()?;
    names::sync(folder)
}

/// Removes a file that may be missing.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Failures that tests ask for, on the thread that asks.
#[cfg(feature = "faults")]
pub mod faults {
    use std::{cell::Cell, io};

    thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
        static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
    }

    /// Which operations fail, counted from when it was asked for.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub enum Fault {
        /// This one, and the disk works again after it.
        Once(u64, io::ErrorKind),
        /// This one and all after it, as when the process is killed before it.
        From(u64),
    }

    /// Has operations of this thread fail from now on, or no more.
    pub fn fail(fault: Option<Fault>) {
        STEPS.set(0);
        FAULT.set(fault);
    }

    /// How many operations there were since [`fail`].
    #[must_use]
    pub fn steps() -> u64 {
        STEPS.get()
    }

    pub(in crate::store) fn step() -> io::Result<()> {
        let at = STEPS.get();
        STEPS.set(at + 1);
        match FAULT.get() {
            Some(Fault::Once(nth, kind)) if nth == at => Err(kind.into()),
            Some(Fault::From(nth)) if nth <= at => Err(io::Error::other("the process was killed")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_closed_before_it_takes_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        for name in [&one, &two] {
            fs::write(name, "words").unwrap();
        }
        if Path::new("/proc/self/fd").exists() {
            for name in [&one, &two] {
                let open = fs::File::open(name).unwrap();
                assert_eq!(rename(&one, &two).unwrap_err().kind(), ErrorKind::PermissionDenied, "the guard is blind");
                drop(open);
            }
        }
        rename(&one, &two).unwrap();
    }
}
