//! What goes over the wire: one byte that names the kind, then the message in postcard.
//!
//! A kind with its highest bit set may be ignored by who doesn't know it; any other unknown kind ends the
//! connection. Bytes become a message only after a walk over them that allocates nothing has found every
//! count within `limits.rs`; and only if the message encodes to the same bytes again, so that one message
//! has one form (no overlong numbers, nothing trailing).

mod bounds;
mod own;
mod own_pair;
mod pair;
mod peer;
mod sealed;

pub(crate) use own::{
    At, BUCKETS, DOCUMENTS_IN_FRAME, Listing, OwnHello, OwnMessage, PLACES_IN_FRAME, STATEMENTS_IN_FRAME,
};
pub(crate) use own_pair::{OwnPairMessage, OwnProve, OwnWelcome};
pub(crate) use pair::{PairMessage, Prove, Welcome};
pub use peer::Caret;
pub(crate) use peer::{Hello, PeerMessage, Standing, changes_in};
pub(crate) use sealed::{Opening, SealedMessage};

use crate::effect::CloseReason;
use serde::{Serialize, de::DeserializeOwned};

/// A kind with this bit is ignored by who doesn't know it.
const MAY_BE_IGNORED: u8 = 0x80;

/// Bytes of one message.
fn encode(kind: u8, body: &impl Serialize) -> Vec<u8> {
    // Caret into a vector cannot fail for types without maps of unknown length; what is empty, every reader refuses.
    postcard::to_extend(body, vec![kind]).unwrap_or_default()
}

/// Reads a body: bounds first, then the value, then whether it has its one form.
fn body<Bounds: DeserializeOwned, T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, CloseReason> {
    let (_, rest) = postcard::take_from_bytes::<Bounds>(bytes).map_err(|_| CloseReason::Malformed)?;
    if !rest.is_empty() {
        return Err(CloseReason::Malformed);
    }
    let value: T = postcard::from_bytes(bytes).map_err(|_| CloseReason::Malformed)?;
    match postcard::to_stdvec(&value) {
        Ok(again) if again == bytes => Ok(value),
        _ => Err(CloseReason::Malformed),
    }
}

/// What becomes of a kind that isn't known: ignored where it may be.
fn unknown<T>(kind: u8) -> Result<Option<T>, CloseReason> {
    if kind & MAY_BE_IGNORED == 0 { Err(CloseReason::Unexpected) } else { Ok(None) }
}

#[cfg(test)]
mod own_tests;
#[cfg(test)]
mod tests;
