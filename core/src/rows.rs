//! What a screen shows of each entity: small rows, kept beside the changes and made in the same commit, so
//! that opening, listing and searching decode no Automerge.

use crate::{
    id::{Actor, DeviceId, DocId, EntryId, LineId, PeerId, PersonId, RemarkId, WordingId},
    snapshot::{
        CalendarSeries, Closed, Every, Finished, HeadsUp, Kind, Me, Meeting, Moment, Note, Plan, Point, Project,
        Promise, State, TheirWords, ThreeTests, Who,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of all rows. Rows of another version are rebuilt from their document.
pub(crate) const VIEW_VERSION: u16 = 3;

/// One row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum Row {
    Me(Me),
    Peer(PeerRow),
    Card(CardRow),
    Entry(EntryRow),
    Line(LineRow),
    Person(PersonRow),
    Pad(String),
    Project(ProjectRow),
    Finished(FinishedRow),
    Method(MethodRow),
    /// What journal ids are derived with.
    JournalSecret([u8; 32]),
}

/// The first 16 bytes of a device, as an actor names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Writer(pub(crate) [u8; 16]);

impl Writer {
    pub(crate) fn of(actor: &Actor) -> Self {
        let mut writer = [0; 16];
        for (to, from) in writer.iter_mut().zip(actor.0) {
            *to = from;
        }
        Self(writer)
    }

    pub(crate) fn is(&self, device: &DeviceId) -> bool {
        self.0.iter().zip(&device.0).all(|(a, b)| a == b)
    }
}

/// A peer in the notebook, and the grant of their list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct PeerRow {
    pub(crate) id: PeerId,
    pub(crate) card: DocId,
    /// The list both were paired for; generations are derived from it.
    pub(crate) base: DocId,
    pub(crate) generation: u32,
    pub(crate) generation_by: Option<DeviceId>,
    /// The person it is shared with.
    pub(crate) person: Option<PersonId>,
    pub(crate) stopped: bool,
    pub(crate) checked: bool,
    pub(crate) words: Option<[String; 4]>,
    pub(crate) they_say: Option<(String, String)>,
    /// The list that was only on this computer when a colleague's was joined.
    pub(crate) only_mine: Option<DocId>,
    /// When it was written down.
    pub(crate) added: Moment,
    /// Taken back, as by undo.
    pub(crate) removed: bool,
    /// Erased for good: card and journals are gone from every device of mine.
    pub(crate) erased: bool,
    /// The same colleague, under whom everything is shown now.
    pub(crate) merged_into: Option<PeerId>,
    pub(crate) closed: Option<Closed>,
}

impl PeerRow {
    /// Somebody who was written down at that moment, and with whom nothing is shared.
    pub(crate) fn new(id: PeerId, card: DocId, base: DocId, added: Moment) -> Self {
        Self {
            id,
            card,
            base,
            generation: 0,
            generation_by: None,
            person: None,
            stopped: false,
            checked: false,
            words: None,
            they_say: None,
            only_mine: None,
            added,
            removed: false,
            erased: false,
            merged_into: None,
            closed: None,
        }
    }
}

/// A peer's card.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct CardRow {
    pub(crate) name: String,
    pub(crate) department: String,
    pub(crate) role: String,
    pub(crate) reach: Vec<String>,
    pub(crate) every: Option<Every>,
    pub(crate) tags: Vec<String>,
    pub(crate) how_met: String,
    pub(crate) card_uid: String,
}

/// An entry of a journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct EntryRow {
    pub(crate) id: EntryId,
    /// Taken back, as by undo.
    pub(crate) removed: bool,
    pub(crate) kind: EntryKind,
}

/// What an entry is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum EntryKind {
    Note(Note),
    Words(TheirWords),
    Meeting(Meeting),
    Promise(Promise),
    HeadsUp(HeadsUp),
    Plan(Plan),
    Point(Point),
    Tests(ThreeTests),
    Series(CalendarSeries),
}

