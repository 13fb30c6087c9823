//! Sending what they lack: each change once, the notebook first, and a bounded number of frames ahead of their answers.

use super::{Holding, OwnSession, compare::Comparing, sorted};
use crate::{
    effect::Effect,
    message::{OwnMessage, changes_in},
};
use sideways_core::{
    DocKind, Workspace,
    change::Run,
    error::StoreError,
    id::{DocId, Hash},
    limits,
};
use std::collections::BTreeSet;

/// Frames sent and not yet answered, at most: so that a slow remote costs this much memory and no more.
const WINDOW: usize = 16;
/// Room for changes in a frame, beside the heads.
const ROOM: usize = limits::FRAME_BYTES - limits::HEADS * 33 - 128;
/// How much history is looked through, at most, for changes to name.
const LOOK_BACK_BYTES: usize = 8 * 1024 * 1024;

/// Where a document stands in the order in which they go.
pub(super) type Rank = (u8, i32);

/// What goes before what: the notebook says who there is, cards what they are called; then what is shared, then the
/// newest years.
pub(super) fn rank(kind: DocKind) -> Rank {
    match kind {
        DocKind::Notebook => (0, 0),
        DocKind::Card(_) => (1, 0),
        DocKind::List(_) => (2, 0),
        DocKind::Journal(_, year) => (3, -i32::from(year)),
    }
}

impl OwnSession {
    /// Looks where my documents stand now. Whether any moved.
    pub(super) fn look(&mut self, ws: &Workspace) -> bool {
        let mut moved = Vec::new();
        let mut there = BTreeSet::new();
        for (doc, kind, heads) in ws.documents_of_mine() {
            there.insert(doc);
            // A document has few heads, nearly always one.
            let same = self
                .mine
                .get(&doc)
                .is_some_and(|(_, known)| known.len() == heads.len() && heads.iter().all(|head| known.contains(head)));
            if !same {
                moved.push((doc, kind, sorted(heads)));
            }
        }
        let gone = self.mine.iter().filter(|(doc, (_, heads))| !heads.is_empty() && !there.contains(doc));
        let gone: Vec<DocId> = gone.map(|(doc, _)| *doc).collect();
        let any = !moved.is_empty() || !gone.is_empty();
        for doc in &gone {
            // Erased here: whoever has it still will hear of that from the notebook.
            if let Some((_, heads)) = self.mine.get_mut(doc) {
                heads.clear();
            }
        }
        for (doc, kind, heads) in &moved {
            self.mine.insert(*doc, (*kind, heads.clone()));
        }
        if self.comparing == Comparing::Done {
            for doc in gone.into_iter().chain(moved.into_iter().map(|(doc, ..)| doc)) {
                self.compare_one(doc);
            }
        }
        any
    }

    pub(super) fn look_if_done(&mut self, ws: &Workspace) {
        if self.comparing == Comparing::Done {
            self.look(ws);
        }
    }

    pub(super) fn push_if_done(&mut self, ws: &Workspace, effects: &mut Vec<Effect>) -> Result<(), StoreError> {
        if self.comparing == Comparing::Done && self.differ.is_empty() {
            self.tell_of_others(ws, effects);
        }
        Ok(())
    }

    /// Whether one document stands the same on both sides.
    pub(super) fn compare_one(&mut self, doc: DocId) {
        let mine = self.mine.get(&doc).map(|(_, heads)| heads.as_slice()).unwrap_or_default();
        let theirs = self.theirs.get(&doc).map(|theirs| theirs.heads.as_slice()).unwrap_or_default();
        let key = (self.mine.get(&doc).map(|(kind, _)| rank(*kind)).unwrap_or_default(), doc);
        let equal = mine == theirs;
        let only_older = theirs.iter().all(|head| mine.contains(head));
        let done = mine.to_vec();
        if let Some(theirs) = self.theirs.get_mut(&doc) {
            theirs.idle = false;
        }
        if equal {
            self.differ.remove(&key);
            self.coming.remove(&doc);
            if let Some(theirs) = self.theirs.get_mut(&doc) {
                theirs.sent.clear();
                theirs.in_common = done;
                theirs.holding = Holding::No;
            }
        } else {
            self.differ.insert(key);
            if only_older {
                self.coming.remove(&doc);
            }
        }
    }

