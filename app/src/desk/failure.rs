//! Failures, each with what to do about it.

use super::Failure;
use sideways_core::error::{EditError, OpenError, StoreError};
use sideways_sync::{InvitationError, JoinError};

impl Failure {
    fn new(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), hint: Some(hint.into()) }
    }

    /// The process that should have answered is gone.
    pub(crate) fn ended() -> Self {
        Self::new("Sideways ended before it answered", "look whether it was done, and ask again if not")
    }
}

const DISK: &str = "free some space or look after the disk, then open Sideways again; what was confirmed is kept";

impl From<&OpenError> for Failure {
    fn from(error: &OpenError) -> Self {
        let hint = match error {
            OpenError::InUse => "close the other one, or use it",
            OpenError::Folder(_) => "name another folder with --data, or change who may write there",
            OpenError::Store(_) => "the file was left as it is; restore a backup into another folder",
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
            EditError::NotNow(_) => "nothing was changed",
            EditError::Empty(_) => "write something",
            EditError::TooLong { .. } => "make it shorter, or split it",
            EditError::Position => "look at the text again; it may have changed",
            EditError::Sharing(_) => "sideways share status",
            EditError::Full => "sideways list fresh PEER continues in a fresh list; the old one stays readable",
            EditError::Failed => "try it again; what was there before stands as it was",
            EditError::Gate(_) => "sideways list fresh PEER continues in a fresh list",
            EditError::Store(_) => DISK,
        };
        Self::new(error, hint)
    }
}

impl From<&StoreError> for Failure {
    fn from(error: &StoreError) -> Self {
        Self::new(error, DISK)
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
            JoinError::Store(_) => DISK,
            JoinError::OtherDevice | JoinError::NotTheInviter | JoinError::Statement => {
                "ask the person who invited you, by a way you trust, for a new invitation"
            }
            JoinError::Broken(_) | JoinError::Ended(_) | JoinError::NotOpen => "ask for a new invitation",
        };
        Self::new(error, hint)
    }
}