/// A project in the notebook.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct ProjectRow {
    pub(crate) project: Project,
    pub(crate) removed: bool,
}

/// A finished work in the notebook.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct FinishedRow {
    pub(crate) finished: Finished,
    pub(crate) removed: bool,
}

/// What the notebook holds of the method itself.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct MethodRow {
    pub(crate) busy_until: Option<Date>,
    pub(crate) reviewed: Option<Date>,
    pub(crate) snoozed: BTreeMap<String, Date>,
}

/// A line of a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct LineRow {
    pub(crate) id: LineId,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    /// Who set the state, where it is not as it began.
    pub(crate) state_by: Option<Writer>,
    pub(crate) order: String,
    pub(crate) removed: bool,
    /// Who took it off or brought it back.
    pub(crate) removed_by: Option<Writer>,
    pub(crate) raised_by: Writer,
    /// Who raised it, by the word of its writer.
    pub(crate) said_by: Option<Who>,
    /// They could help with it, by the word of its writer.
    pub(crate) said_they_help: bool,
    /// Oldest first.
    pub(crate) wordings: Vec<WordingRow>,
    /// Oldest first.
    pub(crate) remarks: Vec<RemarkRow>,
}

/// A wording.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct WordingRow {
    pub(crate) id: WordingId,
    pub(crate) text: String,
    pub(crate) by: Writer,
    pub(crate) at: Moment,
    pub(crate) replaces: Vec<WordingId>,
    /// The wording that these words were first written in, where they were brought back.
    pub(crate) first: Option<WordingId>,
    /// Who wrote it and when, by the word of its writer, where it came in with an export.
    pub(crate) said: Option<(Who, Moment)>,
    /// It was replaced before it came in.
    pub(crate) past: bool,
}

/// A note in a line's thread.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct RemarkRow {
    pub(crate) id: RemarkId,
    pub(crate) text: String,
    pub(crate) by: Writer,
    pub(crate) at: Moment,
    pub(crate) removed: bool,
    pub(crate) said: Option<(Who, Moment)>,
}

/// What one of the two people wrote under their own name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct PersonRow {
    pub(crate) person: PersonId,
    pub(crate) working_on: String,
    pub(crate) helps: BTreeSet<LineId>,
    pub(crate) next: String,
    pub(crate) heads_ups: BTreeMap<EntryId, String>,
    pub(crate) heard: BTreeSet<EntryId>,
}

impl PersonRow {
    /// Nothing written yet.
    pub(crate) fn empty(person: PersonId) -> Self {
        Self {
            person,
            working_on: String::new(),
            helps: BTreeSet::new(),
            next: String::new(),
            heads_ups: BTreeMap::new(),
            heard: BTreeSet::new(),
        }
    }
}

impl LineRow {
    /// The wording that a wording's words were first written in: another, where they were brought back.
    pub(crate) fn first_of<'a>(&'a self, wording: &'a WordingRow) -> &'a WordingRow {
        let first = wording.first.and_then(|id| self.wordings.iter().find(|it| it.id == id));
        first.filter(|first| first.text == wording.text).unwrap_or(wording)
    }

    /// The wordings that nothing replaces. Where each replaces another in a ring, all are.
    pub(crate) fn standing(&self) -> Vec<&WordingRow> {
        let replaced: BTreeSet<_> = self.wordings.iter().flat_map(|wording| &wording.replaces).collect();
        let stands = |wording: &&WordingRow| !wording.past && !replaced.contains(&wording.id);
        let standing: Vec<_> = self.wordings.iter().filter(stands).collect();
        if standing.is_empty() { self.wordings.iter().collect() } else { standing }
    }

    /// The versions to show: of standing wordings with the same words, which both chose apart, the first.
    pub(crate) fn versions(&self) -> Vec<&WordingRow> {
        let mut texts = BTreeSet::new();
        self.standing().into_iter().filter(|wording| texts.insert(wording.text.as_str())).collect()
    }
}
