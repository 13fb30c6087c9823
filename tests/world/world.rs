//! The people, the network between them, and the one clock.

use crate::{chance::Chance, exchange, person::Person, post::Letter, tap::Tap};
use sideways_sync::{Effect, Session};
use std::collections::{BTreeMap, VecDeque};

/// What can go wrong on the way, each in percent.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Faults {
    pub(crate) drop: u64,
    pub(crate) duplicate: u64,
    pub(crate) reorder: u64,
}

/// One direction of a connection.
#[derive(Default)]
pub(crate) struct Way {
    queue: VecDeque<Vec<u8>>,
    pub(crate) cut: bool,
}

/// One end of a connection.
struct End {
    session: Session,
    /// When its timer fires, by the world's clock. Set as the engine sets it: from how long there is to wait.
    due_ms: Option<i64>,
}

/// Between two people, the lower first.
#[derive(Default)]
pub(crate) struct Link {
    ends: [Option<End>; 2],
    /// `ways[0]` leads from the lower to the higher.
    pub(crate) ways: [Way; 2],
    pub(crate) faults: Faults,
    /// Frames that were sent, ever.
    pub(crate) frames: usize,
}

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) now_ms: i64,
    pub(crate) people: Vec<Person>,
    pub(crate) links: BTreeMap<(usize, usize), Link>,
    pub(crate) tap: Tap,
    /// Sealed files on their way.
    pub(crate) post: Vec<Letter>,
    /// Why connections were closed, by code.
    pub(crate) closed: BTreeMap<u32, usize>,
}

impl World {
    pub(crate) fn new(seed: u64, names: &[&str]) -> Self {
        let mut chance = Chance::new(seed);
        let now_ms = 1_790_000_000_000;
        let people = names.iter().map(|name| Person::new(name, chance.bytes(), now_ms)).collect();
        let (links, tap, post, closed) = Default::default();
        Self { chance, now_ms, people, links, tap, post, closed }
    }

    /// `a` invites `b`, who joins; and they are connected.
    pub(crate) fn pair(&mut self, a: usize, b: usize) {
        let now_ms = self.now_ms;
        self.people[a].add_peer(b, now_ms);
        let as_peer = self.people[b].add_peer(a, now_ms);
        let invitation = exchange::invite(&mut self.people[a], b, now_ms);
        let [joiner, inviter] = self.people.get_disjoint_mut([b, a]).unwrap();
        let (joined, invited, _) = exchange::pair(joiner, inviter, invitation, Some(as_peer), None, now_ms);
        assert_eq!(joined.map(Result::unwrap), Some(as_peer));
        assert_eq!(invited, Some(inviter.peers[&b]));
        self.links.insert(key(a, b), Link::default());
        self.connect(a, b);
    }

    /// Connects two people, where nothing is cut and both are on. A connection that was there is replaced.
    pub(crate) fn connect(&mut self, a: usize, b: usize) {
        let (a, b) = key(a, b);
        self.disconnect(a, b);
        let now_ms = self.now_ms;
        let link = &self.links[&(a, b)];
        if link.ways.iter().any(|way| way.cut) || !self.people[a].is_on() || !self.people[b].is_on() {
            return;
        }
        let ids = [self.people[b].id, self.people[a].id];
        let mut opened = Vec::new();
        for (person, remote) in [a, b].into_iter().zip(ids) {
            let now = self.people[person].now(now_ms);
            opened.push(Session::open(self.people[person].ws(), &remote, now).unwrap());
        }
        // Who isn't granted is closed by TLS's key alone; then there is no session at either end.
        if opened.iter().any(Option::is_none) {
            return;
        }
        for (side, opened) in opened.into_iter().enumerate() {
            let (session, effects) = opened.unwrap();
            self.link((a, b)).ends[side] = Some(End { session, due_ms: None });
            self.carry_out((a, b), side, effects);
        }
    }

    pub(crate) fn disconnect(&mut self, a: usize, b: usize) {
        let link = self.link(key(a, b));
        link.ends = [None, None];
        link.ways.iter_mut().for_each(|way| way.queue.clear());
    }

    pub(crate) fn is_equal(&self, a: usize, b: usize) -> bool {
        self.links[&key(a, b)].ends.iter().all(|end| end.as_ref().is_some_and(|end| end.session.is_equal()))
    }

    pub(crate) fn is_connected(&self, a: usize, b: usize) -> bool {
        self.links[&key(a, b)].ends.iter().all(Option::is_some)
    }

    /// Somebody committed something: their sessions, but the one that it came from, are told.
    pub(crate) fn committed(&mut self, person: usize, but: Option<(usize, usize)>) {
        let links: Vec<_> = self.links.keys().copied().filter(|pair| Some(*pair) != but).collect();
        for pair in links {
            if let Some(side) = side(pair, person) {
                self.with_session(pair, side, |session, person, now| session.committed(person.ws(), now).unwrap());
            }
        }
    }

    pub(crate) fn crash(&mut self, person: usize) {
        self.people[person].crash();
        let links: Vec<_> = self.links.keys().copied().filter(|pair| side(*pair, person).is_some()).collect();
        links.into_iter().for_each(|(a, b)| self.disconnect(a, b));
    }

