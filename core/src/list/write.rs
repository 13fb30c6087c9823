//! How a list is written: each of these is one commit's operations.

use super::{kind_text, order, state_text};
use crate::{
    document::Writing,
    error::EditError,
    id::{LineId, PersonId, RemarkId, WordingId},
    snapshot::{Kind, State},
};

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

pub(crate) fn reword(
    writing: &mut Writing<'_>,
    line: LineId,
    wording: WordingId,
    text: &str,
    replaces: &[WordingId],
) -> Result<(), EditError> {
    let made = line_at(writing, line)?.at(writing, "wordings")?.make_map(writing, &wording.to_string())?;
    made.put(writing, "text", text)?;
    let replaces: Vec<String> = replaces.iter().map(ToString::to_string).collect();
    made.put(writing, "replaces", replaces.join(" ").as_str())
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

pub(crate) fn help(writing: &mut Writing<'_>, person: PersonId, line: LineId, helps: bool) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.help.{line}"), helps)
}

pub(crate) fn working_on(writing: &mut Writing<'_>, person: PersonId, text: &str) -> Result<(), EditError> {
    writing.root().map("people")?.put(writing, &format!("{person}.working_on"), text)
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
