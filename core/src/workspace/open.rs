//! Opening: the lease, the store, and the rows; no document is decoded. The first time, a person is made.

use super::{
    Opening, Workspace,
    documents::{DocKind, DocRow, Documents, Pen, Pending},
    held::Held,
    local::{Identity, Local, LocalRow},
};
use crate::{
    device::{DeviceKey, SignedStatement, Statement},
    entropy::Entropy,
    error::{OpenError, StoreError},
    gate::Author,
    id::{Actor, DeviceId, DocId, PersonId},
    notebook::peers,
    rows::{Row, VIEW_VERSION},
    snapshot::Snapshot,
    store::{
        SealKey, Store, Table,
        folder::{Folder, Holds, Lease},
    },
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// The document formats this program reads and writes.
const FORMATS: (u16, u16) = (1, 1);

fn unreadable(e: &StoreError) -> OpenError {
    OpenError::Store(e.to_string())
}

impl Workspace {
    /// Opens the data directory, or makes it and a notebook in it where nothing of one is there.
    pub fn open(directory: &Path, opening: Opening) -> Result<Self, OpenError> {
        let mut entropy = Entropy::new(opening.entropy);
        let folder = Folder::enter_or_make(directory)?;
        if folder.settle()? == Holds::Nothing {
            folder.make_store(&mut entropy, |store, entropy| begin(store, entropy, &opening).map(drop))?;
        }
        let (store, lease) = Store::open_in(folder, &mut entropy)?;
        Self::with(store, entropy, Some(lease), &opening)
    }

    /// Opens the data directory where a notebook is in it; makes nothing.
    pub fn open_existing(directory: &Path, opening: Opening) -> Result<Self, OpenError> {
        let mut entropy = Entropy::new(opening.entropy);
        let folder = Folder::enter(directory)?;
        if folder.settle()? == Holds::Nothing {
            return Err(OpenError::Nothing(directory.to_owned()));
        }
        let (store, lease) = Store::open_in(folder, &mut entropy)?;
        Self::with(store, entropy, Some(lease), &opening)
    }

    /// Notices what became of the folder meanwhile; the picture says it then.
    pub fn look_at_folder(&mut self) {
        let before = self.store.writing();
        if self.store.in_place().is_err() && self.store.writing() != before {
            self.picture_of_all();
        }
    }

    /// Why erased words may still lie in the store's file, where an erase could not be finished.
    #[must_use]
    pub fn unfinished_erase(&self) -> Option<&str> {
        self.store.unfinished_erase()
    }

    /// Opens a store on a backend with that sealing key; for tests that make faults.
    pub fn open_on(backend: impl redb::StorageBackend, key: [u8; 32], opening: Opening) -> Result<Self, OpenError> {
        let mut entropy = Entropy::new(opening.entropy);
        let store = Store::open(backend, SealKey::new(key), &mut entropy)?;
        Self::with(store, entropy, None, &opening)
    }

    fn with(
        mut store: Store,
        mut entropy: Entropy,
        lease: Option<Lease>,
        opening: &Opening,
    ) -> Result<Self, OpenError> {
        let identity = LocalRow::Identity.key(&());
        let identity: Identity = match store.get(Table::Local, &identity).map_err(|e| unreadable(&e))? {
            Some(identity) => identity,
            None if lease.is_some() => return Err(OpenError::Store("it doesn't say whose notebook it is".into())),
            None => begin(&mut store, &mut entropy, opening).map_err(|e| unreadable(&e))?,
        };
        let key = DeviceKey::from_secret(&identity.secret);
        // A fresh actor a run: no two runs ever share one, even on a copied directory.
        let actor = Actor::new(&key.id(), entropy.bytes());
        let snapshot = Snapshot::empty(identity.person, key.id());
        let mut workspace = Self {
            local: load_local(&mut store).map_err(|e| unreadable(&e))?,
            statements: statements(&store).map_err(|e| unreadable(&e))?,
            store,
            entropy,
            person: identity.person,
            notebook: identity.notebook,
            documents: Documents::new(actor),
            actor,
            held: Held::default(),
            pens: BTreeMap::new(),
            stale: Vec::new(),
            snapshot: Arc::new(snapshot),
            key,
            _lease: lease,
        };
        workspace.load_rows().map_err(|e| unreadable(&e))?;
        Ok(workspace)
    }

    fn load_rows(&mut self) -> Result<(), StoreError> {
        self.held.my_devices = self.devices_of(&self.person);
        let documents: Vec<(Vec<u8>, DocRow)> = self.store.scan(Table::Documents, &[])?;
        for (key, row) in documents {
            let doc = DocId(key.try_into().map_err(|_| StoreError::Damaged("documents"))?);
            self.held.documents.insert(doc, row);
        }
        let damaged = self.store.views_are_due() || self.load_views().is_err();
        if damaged {
            let documents = std::mem::take(&mut self.held.documents).into_iter();
            let documents = documents.map(|(doc, row)| (doc, DocRow { view_version: 0, ..row })).collect();
            self.held = Held { documents, ..Held::default() };
            self.held.my_devices = self.devices_of(&self.person);
        }
        // Rows of another version are rebuilt in memory, and written with the next commit.
        let stale = self.held.documents.iter().filter(|(_, row)| row.view_version != VIEW_VERSION);
        let stale: Vec<(DocId, DocKind)> = stale.map(|(doc, row)| (*doc, row.kind)).collect();
        for (doc, kind) in stale {
            let mut rebuilt = Pending::default();
            rebuilt.view_all(self.documents.get(&self.store, doc, kind)?, kind);
            for (doc, kind, view) in rebuilt.rows {
                self.held.take(self.person, doc, kind, view);
            }
            self.stale.push((doc, kind));
        }
        self.picture_of_all();
        if damaged {
            // Where it can't be written down now, it is made again at the next opening.
            let _ = self.mend_views();
        }
        Ok(())
    }

    fn load_views(&mut self) -> Result<(), StoreError> {
        // The whole table in order, because looking a document's rows up could miss some where a key is damaged.
        for (key, view) in self.store.scan_plain(Table::Views, &[])? {
            let doc = key.first_chunk().map(|doc| DocId(*doc)).ok_or(StoreError::Damaged("views"))?;
            let row = self.held.documents.get(&doc).ok_or(StoreError::Damaged("views"))?;
            if row.view_version == VIEW_VERSION {
                let kind = row.kind;
                let view: Row = Store::decode(Table::Views, &view)?;
                self.held.take(self.person, doc, kind, view);
            }
        }
        Ok(())
    }

    /// Writes the rows that were made again into a file without the damaged ones.
    fn mend_views(&mut self) -> Result<(), StoreError> {
        self.store.leave_views_out()?;
        self.commit(Pending::default())?;
        self.store.views_are_whole()
    }

    /// The devices of a person that count: stated by themselves, vouched for by one that counts, not removed.
    pub(super) fn devices_of(&self, person: &PersonId) -> Vec<DeviceId> {
        let of_person = self.statements.values().filter(|signed| signed.statement.person == *person);
        of_person.filter(|signed| !signed.statement.removed).map(|signed| signed.statement.device).collect()
    }
}

/// What belongs to this device alone. Rows of it that can't be read any more are left out, in a file that is kept; what
/// they said, a draft or how to undo something, nothing else says again.
fn load_local(store: &mut Store) -> Result<Local, StoreError> {
    match Local::load(store) {
        Err(damaged @ StoreError::Damaged(_)) => {
            store.leave_unreadable_out().map_err(|_| damaged)?;
            Local::load(store)
        }
        other => other,
    }
}

fn statements(store: &Store) -> Result<BTreeMap<DeviceId, SignedStatement>, StoreError> {
    let rows: Vec<(Vec<u8>, SignedStatement)> = store.scan(Table::Statements, &[])?;
    let mut statements: BTreeMap<DeviceId, SignedStatement> = BTreeMap::new();
    for (_, signed) in rows {
        let device = signed.statement.device;
        let removed_before = statements.get(&device).is_some_and(|known| known.statement.removed);
        if !removed_before {
            statements.insert(device, signed);
        }
    }
    Ok(statements)
}

/// The key of a statement's row: its device, and a hash, because a device may be stated more than once.
pub(super) fn statement_key(signed: &SignedStatement) -> Vec<u8> {
    let digest = Sha256::digest(signed.signature);
    [signed.statement.device.0.as_slice(), &digest].concat()
}

/// Makes a person, this device, and a notebook, in one commit.
fn begin(store: &mut Store, entropy: &mut Entropy, opening: &Opening) -> Result<Identity, StoreError> {
    let identity =
        Identity { secret: entropy.bytes(), person: PersonId(entropy.bytes()), notebook: DocId(entropy.bytes()) };
    let key = DeviceKey::from_secret(&identity.secret);
    let device = key.id();
    let mut name = opening.device_name.clone();
    while name.len() > crate::limits::NAME_BYTES {
        name.pop();
    }
    let statement = Statement {
        person: identity.person,
        device,
        name,
        recipient: key.recipient(),
        formats: FORMATS,
        vouched_by: device,
        removed: false,
    };
    let signed = SignedStatement::new(statement, &key);
    let mut pending = Pending::default();
    LocalRow::Identity.put(&mut pending.batch, &(), &identity);
    pending.batch.put(Table::Statements, &statement_key(&signed), &signed);
    let secret: [u8; 32] = entropy.bytes();
    let mut documents = Documents::new(Actor::new(&device, entropy.bytes()));
    let known = BTreeMap::new();
    let author = Author { device, person: identity.person };
    let mut pen = Pen { store, documents: &mut documents, known: &known, key: &key, author, now: opening.now };
    pen.write(&mut pending, identity.notebook, DocKind::Notebook, |writing| peers::set_secret(writing, secret))
        .map_err(|_| StoreError::Damaged("notebook"))?;
    store.commit(entropy, pending.batch)?;
    Ok(identity)
}
