//! What two processes of one user say to each other. It is spoken on one computer only, by one version.

use super::{Answer, Failure, Request, View, terms::RequestId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{self, ErrorKind, Read, Write};
use zeroize::Zeroize;

/// What both say first. It changes with every change of a message, so that two versions never talk past
/// each other.
pub(super) const HELLO: &[u8] = concat!("sideways-desk/9 ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// From whoever came later.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToHolder {
    /// Do this once, whoever asked it by that id before, and answer with the number.
    Ask(u64, RequestId, Box<Request>),
    /// Show what there is to see.
    View,
    /// Say something.
    Ping,
}

/// From the process that has the workspace open.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromHolder {
    /// The answer to a number.
    Answer(u64, Result<Answer, Failure>),
    /// There will be no answer to that number: this process ends, and it wasn't carried out to its end.
    Ended(u64),
    /// What there is to see.
    View(Box<View>),
    /// There is something new to see.
    Changed,
    /// Here I am.
    Pong,
}

pub(super) fn write<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    let length = u32::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidData)?;
    to.write_all(&length.to_be_bytes())?;
    let written = to.write_all(&bytes);
    let_go(bytes);
    written?;
    to.flush()
}

/// A short message may be one that holds a passphrase. A long one is a view or a file, and wiping it would take time.
fn let_go(mut bytes: Vec<u8>) {
    const SHORT: usize = 16 * 1024;
    if bytes.len() <= SHORT {
        bytes.zeroize();
    }
}

/// Reads one message. A view holds everything there is to see, and an import whatever a file held, so it may be as long
/// as its length can say. It grows with what really comes, so that a length alone allocates nothing; and only a process
/// that may enter this user's own folder can say anything.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    let mut bytes = Vec::new();
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() != length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let message = postcard::from_bytes(&bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error));
    let_go(bytes);
    message
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

    /// Ten years of words are more than any number somebody thought of.
    #[test]
    fn a_message_may_be_long() {
        let text = "x".repeat(70 * 1024 * 1024);
        let mut bytes = Vec::new();
        write(&mut bytes, &FromHolder::Answer(1, Ok(Answer::Invitation(text.clone())))).unwrap();
        match read(&mut bytes.as_slice()).unwrap() {
            FromHolder::Answer(1, Ok(Answer::Invitation(read))) => assert!(read == text),
            _ => panic!("something else was read"),
        }
    }

    /// Only this user can reach the socket, but a version that got past the greeting may still say anything.
    #[test]
    fn whatever_comes_is_a_message_or_an_error() {
        let view = View {
            snapshot: std::sync::Arc::new(sideways_core::snapshot::Snapshot::empty(
                sideways_core::id::PersonId([1; 16]),
                sideways_core::id::DeviceId([2; 32]),
            )),
            links: Default::default(),
            carets: Default::default(),
            offered: Some((1, "sideways:join/x".into())),
            came: None,
            online: crate::desk::Online::Yes(vec!["127.0.0.1:1".into()]),
            relay: Default::default(),
            causes: Default::default(),
            joining: vec![crate::desk::Cause::Closed],
            safety: Default::default(),
            lock: Default::default(),
            own: Default::default(),
            folder: Default::default(),
        };
        let messages = [
            postcard::to_stdvec(&ToHolder::Ask(7, [7; 16], Box::new(Request::Search("audit".into())))),
            postcard::to_stdvec(&ToHolder::Ask(
                8,
                [8; 16],
                Box::new(Request::Join { text: "x".repeat(200), as_peer: None }),
            )),
            postcard::to_stdvec(&FromHolder::View(Box::new(view))),
            postcard::to_stdvec(&FromHolder::Answer(9, Err(Failure { error: "no".into(), hint: None }))),
        ]
        .map(Result::unwrap);
        let mut state = 7_u64;
        let mut chance = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        let begun = std::time::Instant::now();
        for _ in 0..20_000 {
            let mut bytes = messages[chance(messages.len())].clone();
            for _ in 0..=chance(4) {
                let at = chance(bytes.len());
                match chance(4) {
                    0 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][chance(5)],
                    1 => bytes[at] ^= 1 << chance(8),
                    2 => bytes.truncate(at.max(1)),
                    _ => drop(bytes.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0x0f])),
                }
            }
            let framed = [(bytes.len() as u32).to_be_bytes().as_slice(), &bytes].concat();
            let _ = read::<ToHolder>(&mut framed.as_slice());
            let _ = read::<FromHolder>(&mut framed.as_slice());
        }
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }
}
