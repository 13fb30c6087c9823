//! The workspace is open in another process: ask it.
//!
//! Whatever it does meanwhile, no wait is longer than its patience with a process that says nothing: one that was
//! stopped is told from one that has much to do by asking it to say something.

use super::{
    Answer, Failure, Request, View,
    terms::{RequestId, Trouble, Wake, request_id},
    wire::{self, FromHolder, ToHolder},
};
use crate::platform::{self, Stream};
use std::{
    collections::BTreeMap,
    io::{self, ErrorKind, Read},
    net::Shutdown,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

type Then = Box<dyn FnOnce(Result<Answer, Trouble>) + Send>;

/// How long the other process may say nothing at all, and how long it may take to read a message.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often a process that owes an answer is asked to say something.
const BEAT: Duration = Duration::from_secs(1);

/// The connection with the process that has the workspace open.
pub(super) struct There {
    writer: Mutex<Stream>,
    shared: Arc<Shared>,
}

/// Who opened when we knocked.
pub(super) enum Door {
    Open(There),
    /// Somebody who ends just now.
    Closing,
    /// Nobody, or nobody yet.
    None,
}

struct Shared {
    state: Mutex<State>,
    moved: Condvar,
}

/// Whether nothing changed since the view came.
#[derive(Clone, Copy, Default)]
enum Fresh {
    Yes,
    #[default]
    No,
}

struct State {
    number: u64,
    waiting: BTreeMap<u64, Then>,
    view: Option<View>,
    fresh: Fresh,
    /// Views that were asked for and didn't come yet.
    asked: u64,
    shown: u64,
    revision: u64,
    ended: bool,
    /// When anything last came.
    heard: Instant,
}

impl There {
    /// Knocks where the socket of this folder is by this process's environment.
    pub(super) fn connect(directory: &Path, wake: Wake) -> Result<Door, Failure> {
        Self::knock(platform::connect(directory), wake)
    }

    /// Knocks where the folder itself says that its socket is.
    pub(super) fn connect_as_told(directory: &Path, wake: Wake) -> Result<Door, Failure> {
        Self::knock(platform::connect_as_told(directory), wake)
    }

    fn knock(stream: io::Result<Stream>, wake: Wake) -> Result<Door, Failure> {
        let Ok(mut stream) = stream else { return Ok(Door::None) };
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match platform::prove(&mut stream).and_then(|()| wire::greet(&mut stream)) {
            Ok(()) => {}
            // Somebody is there who may not read the folder, so it isn’t whoever has it open.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(Door::None),
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                return Err(Failure {
                    error: "another version of Sideways has this data folder open".into(),
                    hint: Some("close it and try again".into()),
                });
            }
            Err(error) if is_late(&error) => return Err(Failure::silent()),
            Err(_) => return Ok(Door::Closing),
        }
        stream.set_read_timeout(None)?;
        let shared = Arc::new(Shared { state: Mutex::new(State::new()), moved: Condvar::new() });
        let (reader, heard) = (stream.try_clone()?, shared.clone());
        thread::Builder::new().name("sideways-holder".into()).spawn(move || {
            let mut reader = Heard { stream: reader, shared: heard.clone() };
            while let Ok(message) = wire::read::<FromHolder>(&mut reader) {
                heard.hear(message, &*wake);
            }
            heard.end();
            wake();
        })?;
        Ok(Door::Open(Self { writer: Mutex::new(stream), shared }))
    }

    pub(super) fn view(&self) -> Result<View, Trouble> {
        let mut state = self.shared.lock();
        if let (Some(view), Fresh::Yes) = (&state.view, state.fresh) {
            return Ok(view.clone());
        }
        state.asked += 1;
        let mine = state.asked;
        drop(state);
        self.say(&ToHolder::View)?;
        let asked = Instant::now();
        loop {
            let state = self.shared.lock();
            match &state.view {
                Some(view) if state.shown >= mine => return Ok(view.clone()),
                _ if state.ended => return Err(Trouble::Ended),
                _ => {}
            }
            let (state, _) = self.shared.moved.wait_timeout(state, BEAT).unwrap_or_else(PoisonError::into_inner);
            let silent = state.silence_since(asked);
            let came = state.shown >= mine || state.ended;
            drop(state);
            if !came {
                self.is_there(silent)?;
            }
        }
    }

    pub(super) fn ask(&self, id: RequestId, request: Request) -> Result<Answer, Trouble> {
        let (sender, answer) = mpsc::sync_channel(1);
        let asked = Instant::now();
        self.submit(id, request, Box::new(move |told| drop(sender.try_send(told))));
        loop {
            match answer.recv_timeout(BEAT) {
                Ok(told) => return told,
                Err(mpsc::RecvTimeoutError::Disconnected) => return Err(Trouble::Ended),
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let silent = self.shared.lock().silence_since(asked);
                    self.is_there(silent)?;
                }
            }
        }
    }

    pub(super) fn submit(&self, id: RequestId, request: Request, then: Then) {
        let mut state = self.shared.lock();
        if state.ended {
            drop(state);
            return then(Err(Trouble::Ended));
        }
        state.number += 1;
        let number = state.number;
        state.waiting.insert(number, then);
        drop(state);
        if let Err(trouble) = self.say(&ToHolder::Ask(number, id, Box::new(request))) {
            let then = self.shared.lock().waiting.remove(&number);
            if let Some(then) = then {
                then(Err(trouble));
            }
        }
    }

    /// Has it go online, without waiting; the view says how it goes.
    pub(super) fn keep_online(&self) {
        if let Ok(id) = request_id() {
            self.submit(id, Request::GoOnline, Box::new(|_| {}));
        }
    }

    pub(super) fn wait(&self, seen: u64, at_most: Duration) -> Option<u64> {
        let until = Instant::now() + at_most;
        let mut state = self.shared.lock();
        while state.revision == seen {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.shared.moved.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Some(state.revision)
    }

    /// Has it say something; a failure where it has said nothing for longer than anybody waits.
    fn is_there(&self, silent: Duration) -> Result<(), Trouble> {
        if silent > PATIENCE { Err(Trouble::Failed(Failure::silent())) } else { self.say(&ToHolder::Ping) }
    }

    fn say(&self, message: &ToHolder) -> Result<(), Trouble> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        wire::write(&mut *writer, message).map_err(|error| {
            // What was said in part is never finished.
            let _ = writer.shutdown(Shutdown::Both);
            if is_late(&error) { Trouble::Failed(Failure::silent()) } else { Trouble::Ended }
        })
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

impl Drop for There {
    fn drop(&mut self) {
        // The other process drops what this one still waits for.
        let _ = self.writer.lock().unwrap_or_else(PoisonError::into_inner).shutdown(Shutdown::Both);
    }
}

/// The stream, and when anything last came from it: a long view is no silence.
struct Heard {
    stream: Stream,
    shared: Arc<Shared>,
}

impl Read for Heard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.shared.lock().heard = Instant::now();
        Ok(count)
    }
}

