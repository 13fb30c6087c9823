//! A data folder is copied, rolled back or taken elsewhere at a random moment; both go on in a random order, are answered
//! rightly, wrongly or not at all, and meet a colleague and each other. `SIDEWAYS_COPIES` says how many orders to run,
//! `SIDEWAYS_FIRST` with which to begin.

use crate::{chance::Chance, number};
use sideways::copies::{Here, Mark, Record, Verdict, judge};
use sideways_core::{
    Opening, Parted, SpeaksAs, Workspace,
    change::Run,
    command::{Command, InvitationSecret, ListCommand, Outcome, PeerDetails, ShareCommand},
    id::{Actor, DeviceId, Hash, PeerId},
    snapshot::{Kind, Me, Moment},
};
use sideways_sync::{Effect, OwnSession, Session};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
    path::Path,
};
use tempfile::TempDir;

/// What a computer knows of folders: of each device where it stood last.
#[derive(Default)]
struct Machine {
    number: u8,
    /// Nothing can be kept there.
    forgets: bool,
    records: BTreeMap<DeviceId, Record>,
}

/// A data folder, and where it lies.
struct Home {
    folder: TempDir,
    machine: usize,
    ws: Option<Workspace>,
    peer: PeerId,
    asked: bool,
    parted: bool,
}

struct World {
    chance: Chance,
    now_ms: i64,
    machines: [Machine; 2],
    homes: Vec<Home>,
    /// What was acknowledged, of the list and of what is private.
    shared: BTreeSet<String>,
    private: BTreeSet<String>,
    told: Vec<String>,
    /// How often anybody wrote.
    written: usize,
}

const DANA: usize = 0;
const ALEX: usize = 1;
const COPY: usize = 2;

