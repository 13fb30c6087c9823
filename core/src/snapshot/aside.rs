//! What can't be read any more.

use crate::id::PeerId;
use serde::{Deserialize, Serialize};

/// A part of a notebook that can't be read any more and is kept aside as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// About whom.
    pub peer: PeerId,
    /// What.
    pub part: AsidePart,
}

/// Which part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AsidePart {
    /// Name, department and what else is on their card.
    Card,
    /// Notes and half hours of a year.
    Year(i16),
    /// The list.
    List,
}
