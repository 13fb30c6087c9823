//! One call of the program: where the data is, how to print, and the desk.

use super::{
    out::{Form, aside, failure},
    secrets::Secrets,
};
use crate::desk::{Answer, Desk, Failure, Request};
use crate::{files::text_in, words};
use jiff::Zoned;
use sideways_core::{
    command::{Command, Outcome},
    snapshot::{Moment, Writing},
};
use std::path::PathBuf;

/// What every verb gets.
pub(crate) struct Call {
    pub(crate) data: PathBuf,
    pub(crate) form: Form,
    pub(crate) begin: Begin,
    pub(crate) secrets: Secrets,
}

/// Whether a verb may be the first thing that is done in a folder. A folder whose name was mistyped must not become a
/// second, empty notebook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Begin {
    /// It writes what a notebook begins with.
    Yes,
    /// It needs one that is there.
    No,
}

impl Call {
    pub(crate) fn desk(&self) -> Result<Desk, Failure> {
        let desk = self.desk_in_silence()?;
        if desk.is_new() {
            aside(&format!("A new notebook begins in {}.", self.data.display()));
        }
        // Whoever reads is told of what keeps others from writing. Where a window has it open, that asks.
        if let Some(view) = desk.is_here().then(|| desk.view().ok()).flatten() {
            if view.folder.asks.is_some() {
                aside("This data folder may be a copy, so nothing is written: `sideways folder` says more.");
            }
            if view.snapshot.writing == Writing::Torn {
                words::writing(&view.snapshot.writing).iter().for_each(|(says, _)| aside(says));
            }
        }
        Ok(desk)
    }

    /// The same where a new folder is to become something else than a new notebook.
    pub(crate) fn desk_in_silence(&self) -> Result<Desk, Failure> {
        match self.begin {
            Begin::Yes => Desk::open_at_lock(&self.data, self.secrets.at_lock(), || {}),
            Begin::No => Desk::open_existing(&self.data, self.secrets.at_lock(), || {}),
        }
    }
}

/// Has a command carried out; what it gave.
pub(crate) fn edit(desk: &Desk, command: Command) -> Result<Outcome, Failure> {
    match desk.ask(Request::Run(command))? {
        Answer::Did(outcome) => Ok(outcome),
        _ => Err(failure("the program with this data folder answered something else", Some("close it and try again"))),
    }
}

/// Now, by this computer’s clock and in its zone. `SIDEWAYS_NOW` says another moment, like
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
    read.map_err(|e| failure(format!("standard input can’t be read: {e}"), None))?;
    text_in(&bytes).ok_or_else(|| failure("standard input is no text", Some("save it as UTF-8 and try again")))
}
