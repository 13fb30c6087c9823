//! Where the socket of a data folder is, in a folder that only this user can enter.
#![cfg(unix)]

use sha2::{Digest, Sha256};
use std::{
    fs::{self, DirBuilder},
    io::{self, ErrorKind},
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

/// The socket's path for a data folder. Makes the folder around it when it isn't there.
pub(super) fn path(directory: &Path) -> io::Result<PathBuf> {
    let canonical = fs::canonicalize(directory)?;
    let hash = Sha256::digest(canonical.as_os_str().as_bytes());
    let name: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Beside the system's runtime folder a folder of the same kind serves, named for the owner of the data.
    let folder = match std::env::var_os("XDG_RUNTIME_DIR") {
        Some(runtime) if Path::new(&runtime).is_dir() => Path::new(&runtime).join("sideways"),
        _ => std::env::temp_dir().join(format!("sideways-{}", fs::metadata(&canonical)?.uid())),
    };
    private(&folder, fs::metadata(&canonical)?.uid())?;
    Ok(folder.join(name))
}

/// Makes the folder, and refuses one that another could have made or can enter.
fn private(folder: &Path, owner: u32) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let found = fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == owner && found.permissions().mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(ErrorKind::PermissionDenied.into())
    }
}
