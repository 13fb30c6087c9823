//! Sending what they lack: each change once, a bounded number of frames ahead of their answers.

use super::{Holding, Session};
use crate::{
    effect::Effect,
    message::{PeerMessage, changes_in},
};
use sideways_core::{Workspace, change::Run, error::StoreError, id::Hash, limits};
use std::collections::BTreeSet;

/// Frames sent and not yet answered, at most: so that a slow remote costs this much memory and no more.
const WINDOW: usize = 8;

/// Room for changes in a frame, beside the heads.
const ROOM: usize = limits::FRAME_BYTES - limits::HEADS * 33 - 64;

/// How much history is looked through, at most, for changes to name.
const LOOK_BACK_BYTES: usize = 8 * 1024 * 1024;

impl Session {
    /// Sends what they lack, as far as the window allows.
    pub(super) fn push(&mut self, ws: &mut Workspace, effects: &mut Vec<Effect>) -> Result<(), StoreError> {
        if !self.greeted || self.closed {
            return Ok(());
        }
        if self.is_equal() {
            self.sent.clone_from(&self.refused);
            self.in_common.clone_from(&self.mine);
            self.holding = Holding::No;
            return Ok(());
        }
        if self.is_lost(ws)? {
            if self.holding == Holding::No {
                self.holding = Holding::Told;
                effects.push(Effect::Send(PeerMessage::Unknown(self.standing()).encode()));
            }
            return Ok(());
        }
        if self.holding == Holding::Told {
            self.holding = Holding::No;
        }
        while self.in_flight < WINDOW {
            let known = [self.theirs.as_slice(), &self.in_common].concat();
            let runs = ws.missing(&self.grant, &known, &self.sent, ROOM)?;
            if runs.is_empty() {
                return Ok(());
            }
            self.sent.extend(runs.iter().flat_map(Workspace::hash_of));
            let bytes = self.send_changes(runs, effects);
            // Less than half a frame: that was all. If it was not, their answer to it brings us here again.
            if bytes < ROOM / 2 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether none of what they have is known here, so that everything here would seem to be missing there.
    fn is_lost(&self, ws: &mut Workspace) -> Result<bool, StoreError> {
        let acquainted = !self.sent.is_empty() || !self.in_common.is_empty() || self.theirs.is_empty();
        if acquainted || self.holding == Holding::Over {
            return Ok(false);
        }
        let missing = ws.missing(&self.grant, &self.theirs, &BTreeSet::new(), 1)?;
        Ok(!missing.is_empty() && missing == ws.missing(&self.grant, &[], &BTreeSet::new(), 1)?)
    }

    /// Whatever was sent may not have come.
    pub(super) fn forget_sent(&mut self) {
        self.sent.clone_from(&self.refused);
        self.in_flight = 0;
        if self.holding == Holding::Told {
            self.holding = Holding::No;
        }
    }

    /// Some of the changes here, denser towards the newest, so that the remote can find what we have in common.
    pub(super) fn some_of_mine(&self, ws: &mut Workspace) -> Result<Vec<Hash>, StoreError> {
        let all: Vec<Hash> = ws
            .missing(&self.grant, &[], &BTreeSet::new(), LOOK_BACK_BYTES)?
            .iter()
            .flat_map(Workspace::hash_of)
            .collect();
        let back = std::iter::successors(Some(0_usize), |back| Some(back + 1 + back / 4));
        Ok(back.map_while(|back| all.iter().rev().nth(back)).take(limits::HEADS).copied().collect())
    }

    /// Sends the runs in as many frames as they need, and says how many bytes that were.
    fn send_changes(&mut self, mut runs: Vec<Run>, effects: &mut Vec<Effect>) -> usize {
        let more = if changes_in(&runs) > limits::CHANGES_IN_FRAME && runs.len() > 1 {
            runs.split_off(runs.len() / 2)
        } else {
            let message = PeerMessage::Changes(self.standing(), runs);
            let bytes = message.encode();
            if bytes.len() <= limits::FRAME_BYTES {
                self.in_flight += 1;
                let length = bytes.len();
                effects.push(Effect::Send(bytes));
                return length;
            }
            let PeerMessage::Changes(_, again) = message else { return 0 };
            runs = again;
            if runs.len() < 2 {
                // A run that no frame can hold stays here, and the list stays "waiting", which is the truth.
                return 0;
            }
            runs.split_off(runs.len() / 2)
        };
        self.send_changes(runs, effects) + self.send_changes(more, effects)
    }
}
