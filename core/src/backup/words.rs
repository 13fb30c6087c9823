//! The recovery key: 32 random bytes that open every backup, and vouch for the computer that one is brought back on.
//!
//! On paper it is 24 words, of which the last holds a checksum (BIP 39, English). For `age` it is the same bytes as
//! `AGE-SECRET-KEY-1…`.

use crate::{
    age::{self, Identity},
    device::DeviceKey,
};
use bip39::{Language, Mnemonic};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const SECRET: &str = "AGE-SECRET-KEY-";

/// What a person typed isn't a recovery key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Too few or too many.
    #[error("a recovery key has 24 words, and these are {0}")]
    Count(usize),
    /// Words that no key has, by their place from 1.
    #[error("word {0} is none of those that a recovery key is made of")]
    Unknown(usize),
    /// Each is a possible word, together they aren't.
    #[error("one of these words is wrong, or two changed places: the last one doesn’t fit the others")]
    Checksum,
    /// A key as age writes it, with a letter that is wrong.
    #[error("a letter of this key is wrong or missing")]
    Letters,
}

/// The key on the recovery sheet.
#[derive(Clone)]
pub struct RecoveryKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

impl PartialEq for RecoveryKey {
    fn eq(&self, other: &Self) -> bool {
        self.recipient() == other.recipient()
    }
}

impl RecoveryKey {
    pub(crate) fn from_secret(secret: [u8; 32]) -> Self {
        Self(Zeroizing::new(secret))
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity::new(&self.0)
    }

    /// A device that never connects: it only vouches.
    pub(crate) fn device(&self) -> DeviceKey {
        let secret = Sha256::new().chain_update(b"sideways/recovery/1").chain_update(self.0.as_slice()).finalize();
        DeviceKey::from_secret(&secret.into())
    }

    /// Its 24 words.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        // Thirty-two bytes are always 24 words.
        Mnemonic::from_entropy_in(Language::English, self.0.as_slice())
            .map(|it| it.words().collect())
            .unwrap_or_default()
    }

    /// The same for the tool `age`, to put into a file and name with `-i`.
    #[must_use]
    pub fn for_age(&self) -> String {
        age::encoded(&SECRET.to_ascii_lowercase(), &self.0).to_ascii_uppercase()
    }

    /// The public half, to which backups are encrypted: `age1…`. Whoever sees it can open nothing.
    #[must_use]
    pub fn recipient(&self) -> String {
        age::encoded("age", self.identity().public())
    }

    /// Reads what a person typed or pasted: the words in their order, numbered or not, or the key for `age`.
    pub fn parse(text: &str) -> Result<Self, WordsError> {
        let key = text.split_whitespace().find(|part| part.to_ascii_uppercase().starts_with(SECRET));
        if let Some(key) = key {
            return age::decoded(SECRET, key).map(Self::from_secret).ok_or(WordsError::Letters);
        }
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .take(100)
            .map(str::to_lowercase)
            .collect();
        if let Some(nth) = words.iter().take(24).position(|word| Language::English.find_word(word).is_none()) {
            return Err(WordsError::Unknown(nth + 1));
        }
        if words.len() != 24 {
            return Err(WordsError::Count(words.len()));
        }
        let phrase = Zeroizing::new(words.join(" "));
        let read = Mnemonic::parse_in_normalized(Language::English, &phrase).map_err(|_| WordsError::Checksum)?;
        let (bytes, _) = read.to_entropy_array();
        let secret = bytes.first_chunk::<32>().ok_or(WordsError::Checksum)?;
        Ok(Self::from_secret(*secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_however_it_is_typed_and_a_mistake_is_said() {
        let key = RecoveryKey::from_secret([0x5a; 32]);
        let words = key.words();
        assert_eq!(words.len(), 24);
        let numbered: String = words.iter().enumerate().map(|(n, word)| format!("{:2}. {word}\n", n + 1)).collect();
        for typed in
            [words.join(" "), words.join("\r\n").to_uppercase(), numbered, key.for_age(), key.for_age().to_lowercase()]
        {
            assert!(RecoveryKey::parse(&typed).unwrap() == key, "{typed}");
        }
        assert_eq!(RecoveryKey::parse(""), Err(WordsError::Count(0)));
        assert_eq!(RecoveryKey::parse(&words[1..].join(" ")), Err(WordsError::Count(23)));
        let with = |nth: usize, word: &'static str| {
            let mut words = words.clone();
            words[nth] = word;
            RecoveryKey::parse(&words.join(" "))
        };
        assert_eq!(with(4, "sideways"), Err(WordsError::Unknown(5)));
        assert_eq!(with(4, if words[4] == "abandon" { "zoo" } else { "abandon" }), Err(WordsError::Checksum));
        let mut letters = key.for_age();
        letters.pop();
        assert_eq!(RecoveryKey::parse(&letters), Err(WordsError::Letters));
        assert_eq!(format!("{key:?}"), "RecoveryKey(…)");
    }
}
