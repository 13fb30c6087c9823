//! A file of address cards, as `import vcard` reads it; and that what is written of them is read back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sideways_core::{
    export::{EXPORT_VERSION, Export, ExportedPeer, vcard as written},
    formats::mail::mailto,
    id::PeerId,
    snapshot::{Me, Moment},
    vcard::{Card, Read, read},
};
use sideways_fuzz::one_line;
use std::collections::BTreeMap;

/// Bytes at most of a short text, a phone number, a mail address, a link, a note and a sentence.
const TEXT: usize = 256;
const PHONE: usize = 128;
const MAIL: usize = 254;
const LINK: usize = 2_048;
const NOTE: usize = 4_096;
const SENTENCE: usize = 512;
/// Entries of one kind at most.
const ENTRIES: usize = 100;

fuzz_target!(|bytes: &[u8]| {
    match read(bytes) {
        Ok(file) => {
            is_bounded(&file);
            comes_back(&file.cards);
        }
        Err(error) => one_line("an error", &error.to_string(), SENTENCE),
    }
});

fn is_bounded(file: &Read) {
    for card in &file.cards {
        assert!(!card.name.is_empty(), "nobody is without a name");
        for (what, text) in
            [("name", &card.name), ("department", &card.department), ("company", &card.company), ("role", &card.role)]
        {
            one_line(what, text, TEXT);
        }
        card.uid.iter().for_each(|uid| one_line("uid", uid, TEXT));
        for (what, list, most) in [
            ("mail", &card.mails, MAIL),
            ("phone", &card.phones, PHONE),
            ("link", &card.links, LINK),
            ("tag", &card.tags, TEXT),
        ] {
            assert!(list.len() <= ENTRIES, "{} entries of one kind", list.len());
            for text in list {
                assert!(!text.is_empty(), "an empty {what}");
                one_line(what, text, most);
            }
        }
        assert!(card.note.len() <= NOTE);
        card.note.split('\n').for_each(|line| one_line("a line of a note", line, NOTE));
    }
    file.skipped.iter().for_each(|it| one_line("a sentence", &it.sentence, SENTENCE));
}

/// Writes the people as `export vcard` does once they were brought in, and reads that again.
fn comes_back(cards: &[Card]) {
    let peers: Vec<ExportedPeer> = cards.iter().zip(0_u128..).map(|(card, number)| peer(card, number)).collect();
    let export = Export {
        sideways_export: EXPORT_VERSION,
        me: Me::default(),
        peers,
        projects: Vec::new(),
        finished: Vec::new(),
        busy_until: None,
        snoozed: BTreeMap::new(),
        reviewed: None,
    };
    if cards.is_empty() {
        return;
    }
    let again = read(written(&export).as_bytes()).unwrap_or_default();
    assert_eq!(again.skipped, [], "a written card is whole");
    assert_eq!(again.cards.len(), cards.len(), "as many cards as were written");
    for ((before, after), peer) in cards.iter().zip(&again.cards).zip(&export.peers) {
        assert_eq!(after.name, before.name);
        assert_eq!(after.department, peer.department);
        assert_eq!(after.role, before.role);
        assert_eq!(after.mails, before.mails);
        assert_eq!(after.phones, before.phones);
        assert_eq!(after.links, before.links);
        assert_eq!(after.tags, before.tags);
        assert_eq!(after.uid.as_deref(), before.uid.as_deref().or(Some(&format!("urn:sideways:{}", peer.id))));
    }
}

/// A card as it is brought in.
fn peer(card: &Card, number: u128) -> ExportedPeer {
    let mails = card.mails.iter().map(|mail| mailto(mail));
    let phones =
        card.phones.iter().map(|phone| if phone.starts_with("tel:") { phone.clone() } else { format!("tel:{phone}") });
    let department = if card.department.is_empty() { &card.company } else { &card.department };
    ExportedPeer {
        id: PeerId(number.to_be_bytes()),
        name: card.name.clone(),
        department: department.clone(),
        role: card.role.clone(),
        reach: mails.chain(phones).chain(card.links.iter().cloned()).collect(),
        every: None,
        tags: card.tags.clone(),
        how_met: String::new(),
        card_uid: card.uid.clone().unwrap_or_default(),
        added: Moment::default(),
        closed: None,
        words: Vec::new(),
        notes: Vec::new(),
        meetings: Vec::new(),
        promises: Vec::new(),
        heads_ups: Vec::new(),
        plans: Vec::new(),
        points: Vec::new(),
        tests: Vec::new(),
        series: None,
        lines: Vec::new(),
        only_mine: Vec::new(),
        pad: "".into(),
        my_working_on: String::new(),
        their_working_on: String::new(),
    }
}
