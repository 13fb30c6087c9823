//! The gate: what a colleague's modified program may send, and what becomes of it. Always besides the row:
//! the change is refused and named, what was here stays, and both sides go on.

use crate::{
    disk::{Disk, Left},
    people::{KEY, NOW, Person, carry, meet, opening, pair},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sideways_core::{
    Workspace,
    change::{Action, Change, Key, Object, Op, OpId, Reason, Run, Scalar},
    command::{Command, ListCommand, Splice},
    id::{Actor, DocId, Hash},
    snapshot::Kind,
};
use std::collections::BTreeSet;

/// A shared list with some history, and one more change of Dana's that Alex hasn't seen.
struct Scene {
    disk: Disk,
    alex: Person,
    dana: Person,
    list: DocId,
    next: Change,
}

fn scene() -> Scene {
    let disk = Disk::default();
    let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let mut dana = Person::new(2, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
    pair(&mut alex, &mut dana);
    let list = alex.ws.open_invitations(NOW)[0].list;
    alex.add("Alex’s line");
    dana.list(ListCommand::Pad {
        as_of: vec![],
        splices: vec![Splice { at: 0, delete: 0, insert: "together".into() }],
    });
    meet(&mut alex, &mut dana);
    dana.add("Dana’s line");
    let next = last_change(&mut dana, &alex);
    Scene { disk, alex, dana, list, next }
}

fn last_change(dana: &mut Person, alex: &Person) -> Change {
    let grant = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    let runs = dana.ws.missing(&grant, &[], &BTreeSet::new(), 250_000).unwrap();
    runs.last().unwrap().changes.last().unwrap().clone()
}

impl Scene {
    /// Sends changes as one run, signed by Dana's device; what Alex refused.
    fn send(&mut self, changes: Vec<Change>) -> Vec<Reason> {
        let mut run = Run { changes, signature: [0; 64] };
        let last = Workspace::hash_of(&run).pop().unwrap_or(Hash([0; 32]));
        run.signature = self.dana.ws.device_key().sign_change(&self.list, &last);
        self.send_run(run)
    }

    fn send_run(&mut self, run: Run) -> Vec<Reason> {
        let grant = self.alex.ws.grant(&self.dana.ws.device_key().id()).unwrap();
        let received = self.alex.ws.receive(&grant, vec![run], NOW).unwrap();
        received.refused.into_iter().map(|(_, reason)| reason).collect()
    }
}

fn first_op(change: &mut Change) -> &mut Op {
    &mut change.ops[0]
}

#[test]
fn refused_changes_are_named_and_everything_else_goes_on() {
    type Mutation = fn(&mut Change, &Scene);
    let rows: &[(&str, Mutation, Reason)] = &[
        ("another device’s actor", |c, _| c.actor = Actor([5; 24]), Reason::Actor),
        ("my actor", |c, s| c.actor = Actor::new(&s.alex.ws.device_key().id(), [0; 8]), Reason::Signature),
        ("a gap in its numbers", |c, _| c.seq += 3, Reason::Sequence),
        ("number nought", |c, _| c.seq = 0, Reason::Counter),
        ("a second change with one number", |c, _| c.seq -= 1, Reason::Fork),
        ("operations numbered too high", |c, _| c.start_op += 1, Reason::Counter),
        ("operations numbered too low", |c, _| c.start_op -= 1, Reason::Counter),
        ("the greatest counter", |c, _| c.start_op = u64::from(u32::MAX) - 1, Reason::Counter),
        ("an object that does not exist", |c, _| first_op(c).object = missing_object(), Reason::Reference),
        ("a predecessor that does not exist", |c, _| first_op(c).preds = vec![missing_op()], Reason::Reference),
        ("a key of no bytes", |c, _| first_op(c).key = Key::Map(String::new()), Reason::TooLarge),
        ("a key of 1 MiB", |c, _| first_op(c).key = Key::Map("k".repeat(1 << 20)), Reason::TooLarge),
        ("a text of 1 MiB", |c, _| put_value(c, "state", &"x".repeat(1 << 20)), Reason::TooLarge),
        ("a million operations", |c, _| c.ops = vec![c.ops[0].clone(); 30_000], Reason::TooLarge),
        ("a key the list doesn’t have", |c, _| root_put(c, "surprise"), Reason::Schema),
        ("a list in place of the lines", |c, _| root_make(c, "lines"), Reason::Schema),
        (
            "a deleted structure",
            |c, _| {
                root_put(c, "lines");
                first_op(c).action = Action::Delete(1);
            },
            Reason::Reference,
        ),
        ("an element in a map", |c, _| first_op(c).key = Key::Head, Reason::Reference),
        ("inserting into a map", |c, _| first_op(c).insert = true, Reason::Reference),
        ("an unknown state", |c, _| put_value(c, "state", "finished"), Reason::Schema),
        ("an order key that never ends", |c, _| put_value(c, "order", "!"), Reason::Schema),
        ("a moment before 2000", |c, _| c.unix_ms = 946_684_799_999, Reason::Time),
        ("a moment after 2200", |c, _| c.unix_ms = 7_258_118_400_000, Reason::Time),
        ("the least moment there is", |c, _| c.unix_ms = i64::MIN, Reason::Time),
        ("the greatest", |c, _| c.unix_ms = i64::MAX, Reason::Time),
        ("dependencies that repeat", |c, _| c.deps.push(c.deps[0]), Reason::Sequence),
        ("too many dependencies", |c, _| c.deps = (0..100).map(|n| Hash([n; 32])).collect(), Reason::TooLarge),
    ];
    for (what, mutate, reason) in rows {
        let mut scene = scene();
        let mut change = scene.next.clone();
        mutate(&mut change, &scene);
        assert_eq!(scene.send(vec![change]), [*reason], "{what}");
        // What was here stays, and both go on.
        scene.alex.add("still writing");
        assert_eq!(carry(&mut scene.alex, &mut scene.dana), 0, "{what}");
        assert_eq!(carry(&mut scene.dana, &mut scene.alex), 0, "{what}");
        assert_eq!(scene.alex.texts(), ["Alex’s line", "Dana’s line", "still writing"], "{what}");
    }
}

fn missing_op() -> OpId {
    OpId { counter: 1, actor: Actor([7; 24]) }
}

fn missing_object() -> Object {
    Object::Made(missing_op())
}

fn root_put(change: &mut Change, key: &str) {
    change.ops = vec![Op {
        object: Object::Root,
        key: Key::Map(key.into()),
        insert: false,
        action: Action::Put(Scalar::Bool(true)),
        preds: vec![],
    }];
}

fn root_make(change: &mut Change, key: &str) {
    root_put(change, key);
    change.ops[0].action = Action::MakeMap;
}

fn put_value(change: &mut Change, key: &str, value: &str) {
    let op = change.ops.iter_mut().find(|op| op.key == Key::Map(key.into())).unwrap();
    op.action = Action::Put(Scalar::Str(value.into()));
}

#[test]
fn nobody_writes_under_another_persons_name() {
    let mut scene = scene();
    let alex = scene.alex.ws.snapshot().person;
    scene.dana.list(ListCommand::WorkingOn("Dana’s own".into()));
    let mut change = last_change(&mut scene.dana, &scene.alex);
    change.ops[0].key = Key::Map(format!("{alex}.working_on"));
    let next = scene.next.clone();
    assert_eq!(scene.send(vec![next, change]), [Reason::Authority]);
    assert_eq!(scene.alex.view().list.my_working_on, "");
}

#[test]
fn a_wrong_signature_is_refused_and_does_not_spoil_the_right_one() {
    let mut scene = scene();
    let run = Run { changes: vec![scene.next.clone()], signature: [3; 64] };
    assert_eq!(scene.send_run(run), [Reason::Signature]);
    let next = scene.next.clone();
    assert_eq!(scene.send(vec![next]), []);
    assert_eq!(scene.alex.texts(), ["Alex’s line", "Dana’s line"]);
}

#[test]
fn a_change_of_another_document_does_not_fit_this_one() {
    let mut scene = scene();
    let mut run = Run { changes: vec![scene.next.clone()], signature: [0; 64] };
    let hash = Workspace::hash_of(&run)[0];
    run.signature = scene.dana.ws.device_key().sign_change(&DocId([1; 16]), &hash);
    assert_eq!(scene.send_run(run), [Reason::Signature]);
}

#[test]
fn what_builds_on_a_refused_change_is_refused_and_the_rest_is_not() {
    let mut scene = scene();
    let mut bad = scene.next.clone();
    put_value(&mut bad, "state", "finished");
    let hash = Workspace::hash_of(&Run { changes: vec![bad.clone()], signature: [0; 64] })[0];
    let mut child = bad.clone();
    child.seq += 1;
    child.start_op += bad.ops.len() as u64;
    child.deps = vec![hash];
    root_put(&mut child, "x.later");
    assert_eq!(scene.send(vec![bad, child]), [Reason::Schema, Reason::Ancestor]);
    assert_eq!(scene.alex.view().sharing.refused.len(), 2);
    scene.dana.list(ListCommand::Fresh);
    scene.alex.add("the rest goes on");
    assert!(scene.alex.texts().contains(&"the rest goes on".to_owned()));
}

#[test]
fn what_is_newer_than_we_is_kept_and_forwarded() {
    let mut scene = scene();
    let mut change = scene.next.clone();
    root_put(&mut change, "x.mood");
    assert_eq!(scene.send(vec![change.clone()]), []);
    let grant = scene.alex.ws.grant(&scene.dana.ws.device_key().id()).unwrap();
    let runs = scene.alex.ws.missing(&grant, &[], &BTreeSet::new(), 250_000).unwrap();
    assert!(runs.iter().any(|run| run.changes.contains(&change)));
}

#[test]
fn changes_that_never_come_fill_a_bounded_pen() {
    let mut scene = scene();
    for n in 0..3_000_u64 {
        let mut change = scene.next.clone();
        change.deps = vec![Hash([(n % 251) as u8 + 1; 32])];
        change.unix_ms = NOW.unix_ms + n as i64;
        assert_eq!(scene.send(vec![change]), []);
    }
    scene.alex.add("still quick");
    let next = scene.next.clone();
    assert_eq!(scene.send(vec![next]), []);
    assert_eq!(scene.alex.texts().len(), 3);
}

/// One way to damage a change.
#[derive(Debug, Clone)]
pub enum Damage {
    Seq(i64),
    Start(i64),
    Time(i64),
    Actor(u8),
    DropDep,
    Dep(u8),
    DropOp(usize),
    RepeatOp(usize),
    SwapOps(usize, usize),
    Object(usize, u64, bool),
    Key(usize, u64),
    MapKey(usize, u8),
    Insert(usize),
    Action(usize, u8),
    Pred(usize, u64, bool),
    /// A number as large or small as there is.
    Far(usize, u8),
}

pub fn damage() -> impl Strategy<Value = Damage> {
    let op = 0..9_usize;
    prop_oneof![
        (-2..3_i64).prop_map(Damage::Seq),
        (-3..40_i64).prop_map(Damage::Start),
        any::<i64>().prop_map(Damage::Time),
        any::<u8>().prop_map(Damage::Actor),
        Just(Damage::DropDep),
        any::<u8>().prop_map(Damage::Dep),
        op.clone().prop_map(Damage::DropOp),
        op.clone().prop_map(Damage::RepeatOp),
        (op.clone(), op.clone()).prop_map(|(a, b)| Damage::SwapOps(a, b)),
        (op.clone(), 0..40_u64, any::<bool>()).prop_map(|(at, n, mine)| Damage::Object(at, n, mine)),
        (op.clone(), 0..40_u64).prop_map(|(at, n)| Damage::Key(at, n)),
        (op.clone(), 0..8_u8).prop_map(|(at, n)| Damage::MapKey(at, n)),
        op.clone().prop_map(Damage::Insert),
        (op.clone(), 0..9_u8).prop_map(|(at, n)| Damage::Action(at, n)),
        (op.clone(), 0..40_u64, any::<bool>()).prop_map(|(at, n, mine)| Damage::Pred(at, n, mine)),
        (op, any::<u8>()).prop_map(|(at, n)| Damage::Far(at, n)),
    ]
}

pub fn apply(change: &mut Change, damage: &Damage, others: Actor) {
    let own = change.actor;
    let id = |counter: u64, mine: bool| OpId { counter, actor: if mine { own } else { others } };
    let count = change.ops.len().max(1);
    match *damage {
        Damage::Seq(by) => change.seq = change.seq.saturating_add_signed(by),
        Damage::Start(by) => change.start_op = change.start_op.saturating_add_signed(by),
        Damage::Time(at) => change.unix_ms = at,
        Damage::Actor(byte) => change.actor.0[20] = byte,
        Damage::DropDep => drop(change.deps.pop()),
        Damage::Dep(byte) => change.deps.push(Hash([byte; 32])),
        Damage::DropOp(at) if !change.ops.is_empty() => drop(change.ops.remove(at % count)),
        Damage::RepeatOp(at) if !change.ops.is_empty() => change.ops.push(change.ops[at % count].clone()),
        Damage::SwapOps(a, b) if !change.ops.is_empty() => change.ops.swap(a % count, b % count),
        _ => {}
    }
    let on = |at: usize| at % count;
    match *damage {
        Damage::Object(at, n, mine) => with(change, on(at), |op| op.object = Object::Made(id(n, mine))),
        Damage::Key(at, n) => with(change, on(at), |op| op.key = Key::Element(id(n, true))),
        Damage::MapKey(at, n) => with(change, on(at), |op| {
            op.key =
                Key::Map(["lines", "people", "pad", "text", "state", "x.a", "wordings", "order"][n as usize].into())
        }),
        Damage::Insert(at) => with(change, on(at), |op| op.insert = !op.insert),
        Damage::Action(at, n) => with(change, on(at), |op| {
            op.action = [
                Action::MakeMap,
                Action::MakeText,
                Action::Put(Scalar::Int(-1)),
                Action::Put(Scalar::Bool(true)),
                Action::Put(Scalar::Str("done".into())),
                Action::Put(Scalar::Str("ä".into())),
                Action::Delete(1),
                Action::Delete(3),
                Action::Delete(u64::MAX),
            ][n as usize]
                .clone();
        }),
        Damage::Pred(at, n, mine) => with(change, on(at), |op| op.preds.push(id(n, mine))),
        Damage::Far(at, n) => far(change, on(at), n),
        _ => {}
    }
}

/// Puts an extreme number somewhere.
fn far(change: &mut Change, at: usize, n: u8) {
    const FAR: [u64; 6] = [0, u32::MAX as u64, u32::MAX as u64 + 1, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];
    let number = FAR[usize::from(n) % FAR.len()];
    let own = change.actor;
    let id = OpId { counter: number, actor: own };
    match usize::from(n) / FAR.len() % 8 {
        0 => change.seq = number,
        1 => change.start_op = number,
        2 => change.unix_ms = number as i64,
        3 => with(change, at, |op| op.action = Action::Delete(number)),
        4 => with(change, at, |op| op.preds = vec![id]),
        5 => with(change, at, |op| op.object = Object::Made(id)),
        6 => with(change, at, |op| op.key = Key::Element(id)),
        _ => with(change, at, |op| op.action = Action::Put(Scalar::Int(number as i64))),
    }
}

fn with(change: &mut Change, at: usize, edit: impl FnOnce(&mut Op)) {
    if let Some(op) = change.ops.get_mut(at) {
        edit(op);
    }
}

/// Valid changes, damaged, hashed and signed again: no panic, and nothing is accepted after which the
/// document doesn't load or the next edit fails.
#[test]
fn what_is_accepted_loads_again_and_can_be_edited() {
    let cases = std::env::var("SIDEWAYS_MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let mut scene = scene();
    let mut accepted = 0;
    let strategy = (proptest::collection::vec(damage(), 1..4), any::<bool>());
    for round in 0..cases {
        let (damages, on_pad) = strategy.new_tree(&mut runner).unwrap().current();
        if round % 40 == 0 {
            scene = self::scene();
        }
        let base = if on_pad { pad_change(&mut scene) } else { scene.next.clone() };
        let mut change = base;
        let others = Actor::new(&scene.alex.ws.device_key().id(), [0; 8]);
        damages.iter().for_each(|damage| apply(&mut change, damage, others));
        if scene.send(vec![change.clone()]).is_empty() {
            accepted += 1;
        }
        scene.alex.add("the next edit");
        if round % 10 == 0 {
            reloads(&mut scene, &change);
        }
    }
    assert!(accepted > 0, "no damaged change was harmless: the test is blind");
}

fn pad_change(scene: &mut Scene) -> Change {
    let at = scene.dana.view().list.pad.chars().count().min(3);
    scene.dana.list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at, delete: 0, insert: "xyz".into() }] });
    last_change(&mut scene.dana, &scene.alex)
}

/// What Alex has on the disk opens, shows the same, and can be written on.
fn reloads(scene: &mut Scene, change: &Change) {
    let copy = scene.disk.after_power_failure(Left::Nothing);
    let mut again = Workspace::open_on(copy.backend(), KEY, opening(9)).unwrap();
    assert_eq!(again.snapshot().peers, scene.alex.ws.snapshot().peers, "{change:?}");
    let add = ListCommand::Add { text: "after opening again".into(), kind: Kind::Idea };
    again.edit(Command::List(scene.alex.peer, add), NOW).unwrap();
}
