//! What a peer's page is drawn with; each of its sections takes what it needs of it.

use super::{ask::Ask, state::PeerState, typing::Drafts};
use crate::desk::{Caret, Link, View};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sideways_core::snapshot::{Moment, PeerView};
use std::sync::Arc;

/// Times that are taken, and until when anything is known of them.
pub(super) type Busy<'a> = (&'a [(Timestamp, Timestamp)], Timestamp);

/// What a page needs to be drawn.
pub(super) struct Page<'a> {
    pub(super) view: &'a View,
    pub(super) peer: &'a Arc<PeerView>,
    pub(super) state: &'a mut PeerState,
    pub(super) drafts: &'a mut Drafts,
    /// Where the colleague writes just now.
    pub(super) caret: Option<Caret>,
    pub(super) now: Moment,
    pub(super) zone: &'a TimeZone,
    /// Private things are hidden; the view has none.
    pub(super) hidden: bool,
    /// I am asked what I remember, so what I wrote isn't shown behind it.
    pub(super) testing: bool,
    /// A half hour with them is under way.
    pub(super) begun: bool,
    /// When I am busy, as far as a calendar told, and until when it tells.
    pub(super) busy: Option<Busy<'a>>,
    pub(super) out: &'a mut Vec<Ask>,
}

impl Page<'_> {
    /// The day on the wall.
    pub(super) fn today(&self) -> Date {
        self.now.zoned(self.zone).date()
    }

    /// Whether a computer of theirs is connected just now.
    pub(super) fn is_connected(&self) -> bool {
        matches!(self.view.links.get(&self.peer.id), Some(Link::Connected { .. }))
    }

    /// Whether what only I see stays away.
    pub(super) fn private_away(&self) -> bool {
        self.hidden || self.testing
    }
}
