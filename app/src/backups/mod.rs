//! Backups as files: written beside their name, opened again, and named only then; ten kept.

mod job;
mod name;
mod place;
mod restore;
mod sheet;
mod thinning;

pub(crate) use job::{Backup, Test, backup, test};
pub(crate) use name::{Found, found};
pub(crate) use restore::{read_words, restore};
pub(crate) use sheet::{Sheet, pdf};
pub(crate) use thinning::gone_by;

use crate::{desk::Failure, files::failure};
use sideways_core::backup::BackupError;
use std::path::{Path, PathBuf};

/// The folder in a data folder that backups lie in.
pub(crate) fn folder_in(data: &Path) -> PathBuf {
    data.join("backups")
}

/// A failure, as a person reads it.
pub(crate) fn told(error: &BackupError) -> Failure {
    let hint = match error {
        BackupError::NotABackup => "name a file that ends in .age, as `sideways backup list` shows them",
        BackupError::OtherKey => "it opens with the words on the recovery sheet that was shown when it was made",
        BackupError::Cut => {
            "take another copy of it, or an older backup; a stick that was pulled out too early does this"
        }
        BackupError::Damaged(_) | BackupError::TooLarge => "take another copy of it, or an older backup",
        BackupError::Newer { .. } => "install the newer Sideways",
        BackupError::Differs(_) => "don’t rely on it; back up once more, and tell us if it says this again",
        BackupError::NoKey => "`sideways recovery show` makes one and shows the sheet to print; nothing was written",
        BackupError::Words(_) => "compare them with the recovery sheet, word by word",
        BackupError::NotEmpty => "name a folder that isn’t there yet, with --to DIR; nothing was changed",
        BackupError::Store(error) => crate::desk::store_hint(error),
        BackupError::Open(error) => return Failure::from(error),
        BackupError::Io(error) => match error.kind() {
            std::io::ErrorKind::NotFound => {
                "look where it lies; `sideways backup list` names those that were made here"
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                "make some room there; the backups that were made before are as they were"
            }
            _ => "look after the disk or stick; the backups that were made before are as they were",
        },
    };
    failure(error.to_string(), Some(hint))
}
