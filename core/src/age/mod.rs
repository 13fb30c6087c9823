//! The file format of the tool `age`, version 1, as far as backups and sealed files need it: X25519 recipients and the payload.
//!
//! Written here, because the crate `age` brings 65 others along, three elliptic curves and a translation system among
//! them; what is needed is two pages over ciphers that are here already. That other programs agree is tested with one.
//!
//! A file is a short text that wraps its key to each recipient, and then chunks of 64 KiB, each authenticated, the last
//! one marked. So a file is written and read as a stream, and nothing of it is believed before it was authenticated.

mod bech32;
mod header;
mod kdf;
mod stream;

pub(crate) use bech32::{decoded, encoded};
pub(crate) use header::{HeaderError, Identity};
pub(crate) use stream::{Decrypter, Encrypter};

#[cfg(test)]
mod tests;
