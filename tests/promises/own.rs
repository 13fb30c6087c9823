//! A computer of mine in other hands: what it plants gets nobody in, takes nothing away and stops nobody, also after it
//! was removed.

mod planted;
mod stated;

use crate::people::{KEY, NOW, opening};
use sideways_core::{
    DocKind, Whose, Workspace,
    change::{Action, Change, Key, Object, Op, OpId, Run, Scalar},
    command::{Command, Outcome, PeerDetails},
    device::{DeviceKey, SignedStatement, Statement},
    id::{Actor, DocId, Hash, PeerId, PersonId},
    snapshot::Moment,
};
use std::collections::BTreeSet;

const ROOM: usize = 100_000_000;

fn key(n: u8) -> DeviceKey {
    DeviceKey::from_secret(&[n; 32])
}

fn about(key: &DeviceKey, person: PersonId, by: &DeviceKey, removed: bool) -> SignedStatement {
    let statement = Statement {
        person,
        device: key.id(),
        name: "laptop".into(),
        recipient: [7; 32],
        formats: (1, 1),
        vouched_by: by.id(),
        removed,
    };
    SignedStatement::new(statement, by)
}

/// One more computer of that person, which has everything.
fn another(of: &mut Workspace, seed: u8) -> Workspace {
    let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
    let mut new = Workspace::open_on(redb::backends::InMemoryBackend::new(), KEY, opening(seed)).unwrap();
    let secret = of.invite_device(until).unwrap();
    let stated = new.my_statements().remove(0);
    let adoption = of.vouch_for(&secret, new.device_key().id(), &stated, NOW).unwrap();
    new.adopt(&adoption, of.device_key().id(), &[]).unwrap();
    tell(of, &mut new);
    tell(&new, of);
    hand(of, &mut new);
    new
}

/// Tells another computer of mine what is known of devices.
fn tell(from: &Workspace, to: &mut Workspace) {
    let grant = to.own_grant(&from.device_key().id()).unwrap();
    for whose in [Whose::Mine, Whose::Theirs] {
        to.receive_statements_of_mine(&grant, &from.all_statements(whose), NOW).unwrap();
    }
}

/// Hands over what it lacks, the notebook first.
fn hand(from: &mut Workspace, to: &mut Workspace) {
    let (there, here) =
        (to.own_grant(&from.device_key().id()).unwrap(), from.own_grant(&to.device_key().id()).unwrap());
    let mut all: Vec<(DocId, DocKind)> = from.documents_of_mine().map(|(doc, kind, _)| (doc, kind)).collect();
    all.sort_by_key(|(_, kind)| *kind);
    for (doc, kind) in all {
        let heads = to.heads_of_mine(&doc);
        let runs = from.missing_of_mine(&here, doc, (&heads, &BTreeSet::new()), ROOM).unwrap();
        to.receive_of_mine(&there, (doc, kind), runs, NOW).unwrap();
    }
    tell(from, to);
}

/// The key of a computer of mine in other hands: changes that its program would never make, well signed.
struct Stolen<'a> {
    key: &'a DeviceKey,
    runs: u64,
}

impl Stolen<'_> {
    /// One change over everything that is there, with these operations; handed to that computer.
    fn writes(
        &mut self,
        at: &mut Workspace,
        from: &mut Workspace,
        (doc, kind): (DocId, DocKind),
        ops: impl FnOnce(&[Known], Actor, u64) -> Vec<Op>,
    ) -> usize {
        let here = from.own_grant(&at.device_key().id()).unwrap();
        let runs = from.missing_of_mine(&here, doc, (&[], &BTreeSet::new()), ROOM).unwrap();
        let known: Vec<Known> = runs.iter().flat_map(Known::all).collect();
        self.runs += 1;
        let actor = Actor::new(&self.key.id(), (u64::MAX - self.runs).to_be_bytes());
        let start_op = known.iter().map(|known| known.id.counter).max().unwrap_or(0).max(10) + 1;
        let mut deps = from.heads_of_mine(&doc);
        deps.sort_unstable();
        let ops = ops(&known, actor, start_op);
        self.hands(at, (doc, kind), Change { actor, seq: 1, start_op, unix_ms: NOW.unix_ms, deps, ops })
    }

    fn hands(&self, at: &mut Workspace, (doc, kind): (DocId, DocKind), change: Change) -> usize {
        let mut run = Run { changes: vec![change], signature: [0; 64] };
        let hash: Hash = Workspace::hash_of(&run)[0];
        run.signature = self.key.sign_change(&doc, &hash);
        let grant = at.own_grant(&self.key.id()).unwrap();
        at.receive_of_mine(&grant, (doc, kind), vec![run], NOW).unwrap().applied
    }
}

/// An operation that was made, and where.
struct Known {
    id: OpId,
    object: Object,
    key: String,
    value: Option<String>,
}

impl Known {
    fn all(run: &Run) -> Vec<Self> {
        let mut all = Vec::new();
        for change in &run.changes {
            let mut counter = change.start_op;
            for op in &change.ops {
                let value = if let Action::Put(Scalar::Str(text)) = &op.action { Some(text.to_string()) } else { None };
                if let Key::Map(key) = &op.key {
                    let id = OpId { counter, actor: change.actor };
                    all.push(Self { id, object: op.object, key: key.clone(), value });
                }
                counter += op.count();
            }
        }
        all
    }
}

/// Sets fields of a peer's row in the notebook to these values.
fn sets(known: &[Known], peer: PeerId, fields: &[(&str, Scalar)]) -> Vec<Op> {
    let row = known.iter().find(|it| it.key == peer.to_string()).unwrap().id;
    let object = Object::Made(row);
    fields
        .iter()
        .map(|(key, value)| {
            let preds = known.iter().filter(|it| it.object == object && it.key == *key).map(|it| it.id);
            let preds: Vec<OpId> = preds.max().into_iter().collect();
            Op { object, key: Key::Map((*key).into()), insert: false, action: Action::Put(value.clone()), preds }
        })
        .collect()
}

fn person_of(ws: &Workspace) -> PersonId {
    ws.my_statements()[0].statement.person
}

fn document(ws: &Workspace, which: impl Fn(DocKind) -> bool) -> (DocId, DocKind) {
    let mut all = ws.documents_of_mine().map(|(doc, kind, _)| (doc, kind));
    all.find(|(_, kind)| which(*kind)).unwrap_or_else(|| panic!("no such document"))
}

fn peer(ws: &mut Workspace, name: &str) -> PeerId {
    let details = PeerDetails { name: name.into(), department: "Ghosts".into(), ..PeerDetails::default() };
    let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!("no peer") };
    peer
}
