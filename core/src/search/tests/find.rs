use super::super::{Class, Hit, Index, Place, Record};
use super::{index_of, keys};

/// Where one note matches the query.
fn check(text: &str, query: &str, expected: Option<Place>) {
    let found = index_of(Class::Note, &[text]).find(query, 1).first().map(|hit| hit.place);
    assert_eq!(found, expected, "{query:?} in {text:?}");
}

const START: Option<Place> = Some(Place::WordStart);
const INSIDE: Option<Place> = Some(Place::Inside);

#[test]
fn words_are_found_however_they_were_typed() {
    check("Meeting with Jane", "jane", START);
    check("Meeting with Jane", "JANE", START);
    check("Meeting with Jane", "ane", INSIDE);
    check("Meeting with Jane", "jane meet", START);
    check("Meeting with Jane", "jane eet", INSIDE);
    check("Meeting with Jane", "jane tuesday", None);
    check("Meeting with Jane", " \t jane \n", START);
    check("Meeting with Jane", "with jane", START);
    check("Jane\nbudget", "jane budget", START);
    check("Jane\nbudget", "janebudget", None);
    check("the plane; Ane", "ane", START);
    check("(budget)", "budget", START);
    check("(budget)", "(budget", START);
    check("x(budget)", "(budget)", INSIDE);
    check("follow-up", "up", START);
    check("follow-up", "follow-up", START);
    check("follow-up", "w-u", INSIDE);
    check("follow\u{2011}up", "follow-up", START);
    check("follow up", "follow-up", None);
    check("don’t forget", "don't", START);
    check("don't forget", "don’t", START);
    check("“quoted”", "\"quoted\"", START);
    check("jane@example.org", "example.org", START);
    check("costs 3.50", "3.5", START);
    check("C++ and C#", "c++", START);
    check("#12 is fixed", "#12", START);
    check("🎉 done", "🎉", START);
    check("ﬁle № ½", "file", START);
    check("ｆｕｌｌ", "full", START);
    check("hy\u{ad}phen", "hyphen", START);
}

#[test]
fn languages_keep_their_letters() {
    check("Übergabe an Jürgen", "ubergabe", START);
    check("Uebergabe", "übergabe", None);
    check("Straße", "strasse", START);
    check("STRASSE", "straße", START);
    check("STRAẞE", "stras", START);
    check("Işık İstanbul'da", "isik", START);
    check("ISIK", "ışık", START);
    check("Işık İstanbul'da", "istanbul", START);
    check("Łódź, Wałęsa", "lodz", START);
    check("Łódź, Wałęsa", "walesa", START);
    check("Søren Ærø", "soren aero", START);
    check("Đặng Thị", "dang thi", START);
    check("cœur", "coeur", START);
    check("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ", START);
    check("ΣΊΣΥΦΟΣ", "σίσυφος", START);
    check("Ἀθῆναι", "αθηναι", START);
    check("Алёна Йовович", "алена иов", START);
    check("ПРИВЕТ", "привет", START);
    check("今日の会議", "会議", INSIDE);
    check("今日の会議", "今日", START);
    check("与李明的会议", "李明", INSIDE);
    check("カレンダー", "ｶﾚﾝﾀﾞｰ", START);
    check("がく", "か", START);
    check("かく", "が", None);
    check("한글 회의", "하", START);
    check("한글 회의", "한", START);
    check("한글 회의", "간", None);
    check("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", START);
    check("مُحَمَّد", "محمد", START);
    check("أحمد", "احمد", START);
    check("محـــمد", "محمد", START);
    check("שָׁלוֹם", "שלום", START);
    check("की", "का", None);
    check("ที่ประชุม", "ประชุม", INSIDE);
    check("café", "cafe\u{301}", START);
    check("cafe\u{301}", "café", START);
    check("cafe\u{301}", "cafe", START);
    check("cafe", "café", START);
}

#[test]
fn an_empty_question_has_no_answer() {
    for query in ["", " ", "\t\n", "\u{a0}", "\u{3000}", "\0", "\u{301}", "\u{feff}", "\u{fe0f} \u{200d}"] {
        check("something \u{301}\0", query, None);
    }
}

#[test]
fn a_question_is_bounded_to_200_characters_and_eight_terms() {
    check(&"x".repeat(200), &"x".repeat(5000), START);
    check(&"x".repeat(199), &"x".repeat(5000), None);
    check("a b c d e f g h", "a b c d e f g h i j", START);
}

/// Which of the names match, in order.
fn check_names(query: &str, expected: &[&str]) {
    let names =
        ["Jane Smith", "Janet Smythe", "Anna Schmidt-Müller", "Seán O’Brien", "Łukasz", "Ida", "김민준", "Мария"];
    let index = index_of(Class::Name, &names);
    let found: Vec<&str> = keys(&index, query).iter().map(|&key| names[key]).collect();
    assert_eq!(found, expected, "{query:?}");
}

