//! Everybody named in the file, each kept once, and who of them is the reader.

use super::Person;
use crate::calendar::event::{Event, Party, PartyKind};
use crate::formats::{
    mail::same_address,
    names::{are_two_people, is_a_name},
};
use crate::search::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Addresses kept from one file; an event with one beyond them is taken for a larger meeting.
const MAX_ADDRESSES: usize = 60_000;
/// A meeting of more is no 1-on-1, whoever they are.
const MAX_MEMBERS: usize = 8;
/// Of a larger meeting, how many refusals are kept: one of them may be the reader's.
const MAX_REFUSALS: usize = 32;

#[derive(Debug)]
struct Entry {
    key: Arc<str>,
    has_mail: bool,
    name: Box<str>,
    events: u32,
}

/// Somebody's number in the [`Directory`].
pub(super) type Number = u32;

/// One person on an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) who: Number,
    pub(super) declined: bool,
}

/// Who is on an event, without rooms and resources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct People {
    /// Everybody; or, for a larger meeting, those who declined.
    pub(super) members: Box<[Member]>,
    /// Whether there are more people than `members`: a list, a guest's guests, a large meeting.
    pub(super) larger: bool,
    /// Who called it.
    pub(super) organiser: Option<Number>,
}

impl People {
    pub(super) fn declined_by(&self, who: impl Fn(Number) -> bool) -> bool {
        self.members.iter().any(|member| member.declined && who(member.who))
    }
}

/// Everybody in the file.
#[derive(Debug, Default)]
pub(super) struct Directory {
    numbers: BTreeMap<Arc<str>, Number>,
    entries: Vec<Entry>,
    given: BTreeSet<Number>,
    anybody: bool,
}

impl Directory {
    /// A directory that knows the reader's own addresses from the start, so that there is always room for them.
    pub(super) fn new(given: &[String]) -> Self {
        let mut directory = Self::default();
        for mail in given.iter().filter_map(|mail| same_address(mail)) {
            let (name, kind) = (String::new(), PartyKind::Person);
            let party = Party { key: mail, name, kind, declined: false, brings_others: false };
            let number = directory.number(&party);
            directory.given.extend(number);
        }
        directory
    }

