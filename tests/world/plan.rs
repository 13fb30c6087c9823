//! A world by its seed: who is there, what they do, what the network does, and then the peace in which all must agree.

use crate::{
    check::Counts,
    tap::{PRIVATE, SHARED},
    world::{Faults, World, key, way},
};
use sideways_core::{
    command::{Choice, ListCommand, Outcome, Place, ShareCommand, Splice},
    error::EditError,
    id::LineId,
    snapshot::{Kind, SharingState, State},
};
use std::collections::BTreeSet;

const NAMES: [&str; 4] = ["Alex", "Dana", "Lee", "Sam"];
const TEN_YEARS_MS: i64 = 315_576_000_000;
const DOCUMENTS: usize = 1;

/// A line whose adding was acknowledged.
pub(crate) struct Added {
    pub(crate) by: usize,
    pub(crate) to: usize,
    pub(crate) line: LineId,
    pub(crate) text: String,
}

/// What people did, for the comparison in the end.
#[derive(Default)]
pub(crate) struct History {
    pub(crate) said: BTreeSet<String>,
    pub(crate) added: Vec<Added>,
    pub(crate) reworded: Vec<(LineId, String)>,
    pub(crate) removed: BTreeSet<LineId>,
    /// Pairs that began a fresh list.
    pub(crate) renewed: BTreeSet<(usize, usize)>,
}

/// Runs the world of a seed, telling its steps. Panics where a promise is broken.
pub(crate) fn run(seed: u64, told: &mut Vec<String>) -> Counts {
    let mut plan = Plan::new(seed, told);
    for _ in 0..30 + plan.world.chance.below(40) {
        plan.step();
    }
    plan.peace()
}

struct Plan<'a> {
    world: World,
    pairs: Vec<(usize, usize)>,
    history: History,
    counts: Counts,
    told: &'a mut Vec<String>,
}

impl<'a> Plan<'a> {
    fn new(seed: u64, told: &'a mut Vec<String>) -> Self {
        let people = 2 + (seed % 5 / 2) as usize;
        let mut world = World::new(seed, &NAMES[..people]);
        let mut pairs = Vec::new();
        for a in 0..people {
            for b in a + 1..people {
                // Everybody shares with the first; the others with some chance.
                if a == 0 || world.chance.percent(40) {
                    let (inviter, joiner) = if world.chance.percent(50) { (a, b) } else { (b, a) };
                    world.pair(inviter, joiner);
                    pairs.push((a, b));
                }
            }
        }
        Self { world, pairs, history: History::default(), counts: Counts::default(), told }
    }

    fn tell(&mut self, what: String) {
        self.told.push(what);
    }

    fn step(&mut self) {
        let pair = self.pairs[self.world.chance.below(self.pairs.len())];
        let (a, b) = if self.world.chance.percent(50) { pair } else { (pair.1, pair.0) };
        let (name, other) = (NAMES[a], NAMES[b]);
        match self.world.chance.below(100) {
            0..41 => self.edit(a, b),
            41..43 => self.write_file(a, b),
            43..45 => self.open_file(),
            45..60 => {
                let ms = [0, 10, 1_000, 4_000, 15_000][self.world.chance.below(5)];
                self.tell(format!("{ms} ms pass"));
                self.world.pass(ms);
            }
            60..66 => {
                let frames = self.world.chance.below(6);
                self.tell(format!("{frames} frames arrive"));
                (0..frames).for_each(|_| {
                    self.world.deliver_one();
                });
            }
            66..70 => {
                self.tell(format!("{name} and {other} are cut"));
                self.world.link(pair).ways.iter_mut().for_each(|way| way.cut = true);
                self.world.disconnect(a, b);
            }
            70..74 => {
                self.tell(format!("{name} reaches {other} no more"));
                self.world.link(pair).ways[way(a, b)].cut = true;
            }
            74..80 => {
                self.tell(format!("{name} and {other} connect again"));
                self.world.link(pair).ways.iter_mut().for_each(|way| way.cut = false);
                self.world.connect(a, b);
            }
            80..85 => {
                let mut odds = || [0, 0, 20, 60][self.world.chance.below(4)];
                let faults = Faults { drop: odds(), duplicate: odds().min(40), reorder: odds() };
                self.tell(format!("between {name} and {other}: {faults:?}"));
                self.world.link(pair).faults = faults;
            }
            85..89 => self.power(a),
            89..93 => {
                let jump = [TEN_YEARS_MS, -TEN_YEARS_MS, 60_000, -60_000][self.world.chance.below(4)];
                self.tell(format!("{name}’s clock jumps by {jump} ms"));
                self.world.people[a].clock_ms += jump;
            }
            93..96 => self.stop_or_resume(a, b),
            96..98 => self.fresh(a, b),
            _ if self.world.people[a].is_on() => {
                let text = format!("{PRIVATE} {}", self.counts.edits);
                let now_ms = self.world.now_ms;
                self.world.people[a].note(b, &text, now_ms);
                self.world.committed(a, None);
            }
            _ => {}
        }
    }

