//! The sealed envelope: every value in the store is encrypted and bound to its place from the first day.

use crate::entropy::Entropy;
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// The key that seals a store.
pub(crate) struct SealKey {
    cipher: XChaCha20Poly1305,
    secret: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl SealKey {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&secret.into()), secret: Zeroizing::new(secret) }
    }

    /// The same key once more.
    pub(crate) fn same(&self) -> Self {
        Self::new(*self.secret)
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Encrypts `plain`; it opens only at the same `place`, so that rows can't be swapped unnoticed.
    pub(crate) fn seal(&self, entropy: &mut Entropy, place: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = entropy.bytes();
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place });
        // Encryption of what fits into memory does not fail; nothing at all would not open either.
        [nonce.as_slice(), &sealed.unwrap_or_default()].concat()
    }

    /// The plain value, or nothing when it was changed, moved or sealed with another key.
    pub(crate) fn open(&self, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: place }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let (key, mut entropy) = (SealKey::new([7; 32]), Entropy::new([1; 32]));
        let sealed = key.seal(&mut entropy, b"here", b"words");
        assert_eq!(key.open(b"here", &sealed).as_deref(), Some(b"words".as_slice()));
        assert_eq!(key.open(b"there", &sealed), None);
        assert_eq!(SealKey::new([8; 32]).open(b"here", &sealed), None);
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(key.open(b"here", &damaged), None, "byte {at}");
        }
        assert_eq!(key.open(b"here", b"short"), None);
    }
}
