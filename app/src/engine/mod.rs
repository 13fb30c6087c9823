//! The one loop that owns the workspace and every connection: events in; views, answers and frames out.
//!
//! It runs on its own thread and waits for nothing but its next event: not for a remote to read, not for the
//! network to start. When nothing is due it has no timer. What arrives while a commit runs is taken together:
//! all of it is carried out, then frames go out, then the view changes once, then the answers are given.

mod answer;
mod backups;
mod board;
mod causes;
mod clock;
mod connections;
mod crossing;
mod devices;
mod dialer;
mod folder;
mod join;
mod links;
mod lock;
mod locked;
mod names;
mod network;
mod once;
mod opened;
mod reach;
mod requests;
mod sealed;
mod tries;
mod turn;
mod why;

pub(crate) use answer::Reply;
pub(crate) use board::Board;
pub(crate) use clock::{entropy, now};

use crate::desk::{Answer, Failure, Request, RequestId};
use backups::{Backups, Came};
use connections::Live;
use dialer::Dialer;
use join::Join;
use locked::Locked;
use network::{AwaitsUp, Network};
use once::Once;
use sideways_core::{
    Entered, Workspace,
    id::{DeviceId, PeerId},
    search::Notebook,
};
use sideways_sync::{
    NoiseLimit, ProofLimit,
    net::{ConnId, NetEvent},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
    time::{Duration, Instant},
};

/// Events that may wait.
const EVENTS: usize = 1_024;
/// Events taken together before views and answers go out.
const TOGETHER: usize = 64;
/// How long ending may take before the process goes on without waiting.
const END: Duration = Duration::from_secs(3);

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asker {
    /// This process; by an id, where it may have asked another process the same before.
    Here(Option<RequestId>),
    /// Another process, which may have to ask again when this one ends before it answers.
    Elsewhere(RequestId),
}

/// Everything that can happen.
pub(crate) enum Event {
    /// Somebody at a desk asks.
    Ask(Asker, Request, Reply),
    /// The network says; `run` tells its runs apart.
    Net {
        /// Which run of the network.
        run: u64,
        /// What.
        event: NetEvent,
    },
    /// A backup was written, tested or read.
    Backup(Box<Came>),
    /// Somebody stopped waiting for an answer.
    Nudge,
    /// The desk is gone.
    Stop,
}

/// The running engine. Dropping it closes connections and the workspace.
pub(crate) struct Engine {
    events: SyncSender<Event>,
    board: Arc<Board>,
    ended: Mutex<Receiver<()>>,
}

impl Engine {
    /// Starts the thread.
    pub(crate) fn start(entered: Entered, directory: PathBuf, bind: Option<IpAddr>) -> Result<Self, Failure> {
        let (events, receiver) = mpsc::sync_channel(EVENTS);
        let (end, ended) = mpsc::sync_channel(1);
        let place = Place { events: events.clone(), directory, bind };
        let (board, first) = match entered {
            Entered::Open(ws) => {
                let state = State::new(*ws, place);
                (state.board.clone(), Phase::Open(Box::new(state)))
            }
            Entered::Locked(folder) => {
                let board = Arc::new(Board::new(locked::nothing()));
                (board.clone(), Phase::Locked(Box::new(Locked::new(folder, board, place))))
            }
        };
        let run = move || {
            let mut phase = first;
            loop {
                phase = match phase {
                    Phase::Open(state) => state.run(&receiver),
                    Phase::Locked(locked) => locked.run(&receiver),
                    Phase::Ended => break,
                };
            }
            drop(end);
        };
        thread::Builder::new().name("sideways-engine".into()).spawn(run).map_err(|error| Failure {
            error: format!("the system gave no thread: {error}"),
            hint: Some("close other programs and try again".into()),
        })?;
        Ok(Self { events, board, ended: Mutex::new(ended) })
    }

    /// What is shown.
    pub(crate) fn board(&self) -> &Arc<Board> {
        &self.board
    }

    /// Where requests go.
    pub(crate) fn events(&self) -> &SyncSender<Event> {
        &self.events
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if self.events.send(Event::Stop).is_ok() {
            // Nothing is ever sent on it: it ends with the thread.
            let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
            let _ = ended.recv_timeout(END);
        }
    }
}

