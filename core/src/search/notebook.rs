//! Search over everything a snapshot shows: the folded text of each peer is made anew only when their picture is.

use super::{Class, Excerpt, Hit, Index, Record, excerpt};
use crate::{
    id::PeerId,
    method::day_of,
    snapshot::{Meeting, PeerView, Project, Snapshot},
};
use jiff::civil::{Date, date};
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// The searched snapshot.
#[derive(Debug, Default)]
pub struct Notebook {
    index: Index<u32, Key>,
    slots: BTreeMap<PeerId, u32>,
    groups: BTreeMap<u32, Group>,
    projects: Vec<Arc<Project>>,
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
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
    /// The pad, and what each is working on.
    Pad,
}

/// Something that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// With whom it is; none for a project.
    pub peer: Option<PeerId>,
    /// What it is.
    pub part: Part,
    /// The id of the entry, line, project or peer.
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
            && self.projects.iter().zip(&snapshot.projects).all(|(a, b)| Arc::ptr_eq(a, b));
        if !same {
            self.projects.clone_from(&snapshot.projects);
            let texts: Vec<Text<'_>> = self.projects.iter().enumerate().map(|(at, it)| project(at, it)).collect();
            self.index.replace(NOBODY, texts.iter().map(|text| text.record(NOBODY)));
        }
    }

    /// What has all the words, best first.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found> {
        let mut gathered: BTreeMap<u32, Vec<Text<'_>>> = BTreeMap::new();
        let mut all = Vec::new();
        for Hit { key: Key { slot, part, at }, .. } in self.index.find(query, limit) {
            let group = self.groups.get(&slot);
            let texts = gathered.entry(slot).or_insert_with(|| match group {
                Some(Group(peer)) => texts(peer),
                None => self.projects.iter().enumerate().map(|(at, it)| project(at, it)).collect(),
            });
            if let Some(text) = texts.iter().find(|text| text.part == part && text.at == at) {
                let id = PeerId(text.id).to_string();
                let excerpt = excerpt(&text.text, query, EXCERPT_CHARS);
                all.push(Found { peer: group.map(|group| group.0.id), part, id, day: text.day, excerpt });
            }
        }
        all
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
            Part::Project => Class::Project,
            Part::Point | Part::Meeting | Part::Note | Part::Pad => Class::Note,
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

/// The texts of a peer as they are gathered, numbered within their kind.
#[derive(Default)]
struct Texts<'a> {
    all: Vec<Text<'a>>,
    counts: BTreeMap<Part, u32>,
}

impl<'a> Texts<'a> {
    fn add(&mut self, part: Part, id: [u8; 16], day: Date, text: impl Into<Cow<'a, str>>) {
        let at = self.counts.entry(part).or_default();
        *at += 1;
        self.all.push(Text { part, at: *at, id, day, text: text.into() });
    }
}

fn texts(peer: &PeerView) -> Vec<Text<'_>> {
    let mut texts = Texts::default();
    let known = day_of(peer.added);
    let person = [&peer.name, &peer.department, &peer.role, &peer.how_met];
    let person = person.into_iter().chain(&peer.tags).map(String::as_str).filter(|text| !text.is_empty());
    let person = person.collect::<Vec<_>>().join(" ");
    texts.add(Part::Person, peer.id.0, known, person);
    for it in &peer.words {
        texts.add(Part::Words, it.id.0, it.on, it.text.as_str());
    }
    for it in &peer.promises {
        texts.add(Part::Promise, it.id.0, it.due.unwrap_or(known), it.text.as_str());
    }
    for it in &peer.heads_ups {
        texts.add(Part::HeadsUp, it.id.0, it.by, it.text.as_str());
    }
    for line in peer.list.lines.iter().chain(&peer.list.only_mine) {
        let all = line.versions.iter().map(|it| it.text.as_str()).chain(line.remarks.iter().map(|it| it.text.as_str()));
        let day = line.versions.first().map_or(known, |it| day_of(it.at));
        texts.add(Part::Line, line.id.0, day, all.collect::<Vec<_>>().join(" · "));
    }
    for it in &peer.points {
        texts.add(Part::Point, it.id.0, day_of(it.at), it.text.as_str());
    }
    for it in &peer.meetings {
        texts.add(Part::Meeting, it.id.0, it.on, meeting(it));
    }
    for it in &peer.notes {
        texts.add(Part::Note, it.id.0, day_of(it.at), it.text.as_str());
    }
    for text in [&*peer.list.pad, &peer.list.my_working_on, &peer.list.their_working_on] {
        if !text.is_empty() {
            texts.add(Part::Pad, peer.id.0, known, text);
        }
    }
    texts.all
}

fn meeting(it: &Meeting) -> String {
    let lists = it.offered.iter().chain(&it.asked).chain(&it.they_offered).chain(&it.they_asked);
    let all = [&it.words, &it.mine, &it.help].into_iter().chain(lists).filter(|text| !text.is_empty());
    all.map(String::as_str).collect::<Vec<_>>().join(" · ")
}
