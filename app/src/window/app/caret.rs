//! Where I write: told to a colleague who is connected, a few times a second at most.

use super::App;
use crate::{
    desk::{Caret, Link, Request},
    window::{
        ask::{Ask, Place},
        pad, rewording,
    },
};
use eframe::egui::{Context, text_edit::TextEditState};
use sideways_core::{id::PeerId, snapshot::SharingState};

/// They aren't told more often, in seconds: a caret need not be followed letter by letter.
const PAUSE: f64 = 0.25;

/// Whom I told, what, and when by the frame's time.
#[derive(Default)]
pub(super) struct Telling {
    told: Option<(PeerId, Caret)>,
    at: f64,
}

impl App {
    pub(super) fn tell_caret(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        // Who went away forgot it, and is told again when they come.
        let told = self.telling.told.filter(|(peer, _)| self.hears(*peer));
        let here = self.writes_in(ctx);
        if here == told {
            self.telling.told = told;
            return;
        }
        let time = ctx.input(|input| input.time);
        let left = self.telling.at + PAUSE - time;
        if left > 0.0 {
            ctx.request_repaint_after_secs(left as f32);
            return;
        }
        let same = |peer: PeerId| here.is_some_and(|(other, _)| other == peer);
        if let Some((before, _)) = told.filter(|(peer, _)| !same(*peer)) {
            out.push(Ask::Do(Request::Caret(before, None)));
        }
        if let Some((peer, caret)) = here {
            out.push(Ask::Do(Request::Caret(peer, Some(caret))));
        }
        self.telling = Telling { told: here, at: time };
    }

    /// Whether a computer of theirs is connected, and the list shared with them.
    fn hears(&self, peer: PeerId) -> bool {
        let shared = |id| self.peer(id).is_some_and(|peer| peer.sharing.state == SharingState::Shared);
        matches!(self.view.links.get(&peer), Some(Link::Connected { .. })) && shared(peer)
    }

    fn writes_in(&self, ctx: &Context) -> Option<(PeerId, Caret)> {
        let Place::Peer(peer) = self.place else { return None };
        if !self.hears(peer) {
            return None;
        }
        let field = pad::field_id(peer);
        if ctx.memory(|memory| memory.has_focus(field)) {
            let caret = TextEditState::load(ctx, field).and_then(|state| state.cursor.char_range());
            let at = caret.map_or(0, |range| range.primary.index.0);
            return Some((peer, Caret::Pad(u32::try_from(at).unwrap_or(u32::MAX))));
        }
        let focused = ctx.memory(|memory| memory.focused())?;
        let line = self.peers.get(&peer)?.rewording.keys().find(|line| rewording::field_id(**line) == focused)?;
        Some((peer, Caret::Line(*line)))
    }
}
