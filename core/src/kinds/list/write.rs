//! How a list is written: each of these is one commit's operations.

use super::{kind_text, order, state_text};
use crate::{
    document::{ChangeBuilder, ObjectRef},
    error::EditError,
    id::{EntryId, LineId, PersonId, RemarkId, WordingId},
    snapshot::{Kind, Line, State, Who},
};

/// Who said it, by my own word: of a line that came in with an export.
pub(crate) const SAID_BY: &str = "x.said_by";
/// When, in milliseconds since 1970.
pub(crate) const SAID_AT: &str = "x.said_at";
/// It was replaced before it came in.
pub(crate) const PAST: &str = "x.past";
/// They could help with it, by my own word.
pub(crate) const THEY_HELP: &str = "x.they_help";

fn who_text(who: Who) -> &'static str {
    match who {
        Who::Me => "me",
        Who::Them => "them",
    }
}

/// A line to be made.
pub(crate) struct NewLine<'a> {
    pub(crate) id: LineId,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) order: String,
    /// Its first wordings; more than one where a line with two versions is copied.
    pub(crate) wordings: Vec<(WordingId, &'a str)>,
}

pub(crate) fn add(builder: &mut ChangeBuilder<'_>, new: &NewLine<'_>) -> Result<(), EditError> {
    let lines = builder.root().map("lines")?;
    let line = lines.make_map(builder, &new.id.to_string())?;
    line.put(builder, "kind", kind_text(new.kind))?;
    line.put(builder, "state", state_text(new.state))?;
    line.put(builder, "order", new.order.as_str())?;
    let wordings = line.make_map(builder, "wordings")?;
    for (id, text) in &new.wordings {
        let wording = wordings.make_map(builder, &id.to_string())?;
        wording.put(builder, "text", *text)?;
    }
    line.make_map(builder, "remarks")?;
    Ok(())
}

/// A line of an export, to be made anew with the words and names it had.
pub(crate) struct Imported<'a> {
    pub(crate) line: &'a Line,
    pub(crate) order: &'a str,
    pub(crate) me: PersonId,
}

/// Brings a line in. Who wrote what stands beside the words as my own saying: no signature of theirs came along.
pub(crate) fn import(builder: &mut ChangeBuilder<'_>, imported: &Imported<'_>) -> Result<(), EditError> {
    let line = imported.line;
    let lines = builder.root().map("lines")?;
    let made = lines.make_map(builder, &line.id.to_string())?;
    made.put(builder, "kind", kind_text(line.kind))?;
    made.put(builder, "state", state_text(line.state))?;
    made.put(builder, "order", imported.order)?;
    made.put(builder, SAID_BY, who_text(line.raised_by))?;
    let wordings = made.make_map(builder, "wordings")?;
    for wording in &line.history {
        let made = wordings.make_map(builder, &wording.id.to_string())?;
        made.put(builder, "text", wording.text.as_str())?;
        // What is not shown any more was replaced by what is.
        let shown = line.versions.iter().any(|version| version.id == wording.id);
        made.put(builder, SAID_BY, who_text(wording.by))?;
        made.put(builder, SAID_AT, wording.at.unix_ms)?;
        if !shown {
            made.put(builder, PAST, true)?;
        }
    }
    let remarks = made.make_map(builder, "remarks")?;
    for remark in &line.remarks {
        let made = remarks.make_map(builder, &remark.id.to_string())?;
        made.put(builder, "text", remark.text.as_str())?;
        made.put(builder, SAID_BY, who_text(remark.by))?;
        made.put(builder, SAID_AT, remark.at.unix_ms)?;
    }
    if line.helpers.contains(&Who::Me) {
        help(builder, imported.me, line.id, true)?;
    }
    if line.helpers.contains(&Who::Them) {
        made.put(builder, THEY_HELP, true)?;
    }
    Ok(())
}

pub(crate) fn reword(
    builder: &mut ChangeBuilder<'_>,
    line: LineId,
    wording: WordingId,
    text: &str,
    replaces: &[WordingId],
    first: Option<WordingId>,
) -> Result<(), EditError> {
    let made = part_of(builder, line, "wordings")?.make_map(builder, &wording.to_string())?;
    made.put(builder, "text", text)?;
    let replaces: Vec<String> = replaces.iter().map(ToString::to_string).collect();
    made.put(builder, "replaces", replaces.join(" ").as_str())?;
    let first = first.map(|first| first.to_string()).unwrap_or_default();
    made.put(builder, "first", first.as_str())
}

