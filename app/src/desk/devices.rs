//! My own computers, as asked for and seen at a desk.

use super::Link;
use serde::{Deserialize, Serialize};
use sideways_core::id::DeviceId;
use std::collections::BTreeMap;

/// Something about my computers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum DeviceRequest {
    /// Makes an invitation for another computer of mine and goes online to serve it. Gives
    /// [`super::Answer::Invitation`].
    Invite,
    /// Takes it back.
    Withdraw,
    /// Begins to become another computer of whoever made this invitation: the words are in the view then.
    Join(String),
    /// These words, which were shown, match.
    Match([String; 4]),
    /// They differ.
    Differ([String; 4]),
    /// Takes a computer of mine away, for good.
    Remove(DeviceId),
}

/// How my other computers stand.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OwnView {
    /// How each stands; absent means it wasn't tried.
    pub links: BTreeMap<DeviceId, Link>,
    /// The words that are compared just now.
    pub pairing: Option<DevicePairing>,
    /// Why the last pairing came to nothing, until the next one begins.
    pub failed: Option<String>,
    /// How many documents have come from another computer of mine, and how many are to come.
    pub coming: Option<(u32, u32)>,
    /// Whether an invitation is open.
    pub inviting: bool,
}

/// The words that are compared just now, before anything else travels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DevicePairing {
    /// The four words.
    pub words: [String; 4],
    /// It was said here that they match; the other computer hasn't been told so yet.
    pub matched: bool,
    /// This computer is the new one.
    pub joins: bool,
}
