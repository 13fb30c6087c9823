//! What a state machine asks of whoever runs it.

/// Something to do after a call. In order: what is sent before a close must have left before the stream ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send one frame with exactly these bytes; never more than `limits::FRAME_BYTES`.
    Send(Vec<u8>),
    /// End the connection, and tell QUIC this reason.
    Close(CloseReason),
    /// The workspace committed something: there is a new snapshot, and other sessions may have to push.
    Changed,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $sentence:literal;)*) => {
        /// Why a connection ends. The number goes over the wire, so it never changes meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
        pub enum CloseReason {
            $($(#[$doc])* #[error($sentence)] $name,)*
        }

        impl CloseReason {
            /// The number for QUIC and for the goodbye.
            #[must_use]
            pub fn code(self) -> u32 {
                match self { $(Self::$name => $code,)* }
            }

            /// The reason with this number, if this version knows it.
            #[must_use]
            pub fn from_code(code: u32) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// Every reason there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

reasons! {
    /// Nothing is wrong.
    Done = 0, "the connection has done its work";
    /// No grant, or no longer: stopped, unlinked, or the device was removed.
    NotShared = 1, "nothing is shared between these two computers now";
    /// The other one said goodbye; [`crate::Session::goodbye`] has its reason.
    Goodbye = 2, "the other computer ended the connection";
    /// Another version of the protocol.
    Version = 3, "the two computers run versions of Sideways that don’t understand each other; update the older one";
    /// Bytes that are no message.
    Malformed = 4, "the other computer sent something that is no message";
    /// A message this version doesn't know and may not ignore, or one that doesn't belong here.
    Unexpected = 5, "the other computer sent a message that doesn’t belong here";
    /// Too much that changes nothing.
    Flood = 6, "the other computer sent too many messages that changed nothing";
    /// A connection without a greeting.
    Silent = 7, "the other computer connected and then said nothing";
    /// It doesn't know the secret of an open invitation.
    WrongProof = 8, "no open invitation fits; it may have expired, been used or been taken back";
    /// Another device used it.
    Used = 9, "this invitation has been used already";
    /// The nonce isn't the one that was committed to.
    Reveal = 10, "the other computer changed its mind in the middle of pairing; nothing was paired";
    /// The workspace didn't take the pairing.
    Refused = 11, "the pairing was not accepted";
    /// It tried too often.
    TooOften = 12, "this computer tried too often; it may try again in a few minutes";
    /// The key is my own.
    Own = 13, "this connection comes from a computer with the same key; was a data folder copied?";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_survives_its_number() {
        for reason in CloseReason::ALL {
            assert_eq!(CloseReason::from_code(reason.code()), Some(*reason));
        }
        assert_eq!(CloseReason::from_code(9_999), None);
    }
}
