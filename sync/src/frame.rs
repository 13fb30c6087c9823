//! Frames: how messages follow one another on a stream.
//!
//! A frame is its length, four bytes big endian, and then so many bytes. The length is judged before a byte
//! is allocated for it, because a stranger's first four bytes must not cost four gigabytes.

use sideways_core::limits::FRAME_BYTES;

/// The longest frame of a pairing. The largest message there is fits; a stranger can't make us hold more.
pub const PAIR_FRAME_BYTES: usize = 16 * 1024;

/// Why a header is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A frame without a message says nothing, and a million of them cost time.
    #[error("the other computer sent an empty frame")]
    Empty,
    /// Longer than any message may be.
    #[error("the other computer announced a frame of {0} bytes, and {FRAME_BYTES} is the most there may be")]
    TooLong(u32),
}

/// How many bytes follow this header. Ask it before allocating them.
pub fn length(header: [u8; 4]) -> Result<usize, FrameError> {
    let claimed = u32::from_be_bytes(header);
    match usize::try_from(claimed) {
        Ok(0) => Err(FrameError::Empty),
        Ok(length) if length <= FRAME_BYTES => Ok(length),
        _ => Err(FrameError::TooLong(claimed)),
    }
}

/// The header of a frame with so many bytes. One that is too long for a header gets one that every reader refuses.
#[must_use]
pub fn header(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_judged_before_anything_is_allocated() {
        let most = u32::try_from(FRAME_BYTES).unwrap();
        for (claimed, expect) in [
            (0, Err(FrameError::Empty)),
            (1, Ok(1)),
            (most, Ok(FRAME_BYTES)),
            (most + 1, Err(FrameError::TooLong(most + 1))),
            (u32::MAX, Err(FrameError::TooLong(u32::MAX))),
        ] {
            assert_eq!(length(claimed.to_be_bytes()), expect, "{claimed}");
        }
        assert_eq!(length(header(1_000)), Ok(1_000));
        assert!(length(header(usize::MAX)).is_err());
    }
}
