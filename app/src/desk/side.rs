//! Where the workspace is open, and finding out.

use super::there;
use super::{
    Answer, Failure, Request, View,
    here::{self, Here},
    patience,
    terms::{Asked, Asks, AtLock, Begin, RequestId, Trouble, Wake},
};
use sideways_core::{Entered, error::OpenError, passphrase::Passphrase};
use std::{
    net::IpAddr,
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// How long to wait until a process that has the data folder open has ended, or begun to answer. Each process that
/// waits may become the next that others wait for.
const HOLDER: Duration = Duration::from_secs(15);
/// How often to look whether it has.
const LOOK: Duration = Duration::from_millis(20);

/// Where the workspace is open.
pub(super) enum Side {
    /// In this process.
    Here(Here),
    /// In the one that came first.
    There(there::There),
}

/// What became of an attempt to open.
enum Attempt {
    Open(Side, bool),
    /// The process that has it open ends just now, or hasn't begun to answer.
    Again,
    /// It opens with its passphrase only.
    Wants(Asked, Asks),
}

impl Side {
    pub(super) fn view(&self) -> Result<View, Trouble> {
        match self {
            Self::Here(here) => Ok(here.view()),
            Self::There(there) => there.view(),
        }
    }

    pub(super) fn ask(&self, id: RequestId, request: Request) -> Result<Answer, Trouble> {
        match self {
            Self::Here(here) => {
                let (sender, answer) = mpsc::sync_channel(1);
                here.submit(Some(id), request, move |answer| drop(sender.try_send(answer)));
                // Ended in this very process: there is no other to ask.
                let ended = || Trouble::Failed(Failure::ended());
                answer.recv().map_err(|_| ended())?.map_err(|trouble| match trouble {
                    Trouble::Ended => ended(),
                    failed @ Trouble::Failed(_) => failed,
                })
            }
            Self::There(there) => there.ask(id, request),
        }
    }

    pub(super) fn wait(&self, seen: u64, at_most: Duration) -> Option<u64> {
        match self {
            Self::Here(here) => here.wait(seen, at_most),
            Self::There(there) => there.wait(seen, at_most),
        }
    }

    /// Without waiting; the view says how it goes.
    pub(super) fn keep_online(&self) {
        match self {
            Self::Here(here) => here.submit(None, Request::GoOnline, |_| {}),
            Self::There(there) => there.keep_online(),
        }
    }
}

/// Everything that opening needs.
pub(super) struct Way<'a> {
    pub(super) directory: &'a Path,
    pub(super) bind: Option<IpAddr>,
    pub(super) wake: &'a Wake,
    pub(super) begin: Begin,
    pub(super) at_lock: &'a AtLock,
}

/// Opens the data directory, or finds the process that has it open; whether a notebook was made.
pub(super) fn open_side(way: &Way<'_>) -> Result<(Side, bool), Failure> {
    let mut until = Instant::now() + HOLDER;
    let mut passphrase: Option<Passphrase> = None;
    loop {
        match attempt(way, passphrase.as_ref())? {
            Attempt::Open(side, is_new) => return Ok((side, is_new)),
            Attempt::Again => {}
            // Asked while nobody holds the folder, because a person takes their time.
            Attempt::Wants(asked, asks) => {
                passphrase = Some(asks(asked)?);
                until = Instant::now() + HOLDER;
                continue;
            }
        }
        if Instant::now() >= until {
            return Err(Failure::silent());
        }
        thread::sleep(patience::shortly(LOOK));
    }
}

/// Finds the process that has it open, where there is one.
pub(super) fn running(directory: &Path, wake: &Wake) -> Result<Option<Side>, Failure> {
    for door in [there::There::connect, there::There::connect_as_told] {
        if let there::Door::Open(there) = door(directory, wake.clone())? {
            return Ok(Some(Side::There(there)));
        }
    }
    Ok(None)
}

fn attempt(way: &Way<'_>, passphrase: Option<&Passphrase>) -> Result<Attempt, Failure> {
    let Way { directory, bind, wake, begin, at_lock } = *way;
    // Asked first: a process may still have a folder open that was removed, or replaced by another one. Beside it
    // nobody may begin in the same place.
    match there::There::connect(directory, wake.clone())? {
        there::Door::Open(there) => return Ok(Attempt::Open(Side::There(there), false)),
        there::Door::Closing => return Ok(Attempt::Again),
        there::Door::None => {}
    }
    match here::open(directory, begin, passphrase) {
        Ok((entered, is_new)) => match (entered, at_lock) {
            (Entered::Locked(_), AtLock::Ask(asks)) => Ok(Attempt::Wants(Asked::First, asks.clone())),
            (entered, _) => {
                let wake = wake.clone();
                Ok(Attempt::Open(Side::Here(Here::start(entered, directory, bind, move || wake())?), is_new))
            }
        },
        Err(OpenError::Passphrase) => match at_lock {
            AtLock::Ask(asks) => Ok(Attempt::Wants(Asked::Again, asks.clone())),
            AtLock::Wait => Err(Failure::from(&OpenError::Passphrase)),
        },
        Err(OpenError::InUse) => elsewhere(directory, wake),
        Err(error) => Err(Failure::from(&error)),
    }
}

/// Somebody has the folder open whose socket isn't where this process looks first.
fn elsewhere(directory: &Path, wake: &Wake) -> Result<Attempt, Failure> {
    Ok(match there::There::connect_as_told(directory, wake.clone())? {
        there::Door::Open(there) => Attempt::Open(Side::There(there), false),
        there::Door::Closing | there::Door::None => Attempt::Again,
    })
}
