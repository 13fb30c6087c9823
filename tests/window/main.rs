//! The window, driven by role and name, and drawn without a display.

#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod behaviour;
mod cpu_renderer;
mod pictures;
mod scene;
