//! The inviter's side.

use super::{
    Channel, goodbye, introduction,
    proof::{Role, commitment, ids, is_proved, proof},
    say,
};
use crate::{
    effect::{CloseReason, Effect},
    message::{PairMessage, Prove, Welcome},
    plain,
    words::{Nonces, words},
};
use sideways_core::{
    OpenInvitation, Pairing, Workspace,
    error::{PairError, StoreError},
    id::{DeviceId, PeerId},
    snapshot::{Moment, SharingState},
};
use std::fmt;

/// How long each step may take: to prove, to reveal, and then to leave.
const STEP_MS: i64 = 10_000;
/// Frames of one pairing. Two are enough; a few more may be of a kind that is to be ignored.
const FRAMES: u32 = 16;

/// Pairs with whoever proves the secret of an invitation that is open here.
///
/// Anybody may begin, so each step has to be taken within ten seconds; nothing that is said in between gives more time.
pub struct Inviter {
    channel: Channel,
    step: Step,
    /// When this step began.
    since: Moment,
    frames: u32,
}

enum Step {
    /// Waits for a proof.
    Waits,
    /// The proof was right; waits for the nonce.
    Welcomed(Box<Welcomed>),
    /// Bound to this peer.
    Paired(PeerId),
    /// It came to nothing.
    Over,
}

struct Welcomed {
    invitation: OpenInvitation,
    prove: Prove,
    nonce: [u8; 32],
}

impl Inviter {
    /// For a connection on the pairing ALPN.
    #[must_use]
    pub fn new(channel: Channel, now: Moment) -> Self {
        Self { channel, step: Step::Waits, since: now, frames: 0 }
    }

    /// A frame came from the joiner. `nonce_entropy` is fresh randomness at every call.
    pub fn frame(
        &mut self,
        ws: &mut Workspace,
        bytes: &[u8],
        nonce_entropy: [u8; 32],
        now: Moment,
    ) -> Result<Vec<Effect>, StoreError> {
        if matches!(self.step, Step::Over) {
            return Ok(Vec::new());
        }
        self.frames += 1;
        if self.frames > FRAMES {
            return Ok(self.leave(CloseReason::Flood));
        }
        match PairMessage::decode(bytes) {
            Ok(None) => Ok(Vec::new()),
            Err(reason) => Ok(self.end(reason)),
            Ok(Some(message)) => match (message, std::mem::replace(&mut self.step, Step::Over)) {
                (PairMessage::Prove(prove), Step::Waits) => Ok(self.welcome(ws, prove, nonce_entropy, now)),
                (PairMessage::Reveal(nonce), Step::Welcomed(welcomed)) => self.bind(ws, *welcomed, nonce, now),
                (PairMessage::Bye(_), step) => {
                    // After the binding a goodbye takes nothing back.
                    self.step = if matches!(step, Step::Paired(_)) { step } else { Step::Over };
                    Ok(vec![Effect::Close(CloseReason::Goodbye)])
                }
                (_, step @ Step::Paired(_)) => {
                    self.step = step;
                    Ok(self.leave(CloseReason::Unexpected))
                }
                _ => Ok(self.end(CloseReason::Unexpected)),
            },
        }
    }

    /// The peer it was bound to, once it is on the disk.
    #[must_use]
    pub fn paired(&self) -> Option<PeerId> {
        match &self.step {
            Step::Paired(peer) => Some(*peer),
            _ => None,
        }
    }

