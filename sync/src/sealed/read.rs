//! Reading a sealed file: a message at a time, each as a frame of a connection would be.

use super::{
    VERSION,
    envelope::{Torn, messages},
};
use crate::message::{Opening, SealedMessage};
use serde::{Deserialize, Serialize};
use sideways_core::{
    Closed, Generation, Grant, Touched, Workspace, WriterRefused,
    change::Run,
    error::StoreError,
    id::{DeviceId, PeerId, PersonId},
    snapshot::Moment,
};
use std::collections::VecDeque;

/// Why a file isn't read. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is another kind of file.
    #[error("this is no sealed file of Sideways")]
    NotSealed,
    /// It is for other computers; those of them that are known here.
    #[error("this sealed file isn’t for this computer")]
    NotForMe(Vec<(DeviceId, PersonId)>),
    /// It was changed on its way, or isn't signed by whom it says.
    #[error("this sealed file was damaged on its way")]
    Damaged,
    /// It ends too early.
    #[error("this sealed file is cut off: its end is missing")]
    Cut,
    /// It is larger than any that is written.
    #[error("this file is larger than any sealed file")]
    TooLarge,
    /// A newer program wrote it.
    #[error("this sealed file was written by a newer Sideways")]
    Newer,
    /// It was written for somebody else and handed on.
    #[error("this sealed file was written for somebody else")]
    ForSomebodyElse,
    /// Nothing is taken from its writer.
    #[error("nothing is taken from whoever wrote this sealed file")]
    Writer(WriterRefused),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came with a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Came {
    /// From whom.
    pub peer: PeerId,
    /// From which of their computers.
    pub by: DeviceId,
    /// Changes that were new.
    pub changes: usize,
    /// What of the list they changed.
    pub touched: Touched,
    /// Changes that were refused.
    pub refused: usize,
    /// It builds on something that isn't here: an earlier file, or what another computer of mine has.
    pub lacks: bool,
    /// There was more than went into one file.
    pub rest: bool,
    /// When more of theirs is read, where enough was for now.
    pub reads_on: Option<Moment>,
    /// It is about the list before a fresh one, which its writer hadn't heard of.
    pub old_list: bool,
}

/// A sealed file that is being read.
///
/// It does no I/O and has no clock, like a session. Each step costs what a frame may cost, so that whoever runs it can do
/// other things in between.
pub struct SealedReader {
    opening: Opening,
    grant: Grant,
    /// Messages with changes that weren't read yet, as bytes: what they say takes many times the room.
    left: VecDeque<Vec<u8>>,
    /// Runs of the last one that are to be read once more.
    again: Vec<Run>,
    came: Came,
}

