//! The data folder among its copies: holding one that may be a copy, becoming a computer of its own, and being known as
//! that by those who knew the one that it was.
//!
//! A colleague lets in whom they know. Where one doesn't let the new computer in, the network speaks in the former one's
//! name for a while, in which everybody who is there hears of the new one. Whoever lets that in knows it; once all do,
//! the former key is gone.

use super::{
    Reply, State,
    clock::now,
    network::{PORT_FILE, Wanted},
};
use crate::{
    copies::{Keeper, Question},
    desk::{Answer, Failure, FolderRequest, FolderView, PartedFrom, Request},
};
use sideways_core::{
    Parted, SpeaksAs, Workspace,
    command::{Command, ListCommand},
    id::DeviceId,
    snapshot::{Snapshot, Writing},
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// How long it is spoken in the former one's name at most.
const INTRODUCING: Duration = Duration::from_secs(20);
/// How long after everybody who is there had everything: they have read who this is by then.
const HEARD: Duration = Duration::from_secs(2);
/// How long until it is tried again, where somebody still doesn't let the new one in.
const AGAIN: Duration = Duration::from_secs(5 * 60);
/// How often it is tried while the program runs: somebody who ended sharing refuses both names for ever.
const INTRODUCTIONS: u32 = 5;
/// How often a connection may be taken over, within how long, until somebody else is thought to have the key.
const TAKEN_OVER: (usize, Duration) = (3, Duration::from_secs(5 * 60));

/// What the engine knows of its folder.
pub(super) struct Folder {
    keeper: Keeper,
    asks: Option<Question>,
    introduces: Introduces,
    /// How often it was spoken in the former one's name since the program began.
    introduced: u32,
    /// Connections that somebody with the same key took over.
    taken_over: Vec<Instant>,
    doubled: bool,
}

/// Whether it is spoken in the former one's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Introduces {
    /// Not now, and not before then.
    NotBefore(Option<Instant>),
    /// Until then at the latest; and since when everybody who is there has everything.
    Until(Instant, Option<Instant>),
}

impl Folder {
    /// Looks whether the folder is the one that this computer knows. Where it may be another one, nothing is written.
    pub(super) fn look(ws: &mut Workspace, directory: &Path) -> Self {
        let (keeper, asks) = Keeper::look(directory, ws.device_key().id(), ws.stamp());
        // Where nothing can be written there is nothing to be asked.
        let asks = asks.filter(|_| ws.snapshot().writing == Writing::Works);
        if asks.is_some() {
            ws.hold();
        }
        Self {
            keeper,
            asks,
            introduces: Introduces::NotBefore(None),
            introduced: 0,
            taken_over: Vec::new(),
            doubled: false,
        }
    }

    /// Before it is closed: what was settled last is known outside too.
    pub(super) fn close(&mut self, ws: &Workspace) {
        if !ws.is_held() && ws.snapshot().writing == Writing::Works {
            self.keeper.keep(ws.device_key().id(), ws.stamp());
        }
    }

    pub(super) fn next(&self) -> Option<Instant> {
        match self.introduces {
            Introduces::Until(until, heard) => Some(heard.map_or(until, |heard| until.min(heard + HEARD))),
            Introduces::NotBefore(_) => None,
        }
    }
}

/// Whether a request writes, or speaks with somebody. What only reads is answered whatever the folder is.
pub(super) fn writes(request: &Request) -> bool {
    !matches!(
        request,
        Request::History(_)
            | Request::GoingBack(..)
            | Request::Search(_)
            | Request::Verify
            | Request::Health
            | Request::Folder(_)
            | Request::Lock
            | Request::Unlock(_)
            | Request::Window
            | Request::Caret(..)
    )
}

impl State {
    pub(super) fn folder_view(&self) -> FolderView {
        let parted = self.ws.former().map(|former| PartedFrom {
            device: former.device,
            at: former.at,
            why: former.why,
            untold: self.ws.is_to_be_introduced(),
        });
        FolderView {
            asks: self.folder.asks.clone(),
            parted,
            unkept: self.folder.keeper.unkept.clone(),
            doubled: self.folder.doubled || self.folder.keeper.doubled,
        }
    }

    /// What would write is refused until it was said whether the folder was moved or copied. A window is online from
    /// then on.
    pub(super) fn hold_back(&mut self, request: &Request, reply: Reply) {
        let answer = match request {
            Request::GoOnline if self.has_window => {
                self.network.wanted = Wanted::Yes;
                Ok(Answer::Done)
            }
            _ => Err(Failure::may_be_copy()),
        };
        self.answers.push((reply, answer));
    }

    pub(super) fn ask_folder(&mut self, request: FolderRequest, reply: Reply) {
        let answer = match request {
            FolderRequest::Moved if self.folder.asks.is_none() => Ok(()),
            FolderRequest::Moved => self.ws.moved().map_err(|error| Failure::from(&error)),
            FolderRequest::Copied(name) => self.become_new(name, Parted::Said),
        };
        if answer.is_ok() {
            self.folder.asks = None;
            self.folder.keeper.keep(self.ws.device_key().id(), self.ws.stamp());
            self.follow_setting();
        }
        self.changed.view = true;
        self.answers.push((reply, answer.map(|()| Answer::Done)));
    }

    fn become_new(&mut self, name: Option<String>, why: Parted) -> Result<(), Failure> {
        let name = name.unwrap_or_else(|| another_name(&self.ws.snapshot()));
        self.ws.become_new_device(&name, why, now()).map_err(|error| Failure::from(&error))?;
        self.leave_port();
        self.folder.doubled = false;
        self.folder.keeper.doubled = false;
        self.folder.taken_over.clear();
        self.folder.introduces = Introduces::NotBefore(None);
        self.restart_network();
        self.go_on_after_forks();
        self.committed_but_for(None);
        Ok(())
    }

