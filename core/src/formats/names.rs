//! Names that somebody else wrote, before anything is done with them: one table of what can't be seen, and one way
//! from a text to a name, for calendars, address cards, invitations and imports alike.

use crate::search::folded;
use unicode_normalization::char::is_combining_mark;

/// Characters nobody sees, some of which turn the direction of what follows and so let one name pose as another; and
/// the letters of private alphabets, which here are the icons of the window.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFC}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}'
            | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' | '\u{F0000}'..)
}

/// Characters that only join or vary others: they stay between letters, and are no name by themselves.
fn only_joins(letter: char) -> bool {
    matches!(letter, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// One line of at most `most` bytes, each run of blank space a single space, without what nobody sees. Empty where
/// nothing of it could be seen.
#[must_use]
pub fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut gap = false;
    let mut seen = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if is_hidden(letter) {
            continue;
        }
        if out.len() + letter.len_utf8() + usize::from(gap) > most {
            break;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        seen |= is_seen(letter);
        out.push(letter);
    }
    if seen { out } else { String::new() }
}

fn is_seen(letter: char) -> bool {
    !(only_joins(letter) || is_hidden(letter) || letter.is_whitespace() || is_combining_mark(letter))
}

/// Whether a text could be somebody's name: something of it can be seen, and it is no mail address.
#[must_use]
pub fn is_a_name(text: &str) -> bool {
    text.chars().any(is_seen) && !text.contains('@')
}

/// A name without the mail address that some programs write behind it: `Mina Lund (mina@example.org)`,
/// `"Lund, Mina" <mina@example.org>`.
#[must_use]
pub fn without_address(name: &str) -> &str {
    let whole = name.trim();
    let mut rest = whole;
    for (open, close) in [('(', ')'), ('<', '>'), ('[', ']')] {
        if let Some((before, inside)) = rest.strip_suffix(close).and_then(|it| it.rsplit_once(open))
            && inside.contains('@')
            && !inside.trim().contains(char::is_whitespace)
            && before.chars().any(is_seen)
        {
            rest = before.trim();
        }
    }
    // Quotes that stand by themselves may be part of a name; around what stands before an address they aren't.
    if rest == whole { rest } else { unquoted(rest) }
}

/// A name without the quotes that some programs put around the whole of it.
#[must_use]
pub fn unquoted(name: &str) -> &str {
    let rest = name.trim();
    let quoted = ['\'', '"'].iter().find_map(|quote| rest.strip_prefix(*quote)?.strip_suffix(*quote));
    quoted.map(str::trim).filter(|inner| inner.chars().any(is_seen)).unwrap_or(rest)
}

/// Whether two whole names can't be one person's, so that who has both behind one mail address are two: Mina Lund and
/// Per Lund, but not Mina Lund and Mina Berg, nor M. Lund.
pub(crate) fn are_two_people(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let folded = folded(name);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    // "Lund, Mina" is called Mina.
    let given = |name: &str| words(name.split_once(',').map_or(name, |(_, given)| given)).into_iter().next();
    let (one_words, other_words) = (words(one), words(other));
    let (Some(one_given), Some(other_given)) = (given(one), given(other)) else { return false };
    let is_in =
        |given: &str, of: &[String]| of.iter().any(|word| word.starts_with(given) || given.starts_with(&**word));
    one_words.len() >= 2
        && other_words.len() >= 2
        && !is_in(&one_given, &other_words)
        && !is_in(&other_given, &one_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_bounded_and_without_hidden_characters() {
        let check = |text: &str, most: usize, expected: &str| assert_eq!(line(text, most), expected, "{text:?}");
        check("  Ada \t\n King ", 99, "Ada King");
        check("Ada\u{202E}King\u{2066}\0", 99, "AdaKing");
        check("Ada\u{2028}King\u{2029}", 99, "Ada King");
        check("ÄÄÄ", 5, "ÄÄ");
        check("ab cd", 3, "ab");
        check("क्‍ष", 99, "क्‍ष");
        check("👩‍👧", 99, "👩‍👧");
        check("\u{E001}Ada\u{3164}", 99, "Ada");
        check("Ada\u{E0041}\u{FFFC}", 99, "Ada");
        check("نسرین", 99, "نسرین");
        for nothing in ["", " ", "\u{1}\u{200B}", "\u{200D}", "\u{FE0F}", "\u{2800}\u{3164}", "\u{301}", "\u{1B}"] {
            check(nothing, 99, "");
            assert!(!is_a_name(nothing), "{nothing:?}");
        }
    }

    #[test]
    fn one_mailbox_may_be_of_two_people() {
        let rows = [
            ("Mina Lund", "Per Lund", true),
            ("Lund, Mina", "Per Lund", true),
            ("Lund, Mina", "Lund, Per", true),
            ("Mina Lund", "Lund, Mina", false),
            ("Mina Lund", "MINA LUND (Finance)", false),
            ("Mina Lund", "Mina Berg", false),
            ("Mina Lund", "M. Lund", false),
            ("Wil Lund", "William Lund", false),
            ("José Álvarez", "Jose\u{301} Alvarez", false),
            ("Mina Lund", "mlund", false),
            ("Mina Lund", "Office", false),
            ("Mina Lund", "", false),
        ];
        for (one, other, two) in rows {
            assert_eq!((are_two_people(one, other), are_two_people(other, one)), (two, two), "{one} {other}");
        }
    }

    #[test]
    fn a_name_is_read_without_the_address_behind_it() {
        let rows = [
            ("Mina Lund (mina@example.org)", "Mina Lund"),
            ("Mina Lund <mina@example.org>", "Mina Lund"),
            ("Mina Lund [mina@example.org]", "Mina Lund"),
            ("Mina Lund(mina@example.org) ", "Mina Lund"),
            ("'Mina Lund'", "'Mina Lund'"),
            ("\"Lund, Mina\" <mina@example.org>", "Lund, Mina"),
            ("Mina Lund (Finance)", "Mina Lund (Finance)"),
            ("Mina (ask me @ lunch)", "Mina (ask me @ lunch)"),
            ("(mina@example.org)", "(mina@example.org)"),
            ("mina@example.org", "mina@example.org"),
            ("O'Brien", "O'Brien"),
            ("''", "''"),
            ("", ""),
        ];
        for (written, name) in rows {
            assert_eq!(without_address(written), name, "{written}");
        }
        for (written, name) in [("'Mina Lund'", "Mina Lund"), ("\"Mina\"", "Mina"), ("O'", "O'"), ("''", "''")] {
            assert_eq!(unquoted(written), name, "{written}");
        }
        assert!(is_a_name("李") && is_a_name("👩‍👧") && !is_a_name("mina@example.org"));
    }
}