    fn write_file(&mut self, a: usize, b: usize) {
        if self.world.people[a].is_on() && self.world.write_file(a, b) {
            self.tell(format!("{} writes a file for {}", NAMES[a], NAMES[b]));
            self.counts.files += 1;
        }
    }

    fn open_file(&mut self) {
        if let Some((from, to, came)) = self.world.open_file() {
            self.tell(format!("{} opens a file of {}’s: {came}", NAMES[to], NAMES[from]));
            self.world.committed(to, None);
        }
    }

    fn power(&mut self, a: usize) {
        if self.world.people[a].is_on() {
            self.tell(format!("{}’s power fails", NAMES[a]));
            self.world.crash(a);
            self.counts.crashes += 1;
        } else {
            self.tell(format!("{} starts again", NAMES[a]));
            let now_ms = self.world.now_ms;
            self.world.people[a].start(now_ms);
            for (a, b) in self.pairs.clone() {
                if !self.world.is_connected(a, b) {
                    self.world.connect(a, b);
                }
            }
        }
    }

    fn is_stopped(&mut self, a: usize, b: usize) -> bool {
        let peer = self.world.people[a].peers[&b];
        let snapshot = self.world.people[a].ws().snapshot();
        snapshot.peers.iter().any(|view| view.id == peer && view.sharing.state == SharingState::Stopped)
    }

    fn stop_or_resume(&mut self, a: usize, b: usize) {
        if !self.world.people[a].is_on() {
            return;
        }
        let (name, now_ms) = (NAMES[a], self.world.now_ms);
        if self.is_stopped(a, b) {
            self.tell(format!("{name} resumes with {}", NAMES[b]));
            self.world.people[a].share(b, ShareCommand::Resume, now_ms).unwrap();
            self.world.connect(a, b);
        } else {
            self.tell(format!("{name} stops with {}", NAMES[b]));
            self.world.people[a].share(b, ShareCommand::Stop, now_ms).unwrap();
        }
        self.world.committed(a, None);
    }

    fn fresh(&mut self, a: usize, b: usize) {
        if !self.world.people[a].is_on() || self.is_stopped(a, b) {
            return;
        }
        if self.world.chance.percent(30) {
            return self.go_along(a, b);
        }
        self.tell(format!("{} begins a fresh list with {}", NAMES[a], NAMES[b]));
        let now_ms = self.world.now_ms;
        match self.world.people[a].edit(b, ListCommand::Fresh, now_ms) {
            Ok(_) => {
                self.history.renewed.insert(key(a, b));
                self.world.committed(a, None);
            }
            Err(error) => self.tell(format!("  refused: {error}")),
        }
    }

    fn go_along(&mut self, a: usize, b: usize) {
        let now_ms = self.world.now_ms;
        match self.world.people[a].edit(b, ListCommand::GoAlong, now_ms) {
            Ok(_) => {
                self.tell(format!("{} goes along with {}", NAMES[a], NAMES[b]));
                self.world.committed(a, None);
            }
            Err(EditError::Sharing(_)) => {}
            Err(error) => panic!("going along failed: {error}"),
        }
    }

