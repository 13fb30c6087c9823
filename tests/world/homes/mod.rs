//! People with several computers each: what one of mine has, all of mine have; what a colleague gets is the list alone.

mod plan;

use crate::{chance::Chance, disk::Disk, tap::Tap};
use sideways_core::{
    Opening, Workspace,
    command::{Command, ListCommand, Outcome, PeerDetails},
    id::{DeviceId, PeerId},
    snapshot::{Kind, Me, Moment, PeerView, Snapshot},
};
use sideways_sync::{Channel, DeviceInviter, DeviceJoiner, Effect, Invitation, OwnSession, Session};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

/// An hour.
const OPEN_MS: i64 = 3_600_000;

/// One computer of somebody.
pub(crate) struct Computer {
    pub(crate) whose: usize,
    pub(crate) id: DeviceId,
    disk: Disk,
    entropy: [u8; 32],
    runs: u8,
    ws: Option<Workspace>,
}

impl Computer {
    fn new(whose: usize, entropy: [u8; 32], now: Moment) -> Self {
        let (disk, id) = (Disk::default(), DeviceId([0; 32]));
        let mut computer = Self { whose, id, disk, entropy, runs: 0, ws: None };
        computer.start(now);
        computer.id = computer.ws().device_key().id();
        computer
    }

    pub(crate) fn ws(&mut self) -> &mut Workspace {
        self.ws.as_mut().unwrap()
    }

    fn is_on(&self) -> bool {
        self.ws.is_some()
    }

    fn start(&mut self, now: Moment) {
        self.runs += 1;
        let mut entropy = self.entropy;
        entropy[0] ^= self.runs;
        let opening = Opening { entropy, now, device_name: format!("computer {}", entropy[1]) };
        self.ws = Some(Workspace::open_on(self.disk.mount(), [7; 32], opening).unwrap());
    }

    fn crash(&mut self) {
        self.disk.crash();
        self.ws = None;
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.ws.as_ref().unwrap().snapshot()
    }
}

/// What is spoken on a connection.
enum Talk {
    Own(Box<OwnSession>),
    Peer(Box<Session>),
}

impl Talk {
    fn is_equal(&self) -> bool {
        match self {
            Self::Own(session) => session.is_equal(),
            Self::Peer(session) => session.is_equal(),
        }
    }

    fn next_tick(&self) -> Option<Moment> {
        match self {
            Self::Own(session) => session.next_tick(),
            Self::Peer(session) => session.next_tick(),
        }
    }
}

/// Between two computers, the lower first.
#[derive(Default)]
struct Link {
    ends: [Option<Talk>; 2],
    ways: [VecDeque<Vec<u8>>; 2],
}

/// Everybody's computers, the connections between them, and the one clock.
pub(crate) struct Homes {
    pub(crate) chance: Chance,
    pub(crate) now_ms: i64,
    pub(crate) computers: Vec<Computer>,
    links: BTreeMap<(usize, usize), Link>,
    /// What colleagues' computers could read.
    pub(crate) tap: Tap,
    /// In percent.
    pub(crate) drop: u64,
    /// Bytes that were sent between computers of one person.
    pub(crate) own_bytes: usize,
    pub(crate) own_frames: usize,
}

impl Homes {
    /// People with a computer each.
    pub(crate) fn new(seed: u64, people: usize) -> Self {
        let mut homes = Self {
            chance: Chance::new(seed),
            now_ms: 1_790_000_000_000,
            computers: Vec::new(),
            links: BTreeMap::new(),
            tap: Tap::default(),
            drop: 0,
            own_bytes: 0,
            own_frames: 0,
        };
        for whose in 0..people {
            let at = homes.add(whose);
            let me = Me { name: format!("Person {whose}"), department: "Finance".into(), ..Me::default() };
            homes.run(at, Command::SetMe(me));
        }
        homes
    }

    pub(crate) fn now(&self) -> Moment {
        Moment { unix_ms: self.now_ms }
    }

    fn add(&mut self, whose: usize) -> usize {
        let (entropy, now) = (self.chance.bytes(), self.now());
        self.computers.push(Computer::new(whose, entropy, now));
        self.computers.len() - 1
    }

    pub(crate) fn run(&mut self, at: usize, command: Command) -> Option<Outcome> {
        let now = self.now();
        let done = self.computers[at].ws().edit(command, now).ok();
        self.committed(at, None);
        done
    }

