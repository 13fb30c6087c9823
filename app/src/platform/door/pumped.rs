//! A stream with the patience of a socket, made of two ends that have none.
//!
//! A pipe waits for as long as it takes, and can't be told that nobody listens any more. So a thread reads it into a
//! queue, another writes what is queued, and whoever waits for a queue does so for as long as they like. Words travel
//! in pieces; an empty piece says goodbye, so that both ends let go of the pipe.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read, Write},
    net::Shutdown,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// What a queue holds before whoever fills it waits.
const ROOM: usize = 256 * 1024;
/// The longest piece.
const PIECE: usize = 32 * 1024;
/// How long goodbye may take to be said where no other patience was named.
const GOODBYE: Duration = Duration::from_secs(5);

/// One end. Clones are the same one; with the last of them it says goodbye.
#[derive(Clone)]
pub(super) struct Pumped(Arc<Held>);

struct Held(Arc<Ends>);

struct Ends {
    heard: Queue,
    said: Queue,
    read: Mutex<Option<Duration>>,
    write: Mutex<Option<Duration>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    bytes: VecDeque<u8>,
    /// Nothing more comes in.
    ended: bool,
    /// What was in it when it ended, and the goodbye, were passed on; or they can't be.
    over: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is so, or the patience is over.
    fn until(&self, patience: Option<Duration>, so: impl Fn(&State) -> bool) -> io::Result<MutexGuard<'_, State>> {
        let end = patience.map(|patience| Instant::now() + patience);
        let mut state = self.lock();
        while !so(&state) {
            state = match end.map(|end| end.saturating_duration_since(Instant::now())) {
                None => self.moved.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return Err(ErrorKind::TimedOut.into()),
                Some(left) => self.moved.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
        Ok(state)
    }

    /// Puts in as much as there is room for, and waits until there is some.
    fn put(&self, bytes: &[u8], patience: Option<Duration>) -> io::Result<usize> {
        let mut state = self.until(patience, |it| it.ended || it.bytes.len() < ROOM)?;
        if state.ended {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let count = bytes.len().min(ROOM - state.bytes.len());
        state.bytes.extend(bytes.iter().take(count));
        self.moved.notify_all();
        Ok(count)
    }

    /// Takes what there is, and waits until there is something; nothing where nothing more comes.
    fn take(&self, buffer: &mut [u8], patience: Option<Duration>) -> io::Result<usize> {
        let mut state = self.until(patience, |it| it.ended || !it.bytes.is_empty())?;
        let count = state.bytes.read(buffer)?;
        self.moved.notify_all();
        Ok(count)
    }

    fn end(&self) {
        self.lock().ended = true;
        self.moved.notify_all();
    }

    fn over(&self) {
        let mut state = self.lock();
        (state.ended, state.over) = (true, true);
        self.moved.notify_all();
    }
}

impl Pumped {
    pub(super) fn new(from: impl Read + Send + 'static, to: impl Write + Send + 'static) -> io::Result<Self> {
        let ends = Arc::new(Ends {
            heard: Queue::default(),
            said: Queue::default(),
            read: Mutex::default(),
            write: Mutex::default(),
        });
        let (hears, says) = (ends.clone(), ends.clone());
        thread::Builder::new().name("sideways-hears".into()).spawn(move || {
            let _ = hear(from, &hears);
            // In this order: who reads to the end finds that nobody can be told anything any more.
            hears.said.end();
            hears.heard.end();
        })?;
        thread::Builder::new().name("sideways-says".into()).spawn(move || {
            let _ = say(to, &says.said);
            says.said.over();
        })?;
        Ok(Self(Arc::new(Held(ends))))
    }

    pub(super) fn set_read_timeout(&self, patience: Option<Duration>) {
        *self.0.0.read.lock().unwrap_or_else(PoisonError::into_inner) = patience;
    }

    pub(super) fn set_write_timeout(&self, patience: Option<Duration>) {
        *self.0.0.write.lock().unwrap_or_else(PoisonError::into_inner) = patience;
    }

    /// Nothing more is read, beyond what came; or nothing more is said, and what was said goes out first.
    pub(super) fn shutdown(&self, how: Shutdown) {
        if matches!(how, Shutdown::Read | Shutdown::Both) {
            self.0.0.heard.end();
        }
        if matches!(how, Shutdown::Write | Shutdown::Both) {
            self.0.0.said.end();
            // The process may end next, and what was not passed on would end with it.
            let patience = self.0.0.write_patience().unwrap_or(GOODBYE);
            let _ = self.0.0.said.until(Some(patience), |it| it.over).map(drop);
        }
    }
}

impl Ends {
    fn write_patience(&self) -> Option<Duration> {
        *self.write.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_patience(&self) -> Option<Duration> {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.heard.end();
        self.0.said.end();
    }
}

impl Read for &Pumped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.0.heard.take(buffer, self.0.0.read_patience())
    }
}

impl Write for &Pumped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.said.put(bytes, self.0.0.write_patience())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Passes on what comes, until the other end says goodbye or is gone. What nobody reads any more is still taken from
/// the pipe, so that the other end isn't held up.
fn hear(mut from: impl Read, ends: &Ends) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        let Some(piece) = piece.get_mut(..length).filter(|piece| !piece.is_empty()) else { return Ok(()) };
        from.read_exact(piece)?;
        let mut rest: &[u8] = piece;
        while let Ok(count) = ends.heard.put(rest, None) {
            rest = rest.get(count..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
        }
    }
}