impl SealedReader {
    /// Opens a file and looks through all of it: what isn't whole, or isn't from somebody whose changes are taken, changes
    /// nothing.
    pub fn begin(ws: &mut Workspace, file: &[u8], now: Moment) -> Result<Self, ReadError> {
        let unsealed = ws.unseal(file).map_err(|why| match why {
            Closed::NotSealed => ReadError::NotSealed,
            Closed::NotForMe => ReadError::NotForMe(ws.addressed(file)),
            Closed::Damaged => ReadError::Damaged,
            Closed::Cut => ReadError::Cut,
            Closed::TooLarge => ReadError::TooLarge,
        })?;
        let torn = |torn| if torn == Torn::Newer { ReadError::Newer } else { ReadError::Damaged };
        let messages = messages(unsealed.content()).map_err(torn)?;
        let (first, others) = messages.split_first().ok_or(ReadError::Damaged)?;
        let Ok(Some(SealedMessage::Opening(opening))) = SealedMessage::decode(first) else {
            return Err(ReadError::Damaged);
        };
        // Before anything else that it says is believed.
        if !unsealed.is_by(&opening.from) {
            return Err(ReadError::Damaged);
        }
        let formats = ws.formats();
        if opening.version != VERSION || opening.formats.0 > formats.1 || opening.formats.1 < formats.0 {
            return Err(ReadError::Newer);
        }
        if opening.to != ws.snapshot().person {
            return Err(ReadError::ForSomebodyElse);
        }
        let (mut left, mut refused) = (VecDeque::new(), Vec::new());
        for message in others {
            match SealedMessage::decode(message) {
                Ok(Some(SealedMessage::Changes(_))) => left.push_back(message.to_vec()),
                Ok(Some(SealedMessage::Refused(named))) if refused.is_empty() => refused = named,
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => return Err(ReadError::Damaged),
            }
        }
        let granted = ws.grant_of_writer(&opening.from, &opening.statements, now)?;
        let grant = granted.map_err(ReadError::Writer)?;
        ws.receive_statements(&grant, &opening.statements, now)?;
        // They may say that the writer was taken away meanwhile.
        let gone = || ReadError::Writer(WriterRefused::Removed(grant.peer()));
        let mut grant = ws.grant(&opening.from).ok_or_else(gone)?;
        let mut came = Came {
            peer: grant.peer(),
            by: opening.from,
            changes: 0,
            touched: Touched::default(),
            refused: 0,
            lacks: false,
            rest: opening.rest,
            reads_on: None,
            old_list: false,
        };
        let theirs = opening.standing.generation;
        if !same_list(theirs, ws.generation(&grant)) && ws.follow(&grant, theirs, now)? {
            grant = ws.grant(&opening.from).ok_or(ReadError::Writer(WriterRefused::Stranger))?;
        }
        if same_list(theirs, ws.generation(&grant)) {
            ws.refused_in_file(&grant, &refused)?;
        } else {
            came.old_list = true;
            left.clear();
        }
        Ok(Self { opening, grant, left, again: Vec::new(), came })
    }

    /// Reads on; what came, once that was all.
    pub fn step(&mut self, ws: &mut Workspace, now: Moment) -> Result<Option<Came>, ReadError> {
        // A stop holds at once: what came before it is kept.
        if ws.grant(&self.opening.from).as_ref() != Some(&self.grant) {
            self.left.clear();
            self.came.rest = true;
            return Ok(Some(self.came.clone()));
        }
        let Some(runs) = self.next() else { return self.end(ws, now).map(Some) };
        let received = ws.receive(&self.grant, runs.clone(), now)?;
        self.came.changes += received.applied;
        self.came.touched.add(received.touched);
        self.came.refused += received.refused.len();
        if received.reads_on.is_some() {
            self.came.reads_on = received.reads_on;
            self.left.clear();
        } else if received.applied > 0 {
            // What cost more than one frame may is read on in the next step.
            for run in runs {
                if ws.lacks(&self.grant, &Workspace::hash_of(&run))? {
                    self.again.push(run);
                }
            }
        }
        Ok(None)
    }

    /// The changes of the next step.
    fn next(&mut self) -> Option<Vec<Run>> {
        if !self.again.is_empty() {
            return Some(std::mem::take(&mut self.again));
        }
        // It was looked through before.
        match SealedMessage::decode(&self.left.pop_front()?) {
            Ok(Some(SealedMessage::Changes(runs))) => Some(runs),
            _ => Some(Vec::new()),
        }
    }

    fn end(&mut self, ws: &mut Workspace, now: Moment) -> Result<Came, ReadError> {
        if !self.came.old_list {
            let mut heads = self.opening.standing.heads.clone();
            ws.acknowledge(&self.grant, &heads, now)?;
            // What was refused is missing for another reason.
            let refused = ws.refused(&self.grant);
            heads.retain(|head| !refused.iter().any(|(hash, _)| hash == head));
            let explained = self.came.rest || self.came.reads_on.is_some();
            self.came.lacks = !explained && ws.lacks(&self.grant, &heads)?;
        }
        Ok(self.came.clone())
    }
}

/// Whether both mean the same fresh list. The first list of a pair was begun by pairing, by neither device.
fn same_list(a: Generation, b: Generation) -> bool {
    a.number == b.number && (a.number == 0 || a.by == b.by)
}
