//! What is opened from outside the window: a link that was clicked, a file that was double-clicked.

use std::{ffi::OsStr, path::PathBuf};

/// What the desktop hands over as the last argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outside {
    /// An invitation’s link.
    Link(String),
    /// A sealed file.
    File(PathBuf),
}

impl Outside {
    /// What an argument is, if it is either.
    #[must_use]
    pub fn of(argument: &OsStr) -> Option<Self> {
        let text = argument.to_string_lossy();
        let small = text.to_ascii_lowercase();
        if small.starts_with("sideways:") {
            return Some(Self::Link(text.into_owned()));
        }
        let ending = format!(".{}", crate::files::SEALED_ENDING);
        if !small.ends_with(&ending) || small.starts_with('-') {
            return None;
        }
        // Some desktops hand over where it lies as an address.
        let file = match small.starts_with("file://").then(|| text.get(7..)).flatten() {
            Some(address) => PathBuf::from(decoded(address.strip_prefix("localhost").unwrap_or(address))?),
            None => PathBuf::from(argument),
        };
        Some(Self::File(file))
    }
}

/// The path in an address: percent signs stand before the number of a byte.
fn decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        let digit = |digit: Option<u8>| digit.and_then(|it| char::from(it).to_digit(16));
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_sealed_files_come_from_outside_and_nothing_else() {
        let of = |text: &str| Outside::of(OsStr::new(text));
        let file = |path: &str| Some(Outside::File(path.into()));
        for (argument, is) in [
            ("sideways:join/abc", Some(Outside::Link("sideways:join/abc".into()))),
            ("for-me.sideways", file("for-me.sideways")),
            ("/tmp/From Dana.SIDEWAYS", file("/tmp/From Dana.SIDEWAYS")),
            ("file:///tmp/From%20Dana%20%C3%A9.sideways", file("/tmp/From Dana é.sideways")),
            ("file://localhost/tmp/a.sideways", file("/tmp/a.sideways")),
            ("file:///tmp/%zz.sideways", None),
            ("file:///tmp/%ff.sideways", None),
            ("--data=/tmp/a.sideways", None),
            ("a.ics", None),
            ("", None),
        ] {
            assert_eq!(of(argument), is, "{argument}");
        }
    }
}
