//! `sideways:` links: the system learns which program opens them, because its user said so.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(windows, test))]
mod registry;

use std::{
    io,
    path::{Path, PathBuf},
};

/// Whether this user can say here that links are to be opened with this program.
pub(crate) fn takes_links() -> bool {
    cfg!(any(target_os = "linux", windows))
}

/// Has links opened with this program and that data folder from now on. Gives what was written, which can be removed to
/// have it gone.
#[cfg(target_os = "linux")]
pub(crate) fn take_links(data: &Path) -> io::Result<PathBuf> {
    linux::take(data)
}

/// Has links opened with this program and that data folder from now on. Gives what was written, which can be removed to
/// have it gone.
#[cfg(windows)]
pub(crate) fn take_links(data: &Path) -> io::Result<PathBuf> {
    registry::take(data)
}

/// On a Mac the bundle says it, when it is put among the programs.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn take_links(_: &Path) -> io::Result<PathBuf> {
    Err(io::ErrorKind::Unsupported.into())
}
