//! The file in which this computer keeps what it knows of a data folder.

use super::Record;
use crate::platform;
use sha2::{Digest, Sha256};
use sideways_core::id::DeviceId;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

/// More than any that was written here; what is longer is read as none.
const LONGEST: u64 = 16 * 1024;

/// The name of the file about a device's folder.
pub(super) fn name(device: &DeviceId) -> String {
    let digest = Sha256::new().chain_update(b"sideways/folder/1").chain_update(device.0).finalize();
    let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{name}.json")
}

/// What is kept; nothing where there is none, or none that can be read.
pub(super) fn read(file: &Path) -> Option<Record> {
    // A name that stands for a device or a pipe is opened by nobody.
    if !fs::symlink_metadata(file).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > LONGEST { None } else { serde_json::from_slice(&bytes).ok() }
}

/// Whether one could be kept.
pub(super) fn can_write(file: &Path) -> bool {
    let beside = beside(file);
    let made =
        file.parent().is_some_and(|folder| platform::private_folder(folder).is_ok()) && options().open(&beside).is_ok();
    let _ = fs::remove_file(&beside);
    made
}

/// Keeps one; the file holds the old one or the new one whatever happens.
pub(super) fn write(file: &Path, record: &Record) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        platform::private_folder(folder)?;
    }
    let beside = beside(file);
    let written = || -> io::Result<()> {
        let mut new = options().open(&beside)?;
        new.write_all(&serde_json::to_vec(record)?)?;
        new.sync_all()?;
        drop(new);
        fs::rename(&beside, file)
    };
    written().inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// A name of this process alone. What has it is replaced, and never written through.
fn beside(file: &Path) -> std::path::PathBuf {
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    let _ = fs::remove_file(&beside);
    beside
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    platform::private_file(options.write(true).create_new(true));
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::{Here, Mark};

    #[test]
    fn what_is_kept_comes_back_and_anything_else_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("folders").join(name(&DeviceId([7; 32])));
        assert_eq!(read(&file), None);
        assert!(can_write(&file));
        let record = Record::new(Mark { count: 3, nonce: [1; 8] }, &Here::of(folder.path()));
        write(&file, &record).unwrap();
        assert_eq!(read(&file), Some(record.clone()));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
        for bytes in [Vec::new(), b"{}".to_vec(), b"\0\xff".to_vec(), vec![b'['; LONGEST as usize], vec![b' '; 1 << 20]]
        {
            fs::write(&file, &bytes).unwrap();
            assert_eq!(read(&file), None, "{} bytes", bytes.len());
        }
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(read(&file), None);
        assert!(write(&file, &record).is_err());
    }
}
