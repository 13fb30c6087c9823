//! The side of a computer that invites another one of the same person.

use super::{
    Channel,
    proof::{Role, commitment, ids, is_proved, proof},
};
use crate::{
    effect::{CloseReason, Effect},
    message::{OwnPairMessage, OwnProve, OwnWelcome},
    words::{Nonces, words},
};
use sideways_core::{
    Workspace,
    command::InvitationSecret,
    device::SignedStatement,
    error::{AdoptError, StoreError},
    id::DeviceId,
    snapshot::Moment,
};
use std::fmt;

/// How long each step between the machines may take.
const STEP_MS: i64 = 10_000;
/// How long two people, or one between two rooms, may take to compare the words.
const COMPARE_MS: i64 = 10 * 60_000;
/// Frames of one pairing. Four are enough; a few more may be of a kind that is to be ignored.
const FRAMES: u32 = 16;

/// Takes another computer of mine in that proves the secret of an open invitation, once the words were compared on both.
pub struct DeviceInviter {
    channel: Channel,
    step: Step,
    since: Moment,
    frames: u32,
}

enum Step {
    /// Waits for a proof.
    Waits,
    /// The proof was right; waits for the nonce.
    Welcomed { secret: InvitationSecret, commitment: [u8; 32], nonce: [u8; 32] },
    /// Both show the words.
    Compares { secret: InvitationSecret, words: [String; 4], here: bool, there: Option<Box<SignedStatement>> },
    /// Vouched for, on the disk; it is told.
    Vouched,
    /// It came to nothing, or to an end.
    Over,
}

impl DeviceInviter {
    /// For a connection on the pairing ALPN of one's own devices.
    #[must_use]
    pub fn new(channel: Channel, now: Moment) -> Self {
        Self { channel, step: Step::Waits, since: now, frames: 0 }
    }

    /// A frame came from the new computer. `nonce` is fresh randomness at every call.
    pub fn frame(
        &mut self,
        ws: &mut Workspace,
        bytes: &[u8],
        nonce: [u8; 32],
        now: Moment,
    ) -> Result<Vec<Effect>, StoreError> {
        if matches!(self.step, Step::Over) {
            return Ok(Vec::new());
        }
        self.frames += 1;
        if self.frames > FRAMES {
            return Ok(self.end(CloseReason::Flood));
        }
        let message = match OwnPairMessage::decode(bytes) {
            Ok(None) => return Ok(Vec::new()),
            Err(reason) => return Ok(self.end(reason)),
            Ok(Some(message)) => message,
        };
        match (message, std::mem::replace(&mut self.step, Step::Over)) {
            (OwnPairMessage::Prove(prove), Step::Waits) => Ok(self.welcome(ws, &prove, nonce, now)),
            (OwnPairMessage::Reveal(theirs), Step::Welcomed { secret, commitment: promised, nonce: mine }) => {
                if commitment(&theirs) != promised {
                    return Ok(self.end(CloseReason::Reveal));
                }
                let (joiner, inviter) = ids(&self.channel, Role::Inviter);
                let words = words(&self.channel, joiner, inviter, &Nonces { joiner: theirs, inviter: mine });
                self.since = now;
                self.step = Step::Compares { secret, words, here: false, there: None };
                Ok(vec![say(&OwnPairMessage::Words)])
            }
            (OwnPairMessage::Match(statement), Step::Compares { secret, words, here, there: None }) => {
                self.step = Step::Compares { secret, words, here, there: Some(Box::new(statement)) };
                self.vouch(ws, now)
            }
            (OwnPairMessage::Adopted, Step::Vouched) => Ok(vec![Effect::Changed, Effect::Close(CloseReason::Done)]),
            (OwnPairMessage::Bye(_), _) => Ok(vec![Effect::Close(CloseReason::Goodbye)]),
            _ => Ok(self.end(CloseReason::Unexpected)),
        }
    }

    /// The user of this computer says that the words match.
    pub fn matched(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        if let Step::Compares { here, .. } = &mut self.step {
            *here = true;
        }
        self.vouch(ws, now)
    }

    /// The user of this computer says that they differ.
    pub fn differ(&mut self) -> Vec<Effect> {
        self.end(CloseReason::Refused)
    }

