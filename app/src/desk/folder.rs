//! Whether the data folder is the one that this computer knows, as asked for and seen at a desk.

use super::Failure;
use crate::copies::Question;
use serde::{Deserialize, Serialize};
use sideways_core::{Parted, id::DeviceId, snapshot::Moment};

/// What a person says of a folder that may be a copy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FolderRequest {
    /// It was moved, and no other one like it is used any more.
    Moved,
    /// It is a copy, and becomes a computer of its own, called so; absent: as this computer is called.
    Copied(Option<String>),
}

/// How the folder stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FolderView {
    /// What has to be said before anything is written.
    pub asks: Option<Question>,
    /// When this became a computer of its own, and why.
    pub parted: Option<PartedFrom>,
    /// Why nothing is kept of it outside of it.
    pub unkept: Option<String>,
    /// Another computer seems to use the same key.
    pub doubled: bool,
}

/// The computer that this one was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PartedFrom {
    /// Which.
    pub device: DeviceId,
    /// When.
    pub at: Moment,
    /// Why.
    pub why: Parted,
    /// Some of those who know that one don't know this one yet.
    pub untold: bool,
}

/// What a failure begins with that an answer would end.
const MAY_BE_COPY: &str = "this data folder may be a copy";

impl Failure {
    /// Nothing is written before it was said.
    pub(crate) fn may_be_copy() -> Self {
        Self {
            error: format!("{MAY_BE_COPY}, so nothing is written until you said whether it was moved or copied"),
            hint: Some(
                "`sideways folder` says why; `sideways folder moved` if no other one is used any more, `sideways folder copied` if both are".into(),
            ),
        }
    }

    /// Whether it is only to be said whether the folder was moved or copied.
    #[must_use]
    pub fn asks_about_folder(&self) -> bool {
        self.error.starts_with(MAY_BE_COPY)
    }
}
