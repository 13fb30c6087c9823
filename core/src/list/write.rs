//! How a list is written: each of these is one commit's operations.

use super::{kind_text, order, state_text};
use crate::{
    document::Writing,
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

pub(crate) fn add(writing: &mut Writing<'_>, new: &NewLine<'_>) -> Result<(), EditError> {
    let lines = writing.root().map("lines")?;
    let line = lines.make_map(writing, &new.id.to_string())?;
    line.put(writing, "kind", kind_text(new.kind))?;
    line.put(writing, "state", state_text(new.state))?;
    line.put(writing, "order", new.order.as_str())?;
    let wordings = line.make_map(writing, "wordings")?;
    for (id, text) in &new.wordings {
        let wording = wordings.make_map(writing, &id.to_string())?;
        wording.put(writing, "text", *text)?;
    }
    line.make_map(writing, "remarks")?;
    Ok(())
}

/// A line of an export, to be made anew with the words and names it had.
pub(crate) struct Imported<'a> {
    pub(crate) line: &'a Line,
    pub(crate) order: &'a str,
    pub(crate) me: PersonId,
}

/// Brings a line in. Who wrote what stands beside the words as my own saying: no signature of theirs came along.
pub(crate) fn import(writing: &mut Writing<'_>, imported: &Imported<'_>) -> Result<(), EditError> {
    let line = imported.line;
    let lines = writing.root().map("lines")?;
    let made = lines.make_map(writing, &line.id.to_string())?;
    made.put(writing, "kind", kind_text(line.kind))?;
    made.put(writing, "state", state_text(line.state))?;
    made.put(writing, "order", imported.order)?;
    made.put(writing, SAID_BY, who_text(line.raised_by))?;
    let wordings = made.make_map(writing, "wordings")?;
    for wording in &line.history {
        let made = wordings.make_map(writing, &wording.id.to_string())?;
        made.put(writing, "text", wording.text.as_str())?;
        // What is not shown any more was replaced by what is.
        let shown = line.versions.iter().any(|version| version.id == wording.id);
        made.put(writing, SAID_BY, who_text(wording.by))?;
        made.put(writing, SAID_AT, wording.at.unix_ms)?;
        if !shown {
            made.put(writing, PAST, true)?;
        }
    }
    let remarks = made.make_map(writing, "remarks")?;
    for remark in &line.remarks {
        let made = remarks.make_map(writing, &remark.id.to_string())?;
        made.put(writing, "text", remark.text.as_str())?;
        made.put(writing, SAID_BY, who_text(remark.by))?;
        made.put(writing, SAID_AT, remark.at.unix_ms)?;
    }
    if line.helpers.contains(&Who::Me) {
        help(writing, imported.me, line.id, true)?;
    }
    if line.helpers.contains(&Who::Them) {
        made.put(writing, THEY_HELP, true)?;
    }
    Ok(())
}

pub(crate) fn reword(
    writing: &mut Writing<'_>,
    line: LineId,
    wording: WordingId,
    text: &str,
    replaces: &[WordingId],
    first: Option<WordingId>,
) -> Result<(), EditError> {
    let made = line_at(writing, line)?.at(writing, "wordings")?.make_map(writing, &wording.to_string())?;
    made.put(writing, "text", text)?;
    let replaces: Vec<String> = replaces.iter().map(ToString::to_string).collect();
    made.put(writing, "replaces", replaces.join(" ").as_str())?;
    let first = first.map(|first| first.to_string()).unwrap_or_default();
    made.put(writing, "first", first.as_str())
}

pub(crate) fn set_state(writing: &mut Writing<'_>, line: LineId, state: State) -> Result<(), EditError> {
    line_at(writing, line)?.put(writing, "state", state_text(state))
}

pub(crate) fn set_kind(writing: &mut Writing<'_>, line: LineId, kind: Kind) -> Result<(), EditError> {
    line_at(writing, line)?.put(writing, "kind", kind_text(kind))
}

pub(crate) fn set_removed(writing: &mut Writing<'_>, line: LineId, removed: bool) -> Result<(), EditError> {
    line_at(writing, line)?.put(writing, "removed", removed)
}

pub(crate) fn set_order(writing: &mut Writing<'_>, line: LineId, order: &str) -> Result<(), EditError> {
    line_at(writing, line)?.put(writing, "order", order)
}

pub(crate) fn remark(writing: &mut Writing<'_>, line: LineId, id: RemarkId, text: &str) -> Result<(), EditError> {
    let remark = line_at(writing, line)?.at(writing, "remarks")?.make_map(writing, &id.to_string())?;
    remark.put(writing, "text", text)
}

pub(crate) fn remove_remark(writing: &mut Writing<'_>, line: LineId, id: RemarkId) -> Result<(), EditError> {
    line_at(writing, line)?.at(writing, "remarks")?.at(writing, &id.to_string())?.put(writing, "removed", true)
}

pub(crate) fn help(writing: &mut Writing<'_>, person: PersonId, line: LineId, helps: bool) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.help.{line}"), helps)
}

pub(crate) fn working_on(writing: &mut Writing<'_>, person: PersonId, text: &str) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.working_on"), text)
}

pub(crate) fn next(writing: &mut Writing<'_>, person: PersonId, at: &str) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.next"), at)
}

pub(crate) fn heads_up(writing: &mut Writing<'_>, person: PersonId, id: EntryId, text: &str) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.heads_up.{id}"), text)
}

pub(crate) fn heard(writing: &mut Writing<'_>, person: PersonId, id: EntryId, heard: bool) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.heard.{id}"), heard)
}

/// The order key for a place among `orders`, which are sorted and leave the moved line out.
pub(crate) fn order_at(orders: &[&str], place: usize) -> String {
    let before = place.checked_sub(1).and_then(|at| orders.get(at)).copied();
    order::between(before, orders.get(place).copied())
}

fn line_at(writing: &mut Writing<'_>, line: LineId) -> Result<crate::document::Place, EditError> {
    let lines = writing.root().map("lines")?;
    lines.at(writing, &line.to_string()).map_err(|_| EditError::NoSuchLine(line))
}
