//! What one guess costs: memory, and how often it is gone through.

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::{Passphrase, PassphraseError};

/// Less than this is too little on any computer (OWASP's least for argon2id).
const LEAST: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };
/// More memory than this would be missed elsewhere.
const MOST_KIB: u32 = 256 * 1024;
/// More work than this nobody chose: about ten times what a fast computer is given.
const MOST_WORK_KIB: u64 = 12 * 1024 * 1024;

/// The parameters of argon2id, one lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// What is measured: how long this takes says how long others do.
    pub const PROBE: Self = Self { memory_kib: 64 * 1024, passes: 1 };

    /// About two thirds of a second on a computer that takes so long for [`Cost::PROBE`]; never less than what is safe,
    /// however slow it is.
    #[must_use]
    pub fn measured(probe_ms: u64) -> Self {
        const AIM_MS: u64 = 650;
        let work_kib = u64::from(Self::PROBE.memory_kib) * AIM_MS / probe_ms.max(1);
        // As much memory as three passes leave: memory is what whoever guesses with many machines has least of.
        let fits = |kib: &u32| u64::from(*kib) * 3 <= work_kib;
        let memory_kib = [128 * 1024, 64 * 1024, 32 * 1024].into_iter().find(fits).unwrap_or(LEAST.memory_kib);
        let work_kib = work_kib.min(MOST_WORK_KIB / 4);
        let passes = u32::try_from(work_kib / u64::from(memory_kib)).unwrap_or(u32::MAX);
        Self { memory_kib, passes: passes.max(LEAST.passes) }
    }

    /// As a file says it; nothing where it asks for more than any program of ours would.
    pub(super) fn bounded(memory_kib: u32, passes: u32) -> Option<Self> {
        let work = u64::from(memory_kib) * u64::from(passes);
        (memory_kib <= MOST_KIB && work <= MOST_WORK_KIB).then_some(Self { memory_kib, passes })
    }

    pub(super) fn numbers(self) -> (u32, u32) {
        (self.memory_kib, self.passes)
    }

    /// Goes through it once, so that somebody can say how long it took.
    pub fn try_out(self) -> Result<(), PassphraseError> {
        self.derive(&Passphrase::new("measured"), &[0; 16]).map(drop)
    }

    /// The key that a passphrase makes.
    pub(super) fn derive(
        self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
    ) -> Result<Zeroizing<[u8; 32]>, PassphraseError> {
        let failed = |e: argon2::Error| PassphraseError::Key(e.to_string());
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(failed)?;
        let mut key = Zeroizing::new([0; 32]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(passphrase.bytes(), salt, key.as_mut_slice()).map_err(failed)?;
        Ok(key)
    }

    /// Next to nothing, so that a test can try a passphrase a thousand times.
    #[cfg(any(test, feature = "faults"))]
    #[must_use]
    pub const fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_never_less_than_is_safe_and_never_more_than_is_read() {
        for probe_ms in [0, 1, 5, 20, 55, 60, 100, 250, 700, 5_000, u64::MAX] {
            let cost = Cost::measured(probe_ms);
            assert!(cost.memory_kib >= LEAST.memory_kib && cost.passes >= LEAST.passes, "{probe_ms}: {cost:?}");
            assert_eq!(Cost::bounded(cost.memory_kib, cost.passes), Some(cost), "{probe_ms}");
            let takes_ms = u64::from(cost.memory_kib) * u64::from(cost.passes) * probe_ms.min(1 << 20) / (64 * 1024);
            if (20..=700).contains(&probe_ms) {
                assert!((300..=1_000).contains(&takes_ms), "{probe_ms}: {cost:?} takes {takes_ms} ms");
            }
        }
    }

    #[test]
    fn what_asks_for_too_much_is_refused_before_anything_is_taken() {
        for (kib, passes) in [(u32::MAX, 1), (256 * 1024 + 1, 1), (256 * 1024, 49), (8, u32::MAX)] {
            assert_eq!(Cost::bounded(kib, passes), None, "{kib} KiB, {passes} passes");
        }
        // What argon2 itself can't do is an error, and no panic.
        for (kib, passes) in [(0, 0), (0, 1), (8, 0), (7, 1)] {
            let cost = Cost::bounded(kib, passes).unwrap();
            assert!(cost.try_out().is_err(), "{cost:?}");
        }
    }

    #[test]
    fn the_same_passphrase_makes_the_same_key_and_another_another() {
        let cost = Cost { memory_kib: 64, passes: 2 };
        let key = |typed: &str, salt: &[u8; 16]| *cost.derive(&Passphrase::new(typed), salt).unwrap();
        let salt = b"somesaltsomesalt";
        assert_eq!(key("blue horse", salt), key("blue horse", salt));
        assert_ne!(key("blue horse", salt), key("blue horsf", salt));
        assert_ne!(key("blue horse", salt), key("blue horse", b"anothersaltagain"));
    }
}
