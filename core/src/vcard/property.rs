//! One property: its name, its parameters, and its value still as bytes.

use crate::vcard::decode;
use crate::vcard::frame::Dialect;
use crate::vcard::text;

/// More parameters than this are passed over; no program writes that many.
const PARAMETERS_MAX: usize = 64;

/// The preference of an entry that claims none; 4.0 uses 1 (most preferred) to 100.
const NO_PREFERENCE: u8 = 101;

/// What stands before the colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// In upper case and without its group, as `item1.EMAIL` means `EMAIL`.
    pub(crate) name: String,
    parameters: Vec<Parameter>,
}

/// A parameter; 2.1 writes bare values such as `WORK`, which become a `TYPE` or an `ENCODING`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parameter {
    name: String,
    values: Vec<String>,
}

impl Header {
    /// Reads a header, or nothing where no property name stands.
    pub(crate) fn parse(head: &[u8]) -> Option<Self> {
        let head = String::from_utf8_lossy(head);
        let mut pieces = outside_quotes(&head, ';');
        let name = pieces.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return None;
        }
        Some(Self { name, parameters: pieces.take(PARAMETERS_MAX).map(parameter).collect() })
    }

    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.parameters.iter().filter(move |parameter| parameter.name == name);
        named.flat_map(|parameter| parameter.values.iter().map(String::as_str))
    }

    fn encoded_as(&self, names: &[&str]) -> bool {
        self.values("ENCODING").any(|value| names.iter().any(|name| value.eq_ignore_ascii_case(name)))
    }

    /// Whether the value is quoted-printable, and so may go on after a line that ends in `=`.
    pub(crate) fn is_quoted_printable(&self) -> bool {
        self.encoded_as(&["QUOTED-PRINTABLE", "Q"])
    }

    /// How much an entry is preferred, the smallest first, in the ways of all three versions.
    pub(crate) fn preference(&self) -> u8 {
        // Some programs quote the whole list: TYPE="pref,home".
        let types = self.values("TYPE").flat_map(|value| value.split(','));
        if types.map(str::trim).any(|value| value.eq_ignore_ascii_case("PREF")) {
            return 1;
        }
        let number = self.values("PREF").find_map(|value| value.trim().parse::<u8>().ok());
        number.filter(|number| (1..=100).contains(number)).unwrap_or(NO_PREFERENCE)
    }
}

/// Splits at a character, but not within double quotes.
fn outside_quotes(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter| {
        quoted ^= letter == '"';
        letter == at && !quoted
    })
}

fn parameter(piece: &str) -> Parameter {
    let (name, list) = match piece.split_once('=') {
        Some((name, list)) => (name.trim().to_ascii_uppercase(), list),
        None => (bare_kind(piece.trim()).to_owned(), piece),
    };
    let values = outside_quotes(list, ',').map(|value| uncaret(&value.trim().replace('"', ""))).collect();
    Parameter { name, values }
}

fn bare_kind(value: &str) -> &'static str {
    const ENCODINGS: [&str; 5] = ["QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"];
    if ENCODINGS.iter().any(|known| known.eq_ignore_ascii_case(value)) { "ENCODING" } else { "TYPE" }
}

/// Takes back the escapes of RFC 6868, by which a parameter holds newlines and quotes.
fn uncaret(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let meant = match (letter, letters.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                out.push(letter);
                continue;
            }
        };
        out.push(meant);
        letters.next();
    }
    out
}

/// A property of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) header: Header,
    pub(crate) dialect: Dialect,
    pub(crate) value: Vec<u8>,
}

impl Property {
    /// The whole value as text, or nothing where it is binary or in a charset that isn't known here.
    pub(crate) fn text(&self) -> Option<String> {
        self.decode(&self.value)
    }

    /// The parts between unescaped separators, each as text; split before decoding, so an encoded `;` is no separator.
    pub(crate) fn parts(&self, separator: u8) -> impl Iterator<Item = String> {
        text::split_unescaped(&self.value, separator).map(|part| self.decode(part).unwrap_or_default())
    }

    /// The parts between semicolons, where each may be a list; 2.1 knows no lists, so a comma there is just a comma.
    pub(crate) fn parts_of_words(&self) -> impl Iterator<Item = String> {
        let list = move |part| -> Vec<String> {
            text::split_unescaped(part, b',').filter_map(|word| self.decode(word)).collect()
        };
        text::split_unescaped(&self.value, b';').map(move |part| match self.dialect {
            Dialect::Old => self.decode(part).unwrap_or_default(),
            Dialect::New => list(part).join(" "),
        })
    }

    fn decode(&self, raw: &[u8]) -> Option<String> {
        if self.header.encoded_as(&["BASE64", "B"]) {
            return None;
        }
        let charset = self.header.values("CHARSET").next();
        let text = if self.header.is_quoted_printable() {
            decode::charset(&decode::quoted_printable(raw), charset)
        } else {
            decode::charset(raw, charset)
        };
        text.map(|text| text::unescape(&text, self.dialect))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_the_ways_of_all_versions() {
        let check = |head: &str, name: &str, types: &[&str], preference: u8| {
            let header = Header::parse(head.as_bytes()).unwrap();
            assert_eq!(header.name, name, "{head}");
            assert_eq!(header.values("TYPE").collect::<Vec<_>>(), types, "{head}");
            assert_eq!(header.preference(), preference, "{head}");
        };
        check("FN", "FN", &[], 101);
        check("item1.EMAIL;type=INTERNET;type=pref", "EMAIL", &["INTERNET", "pref"], 1);
        check("TEL;WORK;VOICE", "TEL", &["WORK", "VOICE"], 101);
        check("tel;home;PREF", "TEL", &["home", "PREF"], 1);
        check("EMAIL;PREF=7;TYPE=work", "EMAIL", &["work"], 7);
        check("EMAIL;PREF=0", "EMAIL", &[], 101);
        check("EMAIL;PREF=101", "EMAIL", &[], 101);
        check("EMAIL;PREF=-1", "EMAIL", &[], 101);
        check("TEL;TYPE=\"voice,pref\"", "TEL", &["voice,pref"], 1);
        check("TEL;TYPE=\"a;b:c\",cell", "TEL", &["a;b:c", "cell"], 101);
        check("X-A;TYPE=a^nb,^^,^'c^'", "X-A", &["a\nb", "^", "\"c\""], 101);
        check("X-A;TYPE=^x,^", "X-A", &["^x", "^"], 101);
        check("NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8", "NOTE", &[], 101);
        for nothing in ["", ";TYPE=a", "two words", "ÄÖ", "item1."] {
            assert_eq!(Header::parse(nothing.as_bytes()), None, "{nothing}");
        }
    }
}
