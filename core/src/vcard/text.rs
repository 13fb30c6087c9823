//! Texts made fit to show: unescaped, without hidden characters, and bounded.

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

/// Characters nobody sees, some of which turn the direction of what follows and so let one name pose as another.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// One line of at most `most` bytes, each run of blank space a single space.
pub(crate) fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut gap = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if letter.is_control() || is_hidden(letter) {
            continue;
        }
        if out.len() + letter.len_utf8() + usize::from(gap) > most {
            break;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(letter);
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
            _ if letter.is_control() || is_hidden(letter) => continue,
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
    fn a_line_is_one_line_bounded_and_without_hidden_characters() {
        let check = |text: &str, most: usize, expected: &str| assert_eq!(line(text, most), expected, "{text:?}");
        check("  Ada \t\n King ", 99, "Ada King");
        check("Ada\u{202E}King\u{2066}\0", 99, "AdaKing");
        check("ÄÄÄ", 5, "ÄÄ");
        check("ab cd", 3, "ab");
        check("क्‍ष", 99, "क्‍ष");
        check("\u{1}\u{200B}", 99, "");
    }

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
