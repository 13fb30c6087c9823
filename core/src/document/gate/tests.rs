//! What the structure of a change is refused for, whatever its document holds: a row a fault.

use super::*;
use crate::{
    document::Document,
    id::{Actor, DocId},
};

const ALEX: DeviceId = DeviceId([1; 32]);
const DANA: DeviceId = DeviceId([2; 32]);

fn author(device: DeviceId) -> Author {
    Author { device, person: PersonId([device.0[0]; 16]) }
}

fn op(object: Object, key: Key, action: Action) -> Op {
    let insert = !matches!((&key, &action), (Key::Map(_), _) | (_, Action::Delete(_)));
    Op { object, key, insert, action, preds: Vec::new() }
}

fn put(key: &str, text: &str) -> Op {
    op(Object::Root, Key::Map(key.into()), Action::Put(Scalar::Str(text.into())))
}

fn id(counter: u64, device: &DeviceId) -> OpId {
    OpId { counter, actor: Actor::new(device, [0; 8]) }
}

/// A text "pad" (operation 1), a map "map" (2), letters "abc" in the pad (3 to 5), and "key" set in the root (6).
fn document() -> (Document, Hash) {
    let mut document =
        Document::load(DocId([3; 16]), None, Vec::new(), std::iter::empty(), &id(1, &ALEX).actor).unwrap();
    let pad = Object::Made(id(1, &ALEX));
    let ops = vec![
        op(Object::Root, Key::Map("pad".into()), Action::MakeText),
        op(Object::Root, Key::Map("map".into()), Action::MakeMap),
        op(pad, Key::Head, Action::Put(Scalar::Str("abc".into()))),
        put("key", "value"),
    ];
    let first = Change {
        actor: id(1, &ALEX).actor,
        seq: 1,
        start_op: 1,
        unix_ms: limits::MOMENTS.start,
        deps: Vec::new(),
        ops,
    };
    let encoded = encode(&first).unwrap();
    let hash = encoded.hash;
    let validated = document.judge(first, encoded, &author(ALEX)).unwrap();
    document.admit(validated);
    document.apply_admitted().unwrap();
    (document, hash)
}

/// Dana's next change, with those operations.
fn next(after: Hash, ops: Vec<Op>) -> Change {
    Change { actor: id(7, &DANA).actor, seq: 1, start_op: 7, unix_ms: limits::MOMENTS.start, deps: vec![after], ops }
}

fn verdict(document: &Document, change: Change) -> Result<(), Rejected> {
    let encoded = encode(&change)?;
    document.judge(change, encoded, &author(DANA)).map(drop)
}

#[test]
fn what_an_operation_may_refer_to() {
    let (document, first) = document();
    let (pad, map) = (Object::Made(id(1, &ALEX)), Object::Made(id(2, &ALEX)));
    let at = |counter| Key::Element(id(counter, &ALEX));
    let key = |key: &str| Key::Map(key.into());
    let text = |text: &str| Action::Put(Scalar::Str(text.into()));
    let with = |preds: Vec<OpId>, op: Op| Op { preds, ..op };
    let own = Object::Made(id(7, &DANA));
    let (ok, reference) = (Ok(()), Err(Rejected::Invalid(Reason::Reference)));
    for (what, ops, expected) in [
        ("a key", vec![put("new", "x")], ok),
        ("a key in a map", vec![op(map, key("in"), text("x"))], ok),
        ("a key in a text", vec![op(pad, key("in"), text("x"))], reference),
        ("what replaces a value", vec![with(vec![id(6, &ALEX)], put("key", "x"))], ok),
        ("what replaces another key's value", vec![with(vec![id(6, &ALEX)], put("other", "x"))], reference),
        ("what replaces nothing that was", vec![with(vec![id(6, &DANA)], put("key", "x"))], reference),
        ("what replaces itself", vec![with(vec![id(7, &DANA)], put("key", "x"))], reference),
        ("values to replace, out of order", vec![with(vec![id(6, &ALEX), id(2, &ALEX)], put("key", "x"))], reference),
        ("letters at the beginning", vec![op(pad, Key::Head, text("xyz"))], ok),
        ("letters behind one", vec![op(pad, at(5), text("xyz"))], ok),
        ("letters behind one that isn't", vec![op(pad, at(6), text("xyz"))], reference),
        (
            "letters behind one of their own",
            vec![op(pad, Key::Head, text("xy")), op(pad, Key::Element(id(8, &DANA)), text("z"))],
            ok,
        ),
        (
            "letters behind one that comes later",
            vec![op(pad, Key::Element(id(8, &DANA)), text("z")), op(pad, Key::Head, text("xy"))],
            reference,
        ),
        ("no letters", vec![op(pad, Key::Head, text(""))], reference),
        ("letters in a map", vec![op(map, Key::Head, text("x"))], reference),
        ("letters that are a number", vec![op(pad, Key::Head, Action::Put(Scalar::Int(1)))], reference),
        ("three letters that go", vec![op(pad, at(3), Action::Delete(3))], ok),
        ("four, where three are", vec![op(pad, at(3), Action::Delete(4))], reference),
        ("none that go", vec![op(pad, at(3), Action::Delete(0))], reference),
        ("as many as there are numbers", vec![op(pad, at(3), Action::Delete(u64::MAX))], Err(Reason::TooLarge.into())),
        ("a key that goes", vec![op(map, key("in"), Action::Delete(1))], reference),
        (
            "what is in a map of its own",
            vec![op(Object::Root, key("new"), Action::MakeMap), op(own, key("in"), text("x"))],
            ok,
        ),
        (
            "what is in a map that comes later",
            vec![op(own, key("in"), text("x")), op(Object::Root, key("new"), Action::MakeMap)],
            reference,
        ),
        ("what is in nothing", vec![op(Object::Made(id(4, &DANA)), key("in"), text("x"))], reference),
        ("a map in a text's letter", vec![op(Object::Made(id(3, &ALEX)), key("in"), text("x"))], reference),
    ] {
        assert_eq!(verdict(&document, next(first, ops)), expected, "{what}");
    }
}

