//! Binding another person's device to a peer, once both sides proved the invitation.

use super::{
    Generation, OpenInvitation, Pairing, Workspace,
    documents::Pending,
    local::{Confirmation, LocalRow},
};
use crate::{
    command::{InvitationSecret, PeerDetails},
    device::SignedStatement,
    error::{EditError, PairError, StoreError},
    id::{PeerId, PersonId},
    limits,
    rows::PeerRow,
    snapshot::Moment,
    store::Table,
};

impl Workspace {
    /// Invitations that are open now, and used ones that may still finish what was cut off.
    #[must_use]
    pub fn open_invitations(&self, now: Moment) -> Vec<OpenInvitation> {
        let open = self.local.invitations.iter().filter(|(_, invited)| invited.until > now);
        open.filter_map(|(peer, invited)| {
            let row = self.held.peers.get(peer)?;
            Some(OpenInvitation {
                peer: *peer,
                secret: invited.secret.clone(),
                until: invited.until,
                list: row.base,
                generation: self.generation_of(row),
                used_by: invited.used_by,
            })
        })
        .collect()
    }

    pub(super) fn generation_of(&self, row: &PeerRow) -> Generation {
        Generation { number: row.generation, by: row.generation_by.unwrap_or_else(|| self.key.id()) }
    }

    /// The inviter's half of pairing: spends the invitation and binds the remote to its peer.
    pub fn accept_pairing(
        &mut self,
        secret: &InvitationSecret,
        pairing: Pairing,
        now: Moment,
    ) -> Result<PeerId, PairError> {
        let found = self.local.invitations.iter().find(|(_, invited)| invited.secret == *secret);
        let (peer, invited) = found.map(|(peer, invited)| (*peer, invited.clone())).ok_or(PairError::NotOpen)?;
        if invited.until <= now {
            return Err(PairError::Expired(invited.until));
        }
        if invited.used_by.is_some_and(|device| device != pairing.remote) {
            return Err(PairError::NotOpen);
        }
        let person = self.person_of(&pairing)?;
        let row = self.held.peers.get(&peer).cloned().ok_or(PairError::NotOpen)?;
        if row.person.is_some_and(|known| known != person) || self.peer_with(&person).is_some_and(|other| other != peer)
        {
            return Err(PairError::OtherPeer);
        }
        let mut pending = Pending::default();
        let invited = super::local::Invited { used_by: Some(pairing.remote), ..invited };
        LocalRow::Invitation.put(&mut pending.batch, &peer, &invited);
        self.local.invitations.insert(peer, invited);
        self.bind(pending, row, pairing, person, now)
    }

    /// The joiner's half: binds the remote to a peer, which is `as_peer`, or the one already paired with that
    /// person, or a new one with the name the inviter says.
    pub fn join_pairing(
        &mut self,
        as_peer: Option<PeerId>,
        pairing: Pairing,
        now: Moment,
    ) -> Result<PeerId, PairError> {
        let person = self.person_of(&pairing)?;
        let paired = self.peer_with(&person);
        if let (Some(paired), Some(chosen)) = (paired, as_peer)
            && paired != chosen
        {
            return Err(PairError::OtherPeer);
        }
        let mut pending = Pending::default();
        let row = match paired.or(as_peer) {
            Some(peer) => self.held.peers.get(&peer).cloned().ok_or(PairError::OtherPeer)?,
            None => {
                let (name, department) = pairing.they_say.clone();
                let name = if name.trim().is_empty() { "A colleague".to_owned() } else { name };
                let department =
                    if department.trim().is_empty() { "Another department".to_owned() } else { department };
                let details = PeerDetails { name, department, ..PeerDetails::default() };
                let added = self.add_peer(&mut pending, &details, now);
                let peer = added.map_err(|e| self.unbound(&pending, e))?;
                pending.peer(&peer).ok_or(PairError::OtherPeer)?
            }
        };
        if row.person.is_some_and(|known| known != person) {
            self.forget(&pending);
            return Err(PairError::OtherPeer);
        }
        // Two crossing invitations: both sides keep the lower list.
        let keeps_mine = row.person.is_some() && row.base <= pairing.list;
        let row = if keeps_mine {
            row
        } else {
            let mine = self.held.lists.get(&row.list()).is_some_and(|list| list.in_order().next().is_some());
            PeerRow {
                only_mine: if mine { Some(row.list()) } else { row.only_mine },
                base: pairing.list,
                generation: pairing.generation.number,
                generation_by: (pairing.generation.number > 0).then_some(pairing.generation.by),
                ..row
            }
        };
        self.bind(pending, row, pairing, person, now)
    }

