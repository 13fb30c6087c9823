//! The joiner's side.

use super::{
    Channel, goodbye, introduction,
    proof::{Role, commitment, ids, is_proved, proof},
    say,
};
use crate::{
    effect::{CloseReason, Effect},
    invitation::Invitation,
    message::{PairMessage, Prove, Welcome},
    plain,
    words::{Nonces, words},
};
use sideways_core::{
    Pairing, Workspace,
    error::{AdoptError, PairError, StoreError},
    id::PeerId,
    snapshot::Moment,
};
use std::fmt;

/// Why joining came to nothing. Nothing was paired here.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JoinError {
    /// The connection goes to another device than the invitation names.
    #[error("the computer that answered isn’t the one this invitation comes from")]
    OtherDevice,
    /// The invitation was made on this computer.
    #[error("this invitation is your own; send it to the colleague you want to share with")]
    Own,
    /// The inviter couldn't prove that it knows the secret.
    #[error("the computer that answered doesn’t know this invitation")]
    NotTheInviter,
    /// What came makes no sense here.
    #[error("pairing stopped: {0}")]
    Broken(CloseReason),
    /// The inviter ended it.
    #[error("the other computer ended the pairing: {0}")]
    Ended(CloseReason),
    /// That person is already another peer here.
    #[error("this person is already paired here as another peer")]
    OtherPeer,
    /// What the inviter states about itself isn't signed right.
    #[error("the other computer’s statement isn’t genuine")]
    Statement,
    /// The inviter's side would have this.
    #[error("this invitation isn’t open any more")]
    NotOpen,
    /// This computer could not become another one of that person.
    #[error(transparent)]
    Adopt(#[from] AdoptError),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PairError> for JoinError {
    fn from(error: PairError) -> Self {
        match error {
            PairError::NotOpen | PairError::Expired(_) => Self::NotOpen,
            PairError::Own => Self::Own,
            PairError::OtherPeer => Self::OtherPeer,
            PairError::Statement => Self::Statement,
            PairError::Store(error) => Self::Store(error),
        }
    }
}

/// Joins the list of an invitation.
pub struct Joiner {
    channel: Channel,
    invitation: Invitation,
    as_peer: Option<PeerId>,
    nonce: [u8; 32],
    welcome: Option<Welcome>,
    outcome: Option<Result<PeerId, JoinError>>,
}

impl Joiner {
    /// On a connection to the device that the invitation names. `as_peer` is who the inviter is in this notebook.
    #[must_use]
    pub fn new(
        channel: Channel,
        invitation: Invitation,
        as_peer: Option<PeerId>,
        ws: &Workspace,
        nonce_entropy: [u8; 32],
    ) -> (Self, Vec<Effect>) {
        let mut joiner = Self { channel, invitation, as_peer, nonce: nonce_entropy, welcome: None, outcome: None };
        let effects = if joiner.invitation.device == joiner.channel.me {
            joiner.fail(JoinError::Own, CloseReason::Own)
        } else if joiner.invitation.device != joiner.channel.remote {
            joiner.fail(JoinError::OtherDevice, CloseReason::Unexpected)
        } else {
            let (statements, name, department) = introduction(ws);
            vec![say(&PairMessage::Prove(Prove {
                proof: proof(&joiner.invitation.secret, &joiner.channel, Role::Joiner),
                commitment: commitment(&joiner.nonce),
                statements,
                name,
                department,
            }))]
        };
        (joiner, effects)
    }

    /// A frame came from the inviter.
    pub fn frame(&mut self, ws: &mut Workspace, bytes: &[u8], now: Moment) -> Result<Vec<Effect>, StoreError> {
        if self.outcome.is_some() {
            return Ok(Vec::new());
        }
        match PairMessage::decode(bytes) {
            Ok(None) => Ok(Vec::new()),
            Err(reason) => Ok(self.broken(reason)),
            Ok(Some(message)) => match (message, self.welcome.take()) {
                (PairMessage::Welcome(welcome), None) => Ok(self.reveal(welcome)),
                (PairMessage::Done, Some(welcome)) => self.bind(ws, welcome, now),
                (PairMessage::Bye(code), _) => {
                    let reason = CloseReason::from_code(code).unwrap_or(CloseReason::Goodbye);
                    self.outcome = Some(Err(JoinError::Ended(reason)));
                    Ok(vec![Effect::Close(CloseReason::Goodbye)])
                }
                _ => Ok(self.broken(CloseReason::Unexpected)),
            },
        }
    }

    /// How it ended, once it did.
    #[must_use]
    pub fn outcome(&self) -> Option<Result<PeerId, JoinError>> {
        self.outcome.clone()
    }

    fn fail(&mut self, error: JoinError, reason: CloseReason) -> Vec<Effect> {
        self.outcome = Some(Err(error));
        goodbye(reason).into()
    }

    fn broken(&mut self, reason: CloseReason) -> Vec<Effect> {
        self.fail(JoinError::Broken(reason), reason)
    }

    fn reveal(&mut self, welcome: Welcome) -> Vec<Effect> {
        if !is_proved(&self.invitation.secret, &self.channel, Role::Inviter, &welcome.proof) {
            return self.fail(JoinError::NotTheInviter, CloseReason::WrongProof);
        }
        self.welcome = Some(welcome);
        vec![say(&PairMessage::Reveal(self.nonce))]
    }

    fn bind(&mut self, ws: &mut Workspace, welcome: Welcome, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let (joiner, inviter) = ids(&self.channel, Role::Joiner);
        let nonces = Nonces { joiner: self.nonce, inviter: welcome.nonce };
        let pairing = Pairing {
            remote: self.channel.remote,
            words: words(&self.channel, joiner, inviter, &nonces),
            statements: welcome.statements,
            they_say: (plain::short(&welcome.name), plain::short(&welcome.department)),
            list: welcome.list,
            generation: welcome.generation,
        };
        match ws.join_pairing(self.as_peer, pairing, now) {
            Ok(peer) => {
                self.outcome = Some(Ok(peer));
                Ok(vec![Effect::Changed, Effect::Close(CloseReason::Done)])
            }
            Err(PairError::Store(error)) => {
                self.outcome = Some(Err(JoinError::Store(error.clone())));
                Err(error)
            }
            Err(error) => Ok(self.fail(error.into(), CloseReason::Refused)),
        }
    }
}

impl fmt::Debug for Joiner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Joiner(of {}, over: {})", self.channel.remote, self.outcome.is_some())
    }
}
