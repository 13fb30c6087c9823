//! The JSON shapes, which scripts rely on. Names are added, never changed.

use crate::desk::{Link, View};
use crate::words;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use sideways_core::{
    method::{
        Next,
        half_hour::{self, Came},
        next_with,
    },
    snapshot::{Every, Kind, Line, Meeting, Moment, PeerView, SharingState, Snapshot, State, Who, Why, Wording},
};

/// `peer list`, `peer show`.
#[derive(Serialize)]
pub(crate) struct Peer<'a> {
    id: String,
    name: &'a str,
    department: &'a str,
    role: &'a str,
    reach: &'a [String],
    every: Option<String>,
    last_met: Option<Date>,
    next: Option<Date>,
    sharing: &'static str,
    tags: &'a [String],
    how_met: &'a str,
    closed: Option<Date>,
}

/// `list show`.
#[derive(Serialize)]
pub(crate) struct List<'a> {
    peer: &'a str,
    status: String,
    items: Vec<Item<'a>>,
    only_mine: Vec<Item<'a>>,
    pad: &'a str,
    my_working_on: &'a str,
    their_working_on: &'a str,
    generation: u32,
}

/// A line.
#[derive(Serialize)]
pub(crate) struct Item<'a> {
    id: String,
    text: &'a str,
    kind: &'static str,
    state: &'static str,
    raised_by: &'static str,
    helpers: Vec<&'static str>,
    notes: Vec<Note<'a>>,
    versions: Vec<Version<'a>>,
}

/// A note in a line’s thread.
#[derive(Serialize)]
struct Note<'a> {
    id: String,
    text: &'a str,
    by: &'static str,
    at: String,
}

/// One of the wordings of a line.
#[derive(Serialize)]
pub(crate) struct Version<'a> {
    id: String,
    text: &'a str,
    by: &'static str,
    at: String,
}

/// `share status`.
#[derive(Serialize)]
pub(crate) struct Share<'a> {
    peer: &'a str,
    state: &'static str,
    checked: bool,
    here: bool,
    has_everything_as_of: Option<String>,
    waiting: u32,
    says: String,
    words: Option<&'a [String; 4]>,
    refused: Vec<String>,
    refused_by_them: Vec<String>,
}

/// `meet list`.
#[derive(Serialize)]
pub(crate) struct Met<'a> {
    id: String,
    peer: &'a str,
    on: Date,
    why: Option<&'static str>,
    words: &'a str,
    mine: &'a str,
    help: &'a str,
    offered: &'a [String],
    asked: &'a [String],
    they_offered: &'a [String],
    they_asked: &'a [String],
    also: &'a [String],
    came: Vec<CameOf<'a>>,
}

/// What came of a half hour.
#[derive(Serialize)]
struct CameOf<'a> {
    id: String,
    kind: &'static str,
    peer: &'a str,
    text: &'a str,
}

/// The last real meeting, and the day of the next.
fn last_and_next(peer: &PeerView, busy_until: Option<Date>) -> (Option<Date>, Option<Date>) {
    let last = peer.meetings.first().map(|meeting| meeting.on);
    let next = match next_with(peer, busy_until, super::call::clock().date()) {
        Next::Planned(at) => Some(at.date()),
        Next::Around(on) => Some(on),
        Next::Open => None,
    };
    (last, next)
}

pub(crate) fn peer(peer: &PeerView, busy_until: Option<Date>) -> Peer<'_> {
    let (last_met, next) = last_and_next(peer, busy_until);
    Peer {
        id: peer.id.to_string(),
        name: &peer.name,
        department: &peer.department,
        role: &peer.role,
        reach: &peer.reach,
        every: peer.every.map(every),
        last_met,
        next,
        sharing: state_of_sharing(peer.sharing.state),
        tags: &peer.tags,
        how_met: &peer.how_met,
        closed: peer.closed.map(|closed| closed.on),
    }
}

