//! A window without a console beside it. On Windows a program has the one or the other from birth; so `sideways.exe`
//! belongs to a console, for its verbs, and a small program beside it starts it without one, for its window.

use std::process::Command;

/// What the small program says to the other one, so that it knows that nobody sees its console.
#[cfg(windows)]
const ALONE: &str = "SIDEWAYS_WITHOUT_CONSOLE";

/// Hands the window over to a process without a console; whether it did. What it was called with goes along.
#[cfg(windows)]
pub(crate) fn leave_console() -> bool {
    if std::env::var_os(ALONE).is_some() {
        return false;
    }
    let beside = std::env::current_exe().map(|program| program.with_file_name("sideways-window.exe"));
    let Some(beside) = beside.ok().filter(|beside| beside.is_file()) else { return false };
    Command::new(beside).args(std::env::args_os().skip(1)).spawn().is_ok()
}

/// Where a program has no console of its own, it needs none.
#[cfg(not(windows))]
pub(crate) fn leave_console() -> bool {
    false
}

/// Has a window that is about to be started stay in its own process, for whoever waits for its end.
#[cfg(windows)]
pub(crate) fn stays(command: &mut Command) -> &mut Command {
    command.env(ALONE, "1")
}

/// Has a window that is about to be started stay in its own process, for whoever waits for its end.
#[cfg(not(windows))]
pub(crate) fn stays(command: &mut Command) -> &mut Command {
    command
}

/// Says in a box why no window came, where nobody would see it otherwise.
#[cfg(windows)]
pub(crate) fn say_failure(says: &str) {
    if std::env::var_os(ALONE).is_some() {
        let box_of = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Sideways");
        box_of.set_description(says).show();
    }
}

/// The terminal says it.
#[cfg(not(windows))]
pub(crate) fn say_failure(_: &str) {}
