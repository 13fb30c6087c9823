use super::super::{excerpt, first_match};

fn check_match(text: &str, query: &str, expected: Option<&str>) {
    assert_eq!(first_match(text, query).map(|range| &text[range]), expected, "{query:?} in {text:?}");
}

#[test]
fn the_match_is_shown_as_it_was_written() {
    check_match("Die Straße dort", "strasse", Some("Straße"));
    check_match("Die Straße dort", "stras", Some("Straß"));
    check_match("Die Straße dort", "se dort", Some("dort"));
    check_match("ein Café hier", "cafe", Some("Café"));
    check_match("ein Cafe\u{301} hier", "cafe", Some("Cafe\u{301}"));
    check_match("ein Cafe\u{301}", "caf", Some("Caf"));
    check_match("ein Cafe\u{301}", "CAFÉ", Some("Cafe\u{301}"));
    check_match("e\u{301}\u{301}e\u{301}", "ee", Some("e\u{301}\u{301}e\u{301}"));
    check_match("plane  Ane", "ane", Some("Ane"));
    check_match("plane", "ane", Some("ane"));
    check_match("İstanbul", "istanbul", Some("İstanbul"));
    check_match("Ærø og Łódź", "lod", Some("Łód"));
    check_match("Ærø og Łódź", "er", Some("Ær"));
    check_match("ﬁle", "i", Some("ﬁ"));
    check_match("今日の会議", "会議", Some("会議"));
    check_match("한글", "하", Some("한"));
    check_match("\u{1112}\u{1161}\u{11ab}글", "한", Some("\u{1112}\u{1161}\u{11ab}"));
    check_match("a follow-up", "follow-up", Some("follow-up"));
    check_match("a follow-up", "follow-", Some("follow-"));
    check_match("(up)", "up", Some("up"));
    check_match("  \u{feff}up ", "up", Some("up"));
    check_match("budget Jane", "ja budget", Some("budget"));
    check_match("only Jane", "ja budget", Some("Jane").map(|name| &name[..2]));
    check_match("nothing", "jane", None);
    check_match("", "jane", None);
    check_match("nothing", "", None);
}

fn check(text: &str, query: &str, chars: usize, expected: [&str; 3]) {
    let piece = excerpt(text, query, chars);
    assert_eq!([piece.before.as_str(), &piece.matched, &piece.after], expected, "{query:?} in {text:?}");
}

#[test]
fn a_short_piece_around_the_match() {
    let text = "We met on Monday and spoke about the garden until it was dark outside";
    check(text, "garden", 200, ["We met on Monday and spoke about the ", "garden", " until it was dark outside"]);
    check(text, "garden", 40, ["…about the ", "garden", " until it was dark…"]);
    check(text, "outside", 30, ["…until it was dark ", "outside", ""]);
    check(text, "we", 20, ["", "We", " met on Monday and…"]);
    check(text, "absent", 20, ["", "", "We met on Monday and…"]);
    check(text, "garden", 6, ["…", "garden", "…"]);
    check(text, "garden", 3, ["…", "gar…", "…"]);
    check(text, "garden", 0, ["…", "…", "…"]);
    check("今日はとても長い会議でした", "会議", 8, ["…も長い", "会議", "でした"]);
    check("ééééé", "", 3, ["", "", "ééé…"]);
    check("", "a", 10, ["", "", ""]);
}
