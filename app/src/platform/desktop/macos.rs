//! macOS: whether things move, and notifications, by the programs that the system brings. Untried.

use super::Wish;
use std::{io, process::Command};

/// Tells once whether things may move.
pub(super) fn follow(mut tell: impl FnMut(Wish)) -> io::Result<()> {
    let asked = ["read", "com.apple.universalaccess", "reduceMotion"];
    let said = Command::new("/usr/bin/defaults").args(asked).output()?;
    tell(if said.stdout.starts_with(b"1") { Wish::Still } else { Wish::Moving });
    Ok(())
}

/// The sentence is an argument of the script and no part of it.
pub(super) fn notify(says: &str) -> io::Result<()> {
    let script = ["on run words", "display notification (item 1 of words) with title \"Sideways\"", "end run"];
    let mut command = Command::new("/usr/bin/osascript");
    for line in script {
        command.args(["-e", line]);
    }
    command.arg("--").arg(crate::words::visible(says).as_ref()).output().map(drop)
}
