//! How keys are called: the one for commands is Ctrl, and Cmd on a Mac, where the system keeps some for itself.

use eframe::egui::{Key, Modifiers};

/// A key with the one for commands, as it is written: `command!("Z")` is `Ctrl Z`, and `Cmd Z` on a Mac.
#[cfg(not(target_os = "macos"))]
macro_rules! command {
    ($key:literal) => {
        concat!("Ctrl ", $key)
    };
}
#[cfg(target_os = "macos")]
macro_rules! command {
    ($key:literal) => {
        concat!("Cmd ", $key)
    };
}

/// What the key for commands is called.
pub(crate) const COMMAND: &str = command!("").trim_ascii_end();

/// The keys that begin the half hour. On a Mac, Cmd H hides a program.
#[cfg(not(target_os = "macos"))]
const HALF_HOUR: Modifiers = Modifiers::COMMAND;
#[cfg(target_os = "macos")]
const HALF_HOUR: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// The same, as an action has them.
pub(crate) const HALF_HOUR_KEYS: &[(Modifiers, Key)] = &[(HALF_HOUR, Key::H)];

pub(crate) use command;