    /// Sends what they lack, as far as the window allows.
    pub(super) fn push(&mut self, ws: &mut Workspace, effects: &mut Vec<Effect>) -> Result<(), StoreError> {
        if self.closed || self.comparing != Comparing::Done {
            return Ok(());
        }
        // Each that is looked at waits for an answer afterwards, or has nothing to go until something is heard of it.
        while self.in_flight < WINDOW {
            let open = |doc: &DocId| {
                let has = self.mine.get(doc).is_some_and(|(_, heads)| !heads.is_empty());
                has && self.theirs.get(doc).is_none_or(|theirs| !theirs.waits && !theirs.idle)
            };
            let next: Vec<DocId> = self.differ.iter().map(|(_, doc)| *doc).filter(open).take(WINDOW).collect();
            if next.is_empty() {
                break;
            }
            for doc in next {
                let Some(kind) = self.mine.get(&doc).map(|(kind, _)| *kind) else { continue };
                if kind != DocKind::Notebook {
                    // Before they have the notebook they know of nobody.
                    if self.notebook_waits() {
                        return Ok(());
                    }
                    self.tell_of_others(ws, effects);
                }
                self.push_one(ws, doc, kind, effects)?;
            }
        }
        if !self.notebook_waits() {
            self.tell_of_others(ws, effects);
        }
        Ok(())
    }

    /// Whether it is known to stand otherwise there.
    pub(super) fn differs(&self, doc: DocId) -> bool {
        let rank = self.mine.get(&doc).map(|(kind, _)| rank(*kind)).unwrap_or_default();
        self.differ.contains(&(rank, doc))
    }

    /// Whether something of the notebook is on its way to them.
    fn notebook_waits(&self) -> bool {
        let first = self.differ.first().filter(|(first, _)| *first == rank(DocKind::Notebook));
        first.and_then(|(_, doc)| self.theirs.get(doc)).is_some_and(|theirs| theirs.waits)
    }

    fn push_one(
        &mut self,
        ws: &mut Workspace,
        doc: DocId,
        kind: DocKind,
        effects: &mut Vec<Effect>,
    ) -> Result<(), StoreError> {
        let theirs = self.theirs.entry(doc).or_default();
        let holding = theirs.holding;
        theirs.idle = true;
        if self.is_lost(ws, doc)? {
            if holding == Holding::No {
                self.theirs.entry(doc).or_default().holding = Holding::Told;
                effects.push(Effect::Send(OwnMessage::Unknown(self.at(doc, kind)).encode()));
            }
            return Ok(());
        }
        let theirs = self.theirs.entry(doc).or_default();
        let known = [theirs.heads.as_slice(), &theirs.in_common].concat();
        let runs = ws.missing_of_mine(&self.grant, doc, (&known, &theirs.sent), ROOM)?;
        if runs.is_empty() {
            return Ok(());
        }
        theirs.sent.extend(runs.iter().flat_map(Workspace::hash_of));
        self.send_changes(doc, kind, runs, effects);
        Ok(())
    }

    /// Whether none of what they have is known here, so that everything here would seem to be missing there.
    fn is_lost(&self, ws: &mut Workspace, doc: DocId) -> Result<bool, StoreError> {
        let Some(theirs) = self.theirs.get(&doc) else { return Ok(false) };
        let acquainted = !theirs.sent.is_empty() || !theirs.in_common.is_empty() || theirs.heads.is_empty();
        if acquainted || theirs.holding == Holding::Over {
            return Ok(false);
        }
        let none = BTreeSet::new();
        let missing = ws.missing_of_mine(&self.grant, doc, (&theirs.heads, &none), 1)?;
        Ok(!missing.is_empty() && missing == ws.missing_of_mine(&self.grant, doc, (&[], &none), 1)?)
    }

    /// Some of the changes here, denser towards the newest.
    pub(super) fn some_of_mine(&self, ws: &mut Workspace, doc: DocId) -> Result<Vec<Hash>, StoreError> {
        let all = ws.missing_of_mine(&self.grant, doc, (&[], &BTreeSet::new()), LOOK_BACK_BYTES)?;
        let all: Vec<Hash> = all.iter().flat_map(Workspace::hash_of).collect();
        let back = std::iter::successors(Some(0_usize), |back| Some(back + 1 + back / 4));
        Ok(back.map_while(|back| all.iter().rev().nth(back)).take(limits::HEADS).copied().collect())
    }

    /// Sends the runs in as many frames as they need.
    fn send_changes(&mut self, doc: DocId, kind: DocKind, mut runs: Vec<Run>, effects: &mut Vec<Effect>) {
        let more = if changes_in(&runs) > limits::CHANGES_IN_FRAME && runs.len() > 1 {
            runs.split_off(runs.len() / 2)
        } else {
            let message = OwnMessage::Changes(self.at(doc, kind), runs);
            let bytes = message.encode();
            if bytes.len() <= limits::FRAME_BYTES {
                self.in_flight += 1;
                let theirs = self.theirs.entry(doc).or_default();
                (theirs.waits, theirs.idle) = (true, false);
                effects.push(Effect::Send(bytes));
                return;
            }
            let OwnMessage::Changes(_, again) = message else { return };
            runs = again;
            if runs.len() < 2 {
                // A run that no frame can hold stays here, and both stay unequal, which is the truth.
                return;
            }
            runs.split_off(runs.len() / 2)
        };
        self.send_changes(doc, kind, runs, effects);
        self.send_changes(doc, kind, more, effects);
    }
}
