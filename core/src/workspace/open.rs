//! Opening: the lease, the store, and the rows; no document is decoded. The first time, a person is made.

use super::{
    Opening, Workspace,
    copies::Copies,
    documents::{Documents, Signature, StoredChange},
    migrate,
    publish::Published,
    state::{
        device::{DeviceRow, DeviceState, Identity},
        pages::{self, Page, Pages},
        read_model::{ReadModel, Taken},
        statements::statement_key,
    },
};
use crate::{
    device::{DeviceKey, SignedStatement, Statement},
    document::{Author, Made},
    entropy::Entropy,
    error::{OpenError, StoreError},
    id::{Actor, DeviceId, DocId, PersonId},
    kinds::notebook::peers,
    passphrase::Passphrase,
    rows::{DocKind, DocRow, Row, VIEW_VERSION},
    snapshot::{Moment, Snapshot},
    store::{
        Batch, SealKey, Store, Table,
        folder::{Folder, Holds},
    },
};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// The document formats this program reads and writes.
pub(super) const FORMATS: (u16, u16) = (1, 1);

/// Where a store was opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// In a folder, where the store was begun before it got its name.
    Folder,
    /// On a backend, where it begins when it is empty.
    Memory,
}

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
        Self::inside(folder, None, entropy, &opening).map_err(|(_, e)| e)
    }

    /// Opens the data directory where a notebook is in it; makes nothing. One with a passphrase is [`OpenError::Locked`].
    pub fn open_existing(directory: &Path, opening: Opening) -> Result<Self, OpenError> {
        let entropy = Entropy::new(opening.entropy);
        Self::inside(Self::entered(directory)?, None, entropy, &opening).map_err(|(_, e)| e)
    }

    /// Enters a data directory in which a notebook is.
    pub(super) fn entered(directory: &Path) -> Result<Folder, OpenError> {
        let folder = Folder::enter(directory)?;
        match folder.settle()? {
            Holds::Notebook => Ok(folder),
            Holds::Nothing => Err(OpenError::Nothing(directory.to_owned())),
        }
    }

    /// Opens the notebook of a folder that was entered; the folder again, where it doesn't open. The randomness is what
    /// is left of it: of one that began anew the ballast would be made of the same bytes as the key.
    pub(super) fn inside(
        folder: Folder,
        passphrase: Option<&Passphrase>,
        mut entropy: Entropy,
        opening: &Opening,
    ) -> Result<Self, (Folder, OpenError)> {
        let opened = folder.key_file().and_then(|it| it.key(passphrase)).and_then(|key| {
            // Drawn before, because the file may be found damaged at any point of opening it.
            let mut left = Entropy::new(entropy.bytes());
            let opened = Store::open_in(&folder, &key, &mut entropy)
                .and_then(|store| Self::with(store, entropy, Home::Folder, opening));
            match opened {
                Err(OpenError::Store(why)) => {
                    Self::of_what_is_left(&folder, &key, &mut left, opening).map_err(|_| OpenError::Store(why))
                }
                other => other,
            }
        });
        match opened {
            Ok(mut workspace) => {
                workspace.folder = Some(folder);
                Ok(workspace)
            }
            Err(e) => Err((folder, e)),
        }
    }

    /// Notices what became of the folder meanwhile; the picture says it then.
    pub fn look_at_folder(&mut self) {
        let before = self.store.writing();
        if self.store.in_place().is_err() && self.store.writing() != before {
            self.publish(Published::default());
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
        Self::with(store, entropy, Home::Memory, &opening)
    }

    pub(super) fn with(
        mut store: Store,
        mut entropy: Entropy,
        home: Home,
        opening: &Opening,
    ) -> Result<Self, OpenError> {
        if let Some(old) = store.rows_of_format_1().map_err(|e| unreadable(&e))? {
            store.lay_over(migrate::from_format_1(old).map_err(|e| unreadable(&e))?);
        }
        let identity = DeviceRow::Identity.key(&());
        let identity: Identity = match store.get(Table::Local, &identity).map_err(|e| unreadable(&e))? {
            Some(identity) => identity,
            None if home == Home::Folder => return Err(OpenError::Store("it doesn’t say whose notebook it is".into())),
            None => begin(&mut store, &mut entropy, opening).map_err(|e| unreadable(&e))?,
        };
        let key = DeviceKey::from_secret(&identity.secret);
        // A fresh actor a run: no two runs ever share one, even on a copied directory.
        let actor = Actor::new(&key.id(), entropy.bytes());
        let snapshot = Snapshot::empty(identity.person, key.id());
        let (device, copies) = load_device(&mut store).map_err(|e| unreadable(&e))?;
        let mut workspace = Self {
            device,
            store,
            entropy,
            person: identity.person,
            notebook: identity.notebook,
            documents: Documents::new(actor),
            model: ReadModel::default(),
            orphans: BTreeMap::new(),
            stale: BTreeMap::new(),
            aside: BTreeMap::new(),
            copies,
            snapshot: Arc::new(snapshot),
            #[cfg(feature = "faults")]
            panics_in: None,
            key,
            folder: None,
        };
        workspace.load_rows().map_err(|e| unreadable(&e))?;
        workspace.finish_what_was_cut_off(opening.now);
        Ok(workspace)
    }

    /// What follows from a removal, or from an erase on another device, and was begun before the program ended. What
    /// can't be done now either is tried again at the next opening.
    fn finish_what_was_cut_off(&mut self, now: Moment) {
        if self.device.unheeded {
            let _ = self.heed_devices(now);
        }
        let _ = self.erase_elsewhere_erased(now);
    }

    fn load_rows(&mut self) -> Result<(), StoreError> {
        let mine = self.device.wrote_for(&self.person);
        let mut taken = Taken::default();
        let documents: Vec<(Vec<u8>, DocRow)> = self.store.scan(Table::Documents, &[])?;
        for (key, row) in documents {
            let doc = DocId(key.try_into().map_err(|_| StoreError::Damaged("documents"))?);
            self.model.documents.insert(doc, row);
        }
        let damaged = self.store.views_are_due() || self.load_views(&mine).is_err();
        if damaged {
            let documents = std::mem::take(&mut self.model.documents).into_iter();
            let documents = documents.map(|(doc, row)| (doc, DocRow { view_version: 0, ..row })).collect();
            self.model = ReadModel { documents, ..ReadModel::default() };
        }
        // Rows of another version are rebuilt in memory, and written with the next commit.
        let stale = self.model.documents.iter().filter(|(_, row)| row.view_version != VIEW_VERSION);
        self.stale = stale.map(|(doc, row)| (*doc, row.kind)).collect();
        for (doc, kind) in self.stale.clone() {
            let document = match self.documents.get(&self.store, doc, kind) {
                Ok(document) => document,
                Err(why) => {
                    self.set_aside(doc, kind, why)?;
                    continue;
                }
            };
            let reader = document.reader();
            let rows: Vec<Row> = kind.entities(&reader).iter().filter_map(|it| kind.row(&reader, it)).collect();
            let pad = matches!(kind, DocKind::List(_)).then(|| reader.root().text("pad").unwrap_or_default());
            for row in rows {
                self.model.take(&mine, doc, kind, row, &mut taken);
            }
            if let Some(pad) = pad {
                self.model.lists.entry(doc).or_default().pad.text = pad.into();
            }
        }
        self.publish_all();
        if damaged {
            // Where it can't be written down now, it is made again at the next opening.
            let _ = self.mend_views();
        }
        Ok(())
    }

    /// Reads all rows again, because other devices count as mine now.
    pub(super) fn read_anew(&mut self) -> Result<(), StoreError> {
        let before = std::mem::take(&mut self.model);
        let stale = std::mem::take(&mut self.stale);
        let read = self.load_rows();
        if read.is_err() {
            // What was read before is still what was committed.
            (self.model, self.stale) = (before, stale);
        }
        read
    }

    /// Becomes what these rows say, with nothing left of what was here; in one commit.
    pub(super) fn become_another(&mut self, identity: &Identity, batch: Batch) -> Result<(), StoreError> {
        let mut all = Batch::default();
        for table in [Table::Changes, Table::Views, Table::Documents, Table::Local, Table::Statements] {
            for key in self.store.keys(table, &[])? {
                all.delete(table, &key);
            }
        }
        all.follow_with(batch);
        self.store.commit(&mut self.entropy, all)?;
        (self.person, self.notebook) = (identity.person, identity.notebook);
        self.documents = Documents::new(Actor::new(&self.key.id(), self.entropy.bytes()));
        (self.device, self.copies) = load_device(&mut self.store)?;
        self.orphans.clear();
        self.stale.clear();
        self.aside.clear();
        let revision = self.snapshot.revision;
        self.snapshot = Arc::new(Snapshot { revision, ..Snapshot::empty(identity.person, self.key.id()) });
        self.read_anew()
    }

    fn load_views(&mut self, mine: &[DeviceId]) -> Result<(), StoreError> {
        let mut taken = Taken::default();
        // The whole table in order, because looking a document's rows up could miss some where a key is damaged.
        for (key, plain) in self.store.scan_plain(Table::Views, &[])? {
            let (doc, number) = pages::place(&key).ok_or(StoreError::Damaged("views"))?;
            let row = self.model.documents.get(&doc).ok_or(StoreError::Damaged("views"))?;
            if row.view_version == VIEW_VERSION {
                let kind = row.kind;
                let page: Page = Store::decode(Table::Views, &plain)?;
                self.model.pages.entry(doc).or_default().take(number, plain.len(), &page);
                for (_, row) in page.0 {
                    self.model.take(mine, doc, kind, row, &mut taken);
                }
            }
        }
        for (doc, pieces) in taken.pads {
            self.model.lists.entry(doc).or_default().pad.read(pieces);
        }
        Ok(())
    }

    /// Writes the rows that were made again into a file without the damaged ones.
    fn mend_views(&mut self) -> Result<(), StoreError> {
        self.store.leave_views_out()?;
        self.transact::<_, StoreError>(Moment::default(), |transaction| {
            transaction.refresh_stale();
            Ok(())
        })?;
        self.store.views_are_whole()
    }
}

