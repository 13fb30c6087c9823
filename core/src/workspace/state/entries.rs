//! The entries of journals, held in memory: what was written about each peer, and in which year's journal it is.

use crate::{
    id::EntryId,
    rows::{EntryKind, EntryRow},
    snapshot::{CalendarSeries, HeadsUp, Meeting, Note, Plan, Point, Promise, TheirWords, ThreeTests},
};
use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

/// The entries of one peer.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    all: BTreeMap<EntryId, Held>,
}

/// One entry.
#[derive(Debug)]
struct Held {
    year: i16,
    removed: bool,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Note(Arc<Note>),
    Words(Arc<TheirWords>),
    Meeting(Arc<Meeting>),
    Promise(Arc<Promise>),
    HeadsUp(Arc<HeadsUp>),
    Plan(Arc<Plan>),
    Point(Arc<Point>),
    Tests(Arc<ThreeTests>),
    Series(Arc<CalendarSeries>),
}

impl Entries {
    pub(crate) fn take(&mut self, year: i16, row: EntryRow) {
        let kind = match row.kind {
            EntryKind::Note(it) => Kind::Note(it.into()),
            EntryKind::Words(it) => Kind::Words(it.into()),
            EntryKind::Meeting(it) => Kind::Meeting(it.into()),
            EntryKind::Promise(it) => Kind::Promise(it.into()),
            EntryKind::HeadsUp(it) => Kind::HeadsUp(it.into()),
            EntryKind::Plan(it) => Kind::Plan(it.into()),
            EntryKind::Point(it) => Kind::Point(it.into()),
            EntryKind::Tests(it) => Kind::Tests(it.into()),
            EntryKind::Series(it) => Kind::Series(it.into()),
        };
        self.all.insert(row.id, Held { year, removed: row.removed, kind });
    }

    /// The year of the journal that an entry is in, removed or not.
    pub(crate) fn year_of(&self, id: &EntryId) -> Option<i16> {
        self.all.get(id).map(|held| held.year)
    }

    /// Whether it stands.
    pub(crate) fn stands(&self, id: &EntryId) -> bool {
        self.all.get(id).is_some_and(|held| !held.removed)
    }
}

/// The entries that are shown with one peer: their own, and those of peers who were merged into them.
pub(crate) struct Shown<'a> {
    entries: Vec<(EntryId, &'a Kind)>,
}

macro_rules! shown {
    ($name:ident, $kind:ident, $type:ty, $key:expr) => {
        pub(crate) fn $name(&self) -> Vec<Arc<$type>> {
            let pick = |(_, kind): &(EntryId, &Kind)| if let Kind::$kind(it) = kind { Some(it.clone()) } else { None };
            let mut found: Vec<Arc<$type>> = self.entries.iter().filter_map(pick).collect();
            found.sort_by_key($key);
            found
        }
    };
}

impl<'a> Shown<'a> {
    pub(crate) fn new(of: impl Iterator<Item = &'a Entries>) -> Self {
        let stand = of.flat_map(|entries| entries.all.iter()).filter(|(_, held)| !held.removed);
        Self { entries: stand.map(|(id, held)| (*id, &held.kind)).collect() }
    }

    shown!(words, Words, TheirWords, |it| Reverse(it.on));
    shown!(notes, Note, Note, |it| Reverse(it.at));
    shown!(meetings, Meeting, Meeting, |it| Reverse(it.on));
    shown!(promises, Promise, Promise, |it| (it.done.is_some(), it.due.is_none(), it.due, it.id));
    shown!(heads_ups, HeadsUp, HeadsUp, |it| (it.by, it.id));
    shown!(plans, Plan, Plan, |it| Reverse(it.at));
    shown!(points, Point, Point, |it| (it.at, it.id));
    shown!(tests, Tests, ThreeTests, |it| Reverse(it.on));
    shown!(series, Series, CalendarSeries, |it| Reverse((it.began, it.sequence, it.id)));
}