pub(crate) fn list<'a>(peer: &'a PeerView, view: &View, now: Moment) -> List<'a> {
    List {
        peer: &peer.name,
        status: words::status(peer, view.links.get(&peer.id).copied(), now, &TimeZone::system()),
        items: peer.list.lines.iter().map(|line| item(line)).collect(),
        only_mine: peer.list.only_mine.iter().map(|line| item(line)).collect(),
        pad: &peer.list.pad,
        my_working_on: &peer.list.my_working_on,
        their_working_on: &peer.list.their_working_on,
        generation: peer.list.generation,
    }
}

pub(crate) fn item(line: &Line) -> Item<'_> {
    let note = |remark: &'_ sideways_core::snapshot::Remark| (remark.id.to_string(), who(remark.by), time(remark.at));
    Item {
        id: line.id.to_string(),
        text: line.text(),
        kind: kind(line.kind),
        state: state(line.state),
        raised_by: who(line.raised_by),
        helpers: line.helpers.iter().map(|helper| who(*helper)).collect(),
        notes: line
            .remarks
            .iter()
            .map(|remark| {
                let (id, by, at) = note(remark);
                Note { id, text: &remark.text, by, at }
            })
            .collect(),
        versions: line.versions.iter().map(version).collect(),
    }
}

pub(crate) fn version(wording: &Wording) -> Version<'_> {
    Version { id: wording.id.to_string(), text: &wording.text, by: who(wording.by), at: time(wording.at) }
}

pub(crate) fn share<'a>(peer: &'a PeerView, view: &View, now: Moment) -> Share<'a> {
    let link = view.links.get(&peer.id).copied();
    let sharing = &peer.sharing;
    Share {
        peer: &peer.name,
        state: state_of_sharing(sharing.state),
        checked: sharing.checked,
        here: matches!(link, Some(Link::Connected { .. })),
        has_everything_as_of: sharing.has_everything_as_of.map(time),
        waiting: sharing.waiting,
        says: words::status(peer, link, now, &TimeZone::system()),
        words: sharing.words.as_ref(),
        refused: sharing.refused.iter().map(ToString::to_string).collect(),
        refused_by_them: sharing.refused_by_them.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn met<'a>(snapshot: &'a Snapshot, peer: &'a PeerView, meeting: &'a Meeting) -> Met<'a> {
    let came = |it: Came<'a>| match it {
        Came::Promise(peer, it) => CameOf { id: it.id.to_string(), kind: "promise", peer: &peer.name, text: &it.text },
        Came::HeadsUp(peer, it) => CameOf { id: it.id.to_string(), kind: "heads-up", peer: &peer.name, text: &it.text },
    };
    Met {
        id: meeting.id.to_string(),
        peer: &peer.name,
        on: meeting.on,
        why: meeting.why.map(why),
        words: &meeting.words,
        mine: &meeting.mine,
        help: &meeting.help,
        offered: &meeting.offered,
        asked: &meeting.asked,
        they_offered: &meeting.they_offered,
        they_asked: &meeting.they_asked,
        also: &meeting.also,
        came: half_hour::came_of(snapshot, meeting).into_iter().map(came).collect(),
    }
}

pub(crate) fn every(every: Every) -> String {
    match every {
        Every::Month => "monthly".to_owned(),
        Every::Quarter => "quarterly".to_owned(),
        Every::Weeks(weeks) => format!("{weeks}-weeks"),
    }
}

pub(crate) fn state_of_sharing(state: SharingState) -> &'static str {
    match state {
        SharingState::Private => "private",
        SharingState::Invited { .. } => "invited",
        SharingState::Shared => "shared",
        SharingState::Stopped => "stopped",
    }
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Offer => "offer",
        Kind::Ask => "ask",
        Kind::Idea => "idea",
    }
}

pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Doing => "doing",
        State::Done => "done",
    }
}

pub(crate) fn why(why: Why) -> &'static str {
    match why {
        Why::Standing => "standing",
        Why::Trouble => "trouble",
        Why::JustBecause => "just-because",
        Why::InPerson => "in-person",
    }
}

pub(crate) fn who(who: Who) -> &'static str {
    match who {
        Who::Me => "me",
        Who::Them => "them",
    }
}

/// RFC 3339.
pub(crate) fn time(at: Moment) -> String {
    Timestamp::from_millisecond(at.unix_ms).unwrap_or_default().to_string()
}