/// Where an engine works.
struct Place {
    events: SyncSender<Event>,
    directory: PathBuf,
    bind: Option<IpAddr>,
}

/// What it is doing.
enum Phase {
    /// Everything.
    Open(Box<State>),
    /// Nothing but waiting for the passphrase.
    Locked(Box<Locked>),
    Ended,
}

/// What changed since the last turn.
#[derive(Default)]
struct Changed {
    /// The workspace committed, or who is connected changed.
    view: bool,
    /// Who may connect may be others now.
    access: bool,
}

/// Everything the engine has.
struct State {
    ws: Workspace,
    backups: Backups,
    board: Arc<Board>,
    live: BTreeMap<ConnId, Live>,
    /// With whom nothing was missing when the last connection ended.
    parted: BTreeSet<PeerId>,
    /// The same for my other devices.
    parted_own: BTreeSet<DeviceId>,
    dialer: Dialer,
    network: Network,
    limit: ProofLimit,
    noise: NoiseLimit,
    joins: Vec<Join>,
    devices: devices::Devices,
    onces: Vec<Once>,
    awaiting: Vec<AwaitsUp>,
    answers: Vec<(Reply, Result<Answer, Failure>)>,
    changed: Changed,
    /// When the view was shown last.
    viewed: Instant,
    clock: clock::Watch,
    /// What is searched; made ready when somebody first looks for something.
    notebook: Notebook,
    has_window: bool,
    offered: Option<(u64, Arc<str>)>,
    sealed: sealed::SealedFiles,
    /// A passphrase stands before it.
    protected: bool,
    tries: tries::Tries,
    /// Those who want it locked.
    locking: Vec<Reply>,
    folder: folder::Folder,
}

impl State {
    fn new(mut ws: Workspace, place: Place) -> Self {
        let folder = folder::Folder::look(&mut ws, &place.directory);
        let backups = Backups::new(&ws, place.directory.clone());
        let protected = ws.is_protected();
        let mut state = Self {
            ws,
            backups,
            board: Arc::new(Board::new(locked::nothing())),
            live: BTreeMap::new(),
            parted: BTreeSet::new(),
            parted_own: BTreeSet::new(),
            dialer: Dialer::default(),
            network: Network::new(place),
            limit: ProofLimit::new(),
            noise: NoiseLimit::new(),
            joins: Vec::new(),
            devices: devices::Devices::default(),
            onces: Vec::new(),
            awaiting: Vec::new(),
            answers: Vec::new(),
            changed: Changed::default(),
            viewed: Instant::now(),
            clock: clock::Watch::new(),
            notebook: Notebook::default(),
            has_window: false,
            offered: None,
            sealed: sealed::SealedFiles::default(),
            protected,
            tries: tries::Tries::default(),
            locking: Vec::new(),
            folder,
        };
        state.board = Arc::new(Board::new(state.view()));
        state
    }

    fn run(mut self, events: &Receiver<Event>) -> Phase {
        loop {
            let first = match self.next_deadline() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => events.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            let mut next = match first {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return self.end(),
            };
            self.notice_sleep();
            let mut taken = 0;
            while let Some(event) = next {
                match event {
                    Event::Ask(asker, request, reply) => self.ask(asker, request, reply),
                    Event::Net { run, event } if run == self.network.run() => self.net(event),
                    Event::Backup(came) => self.backup_came(*came),
                    Event::Net { .. } | Event::Nudge => {}
                    Event::Stop => return self.end(),
                }
                taken += 1;
                next = if taken < TOGETHER { events.try_recv().ok() } else { None };
            }
            if !self.locking.is_empty() {
                return self.close_up();
            }
            self.turn();
        }
    }

    /// Answers what was carried out, ends connections, and gives the workspace free before the network ended.
    fn end(mut self) -> Phase {
        self.turn();
        for (_, live) in std::mem::take(&mut self.live) {
            live.close(sideways_sync::net::code::DONE);
        }
        let Self { mut ws, network, mut folder, .. } = self;
        // After a failed disk there is nothing more to keep, and it was said.
        let _ = ws.settle();
        folder.close(&ws);
        drop(ws);
        drop(network);
        Phase::Ended
    }
}
