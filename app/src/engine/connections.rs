//! One connection, and whoever speaks on it.

use super::crossing::Crossing;
use sideways_core::{Workspace, error::StoreError, id::DeviceId, snapshot::Moment};
use sideways_sync::{
    Caret, DeviceInviter, DeviceJoiner, Effect, Inviter, Joiner, OwnSession, Session,
    net::{Alpn, Arrived, Full, Initiated, Outbox},
};
use std::{collections::VecDeque, time::Instant};

/// The state machine of a connection.
pub(super) enum Talk {
    /// Two devices that share a list.
    Peer(Session),
    /// Somebody uses an invitation of mine.
    Inviter(Inviter),
    /// I use one.
    Joiner(Joiner),
    /// Another device of mine.
    Own(Box<OwnSession>),
    /// A new computer uses an invitation of mine for one.
    DeviceInviter(DeviceInviter),
    /// This one is the new computer.
    DeviceJoiner(DeviceJoiner),
}

impl Talk {
    /// The protocol that is spoken.
    pub(super) fn alpn(&self) -> Alpn {
        match self {
            Self::Peer(_) => Alpn::Peer,
            Self::Own(_) => Alpn::Own,
            Self::Inviter(_) | Self::Joiner(_) => Alpn::Pair,
            Self::DeviceInviter(_) | Self::DeviceJoiner(_) => Alpn::OwnPair,
        }
    }
}

/// A live connection.
pub(super) struct Live {
    pub(super) remote: DeviceId,
    pub(super) initiated: Initiated,
    pub(super) opened: Instant,
    pub(super) talk: Talk,
    /// The workspace committed what this session hasn't been told of.
    pub(super) untold: Told,
    /// What goes on in its place when this one ends.
    pub(super) crossing: Option<Crossing>,
    /// Where the remote is was written down since it is connected.
    pub(super) located: bool,
    outbox: Outbox,
    /// Frames the outbox had no room for. While there are any, the session is given nothing that could make
    /// it say more, so this stays as small as the answer to one frame.
    unsent: VecDeque<Vec<u8>>,
    /// Frames that came meanwhile; the network holds back the rest.
    held: VecDeque<Arrived>,
}

/// Whether a session knows of the last commit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    Yes,
    NotYet,
}

/// A session's step came to nothing: the disk failed, which the snapshot says, or reading what came went wrong
/// in a way nobody foresaw. Either way this session ends and nothing else does.
pub(super) struct Stumble;

impl Live {
    pub(super) fn new(remote: DeviceId, initiated: Initiated, talk: Talk, outbox: Outbox) -> Self {
        Self {
            remote,
            initiated,
            opened: Instant::now(),
            talk,
            untold: Told::Yes,
            crossing: None,
            located: false,
            outbox,
            unsent: VecDeque::new(),
            held: VecDeque::new(),
        }
    }

    /// Whether the remote reads slower than we write.
    pub(super) fn is_choked(&self) -> bool {
        !self.unsent.is_empty()
    }

    pub(super) fn hold(&mut self, frame: Arrived) {
        self.held.push_back(frame);
    }

    pub(super) fn take_held(&mut self) -> Option<Arrived> {
        if self.is_choked() { None } else { self.held.pop_front() }
    }

    /// Sends, or keeps for when there is room.
    pub(super) fn send(&mut self, frame: Vec<u8>) {
        self.unsent.push_back(frame);
        self.drain();
    }

    /// There is room again.
    pub(super) fn drain(&mut self) {
        while let Some(frame) = self.unsent.pop_front() {
            if let Err(Full(frame)) = self.outbox.push(frame) {
                self.unsent.push_front(frame);
                return;
            }
        }
    }

    pub(super) fn close(self, code: u32) {
        self.outbox.close(code);
    }

    /// Ends it with nothing more sent, not even what waits.
    pub(super) fn cut(self, code: u32) {
        self.outbox.cut(code);
    }

