//! The table of what may stand where: a row an operation.

use super::*;
use crate::change::Object;
use Reason::{Authority, Schema};
use std::sync::Arc;

const LINE: &str = "11111111111111111111111111111111";
const OTHER: &str = "22222222222222222222222222222222";

/// What is tried at a path: `in` an object that was there, or a `new` one of the same change; at a key that was
/// `there` before, or is `fresh`.
#[derive(Clone, Copy)]
enum At {
    InThere,
    InFresh,
    NewFresh,
    NewThere,
}

/// A path, a key, what stands there, what is done, and the verdict.
type Row<'a> = (&'a str, String, At, Action, Result<(), Reason>);

fn verdict(path: &str, key: &str, at: At, action: Action) -> Result<(), Reason> {
    let path: Path = path.split('/').filter(|key| !key.is_empty()).map(Arc::from).collect();
    let op = Op { object: Object::Root, key: Key::Map(key.into()), insert: false, action, preds: Vec::new() };
    let circumstances = Circumstances {
        author: Some(PersonId([0x11; 16])),
        object_is_new: matches!(at, At::NewFresh | At::NewThere),
        key_is_new: matches!(at, At::InFresh | At::NewFresh),
    };
    check(&path, &op, &circumstances)
}

fn says(text: &str) -> Action {
    Action::Put(Scalar::Str(text.into()))
}

const YES: Action = Action::Put(Scalar::Bool(true));
const NUMBER: Action = Action::Put(Scalar::Int(7));
const MAP: Action = Action::MakeMap;
const TEXT: Action = Action::MakeText;

