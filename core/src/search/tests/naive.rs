use super::super::{Class, Index, Place, Record, excerpt, first_match};
use proptest::prelude::*;
use std::cmp::Reverse;
use unicode_normalization::UnicodeNormalization;

/// Letters, accents both ways, signs and spaces that are likely to meet.
const LETTERS: [char; 18] =
    ['a', 'b', 'A', 'ä', 'é', 'e', '\u{301}', 'ß', 's', '-', '\'', '’', ' ', '\n', 'Σ', 'ς', '会', 'ı'];

fn text(longest: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&LETTERS[..]), 0..longest).prop_map(String::from_iter)
}

/// The same folding from whole-text steps; a space between a sign and a word is left out, not put in.
fn slow_fold(text: &str) -> Vec<char> {
    let folded: String =
        text.nfkd().filter(|&c| c != '\u{301}' && c != '\u{308}').flat_map(char::to_lowercase).collect();
    let folded = folded.replace('ß', "ss").replace('ς', "σ").replace('ı', "i").replace('’', "'");
    let chars: Vec<char> = folded.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let sign = |at: usize| chars.get(at).is_some_and(|&c| c != ' ' && !c.is_alphanumeric());
    let word = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
    let kept = (0..chars.len()).filter(|&at| !(chars[at] == ' ' && at > 0 && sign(at - 1) && word(at + 1)));
    kept.map(|at| chars[at]).collect()
}

fn slow_place(text: &str, query: &str) -> Option<Place> {
    let text = slow_fold(text);
    let begins =
        |at: usize, c: char| at == 0 || text[at - 1] == ' ' || (c.is_alphanumeric() && !text[at - 1].is_alphanumeric());
    let mut places = Vec::new();
    for term in query.split_whitespace().map(slow_fold).filter(|term| !term.is_empty()) {
        let at: Vec<usize> = (0..text.len()).filter(|&at| text[at..].starts_with(&term)).collect();
        let start = at.iter().any(|&at| begins(at, term[0]));
        places.push(if start { Place::WordStart } else { at.first().map(|_| Place::Inside)? });
    }
    places.into_iter().max()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_a_slow_reader_finds(
        notes in prop::collection::vec((0..3u8, 0..2u8, -2..3i32, text(12)), 0..12),
        query in text(6),
        limit in 0..15usize,
    ) {
        let mut index = Index::new();
        let class = |n| if n == 0 { Class::Words } else { Class::Note };
        for group in 0..3 {
            let own = notes.iter().enumerate().filter(|(_, note)| note.0 == group);
            index.replace(group, own.map(|(key, (_, n, day, text))| Record { key, class: class(*n), day: *day, text }));
        }
        let places = notes.iter().enumerate().filter_map(|(key, (_, n, day, text))| {
            Some((class(*n), slow_place(text, &query)?, Reverse(*day), key))
        });
        let mut expected: Vec<_> = places.collect();
        expected.sort();
        expected.truncate(limit);
        let found = index.find(&query, limit);
        let found: Vec<_> = found.into_iter().map(|hit| (hit.class, hit.place, Reverse(hit.day), hit.key)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_is_found_can_be_shown(text in text(40), query in text(5), chars in 0..30usize) {
        let piece = excerpt(&text, &query, chars);
        let whole = [&piece.before, &piece.matched, &piece.after].map(|part| part.trim_matches('…')).concat();
        prop_assert!(text.contains(&whole));
        prop_assert!(whole.chars().count() <= chars);
        if let Some(place) = slow_place(&text, &query) {
            let range = first_match(&text, &query);
            prop_assert!(range.is_some(), "{:?}", place);
            let matched: Vec<char> = slow_fold(&text[range.unwrap_or(0..0)]);
            let shown = query.split_whitespace().map(slow_fold).any(|term| {
                !term.is_empty() && matched.windows(term.len()).any(|part| part == term)
            });
            prop_assert!(shown, "{:?}", matched);
        }
    }

    #[test]
    fn any_text_at_all_is_safe(text in any::<String>(), query in any::<String>(), chars in 0..30usize) {
        let mut index = Index::new();
        index.replace(0, [Class::Name, Class::Note].map(|class| Record { key: class as u8, class, day: 0, text: &text }));
        index.find(&query, 3);
        excerpt(&text, &query, chars);
        if text.chars().count() <= 200 && text.split_whitespace().count() <= 8 {
            let found = index.find(&text, 3).len();
            prop_assert!(found == 2 || first_match(&text, &text).is_none(), "{} found", found);
        }
    }
}