fn copy_all(from: &Path, to: &Path) {
    for name in ["store.redb", "store.key"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

impl World {
    fn new(seed: u64) -> Self {
        let machines = [Machine::default(), Machine { number: 1, ..Machine::default() }];
        let (homes, chance) = (Vec::new(), Chance::new(seed));
        let (shared, private, told) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        let mut world = Self { chance, now_ms: 1_790_000_000_000, machines, homes, shared, private, told, written: 0 };
        for name in ["Dana Ruiz", "Alex Kim"] {
            let other = if name == "Alex Kim" { "Dana Ruiz" } else { "Alex Kim" };
            let folder = tempfile::tempdir().unwrap();
            let mut ws = Workspace::open(folder.path(), world.opening()).unwrap();
            let me = Me { name: name.into(), department: "Finance".into(), ..Me::default() };
            ws.edit(Command::SetMe(me), world.now()).unwrap();
            let details = PeerDetails { name: other.into(), department: "Finance".into(), ..PeerDetails::default() };
            let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), world.now()).unwrap() else { panic!() };
            world.homes.push(Home { folder, machine: 0, ws: Some(ws), peer, asked: false, parted: false });
        }
        world.pair();
        world.keep(ALEX);
        world
    }

    fn now(&mut self) -> Moment {
        self.now_ms += 1 + (self.chance.next() % 90_000) as i64;
        Moment { unix_ms: self.now_ms }
    }

    fn opening(&mut self) -> Opening {
        Opening { entropy: self.chance.bytes(), now: self.now(), device_name: "laptop".into() }
    }

    fn ws(&mut self, home: usize) -> &mut Workspace {
        self.homes[home].ws.as_mut().unwrap()
    }

    fn pair(&mut self) {
        use sideways_core::Pairing;
        let now = self.now();
        let until = Moment { unix_ms: now.unix_ms + 1_000_000 };
        let (hers, his) = (self.homes[DANA].peer, self.homes[ALEX].peer);
        let invite = Command::Share(his, ShareCommand::Invite { until });
        let Outcome::Invitation(InvitationSecret(secret)) = self.ws(ALEX).edit(invite, now).unwrap() else { panic!() };
        let open = self.ws(ALEX).open_invitations(now).remove(0);
        let pairing = |of: &mut Workspace, name: &str| Pairing {
            remote: of.device_key().id(),
            statements: of.my_statements(),
            they_say: (name.into(), "Finance".into()),
            list: open.list,
            generation: open.generation,
            words: ["able", "boat", "cold", "deer"].map(String::from),
        };
        let from_dana = pairing(self.ws(DANA), "Dana Ruiz");
        let from_alex = pairing(self.ws(ALEX), "Alex Kim");
        self.ws(ALEX).accept_pairing(&InvitationSecret(secret), from_dana, now).unwrap();
        self.ws(DANA).join_pairing(Some(hers), from_alex, now).unwrap();
    }

    fn here(&self, home: usize) -> Here {
        let it = &self.homes[home];
        Here {
            machine: Some([self.machines[it.machine].number; 16]),
            id: Some((1, home as u64)),
            path: it.folder.path().to_owned(),
        }
    }

    /// What this computer knows of the folder from now on.
    fn keep(&mut self, home: usize) {
        let here = self.here(home);
        let ws = self.homes[home].ws.as_ref().unwrap();
        let (device, record) = (ws.device_key().id(), Record::new(Mark::of(ws.stamp()), &here));
        let machine = &mut self.machines[self.homes[home].machine];
        if !machine.forgets {
            machine.records.insert(device, record);
        }
    }

    fn open(&mut self, home: usize) {
        if self.homes[home].ws.is_some() {
            return;
        }
        let opening = self.opening();
        let mut ws = Workspace::open_existing(self.homes[home].folder.path(), opening).unwrap();
        let (here, machine) = (self.here(home), &self.machines[self.homes[home].machine]);
        let another = |path: &Path| path.join("store.redb").exists() && path != here.path;
        let verdict = judge(ws.stamp(), machine.records.get(&ws.device_key().id()), &here, another);
        let asks = matches!(verdict, Verdict::Ask(_)) && !machine.forgets;
        if asks {
            ws.hold();
            self.homes[home].asked = true;
        }
        self.told.push(format!("{home} opens: {verdict:?}"));
        self.homes[home].ws = Some(ws);
        if !asks {
            self.keep(home);
        }
    }

    fn close(&mut self, home: usize) {
        if let Some(mut ws) = self.homes[home].ws.take() {
            ws.settle().unwrap();
            let held = ws.is_held();
            self.homes[home].ws = Some(ws);
            if !held {
                self.keep(home);
            }
            self.homes[home].ws = None;
        }
    }

    /// What a person writes; what is refused wasn't acknowledged.
    fn write(&mut self, home: usize) {
        self.open(home);
        self.written += 1;
        let (peer, now, nth) = (self.homes[home].peer, self.now(), self.written);
        let text = format!("{nth} by {home}");
        let is_private = self.chance.percent(30);
        let command = if is_private {
            Command::AddNote { peer, text: text.clone() }
        } else {
            Command::List(peer, ListCommand::Add { text: text.clone(), kind: Kind::Idea })
        };
        let held = self.ws(home).is_held();
        match self.ws(home).edit(command, now) {
            Ok(_) if is_private => drop(self.private.insert(text.clone())),
            Ok(_) => drop(self.shared.insert(text.clone())),
            Err(error) => assert!(held, "{error}"),
        }
        self.told.push(format!("{home} writes {text}{}", if held { ", and is held" } else { "" }));
        if !held {
            self.keep(home);
        }
    }

    fn answer(&mut self, home: usize, copied: bool) {
        self.open(home);
        if !self.ws(home).is_held() {
            return;
        }
        self.told.push(format!("{home} says {}", if copied { "copied" } else { "moved" }));
        if copied {
            self.part(home, Parted::Said)
        } else {
            self.ws(home).moved().unwrap()
        }
        self.keep(home);
    }

    fn part(&mut self, home: usize, why: Parted) {
        let now = self.now();
        self.told.push(format!("{home} becomes a computer of its own: {why:?}"));
        self.ws(home).become_new_device("laptop (copy)", why, now).unwrap();
        self.homes[home].parted = true;
        self.keep(home);
    }

    /// Two meet, if they let each other in; as the program does, whoever isn't known speaks as the one that it was.
    fn meet(&mut self, a: usize, b: usize) {
        self.open(a);
        self.open(b);
        if self.ws(a).is_held() || self.ws(b).is_held() {
            return;
        }
        for home in [a, b] {
            let other = if home == a { b } else { a };
            self.speak(home, SpeaksAs::Itself);
            let me = self.ws(home).speaking_key().id();
            let is_known = self.ws(other).grant(&me).is_some() || self.ws(other).own_grant(&me).is_some();
            if !is_known && self.ws(home).is_to_be_introduced() {
                self.speak(home, SpeaksAs::Former);
            }
        }
        self.talk(a, b);
        for home in [a, b] {
            let (other, spoke) = (if home == a { b } else { a }, self.ws(home).speaking_key().id());
            let (mine, by) = (self.ws(home).device_key().id(), self.ws(other).device_key().id());
            if spoke == mine && self.ws(other).grant(&mine).is_some() {
                self.ws(home).was_let_in(by).unwrap();
            }
            self.speak(home, SpeaksAs::Itself);
            if self.ws(home).has_twin() {
                self.part(home, Parted::Proven);
            }
            self.keep(home);
        }
    }

    fn speak(&mut self, home: usize, whom: SpeaksAs) {
        self.ws(home).speak_as(whom);
    }

    fn talk(&mut self, a: usize, b: usize) {
        enum Step {
            Committed,
            Tick,
        }
        enum Talk {
            Peer(Box<Session>),
            Own(Box<OwnSession>),
        }
        let mut now = self.now();
        let ids = [a, b].map(|home| self.ws(home).speaking_key().id());
        if ids[0] == ids[1] {
            return;
        }
        let own = a != DANA && b != DANA;
        let mut ends = Vec::new();
        let mut ways = [VecDeque::new(), VecDeque::new()];
        for (at, home) in [a, b].into_iter().enumerate() {
            let ws = self.homes[home].ws.as_mut().unwrap();
            let begun = if own {
                OwnSession::open(ws, &ids[1 - at], now).map(|(it, effects)| (Talk::Own(Box::new(it)), effects))
            } else {
                let begun = Session::open(ws, &ids[1 - at], now).unwrap();
                begun.map(|(it, effects)| (Talk::Peer(Box::new(it)), effects))
            };
            // Whoever isn't known is let in by nobody.
            let Some((talk, effects)) = begun else { return };
            ends.push(talk);
            let sent =
                effects.into_iter().filter_map(|it| if let Effect::Send(frame) = it { Some(frame) } else { None });
            ways[at].extend(sent);
        }
        self.told.push(format!("{a} meets {b}"));
        let mut quiet = 0;
        while quiet < 60 {
            let frames = [0, 1].map(|at| ways[at].drain(..).collect::<Vec<Vec<u8>>>());
            quiet = if frames.iter().all(Vec::is_empty) { quiet + 1 } else { 0 };
            now.unix_ms += 1_000;
            for (at, home) in [a, b].into_iter().enumerate() {
                let ws = self.homes[home].ws.as_mut().unwrap();
                let mut effects = Vec::new();
                for frame in &frames[1 - at] {
                    effects.extend(match &mut ends[at] {
                        Talk::Peer(it) => it.frame(ws, frame, now).unwrap(),
                        Talk::Own(it) => it.frame(ws, frame, now).unwrap(),
                    });
                }
                for step in [Step::Committed, Step::Tick] {
                    effects.extend(match (&mut ends[at], step) {
                        (Talk::Peer(it), Step::Committed) => it.committed(ws, now).unwrap(),
                        (Talk::Own(it), Step::Committed) => it.committed(ws, now).unwrap(),
                        (Talk::Peer(it), Step::Tick) => it.tick(ws, now).unwrap(),
                        (Talk::Own(it), Step::Tick) => it.tick(ws, now).unwrap(),
                    });
                }
                for effect in effects {
                    match effect {
                        Effect::Send(frame) => ways[at].push_back(frame),
                        Effect::Close(reason) => self.told.push(format!("{home} closes: {reason}")),
                        Effect::Changed => {}
                    }
                }
            }
        }
        self.now_ms = now.unix_ms;
    }

    /// Every change of the list that anybody has.
    fn changes(&mut self, into: &mut BTreeMap<(Actor, u64), Hash>) {
        for home in 0..self.homes.len() {
            let Some(ws) = self.homes[home].ws.as_ref() else { continue };
            let Some(known) = ws.known_devices().first().cloned() else { continue };
            let Some(grant) = ws.grant(&known.device) else { continue };
            let runs: Vec<Run> = self.ws(home).missing(&grant, &[], &BTreeSet::new(), usize::MAX / 2).unwrap();
            for run in &runs {
                for (change, hash) in run.changes.iter().zip(Workspace::hash_of(run)) {
                    let one = into.entry((change.actor, change.seq)).or_insert(hash);
                    assert_eq!(*one, hash, "two changes with one number\n{}", self.told.join("\n"));
                }
            }
        }
    }

    fn lines(&mut self, home: usize) -> BTreeSet<String> {
        let peer = self.homes[home].peer;
        let snapshot = self.ws(home).snapshot();
        let peer = snapshot.peers.iter().find(|view| view.id == peer).unwrap();
        peer.list.lines.iter().map(|line| line.text().to_owned()).collect()
    }

    fn notes(&mut self, home: usize) -> BTreeSet<String> {
        let peer = self.homes[home].peer;
        let snapshot = self.ws(home).snapshot();
        let peer = snapshot.peers.iter().find(|view| view.id == peer).unwrap();
        peer.notes.iter().map(|note| note.text.to_string()).collect()
    }
}

