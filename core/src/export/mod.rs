//! Everything a person wrote, in one value: what `export json` writes and `import json` reads.
//!
//! It holds what the screens show, under the names of the snapshot, and no key, device or invitation. An
//! imported list is private again: whoever it was shared with is not in the file.

mod ical;
mod markdown;
mod vcard;

pub use ical::{block, ical};
pub use markdown::markdown;
pub use vcard::vcard;
pub(crate) use vcard::{escaped, folded};

use crate::{
    id::PeerId,
    link,
    snapshot::{
        CalendarSeries, Closed, Every, Finished, HeadsUp, Line, Me, Meeting, Moment, Note, PeerView, Plan, Point,
        Project, Promise, Snapshot, TheirWords, ThreeTests,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// The version this program writes. Older ones are read for ever.
pub const EXPORT_VERSION: u32 = 1;

/// An export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Export {
    /// The version of this shape.
    pub sideways_export: u32,
    /// Who I am.
    pub me: Me,
    /// My peers.
    pub peers: Vec<ExportedPeer>,
    /// My projects.
    #[serde(default)]
    pub projects: Vec<Arc<Project>>,
    /// Finished works.
    #[serde(default)]
    pub finished: Vec<Finished>,
    /// The busy season.
    #[serde(default)]
    pub busy_until: Option<Date>,
    /// What was put off.
    #[serde(default)]
    pub snoozed: BTreeMap<String, Date>,
    /// The last weekly review.
    #[serde(default)]
    pub reviewed: Option<Date>,
}

/// A peer in an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExportedPeer {
    /// Names them; importing twice makes no copy.
    pub id: PeerId,
    /// Their name.
    pub name: String,
    /// Their department.
    pub department: String,
    /// Their role.
    #[serde(default)]
    pub role: String,
    /// How to reach them.
    #[serde(default)]
    pub reach: Vec<String>,
    /// How often we meet.
    #[serde(default)]
    pub every: Option<Every>,
    /// Free words.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How we met.
    #[serde(default)]
    pub how_met: String,
    /// Names the address card they came from.
    #[serde(default)]
    pub card_uid: String,
    /// When they were written down.
    pub added: Moment,
    /// When they were thanked and closed.
    #[serde(default)]
    pub closed: Option<Closed>,
    /// Their words.
    #[serde(default)]
    pub words: Vec<Arc<TheirWords>>,
    /// Private notes.
    #[serde(default)]
    pub notes: Vec<Arc<Note>>,
    /// Meetings that happened.
    #[serde(default)]
    pub meetings: Vec<Arc<Meeting>>,
    /// Promises both ways.
    #[serde(default)]
    pub promises: Vec<Arc<Promise>>,
    /// Heads-ups.
    #[serde(default)]
    pub heads_ups: Vec<Arc<HeadsUp>>,
    /// Planned meetings.
    #[serde(default)]
    pub plans: Vec<Arc<Plan>>,
    /// Prepared points.
    #[serde(default)]
    pub points: Vec<Arc<Point>>,
    /// The three tests.
    #[serde(default)]
    pub tests: Vec<Arc<ThreeTests>>,
    /// The standing 1-on-1 as calendars were last told of it.
    #[serde(default)]
    pub series: Option<Arc<CalendarSeries>>,
    /// "Where might we help each other?", with every wording.
    #[serde(default)]
    pub lines: Vec<Arc<Line>>,
    /// Lines that are only mine beside a shared list.
    #[serde(default)]
    pub only_mine: Vec<Arc<Line>>,
    /// The pad.
    #[serde(default)]
    pub pad: Arc<str>,
    /// What I published for them.
    #[serde(default)]
    pub my_working_on: String,
    /// What they published.
    #[serde(default)]
    pub their_working_on: String,
}

impl Export {
    /// All there is to see, or one peer of it.
    #[must_use]
    pub fn of(snapshot: &Snapshot, only: Option<PeerId>) -> Self {
        let wanted = |peer: &&Arc<PeerView>| only.is_none_or(|only| peer.id == only);
        let all = only.is_none();
        Self {
            sideways_export: EXPORT_VERSION,
            me: snapshot.me.clone(),
            peers: snapshot.peers.iter().filter(wanted).map(|peer| ExportedPeer::of(peer)).collect(),
            projects: if all { snapshot.projects.clone() } else { Vec::new() },
            finished: if all { snapshot.finished.clone() } else { Vec::new() },
            busy_until: snapshot.busy_until.filter(|_| all),
            snoozed: if all { snapshot.snoozed.clone() } else { BTreeMap::new() },
            reviewed: snapshot.reviewed.filter(|_| all),
        }
    }

    /// Leaves out every way to reach somebody that may not be kept, and says how many those were.
    pub fn leave_out_links(&mut self) -> usize {
        let mut left_out = 0;
        for peer in &mut self.peers {
            let before = peer.reach.len();
            peer.reach.retain(|reach| link::may_be_kept(reach).is_ok());
            left_out += before - peer.reach.len();
        }
        left_out
    }
}

impl ExportedPeer {
    fn of(peer: &PeerView) -> Self {
        Self {
            id: peer.id,
            name: peer.name.clone(),
            department: peer.department.clone(),
            role: peer.role.clone(),
            reach: peer.reach.clone(),
            every: peer.every,
            tags: peer.tags.clone(),
            how_met: peer.how_met.clone(),
            card_uid: peer.card_uid.clone(),
            added: peer.added,
            closed: peer.closed,
            words: peer.words.clone(),
            notes: peer.notes.clone(),
            meetings: peer.meetings.clone(),
            promises: peer.promises.clone(),
            heads_ups: peer.heads_ups.clone(),
            plans: peer.plans.clone(),
            points: peer.points.clone(),
            tests: peer.tests.clone(),
            series: peer.series.clone(),
            lines: peer.list.lines.clone(),
            only_mine: peer.list.only_mine.clone(),
            pad: peer.list.pad.clone(),
            my_working_on: peer.list.my_working_on.clone(),
            their_working_on: peer.list.their_working_on.clone(),
        }
    }
}
