//! The side of a new computer of somebody who has another one.

use super::{
    Channel, JoinError,
    proof::{Role, commitment, ids, is_proved, proof},
};
use crate::{
    effect::{CloseReason, Effect},
    invitation::Invitation,
    message::{OwnPairMessage, OwnProve},
    words::{Nonces, words},
};
use sideways_core::{Adoption, Workspace, id::DeviceId};
use std::fmt;

/// Becomes another computer of the person who invites.
pub struct DeviceJoiner {
    channel: Channel,
    invitation: Invitation,
    nonce: [u8; 32],
    step: Step,
}

enum Step {
    /// The proof is on its way.
    Proves,
    /// The nonce is on its way.
    Reveals([String; 4]),
    /// Both show the words.
    Compares { words: [String; 4], here: bool },
    /// What to become has come.
    Told(Adoption),
    /// It is done.
    Done,
    /// It came to nothing.
    Failed(JoinError),
}

impl DeviceJoiner {
    /// On a connection to the device that the invitation names.
    #[must_use]
    pub fn new(channel: Channel, invitation: Invitation, nonce: [u8; 32]) -> (Self, Vec<Effect>) {
        let mut joiner = Self { channel, invitation, nonce, step: Step::Proves };
        let effects = if joiner.invitation.device == joiner.channel.me {
            joiner.fail(JoinError::Own, CloseReason::Own)
        } else if joiner.invitation.device != joiner.channel.remote {
            joiner.fail(JoinError::OtherDevice, CloseReason::Unexpected)
        } else {
            vec![say(&OwnPairMessage::Prove(OwnProve {
                proof: proof(&joiner.invitation.secret, &joiner.channel, Role::Joiner),
                commitment: commitment(&joiner.nonce),
            }))]
        };
        (joiner, effects)
    }

    /// A frame came from the one that invites.
    pub fn frame(&mut self, bytes: &[u8]) -> Vec<Effect> {
        if matches!(self.step, Step::Done | Step::Failed(_)) {
            return Vec::new();
        }
        let message = match OwnPairMessage::decode(bytes) {
            Ok(None) => return Vec::new(),
            Err(reason) => return self.broken(reason),
            Ok(Some(message)) => message,
        };
        match (message, std::mem::replace(&mut self.step, Step::Proves)) {
            (OwnPairMessage::Welcome(welcome), Step::Proves) => {
                if !is_proved(&self.invitation.secret, &self.channel, Role::Inviter, &welcome.proof) {
                    return self.fail(JoinError::NotTheInviter, CloseReason::WrongProof);
                }
                let (joiner, inviter) = ids(&self.channel, Role::Joiner);
                let nonces = Nonces { joiner: self.nonce, inviter: welcome.nonce };
                self.step = Step::Reveals(words(&self.channel, joiner, inviter, &nonces));
                vec![say(&OwnPairMessage::Reveal(self.nonce))]
            }
            (OwnPairMessage::Words, Step::Reveals(words)) => {
                self.step = Step::Compares { words, here: false };
                Vec::new()
            }
            // It is told only after this computer's user said that the words match.
            (OwnPairMessage::Adopt(adoption), Step::Compares { here: true, .. }) => {
                self.step = Step::Told(adoption);
                Vec::new()
            }
            (OwnPairMessage::Bye(code), _) => {
                let reason = CloseReason::from_code(code).unwrap_or(CloseReason::Goodbye);
                self.step = Step::Failed(JoinError::Ended(reason));
                vec![Effect::Close(CloseReason::Goodbye)]
            }
            _ => self.broken(CloseReason::Unexpected),
        }
    }

    /// The words, while they are compared.
    #[must_use]
    pub fn words(&self) -> Option<&[String; 4]> {
        if let Step::Compares { words, .. } = &self.step { Some(words) } else { None }
    }

    /// Whether the user of this computer has said that they match.
    #[must_use]
    pub fn has_matched(&self) -> bool {
        matches!(self.step, Step::Compares { here: true, .. } | Step::Told(_) | Step::Done)
    }

    /// The user of this computer says that the words match: what it says of itself goes to the other one.
    pub fn matched(&mut self, ws: &Workspace) -> Vec<Effect> {
        let Step::Compares { here, .. } = &mut self.step else { return Vec::new() };
        if std::mem::replace(here, true) {
            return Vec::new();
        }
        let me = self.channel.me;
        let of_itself = |device: &DeviceId| *device == me;
        let stated = ws
            .my_statements()
            .into_iter()
            .find(|it| of_itself(&it.statement.device) && of_itself(&it.statement.vouched_by) && !it.statement.removed);
        match stated {
            Some(statement) => vec![say(&OwnPairMessage::Match(statement))],
            None => self.broken(CloseReason::Refused),
        }
    }

    /// The user of this computer says that they differ.
    pub fn differ(&mut self) -> Vec<Effect> {
        self.broken(CloseReason::Refused)
    }

    /// What to become, once it is known. Say [`DeviceJoiner::adopted`] when that is on the disk.
    #[must_use]
    pub fn adoption(&self) -> Option<&Adoption> {
        if let Step::Told(adoption) = &self.step { Some(adoption) } else { None }
    }

    /// It has become that.
    pub fn adopted(&mut self) -> Vec<Effect> {
        self.step = Step::Done;
        vec![say(&OwnPairMessage::Adopted), Effect::Close(CloseReason::Done)]
    }

    /// It could not.
    pub fn failed(&mut self, error: JoinError) -> Vec<Effect> {
        self.fail(error, CloseReason::Refused)
    }

    /// How it ended, once it did.
    #[must_use]
    pub fn outcome(&self) -> Option<Result<(), JoinError>> {
        match &self.step {
            Step::Done => Some(Ok(())),
            Step::Failed(error) => Some(Err(error.clone())),
            _ => None,
        }
    }

    fn fail(&mut self, error: JoinError, reason: CloseReason) -> Vec<Effect> {
        self.step = Step::Failed(error);
        vec![say(&OwnPairMessage::Bye(reason.code())), Effect::Close(reason)]
    }

    fn broken(&mut self, reason: CloseReason) -> Vec<Effect> {
        self.fail(JoinError::Broken(reason), reason)
    }
}

fn say(message: &OwnPairMessage) -> Effect {
    Effect::Send(message.encode())
}

impl fmt::Debug for DeviceJoiner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceJoiner(of {}, over: {})", self.channel.remote, self.outcome().is_some())
    }
}
