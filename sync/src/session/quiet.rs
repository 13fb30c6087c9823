//! Waiting: when to ask again, and when to stop asking.

use super::{Asks, Holding, Open, Session};
use crate::{
    effect::{CloseReason, Effect},
    message::PeerMessage,
};
use sideways_core::{Workspace, error::StoreError, snapshot::Moment};

/// After so long without a word while we differ, ask.
const ASK_AFTER_MS: i64 = 3_000;
/// Asking more often than this is answered, but nothing is sent a second time for it.
const ASKED_EVERY_MS: i64 = 1_000;
/// Asking in vain so often is enough; then nothing is sent until something happens.
const ROUNDS: u8 = 3;
/// A connection that hasn't greeted by then is closed.
const GREET_WITHIN_MS: i64 = 10_000;

/// When something was heard or asked last, and how often in vain.
#[derive(Debug)]
pub(super) struct Patience {
    opened: Moment,
    since: Moment,
    rounds: u8,
}

impl Patience {
    pub(super) fn new(now: Moment) -> Self {
        Self { opened: now, since: now, rounds: 0 }
    }

    /// A frame came.
    pub(super) fn heard(&mut self, now: Moment) {
        self.since = now;
    }

    /// Something happened that makes asking worth while again.
    pub(super) fn hopeful(&mut self, now: Moment) {
        self.since = now;
        self.rounds = 0;
    }

    /// A clock that went back must not make us wait for the time it lost.
    fn follow_clock(&mut self, now: Moment) {
        self.opened = self.opened.min(now);
        self.since = self.since.min(now);
    }
}

impl Session {
    /// The moment that [`Session::next_tick`] named has come.
    pub fn tick(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if self.look(ws, &mut effects)? == Open::No {
            return Ok(effects);
        }
        self.patience.follow_clock(now);
        if self.next_tick().is_none_or(|at| at > now) {
            return Ok(effects);
        }
        if !self.greeted {
            if after(self.patience.opened, GREET_WITHIN_MS) <= now {
                self.close(CloseReason::Silent, &mut effects);
            } else {
                self.patience.since = now;
                effects.push(self.hello(ws, Asks::Yes));
            }
            return Ok(effects);
        }
        if self.reads_on.take_if(|from| *from <= now).is_some() {
            self.patience.hopeful(now);
        }
        self.patience.since = now;
        self.patience.rounds += 1;
        self.forget_sent();
        if self.patience.rounds == ROUNDS {
            // Finding out what they have didn't help: from now on whatever seems missing goes.
            self.holding = Holding::Over;
        }
        effects.push(Effect::Send(PeerMessage::Again(self.standing()).encode()));
        Ok(effects)
    }

    /// Whether their asking is worth sending again what was sent: not when they do nothing but ask.
    pub(super) fn may_ask(&mut self, now: Moment) -> bool {
        let soon = |last: Moment| last <= now && now < after(last, ASKED_EVERY_MS);
        let may = !self.asked.is_some_and(soon);
        if may {
            self.asked = Some(now);
        }
        may
    }

    /// When to call [`Session::tick`]. `None` when there is nothing to wait for: an idle connection costs nothing.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let ask = after(self.patience.since, ASK_AFTER_MS);
        if self.closed {
            None
        } else if !self.greeted {
            Some(ask.min(after(self.patience.opened, GREET_WITHIN_MS)))
        } else if self.is_equal() {
            None
        } else if self.patience.rounds >= ROUNDS {
            self.reads_on
        } else {
            Some(ask)
        }
    }
}

fn after(moment: Moment, ms: i64) -> Moment {
    Moment { unix_ms: moment.unix_ms.saturating_add(ms) }
}
