//! A store that lives in a folder: opening it there, and noticing what becomes of the folder.

use super::{
    SealKey, Store,
    ballast::{Ballast, is_full},
    file::StoreFile,
    folder::{Access, Folder},
    named::Named,
    names,
    read_only::ReadOnly,
};
use crate::{
    entropy::Entropy,
    error::{OpenError, StoreError},
    guard::guarded,
    snapshot::Writing,
};
use redb::{DatabaseError, StorageError};
use std::{fs::File, path::PathBuf};

/// Why a commit wasn't made.
pub(super) fn failed(e: &redb::Error) -> StoreError {
    match e {
        redb::Error::Io(e) if is_full(e) => StoreError::Full,
        other => StoreError::Io(other.to_string()),
    }
}

/// Where a store lives.
#[derive(Debug)]
pub(super) struct Home {
    pub(super) folder: PathBuf,
    pub(super) named: Named,
    pub(super) ballast: Ballast,
    /// Why the last erase isn't finished.
    pub(super) unfinished: Option<String>,
    /// Whether the file as it was is kept under another name, because of damage found at this opening.
    pub(super) has_set_aside: bool,
}

impl Store {
    /// Opens the store of a folder that holds one. Where it can't be written, it can still be read.
    pub(crate) fn open_in(folder: &Folder, key: &SealKey, entropy: &mut Entropy) -> Result<Self, OpenError> {
        let (file, access) = folder.store()?;
        match access {
            Access::Read(why) => Self::only_read(key, file, StoreError::ReadOnly(why)),
            Access::Write => Self::to_write(folder, key, file, entropy),
        }
    }

    fn to_write(folder: &Folder, key: &SealKey, file: File, entropy: &mut Entropy) -> Result<Self, OpenError> {
        let (path, ballast) = (folder.path.clone(), Ballast::of(&folder.path));
        let named = Named::of(&file, path.join(names::STORE)).map_err(OpenError::Folder)?;
        let backend = StoreFile::new(file, Some(ballast.clone())).map_err(OpenError::Folder)?;
        let mut store = match Self::undamaged(|| Self::attach(backend, key.same())) {
            Err(OpenError::Full) => {
                let (file, _) = folder.store()?;
                return Self::only_read(key, file, StoreError::Full);
            }
            other => other?,
        };
        store.is_ours()?;
        store.home =
            Some(Home { folder: path, named, ballast: ballast.clone(), unfinished: None, has_set_aside: false });
        if let Err(e) = names::sync(&folder.path) {
            store.stopped = Some(StoreError::Io(e.to_string()));
        } else if ballast.is_spent() || ballast.take_in(entropy).is_err_and(|e| is_full(&e)) {
            store.stopped = Some(StoreError::Full);
        } else {
            store.finish_rewrite();
        }
        Ok(store)
    }

    fn only_read(key: &SealKey, file: File, why: StoreError) -> Result<Self, OpenError> {
        let read_only = ReadOnly::new(file).map_err(OpenError::Folder)?;
        let mut store = Self::undamaged(|| Self::attach(read_only, key.same()))?;
        store.is_ours()?;
        store.stopped = Some(why);
        Ok(store)
    }

    /// Opening, when the file is so damaged that redb panics.
    pub(super) fn undamaged<T>(open: impl FnOnce() -> Result<T, OpenError>) -> Result<T, OpenError> {
        guarded(open).unwrap_or_else(|| Err(OpenError::Store("the file is damaged".into())))
    }

    pub(super) fn attach(backend: impl redb::StorageBackend, key: SealKey) -> Result<Self, OpenError> {
        let opened = redb::Database::builder().set_cache_size(super::CACHE_BYTES).create_with_backend(backend);
        let database = opened.map_err(|e| match e {
            DatabaseError::DatabaseAlreadyOpen => OpenError::InUse,
            DatabaseError::Storage(StorageError::Io(e)) if is_full(&e) => OpenError::Full,
            DatabaseError::Storage(StorageError::Corrupted(why)) if why.starts_with("File length") => {
                OpenError::Store("the file is shorter or longer than it was".into())
            }
            DatabaseError::Storage(StorageError::Corrupted(_)) => OpenError::Store("the file is damaged".into()),
            other => OpenError::Store(other.to_string()),
        })?;
        Ok(Self {
            readers: super::source::Readers::default(),
            database: Some(database),
            key,
            stopped: None,
            rows_written: 0,
            bytes_sealed: 0,
            overlay: None,
            home: None,
            asked: None,
        })
    }

    /// It is only looked at from here on, and why.
    pub(crate) fn only_look(&mut self, why: StoreError) {
        self.stopped = Some(why);
    }

    /// Nothing more is written after this.
    pub(super) fn stop_for(&mut self, why: StoreError) -> StoreError {
        self.stopped = Some(why.clone());
        why
    }

    /// Whether something may be written: nothing stopped it, and the open file still bears the store's name.
    pub(super) fn ready(&mut self) -> Result<(), StoreError> {
        match &self.stopped {
            Some(StoreError::Io(why)) => Err(StoreError::Stopped(why.clone())),
            Some(other) => Err(other.clone()),
            None => self.in_place(),
        }
    }

    /// Whether what was just committed may be acknowledged. Where the disk was full it may, and is the last.
    pub(super) fn kept(&mut self) -> Result<(), StoreError> {
        if self.home.as_ref().is_some_and(|home| home.ballast.is_spent()) {
            self.stopped = Some(StoreError::Full);
        }
        self.in_place()
    }

    /// Notices that the folder or the file was removed or replaced, and writes nothing more then.
    pub(crate) fn in_place(&mut self) -> Result<(), StoreError> {
        let Some(displaced) = self.home.as_ref().and_then(|home| home.named.displaced()) else { return Ok(()) };
        Err(self.stop_for(StoreError::Displaced(displaced)))
    }

    /// Whether edits can be kept.
    pub(crate) fn writing(&self) -> Writing {
        match &self.stopped {
            None => Writing::Works,
            Some(StoreError::Displaced(displaced)) => Writing::Displaced(displaced.clone()),
            Some(StoreError::Full) => Writing::Full,
            Some(StoreError::Torn) => Writing::Torn,
            Some(StoreError::ReadOnly(why)) => Writing::ReadOnly(why.clone()),
            Some(StoreError::Io(why)) => Writing::Stopped(why.clone()),
            Some(other) => Writing::Stopped(other.to_string()),
        }
    }

    /// Why erased words may still lie in the file, where an erase could not be finished.
    pub(crate) fn unfinished_erase(&self) -> Option<&str> {
        self.home.as_ref()?.unfinished.as_deref()
    }
}
