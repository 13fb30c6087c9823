//! Address cards: who is in them, who of those is here already, and what brings them in.

use super::{
    failure, read_at_most,
    same_person::{Candidates, Likeness, likeness},
    text::{is_utf_16, text_in},
};
use crate::desk::{Failure, View};
use sideways_core::{
    command::{Command, PeerDetails},
    formats::mail::mailto,
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
    /// Whom they may be, here or in the same file: only I know.
    pub twin: Option<String>,
}

/// Reads the cards of a file.
pub fn read_cards(file: &Path) -> Result<vcard::Read, Failure> {
    let mut bytes = read_at_most(file, FILE_BYTES, HINT)?;
    if is_utf_16(&bytes) {
        bytes = text_in(&bytes).map(String::into_bytes).unwrap_or(bytes);
    }
    vcard::read(&bytes).map_err(|e| failure(e.to_string(), Some(HINT)))
}

/// The people of these cards, each once, however many cards they have. A card without a department gets this one.
#[must_use]
pub fn people(cards: &[Card], department: &str, view: &View) -> Vec<Person> {
    let peers: Vec<PeerDetails> = view.snapshot.peers.iter().map(|peer| PeerDetails::of(peer)).collect();
    let (mut here, mut read) = (Candidates::default(), Candidates::default());
    peers.iter().enumerate().for_each(|(nth, peer)| here.add(nth, peer));
    let mut people: Vec<Person> = Vec::new();
    for card in cards {
        let (details, note) = (details(card, department), card.note.clone());
        let alike = |with: &PeerDetails| likeness(with, &details);
        let (mut same, mut twin) = (None, None);
        for nth in here.maybe(&details) {
            let Some((known, peer)) = peers.get(nth).zip(view.snapshot.peers.get(nth)) else { continue };
            match alike(known) {
                Likeness::Same => same = same.or(Some(peer.clone())),
                Likeness::Twin => twin = twin.or_else(|| Some(format!("{} ({})", peer.name, peer.department))),
                Likeness::Other => {}
            }
        }
        let mut before = None;
        for nth in read.maybe(&details) {
            let Some(earlier) = people.get(nth) else { continue };
            let one = same.as_ref().is_some_and(|peer| earlier.known.as_ref().is_some_and(|it| it.id == peer.id));
            match alike(&earlier.details) {
                Likeness::Same if same.is_none() || one => before = before.or(Some(nth)),
                Likeness::Twin if same.is_none() && twin.is_none() => {
                    twin = Some(format!("{} in the same file", earlier.details.name));
                }
                _ if one => before = before.or(Some(nth)),
                _ => {}
            }
        }
        if let Some(earlier) = before.and_then(|nth| people.get_mut(nth)) {
            complete(&mut earlier.details, details);
            if !earlier.note.contains(&note) {
                earlier.note = [earlier.note.as_str(), &note].join("\n").trim().to_owned();
            }
            continue;
        }
        let mut person = Person { details, note, known: same, twin };
        if let Some(known) = &person.known {
            // What I wrote stays; the card adds what is missing.
            let new = std::mem::replace(&mut person.details, PeerDetails::of(known));
            read.add(people.len(), &new);
            complete(&mut person.details, new);
            person.twin = None;
        }
        read.add(people.len(), &person.details);
        people.push(person);
    }
    people
}

/// What brings them in, all with one undo; nothing if nobody is new and nothing was missing.
#[must_use]
pub fn bring_in(people: &[Person]) -> Option<Command> {
    let commands: Vec<Command> = people
        .iter()
        .filter(|it| it.adds())
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
            let is_it = |peer: &&Arc<PeerView>| PeerDetails::of(peer) == it.details;
            let alike = |peer: &&Arc<PeerView>| likeness(&PeerDetails::of(peer), &it.details) == Likeness::Same;
            let peers = &view.snapshot.peers;
            let peer = peers.iter().find(is_it).or_else(|| peers.iter().find(alike))?;
            Some(Command::AddNote { peer: peer.id, text: it.note.clone() })
        })
        .collect();
    (!notes.is_empty()).then_some(Command::Together(notes))
}

impl Person {
    /// Whether bringing them in changes anything.
    #[must_use]
    pub fn adds(&self) -> bool {
        self.known.as_ref().is_none_or(|known| PeerDetails::of(known) != self.details)
    }
}

fn details(card: &Card, department: &str) -> PeerDetails {
    let mails = card.mails.iter().map(|mail| mailto(mail));
    let phones =
        card.phones.iter().map(|phone| if phone.starts_with("tel:") { phone.clone() } else { format!("tel:{phone}") });
    let stated = [&card.department, &card.company].into_iter().find(|text| !text.is_empty()).cloned();
    PeerDetails {
        name: card.name.clone(),
        department: stated.unwrap_or_else(|| department.to_owned()),
        role: card.role.clone(),
        reach: mails.chain(phones).chain(card.links.iter().cloned()).collect(),
        tags: card.tags.clone(),
        card_uid: card.uid.clone().unwrap_or_default(),
        ..PeerDetails::default()
    }
}

/// Adds to somebody what another card of theirs has and they lack.
fn complete(details: &mut PeerDetails, new: PeerDetails) {
    let lacks = |have: &[String], it: &String| !have.iter().any(|have| have.eq_ignore_ascii_case(it));
    let reach: Vec<String> = new.reach.into_iter().filter(|it| lacks(&details.reach, it)).collect();
    let tags: Vec<String> = new.tags.into_iter().filter(|it| !details.tags.contains(it)).collect();
    details.reach.extend(reach);
    details.tags.extend(tags);
    for (have, new) in [
        (&mut details.role, new.role),
        (&mut details.card_uid, new.card_uid),
        (&mut details.department, new.department),
    ] {
        if have.is_empty() {
            *have = new;
        }
    }
}