    /// The port is the other one's; where that runs on this very computer, it is found by it.
    fn leave_port(&mut self) {
        let file = self.folder.keeper.directory().join(PORT_FILE);
        let port: Option<u16> = std::fs::read_to_string(&file).ok().and_then(|port| port.trim().parse().ok());
        let _ = std::fs::remove_file(&file);
        let former = self.ws.former().map(|former| former.device);
        if let (Some(former), Some(port)) = (former, port) {
            // Not kept is only slower.
            let _ = self.ws.remember_addresses(&former, vec![format!("127.0.0.1:{port}")]);
        }
    }

    /// Where the former computer made two changes with one number, a fresh list goes on with what either side shows.
    fn go_on_after_forks(&mut self) {
        let former = self.ws.former().map(|former| former.device);
        let forked = self.ws.forks().into_iter().filter(|(_, fork)| Some(fork.device) == former);
        for (peer, _) in forked.collect::<Vec<_>>() {
            // Where it can't be begun now, the list says what was refused, and offers it.
            let _ = self.ws.edit(Command::List(peer, ListCommand::Fresh), now());
        }
    }

    /// At the end of each turn: what this computer knows of the folder, and what others proved about it.
    pub(super) fn look_at_folder(&mut self) {
        // What can't be written takes no step; and a torn copy is asked about once it is whole.
        if self.ws.is_held() || self.ws.snapshot().writing != Writing::Works {
            return;
        }
        if self.ws.has_twin() && self.become_new(None, Parted::Proven).is_err() {
            // The disk failed, which the view says; or it was taken away, and nothing more goes out.
            self.changed.view = true;
        }
        let (unkept, doubled) = (self.folder.keeper.unkept.is_some(), self.folder.keeper.doubled);
        self.folder.keeper.keep(self.ws.device_key().id(), self.ws.stamp());
        self.changed.view |= unkept != self.folder.keeper.unkept.is_some() || doubled != self.folder.keeper.doubled;
        self.go_on_introducing();
    }

    /// Begins anew under the key that others are to meet now.
    fn restart_network(&mut self) {
        if self.network.runs() {
            for (_, live) in std::mem::take(&mut self.live) {
                live.close(sideways_sync::net::code::DONE);
            }
            self.network.stop();
        }
        self.follow_setting();
    }

    /// Somebody didn't let this computer in. Where they may know the former one only, it is spoken in its name.
    pub(super) fn was_refused(&mut self) {
        let Introduces::NotBefore(at) = self.folder.introduces else { return };
        let now = Instant::now();
        let tried = self.folder.introduced >= INTRODUCTIONS;
        if self.ws.is_to_be_introduced() && !tried && at.is_none_or(|at| at <= now) {
            self.folder.introduced += 1;
            self.ws.speak_as(SpeaksAs::Former);
            self.folder.introduces = Introduces::Until(now + INTRODUCING, None);
            self.restart_network();
        }
    }

    fn go_on_introducing(&mut self) {
        if let Introduces::Until(until, heard) = self.folder.introduces {
            let at = Instant::now();
            let heard = if self.all_are_equal() { heard.or(Some(at)) } else { None };
            self.folder.introduces = Introduces::Until(until, heard);
            if until <= at || heard.is_some_and(|heard| heard + HEARD <= at) {
                self.folder.introduces = Introduces::NotBefore(Some(at + AGAIN));
                self.ws.speak_as(SpeaksAs::Itself);
                self.restart_network();
            }
            return;
        }
        if !self.ws.is_to_be_introduced() {
            return;
        }
        let greeted = |live: &super::connections::Live| {
            live.session().is_some_and(sideways_sync::Session::has_greeted)
                || live.own().is_some_and(sideways_sync::OwnSession::is_equal)
        };
        let by: Vec<DeviceId> = self.live.values().filter(|live| greeted(live)).map(|live| live.remote).collect();
        for device in by {
            // Not kept, they are told once more the next time.
            let _ = self.ws.was_let_in(device);
        }
    }

    /// Whether one computer of everybody, or another one of mine, has all there is.
    fn all_are_equal(&self) -> bool {
        let own = self.live.values().filter_map(|live| live.own()).any(sideways_sync::OwnSession::is_equal);
        let sessions = || self.live.values().filter_map(|live| live.session());
        let colleagues = self.ws.known_devices();
        let equal = |peer| sessions().any(|session| session.peer() == peer && session.is_equal());
        own || (!colleagues.is_empty() && colleagues.iter().all(|known| equal(known.peer)))
    }

    /// Somebody else connected with this computer's key, and the remote let go of this one for it.
    pub(super) fn was_taken_over(&mut self) {
        let at = Instant::now();
        self.folder.taken_over.retain(|before| at.duration_since(*before) < TAKEN_OVER.1);
        self.folder.taken_over.push(at);
        if self.folder.taken_over.len() >= TAKEN_OVER.0 && !self.folder.doubled {
            self.folder.doubled = true;
            self.changed.view = true;
        }
    }
}

/// What this computer is called beside those that bear its name already.
fn another_name(snapshot: &Snapshot) -> String {
    let name = crate::desk::device_name();
    let is_taken = |name: &str| snapshot.devices.iter().any(|device| device.name == name);
    let others = (2..).map(|nth| format!("{name} (copy {nth})"));
    let mut names = [name.clone(), format!("{name} (copy)")].into_iter().chain(others);
    names.find(|name| !is_taken(name)).unwrap_or(name)
}
