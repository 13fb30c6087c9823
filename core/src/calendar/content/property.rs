//! One content line taken apart: name, parameters, value.

use std::borrow::Cow;

/// A line taken apart; nothing is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property<'a> {
    /// The name as written; compare with [`Property::is`].
    pub name: &'a str,
    params: &'a str,
    /// Everything after the colon, still escaped.
    pub value: &'a str,
}

impl<'a> Property<'a> {
    /// Takes a line apart; `None` when it has no name or no colon.
    pub fn parse(line: &'a str) -> Option<Self> {
        let name_end = line.find([':', ';'])?;
        let (name, rest) = line.split_at_checked(name_end)?;
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        // A quote that never closes would swallow the value, so such a line is split as if it had no quotes.
        let colon = outside_quotes(rest, ':').or_else(|| rest.find(':'))?;
        let (params, value) = rest.split_at_checked(colon)?;
        Some(Self { name, params, value: value.strip_prefix(':')? })
    }

    /// Whether this is the property of that name, however it is capitalised.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// A parameter's first value, without quotes and with the `^` escapes of RFC 6868 resolved.
    pub fn param(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.params;
        while let Some(after) = rest.strip_prefix(';') {
            let end = outside_quotes(after, ';').unwrap_or(after.len());
            let (one, next) = after.split_at_checked(end)?;
            rest = next;
            if let Some((key, value)) = one.split_once('=')
                && key.trim().eq_ignore_ascii_case(name)
            {
                return Some(first_value(value));
            }
        }
        None
    }

    /// Whether a parameter has that value, however either is capitalised.
    pub fn param_is(&self, name: &str, value: &str) -> bool {
        self.param(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }
}

fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == wanted && !quoted {
            return Some(at);
        }
    }
    None
}

fn first_value(list: &str) -> Cow<'_, str> {
    let end = outside_quotes(list, ',').unwrap_or(list.len());
    let one = list.get(..end).unwrap_or(list).trim();
    let bare = one.strip_prefix('"').map_or(one, |inner| inner.strip_suffix('"').unwrap_or(inner));
    if !bare.contains('^') {
        return Cow::Borrowed(bare);
    }
    let mut text = String::with_capacity(bare.len());
    let mut chars = bare.chars().peekable();
    while let Some(c) = chars.next() {
        let stands_for = match (c, chars.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('\'')) => '"',
            ('^', Some('^')) => '^',
            _ => {
                text.push(c);
                continue;
            }
        };
        text.push(stands_for);
        chars.next();
    }
    Cow::Owned(text)
}

/// A text value without its escapes: `\n`, `\,`, `\;` and `\\`.
pub fn unescape(value: &str) -> Cow<'_, str> {
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
