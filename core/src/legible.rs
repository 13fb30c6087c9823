//! What somebody else wrote, made safe to look at: characters that steer a screen instead of being read are shown as
//! their numbers.
//!
//! There is one such list, because each way out (window, terminal, JSON, Markdown) would otherwise have its own gaps.

/// Whether a character can't be seen for what it is: it steers the screen, turns the direction of what follows, ends
/// a line where none seems to end, takes no room, or means something in this program's own font only.
///
/// What joins and parts letters (U+200C, U+200D) isn't here: [`visible`] looks at what stands before it.
#[must_use]
pub fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        || is_private_use(c)
}

/// Whether a character means only what a font makes of it. This program's icons are such characters.
#[must_use]
pub fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// A text that is to stand on one line.
#[must_use]
pub fn visible(text: &str) -> String {
    escaped(text, hides)
}

/// A text of several lines: line breaks and tabs stay.
#[must_use]
pub fn shown(text: &str) -> String {
    escaped(text, |c| hides(c) && c != '\n' && c != '\t')
}

/// Nearly every text is shown as it is, and some in every frame: those are copied whole.
fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> String {
    if !text.contains(|c| hidden(c) || joins(c)) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for c in text.chars() {
        // Some scripts and pictures need what joins or parts them; between other letters it only hides.
        if hidden(c) || (joins(c) && before.is_ascii()) || (joins(c) && joins(before)) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
        before = c;
    }
    shown
}

fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_and_not_obeyed() {
        for (text, line) in [
            ("Zoë Łukasz 李 — “yes” 👍🏽", "Zoë Łukasz 李 — “yes” 👍🏽"),
            ("👩\u{200d}💻 می\u{200c}خواهم ❤\u{fe0f}", "👩\u{200d}💻 می\u{200c}خواهم ❤\u{fe0f}"),
            ("pass\u{200d}word", "pass\\u{200d}word"),
            ("👩\u{200d}\u{200d}💻", "👩\u{200d}\\u{200d}💻"),
            ("pay \u{202e}tnuoma", "pay \\u{202e}tnuoma"),
            ("\u{1b}[2J\u{9b}2J\u{7f}", "\\u{1b}[2J\\u{9b}2J\\u{7f}"),
            ("\u{1b}]8;;file:///\u{7}here", "\\u{1b}]8;;file:///\\u{7}here"),
            ("one\ntwo\r\u{2028}\u{85}", "one\\u{a}two\\u{d}\\u{2028}\\u{85}"),
            ("\u{e002} Only on your devices", "\\u{e002} Only on your devices"),
            ("\u{e0041}\u{feff}\u{3164}\u{ad}", "\\u{e0041}\\u{feff}\\u{3164}\\u{ad}"),
            ("", ""),
        ] {
            assert_eq!(visible(text), line);
            assert_eq!(visible(&visible(text)), line, "it is escaped once");
        }
        assert_eq!(shown("one\n\ttwo\r"), "one\n\ttwo\\u{d}");
    }
}
