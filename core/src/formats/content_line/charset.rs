//! From bytes to characters: quoted-printable and the charsets that calendars and address books have used.

/// What windows-1252 holds from 0x80 to 0x9F; its five gaps stay control characters, which are removed later.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Whether a file is in UTF-16, told by its byte order mark or by every other byte being zero at its start.
pub(crate) fn looks_like_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [a, b, c, d, ..] => {
            let zeros = [*a == 0, *b == 0, *c == 0, *d == 0];
            zeros == [false, true, false, true] || zeros == [true, false, true, false]
        }
        _ => false,
    }
}

/// Takes back quoted-printable; an `=` that means nothing stays as it is.
pub(crate) fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'=' {
            if let [high, low, after @ ..] = rest
                && let (Some(high), Some(low)) = (nibble(*high), nibble(*low))
            {
                out.push(high << 4 | low);
                rest = after;
                continue;
            }
            if rest.is_empty() {
                break;
            }
        }
        out.push(*first);
    }
    out
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Reads bytes in the charset a card names; nothing where it is one not known here and the bytes are no UTF-8 either.
///
/// Where a card names none, UTF-8 is tried first and windows-1252 next, as older programs wrote it unsaid.
pub(crate) fn charset(bytes: &[u8], name: Option<&str>) -> Option<String> {
    let name = name.map(|name| name.trim().to_ascii_lowercase());
    match name.as_deref() {
        Some("utf-8" | "utf8") => Some(String::from_utf8_lossy(bytes).into_owned()),
        Some("iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "windows-1252" | "cp1252" | "cp-1252") => {
            Some(windows_1252(bytes))
        }
        None | Some("" | "us-ascii" | "ascii") => {
            Some(std::str::from_utf8(bytes).map_or_else(|_| windows_1252(bytes), str::to_owned))
        }
        Some(_) => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// ISO-8859-1 is read the same way: where the two differ it has only control characters, and programs mix them up.
fn windows_1252(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => WINDOWS_1252.get(usize::from(byte & 0x1F)).copied().unwrap_or(char::from(*byte)),
        _ => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_comes_back_and_broken_escapes_stay() {
        let check = |raw: &str, expected: &[u8]| assert_eq!(quoted_printable(raw.as_bytes()), expected, "{raw}");
        check("M=C3=BCller", "Müller".as_bytes());
        check("m=c3=bcller", "müller".as_bytes());
        check("a=0D=0Ab", b"a\r\nb");
        check("1+1=2", b"1+1=2");
        check("=ZZ=", b"=ZZ");
        check("==3D", b"==");
        check("=4", b"=4");
    }

    #[test]
    fn charsets_are_read_by_name_and_guessed_without_one() {
        let check = |bytes: &[u8], name: Option<&str>, expected: Option<&str>| {
            assert_eq!(charset(bytes, name).as_deref(), expected, "{bytes:?} {name:?}");
        };
        check("Zoë".as_bytes(), None, Some("Zoë"));
        check(b"Zo\xEB", None, Some("Zoë"));
        check(b"Zo\xEB", Some("ISO-8859-1"), Some("Zoë"));
        check(b"\x80 \x93x\x94 \x9F", Some("Windows-1252"), Some("€ “x” Ÿ"));
        check("Zoë".as_bytes(), Some("utf-8"), Some("Zoë"));
        check(b"Zo\xEB", Some("UTF-8"), Some("Zo\u{FFFD}"));
        check(b"\x83\x65", Some("SHIFT_JIS"), None);
        check(b"plain", Some("SHIFT_JIS"), Some("plain"));
    }

    #[test]
    fn utf_16_is_told_by_its_mark_or_its_zeros() {
        let check = |bytes: &[u8], expected: bool| assert_eq!(looks_like_utf16(bytes), expected, "{bytes:?}");
        check(b"\xFF\xFEB\0", true);
        check(b"\xFE\xFF\0B", true);
        check(b"B\0E\0", true);
        check(b"\0B\0E", true);
        check(b"\0\0\0\0", false);
        check(b"BEGI", false);
        check(b"", false);
    }
}