/// What belongs to this device alone. Rows of it that can't be read any more are left out, in a file that is kept; what
/// they said, a draft or how to undo something, nothing else says again.
pub(super) fn load_device(store: &mut Store) -> Result<(DeviceState, Copies), StoreError> {
    let load = |store: &Store| Ok((DeviceState::load(store)?, Copies::load(store)?));
    match load(store) {
        Err(damaged @ StoreError::Damaged(_)) => {
            store.leave_unreadable_out().map_err(|_| damaged)?;
            load(store)
        }
        other => other,
    }
}

/// Makes a person, this device, and a notebook, in one commit.
fn begin(store: &mut Store, entropy: &mut Entropy, opening: &Opening) -> Result<Identity, StoreError> {
    let identity =
        Identity { secret: entropy.bytes(), person: PersonId(entropy.bytes()), notebook: DocId(entropy.bytes()) };
    let key = DeviceKey::from_secret(&identity.secret);
    let device = key.id();
    let name = crate::device::name(&opening.device_name);
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
    let mut batch = Batch::default();
    DeviceRow::Identity.put(&mut batch, &(), &identity);
    batch.put(Table::Statements, &statement_key(&signed), &signed);
    let secret: [u8; 32] = entropy.bytes();
    let mut documents = Documents::new(Actor::new(&device, entropy.bytes()));
    let author = Author { device, person: identity.person };
    let (doc, kind) = (identity.notebook, DocKind::Notebook);
    let document = documents.get(store, doc, kind)?;
    let written = document.write(&author, opening.now, |builder| peers::set_secret(builder, secret));
    let Ok(((), Some(Made { change, hash, .. }))) = written else { return Err(StoreError::Damaged("notebook")) };
    let reader = document.reader();
    let entities = kind.entities(&reader).into_iter();
    let rows = entities.map(|entity| (entity.key(), kind.row(&reader, &entity))).collect();
    Pages::write_anew(store, &doc, rows, &mut batch)?;
    let max_op = change.start_op.saturating_add(change.op_count()).saturating_sub(1);
    let row = DocRow { heads: document.heads(), max_op, changes: 1, ..DocRow::new(kind) };
    batch.put(Table::Documents, &doc.0, &row);
    let signature = Some(Signature(key.sign_change(&doc, &hash)));
    batch.put_changes(store, &doc, 0, &[StoredChange { change, signature }])?;
    store.commit(entropy, batch)?;
    Ok(identity)
}
