//! Work with libraries that may panic on what they read: the panic ends that work and nothing else.

use std::{cell::Cell, panic::AssertUnwindSafe};

thread_local! {
    #[allow(clippy::missing_const_for_thread_local)] // it is one; clippy 1.96 for Windows doesn't see it
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Does something that may panic on damaged input; nothing then. What it had in its hands must not be used further.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get().saturating_sub(1));
        }
    }
    DEPTH.set(DEPTH.get().saturating_add(1));
    let _guard = Guard;
    std::panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Whether a panic of this thread would be caught by [`guarded`], so that nobody has to be told where it was.
#[must_use]
pub fn is_guarded() -> bool {
    DEPTH.get() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_the_work_and_is_known_to_be_caught() {
        assert!(!is_guarded());
        assert_eq!(guarded(|| guarded(is_guarded).is_some_and(|it| it)), Some(true));
        assert_eq!(guarded(|| -> u8 { std::panic::resume_unwind(Box::new("away")) }), None);
        assert!(!is_guarded());
    }
}