fn order(seed: u64) {
    let mut world = World::new(seed);
    let mut seen = BTreeMap::new();
    world.write(ALEX);
    if world.chance.percent(80) {
        world.meet(ALEX, DANA);
    }
    for _ in 0..world.chance.below(4) {
        world.write(ALEX);
        if world.chance.percent(50) {
            world.close(ALEX);
            world.open(ALEX);
        }
    }
    // Where nothing is known outside, only those who remember can tell.
    let forgets = world.chance.percent(25);
    world.machines.iter_mut().for_each(|machine| machine.forgets = forgets);
    // At a random moment: while it is open, or closed.
    if world.chance.percent(60) {
        world.close(ALEX);
    }
    let folder = tempfile::tempdir().unwrap();
    copy_all(world.homes[ALEX].folder.path(), folder.path());
    let (shared, private) = (world.shared.clone(), world.private.clone());
    let rolled_back = world.chance.percent(30);
    if rolled_back {
        // The original goes on, and then the older state comes back in its place.
        let before = world.shared.len();
        let more = 1 + world.chance.below(3);
        while world.shared.len() < before + more {
            world.write(ALEX);
        }
        world.meet(ALEX, DANA);
        world.changes(&mut seen);
        world.close(ALEX);
        copy_all(folder.path(), world.homes[ALEX].folder.path());
        // What nobody else ever had is gone with the disk it was on.
        world.private = private;
        let there = world.lines(DANA);
        world.shared.retain(|text| there.contains(text) || shared.contains(text));
    } else {
        let (peer, machine) = (world.homes[ALEX].peer, world.chance.below(2));
        world.homes.push(Home { folder, machine, ws: None, peer, asked: false, parted: false });
    }
    let used: Vec<usize> = if rolled_back { vec![ALEX] } else { vec![ALEX, COPY] };
    let answer = world.chance.below(3);
    for _ in 0..4 + world.chance.below(10) {
        let home = used[world.chance.below(used.len())];
        match world.chance.below(10) {
            0..=4 => world.write(home),
            5 => world.close(home),
            6 | 7 => world.meet(home, DANA),
            8 if !rolled_back => world.meet(ALEX, COPY),
            _ if answer < 2 => world.answer(home, answer == 0),
            _ => {}
        }
        world.changes(&mut seen);
    }
    // Everybody writes once more, and meets for as long as it takes.
    for home in &used {
        world.open(*home);
        world.write(*home);
    }
    for _ in 0..6 {
        for home in &used {
            world.meet(*home, DANA);
        }
        if !rolled_back {
            world.meet(ALEX, COPY);
        }
    }
    // Whoever wasn't answered until now says it at last, and then meets everybody too.
    let asked = used.iter().any(|home| world.homes[*home].asked);
    for home in &used {
        world.answer(*home, true);
        world.write(*home);
    }
    for _ in 0..6 {
        for home in &used {
            world.meet(*home, DANA);
        }
        if !rolled_back {
            world.meet(ALEX, COPY);
        }
    }
    world.changes(&mut seen);
    let lists: Vec<BTreeSet<String>> =
        [&[DANA], used.as_slice()].concat().iter().map(|home| world.lines(*home)).collect();
    for home in [&[DANA], used.as_slice()].concat() {
        let peer = world.homes[home].peer;
        let snapshot = world.ws(home).snapshot();
        let sharing = &snapshot.peers.iter().find(|view| view.id == peer).unwrap().sharing;
        let (refused, by_them) = (sharing.refused.clone(), sharing.refused_by_them.clone());
        world.told.push(format!("{home} refused {refused:?}, and was refused {by_them:?}; {:?}", lists[home]));
    }
    let told = world.told.join("\n");
    for (at, list) in lists.iter().enumerate() {
        let lost: Vec<&String> = world.shared.difference(list).collect();
        assert!(lost.is_empty(), "order {seed}: {lost:?} lost at {at}\n{told}");
    }
    let (shared, private) = (world.shared.clone(), world.private.clone());
    for home in &used {
        let notes = world.notes(*home);
        let lost: Vec<&String> = private.difference(&notes).collect();
        assert!(lost.is_empty(), "order {seed}: {lost:?} lost at {home}\n{told}");
        assert!(notes.is_disjoint(&shared));
    }
    assert!(world.notes(DANA).is_empty(), "order {seed}: a private note at a colleague");
    let parted = used.iter().any(|home| world.homes[*home].parted);
    assert!(asked || parted, "order {seed}: nobody was told\n{told}");
    for home in [&[DANA], used.as_slice()].concat() {
        world.ws(home).verify().unwrap();
    }
}

#[test]
fn copies_lose_nothing_and_make_no_two_changes_with_one_number() {
    let (first, orders) = (number("SIDEWAYS_FIRST").unwrap_or(0), number("SIDEWAYS_COPIES").unwrap_or(100));
    for seed in first..first + orders {
        order(seed);
    }
}
