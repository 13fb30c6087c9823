//! The window, driven by role and name, and drawn without a display.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a test that fails says so this way
#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod behaviour;
mod cpu_renderer;
mod pictures;
mod scene;
