//! The one door to a workspace, for window and command line alike: it is open in this process, or in the
//! one that came first and now carries out what this one asks.

mod cause;
mod devices;
mod failure;
mod folder;
mod here;
mod link;
mod lock;
mod patience;
mod safety;
mod sealed;
mod serve;
mod side;
mod terms;
mod there;
mod wire;

pub use cause::Cause;
pub use devices::{DevicePairing, DeviceRequest, OwnView};
pub(crate) use failure::{ASIDE, store_hint, writing_hint};
pub use folder::{FolderRequest, FolderView, PartedFrom};
pub(crate) use here::{device_name, rescue};
pub use link::{Link, Online};
pub use lock::{Lock, PassphraseRequest};
pub use safety::{Backed, Elsewhere, Last, Older, OtherPlace, Safety, SafetyAnswer, SafetyRequest, Secret, TestedFile};
pub use sealed::{Came, SealedFile, SealedRequest};
use serde::{Deserialize, Serialize};
use side::{Side, Way, open_side, running};
use sideways_core::{
    Verified,
    command::{Command, Outcome},
    id::{DeviceId, PeerId},
    passphrase::Passphrase,
    search::Found,
    snapshot::{GoingBack, HistoryItem, Moment, Snapshot},
};
pub use sideways_sync::{Caret, net::RelayState};
use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
pub use terms::{Asked, Asks, AtLock};
use terms::{Begin, Wake, request_id};
pub(crate) use terms::{RequestId, Trouble};

/// How often one request is taken to the next process, when the one that had it ended before it answered.
const TRIES: usize = 32;

/// The door. Dropping it ends what was asked and not yet answered; when the workspace is open in this process,
/// also its connections and the workspace, within about a second.
///
/// When the process that has the workspace open ends, what is asked next goes to whoever opens it then: this process,
/// or another one that was faster.
pub struct Desk {
    side: Mutex<Arc<Side>>,
    directory: PathBuf,
    bind: Option<IpAddr>,
    wake: Wake,
    /// What [`Desk::wait`] told of last: whose revision, and which.
    seen: Mutex<(Arc<Side>, u64)>,
    /// Whether something that was asked here keeps the network up.
    online: AtomicBool,
    is_new: bool,
    at_lock: AtLock,
}

/// What there is to see: the workspace at one commit, and who is connected just now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct View {
    /// The workspace.
    pub snapshot: Arc<Snapshot>,
    /// How each shared peer's computer stands; absent means it wasn't tried.
    pub links: BTreeMap<PeerId, Link>,
    /// Where colleagues who are connected write just now.
    pub carets: BTreeMap<PeerId, Caret>,
    /// An invitation that was opened from outside, to be put before whoever sits at the window; the number tells one
    /// from the next.
    pub offered: Option<(u64, Arc<str>)>,
    /// What came with the sealed file that was read last; the number tells one from the next.
    pub came: Option<(u64, Arc<Came>)>,
    /// Whether the network runs.
    pub online: Online,
    /// How the relay stands.
    pub relay: RelayState,
    /// Why peers aren’t reached, the likeliest cause first, once ten seconds were in vain.
    pub causes: BTreeMap<PeerId, Vec<Cause>>,
    /// The same of the computer that an invitation comes from, while somebody joins.
    pub joining: Vec<Cause>,
    /// How backups stand.
    pub safety: Arc<Safety>,
    /// Whether a passphrase stands before it. Locked, there is nothing else to see.
    pub lock: Lock,
    /// How my other computers stand.
    pub own: OwnView,
    /// Whether the data folder may be a copy.
    pub folder: FolderView,
}

