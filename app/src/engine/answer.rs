//! An answer that is owed.

use crate::desk::{Answer, Failure, Trouble};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

type Then = Box<dyn FnOnce(Result<Answer, Trouble>) + Send>;

/// Whoever asked. Is told exactly once: when it is dropped unanswered, that the engine ended.
pub(crate) struct Reply {
    then: Option<Then>,
    gone: Arc<AtomicBool>,
}

impl Reply {
    /// `then` is called on the engine's thread and must not wait.
    pub(crate) fn new(then: impl FnOnce(Result<Answer, Trouble>) + Send + 'static) -> Self {
        Self { then: Some(Box::new(then)), gone: Arc::default() }
    }

    /// The same; whoever sets `gone` isn't interested any more.
    pub(crate) fn unless_gone(
        gone: Arc<AtomicBool>,
        then: impl FnOnce(Result<Answer, Trouble>) + Send + 'static,
    ) -> Self {
        Self { then: Some(Box::new(then)), gone }
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    /// Gives the answer.
    pub(crate) fn give(mut self, answer: Result<Answer, Failure>) {
        if let Some(then) = self.then.take() {
            then(answer.map_err(Trouble::Failed));
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if let Some(then) = self.then.take() {
            then(Err(Trouble::Ended));
        }
    }
}
