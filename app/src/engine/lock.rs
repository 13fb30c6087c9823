//! The passphrase, and closing the notebook behind it.

use super::{Phase, Reply, State, clock::now, locked::Locked};
use crate::desk::{Answer, Failure, Lock, PassphraseRequest};
use sideways_core::passphrase::{Cost, PassphraseError};
use std::time::Instant;

impl State {
    /// Whether a passphrase stands before it, for everybody to see.
    pub(super) fn lock_view(&self) -> Lock {
        if self.protected { Lock::Open } else { Lock::Without }
    }

    /// Locks with the end of this turn.
    pub(super) fn ask_lock(&mut self, reply: Reply) {
        if self.protected {
            self.locking.push(reply);
        } else {
            self.answers.push((reply, Err(Failure::without_passphrase())));
        }
    }

    /// Sets, changes or removes it. This takes about as long as opening with it.
    pub(super) fn ask_passphrase(&mut self, request: &PassphraseRequest, reply: Reply) {
        let answer = self.tries.may(Instant::now()).and_then(|()| {
            let done = match request {
                PassphraseRequest::Set(new) => measured().and_then(|cost| self.ws.set_passphrase(new, cost)),
                PassphraseRequest::Change { old, new } => {
                    measured().and_then(|cost| self.ws.change_passphrase(old, new, cost))
                }
                PassphraseRequest::Remove(old) => self.ws.remove_passphrase(old),
            };
            match &done {
                Err(PassphraseError::Wrong) => drop(self.tries.wrong(Instant::now())),
                _ => self.tries.right(),
            }
            done.map_err(|e| Failure::from(&e))
        });
        self.protected = self.ws.is_protected();
        self.changed.view = true;
        self.answers.push((reply, answer.map(|()| Answer::Done)));
    }

    /// Closes everything: whoever waits is told, sessions end, and the keys are wiped.
    pub(super) fn close_up(mut self) -> Phase {
        self.turn();
        for (_, live) in std::mem::take(&mut self.live) {
            live.close(sideways_sync::net::code::DONE);
        }
        let joins = std::mem::take(&mut self.joins).into_iter().map(super::join::Join::leave);
        let onces = std::mem::take(&mut self.onces).into_iter().map(super::once::Once::leave);
        let awaiting = std::mem::take(&mut self.awaiting).into_iter().map(|it| it.reply);
        let (backups, running) = self.backups.leave();
        let waiting: Vec<Reply> = joins.chain(onces).chain(awaiting).chain(backups).collect();
        // After a failed disk there is nothing more to keep, and it was said.
        let _ = self.ws.settle();
        self.folder.close(&self.ws);
        let was_online = self.network.is_wanted();
        let Self { ws, network, board, has_window, locking, .. } = self;
        match ws.lock() {
            Some(folder) => {
                let mut locked = Locked::new(folder, board, network.leave());
                (locked.was_online, locked.has_window, locked.running) = (was_online, has_window, running);
                // Before anybody is told that it is locked.
                locked.show_nothing();
                waiting.into_iter().for_each(|reply| reply.give(Err(Failure::locked())));
                locking.into_iter().for_each(|reply| reply.give(Ok(Answer::Done)));
                Phase::Locked(Box::new(locked))
            }
            // It lives in a folder, or there would be no passphrase.
            None => Phase::Ended,
        }
    }
}

/// What a passphrase is to cost on this computer.
fn measured() -> Result<Cost, PassphraseError> {
    let begun = Instant::now();
    Cost::PROBE.try_out()?;
    let took = begun.elapsed().as_millis();
    Ok(Cost::measured(u64::try_from(took).unwrap_or(u64::MAX)))
}

/// Randomness and time for opening.
pub(super) fn opening() -> Result<sideways_core::Opening, Failure> {
    Ok(sideways_core::Opening { entropy: super::entropy()?, now: now(), device_name: crate::desk::device_name() })
}
