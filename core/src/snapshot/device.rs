//! My own devices, as they are shown.

use super::Moment;
use crate::id::DeviceId;
use serde::{Deserialize, Serialize};

/// A device of mine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OwnDevice {
    /// Which.
    pub id: DeviceId,
    /// What I call it.
    pub name: String,
    /// It is the one that this is read on.
    pub this: bool,
    /// It was taken away.
    pub removed: bool,
    /// It is a computer; a recovery sheet never connects.
    pub connects: bool,
    /// When it last had everything that was here.
    pub had_everything: Option<Moment>,
}