    /// How many frames are on their way.
    pub(crate) fn waiting(&self, pair: (usize, usize), way: usize) -> usize {
        self.links[&pair].ways[way].queue.len()
    }

    /// Delivers one frame, if one is on its way. Which one is chance.
    pub(crate) fn deliver_one(&mut self) -> bool {
        let ways: Vec<_> = self
            .links
            .iter()
            .flat_map(|(pair, link)| {
                [(*pair, 0), (*pair, 1)].into_iter().filter(|(_, way)| !link.ways[*way].queue.is_empty())
            })
            .collect();
        if ways.is_empty() {
            return false;
        }
        let (pair, way) = ways[self.chance.below(ways.len())];
        let (faults, waiting) = (self.links[&pair].faults, self.links[&pair].ways[way].queue.len());
        let which = if self.chance.percent(faults.reorder) { self.chance.below(waiting) } else { 0 };
        let (dropped, doubled) = (self.chance.percent(faults.drop), self.chance.percent(faults.duplicate));
        let link = self.link(pair);
        let frame = link.ways[way].queue.remove(which).unwrap();
        if doubled {
            link.ways[way].queue.push_back(frame.clone());
        }
        if !dropped && !link.ways[way].cut {
            self.with_session(pair, 1 - way, |session, person, now| session.frame(person.ws(), &frame, now).unwrap());
        }
        // Who closed is gone; the other notices when it has read what was sent before.
        let link = self.link(pair);
        if link.ends[way].is_none() && link.ways[way].queue.is_empty() {
            link.ends[1 - way] = None;
            link.ways[1 - way].queue.clear();
        }
        true
    }

    /// Lets time pass, up to so many milliseconds: delivers everything and fires the timers that are due.
    pub(crate) fn pass(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        let mut steps = 0;
        loop {
            while self.deliver_one() {
                steps += 1;
                assert!(steps < 20_000, "they never stop talking");
            }
            let ends = self.links.values().flat_map(|link| &link.ends).flatten();
            match ends.filter_map(|end| end.due_ms).min().filter(|due| *due <= until) {
                Some(due) => self.now_ms = self.now_ms.max(due),
                None => break,
            }
            self.fire();
        }
        self.now_ms = until;
    }

    fn fire(&mut self) {
        let now_ms = self.now_ms;
        let due = self.links.iter().flat_map(|(pair, link)| {
            let is_due =
                |side: &usize| link.ends[*side].as_ref().is_some_and(|end| end.due_ms.is_some_and(|due| due <= now_ms));
            [0, 1].into_iter().filter(is_due).map(|side| (*pair, side)).collect::<Vec<_>>()
        });
        for (pair, side) in due.collect::<Vec<_>>() {
            self.with_session(pair, side, |session, person, now| session.tick(person.ws(), now).unwrap());
        }
    }

    fn with_session(
        &mut self,
        pair: (usize, usize),
        side: usize,
        act: impl FnOnce(&mut Session, &mut Person, sideways_core::snapshot::Moment) -> Vec<Effect>,
    ) {
        let person = if side == 0 { pair.0 } else { pair.1 };
        let Some(mut end) = self.link(pair).ends[side].take() else { return };
        let now = self.people[person].now(self.now_ms);
        let effects = act(&mut end.session, &mut self.people[person], now);
        self.link(pair).ends[side] = Some(end);
        self.carry_out(pair, side, effects);
    }

    fn carry_out(&mut self, pair: (usize, usize), side: usize, effects: Vec<Effect>) {
        let person = if side == 0 { pair.0 } else { pair.1 };
        let mut changed = false;
        for effect in effects {
            match effect {
                Effect::Send(frame) => {
                    assert!(!frame.is_empty() && frame.len() <= sideways_core::limits::FRAME_BYTES);
                    self.tap.see(&frame);
                    let link = self.link(pair);
                    link.frames += 1;
                    link.ways[side].queue.push_back(frame);
                }
                Effect::Close(reason) => {
                    *self.closed.entry(reason.code()).or_default() += 1;
                    let link = self.link(pair);
                    link.ends[side] = None;
                    if link.ways[side].queue.is_empty() {
                        link.ends[1 - side] = None;
                    }
                }
                Effect::Changed => changed = true,
            }
        }
        let (now_ms, clock_ms) = (self.now_ms, self.people[person].clock_ms);
        if let Some(end) = &mut self.link(pair).ends[side] {
            let wait = |next: sideways_core::snapshot::Moment| (next.unix_ms - now_ms - clock_ms).max(0);
            end.due_ms = end.session.next_tick().map(|next| now_ms + wait(next));
        }
        if changed {
            self.committed(person, Some(pair));
        }
    }

    pub(crate) fn link(&mut self, pair: (usize, usize)) -> &mut Link {
        self.links.get_mut(&pair).unwrap()
    }
}

/// The two, the lower first.
pub(crate) fn key(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// Which way leads from `from` to `to`.
pub(crate) fn way(from: usize, to: usize) -> usize {
    usize::from(from > to)
}

fn side(pair: (usize, usize), person: usize) -> Option<usize> {
    if pair.0 == person { Some(0) } else { (pair.1 == person).then_some(1) }
}
