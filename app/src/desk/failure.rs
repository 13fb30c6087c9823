//! Failures, each with what to do about it.

use super::Failure;
use sideways_core::{
    error::{AdoptError, EditError, OpenError, StoreError},
    snapshot::Writing,
};
use sideways_sync::{InvitationError, JoinError};
use std::io::ErrorKind;

impl Failure {
    fn new(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), hint: Some(hint.into()) }
    }

    /// The process that should have answered is gone.
    pub(crate) fn ended() -> Self {
        Self::new("Sideways ended before it answered", "look whether it was done, and ask again if not")
    }

    /// It was carried out, and the answer was lost with the process that had it.
    pub(crate) fn was_done() -> Self {
        let hint = "look at it with the verb that lists such things; don’t do it again";
        Self::new("this was done, but the Sideways that did it ended before it could say more", hint)
    }

    /// The process that has the folder open says nothing.
    pub(crate) fn silent() -> Self {
        let hint = "it may be stopped or very busy: let it go on or close it, and try again";
        Self::new("another Sideways has this data folder open and doesn’t answer", hint)
    }
}

const DISK: &str = "look after the disk, then close Sideways and open it again; what was confirmed is kept";
const ROOM: &str = "make some room on this disk, then close Sideways and open it again; what was confirmed is kept";
const DAMAGED: &str = "`sideways store verify` says what is damaged; what can still be read comes along with `sideways export json --out FILE` and, into another folder, `sideways --data DIR import json FILE`";

impl From<&OpenError> for Failure {
    fn from(error: &OpenError) -> Self {
        let hint = match error {
            OpenError::InUse => "close the other one, or use it",
            OpenError::Nothing(_) => {
                "to begin one there: `sideways start`, or `sideways me set`; if yours lies elsewhere, name its folder with --data DIR"
            }
            OpenError::NoStore => {
                "put store.redb back beside it, from where it was moved to or from a copy; to begin anew, name another folder with --data DIR"
            }
            OpenError::NoKey => {
                "put store.key back beside it, from the folder or the copy that this store came from; without it nobody can read the store"
            }
            OpenError::Empty => {
                "something emptied the file; put store.redb back from a copy, or name another folder with --data DIR"
            }
            OpenError::Locked | OpenError::Passphrase => super::lock::open_hint(error),
            OpenError::Full => ROOM,
            OpenError::Folder(error) => match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ROOM,
                ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
                    "a file has that name; name a folder with --data DIR"
                }
                _ => "name another folder with --data DIR, or change who may read and write there",
            },
            OpenError::Whole => "nothing was changed",
            OpenError::Store(_) => {
                "first copy the whole folder to a safe place; then put store.redb back from a copy that was made while Sideways was closed"
            }
            OpenError::Key => "put the key file back beside the store, from the folder it was made in",
            OpenError::Newer { .. } => "install the newer Sideways",
        };
        Self::new(error, hint)
    }
}

impl From<&EditError> for Failure {
    fn from(error: &EditError) -> Self {
        let hint = match error {
            EditError::NoSuchPeer => "sideways peer list",
            EditError::NoSuchLine(_) | EditError::NoSuchWording => "sideways list show PEER",
            EditError::NoSuchEntry => "list them to see their ids",
            EditError::NoSuchProject => "sideways project list",
            EditError::NoSuchDevice => "sideways device list",
            EditError::NotNow(_) => "nothing was changed",
            EditError::Empty(_) => "write something",
            EditError::TooLong { .. } => "make it shorter, or split it",
            EditError::Position => "look at the text again; it may have changed",
            EditError::Sharing(_) => "sideways share status",
            EditError::Full => "sideways list fresh PEER continues in a fresh list; the old one stays readable",
            EditError::Failed => "try it again; what was there before stands as it was",
            EditError::Gate(_) => "sideways list fresh PEER continues in a fresh list",
            EditError::Store(error) => store_hint(error),
        };
        Self::new(error, hint)
    }
}

impl From<&StoreError> for Failure {
    fn from(error: &StoreError) -> Self {
        Self::new(error, store_hint(error))
    }
}

/// What to do about a store that didn't do it.
pub(crate) fn store_hint(error: &StoreError) -> &'static str {
    match error {
        StoreError::Io(_) | StoreError::Stopped(_) => DISK,
        StoreError::Displaced(_) => DISPLACED,
        StoreError::Full => ROOM,
        StoreError::Torn => TORN,
        StoreError::ReadOnly(_) => READ_ONLY,
        StoreError::NotRewritten(_) => "make some room on this disk; Sideways tries again whenever it is opened",
        StoreError::Damaged(_) => DAMAGED,
        StoreError::Aside => ASIDE,
        StoreError::NotSealed(_) => {
            "make some room on this disk and try again; `sideways store verify` says whether something is damaged"
        }
        StoreError::Inside(_) => "try it again; what was there before stands as it was",
    }
}

const DISPLACED: &str = "what was confirmed is in the folder that was there: put that one back if you need it, then close Sideways and open it again";
/// What to do about something that is kept aside.
pub(crate) const ASIDE: &str = "`sideways list fresh PEER` begins a fresh list; for anything else restore a backup into another folder: it has what was written before";
const TORN: &str = "`sideways store rescue` makes a whole store of what could be read, and keeps the damaged file beside it; a backup may have more: `sideways backup list`, and `sideways backup restore FILE --to DIR`";
const READ_ONLY: &str = "copy the folder to a place where you may write, and name it with --data DIR";

/// What to do where nothing is written; nothing where it is.
pub(crate) fn writing_hint(writing: &Writing) -> Option<&'static str> {
    match writing {
        Writing::Works => None,
        Writing::Stopped(_) => Some(DISK),
        Writing::Displaced(_) => Some(DISPLACED),
        Writing::Full => Some(ROOM),
        Writing::Torn => Some(TORN),
        Writing::ReadOnly(_) => Some(READ_ONLY),
    }
}

impl From<&InvitationError> for Failure {
    fn from(error: &InvitationError) -> Self {
        Self::new(error, "nothing was sent to anybody; paste the invitation again, or ask for a new one")
    }
}

impl From<&JoinError> for Failure {
    fn from(error: &JoinError) -> Self {
        let hint = match error {
            JoinError::Own => "send it to the colleague you want to share with",
            JoinError::OtherPeer => "name that peer with --as, or unlink it first",
            JoinError::Store(error) | JoinError::Adopt(AdoptError::Store(error)) => store_hint(error),
            JoinError::Adopt(AdoptError::NotEmpty) => {
                "move the notebook that is here away, or begin in another folder with --data"
            }
            JoinError::Adopt(_) => "make a new invitation on the computer you have",
            JoinError::OtherDevice | JoinError::NotTheInviter | JoinError::Statement => {
                "ask the person who invited you, by a way you trust, for a new invitation"
            }
            JoinError::Broken(_) | JoinError::Ended(_) | JoinError::NotOpen => "ask for a new invitation",
        };
        Self::new(error, hint)
    }
}
