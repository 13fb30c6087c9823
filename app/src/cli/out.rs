//! What a verb prints: sentences for people, or one JSON value for programs.

pub(crate) use crate::files::failure;
use crate::{desk::Failure, words};
use serde::Serialize;
use sideways_core::legible::hides;
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
    /// Prints `value` for programs, or the lines for people, a row each.
    pub(crate) fn say(self, value: &impl Serialize, lines: impl FnOnce() -> Vec<String>) -> Done {
        match self {
            Self::Json => json(value),
            Self::Text => lines().iter().try_for_each(|line| print(line)),
        }
    }

    /// Prints `value` for programs, or a text that has the output for itself, as the lines it has.
    pub(crate) fn say_text(self, value: &impl Serialize, text: &str) -> Done {
        match self {
            Self::Json => json(value),
            Self::Text => put(&words::shown(text)),
        }
    }
}

/// Prints a JSON value at once.
///
/// Somebody else’s words are in it, and it may come to a terminal: what steers one is written as the number JSON has
/// for it, so that whoever reads the value gets the same words.
pub(crate) fn json(value: &impl Serialize) -> Done {
    let text =
        serde_json::to_string(value).map_err(|e| failure(format!("the answer can’t be written as JSON: {e}"), None))?;
    put(&harmless(&text))
}

/// JSON that says the same and steers nothing. Outside of strings it has no such character.
fn harmless(json: &str) -> String {
    let hidden = |c: char| hides(c) || matches!(c, '\u{200c}' | '\u{200d}');
    if !json.contains(hidden) {
        return json.to_owned();
    }
    let mut text = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if hidden(c) {
            let mut units = [0; 2];
            text.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(c);
        }
    }
    text
}

/// Prints a row at once. What continues it on further lines is marked, so that words with a line break in them can’t
/// look like another row.
pub(crate) fn print(row: &str) -> Done {
    put(&rows(row))
}

/// Says something beside the output.
pub(crate) fn aside(line: &str) {
    // Nobody may be listening; then there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "{}", words::visible(line));
}

fn rows(row: &str) -> String {
    words::shown(row).replace('\n', "\n  | ")
}

fn put(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Err(Stop::Closed),
        Err(e) => Err(failure(format!("the output can’t be written: {e}"), None).into()),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_steers_no_terminal_and_says_the_same() {
        let hostile: String =
            ('\0'..='\u{2fff}').chain(['\u{feff}', '\u{e0041}', '\u{10fffd}', '"', '\\', '👍']).collect();
        let text = harmless(&serde_json::to_string(&serde_json::json!({ hostile.as_str(): hostile })).unwrap());
        assert!(!text.contains(hides), "{text:?}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read[hostile.as_str()], hostile);
    }

    #[test]
    fn a_line_break_makes_no_row() {
        for (row, printed) in [
            ("one", "one"),
            ("one\n[x] two", "one\n  | [x] two"),
            ("one\r[x] two", "one\n  | [x] two"),
            ("one\u{85}\u{2028}two\u{1b}[1A", "one\n  | \n  | two\\u{1b}[1A"),
        ] {
            assert_eq!(rows(row), printed);
        }
    }
}
