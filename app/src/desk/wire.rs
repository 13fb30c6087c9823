//! What two processes of one user say to each other. It is spoken on one computer only, by one version.
#![cfg(unix)]

use super::{Answer, Failure, Request, View};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{self, ErrorKind, Read, Write};

/// The largest message: a view holds everything there is to see.
const LARGEST: usize = 64 * 1024 * 1024;
/// What both say first. It changes with every change of a message, so that two versions never talk past
/// each other.
pub(super) const HELLO: &[u8] = concat!("sideways-desk/3 ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// From whoever came later.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToHolder {
    /// Do this, and answer with the number.
    Ask(u64, Box<Request>),
    /// Show what there is to see.
    View,
}

/// From the process that has the workspace open.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromHolder {
    /// The answer to a number.
    Answer(u64, Result<Answer, Failure>),
    /// What there is to see.
    View(Box<View>),
    /// There is something new to see.
    Changed,
}

pub(super) fn write<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    if bytes.len() > LARGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let length = u32::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidData)?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(&bytes)?;
    to.flush()
}

/// Reads one message. It grows with what really comes, so that a length alone allocates nothing.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > LARGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() != length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    postcard::from_bytes(&bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// Both say hello and hear it.
pub(super) fn greet(stream: &mut (impl Read + Write)) -> io::Result<()> {
    stream.write_all(HELLO)?;
    let mut theirs = vec![0; HELLO.len()];
    stream.read_exact(&mut theirs)?;
    if theirs == HELLO { Ok(()) } else { Err(ErrorKind::Unsupported.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_without_bytes_is_refused() {
        for length in [u32::MAX, 64 * 1024 * 1024 + 1, 5] {
            let mut bytes = length.to_be_bytes().to_vec();
            bytes.push(0);
            assert!(read::<FromHolder>(&mut bytes.as_slice()).is_err());
        }
    }
}
