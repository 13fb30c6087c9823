//! Names that somebody else wrote, before they are shown.

use sideways_core::{formats::names, limits::NAME_BYTES};

/// The text on one line, without what nobody sees, and no longer than a name may be: so a name can't steer a screen,
/// nor pretend to be something else. The table is the one that all names go by.
pub(crate) fn short(text: &str) -> String {
    names::line(text, NAME_BYTES)
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
            ("Alex\n\tKim\u{7}\u{1b}[2J", "Alex Kim[2J"),
            ("\u{200b}\u{3164}", ""),
            ("", ""),
        ] {
            assert_eq!(short(said), shown);
        }
        assert_eq!(short(&"é".repeat(1_000)).len(), NAME_BYTES);
    }
}
