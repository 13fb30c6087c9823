//! The payload: chunks of 64 KiB, each with its number and whether it is the last one under its seal, so that none can
//! be left out, moved or added at the end.

use super::{
    header::{self, HeaderError, Identity, cipher},
    kdf::derived,
};
use crate::entropy::Entropy;
use chacha20poly1305::{ChaCha20Poly1305, Nonce, aead::AeadInOut};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};

const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Counts chunks; a number is used once.
struct Chunks {
    cipher: ChaCha20Poly1305,
    number: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    Last,
}

impl Chunks {
    fn new(file_key: &[u8; 16], nonce: &[u8; 16]) -> Self {
        Self { cipher: cipher(&derived(file_key.as_slice(), nonce, b"payload")), number: 0 }
    }

    fn next(&mut self, place: Place) -> Nonce {
        let mut nonce = [0; 12];
        // Eleven bytes for the number, the greatest first, and one for the end.
        for (to, from) in nonce.iter_mut().skip(3).zip(self.number.to_be_bytes()) {
            *to = from;
        }
        if let Some(end) = nonce.last_mut() {
            *end = u8::from(place == Place::Last);
        }
        self.number += 1;
        Nonce::from(nonce)
    }
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

/// Encrypts what is written to it.
pub(crate) struct Encrypter<W> {
    out: W,
    chunks: Chunks,
    plain: Vec<u8>,
}

impl<W: Write> Encrypter<W> {
    /// Begins a file that the owners of the public keys `to` can open.
    pub(crate) fn new(mut out: W, to: &[[u8; 32]], hint: Option<&[u8]>, entropy: &mut Entropy) -> io::Result<Self> {
        let (header, key) = header::write(to, hint, entropy);
        let nonce: [u8; 16] = entropy.bytes();
        out.write_all(header.as_bytes())?;
        out.write_all(&nonce)?;
        Ok(Self { out, chunks: Chunks::new(&key, &nonce), plain: Vec::with_capacity(CHUNK) })
    }

    fn put(&mut self, place: Place) -> io::Result<()> {
        let nonce = self.chunks.next(place);
        let mut sealed = std::mem::take(&mut self.plain);
        let encrypted = self.chunks.cipher.encrypt_in_place(&nonce, &[], &mut sealed);
        encrypted.map_err(|_| broken("nothing could be encrypted"))?;
        self.out.write_all(&sealed)?;
        sealed.clear();
        self.plain = sealed;
        Ok(())
    }

    /// Writes the last chunk. A file without it is known to be cut off.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.put(Place::Last)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Encrypter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits until more comes: only then it isn't the last.
        if self.plain.len() == CHUNK {
            self.put(Place::Inside)?;
        }
        let taken = bytes.len().min(CHUNK - self.plain.len());
        self.plain.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives what a file holds, each chunk after it was authenticated.
pub(crate) struct Decrypter<R> {
    input: BufReader<R>,
    chunks: Chunks,
    plain: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Decrypter<R> {
    pub(crate) fn new(input: R, identity: &Identity) -> Result<Self, HeaderError> {
        let mut input = BufReader::with_capacity(CHUNK + TAG, input);
        let key = header::read(&mut input, identity)?;
        let mut nonce = [0; 16];
        input.read_exact(&mut nonce).map_err(|e| match e.kind() {
            ErrorKind::UnexpectedEof => HeaderError::Cut,
            _ => HeaderError::Io(e),
        })?;
        Ok(Self { input, chunks: Chunks::new(&key, &nonce), plain: Vec::new(), at: 0, ended: false })
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let mut sealed = std::mem::take(&mut self.plain);
        sealed.clear();
        (&mut self.input).take((CHUNK + TAG) as u64).read_to_end(&mut sealed)?;
        let last = sealed.len() < CHUNK + TAG || self.input.fill_buf()?.is_empty();
        if sealed.len() < TAG || (sealed.len() == TAG && self.chunks.number > 0) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let nonce = self.chunks.next(if last { Place::Last } else { Place::Inside });
        if last {
            // What ends without a last chunk was cut off between two of them, or within one.
            let whole = self.chunks.cipher.decrypt_in_place(&nonce, &[], &mut sealed);
            whole.map_err(|_| io::Error::from(ErrorKind::UnexpectedEof))?;
            self.ended = true;
        } else {
            let whole = self.chunks.cipher.decrypt_in_place(&nonce, &[], &mut sealed);
            whole.map_err(|_| broken("a part of it was changed"))?;
        }
        (self.plain, self.at) = (sealed, 0);
        Ok(())
    }
}

impl<R: Read> Read for Decrypter<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.plain.len() && !self.ended {
            self.next_chunk()?;
        }
        let rest = self.plain.get(self.at..).unwrap_or_default();
        let given = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..given), rest.get(..given)) {
            to.copy_from_slice(from);
        }
        self.at += given;
        Ok(given)
    }
}
