//! What can go wrong with an attempt, one enum each. Sentences are for people; hints are added at the edge.

pub use crate::snapshot::Displaced;
use crate::{id::LineId, snapshot::Moment};
use std::path::PathBuf;

/// Why a workspace could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("another Sideways has this data folder open")]
    InUse,
    /// The folder could not be read or made.
    #[error("the data folder can’t be used: {0}")]
    Folder(std::io::Error),
    /// No notebook was ever begun there.
    #[error("there is no notebook in {}", .0.display())]
    Nothing(PathBuf),
    /// A key without its store: somebody took the store away.
    #[error("the notebook is missing: its key (store.key) is in the data folder, but store.redb isn’t")]
    NoStore,
    /// A store without its key.
    #[error("the notebook’s key is missing: store.redb is in the data folder, but store.key isn’t")]
    NoKey,
    /// A store without a byte.
    #[error("the notebook is empty: store.redb is there, but holds nothing")]
    Empty,
    /// The store is damaged or not one of ours.
    #[error("the store can’t be read: {0}")]
    Store(String),
    /// There is nothing to rescue.
    #[error("this store opens, so there is nothing to rescue")]
    Whole,
    /// The key beside the store does not fit.
    #[error("the key beside the store belongs to another store, or is damaged")]
    Key,
    /// It opens with its passphrase only.
    #[error("this notebook is locked: it opens with its passphrase")]
    Locked,
    /// With another one than was typed.
    #[error("this isn’t the passphrase of this notebook")]
    Passphrase,
    /// The disk is full, and opening needs some room.
    #[error("the disk is full")]
    Full,
    /// A newer program wrote it.
    #[error("this store was written by a newer Sideways (format {found}, this one knows {known})")]
    Newer {
        /// What the store says.
        found: u16,
        /// What this program knows.
        known: u16,
    },
}

/// Why a command was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such peer.
    #[error("there is no such peer")]
    NoSuchPeer,
    /// There is no such entry.
    #[error("there is nothing here with that id")]
    NoSuchEntry,
    /// There is no such project.
    #[error("there is no such project")]
    NoSuchProject,
    /// There is no such computer of mine.
    #[error("none of your computers is called that")]
    NoSuchDevice,
    /// Something that doesn't fit how things are.
    #[error("{0}")]
    NotNow(&'static str),
    /// There is no such line in this list.
    #[error("there is no such line in this list")]
    NoSuchLine(LineId),
    /// There is no such wording of that line.
    #[error("there is no such wording of that line")]
    NoSuchWording,
    /// A text that must not be empty is.
    #[error("{0} can’t be empty")]
    Empty(&'static str),
    /// A text is longer than it may be.
    #[error("{what} can be {limit} bytes at most")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// How long it may be.
        limit: usize,
    },
    /// A position outside of the text.
    #[error("that position is not in the text")]
    Position,
    /// The list is not in the state this needs.
    #[error("{0}")]
    Sharing(&'static str),
    /// The document holds as much as it may.
    #[error("this list is full")]
    Full,
    /// Something inside went wrong and was caught: a bug. Nothing was changed.
    #[error("something went wrong inside Sideways, and nothing was changed")]
    Failed,
    /// My own change did not pass the gate: a bug, refused rather than spread.
    #[error("this edit would damage the document and was not made ({0})")]
    Gate(crate::change::Reason),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the store didn't do it. After [`StoreError::Io`] it does nothing more until reopened.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The disk failed.
    #[error("the disk failed, so nothing more is written until Sideways is opened again: {0}")]
    Io(String),
    /// An earlier failure closed it for writing.
    #[error("nothing is written until Sideways is opened again, because the disk failed before: {0}")]
    Stopped(String),
    /// The open file isn't the one that bears its name any more.
    #[error("{0}, so nothing more is written")]
    Displaced(Displaced),
    /// The disk was full: the commit in hand was finished, and nothing more is begun.
    #[error("the disk is full, so nothing more is written until Sideways is opened again with room for it")]
    Full,
    /// The file doesn't open, and what could be read of it is shown.
    #[error("the store is damaged, like one that was copied while Sideways wrote to it, so nothing is changed")]
    Torn,
    /// The folder or the file may only be read.
    #[error("this data folder can only be read, so nothing is changed: {0}")]
    ReadOnly(String),
    /// The rows are gone, but the file that held them could not be replaced.
    #[error("they are erased, but the file could not be written anew, so old bytes stay in it: {0}")]
    NotRewritten(String),
    /// It could not be sealed with another key, and is as it was.
    #[error("the notebook could not be sealed anew, so it is as it was: {0}")]
    NotSealed(String),
    /// Something that the program did by itself was refused: a bug. Nothing was changed.
    #[error("something went wrong inside Sideways: {0}")]
    Inside(String),
    /// The document doesn't load, so it is left as it is.
    #[error("this can’t be read any more, so it is kept aside as it is; everything else goes on")]
    Aside,
    /// A value doesn't unseal or doesn't decode: bit rot, or the wrong key.
    #[error("a value in the store is damaged ({0})")]
    Damaged(&'static str),
}

impl From<EditError> for StoreError {
    /// Of an edit that the program makes by itself only the disk can be to blame; anything else is a bug of ours.
    fn from(e: EditError) -> Self {
        match e {
            EditError::Store(e) => e,
            other => Self::Inside(other.to_string()),
        }
    }
}

/// Why a pairing was not made.
#[derive(Debug, thiserror::Error)]
pub enum PairError {
    /// The invitation is not open here.
    #[error("this invitation isn’t open any more")]
    NotOpen,
    /// It expired.
    #[error("this invitation expired")]
    Expired(Moment),
    /// It is my own.
    #[error("this invitation is your own")]
    Own,
    /// That person is already another peer here.
    #[error("this person is already paired here as another peer")]
    OtherPeer,
    /// What the other side states about itself isn't signed right.
    #[error("the other computer’s statement isn’t genuine")]
    Statement,
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a computer did not become another one of mine. Nothing was changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AdoptError {
    /// The invitation is not open here.
    #[error("this invitation isn’t open any more")]
    NotOpen,
    /// It is this very computer.
    #[error("this invitation was made on this computer; use it on your other one")]
    Own,
    /// It is somebody else's, or was taken away.
    #[error("this computer belongs to somebody else, or was taken away from your devices")]
    Another,
    /// There are as many as there may be.
    #[error("you have as many computers as there may be; take one away first")]
    TooMany,
    /// What the other side states about itself isn't signed right.
    #[error("the other computer’s statement isn’t genuine")]
    Statement,
    /// Something was written here already.
    #[error("there is a notebook in this data folder already; another computer of yours begins in an empty one")]
    NotEmpty,
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<EditError> for PairError {
    fn from(e: EditError) -> Self {
        Self::Store(e.into())
    }
}
