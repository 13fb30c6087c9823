//! "Since you last looked": how a line looked when I last looked at its list, kept on this device only.

use crate::snapshot::State;
use serde::{Deserialize, Serialize};

/// How a line looked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct SeenLine {
    pub(crate) wordings: usize,
    pub(crate) remarks: usize,
    pub(crate) state: State,
    pub(crate) removed: bool,
    pub(crate) helped: bool,
}
