//! What waits to be sent on one connection.

use super::places::Token;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};
use tokio::sync::{
    Notify,
    mpsc::{self, error::TrySendError},
};

/// Frames that may wait to be written.
const WAITING: usize = 16;

/// The outbox is full: here the frame is again. [`super::NetEvent::Drained`] will come.
#[derive(Debug)]
pub struct Full(pub Vec<u8>);

/// Where to put what is to be sent on one connection. Dropping it ends the connection, after what is in it
/// was sent.
#[derive(Debug)]
pub struct Outbox {
    frames: mpsc::Sender<Vec<u8>>,
    flags: Arc<Flags>,
    place: Token,
}

#[derive(Debug, Default)]
pub(super) struct Flags {
    /// Somebody waits for [`super::NetEvent::Drained`].
    awaited: AtomicBool,
    /// The reason given at the end.
    code: AtomicU32,
    /// It ends at once.
    cut: Notify,
}

impl Outbox {
    pub(super) fn new(place: Token) -> (Self, Waiting) {
        let (sender, frames) = mpsc::channel(WAITING);
        let flags = Arc::new(Flags::default());
        (Self { frames: sender, flags: flags.clone(), place }, Waiting { frames, flags })
    }

    /// Puts a frame in, without waiting. A connection that has ended takes everything and sends nothing.
    pub fn push(&self, frame: Vec<u8>) -> Result<(), Full> {
        match self.frames.try_send(frame) {
            Ok(()) | Err(TrySendError::Closed(_)) => Ok(()),
            Err(TrySendError::Full(frame)) => {
                self.flags.awaited.store(true, Ordering::SeqCst);
                // The last one may have been written between the two lines above; then nobody else would tell.
                match self.frames.try_send(frame) {
                    Ok(()) | Err(TrySendError::Closed(_)) => Ok(()),
                    Err(TrySendError::Full(frame)) => Err(Full(frame)),
                }
            }
        }
    }

    /// The remote has proved to be who is waited for: while others can give way, its connection doesn't.
    pub fn keep(&self) {
        self.place.prove();
    }

    /// Ends the connection for this reason, after what is in the box was sent.
    pub fn close(self, code: u32) {
        self.flags.code.store(code, Ordering::SeqCst);
    }

    /// Ends the connection for this reason at once: nothing that waits is sent any more, not even what is half written.
    pub fn cut(self, code: u32) {
        self.flags.code.store(code, Ordering::SeqCst);
        self.flags.cut.notify_one();
    }
}

/// The writer's end.
#[derive(Debug)]
pub(super) struct Waiting {
    frames: mpsc::Receiver<Vec<u8>>,
    flags: Arc<Flags>,
}

impl Waiting {
    /// The next frame; `None` when the box was dropped and is empty.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        self.frames.recv().await
    }

    /// Whether the box ran empty while somebody waits for that.
    pub(super) fn has_drained(&self) -> bool {
        self.frames.is_empty() && self.flags.awaited.swap(false, Ordering::SeqCst)
    }

    /// When the connection is to end at once.
    pub(super) fn cut(&self) -> impl Future<Output = ()> + Send + use<> {
        let flags = self.flags.clone();
        async move { flags.cut.notified().await }
    }

    pub(super) fn code(&self) -> u32 {
        self.flags.code.load(Ordering::SeqCst)
    }
}
