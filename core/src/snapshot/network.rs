//! Where this computer may be found.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where this computer may be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum NetworkSetting {
    /// Nowhere. The state before the first invitation.
    #[default]
    Off,
    /// Directly, on this network; nothing is asked of any server.
    ThisNetwork,
    /// Also through relays and lookup servers, which learn that two devices connect, and when.
    Anywhere,
}

/// A relay that was named instead of the public ones, and what it asks for.
///
/// Whoever runs it learns that two devices connect, when, and how much, never what; and nobody else does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// Its address, like `https://relay.example.com`.
    pub url: String,
    /// What it wants to see before it serves anybody; a secret.
    pub token: Option<String>,
    /// The certificates that it is believed by, as PEM, where this computer doesn't know them.
    pub ca: Option<String>,
}

/// A token is a secret, and an address may be one.
impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Relay(…)")
    }
}
