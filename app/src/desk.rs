//! The one door to a workspace, for window and command line alike: it is open in this process, or in the
//! one that came first and now carries out what this one asks.

mod failure;
mod here;
#[cfg(unix)]
mod serve;
mod socket;
#[cfg(unix)]
mod there;
mod wire;

use here::Here;
use serde::{Deserialize, Serialize};
use sideways_core::{
    Verified,
    command::{Command, Outcome},
    error::OpenError,
    id::PeerId,
    search::Found,
    snapshot::{HistoryItem, Snapshot},
};
pub use sideways_sync::Caret;
use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

/// How long a process that has the data folder open may take to answer, or to end.
const HOLDER: Duration = Duration::from_secs(3);

/// The door. Dropping it ends what was asked and not yet answered; when the workspace is open in this process,
/// also its connections and the workspace, within about a second.
pub struct Desk {
    side: Side,
    /// The last revision that [`Desk::wait`] told of.
    seen: Mutex<u64>,
}

/// Where the workspace is open.
enum Side {
    /// In this process.
    Here(Here),
    /// In the one that came first.
    #[cfg(unix)]
    There(there::There),
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
    /// Whether the network runs.
    pub online: Online,
}

/// How a peer's computer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Link {
    /// A connection is open. `equal` says that it has confirmed everything that is here.
    Connected {
        /// Both have committed the same.
        equal: bool,
    },
    /// Being looked for.
    Looking,
    /// Not reached lately.
    Away,
}

/// Whether the network runs in the process that has the workspace open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Online {
    /// Set to off, or nobody asked for it.
    No,
    /// Reachable at these addresses.
    Yes(Vec<String>),
    /// It could not start; says why.
    Failed(String),
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
    /// What was changed about a peer. Gives [`Answer::History`].
    History(PeerId),
    /// Looks for words in everything. Gives [`Answer::Found`].
    Search(String),
    /// Reads everything and compares it with itself. Gives [`Answer::Verified`].
    Verify,
    /// Tells a colleague who is connected where I write, or that I don't any more. Nothing of it is kept.
    Caret(PeerId, Option<Caret>),
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
    /// What was found, best first.
    Found(Vec<Found>),
    /// Everything fits together.
    Verified(Verified),
    /// The invitation's text.
    Invitation(String),
    /// Joined; the four words are in the peer's sharing.
    Joined(PeerId),
    /// Who confirmed equal heads, and who was not reached.
    Synced {
        /// Confirmed.
        reached: Vec<PeerId>,
        /// Not.
        missed: Vec<PeerId>,
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

/// What became of an attempt to open.
enum Attempt {
    Open(Side),
    /// The process that has it open ends just now, or hasn't begun to answer.
    Again,
}

impl Desk {
    /// Opens the data directory, or finds the process that has it open. `wake` is called after every change
    /// of the view, from another thread; it must not wait.
    ///
    /// `SIDEWAYS_BIND` names the only address to be reached at, like 127.0.0.1 for a demo on one computer.
    pub fn open(directory: &Path, wake: impl Fn() + Send + Sync + 'static) -> Result<Self, Failure> {
        let bind = std::env::var("SIDEWAYS_BIND").ok().and_then(|address| address.parse().ok());
        Self::open_bound(directory, bind, wake)
    }

    /// The same, reachable only at this address.
    pub fn open_bound(
        directory: &Path,
        bind: Option<IpAddr>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        let until = Instant::now() + HOLDER;
        loop {
            if let Attempt::Open(side) = attempt(directory, bind, &wake)? {
                return Ok(Self { side, seen: Mutex::new(0) });
            }
            if Instant::now() >= until {
                return Err(Failure {
                    error: "another Sideways has this data folder open and doesn't answer".into(),
                    hint: Some("close its window, or wait until its command has ended, and try again".into()),
                });
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What there is to see now. Never waits for disk or network when the workspace is open in this process.
    pub fn view(&self) -> Result<View, Failure> {
        match &self.side {
            Side::Here(here) => Ok(here.view()),
            #[cfg(unix)]
            Side::There(there) => there.view(),
        }
    }

    /// Asks and waits for the answer. For the command line and tests.
    pub fn ask(&self, request: Request) -> Result<Answer, Failure> {
        let (sender, answer) = mpsc::sync_channel(1);
        self.submit(request, move |answer| drop(sender.try_send(answer)));
        answer.recv().unwrap_or_else(|_| Err(Failure::ended()))
    }

    /// Asks without waiting; `then` gets the answer on another thread. For the window. `then` must hand the
    /// answer on and not wait, because nothing else happens in the meantime.
    pub fn submit(&self, request: Request, then: impl FnOnce(Result<Answer, Failure>) + Send + 'static) {
        match &self.side {
            Side::Here(here) => here.submit(request, then),
            #[cfg(unix)]
            Side::There(there) => there.submit(request, Box::new(then)),
        }
    }

    /// Waits until the view changed since the last call, or the time is over; whether it changed.
    pub fn wait(&self, at_most: Duration) -> bool {
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = match &self.side {
            Side::Here(here) => here.wait(seen, at_most),
            #[cfg(unix)]
            Side::There(there) => there.wait(seen, at_most),
        };
        if let Some(now) = now {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
        now.is_some()
    }

    /// Whether the workspace is open in this process. A second window closes itself when it isn't.
    #[must_use]
    pub fn is_here(&self) -> bool {
        matches!(self.side, Side::Here(_))
    }
}

fn attempt(directory: &Path, bind: Option<IpAddr>, wake: &Arc<dyn Fn() + Send + Sync>) -> Result<Attempt, Failure> {
    match here::open(directory) {
        Ok(ws) => {
            let wake = wake.clone();
            Ok(Attempt::Open(Side::Here(Here::start(ws, directory, bind, move || wake())?)))
        }
        Err(OpenError::InUse) => elsewhere(directory, wake),
        Err(error) => Err(Failure::from(&error)),
    }
}

#[cfg(unix)]
fn elsewhere(directory: &Path, wake: &Arc<dyn Fn() + Send + Sync>) -> Result<Attempt, Failure> {
    let there = there::There::connect(directory, wake.clone())?;
    Ok(there.map_or(Attempt::Again, |there| Attempt::Open(Side::There(there))))
}

#[cfg(not(unix))]
fn elsewhere(_directory: &Path, _wake: &Arc<dyn Fn() + Send + Sync>) -> Result<Attempt, Failure> {
    let mut failure = Failure::from(&OpenError::InUse);
    failure.hint = Some("close its window first".into());
    Err(failure)
}