/// Something to be done by whoever has the workspace open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Changes the workspace.
    Run(Command),
    /// Makes an invitation for a peer and goes online to serve it. Gives [`Answer::Invitation`].
    Invite(PeerId),
    /// Joins with an invitation's text, as a known peer or as a new one. Gives [`Answer::Joined`].
    Join {
        /// The text, as received.
        text: String,
        /// Which of my peers the inviter is; absent: by the name in the invitation.
        as_peer: Option<PeerId>,
    },
    /// Where this computer is, for a peer; theirs is taken in first. Gives [`Answer::Whereabouts`].
    Reach {
        /// Who.
        peer: PeerId,
        /// Where theirs is, as they sent it.
        text: Option<String>,
    },
    /// What was changed about a peer. Gives [`Answer::History`].
    History(PeerId),
    /// What would change if the list with a peer were made to show what it showed at a moment. Gives
    /// [`Answer::GoingBack`].
    GoingBack(PeerId, Moment),
    /// Looks for words in everything. Gives [`Answer::Found`].
    Search(String),
    /// Reads everything and compares it with itself. Gives [`Answer::Verified`].
    Verify,
    /// Looks whether the folder is still the one that is open, and what was left undone. Gives [`Answer::Health`].
    Health,
    /// Tells a colleague who is connected where I write, or that I don't any more. Nothing of it is kept.
    Caret(PeerId, Option<Caret>),
    /// Something about backups or the recovery key. Gives [`Answer::Safety`].
    Safety(SafetyRequest),
    /// Something about a sealed file.
    Sealed(SealedRequest),
    /// Something about my computers.
    Device(DeviceRequest),
    /// Whether the data folder was moved or copied.
    Folder(FolderRequest),
    /// Something about the passphrase.
    Passphrase(PassphraseRequest),
    /// Closes everything behind the passphrase, in the process that has it open, and for all who ask there.
    Lock,
    /// Opens it again, for all of them.
    Unlock(Passphrase),
    /// A window is open on this desk from now on.
    Window,
    /// Puts an invitation before whoever sits at the window. A failure where there is none.
    Offer(String),
    /// Goes online and stays so while this process lives.
    GoOnline,
    /// Dials and accepts all known devices until each confirmed equal heads or `wait_seconds` are over.
    /// Gives [`Answer::Synced`].
    SyncOnce {
        /// How long to wait at most.
        wait_seconds: u32,
    },
}

/// What a request gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// What the command gave.
    Did(Outcome),
    /// What was changed, newest first.
    History(Vec<HistoryItem>),
    /// What would change.
    GoingBack(GoingBack),
    /// What was found, best first.
    Found(Vec<Found>),
    /// Everything fits together.
    Verified(Verified),
    /// How the store is kept.
    Health {
        /// Why erased words may still lie in its file.
        unfinished_erase: Option<String>,
    },
    /// What was asked of backups or the recovery key.
    Safety(SafetyAnswer),
    /// The invitation's text.
    Invitation(String),
    /// A sealed file, to be written wherever whoever asked wants it.
    Sealed(SealedFile),
    /// What came with a sealed file.
    Came(Box<Came>),
    /// Where this computer is, as a line to be sent.
    Whereabouts(String),
    /// Joined; the four words are in the peer's sharing.
    Joined(PeerId),
    /// Who confirmed equal heads, and who was not reached.
    Synced {
        /// Confirmed.
        reached: Vec<PeerId>,
        /// Not.
        missed: Vec<PeerId>,
        /// Computers of mine that confirmed.
        devices: Vec<DeviceId>,
        /// Those that didn't.
        devices_missed: Vec<DeviceId>,
        /// Why not, the likeliest cause first.
        causes: BTreeMap<PeerId, Vec<Cause>>,
    },
    /// Done, nothing to say.
    Done,
}

