//! Cards written as 4.0 come back as they were, and no bytes at all do harm.

use crate::vcard::{Card, read};
use proptest::prelude::*;

/// A value with its escapes.
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Folds a line after `width` bytes, which may be within a character.
fn fold(line: &str, width: usize, end: &str, out: &mut Vec<u8>) {
    for (at, piece) in line.as_bytes().chunks(width).enumerate() {
        if at > 0 {
            out.extend_from_slice(end.as_bytes());
            out.push(b' ');
        }
        out.extend_from_slice(piece);
    }
    out.extend_from_slice(end.as_bytes());
}

fn write(card: &Card, width: usize, end: &str) -> Vec<u8> {
    let mut lines = vec![format!("FN:{}", escape(&card.name))];
    lines.extend(card.uid.iter().map(|uid| format!("UID:{}", escape(uid))));
    lines.push(format!("ORG:{};{}", escape(&card.company), escape(&card.department)));
    lines.push(format!("TITLE:{}", escape(&card.role)));
    lines.extend(card.mails.iter().map(|mail| format!("item1.EMAIL;TYPE=\"work,x\":{}", escape(mail))));
    lines.extend(card.phones.iter().map(|phone| format!("TEL:{}", escape(phone))));
    lines.extend(card.links.iter().map(|link| format!("URL:{link}")));
    lines.push(format!("CATEGORIES:{}", card.tags.iter().map(|tag| escape(tag)).collect::<Vec<_>>().join(",")));
    lines.push(format!("NOTE:{}", escape(&card.note)));
    let mut out = format!("BEGIN:VCARD{end}VERSION:4.0{end}").into_bytes();
    for line in lines {
        fold(&line, width, end, &mut out);
    }
    out.extend_from_slice(format!("END:VCARD{end}").as_bytes());
    out
}

const WORDS: &str = "[a-zA-Z0-9äßéŁЖ漢😀,;:^'\"=.\\\\-]{1,9}( [a-zA-Z0-9äßéŁЖ漢😀,;:^'\"=.\\\\-]{1,9}){0,3}";

fn unique(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}

fn cards() -> impl Strategy<Value = Card> {
    let maybe = || prop_oneof![Just(String::new()), WORDS];
    let lists = (
        proptest::collection::vec("[a-z][a-z0-9.]{0,9}@example\\.org", 0..4),
        proptest::collection::vec("[+]?[0-9]{1,4}( [0-9]{1,4}){0,3}", 0..4),
        proptest::collection::vec("https://example\\.org/[a-z0-9?=&/]{0,60}", 0..4),
        proptest::collection::vec(WORDS, 0..5),
    );
    let note = proptest::collection::vec(WORDS, 0..6).prop_map(|lines| lines.join("\n"));
    (proptest::option::of("[a-zA-Z0-9:,-]{1,40}"), WORDS, maybe(), maybe(), maybe(), lists, note).prop_map(
        |(uid, name, department, company, role, (mails, phones, links, tags), note)| Card {
            uid,
            name,
            department,
            company,
            role,
            mails: unique(mails),
            phones: unique(phones),
            links: unique(links),
            tags: unique(tags),
            note,
        },
    )
}

/// Pieces from which random files come closer to cards than random bytes do.
const PIECES: [&[u8]; 30] = [
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b"VERSION:2.1\n",
    b"VERSION:4.0\r\n",
    b"AGENT:\n",
    b"AGENT:BEGIN:VCARD\n",
    b"FN:",
    b"N:",
    b"ORG:",
    b"EMAIL;",
    b"TEL:tel:",
    b"NOTE;ENCODING=QUOTED-PRINTABLE:",
    b"CATEGORIES:",
    b"URL:http://",
    b"=\n",
    b"=C3",
    b"\n ",
    b"\n\t",
    b"\n",
    b"\r",
    b";",
    b",",
    b":",
    b"\\",
    b"\"",
    b"\xFF",
    b"\xC3",
    b"\0",
    b"a@example.org",
    b"KIND:group\n",
];

/// What must hold of all that is read, whatever the bytes.
fn is_fit_to_show(bytes: &[u8]) {
    let Ok(read) = read(bytes) else { return };
    for card in &read.cards {
        assert!(!card.name.is_empty());
        let short = [&card.name, &card.department, &card.company, &card.role].into_iter().chain(&card.uid);
        let short = short.chain(&card.mails).chain(&card.phones).chain(&card.tags);
        assert!(short.clone().all(|text| text.len() <= 256));
        assert!(card.note.len() <= 4096 && card.links.iter().all(|link| link.len() <= 2048));
        let lines = short.chain(&card.links).map(String::as_str).chain(card.note.lines());
        let hidden = ['\u{202E}', '\u{2066}', '\u{200F}'];
        for line in lines {
            assert!(!line.contains(char::is_control) && !line.contains(hidden), "{line:?}");
        }
        for list in [&card.mails, &card.phones, &card.links, &card.tags] {
            assert!(list.len() <= 100 && list.iter().all(|text| !text.is_empty()));
        }
    }
    assert!(read.skipped.iter().all(|skipped| skipped.sentence.len() < 512));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_written_card_comes_back(card in cards(), width in 3_usize..90, windows in any::<bool>()) {
        let file = write(&card, width, if windows { "\r\n" } else { "\n" });
        let read = read(&file).expect("a card was written");
        prop_assert_eq!(read.cards, vec![card]);
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        is_fit_to_show(&bytes);
        let mut card = b"BEGIN:VCARD\nFN:".to_vec();
        card.extend_from_slice(&bytes);
        card.extend_from_slice(b"\nEND:VCARD");
        is_fit_to_show(&card);
    }

    #[test]
    fn random_pieces_of_cards_do_no_harm(picks in proptest::collection::vec(0..PIECES.len(), 0..300)) {
        let mut file = b"BEGIN:VCARD\n".to_vec();
        file.extend(picks.iter().flat_map(|pick| PIECES[*pick]));
        is_fit_to_show(&file);
    }

    #[test]
    fn random_texts_are_bounded(text in "\\PC{0,400}|(.|\n){0,400}") {
        let file = format!("BEGIN:VCARD\nVERSION:3.0\nFN:{text}\nORG:{text}\nNOTE:{text}\nEMAIL:{text}\nURL:http://{text}\nEND:VCARD");
        is_fit_to_show(file.as_bytes());
    }
}
