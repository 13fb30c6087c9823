//! Search over everything a snapshot shows: the folded text of each peer is made anew only when their picture is.

use super::{Class, Excerpt, Hit, Index, Record, excerpt};
use crate::{
    id::PeerId,
    method::day_of,
    snapshot::{Finished, HeadsUp, Line, Meeting, PeerView, Project, SharedHeadsUp, Snapshot, Who},
};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// The searched snapshot.
#[derive(Debug, Default)]
pub struct Notebook {
    index: Index<u32, Key>,
    slots: BTreeMap<PeerId, u32>,
    groups: BTreeMap<u32, Group>,
    projects: Vec<Arc<Project>>,
    finished: Vec<Finished>,
}

/// What a group's texts are of.
#[derive(Debug)]
struct Group(Arc<PeerView>);

/// Where a text is: in which group, of what kind, and the how-manieth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    slot: u32,
    part: Part,
    at: u32,
}

/// A kind of text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Part {
    /// A peer: name, department, role, tags, how we met.
    Person,
    /// Their words.
    Words,
    /// A promise.
    Promise,
    /// A heads-up.
    HeadsUp,
    /// A line of the list.
    Line,
    /// A project.
    Project,
    /// Something prepared.
    Point,
    /// A meeting.
    Meeting,
    /// A private note.
    Note,
    /// The pad.
    Pad,
    /// What each is working on.
    WorkingOn,
    /// Words beside the three tests.
    Tests,
    /// A finished work.
    Finished,
}

/// Something that was found.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// With whom it is; none for a project or a finished work.
    pub peer: Option<PeerId>,
    /// What it is.
    pub part: Part,
    /// The id of the entry, line, project or finished work; for the pad and what each is working on, the peer's.
    pub id: String,
    /// Its day.
    pub day: Date,
    /// The words around the match.
    pub excerpt: Excerpt,
}

/// The group of what belongs to no peer.
const NOBODY: u32 = u32::MAX;
/// Days are counted from here.
const EPOCH: Date = date(1970, 1, 1);
/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 120;

impl Notebook {
    /// Takes in what changed since the last snapshot.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let gone: Vec<PeerId> =
            self.slots.keys().filter(|id| !snapshot.peers.iter().any(|peer| peer.id == **id)).copied().collect();
        for slot in gone.iter().filter_map(|id| self.slots.remove(id)) {
            self.index.remove(&slot);
            self.groups.remove(&slot);
        }
        for peer in &snapshot.peers {
            let free = self.groups.keys().next_back().map_or(0, |last| last + 1);
            let slot = *self.slots.entry(peer.id).or_insert(free);
            if self.groups.get(&slot).is_some_and(|group| Arc::ptr_eq(&group.0, peer)) {
                continue;
            }
            let texts = texts(peer);
            self.index.replace(slot, texts.iter().map(|text| text.record(slot)));
            self.groups.insert(slot, Group(peer.clone()));
        }
        let same = self.projects.len() == snapshot.projects.len()
            && self.projects.iter().zip(&snapshot.projects).all(|(a, b)| Arc::ptr_eq(a, b))
            && self.finished == snapshot.finished;
        if !same {
            self.projects.clone_from(&snapshot.projects);
            self.finished.clone_from(&snapshot.finished);
            let projects = self.projects.iter().enumerate().map(|(at, it)| project(at, it));
            let finished = self.finished.iter().enumerate().map(|(at, it)| finished(at, it));
            let texts: Vec<Text<'_>> = projects.chain(finished).collect();
            self.index.replace(NOBODY, texts.iter().map(|text| text.record(NOBODY)));
        }
    }

    /// What has all the words, best first.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found> {
        let hits = self.index.find(query, limit);
        let found = hits.into_iter().filter_map(|Hit { key: Key { slot, part, at }, .. }| {
            let group = self.groups.get(&slot);
            let text = match group {
                Some(Group(peer)) => text(peer, part, at)?,
                None => {
                    let at = usize::try_from(at).ok()?;
                    match part {
                        Part::Finished => finished(at, self.finished.get(at)?),
                        _ => project(at, self.projects.get(at)?),
                    }
                }
            };
            let excerpt = excerpt(&text.text, query, EXCERPT_CHARS);
            let id = PeerId(text.id).to_string();
            Some(Found { peer: group.map(|group| group.0.id), part, id, day: text.day, excerpt })
        });
        found.collect()
    }

    /// The memory that the folded texts take, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }
}

/// One text of a snapshot.
struct Text<'a> {
    part: Part,
    at: u32,
    id: [u8; 16],
    day: Date,
    text: Cow<'a, str>,
}

impl Text<'_> {
    fn record(&self, slot: u32) -> Record<'_, Key> {
        let class = match self.part {
            Part::Person => Class::Name,
            Part::Words => Class::Words,
            Part::Promise | Part::HeadsUp => Class::Promise,
            Part::Line => Class::Line,
            Part::Project | Part::Finished => Class::Project,
            Part::Point | Part::Meeting | Part::Note | Part::Pad | Part::WorkingOn | Part::Tests => Class::Note,
        };
        let day = self.day.since(EPOCH).map_or(0, |span| span.get_days());
        Record { key: Key { slot, part: self.part, at: self.at }, class, day, text: &self.text }
    }
}

