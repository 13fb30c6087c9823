//! What a colleague said keeps them up at night, quoted in sentences.

#[cfg(test)]
mod tests;

use super::{AsOf, dates};
use crate::snapshot::{PeerView, TheirWords};
use unicode_normalization::char::is_combining_mark;

/// A quotation is at most this long, in characters; more of it stands on the page.
const LONGEST_QUOTE: usize = 60;

/// A first clause shorter than this says too little ("Well: …"), or ends in an abbreviation.
const SHORTEST_CLAUSE: usize = 12;

/// How many of their words are looked back on.
pub(super) const LOOK_BACK: usize = 3;

/// What was on their mind the last three times, newest first: `In April: “The audit.” In January: “Hiring.”`
///
/// Nothing while they have said nothing. Their words stand in quotation marks after a colon, since free text fits no
/// other sentence.
#[must_use]
pub fn over_time(peer: &PeerView, as_of: impl Into<AsOf>) -> Option<String> {
    let as_of = as_of.into();
    let mut said = String::new();
    let mut before = None;
    for words in spoken(peer).take(LOOK_BACK) {
        let month = dates::month(words.on, as_of);
        let again = before.as_ref() == Some(&month);
        let start = match (said.is_empty(), again) {
            (true, _) => "In",
            (false, false) => " In",
            (false, true) => " Also in",
        };
        said.push_str(&format!("{start} {month}: {}", quoted(&words.text)));
        before = Some(month);
    }
    (!said.is_empty()).then_some(said)
}

/// Their words that have any letters in them, newest first.
pub(super) fn spoken(peer: &PeerView) -> impl Iterator<Item = &TheirWords> {
    peer.words.iter().map(|words| &**words).filter(|words| !words.text.trim().is_empty())
}

/// Words in quotation marks, ending like a sentence. Long ones are cut after the first sentence or at a word, and an
/// ellipsis says so; what is left out is never passed over in silence.
pub(super) fn quoted(text: &str) -> String {
    let text = one_line(text);
    let mut quote = match text.char_indices().nth(LONGEST_QUOTE) {
        None => text,
        Some((end, _)) => shortened(&text, end),
    };
    if !quote.trim_end_matches(['’', '"', '\'', ')', '»']).ends_with(ends_a_sentence) {
        quote.push('.');
    }
    format!("“{quote}”")
}

/// The words on one line, as far as a quotation may need them: lines are parted as in quoted verse, and quotation
/// marks inside become single ones.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for (nth, said) in text.lines().filter(|said| !said.trim().is_empty()).enumerate() {
        let slash = (nth > 0).then_some("/");
        for word in slash.into_iter().chain(said.split_whitespace()) {
            if length > LONGEST_QUOTE {
                return line;
            }
            if !line.is_empty() {
                line.push(' ');
                length += 1;
            }
            // One word too many is enough to know that it is too long.
            for letter in word.chars().take(LONGEST_QUOTE + 1) {
                line.push(match letter {
                    '“' => '‘',
                    '”' => '’',
                    other => other,
                });
                length += 1;
            }
        }
    }
    line
}

/// The first sentence if it ends before the byte `end`, else the words that do.
fn shortened(text: &str, end: usize) -> String {
    let mut length = 0;
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at < end) {
        length += 1;
        let (head, rest) = text.split_at(at + letter.len_utf8());
        if length >= SHORTEST_CLAUSE && rest.starts_with(' ') {
            match letter {
                _ if ends_a_sentence(letter) => return format!("{head} …"),
                ';' | ':' | '/' | '–' | '—' => return left_off(head),
                _ => {}
            }
        }
    }
    let (head, rest) = text.split_at(end);
    match head.rsplit_once(' ') {
        _ if rest.starts_with(' ') => left_off(head),
        Some((words, _)) => left_off(words),
        None => left_off(whole_letters(head, rest)),
    }
}

fn left_off(head: &str) -> String {
    format!("{}…", head.trim_end_matches([' ', ',', ';', ':', '/', '–', '—', '-']))
}

/// A head that doesn't part a letter from its accent.
fn whole_letters<'a>(head: &'a str, rest: &str) -> &'a str {
    if !rest.starts_with(is_combining_mark) {
        return head;
    }
    let base = head.trim_end_matches(is_combining_mark);
    base.char_indices().next_back().map_or(head, |(at, _)| head.split_at(at).0)
}

fn ends_a_sentence(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}
