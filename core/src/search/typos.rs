//! Names found although a letter or two are wrong.

use super::fold::is_letter;
use strsim::damerau_levenshtein;

/// Only so much of a name is compared; a real one is shorter.
const MAX_NAME_CHARS: usize = 200;

/// Folded letters that names are compared with.
pub(crate) struct Typos<'a> {
    letters: &'a str,
    count: usize,
    allowed: usize,
    seen: u64,
}

impl<'a> Typos<'a> {
    /// None when the query is too short to be misspelled, or too long to be a name.
    pub(crate) fn new(letters: &'a str) -> Option<Self> {
        let count = letters.chars().count();
        let allowed = match count {
            4..=7 => 1,
            8..=MAX_NAME_CHARS => 2,
            _ => return None,
        };
        Some(Typos { letters, count, allowed, seen: seen(letters) })
    }

    /// The fewest mistakes between the query and a word of the folded name or the beginning of the whole name, if few
    /// enough. Spaces and signs don't count, so "obrien" is O'Brien.
    pub(crate) fn distance(&self, name: &str) -> Option<usize> {
        let mut whole = String::new();
        let (mut words, mut parts, mut after_sign) = (vec![0], vec![0], false);
        for c in name.chars().take(MAX_NAME_CHARS) {
            if is_letter(c) {
                whole.push(c);
            } else if c == ' ' {
                parts.push(whole.len());
                // Folding puts a space after a sign, so O'Brien is two parts of one word.
                if !after_sign {
                    words.push(whole.len());
                }
            }
            after_sign = c != ' ' && !is_letter(c);
        }
        words.push(whole.len());
        parts.push(whole.len());
        let whole_words = words.windows(2).chain(parts.windows(2));
        let whole_words = whole_words.filter_map(|ends| whole.get(*ends.first()?..*ends.last()?));
        let ends = whole.char_indices().map(|(at, c)| at + c.len_utf8());
        let beginnings = ends.filter_map(|end| whole.get(..end)).skip(self.count - self.allowed - 1);
        whole_words.chain(beginnings.take(self.allowed * 2 + 1)).filter_map(|part| self.compare(part)).min()
    }

    fn compare(&self, word: &str) -> Option<usize> {
        let close = word.chars().count().abs_diff(self.count) <= self.allowed
            && (seen(word) ^ self.seen).count_ones() as usize <= self.allowed * 2;
        let distance = close.then(|| damerau_levenshtein(self.letters, word))?;
        (distance <= self.allowed).then_some(distance)
    }
}

/// Which letters occur, as bits: a mistake changes at most two of them, so most names need no closer look.
fn seen(word: &str) -> u64 {
    word.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64))
}
