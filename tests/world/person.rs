//! A person with one device.

use crate::disk::Disk;
use sideways_core::{
    Opening, Workspace,
    command::{Command, ListCommand, Outcome, PeerDetails, ShareCommand},
    error::EditError,
    id::{DeviceId, PeerId},
    snapshot::{ListView, Me, Moment},
};
use std::{collections::BTreeMap, sync::Arc};

pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) id: DeviceId,
    disk: Disk,
    entropy: [u8; 32],
    runs: u8,
    /// `None` while the power is off.
    ws: Option<Workspace>,
    /// How far this clock is from the world's, in milliseconds.
    pub(crate) clock_ms: i64,
    /// Who the others are in this notebook.
    pub(crate) peers: BTreeMap<usize, PeerId>,
}

impl Person {
    pub(crate) fn new(name: &str, entropy: [u8; 32], now_ms: i64) -> Self {
        let mut person = Self {
            name: name.to_owned(),
            id: DeviceId([0; 32]),
            disk: Disk::default(),
            entropy,
            runs: 0,
            ws: None,
            clock_ms: 0,
            peers: BTreeMap::new(),
        };
        person.start(now_ms);
        person.id = person.ws().device_key().id();
        let me = Me { name: name.to_owned(), department: format!("{name}’s department"), ..Me::default() };
        let now = person.now(now_ms);
        person.ws().edit(Command::SetMe(me), now).unwrap();
        person
    }

    pub(crate) fn is_on(&self) -> bool {
        self.ws.is_some()
    }

    pub(crate) fn ws(&mut self) -> &mut Workspace {
        self.ws.as_mut().unwrap()
    }

    /// The moment by this person's clock.
    pub(crate) fn now(&self, now_ms: i64) -> Moment {
        Moment { unix_ms: now_ms + self.clock_ms }
    }

    /// The power fails: what was not synced is gone.
    pub(crate) fn crash(&mut self) {
        // The disk forgets before the store is dropped, so that nothing is tidied up on the way out.
        self.disk.crash();
        self.ws = None;
    }

    pub(crate) fn start(&mut self, now_ms: i64) {
        self.runs += 1;
        let mut entropy = self.entropy;
        entropy[0] ^= self.runs;
        let opening = Opening { entropy, now: self.now(now_ms), device_name: "laptop".into() };
        self.ws = Some(Workspace::open_on(self.disk.mount(), [7; 32], opening).unwrap());
    }

    /// A new entry in the notebook for the other, under a name that is nobody else's business.
    pub(crate) fn add_peer(&mut self, other: usize, now_ms: i64) -> PeerId {
        let now = self.now(now_ms);
        let details = PeerDetails {
            name: format!("CANARY as {} calls number {other}", self.name),
            department: "Finance".into(),
            ..PeerDetails::default()
        };
        let Ok(Outcome::Peer(peer)) = self.ws().edit(Command::AddPeer(details), now) else { panic!("no peer") };
        self.peers.insert(other, peer);
        peer
    }

    pub(crate) fn list(&mut self, other: usize) -> Arc<ListView> {
        let peer = self.peers[&other];
        let snapshot = self.ws().snapshot();
        snapshot.peers.iter().find(|view| view.id == peer).unwrap().list.clone()
    }

    pub(crate) fn edit(&mut self, other: usize, command: ListCommand, now_ms: i64) -> Result<Outcome, EditError> {
        let (peer, now) = (self.peers[&other], self.now(now_ms));
        self.ws().edit(Command::List(peer, command), now)
    }

    pub(crate) fn share(&mut self, other: usize, command: ShareCommand, now_ms: i64) -> Result<Outcome, EditError> {
        let (peer, now) = (self.peers[&other], self.now(now_ms));
        self.ws().edit(Command::Share(peer, command), now)
    }

    /// Something that nobody else may ever see.
    pub(crate) fn note(&mut self, other: usize, text: &str, now_ms: i64) {
        let (peer, now) = (self.peers[&other], self.now(now_ms));
        self.ws().edit(Command::AddNote { peer, text: text.to_owned() }, now).unwrap();
    }
}
