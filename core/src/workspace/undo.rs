//! Undo and redo: each command keeps what it did, on this device, in the same commit. Taking it back touches
//! only values that still stand as the command left them; what somebody changed since stays, and is said.
//!
//! Nothing is deleted: what was made is marked as removed, a wording is answered by a wording with the words
//! of before, and of a text exactly the characters go that the command inserted.

use super::{
    Workspace,
    documents::{DocKind, Pending},
    local::LocalRow,
};
use crate::{
    change::{Change, Key, Object, OpId, Scalar},
    command::{Extent, Outcome},
    document::{Document, Gone, Inserted, Place, Trace, Traced},
    error::EditError,
    id::{DocId, LineId, PeerId, WordingId},
    list::write,
    notebook::journal::REMOVED,
    snapshot::{Moment, NetworkSetting},
};
use serde::{Deserialize, Serialize};

/// How many commands can be taken back.
const KEPT: usize = 1_000;

/// A command, as undo needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    Text { doc: DocId, kind: DocKind, object: Object, came: Vec<Inserted>, gone: Gone },
    /// Where this computer may be found.
    Network { mine: NetworkSetting, back: NetworkSetting },
}

/// What undo or redo brought back, under the name it has now; each with the document that it is in.
#[derive(Clone, Default, Debug)]
pub(crate) struct Renamed {
    chars: Vec<(DocId, OpId, OpId)>,
    wordings: Vec<(DocId, WordingId, WordingId)>,
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    Undo,
    Redo,
}

impl Pending {
    /// Keeps what a change of mine did, leaving out what is inside of things made in this commit.
    pub(crate) fn record(&mut self, document: &Document, kind: DocKind, change: &Change, trace: Trace) {
        let doc = document.id;
        let began = self.documents.get(&doc).is_none_or(|row| row.changes == 0);
        let traced = trace.done();
        let mut inserted = inserted(change);
        for one in &traced {
            match one {
                Traced::Made { within, key, made } => {
                    let inside = self.made.contains(&(doc, *within));
                    self.made.insert((doc, *made));
                    if !inside {
                        self.record_made(document, kind, &traced, (*within, key, *made));
                    }
                }
                Traced::Put { object, key, mine, back } => {
                    let inside = self.made.contains(&(doc, *object)) || (began && *object == Object::Root);
                    if !inside {
                        let (object, key, mine, back) = (*object, key.clone(), Some(mine.clone()), back.clone());
                        self.steps.push(Step::Put { doc, kind, object, key, mine, back });
                    }
                }
                Traced::Spliced { object, gone, came, restores } => {
                    let came: Vec<OpId> = inserted.by_ref().take(*came).collect();
                    self.renamed.chars.extend(restores.iter().zip(&came).map(|(old, new)| (doc, *old, *new)));
                    let step = Step::Text { doc, kind, object: *object, came: runs(&came), gone: gone.clone() };
                    self.steps.push(step);
                }
            }
        }
    }

    fn record_made(&mut self, document: &Document, kind: DocKind, traced: &[Traced], it: (Object, &str, Object)) {
        let (within, key, made) = it;
        let doc = document.id;
        let path = document.path(&within).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(|key| &**key).collect();
        let line = match path.as_slice() {
            ["lines", line, "wordings"] => line.parse().ok(),
            _ => None,
        };
        let (Some(line), Ok(wording)) = (line, key.parse::<WordingId>()) else {
            let back = Some(Scalar::Bool(true));
            self.steps.push(Step::Put { doc, kind, object: made, key: REMOVED.to_owned(), mine: None, back });
            return;
        };
        let replaces = traced.iter().find_map(|one| match one {
            Traced::Put { object, key, mine: Scalar::Str(text), .. } if *object == made && key == "replaces" => {
                Some(text.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<WordingId>>())
            }
            _ => None,
        });
        // Wordings written one after the other in place of the same are one step.
        let replaces = replaces.unwrap_or_default();
        if let Some(Step::Wordings { line: of, mine, back, .. }) = self.steps.last_mut()
            && *of == line
            && *back == replaces
        {
            mine.push(wording);
            return;
        }
        self.steps.push(Step::Wordings { doc, kind, line, mine: vec![wording], back: replaces });
    }
}