#[test]
fn a_misspelled_name_is_found() {
    check_names("smith", &["Jane Smith"]);
    check_names("smiht", &["Jane Smith"]);
    check_names("smth", &["Jane Smith"]);
    check_names("jnae", &["Jane Smith", "Janet Smythe"]);
    check_names("jane", &["Jane Smith", "Janet Smythe"]);
    check_names("janr", &["Jane Smith", "Janet Smythe"]);
    check_names("jxne smiht", &["Jane Smith"]);
    check_names("jane smt", &["Jane Smith"]);
    check_names("janesmith", &["Jane Smith", "Janet Smythe"]);
    check_names("ana schmi", &["Anna Schmidt-Müller"]);
    check_names("muler", &["Anna Schmidt-Müller"]);
    check_names("mueller", &["Anna Schmidt-Müller"]);
    check_names("obrien", &["Seán O’Brien"]);
    check_names("o'brein", &["Seán O’Brien"]);
    check_names("lukas", &["Łukasz"]);
    check_names("lucasz", &["Łukasz"]);
    check_names("марея", &["Мария"]);
    check_names("김민준", &["김민준"]);
    check_names("idq", &[]);
    check_names("xdqa", &[]);
    check_names("schmd", &[]);
    check_names("scmidt", &["Anna Schmidt-Müller"]);
}

#[test]
fn only_names_may_be_misspelled() {
    check("Smith", "smiht", None);
}

#[test]
fn an_exact_name_comes_before_a_similar_one() {
    let index = index_of(Class::Name, &["Marla", "Marta", "Amarta"]);
    let places: Vec<(usize, Place)> = index.find("marta", 9).into_iter().map(|hit| (hit.key, hit.place)).collect();
    assert_eq!(places, [(1, Place::WordStart), (2, Place::Inside), (0, Place::Similar)]);
}

fn mixed() -> Index<u8, u32> {
    use Class::{Line, Name, Note, Project, Promise, Words};
    let mut index = Index::new();
    let record = |(key, class, day, text)| Record { key, class, day, text };
    let first = [
        (1, Note, 9, "red"),
        (2, Project, 9, "red"),
        (3, Line, 9, "red"),
        (4, Promise, 9, "red"),
        (5, Words, 9, "red"),
        (6, Name, 9, "red"),
    ];
    let second = [
        (13, Note, 9, "red"),
        (12, Note, 9, "red"),
        (7, Note, 10, "red"),
        (8, Note, 11, "hundred"),
        (9, Note, -3, "red"),
    ];
    index.replace(1, first.map(record));
    index.replace(0, second.map(record));
    index
}

#[test]
fn results_go_by_class_then_place_then_day_then_key() {
    let found = |limit| mixed().find("red", limit).into_iter().map(|hit| hit.key).collect::<Vec<_>>();
    let all = [6, 5, 4, 3, 2, 7, 1, 12, 13, 9, 8];
    for limit in 0..all.len() {
        assert_eq!(found(limit), all[..limit]);
    }
    assert_eq!(found(usize::MAX), all);
}

#[test]
fn a_group_is_replaced_as_a_whole() {
    let mut index = mixed();
    assert_eq!(index.groups().collect::<Vec<_>>(), [&0, &1]);
    index.replace(1, [Record { key: 99, class: Class::Name, day: 0, text: "blue" }]);
    let blue = Hit { key: 99, class: Class::Name, day: 0, place: Place::WordStart };
    assert_eq!(index.find("blue", 5), [blue]);
    assert_eq!(index.find("red", 50).len(), 5);
    index.remove(&0);
    assert_eq!(index.groups().collect::<Vec<_>>(), [&1]);
    assert!(index.find("red", 50).is_empty());
    index.replace(1, []);
    assert_eq!((index.groups().count(), index.bytes()), (0, 0));
}

#[test]
fn memory_stays_near_the_size_of_the_text() {
    let lines = [
        "We agreed that the budget is frozen until spring, and that's fine; she'll ask again (in March). ",
        "Wir haben über die Übergabe gesprochen, große Pläne für den Frühling, nächste Woche weiter. ",
        "Мы договорились, что ёлка и йога подождут до весны. ",
        "今日の会議では、来月の予定とデザインについて話しました。",
        "오늘 회의에서 다음 달 계획과 디자인에 대해 이야기했습니다. ",
        "आज की बैठक में हमने अगले महीने की योजना पर बात की। ",
        "ناقشنا اليوم خطة الشهر القادم. ",
    ];
    for line in lines {
        let text = line.repeat(200 / line.len() + 1);
        let mut index: Index<u8, [u8; 16]> = Index::new();
        index.replace(0, (0..99).map(|key| Record { key: [key; 16], class: Class::Note, day: 0, text: &text }));
        let share = index.bytes() as f64 / (text.len() * 99) as f64;
        assert!(share <= 1.3, "{share} for {line}");
    }
}
