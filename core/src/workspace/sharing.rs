//! Inviting, confirming, stopping: what this user decides about a list.

use super::{
    Workspace,
    documents::{DocKind, DocRow, Pending},
    local::{Invited, LocalRow},
};
use crate::{
    command::{InvitationSecret, Outcome, ShareCommand},
    error::EditError,
    id::{DeviceId, DocId, PeerId},
    rows::PeerRow,
    snapshot::Moment,
    store::Table,
};

impl Workspace {
    pub(super) fn share(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        command: &ShareCommand,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        match command {
            ShareCommand::Invite { until } => self.invite(pending, row, *until, now),
            ShareCommand::Withdraw => {
                if self.local.invitations.remove(&peer).is_none() || row.person.is_some() {
                    return Err(EditError::Sharing("there is no open invitation to withdraw"));
                }
                LocalRow::Invitation.delete(&mut pending.batch, &peer);
                self.touch(pending, &row);
                Ok(Outcome::Done)
            }
            ShareCommand::Confirm => {
                shared(&row)?;
                self.write_peer(pending, &PeerRow { checked: true, words: None, ..row }, now)?;
                Ok(Outcome::Done)
            }
            ShareCommand::Stop => {
                shared(&row)?;
                self.write_peer(pending, &PeerRow { stopped: true, ..row }, now)?;
                Ok(Outcome::Done)
            }
            ShareCommand::Resume => {
                shared(&row)?;
                self.write_peer(pending, &PeerRow { stopped: false, ..row }, now)?;
                Ok(Outcome::Done)
            }
            ShareCommand::Unlink => self.unlink(pending, row, now),
        }
    }

    fn invite(
        &mut self,
        pending: &mut Pending,
        mut row: PeerRow,
        until: Moment,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        if self.held.me.name.is_empty() {
            return Err(EditError::Sharing("say who you are first: an invitation carries your name and department"));
        }
        if row.person.is_some() {
            return Err(EditError::Sharing("this list is shared already"));
        }
        // Born private: the words on the screen go into another document, without their history.
        let (from, to) = (row.list(), DocId(self.entropy.bytes()));
        row.base = to;
        row.generation = 0;
        row.generation_by = None;
        self.write_peer(pending, &row, now)?;
        self.copy_lines(pending, &row, from, to, now)?;
        let secret = InvitationSecret(self.entropy.bytes());
        let invited = Invited { secret: secret.clone(), until, used_by: None };
        LocalRow::Invitation.put(&mut pending.batch, &row.id, &invited);
        self.local.invitations.insert(row.id, invited);
        Ok(Outcome::Invitation(secret))
    }

    fn unlink(&mut self, pending: &mut Pending, row: PeerRow, now: Moment) -> Result<Outcome, EditError> {
        shared(&row)?;
        self.forget_person(pending, &row);
        let alone = PeerRow { person: None, stopped: false, checked: false, words: None, they_say: None, ..row };
        self.write_peer(pending, &alone, now)?;
        Ok(Outcome::Done)
    }

    /// Forgets whom a list was shared with: their devices, the invitation, and what they were known to have.
    pub(super) fn forget_person(&mut self, pending: &mut Pending, row: &PeerRow) {
        if row.person.is_some() {
            let theirs = self.statements.values().filter(|signed| Some(signed.statement.person) == row.person);
            for signed in theirs {
                pending.batch.delete(Table::Statements, &super::open::statement_key(signed));
            }
            self.statements.retain(|_, signed| Some(signed.statement.person) != row.person);
        }
        LocalRow::Invitation.delete(&mut pending.batch, &row.id);
        LocalRow::Confirmation.delete(&mut pending.batch, &row.id);
        self.local.invitations.remove(&row.id);
        self.local.confirmations.remove(&row.id);
    }

    /// Has the picture of a peer made anew with this commit, though no document of theirs changed.
    pub(super) fn touch(&self, pending: &mut Pending, row: &PeerRow) {
        let kind = DocKind::Card(row.id);
        let known = self.held.documents.get(&row.card).cloned();
        pending.documents.entry(row.card).or_insert_with(|| known.unwrap_or_else(|| DocRow::new(kind)));
    }

    /// Their devices, for the picture.
    pub(super) fn devices_of_peer(&self, peer: &PeerId) -> Vec<DeviceId> {
        let person = self.held.peers.get(peer).and_then(|row| row.person);
        person.map(|person| self.devices_of(&person)).unwrap_or_default()
    }
}

fn shared(row: &PeerRow) -> Result<(), EditError> {
    if row.person.is_some() { Ok(()) } else { Err(EditError::Sharing("this list isn't shared")) }
}
