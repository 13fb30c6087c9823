//! Words on a button, and as a screen reader says them.

use super::shown;
use sideways_core::legible::is_private_use;

/// Words on a button, which may begin with one of the program's own line icons. Nothing else on it is one.
#[must_use]
pub fn label(text: &str) -> String {
    let (icon, rest) = icon_first(text);
    format!("{icon}{}", shown(rest))
}

/// The same words without the line icon they begin with, for who listens.
#[must_use]
pub fn spoken(text: &str) -> String {
    shown(icon_first(text).1).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn icon_first(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().filter(|c| is_private_use(*c)).map_or(0, char::len_utf8))
}