impl State {
    fn new() -> Self {
        Self {
            number: 0,
            waiting: BTreeMap::new(),
            view: None,
            fresh: Fresh::No,
            asked: 0,
            shown: 0,
            revision: 0,
            ended: false,
            heard: Instant::now(),
        }
    }

    /// How long nothing has come since something was asked.
    fn silence_since(&self, asked: Instant) -> Duration {
        self.heard.max(asked).elapsed()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, message: FromHolder, wake: &(dyn Fn() + Send + Sync)) {
        let mut state = self.lock();
        match message {
            FromHolder::Answer(number, answer) => {
                let then = state.waiting.remove(&number);
                drop(state);
                if let Some(then) = then {
                    then(answer.map_err(Trouble::Failed));
                }
            }
            FromHolder::Ended(number) => {
                let then = state.waiting.remove(&number);
                drop(state);
                if let Some(then) = then {
                    then(Err(Trouble::Ended));
                }
            }
            FromHolder::View(view) => {
                (state.view, state.fresh) = (Some(*view), Fresh::Yes);
                state.shown += 1;
                self.moved.notify_all();
            }
            FromHolder::Changed => {
                state.fresh = Fresh::No;
                state.revision += 1;
                self.moved.notify_all();
                drop(state);
                wake();
            }
            FromHolder::Pong => {}
        }
    }

    fn end(&self) {
        let mut state = self.lock();
        (state.ended, state.fresh) = (true, Fresh::No);
        state.revision += 1;
        let waiting = std::mem::take(&mut state.waiting);
        self.moved.notify_all();
        drop(state);
        for then in waiting.into_values() {
            then(Err(Trouble::Ended));
        }
    }
}
