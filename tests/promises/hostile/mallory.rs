//! Dana's key in other hands: changes that her own program would never make, well formed and well signed.

use crate::{
    disk::Disk,
    people::{NOW, Person, pair},
};
use sideways_core::{
    Workspace,
    change::{Action, Change, Key, Object, Op, OpId, Reason, Run, Scalar},
    command::{ListCommand, Splice},
    id::{Actor, DocId, Hash, LineId},
    limits,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// A change that was made, as later ones build on it.
#[derive(Clone)]
pub struct Known {
    pub max_op: u64,
    pub change: Change,
}

/// Dana's key in other hands.
pub struct Mallory {
    pub disk: Disk,
    pub alex: Person,
    pub dana: Person,
    pub list: DocId,
    pub known: BTreeMap<Hash, Known>,
    pub genesis: Hash,
    runs: u64,
    /// Made and not sent yet.
    waiting: Vec<Run>,
    /// Sent.
    pub sent: Vec<Run>,
}

/// One operation on a map.
pub fn put(object: Object, key: &str, action: Action, preds: Vec<OpId>) -> Op {
    Op { object, key: Key::Map(key.into()), insert: false, action, preds }
}

pub fn text(text: &str) -> Action {
    Action::Put(Scalar::Str(text.into()))
}

impl Mallory {
    pub fn new() -> Self {
        let disk = Disk::default();
        let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
        let mut dana = Person::new(2, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
        pair(&mut alex, &mut dana);
        let list = alex.ws.open_invitations(NOW).first().map(|open| open.list);
        let list = list.unwrap_or_else(|| panic!("no list"));
        for n in 0..5 {
            alex.add(&format!("Alex’s line {n}"));
        }
        let splices = vec![Splice { at: 0, delete: 0, insert: "words of us both".into() }];
        alex.list(ListCommand::Pad { as_of: vec![], splices });
        let mut mallory = Self {
            disk,
            alex,
            dana,
            list,
            known: BTreeMap::new(),
            genesis: Hash([0; 32]),
            runs: 0,
            waiting: Vec::new(),
            sent: Vec::new(),
        };
        mallory.listen();
        mallory
    }

    /// Takes in what Alex has.
    pub fn listen(&mut self) {
        let grant = self.alex.ws.grant(&self.dana.ws.device_key().id()).unwrap();
        for run in self.alex.ws.missing(&grant, &[], &BTreeSet::new(), 100_000_000).unwrap() {
            for (change, hash) in run.changes.iter().zip(Workspace::hash_of(&run)) {
                let max_op = change.start_op + change.op_count() - 1;
                self.known.entry(hash).or_insert(Known { max_op, change: change.clone() });
                if let (1, [genesis]) = (change.seq, change.deps.as_slice())
                    && self.genesis == Hash([0; 32])
                {
                    self.genesis = *genesis;
                }
            }
        }
    }

    pub fn genesis_ops(&self) -> u64 {
        let first = self.known.values().filter(|known| known.change.deps == [self.genesis]);
        first.map(|known| known.change.start_op - 1).min().unwrap()
    }

    /// The maps that the genesis made, by their place in it.
    pub fn of_genesis(&self, key: &str) -> Object {
        let first = self.known.values().find(|known| known.change.deps == [self.genesis]).unwrap();
        let lines = first.change.ops.iter().find_map(|op| match (op.object, &op.key, &op.action) {
            (Object::Made(id), Key::Map(name), Action::MakeMap) if name.parse::<LineId>().is_ok() => Some(id),
            _ => None,
        });
        let lines = lines.unwrap();
        // In the order of the keys: lines, people, pad; found by the counter beside that of the lines.
        let order = self.genesis_order();
        let at = |name: &str| order.iter().position(|it| *it == name).unwrap() as u64;
        Object::Made(OpId { counter: lines.counter + at(key) - at("lines"), ..lines })
    }

    pub fn genesis_order(&self) -> Vec<&'static str> {
        vec!["format", "lines", "people", "pad"]
    }

    pub fn heads(&self) -> Vec<Hash> {
        let built_on: BTreeSet<Hash> = self.known.values().flat_map(|it| it.change.deps.clone()).collect();
        self.known.keys().filter(|hash| !built_on.contains(*hash)).copied().collect()
    }

    pub fn fresh(&mut self) -> Actor {
        self.runs += 1;
        Actor::new(&self.dana.ws.device_key().id(), self.runs.to_be_bytes())
    }

    /// A change by a fresh run of Dana's device on those changes, to be sent.
    pub fn change(&mut self, deps: &[Hash], ops: impl FnOnce(Actor, u64) -> Vec<Op>) -> Hash {
        let actor = self.fresh();
        self.change_by(actor, 1, deps, ops)
    }

    pub fn change_by(
        &mut self,
        actor: Actor,
        seq: u64,
        deps: &[Hash],
        ops: impl FnOnce(Actor, u64) -> Vec<Op>,
    ) -> Hash {
        self.change_as(actor, seq, deps, |change| change.ops = ops(actor, change.start_op)).unwrap()
    }

    /// A change of that run on those changes, made as it should be and then made what is wanted. Its hash, where it
    /// is anything that has one.
    pub fn change_as(&mut self, actor: Actor, seq: u64, deps: &[Hash], edit: impl FnOnce(&mut Change)) -> Option<Hash> {
        let base = self.genesis_ops();
        let max = deps.iter().map(|dep| self.known.get(dep).map_or(base, |known| known.max_op)).max();
        let start_op = max.unwrap_or(0) + 1;
        let mut deps = deps.to_vec();
        deps.sort_unstable();
        deps.dedup();
        let mut change = Change { actor, seq, start_op, unix_ms: NOW.unix_ms, deps, ops: Vec::new() };
        edit(&mut change);
        let mut run = Run { changes: vec![change.clone()], signature: [0; 64] };
        let Some(hash) = Workspace::hash_of(&run).first().copied() else {
            self.waiting.push(run);
            return None;
        };
        run.signature = self.dana.ws.device_key().sign_change(&self.list, &hash);
        let max_op = (start_op.saturating_add(change.op_count())).saturating_sub(1).max(start_op - 1);
        self.known.insert(hash, Known { max_op, change });
        self.waiting.push(run);
        Some(hash)
    }

    /// Sends what waits in full frames; the longest that one took, and how many changes were refused.
    pub fn send(&mut self) -> (Duration, usize) {
        let (longest, refused) = self.send_telling();
        (longest, refused.len())
    }

    /// What Alex has committed.
    pub fn alex_heads(&mut self) -> Vec<Hash> {
        let grant = self.alex.ws.grant(&self.dana.ws.device_key().id()).unwrap();
        self.alex.ws.heads(&grant).unwrap()
    }

    /// The same, with the reasons of what was refused.
    pub fn send_telling(&mut self) -> (Duration, Vec<(Hash, Reason)>) {
        let grant = self.alex.ws.grant(&self.dana.ws.device_key().id()).unwrap();
        let (mut longest, mut refused) = (Duration::ZERO, Vec::new());
        let mut waiting = std::mem::take(&mut self.waiting).into_iter().peekable();
        while waiting.peek().is_some() {
            let (mut frame, mut bytes) = (Vec::new(), 0);
            while let Some(run) = waiting.peek() {
                bytes += postcard::to_stdvec(run).unwrap().len();
                if !frame.is_empty()
                    && (bytes > limits::FRAME_BYTES - 10_000 || frame.len() >= limits::CHANGES_IN_FRAME)
                {
                    break;
                }
                frame.extend(waiting.next());
            }
            self.sent.extend(frame.iter().cloned());
            let begun = Instant::now();
            let received = self.alex.ws.receive(&grant, frame, NOW).unwrap();
            longest = longest.max(begun.elapsed());
            refused.extend(received.refused);
        }
        (longest, refused)
    }

    pub fn line(&self) -> LineId {
        self.alex.view().list.lines[0].id
    }

    /// The map of a line that Alex made, and that of its wordings or remarks.
    pub fn map_of(&self, line: LineId, part: &str) -> Object {
        for known in self.known.values() {
            let mut counter = known.change.start_op;
            let mut of = None;
            for op in &known.change.ops {
                let id = OpId { counter, actor: known.change.actor };
                match &op.key {
                    Key::Map(key) if *key == line.to_string() => of = Some(id),
                    Key::Map(key) if key == part && of.is_some_and(|of| op.object == Object::Made(of)) => {
                        return Object::Made(id);
                    }
                    _ => {}
                }
                counter += op.count();
            }
            if let (true, Some(of)) = (part.is_empty(), of) {
                return Object::Made(of);
            }
        }
        panic!("no such map");
    }

    /// The operation that wrote a key of that object last.
    pub fn wrote(&self, object: Object, key: &str) -> OpId {
        for known in self.known.values() {
            let mut counter = known.change.start_op;
            for op in &known.change.ops {
                if op.object == object && op.key == Key::Map(key.into()) {
                    return OpId { counter, actor: known.change.actor };
                }
                counter += op.count();
            }
        }
        panic!("nobody wrote {key}");
    }
}
