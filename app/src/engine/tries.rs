//! Guessing a passphrase: each guess costs what the key costs, and after a few wrong ones a pause as well.

use crate::desk::Failure;
use std::time::{Duration, Instant};

/// Wrong ones that cost no pause: people mistype.
const FREE: u32 = 3;
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(60);

/// How often somebody was wrong, one after the other.
#[derive(Default)]
pub(super) struct Tries {
    wrong: u32,
    until: Option<Instant>,
}

impl Tries {
    /// Whether one may be tried now.
    pub(super) fn may(&self, now: Instant) -> Result<(), Failure> {
        let left = self.until.map(|until| until.saturating_duration_since(now)).unwrap_or_default();
        if left.is_zero() { Ok(()) } else { Err(Failure::wait(left.as_secs() + 1)) }
    }

    /// It was wrong; how long the next has to wait.
    pub(super) fn wrong(&mut self, now: Instant) -> Duration {
        self.wrong = self.wrong.saturating_add(1);
        let pause = match self.wrong.checked_sub(FREE) {
            None | Some(0) => Duration::ZERO,
            Some(over) => Duration::from_secs(1 << (over - 1).min(10)).min(LONGEST),
        };
        self.until = Some(now + pause);
        pause
    }

    /// It was right.
    pub(super) fn right(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_are_free_and_then_the_pause_grows_and_ends() {
        let (mut tries, now) = (Tries::default(), Instant::now());
        let pauses: Vec<u64> = (0..12).map(|_| tries.wrong(now).as_secs()).collect();
        assert_eq!(pauses, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let refused = tries.may(now + Duration::from_secs(50)).unwrap_err();
        assert!(refused.error.contains("10 seconds") || refused.error.contains("11 seconds"), "{refused:?}");
        tries.may(now + Duration::from_secs(61)).unwrap();
        tries.right();
        tries.may(now).unwrap();
    }
}
