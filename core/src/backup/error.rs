//! Why a backup could not be written, read or brought back, in sentences for people.

use crate::error::{OpenError, StoreError};
use std::io;

/// Why a backup isn't one, or isn't whole.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is another kind of file.
    #[error("this file is no backup of Sideways")]
    NotABackup,
    /// It was made for another key.
    #[error("this backup was made for another recovery key")]
    OtherKey,
    /// It ends too early.
    #[error("this backup is cut off: its end is missing")]
    Cut,
    /// Something in it was changed, or doesn't fit together.
    #[error("this backup is damaged ({0})")]
    Damaged(&'static str),
    /// It is larger than anything that was ever written.
    #[error("this backup is larger than Sideways can open")]
    TooLarge,
    /// A newer program wrote it.
    #[error("this backup was written by a newer Sideways (format {found}, this one knows {known})")]
    Newer {
        /// What it says.
        found: u32,
        /// What this program knows.
        known: u32,
    },
    /// What was read back isn't what is here.
    #[error("the backup was written, but what it holds isn’t what is here: {0}")]
    Differs(String),
    /// There is no key that could open a backup.
    #[error("there is no recovery key yet, so nobody could open a backup")]
    NoKey,
    /// The words or the key as typed.
    #[error(transparent)]
    Words(#[from] super::WordsError),
    /// A notebook with something in it is never replaced.
    #[error("something is written in this notebook already, so nothing is put in its place")]
    NotEmpty,
    /// The notebook here can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was read doesn't open, or has no place to go.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The disk.
    #[error("{0}")]
    Io(#[from] io::Error),
}
