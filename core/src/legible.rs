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

/// A text that is to stand on one line: a line break or a tab is a space.
#[must_use]
pub fn visible(text: &str) -> String {
    escaped(text, |c| if breaks(c) || c == '\t' { Shown::As(' ') } else { judged(c) })
}

/// A text of several lines: line breaks and tabs stay.
#[must_use]
pub fn shown(text: &str) -> String {
    escaped(text, |c| match c {
        '\n' | '\t' => Shown::AsItIs,
        c if breaks(c) => Shown::As('\n'),
        c => judged(c),
    })
}

/// How a character is shown.
enum Shown {
    AsItIs,
    /// As another that means the same.
    As(char),
    /// By its number, since it would be obeyed.
    ByNumber,
}

fn judged(c: char) -> Shown {
    if hides(c) { Shown::ByNumber } else { Shown::AsItIs }
}

/// Whether a character begins a new line somewhere.
fn breaks(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Nearly every text is shown as it is, and some in every frame: those are copied whole.
fn escaped(text: &str, judge: impl Fn(char) -> Shown) -> String {
    if text.chars().all(|c| !joins(c) && matches!(judge(c), Shown::AsItIs)) {
        return text.to_owned();
    }
    // What Windows ends a line with is one break.
    let text = text.replace("\r\n", "\n");
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for c in text.chars() {
        // Some scripts and pictures need what joins or parts them; between other letters it only hides.
        let only_hides = joins(c) && (before.is_ascii() || joins(before));
        match judge(c) {
            Shown::AsItIs if !only_hides => shown.push(c),
            Shown::As(other) => shown.push(other),
            Shown::AsItIs | Shown::ByNumber => shown.extend(c.escape_unicode()),
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
            ("one\ntwo\r\u{2028}\u{85}", "one two   "),
            ("\u{e002} Only on your devices", "\\u{e002} Only on your devices"),
            ("\u{e0041}\u{feff}\u{3164}\u{ad}", "\\u{e0041}\\u{feff}\\u{3164}\\u{ad}"),
            ("", ""),
        ] {
            assert_eq!(visible(text), line);
            assert_eq!(visible(&visible(text)), line, "it is escaped once");
        }
        assert_eq!(shown("one\n\ttwo\u{7}"), "one\n\ttwo\\u{7}");
    }

    #[test]
    fn a_line_break_is_never_a_number() {
        for (text, on_one_line, on_several) in [
            ("a\nb", "a b", "a\nb"),
            ("a\r\nb\tc", "a b c", "a\nb\tc"),
            ("a\rb\u{85}c\u{2028}d\u{b}e\u{c}f\u{2029}", "a b c d e f ", "a\nb\nc\nd\ne\nf\n"),
        ] {
            assert_eq!((visible(text).as_str(), shown(text).as_str()), (on_one_line, on_several), "{text:?}");
        }
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| c.is_whitespace()) {
            for said in [visible(&format!("a{c}b")), shown(&format!("a{c}b"))] {
                assert!(!said.contains('\\'), "{c:?} is shown as {said}");
            }
        }
    }
}
