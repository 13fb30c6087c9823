//! The four words that both people read to each other.

use crate::pairing::Channel;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sideways_core::id::DeviceId;

/// Both nonces of a pairing. Neither side can choose its own after it saw the other's.
pub(crate) struct Nonces {
    pub(crate) joiner: [u8; 32],
    pub(crate) inviter: [u8; 32],
}

/// The words that this channel, these nonces and these two devices have in common.
///
/// Somebody in the middle has two channels, so two exporters, and words that differ: once in 2^44 they don't.
pub(crate) fn words(channel: &Channel, joiner: &DeviceId, inviter: &DeviceId, nonces: &Nonces) -> [String; 4] {
    let list = bip39::Language::English.word_list();
    let mut bits = digest(channel, joiner, inviter, nonces);
    [(); 4].map(|()| {
        let index = (bits >> 53) as usize;
        bits <<= 11;
        list.get(index).copied().unwrap_or_default().to_owned()
    })
}

fn digest(channel: &Channel, joiner: &DeviceId, inviter: &DeviceId, nonces: &Nonces) -> u64 {
    // HMAC takes keys of any length; zero would be a word too, but never comes from here.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&channel.exporter) else { return 0 };
    for part in [b"sideways/words/1".as_slice(), &nonces.joiner, &nonces.inviter, &joiner.0, &inviter.0] {
        mac.update(part);
    }
    mac.finalize().into_bytes().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(exporter: u8, joiner_nonce: u8, inviter_nonce: u8, joiner: u8, inviter: u8) -> [String; 4] {
        let (joiner, inviter) = (DeviceId([joiner; 32]), DeviceId([inviter; 32]));
        let channel = Channel { exporter: [exporter; 32], me: joiner, remote: inviter };
        words(&channel, &joiner, &inviter, &Nonces { joiner: [joiner_nonce; 32], inviter: [inviter_nonce; 32] })
    }

    #[test]
    fn words_depend_on_everything_that_could_differ() {
        let words = read(1, 2, 3, 4, 5);
        assert!(words.iter().all(|word| word.len() >= 3), "{words:?}");
        assert_eq!(words, read(1, 2, 3, 4, 5));
        for other in
            [read(9, 2, 3, 4, 5), read(1, 9, 3, 4, 5), read(1, 2, 9, 4, 5), read(1, 2, 3, 9, 5), read(1, 2, 3, 4, 9)]
        {
            assert_ne!(words, other);
        }
        assert_ne!(words, read(1, 3, 2, 4, 5), "swapped nonces");
        assert_ne!(words, read(1, 2, 3, 5, 4), "swapped roles");
    }
}
