//! What the window knows of the calendar that is kept in sight. Only in memory.

use crate::{
    desk::Failure,
    files::{self, Source, Ticket},
};
use jiff::{Timestamp, Zoned};
use sideways_core::{calendar::check::Sight, method::SeenWith};
use std::sync::Arc;

/// What the window knows of it.
#[derive(Default)]
pub(super) struct InSight {
    /// What is typed in Settings.
    pub(super) typed: String,
    /// What is being read, and how to stop it.
    pub(super) reading: Option<(Source, Arc<Ticket>)>,
    /// It is being read because somebody chose it just now; then it is kept once it could be read.
    pub(super) choosing: bool,
    /// Chosen and read, and about to be kept.
    pub(super) pending: Option<Source>,
    /// What was read last, and when.
    pub(super) read: Option<(Source, Zoned, Sight)>,
    /// Why the last one couldn't be read.
    pub(super) failed: Option<(Source, Failure)>,
    /// The peers it was looked through for; a new one is looked for as well.
    pub(super) peers: usize,
}

impl InSight {
    pub(super) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// What was read last of that one, and when.
    pub(super) fn of(&self, source: &Source) -> Option<(&Zoned, &Sight)> {
        self.read.as_ref().filter(|(of, ..)| of == source).map(|(_, at, sight)| (at, sight))
    }

    /// What it has, by peer.
    pub(super) fn with(&self) -> Option<&SeenWith> {
        self.read.as_ref().map(|(.., sight)| &sight.with)
    }

    /// When I am busy, and until when that says anything.
    pub(super) fn busy(&self) -> Option<(&[(Timestamp, Timestamp)], Timestamp)> {
        self.read.as_ref().map(|(_, at, sight)| (sight.busy.as_slice(), files::busy_until(at)))
    }

    pub(super) fn forget(&mut self) {
        if let Some((_, ticket)) = self.reading.take() {
            ticket.stop();
        }
        (self.read, self.failed, self.pending, self.choosing) = (None, None, None, false);
    }
}