#[test]
fn what_may_stand_where() {
    use At::{InFresh, InThere, NewFresh, NewThere};
    let line = format!("lines/{LINE}");
    let (wordings, remarks) = (format!("{line}/wordings"), format!("{line}/remarks"));
    let (wording, remark) = (format!("{wordings}/{OTHER}"), format!("{remarks}/{OTHER}"));
    let (mine, hers) = (|field: &str| format!("{LINE}.{field}"), |field: &str| format!("{OTHER}.{field}"));
    let (ok, schema, authority) = (Ok(()), Err(Schema), Err(Authority));
    let longest = "x".repeat(limits::LINE_BYTES);
    let rows: Vec<Row<'_>> = vec![
        // The root: what the genesis made stays, and what comes later has a name that says so.
        ("", "lines".into(), InThere, MAP, schema),
        ("", "pad".into(), InThere, TEXT, schema),
        ("", "people".into(), InFresh, MAP, schema),
        ("", "format".into(), InThere, NUMBER, schema),
        ("", "surprise".into(), InFresh, says("x"), schema),
        ("", "x.later".into(), InFresh, says("x"), ok),
        ("", "x.later".into(), InThere, NUMBER, ok),
        ("", "x.".into(), InFresh, says("x"), schema),
        ("", "x.later".into(), InFresh, MAP, schema),
        ("", "x.later".into(), InFresh, says(&longest), ok),
        ("", "x.later".into(), InFresh, says(&(longest.clone() + "x")), schema),
        // Lines: made once, under an id.
        ("lines", LINE.into(), InFresh, MAP, ok),
        ("lines", LINE.into(), InThere, MAP, schema),
        ("lines", LINE.into(), InFresh, TEXT, schema),
        ("lines", LINE.into(), InFresh, says("x"), schema),
        ("lines", "line".into(), InFresh, MAP, schema),
        // What a line has: anybody sets it, and the last word counts.
        (&line, "kind".into(), InThere, says("ask"), ok),
        (&line, "kind".into(), InThere, says("wish"), schema),
        (&line, "state".into(), InThere, says("doing"), ok),
        (&line, "state".into(), InThere, says("finished"), schema),
        (&line, "state".into(), InThere, YES, schema),
        (&line, "order".into(), InThere, says("an"), ok),
        (&line, "order".into(), InThere, says("!"), schema),
        (&line, "removed".into(), InThere, YES, ok),
        (&line, "removed".into(), InThere, says("yes"), schema),
        (&line, "wordings".into(), NewFresh, MAP, ok),
        (&line, "wordings".into(), InFresh, MAP, schema),
        (&line, "wordings".into(), NewThere, MAP, schema),
        (&line, "remarks".into(), NewFresh, MAP, ok),
        (&line, "remarks".into(), NewFresh, TEXT, schema),
        (&line, "remarks".into(), InFresh, MAP, ok),
        (&line, "remarks".into(), InThere, MAP, schema),
        (&line, "colour".into(), NewFresh, says("red"), schema),
        (&line, "x.colour".into(), InThere, says("red"), ok),
        // Words: written once, by whoever made them.
        (&wordings, OTHER.into(), InFresh, MAP, ok),
        (&wordings, OTHER.into(), InThere, MAP, schema),
        (&wording, "text".into(), NewFresh, says("a line"), ok),
        (&wording, "text".into(), InFresh, says("a line"), schema),
        (&wording, "text".into(), NewThere, says("twice"), schema),
        (&wording, "text".into(), NewFresh, YES, schema),
        (&wording, "replaces".into(), NewFresh, says(LINE), ok),
        (&wording, "first".into(), NewFresh, says(LINE), ok),
        (&wording, "by".into(), NewFresh, says("somebody else"), schema),
        (&wording, "x.said_by".into(), NewFresh, says("them"), ok),
        (&remarks, OTHER.into(), InFresh, MAP, ok),
        (&remark, "text".into(), NewFresh, says("On Tuesday?"), ok),
        (&remark, "text".into(), InThere, says("On Friday?"), schema),
        (&remark, "removed".into(), InThere, YES, ok),
        (&remark, "removed".into(), InThere, NUMBER, schema),
        // People: each under their own name alone.
        ("people", mine("working_on"), InThere, says("the release"), ok),
        ("people", mine("working_on"), InThere, YES, schema),
        ("people", mine("next"), InFresh, says("2026-12-03"), ok),
        ("people", mine(&format!("help.{OTHER}")), InFresh, YES, ok),
        ("people", mine("help.a line"), InFresh, YES, schema),
        ("people", mine(&format!("heads_up.{OTHER}")), InFresh, says("a freeze"), ok),
        ("people", mine(&format!("heads_up.{OTHER}")), InFresh, says(&(longest + "x")), schema),
        ("people", mine(&format!("heard.{OTHER}")), InFresh, YES, ok),
        ("people", mine("x.later"), InFresh, NUMBER, ok),
        ("people", mine("x."), InFresh, NUMBER, schema),
        ("people", mine("mood"), InFresh, says("fine"), schema),
        ("people", hers("working_on"), InThere, says("nothing"), authority),
        ("people", hers("x.later"), InFresh, says("x"), authority),
        ("people", "somebody.working_on".into(), InFresh, says("x"), schema),
        ("people", "working_on".into(), InFresh, says("x"), schema),
        // The pad has no keys, and nothing else is there.
        ("pad", "key".into(), InFresh, says("x"), schema),
        ("lines/a/b/c/d", "text".into(), NewFresh, says("x"), schema),
        ("elsewhere", "key".into(), NewFresh, says("x"), schema),
    ];
    for (path, key, at, action, expected) in rows {
        assert_eq!(verdict(path, &key, at, action.clone()), expected, "{path} · {key} · {action:?}");
    }
}

#[test]
fn only_the_pad_is_written_letter_by_letter() {
    let circumstances = Circumstances { author: Some(PersonId([1; 16])), object_is_new: false, key_is_new: true };
    let op = Op { object: Object::Root, key: Key::Head, insert: true, action: says("x"), preds: Vec::new() };
    for (path, expected) in [("pad", Ok(())), ("lines", Err(Schema)), ("people", Err(Schema)), ("", Err(Schema))] {
        let path: Path = path.split('/').filter(|key| !key.is_empty()).map(Arc::from).collect();
        assert_eq!(check(&path, &op, &circumstances), expected, "{path:?}");
    }
}
