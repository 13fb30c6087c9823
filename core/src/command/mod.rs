//! The whole write API: window, command line and tests change the workspace with these and nothing else.

mod entry;
mod method;
mod typed;

pub use entry::{EntryEdit, MeetingDetails};
pub use method::{MethodCommand, ProjectDetails, TestsDetails};

use crate::{
    export::Export,
    id::{DeviceId, EntryId, FinishedId, Hash, LineId, PeerId, ProjectId, RemarkId, WordingId},
    snapshot::{Closed, Every, Field, Kind, Me, Moment, NetworkSetting, PeerView, Relay, Setting, State},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something to change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Says who I am.
    SetMe(Me),
    /// Adds a peer. Gives [`Outcome::Peer`].
    AddPeer(PeerDetails),
    /// Replaces a peer's details.
    EditPeer(PeerId, PeerDetails),
    /// Writes down what they said. Gives [`Outcome::Entry`].
    AddWords {
        /// Whose words.
        peer: PeerId,
        /// As they'd say it.
        text: String,
        /// The day.
        on: Date,
    },
    /// Adds a private note. Gives [`Outcome::Entry`].
    AddNote {
        /// About whom.
        peer: PeerId,
        /// The text.
        text: String,
    },
    /// Keeps a meeting that happened. Gives [`Outcome::Entry`].
    LogMeeting {
        /// With whom.
        peer: PeerId,
        /// What happened.
        meeting: MeetingDetails,
    },
    /// Something of the method: promises, heads-ups, plans, projects.
    Method(MethodCommand),
    /// Rewords a private note.
    RewordNote {
        /// About whom.
        peer: PeerId,
        /// Which note.
        note: EntryId,
        /// The text as it should be.
        text: String,
    },
    /// Says otherwise what was written down about a peer: all of it as it should be, whatever it is.
    EditEntry(PeerId, EntryId, EntryEdit),
    /// Takes back anything that was written down about a peer. Their words in a half hour go with it, and the other
    /// way round.
    RemoveEntry(PeerId, EntryId),
    /// Brings back what was taken back, with what went with it.
    RestoreEntry(PeerId, EntryId),
    /// Thanks and closes a peer, or opens them again.
    Close(PeerId, Option<Closed>),
    /// Says that two peers are the same colleague: the first is shown as the second.
    Merge {
        /// The one that was added twice.
        peer: PeerId,
        /// The one to keep.
        into: PeerId,
    },
    /// Erases a peer for good: card and journals leave every device of mine. There is no undo.
    Erase(PeerId, ErasedList),
    /// Brings in what an export holds; what is here already stays.
    Import(Box<Export>),
    /// Several at once: all or none, and one undo. None may need what another of them makes.
    Together(Vec<Command>),
    /// Takes the last command back, where its values still stand. Gives [`Outcome::TakenBack`].
    Undo,
    /// Brings back what undo took. Gives [`Outcome::TakenBack`].
    Redo,
    /// Makes a list show what it showed at a moment. Its history stays.
    GoBack(PeerId, Moment),
    /// Remembers how the list with a peer looks now, for "since you last looked". Belongs to this device.
    Looked(PeerId),
    /// Something about a peer's list.
    List(PeerId, ListCommand),
    /// Keeps what is being typed, so that a crash doesn't lose it. Empty text forgets it.
    KeepDraft(Field, String),
    /// Says where this computer may be found.
    SetNetwork(NetworkSetting),
    /// Names a relay to use instead of the public ones, or none. It belongs to this device.
    SetRelay(Option<Relay>),
    /// Something about sharing with a peer.
    Share(PeerId, ShareCommand),
    /// Chooses something for this device only. Empty text forgets it, so there is nothing to bring back.
    Choose(Setting, String),
    /// Says what I call a computer of mine.
    RenameDevice(DeviceId, String),
}

/// Something to change in the list with a peer. All but the first need a line that is in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListCommand {
    /// Adds a line at the end, and clears the draft of the new line. Gives [`Outcome::Line`].
    Add {
        /// The words.
        text: String,
        /// Offer, ask or idea.
        kind: Kind,
    },
    /// Rewords a line; replaces the versions its writer saw. Clears its draft. Gives [`Outcome::Wording`].
    Reword {
        /// Which line.
        line: LineId,
        /// The new words.
        text: String,
        /// The versions that were on the screen when the writer began.
        seen: Vec<WordingId>,
    },
    /// Of two wordings, keeps this one. Gives [`Outcome::Wording`].
    Choose(LineId, WordingId),
    /// Of two wordings, keeps both, as two lines. Gives [`Outcome::Line`], the new one.
    KeepBoth(LineId),
    /// Says how far it is.
    SetState(LineId, State),
    /// Says what it is.
    SetKind(LineId, Kind),
    /// "I could help with this", or no longer.
    Help(LineId, Choice),
    /// Adds to the short thread. Gives [`Outcome::Remark`].
    Remark(LineId, String),
    /// Moves a line.
    Move(LineId, Place),
    /// Takes a line off the list. Its words stay in the history.
    Remove(LineId),
    /// Brings a removed line back.
    Restore(LineId),
    /// Writes on the pad.
    Pad {
        /// The heads that the positions are counted against, as [`crate::snapshot::ListView::pad_as_of`] says.
        as_of: Vec<Hash>,
        /// The edits, one after the other.
        splices: Vec<Splice>,
    },
    /// Takes a note of a line's thread off, or brings it back.
    RemoveRemark(LineId, RemarkId),
    /// Says that I heard a heads-up of theirs.
    Heard(EntryId),
    /// Puts the next half hour into the list, for both to see; empty takes it out.
    Next(String),
    /// Publishes what I'm working on, for this peer.
    WorkingOn(String),
    /// Puts a line that is only mine into the shared list, with exactly its shown words.
    Offer(LineId),
    /// Continues in a fresh list, seeded with the visible lines; the old one stays readable.
    Fresh,
    /// Goes along into the fresh list that they went on in, though it lacks lines of mine: those stay only with me.
    GoAlong,
}

