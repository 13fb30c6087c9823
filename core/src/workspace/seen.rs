//! "Since you last looked": how a list looked when I last looked at it, kept on this device only.

use super::{Workspace, documents::Pending, local::LocalRow};
use crate::{
    command::Outcome,
    error::EditError,
    id::{LineId, PeerId},
    rows::{LineRow, Writer},
    snapshot::{Since, SinceWhat, State, Who},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a list looked.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Seen {
    lines: BTreeMap<LineId, SeenLine>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct SeenLine {
    wordings: u32,
    remarks: u32,
    state: State,
    removed: bool,
    helped: bool,
}

impl Workspace {
    pub(super) fn looked(&mut self, pending: &mut Pending, peer: PeerId) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let list = self.held.lists.get(&row.list());
        let lines = list.map(|list| list.lines.values().map(|line| (line.id, self.look(&row.id, line))).collect());
        let seen = Seen { lines: lines.unwrap_or_default() };
        if self.local.seen.get(&peer) != Some(&seen) {
            LocalRow::Seen.put(&mut pending.batch, &peer, &seen);
            self.local.seen.insert(peer, seen);
        }
        Ok(Outcome::Done)
    }

    fn look(&self, peer: &PeerId, line: &LineRow) -> SeenLine {
        SeenLine {
            wordings: line.wordings.len() as u32,
            remarks: line.remarks.len() as u32,
            state: line.state,
            removed: line.removed,
            helped: self.they_help(peer, line),
        }
    }

    fn they_help(&self, peer: &PeerId, line: &LineRow) -> bool {
        let row = self.held.peers.get(peer);
        row.and_then(|row| self.held.lists.get(&row.list())).is_some_and(|list| list.they_help(self.person, line.id))
    }

    /// What the other one changed in the list since I last looked, line by line.
    #[must_use]
    pub fn since(&self, peer: &PeerId) -> Vec<Since> {
        let Some(row) = self.held.peers.get(peer) else { return Vec::new() };
        let Some(list) = self.held.lists.get(&row.list()) else { return Vec::new() };
        let seen = self.local.seen.get(peer).cloned().unwrap_or_default();
        let theirs = |writer: &Writer| self.held.who(writer) == Who::Them;
        let mut since = Vec::new();
        for line in list.lines.values() {
            let mut tell = |what| {
                let text = line.versions().first().map(|first| first.text.clone()).unwrap_or_default();
                since.push(Since { line: line.id, text, what });
            };
            let before = seen.lines.get(&line.id);
            let new = before.is_none() && theirs(&line.raised_by) && !line.removed;
            if new {
                tell(SinceWhat::Added);
            }
            let skip = |count: u32| count as usize;
            let known = before.map_or((1, 0), |it| (skip(it.wordings), skip(it.remarks)));
            // Wordings and remarks are in order of making; one of theirs may have come in between later.
            let reworded = line.wordings.len() > known.0 && line.wordings.iter().skip(1).any(|it| theirs(&it.by));
            if reworded && !new && before.is_some_and(|it| skip(it.wordings) < line.wordings.len()) {
                tell(SinceWhat::Reworded);
            }
            let remarks = line.remarks.iter().skip(known.1).filter(|it| theirs(&it.by) && !it.removed);
            for remark in remarks {
                tell(SinceWhat::Noted(remark.text.clone()));
            }
            let state = before.map_or(State::Open, |it| it.state);
            if line.state != state && line.state_by.as_ref().is_some_and(theirs) && !new {
                tell(SinceWhat::State(line.state));
            }
            if self.they_help(peer, line) && !before.is_some_and(|it| it.helped) {
                tell(SinceWhat::Helps);
            }
            if line.removed && before.is_some_and(|it| !it.removed) && line.removed_by.as_ref().is_some_and(theirs) {
                tell(SinceWhat::Removed);
            }
        }
        since
    }
}
