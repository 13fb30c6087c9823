//! The desktop: what it wishes of a window, and what it is to say.
//!
//! Light and dark come with the window itself where its library asks the system, on Windows and macOS.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

use std::thread;

/// What the desktop wishes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code))] // the window's library hears of light and dark there
pub(crate) enum Wish {
    /// A dark window.
    Dark,
    /// A light one.
    Light,
    /// Nothing moves.
    Still,
    /// Things may move.
    Moving,
}

/// Tells from now on what the desktop wishes, on a thread of its own. Where there is nobody to ask, nothing comes.
pub(crate) fn follow(tell: impl FnMut(Wish) + Send + 'static) {
    thread::spawn(move || drop(system::follow(tell)));
}

/// Has the desktop say a sentence, without waiting. Where it can't, Today says it.
pub(crate) fn notify(says: String) {
    thread::spawn(move || drop(system::notify(&says)));
}
