//! Using an invitation: dialling the inviter until it answers or the time is over.

use super::{
    Reply, State,
    causes::Theirs,
    clock::{entropy, now},
    connections::{Live, Talk},
};
use crate::desk::{Answer, Failure};
use sideways_core::id::{DeviceId, PeerId};
use sideways_sync::{
    Channel, Invitation, JoinError, Joiner,
    net::{Alpn, ConnId, DialError, Initiated, NetCommand, Outbox, code},
};
use std::time::{Duration, Instant};

/// How long joining may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// So often it may say that no invitation is open: it may only just have begun.
const UNSERVED: u32 = 3;
/// The pause between two tries.
const AGAIN: Duration = Duration::from_secs(1);
/// The same after it said so.
const SOON: Duration = Duration::from_millis(300);

/// Somebody waits to have joined.
pub(super) struct Join {
    invitation: Invitation,
    as_peer: Option<PeerId>,
    reply: Reply,
    until: Instant,
    step: Step,
    why: DialError,
    /// How often in a row the other computer said that no invitation is open.
    unserved: u32,
}

enum Step {
    Dials(Instant),
    Dialling,
    Talks(ConnId),
}

impl Join {
    pub(super) fn new(invitation: Invitation, as_peer: Option<PeerId>, reply: Reply) -> Self {
        let now = Instant::now();
        Self {
            invitation,
            as_peer,
            reply,
            until: now + PATIENCE,
            step: Step::Dials(now),
            why: DialError::Silent,
            unserved: 0,
        }
    }

    /// Whoever waits, when nobody looks any more.
    pub(super) fn leave(self) -> Reply {
        self.reply
    }

    /// When to look again.
    pub(super) fn next(&self) -> Instant {
        match self.step {
            Step::Dials(at) => at.min(self.until),
            Step::Dialling | Step::Talks(_) => self.until,
        }
    }

    /// Since when somebody waits.
    pub(super) fn began(&self) -> Instant {
        self.until.checked_sub(PATIENCE).unwrap_or(self.until)
    }

    /// Whether the other computer was reached.
    pub(super) fn talks(&self) -> bool {
        matches!(self.step, Step::Talks(_))
    }

    /// What is known of the other computer.
    pub(super) fn theirs(&self) -> Theirs<'_> {
        // What a lookup would tell is no more than that nobody answered.
        let why = Some(self.why).filter(|why| *why != DialError::NotServed || self.unserved >= UNSERVED);
        Theirs { addresses: &self.invitation.addresses, why, ran_out: self.invitation.until <= now() }
    }

    fn device(&self) -> DeviceId {
        self.invitation.device
    }
}

impl State {
    /// Dials who is due, and gives up on who took too long.
    pub(super) fn look_at_joins(&mut self, now: Instant) {
        for mut join in std::mem::take(&mut self.joins) {
            if join.reply.is_gone() {
                self.leave_join(&join.step);
                continue;
            }
            if join.unserved >= UNSERVED {
                let failure = Failure {
                    error: "the other computer has no open invitation now".into(),
                    hint: Some("it may have been used, taken back or expired; ask for a new one".into()),
                };
                self.answers.push((join.reply, Err(failure)));
                continue;
            }
            if join.until <= now {
                let name = Some(crate::words::first_name(&join.invitation.name)).filter(|name| !name.is_empty());
                let failure = self.not_reached(&join.theirs(), name.unwrap_or("the other person"));
                self.leave_join(&join.step);
                self.answers.push((join.reply, Err(failure)));
                continue;
            }
            if let Step::Dials(at) = join.step
                && at <= now
            {
                let (device, addresses) = (join.device(), join.invitation.addresses.clone());
                let dial = NetCommand::Dial { device, addresses, alpn: Alpn::Pair };
                join.step = if self.network.send(dial) { Step::Dialling } else { Step::Dials(now + AGAIN) };
            }
            self.joins.push(join);
        }
    }

    /// Nobody waits for this pairing any more, so it must not come about later.
    fn leave_join(&mut self, step: &Step) {
        if let Step::Talks(conn) = step
            && let Some(live) = self.live.remove(conn)
        {
            live.close(code::DONE);
        }
    }

    pub(super) fn join_opened(&mut self, conn: ConnId, channel: Channel, outbox: Outbox) {
        let remote = channel.remote;
        let waiting =
            self.joins.iter_mut().find(|join| join.device() == remote && !matches!(join.step, Step::Talks(_)));
        let (Some(join), Ok(entropy)) = (waiting, entropy()) else { return outbox.close(code::DONE) };
        join.step = Step::Talks(conn);
        let (joiner, effects) = Joiner::new(channel, join.invitation.clone(), join.as_peer, &self.ws, entropy);
        let outcome = joiner.outcome();
        self.live.insert(conn, Live::new(remote, Initiated::Here, Talk::Joiner(joiner), outbox));
        if let Some(outcome) = outcome {
            self.joined(conn, remote, outcome);
        }
        self.carry_out(conn, effects);
    }

    pub(super) fn join_not_dialled(&mut self, device: &DeviceId, why: DialError) {
        for join in self.joins.iter_mut().filter(|join| join.device() == *device) {
            if let Step::Dialling = join.step {
                let pause = if why == DialError::NotServed { SOON } else { AGAIN };
                (join.step, join.why) = (Step::Dials(Instant::now() + pause), why);
                join.unserved = if why == DialError::NotServed { join.unserved + 1 } else { 0 };
            }
        }
    }

    /// The connection ended without an outcome: try again while there is time, as the invitation still works.
    pub(super) fn join_cut_off(&mut self, conn: ConnId) {
        for join in &mut self.joins {
            if matches!(join.step, Step::Talks(with) if with == conn) {
                (join.step, join.why) = (Step::Dials(Instant::now() + AGAIN), DialError::Refused);
            }
        }
    }

    pub(super) fn joined(&mut self, conn: ConnId, remote: DeviceId, outcome: Result<PeerId, JoinError>) {
        let talks = |join: &Join| matches!(join.step, Step::Talks(with) if with == conn);
        let Some(at) = self.joins.iter().position(talks) else { return };
        let join = self.joins.swap_remove(at);
        if outcome.is_ok() {
            // Not kept is only slower the next time.
            let _ = self.ws.remember_addresses(&remote, join.invitation.addresses.clone());
            self.committed_but_for(Some(conn));
        }
        self.answers.push((join.reply, outcome.map(Answer::Joined).map_err(|error| Failure::from(&error))));
    }
}
