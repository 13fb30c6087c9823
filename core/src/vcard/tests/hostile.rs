//! Files that nobody should be sent, and those that are something else.

use super::{check, check_cards, show};
use crate::vcard::{MAX_CARDS, ReadError, Reason, read};

const MEGABYTE: usize = 1024 * 1024;

fn card(lines: &str) -> String {
    format!("BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n")
}

#[test]
fn other_files_get_one_sentence_that_says_what_to_do() {
    let rows: [(&[u8], ReadError); 10] = [
        (b"", ReadError::Empty),
        (b" \r\n\t\n", ReadError::Empty),
        (b"name,mail\nIda,ida@example.org\n", ReadError::NotVcard),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", ReadError::NotVcard),
        (b"END:VCARD\n", ReadError::NotVcard),
        (b"FN:Ida\nBEGIN:VCARDS\n", ReadError::NotVcard),
        (b"\0\0\0\0\0\0", ReadError::NotVcard),
        (b"\xFF\xFEB\0E\0G\0I\0N\0", ReadError::Utf16),
        (b"\xFE\xFF\0B\0E\0G\0I\0N", ReadError::Utf16),
        (b"B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0", ReadError::Utf16),
    ];
    for (file, expected) in rows {
        assert_eq!(read(file), Err(expected), "{file:?}");
        let sentence = expected.to_string();
        assert!(
            sentence.starts_with("This file") && sentence.ends_with('.') && sentence.contains("please"),
            "{sentence}"
        );
    }
}

#[test]
fn half_a_card_is_left_out_and_the_next_is_read() {
    check(
        "cut off at the end",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ida\nEMAIL:ida@exam",
        &["- The card “Ida” ends halfway, so it was left out; exporting it again usually helps."],
    );
    check(
        "cut off before the next",
        "BEGIN:VCARD\nTEL:1\nBEGIN:VCARD\nFN:Per\nEND:VCARD\n",
        &["Per", "- Card 1 ends halfway, so it was left out; exporting it again usually helps."],
    );
    check(
        "cut off within a photo",
        "BEGIN:VCARD\nFN:Ida\nPHOTO;ENCODING=b:AAAA\n AAA",
        &["- The card “Ida” ends halfway, so it was left out; exporting it again usually helps."],
    );
    check(
        "an agent that never ends",
        "BEGIN:VCARD\nFN:Ida\nAGENT:\nBEGIN:VCARD\nFN:X\nEND:VCARD\nBEGIN:VCARD\nFN:Per\nEND:VCARD",
        &["Per", "- The card “Ida” ends halfway, so it was left out; exporting it again usually helps."],
    );
    check(
        "nothing but a first line",
        "BEGIN:VCARD",
        &["- Card 1 ends halfway, so it was left out; exporting it again usually helps."],
    );
}

#[test]
fn names_cannot_pose_as_others() {
    check_cards(
        "3.0",
        &[
            ("turned around", "FN:Ida\u{202E}greB\u{202C}", "IdagreB"),
            ("marks of direction", "FN:\u{200F}Ida\u{2066} Berg\u{2069}\u{200E}", "Ida Berg"),
            ("nothing but hidden characters", "FN:\u{202E}\u{200B}\u{FEFF}\nN:Berg;Ida", "Ida Berg"),
            ("control characters", "FN:I\u{7}d\u{1b}[31ma\u{85}x", "Id[31ma x"),
            ("zeros", "F\0N:no\nFN:I\0da\0\nTEL:\0\nEMAIL:i\0da@example.org", "Ida | mail ida@example.org"),
            ("newlines", "FN:Ida\\n\\nBerg\nTITLE:a\\nb", "Ida Berg | role a b"),
            (
                "hidden in mail and tags",
                "FN:I\nEMAIL:i@exam\u{200B}ple.org\nCATEGORIES:a\u{202E}b,\u{200B}",
                "I | mail i@example.org | tag ab",
            ),
        ],
    );
}

#[test]
fn broken_encodings_are_read_as_far_as_they_go() {
    check_cards(
        "3.0",
        &[
            ("broken base64", "FN:I\nPHOTO;ENCODING=b:@@@@ not base64 ::\n ;;==\nTEL:1", "I | phone 1"),
            (
                "base64 where text should be",
                "FN;ENCODING=b:!!!\nN;ENCODING=b:!!!;\nEMAIL:i@example.org",
                "i | mail i@example.org",
            ),
            ("broken quoted-printable", "FN;ENCODING=QUOTED-PRINTABLE:I=ZZda=4", "I=ZZda=4"),
            ("separators only", "FN:I\nORG:;;;;\nN:;;;;;;;\nCATEGORIES:,,,\nNICKNAME:,", "I"),
            ("parameters without end", "FN:I\nTEL;;;=;=;\"\";TYPE=;:1", "I | phone 1"),
            ("dots and colons", "FN:I\n.:\n..TEL:2\n:\n;:\nTEL::1", "I | phone 2 + :1"),
            ("a lone backslash at the end", "FN:Ida\\", "Ida\\"),
            ("an end within a folded line", "FN:I\nNOTE:a\n END:VCARD", "I | note aEND:VCARD"),
            ("an end cannot be swallowed by a soft break", "FN:I\nNOTE;QUOTED-PRINTABLE:a=", "I | note a"),
        ],
    );
}

