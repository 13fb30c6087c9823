//! What a verb prints: sentences for people, or one JSON value for programs.

pub(crate) use crate::files::failure;
use crate::{desk::Failure, words};
use serde::Serialize;
use std::io::{ErrorKind, Write};

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Sentences.
    Text,
    /// JSON.
    Json,
}

/// Why printing ended.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A person has to know.
    Failed(Failure),
    /// Nobody reads any more, which is no error.
    Closed,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What every verb gives.
pub(crate) type Done = Result<(), Stop>;

impl Form {
    /// Prints `value` for programs, or the lines for people.
    pub(crate) fn say(self, value: &impl Serialize, lines: impl FnOnce() -> Vec<String>) -> Done {
        match self {
            Self::Json => self.json(value),
            Self::Text => lines().iter().try_for_each(|line| print(line)),
        }
    }

    fn json(self, value: &impl Serialize) -> Done {
        let text = serde_json::to_string(value)
            .map_err(|e| failure(format!("the answer can't be written as JSON: {e}"), None))?;
        print(&text)
    }
}

/// Prints a line at once.
pub(crate) fn print(line: &str) -> Done {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", words::shown(line)).and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Err(Stop::Closed),
        Err(e) => Err(failure(format!("the output can't be written: {e}"), None).into()),
        Ok(()) => Ok(()),
    }
}

/// Says something beside the output.
pub(crate) fn aside(line: &str) {
    // Nobody may be listening; then there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "{}", words::shown(line));
}
