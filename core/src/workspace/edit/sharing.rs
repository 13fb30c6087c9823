//! Inviting, confirming, stopping: what this user decides about a list.

use super::super::{
    state::device::{DeviceChange, Invited},
    transaction::Transaction,
};
use super::list::Ids;
use crate::{
    command::{InvitationSecret, Outcome, ShareCommand},
    error::EditError,
    id::{DocId, PeerId},
    rows::PeerRow,
    snapshot::Moment,
};

impl Transaction<'_> {
    pub(super) fn share(&mut self, peer: PeerId, command: &ShareCommand) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        match command {
            ShareCommand::Invite { until } => self.invite(row, *until),
            ShareCommand::Withdraw => {
                if self.device().invitations.get(&peer).is_none_or(|invited| invited.used_by.is_some()) {
                    return Err(EditError::Sharing("there is no open invitation to withdraw"));
                }
                self.set(DeviceChange::Invitation(peer, None));
                self.touch(peer);
                Ok(Outcome::Done)
            }
            ShareCommand::Confirm => {
                shared(&row)?;
                self.write_peer(&PeerRow { checked: true, words: None, ..row })?;
                Ok(Outcome::Done)
            }
            ShareCommand::Stop => {
                shared(&row)?;
                self.write_peer(&PeerRow { stopped: true, ..row })?;
                Ok(Outcome::Done)
            }
            ShareCommand::Resume => {
                shared(&row)?;
                // The stop ended the invitation; going on doesn't open it again.
                self.set(DeviceChange::Invitation(peer, None));
                self.write_peer(&PeerRow { stopped: false, ..row })?;
                Ok(Outcome::Done)
            }
            ShareCommand::Unlink => self.unlink(row),
        }
    }

    fn invite(&mut self, mut row: PeerRow, until: Moment) -> Result<Outcome, EditError> {
        if self.model().me.name.is_empty() {
            return Err(EditError::Sharing("say who you are first: an invitation carries your name and department"));
        }
        if row.person.is_some() {
            return self.invite_again(row, until);
        }
        // Born private: the words on the screen go into another document, without their history.
        let (from, to) = (row.list(), DocId(self.random()));
        row.base = to;
        row.generation = 0;
        row.generation_by = None;
        row.shows = None;
        self.write_peer(&row)?;
        self.copy_lines(&row, from, to, Ids::New)?;
        let secret = InvitationSecret(self.random());
        let invited = Invited { secret: secret.clone(), until, used_by: None };
        self.set(DeviceChange::Invitation(row.id, Some(invited)));
        self.touch(row.id);
        Ok(Outcome::Invitation(secret))
    }

    /// For a new computer of either of us. It is the same list with the same person: another one who joins is refused.
    fn invite_again(&mut self, row: PeerRow, until: Moment) -> Result<Outcome, EditError> {
        if row.stopped {
            return Err(EditError::Sharing("sharing is stopped; resume it before you invite them once more"));
        }
        self.write_peer(&PeerRow { words: None, ..row.clone() })?;
        let secret = InvitationSecret(self.random());
        let invited = Invited { secret: secret.clone(), until, used_by: None };
        self.set(DeviceChange::Invitation(row.id, Some(invited)));
        self.touch(row.id);
        Ok(Outcome::Invitation(secret))
    }

    fn unlink(&mut self, row: PeerRow) -> Result<Outcome, EditError> {
        shared(&row)?;
        self.forget_person(&row);
        let row = row.staying();
        let alone = PeerRow { person: None, stopped: false, checked: false, words: None, they_say: None, ..row };
        self.write_peer(&alone)?;
        Ok(Outcome::Done)
    }

    /// Forgets whom a list was shared with: their devices and where those were reached, the invitation, and what they
    /// were known to have.
    pub(super) fn forget_person(&mut self, row: &PeerRow) {
        if let Some(person) = row.person {
            let devices = self.device().devices_of(&person);
            devices.into_iter().for_each(|device| self.set(DeviceChange::Addresses(device, None)));
            self.set(DeviceChange::ForgetStatements(person));
        }
        self.set(DeviceChange::Invitation(row.id, None));
        self.set(DeviceChange::NothingWaits(row.id));
        self.set(DeviceChange::Confirmation(row.id, None));
        self.set(DeviceChange::Acknowledged(row.id, None));
        self.touch(row.id);
    }
}

fn shared(row: &PeerRow) -> Result<(), EditError> {
    if row.person.is_some() { Ok(()) } else { Err(EditError::Sharing("this list isn’t shared")) }
}
