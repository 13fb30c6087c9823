//! One content line taken apart: name, parameters, value.

use super::{Header, charset, colon, quoted_printable};
use std::borrow::Cow;

/// A line taken apart; nothing is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Property<'a> {
    pub(crate) header: Header<'a>,
    /// Everything after the colon, still escaped and encoded.
    pub(crate) value: &'a str,
}

impl<'a> Property<'a> {
    /// Takes a line apart; `None` when it has no name or no colon.
    pub(crate) fn parse(line: &'a str) -> Option<Self> {
        let (head, value) = line.split_at_checked(colon(line)?)?;
        Some(Self { header: Header::parse(head)?, value: value.strip_prefix(':')? })
    }

    /// Whether this is the property of that name, however it is capitalised.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.header.is(name)
    }

    /// A parameter's first value.
    pub(crate) fn param(&self, name: &'a str) -> Option<Cow<'a, str>> {
        self.header.param(name)
    }

    /// Whether a parameter has that value, however either is capitalised.
    pub(crate) fn param_is(&self, name: &'a str, value: &str) -> bool {
        self.header.param_is(name, value)
    }

    /// The value as text: decoded where it is quoted-printable, as in vCalendar 1.0, and without its escapes.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        if !self.header.is_quoted_printable() {
            return unescape(self.value);
        }
        let bytes = quoted_printable(self.value.as_bytes());
        let text = charset(&bytes, self.header.param("CHARSET").as_deref()).unwrap_or_default();
        Cow::Owned(unescape(&text).into_owned())
    }
}

/// A text value without its escapes: `\n`, `\,`, `\;` and `\\`.
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(escaped @ (',' | ';' | '\\' | ':' | '"')) => text.push(escaped),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    Cow::Owned(text)
}
