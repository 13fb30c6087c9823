//! Binding another person's device to a peer, once both sides proved the invitation.

use super::{
    super::{
        OpenInvitation, Pairing, Workspace,
        state::device::{Confirmation, DeviceChange, Invited},
        transaction::Transaction,
    },
    statements::sound,
};
use crate::{
    command::{InvitationSecret, PeerDetails},
    device::SignedStatement,
    error::PairError,
    id::{DeviceId, PeerId, PersonId},
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};
use std::collections::BTreeSet;

impl Workspace {
    /// Invitations that are open now, and used ones that may still finish what was cut off.
    #[must_use]
    pub fn open_invitations(&self, now: Moment) -> Vec<OpenInvitation> {
        let open = self.device.invitations.iter().filter(|(_, invited)| invited.until > now);
        open.filter_map(|(peer, invited)| {
            let row = self.model.peers.get(peer)?;
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

    /// The inviter's half of pairing: spends the invitation and binds the remote to its peer.
    pub fn accept_pairing(
        &mut self,
        secret: &InvitationSecret,
        pairing: Pairing,
        now: Moment,
    ) -> Result<PeerId, PairError> {
        let found = self.device.invitations.iter().find(|(_, invited)| invited.secret == *secret);
        let (peer, invited) = found.map(|(peer, invited)| (*peer, invited.clone())).ok_or(PairError::NotOpen)?;
        if invited.until <= now {
            return Err(PairError::Expired(invited.until));
        }
        if invited.used_by.is_some_and(|device| device != pairing.remote) {
            return Err(PairError::NotOpen);
        }
        let person = self.person_of(&pairing, Some(peer))?;
        let row = self.model.peers.get(&peer).cloned().ok_or(PairError::NotOpen)?;
        let taken = self.model.peer_with(&person).is_some_and(|other| other != peer);
        if row.person.is_some_and(|known| known != person) || taken {
            return Err(PairError::OtherPeer);
        }
        // Nothing but my own word ends a stop.
        if row.stopped {
            return Err(PairError::NotOpen);
        }
        self.transact(now, |transaction| {
            let invited = Invited { used_by: Some(pairing.remote), ..invited };
            transaction.set(DeviceChange::Invitation(peer, Some(invited)));
            transaction.bind(row, pairing, person)
        })
    }

    /// The joiner's half: binds the remote to a peer, which is `as_peer`, or the one already paired with that
    /// person, or a new one with the name the inviter says.
    pub fn join_pairing(
        &mut self,
        as_peer: Option<PeerId>,
        pairing: Pairing,
        now: Moment,
    ) -> Result<PeerId, PairError> {
        let person = self.person_of(&pairing, as_peer)?;
        let paired = self.model.peer_with(&person);
        if let (Some(paired), Some(chosen)) = (paired, as_peer)
            && paired != chosen
        {
            return Err(PairError::OtherPeer);
        }
        let known = match paired.or(as_peer) {
            Some(peer) => Some(self.model.peers.get(&peer).cloned().ok_or(PairError::OtherPeer)?),
            None => None,
        };
        if known.as_ref().and_then(|row| row.person).is_some_and(|known| known != person) {
            return Err(PairError::OtherPeer);
        }
        // The list that they name is with them or new: never another document of mine.
        let fits = known.as_ref().is_some_and(|row| self.may_be(pairing.list, DocKind::List(row.id)));
        if !fits && (self.model.documents.contains_key(&pairing.list) || pairing.list == self.notebook) {
            return Err(PairError::OtherPeer);
        }
        self.transact(now, |transaction| {
            let row = match known {
                Some(row) => row,
                None => transaction.add_colleague(&pairing)?,
            };
            // Two crossing invitations: both sides keep the lower list.
            let keeps_mine = row.person.is_some() && row.base <= pairing.list;
            let row = if keeps_mine {
                row
            } else {
                let mine = transaction.model().lists.get(&row.list());
                let mine = mine.is_some_and(|list| list.in_order().next().is_some());
                PeerRow {
                    only_mine: if mine { Some(row.list()) } else { row.only_mine },
                    base: pairing.list,
                    shows: None,
                    generation: pairing.generation.number,
                    generation_by: (pairing.generation.number > 0).then_some(pairing.generation.by),
                    ..row
                }
            };
            transaction.bind(row, pairing, person)
        })
    }

    /// The person whose device the transport proved, when what it states is genuine.
    fn person_of(&self, pairing: &Pairing, chosen: Option<PeerId>) -> Result<PersonId, PairError> {
        let first = pairing.statements.iter().find(|signed| signed.statement.device == pairing.remote);
        let person = first.ok_or(PairError::Statement)?.statement.person;
        let statements = sound(&pairing.statements, &person, &pairing.remote);
        // Each device is vouched for by another of the same set, or is the first and vouches for itself.
        let stated = |by: &DeviceId| statements.iter().any(|it| it.statement.device == *by);
        let mut own = statements.iter().filter(|it| it.statement.device == pairing.remote);
        // Where it states itself and is vouched for as well, the other one's word leads to whom I know.
        let own = own.clone().find(|it| it.statement.vouched_by != pairing.remote).or_else(|| own.next());
        let own = own.filter(|_| statements.iter().all(|it| stated(&it.statement.vouched_by)));
        let own = own.ok_or(PairError::Statement)?;
        let one_person = pairing.statements.iter().all(|it| it.statement.person == person);
        if !one_person || statements.iter().any(|it| it.statement.device == pairing.remote && it.statement.removed) {
            return Err(PairError::Statement);
        }
        if person == self.person || pairing.remote == self.key.id() {
            return Err(PairError::Own);
        }
        // Whoever says to be somebody I know is believed where I know the device, and where I chose that very peer.
        let known = self.model.peer_with(&person);
        let chosen = known.is_none() || known == chosen;
        // A device that one of theirs vouches for is theirs too, like a new computer after a burnt one.
        if !chosen && !self.is_vouched(&person, own, &statements) {
            return Err(PairError::OtherPeer);
        }
        // A device that already speaks for somebody else can't begin to speak for this person.
        let taken = |signed: &&SignedStatement| {
            self.device.statements.get(&signed.statement.device).is_some_and(|known| known.statement.person != person)
        };
        if statements.iter().any(taken) { Err(PairError::OtherPeer) } else { Ok(person) }
    }
}

impl Workspace {
    /// Whether a device that I know of that person is this one, or vouches for it in one or several steps. Whatever a
    /// removed device says, it can't bring another one in.
    fn is_vouched(&self, person: &PersonId, own: &SignedStatement, statements: &[&SignedStatement]) -> bool {
        let known = self.device.devices_of(person);
        let removed = |device: &DeviceId| self.device.statements.is_removed(device);
        let mut next = vec![own.statement.device];
        let mut seen: BTreeSet<DeviceId> = next.iter().copied().collect();
        while let Some(device) = next.pop() {
            if removed(&device) {
                continue;
            }
            if known.contains(&device) {
                return true;
            }
            let about = statements.iter().filter(|it| it.statement.device == device && !it.statement.removed);
            next.extend(about.map(|it| it.statement.vouched_by).filter(|by| seen.insert(*by)));
        }
        false
    }
}

impl Transaction<'_> {
    /// A peer for somebody who isn't one yet, by the name that they say.
    fn add_colleague(&mut self, pairing: &Pairing) -> Result<PeerRow, PairError> {
        let said = |text: &String, otherwise: &str| {
            if text.trim().is_empty() { otherwise.to_owned() } else { text.clone() }
        };
        let (name, department) = &pairing.they_say;
        let details = PeerDetails {
            name: said(name, "A colleague"),
            department: said(department, "Another department"),
            ..PeerDetails::default()
        };
        let peer = self.add_peer(&details)?;
        self.peer(&peer).cloned().ok_or(PairError::OtherPeer)
    }

    fn bind(&mut self, row: PeerRow, pairing: Pairing, person: PersonId) -> Result<PeerId, PairError> {
        let (name, department) = pairing.they_say;
        let row = PeerRow {
            person: Some(person),
            checked: false,
            words: Some(pairing.words),
            they_say: Some((bounded(name), bounded(department))),
            ..row
        };
        self.write_peer(&row)?;
        self.set(DeviceChange::NothingWaits(row.id));
        self.set(DeviceChange::Confirmation(row.id, Some(Confirmation { at: None, everything_waits: true })));
        self.bind_statements(row.id, person, pairing.remote, &pairing.statements);
        self.set(DeviceChange::Met(pairing.remote));
        self.touch(row.id);
        Ok(row.id)
    }
}

fn bounded(mut text: String) -> String {
    while text.len() > limits::NAME_BYTES {
        text.pop();
    }
    text
}
