//! Where the socket of a data folder is, in a folder that only this user can enter.
//!
//! Its name follows from the data folder's. In which folder it lies depends on the environment, which may differ
//! between two processes; so whoever has the data folder open also writes there where its socket is.

use sha2::{Digest, Sha256};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
        net::UnixListener,
    },
    path::{Path, PathBuf},
};

pub(crate) use std::os::unix::net::UnixStream as Stream;

/// Who comes is taken in here.
pub(crate) struct Listener(UnixListener);

/// Where a listener is.
pub(crate) struct Place(PathBuf);

impl Listener {
    /// Waits for the next one.
    pub(crate) fn accept(&self) -> io::Result<Stream> {
        self.0.accept().map(|(stream, _)| stream)
    }
}

impl Place {
    /// Wakes whoever waits there for the next one, and leaves the place.
    pub(crate) fn leave(&self) {
        let _ = Stream::connect(&self.0);
        let _ = fs::remove_file(&self.0);
    }
}

/// Takes in whoever asks for this data folder, which belongs to this process alone.
pub(crate) fn listen(directory: &Path) -> io::Result<(Listener, Place)> {
    let path = path(directory)?;
    // Where it can't be written, whoever has the same environment finds the socket all the same.
    let _ = tell(directory, &path);
    // The data folder is ours alone now, so a socket that is there was left by a process that crashed.
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok((Listener(listener), Place(path)))
}

/// Goes to whoever has the data folder open, where its socket is by this process's environment.
pub(crate) fn connect(directory: &Path) -> io::Result<Stream> {
    path(directory).and_then(Stream::connect)
}

/// The same, where the folder itself says that it is.
pub(crate) fn connect_as_told(directory: &Path) -> io::Result<Stream> {
    told(directory).and_then(Stream::connect)
}

/// Nobody but this user can enter the folder of the socket; that is proof enough.
#[allow(clippy::unnecessary_wraps)] // where there is no such folder it can fail
pub(crate) fn prove(_: &mut Stream) -> io::Result<()> {
    Ok(())
}

/// In the data folder: the folder's own path, then the socket's.
const TOLD: &str = "door";
/// More than this isn't read.
const MOST: u64 = 16 * 1024;

/// The socket's path for a data folder, which may be missing. Makes the folder around it when it isn't there.
fn path(directory: &Path) -> io::Result<PathBuf> {
    let canonical = canonical(directory)?;
    let hash = Sha256::digest(canonical.as_os_str().as_bytes());
    let name: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let owner = owner(&canonical)?;
    // Beside the system's runtime folder a folder of the same kind serves, named for the owner of the data.
    let folder = match std::env::var_os("XDG_RUNTIME_DIR") {
        Some(runtime) if Path::new(&runtime).is_dir() => Path::new(&runtime).join("sideways"),
        _ => std::env::temp_dir().join(format!("sideways-{owner}")),
    };
    match DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    private(&folder, owner)?;
    Ok(folder.join(name))
}

/// Writes into the data folder where the socket is. A copy of the folder has it too, so it says whose it is.
fn tell(directory: &Path, socket: &Path) -> io::Result<()> {
    let text = [canonical(directory)?.as_os_str().as_bytes(), b"\n", socket.as_os_str().as_bytes()].concat();
    let mut file = OpenOptions::new();
    file.write(true).create(true).truncate(true).mode(0o600).open(directory.join(TOLD))?.write_all(&text)
}

/// Where the process that has the data folder open says that its socket is.
fn told(directory: &Path) -> io::Result<PathBuf> {
    let mut text = Vec::new();
    File::open(directory.join(TOLD))?.take(MOST).read_to_end(&mut text)?;
    let mut lines = text.split(|byte| *byte == b'\n');
    let canonical = canonical(directory)?;
    let (Some(of), Some(socket), None) = (lines.next(), lines.next(), lines.next()) else {
        return Err(ErrorKind::InvalidData.into());
    };
    if of != canonical.as_os_str().as_bytes() {
        return Err(ErrorKind::NotFound.into());
    }
    let socket = PathBuf::from(std::ffi::OsString::from_vec(socket.to_vec()));
    private(socket.parent().unwrap_or(Path::new("/")), owner(&canonical)?)?;
    Ok(socket)
}

/// The folder's whole path; for one that is missing, where it would be.
fn canonical(directory: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(directory) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let name = directory.file_name().ok_or(error)?;
            let above = directory.parent().filter(|above| !above.as_os_str().is_empty());
            Ok(fs::canonicalize(above.unwrap_or(Path::new(".")))?.join(name))
        }
        other => other,
    }
}

/// Who owns the folder; for one that is missing, whoever owns what this process makes: the owner of itself.
fn owner(canonical: &Path) -> io::Result<u32> {
    match fs::metadata(canonical) {
        Err(error) if error.kind() == ErrorKind::NotFound => me(),
        found => Ok(found?.uid()),
    }
}

/// This process's user. The system's own folder about it says so; elsewhere the home folder does.
fn me() -> io::Result<u32> {
    let home = directories::UserDirs::new().map(|user| user.home_dir().to_owned());
    fs::metadata("/proc/self").or_else(|e| fs::metadata(home.ok_or(e)?)).map(|found| found.uid())
}

/// Refuses a folder that another could have made or can enter.
fn private(folder: &Path, owner: u32) -> io::Result<()> {
    let found = fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == owner && found.permissions().mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(ErrorKind::PermissionDenied.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_folder_does_not_lead_to_the_one_it_was_copied_from() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let socket = path(one.path()).unwrap();
        assert_ne!(socket, path(two.path()).unwrap());
        tell(one.path(), &socket).unwrap();
        assert_eq!(told(one.path()).unwrap(), socket);
        fs::copy(one.path().join(TOLD), two.path().join(TOLD)).unwrap();
        assert_eq!(told(two.path()).unwrap_err().kind(), ErrorKind::NotFound);
        for text in ["", "x", "a\nb\nc"] {
            fs::write(two.path().join(TOLD), text).unwrap();
            told(two.path()).unwrap_err();
        }
    }

    #[test]
    fn a_folder_that_is_missing_has_the_place_it_had() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let there = path(&data).unwrap();
        fs::remove_dir(&data).unwrap();
        assert_eq!(path(&data).unwrap(), there);
    }
}
