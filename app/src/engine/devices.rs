//! My own computers: inviting one, becoming one, taking one away, and how they stand.

use super::{
    Reply, State,
    clock::{entropy, now, until_words},
    connections::{Live, Talk},
    dialer::{Standing, Whose},
    network::Then,
    opened::Opened,
};
use crate::desk::{Answer, DevicePairing, DeviceRequest, Failure, Link, OwnView};
use sideways_core::{
    command::{Command, InvitationSecret},
    id::DeviceId,
    limits::ADDRESSES,
    snapshot::{Moment, NetworkSetting},
};
use sideways_sync::{
    DeviceInviter, DeviceJoiner, Effect, Invitation, JoinError, is_inviting_devices,
    net::{Alpn, ConnId, DialError, Initiated, NetCommand, code},
};
use std::time::{Duration, Instant};

/// How long reaching the computer that invites may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The pause between two tries.
const AGAIN: Duration = Duration::from_secs(1);
/// How long an invitation for a computer of mine works: both are at hand.
const OPEN_MS: i64 = 60 * 60_000;

/// What is going on between computers of mine that don't know each other yet.
#[derive(Default)]
pub(super) struct Devices {
    join: Option<DeviceJoin>,
    failed: Option<String>,
}

/// This computer is becoming another one of somebody's.
struct DeviceJoin {
    invitation: Invitation,
    /// Whoever waits for the words.
    reply: Option<Reply>,
    until: Instant,
    step: Step,
    why: DialError,
}

enum Step {
    Dials(Instant),
    Dialling,
    Talks(ConnId),
}

impl Devices {
    /// When to look again.
    pub(super) fn next(&self) -> Option<Instant> {
        self.join.as_ref().and_then(|join| match join.step {
            Step::Dials(at) => Some(at.min(join.until)),
            Step::Dialling => Some(join.until),
            // From here on whoever invites keeps the time.
            Step::Talks(_) => None,
        })
    }
}

impl State {
    pub(super) fn ask_device(&mut self, request: DeviceRequest, reply: Reply) {
        let answer = match request {
            DeviceRequest::Invite => match self.invite_device() {
                Ok((secret, until)) => return self.when_up(reply, Then::ForDevice(secret, until)),
                Err(failure) => Err(failure),
            },
            DeviceRequest::Withdraw => {
                self.committed_but_for(None);
                self.ws.withdraw_device().map(|()| Answer::Done).map_err(|error| Failure::from(&error))
            }
            DeviceRequest::Join(text) => match self.join_device(&text) {
                Ok(invitation) => {
                    let at = Instant::now();
                    let (until, step) = (at + PATIENCE, Step::Dials(at));
                    let join = DeviceJoin { invitation, reply: Some(reply), until, step, why: DialError::Silent };
                    self.devices = Devices { join: Some(join), failed: None };
                    return;
                }
                Err(failure) => Err(failure),
            },
            DeviceRequest::Match(words) => self.compared(&words, Compared::Same),
            DeviceRequest::Differ(words) => self.compared(&words, Compared::Different),
            DeviceRequest::Remove(device) => self.remove_device(device),
        };
        self.answers.push((reply, answer));
    }

    fn invite_device(&mut self) -> Result<(InvitationSecret, Moment), Failure> {
        if self.ws.is_arriving() || self.ws.is_removed() {
            return Err(Failure {
                error: "this computer has no notebook of yours yet that another one could get".into(),
                hint: Some("invite from the computer that has it".into()),
            });
        }
        self.network_for_devices()?;
        let until = Moment { unix_ms: now().unix_ms.saturating_add(OPEN_MS) };
        let secret = self.ws.invite_device(until).map_err(|error| Failure::from(&error))?;
        self.devices.failed = None;
        self.committed_but_for(None);
        self.go_online()?;
        Ok((secret, until))
    }

    fn join_device(&mut self, text: &str) -> Result<Invitation, Failure> {
        let invitation = Invitation::parse_for_device(text).map_err(|error| Failure::from(&error))?;
        if invitation.device == self.ws.device_key().id() {
            return Err(Failure {
                error: "this invitation was made on this computer".into(),
                hint: Some("use it on your other one".into()),
            });
        }
        if !self.ws.is_untouched() {
            return Err(Failure {
                error: "there is a notebook in this data folder already".into(),
                hint: Some(
                    "another computer of yours begins in an empty folder: move this one away, or name another with --data"
                        .into(),
                ),
            });
        }
        if self.devices.join.is_some() {
            return Err(Failure { error: "another computer is being joined already".into(), hint: None });
        }
        self.network_for_devices()?;
        self.go_online()?;
        Ok(invitation)
    }

