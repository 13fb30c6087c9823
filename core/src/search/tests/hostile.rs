use super::super::{Class, excerpt, first_match};
use super::{index_of, keys};

#[test]
fn nothing_strange_breaks_it() {
    let long = "x".repeat(1_000_000);
    let marks = "\u{301}".repeat(300_000);
    let spaces = " ".repeat(1_000_000);
    let lead = "\u{1112}".repeat(100_000);
    let expands = "\u{fdfa}".repeat(50_000);
    let mixed: String = (0..0x3000).chain((0x3000..0x11_0000).step_by(16)).filter_map(char::from_u32).collect();
    let odd = "\0a\0b\u{e000}\u{f8ff}\u{10ffff}\u{301}\u{200d}\u{fffe}\n\r\u{85}c";
    let texts = [&long, &marks, &spaces, &lead, &expands, &mixed, odd, "", "\n\n", "\u{301}", "\u{11ab}", "\u{1161}"];
    let index = index_of(Class::Note, &texts);
    let names = index_of(Class::Name, &texts);
    for query in texts.into_iter().chain(["x", "xx y", "y", "\u{e000}", "a", "c", "xxxxy", "\u{1112}", "صلى الله"])
    {
        let found = index.find(query, usize::MAX);
        assert!(found.len() <= texts.len());
        names.find(query, usize::MAX);
        for text in texts.into_iter().filter(|text| text.len().min(query.len()) < 9) {
            let piece = excerpt(text, query, 50);
            assert!(piece.before.chars().count() + piece.matched.chars().count() + piece.after.chars().count() <= 53);
            if let Some(range) = first_match(text, query) {
                assert!(text.get(range).is_some_and(|matched| !matched.is_empty()));
            }
        }
    }
    assert_eq!(keys(&index, "c"), [5, 6]);
    assert_eq!(keys(&index, "a b c \u{e000}"), [5, 6]);
}

#[test]
fn records_never_run_into_one_another() {
    let index = index_of(Class::Note, &["a-", "b", "", "\u{301}", "c d"]);
    for (query, expected) in [("a-b", vec![]), ("ab", vec![]), ("bc", vec![]), ("b", vec![1]), ("d", vec![4])] {
        assert_eq!(keys(&index, query), expected, "{query}");
    }
}