#[test]
fn long_texts_are_cut_and_long_addresses_left_out() {
    let long = "ä".repeat(MEGABYTE / 2);
    let file = card(&format!(
        "FN:{long}\nORG:a;{long};{long}\nTITLE:{long}\nUID:{long}\nNOTE:{long}\nEMAIL:{long}@example.org\nTEL:{long}\nURL:https://example.org/{long}\nCATEGORIES:{long},b"
    ));
    let read = read(file.as_bytes()).unwrap();
    let card = &read.cards[0];
    let lengths = [&card.name, &card.company, &card.department, &card.role, &card.note].map(String::len);
    assert_eq!(lengths, [256, 1, 256, 256, 4096]);
    assert!(card.name.chars().all(|letter| letter == 'ä') && card.note.chars().all(|letter| letter == 'ä'));
    assert_eq!(
        (&card.uid, card.mails.len(), card.phones.len(), card.links.len(), card.tags.len()),
        (&None, 0, 0, 0, 0)
    );
}

#[test]
fn many_entries_of_a_card_are_bounded() {
    let lines: String = (0..20_000).map(|n| format!("TEL:{n}\nEMAIL:a{n}@example.org\nNOTE:a\nFN:b{n}\n")).collect();
    let file = card(&format!(
        "{lines}CATEGORIES:{}\nN:{}\nORG:{}",
        "a,".repeat(MEGABYTE),
        ";".repeat(MEGABYTE),
        "a;".repeat(MEGABYTE)
    ));
    let read = read(file.as_bytes()).unwrap();
    let card = &read.cards[0];
    assert_eq!((card.phones.len(), card.mails.len(), card.tags.len(), card.name.as_str()), (100, 100, 1, "b0"));
    assert!(card.note.len() <= 4096 && card.department.len() <= 256);
}

#[test]
fn four_megabytes_of_anything_take_no_longer_than_their_length_asks() {
    let folded = |line: &str, times: usize| line.repeat(times);
    let rows = [
        (
            "a folded photo",
            format!("FN:I\nPHOTO;ENCODING=b:{}\nTEL:1", folded("/9j/4AAQSkZJRgABAQAASABIAAD=\n ", 140_000)),
            "I | phone 1",
        ),
        (
            "a 2.1 photo with no indent",
            format!("FN:I\nPHOTO;BASE64:\n{}\nTEL:1", folded("/9j/4AAQSkZJRgABAQAASABIAAD=\n", 140_000)),
            "I | phone 1",
        ),
        ("folds of nothing", format!("FN:I{}\nTEL:1", folded("\n ", 2 * MEGABYTE)), "I | phone 1"),
        ("folds before any colon", format!("FN:I\nX{}\nTEL:1", folded("=\n ", MEGABYTE)), "I | phone 1"),
        (
            "soft breaks of nothing",
            format!("FN:I\nNOTE;QUOTED-PRINTABLE:{}\nTEL:1", folded("=\n", 2 * MEGABYTE)),
            "I | phone 1",
        ),
        ("quotes", format!("FN:I\nTEL;X={}\nTEL:1", folded("\"a;", MEGABYTE)), "I | phone 1"),
        ("parameters", format!("FN:I\nTEL{}:2\nTEL:1", folded(";TYPE=pref", 6_000)), "I | phone 2 + 1"),
        ("backslashes", format!("FN:I{}\nTEL:1", folded("\\,", 20)), "I,,,,,,,,,,,,,,,,,,,, | phone 1"),
        ("blank lines", format!("FN:I{}\nTEL:1", folded("\n", 4 * MEGABYTE)), "I | phone 1"),
        ("a note a byte at a time", format!("FN:I\n{}TEL:1", folded("NOTE: \n", MEGABYTE / 2)), "I | phone 1"),
    ];
    for (story, lines, expected) in rows {
        assert_eq!(show(card(&lines).as_bytes()), [expected], "{story}");
    }
}

#[test]
fn deep_agents_are_counted_rather_than_followed() {
    let deep = 50_000;
    let inner = format!("{}{}", "AGENT:\nBEGIN:VCARD\nFN:X\n".repeat(deep), "END:VCARD\n".repeat(deep));
    assert_eq!(show(card(&format!("FN:I\n{inner}TEL:1")).as_bytes()), ["I | phone 1"]);
    let endless = format!("BEGIN:VCARD\nFN:I\n{}", "AGENT:BEGIN:VCARD\n".repeat(deep));
    assert_eq!(read(endless.as_bytes()).unwrap().skipped[0].reason, Reason::CutOff);
}

#[test]
fn twenty_thousand_cards_are_read_and_one_more_is_not() {
    let file = card("FN:Ida").repeat(MAX_CARDS);
    assert_eq!(read(file.as_bytes()).unwrap().cards.len(), MAX_CARDS);
    let file = format!("{file}BEGIN:VCARD\n");
    assert_eq!(read(file.as_bytes()), Err(ReadError::TooManyCards));
}
