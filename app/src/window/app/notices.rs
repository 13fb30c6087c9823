//! What is due while the window is open, for the desktop to say.

use super::App;
use crate::{desk::View, words};
use eframe::egui::Context;
use sideways_core::{
    method::{self, Notice},
    snapshot::{Moment, Snapshot, Who},
};
use std::{sync::Arc, time::Duration};

/// What will be said, and until when all was.
pub(super) struct Notices {
    /// What `coming` was worked out from.
    from: Option<Arc<Snapshot>>,
    coming: Vec<Notice>,
    said_until: Moment,
    /// What came up by itself since the last time.
    news: Vec<String>,
    pub(super) wanted: bool,
}

impl Notices {
    /// What was due before now stands in Today.
    pub(super) fn since(now: Moment) -> Self {
        Self { from: None, coming: Vec::new(), said_until: now, news: Vec::new(), wanted: true }
    }
}

impl App {
    /// Whether the desktop is to say what is due.
    pub fn set_notices(&mut self, wanted: bool) {
        self.notices.wanted = wanted;
    }

    /// Whether it is.
    #[must_use]
    pub fn notices(&self) -> bool {
        self.notices.wanted
    }

    /// What the desktop should say now; asks for a frame when the next is due. Nothing while private things are
    /// hidden: somebody else looks at this screen.
    pub fn due(&mut self, ctx: &Context) -> Vec<String> {
        let snapshot = self.truth().snapshot.clone();
        let now = self.now;
        if !self.notices.from.as_ref().is_some_and(|from| Arc::ptr_eq(from, &snapshot)) {
            self.notices.coming = method::notices(&snapshot, &self.zone, words::locale());
            self.notices.from = Some(snapshot);
        }
        let notices = &mut self.notices;
        let due = notices.coming.iter().filter(|it| it.at > notices.said_until && it.at <= now);
        let mut says: Vec<String> = due.map(|it| it.says.clone()).collect();
        says.append(&mut notices.news);
        notices.said_until = notices.said_until.max(now);
        if let Some(next) = notices.coming.iter().find(|it| it.at > now).filter(|_| notices.wanted) {
            let wait = next.at.unix_ms.saturating_sub(now.unix_ms);
            ctx.request_repaint_after(Duration::from_millis(wait.unsigned_abs()));
        }
        if self.hidden() || !self.notices.wanted { Vec::new() } else { says }
    }

    /// Heads-ups that a colleague gave with this view.
    pub(super) fn given_in(&mut self, view: &View) {
        let before = self.truth().snapshot.clone();
        for peer in &view.snapshot.peers {
            let known = before.peers.iter().find(|it| it.id == peer.id);
            if known.is_some_and(|known| Arc::ptr_eq(known, peer)) {
                continue;
            }
            let new = peer.list.heads_ups.iter().filter(|it| it.from == Who::Them && !it.heard);
            let is_new = |id| known.is_none_or(|known| known.list.heads_ups.iter().all(|it| it.id != id));
            if new.into_iter().any(|it| is_new(it.id)) {
                self.notices.news.push(format!("{} gave you a heads-up.", words::called(&peer.name)));
            }
        }
    }
}