    fn network_for_devices(&mut self) -> Result<(), Failure> {
        if self.ws.snapshot().network == NetworkSetting::Off {
            self.edit(Command::SetNetwork(NetworkSetting::ThisNetwork))?;
        }
        Ok(())
    }

    pub(super) fn invitation_for_device(
        &self,
        secret: InvitationSecret,
        until: Moment,
        addresses: &[String],
    ) -> Answer {
        let snapshot = self.ws.snapshot();
        let name = snapshot.devices.iter().find(|it| it.this).map(|it| it.name.clone()).unwrap_or_default();
        let addresses = addresses.iter().take(ADDRESSES).cloned().collect();
        let invitation = Invitation::to_device(&name, self.ws.device_key().id(), addresses, secret, until);
        Answer::Invitation(invitation.to_device_letter(&until_words(until)))
    }

    /// Dials the computer that invites, or gives up.
    pub(super) fn look_at_device_join(&mut self, at: Instant) {
        let Some(mut join) = self.devices.join.take() else { return };
        if join.reply.as_ref().is_some_and(Reply::is_gone) {
            if let Step::Talks(conn) = join.step
                && let Some(live) = self.live.remove(&conn)
            {
                live.close(code::DONE);
            }
            return;
        }
        if join.until <= at && !matches!(join.step, Step::Talks(_)) {
            let failure = Failure {
                error: format!("your other computer was not reached: {}", join.why),
                hint: Some("it has to be on, with Sideways open and its invitation shown, on the same network".into()),
            };
            self.devices.failed = Some(failure.error.clone());
            self.changed.view = true;
            self.answers.extend(join.reply.map(|reply| (reply, Err(failure))));
            return;
        }
        if let Step::Dials(due) = join.step
            && due <= at
        {
            let (device, addresses) = (join.invitation.device, join.invitation.addresses.clone());
            let dial = NetCommand::Dial { device, addresses, alpn: Alpn::OwnPair };
            join.step = if self.network.send(dial) { Step::Dialling } else { Step::Dials(at + AGAIN) };
        }
        self.devices.join = Some(join);
    }

    pub(super) fn device_join_opened(&mut self, opened: Opened) {
        let me = self.ws.device_key().id();
        let waiting = self.devices.join.as_mut().filter(|join| join.invitation.device == opened.remote);
        let (Some(join), Ok(entropy)) = (waiting.filter(|join| !matches!(join.step, Step::Talks(_))), entropy()) else {
            return opened.outbox.close(code::DONE);
        };
        join.step = Step::Talks(opened.conn);
        let (joiner, effects) = DeviceJoiner::new(opened.channel(me), join.invitation.clone(), entropy);
        let Opened { conn, remote, outbox, .. } = opened;
        self.live.insert(conn, Live::new(remote, Initiated::Here, Talk::DeviceJoiner(joiner), outbox));
        self.carry_out(conn, effects);
    }

    pub(super) fn device_join_not_dialled(&mut self, device: &DeviceId, why: DialError) {
        if let Some(join) = self.devices.join.as_mut().filter(|join| join.invitation.device == *device)
            && let Step::Dialling = join.step
        {
            (join.step, join.why) = (Step::Dials(Instant::now() + AGAIN), why);
        }
    }

    /// After each of its frames: the words are there, or what to become.
    pub(super) fn device_join_stepped(&mut self, conn: ConnId) {
        let Some(Live { talk: Talk::DeviceJoiner(joiner), remote, .. }) = self.live.get_mut(&conn) else { return };
        if joiner.words().is_some()
            && let Some(reply) = self.devices.join.as_mut().and_then(|join| join.reply.take())
        {
            self.answers.push((reply, Ok(Answer::Done)));
        }
        let Some(adoption) = joiner.adoption().cloned() else { return };
        let (from, addresses) = (*remote, self.devices.join.as_ref().map(|join| join.invitation.addresses.clone()));
        let adopted = self.ws.adopt(&adoption, from, &addresses.unwrap_or_default());
        let Some(Live { talk: Talk::DeviceJoiner(joiner), .. }) = self.live.get_mut(&conn) else { return };
        let effects: Vec<Effect> = match adopted {
            Ok(()) => joiner.adopted(),
            Err(error) => joiner.failed(JoinError::from(error)),
        };
        self.committed_but_for(Some(conn));
        self.carry_out(conn, effects);
        self.follow_setting();
    }

