//! Names that somebody else wrote, before they are shown.

use sideways_core::{legible::hides, limits::NAME_BYTES};

/// The text without characters that steer a screen instead of being read, and no longer than a name may be.
///
/// Line breaks and tabs become spaces; whatever else can't be seen for what it is is left out, so that a name can't
/// pretend to be something else.
pub(crate) fn short(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        if hides(letter) || matches!(letter, '\u{200c}' | '\u{200d}') {
            continue;
        }
        if name.len() + letter.len_utf8() > NAME_BYTES {
            break;
        }
        name.push(letter);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_not_obeyed() {
        for (said, shown) in [
            ("Alex Kim", "Alex Kim"),
            ("Zoë Łukasz 李", "Zoë Łukasz 李"),
            ("Alex\u{202e}miK", "AlexmiK"),
            ("Alex\n\tKim\u{7}\u{1b}[2J", "Alex  Kim[2J"),
            ("", ""),
        ] {
            assert_eq!(short(said), shown);
        }
        assert_eq!(short(&"é".repeat(1_000)).len(), NAME_BYTES);
    }
}
