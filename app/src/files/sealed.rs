//! Sealed files on the disk: what may be one is read, bounded, and whatever else has that name is told by one sentence.

use super::failure;
use crate::desk::Failure;
use jiff::civil::Date;
use sideways_core::{limits::SEALED_FILE_BYTES, snapshot::PeerView};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// What every file of the tool `age` begins with.
const BEGINS: &[u8] = b"age-encryption.org/v1";
/// How a sealed file’s name ends.
pub const ENDING: &str = "sideways";

/// Reads a file that is said to be a sealed one.
pub fn read_sealed(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let cannot = |e: io::Error| failure(format!("{shown} can’t be read: {e}"), Some("look where the file lies"));
    // What is no plain file may never end, or never begin.
    let about = std::fs::metadata(path).map_err(cannot)?;
    if !about.is_file() {
        return Err(failure(format!("{shown} is no file"), Some("name the sealed file itself")));
    }
    if about.len() > SEALED_FILE_BYTES as u64 {
        return Err(too_large());
    }
    sealed(File::open(path).map_err(cannot)?, cannot)
}

/// The same from standard input.
pub fn sealed_input() -> Result<Vec<u8>, Failure> {
    sealed(io::stdin().lock(), |e| failure(format!("standard input can’t be read: {e}"), None))
}

fn sealed(from: impl Read, cannot: impl Fn(io::Error) -> Failure) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    from.take(SEALED_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > SEALED_FILE_BYTES {
        return Err(too_large());
    }
    if !bytes.starts_with(BEGINS) {
        return Err(failure(
            "this is no sealed file of Sideways",
            Some("a colleague you share with writes you one with *Send as file*, or `sideways sealed write`"),
        ));
    }
    Ok(bytes)
}

/// What a file for a peer is called, where nobody says otherwise.
#[must_use]
pub fn sealed_name(peer: &PeerView, on: Date) -> String {
    let plain: String = peer.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let plain = plain.trim_matches('-');
    format!("for {} {on}.{ENDING}", if plain.is_empty() { "a colleague" } else { plain })
}

fn too_large() -> Failure {
    failure("this file is larger than any sealed file", Some("nothing of it was read; ask which file was meant"))
}
