//! The folded notebook: one chunk of text for each class of a group, the newest record first.

use super::fold::fold_into;
use super::query::{Place, Query};
use super::typos::Typos;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What kind of text a record is; its order is the order of results.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// The name of a person or thing; found with small typing mistakes too.
    Name,
    /// A person's own words.
    Words,
    /// What someone promised.
    Promise,
    /// A line of a list.
    Line,
    /// A project.
    Project,
    /// Any other note.
    Note,
}

impl Class {
    const ALL: [Class; 6] = [Class::Name, Class::Words, Class::Promise, Class::Line, Class::Project, Class::Note];
}

/// One text to be found.
#[derive(Clone, Debug)]
pub struct Record<'a, K> {
    /// What the caller knows the text by.
    pub key: K,
    /// What kind of text it is.
    pub class: Class,
    /// Its day; later is newer, and newer comes first.
    pub day: i32,
    /// The text as written; the index keeps only its folded form.
    pub text: &'a str,
}

/// A record that matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit<K> {
    /// The record's key.
    pub key: K,
    /// The record's class.
    pub class: Class,
    /// The record's day.
    pub day: i32,
    /// Where the query was found; [`super::excerpt()`] shows the very words.
    pub place: Place,
}

/// All folded text, in groups that are replaced as a whole.
#[derive(Clone, Debug)]
pub struct Index<G, K> {
    groups: BTreeMap<G, Vec<Chunk<K>>>,
}

/// The records of one class of a group, the newest first; equally new ones in the order of their keys.
#[derive(Clone, Debug)]
struct Chunk<K> {
    class: Class,
    /// Each record is a space, its folded text and a line feed, which folding never gives.
    text: String,
    entries: Vec<Entry<K>>,
}

#[derive(Clone, Debug)]
struct Entry<K> {
    /// Four bytes rather than eight: short records are many.
    start: u32,
    day: i32,
    key: K,
}

/// A match as it is ordered within its class: the place, the number of typing mistakes, newest, key.
type Candidate<'a, K> = (Place, usize, Reverse<i32>, &'a K);

/// The best candidates so far, never more than there is room for.
struct Best<'a, K> {
    room: usize,
    kept: BinaryHeap<Candidate<'a, K>>,
}

impl<G: Ord + Clone, K: Ord + Clone> Default for Index<G, K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<G: Ord + Clone, K: Ord + Clone> Index<G, K> {
    /// An index with nothing in it.
    pub fn new() -> Self {
        Index { groups: BTreeMap::new() }
    }

