//! "Since you last looked": how a list looked when I last looked at it, kept on this device only.

use super::{
    Workspace,
    documents::Pending,
    held::{Held, HeldList},
    local::LocalRow,
};
use crate::{
    command::Outcome,
    error::EditError,
    id::{LineId, PeerId, PersonId},
    rows::{LineRow, PeerRow, Writer},
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
    wordings: usize,
    remarks: usize,
    state: State,
    removed: bool,
    helped: bool,
}

impl Workspace {
    pub(super) fn looked(&mut self, pending: &mut Pending, peer: PeerId) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let list = self.held.lists.get(&row.list());
        let look = |list: &HeldList| {
            list.lines.values().map(|line| (line.id, look(self.person, list, line))).collect::<BTreeMap<_, _>>()
        };
        let lines = list.map(look);
        let seen = Seen { lines: lines.unwrap_or_default() };
        if self.local.seen.get(&peer) != Some(&seen) {
            LocalRow::Seen.put(&mut pending.batch, &peer, &seen);
            self.local.seen.insert(peer, seen);
            self.touch(pending, &row);
        }
        Ok(Outcome::Done)
    }
}

fn look(me: PersonId, list: &HeldList, line: &LineRow) -> SeenLine {
    SeenLine {
        wordings: line.wordings.len(),
        remarks: line.remarks.len(),
        state: line.state,
        removed: line.removed,
        helped: list.they_help(me, line.id),
    }
}

impl Held {
    /// What the other one changed in the list since I last looked, line by line.
    pub(crate) fn since(&self, me: PersonId, row: &PeerRow, seen: Option<&Seen>) -> Vec<Since> {
        let Some(list) = self.lists.get(&row.list()).filter(|_| row.person.is_some()) else { return Vec::new() };
        let theirs = |writer: &Writer| self.who(writer) == Who::Them;
        let mut since = Vec::new();
        for line in list.lines.values() {
            let mut tell = |what| {
                let text = line.versions().first().map(|first| first.text.clone()).unwrap_or_default();
                since.push(Since { line: line.id, text, what });
            };
            let before = seen.and_then(|seen| seen.lines.get(&line.id));
            let new = before.is_none() && theirs(&line.raised_by) && !line.removed;
            if new {
                tell(SinceWhat::Added);
            }
            let (wordings, remarks) = before.map_or((1, 0), |it| (it.wordings, it.remarks));
            // Wordings are in the order of making, and one of theirs may come in between later: any new one counts.
            let reworded = line.wordings.len() > wordings && line.wordings.iter().skip(1).any(|it| theirs(&it.by));
            if reworded && !new {
                tell(SinceWhat::Reworded);
            }
            let remarks = line.remarks.iter().skip(remarks).filter(|it| theirs(&it.by) && !it.removed);
            for remark in remarks {
                tell(SinceWhat::Noted(remark.text.clone()));
            }
            let state = before.map_or(State::Open, |it| it.state);
            if line.state != state && line.state_by.as_ref().is_some_and(theirs) && !new {
                tell(SinceWhat::State(line.state));
            }
            if list.they_help(me, line.id) && !before.is_some_and(|it| it.helped) {
                tell(SinceWhat::Helps);
            }
            if line.removed && before.is_some_and(|it| !it.removed) && line.removed_by.as_ref().is_some_and(theirs) {
                tell(SinceWhat::Removed);
            }
        }
        since
    }
}