pub(crate) fn set_state(builder: &mut ChangeBuilder<'_>, line: LineId, state: State) -> Result<(), EditError> {
    line_at(builder, line)?.put(builder, "state", state_text(state))
}

pub(crate) fn set_kind(builder: &mut ChangeBuilder<'_>, line: LineId, kind: Kind) -> Result<(), EditError> {
    line_at(builder, line)?.put(builder, "kind", kind_text(kind))
}

pub(crate) fn set_removed(builder: &mut ChangeBuilder<'_>, line: LineId, removed: bool) -> Result<(), EditError> {
    line_at(builder, line)?.put(builder, "removed", removed)
}

pub(crate) fn set_order(builder: &mut ChangeBuilder<'_>, line: LineId, order: &str) -> Result<(), EditError> {
    line_at(builder, line)?.put(builder, "order", order)
}

pub(crate) fn remark(builder: &mut ChangeBuilder<'_>, line: LineId, id: RemarkId, text: &str) -> Result<(), EditError> {
    let remarks = match part_of(builder, line, "remarks") {
        Ok(remarks) => remarks,
        // Another program may have made the line without a place for notes.
        Err(_) => line_at(builder, line)?.make_map(builder, "remarks")?,
    };
    let remark = remarks.make_map(builder, &id.to_string())?;
    remark.put(builder, "text", text)
}

pub(crate) fn remove_remark(builder: &mut ChangeBuilder<'_>, line: LineId, id: RemarkId) -> Result<(), EditError> {
    let mut found = Err(EditError::NoSuchEntry);
    for remarks in parts_of(builder, line, "remarks")? {
        for remark in remarks.all_at(builder, &id.to_string()) {
            found = Ok(remark.put(builder, "removed", true)?);
        }
    }
    found
}

pub(crate) fn help(
    builder: &mut ChangeBuilder<'_>,
    person: PersonId,
    line: LineId,
    helps: bool,
) -> Result<(), EditError> {
    builder.root().map("people")?.put(builder, &format!("{person}.help.{line}"), helps)
}

pub(crate) fn working_on(builder: &mut ChangeBuilder<'_>, person: PersonId, text: &str) -> Result<(), EditError> {
    builder.root().map("people")?.put(builder, &format!("{person}.working_on"), text)
}

pub(crate) fn next(builder: &mut ChangeBuilder<'_>, person: PersonId, at: &str) -> Result<(), EditError> {
    builder.root().map("people")?.put(builder, &format!("{person}.next"), at)
}

pub(crate) fn heads_up(
    builder: &mut ChangeBuilder<'_>,
    person: PersonId,
    id: EntryId,
    text: &str,
) -> Result<(), EditError> {
    builder.root().map("people")?.put(builder, &format!("{person}.heads_up.{id}"), text)
}

pub(crate) fn heard(
    builder: &mut ChangeBuilder<'_>,
    person: PersonId,
    id: EntryId,
    heard: bool,
) -> Result<(), EditError> {
    builder.root().map("people")?.put(builder, &format!("{person}.heard.{id}"), heard)
}

/// The order key for a place among `orders`, which are sorted and leave the moved line out.
pub(crate) fn order_at(orders: &[&str], place: usize) -> String {
    let before = place.checked_sub(1).and_then(|at| orders.get(at)).copied();
    order::between(before, orders.get(place).copied())
}

fn line_at(builder: &mut ChangeBuilder<'_>, line: LineId) -> Result<ObjectRef, EditError> {
    let lines = builder.root().map("lines")?;
    lines.at(builder, &line.to_string()).map_err(|_| EditError::NoSuchLine(line))
}

/// Where a line keeps its wordings or notes. Somebody may have made a second map under its id, with such a part or
/// without one; all are read, so the first that there is does.
fn part_of(builder: &mut ChangeBuilder<'_>, line: LineId, part: &str) -> Result<ObjectRef, EditError> {
    parts_of(builder, line, part)?.into_iter().next().ok_or(EditError::NoSuchLine(line))
}

fn parts_of(builder: &mut ChangeBuilder<'_>, line: LineId, part: &str) -> Result<Vec<ObjectRef>, EditError> {
    let lines = builder.root().map("lines")?.all_at(builder, &line.to_string());
    Ok(lines.iter().flat_map(|line| line.all_at(builder, part)).collect())
}
