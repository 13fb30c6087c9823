//! Alex and Dana, their workspaces, and a wire between them.

use sideways_core::{
    Generation, Opening, Pairing, StorageBackend, Workspace,
    command::{Command, ListCommand, Outcome, PeerDetails, ShareCommand},
    device::SignedStatement,
    id::{LineId, PeerId},
    snapshot::{Kind, Me, Moment, PeerView},
};
use std::{collections::BTreeSet, sync::Arc};

pub const NOW: Moment = Moment { unix_ms: 1_790_000_000_000 };
pub const KEY: [u8; 32] = [9; 32];

pub fn opening(seed: u8) -> Opening {
    Opening { entropy: [seed; 32], now: NOW, device_name: "desk".into() }
}

/// A person with a workspace.
pub struct Person {
    pub ws: Workspace,
    pub peer: PeerId,
}

impl Person {
    pub fn new(seed: u8, name: &str, department: &str, peer: (&str, &str)) -> Self {
        Self::on(redb::backends::InMemoryBackend::new(), seed, name, department, peer)
    }

    pub fn on(backend: impl StorageBackend, seed: u8, name: &str, department: &str, peer: (&str, &str)) -> Self {
        let mut ws = Workspace::open_on(backend, KEY, opening(seed)).unwrap();
        let me = Me { name: name.into(), department: department.into(), ..Me::default() };
        ws.edit(Command::SetMe(me), NOW).unwrap();
        let details = PeerDetails { name: peer.0.into(), department: peer.1.into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!("no peer") };
        Self { ws, peer }
    }

    pub fn view(&self) -> Arc<PeerView> {
        self.ws.snapshot().peers.iter().find(|peer| peer.id == self.peer).unwrap().clone()
    }

    pub fn list(&mut self, command: ListCommand) -> Outcome {
        self.ws.edit(Command::List(self.peer, command), NOW).unwrap()
    }

    pub fn add(&mut self, text: &str) -> LineId {
        match self.list(ListCommand::Add { text: text.into(), kind: Kind::Idea }) {
            Outcome::Line(line) => line,
            other => panic!("{other:?}"),
        }
    }

    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self.view().list.lines.iter().map(|line| line.text().to_owned()).collect();
        texts.sort();
        texts
    }
}

pub fn alex_and_dana() -> (Person, Person) {
    alex_and_dana_on(redb::backends::InMemoryBackend::new())
}

/// Alex on that disk.
pub fn alex_and_dana_on(disk: impl StorageBackend) -> (Person, Person) {
    let alex = Person::on(disk, 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let dana = Person::new(2, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
    (alex, dana)
}

/// Pairs them as the sessions do, Alex inviting.
pub fn pair(alex: &mut Person, dana: &mut Person) {
    let chosen = Some(dana.peer);
    pair_as(alex, dana, chosen);
}

/// The same, where Dana says which of her peers it is, or doesn't.
pub fn pair_as(alex: &mut Person, dana: &mut Person, chosen: Option<PeerId>) {
    let statements = dana.ws.my_statements();
    pair_with(alex, dana, chosen, statements);
}

/// The same, where Dana states this of her devices.
pub fn pair_stating(alex: &mut Person, dana: &mut Person, statements: Vec<SignedStatement>) {
    let chosen = Some(dana.peer);
    pair_with(alex, dana, chosen, statements);
}

fn pair_with(alex: &mut Person, dana: &mut Person, chosen: Option<PeerId>, statements: Vec<SignedStatement>) {
    let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
    let invite = Command::Share(alex.peer, ShareCommand::Invite { until });
    let Outcome::Invitation(secret) = alex.ws.edit(invite, NOW).unwrap() else { panic!("no invitation") };
    let open = alex.ws.open_invitations(NOW).remove(0);
    let pairing = |of: &Workspace, they_say: (&str, &str), generation: Generation| Pairing {
        remote: of.device_key().id(),
        statements: of.my_statements(),
        they_say: (they_say.0.into(), they_say.1.into()),
        list: open.list,
        generation,
        words: ["able", "boat", "cold", "deer"].map(String::from),
    };
    let from_dana = Pairing { statements, ..pairing(&dana.ws, ("Dana Ruiz", "Finance"), open.generation) };
    let from_alex = pairing(&alex.ws, ("Alex Kim", "Engineering"), open.generation);
    alex.ws.accept_pairing(&secret, from_dana, NOW).unwrap();
    assert_eq!(dana.ws.join_pairing(chosen, from_alex, NOW).unwrap(), dana.peer);
}

/// Carries what one has and the other lacks, one way; what was refused.
pub fn carry(from: &mut Person, to: &mut Person) -> usize {
    let there = to.ws.grant(&from.ws.device_key().id()).unwrap();
    let here = from.ws.grant(&to.ws.device_key().id()).unwrap();
    let mut refused = 0;
    loop {
        let heads = to.ws.heads(&there).unwrap();
        let runs = from.ws.missing(&here, &heads, &BTreeSet::new(), 200_000).unwrap();
        if runs.is_empty() {
            return refused;
        }
        let received = to.ws.receive(&there, runs, NOW).unwrap();
        refused += received.refused.len();
        if received.applied == 0 {
            return refused;
        }
    }
}

/// Both ways, until both have the same.
pub fn meet(alex: &mut Person, dana: &mut Person) {
    assert_eq!(carry(alex, dana), 0);
    assert_eq!(carry(dana, alex), 0);
    let here = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    assert_eq!(alex.ws.heads(&here).unwrap(), dana.ws.heads(&there).unwrap());
}
