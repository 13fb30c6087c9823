//! What is asked at a desk.

use super::{
    Asker, Reply, State,
    clock::{now, tomorrow_at_five},
    join::Join,
    names,
    network::Then,
    once::Once,
};
use crate::desk::{Answer, Failure, Request};
use sideways_core::{
    Workspace,
    command::{Command, InvitationSecret, Outcome, ShareCommand},
    error::EditError,
    id::PeerId,
    snapshot::{Moment, NetworkSetting},
};
use sideways_sync::Invitation;
use std::time::Duration;

/// The longest wait for everybody.
const LONGEST_SECONDS: u32 = 24 * 60 * 60;
/// Results that a search gives.
const RESULTS: usize = 50;
/// Changes that a history tells.
const HISTORY: usize = 1_000;

/// Whether somebody is gone for good after it.
fn erases(command: &Command) -> bool {
    match command {
        Command::Erase(..) => true,
        Command::Together(several) => several.iter().any(erases),
        _ => false,
    }
}

impl State {
    pub(super) fn ask(&mut self, asker: Asker, request: Request, reply: Reply) {
        if self.ws.is_held() && super::folder::writes(&request) {
            return self.hold_back(&request, reply);
        }
        let refused = match request {
            Request::Run(command) => {
                let answer = self.edit_once(asker, names::as_seen(command)).map(Answer::Did);
                return self.answers.push((reply, answer));
            }
            Request::History(peer) => {
                let history = self.ws.history(&peer, HISTORY);
                return self.answers.push((reply, history.map(Answer::History).map_err(|error| Failure::from(&error))));
            }
            Request::GoingBack(peer, to) => {
                let back = self.ws.going_back(peer, to);
                return self.answers.push((reply, back.map(Answer::GoingBack).map_err(|error| Failure::from(&error))));
            }
            Request::Search(query) => {
                self.notebook.follow(&self.ws.snapshot());
                let found = self.notebook.find(&query, RESULTS);
                return self.answers.push((reply, Ok(Answer::Found(found))));
            }
            Request::Caret(peer, caret) => {
                self.tell_caret(peer, caret);
                return self.answers.push((reply, Ok(Answer::Done)));
            }
            Request::Safety(request) => return self.ask_safety(request, reply),
            Request::Sealed(request) => return self.ask_sealed(request, reply),
            Request::Device(request) => return self.ask_device(request, reply),
            Request::Folder(request) => return self.ask_folder(request, reply),
            Request::Passphrase(request) => return self.ask_passphrase(&request, reply),
            Request::Lock => return self.ask_lock(reply),
            // It is open.
            Request::Unlock(_) => return self.answers.push((reply, Ok(Answer::Done))),
            Request::Window => {
                self.has_window = true;
                return self.answers.push((reply, Ok(Answer::Done)));
            }
            Request::Offer(text) => match self.offer(&text) {
                Ok(()) => return self.answers.push((reply, Ok(Answer::Done))),
                Err(failure) => failure,
            },
            Request::Health => {
                self.ws.look_at_folder();
                self.changed.view = true;
                let unfinished_erase = self.ws.unfinished_erase().map(str::to_owned);
                return self.answers.push((reply, Ok(Answer::Health { unfinished_erase })));
            }
            Request::Verify => {
                let verified = self.ws.verify();
                let answer = verified.map(Answer::Verified).map_err(|error| Failure::from(&error));
                return self.answers.push((reply, answer));
            }
            Request::Invite(peer) => match self.invite(peer) {
                Ok((secret, until)) => return self.when_up(reply, Then::Invitation(secret, until)),
                Err(failure) => failure,
            },
            Request::Join { text, as_peer } => match self.join(&text, as_peer) {
                Ok(invitation) => return self.joins.push(Join::new(invitation, as_peer, reply)),
                Err(failure) => failure,
            },
            Request::Reach { peer, text } => return self.ask_reach(peer, text.as_deref(), reply),
            Request::GoOnline => match self.go_online() {
                Ok(()) => return self.when_up(reply, Then::Done),
                Err(failure) => failure,
            },
            Request::SyncOnce { wait_seconds } => match self.go_online() {
                Ok(()) => {
                    self.changed.access = true;
                    self.refresh_access();
                    self.dialer.hurry(std::time::Instant::now());
                    let wait = Duration::from_secs(wait_seconds.min(LONGEST_SECONDS).into());
                    return self.onces.push(Once::new(reply, wait));
                }
                Err(failure) => failure,
            },
        };
        self.answers.push((reply, Err(refused)));
    }

