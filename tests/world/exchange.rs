//! Two people pair: the real machines, the real text, no network.

use crate::person::Person;
use sideways_core::{
    command::{InvitationSecret, Outcome, ShareCommand},
    id::PeerId,
    snapshot::Moment,
};
use sideways_sync::{Channel, Effect, Invitation, Inviter, JoinError, Joiner};

/// How long invitations are open here.
pub(crate) const OPEN_MS: i64 = 86_400_000;

/// Makes an invitation for `other`, and reads it from its text.
pub(crate) fn invite(inviter: &mut Person, other: usize, now_ms: i64) -> Invitation {
    let until = Moment { unix_ms: inviter.now(now_ms).unix_ms + OPEN_MS };
    let Ok(Outcome::Invitation(secret)) = inviter.share(other, ShareCommand::Invite { until }, now_ms) else {
        panic!("no invitation")
    };
    let said = (inviter.name.as_str(), "Finance");
    let invitation = Invitation::to_peer(said, inviter.id, vec!["192.0.2.1:4433".into()], secret, until);
    Invitation::parse(&invitation.to_text()).unwrap()
}

/// Both ends of one connection.
pub(crate) fn channels(joiner: &Person, inviter: &Person, exporter: u8) -> (Channel, Channel) {
    let exporter = [exporter; 32];
    (Channel { exporter, me: joiner.id, remote: inviter.id }, Channel { exporter, me: inviter.id, remote: joiner.id })
}

pub(crate) fn frames(effects: Vec<Effect>) -> Vec<Vec<u8>> {
    let frame = |effect| if let Effect::Send(bytes) = effect { Some(bytes) } else { None };
    effects.into_iter().filter_map(frame).collect()
}

/// Pairs over one connection, until nobody says anything. `lose` names a frame of the inviter's that is lost.
pub(crate) fn pair(
    joiner: &mut Person,
    inviter: &mut Person,
    invitation: Invitation,
    as_peer: Option<PeerId>,
    lose: Option<usize>,
    now_ms: i64,
) -> (Option<Result<PeerId, JoinError>>, Option<PeerId>, Vec<Effect>) {
    let exporter = (now_ms % 251) as u8;
    let (to_inviter, to_joiner) = channels(joiner, inviter, exporter);
    let (mut joins, effects) = Joiner::new(to_inviter, invitation, as_peer, joiner.ws(), [exporter ^ 1; 32]);
    let mut invites = Inviter::new(to_joiner, inviter.now(now_ms));
    let (mut all, mut said) = (effects.clone(), 0);
    let mut to_inviter = frames(effects);
    while !to_inviter.is_empty() {
        let mut to_joiner = Vec::new();
        for frame in to_inviter.drain(..) {
            let now = inviter.now(now_ms);
            let effects = invites.frame(inviter.ws(), &frame, [exporter ^ 2; 32], now).unwrap();
            all.extend(effects.clone());
            for frame in frames(effects) {
                if lose != Some(said) {
                    to_joiner.push(frame);
                }
                said += 1;
            }
        }
        for frame in to_joiner {
            let now = joiner.now(now_ms);
            let effects = joins.frame(joiner.ws(), &frame, now).unwrap();
            all.extend(effects.clone());
            to_inviter.extend(frames(effects));
        }
    }
    (joins.outcome(), invites.paired(), all)
}

/// A secret nobody has.
pub(crate) fn wrong_secret() -> InvitationSecret {
    InvitationSecret([0xee; 16])
}
