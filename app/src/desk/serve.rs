//! The socket of the process that has the workspace open.

use super::{
    Failure, socket,
    wire::{self, FromHolder, ToHolder},
};
use crate::engine::{Board, Event, Reply};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
    time::{Duration, Instant},
};

/// Processes served at once.
const CLIENTS: usize = 16;
/// Messages that may wait for one of them. One that doesn't read is let go.
const WAITING: usize = 256;
/// How long one message may take to be written or, once begun, read.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long answers on their way may take when this process ends.
const END: Duration = Duration::from_millis(500);

/// The running socket. Dropping it removes it, after answers that are due.
pub(super) struct Serving {
    path: PathBuf,
    ending: Arc<AtomicBool>,
    clients: Arc<Clients>,
}

#[derive(Default)]
struct Clients {
    count: AtomicUsize,
    /// By their number, so that all can be told to end.
    streams: Mutex<BTreeMap<u64, UnixStream>>,
}

impl Clients {
    fn streams(&self) -> MutexGuard<'_, BTreeMap<u64, UnixStream>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What each client's threads have.
#[derive(Clone)]
struct Door {
    board: Arc<Board>,
    events: SyncSender<Event>,
    clients: Arc<Clients>,
}

impl Serving {
    pub(super) fn start(directory: &Path, board: Arc<Board>, events: SyncSender<Event>) -> io::Result<Self> {
        let path = socket::path(directory)?;
        // The data folder is ours alone now, so a socket that is there was left by a process that crashed.
        let _ = fs::remove_file(&path);
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let ending = Arc::new(AtomicBool::new(false));
        let clients = Arc::new(Clients::default());
        let door = Door { board, events, clients: clients.clone() };
        let over = ending.clone();
        thread::Builder::new().name("sideways-door".into()).spawn(move || accept(&listener, &door, &over))?;
        Ok(Self { path, ending, clients })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next client.
        let _ = UnixStream::connect(&self.path);
        let _ = fs::remove_file(&self.path);
        for stream in self.clients.streams().values() {
            let _ = stream.shutdown(std::net::Shutdown::Read);
        }
        let until = Instant::now() + END;
        while self.clients.count.load(Ordering::SeqCst) > 0 && Instant::now() < until {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn accept(listener: &UnixListener, door: &Door, ending: &AtomicBool) {
    for (number, stream) in (0_u64..).zip(listener.incoming()) {
        if ending.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else {
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        if door.clients.count.fetch_add(1, Ordering::SeqCst) >= CLIENTS {
            door.clients.count.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (door, clients) = (door.clone(), door.clients.clone());
        if let Ok(stream) = stream.try_clone() {
            clients.streams().insert(number, stream);
        }
        let serving = thread::Builder::new().name("sideways-client".into()).spawn(move || {
            // However it ends, the client sees the end of the stream.
            let _ = serve(stream, &door);
            door.clients.streams().remove(&number);
            door.clients.count.fetch_sub(1, Ordering::SeqCst);
        });
        if serving.is_err() {
            clients.streams().remove(&number);
            clients.count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// What is to be written to a client.
enum Out {
    Message(Box<FromHolder>),
    /// The view as it is when it is written, so that a slow client isn't sent old ones.
    View,
}

fn serve(mut stream: UnixStream, door: &Door) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    wire::greet(&mut stream)?;
    stream.set_read_timeout(None)?;
    let (out, messages) = mpsc::sync_channel(WAITING);
    let told = Arc::new(AtomicBool::new(false));
    let watching = {
        let (out, told) = (out.clone(), told.clone());
        // One word about any number of changes, until the client has looked.
        door.board.watch(move || {
            if !told.swap(true, Ordering::SeqCst) && out.try_send(Out::Message(Box::new(FromHolder::Changed))).is_err()
            {
                told.store(false, Ordering::SeqCst);
            }
        })
    };
    let writer = {
        let (stream, board, told) = (stream.try_clone()?, door.board.clone(), told);
        thread::Builder::new().name("sideways-reply".into()).spawn(move || write(stream, &messages, &board, &told))?
    };
    let gone = Arc::new(AtomicBool::new(false));
    while let Ok(message) = wire::read::<ToHolder>(&mut stream) {
        match message {
            ToHolder::View => {
                if out.send(Out::View).is_err() {
                    break;
                }
            }
            ToHolder::Ask(number, request) => {
                let out = out.clone();
                let reply = Reply::unless_gone(gone.clone(), move |answer| {
                    let _ = out.try_send(Out::Message(Box::new(FromHolder::Answer(number, answer))));
                });
                if door.events.send(Event::Ask(*request, reply)).is_err() {
                    break;
                }
            }
        }
    }
    // The client left or this process ends. What was asked is still carried out; waiting for others is not.
    gone.store(true, Ordering::SeqCst);
    let _ = door.events.try_send(Event::Nudge);
    door.board.forget(&watching);
    drop(out);
    let _ = writer.join();
    Ok(())
}

/// Writes until nobody can say anything any more: the client's thread and every answer that was due are gone.
fn write(stream: UnixStream, messages: &Receiver<Out>, board: &Board, told: &AtomicBool) {
    let mut to = BufWriter::new(&stream);
    while let Ok(out) = messages.recv() {
        let message = match out {
            Out::Message(message) => *message,
            Out::View => {
                told.store(false, Ordering::SeqCst);
                FromHolder::View(Box::new(board.view()))
            }
        };
        if wire::write(&mut to, &message).is_err() {
            break;
        }
    }
    let _ = stream.shutdown(std::net::Shutdown::Both);
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self {
            error: format!("the Sideways that has this data folder open can't be asked: {error}"),
            hint: Some("close its window and try again".into()),
        }
    }
}
