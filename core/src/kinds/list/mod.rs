//! The shared list "Where might we help each other?": its schema, how it is written, and how it reads.

pub(crate) mod order;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod write;

use crate::{
    change::{Action, Key, Object, Op, Scalar},
    snapshot::{Kind, State},
};

/// The first change of every list, which both sides make alike and nobody sends.
pub(crate) fn genesis() -> Vec<Op> {
    let root = |key: &str, action| Op {
        object: Object::Root,
        key: Key::Map(key.into()),
        insert: false,
        action,
        preds: vec![],
    };
    vec![
        root("format", Action::Put(Scalar::Int(1))),
        root("lines", Action::MakeMap),
        root("people", Action::MakeMap),
        root("pad", Action::MakeText),
    ]
}

pub(crate) fn kind(text: &str) -> Option<Kind> {
    match text {
        "offer" => Some(Kind::Offer),
        "ask" => Some(Kind::Ask),
        "idea" => Some(Kind::Idea),
        _ => None,
    }
}

pub(crate) fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Offer => "offer",
        Kind::Ask => "ask",
        Kind::Idea => "idea",
    }
}

pub(crate) fn state(text: &str) -> Option<State> {
    match text {
        "open" => Some(State::Open),
        "doing" => Some(State::Doing),
        "done" => Some(State::Done),
        _ => None,
    }
}

pub(crate) fn state_text(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Doing => "doing",
        State::Done => "done",
    }
}