/// The characters that a change inserted into texts, in the order in which it did.
fn inserted(change: &Change) -> impl Iterator<Item = OpId> {
    let ops = (change.start_op..).zip(&change.ops);
    let inserts = ops.filter(|(_, op)| op.insert && matches!(op.key, Key::Head | Key::Element(_)));
    inserts.map(|(counter, _)| OpId { counter, actor: change.actor })
}

fn runs(of: &[OpId]) -> Vec<Inserted> {
    let follows = |a: &OpId, b: &OpId| a.actor == b.actor && a.counter + 1 == b.counter;
    let runs = of.chunk_by(follows);
    runs.filter_map(|run| Some(Inserted { first: *run.first()?, count: run.len() as u64 })).collect()
}

impl Undoable {
    /// Says that characters stand again under other names. Whether that concerns this one.
    fn rename(&mut self, renamed: &Renamed) -> bool {
        let before = self.steps.clone();
        self.steps.iter_mut().for_each(|step| step.rename(renamed));
        before != self.steps
    }
}

impl Step {
    fn rename(&mut self, renamed: &Renamed) {
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

impl Workspace {
    /// Puts what a command did into its commit. What could be brought back before, can't be any more.
    pub(super) fn keep_undo(&mut self, pending: &mut Pending, what: &str) {
        let steps = std::mem::take(&mut pending.steps);
        if steps.is_empty() {
            return;
        }
        for of in std::mem::take(&mut self.local.redo).into_keys() {
            LocalRow::Redo.delete(&mut pending.batch, &of);
        }
        self.push(pending, Direction::Undo, Undoable { what: what.to_owned(), steps });
    }

    fn push(&mut self, pending: &mut Pending, to: Direction, undoable: Undoable) {
        let (row, kept) = match to {
            Direction::Undo => (LocalRow::Undo, &mut self.local.undo),
            Direction::Redo => (LocalRow::Redo, &mut self.local.redo),
        };
        let next = kept.keys().next_back().map_or(0, |last| last + 1);
        row.put(&mut pending.batch, &next, &undoable);
        kept.insert(next, undoable);
        while kept.len() > KEPT {
            let Some((oldest, _)) = kept.pop_first() else { break };
            row.delete(&mut pending.batch, &oldest);
        }
    }

    /// Undoes the last command, or redoes the last undo.
    pub(super) fn take_back(
        &mut self,
        pending: &mut Pending,
        direction: Direction,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let (row, other, last, none) = match direction {
            Direction::Undo => {
                (LocalRow::Undo, Direction::Redo, self.local.undo.pop_last(), "there is nothing to undo")
            }
            Direction::Redo => {
                (LocalRow::Redo, Direction::Undo, self.local.redo.pop_last(), "there is nothing to redo")
            }
        };
        let (at, Undoable { what, steps }) = last.ok_or(EditError::NotNow(none))?;
        row.delete(&mut pending.batch, &at);
        let (mut done, all) = (0, steps.len());
        for mut step in steps.into_iter().rev() {
            // Characters that an earlier step brought back have other names now.
            step.rename(&pending.renamed);
            if self.take_step_back(pending, step, now)? {
                done += 1;
            }
        }
        self.shared_peers_stay(pending)?;
        let extent = match done {
            0 => Extent::Nothing,
            some if some == all => Extent::All,
            _ => Extent::Part,
        };
        let mut steps = std::mem::take(&mut pending.steps);
        steps.iter_mut().for_each(|step| step.rename(&pending.renamed));
        self.rename_kept(pending);
        if !steps.is_empty() {
            self.push(pending, other, Undoable { what: what.clone(), steps });
        }
        Ok(Outcome::TakenBack { what, extent })
    }

    /// Tells all that is kept that characters stand again under other names.
    fn rename_kept(&mut self, pending: &mut Pending) {
        if pending.renamed.chars.is_empty() && pending.renamed.wordings.is_empty() {
            return;
        }
        for (row, kept) in [(LocalRow::Undo, &mut self.local.undo), (LocalRow::Redo, &mut self.local.redo)] {
            for (at, undoable) in kept {
                if undoable.rename(&pending.renamed) {
                    row.put(&mut pending.batch, at, undoable);
                }
            }
        }
    }

    /// Whoever shares a list with me isn't taken away by undo: stop sharing first.
    fn shared_peers_stay(&self, pending: &Pending) -> Result<(), EditError> {
        let gone = pending
            .rows
            .iter()
            .any(|(_, _, row)| matches!(row, crate::rows::Row::Peer(row) if row.removed && row.person.is_some()));
        if gone {
            return Err(EditError::Sharing(
                "this would take away a peer who shares a list with you; unlink them first",
            ));
        }
        Ok(())
    }

    /// Whether it could be.
    fn take_step_back(&mut self, pending: &mut Pending, step: Step, now: Moment) -> Result<bool, EditError> {
        match step {
            Step::Network { mine, back } => {
                if self.local.network != mine {
                    return Ok(false);
                }
                LocalRow::Network.put(&mut pending.batch, &(), &back);
                self.local.network = back;
                pending.steps.push(Step::Network { mine: back, back: mine });
                Ok(true)
            }
            Step::Put { doc, kind, object, key, mine, back } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                let back = back.or_else(|| mine.as_ref().map(neutral)).unwrap_or(Scalar::Bool(false));
                self.pen(now).write(pending, doc, kind, |writing| {
                    let place = Place::of(&object);
                    let now = place.scalar(writing, &key);
                    let unset = place.is_unset(writing, &key);
                    let stands = if is_neutral(mine.as_ref()) {
                        unset || (now.is_some() && is_neutral(now.as_ref()))
                    } else {
                        now == mine
                    };
                    if stands {
                        place.put(writing, &key, back)?;
                    }
                    Ok(stands)
                })
            }
            Step::Wordings { doc, kind, line, mine, back } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                self.take_wordings_back(pending, (doc, kind), line, (&mine, &back), now)
            }
            Step::Text { doc, kind, object, came, gone } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                self.pen(now).write(pending, doc, kind, |writing| {
                    let text = Place::of(&object);
                    text.take_back(writing, &came, &gone)
                })
            }
        }
    }

    fn take_wordings_back(
        &mut self,
        pending: &mut Pending,
        (doc, kind): (DocId, DocKind),
        line: LineId,
        (mine, back): (&[WordingId], &[WordingId]),
        now: Moment,
    ) -> Result<bool, EditError> {
        let Some(row) = self.held.lists.get(&doc).and_then(|list| list.lines.get(&line)) else { return Ok(false) };
        let standing: Vec<WordingId> = row.standing().iter().map(|wording| wording.id).collect();
        if !mine.iter().all(|id| standing.contains(id)) {
            return Ok(false);
        }
        let of = |id: &WordingId| {
            let found = row.wordings.iter().find(|wording| wording.id == *id)?;
            Some((*id, found.text.clone(), found.first.unwrap_or(found.id)))
        };
        let before: Vec<(WordingId, String, WordingId)> = back.iter().filter_map(of).collect();
        for (old, text, first) in before {
            let id = WordingId(self.entropy.bytes());
            pending.renamed.wordings.push((doc, old, id));
            self.pen(now)
                .write(pending, doc, kind, |writing| write::reword(writing, line, id, &text, mine, Some(first)))?;
        }
        Ok(true)
    }

    /// Whether a document may still be written: a list that was left for a fresh one, or stopped, may not.
    fn may_write(&self, doc: DocId, kind: DocKind) -> bool {
        let DocKind::List(peer) = kind else {
            return kind.peer().is_none_or(|peer: PeerId| self.held.peers.get(&peer).is_some_and(|row| !row.erased));
        };
        let Some(row) = self.held.peers.get(&peer) else { return false };
        Some(doc) == row.only_mine || (doc == row.list() && !row.stopped)
    }
}

/// What stands for nothing of that kind.
fn neutral(scalar: &Scalar) -> Scalar {
    match scalar {
        Scalar::Str(_) => Scalar::Str(String::new()),
        Scalar::Int(_) => Scalar::Int(0),
        Scalar::Bool(_) => Scalar::Bool(false),
    }
}

fn is_neutral(scalar: Option<&Scalar>) -> bool {
    scalar.is_none_or(|scalar| *scalar == neutral(scalar))
}
