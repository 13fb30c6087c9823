//! Texts made fit to show: unescaped, without hidden characters, and bounded.

use crate::formats::names::{is_hidden, line};
use crate::vcard::frame::Dialect;

/// Splits raw bytes at a separator that no backslash stands before.
pub(crate) fn split_unescaped(raw: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut escaped = false;
    raw.split(move |byte| {
        let cuts = *byte == separator && !escaped;
        escaped = *byte == b'\\' && !escaped;
        cuts
    })
}

/// Takes back the escapes of a value; a backslash that means nothing stays, as in a folder's name.
pub(crate) fn unescape(value: &str, dialect: Dialect) -> String {
    let mut out = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let meant = match (letter, letters.peek()) {
            ('\\', Some(next @ ('\\' | ';' | ',' | ':'))) => *next,
            // 2.1 has no such escape and writes newlines in quoted-printable.
            ('\\', Some('n' | 'N')) if dialect == Dialect::New => '\n',
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

/// One line, or nothing where it is empty or too long: half an address would be somebody else's.
pub(crate) fn whole_line(text: &str, most: usize) -> Option<String> {
    let text = line(text, most + 8);
    (!text.is_empty() && text.len() <= most).then_some(text)
}

/// Several lines of at most `most` bytes in all, kept as they were written.
pub(crate) fn lines(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        let kept = match letter {
            '\r' if letters.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            _ if is_hidden(letter) => continue,
            _ => letter,
        };
        if out.len() + kept.len_utf8() > most {
            break;
        }
        out.push(kept);
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_keep_their_lines() {
        let check = |text: &str, expected: &str| assert_eq!(lines(text, 12), expected, "{text:?}");
        check("a\r\nb\rc\n\nd", "a\nb\nc\n\nd");
        check("\n a\tb \n", "a b");
        check("a\0\u{202E}b\u{2028}c", "ab\nc");
        check("12345678901ä", "12345678901");
    }

    #[test]
    fn escapes_are_taken_back_once() {
        let check = |text: &str, dialect: Dialect, expected: &str| {
            assert_eq!(unescape(text, dialect), expected, "{text}");
        };
        check(r"a\, b\; c\\n d\n\N\:\x\", Dialect::New, "a, b; c\\n d\n\n:\\x\\");
        check(r"C:\new\;\,", Dialect::Old, r"C:\new;,");
        check(r"\\\\n", Dialect::New, r"\\n");
    }

    #[test]
    fn splitting_minds_escapes() {
        let check = |raw: &str, expected: &[&str]| {
            let parts: Vec<_> =
                split_unescaped(raw.as_bytes(), b';').map(|part| String::from_utf8_lossy(part)).collect();
            assert_eq!(parts, expected, "{raw}");
        };
        check(r"a;b\;c;;", &["a", r"b\;c", "", ""]);
        check(r"a\\;b", &[r"a\\", "b"]);
        check("", &[""]);
    }
}
