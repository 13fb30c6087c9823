//! What a screen or the command line reads: an immutable picture of the workspace at one commit.

mod aside;
mod device;
mod list;
mod method;
mod network;
mod sharing;

pub use aside::{AsidePart, SetAside};
pub use device::OwnDevice;
pub use list::{
    Became, Did, GoingBack, HistoryItem, Kind, Line, LineBack, LineThen, ListView, Remark, Since, SinceWhat, State,
    Who, Wording,
};
pub use method::{
    Answer, CalendarSeries, Closed, Finished, HeadsUp, Need, Plan, PlanState, Point, PointPart, Project, Promise,
    SharedHeadsUp, ThreeTests, Told,
};
pub use network::{NetworkSetting, Relay};
pub use sharing::{Sharing, SharingState};

use crate::{
    id::{DeviceId, EntryId, FinishedId, LineId, PeerId, PersonId, ProjectId, RemarkId},
    method::half_hour::Slot,
};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// A moment by this computer's clock, in milliseconds since 1970. Shown, never used to order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub unix_ms: i64,
}

impl Moment {
    /// The same in a time zone. One beyond the years that calendars know is 1970.
    #[must_use]
    pub fn zoned(self, zone: &TimeZone) -> Zoned {
        Timestamp::from_millisecond(self.unix_ms).unwrap_or_default().to_zoned(zone.clone())
    }
}

/// Everything there is to see, at one commit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Grows by one at every commit of this run.
    pub revision: u64,
    /// Who I am.
    pub me: Me,
    /// My person id.
    pub person: PersonId,
    /// This device.
    pub device: DeviceId,
    /// My peers, by name; those who were thanked and closed too.
    pub peers: Vec<Arc<PeerView>>,
    /// My projects, by the day they were written down.
    pub projects: Vec<Arc<Project>>,
    /// Finished works that I may offer to show, newest first.
    pub finished: Vec<Finished>,
    /// The busy season: rhythms are stretched until that day.
    pub busy_until: Option<Date>,
    /// What was put off, until when.
    pub snoozed: BTreeMap<String, Date>,
    /// The day of the last weekly review.
    pub reviewed: Option<Date>,
    /// What undo would take back, in a few words.
    pub undo: Option<String>,
    /// What redo would bring back.
    pub redo: Option<String>,
    /// Where this computer may be found.
    pub network: NetworkSetting,
    /// The relay that is used instead of the public ones, where it may be found anywhere.
    pub relay: Option<Arc<Relay>>,
    /// Text typed and not yet committed anywhere, which a crash must not lose.
    pub drafts: Arc<BTreeMap<Field, String>>,
    /// Whether edits can be kept.
    pub writing: Writing,
    /// What was chosen for this device only.
    pub settings: Arc<BTreeMap<Setting, String>>,
    /// What can't be read any more and is kept aside as it is.
    pub aside: Arc<[SetAside]>,
    /// My devices, this one first.
    pub devices: Arc<[OwnDevice]>,
    /// Whether the notebook is still on its way from another device of mine.
    pub arriving: bool,
}

impl Snapshot {
    /// A workspace in which nothing was written yet.
    #[must_use]
    pub fn empty(person: PersonId, device: DeviceId) -> Self {
        Self {
            revision: 0,
            me: Me::default(),
            person,
            device,
            peers: Vec::new(),
            projects: Vec::new(),
            finished: Vec::new(),
            busy_until: None,
            snoozed: BTreeMap::new(),
            reviewed: None,
            undo: None,
            redo: None,
            network: NetworkSetting::Off,
            relay: None,
            drafts: Arc::default(),
            writing: Writing::Works,
            settings: Arc::default(),
            aside: Arc::default(),
            devices: Arc::default(),
            arriving: false,
        }
    }
}

/// Who I am, as peers with whom I share will see me.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Me {
    /// My name; empty until said.
    pub name: String,
    /// My department.
    pub department: String,
    /// My role; may be empty.
    pub role: String,
    /// My mail addresses.
    pub mails: Vec<String>,
}

/// What became of the data folder while it was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Displaced {
    /// The folder, or the store in it, was removed or moved away.
    #[error("the data folder was removed or moved while Sideways had it open")]
    Removed,
    /// Another file is where the store was.
    #[error("the store was replaced by another file while Sideways had it open")]
    Replaced,
    /// It can't be looked at.
    #[error("the data folder can’t be reached any more ({0})")]
    OutOfReach(String),
}

/// Whether edits can be kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Writing {
    /// Every edit is on the disk when it is acknowledged.
    Works,
    /// The disk failed: nothing is written until the program is opened again. Says what happened.
    Stopped(String),
    /// The data folder or its store isn't the one that is open any more.
    Displaced(Displaced),
    /// The disk is full: what was acknowledged is kept, and nothing more is written.
    Full,
    /// It can only be read. Says why.
    ReadOnly(String),
    /// The file doesn't open, like one that was copied while it was written: what could be read of it is shown.
    Torn,
}