    /// A command whose answer was lost may be asked again, by whoever has the workspace then.
    fn edit_once(&mut self, asker: Asker, command: Command) -> Result<Outcome, Failure> {
        match asker {
            Asker::Here(Some(id)) | Asker::Elsewhere(id) if self.ws.was_done(&id) => Err(Failure::was_done()),
            Asker::Here(_) => self.edit(command),
            Asker::Elsewhere(id) => self.edit_with(erases(&command), |ws| ws.edit_as(id, command, now())),
        }
    }

    pub(super) fn edit(&mut self, command: Command) -> Result<Outcome, Failure> {
        self.edit_with(erases(&command), |ws| ws.edit(command, now()))
    }

    fn edit_with(
        &mut self,
        erases: bool,
        edit: impl FnOnce(&mut Workspace) -> Result<Outcome, EditError>,
    ) -> Result<Outcome, Failure> {
        let before = self.ws.snapshot();
        let outcome = edit(&mut self.ws).map_err(|error| Failure::from(&error));
        if erases {
            self.erased();
        }
        // Also after a failure: the disk may have failed, and the view says so.
        self.committed_but_for(None);
        // Undo sets it too.
        let after = self.ws.snapshot();
        if after.network != before.network || after.relay != before.relay {
            self.follow_setting();
        }
        outcome
    }

    fn invite(&mut self, peer: PeerId) -> Result<(InvitationSecret, Moment), Failure> {
        self.ready_to_share()?;
        let until = tomorrow_at_five();
        match self.edit(Command::Share(peer, ShareCommand::Invite { until }))? {
            Outcome::Invitation(secret) => {
                self.go_online()?;
                Ok((secret, until))
            }
            _ => Err(Failure { error: "no invitation was made".into(), hint: None }),
        }
    }

    fn join(&mut self, text: &str, as_peer: Option<PeerId>) -> Result<Invitation, Failure> {
        let invitation = Invitation::parse(text).map_err(|error| Failure::from(&error))?;
        if invitation.device == self.ws.device_key().id() {
            return Err(Failure {
                error: "this invitation is your own".into(),
                hint: Some("send it to the colleague you want to share with".into()),
            });
        }
        let is_known = |peer| self.ws.snapshot().peers.iter().any(|view| view.id == peer);
        if as_peer.is_some_and(|peer| !is_known(peer)) {
            return Err(Failure { error: "there is no such peer".into(), hint: Some("sideways peer list".into()) });
        }
        self.ready_to_share()?;
        self.go_online()?;
        Ok(invitation)
    }

    fn offer(&mut self, text: &str) -> Result<(), Failure> {
        // Only what is an invitation: this comes from whoever made a link.
        Invitation::parse(text).map_err(|error| Failure::from(&error))?;
        if !self.has_window {
            return Err(Failure {
                error: "this data folder is open without a window".into(),
                hint: Some("sideways share join - takes the invitation there".into()),
            });
        }
        let nth = self.offered.as_ref().map_or(0, |(nth, _)| *nth);
        self.offered = Some((nth.saturating_add(1), text.into()));
        self.changed.view = true;
        Ok(())
    }

    /// Whoever shares has a name, and the network isn't off.
    fn ready_to_share(&mut self) -> Result<(), Failure> {
        let snapshot = self.ws.snapshot();
        if snapshot.me.name.is_empty() {
            return Err(Failure {
                error: "the other person would not see who you are".into(),
                hint: Some("sideways me set --name NAME --department DEPARTMENT".into()),
            });
        }
        if snapshot.network == NetworkSetting::Off {
            self.edit(Command::SetNetwork(NetworkSetting::ThisNetwork))?;
        }
        Ok(())
    }
}