    /// The connection of a computer that joins ended.
    pub(super) fn device_join_over(&mut self, conn: ConnId, joiner: &DeviceJoiner) {
        let Some(join) = self.devices.join.take_if(|join| matches!(join.step, Step::Talks(with) if with == conn))
        else {
            return;
        };
        let failed = match joiner.outcome() {
            Some(Ok(())) => return,
            Some(Err(error)) => Failure::from(&error),
            None => Failure {
                error: "the connection to your other computer was lost before it was told".into(),
                hint: Some("try again with the same invitation".into()),
            },
        };
        self.devices.failed = Some(failed.error.clone());
        self.answers.extend(join.reply.map(|reply| (reply, Err(failed))));
    }

    /// The connection of a computer that was invited ended.
    pub(super) fn device_inviter_over(&mut self, inviter: &DeviceInviter) {
        if inviter.words().is_some() {
            self.devices.failed = Some("the other computer left before both had said that the words match".into());
        }
    }

    /// What was said of the words that were shown. They name the connection: another one may have come meanwhile.
    fn compared(&mut self, words: &[String; 4], compared: Compared) -> Result<Answer, Failure> {
        let shows = self.live.iter().find(|(_, live)| match &live.talk {
            Talk::DeviceInviter(inviter) => inviter.words() == Some(words),
            Talk::DeviceJoiner(joiner) => joiner.words() == Some(words),
            _ => false,
        });
        let Some(conn) = shows.map(|(conn, _)| *conn) else {
            return Err(Failure { error: "these words aren’t compared any more".into(), hint: None });
        };
        let Some(live) = self.live.get_mut(&conn) else { return Ok(Answer::Done) };
        let effects = match (&mut live.talk, compared) {
            (Talk::DeviceInviter(inviter), Compared::Same) => {
                inviter.matched(&mut self.ws, now()).map_err(|error| Failure::from(&error))?
            }
            (Talk::DeviceInviter(inviter), Compared::Different) => inviter.differ(),
            (Talk::DeviceJoiner(joiner), Compared::Same) => joiner.matched(&self.ws),
            (Talk::DeviceJoiner(joiner), Compared::Different) => joiner.differ(),
            _ => Vec::new(),
        };
        self.carry_out(conn, effects);
        if compared == Compared::Different {
            // Somebody else may have it: it ends.
            self.ws.withdraw_device().map_err(|error| Failure::from(&error))?;
            self.committed_but_for(None);
            self.devices.failed = Some("the words differed, so nothing was told".into());
        }
        Ok(Answer::Done)
    }

    fn remove_device(&mut self, device: DeviceId) -> Result<Answer, Failure> {
        self.ws.remove_device(device, now()).map_err(|error| Failure::from(&error))?;
        self.committed_but_for(None);
        Ok(Answer::Done)
    }

    pub(super) fn own_view(&self) -> OwnView {
        let mut links = std::collections::BTreeMap::new();
        if self.network.runs() {
            for (device, _, standing) in self.dialer.standings().filter(|(_, whose, _)| *whose == Whose::Mine) {
                let equal =
                    self.live.values().any(|live| live.remote == device && live.own().is_some_and(|it| it.is_equal()));
                let link = match standing {
                    Standing::Connected => Link::Connected { equal },
                    _ if self.parted_own.contains(&device) => Link::Parted,
                    Standing::Looking => Link::Looking,
                    Standing::Away => Link::Away,
                };
                links.insert(device, link);
            }
        }
        let pairing = self.live.values().find_map(|live| match &live.talk {
            Talk::DeviceInviter(inviter) => {
                Some(DevicePairing { words: inviter.words()?.clone(), matched: inviter.has_matched(), joins: false })
            }
            Talk::DeviceJoiner(joiner) => {
                Some(DevicePairing { words: joiner.words()?.clone(), matched: joiner.has_matched(), joins: true })
            }
            _ => None,
        });
        let coming = self.live.values().filter_map(Live::own).map(|own| own.progress()).filter(|(done, of)| done < of);
        let coming = coming.max_by_key(|(_, of)| *of);
        OwnView {
            links,
            pairing,
            failed: self.devices.failed.clone(),
            coming: coming.map(|(done, of)| (done as u32, of as u32)),
            inviting: is_inviting_devices(&self.ws, now()),
        }
    }
}

/// What somebody said of the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Same,
    Different,
}
