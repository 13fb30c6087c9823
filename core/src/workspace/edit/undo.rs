//! Undo and redo: each command keeps what it did, on this device, in the same commit. Taking it back touches
//! only values that still stand as the command left them; what somebody changed since stays, and is said.
//!
//! Nothing is deleted: what was made is marked as removed, a wording is answered by a wording with the words
//! of before, and of a text exactly the characters go that the command inserted.

use super::super::{
    state::{
        device::DeviceChange,
        undoable::{Direction, KEPT, Step, Undoable},
    },
    transaction::Transaction,
};
use crate::{
    change::{Change, Key, Object, OpId, Scalar},
    command::{Extent, Outcome},
    document::{CharRun, ObjectRef, Trace, Traced},
    error::EditError,
    id::{DocId, LineId, PeerId, WordingId},
    kinds::{list::write, notebook::journal::REMOVED},
    rows::DocKind,
};

impl Transaction<'_> {
    /// Keeps what a change of mine did, leaving out what is inside of things made here.
    pub(in super::super) fn record(&mut self, doc: DocId, kind: DocKind, change: &Change, trace: Trace) {
        let began = self.begins(&doc);
        let traced = trace.done();
        let mut inserted = inserted(change);
        for one in &traced {
            match one {
                Traced::Made { within, key, made } => {
                    let inside = self.made.contains(&(doc, *within));
                    self.made.insert((doc, *made));
                    if !inside {
                        self.record_made((doc, kind), &traced, (*within, key, *made));
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
                    let came = CharRun::all_of(inserted.by_ref().take(*came));
                    let mut again = came.iter().flat_map(|run| run.ids());
                    for old in restores {
                        // What stands again was inserted at once, so its new numbers follow each other too.
                        let new = again.next();
                        again.by_ref().take(old.count.saturating_sub(1) as usize).for_each(drop);
                        self.renamed.chars.extend(new.map(|new| (doc, *old, new)));
                    }
                    self.steps.push(Step::Text { doc, kind, object: *object, came, gone: gone.clone() });
                }
            }
        }
    }

    fn record_made(&mut self, (doc, kind): (DocId, DocKind), traced: &[Traced], it: (Object, &str, Object)) {
        let (within, key, made) = it;
        let path = self.path(&doc, &within);
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

    /// Puts what a command did into its commit. What could be brought back before, can't be any more.
    pub(super) fn keep_undo(&mut self, what: &str) {
        let steps = std::mem::take(&mut self.steps);
        if steps.is_empty() {
            return;
        }
        let redo: Vec<u64> = self.device().redo.keys().copied().collect();
        redo.into_iter().for_each(|at| self.set(DeviceChange::Undo(Direction::Redo, at, None)));
        self.push(Direction::Undo, Undoable { what: what.to_owned(), steps });
    }

    fn push(&mut self, to: Direction, undoable: Undoable) {
        let kept = match to {
            Direction::Undo => &self.device().undo,
            Direction::Redo => &self.device().redo,
        };
        let next = kept.keys().next_back().map_or(0, |last| last + 1);
        let oldest: Vec<u64> = kept.keys().copied().take((kept.len() + 1).saturating_sub(KEPT)).collect();
        self.set(DeviceChange::Undo(to, next, Some(undoable)));
        oldest.into_iter().for_each(|at| self.set(DeviceChange::Undo(to, at, None)));
    }

    /// Undoes the last command, or redoes the last undo.
    pub(super) fn take_back(&mut self, direction: Direction) -> Result<Outcome, EditError> {
        let (other, kept, none) = match direction {
            Direction::Undo => (Direction::Redo, &self.device().undo, "there is nothing to undo"),
            Direction::Redo => (Direction::Undo, &self.device().redo, "there is nothing to redo"),
        };
        let last = kept.iter().next_back().map(|(at, undoable)| (*at, undoable.clone()));
        let (at, Undoable { what, steps }) = last.ok_or(EditError::NotNow(none))?;
        self.set(DeviceChange::Undo(direction, at, None));
        let (mut done, all) = (0, steps.len());
        for mut step in steps.into_iter().rev() {
            // Characters that an earlier step brought back have other names now.
            step.rename(&self.renamed);
            if self.take_step_back(step)? {
                done += 1;
            }
        }
        self.shared_peers_stay()?;
        let extent = match done {
            0 => Extent::Nothing,
            some if some == all => Extent::All,
            _ => Extent::Part,
        };
        let mut steps = std::mem::take(&mut self.steps);
        steps.iter_mut().for_each(|step| step.rename(&self.renamed));
        self.rename_kept((direction, at));
        if !steps.is_empty() {
            self.push(other, Undoable { what: what.clone(), steps });
        }
        Ok(Outcome::TakenBack { what, extent })
    }

    /// Tells all that is kept, but for the one that was just taken back, that something stands again under other
    /// names.
    fn rename_kept(&mut self, gone: (Direction, u64)) {
        if self.renamed.is_empty() {
            return;
        }
        let mut changed = Vec::new();
        for (direction, kept) in [(Direction::Undo, &self.device().undo), (Direction::Redo, &self.device().redo)] {
            for (at, undoable) in kept.iter().filter(|(at, _)| (direction, **at) != gone) {
                if let Some(undoable) = undoable.renamed(&self.renamed) {
                    changed.push(DeviceChange::Undo(direction, *at, Some(undoable)));
                }
            }
        }
        changed.into_iter().for_each(|change| self.set(change));
    }

    /// Whoever shares a list with me isn't taken away by undo: stop sharing first.
    fn shared_peers_stay(&self) -> Result<(), EditError> {
        if self.peer_rows().iter().any(|row| row.removed && row.person.is_some()) {
            return Err(EditError::Sharing(
                "this would take away a peer who shares a list with you; unlink them first",
            ));
        }
        Ok(())
    }

    /// Whether it could be.
    fn take_step_back(&mut self, step: Step) -> Result<bool, EditError> {
        match step {
            Step::Network { mine, back } => {
                if self.device().network != mine {
                    return Ok(false);
                }
                self.set(DeviceChange::Network(back));
                self.steps.push(Step::Network { mine: back, back: mine });
                Ok(true)
            }
            Step::Put { doc, kind, object, key, mine, back } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                let back = back.or_else(|| mine.as_ref().map(neutral)).unwrap_or(Scalar::Bool(false));
                self.write(doc, kind, |builder| {
                    let place = ObjectRef::of(&object);
                    let now = place.scalar(builder, &key);
                    let unset = place.is_unset(builder, &key);
                    let stands = if is_neutral(mine.as_ref()) {
                        unset || (now.is_some() && is_neutral(now.as_ref()))
                    } else {
                        now == mine
                    };
                    if stands {
                        place.put(builder, &key, back)?;
                    }
                    Ok(stands)
                })
            }
            Step::Wordings { doc, kind, line, mine, back } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                self.take_wordings_back((doc, kind), line, (&mine, &back))
            }
            Step::Text { doc, kind, object, came, gone } => {
                if !self.may_write(doc, kind) {
                    return Ok(false);
                }
                self.write(doc, kind, |builder| ObjectRef::of(&object).take_back(builder, &came, &gone))
            }
        }
    }

    fn take_wordings_back(
        &mut self,
        (doc, kind): (DocId, DocKind),
        line: LineId,
        (mine, back): (&[WordingId], &[WordingId]),
    ) -> Result<bool, EditError> {
        let Some(row) = self.model().lists.get(&doc).and_then(|list| list.lines.get(&line)) else { return Ok(false) };
        let standing: Vec<WordingId> = row.standing_ids();
        if !mine.iter().all(|id| standing.contains(id)) {
            return Ok(false);
        }
        let of = |id: &WordingId| {
            let found = row.wording(id)?;
            Some((*id, found.text.clone(), found.first.unwrap_or(found.id)))
        };
        let before: Vec<(WordingId, String, WordingId)> = back.iter().filter_map(of).collect();
        for (old, text, first) in before {
            let id = WordingId(self.random());
            self.renamed.wordings.push((doc, old, id));
            self.write(doc, kind, |builder| write::reword(builder, line, id, &text, mine, Some(first)))?;
        }
        Ok(true)
    }

    /// Whether a document may still be written: a list that was left for a fresh one, or stopped, may not.
    fn may_write(&self, doc: DocId, kind: DocKind) -> bool {
        let DocKind::List(peer) = kind else {
            return kind.peer().is_none_or(|peer: PeerId| self.model().peers.get(&peer).is_some_and(|row| !row.erased));
        };
        let Some(row) = self.model().peers.get(&peer) else { return false };
        Some(doc) == row.only_mine || (doc == row.list() && !row.stopped)
    }
}

/// The characters that a change inserted into texts, in the order in which it did.
fn inserted(change: &Change) -> impl Iterator<Item = OpId> {
    let mut counter = change.start_op;
    let actor = change.actor;
    let runs = change.ops.iter().filter_map(move |op| {
        let first = OpId { counter, actor };
        counter = counter.saturating_add(op.count());
        let inserts = op.insert && matches!(op.key, Key::Head | Key::Element(_));
        inserts.then(|| CharRun { first, count: op.count() })
    });
    runs.flat_map(CharRun::ids)
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