    /// Whether the people of an event tell anything even if its date doesn't: they do while the reader is guessed.
    pub(super) fn is_guessing(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether anybody was named on any event.
    pub(super) fn names_anybody(&self) -> bool {
        self.anybody
    }

    /// Notes only that an event names somebody.
    pub(super) fn glance(&mut self, event: &Event) {
        self.anybody |= event.organiser.is_some() || !event.guests.is_empty();
    }

    /// Notes the people of an event, and that each of them is on one event more.
    pub(super) fn note(&mut self, event: &Event) -> People {
        self.glance(event);
        let everyone = || event.organiser.iter().chain(&event.guests);
        let mut larger = event.more_guests;
        let mut members: Vec<Member> = Vec::new();
        let mut organiser = None;
        for (at, party) in everyone().enumerate() {
            larger |= party.kind == PartyKind::Group || party.brings_others;
            if party.kind != PartyKind::Person || event.guests.len() <= MAX_MEMBERS && named_again(party, everyone()) {
                continue;
            }
            let Some(who) = self.number(party) else {
                larger = true;
                continue;
            };
            if at == 0 && event.organiser.is_some() {
                organiser = Some(who);
            }
            members.push(Member { who, declined: party.declined });
        }
        members.sort_unstable_by_key(|member| (member.who, !member.declined));
        members.dedup_by_key(|member| member.who);
        for member in &members {
            if let Some(entry) = self.entries.get_mut(member.who as usize) {
                entry.events = entry.events.saturating_add(1);
            }
        }
        if members.len() > MAX_MEMBERS {
            larger = true;
            members.retain(|member| member.declined);
            members.truncate(MAX_REFUSALS);
        }
        People { members: members.into(), larger, organiser }
    }

    fn number(&mut self, party: &Party) -> Option<Number> {
        let key: Arc<str> = party.key.as_str().into();
        let mut under = Arc::clone(&key);
        if let Some(&number) = self.numbers.get(&*key) {
            let entry = self.entries.get_mut(number as usize)?;
            if entry.name.is_empty() && is_a_name(&party.name) {
                entry.name = party.name.as_str().into();
            }
            // Two people may share a mailbox; my own is mine, whatever name stands beside it.
            let shared = *entry.name != *party.name
                && party.has_mail()
                && !self.given.contains(&number)
                && are_two_people(&entry.name, &party.name);
            if !shared {
                return Some(number);
            }
            under = format!("{key} {}", folded(&party.name)).into();
            if let Some(&number) = self.numbers.get(&*under) {
                return Some(number);
            }
        }
        if self.entries.len() >= MAX_ADDRESSES {
            return None;
        }
        let number = Number::try_from(self.entries.len()).ok()?;
        self.numbers.insert(under, number);
        let name = if is_a_name(&party.name) { party.name.as_str().into() } else { "".into() };
        self.entries.push(Entry { key, has_mail: party.has_mail(), name, events: 0 });
        Some(number)
    }

    /// A person as the report names them.
    pub(super) fn person(&self, who: Number) -> Person {
        let Some(entry) = self.entries.get(who as usize) else {
            return Person { name: String::new(), mail: String::new() };
        };
        let mail = if entry.has_mail { entry.key.to_string() } else { String::new() };
        let shown =
            if entry.name.is_empty() { entry.key.strip_prefix("name:").unwrap_or(&entry.key) } else { &entry.name };
        let name = shown.to_owned();
        Person { name, mail }
    }

    /// Who the reader is: by the addresses given, or else by the one on most events. With addresses given of which
    /// none is in the file, nobody is taken for the reader: the one on most events is only worth asking about.
    pub(super) fn reader(&self, calendar_name: Option<&str>) -> Reader {
        let seen = |who: &Number| self.entries.get(*who as usize).is_some_and(|entry| entry.events > 0);
        if self.given.iter().any(seen) {
            return Reader { numbers: self.given.clone(), guessed: Vec::new() };
        }
        let number = |mail: &str| self.numbers.get(same_address(mail)?.as_str()).copied();
        let mails = || self.entries.iter().zip(0..).filter(|(entry, _)| entry.has_mail && entry.events > 0);
        let most = mails().map(|(entry, _)| entry.events).max().unwrap_or(0);
        let tied: Vec<Number> = mails().filter(|(entry, _)| entry.events == most).map(|(_, number)| number).collect();
        // Google names a calendar after its owner's address, which settles a draw.
        let owner = calendar_name.and_then(number).filter(|owner| tied.contains(owner));
        let numbers: BTreeSet<Number> = match (owner, tied.as_slice()) {
            (Some(owner), _) => [owner].into(),
            (None, [only]) => [*only].into(),
            _ => BTreeSet::new(),
        };
        let numbers = if self.is_guessing() { numbers } else { BTreeSet::new() };
        let shown = owner.map_or(tied, |owner| vec![owner]);
        Reader { numbers, guessed: shown.into_iter().take(5).map(|who| self.person(who).mail).collect() }
    }
}

/// The reader, as far as the file shows.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) numbers: BTreeSet<Number>,
    pub(super) guessed: Vec<String>,
}

impl Reader {
    pub(super) fn is(&self, who: Number) -> bool {
        self.numbers.contains(&who)
    }
}

/// Exchange names the organiser by an internal path and the same person by mail among the guests.
fn named_again<'a>(party: &Party, mut everyone: impl Iterator<Item = &'a Party>) -> bool {
    let name = party.name.to_lowercase();
    !party.has_mail() && is_a_name(&name) && everyone.any(|other| other.has_mail() && other.name.to_lowercase() == name)
}
