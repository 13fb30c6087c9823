//! What a screen shows of each entity: small rows, kept beside the changes and made in the same commit, so
//! that opening, listing and searching decode no Automerge.

use crate::{
    id::{Actor, DeviceId, DocId, EntryId, FinishedId, Hash, LineId, PeerId, PersonId, ProjectId, RemarkId, WordingId},
    snapshot::{
        CalendarSeries, Closed, Every, Finished, HeadsUp, Kind, Me, Meeting, Moment, Note, Plan, Point, Project,
        Promise, State, TheirWords, ThreeTests, Who,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of all rows. Rows of another version are rebuilt from their document.
pub(crate) const VIEW_VERSION: u16 = 8;

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum DocKind {
    /// Who I am, my peers and projects, and the grant of each list.
    Notebook,
    /// Name, department and what else is known of a peer.
    Card(PeerId),
    /// What was written down about a peer in a year.
    Journal(PeerId, i16),
    /// A list with a peer.
    List(PeerId),
}

/// The row of a document in the store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct DocRow {
    pub(crate) kind: DocKind,
    pub(crate) heads: Vec<Hash>,
    /// The greatest operation number in it.
    pub(crate) max_op: u64,
    pub(crate) changes: u32,
    pub(crate) view_version: u16,
}

impl DocRow {
    pub(crate) fn new(kind: DocKind) -> Self {
        Self { kind, heads: Vec::new(), max_op: 0, changes: 0, view_version: VIEW_VERSION }
    }
}

/// One row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum Row {
    Me(Me),
    Peer(PeerRow),
    Card(CardRow),
    Entry(EntryRow),
    Line(LineRow),
    Wording(LineId, Vec<WordingRow>),
    Remark(LineId, Vec<RemarkRow>),
    Person(PersonId, PersonField),
    /// A piece of a pad, and the order key that says where it stands among the others.
    Pad(String, String),
    Project(ProjectRow),
    Finished(FinishedRow),
    Method(MethodRow),
    /// What journal ids are derived with.
    JournalSecret([u8; 32]),
    /// What I call a device of mine.
    Device(DeviceId, String),
}

/// What a row is about, within its document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Entity {
    /// Something there is one of.
    Named(&'static str),
    Peer(PeerId),
    Project(ProjectId),
    Finished(FinishedId),
    Entry(EntryId),
    /// A line without its words.
    Line(LineId),
    Wording(LineId, WordingId),
    Remark(LineId, RemarkId),
    /// What a person wrote under that key.
    Person(String),
    /// A piece of the pad, by its order key.
    Pad(String),
    /// The name of a device of mine.
    Device(DeviceId),
}

impl Entity {
    /// What its row is found by among those of its document.
    pub(crate) fn key(&self) -> Vec<u8> {
        let of = |tag: u8, parts: &[&[u8]]| [&[tag], parts.concat().as_slice()].concat();
        match self {
            Self::Named(name) => of(1, &[name.as_bytes()]),
            Self::Peer(id) => of(2, &[&id.0]),
            Self::Project(id) => of(3, &[&id.0]),
            Self::Finished(id) => of(4, &[&id.0]),
            Self::Entry(id) => of(5, &[&id.0]),
            Self::Line(id) => of(6, &[&id.0]),
            Self::Wording(line, id) => of(7, &[&line.0, &id.0]),
            Self::Remark(line, id) => of(8, &[&line.0, &id.0]),
            Self::Person(key) => of(9, &[key.as_bytes()]),
            Self::Pad(order) => of(10, &[order.as_bytes()]),
            Self::Device(id) => of(11, &[&id.0]),
        }
    }

    /// The line that it is about or a part of.
    pub(crate) fn line(&self) -> Option<LineId> {
        match self {
            Self::Line(line) | Self::Wording(line, _) | Self::Remark(line, _) => Some(*line),
            _ => None,
        }
    }
}

/// The first 16 bytes of a device, as an actor names it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
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
    /// The older generation that goes on being shown: they went on in a fresh list that lacks lines of mine, and I
    /// haven't said yet that I go along.
    pub(crate) shows: Option<Earlier>,
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
    /// Their list went with them.
    pub(crate) list_erased: bool,
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
            shows: None,
            person: None,
            stopped: false,
            checked: false,
            words: None,
            they_say: None,
            only_mine: None,
            added,
            removed: false,
            erased: false,
            list_erased: false,
            merged_into: None,
            closed: None,
        }
    }
}

/// A generation that goes on being shown: its number, and the device that began it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Earlier {
    pub(crate) number: u32,
    pub(crate) by: Option<DeviceId>,
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

/// A line of a list, without its words: those have rows of their own, so that a line costs what is changed of it.
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
    /// Who raised it. Several where somebody made another line under the same id: all of them are one line then.
    pub(crate) raised_by: Vec<Writer>,
    /// Who raised it, by the word of its writer.
    pub(crate) said_by: Option<Who>,
    /// They could help with it, by the word of its writer.
    pub(crate) said_they_help: bool,
}

/// A wording.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct WordingRow {
    pub(crate) id: WordingId,
    /// The number of the operation that made it.
    pub(crate) made: u64,
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
    /// The number of the operation that made it.
    pub(crate) made: u64,
    pub(crate) text: String,
    pub(crate) by: Writer,
    pub(crate) at: Moment,
    pub(crate) removed: bool,
    pub(crate) said: Option<(Who, Moment)>,
}

/// Something that one of the two people wrote under their own name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum PersonField {
    WorkingOn(String),
    Next(String),
    Help(LineId, bool),
    HeadsUp(EntryId, String, Moment),
    Heard(EntryId, bool),
}
