//! The passphrase, as it is asked for and told of.

use super::Failure;
use serde::{Deserialize, Serialize};
use sideways_core::{
    error::OpenError,
    passphrase::{Passphrase, PassphraseError},
};

/// Whether a passphrase stands before everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Lock {
    /// None was set.
    #[default]
    Without,
    /// One was set, and it is open just now.
    Open,
    /// It opens with its passphrase, and nothing of it is here.
    Locked,
}

/// Something about the passphrase.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PassphraseRequest {
    /// It opens with this one from now on.
    Set(Passphrase),
    /// With another one.
    Change {
        /// The one it has.
        old: Passphrase,
        /// The one it gets.
        new: Passphrase,
    },
    /// It opens without one again.
    Remove(Passphrase),
}

/// What a failure begins with that a passphrase would end.
const NOBODY: &str = "nobody is here to be asked for the passphrase";
const WAIT: &str = "too many wrong passphrases one after the other";
const FORGOTTEN: &str = "upper and lower case count; forgotten? `sideways backup restore FILE --to DIR` brings a backup back with the words on the recovery sheet";

impl Failure {
    /// It is locked, in the process that has it open.
    pub(crate) fn locked() -> Self {
        Self::from(&OpenError::Locked)
    }

    /// There is no terminal and nothing else that says it.
    pub(crate) fn nobody_to_ask() -> Self {
        let hint = "SIDEWAYS_PASSPHRASE, or --passphrase-file FILE (- is standard input), gives it";
        Self { error: NOBODY.into(), hint: Some(hint.into()) }
    }

    /// Guessing is slow.
    pub(crate) fn wait(seconds: u64) -> Self {
        Self {
            error: format!("{WAIT}; the next one is taken in {}", Self::seconds(seconds)),
            hint: Some(FORGOTTEN.into()),
        }
    }

    /// So long, in words.
    pub(crate) fn seconds(seconds: u64) -> String {
        if seconds == 1 { "one second".into() } else { format!("{seconds} seconds") }
    }

    /// There is nothing to lock with.
    pub(crate) fn without_passphrase() -> Self {
        let hint = "`sideways passphrase set` sets one; without it nothing would keep anybody out";
        Self { error: "this notebook has no passphrase, so it can’t be locked".into(), hint: Some(hint.into()) }
    }

    /// Whether the right passphrase is all that is missing.
    #[must_use]
    pub fn wants_passphrase(&self) -> bool {
        let begins = [OpenError::Locked.to_string(), OpenError::Passphrase.to_string(), NOBODY.into(), WAIT.into()];
        begins.iter().any(|it| self.error.starts_with(it))
    }
}

/// What to do about an opening that wants a passphrase.
pub(super) fn open_hint(error: &OpenError) -> &'static str {
    match error {
        OpenError::Locked => "`sideways unlock` asks for it, and so does its window",
        _ => FORGOTTEN,
    }
}

impl From<&PassphraseError> for Failure {
    fn from(error: &PassphraseError) -> Self {
        let hint = match error {
            PassphraseError::Wrong => FORGOTTEN,
            PassphraseError::NotSet => "`sideways passphrase set` sets one",
            PassphraseError::AlreadySet => "`sideways passphrase change` changes it",
            PassphraseError::TooShort => "four or five words that don’t belong together are easy to keep in mind",
            PassphraseError::TooLong => "make it shorter",
            PassphraseError::Key(_) => {
                "look after the disk, or close other programs, and try again; it opens with what it opened with before, or else with the new one"
            }
            PassphraseError::Store(error) => super::store_hint(error),
        };
        Self { error: error.to_string(), hint: Some(hint.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_whether_a_passphrase_would_end_it() {
        for failure in [Failure::locked(), Failure::nobody_to_ask(), Failure::wait(3), (&OpenError::Passphrase).into()]
        {
            assert!(failure.wants_passphrase() && failure.hint.is_some(), "{failure:?}");
        }
        for failure in [Failure::without_passphrase(), Failure::ended(), (&OpenError::Key).into()] {
            assert!(!failure.wants_passphrase(), "{failure:?}");
        }
    }
}
