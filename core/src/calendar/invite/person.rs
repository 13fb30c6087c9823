//! The two who meet, as a calendar file names them.

use crate::formats::{mail::mailto, names::line};
use thiserror::Error;

/// Bytes of a name that are written; a longer one is cut.
const NAME_BYTES: usize = 256;
/// The longest address there is (RFC 5321 §4.5.3.1).
const MAIL_BYTES: usize = 254;

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As typed; it's made safe when written.
    pub name: String,
    /// Where an invitation goes, if known.
    pub mail: Option<Mail>,
}

impl Person {
    /// The name on one line, without characters nobody sees.
    pub(super) fn shown(&self) -> String {
        line(&self.name, NAME_BYTES)
    }

    /// The name as a quoted parameter, with the semicolon before it; nothing for a nameless person.
    ///
    /// A quotation mark can't be in one (RFC 5545 §3.2); a caret is doubled, as it would begin an escape (RFC 6868).
    pub(super) fn cn(&self) -> String {
        let name = self.shown().replace('"', "'").replace('^', "^^");
        if name.is_empty() { name } else { format!(";CN=\"{name}\"") }
    }
}

/// A mail address that can stand in a calendar file and in a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail(String);

/// Why a text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadMail {
    /// More than any mail server takes.
    #[error("This mail address is too long; the longest possible has 254 letters.")]
    TooLong,
    /// None, or several.
    #[error("A mail address has one @, with something on both sides of it.")]
    NoAt,
    /// A space, a quotation mark and the like.
    #[error("A mail address can’t have spaces, quotation marks, commas or brackets in it.")]
    Unfit,
}

impl Mail {
    /// Reads an address as typed; blank space around it doesn't matter.
    pub fn parse(text: &str) -> Result<Self, BadMail> {
        let text = text.trim();
        if text.len() > MAIL_BYTES {
            return Err(BadMail::TooLong);
        }
        if line(text, MAIL_BYTES) != text || text.contains(unfit) {
            return Err(BadMail::Unfit);
        }
        match text.split_once('@') {
            Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(BadMail::NoAt),
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As a link. Only what would end or change the link is encoded, since programs compare the rest letter by letter.
    pub(super) fn uri(&self) -> String {
        let mut uri = String::new();
        for c in mailto(&self.0).chars() {
            if c.is_ascii() {
                uri.push(c);
            } else {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| uri.push_str(&format!("%{byte:02X}")));
            }
        }
        uri
    }
}

fn unfit(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "\"\\,;:<>()[]".contains(c)
}
