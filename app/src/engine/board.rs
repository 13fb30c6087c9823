//! What everybody may look at without waiting for the engine.

use crate::desk::View;
use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

type Watcher = Box<dyn Fn() + Send + Sync>;

/// The view after the last turn, and who wants to hear of the next.
pub(crate) struct Board {
    view: RwLock<View>,
    revision: Mutex<u64>,
    turned: Condvar,
    watchers: Mutex<(u64, BTreeMap<u64, Watcher>)>,
}

/// A watcher's number.
pub(crate) struct Watching(u64);

impl Board {
    pub(super) fn new(view: View) -> Self {
        Self { view: RwLock::new(view), revision: Mutex::new(0), turned: Condvar::new(), watchers: Mutex::default() }
    }

    /// The view now.
    pub(crate) fn view(&self) -> View {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calls this after every change, on the engine's thread: it must not wait.
    pub(crate) fn watch(&self, watcher: impl Fn() + Send + Sync + 'static) -> Watching {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.0 += 1;
        let number = watchers.0;
        watchers.1.insert(number, Box::new(watcher));
        Watching(number)
    }

    /// No longer.
    pub(crate) fn forget(&self, watching: &Watching) {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&watching.0);
    }

    /// Waits until the revision isn't `seen`, and gives it; `None` when the time is over.
    pub(crate) fn wait(&self, seen: u64, at_most: Duration) -> Option<u64> {
        let until = Instant::now() + at_most;
        let mut revision = self.revision.lock().unwrap_or_else(PoisonError::into_inner);
        while *revision == seen {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            revision = self.turned.wait_timeout(revision, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Some(*revision)
    }

    pub(super) fn put(&self, view: View) {
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
        *self.revision.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.turned.notify_all();
        for watcher in self.watchers.lock().unwrap_or_else(PoisonError::into_inner).1.values() {
            watcher();
        }
    }
}
