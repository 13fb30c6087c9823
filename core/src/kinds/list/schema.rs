//! What a shared list may hold, and who may write where. Anything else is refused.
//!
//! ```text
//! format                       number, by the genesis change alone
//! lines/<line>                 map, made once
//!   kind order state removed   scalars, anybody of the two, the last word counts
//!   wordings/<wording>         map, made once, written only in the change that makes it
//!     text replaces first
//!   remarks/<remark>           the same, with the line or by its first note; removed may be set by anybody of the two
//!     text removed
//! people                       map of scalars; a key begins with the person who alone may write it
//!   <person>.working_on  <person>.help.<line>
//!   <person>.next        <person>.heads_up.<id>  <person>.heard.<id>
//! pad                          text
//! x.<anything>                 scalars of versions to come: kept and forwarded, shown by none here
//! ```

use crate::{
    change::{Action, Key, Op, Reason, Scalar},
    document::{Circumstances, Path},
    id::{EntryId, LineId, PersonId, RemarkId, WordingId},
    limits,
};

pub(crate) fn check(path: &Path, op: &Op, circumstances: &Circumstances) -> Result<(), Reason> {
    let path: Vec<&str> = path.iter().map(|key| &**key).collect();
    let Key::Map(key) = &op.key else {
        return if path == ["pad"] { Ok(()) } else { Err(Reason::Schema) };
    };
    if let Some(name) = key.strip_prefix("x.") {
        let short = !name.is_empty() && text(&op.action).is_none_or(|text| text.len() <= limits::LINE_BYTES);
        return fits(is_put(&op.action) && short);
    }
    match path.as_slice() {
        ["lines"] => fits(key.parse::<LineId>().is_ok() && makes_once(op, circumstances)),
        ["lines", _] => line(key, op, circumstances),
        ["lines", _, "wordings"] => fits(key.parse::<WordingId>().is_ok() && makes_once(op, circumstances)),
        ["lines", _, "wordings", _] => {
            fits(["text", "replaces", "first"].contains(&key.as_str()) && written_once(op, circumstances))
        }
        ["lines", _, "remarks"] => fits(key.parse::<RemarkId>().is_ok() && makes_once(op, circumstances)),
        ["lines", _, "remarks", _] => fits(match key.as_str() {
            "removed" => matches!(op.action, Action::Put(Scalar::Bool(_))),
            _ => key == "text" && written_once(op, circumstances),
        }),
        ["people"] => person(key, op, circumstances),
        _ => Err(Reason::Schema),
    }
}

fn line(key: &str, op: &Op, circumstances: &Circumstances) -> Result<(), Reason> {
    fits(match key {
        "kind" => text(&op.action).is_some_and(|text| super::kind(text).is_some()),
        "state" => text(&op.action).is_some_and(|text| super::state(text).is_some()),
        "order" => text(&op.action).is_some_and(super::order::is_valid),
        "removed" => matches!(op.action, Action::Put(Scalar::Bool(_))),
        "wordings" => circumstances.object_is_new && makes_once(op, circumstances),
        // A line that was made without is still one that the other may note something on.
        "remarks" => makes_once(op, circumstances),
        _ => false,
    })
}

fn person(key: &str, op: &Op, circumstances: &Circumstances) -> Result<(), Reason> {
    let (person, field) = key.split_once('.').ok_or(Reason::Schema)?;
    let person: PersonId = person.parse().map_err(|_| Reason::Schema)?;
    if circumstances.author.is_some_and(|author| person != author) {
        return Err(Reason::Authority);
    }
    fits(match field.split_once('.') {
        None => ["working_on", "next"].contains(&field) && text(&op.action).is_some(),
        Some(("heads_up", id)) => {
            id.parse::<EntryId>().is_ok() && text(&op.action).is_some_and(|text| text.len() <= limits::LINE_BYTES)
        }
        Some(("heard", id)) => id.parse::<EntryId>().is_ok() && matches!(op.action, Action::Put(Scalar::Bool(_))),
        Some(("help", line)) => line.parse::<LineId>().is_ok() && matches!(op.action, Action::Put(Scalar::Bool(_))),
        Some(("x", name)) => !name.is_empty() && is_put(&op.action),
        Some(_) => false,
    })
}

fn fits(good: bool) -> Result<(), Reason> {
    if good { Ok(()) } else { Err(Reason::Schema) }
}

fn makes_once(op: &Op, circumstances: &Circumstances) -> bool {
    op.action == Action::MakeMap && circumstances.key_is_new
}

fn written_once(op: &Op, circumstances: &Circumstances) -> bool {
    circumstances.object_is_new && circumstances.key_is_new && text(&op.action).is_some()
}

fn is_put(action: &Action) -> bool {
    matches!(action, Action::Put(_))
}

fn text(action: &Action) -> Option<&str> {
    match action {
        Action::Put(Scalar::Str(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
