//! The rows of a list, read from its document. What doesn't parse is passed over: it may be newer than we.

use super::write;
use crate::{
    document::{ReadMap, Reader},
    id::{LineId, PersonId, WordingId},
    rows::{LineRow, PersonRow, RemarkRow, Row, WordingRow, Writer},
    snapshot::{Moment, Who},
};

/// The row of an entity: `pad`, `lines/<line>` or `people/<person>`.
pub(crate) fn row(reader: &Reader<'_>, entity: &str) -> Option<Row> {
    match entity.split_once('/') {
        None if entity == "pad" => Some(Row::Pad(reader.root().text("pad")?)),
        Some(("lines", id)) => line(reader, id.parse().ok()?).map(Row::Line),
        Some(("people", id)) => Some(Row::Person(person(reader, id.parse().ok()?)?)),
        _ => None,
    }
}

/// Every entity there is.
pub(crate) fn entities(reader: &Reader<'_>) -> Vec<String> {
    let root = reader.root();
    let lines = root.map("lines").map(|lines| lines.keys()).unwrap_or_default();
    let mut people: Vec<String> = root
        .map("people")
        .map(|people| people.keys())
        .unwrap_or_default()
        .iter()
        .filter_map(|key| Some(key.split_once('.')?.0.to_owned()))
        .collect();
    people.dedup();
    let lines = lines.into_iter().map(|id| format!("lines/{id}"));
    lines.chain(people.into_iter().map(|id| format!("people/{id}"))).chain(["pad".to_owned()]).collect()
}

fn line(reader: &Reader<'_>, id: LineId) -> Option<LineRow> {
    let line = reader.root().map("lines")?.map(&id.to_string())?;
    let mut wordings: Vec<(u64, WordingRow)> = Vec::new();
    let all = line.map("wordings")?;
    for key in all.keys() {
        let (Some(wording), Ok(id)) = (all.map(&key), key.parse::<WordingId>()) else { continue };
        let Some(text) = wording.string("text") else { continue };
        let (made, by, at) = wording.made()?;
        let replaces = wording.string("replaces").unwrap_or_default();
        let replaces = replaces.split(' ').filter_map(|id| id.parse().ok()).collect();
        let first = wording.string("first").and_then(|first| first.parse().ok());
        let past = wording.flag(write::PAST) == Some(true) && wording.writer(write::PAST) == Some(by);
        let said = said(&wording, by);
        wordings.push((made, WordingRow { id, text, by, at, replaces, first, said, past }));
    }
    if wordings.is_empty() {
        return None;
    }
    wordings.sort_by_key(|(made, wording)| (*made, wording.id));
    let mut remarks: Vec<(u64, RemarkRow)> = Vec::new();
    if let Some(all) = line.map("remarks") {
        for key in all.keys() {
            let (Some(remark), Ok(id)) = (all.map(&key), key.parse()) else { continue };
            let Some(text) = remark.string("text") else { continue };
            let (made, by, at) = remark.made()?;
            let removed = remark.flags("removed").contains(&true);
            let said = said(&remark, by);
            remarks.push((made, RemarkRow { id, text, by, at, removed, said }));
        }
    }
    remarks.sort_by_key(|(made, remark)| (*made, remark.id));
    let (_, raised_by, _) = line.made()?;
    Some(LineRow {
        id,
        kind: line.string("kind").and_then(|text| super::kind(&text)).unwrap_or_default(),
        state: line.strings("state").iter().filter_map(|text| super::state(text)).max().unwrap_or_default(),
        state_by: line.writer("state"),
        order: line.string("order").unwrap_or_default(),
        removed: line.flags("removed").contains(&true),
        removed_by: line.writer("removed"),
        said_by: said_by(&line, raised_by),
        said_they_help: line.flag(write::THEY_HELP) == Some(true) && line.writer(write::THEY_HELP) == Some(raised_by),
        raised_by,
        wordings: wordings.into_iter().map(|(_, wording)| wording).collect(),
        remarks: remarks.into_iter().map(|(_, remark)| remark).collect(),
    })
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

fn person(reader: &Reader<'_>, person: PersonId) -> Option<PersonRow> {
    let people = reader.root().map("people")?;
    let prefix = format!("{person}.");
    let helps = format!("{prefix}help.");
    let mut row = PersonRow::empty(person);
    row.working_on = people.string(&format!("{prefix}working_on")).unwrap_or_default();
    row.next = people.string(&format!("{prefix}next")).unwrap_or_default();
    let (sent, heard) = (format!("{prefix}heads_up."), format!("{prefix}heard."));
    for key in people.keys_from(&sent) {
        if let Some(Ok(id)) = key.strip_prefix(&sent).map(str::parse)
            && let Some(text) = people.string(&key).filter(|text| !text.is_empty())
        {
            row.heads_ups.insert(id, text);
        }
    }
    for key in people.keys_from(&heard) {
        if let Some(Ok(id)) = key.strip_prefix(&heard).map(str::parse)
            && people.flag(&key) == Some(true)
        {
            row.heard.insert(id);
        }
    }
    for key in people.keys_from(&helps) {
        if let Some(Ok(line)) = key.strip_prefix(&helps).map(str::parse)
            && people.flag(&key) == Some(true)
        {
            row.helps.insert(line);
        }
    }
    Some(row)
}
