//! A short piece of the original text around the words that were looked for.

use super::fold::fold;
use super::query::Query;
use std::ops::Range;

/// A cut moves to the next space if one is this near, so that it seldom goes through a word.
const SNAP_CHARS: usize = 12;

/// A piece of text in three parts; `…` stands where text was left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Excerpt {
    /// What comes before the match.
    pub before: String,
    /// The match as it was written; empty when the text doesn't have the query.
    pub matched: String,
    /// What comes after the match.
    pub after: String,
}

/// The byte range in the original text of the query's longest term, accents included, at the start of a word if it
/// can be. None when no term is in the text.
pub fn first_match(text: &str, query: &str) -> Option<Range<usize>> {
    let query = Query::new(query)?;
    let mut folded = String::from(" ");
    fold(text, |_, c| folded.push(c));
    let shown = query.shown(folded.as_bytes())?;
    let mut position = 1;
    let mut start = None;
    let mut last = 0;
    let mut end = None;
    fold(text, |at, c| {
        let begins = position;
        position += c.len_utf8();
        if begins < shown.end && position > shown.start {
            start = start.or(Some(at));
            last = at;
        } else if begins >= shown.end && at > last {
            end = end.or(Some(at));
        }
    });
    Some(start?..end.unwrap_or(text.len()))
}

/// At most about `chars` characters of the text around [`first_match`]: a third of the room before it, the rest after.
/// A text that doesn't match, such as a name found despite a mistake, is shown from its beginning.
pub fn excerpt(text: &str, query: &str, chars: usize) -> Excerpt {
    let found = first_match(text, query).unwrap_or(0..0);
    let parts = (text.get(..found.start), text.get(found.clone()), text.get(found.end..));
    let (Some(before), Some(matched), Some(after)) = parts else { return Excerpt::default() };
    let matched_chars = matched.chars().take(chars).count();
    let room = chars - matched_chars;
    // Whatever one side doesn't need goes to the other.
    let short_after = after.chars().take(room).count();
    let short_before = before.chars().rev().take((room / 3).max(room - short_after)).count();
    Excerpt {
        before: tail(before, short_before),
        matched: head(matched, matched_chars, 0),
        after: head(after, room - short_before, SNAP_CHARS),
    }
}

/// The last characters of a text.
fn tail(text: &str, chars: usize) -> String {
    let cut = chars.checked_sub(1).map_or(Some(text.len()), |n| text.char_indices().rev().nth(n).map(|(at, _)| at));
    let Some(cut) = cut.filter(|&cut| cut > 0) else { return text.to_string() };
    let (left_out, kept) = text.split_at_checked(cut).unwrap_or_default();
    let whole = left_out.ends_with(char::is_whitespace);
    let space = kept.char_indices().take(SNAP_CHARS).find(|(_, c)| whole || c.is_whitespace());
    let kept = space.and_then(|(at, _)| kept.get(at..)).unwrap_or(kept);
    let kept = kept.trim_start_matches(unicode_normalization::char::is_combining_mark);
    format!("…{}", if space.is_some() { kept.trim_start() } else { kept })
}

/// The first characters of a text, back to a space if there is one among the last `snap`.
fn head(text: &str, chars: usize, snap: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(chars) else { return text.to_string() };
    let (kept, left_out) = text.split_at_checked(cut).unwrap_or_default();
    let whole = left_out.starts_with(char::is_whitespace);
    let space = kept.char_indices().rev().take(snap).find(|(_, c)| c.is_whitespace()).filter(|_| !whole);
    let kept = space.and_then(|(at, _)| kept.get(..at)).unwrap_or(kept);
    format!("{kept}…")
}
