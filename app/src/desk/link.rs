//! How the network stands, and each peer's computer.

use serde::{Deserialize, Serialize};

/// How a peer's computer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Link {
    /// A connection is open. `equal` says that it has confirmed everything that is here.
    Connected {
        /// Both have committed the same.
        equal: bool,
    },
    /// Being looked for.
    Looking,
    /// Not reached lately.
    Away,
    /// Not connected, and when that ended both had committed the same.
    Parted,
}

/// Whether the network runs in the process that has the workspace open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Online {
    /// Set to off, or nobody asked for it.
    No,
    /// Reachable at these addresses.
    Yes(Vec<String>),
    /// It could not start; says why.
    Failed(String),
}
