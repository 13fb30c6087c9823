//! What another device of mine may ask for: every document there is, and every statement. The proof is asked again at
//! each step, so that a removal holds at once.

use super::{
    super::{Received, Workspace, open::FORMATS, state::device::DeviceChange, transaction::Transaction},
    incoming::Source,
};
use crate::{
    change::Run,
    device::SignedStatement,
    error::StoreError,
    grant::OwnGrant,
    id::{DeviceId, DocId, Hash, PersonId},
    kinds::notebook::journal_id,
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

impl Workspace {
    /// Whether that device is another one of mine, which may have everything.
    #[must_use]
    pub fn own_grant(&self, remote: &DeviceId) -> Option<OwnGrant> {
        let stated = &self.device.statements.get(remote)?.statement;
        let connects = stated.formats != (0, 0) && *remote != self.key.id();
        let mine = stated.person == self.person && self.device.statements.stands(remote);
        // Whoever was removed itself has no others any more.
        (mine && connects && !self.is_removed()).then_some(OwnGrant { remote: *remote })
    }

    /// The oldest and newest document format that this program reads and writes.
    #[must_use]
    pub fn formats(&self) -> (u16, u16) {
        FORMATS
    }

    /// Every document, in the order of ids: what it is, and where it stands. What is set aside isn't named, so that it
    /// stays as it is.
    pub fn documents_of_mine(&self) -> impl Iterator<Item = (DocId, DocKind, &[Hash])> {
        let whole = self.model.documents.iter().filter(|(doc, _)| !self.aside.contains_key(doc));
        whole.map(|(doc, row)| (*doc, row.kind, row.heads.as_slice()))
    }

    /// Where a document stands here; no heads where there is none.
    #[must_use]
    pub fn heads_of_mine(&self, doc: &DocId) -> Vec<Hash> {
        self.model.documents.get(doc).map(|row| row.heads.clone()).unwrap_or_default()
    }

    /// How much is stated of my devices: more after each statement.
    #[must_use]
    pub fn my_statements_count(&self) -> usize {
        self.device.statements.of(self.person).count()
    }

    /// One value for all that is stated of any device: another one after each statement.
    #[must_use]
    pub fn statements_mark(&self) -> [u8; 32] {
        let mut all: Vec<&SignedStatement> = self.device.statements.all().collect();
        all.sort_unstable_by_key(|signed| (signed.statement.device, signed.signature));
        let mut digest = Sha256::new();
        all.iter().for_each(|signed| digest.update(signed.signature));
        digest.finalize().into()
    }

    /// Whose statements.
    #[must_use]
    pub fn all_statements(&self, whose: Whose) -> Vec<SignedStatement> {
        let mine = whose == Whose::Mine;
        self.device.statements.all().filter(|it| (it.statement.person == self.person) == mine).cloned().collect()
    }

    /// Committed changes of a document that whoever has `theirs` and `sent` lacks, at most about `bytes` of them.
    pub fn missing_of_mine(
        &mut self,
        grant: &OwnGrant,
        doc: DocId,
        (theirs, sent): (&[Hash], &BTreeSet<Hash>),
        bytes: usize,
    ) -> Result<Vec<Run>, StoreError> {
        if self.own_grant(&grant.remote) != Some(*grant) {
            return Ok(Vec::new());
        }
        self.missing_of(doc, theirs, sent, bytes)
    }

    /// Takes in changes that another device of mine handed over.
    pub fn receive_of_mine(
        &mut self,
        grant: &OwnGrant,
        (doc, kind): (DocId, DocKind),
        runs: Vec<Run>,
        now: Moment,
    ) -> Result<Received, StoreError> {
        let may = self.own_grant(&grant.remote) == Some(*grant) && self.fits(doc, kind);
        if !may || !self.loads(doc, kind)? {
            return Ok(Received::default());
        }
        let received = self.receive_from(Source { doc, kind, grant: None }, runs, &[], now)?;
        if received.applied > 0 {
            self.follow_notebook(kind, now)?;
        }
        Ok(received)
    }

    /// Takes in what another device of mine knows of devices: mine, and those of people that I share with.
    /// Whether any of it was new.
    pub fn receive_statements_of_mine(
        &mut self,
        grant: &OwnGrant,
        statements: &[SignedStatement],
        now: Moment,
    ) -> Result<bool, StoreError> {
        if self.own_grant(&grant.remote) != Some(*grant) {
            return Ok(false);
        }
        let new = statements.iter().any(|told| !self.device.statements.all().any(|known| known == told));
        let before = self.statements_mark();
        if new {
            self.transact::<_, StoreError>(now, |transaction| {
                transaction.take_all_statements(statements);
                Ok(())
            })?;
        }
        if self.statements_mark() == before {
            return Ok(false);
        }
        self.heed_devices(now)?;
        Ok(true)
    }

    /// Whether a document may be what it is said to be: what the notebook names. Whoever is erased here stays so.
    fn fits(&self, doc: DocId, kind: DocKind) -> bool {
        let here = self.model.documents.contains_key(&doc);
        let room = here || self.model.documents.len() < limits::DOCUMENTS;
        if !room || !self.may_be(doc, kind) {
            return false;
        }
        let Some(peer) = kind.peer() else { return kind == DocKind::Notebook };
        self.model.peers.get(&peer).is_some_and(|row| match kind {
            DocKind::Notebook => false,
            DocKind::Card(_) => !row.erased && row.card == doc,
            DocKind::Journal(_, year) => {
                !row.erased && (here || doc == journal_id(&self.model.journal_secret, &peer, year))
            }
            DocKind::List(_) => !(row.erased && row.list_erased),
        })
    }

    /// What the notebook says of peers goes for what else is here of them: whoever was erased on another device is
    /// erased here too, and the store's file is written anew.
    pub(in super::super) fn follow_notebook(&mut self, kind: DocKind, now: Moment) -> Result<(), StoreError> {
        if kind != DocKind::Notebook {
            return Ok(());
        }
        self.forget_unshared(now)?;
        self.erase_elsewhere_erased(now)
    }

    /// What is known of the devices of people with whom nothing is shared any more goes.
    fn forget_unshared(&mut self, now: Moment) -> Result<(), StoreError> {
        let people: BTreeSet<PersonId> = self.device.statements.values().map(|it| it.statement.person).collect();
        let unshared = people.into_iter().filter(|it| *it != self.person && self.model.peer_with(it).is_none());
        let unshared: Vec<PersonId> = unshared.collect();
        if unshared.is_empty() {
            return Ok(());
        }
        self.transact::<_, StoreError>(now, |transaction| {
            unshared.into_iter().for_each(|person| transaction.set(DeviceChange::ForgetStatements(person)));
            Ok(())
        })
    }

    /// Whoever was erased on another device is erased here too, and the store's file is written anew.
    pub(in super::super) fn erase_elsewhere_erased(&mut self, now: Moment) -> Result<(), StoreError> {
        let of = |row: &PeerRow| {
            let about = self.model.documents.values().filter(|document| document.kind.peer() == Some(row.id));
            about.filter(|document| row.list_erased || !matches!(document.kind, DocKind::List(_))).count()
        };
        let erased: Vec<PeerRow> = self.model.peers.values().filter(|row| row.erased && of(row) > 0).cloned().collect();
        if erased.is_empty() {
            return Ok(());
        }
        self.transact::<_, StoreError>(now, |transaction| {
            erased.iter().for_each(|row| transaction.drop_erased(row));
            Ok(())
        })?;
        self.store.rewrite()
    }
}

/// Whose statements are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Those about devices of mine.
    Mine,
    /// Those about devices of the people that I share with.
    Theirs,
}

impl Transaction<'_> {
    /// Keeps what is known of devices of mine, and of those of people with whom a list is shared here.
    fn take_all_statements(&mut self, told: &[SignedStatement]) {
        let mut people: BTreeMap<PersonId, Vec<&SignedStatement>> = BTreeMap::new();
        told.iter().for_each(|signed| people.entry(signed.statement.person).or_default().push(signed));
        for (person, told) in people {
            let peer = self.model().peer_with(&person);
            if person == self.me() || peer.is_some() {
                self.take_told(person, &told);
                peer.into_iter().for_each(|peer| self.touch(peer));
            }
        }
        self.set(DeviceChange::Unheeded(true));
    }
}
