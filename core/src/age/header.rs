//! The text at the beginning of a file: the key of the file, wrapped for each who may open it.

use super::kdf::{derived, mac};
use crate::entropy::Entropy;
use chacha20poly1305::{
    ChaCha20Poly1305, Nonce,
    aead::{Aead, KeyInit},
};
use curve25519_dalek::MontgomeryPoint;
use data_encoding::BASE64_NOPAD;
use std::io::{self, BufRead};
use zeroize::Zeroizing;

const VERSION: &str = "age-encryption.org/v1";
const X25519: &[u8] = b"age-encryption.org/v1/X25519";
/// What we write for those who can't open a file.
const HINT: &str = "sideways-to";
/// A header of many recipients fits in; more than this nobody writes.
const HEADER_BYTES: u64 = 64 * 1024;
/// Recipients that are tried.
const RECIPIENTS: usize = 64;

/// The key of one file.
pub(super) type FileKey = Zeroizing<[u8; 16]>;

/// Why a file's key isn't had.
#[derive(Debug)]
pub(crate) enum HeaderError {
    /// It is no such file.
    NotAge,
    /// It is one, and isn't for this key. What its hint says, where it has one.
    NotForMe(Vec<u8>),
    /// It was changed.
    Damaged,
    /// It ends in its header.
    Cut,
    Io(io::Error),
}

/// A secret that opens files, and to whose public half they are encrypted.
pub(crate) struct Identity {
    secret: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

impl Identity {
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        Self { secret: Zeroizing::new(*secret), public: MontgomeryPoint::mul_base_clamped(*secret).to_bytes() }
    }

    pub(crate) fn public(&self) -> &[u8; 32] {
        &self.public
    }
}

/// The header of a new file that the owners of `to` can open, and the file's key. Whoever can't finds the hint in it;
/// other programs pass that over.
pub(super) fn write(to: &[[u8; 32]], hint: Option<&[u8]>, entropy: &mut Entropy) -> (String, FileKey) {
    let key: FileKey = Zeroizing::new(entropy.bytes());
    let mut text = VERSION.to_owned();
    for to in to {
        text.extend(wrapped(&key, to, entropy));
    }
    if let Some(hint) = hint {
        text.push_str("\n-> ");
        text.push_str(HINT);
        text.push_str(&lines_of(hint));
    }
    text.push_str("\n---");
    let sealed = mac(derived(key.as_slice(), &[], b"header").as_slice(), &[text.as_bytes()]);
    (format!("{text} {}\n", BASE64_NOPAD.encode(&sealed)), key)
}

/// The key of the file for one of its recipients; nothing where that is no key: anybody could unwrap it.
fn wrapped(key: &FileKey, to: &[u8; 32], entropy: &mut Entropy) -> Option<String> {
    let once: Zeroizing<[u8; 32]> = Zeroizing::new(entropy.bytes());
    let share = MontgomeryPoint::mul_base_clamped(*once).to_bytes();
    let shared = Zeroizing::new(MontgomeryPoint(*to).mul_clamped(*once).to_bytes());
    if shared.iter().all(|byte| *byte == 0) {
        return None;
    }
    let wrapping = derived(shared.as_slice(), &[share, *to].concat(), X25519);
    // Encryption of what fits into memory does not fail; nothing at all would not open either.
    let body = cipher(&wrapping).encrypt(&Nonce::default(), key.as_slice()).unwrap_or_default();
    Some(format!("\n-> X25519 {}{}", BASE64_NOPAD.encode(&share), lines_of(&body)))
}

/// A body as age writes it: in lines of 64 letters, the last of which isn't full.
fn lines_of(body: &[u8]) -> String {
    let letters = BASE64_NOPAD.encode(body);
    let mut lines = String::new();
    let mut rest = letters.as_str();
    while let Some((line, after)) = rest.split_at_checked(64) {
        lines.push('\n');
        lines.push_str(line);
        rest = after;
    }
    format!("{lines}\n{rest}")
}

/// Reads a header up to where the payload begins, and unwraps the file's key.
pub(super) fn read(input: &mut impl BufRead, identity: &Identity) -> Result<FileKey, HeaderError> {
    let mut lines = Lines { input, left: HEADER_BYTES };
    let mut text = Vec::new();
    let first = lines.next()?;
    if first != VERSION.as_bytes() {
        return Err(HeaderError::NotAge);
    }
    text.extend_from_slice(&first);
    let (mut key, mut hint, mut stanzas) = (None, Vec::new(), 0);
    let mut line = lines.next()?;
    loop {
        text.push(b'\n');
        if let Some(sealed) = line.strip_prefix(b"--- ") {
            text.extend_from_slice(b"---");
            let Some(key): Option<FileKey> = key else { return Err(HeaderError::NotForMe(hint)) };
            let expected = mac(derived(key.as_slice(), &[], b"header").as_slice(), &[&text]);
            return if decode(sealed)? == expected { Ok(key) } else { Err(HeaderError::Damaged) };
        }
        let begins = line.strip_prefix(b"-> ").ok_or(HeaderError::Damaged)?.to_vec();
        text.extend_from_slice(&line);
        stanzas += 1;
        if stanzas > RECIPIENTS {
            return Err(HeaderError::Damaged);
        }
        let mut body = Vec::new();
        loop {
            line = lines.next()?;
            // A line of the body that isn't full is the last one.
            if line.starts_with(b"-") || line.len() > 64 {
                return Err(HeaderError::Damaged);
            }
            text.push(b'\n');
            text.extend_from_slice(&line);
            body.extend_from_slice(&line);
            if line.len() < 64 {
                break;
            }
        }
        if let Some(share) = begins.strip_prefix(b"X25519 ") {
            let (share, body) = (decode(share)?, decode(&body)?);
            key = key.or(unwrapped(&share, &body, identity));
        } else if begins == HINT.as_bytes() && hint.is_empty() {
            hint = decode(&body)?;
        }
        line = lines.next()?;
    }
}

fn unwrapped(share: &[u8], body: &[u8], identity: &Identity) -> Option<FileKey> {
    let share: [u8; 32] = share.try_into().ok()?;
    let shared = Zeroizing::new(MontgomeryPoint(share).mul_clamped(*identity.secret).to_bytes());
    if shared.iter().all(|byte| *byte == 0) {
        return None;
    }
    let wrapping = derived(shared.as_slice(), &[share, identity.public].concat(), X25519);
    let key = Zeroizing::new(cipher(&wrapping).decrypt(&Nonce::default(), body).ok()?);
    key.as_slice().try_into().ok().map(Zeroizing::new)
}

pub(super) fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&(*key).into())
}

fn decode(text: &[u8]) -> Result<Vec<u8>, HeaderError> {
    BASE64_NOPAD.decode(text).map_err(|_| HeaderError::Damaged)
}

/// The lines of a header, bounded all together.
struct Lines<'a, R> {
    input: &'a mut R,
    left: u64,
}

impl<R: BufRead> Lines<'_, R> {
    fn next(&mut self) -> Result<Vec<u8>, HeaderError> {
        let mut line = Vec::new();
        let read = io::Read::take(&mut *self.input, self.left).read_until(b'\n', &mut line).map_err(HeaderError::Io)?;
        let first = self.left == HEADER_BYTES;
        self.left = self.left.saturating_sub(read as u64);
        if line.pop() == Some(b'\n') {
            return Ok(line);
        }
        // What doesn't even begin like one was none.
        Err(match (first, self.left) {
            (true, _) => HeaderError::NotAge,
            (false, 0) => HeaderError::Damaged,
            (false, _) => HeaderError::Cut,
        })
    }
}