    /// A new computer of whoever has that one.
    pub(crate) fn adopt(&mut self, by: usize) -> usize {
        let new = self.add(self.computers[by].whose);
        assert!(self.join(by, new), "the new computer did not become one");
        new
    }

    /// The real machines, over a wire that loses nothing.
    pub(crate) fn join(&mut self, by: usize, new: usize) -> bool {
        let now = self.now();
        let until = Moment { unix_ms: now.unix_ms + OPEN_MS };
        let [inviter, joiner] = self.computers.get_disjoint_mut([by, new]).unwrap();
        let secret = inviter.ws().invite_device(until).unwrap();
        let invitation = Invitation::to_device("laptop", inviter.id, Vec::new(), secret, until);
        let invitation = Invitation::parse_for_device(&invitation.to_device_letter("then")).unwrap();
        let exporter = [9; 32];
        let to_joiner = Channel { exporter, me: inviter.id, remote: joiner.id };
        let to_inviter = Channel { exporter, me: joiner.id, remote: inviter.id };
        let mut invites = DeviceInviter::new(to_joiner, now);
        let (mut joins, effects) = DeviceJoiner::new(to_inviter, invitation, [5; 32]);
        let (mut up, mut down): (VecDeque<Vec<u8>>, VecDeque<Vec<u8>>) = (frames(effects).into(), VecDeque::new());
        let (mut said, mut heard) = (false, false);
        loop {
            if let Some(frame) = up.pop_front() {
                // Before both have compared the words nothing of either travels.
                assert!(said || !holds_statement(&frame));
                down.extend(frames(invites.frame(inviter.ws(), &frame, [3; 32], now).unwrap()));
            } else if let Some(frame) = down.pop_front() {
                up.extend(frames(joins.frame(&frame)));
            } else if invites.words().is_some() && joins.words().is_some() && !(said && heard) {
                assert_eq!(invites.words(), joins.words());
                if !said {
                    said = true;
                    up.extend(frames(joins.matched(joiner.ws())));
                } else {
                    heard = true;
                    down.extend(frames(invites.matched(inviter.ws(), now).unwrap()));
                }
            } else if let Some(adoption) = joins.adoption().cloned() {
                joiner.ws().adopt(&adoption, inviter.id, &[]).unwrap();
                up.extend(frames(joins.adopted()));
            } else {
                break;
            }
        }
        let joined = matches!(joins.outcome(), Some(Ok(())));
        self.committed(by, None);
        joined
    }

    /// Pairs two people through one computer of each.
    pub(crate) fn pair(&mut self, a: usize, b: usize) {
        let now = self.now();
        let [inviter, joiner] = self.computers.get_disjoint_mut([a, b]).unwrap();
        let (as_peer, of) = (add_peer(joiner.ws(), inviter.whose, now), add_peer(inviter.ws(), joiner.whose, now));
        let until = Moment { unix_ms: now.unix_ms + OPEN_MS };
        let share = Command::Share(of, sideways_core::command::ShareCommand::Invite { until });
        let Ok(Outcome::Invitation(secret)) = inviter.ws().edit(share, now) else { panic!("no invitation") };
        let invitation = Invitation::to_peer(("Person", "Finance"), inviter.id, Vec::new(), secret, until);
        let exporter = [8; 32];
        let to_joiner = Channel { exporter, me: inviter.id, remote: joiner.id };
        let to_inviter = Channel { exporter, me: joiner.id, remote: inviter.id };
        let mut invites = sideways_sync::Inviter::new(to_joiner, now);
        let (mut joins, effects) =
            sideways_sync::Joiner::new(to_inviter, invitation, Some(as_peer), joiner.ws(), [1; 32]);
        let mut up: VecDeque<Vec<u8>> = frames(effects).into();
        while let Some(frame) = up.pop_front() {
            for frame in frames(invites.frame(inviter.ws(), &frame, [2; 32], now).unwrap()) {
                up.extend(frames(joins.frame(joiner.ws(), &frame, now).unwrap()));
            }
        }
        assert!(joins.outcome().unwrap().is_ok());
        self.committed(a, None);
        self.committed(b, None);
    }

