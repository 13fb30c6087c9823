//! A passphrase, and a key that only it opens.
//!
//! The passphrase is never kept. It is made into a key of its own, slowly and with much memory, so that guessing costs
//! each guess as much; and that key wraps the one that seals the store. So another passphrase means another wrapping,
//! and not another store.

mod cost;
mod wrapped;

pub use cost::Cost;
pub(crate) use wrapped::{Unwrap, Wrapped};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// What is less than this is guessed whatever it costs.
const FEWEST_LETTERS: usize = 8;
/// Nobody types more.
const MOST_BYTES: usize = 1024;

/// What a person typed. It is in no message, and wiped from memory when it is let go of.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// As it was typed. Keyboards and systems put the same letter together in different ways; here it is one.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(MOST_BYTES * 4));
        // What is too long stays too long, and is refused where it is used.
        let bounded = typed.get(..typed.floor_char_boundary(MOST_BYTES + 1)).unwrap_or_default();
        text.extend(bounded.nfc());
        Self(text)
    }

    /// Whether it may protect a notebook.
    pub fn check(&self) -> Result<(), PassphraseError> {
        if self.0.chars().count() < FEWEST_LETTERS {
            return Err(PassphraseError::TooShort);
        }
        if self.0.len() > MOST_BYTES { Err(PassphraseError::TooLong) } else { Ok(()) }
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Between two processes of one user.
impl Serialize for Passphrase {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        if text.len() > MOST_BYTES * 4 {
            return Err(D::Error::custom("too long"));
        }
        Ok(Self::new(&text))
    }
}

/// Why a passphrase wasn't set, changed, removed or believed. Nothing was changed then, but where the disk failed.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// It isn't the one of this notebook.
    #[error("this isn’t the passphrase of this notebook")]
    Wrong,
    /// There is none.
    #[error("this notebook has no passphrase")]
    NotSet,
    /// There is one.
    #[error("this notebook has a passphrase already")]
    AlreadySet,
    /// It would be guessed.
    #[error("a passphrase has at least {FEWEST_LETTERS} letters, digits or spaces")]
    TooShort,
    /// Nobody types that.
    #[error("a passphrase can be {MOST_BYTES} bytes at most")]
    TooLong,
    /// The key's file, or the computer that should work on it.
    #[error("the key can’t be written anew: {0}")]
    Key(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] crate::error::StoreError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same_and_nothing_is_shown() {
        assert!(Passphrase::new("Zoe\u{308} und Bj\u{f6}rn") == Passphrase::new("Zo\u{eb} und Bjo\u{308}rn"));
        assert!(Passphrase::new("blue horse") != Passphrase::new("blue horse "));
        assert_eq!(format!("{:?}", Passphrase::new("blue horse")), "Passphrase(…)");
        for (typed, works) in [("", false), ("1234567", false), ("blue horse", true), ("äöüäöüäö", true)] {
            assert_eq!(Passphrase::new(typed).check().is_ok(), works, "{typed}");
        }
        for long in [1025, 5_000, 1_000_000] {
            assert!(matches!(Passphrase::new(&"x".repeat(long)).check(), Err(PassphraseError::TooLong)), "{long}");
        }
        Passphrase::new(&"x".repeat(1024)).check().unwrap();
        let over_the_wire: Passphrase =
            postcard::from_bytes(&postcard::to_stdvec(&Passphrase::new("blue horse")).unwrap()).unwrap();
        assert!(over_the_wire == Passphrase::new("blue horse"));
    }
}
