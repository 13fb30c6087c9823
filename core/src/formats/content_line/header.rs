//! What stands before a line's colon: a name, and parameters.

use std::borrow::Cow;

/// More parameters than this are passed over; no program writes that many.
const PARAMETERS_MAX: usize = 64;

/// A name and its parameters; nothing is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header<'a> {
    /// The name as written, without the group before it (`item1.EMAIL`); compare with [`Header::is`].
    pub(crate) name: &'a str,
    params: &'a str,
}

impl<'a> Header<'a> {
    /// Takes a header apart; `None` where no name stands.
    pub(crate) fn parse(head: &'a str) -> Option<Self> {
        let (name, params) = head.split_at_checked(head.find(';').unwrap_or(head.len()))?;
        let name = name.rsplit('.').next().unwrap_or(name).trim();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (!name.is_empty() && name.bytes().all(fits)).then_some(Self { name, params })
    }

    /// Whether this is the property of that name, however it is capitalised.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// All values of a parameter, without quotes and with the `^` escapes of RFC 6868 resolved. Version 2.1 writes
    /// bare values such as `WORK`, which count as a `TYPE` or an `ENCODING`.
    pub(crate) fn values(&self, name: &'a str) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let params = outside_quotes(self.params, ';').filter(|piece| !piece.trim().is_empty()).take(PARAMETERS_MAX);
        params
            .filter_map(move |piece| {
                let (key, list) = match piece.split_once('=') {
                    Some((key, list)) => (key.trim(), list),
                    None => (bare_kind(piece.trim()), piece),
                };
                key.eq_ignore_ascii_case(name).then_some(list)
            })
            .flat_map(|list| outside_quotes(list, ',').map(meant))
    }

    /// A parameter's first value.
    pub(crate) fn param(&self, name: &'a str) -> Option<Cow<'a, str>> {
        self.values(name).next()
    }

    /// Whether a parameter has that value first, however either is capitalised.
    pub(crate) fn param_is(&self, name: &'a str, value: &str) -> bool {
        self.param(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }

    /// Whether the value is quoted-printable, and so may go on after a line that ends in `=`.
    pub(crate) fn is_quoted_printable(&self) -> bool {
        self.encoded_as(&["QUOTED-PRINTABLE", "Q"])
    }

    /// Whether the value is no text at all, such as a photo.
    pub(crate) fn is_base64(&self) -> bool {
        self.encoded_as(&["BASE64", "B"])
    }

    fn encoded_as(&self, names: &[&str]) -> bool {
        self.values("ENCODING").any(|value| names.iter().any(|name| value.eq_ignore_ascii_case(name)))
    }
}

/// Where the colon stands that ends a line's header. A quote that never closes would swallow the value, so such a
/// line is split as if it had no quotes.
pub(crate) fn colon(line: &str) -> Option<usize> {
    let mut quoted = false;
    let plain = line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    });
    plain.or_else(|| line.find(':'))
}

/// Splits at a character, but not within double quotes.
fn outside_quotes<'a>(text: &'a str, at: char) -> impl Iterator<Item = &'a str> + use<'a> {
    let mut quoted = false;
    text.split(move |letter| {
        quoted ^= letter == '"';
        letter == at && !quoted
    })
}

fn bare_kind(value: &str) -> &'static str {
    const ENCODINGS: [&str; 5] = ["QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"];
    if ENCODINGS.iter().any(|known| known.eq_ignore_ascii_case(value)) { "ENCODING" } else { "TYPE" }
}

/// A value without its quotes, and with the escapes taken back by which it holds newlines and quotes.
fn meant(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    let bare = match value.strip_prefix('"') {
        Some(inner) => Cow::Borrowed(inner.strip_suffix('"').unwrap_or(inner)),
        None => Cow::Borrowed(value),
    };
    if !bare.contains(['^', '"']) {
        return bare;
    }
    let mut text = String::with_capacity(bare.len());
    let mut letters = bare.chars().peekable();
    while let Some(letter) = letters.next() {
        let stands_for = match (letter, letters.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('\'')) => '"',
            ('^', Some('^')) => '^',
            // A quote within a value can't be meant: none can stand there unescaped.
            ('"', _) => continue,
            _ => {
                text.push(letter);
                continue;
            }
        };
        text.push(stands_for);
        letters.next();
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_the_ways_of_all_versions() {
        let check = |head: &str, name: &str, types: &[&str]| {
            let header = Header::parse(head).unwrap();
            assert!(header.is(name), "{head}");
            assert_eq!(header.values("TYPE").collect::<Vec<_>>(), types, "{head}");
        };
        check("FN", "FN", &[]);
        check("item1.EMAIL;type=INTERNET;type=pref", "EMAIL", &["INTERNET", "pref"]);
        check("TEL;WORK;VOICE", "TEL", &["WORK", "VOICE"]);
        check("tel;home;PREF", "TEL", &["home", "PREF"]);
        check("EMAIL;PREF=7;TYPE=work", "EMAIL", &["work"]);
        check("TEL;TYPE=\"voice,pref\"", "TEL", &["voice,pref"]);
        check("TEL;TYPE=\"a;b:c\",cell", "TEL", &["a;b:c", "cell"]);
        check("X-A;TYPE=a^nb,^^,^'c^'", "X-A", &["a\nb", "^", "\"c\""]);
        check("X-A;TYPE=^x,^", "X-A", &["^x", "^"]);
        check("NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8", "NOTE", &[]);
        check("X_GROUP.X_A;;TYPE=", "X_A", &[""]);
        for nothing in ["", ";TYPE=a", "two words", "ÄÖ", "item1."] {
            assert_eq!(Header::parse(nothing), None, "{nothing}");
        }
    }
}
