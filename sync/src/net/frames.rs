//! Frames from a stream, each bounded in size before it is allocated, and in time once it began.

use super::{code, event::Alpn};
use crate::frame::PAIR_FRAME_BYTES;
use iroh::endpoint::{ConnectionError, ReadError, ReadExactError, RecvStream};
use sideways_core::limits::FRAME_BYTES;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long the first frame may take to begin, after the handshake.
const FIRST: Duration = Duration::from_secs(10);
/// How long the rest of a length may take, once its first byte is there.
const LENGTH: Duration = Duration::from_secs(2);
/// How long a frame may take, and besides a second for each so many bytes.
const FRAME: Duration = Duration::from_secs(2);
const BYTES_A_SECOND: usize = 16 * 1024;
/// Frames in one second. An honest session sends far fewer; somebody who sends more keeps us busy for nothing.
const FRAMES_A_SECOND: u32 = 20_000;

/// The reading end of a connection's stream.
pub(super) struct Frames {
    stream: RecvStream,
    /// The longest frame there may be here.
    longest: usize,
    second: Instant,
    in_second: u32,
    begun: bool,
}

impl Frames {
    pub(super) fn new(stream: RecvStream, alpn: Alpn) -> Self {
        let longest = match alpn {
            Alpn::Peer | Alpn::Own => FRAME_BYTES,
            // Anybody may begin a pairing, so it gets no more than it needs.
            Alpn::Pair | Alpn::OwnPair => PAIR_FRAME_BYTES,
        };
        Self { stream, longest, second: Instant::now(), in_second: 0, begun: false }
    }

    /// The next frame, `None` at a clean end, or the code to close with.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, u32> {
        let Some(first) = self.first_byte().await? else { return Ok(None) };
        self.begun = true;
        self.count()?;
        let mut rest = [0; 3];
        timeout(LENGTH, self.stream.read_exact(&mut rest)).await.map_err(|_| code::SLOW)?.map_err(|e| cut(&e))?;
        let [second, third, fourth] = rest;
        let length = u32::from_be_bytes([first, second, third, fourth]) as usize;
        if length == 0 || length > self.longest {
            return Err(code::BAD_FRAME);
        }
        let mut bytes = vec![0; length];
        let at_most = FRAME + Duration::from_secs((length / BYTES_A_SECOND) as u64);
        timeout(at_most, self.stream.read_exact(&mut bytes)).await.map_err(|_| code::SLOW)?.map_err(|e| cut(&e))?;
        Ok(Some(bytes))
    }

    async fn first_byte(&mut self) -> Result<Option<u8>, u32> {
        let mut byte = [0];
        let read = self.stream.read(&mut byte);
        let read = if self.begun { read.await } else { timeout(FIRST, read).await.map_err(|_| code::SLOW)? };
        match read {
            Ok(Some(_)) => Ok(byte.first().copied()),
            Ok(None) => Ok(None),
            Err(error) => Err(lost(&error)),
        }
    }

    fn count(&mut self) -> Result<(), u32> {
        if self.second.elapsed() >= Duration::from_secs(1) {
            (self.second, self.in_second) = (Instant::now(), 0);
        }
        self.in_second += 1;
        if self.in_second > FRAMES_A_SECOND { Err(code::FLOOD) } else { Ok(()) }
    }
}

fn cut(error: &ReadExactError) -> u32 {
    match error {
        ReadExactError::FinishedEarly(_) => code::BAD_FRAME,
        ReadExactError::ReadError(error) => lost(error),
    }
}

fn lost(error: &ReadError) -> u32 {
    match error {
        ReadError::ConnectionLost(error) => code_of(error),
        _ => code::LOST,
    }
}

/// What an ended connection's error says as a code.
pub(super) fn code_of(error: &ConnectionError) -> u32 {
    match error {
        ConnectionError::ApplicationClosed(close) => u32::try_from(close.error_code.into_inner()).unwrap_or(code::LOST),
        _ => code::LOST,
    }
}
