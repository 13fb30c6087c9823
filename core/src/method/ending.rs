//! Notes for when the half hours end or stall: a thank you, and a hello that wants nothing.

#[cfg(test)]
mod tests;

use super::address::{greeting, signed};
use crate::snapshot::{Me, PeerView};

/// A thank you to somebody who moved on. It asks who has their role now, unless that is known.
#[must_use]
pub fn thanks(me: &Me, peer: &PeerView) -> String {
    // Nobody is thanked for talks that weren't.
    let talks = if peer.meetings.is_empty() { "thank you" } else { "thank you for our talks" };
    let successor = match peer.closed.and_then(|closed| closed.successor) {
        Some(_) => "",
        None => "\n\nWhen you have a moment: who has your role now? I’d like to say hello.",
    };
    let hello = greeting(peer);
    signed(&format!("{hello}\n\n{talks}, and all the best for what comes next.{successor}"), me)
}

/// A hello in two lines, with no question in it, not even by a stray mark in the name.
#[must_use]
pub fn hello(peer: &PeerView) -> String {
    let hello = greeting(peer).replace('?', "");
    format!("{hello} no reason for this one, just a hello.\nI hope this week leaves you some room to breathe.")
}
