//! What those behind the door and those before it mean by the same words.

use super::Failure;
use sideways_core::passphrase::Passphrase;
use std::sync::Arc;

/// Called when there is something new to see.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// What tells one request from all others, so that it is never carried out twice.
pub(crate) type RequestId = [u8; 16];

/// Whether a notebook may be begun where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Begin {
    IfNone,
    Never,
}

/// What to do where a notebook opens with its passphrase only.
#[derive(Clone)]
pub enum AtLock {
    /// Open it locked: somebody unlocks it later, as in a window.
    Wait,
    /// Ask for the passphrase, and end where it isn't had.
    Ask(Asks),
}

/// Asks for a passphrase; again, where the one before was wrong.
pub type Asks = Arc<dyn Fn(Asked) -> Result<Passphrase, Failure> + Send + Sync>;

/// Which time it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// The first time.
    First,
    /// The one before was wrong.
    Again,
}

impl AtLock {
    /// Nobody can be asked.
    pub(super) fn refuse() -> Self {
        Self::Ask(Arc::new(|_| Err(Failure::nobody_to_ask())))
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Whoever had it ended, and it wasn't carried out, or nobody knows: it may be asked again by its id.
    Ended,
    /// A person has to know.
    Failed(Failure),
}

/// A new one.
pub(super) fn request_id() -> Result<RequestId, Failure> {
    let mut id = RequestId::default();
    let bytes = crate::engine::entropy()?;
    id.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    Ok(id)
}
