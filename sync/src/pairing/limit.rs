//! How often somebody may prove wrongly.

use sideways_core::{id::DeviceId, snapshot::Moment};
use std::collections::BTreeMap;

/// Wrong proofs of one key in a row, before it has to wait.
const WRONG: u32 = 5;
/// How long it waits.
const WAIT_MS: i64 = 5 * 60 * 1_000;
/// Keys remembered.
const KEYS: usize = 1_024;

/// Counts wrong proofs per key.
///
/// Per key and never per invitation: guessing 128 bits is hopeless anyway, so this only bounds the work that
/// one key can cause, and a stranger who guesses wrongly must not be able to kill an invitation.
#[derive(Debug, Default)]
pub struct ProofLimit {
    wrong: BTreeMap<DeviceId, (u32, Moment)>,
}

impl ProofLimit {
    /// Nobody tried yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether this key may try now. Ask before making an [`crate::Inviter`] for it.
    #[must_use]
    pub fn allows(&self, key: &DeviceId, now: Moment) -> bool {
        self.wrong.get(key).is_none_or(|(count, last)| *count < WRONG || is_over(*last, now))
    }

    /// This key's connection ended with [`crate::CloseReason::WrongProof`].
    pub fn wrong(&mut self, key: DeviceId, now: Moment) {
        self.wrong.retain(|_, (_, last)| !is_over(*last, now));
        if self.wrong.len() >= KEYS && !self.wrong.contains_key(&key) {
            let oldest = self.wrong.iter().min_by_key(|(_, (_, last))| *last).map(|(key, _)| *key);
            oldest.and_then(|key| self.wrong.remove(&key));
        }
        let (count, last) = self.wrong.entry(key).or_insert((0, now));
        *count += 1;
        *last = now;
    }

    /// This key proved the secret.
    pub fn right(&mut self, key: &DeviceId) {
        self.wrong.remove(key);
    }
}

/// A clock that went back ends the wait too: better too soon than never.
fn is_over(last: Moment, now: Moment) -> bool {
    now < last || now.unix_ms.saturating_sub(last.unix_ms) >= WAIT_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(unix_ms: i64) -> Moment {
        Moment { unix_ms }
    }

    #[test]
    fn a_stranger_waits_and_everybody_else_does_not() {
        let (stranger, dana) = (DeviceId([1; 32]), DeviceId([2; 32]));
        let mut limit = ProofLimit::new();
        for tries in 0..WRONG {
            assert!(limit.allows(&stranger, at(0)), "try {tries}");
            limit.wrong(stranger, at(0));
        }
        assert!(!limit.allows(&stranger, at(1)));
        assert!(limit.allows(&dana, at(1)));
        assert!(limit.allows(&stranger, at(WAIT_MS)));
        assert!(limit.allows(&stranger, at(-1)), "a clock that went back");
    }

    #[test]
    fn a_million_keys_take_a_bounded_place() {
        let mut limit = ProofLimit::new();
        for n in 0..(KEYS as u64 + 500) {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_be_bytes());
            limit.wrong(DeviceId(key), at(n as i64));
        }
        assert_eq!(limit.wrong.len(), KEYS);
    }
}
