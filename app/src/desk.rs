//! The one door to a workspace, for window and command line alike: it is open in this process, or in the
//! one that came first and now carries out what this one asks.

use serde::{Deserialize, Serialize};
use sideways_core::{
    command::{Command, Outcome},
    id::PeerId,
    snapshot::Snapshot,
};
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

/// The door.
pub struct Desk {}

/// What there is to see: the workspace at one commit, and who is connected just now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct View {
    /// The workspace.
    pub snapshot: Arc<Snapshot>,
    /// How each shared peer's computer stands; absent means it wasn't tried.
    pub links: BTreeMap<PeerId, Link>,
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

impl Desk {
    /// Opens the data directory, or finds the process that has it open. `wake` is called after every change
    /// of the view, from another thread.
    pub fn open(_directory: &Path, _wake: impl Fn() + Send + Sync + 'static) -> Result<Self, Failure> {
        Err(Failure { error: "not built yet".into(), hint: None })
    }

    /// What there is to see now. Never waits for disk or network when the workspace is open in this process.
    pub fn view(&self) -> Result<View, Failure> {
        Err(Failure { error: "not built yet".into(), hint: None })
    }

    /// Asks and waits for the answer. For the command line and tests.
    pub fn ask(&self, _request: Request) -> Result<Answer, Failure> {
        Err(Failure { error: "not built yet".into(), hint: None })
    }

    /// Asks without waiting; `then` gets the answer on another thread. For the window.
    pub fn submit(&self, _request: Request, _then: impl FnOnce(Result<Answer, Failure>) + Send + 'static) {}

    /// Waits until the view changed since the last call, or the time is over; whether it changed.
    pub fn wait(&self, _at_most: Duration) -> bool {
        false
    }
}
