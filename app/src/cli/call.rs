//! One call of the program: where the data is, how to print, and the desk.

use super::out::{Form, failure};
use crate::desk::{Answer, Desk, Failure, Request, View};
use crate::files::text_in;
use jiff::Zoned;
use sideways_core::{
    command::{Command, Outcome},
    snapshot::Moment,
};
use std::path::PathBuf;

/// What every verb gets.
pub(crate) struct Call {
    pub(crate) data: PathBuf,
    pub(crate) form: Form,
}

impl Call {
    pub(crate) fn desk(&self) -> Result<Desk, Failure> {
        Desk::open(&self.data, || {})
    }

    /// The view after a change. The process that carried it out may have ended with it, as one that waits for
    /// an invitation does when it is withdrawn; then the folder is opened here.
    pub(crate) fn view_after(&self, desk: &Desk) -> Result<View, Failure> {
        desk.view().or_else(|_| self.desk()?.view())
    }
}

/// Has a command carried out; what it gave.
pub(crate) fn edit(desk: &Desk, command: Command) -> Result<Outcome, Failure> {
    match desk.ask(Request::Run(command))? {
        Answer::Did(outcome) => Ok(outcome),
        _ => Err(failure("the program with this data folder answered something else", Some("close it and try again"))),
    }
}

/// Now, by this computer's clock and in its zone. `SIDEWAYS_NOW` says another moment, like
/// `2026-10-20T09:00[Europe/Paris]`, so that what is said about days can be tried out and tested.
pub(crate) fn clock() -> Zoned {
    std::env::var("SIDEWAYS_NOW").ok().and_then(|now| now.parse().ok()).unwrap_or_else(Zoned::now)
}

pub(crate) fn now() -> Moment {
    Moment { unix_ms: clock().timestamp().as_millisecond() }
}

/// A text given as an argument, or on standard input where the argument is `-`; bounded.
pub(crate) fn text_or_input(argument: &str) -> Result<String, Failure> {
    use std::io::Read;
    const LIMIT: u64 = 1024 * 1024;
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LIMIT).read_to_end(&mut bytes);
    read.map_err(|e| failure(format!("standard input can't be read: {e}"), None))?;
    text_in(&bytes).ok_or_else(|| failure("standard input is no text", Some("save it as UTF-8 and try again")))
}
