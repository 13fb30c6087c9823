//! What a peer's page works out from all that was ever written about somebody: once for each commit, not for each frame.

use crate::words;
use jiff::civil::Date;
use sideways_core::{
    id::EntryId,
    method::{self, Dot, Gentle},
    snapshot::PeerView,
};
use std::sync::Arc;

/// What was worked out, and from what.
#[derive(Debug)]
pub(super) struct Told {
    from: Arc<PeerView>,
    today: Date,
    /// Prepared points that come from an earlier half hour.
    pub(super) carried: Vec<EntryId>,
    /// The line for a half hour in which I only ask.
    pub(super) gentle: Option<Gentle>,
    /// Nothing was kept of a meeting yet.
    pub(super) first_meeting: bool,
    /// The year of half hours.
    pub(super) dots: Vec<Dot>,
    /// The same in sentences.
    pub(super) year: String,
}

/// The page's facts as of today, worked out anew only where the peer or the day is another.
pub(super) fn of<'a>(kept: &'a mut Option<Told>, peer: &Arc<PeerView>, today: Date) -> &'a Told {
    let fresh = kept.as_ref().is_some_and(|told| Arc::ptr_eq(&told.from, peer) && told.today == today);
    if !fresh {
        *kept = None;
    }
    kept.get_or_insert_with(|| {
        let brief = method::prepare(peer, words::as_of(today));
        let dots = method::year(peer, today);
        Told {
            today,
            carried: brief.carried.clone(),
            gentle: brief.together.gentle.clone(),
            first_meeting: brief.first_meeting,
            year: method::year_as_sentences(&dots, words::as_of(today)),
            dots,
            from: peer.clone(),
        }
    })
}
