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
    id::PeerId,
    snapshot::Moment,
};
use std::fmt;

/// Pairs with whoever proves the secret of an invitation that is open here.
pub struct Inviter {
    channel: Channel,
    step: Step,
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
    pub fn new(channel: Channel) -> Self {
        Self { channel, step: Step::Waits }
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
                    Ok(goodbye(CloseReason::Unexpected).into())
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

    fn end(&mut self, reason: CloseReason) -> Vec<Effect> {
        self.step = Step::Over;
        goodbye(reason).into()
    }

    fn welcome(&mut self, ws: &Workspace, prove: Prove, nonce: [u8; 32], now: Moment) -> Vec<Effect> {
        let fits = ws
            .open_invitations(now)
            .into_iter()
            .find(|open| is_proved(&open.secret, &self.channel, Role::Joiner, &prove.proof));
        let Some(invitation) = fits else { return self.end(CloseReason::WrongProof) };
        if invitation.used_by.is_some_and(|device| device != self.channel.remote) {
            return self.end(CloseReason::Used);
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
                self.step = Step::Paired(peer);
                Ok(vec![say(&PairMessage::Done), Effect::Changed])
            }
            Err(PairError::Store(error)) => Err(error),
            Err(PairError::NotOpen | PairError::Expired(_)) => Ok(self.end(CloseReason::WrongProof)),
            Err(PairError::Own | PairError::OtherPeer | PairError::Statement) => Ok(self.end(CloseReason::Refused)),
        }
    }
}

impl fmt::Debug for Inviter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inviter(of {}, paired: {})", self.channel.remote, self.paired().is_some())
    }
}
