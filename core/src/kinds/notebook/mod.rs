//! The private kinds: notebook, card and journal. Only this user's devices ever have them.

pub(crate) mod card;
pub(crate) mod devices;
mod fields;
pub(crate) mod journal;
pub(crate) mod method;
pub(crate) mod peers;
mod series;

use crate::{
    change::{Action, Key, Object, Op},
    id::{DocId, PeerId},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

fn maps(keys: &[&str]) -> Vec<Op> {
    let map = |key: &&str| Op {
        object: Object::Root,
        key: Key::Map((*key).to_owned()),
        insert: false,
        action: Action::MakeMap,
        preds: vec![],
    };
    keys.iter().map(map).collect()
}

/// The first change of a notebook.
pub(crate) fn notebook_genesis() -> Vec<Op> {
    maps(&["me", "peers"])
}

/// The first change of a card.
pub(crate) fn card_genesis() -> Vec<Op> {
    maps(&["reach", "tags"])
}

/// The journal of a peer and year of writing, the same on all my devices and unknown to others.
pub(crate) fn journal_id(secret: &[u8; 32], peer: &PeerId, year: i16) -> DocId {
    let mut id = [0; 16];
    // HMAC takes keys of any length.
    if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) {
        let code =
            mac.chain_update(b"sideways/journal/1").chain_update(peer.0).chain_update(year.to_be_bytes()).finalize();
        for (to, from) in id.iter_mut().zip(code.into_bytes()) {
            *to = from;
        }
    }
    DocId(id)
}
