//! A store's key in an envelope that one passphrase opens.
//!
//! ```text
//! "sideways key 1\n" ‖ memory in KiB ‖ passes ‖ salt (16) ‖ nonce (24) ‖ sealed key (32 + 16)
//! ```
//!
//! Numbers are four bytes, the lowest first. All that stands before the nonce is bound to the sealed key, so that an
//! envelope with other numbers opens with no passphrase at all.

use super::{Cost, Passphrase, PassphraseError};
use crate::entropy::Entropy;
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use zeroize::Zeroizing;

const MAGIC: &[u8; 15] = b"sideways key 1\n";
/// What is bound: the mark, two numbers, and the salt.
const BOUND: usize = MAGIC.len() + 4 + 4 + 16;
const WHOLE: usize = BOUND + 24 + 32 + 16;

/// The envelope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wrapped {
    bound: [u8; BOUND],
    nonce: [u8; 24],
    sealed: [u8; 48],
}

/// Why it wasn't opened.
#[derive(Debug)]
pub(crate) enum Unwrap {
    /// With another passphrase.
    Wrong,
    /// It asks for what no program of ours asks for, or this computer can't do it.
    Cannot(String),
}

impl Wrapped {
    /// Every file of this kind is so long, and begins so.
    pub(crate) const BYTES: usize = WHOLE;

    pub(crate) fn new(
        secret: &[u8; 32],
        passphrase: &Passphrase,
        cost: Cost,
        entropy: &mut Entropy,
    ) -> Result<Self, PassphraseError> {
        passphrase.check()?;
        let (salt, nonce): ([u8; 16], [u8; 24]) = (entropy.bytes(), entropy.bytes());
        let (memory_kib, passes) = cost.numbers();
        let parts = [MAGIC.as_slice(), &memory_kib.to_le_bytes(), &passes.to_le_bytes(), &salt].concat();
        let bound: [u8; BOUND] = parts.try_into().map_err(|_| PassphraseError::Key("its form".into()))?;
        let key = cost.derive(passphrase, &salt)?;
        let payload = Payload { msg: secret, aad: &bound };
        let sealed = cipher(&key).encrypt(&XNonce::from(nonce), payload).ok().and_then(|it| it.try_into().ok());
        Ok(Self { bound, nonce, sealed: sealed.ok_or_else(|| PassphraseError::Key("its size".into()))? })
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        [self.bound.as_slice(), &self.nonce, &self.sealed].concat()
    }

    /// What a file says; nothing where it isn't such an envelope.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (bound, rest) = bytes.split_first_chunk::<BOUND>()?;
        let (nonce, sealed) = rest.split_first_chunk::<24>()?;
        bound.starts_with(MAGIC).then_some(())?;
        Some(Self { bound: *bound, nonce: *nonce, sealed: sealed.try_into().ok()? })
    }

    /// The key in it. What it costs is bounded before anything is taken for it.
    pub(crate) fn open(&self, passphrase: &Passphrase) -> Result<Zeroizing<[u8; 32]>, Unwrap> {
        let number = |at: usize| {
            let bytes = self.bound.get(at..).and_then(<[u8]>::first_chunk::<4>).copied();
            u32::from_le_bytes(bytes.unwrap_or_default())
        };
        let cost = Cost::bounded(number(MAGIC.len()), number(MAGIC.len() + 4));
        let cost =
            cost.ok_or_else(|| Unwrap::Cannot("it asks for more memory or time than Sideways ever does".into()))?;
        let salt: [u8; 16] = self.bound.last_chunk().copied().unwrap_or_default();
        // One that is too long to be set is none that was set.
        passphrase.check().map_err(|_| Unwrap::Wrong)?;
        let key = cost.derive(passphrase, &salt).map_err(|e| Unwrap::Cannot(e.to_string()))?;
        let payload = Payload { msg: &self.sealed, aad: &self.bound };
        let secret = cipher(&key).decrypt(&XNonce::from(self.nonce), payload).map_err(|_| Unwrap::Wrong)?;
        let secret = Zeroizing::new(secret);
        secret.as_slice().try_into().map(Zeroizing::new).map_err(|_| Unwrap::Wrong)
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(*key).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped() -> (Wrapped, Passphrase) {
        let passphrase = Passphrase::new("blue horse");
        (Wrapped::new(&[7; 32], &passphrase, Cost::for_tests(), &mut Entropy::new([1; 32])).unwrap(), passphrase)
    }

    #[test]
    fn it_opens_with_its_own_passphrase_and_holds_nothing_in_the_clear() {
        let (wrapped, passphrase) = wrapped();
        assert_eq!(**wrapped.open(&passphrase).as_ref().unwrap(), [7; 32]);
        for other in ["", "blue hors", "blue horse ", "Blue horse"] {
            assert!(matches!(wrapped.open(&Passphrase::new(other)), Err(Unwrap::Wrong)), "{other}");
        }
        let bytes = wrapped.bytes();
        assert_eq!(bytes.len(), Wrapped::BYTES);
        assert!(!bytes.windows(8).any(|part| part == [7; 8]));
        assert_eq!(Wrapped::read(&bytes), Some(wrapped));
    }

    /// Any other byte, length or number: no panic, no key, and nothing taken that is large.
    #[test]
    fn an_envelope_that_was_changed_opens_with_nothing() {
        let (wrapped, passphrase) = wrapped();
        let bytes = wrapped.bytes();
        for at in 0..bytes.len() {
            for bit in [0, 7] {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let opened = Wrapped::read(&changed).map(|it| it.open(&passphrase).is_ok());
                assert!(opened != Some(true), "byte {at}, bit {bit}");
            }
            assert_eq!(Wrapped::read(&bytes[..at]), None);
        }
        assert_eq!(Wrapped::read(&[bytes.as_slice(), b"x"].concat()), None);
        for (at, number) in [(15, u32::MAX), (19, u32::MAX), (15, 300 * 1024)] {
            let mut hostile = bytes.clone();
            hostile[at..at + 4].copy_from_slice(&number.to_le_bytes());
            let refused = Wrapped::read(&hostile).unwrap().open(&passphrase);
            assert!(matches!(refused, Err(Unwrap::Cannot(_))), "{number}");
        }
    }
}
