//! What was typed, made ready for looking.

use super::fold::{folded, is_letter, separates};
use memchr::memmem::Finder;
use std::cmp::Reverse;

/// A query is cut after this many characters; nobody types more, and pasted text must not cost more.
const MAX_CHARS: usize = 200;
/// Terms after the eighth are left out.
const MAX_TERMS: usize = 8;

/// Where a query was found in a record; its order is the order of results within a class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// Every term begins a word.
    WordStart,
    /// Some term was found only inside a word.
    Inside,
    /// A name that is spelled nearly like the query.
    Similar,
}

/// A folded query: at least one term, the longest first.
pub(crate) struct Query {
    /// The term that is looked for everywhere.
    pub(crate) first: Term,
    /// The terms that are then looked for in one record.
    others: Vec<Term>,
    /// All letters in the order they were typed, with no spaces and signs.
    pub(crate) letters: String,
}

/// One term, compiled once a query.
pub(crate) struct Term {
    pub(crate) inside: Finder<'static>,
    start: Finder<'static>,
}

impl Query {
    /// None when there is nothing to look for.
    pub(crate) fn new(typed: &str) -> Option<Query> {
        let end = typed.char_indices().nth(MAX_CHARS).map_or(typed.len(), |(at, _)| at);
        let mut terms: Vec<String> = Vec::new();
        for word in typed.get(..end)?.split(separates) {
            let term = folded(word).trim_matches(' ').to_string();
            if !term.is_empty() && !terms.contains(&term) && terms.len() < MAX_TERMS {
                terms.push(term);
            }
        }
        let letters = terms.iter().flat_map(|term| term.chars()).filter(|&c| is_letter(c)).collect();
        terms.sort_by_key(|term| Reverse(term.len()));
        let mut terms = terms.iter().map(|term| Term::new(term));
        Some(Query { first: terms.next()?, others: terms.collect(), letters })
    }

    /// How a folded record matches when the first term was found in it at `at`; None when another term is missing.
    pub(crate) fn place_at(&self, record: &[u8], at: usize) -> Option<Place> {
        let mut place = self.first.place_at(record, at);
        for term in &self.others {
            place = place.max(term.place(record)?);
        }
        Some(place)
    }

    /// How a folded record matches, if it does.
    pub(crate) fn place(&self, record: &[u8]) -> Option<Place> {
        self.place_at(record, self.first.inside.find(record)?)
    }

    /// The byte range in a folded record to show: the longest term that is there, at the start of a word if it can be.
    pub(crate) fn shown(&self, record: &[u8]) -> Option<std::ops::Range<usize>> {
        std::iter::once(&self.first).chain(&self.others).find_map(|term| {
            let start = term.start.find(record).map(|space| space + 1);
            let start = start.or_else(|| term.inside.find(record))?;
            Some(start..start + term.inside.needle().len())
        })
    }
}

impl Term {
    fn new(term: &str) -> Term {
        let start = format!(" {term}");
        Term { inside: Finder::new(term).into_owned(), start: Finder::new(&start).into_owned() }
    }

    fn place(&self, record: &[u8]) -> Option<Place> {
        Some(self.place_at(record, self.inside.find(record)?))
    }

    /// The first place found is often a word's start already; only otherwise the rest of the record is read.
    fn place_at(&self, record: &[u8], at: usize) -> Place {
        let begins = at.checked_sub(1).and_then(|before| record.get(before)) == Some(&b' ');
        if begins || record.get(at..).is_some_and(|rest| self.start.find(rest).is_some()) {
            Place::WordStart
        } else {
            Place::Inside
        }
    }
}
