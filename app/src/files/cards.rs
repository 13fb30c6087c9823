//! Address cards: who is in them, who of those is here already, and what brings them in.

use super::{failure, read_at_most};
use crate::desk::{Failure, View};
use sideways_core::{
    command::{Command, PeerDetails},
    snapshot::PeerView,
    vcard::{self, Card},
};
use std::{path::Path, sync::Arc};

/// A file of cards, in bytes at most; photos in them are large and not read.
const FILE_BYTES: u64 = 64 * 1024 * 1024;
const HINT: &str = "name a .vcf file that your address book exported";

/// A card, and who it is here.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their details, with what I wrote about them kept.
    pub details: PeerDetails,
    /// The card's free text.
    pub note: String,
    /// Who they are here already.
    pub known: Option<Arc<PeerView>>,
}

/// Reads the cards of a file.
pub fn read_cards(file: &Path) -> Result<vcard::Read, Failure> {
    vcard::read(&read_at_most(file, FILE_BYTES, HINT)?).map_err(|e| failure(e.to_string(), Some(HINT)))
}

/// The people of these cards. A card without a department gets this one.
#[must_use]
pub fn people(cards: &[Card], department: &str, view: &View) -> Vec<Person> {
    cards.iter().map(|card| person(card, department, view)).collect()
}

/// What brings them in, all with one undo; nothing if there is nobody.
#[must_use]
pub fn bring_in(people: &[Person]) -> Option<Command> {
    let commands: Vec<Command> = people
        .iter()
        .map(|it| match &it.known {
            Some(known) => Command::EditPeer(known.id, it.details.clone()),
            None => Command::AddPeer(it.details.clone()),
        })
        .collect();
    (!commands.is_empty()).then_some(Command::Together(commands))
}

/// The cards' free text as notes of those who were new; whoever was here already has theirs.
#[must_use]
pub fn notes(people: &[Person], view: &View) -> Option<Command> {
    let new = people.iter().filter(|it| it.known.is_none() && !it.note.trim().is_empty());
    let notes: Vec<Command> = new
        .filter_map(|it| {
            let peer = view.snapshot.peers.iter().find(|peer| is(peer, &it.details))?;
            Some(Command::AddNote { peer: peer.id, text: it.note.clone() })
        })
        .collect();
    (!notes.is_empty()).then_some(Command::Together(notes))
}

fn person(card: &Card, department: &str, view: &View) -> Person {
    let mails = card.mails.iter().map(|mail| format!("mailto:{mail}"));
    let phones =
        card.phones.iter().map(|phone| if phone.starts_with("tel:") { phone.clone() } else { format!("tel:{phone}") });
    let stated = [&card.department, &card.company].into_iter().find(|text| !text.is_empty()).cloned();
    let mut details = PeerDetails {
        name: card.name.clone(),
        department: stated.unwrap_or_else(|| department.to_owned()),
        role: card.role.clone(),
        reach: mails.chain(phones).chain(card.links.iter().cloned()).collect(),
        tags: card.tags.clone(),
        card_uid: card.uid.clone().unwrap_or_default(),
        ..PeerDetails::default()
    };
    let known = view.snapshot.peers.iter().find(|peer| is(peer, &details)).cloned();
    if let Some(known) = &known {
        // What I wrote stays; the card adds what is missing.
        let mut kept = PeerDetails::of(known);
        kept.reach.extend(details.reach.iter().filter(|it| !known.reach.contains(it)).cloned());
        kept.tags.extend(details.tags.iter().filter(|it| !known.tags.contains(it)).cloned());
        if kept.role.is_empty() {
            kept.role = details.role;
        }
        if kept.card_uid.is_empty() {
            kept.card_uid = details.card_uid;
        }
        details = kept;
    }
    Person { details, note: card.note.clone(), known }
}

/// The same person: by the card's own name, then by mail.
fn is(peer: &PeerView, details: &PeerDetails) -> bool {
    let same_card = !details.card_uid.is_empty() && peer.card_uid == details.card_uid;
    let mails = details.reach.iter().filter(|it| it.starts_with("mailto:"));
    same_card || mails.into_iter().any(|mail| peer.reach.iter().any(|it| it.eq_ignore_ascii_case(mail)))
}