/// A colleague in another department.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PeerView {
    /// Names them on this user's devices.
    pub id: PeerId,
    /// Their name.
    pub name: String,
    /// Their department.
    pub department: String,
    /// Their role; may be empty.
    pub role: String,
    /// How to reach them, as URIs like `mailto:` and `tel:`, in the order given.
    pub reach: Vec<String>,
    /// How often we meet.
    pub every: Option<Every>,
    /// Free words.
    pub tags: Vec<String>,
    /// How we met; may be empty.
    pub how_met: String,
    /// Names the address card they came from, so that importing it again makes no copy; may be empty.
    pub card_uid: String,
    /// What they answered to "what's keeping you up at night", newest first.
    pub words: Vec<Arc<TheirWords>>,
    /// My private notes, newest first.
    pub notes: Vec<Arc<Note>>,
    /// Meetings that happened, newest first.
    pub meetings: Vec<Arc<Meeting>>,
    /// Promises both ways: open ones first, by the day they are due.
    pub promises: Vec<Arc<Promise>>,
    /// What they should hear from me, by day.
    pub heads_ups: Vec<Arc<HeadsUp>>,
    /// Planned meetings, also those that were, latest first.
    pub plans: Vec<Arc<Plan>>,
    /// What is prepared, in the order it was written.
    pub points: Vec<Arc<Point>>,
    /// The three tests, newest first.
    pub tests: Vec<Arc<ThreeTests>>,
    /// When they were thanked and closed.
    pub closed: Option<Closed>,
    /// When they were written down.
    pub added: Moment,
    /// "Where might we help each other?"
    pub list: Arc<ListView>,
    /// The standing 1-on-1 as calendars were last told of it.
    pub series: Option<Arc<CalendarSeries>>,
    /// What they changed in it since I last looked, line by line.
    pub since: Arc<[Since]>,
    /// How far it is shared.
    pub sharing: Sharing,
}

/// How often we meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Every {
    /// Once a month.
    Month,
    /// Once a quarter.
    Quarter,
    /// Every so many weeks, 1 to 52.
    Weeks(u8),
}

/// What a peer said, as they'd say it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TheirWords {
    /// Names the entry.
    pub id: EntryId,
    /// The day they said it.
    pub on: Date,
    /// The words.
    pub text: String,
}

/// A private note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// Names the entry.
    pub id: EntryId,
    /// When it was written.
    pub at: Moment,
    /// The text.
    pub text: String,
}

/// A meeting that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Meeting {
    /// Names the entry.
    pub id: EntryId,
    /// The day.
    pub on: Date,
    /// Why we met, when said.
    pub why: Option<Why>,
    /// Their words in it; may be empty.
    pub words: String,
    /// What I said I'm working on; may be empty.
    pub mine: String,
    /// Where we might help each other; may be empty.
    pub help: String,
    /// What I offered.
    pub offered: Vec<String>,
    /// What I asked.
    pub asked: Vec<String>,
    /// What they offered.
    pub they_offered: Vec<String>,
    /// What they asked.
    pub they_asked: Vec<String>,
    /// What else was typed while they spoke, line by line: what isn't in their words.
    #[serde(default)]
    pub also: Vec<String>,
    /// What came of it and is an entry by itself: their words, promises, heads-ups, for whomever those are.
    #[serde(default)]
    pub came: Vec<EntryId>,
}

/// Why we met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Why {
    /// The repeating half hour.
    Standing,
    /// There was a problem.
    Trouble,
    /// For no reason at all.
    JustBecause,
    /// We were in one place.
    InPerson,
}

/// Something that was chosen for this device only. It is sealed like everything else, and neither synced, shared nor
/// exported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Setting {
    /// The calendar that is kept in sight: a file's path, or an address that is a secret by itself.
    Calendar,
    /// The name of the time zone here, where the system doesn't say one.
    Zone,
}

/// A field of the window whose unfinished text is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Field {
    /// The new line of that peer's list.
    NewLine(PeerId),
    /// A rewording of that line.
    Reword(PeerId, LineId),
    /// A new private note.
    NewNote(PeerId),
    /// Their words, being written down.
    NewWords(PeerId),
    /// A half hour under way, as its window keeps it.
    HalfHour(PeerId),
    /// A note on that line.
    Remark(PeerId, LineId),
    /// A promise.
    Promise(PeerId),
    /// Something for the next half hour.
    Point(PeerId),
    /// A heads-up for that peer.
    HeadsUp(PeerId),
    /// What I'm working on, as they will see it.
    WorkingOn(PeerId),
    /// What is written of a half hour that passed.
    Met(PeerId),
    /// The words beside the three tests.
    Tests(PeerId),
    /// How I told them of that heads-up.
    Told(PeerId, EntryId),
    /// A heads-up, for whom isn't said yet.
    Coming,
    /// A project's name.
    Project,
    /// What a project will need.
    ProjectNeeds,
    /// Finished work.
    Finished,
    /// Something that was written down about that peer, said otherwise where it stands.
    Edit(PeerId, Edited),
    /// That peer's details.
    About(PeerId),
    /// A project, said otherwise.
    EditProject(ProjectId),
    /// A finished work, said otherwise.
    EditFinished(FinishedId),
    /// Who I am.
    Me,
}

/// What is said otherwise where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Edited {
    /// A note, their words, a promise, a point, a heads-up, the tests, or the day of a half hour.
    Entry(EntryId),
    /// How they heard of that heads-up.
    Told(EntryId),
    /// A line of that half hour.
    Line(EntryId, Slot),
    /// A line of the list that is still only mine.
    Mine(LineId),
    /// A note of mine on a line.
    Remark(LineId, RemarkId),
}

impl Field {
    /// Whom it is about, if anybody.
    #[must_use]
    pub fn peer(&self) -> Option<PeerId> {
        match *self {
            Self::NewLine(peer)
            | Self::Reword(peer, _)
            | Self::NewNote(peer)
            | Self::NewWords(peer)
            | Self::HalfHour(peer)
            | Self::Remark(peer, _)
            | Self::Promise(peer)
            | Self::Point(peer)
            | Self::HeadsUp(peer)
            | Self::WorkingOn(peer)
            | Self::Met(peer)
            | Self::Tests(peer)
            | Self::Told(peer, _)
            | Self::Edit(peer, _)
            | Self::About(peer) => Some(peer),
            Self::Coming
            | Self::Project
            | Self::ProjectNeeds
            | Self::Finished
            | Self::EditProject(_)
            | Self::EditFinished(_)
            | Self::Me => None,
        }
    }
}
