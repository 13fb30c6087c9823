//! A journal: what was written about a peer in one year. Entries stand at the root under random ids, so
//! that two devices that begin the year's journal apart merge. A note's words are a text; all else is scalars,
//! and an empty one is one that was taken back.

use super::{
    fields::{self, Fields, day, moment, several},
    series,
};
use crate::{
    document::{ChangeBuilder, ObjectRef, Reader},
    error::EditError,
    id::EntryId,
    rows::{Entity, EntryKind, EntryRow, Row},
    snapshot::{HeadsUp, Meeting, Note, Plan, Point, Promise, TheirWords, ThreeTests, Told},
};
use jiff::civil::Date;

/// The key of an entry's tombstone.
pub(crate) const REMOVED: &str = "removed";
/// What came of a meeting.
const CAME: &str = "came";

pub(crate) fn entities(reader: &Reader<'_>) -> Vec<Entity> {
    reader.root().keys().iter().filter_map(|key| entity(&[], Some(key))).collect()
}

/// What a write of that key at that path changes.
pub(crate) fn entity(path: &[&str], key: Option<&str>) -> Option<Entity> {
    path.first().copied().or(key)?.parse().ok().map(Entity::Entry)
}

pub(crate) fn row(reader: &Reader<'_>, entity: &Entity) -> Option<Row> {
    let Entity::Entry(id) = *entity else { return None };
    let root = reader.root();
    let entry = root.map(&id.to_string())?;
    let (_, _, made) = entry.made()?;
    let field = |key: &str| entry.string(key).unwrap_or_default();
    let at = moment(&field("at")).unwrap_or(made);
    let on = |key: &str| field(key).parse::<Date>().ok();
    let kind = match field("kind").as_str() {
        "note" => EntryKind::Note(Note { id, at, text: entry.text("text")? }),
        "words" => EntryKind::Words(TheirWords { id, on: on("on")?, text: field("text") }),
        "meeting" => EntryKind::Meeting(Meeting {
            id,
            on: on("on")?,
            why: fields::why(&field("why")),
            words: field("words"),
            mine: field("mine"),
            help: field("help"),
            offered: several(&entry, "offered"),
            asked: several(&entry, "asked"),
            they_offered: several(&entry, "they_offered"),
            they_asked: several(&entry, "they_asked"),
            also: several(&entry, "also"),
            came: several(&entry, CAME).iter().filter_map(|id| id.parse().ok()).collect(),
        }),
        "promise" => EntryKind::Promise(Promise {
            id,
            by: fields::who(&field("by"))?,
            text: field("text"),
            due: on("due"),
            done: on("done"),
        }),
        "heads-up" => EntryKind::HeadsUp(HeadsUp {
            id,
            text: field("text"),
            by: on("by")?,
            sent: moment(&field("sent")),
            told: on("told").map(|on| Told { on, how: field("how") }),
        }),
        "plan" => EntryKind::Plan(Plan {
            id,
            at: field("at").parse().ok()?,
            zone: field("zone"),
            minutes: field("minutes").parse().unwrap_or(30),
            moves: field("moves").parse().unwrap_or(0),
            state: fields::plan_state(&field("state")),
        }),
        "point" => EntryKind::Point(Point {
            id,
            part: fields::part(&field("part"))?,
            text: field("text"),
            at,
            done: field("done") == "yes",
        }),
        "tests" => EntryKind::Tests(ThreeTests {
            id,
            on: on("on")?,
            priorities: fields::answer(&field("priorities"))?,
            quick_question: fields::answer(&field("quick_question"))?,
            heads_up: fields::answer(&field("heads_up"))?,
            note: field("note"),
        }),
        "series" => EntryKind::Series(series::read(id, &field)?),
        _ => return None,
    };
    Some(Row::Entry(EntryRow { id, removed: entry.flag(REMOVED) == Some(true), kind }))
}

pub(crate) fn add(builder: &mut ChangeBuilder<'_>, id: EntryId, kind: &EntryKind) -> Result<(), EditError> {
    let entry = ObjectRef::root().make_map(builder, &id.to_string())?;
    let (name, fields) = written(kind);
    entry.put(builder, "kind", name)?;
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        entry.put(builder, key, value.as_str())?;
    }
    if let EntryKind::Note(note) = kind { entry.make_text(builder, "text", &note.text) } else { Ok(()) }
}

/// Sets fields of an entry.
pub(crate) fn set(builder: &mut ChangeBuilder<'_>, id: EntryId, fields: &[(&str, String)]) -> Result<(), EditError> {
    let entry = ObjectRef::root().at(builder, &id.to_string())?;
    fields.iter().try_for_each(|(key, value)| entry.put(builder, key, value.as_str()))
}

