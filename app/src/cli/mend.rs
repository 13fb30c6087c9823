//! `edit` and `remove` of what was written down about a peer: the same for each kind.

use super::{
    call::{Call, edit, text_or_input},
    find,
    out::{Done, failure},
    said,
};
use crate::{
    desk::{Failure, View},
    words,
};
use sideways_core::{
    command::{Command, EntryEdit},
    id::{EntryId, PeerId},
    snapshot::{PeerView, Point},
};

/// Takes something away; undo brings it back.
pub(crate) fn remove(call: &Call, peer: PeerId, id: EntryId, says: &str) -> Done {
    edit(&call.desk()?, Command::RemoveEntry(peer, id))?;
    gone(call, &id.to_string(), says)
}

/// Says that something is gone, and how it comes back.
pub(crate) fn gone(call: &Call, id: &str, says: &str) -> Done {
    let says = format!("Taken away: {says}. `sideways undo` brings it back.");
    call.form.say(&serde_json::json!({ "id": id, "removed": true }), || vec![says])
}

/// Has an entry say something else; the view in which it does.
pub(crate) fn entry(call: &Call, peer: PeerId, id: EntryId, change: EntryEdit) -> Result<View, Failure> {
    let desk = call.desk()?;
    edit(&desk, Command::EditEntry(peer, id, change))?;
    desk.view()
}

pub(crate) fn point(call: &Call, peer: &PeerView, point: &Point, text: &str) -> Done {
    let text = text_or_input(text)?;
    let view = entry(call, peer.id, point.id, EntryEdit::Point(text))?;
    let (_, point) = find::entry(&view, &point.id.to_string(), "prepared point", |peer| &peer.points, |it| it.id)?;
    let says = format!("{}  {}", find::short(&point.id), point.text);
    call.form.say(&serde_json::json!({ "id": point.id, "text": point.text, "done": point.done }), || vec![says])
}

/// The words that are typed, or those that stand.
pub(crate) fn text_or(typed: Option<&str>, before: &str) -> Result<String, Failure> {
    typed.map_or_else(|| Ok(before.to_owned()), text_or_input)
}

/// A day that is typed, or the one that stands; "none" takes it away.
pub(crate) fn day_or(
    typed: Option<&str>,
    before: Option<jiff::civil::Date>,
) -> Result<Option<jiff::civil::Date>, Failure> {
    match typed {
        None => Ok(before),
        Some(none) if none.trim().eq_ignore_ascii_case("none") => Ok(None),
        Some(day) => said::day(day).map(Some),
    }
}

/// Something has to be given to be changed.
pub(crate) fn needs(given: Option<()>, what: &str) -> Result<(), Failure> {
    given.ok_or_else(|| failure(format!("say what to change: {what}"), None))
}

/// A beginning of a text, to say what it was about.
pub(crate) fn about(text: &str) -> String {
    let line = words::visible(text.lines().next().unwrap_or_default());
    let short: String = line.chars().take(60).collect();
    if short.len() < text.len() { format!("“{short}…”") } else { format!("“{short}”") }
}
