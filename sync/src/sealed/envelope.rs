//! How messages follow one another in what a sealed file holds.
//!
//! `sideways/sealed/1` and a line break, then frames as on a connection: four bytes of length, big endian, and the
//! message. What a later version begins with another line is known for newer, and not for damaged.

use crate::frame;
use sideways_core::limits;

const NAME: &[u8] = b"sideways/sealed/";
const BEGINS: &[u8] = b"sideways/sealed/1\n";

/// Puts messages together.
pub(super) struct Envelope(Vec<u8>);

impl Envelope {
    /// Begins with this message.
    pub(super) fn begin(first: &[u8]) -> Self {
        let mut envelope = Self(BEGINS.to_vec());
        envelope.put(first);
        envelope
    }

    /// One more message.
    pub(super) fn put(&mut self, message: &[u8]) {
        self.0.extend(frame::header(message.len()));
        self.0.extend(message);
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }

    /// How many bytes a message takes.
    pub(super) fn size(message: &[u8]) -> usize {
        message.len() + 4
    }
}

/// Why bytes are no messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Torn {
    /// A later version wrote them.
    Newer,
    Damaged,
}

/// The messages, each within the bounds of a frame. Nothing of them is copied.
pub(super) fn messages(content: &[u8]) -> Result<Vec<&[u8]>, Torn> {
    let Some(mut rest) = content.strip_prefix(BEGINS) else {
        return Err(if content.starts_with(NAME) { Torn::Newer } else { Torn::Damaged });
    };
    let mut messages = Vec::new();
    while let Some((header, after)) = rest.split_first_chunk::<4>() {
        let length = frame::length(*header).map_err(|_| Torn::Damaged)?;
        let (message, after) = after.split_at_checked(length).ok_or(Torn::Damaged)?;
        // Messages of one byte each are no way to fill memory.
        if messages.len() >= limits::SEALED_MESSAGES {
            return Err(Torn::Damaged);
        }
        messages.push(message);
        rest = after;
    }
    if rest.is_empty() { Ok(messages) } else { Err(Torn::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_and_what_is_torn_is_noticed() {
        let mut envelope = Envelope::begin(b"first");
        envelope.put(b"second");
        let bytes = envelope.bytes();
        assert_eq!(messages(&bytes), Ok(vec![&b"first"[..], b"second"]));
        assert_eq!(bytes.len(), BEGINS.len() + Envelope::size(b"first") + Envelope::size(b"second"));
        for at in BEGINS.len() + 1..bytes.len() {
            let cut = messages(&bytes[..at]);
            assert!(cut == Err(Torn::Damaged) || cut == Ok(vec![&b"first"[..]]), "{at}");
        }
        let many = |count: usize| [BEGINS, &[0, 0, 0, 1, 9].repeat(count)].concat();
        assert_eq!(messages(&many(limits::SEALED_MESSAGES)).unwrap().len(), limits::SEALED_MESSAGES);
        for (content, why) in [
            (many(limits::SEALED_MESSAGES + 1), Torn::Damaged),
            (b"sideways/sealed/2\nanything".to_vec(), Torn::Newer),
            (b"PK".to_vec(), Torn::Damaged),
            ([BEGINS, &[0, 0, 0, 0]].concat(), Torn::Damaged),
            ([BEGINS, &[255, 255, 255, 255]].concat(), Torn::Damaged),
        ] {
            assert_eq!(messages(&content), Err(why));
        }
    }
}
