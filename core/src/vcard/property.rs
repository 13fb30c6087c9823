//! One property: its name, how much it is preferred, and its value still as bytes.

use crate::formats::content_line::{Header, charset, quoted_printable};
use crate::vcard::frame::Dialect;
use crate::vcard::text;

/// The preference of an entry that claims none; 4.0 uses 1 (most preferred) to 100.
const NO_PREFERENCE: u8 = 101;

/// A property of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    /// In upper case and without its group, as `item1.EMAIL` means `EMAIL`.
    pub(crate) name: String,
    /// How much it is preferred, the smallest first.
    pub(crate) preference: u8,
    dialect: Dialect,
    encoding: Encoding,
    charset: Option<String>,
    value: Vec<u8>,
}

/// How a value's bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Plain,
    QuotedPrintable,
    Base64,
}

impl Property {
    /// Takes an unfolded line apart; nothing where no property's name stands.
    pub(crate) fn parse(line: &[u8], dialect: Dialect) -> Option<Self> {
        let colon = colon(line)?;
        let (head, value) = line.split_at_checked(colon)?;
        let head = String::from_utf8_lossy(head);
        let header = Header::parse(&head)?;
        let encoding = if header.is_base64() {
            Encoding::Base64
        } else if header.is_quoted_printable() {
            Encoding::QuotedPrintable
        } else {
            Encoding::Plain
        };
        Some(Self {
            name: header.name.to_ascii_uppercase(),
            preference: preference(&header),
            dialect,
            encoding,
            charset: header.param("CHARSET").map(std::borrow::Cow::into_owned),
            value: value.get(1..).unwrap_or_default().to_vec(),
        })
    }

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
        let named = self.charset.as_deref();
        let text = match self.encoding {
            Encoding::Base64 => None,
            Encoding::QuotedPrintable => charset(&quoted_printable(raw), named),
            Encoding::Plain => charset(raw, named),
        };
        text.map(|text| text::unescape(&text, self.dialect))
    }
}

/// Where the header ends: the first colon outside quotes, or the first of all where a quote never closes.
fn colon(line: &[u8]) -> Option<usize> {
    let mut quoted = false;
    let plain = line.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b':' && !quoted
    });
    plain.or_else(|| line.iter().position(|byte| *byte == b':'))
}

/// How much an entry is preferred, the smallest first, in the ways of all three versions.
fn preference(header: &Header<'_>) -> u8 {
    // Some programs quote the whole list: TYPE="pref,home".
    let preferred = |value: &str| value.split(',').any(|one| one.trim().eq_ignore_ascii_case("PREF"));
    if header.values("TYPE").any(|value| preferred(&value)) {
        return 1;
    }
    let number = header.values("PREF").find_map(|value| value.trim().parse::<u8>().ok());
    number.filter(|number| (1..=100).contains(number)).unwrap_or(NO_PREFERENCE)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_preferred_is_told_in_the_ways_of_all_versions() {
        let check = |head: &str, name: &str, preference: u8| {
            let property = Property::parse(format!("{head}:x").as_bytes(), Dialect::New).unwrap();
            assert_eq!((property.name.as_str(), property.preference), (name, preference), "{head}");
        };
        check("FN", "FN", 101);
        check("item1.EMAIL;type=INTERNET;type=pref", "EMAIL", 1);
        check("TEL;WORK;VOICE", "TEL", 101);
        check("tel;home;PREF", "TEL", 1);
        check("EMAIL;PREF=7;TYPE=work", "EMAIL", 7);
        check("EMAIL;PREF=0", "EMAIL", 101);
        check("EMAIL;PREF=101", "EMAIL", 101);
        check("EMAIL;PREF=-1", "EMAIL", 101);
        check("TEL;TYPE=\"voice,pref\"", "TEL", 1);
        check("TEL;TYPE=\"voice:x\"", "TEL", 101);
        check("TEL;TYPE=\"voice", "TEL", 101);
        for nothing in ["", "no colon", ":x", "two words:x"] {
            assert_eq!(Property::parse(nothing.as_bytes(), Dialect::New), None, "{nothing}");
        }
    }
}