    /// Whether the secret was proved.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        matches!(self.step, Step::Welcomed(_) | Step::Paired(_))
    }

    /// When to call [`Inviter::tick`].
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let due = Moment { unix_ms: self.since.unix_ms.saturating_add(STEP_MS) };
        if matches!(self.step, Step::Over) { None } else { Some(due) }
    }

    /// The moment that [`Inviter::next_tick`] named has come: a step that took too long was the last.
    pub fn tick(&mut self, now: Moment) -> Vec<Effect> {
        // A clock that went back must not give the time it lost.
        self.since = self.since.min(now);
        if self.next_tick().is_none_or(|due| due > now) {
            return Vec::new();
        }
        // Whoever is paired was only slow to leave.
        let reason = if self.paired().is_some() { CloseReason::Done } else { CloseReason::Silent };
        self.leave(reason)
    }

    fn end(&mut self, reason: CloseReason) -> Vec<Effect> {
        self.step = Step::Over;
        goodbye(reason).into()
    }

    /// The same, but what is bound stays bound.
    fn leave(&mut self, reason: CloseReason) -> Vec<Effect> {
        match self.step {
            Step::Paired(_) => goodbye(reason).into(),
            _ => self.end(reason),
        }
    }

    fn welcome(&mut self, ws: &Workspace, prove: Prove, nonce: [u8; 32], now: Moment) -> Vec<Effect> {
        let fits = ws
            .open_invitations(now)
            .into_iter()
            .find(|open| is_proved(&open.secret, &self.channel, Role::Joiner, &prove.proof));
        let Some(invitation) = fits else { return self.end(CloseReason::WrongProof) };
        if let Some(reason) = over(ws, &invitation, &self.channel.remote) {
            return self.end(reason);
        }
        let (statements, name, department) = introduction(ws);
        let welcome = Welcome {
            proof: proof(&invitation.secret, &self.channel, Role::Inviter),
            nonce,
            statements,
            name,
            department,
            list: invitation.list,
            generation: invitation.generation,
        };
        self.since = now;
        self.step = Step::Welcomed(Box::new(Welcomed { invitation, prove, nonce }));
        vec![say(&PairMessage::Welcome(welcome))]
    }

    fn bind(
        &mut self,
        ws: &mut Workspace,
        welcomed: Welcomed,
        nonce: [u8; 32],
        now: Moment,
    ) -> Result<Vec<Effect>, StoreError> {
        let Welcomed { invitation, prove, nonce: mine } = welcomed;
        if commitment(&nonce) != prove.commitment {
            return Ok(self.end(CloseReason::Reveal));
        }
        // The user may have stopped while the nonce was on its way.
        if let Some(reason) = over(ws, &invitation, &self.channel.remote) {
            return Ok(self.end(reason));
        }
        let (joiner, inviter) = ids(&self.channel, Role::Inviter);
        let pairing = Pairing {
            remote: self.channel.remote,
            statements: prove.statements,
            they_say: (plain::short(&prove.name), plain::short(&prove.department)),
            list: invitation.list,
            generation: invitation.generation,
            words: words(&self.channel, joiner, inviter, &Nonces { joiner: nonce, inviter: mine }),
        };
        match ws.accept_pairing(&invitation.secret, pairing, now) {
            Ok(peer) => {
                (self.step, self.since) = (Step::Paired(peer), now);
                Ok(vec![say(&PairMessage::Done), Effect::Changed])
            }
            Err(PairError::Store(error)) => Err(error),
            Err(PairError::NotOpen | PairError::Expired(_)) => Ok(self.end(CloseReason::WrongProof)),
            Err(PairError::Own | PairError::OtherPeer | PairError::Statement) => Ok(self.end(CloseReason::Refused)),
        }
    }
}

/// Whether an invitation may still be used: by anybody, where nobody did; or by whoever did, to finish what was cut off.
#[must_use]
pub fn is_inviting(ws: &Workspace, now: Moment) -> bool {
    let is_open = |open: &OpenInvitation| over(ws, open, &open.used_by.unwrap_or(DeviceId([0; 32]))).is_none();
    ws.open_invitations(now).iter().any(is_open)
}

/// Why an invitation is of no use to this device any more. A stop and the first agreement end it: whoever joined
/// once can't join again to undo what my user decided since.
fn over(ws: &Workspace, invitation: &OpenInvitation, remote: &DeviceId) -> Option<CloseReason> {
    let snapshot = ws.snapshot();
    let sharing = &snapshot.peers.iter().find(|peer| peer.id == invitation.peer)?.sharing;
    let agreed = sharing.has_everything_as_of.is_some() || sharing.checked;
    match invitation.used_by {
        _ if sharing.state == SharingState::Stopped => Some(CloseReason::NotShared),
        _ if agreed => Some(CloseReason::Used),
        Some(device) if device != *remote => Some(CloseReason::Used),
        _ => None,
    }
}

impl fmt::Debug for Inviter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inviter(of {}, paired: {})", self.channel.remote, self.paired().is_some())
    }
}
