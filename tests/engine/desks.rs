//! Alex and Dana, each with a data folder and a desk.

use sideways::desk::{Answer, Desk, Failure, Link, Request, View};
use sideways_core::{
    Opening, Workspace,
    command::{Command, ListCommand, Outcome, PeerDetails},
    id::PeerId,
    snapshot::{Kind, Me, Moment, NetworkSetting},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub(crate) const LONG: Duration = Duration::from_secs(20);

/// A person at a desk.
pub(crate) struct Person {
    pub(crate) folder: TempDir,
    pub(crate) desk: Option<Desk>,
    pub(crate) peer: Option<PeerId>,
    at: IpAddr,
}

pub(crate) fn open(folder: &Path) -> Result<Desk, Failure> {
    open_at(folder, IpAddr::V4(Ipv4Addr::LOCALHOST))
}

fn open_at(folder: &Path, at: IpAddr) -> Result<Desk, Failure> {
    Desk::open_bound(folder, Some(at), || {})
}

impl Person {
    pub(crate) fn new(name: &str, department: &str) -> Self {
        Self::new_at(name, department, IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// Somebody who is reachable at this address only.
    pub(crate) fn new_at(name: &str, department: &str, at: IpAddr) -> Self {
        let folder = TempDir::new().unwrap();
        let desk = open_at(folder.path(), at).unwrap();
        let me = Me { name: name.into(), department: department.into(), ..Me::default() };
        desk.ask(Request::Run(Command::SetMe(me))).unwrap();
        desk.ask(Request::Run(Command::SetNetwork(NetworkSetting::ThisNetwork))).unwrap();
        Self { folder, desk: Some(desk), peer: None, at }
    }

    pub(crate) fn desk(&self) -> &Desk {
        self.desk.as_ref().unwrap()
    }

    pub(crate) fn peer(&self) -> PeerId {
        self.peer.unwrap()
    }

    pub(crate) fn close(&mut self) {
        self.desk = None;
    }

    pub(crate) fn reopen(&mut self) {
        self.desk = Some(open_at(self.folder.path(), self.at).unwrap());
    }

    pub(crate) fn add_peer(&mut self, name: &str, department: &str) {
        let details = PeerDetails { name: name.into(), department: department.into(), ..PeerDetails::default() };
        match self.desk().ask(Request::Run(Command::AddPeer(details))).unwrap() {
            Answer::Did(Outcome::Peer(peer)) => self.peer = Some(peer),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn write(&self, text: &str) {
        let add = ListCommand::Add { text: text.into(), kind: Kind::Idea };
        self.desk().ask(Request::Run(Command::List(self.peer(), add))).unwrap();
    }

    pub(crate) fn invite(&self) -> String {
        match self.desk().ask(Request::Invite(self.peer())).unwrap() {
            Answer::Invitation(text) => text,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let view = self.desk().view().unwrap();
        let peer = view.snapshot.peers.iter().find(|peer| Some(peer.id) == self.peer).unwrap();
        peer.list.lines.iter().map(|line| line.text().to_owned()).collect()
    }

    /// Waits until the view is so.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&View) -> bool) {
        let over = Instant::now() + LONG;
        while !is_so(&self.desk().view().unwrap()) {
            assert!(Instant::now() < over, "never: {what}; {:?}", self.desk().view().unwrap().links);
            self.desk().wait(Duration::from_millis(500));
        }
    }

    pub(crate) fn until_line(&self, text: &str) {
        self.until(text, |view| {
            let lines = view.snapshot.peers.iter().flat_map(|peer| &peer.list.lines);
            lines.into_iter().any(|line| line.text() == text)
        });
    }

    pub(crate) fn until_equal(&self) {
        let peer = self.peer();
        self.until("equal", |view| view.links.get(&peer) == Some(&Link::Connected { equal: true }));
    }
}

/// The key of somebody whose desk is closed, as its secret bytes.
pub(crate) fn key_of(folder: &Path) -> [u8; 32] {
    let opening = Opening { entropy: [9; 32], now: Moment { unix_ms: 1 }, device_name: "x".into() };
    *Workspace::open(folder, opening).unwrap().device_key().secret()
}

/// Two who have paired and are connected.
pub(crate) fn paired() -> (Person, Person) {
    let mut alex = Person::new("Alex", "Sales");
    let mut dana = Person::new("Dana", "Finance");
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    match dana.desk().ask(Request::Join { text, as_peer: None }).unwrap() {
        Answer::Joined(peer) => dana.peer = Some(peer),
        other => panic!("{other:?}"),
    }
    (alex, dana)
}

pub(crate) fn sync_once(desk: &Desk, wait_seconds: u32) -> (usize, usize) {
    match desk.ask(Request::SyncOnce { wait_seconds }).unwrap() {
        Answer::Synced { reached, missed, .. } => (reached.len(), missed.len()),
        other => panic!("{other:?}"),
    }
}