    /// Connects two computers, where both are on and may.
    pub(crate) fn connect(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (a.min(b), a.max(b));
        self.links.insert((a, b), Link::default());
        if a == b || !self.computers[a].is_on() || !self.computers[b].is_on() {
            return false;
        }
        let (now, ids) = (self.now(), [self.computers[b].id, self.computers[a].id]);
        let own = self.computers[a].whose == self.computers[b].whose;
        let mut opened = Vec::new();
        for (at, remote) in [a, b].into_iter().zip(ids) {
            let ws = self.computers[at].ws();
            opened.push(if own {
                OwnSession::open(ws, &remote, now).map(|(session, effects)| (Talk::Own(Box::new(session)), effects))
            } else {
                Session::open(ws, &remote, now)
                    .unwrap()
                    .map(|(session, effects)| (Talk::Peer(Box::new(session)), effects))
            });
        }
        // Who isn't granted is closed by TLS's key alone; then there is no session at either end.
        if opened.iter().any(Option::is_none) {
            return false;
        }
        for (side, opened) in opened.into_iter().enumerate() {
            let (talk, effects) = opened.unwrap();
            self.links.get_mut(&(a, b)).unwrap().ends[side] = Some(talk);
            self.carry_out((a, b), side, effects);
        }
        true
    }

    pub(crate) fn disconnect(&mut self, a: usize, b: usize) {
        self.links.remove(&(a.min(b), a.max(b)));
    }

    fn connect_all(&mut self) {
        for a in 0..self.computers.len() {
            for b in a + 1..self.computers.len() {
                self.connect(a, b);
            }
        }
    }

    fn committed(&mut self, at: usize, but: Option<(usize, usize)>) {
        let pairs: Vec<(usize, usize)> = self.links.keys().copied().filter(|pair| Some(*pair) != but).collect();
        for pair in pairs {
            for (side, who) in [pair.0, pair.1].into_iter().enumerate() {
                if who == at {
                    self.with(pair, side, |talk, ws, now| match talk {
                        Talk::Own(session) => session.committed(ws, now).unwrap(),
                        Talk::Peer(session) => session.committed(ws, now).unwrap(),
                    });
                }
            }
        }
    }

    fn with(
        &mut self,
        pair: (usize, usize),
        side: usize,
        act: impl FnOnce(&mut Talk, &mut Workspace, Moment) -> Vec<Effect>,
    ) {
        let at = if side == 0 { pair.0 } else { pair.1 };
        let now = self.now();
        let Some(mut talk) = self.links.get_mut(&pair).and_then(|link| link.ends[side].take()) else { return };
        let effects = act(&mut talk, self.computers[at].ws(), now);
        if let Some(link) = self.links.get_mut(&pair) {
            link.ends[side] = Some(talk);
        }
        self.carry_out(pair, side, effects);
    }

    fn carry_out(&mut self, pair: (usize, usize), side: usize, effects: Vec<Effect>) {
        let at = if side == 0 { pair.0 } else { pair.1 };
        let own = self.computers[pair.0].whose == self.computers[pair.1].whose;
        let mut changed = false;
        for effect in effects {
            let Some(link) = self.links.get_mut(&pair) else { return };
            match effect {
                Effect::Send(frame) => {
                    assert!(!frame.is_empty() && frame.len() <= sideways_core::limits::FRAME_BYTES);
                    if own {
                        self.own_bytes += frame.len();
                        self.own_frames += 1;
                    } else {
                        self.tap.see(&frame);
                    }
                    link.ways[side].push_back(frame);
                }
                Effect::Close(_) => {
                    link.ends[side] = None;
                    if link.ways[side].is_empty() {
                        link.ends[1 - side] = None;
                    }
                }
                Effect::Changed => changed = true,
            }
        }
        if changed {
            self.committed(at, Some(pair));
        }
    }

    /// Delivers one frame, if one is on its way. Which one is chance.
    pub(crate) fn deliver_one(&mut self) -> bool {
        let ways: Vec<((usize, usize), usize)> = self
            .links
            .iter()
            .flat_map(|(pair, link)| {
                [0, 1].into_iter().filter(|way| !link.ways[*way].is_empty()).map(|way| (*pair, way))
            })
            .collect();
        if ways.is_empty() {
            return false;
        }
        let (pair, way) = ways[self.chance.below(ways.len())];
        let frame = self.links.get_mut(&pair).unwrap().ways[way].pop_front().unwrap();
        if !self.chance.percent(self.drop) {
            self.with(pair, 1 - way, |talk, ws, now| match talk {
                Talk::Own(session) => session.frame(ws, &frame, now).unwrap(),
                Talk::Peer(session) => session.frame(ws, &frame, now).unwrap(),
            });
        }
        if let Some(link) = self.links.get_mut(&pair)
            && link.ends[way].is_none()
            && link.ways[way].is_empty()
        {
            link.ends[1 - way] = None;
            link.ways[1 - way].clear();
        }
        true
    }

