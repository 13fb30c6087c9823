//! Histories that a changed program thinks of: several runs of it, branches, good changes and damaged ones, extreme
//! numbers, each hashed and signed again. After every frame of which something was accepted the list opens again, shows
//! the same, and every edit of mine works there; and whoever hears the same in another order agrees.

use super::{edits_that_fail, mallory::Mallory};
use crate::{
    disk::Left,
    gate::{apply, damage},
    people::{KEY, NOW, Person, opening},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sideways_core::{
    Workspace,
    change::{Action, Change, Key, Object, Op, OpId, Reason},
    command::{Choice, ListCommand, Place, Splice},
    id::{Actor, Hash},
    snapshot::{Kind, State},
};
use std::time::{Duration, Instant};

/// Changes of one history.
const CHANGES: usize = 24;
/// The longest that one frame may take, on a computer that does other things as well.
const VERDICT: Duration = Duration::from_secs(5);

/// What is wanted next, from a seed.
struct Dice(TestRunner);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        Self(TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)))
    }

    fn throw<S: Strategy>(&mut self, of: S) -> S::Value {
        of.new_tree(&mut self.0).unwrap().current()
    }

    fn below(&mut self, n: usize) -> usize {
        self.throw(0..n.max(1))
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// Both write one of everything, so that there are patterns of every kind.
fn patterns(mallory: &mut Mallory) -> Vec<Change> {
    let Mallory { alex, dana, .. } = &mut *mallory;
    crate::people::meet(alex, dana);
    for who in [&mut *alex, dana] {
        let line = who.add("a line");
        who.list(ListCommand::Remark(line, "a note".into()));
        who.list(ListCommand::SetState(line, State::Doing));
        who.list(ListCommand::SetKind(line, Kind::Ask));
        who.list(ListCommand::Help(line, Choice::Yes));
        who.list(ListCommand::Reword { line, text: "said otherwise".into(), seen: vec![] });
        who.list(ListCommand::Move(line, Place::Last));
        who.list(ListCommand::WorkingOn("the audit".into()));
        let splices = vec![Splice { at: 2, delete: 3, insert: "pad".into() }];
        who.list(ListCommand::Pad { as_of: vec![], splices });
        who.list(ListCommand::Remove(line));
    }
    crate::people::meet(alex, dana);
    mallory.listen();
    mallory.known.values().map(|known| known.change.clone()).collect()
}

/// The same change, as that run would make it now: what it refers to of its own moves along.
fn moved(pattern: &Change, actor: Actor, start: u64) -> Vec<Op> {
    let shift = |id: OpId| {
        let own = id.actor == pattern.actor && id.counter >= pattern.start_op;
        if own { OpId { counter: id.counter - pattern.start_op + start, actor } } else { id }
    };
    let object = |object: Object| match object {
        Object::Made(id) => Object::Made(shift(id)),
        Object::Root => Object::Root,
    };
    let moved = pattern.ops.iter().map(|op| Op {
        object: object(op.object),
        key: match &op.key {
            Key::Element(id) => Key::Element(shift(*id)),
            key => key.clone(),
        },
        insert: op.insert,
        action: op.action.clone(),
        preds: op.preds.iter().map(|id| shift(*id)).collect(),
    });
    moved.collect()
}

/// A run of the changed program: its actor and the last number and change of it.
#[derive(Clone)]
struct Line {
    actor: Actor,
    seq: u64,
    last: Option<Hash>,
}

/// One history, sent and judged. How many of its changes were accepted and refused, and how long a frame took at most.
fn history(seed: u64) -> (usize, usize, Duration) {
    let mut dice = Dice::new(seed);
    let mut mallory = Mallory::new();
    let patterns = patterns(&mut mallory);
    let before = mallory.disk.after_power_failure(Left::Nothing);
    let me = Actor::new(&mallory.alex.ws.device_key().id(), [0; 8]);
    let mut lines: Vec<Line> = Vec::new();
    let (mut accepted, mut longest, mut reasons) = (0, Duration::ZERO, Vec::new());
    let mut made = 0;
    while made < CHANGES {
        for _ in 0..1 + dice.below(6) {
            if lines.len() < 4 && (lines.is_empty() || dice.below(4) == 0) {
                lines.push(Line { actor: mallory.fresh(), seq: 0, last: None });
            }
            let at = dice.below(lines.len());
            let line = lines[at].clone();
            // On everything, on one head, or somewhere in the past; and always on its own last one.
            let heads = mallory.heads();
            let all: Vec<Hash> = mallory.known.keys().copied().collect();
            let mut deps = match dice.below(3) {
                0 => heads,
                1 => vec![dice.pick(&heads)],
                _ => vec![dice.pick(&all), dice.pick(&all)],
            };
            deps.truncate(8);
            deps.extend(line.last);
            let pattern = dice.pick(&patterns);
            let again = dice.below(3) == 0;
            let (actor, damaged) = (line.actor, dice.below(3) == 0);
            let damages = if damaged { dice.throw(proptest::collection::vec(damage(), 1..4)) } else { Vec::new() };
            let hash = mallory.change_as(actor, line.seq + 1, &deps, |change| {
                change.ops = moved(&pattern, actor, change.start_op);
                // Otherwise it is about something new, and not another map under an id that there is.
                if !again {
                    rename(&mut change.ops, seed.wrapping_add(made as u64));
                }
                damages.iter().for_each(|damage| apply(change, damage, me));
            });
            // A damaged one may be good or not; those after it are tried either way.
            if !damaged || dice.below(2) == 0 {
                lines[at] = Line { seq: line.seq + 1, last: hash.or(line.last), ..line };
            }
            made += 1;
        }
        let sent = mallory.sent.len();
        let heads = mallory.alex_heads();
        let (took, refused) = mallory.send_telling();
        longest = longest.max(took);
        assert!(took < VERDICT, "{took:?}");
        for (hash, reason) in refused {
            reasons.push(reason);
            // Mostly it goes on with what was taken; what builds on a refused one is refused as well.
            if dice.below(8) > 0 {
                mallory.known.remove(&hash);
                lines.retain(|line| line.last != Some(hash));
            }
        }
        accepted += mallory.sent.len() - sent;
        if mallory.alex_heads() != heads {
            opens_and_can_be_edited(&mallory, seed);
        }
    }
    // Whoever hears the same in another order agrees. A run that forked itself is answered by who came first.
    if !reasons.contains(&Reason::Fork) {
        hears_in_another_order(&mut dice, &mut mallory, before);
    }
    (accepted - reasons.len().min(accepted), reasons.len(), longest)
}

/// Gives the ids among the keys other letters.
fn rename(ops: &mut [Op], by: u64) {
    let digits = |c: char| c.is_ascii_hexdigit();
    let renames: Vec<(String, String)> = ops
        .iter()
        .filter_map(|op| match (&op.key, &op.action) {
            (Key::Map(key), Action::MakeMap | Action::MakeText) if key.len() == 32 && key.chars().all(digits) => {
                Some((key.clone(), format!("{:016x}{}", by.wrapping_mul(0x9E37_79B9_7F4A_7C15), &key[16..])))
            }
            _ => None,
        })
        .collect();
    for op in ops {
        if let Key::Map(key) = &mut op.key
            && let Some((_, new)) = renames.iter().find(|(old, _)| old == key)
        {
            key.clone_from(new);
        }
    }
}

fn opens_and_can_be_edited(mallory: &Mallory, seed: u64) {
    let copy = mallory.disk.after_power_failure(Left::Nothing);
    let ws = Workspace::open_on(copy.backend(), KEY, opening(9)).unwrap();
    let mut again = Person { ws, peer: mallory.alex.peer };
    assert_eq!(again.ws.snapshot().peers, mallory.alex.ws.snapshot().peers, "seed {seed}");
    assert!(again.ws.verify().is_ok(), "seed {seed}");
    assert_eq!(edits_that_fail(&mut again), Vec::<String>::new(), "seed {seed}");
}

fn hears_in_another_order(dice: &mut Dice, mallory: &mut Mallory, before: crate::disk::Disk) {
    let mut ws = Workspace::open_on(before.backend(), KEY, opening(8)).unwrap();
    let grant = ws.grant(&mallory.dana.ws.device_key().id()).unwrap();
    let mut runs = mallory.sent.clone();
    for at in (1..runs.len()).rev() {
        runs.swap(at, dice.below(at + 1));
    }
    // What came before what it builds on waits; hearing it once more must change nothing.
    for _ in 0..2 {
        for some in runs.chunks(3) {
            ws.receive(&grant, some.to_vec(), NOW).unwrap();
        }
    }
    let (mut theirs, mut mine) = (ws.heads(&grant).unwrap(), mallory.alex_heads());
    theirs.sort();
    mine.sort();
    assert_eq!(theirs, mine, "another order, another verdict");
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

#[test]
fn whatever_history_it_thinks_of_mine_goes_on() {
    let (first, histories) = (number("SIDEWAYS_FIRST").unwrap_or(0), number("SIDEWAYS_HISTORIES").unwrap_or(12));
    let (mut accepted, mut refused, mut longest) = (0, 0, Duration::ZERO);
    let begun = Instant::now();
    // The last was found by a longer run: a line made without a place for notes took none of mine.
    for seed in (first..first + histories).chain([1_100_452]) {
        let ended = std::panic::catch_unwind(|| history(seed));
        let Ok((good, bad, took)) = ended else { panic!("seed {seed}") };
        (accepted, refused, longest) = (accepted + good, refused + bad, longest.max(took));
    }
    println!(
        "{histories} histories: {accepted} changes accepted, {refused} refused, a frame took {longest:?} at most, all {:?}",
        begun.elapsed()
    );
    assert!(accepted > 0 && refused > 0, "the test is blind");
}
