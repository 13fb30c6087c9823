//! The workspace is open in another process: ask it.

use super::{
    Answer, Failure, Request, View, socket,
    wire::{self, FromHolder, ToHolder},
};
use std::{
    collections::BTreeMap,
    io::ErrorKind,
    net::Shutdown,
    os::unix::net::UnixStream,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

type Then = Box<dyn FnOnce(Result<Answer, Failure>) + Send>;

/// How long the other process may take to say hello, to read, or to show its view.
const PATIENCE: Duration = Duration::from_secs(5);

/// The connection with the process that has the workspace open.
pub(super) struct There {
    writer: Mutex<UnixStream>,
    shared: Arc<Shared>,
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

#[derive(Default)]
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
}

impl There {
    /// Connects. `None`: nobody is there any more, or not yet.
    pub(super) fn connect(directory: &Path, wake: Arc<dyn Fn() + Send + Sync>) -> Result<Option<Self>, Failure> {
        let Ok(mut stream) = socket::path(directory).and_then(UnixStream::connect) else { return Ok(None) };
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match wire::greet(&mut stream) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                return Err(Failure {
                    error: "another version of Sideways has this data folder open".into(),
                    hint: Some("close it and try again".into()),
                });
            }
            Err(_) => return Ok(None),
        }
        stream.set_read_timeout(None)?;
        let shared = Arc::new(Shared { state: Mutex::default(), moved: Condvar::new() });
        let (mut reader, heard) = (stream.try_clone()?, shared.clone());
        thread::Builder::new().name("sideways-holder".into()).spawn(move || {
            while let Ok(message) = wire::read::<FromHolder>(&mut reader) {
                heard.hear(message, &*wake);
            }
            heard.end();
            wake();
        })?;
        Ok(Some(Self { writer: Mutex::new(stream), shared }))
    }

    pub(super) fn view(&self) -> Result<View, Failure> {
        let mut state = self.shared.lock();
        if let (Some(view), Fresh::Yes) = (&state.view, state.fresh) {
            return Ok(view.clone());
        }
        state.asked += 1;
        let mine = state.asked;
        drop(state);
        self.say(&ToHolder::View)?;
        let until = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        loop {
            match &state.view {
                Some(view) if state.shown >= mine => return Ok(view.clone()),
                _ if state.ended => return Err(Failure::ended()),
                _ => {}
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure {
                    error: "the Sideways that has this data folder open doesn't answer".into(),
                    hint: Some("close its window and try again".into()),
                });
            }
            state = self.shared.moved.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub(super) fn submit(&self, request: Request, then: Then) {
        let mut state = self.shared.lock();
        if state.ended {
            drop(state);
            return then(Err(Failure::ended()));
        }
        state.number += 1;
        let number = state.number;
        state.waiting.insert(number, then);
        drop(state);
        if let Err(failure) = self.say(&ToHolder::Ask(number, Box::new(request)))
            && let Some(then) = self.shared.lock().waiting.remove(&number)
        {
            then(Err(failure));
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

    fn say(&self, message: &ToHolder) -> Result<(), Failure> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(wire::write(&mut *writer, message)?)
    }
}

impl Drop for There {
    fn drop(&mut self) {
        // The other process drops what this one still waits for.
        let _ = self.writer.lock().unwrap_or_else(PoisonError::into_inner).shutdown(Shutdown::Both);
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
                    then(answer);
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
            then(Err(Failure::ended()));
        }
    }
}