    /// Lets time pass: delivers everything and fires the timers that are due.
    pub(crate) fn pass(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        let mut steps = 0;
        loop {
            while self.deliver_one() {
                steps += 1;
                assert!(steps < 50_000, "they never stop talking");
            }
            let ends = self.links.iter().flat_map(|(pair, link)| {
                let due = |side: usize| link.ends[side].as_ref().and_then(Talk::next_tick);
                [0, 1].into_iter().filter_map(move |side| Some((due(side)?, *pair, side))).collect::<Vec<_>>()
            });
            let next = ends.min().filter(|(due, ..)| due.unix_ms <= until);
            let Some((due, pair, side)) = next else { break };
            self.now_ms = self.now_ms.max(due.unix_ms);
            self.with(pair, side, |talk, ws, now| match talk {
                Talk::Own(session) => session.tick(ws, now).unwrap(),
                Talk::Peer(session) => session.tick(ws, now).unwrap(),
            });
        }
        self.now_ms = until;
    }

    pub(crate) fn is_equal(&self, a: usize, b: usize) -> bool {
        let link = self.links.get(&(a.min(b), a.max(b)));
        link.is_some_and(|link| link.ends.iter().all(|end| end.as_ref().is_some_and(Talk::is_equal)))
    }

    /// How a connection stands, for a failure's sentence.
    fn says(&self, a: usize, b: usize) -> String {
        let link = self.links.get(&(a.min(b), a.max(b)));
        let ends = link.iter().flat_map(|link| &link.ends).map(|end| match end {
            Some(Talk::Own(session)) => format!("{session:?}"),
            Some(Talk::Peer(session)) => format!("{session:?}"),
            None => "nobody".to_owned(),
        });
        ends.collect::<Vec<_>>().join("; ")
    }

    /// Where everything of a computer stands.
    fn standing(&mut self, at: usize) -> Vec<(sideways_core::id::DocId, Vec<sideways_core::id::Hash>)> {
        let heads = |heads: &[sideways_core::id::Hash]| {
            let mut heads = heads.to_vec();
            heads.sort();
            heads
        };
        self.computers[at].ws().documents_of_mine().map(|(doc, _, it)| (doc, heads(it))).collect()
    }
}

/// How somebody calls a colleague: nobody else's business.
fn add_peer(ws: &mut Workspace, who: usize, now: Moment) -> PeerId {
    let name = format!("{} number {who}", crate::tap::PRIVATE);
    let details = PeerDetails { name, department: "Legal".into(), ..PeerDetails::default() };
    let Ok(Outcome::Peer(peer)) = ws.edit(Command::AddPeer(details), now) else { panic!("no peer") };
    peer
}

/// The page about a person.
fn about(snapshot: &Snapshot, who: usize) -> Option<Arc<PeerView>> {
    snapshot.peers.iter().find(|peer| peer.name.ends_with(&format!("number {who}"))).cloned()
}

fn frames(effects: Vec<Effect>) -> Vec<Vec<u8>> {
    effects.into_iter().filter_map(|effect| if let Effect::Send(bytes) = effect { Some(bytes) } else { None }).collect()
}

/// Whether a frame of the pairing says anything of the computer: only those that say what it is are longer.
fn holds_statement(frame: &[u8]) -> bool {
    frame.len() > 80
}

fn add_line(text: &str) -> ListCommand {
    ListCommand::Add { text: text.to_owned(), kind: Kind::Idea }
}

