//! What a screen shows of each entity: small rows, kept beside the changes and made in the same commit, so
//! that opening, listing and searching decode no Automerge.

use crate::{
    id::{Actor, DeviceId, DocId, EntryId, LineId, PeerId, PersonId, RemarkId, WordingId},
    snapshot::{Every, Kind, Me, Moment, State, Why},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of all rows. Rows of another version are rebuilt from their document.
pub(crate) const VIEW_VERSION: u16 = 1;

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
}

/// An entry of a journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct EntryRow {
    pub(crate) id: EntryId,
    pub(crate) at: Moment,
    pub(crate) kind: EntryKind,
}

/// What an entry is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum EntryKind {
    Note(String),
    Words {
        on: Date,
        text: String,
    },
    Meeting {
        on: Date,
        why: Option<Why>,
        words: String,
        mine: String,
        help: String,
        offered: Vec<String>,
        asked: Vec<String>,
        they_offered: Vec<String>,
        they_asked: Vec<String>,
    },
}

/// A line of a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct LineRow {
    pub(crate) id: LineId,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) order: String,
    pub(crate) removed: bool,
    pub(crate) raised_by: Writer,
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
}

/// A note in a line's thread.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct RemarkRow {
    pub(crate) id: RemarkId,
    pub(crate) text: String,
    pub(crate) by: Writer,
    pub(crate) at: Moment,
}

/// What one of the two people wrote under their own name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct PersonRow {
    pub(crate) person: PersonId,
    pub(crate) working_on: String,
    pub(crate) helps: BTreeSet<LineId>,
}

impl PersonRow {
    /// Nothing written yet.
    pub(crate) fn empty(person: PersonId) -> Self {
        Self { person, working_on: String::new(), helps: BTreeSet::new() }
    }
}

impl LineRow {
    /// The wordings that nothing replaces. Where each replaces another in a ring, all are.
    pub(crate) fn standing(&self) -> Vec<&WordingRow> {
        let replaced: BTreeSet<_> = self.wordings.iter().flat_map(|wording| &wording.replaces).collect();
        let standing: Vec<_> = self.wordings.iter().filter(|wording| !replaced.contains(&wording.id)).collect();
        if standing.is_empty() { self.wordings.iter().collect() } else { standing }
    }

    /// The versions to show: of standing wordings with the same words, which both chose apart, the first.
    pub(crate) fn versions(&self) -> Vec<&WordingRow> {
        let mut texts = BTreeSet::new();
        self.standing().into_iter().filter(|wording| texts.insert(wording.text.as_str())).collect()
    }
}
