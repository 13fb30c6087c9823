//! What a screen returns: it draws the view and changes nothing itself.

use crate::{
    desk::Request,
    files::{Look, Person, Work},
};
use eframe::egui::Rect;
use jiff::{civil::DateTime, tz::TimeZone};
use sideways_core::{
    command::{Command, ListCommand},
    id::{EntryId, LineId, PeerId},
    method::half_hour::Slot,
    search::Part,
};
use std::borrow::Cow;

/// Something a person asked for.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    /// To be carried out; a failure is said.
    Do(Request),
    /// Another place in the window.
    Go(Place),
    /// A peer's page, with that form of it open.
    GoTo(PeerId, Opens),
    /// A dialog, or none.
    Open(Option<Dialog>),
    /// Something to do with a file; it may take long.
    Work(Work),
    /// A calendar series to keep, what follows from it, and the files that tell of it once it is kept.
    Tell {
        /// The first keeps it.
        commands: Vec<Command>,
        /// Done when the first was.
        files: Vec<Work>,
    },
    /// People to bring in with one command, and whose cards' notes follow.
    BringIn {
        /// Adds or completes them.
        command: Command,
        /// Whose notes come in once they are here.
        people: Vec<Person>,
    },
    /// Standing 1-on-1s of a calendar to keep.
    KeepFound {
        /// Adds or completes the people.
        command: Command,
        /// What to plan with those who are only being added.
        later: Later,
    },
    /// A sentence at the foot of the window. One of the program's own, or one that holds what only I see.
    Say(Cow<'static, str>),
    /// A picture of that part of the window, as a file.
    Picture(Rect),
    /// Light, dark, or as the desktop says.
    Look(Look),
    /// Whether the desktop says what is due.
    Notices(bool),
    /// Lock after so many minutes without a key or the pointer.
    LockAfter(Option<u32>),
    /// No passphrase is wanted, and nobody is to be reminded of it.
    NoPassphrase,
    /// The calendar that is kept in sight is to be read again.
    LookAgain,
    /// This calendar is to be kept in sight, once it could be read.
    KeepInSight(String),
    /// No calendar is kept in sight any more.
    OutOfSight,
    /// The time zone here, where the system doesn't name it.
    Zone(TimeZone),
    /// Something that can be done from anywhere.
    Does(Does),
    /// To be copied for pasting elsewhere.
    Copy(String),
    /// Another place, with that thing in sight and marked.
    Show(Place, Mark),
    /// A line was taken off, which can be undone.
    Removed(PeerId, LineId),
    /// A line of a half hour that was is taken away, which can be undone.
    TookLine {
        /// With whom it was.
        peer: PeerId,
        /// Which half hour.
        meeting: EntryId,
        /// Where the line was.
        slot: Slot,
        /// Its words.
        text: String,
    },
    /// The half hour with a peer begins, or goes on.
    Begin(PeerId),
    /// Nothing of the half hour with a peer is to be kept; it can be taken back for a moment.
    Forget(PeerId),
}

/// A thing that was searched for: of what kind, and its id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub(super) part: Part,
    pub(super) id: [u8; 16],
}

/// A form of a peer's page that something elsewhere leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opens {
    /// The points for the next half hour.
    Prepare,
    /// Its day and time.
    Plan,
}

/// Half hours to plan with peers who are only being added: at which place of the commands, and when.
pub(super) type Later = Vec<(usize, Option<(DateTime, String, u16)>)>;