    /// Folds the records and puts them in the place of all that the group held; without records the group is gone.
    pub fn replace<'a>(&mut self, group: G, records: impl IntoIterator<Item = Record<'a, K>>) {
        let mut records: Vec<Record<'a, K>> = records.into_iter().collect();
        records.sort_by(|a, b| (a.class, Reverse(a.day), &a.key).cmp(&(b.class, Reverse(b.day), &b.key)));
        let chunks: Vec<Chunk<K>> =
            records.chunk_by(|a, b| a.class == b.class).filter_map(|same| Chunk::new(same)).collect();
        if chunks.is_empty() {
            self.groups.remove(&group);
        } else {
            self.groups.insert(group, chunks);
        }
    }

    /// Forgets a group.
    pub fn remove(&mut self, group: &G) {
        self.groups.remove(group);
    }

    /// The groups that hold something, in order.
    pub fn groups(&self) -> impl Iterator<Item = &G> {
        self.groups.keys()
    }

    /// At most `limit` records that have every term of the query, the best first: by class, word starts before the
    /// insides of words, the newest first, then by key.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit<K>> {
        let Some(query) = Query::new(query) else { return Vec::new() };
        let mut hits = Vec::new();
        for class in Class::ALL {
            let room = limit.saturating_sub(hits.len());
            if room == 0 {
                break;
            }
            let mut best = Best { room, kept: BinaryHeap::new() };
            for chunk in self.chunks(class) {
                chunk.find(&query, &mut best);
            }
            if class == Class::Name && best.kept.len() < room {
                self.find_similar(&query, &mut best);
            }
            let sorted = best.kept.into_sorted_vec().into_iter();
            hits.extend(sorted.map(|(place, _, Reverse(day), key)| Hit { key: key.clone(), class, day, place }));
        }
        hits
    }

    /// Bytes of memory held for text and records; what keys hold outside themselves isn't known here.
    pub fn bytes(&self) -> usize {
        let chunks = self.groups.values().flatten();
        let held = chunks.map(|chunk| chunk.text.capacity() + chunk.entries.capacity() * size_of::<Entry<K>>());
        let groups = self.groups.values().map(|chunks| chunks.capacity() * size_of::<Chunk<K>>() + size_of::<G>());
        held.sum::<usize>() + groups.sum::<usize>()
    }

    fn chunks(&self, class: Class) -> impl Iterator<Item = &Chunk<K>> {
        self.groups.values().filter_map(move |chunks| chunks.iter().find(|chunk| chunk.class == class))
    }

    fn find_similar<'a>(&'a self, query: &Query, best: &mut Best<'a, K>) {
        let Some(typos) = Typos::new(&query.letters) else { return };
        for chunk in self.chunks(Class::Name) {
            for (entry, name) in chunk.entries.iter().zip(chunk.text.lines()) {
                if let Some(distance) = typos.distance(name)
                    && query.place(name.as_bytes()).is_none()
                {
                    best.offer((Place::Similar, distance, Reverse(entry.day), &entry.key));
                }
            }
        }
    }
}

impl<K: Ord + Clone> Chunk<K> {
    /// From sorted records of one class; None from none. After 4 GiB of text the oldest records are left out.
    fn new(records: &[Record<'_, K>]) -> Option<Self> {
        let class = records.first()?.class;
        let mut text = String::with_capacity(records.iter().map(|record| record.text.len() + 2).sum());
        let mut entries = Vec::with_capacity(records.len());
        for record in records {
            let Ok(start) = u32::try_from(text.len()) else { break };
            entries.push(Entry { start, day: record.day, key: record.key.clone() });
            text.push(' ');
            fold_into(record.text, &mut text);
            text.push('\n');
        }
        text.shrink_to_fit();
        Some(Chunk { class, text, entries })
    }

    /// Offers every matching record, until no later one could be better than those kept.
    fn find<'a>(&'a self, query: &Query, best: &mut Best<'a, K>) {
        let text = self.text.as_bytes();
        let mut entries = self.entries.as_slice();
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| query.first.inside.find(rest)) {
            let at = from + found;
            let skipped = entries.partition_point(|entry| entry.start as usize <= at).saturating_sub(1);
            let Some((entry, later)) = entries.get(skipped..).and_then(|rest| rest.split_first()) else { return };
            if best.refuses(&(Place::WordStart, 0, Reverse(entry.day), &entry.key)) {
                return;
            }
            let end = later.first().map_or(text.len(), |next| next.start as usize);
            let start = entry.start as usize;
            let Some(record) = text.get(start..end) else { return };
            if let Some(place) = query.place_at(record, at - start) {
                best.offer((place, 0, Reverse(entry.day), &entry.key));
            }
            entries = later;
            from = end;
        }
    }
}

impl<'a, K: Ord> Best<'a, K> {
    fn refuses(&self, candidate: &Candidate<'a, K>) -> bool {
        self.kept.len() >= self.room && self.kept.peek().is_none_or(|worst| candidate >= worst)
    }

    fn offer(&mut self, candidate: Candidate<'a, K>) {
        if self.refuses(&candidate) {
            return;
        }
        self.kept.push(candidate);
        if self.kept.len() > self.room {
            self.kept.pop();
        }
    }
}