    fn bind(
        &mut self,
        mut pending: Pending,
        row: PeerRow,
        pairing: Pairing,
        person: PersonId,
        now: Moment,
    ) -> Result<PeerId, PairError> {
        for signed in &pairing.statements {
            pending.batch.put(Table::Statements, &super::open::statement_key(signed), signed);
        }
        let (name, department) = pairing.they_say;
        let row = PeerRow {
            person: Some(person),
            checked: false,
            stopped: false,
            words: Some(pairing.words),
            they_say: Some((bounded(name), bounded(department))),
            ..row
        };
        let list = self.held.lists.get(&row.list());
        let waiting =
            list.map(|list| list.lines.keys().map(|line| format!("lines/{line}")).collect()).unwrap_or_default();
        let confirmation = Confirmation { at: None, waiting };
        LocalRow::Confirmation.put(&mut pending.batch, &row.id, &confirmation);
        let peer = row.id;
        self.write_peer(&mut pending, &row, now).map_err(|e| self.unbound(&pending, e))?;
        self.local.confirmations.insert(peer, confirmation);
        let before = self.statements.clone();
        self.statements.extend(pairing.statements.into_iter().map(|signed| (signed.statement.device, signed)));
        if let Err(e) = self.commit(pending) {
            self.statements = before;
            return Err(e.into());
        }
        Ok(peer)
    }

    /// The person whose device the transport proved, when what it states is genuine.
    fn person_of(&self, pairing: &Pairing) -> Result<PersonId, PairError> {
        // Each device is vouched for by another of the same set, or is the first and vouches for itself.
        let vouched = |by: &crate::id::DeviceId| pairing.statements.iter().any(|signed| signed.statement.device == *by);
        let genuine = |signed: &SignedStatement| {
            signed.is_genuine()
                && signed.statement.name.len() <= limits::NAME_BYTES
                && vouched(&signed.statement.vouched_by)
        };
        let all = pairing.statements.len() <= limits::DEVICES_OF_PERSON && pairing.statements.iter().all(genuine);
        let own = pairing.statements.iter().find(|signed| signed.statement.device == pairing.remote);
        let own = own.filter(|_| all).ok_or(PairError::Statement)?;
        let person = own.statement.person;
        if own.statement.removed || pairing.statements.iter().any(|signed| signed.statement.person != person) {
            return Err(PairError::Statement);
        }
        if person == self.person || pairing.remote == self.key.id() {
            return Err(PairError::Own);
        }
        // A device that already speaks for somebody else can't begin to speak for this person.
        let taken = |signed: &SignedStatement| {
            self.statements.get(&signed.statement.device).is_some_and(|known| known.statement.person != person)
        };
        if pairing.statements.iter().any(taken) { Err(PairError::OtherPeer) } else { Ok(person) }
    }

    pub(super) fn peer_with(&self, person: &PersonId) -> Option<PeerId> {
        self.held.peers.values().find(|row| row.person == Some(*person)).map(|row| row.id)
    }

    fn unbound(&mut self, pending: &Pending, e: EditError) -> PairError {
        self.forget(pending);
        match e {
            EditError::Store(e) => PairError::Store(e),
            other => PairError::Store(StoreError::Io(other.to_string())),
        }
    }
}

impl Pending {
    /// The row of a peer that this commit makes.
    pub(super) fn peer(&self, peer: &PeerId) -> Option<PeerRow> {
        self.rows.iter().rev().find_map(|(_, _, row)| match row {
            crate::rows::Row::Peer(row) if row.id == *peer => Some(row.clone()),
            _ => None,
        })
    }
}

fn bounded(mut text: String) -> String {
    while text.len() > limits::NAME_BYTES {
        text.pop();
    }
    text
}