    fn edit(&mut self, a: usize, b: usize) {
        if !self.world.people[a].is_on() {
            return;
        }
        let list = self.world.people[a].list(b);
        self.counts.edits += 1;
        let text = format!("{SHARED} {} {}", NAMES[a], self.counts.edits);
        let chosen = (!list.lines.is_empty()).then(|| list.lines[self.world.chance.below(list.lines.len())].clone());
        let command = match (self.world.chance.below(20), chosen) {
            (0..7, _) | (_, None) => ListCommand::Add { text: text.clone(), kind: Kind::Idea },
            (7..11, Some(line)) => {
                let seen = line.versions.iter().map(|version| version.id).collect();
                ListCommand::Reword { line: line.id, text: text.clone(), seen }
            }
            (11, Some(line)) => {
                ListCommand::SetState(line.id, [State::Open, State::Doing, State::Done][self.world.chance.below(3)])
            }
            (12, Some(line)) => ListCommand::SetKind(line.id, [Kind::Offer, Kind::Ask][self.world.chance.below(2)]),
            (13, Some(line)) => ListCommand::Help(line.id, [Choice::Yes, Choice::No][self.world.chance.below(2)]),
            (14, Some(line)) => ListCommand::Remark(line.id, text.clone()),
            (15, Some(line)) => {
                let before = list.lines[self.world.chance.below(list.lines.len())].id;
                ListCommand::Move(line.id, if before == line.id { Place::Last } else { Place::Before(before) })
            }
            (16, Some(line)) => ListCommand::Remove(line.id),
            (17, Some(_)) => ListCommand::WorkingOn(text.clone()),
            (18, Some(line)) if line.versions.len() > 1 => ListCommand::Choose(line.id, line.versions[0].id),
            (_, Some(_)) => {
                let length = list.pad.chars().count();
                let at = self.world.chance.below(length + 1);
                let delete = self.world.chance.below(4).min(length - at);
                ListCommand::Pad {
                    as_of: vec![],
                    splices: vec![Splice { at, delete, insert: format!("{} ", self.counts.edits) }],
                }
            }
        };
        self.tell(format!("{} to {}: {command:?}", NAMES[a], NAMES[b]));
        self.history.said.insert(text.clone());
        let now_ms = self.world.now_ms;
        let outcome = self.world.people[a].edit(b, command.clone(), now_ms);
        match (command, outcome) {
            (ListCommand::Add { .. }, Ok(Outcome::Line(line))) => {
                self.history.added.push(Added { by: a, to: b, line, text });
            }
            (ListCommand::Reword { line, .. }, Ok(_)) => self.history.reworded.push((line, text)),
            (ListCommand::Remove(line), Ok(_)) => drop(self.history.removed.insert(line)),
            (_, Ok(_)) => {}
            // A line that is only mine, or a stop, may not allow what was tried; then nothing was promised.
            (_, Err(EditError::Sharing(_) | EditError::NoSuchLine(_) | EditError::NoSuchWording)) => {}
            (_, Err(error)) => panic!("an edit failed: {error}"),
        }
        self.world.committed(a, None);
    }

    /// Everybody is on, nothing is stopped, cut or lossy; then all must agree, and then be quiet.
    fn peace(mut self) -> Counts {
        self.tell("peace".into());
        let now_ms = self.world.now_ms;
        for a in 0..self.world.people.len() {
            if !self.world.people[a].is_on() {
                self.world.people[a].start(now_ms);
            }
        }
        let keeps = self.world.chance.percent(30);
        for (a, b) in self.pairs.clone() {
            for (a, b) in [(a, b), (b, a)] {
                if self.is_stopped(a, b) {
                    self.world.people[a].share(b, ShareCommand::Resume, now_ms).unwrap();
                }
            }
            let link = self.world.link((a, b));
            link.ways.iter_mut().for_each(|way| way.cut = false);
            link.faults = Faults::default();
            // Some connections lived through it and must recover by themselves.
            if !(keeps && self.world.is_connected(a, b)) {
                self.world.connect(a, b);
            }
        }
        let before: Vec<usize> = self.pairs.iter().map(|pair| self.world.links[pair].frames).collect();
        self.world.pass(30_000);
        for (a, b) in self.pairs.clone() {
            // One that gave up asking waits for something to happen; the network coming back is something.
            if !self.world.is_equal(a, b) && keeps {
                self.world.connect(a, b);
            }
        }
        self.world.pass(30_000);
        for (pair, before) in self.pairs.clone().iter().zip(before) {
            let frames = self.world.links[pair].frames - before;
            self.counts.most_frames_after_heal = self.counts.most_frames_after_heal.max(frames);
            let bound = if keeps { 4 * DOCUMENTS + 20 } else { 2 * DOCUMENTS + 10 };
            assert!(frames <= bound, "{frames} frames between {pair:?} after the heal");
        }
        // Who was shown the list before a fresh one that lacks something goes along now.
        for (a, b) in self.pairs.clone() {
            self.go_along(a, b);
            self.go_along(b, a);
        }
        self.world.assert_all(&self.history);
        let frames: usize = self.world.links.values().map(|link| link.frames).sum();
        self.world.pass(3_600_000);
        let after: usize = self.world.links.values().map(|link| link.frames).sum();
        assert_eq!(frames, after, "they talk though they are equal");
        self.counts.frames = after;
        self.counts.shared_canaries = self.world.tap.shared_canaries;
        self.counts
    }
}
