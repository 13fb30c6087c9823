//! What every task of the network has: where its events go, and how much may go on at once.

use super::event::{ConnId, NetEvent};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Semaphore, time::sleep};

/// Dials at once.
const DIALS: usize = 16;
/// Connections at once.
pub(super) const CONNECTIONS: u32 = 1024;
/// How long to wait before an event is offered again to an engine that is busy.
const AGAIN: Duration = Duration::from_millis(1);

type Put = dyn Fn(NetEvent) -> Result<(), NetEvent> + Send + Sync;

/// Where events go.
#[derive(Clone)]
pub(super) struct Sink(Arc<Put>);

impl Sink {
    /// Puts an event in if there is room.
    pub(super) fn offer(&self, event: NetEvent) {
        // There was none: nobody waits for it.
        drop((self.0)(event));
    }

    /// Puts an event in. While there is no room only this task waits, so that what it reads from waits too.
    pub(super) async fn put(&self, event: NetEvent) {
        let mut event = event;
        while let Err(back) = (self.0)(event) {
            event = back;
            sleep(AGAIN).await;
        }
    }
}

/// What every task has.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) sink: Sink,
    pub(super) dials: Arc<Semaphore>,
    /// One permit for each connection that is open.
    pub(super) open: Arc<Semaphore>,
    conns: Arc<AtomicU64>,
}

impl Shared {
    pub(super) fn new(put: impl Fn(NetEvent) -> Result<(), NetEvent> + Send + Sync + 'static) -> Self {
        Self {
            sink: Sink(Arc::new(put)),
            dials: Arc::new(Semaphore::new(DIALS)),
            open: Arc::new(Semaphore::new(CONNECTIONS as usize)),
            conns: Arc::default(),
        }
    }

    pub(super) fn next_conn(&self) -> ConnId {
        ConnId(self.conns.fetch_add(1, Ordering::Relaxed))
    }
}
