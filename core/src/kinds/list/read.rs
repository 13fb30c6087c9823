//! The rows of a list, read from its document. What doesn't parse is passed over: it may be newer than we.

use super::write;
use crate::{
    document::{ReadMap, Reader},
    id::{EntryId, LineId, PersonId, RemarkId, WordingId},
    rows::{Entity, LineRow, PersonField, RemarkRow, Row, WordingRow, Writer},
    snapshot::{Moment, Who},
};

/// The row of an entity of a list.
pub(crate) fn row(reader: &Reader<'_>, entity: &Entity) -> Option<Row> {
    match entity {
        Entity::Line(id) => line(reader, *id).map(Row::Line),
        Entity::Wording(line, id) => {
            let found = parts(reader, *line, "wordings", &id.to_string());
            let wordings: Vec<WordingRow> = found.iter().filter_map(|it| wording(it, *id)).collect();
            (!wordings.is_empty()).then_some(Row::Wording(*line, wordings))
        }
        Entity::Remark(line, id) => {
            let found = parts(reader, *line, "remarks", &id.to_string());
            let remarks: Vec<RemarkRow> = found.iter().filter_map(|it| remark(it, *id)).collect();
            (!remarks.is_empty()).then_some(Row::Remark(*line, remarks))
        }
        Entity::Person(key) => person(reader, key),
        _ => None,
    }
}

/// Every entity there is.
pub(crate) fn entities(reader: &Reader<'_>) -> Vec<Entity> {
    let root = reader.root();
    let mut all = Vec::new();
    let lines = root.map("lines").map(|lines| lines.keys()).unwrap_or_default();
    for line in lines.iter().filter_map(|key| key.parse::<LineId>().ok()) {
        all.push(Entity::Line(line));
        for made in root.map("lines").map(|lines| lines.maps(&line.to_string())).unwrap_or_default() {
            let keys = |of: &str| made.maps(of).iter().flat_map(ReadMap::keys).collect::<Vec<_>>();
            all.extend(keys("wordings").iter().filter_map(|key| Some(Entity::Wording(line, key.parse().ok()?))));
            all.extend(keys("remarks").iter().filter_map(|key| Some(Entity::Remark(line, key.parse().ok()?))));
        }
    }
    all.extend(root.map("people").map(|people| people.keys()).unwrap_or_default().into_iter().map(Entity::Person));
    all.sort_unstable();
    all.dedup();
    all
}

/// What a write of that key at that path changes.
pub(crate) fn entity(path: &[&str], key: Option<&str>) -> Option<Entity> {
    let keys: Vec<&str> = path.iter().copied().chain(key).collect();
    match keys.as_slice() {
        ["lines", line, "wordings", id, ..] => Some(Entity::Wording(line.parse().ok()?, id.parse().ok()?)),
        ["lines", line, "remarks", id, ..] => Some(Entity::Remark(line.parse().ok()?, id.parse().ok()?)),
        ["lines", line, ..] => Some(Entity::Line(line.parse().ok()?)),
        ["people", key] => Some(Entity::Person((*key).to_owned())),
        _ => None,
    }
}

/// The maps that stand for a wording or a remark. Whoever makes a second map under an id that is taken can't hide the
/// first one: both are read.
fn parts<'a>(reader: &'a Reader<'a>, line: LineId, of: &str, id: &str) -> Vec<ReadMap<'a>> {
    let lines = reader.root().map("lines").map(|lines| lines.maps(&line.to_string())).unwrap_or_default();
    lines.iter().flat_map(|line| line.maps(of)).flat_map(|parts| parts.maps(id)).collect()
}

fn line(reader: &Reader<'_>, id: LineId) -> Option<LineRow> {
    let lines = reader.root().map("lines")?;
    let line = lines.map(&id.to_string())?;
    let mut raised_by: Vec<Writer> = Vec::new();
    for made in lines.maps(&id.to_string()) {
        let (_, by, _) = made.made()?;
        if !raised_by.contains(&by) {
            raised_by.push(by);
        }
    }
    let (_, by, _) = line.made()?;
    Some(LineRow {
        id,
        kind: line.string("kind").and_then(|text| super::kind(&text)).unwrap_or_default(),
        state: line.strings("state").iter().filter_map(|text| super::state(text)).max().unwrap_or_default(),
        state_by: line.writer("state"),
        order: line.string("order").unwrap_or_default(),
        removed: line.flags("removed").contains(&true),
        removed_by: line.writer("removed"),
        said_by: said_by(&line, by),
        said_they_help: line.flag(write::THEY_HELP) == Some(true) && line.writer(write::THEY_HELP) == Some(by),
        raised_by,
    })
}

fn wording(wording: &ReadMap<'_>, id: WordingId) -> Option<WordingRow> {
    let text = wording.string("text")?;
    let (made, by, at) = wording.made()?;
    let replaces = wording.string("replaces").unwrap_or_default();
    let replaces = replaces.split(' ').filter_map(|id| id.parse().ok()).collect();
    let first = wording.string("first").and_then(|first| first.parse().ok());
    let past = wording.flag(write::PAST) == Some(true) && wording.writer(write::PAST) == Some(by);
    let said = said(wording, by);
    Some(WordingRow { id, made, text, by, at, replaces, first, said, past })
}

fn remark(remark: &ReadMap<'_>, id: RemarkId) -> Option<RemarkRow> {
    let text = remark.string("text")?;
    let (made, by, at) = remark.made()?;
    let removed = remark.flags("removed").contains(&true);
    Some(RemarkRow { id, made, text, by, at, removed, said: said(remark, by) })
}

/// What an entry of an import says of itself; only its own writer may say it.
fn said_by(of: &ReadMap<'_>, by: Writer) -> Option<Who> {
    of.writer(write::SAID_BY).filter(|writer| *writer == by)?;
    match of.string(write::SAID_BY)?.as_str() {
        "me" => Some(Who::Me),
        "them" => Some(Who::Them),
        _ => None,
    }
}

fn said(of: &ReadMap<'_>, by: Writer) -> Option<(Who, Moment)> {
    Some((said_by(of, by)?, Moment { unix_ms: of.number(write::SAID_AT)? }))
}

fn person(reader: &Reader<'_>, key: &str) -> Option<Row> {
    let people = reader.root().map("people")?;
    let (person, field) = key.split_once('.')?;
    let person: PersonId = person.parse().ok()?;
    let text = || people.string(key).unwrap_or_default();
    let yes = || people.flag(key) == Some(true);
    let field = match field.split_once('.') {
        None if field == "working_on" => PersonField::WorkingOn(text()),
        None if field == "next" => PersonField::Next(text()),
        Some(("help", line)) => PersonField::Help(line.parse().ok()?, yes()),
        Some(("heads_up", id)) => {
            PersonField::HeadsUp(id.parse::<EntryId>().ok()?, text(), people.written(key).unwrap_or_default())
        }
        Some(("heard", id)) => PersonField::Heard(id.parse::<EntryId>().ok()?, yes()),
        _ => return None,
    };
    Some(Row::Person(person, field))
}