/// Declares an enum and the list of all there are, so that whoever walks through them misses none.
macro_rules! every {
    ($(#[$of:meta])* enum $name:ident { $($(#[$doc:meta])* $one:ident $(($peer:ident))?,)* }) => {
        $(#[$of])*
        pub(super) enum $name {
            $($(#[$doc])* $one $(($peer))?,)*
        }

        impl $name {
            /// All there are; those about a peer with that one.
            pub(super) fn every(peer: PeerId) -> Vec<Self> {
                let with = |id: PeerId| id;
                vec![$(Self::$one $(({ let id: $peer = with(peer); id }))?,)*]
            }
        }
    };
}

every! {
    /// A place in the window.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
    enum Place {
        Today,
        Peers,
        Peer(PeerId),
        Projects,
        Review,
        Settings,
        /// The half hour with that peer; it takes the window.
        HalfHour(PeerId),
    }
}

every! {
    /// A dialog over the window.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Dialog {
        /// Sharing one list with that peer: what they will see, and the invitation.
        Share(PeerId),
        /// The four words.
        Words(PeerId),
        /// Joining with an invitation.
        Join,
        /// Finding anything.
        Find,
        /// Which keys there are.
        Keys,
        /// Opening a file.
        OpenFile,
        /// What came out of a file.
        Sheet,
        /// What came with a sealed file.
        Came,
        /// A sealed file for that peer: what goes with it.
        SendFile(PeerId),
        /// The recovery sheet.
        Recovery,
        /// Where else backups lie.
        BackupPlace,
        /// Coming back with a backup.
        HaveBackup,
        /// One more computer of mine.
        AddComputer,
        /// Becoming another computer of mine.
        HaveComputer,
        /// Whether the data folder was moved or copied.
        Folder,
        /// A passphrase for a notebook that has none.
        SetPassphrase,
        /// Another one.
        ChangePassphrase,
        /// None any more.
        RemovePassphrase,
        /// What to do instead of the planned half hour.
        Instead(PeerId),
        /// Their details.
        Edit(PeerId),
        /// Thank and close, added twice, erase.
        Part(PeerId),
        /// The three tests.
        Tests(PeerId),
        /// The standing half hour, for calendars.
        Calendar(PeerId),
        /// What was changed about them.
        History(PeerId),
        /// Stopping, said before it is done.
        Stop(PeerId),
        /// Where their computer is, and where mine is for them.
        Reach(PeerId),
    }
}

impl Place {
    /// Whether all of it is what only I see. What stands on the others is drawn from a view without it.
    pub(super) fn is_private(self) -> bool {
        match self {
            Self::Today | Self::Projects | Self::Review | Self::HalfHour(_) => true,
            Self::Peers | Self::Peer(_) | Self::Settings => false,
        }
    }
}

impl Dialog {
    /// Whether it shows what only I see.
    pub(super) fn is_private(self) -> bool {
        match self {
            Self::Share(_)
            | Self::Join
            | Self::Find
            | Self::OpenFile
            | Self::Sheet
            | Self::Recovery
            | Self::BackupPlace
            | Self::HaveBackup
            | Self::AddComputer
            | Self::HaveComputer
            | Self::Edit(_)
            | Self::Part(_)
            | Self::Tests(_)
            | Self::Calendar(_)
            | Self::History(_)
            | Self::Reach(_)
            | Self::Instead(_) => true,
            Self::Words(_)
            | Self::Came
            | Self::SendFile(_)
            | Self::Keys
            | Self::Folder
            | Self::Stop(_)
            | Self::SetPassphrase
            | Self::ChangePassphrase
            | Self::RemovePassphrase => false,
        }
    }

    /// Whom it is about.
    pub(super) fn peer(self) -> Option<PeerId> {
        match self {
            Self::Share(peer)
            | Self::SendFile(peer)
            | Self::Words(peer)
            | Self::Stop(peer)
            | Self::Reach(peer)
            | Self::Instead(peer)
            | Self::Edit(peer)
            | Self::Part(peer)
            | Self::Tests(peer)
            | Self::Calendar(peer)
            | Self::History(peer) => Some(peer),
            Self::Join
            | Self::Came
            | Self::Keys
            | Self::Find
            | Self::OpenFile
            | Self::Sheet
            | Self::Recovery
            | Self::BackupPlace
            | Self::HaveBackup
            | Self::AddComputer
            | Self::HaveComputer
            | Self::Folder
            | Self::SetPassphrase
            | Self::ChangePassphrase
            | Self::RemovePassphrase => None,
        }
    }
}

/// A command as something asked for.
pub(super) fn run(command: Command) -> Ask {
    Ask::Do(Request::Run(command))
}

/// A command about a peer's list.
pub(super) fn list(peer: PeerId, command: ListCommand) -> Ask {
    run(Command::List(peer, command))
}

/// What an action does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Does {
    Go(Place),
    Find,
    Keys,
    Join,
    OpenFile,
    Undo,
    Redo,
    Hide,
    /// Close everything behind the passphrase.
    Lock,
    /// A new line for whoever is on screen.
    NewLine,
    /// The half hour with whoever is on screen.
    Begin,
}