/// Why a request was not carried out, for a person: one sentence, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What is wrong, in one sentence without a full stop at the end.
    pub error: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Desk {
    /// Opens the data directory, or finds the process that has it open; makes a notebook where there is none. `wake`
    /// is called after every change of the view, from another thread; it must not wait.
    ///
    /// `SIDEWAYS_BIND` names the only address to be reached at, like 127.0.0.1 for a demo on one computer.
    pub fn open(directory: &Path, wake: impl Fn() + Send + Sync + 'static) -> Result<Self, Failure> {
        Self::open_how(directory, bind_of_environment(), Arc::new(wake), Begin::IfNone, AtLock::refuse())
    }

    /// The same; where the notebook opens with its passphrase only, that is done.
    pub fn open_at_lock(
        directory: &Path,
        at_lock: AtLock,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        Self::open_how(directory, bind_of_environment(), Arc::new(wake), Begin::IfNone, at_lock)
    }

    /// The same where a notebook is there already; makes nothing.
    pub fn open_existing(
        directory: &Path,
        at_lock: AtLock,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        Self::open_how(directory, bind_of_environment(), Arc::new(wake), Begin::Never, at_lock)
    }

    /// The process that has the notebook open, whether it is locked or not; nothing where there is none.
    pub fn running(directory: &Path) -> Result<Option<Self>, Failure> {
        let wake: Wake = Arc::new(|| {});
        let side = running(directory, &wake)?;
        Ok(side.map(|side| Self::at(side, directory, None, wake, AtLock::Wait)))
    }

    /// The same as [`Desk::open`], reachable only at this address.
    pub fn open_bound(
        directory: &Path,
        bind: Option<IpAddr>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        Self::open_how(directory, bind, Arc::new(wake), Begin::IfNone, AtLock::Wait)
    }

    fn open_how(
        directory: &Path,
        bind: Option<IpAddr>,
        wake: Wake,
        begin: Begin,
        at_lock: AtLock,
    ) -> Result<Self, Failure> {
        let (side, is_new) = open_side(&Way { directory, bind, wake: &wake, begin, at_lock: &at_lock })?;
        Ok(Self { is_new, ..Self::at(side, directory, bind, wake, at_lock) })
    }

    fn at(side: Side, directory: &Path, bind: Option<IpAddr>, wake: Wake, at_lock: AtLock) -> Self {
        let side = Arc::new(side);
        Self {
            seen: Mutex::new((side.clone(), 0)),
            side: Mutex::new(side),
            directory: directory.to_owned(),
            bind,
            wake,
            online: AtomicBool::new(false),
            is_new: false,
            at_lock,
        }
    }

    /// Whether opening it made the notebook.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// What there is to see now. Never waits for disk or network when the workspace is open in this process. Whoever
    /// doesn't wait at a lock is told of one, and never that there is nothing.
    pub fn view(&self) -> Result<View, Failure> {
        for _ in 0..TRIES {
            let side = self.side();
            match side.view() {
                Ok(View { lock: Lock::Locked, .. }) if matches!(self.at_lock, AtLock::Ask(_)) => {
                    return Err(Failure::locked());
                }
                Ok(view) => return Ok(view),
                Err(Trouble::Failed(failure)) => return Err(failure),
                Err(Trouble::Ended) => self.follow(&side)?,
            }
        }
        Err(Failure::ended())
    }

    /// Asks and waits for the answer. For the command line and tests.
    pub fn ask(&self, request: Request) -> Result<Answer, Failure> {
        let id = request_id()?;
        self.remember(&request);
        for _ in 0..TRIES {
            let side = self.side();
            match side.ask(id, request.clone()) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Failed(failure)) => return Err(failure),
                Err(Trouble::Ended) => self.follow(&side)?,
            }
        }
        Err(Failure::ended())
    }

    /// Asks without waiting; `then` gets the answer on another thread. For the window. `then` must hand the
    /// answer on and not wait, because nothing else happens in the meantime.
    pub fn submit(&self, request: Request, then: impl FnOnce(Result<Answer, Failure>) + Send + 'static) {
        self.remember(&request);
        let then = |told: Result<Answer, Trouble>| {
            then(told.map_err(|trouble| match trouble {
                Trouble::Ended => Failure::ended(),
                Trouble::Failed(failure) => failure,
            }));
        };
        match (&*self.side(), request_id()) {
            (_, Err(failure)) => then(Err(Trouble::Failed(failure))),
            (Side::Here(here), Ok(_)) => here.submit(None, request, then),
            (Side::There(there), Ok(id)) => there.submit(id, request, Box::new(then)),
        }
    }

    /// Waits until the view changed since the last call, or the time is over; whether it changed.
    pub fn wait(&self, at_most: Duration) -> bool {
        let side = self.side();
        let (of, revision) = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Another process shows another view, whatever its revision.
        let now = if Arc::ptr_eq(&of, &side) { side.wait(revision, at_most) } else { Some(0) };
        if let Some(now) = now {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = (side, now);
        }
        now.is_some()
    }

    /// Whether the workspace is open in this process. A second window closes itself when it isn't.
    #[must_use]
    pub fn is_here(&self) -> bool {
        matches!(&*self.side(), Side::Here(_))
    }

    fn side(&self) -> Arc<Side> {
        self.side.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, request: &Request) {
        let online =
            matches!(request, Request::GoOnline | Request::Invite(_) | Request::Join { .. } | Request::Reach { .. });
        self.online.fetch_or(online, Ordering::SeqCst);
    }

    /// Goes to whoever has the workspace open now, after the process behind `ended` ended.
    fn follow(&self, ended: &Arc<Side>) -> Result<(), Failure> {
        let mut side = self.side.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&side, ended) {
            return Ok(());
        }
        // A notebook was there a moment ago: where there is none now, none is begun.
        let Self { directory, bind, wake, at_lock, .. } = self;
        let way = Way { directory, bind: *bind, wake, begin: Begin::Never, at_lock };
        let (next, _) = open_side(&way)?;
        if self.online.load(Ordering::SeqCst) {
            next.keep_online();
        }
        *side = Arc::new(next);
        Ok(())
    }
}

fn bind_of_environment() -> Option<IpAddr> {
    std::env::var("SIDEWAYS_BIND").ok().and_then(|address| address.parse().ok())
}