#[test]
fn a_new_computer_gets_everything_and_says_so() {
    let mut homes = Homes::new(1, 2);
    homes.pair(0, 1);
    homes.connect(0, 1);
    let peer = about(&homes.computers[0].snapshot(), 1).unwrap().id;
    homes.run(0, Command::AddNote { peer, text: "CANARY a note".into() });
    homes.run(0, Command::List(peer, add_line("SHARED a line")));
    homes.pass(1_000);
    let new = homes.adopt(0);
    assert!(homes.computers[new].snapshot().arriving, "it waits for its notebook");
    assert!(homes.run(new, Command::AddNote { peer, text: "too early".into() }).is_none());
    assert!(homes.connect(0, new));
    homes.pass(1_000);
    assert!(homes.is_equal(0, new), "{}", homes.says(0, new));
    let (first, second) = (homes.computers[0].snapshot(), homes.computers[new].snapshot());
    assert!(!second.arriving);
    assert_eq!(first.peers, second.peers.iter().map(|peer| unwaiting(peer, &first)).collect::<Vec<_>>());
    // A line of the new one reaches the colleague, who never met it: through the first one, and then by itself.
    homes.run(new, Command::List(peer, add_line("SHARED from the second")));
    homes.pass(1_000);
    let has = |homes: &Homes, at: usize, who: usize, text: &str| {
        let page = about(&homes.computers[at].snapshot(), who).unwrap();
        page.list.lines.iter().any(|line| line.text() == text)
    };
    assert!(has(&homes, 1, 0, "SHARED from the second"));
    homes.disconnect(0, 1);
    homes.connect(0, 1);
    homes.pass(1_000);
    assert!(homes.connect(1, new), "the colleague heard of it from the first one");
    homes.run(new, Command::List(peer, add_line("SHARED straight from the second")));
    homes.disconnect(0, new);
    homes.pass(1_000);
    assert!(has(&homes, 1, 0, "SHARED straight from the second"));
    assert_eq!(homes.tap.private_canaries, 0);
}

/// The same page, but for what belongs to a computer alone: what waits for the colleague.
fn unwaiting(page: &Arc<PeerView>, there: &Snapshot) -> Arc<PeerView> {
    let mut page = (**page).clone();
    if let Some(other) = there.peers.iter().find(|peer| peer.id == page.id) {
        page.sharing = other.sharing.clone();
        page.since = other.since.clone();
        page.list = other.list.clone();
    }
    Arc::new(page)
}

#[test]
fn meeting_again_costs_two_frames_at_a_thousand_documents() {
    let mut homes = Homes::new(2, 1);
    for who in 0..334 {
        let now = homes.now();
        let peer = add_peer(homes.computers[0].ws(), who, now);
        homes.run(0, Command::AddNote { peer, text: format!("a note about {who}") });
        homes.run(0, Command::List(peer, add_line("a line")));
    }
    let new = homes.adopt(0);
    homes.connect(0, new);
    homes.pass(60_000);
    assert!(homes.is_equal(0, new));
    assert!(homes.computers[new].ws().documents_of_mine().count() >= 1_000);
    let (frames, bytes) = (homes.own_frames, homes.own_bytes);
    homes.connect(0, new);
    homes.pass(60_000);
    assert!(homes.is_equal(0, new));
    let (frames, bytes) = (homes.own_frames - frames, homes.own_bytes - bytes);
    println!("S6: {frames} frames, {bytes} bytes at {} documents", homes.standing(0).len());
    assert!(frames <= 4 && bytes <= 1_024, "{frames} frames, {bytes} bytes");
    // One note more names one group of documents, and not all of them.
    homes.disconnect(0, new);
    let peer = homes.computers[0].snapshot().peers[0].id;
    homes.run(0, Command::AddNote { peer, text: "one more".into() });
    let bytes = homes.own_bytes;
    homes.connect(0, new);
    homes.pass(60_000);
    assert!(homes.is_equal(0, new));
    println!("one note more: {} bytes", homes.own_bytes - bytes);
    assert!(homes.own_bytes - bytes < 8_192);
}

#[test]
fn a_removed_computer_gets_nothing_and_what_it_wrote_before_counts() {
    let mut homes = Homes::new(3, 2);
    homes.pair(0, 1);
    let lost = homes.adopt(0);
    homes.connect(0, lost);
    homes.pass(1_000);
    let peer = about(&homes.computers[0].snapshot(), 1).unwrap().id;
    // Written on the computer that is lost, and not yet at the colleague's.
    homes.run(lost, Command::List(peer, add_line("SHARED before it was lost")));
    homes.pass(1_000);
    homes.disconnect(0, lost);
    let (now, id) = (homes.now(), homes.computers[lost].id);
    homes.computers[0].ws().remove_device(id, now).unwrap();
    homes.committed(0, None);
    assert!(!homes.connect(0, lost), "it may not speak with the first one any more");
    homes.connect(0, 1);
    homes.pass(10_000);
    let lines = about(&homes.computers[1].snapshot(), 0).unwrap().list.lines.clone();
    assert!(lines.iter().any(|line| line.text() == "SHARED before it was lost"), "{lines:?}");
    assert!(homes.is_equal(0, 1));
    assert!(!homes.connect(1, lost), "nor with the colleague, who heard of it");
}
