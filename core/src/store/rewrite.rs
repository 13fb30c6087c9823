//! Writing the store's file anew, so that no page keeps what was erased.
//!
//! A commit that drops a document marks the store in the same transaction; the new file has everything but that mark.
//! So whatever happens in between, the next opening knows that a rewrite is due, and when it isn't due the old bytes
//! are gone.

use super::{
    Batch, Store, Table, disk,
    file::StoreFile,
    named::Named,
    names::{self, ASIDE},
    table::{META, ROWS},
};
use crate::{error::StoreError, guard::guarded};
use redb::{Database, ReadableDatabase, WriteTransaction};
use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// In the table of plain values: something was erased, and the file not yet written anew.
pub(super) const DUE: &[u8] = b"rewrite-due";

/// In the table of plain values: the rows that are ready to read were damaged and left out, and are to be made again
/// from the changes.
const VIEWS_DUE: &[u8] = b"views-due";

/// What goes into the new file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    Everything,
    /// Everything but the rows that can be made again.
    ButViews,
    /// Everything but what can't be read any more of the rows that belong to this device alone.
    ButUnreadable,
}

/// Whether old pages will hold what nobody is to read any more.
pub(super) fn leaves_bytes(batch: &Batch) -> bool {
    batch.rows.iter().any(|((table, _), value)| *table == Table::Documents && value.is_none())
}

/// Says in this transaction that the file is to be written anew.
pub(super) fn mark(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    transaction.open_table(META)?.insert(DUE, [1].as_slice())?;
    Ok(())
}

impl Store {
    /// Writes everything into a new file that takes the old one's place, so that no page keeps what was deleted.
    /// A crash leaves the one or the other, whole; where it can't be done now, the next opening tries again.
    pub(crate) fn rewrite(&mut self) -> Result<(), StoreError> {
        if self.home.is_none() {
            return Ok(());
        }
        let rewritten = self.ready().and_then(|()| self.write_anew(Copied::Everything));
        if let Some(home) = &mut self.home {
            home.unfinished = rewritten.as_ref().err().map(ToString::to_string);
        }
        rewritten
    }

    /// Finishes what an earlier run began. Where that fails the notebook opens all the same, and `doctor` says it.
    pub(super) fn finish_rewrite(&mut self) {
        if matches!(guarded(|| self.meta(DUE)), Some(Ok(Some(_)))) {
            let _ = self.rewrite();
        }
    }

    /// Whether the rows that are ready to read are missing from the file.
    pub(crate) fn views_are_due(&self) -> bool {
        matches!(guarded(|| self.meta(VIEWS_DUE)), Some(Ok(Some(_))))
    }

    /// Sets the damaged file aside, and goes on with one that has everything but the rows that are ready to read.
    pub(crate) fn leave_views_out(&mut self) -> Result<(), StoreError> {
        self.leave_out(Copied::ButViews)
    }

    /// Sets the damaged file aside, and goes on with one that lacks those rows of this device that can't be read.
    pub(crate) fn leave_unreadable_out(&mut self) -> Result<(), StoreError> {
        self.leave_out(Copied::ButUnreadable)
    }

    fn leave_out(&mut self, what: Copied) -> Result<(), StoreError> {
        self.ready()?;
        let nowhere = || StoreError::NotRewritten("the store lives in no folder".into());
        let home = self.home.as_ref().ok_or_else(nowhere)?;
        let (store, damaged) = (home.folder.join(names::STORE), home.folder.join(names::DAMAGED));
        // What was set aside at this opening has all the damage in it.
        if !home.has_set_aside {
            let _ = fs::remove_file(&damaged);
            // Some file systems have no second name for a file; a copy serves.
            let kept = fs::hard_link(&store, &damaged).or_else(|_| fs::copy(&store, &damaged).map(drop));
            kept.map_err(|e| StoreError::NotRewritten(e.to_string()))?;
        }
        let left_out = self.write_anew(what);
        if let Some(home) = &mut self.home {
            if left_out.is_ok() {
                home.has_set_aside = true;
            } else if !home.has_set_aside {
                let _ = fs::remove_file(&damaged);
            }
        }
        left_out
    }

    /// All those rows were written.
    pub(crate) fn views_are_whole(&mut self) -> Result<(), StoreError> {
        self.ready()?;
        let write = || -> Result<(), redb::Error> {
            let transaction = self.database()?.begin_write()?;
            transaction.open_table(META)?.remove(VIEWS_DUE)?;
            Ok(transaction.commit()?)
        };
        match guarded(write) {
            Some(Ok(())) => Ok(()),
            Some(Err(e)) => Err(self.stop_for(super::home::failed(&e))),
            None => Err(self.stop_for(StoreError::Io("the file is damaged".into()))),
        }
    }

