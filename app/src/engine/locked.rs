//! The engine while the notebook is locked: the folder is held, the door answers, and all but unlocking is refused.

use super::{Board, Came, Event, Phase, Place, Reply, State, backups::Running, lock::opening, tries::Tries};
use crate::desk::{Answer, Failure, FolderView, Lock, Online, OwnView, Request, View};
use sideways_core::{
    error::OpenError,
    id::{DeviceId, PersonId},
    passphrase::Passphrase,
    snapshot::{NetworkSetting, Snapshot},
};
use sideways_sync::net::RelayState;
use std::{
    collections::BTreeMap,
    sync::{Arc, mpsc::Receiver},
    time::Instant,
};

/// What is there meanwhile.
pub(super) struct Locked {
    folder: sideways_core::Locked,
    board: Arc<Board>,
    place: Place,
    pub(super) was_online: bool,
    pub(super) has_window: bool,
    tries: Tries,
    /// Work on a backup that ran when it was locked, and what came of it.
    pub(super) running: Option<Running>,
    came: Option<Box<Came>>,
}

/// What anybody may see: nothing.
pub(super) fn nothing() -> View {
    View {
        snapshot: Arc::new(Snapshot::empty(PersonId([0; 16]), DeviceId([0; 32]))),
        links: BTreeMap::new(),
        carets: BTreeMap::new(),
        offered: None,
        came: None,
        online: Online::No,
        relay: RelayState::None,
        causes: BTreeMap::new(),
        joining: Vec::new(),
        safety: Arc::default(),
        lock: Lock::Locked,
        own: OwnView::default(),
        folder: FolderView::default(),
    }
}

impl Locked {
    pub(super) fn new(folder: sideways_core::Locked, board: Arc<Board>, place: Place) -> Self {
        let (was_online, has_window) = (false, false);
        Self { folder, board, place, was_online, has_window, tries: Tries::default(), running: None, came: None }
    }

    pub(super) fn show_nothing(&self) {
        self.board.put(nothing());
    }

    /// Goes on until it is unlocked or the desk is gone.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> Phase {
        while let Ok(event) = events.recv() {
            match event {
                Event::Ask(_, Request::Unlock(passphrase), reply) => match self.unlock(&passphrase, reply) {
                    Ok(state) => return Phase::Open(state),
                    Err(still) => self = still,
                },
                Event::Ask(_, Request::Window, reply) => {
                    self.has_window = true;
                    reply.give(Ok(Answer::Done));
                }
                Event::Ask(_, Request::Lock, reply) => reply.give(Ok(Answer::Done)),
                Event::Ask(_, _, reply) => reply.give(Err(Failure::locked())),
                Event::Backup(came) => self.came = Some(came),
                Event::Net { .. } | Event::Nudge => {}
                Event::Stop => break,
            }
        }
        Phase::Ended
    }

    #[allow(clippy::result_large_err)] // it is handed back as it came
    fn unlock(self, passphrase: &Passphrase, reply: Reply) -> Result<Box<State>, Self> {
        let opening = match self.tries.may(Instant::now()).and_then(|()| opening()) {
            Ok(opening) => opening,
            Err(failure) => {
                reply.give(Err(failure));
                return Err(self);
            }
        };
        let Self { folder, board, place, was_online, has_window, mut tries, running, came } = self;
        match folder.unlock(passphrase, &opening) {
            Ok(ws) => {
                let mut state = State::new(ws, place);
                state.board = board;
                state.has_window = has_window;
                state.backups.resume(running);
                if let Some(came) = came {
                    state.backup_came(*came);
                }
                // A window is online wherever that is allowed; so was whoever asked for it before.
                if was_online || (has_window && state.ws.snapshot().network != NetworkSetting::Off) {
                    // Where it can't start, the view says so.
                    let _ = state.go_online();
                }
                state.changed.view = true;
                state.answers.push((reply, Ok(Answer::Done)));
                state.turn();
                Ok(Box::new(state))
            }
            Err((folder, e)) => {
                let mut failure = Failure::from(&e);
                if matches!(e, OpenError::Passphrase) {
                    let pause = tries.wrong(Instant::now());
                    if !pause.is_zero() {
                        failure.error =
                            format!("{}; the next try waits {}", failure.error, Failure::seconds(pause.as_secs()));
                    }
                }
                reply.give(Err(failure));
                Err(Self { folder, board, place, was_online, has_window, tries, running, came })
            }
        }
    }
}