    /// The words, while they are compared.
    #[must_use]
    pub fn words(&self) -> Option<&[String; 4]> {
        if let Step::Compares { words, .. } = &self.step { Some(words) } else { None }
    }

    /// Whether the user of this computer has said that they match.
    #[must_use]
    pub fn has_matched(&self) -> bool {
        matches!(self.step, Step::Compares { here: true, .. } | Step::Vouched)
    }

    /// Whether the secret was proved.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        matches!(self.step, Step::Welcomed { .. } | Step::Compares { .. } | Step::Vouched)
    }

    /// Whether the new computer was vouched for.
    #[must_use]
    pub fn has_vouched(&self) -> bool {
        matches!(self.step, Step::Vouched)
    }

    /// When to call [`DeviceInviter::tick`].
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let within = match self.step {
            Step::Over => return None,
            Step::Compares { .. } => COMPARE_MS,
            Step::Waits | Step::Welcomed { .. } | Step::Vouched => STEP_MS,
        };
        Some(Moment { unix_ms: self.since.unix_ms.saturating_add(within) })
    }

    /// The moment that [`DeviceInviter::next_tick`] named has come: a step that took too long was the last.
    pub fn tick(&mut self, now: Moment) -> Vec<Effect> {
        self.since = self.since.min(now);
        if self.next_tick().is_none_or(|due| due > now) {
            return Vec::new();
        }
        self.end(CloseReason::Silent)
    }

    fn end(&mut self, reason: CloseReason) -> Vec<Effect> {
        self.step = Step::Over;
        vec![say(&OwnPairMessage::Bye(reason.code())), Effect::Close(reason)]
    }

    fn welcome(&mut self, ws: &Workspace, prove: &OwnProve, nonce: [u8; 32], now: Moment) -> Vec<Effect> {
        let open = ws.open_for_device(now);
        let fits = open.filter(|open| is_proved(&open.secret, &self.channel, Role::Joiner, &prove.proof));
        let Some(open) = fits else { return self.end(CloseReason::WrongProof) };
        if is_used(&open.used_by, &self.channel.remote, ws) {
            return self.end(CloseReason::Used);
        }
        let welcome = OwnWelcome { proof: proof(&open.secret, &self.channel, Role::Inviter), nonce };
        self.since = now;
        self.step = Step::Welcomed { secret: open.secret, commitment: prove.commitment, nonce };
        vec![say(&OwnPairMessage::Welcome(welcome))]
    }

    /// Vouches for it, once both people said that the words match.
    fn vouch(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let Step::Compares { secret, here: true, there: Some(stated), .. } = &self.step else { return Ok(Vec::new()) };
        match ws.vouch_for(secret, self.channel.remote, stated, now) {
            Ok(adoption) => {
                (self.step, self.since) = (Step::Vouched, now);
                Ok(vec![say(&OwnPairMessage::Adopt(adoption)), Effect::Changed])
            }
            Err(AdoptError::Store(error)) => Err(error),
            Err(AdoptError::NotOpen) => Ok(self.end(CloseReason::WrongProof)),
            Err(_) => Ok(self.end(CloseReason::Refused)),
        }
    }
}

/// Whether an invitation for another computer of mine may still be used.
#[must_use]
pub fn is_inviting_devices(ws: &Workspace, now: Moment) -> bool {
    ws.open_for_device(now).is_some_and(|open| match open.used_by {
        Some(device) => !is_used(&Some(device), &device, ws),
        None => true,
    })
}

/// Whoever used it may finish what was cut off, until it has spoken as one of mine.
fn is_used(by: &Option<DeviceId>, remote: &DeviceId, ws: &Workspace) -> bool {
    let spoke = |device: &DeviceId| {
        ws.snapshot().devices.iter().any(|it| it.id == *device && (it.removed || it.had_everything.is_some()))
    };
    by.is_some_and(|device| device != *remote || spoke(&device))
}

fn say(message: &OwnPairMessage) -> Effect {
    Effect::Send(message.encode())
}

impl fmt::Debug for DeviceInviter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceInviter(of {}, vouched: {})", self.channel.remote, self.has_vouched())
    }
}