    fn write_anew(&mut self, what: Copied) -> Result<(), StoreError> {
        let Some(folder) = self.home.as_ref().map(|home| home.folder.clone()) else { return Ok(()) };
        let not = |e: &dyn std::fmt::Display| StoreError::NotRewritten(e.to_string());
        let aside = folder.join(ASIDE);
        let copied = guarded(|| self.copy_to(&aside, what)).unwrap_or_else(|| Err(not(&"the file is damaged")));
        if let Err(e) = copied {
            let _ = fs::remove_file(&aside);
            return Err(e);
        }
        // Both are closed while the one takes the other's name: some systems don't rename over an open file.
        self.close();
        let named = disk::rename(&aside, &folder.join(names::STORE));
        let opened = self.open_again();
        if let Err(e) = &named {
            let _ = fs::remove_file(&aside);
            opened?;
            return Err(not(e));
        }
        opened?;
        if what == Copied::Everything {
            let _ = fs::remove_file(folder.join(names::DAMAGED));
        }
        // The new file is the store now. But its name isn't safe, so what is written to it from here on isn't either.
        names::sync(&folder).map_err(|e| self.stop_for(StoreError::Io(e.to_string())))
    }

    /// Everything but the mark, in a file of its own, safe on the disk.
    fn copy_to(&self, aside: &Path, what: Copied) -> Result<(), StoreError> {
        let not = |e: redb::Error| StoreError::NotRewritten(e.to_string());
        let file = new_file(aside).map_err(|e| not(redb::Error::Io(e)))?;
        let whole = file.try_clone().map_err(|e| not(redb::Error::Io(e)))?;
        self.copy_rows(file, what).map_err(not)?;
        whole.sync_all().map_err(|e| not(redb::Error::Io(e)))
    }

    fn copy_rows(&self, file: File, what: Copied) -> Result<(), redb::Error> {
        let database = Database::builder()
            .set_cache_size(super::CACHE_BYTES)
            .create_with_backend(StoreFile::new(file, None).map_err(redb::Error::Io)?)?;
        let (from, to) = (self.database()?.begin_read()?, database.begin_write()?);
        {
            let mut meta = to.open_table(META)?;
            if what == Copied::ButViews {
                meta.insert(VIEWS_DUE, [1].as_slice())?;
            }
            for row in from.open_table(META)?.range::<&[u8]>(..)? {
                let (key, value) = row?;
                if what != Copied::Everything || key.value() != DUE {
                    meta.insert(key.value(), value.value())?;
                }
            }
            let mut rows = to.open_table(ROWS)?;
            for row in from.open_table(ROWS)?.range::<&[u8]>(..)? {
                let (key, value) = row?;
                if self.is_copied(what, key.value(), value.value()) {
                    rows.insert(key.value(), value.value())?;
                }
            }
        }
        Ok(to.commit()?)
    }

    fn is_copied(&self, what: Copied, key: &[u8], value: &[u8]) -> bool {
        let of = |table: Table| key.first() == Some(&(table as u8));
        let within = key.get(1..).unwrap_or_default();
        match what {
            Copied::Everything => true,
            Copied::ButViews => !of(Table::Views),
            Copied::ButUnreadable => !of(Table::Local) || self.open_row(Table::Local, within, value).is_some(),
        }
    }

    /// Opens the file that bears the store's name now.
    pub(super) fn open_again(&mut self) -> Result<(), StoreError> {
        let Some(home) = &mut self.home else { return Ok(()) };
        let path = home.folder.join(names::STORE);
        let ballast = home.ballast.clone();
        let open = || -> Result<(Named, Database), redb::Error> {
            let file = names::options().open(&path)?;
            let named = Named::of(&file, path.clone())?;
            let backend = StoreFile::new(file, Some(ballast))?;
            Ok((named, Database::builder().set_cache_size(super::CACHE_BYTES).create_with_backend(backend)?))
        };
        match guarded(open) {
            Some(Ok((named, database))) => {
                (home.named, self.database) = (named, Some(database));
                Ok(())
            }
            Some(Err(e)) => Err(self.stop_for(StoreError::Io(e.to_string()))),
            None => Err(self.stop_for(StoreError::Io("the file is damaged".into()))),
        }
    }
}

/// What an earlier try left there goes.
fn new_file(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        Ok(()) | Err(_) => {}
    }
    names::options().create_new(true).open(path)
}
