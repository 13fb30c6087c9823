//! Which computer this is, and which folder.

use std::{io, path::Path};

/// What tells this computer from a copy of its disk, as far as the system says. `SIDEWAYS_MACHINE` says another.
pub(crate) fn machine() -> Option<String> {
    let said = std::env::var("SIDEWAYS_MACHINE").ok().or_else(system);
    said.map(|said| said.trim().to_owned()).filter(|said| !said.is_empty())
}

#[cfg(not(any(windows, target_os = "macos")))]
fn system() -> Option<String> {
    std::fs::read_to_string("/etc/machine-id").ok()
}

/// Untried.
#[cfg(target_os = "macos")]
fn system() -> Option<String> {
    let said = std::process::Command::new("/usr/sbin/sysctl").args(["-n", "kern.uuid"]).output().ok()?;
    String::from_utf8(said.stdout).ok().filter(|_| said.status.success())
}

#[cfg(windows)]
fn system() -> Option<String> {
    let key = windows_registry::LOCAL_MACHINE.open("SOFTWARE\\Microsoft\\Cryptography").ok()?;
    key.get_string("MachineGuid").ok()
}

/// What tells a folder from any other on this computer; nothing where the system doesn't say.
pub(crate) fn folder_id(folder: &Path) -> Option<(u64, u64)> {
    id(folder).ok().flatten()
}

#[cfg(unix)]
fn id(folder: &Path) -> io::Result<Option<(u64, u64)>> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(folder)?;
    Ok(Some((found.dev(), found.ino())))
}

#[cfg(windows)]
fn id(folder: &Path) -> io::Result<Option<(u64, u64)>> {
    std::fs::metadata(folder).map(|_| None)
}