/// Yes or no, where a word reads better than `true`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A place in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Place {
    /// Before that line.
    Before(LineId),
    /// At the end.
    Last,
}

/// One edit of a text: at a position, so many characters go and these come. Counted in Unicode scalars.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Splice {
    /// Where.
    pub at: usize,
    /// How many go.
    pub delete: usize,
    /// What comes.
    pub insert: String,
}

impl Splice {
    /// The one that makes a text into another: what both begin and end with stays. Of equal texts it does nothing.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
        let same = |(a, b): &(&char, &char)| a == b;
        let at = before.iter().zip(&after).take_while(same).count();
        let room = before.len().min(after.len()) - at;
        let end = before.iter().rev().zip(after.iter().rev()).take(room).take_while(same).count();
        let insert = after.iter().skip(at).take(after.len() - at - end).collect();
        Self { at, delete: before.len() - at - end, insert }
    }
}

/// Something about sharing. Pairing itself goes through the network: see the sessions of `sideways-sync`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ShareCommand {
    /// Copies the visible lines into a new document and makes an invitation. Gives [`Outcome::Invitation`].
    Invite {
        /// When it stops working, by this computer's clock.
        until: Moment,
    },
    /// Takes the open invitation back.
    Withdraw,
    /// The four words match.
    Confirm,
    /// No new changes go to them or come from them.
    Stop,
    /// Goes on after a stop.
    Resume,
    /// Undoes a wrong pairing: their devices are forgotten, and the list is only mine again.
    Unlink,
}

/// A peer's details, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PeerDetails {
    /// Their name; not empty.
    pub name: String,
    /// Their department; not empty.
    pub department: String,
    /// Their role.
    pub role: String,
    /// How to reach them, as URIs.
    pub reach: Vec<String>,
    /// How often we meet.
    pub every: Option<Every>,
    /// Free words.
    pub tags: Vec<String>,
    /// How we met.
    pub how_met: String,
    /// Names the address card they came from, so that importing it again makes no copy; may be empty.
    pub card_uid: String,
}

impl PeerDetails {
    /// A peer's details as they stand, to be changed.
    #[must_use]
    pub fn of(peer: &PeerView) -> Self {
        Self {
            name: peer.name.clone(),
            department: peer.department.clone(),
            role: peer.role.clone(),
            reach: peer.reach.clone(),
            every: peer.every,
            tags: peer.tags.clone(),
            how_met: peer.how_met.clone(),
            card_uid: peer.card_uid.clone(),
        }
    }
}

/// What a command gave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// It is done, and on the disk.
    Done,
    /// The peer that was added.
    Peer(PeerId),
    /// The entry that was added.
    Entry(EntryId),
    /// The line that was added.
    Line(LineId),
    /// The wording that was added.
    Wording(WordingId),
    /// The remark that was added.
    Remark(RemarkId),
    /// The project that was added.
    Project(ProjectId),
    /// The finished work that was added.
    Finished(FinishedId),
    /// What came of each command, in their order.
    Several(Vec<Outcome>),
    /// What undo or redo did.
    TakenBack {
        /// What it was about, in a few words.
        what: String,
        /// How much of it could be done.
        extent: Extent,
    },
    /// How many peers and entries came in, and how many were here already.
    Imported {
        /// New here.
        new: usize,
        /// Here already, and left as they are.
        known: usize,
    },
    /// The secret of the invitation that was made; the network adds how to reach this device.
    Invitation(InvitationSecret),
}

/// How much of a command undo or redo could do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Extent {
    /// All of it.
    All,
    /// A part: the rest was changed since, and stays.
    Part,
    /// Nothing: it was changed since, and stays.
    Nothing,
}

/// What becomes of the list with a peer who is erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ErasedList {
    /// It goes too.
    Drop,
    /// It is kept as it stands, readable, and no longer shared.
    Keep,
}

/// The secret of an invitation: whoever has it may join once. Shown to the user only, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSecret(pub [u8; 16]);

impl std::fmt::Debug for InvitationSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvitationSecret(…)")
    }
}