fn project(at: usize, it: &Project) -> Text<'_> {
    let needs = it.needs.iter().map(|need| format!(" {} {}", need.department, need.what));
    let text = std::iter::once(it.name.clone()).chain(needs).collect::<String>();
    Text { part: Part::Project, at: at as u32, id: it.id.0, day: it.made, text: text.into() }
}

fn finished(at: usize, it: &Finished) -> Text<'_> {
    Text { part: Part::Finished, at: at as u32, id: it.id.0, day: it.on, text: it.text.as_str().into() }
}

/// A place in a peer's texts: its kind, its number within that kind, and what it is of.
struct Place {
    part: Part,
    at: u32,
    id: [u8; 16],
    day: Date,
}

/// Is told of each place, and can have its words put together.
type Visitor<'v, 'a> = &'v mut dyn FnMut(Place, &dyn Fn() -> Cow<'a, str>);

/// Visits every text of a peer; its words are put together only where the visitor asks for them.
fn visit<'a>(peer: &'a PeerView, visitor: Visitor<'_, 'a>) {
    let mut counts: BTreeMap<Part, u32> = BTreeMap::new();
    let mut add = |part: Part, id: [u8; 16], day: Date, text: &dyn Fn() -> Cow<'a, str>| {
        let at = counts.entry(part).or_default();
        *at += 1;
        visitor(Place { part, at: *at, id, day }, text);
    };
    let known = day_of(peer.added);
    add(Part::Person, peer.id.0, known, &|| person(peer).into());
    for it in &peer.words {
        add(Part::Words, it.id.0, it.on, &|| it.text.as_str().into());
    }
    for it in &peer.promises {
        add(Part::Promise, it.id.0, it.due.unwrap_or(known), &|| it.text.as_str().into());
    }
    for it in &peer.heads_ups {
        add(Part::HeadsUp, it.id.0, it.by, &|| heads_up(it));
    }
    // Those of mine stand in the list with the words that they have here, as long as they are here.
    let here = |given: &SharedHeadsUp| {
        given.from == Who::Me && peer.heads_ups.iter().any(|it| it.sent.is_some() && it.text == given.text)
    };
    for it in peer.list.heads_ups.iter().filter(|it| !here(it)) {
        add(Part::HeadsUp, it.id.0, day_of(it.at), &|| it.text.as_str().into());
    }
    for it in peer.list.lines.iter().chain(&peer.list.only_mine) {
        let day = it.versions.first().map_or(known, |it| day_of(it.at));
        add(Part::Line, it.id.0, day, &|| line(it).into());
    }
    for it in &peer.points {
        add(Part::Point, it.id.0, day_of(it.at), &|| it.text.as_str().into());
    }
    for it in &peer.meetings {
        add(Part::Meeting, it.id.0, it.on, &|| meeting(it).into());
    }
    for it in &peer.notes {
        add(Part::Note, it.id.0, day_of(it.at), &|| it.text.as_str().into());
    }
    for it in peer.tests.iter().filter(|it| !it.note.is_empty()) {
        add(Part::Tests, it.id.0, it.on, &|| it.note.as_str().into());
    }
    let published =
        [&peer.list.my_working_on, &peer.list.their_working_on].map(|text| (Part::WorkingOn, text.as_str()));
    for (part, text) in std::iter::once((Part::Pad, &*peer.list.pad)).chain(published) {
        if !text.is_empty() {
            add(part, peer.id.0, known, &|| text.into());
        }
    }
}

fn texts(peer: &PeerView) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    visit(peer, &mut |Place { part, at, id, day }, text| texts.push(Text { part, at, id, day, text: text() }));
    texts
}

fn text(peer: &PeerView, part: Part, at: u32) -> Option<Text<'_>> {
    let mut found = None;
    visit(peer, &mut |it, text| {
        if it.part == part && it.at == at {
            found = Some(Text { part, at, id: it.id, day: it.day, text: text() });
        }
    });
    found
}

fn person(peer: &PeerView) -> String {
    let texts = [&peer.name, &peer.department, &peer.role, &peer.how_met];
    let texts = texts.into_iter().chain(&peer.tags).map(String::as_str).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}

fn line(it: &Line) -> String {
    let all = it.versions.iter().map(|it| it.text.as_str()).chain(it.remarks.iter().map(|it| it.text.as_str()));
    all.collect::<Vec<_>>().join(" · ")
}

fn heads_up(it: &HeadsUp) -> Cow<'_, str> {
    match &it.told {
        Some(told) => format!("{} · {}", it.text, told.how).into(),
        None => it.text.as_str().into(),
    }
}

fn meeting(it: &Meeting) -> String {
    let lists = it.also.iter().chain(&it.offered).chain(&it.asked).chain(&it.they_offered).chain(&it.they_asked);
    let all = [&it.words, &it.mine, &it.help].into_iter().chain(lists).filter(|text| !text.is_empty());
    all.map(String::as_str).collect::<Vec<_>>().join(" · ")
}
