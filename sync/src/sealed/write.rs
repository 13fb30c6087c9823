//! Writing a sealed file: everything that the other side isn't known to have.

use super::{VERSION, envelope::Envelope};
use crate::message::{Opening, SealedMessage, Standing, changes_in};
use serde::{Deserialize, Serialize};
use sideways_core::{
    SealError, Touched, Workspace,
    change::{Change, Run},
    error::StoreError,
    id::PeerId,
    limits,
};
use std::collections::BTreeSet;

/// Room for changes in one message.
const ROOM: usize = limits::FRAME_BYTES - 64;
/// What a signature takes.
const SIGNATURE: usize = 64;

/// A sealed file, and what is in it. Nothing of it is kept: whether it arrives shows when an answer comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SealedFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many of their computers can open it.
    pub computers: usize,
    /// Changes in it.
    pub changes: usize,
    /// What of the list they change.
    pub touched: Touched,
    /// Whether there is more than goes into one file: it goes with the next one after an answer.
    pub rest: bool,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// None may be made.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something nobody foresaw.
    #[error("no sealed file could be made")]
    Went,
}

/// Makes a sealed file for a peer.
pub fn write_sealed(ws: &mut Workspace, peer: &PeerId) -> Result<SealedFile, WriteError> {
    let sealing = ws.sealing(peer)?;
    let grant = sealing.grant().clone();
    let theirs = ws.acknowledged(&grant);
    // What they said that they refused they need not have, nor what it builds on: nothing is left out for it. It is no
    // reason for a file either.
    let refused_there = ws.refused_there(&grant);
    let mut sent = BTreeSet::new();
    let mut heads = ws.heads(&grant)?;
    heads.sort_unstable();
    heads.truncate(limits::HEADS);
    let mut opening = Opening {
        version: VERSION,
        formats: ws.formats(),
        from: ws.device_key().id(),
        to: sealing.person(),
        statements: ws.my_statements(),
        standing: Standing { generation: ws.generation(&grant), heads },
        rest: false,
    };
    let mut messages = Vec::new();
    let mut refused = ws.refused(&grant);
    refused.truncate(limits::CHANGES_IN_FRAME);
    if !refused.is_empty() {
        messages.push(SealedMessage::Refused(refused).encode());
    }
    let begins = Envelope::begin(&SealedMessage::Opening(opening.clone()).encode()).bytes().len() + SIGNATURE;
    let mut size = begins + messages.iter().map(|message| Envelope::size(message)).sum::<usize>();
    let (mut changes, mut touched, mut news) = (0, Touched::default(), false);
    let before = messages.len();
    'file: loop {
        let runs = ws.missing(&grant, &theirs, &sent, ROOM)?;
        if runs.is_empty() {
            break;
        }
        sent.extend(runs.iter().flat_map(Workspace::hash_of));
        for runs in fitting(runs) {
            let message = SealedMessage::Changes(runs).encode();
            if message.len() > limits::FRAME_BYTES {
                // A run that no frame can hold stays here, and the list stays "waiting", which is the truth.
                continue;
            }
            if size + Envelope::size(&message) > limits::SEALED_BYTES {
                opening.rest = true;
                break 'file;
            }
            size += Envelope::size(&message);
            if let Ok(Some(SealedMessage::Changes(runs))) = SealedMessage::decode(&message) {
                changes += changes_in(&runs);
                let hashes = runs.iter().flat_map(Workspace::hash_of);
                news |= hashes.into_iter().any(|hash| !refused_there.contains(&hash));
                touched.add(ws.touched(&grant, &runs)?);
            }
            messages.push(message);
        }
    }
    if !news {
        messages.truncate(before);
        (changes, touched, opening.rest) = (0, Touched::default(), false);
    }
    let mut envelope = Envelope::begin(&SealedMessage::Opening(opening.clone()).encode());
    messages.iter().for_each(|message| envelope.put(message));
    let bytes = ws.seal(&sealing, &envelope.bytes()).ok_or(SealError::NotShared)?;
    Ok(SealedFile { bytes, computers: sealing.computers(), changes, touched, rest: opening.rest })
}

/// The runs in parts, each of which a frame has room for, and no more operations than one is read for.
fn fitting(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let ops = |run: &Run| run.changes.iter().map(Change::op_count).sum::<u64>();
    let mut parts: Vec<Vec<Run>> = Vec::new();
    let (mut bytes, mut count, mut operations) = (0, 0, 0);
    for run in runs {
        let size = postcard::experimental::serialized_size(&run).unwrap_or(usize::MAX);
        let (next, does) = (run.changes.len(), ops(&run));
        let full =
            bytes + size > ROOM || count + next > limits::CHANGES_IN_FRAME || operations + does > limits::OPS_IN_FRAME;
        match parts.last_mut().filter(|_| !full) {
            Some(part) => {
                (bytes, count, operations) = (bytes + size, count + next, operations + does);
                part.push(run);
            }
            None => {
                (bytes, count, operations) = (size, next, does);
                parts.push(vec![run]);
            }
        }
    }
    parts
}
