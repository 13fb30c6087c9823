//! Sealed files: what a colleague is to get, as a file of the tool `age`, encrypted to each of their computers.
//!
//! This knows nothing of what stands in one. A computer that can't open one finds a hint in it: for each recipient eight
//! bytes that only whoever knows that public key can tell from chance. So a file that somebody else reads on its way
//! names nobody, and a person who opens it on the wrong one of their computers is told which one is the right one.

use crate::{
    age::{Decrypter, Encrypter, HeaderError, Identity},
    entropy::Entropy,
    limits,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::io::{ErrorKind, Read, Write};

const SALT: usize = 16;
const TAG: usize = 8;

/// Why a sealed file doesn't open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// It is another kind of file.
    NotSealed,
    /// It isn't encrypted to the key at hand.
    NotForMe,
    /// It was changed.
    Damaged,
    /// It ends too early.
    Cut,
    /// It is larger than any that is written.
    TooLarge,
}

/// A file with this content, for the owners of these keys.
pub(crate) fn sealed(to: &[[u8; 32]], content: &[u8], entropy: &mut Entropy) -> std::io::Result<Vec<u8>> {
    let salt: [u8; SALT] = entropy.bytes();
    let tags = to.iter().flat_map(|recipient| tag(&salt, recipient));
    let hint: Vec<u8> = salt.into_iter().chain(tags).collect();
    let mut encrypter = Encrypter::new(Vec::new(), to, Some(&hint), entropy)?;
    encrypter.write_all(content)?;
    encrypter.finish()
}

/// What such a file holds; and where it isn't for this key, the hint as well.
pub(crate) fn opened(file: &[u8], identity: &Identity) -> Result<Vec<u8>, (Closed, Vec<u8>)> {
    let closed = |why| (why, Vec::new());
    if file.len() > limits::SEALED_FILE_BYTES {
        return Err(closed(Closed::TooLarge));
    }
    let decrypter = Decrypter::new(file, identity).map_err(|e| match e {
        HeaderError::NotAge => closed(Closed::NotSealed),
        HeaderError::NotForMe(hint) => (Closed::NotForMe, hint),
        HeaderError::Damaged | HeaderError::Io(_) => closed(Closed::Damaged),
        HeaderError::Cut => closed(Closed::Cut),
    })?;
    let mut content = Vec::new();
    decrypter
        .take(limits::SEALED_BYTES as u64 + 1)
        .read_to_end(&mut content)
        .map_err(|e| closed(if e.kind() == ErrorKind::UnexpectedEof { Closed::Cut } else { Closed::Damaged }))?;
    if content.len() > limits::SEALED_BYTES { Err(closed(Closed::TooLarge)) } else { Ok(content) }
}

/// Whether a file with this hint is for the owner of that key.
pub(crate) fn is_for(hint: &[u8], recipient: &[u8; 32]) -> bool {
    let Some((salt, tags)) = hint.split_first_chunk::<SALT>() else { return false };
    let wanted = tag(salt, recipient);
    tags.chunks_exact(TAG).take(limits::DEVICES_OF_PERSON).any(|tag| tag == wanted)
}

fn tag(salt: &[u8; SALT], recipient: &[u8; 32]) -> [u8; TAG] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(salt) else { return [0; TAG] };
    mac.update(b"sideways/sealed/to/1");
    mac.update(recipient);
    let whole: [u8; 32] = mac.finalize().into_bytes().into();
    let mut tag = [0; TAG];
    tag.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whoever_it_is_for_opens_it_and_others_know_of_those_they_know() {
        let [dana, laptop, lee] = [1, 2, 3].map(|n| Identity::new(&[n; 32]));
        let to = [*dana.public(), *laptop.public()];
        let file = sealed(&to, b"what they get", &mut Entropy::new([9; 32])).unwrap();
        assert_eq!(opened(&file, &dana).unwrap(), b"what they get");
        assert_eq!(opened(&file, &laptop).unwrap(), b"what they get");
        let (why, hint) = opened(&file, &lee).unwrap_err();
        assert_eq!(why, Closed::NotForMe);
        assert!(is_for(&hint, dana.public()) && is_for(&hint, laptop.public()) && !is_for(&hint, lee.public()));
        // Written again for the same, nothing of the hint is the same.
        let again = sealed(&to, b"what they get", &mut Entropy::new([8; 32])).unwrap();
        let (_, other) = opened(&again, &lee).unwrap_err();
        assert!(hint.iter().zip(&other).filter(|(a, b)| a == b).count() < 8);
        for hostile in [&b""[..], &[0; 15], &[0; 16], &[0; 23]] {
            assert!(!is_for(hostile, dana.public()));
        }
    }

    #[test]
    fn what_is_too_large_is_never_held() {
        let me = Identity::new(&[1; 32]);
        let seal = |len: usize| sealed(&[*me.public()], &vec![7; len], &mut Entropy::new([9; 32])).unwrap();
        assert_eq!(opened(&seal(limits::SEALED_BYTES), &me).unwrap().len(), limits::SEALED_BYTES);
        assert_eq!(opened(&seal(limits::SEALED_BYTES + 1), &me).unwrap_err().0, Closed::TooLarge);
        assert_eq!(opened(&vec![b'a'; limits::SEALED_FILE_BYTES + 1], &me).unwrap_err().0, Closed::TooLarge);
    }
}
