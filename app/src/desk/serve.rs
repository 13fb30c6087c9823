//! The socket of the process that has the workspace open.

use super::{
    Failure,
    terms::Trouble,
    wire::{self, FromHolder, ToHolder},
};
use crate::{
    engine::{Asker, Board, Event, Reply},
    platform::{self, Listener, Place, Stream},
};
use std::{
    collections::BTreeMap,
    io::{self, BufWriter},
    net::Shutdown,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
    time::{Duration, Instant},
};

/// Processes served at once. One more takes the place of the one that has been quiet the longest.
const CLIENTS: usize = 64;
/// Messages that may wait for one of them. One that doesn't read is let go.
const WAITING: usize = 256;
/// How long one message may take to be written or, once begun, read.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long answers on their way may take when this process ends; those who haven't got theirs by then ask again.
const END: Duration = Duration::from_secs(5);

/// The running socket. Dropping it removes it, after answers that are due.
pub(super) struct Serving {
    place: Place,
    ending: Arc<AtomicBool>,
    clients: Arc<Clients>,
}

#[derive(Default)]
struct Clients(Mutex<BTreeMap<u64, Client>>);

/// One process that is served.
struct Client {
    stream: Stream,
    /// When it last said something.
    spoke: Instant,
    /// Answers that it waits for.
    owed: usize,
}

impl Clients {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Client>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one in. Where all places are taken, whoever waits for nothing and was quiet the longest goes; it can come
    /// back. Where all wait for something, nobody is taken in.
    fn take_in(&self, number: u64, stream: Stream) -> bool {
        let mut all = self.lock();
        if all.len() >= CLIENTS {
            let quiet = all.iter().filter(|(_, client)| client.owed == 0).min_by_key(|(_, client)| client.spoke);
            let Some(quiet) = quiet.map(|(number, _)| *number) else { return false };
            if let Some(client) = all.remove(&quiet) {
                let _ = client.stream.shutdown(Shutdown::Both);
            }
        }
        all.insert(number, Client { stream, spoke: Instant::now(), owed: 0 });
        true
    }

    fn spoke(&self, number: u64, owes: usize) {
        if let Some(client) = self.lock().get_mut(&number) {
            client.spoke = Instant::now();
            client.owed += owes;
        }
    }

    fn answered(&self, number: u64) {
        if let Some(client) = self.lock().get_mut(&number) {
            client.owed = client.owed.saturating_sub(1);
        }
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
        let (listener, place) = platform::listen(directory)?;
        let ending = Arc::new(AtomicBool::new(false));
        let clients = Arc::new(Clients::default());
        let door = Door { board, events, clients: clients.clone() };
        let over = ending.clone();
        thread::Builder::new().name("sideways-door".into()).spawn(move || accept(&listener, &door, &over))?;
        Ok(Self { place, ending, clients })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next client.
        self.place.leave();
        for client in self.clients.lock().values() {
            // What it had said whole is still read, carried out and answered.
            let _ = client.stream.shutdown(Shutdown::Read);
        }
        let until = Instant::now() + END;
        while !self.clients.lock().is_empty() && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
    }
}

fn accept(listener: &Listener, door: &Door, ending: &AtomicBool) {
    for (number, stream) in (0_u64..).zip(std::iter::repeat_with(|| listener.accept())) {
        if ending.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else {
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let Ok(kept) = stream.try_clone() else { continue };
        if !door.clients.take_in(number, kept) {
            continue;
        }
        if ending.load(Ordering::SeqCst) {
            // It came in after all were told to end.
            let _ = stream.shutdown(Shutdown::Read);
        }
        let here = door.clone();
        let serving = thread::Builder::new().name("sideways-client".into()).spawn(move || {
            // However it ends, the client sees the end of the stream.
            let _ = serve(stream, number, &here);
            here.clients.lock().remove(&number);
        });
        if serving.is_err() {
            door.clients.lock().remove(&number);
        }
    }
}

/// What is to be written to a client.
enum Out {
    Message(Box<FromHolder>),
    /// The view as it is when it is written, so that a slow client isn't sent old ones.
    View,
}

fn serve(mut stream: Stream, me: u64, door: &Door) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    platform::prove(&mut stream)?;
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
        let said = match message {
            ToHolder::View => {
                door.clients.spoke(me, 0);
                out.send(Out::View).is_ok()
            }
            ToHolder::Ping => out.send(Out::Message(Box::new(FromHolder::Pong))).is_ok(),
            ToHolder::Ask(number, id, request) => {
                door.clients.spoke(me, 1);
                let (out, clients) = (out.clone(), door.clients.clone());
                let reply = Reply::unless_gone(gone.clone(), move |answer| {
                    clients.answered(me);
                    let told = match answer {
                        Ok(answer) => FromHolder::Answer(number, Ok(answer)),
                        Err(Trouble::Failed(failure)) => FromHolder::Answer(number, Err(failure)),
                        Err(Trouble::Ended) => FromHolder::Ended(number),
                    };
                    let _ = out.try_send(Out::Message(Box::new(told)));
                });
                door.events.send(Event::Ask(Asker::Elsewhere(id), *request, reply)).is_ok()
            }
        };
        if !said {
            break;
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
fn write(stream: Stream, messages: &Receiver<Out>, board: &Board, told: &AtomicBool) {
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
    let _ = stream.shutdown(Shutdown::Both);
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self {
            error: format!("the Sideways that has this data folder open can’t be asked: {error}"),
            hint: Some("close its window and try again".into()),
        }
    }
}
