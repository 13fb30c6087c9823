//! Text in a file, as programs save it: UTF-8, with or without a mark at its beginning, or UTF-16 with one.

/// The text, or nothing where the bytes are none.
#[must_use]
pub fn text_in(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        bytes => std::str::from_utf8(without_mark(bytes)).ok().map(str::to_owned),
    }
}

/// Whether it is text in UTF-16, as Notepad calls "Unicode".
pub(super) fn is_utf_16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
}

/// The bytes without the mark that some programs put before UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_as_programs_save_it() {
        let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        let text = "Zoë 👩‍👧\r\n";
        for bytes in [
            text.as_bytes().to_vec(),
            ["\u{FEFF}", text].concat().into_bytes(),
            wide(text, u16::to_le_bytes),
            wide(text, u16::to_be_bytes),
        ] {
            assert_eq!(text_in(&bytes).as_deref(), Some(text));
        }
        for broken in [&b"\xFF"[..], b"Zo\xEB", b"\xFF\xFEa", b"\xFF\xFE\x00\xD8"] {
            assert_eq!(text_in(broken), None, "{broken:?}");
        }
        assert_eq!(text_in(b"").as_deref(), Some(""));
    }
}