    /// Gives a frame to whoever speaks here.
    pub(super) fn frame(
        &mut self,
        ws: &mut Workspace,
        bytes: &[u8],
        entropy: [u8; 32],
        now: Moment,
    ) -> Result<Vec<Effect>, Stumble> {
        let talk = &mut self.talk;
        guarded(move || match talk {
            Talk::Peer(session) => session.frame(ws, bytes, now),
            Talk::Inviter(inviter) => inviter.frame(ws, bytes, entropy, now),
            Talk::Joiner(joiner) => joiner.frame(ws, bytes, now),
            Talk::Own(session) => session.frame(ws, bytes, now),
            Talk::DeviceInviter(inviter) => inviter.frame(ws, bytes, entropy, now),
            Talk::DeviceJoiner(joiner) => Ok(joiner.frame(bytes)),
        })
    }

    /// Tells the session that the workspace committed.
    pub(super) fn committed(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, Stumble> {
        self.untold = Told::Yes;
        match &mut self.talk {
            Talk::Peer(session) => guarded(move || session.committed(ws, now)),
            Talk::Own(session) => guarded(move || session.committed(ws, now)),
            _ => Ok(Vec::new()),
        }
    }

    /// Tells the session where I write.
    pub(super) fn tell_caret(&mut self, ws: &mut Workspace, caret: Option<Caret>) -> Result<Vec<Effect>, Stumble> {
        match &mut self.talk {
            Talk::Peer(session) => guarded(move || session.tell_caret(ws, caret)),
            _ => Ok(Vec::new()),
        }
    }

    /// Tells the session where this computer is.
    pub(super) fn tell_where(&mut self, ws: &mut Workspace, addresses: &[String]) -> Result<Vec<Effect>, Stumble> {
        match &mut self.talk {
            Talk::Peer(session) => guarded(move || session.tell_where(ws, addresses)),
            _ => Ok(Vec::new()),
        }
    }

    /// Where the remote said that it is, since this was asked last.
    pub(super) fn take_whereabouts(&mut self) -> Option<Vec<String>> {
        match &mut self.talk {
            Talk::Peer(session) => session.take_whereabouts(),
            _ => None,
        }
    }

    /// Tells whoever speaks here the time, when it asked for that.
    pub(super) fn tick(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, Stumble> {
        match &mut self.talk {
            Talk::Peer(session) if session.next_tick().is_some_and(|at| at <= now) => {
                guarded(move || session.tick(ws, now))
            }
            Talk::Own(session) if session.next_tick().is_some_and(|at| at <= now) => {
                guarded(move || session.tick(ws, now))
            }
            Talk::Inviter(inviter) => Ok(inviter.tick(now)),
            Talk::DeviceInviter(inviter) => Ok(inviter.tick(now)),
            _ => Ok(Vec::new()),
        }
    }

    /// When whoever speaks here wants to hear the time. A session that is choked wants nothing.
    pub(super) fn next_tick(&self) -> Option<Moment> {
        match &self.talk {
            Talk::Peer(session) if !self.is_choked() => session.next_tick(),
            Talk::Own(session) if !self.is_choked() => session.next_tick(),
            Talk::Inviter(inviter) => inviter.next_tick(),
            Talk::DeviceInviter(inviter) => inviter.next_tick(),
            _ => None,
        }
    }

    /// The remote proved to be who is waited for.
    pub(super) fn keep(&self) {
        self.outbox.keep();
    }

    pub(super) fn session(&self) -> Option<&Session> {
        match &self.talk {
            Talk::Peer(session) => Some(session),
            _ => None,
        }
    }

    /// The session with another device of mine.
    pub(super) fn own(&self) -> Option<&OwnSession> {
        if let Talk::Own(session) = &self.talk { Some(session) } else { None }
    }
}

/// Outside input is read in here. A panic is a bug of ours, and costs this session only.
fn guarded(step: impl FnOnce() -> Result<Vec<Effect>, StoreError>) -> Result<Vec<Effect>, Stumble> {
    match sideways_core::guarded(step) {
        Some(Ok(effects)) => Ok(effects),
        Some(Err(_)) | None => Err(Stumble),
    }
}