/// Makes an entry say something else of its kind. What stands so already makes no operation.
pub(crate) fn rewrite(
    builder: &mut ChangeBuilder<'_>,
    id: EntryId,
    before: &EntryKind,
    after: &EntryKind,
) -> Result<(), EditError> {
    let entry = ObjectRef::root().at(builder, &id.to_string())?;
    let (_, new) = written(after);
    let (_, old) = written(before);
    for (key, _) in old.iter().filter(|(key, _)| !new.iter().any(|(kept, _)| kept == key)) {
        entry.put(builder, key, "")?;
    }
    new.iter().try_for_each(|(key, value)| entry.put(builder, key, value.as_str()))
}

/// Takes an entry back, or brings it back.
pub(crate) fn set_removed(builder: &mut ChangeBuilder<'_>, id: EntryId, removed: bool) -> Result<(), EditError> {
    ObjectRef::root().at(builder, &id.to_string())?.put(builder, REMOVED, removed)
}

/// Rewords a note: only what differs is written, so that words of another device beside it stay.
pub(crate) fn reword(builder: &mut ChangeBuilder<'_>, id: EntryId, text: &str) -> Result<(), EditError> {
    ObjectRef::root().at(builder, &id.to_string())?.reword(builder, "text", text)
}

/// An entry's name and its fields.
fn written(kind: &EntryKind) -> (&'static str, Fields) {
    match kind {
        EntryKind::Note(it) => ("note", fields::list([("at", fields::moment_text(Some(it.at)))])),
        EntryKind::Words(it) => ("words", fields::list([("on", it.on.to_string()), ("text", it.text.clone())])),
        EntryKind::Meeting(it) => ("meeting", meeting(it)),
        EntryKind::Promise(it) => (
            "promise",
            fields::list([
                ("by", fields::who_text(it.by).to_owned()),
                ("text", it.text.clone()),
                ("due", day(it.due)),
                ("done", day(it.done)),
            ]),
        ),
        EntryKind::HeadsUp(it) => (
            "heads-up",
            fields::list([
                ("text", it.text.clone()),
                ("by", it.by.to_string()),
                ("sent", fields::moment_text(it.sent)),
                ("told", day(it.told.as_ref().map(|told| told.on))),
                ("how", it.told.as_ref().map(|told| told.how.clone()).unwrap_or_default()),
            ]),
        ),
        EntryKind::Plan(it) => (
            "plan",
            fields::list([
                ("at", it.at.to_string()),
                ("zone", it.zone.clone()),
                ("minutes", it.minutes.to_string()),
                ("moves", it.moves.to_string()),
                ("state", fields::plan_state_text(it.state).to_owned()),
            ]),
        ),
        EntryKind::Point(it) => (
            "point",
            fields::list([
                ("at", fields::moment_text(Some(it.at))),
                ("part", fields::part_text(it.part).to_owned()),
                ("text", it.text.clone()),
                ("done", fields::yes(it.done)),
            ]),
        ),
        EntryKind::Tests(it) => (
            "tests",
            fields::list([
                ("on", it.on.to_string()),
                ("priorities", fields::answer_text(it.priorities).to_owned()),
                ("quick_question", fields::answer_text(it.quick_question).to_owned()),
                ("heads_up", fields::answer_text(it.heads_up).to_owned()),
                ("note", it.note.clone()),
            ]),
        ),
        EntryKind::Series(it) => ("series", series::written(it)),
    }
}

fn meeting(it: &Meeting) -> Fields {
    let mut written = fields::list([
        ("on", it.on.to_string()),
        ("why", it.why.map_or("", fields::why_text).to_owned()),
        ("words", it.words.clone()),
        ("mine", it.mine.clone()),
        ("help", it.help.clone()),
    ]);
    for (name, texts) in [
        ("offered", &it.offered),
        ("asked", &it.asked),
        ("they_offered", &it.they_offered),
        ("they_asked", &it.they_asked),
        ("also", &it.also),
    ] {
        written.extend(texts.iter().enumerate().map(|(at, text)| (format!("{name}.{at:04}"), text.clone())));
    }
    written.extend(came(&it.came));
    written
}

/// Says in a meeting's entry what came of it.
pub(crate) fn set_came(builder: &mut ChangeBuilder<'_>, id: EntryId, of: &[EntryId]) -> Result<(), EditError> {
    let entry = ObjectRef::root().at(builder, &id.to_string())?;
    came(of).iter().try_for_each(|(key, value)| entry.put(builder, key, value.as_str()))
}

fn came(of: &[EntryId]) -> Fields {
    of.iter().enumerate().map(|(at, id)| (format!("{CAME}.{at:04}"), id.to_string())).collect()
}
