//! What another device of mine may ask for: every document there is, and every statement. The proof is asked again at
//! each step, so that a removal holds at once.

use super::{
    super::{Received, Workspace, open::FORMATS, transaction::Transaction},
    incoming::Source,
};
use crate::{
    change::Run,
    device::SignedStatement,
    error::StoreError,
    grant::OwnGrant,
    id::{DeviceId, DocId, Hash, PeerId},
    kinds::notebook::journal_id,
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl Workspace {
    /// Whether that device is another one of mine, which may have everything.
    #[must_use]
    pub fn own_grant(&self, remote: &DeviceId) -> Option<OwnGrant> {
        let stated = &self.device.statements.get(remote)?.statement;
        let connects = stated.formats != (0, 0) && *remote != self.key.id();
        let mine = stated.person == self.person && !stated.removed;
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
        let before = self.statements_mark();
        self.transact::<_, StoreError>(now, |transaction| {
            transaction.take_all_statements(statements);
            Ok(())
        })?;
        if self.statements_mark() == before {
            return Ok(false);
        }
        self.heed_devices(now)?;
        Ok(true)
    }

    /// Whether a document may be what it is said to be. Whoever is erased here stays so.
    fn fits(&self, doc: DocId, kind: DocKind) -> bool {
        let known = self.model.documents.get(&doc).is_none_or(|row| row.kind == kind);
        let room = self.model.documents.len() < limits::DOCUMENTS || self.model.documents.contains_key(&doc);
        let erased = |peer: &PeerId| self.model.peers.get(peer).filter(|row| row.erased);
        known
            && room
            && match kind {
                DocKind::Notebook => doc == self.notebook,
                DocKind::Card(peer) => doc != self.notebook && erased(&peer).is_none(),
                DocKind::Journal(peer, year) => {
                    erased(&peer).is_none() && doc == journal_id(&self.model.journal_secret, &peer, year)
                }
                DocKind::List(peer) => doc != self.notebook && erased(&peer).is_none_or(|row| !row.list_erased),
            }
    }

    /// What the notebook says of peers goes for what else is here of them: whoever was erased on another device is
    /// erased here too, and the store's file is written anew.
    fn follow_notebook(&mut self, kind: DocKind, now: Moment) -> Result<(), StoreError> {
        if kind != DocKind::Notebook {
            return Ok(());
        }
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
    /// Keeps what is genuine: about devices of mine, and about those of somebody with whom a list is shared here.
    fn take_all_statements(&mut self, statements: &[SignedStatement]) {
        let me = self.me();
        let mut count = self.device().statements.all().count();
        for signed in statements.iter().filter(|signed| signed.is_genuine()) {
            let said = &signed.statement;
            let peer = self.model().peer_with(&said.person);
            let known = self.device().statements.all().any(|it| it == signed);
            let room = count < limits::STATEMENTS && said.name.len() <= limits::NAME_BYTES;
            if known || !room || (said.person != me && peer.is_none()) {
                continue;
            }
            count += 1;
            self.keep_statement(signed.clone());
            peer.into_iter().for_each(|peer| self.touch(peer));
        }
    }
}