#[test]
fn what_a_change_may_be() {
    let (document, first) = document();
    let good = || next(first, vec![put("new", "x")]);
    let many = |count: usize| vec![put("new", "x"); count];
    let invalid = |reason| Err(Rejected::Invalid(reason));
    let rows: Vec<(&str, Change, Result<(), Rejected>)> = vec![
        ("good", good(), Ok(())),
        ("of another device", Change { actor: id(7, &ALEX).actor, ..good() }, invalid(Reason::Actor)),
        ("the second with no first", Change { seq: 2, ..good() }, invalid(Reason::Sequence)),
        ("number nought", Change { seq: 0, ..good() }, invalid(Reason::Counter)),
        ("the last number there is", Change { seq: u64::MAX, ..good() }, invalid(Reason::Counter)),
        ("numbered too low", Change { start_op: 6, ..good() }, invalid(Reason::Counter)),
        ("numbered too high", Change { start_op: 8, ..good() }, invalid(Reason::Counter)),
        ("numbered to the end", Change { start_op: u64::MAX, ..good() }, invalid(Reason::Counter)),
        ("behind what never came", Change { deps: vec![Hash([9; 32])], ..good() }, Err(Rejected::MissingDeps)),
        ("behind one thing twice", Change { deps: vec![first, first], ..good() }, invalid(Reason::Sequence)),
        (
            "behind too much",
            Change { deps: (0..=64).map(|n| Hash([n; 32])).collect(), ..good() },
            invalid(Reason::TooLarge),
        ),
        ("before 2000", Change { unix_ms: limits::MOMENTS.start - 1, ..good() }, invalid(Reason::Time)),
        ("after 2200", Change { unix_ms: limits::MOMENTS.end, ..good() }, invalid(Reason::Time)),
        ("in the last year there is", Change { unix_ms: limits::MOMENTS.end - 1, ..good() }, Ok(())),
        ("too many operations", Change { ops: many(limits::OPS_IN_CHANGE + 1), ..good() }, invalid(Reason::TooLarge)),
        ("a key of no letters", Change { ops: vec![put("", "x")], ..good() }, invalid(Reason::TooLarge)),
        (
            "a key that is too long",
            Change { ops: vec![put(&"k".repeat(limits::KEY_BYTES + 1), "x")], ..good() },
            invalid(Reason::TooLarge),
        ),
        (
            "a text that is too long",
            Change { ops: vec![put("new", &"x".repeat(limits::TEXT_BYTES + 1))], ..good() },
            invalid(Reason::TooLarge),
        ),
        (
            "too many values to replace",
            Change {
                ops: vec![Op { preds: vec![id(6, &ALEX); limits::PREDS_IN_OP + 1], ..put("key", "x") }],
                ..good()
            },
            invalid(Reason::TooLarge),
        ),
    ];
    for (what, change, expected) in rows {
        assert_eq!(verdict(&document, change), expected, "{what}");
    }
}

#[test]
fn a_change_comes_once_and_a_number_is_used_once() {
    let (mut document, first) = document();
    let change = next(first, vec![put("new", "x")]);
    let encoded = encode(&change).unwrap();
    let validated = document.judge(change.clone(), encoded, &author(DANA)).unwrap();
    document.admit(validated);
    document.apply_admitted().unwrap();
    assert_eq!(verdict(&document, change.clone()), Err(Rejected::Duplicate));
    let other = Change { ops: vec![put("new", "y")], ..change.clone() };
    assert_eq!(verdict(&document, other), Err(Rejected::Invalid(Reason::Fork)));
    // The next one names the one before it.
    let second = Change { seq: 2, start_op: 8, ..change };
    assert_eq!(verdict(&document, second), Err(Rejected::Invalid(Reason::Sequence)));
}