/// Says what is queued, then goodbye, and stays until it was heard.
fn say(mut to: impl Write, said: &Queue) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let count = said.take(&mut piece, None)?;
        let words = piece.get(..count).unwrap_or_default();
        to.write_all(&(count as u32).to_be_bytes())?;
        to.write_all(words)?;
        if count == 0 {
            return to.flush();
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    impl Read for Pumped {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            (&*self).read(buffer)
        }
    }

    impl Write for Pumped {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            (&*self).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Two ends of two pipes of the system.
    pub(in super::super) fn pair() -> (Pumped, Pumped) {
        let ((one_from, two_to), (two_from, one_to)) = (io::pipe().unwrap(), io::pipe().unwrap());
        (Pumped::new(one_from, one_to).unwrap(), Pumped::new(two_from, two_to).unwrap())
    }

    #[test]
    fn what_is_said_is_heard_whole_both_ways_at_once() {
        let (mut one, mut two) = pair();
        let words: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
        let said = words.clone();
        let other = thread::spawn(move || {
            let (mut reads, mut heard) = (two.clone(), vec![0; 3_000_000]);
            let writer = thread::spawn(move || {
                two.write_all(&said).unwrap();
                two.shutdown(Shutdown::Write);
            });
            reads.read_exact(&mut heard).unwrap();
            writer.join().unwrap();
            heard
        });
        one.write_all(&words).unwrap();
        let mut heard = Vec::new();
        one.read_to_end(&mut heard).unwrap();
        assert!(heard == words && other.join().unwrap() == words);
    }

    #[test]
    fn nobody_waits_longer_than_they_like() {
        let (mut one, _two) = pair();
        one.set_read_timeout(Some(Duration::from_millis(20)));
        assert_eq!(one.read(&mut [0; 1]).unwrap_err().kind(), ErrorKind::TimedOut);
        // The other end reads, and its queue and the pipe between them are full at some time.
        one.set_write_timeout(Some(Duration::from_millis(20)));
        let full = (0..10_000).find_map(|_| one.write_all(&[7; 4096]).err());
        assert_eq!(full.map(|e| e.kind()), Some(ErrorKind::TimedOut));
    }

    #[test]
    fn goodbye_ends_both_and_loses_nothing() {
        let (mut one, mut two) = pair();
        one.write_all(b"last words").unwrap();
        one.shutdown(Shutdown::Both);
        let mut heard = String::new();
        two.read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "last words");
        assert_eq!(one.read(&mut [0; 1]).unwrap(), 0);
        // The other end hears of it, and has nobody to say anything to.
        two.set_write_timeout(Some(Duration::from_secs(5)));
        assert_eq!(two.write_all(b"?").unwrap_err().kind(), ErrorKind::BrokenPipe);

        let (one, mut two) = pair();
        drop(one);
        assert_eq!(two.read(&mut [0; 1]).unwrap(), 0);
    }

    #[test]
    fn who_stops_reading_still_reads_what_came() {
        let (mut one, mut two) = pair();
        one.write_all(b"asked").unwrap();
        let mut first = [0; 1];
        two.read_exact(&mut first).unwrap();
        two.shutdown(Shutdown::Read);
        let mut rest = Vec::new();
        two.read_to_end(&mut rest).unwrap();
        assert_eq!([first.as_slice(), &rest].concat(), b"asked");
        two.write_all(b"answered").unwrap();
        two.shutdown(Shutdown::Both);
        let mut heard = String::new();
        one.read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "answered");
    }

    /// A pipe of that name may be anybody's: a length that no piece has ends it, and nothing is kept for it.
    #[test]
    fn a_piece_that_is_too_long_ends_it() {
        let (from, mut to) = io::pipe().unwrap();
        let mut end = Pumped::new(from, io::sink()).unwrap();
        to.write_all(&(PIECE as u32 + 1).to_be_bytes()).unwrap();
        assert_eq!(end.read(&mut [0; 1]).unwrap(), 0);
    }
}
