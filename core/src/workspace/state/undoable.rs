//! What is kept of a command so that it can be taken back.

use crate::change::OpId;
use crate::{
    change::{Object, Scalar},
    document::{CharRun, Gone},
    id::{DocId, LineId, WordingId},
    rows::DocKind,
    snapshot::NetworkSetting,
};
use serde::{Deserialize, Serialize};

/// How many commands can be taken back.
pub(crate) const KEPT: usize = 1_000;

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    Undo,
    Redo,
}

/// A command, as undo needs it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Undoable {
    /// What it was, in a few words.
    pub(crate) what: String,
    pub(crate) steps: Vec<Step>,
}

/// One thing that a command did.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) enum Step {
    /// A value was set.
    Put { doc: DocId, kind: DocKind, object: Object, key: String, mine: Option<Scalar>, back: Option<Scalar> },
    /// Wordings of a line were written in place of others.
    Wordings { doc: DocId, kind: DocKind, line: LineId, mine: Vec<WordingId>, back: Vec<WordingId> },
    /// Characters of a text came, and others went.
    Text { doc: DocId, kind: DocKind, object: Object, came: Vec<CharRun>, gone: Gone },
    /// Where this computer may be found.
    Network { mine: NetworkSetting, back: NetworkSetting },
}

/// What undo or redo brought back, under the name it has now; each with the document that it is in.
#[derive(Clone, Default, Debug)]
pub(crate) struct Renamed {
    pub(crate) chars: Vec<(DocId, CharRun, OpId)>,
    pub(crate) wordings: Vec<(DocId, WordingId, WordingId)>,
}

impl Renamed {
    pub(crate) fn is_empty(&self) -> bool {
        self.chars.is_empty() && self.wordings.is_empty()
    }
}

impl Undoable {
    /// Says that characters and wordings stand again under other names; the record as it is then, where that concerns
    /// it.
    pub(crate) fn renamed(&self, renamed: &Renamed) -> Option<Self> {
        let mut after = self.clone();
        after.steps.iter_mut().for_each(|step| step.rename(renamed));
        (after != *self).then_some(after)
    }
}

impl Step {
    /// The document that it was done in.
    pub(crate) fn document(&self) -> Option<DocId> {
        match self {
            Self::Put { doc, .. } | Self::Wordings { doc, .. } | Self::Text { doc, .. } => Some(*doc),
            Self::Network { .. } => None,
        }
    }

    pub(crate) fn rename(&mut self, renamed: &Renamed) {
        match self {
            Self::Text { doc, came, gone, .. } => {
                for (_, old, new) in renamed.chars.iter().filter(|(of, ..)| of == doc) {
                    *came = came.iter().flat_map(|run| run.rename(*old, *new)).collect();
                    gone.rename(*old, *new);
                }
            }
            Self::Wordings { doc, mine, back, .. } => {
                for (_, old, new) in renamed.wordings.iter().filter(|(of, ..)| of == doc) {
                    mine.iter_mut().chain(&mut *back).filter(|id| *id == old).for_each(|id| *id = *new);
                }
            }
            Self::Put { .. } | Self::Network { .. } => {}
        }
    }
}
