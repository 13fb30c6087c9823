//! A journal: what was written about a peer in one year. Entries stand at the root under random ids, so
//! that two devices that begin the year's journal apart merge.

use crate::{
    document::{Place, Reader, Writing},
    error::EditError,
    id::EntryId,
    rows::{EntryKind, EntryRow, Row},
    snapshot::Why,
};
use jiff::civil::Date;

pub(crate) fn entities(reader: &Reader<'_>) -> Vec<String> {
    reader.root().keys()
}

pub(crate) fn row(reader: &Reader<'_>, entity: &str) -> Option<Row> {
    let id: EntryId = entity.parse().ok()?;
    let root = reader.root();
    let entry = root.map(entity)?;
    let field = |key| entry.string(key).unwrap_or_default();
    let several = |name: &str| {
        let prefix = format!("{name}.");
        entry.keys_from(&prefix).iter().filter_map(|key| entry.string(key)).collect()
    };
    let on = || field("on").parse::<Date>().ok();
    let (_, _, at) = entry.made()?;
    let kind = match entry.string("kind")?.as_str() {
        "note" => EntryKind::Note(entry.text("text")?),
        "words" => EntryKind::Words { on: on()?, text: field("text") },
        "meeting" => EntryKind::Meeting {
            on: on()?,
            why: why(&field("why")),
            words: field("words"),
            mine: field("mine"),
            help: field("help"),
            offered: several("offered"),
            asked: several("asked"),
            they_offered: several("they_offered"),
            they_asked: several("they_asked"),
        },
        _ => return None,
    };
    Some(Row::Entry(EntryRow { id, at, kind }))
}

pub(crate) fn add(writing: &mut Writing<'_>, id: EntryId, kind: &EntryKind) -> Result<(), EditError> {
    let entry = Place::root().make_map(writing, &id.to_string())?;
    match kind {
        EntryKind::Note(text) => {
            entry.put(writing, "kind", "note")?;
            entry.make_text(writing, "text", text)
        }
        EntryKind::Words { on, text } => {
            entry.put(writing, "kind", "words")?;
            entry.put(writing, "on", on.to_string().as_str())?;
            entry.put(writing, "text", text.as_str())
        }
        EntryKind::Meeting { on, why, words, mine, help, offered, asked, they_offered, they_asked } => {
            entry.put(writing, "kind", "meeting")?;
            entry.put(writing, "on", on.to_string().as_str())?;
            entry.put(writing, "why", why.map_or("", why_text))?;
            for (key, text) in [("words", words), ("mine", mine), ("help", help)] {
                entry.put(writing, key, text.as_str())?;
            }
            for (name, texts) in
                [("offered", offered), ("asked", asked), ("they_offered", they_offered), ("they_asked", they_asked)]
            {
                for (at, text) in texts.iter().enumerate() {
                    entry.put(writing, &format!("{name}.{at:04}"), text.as_str())?;
                }
            }
            Ok(())
        }
    }
}

fn why(text: &str) -> Option<Why> {
    match text {
        "standing" => Some(Why::Standing),
        "trouble" => Some(Why::Trouble),
        "just-because" => Some(Why::JustBecause),
        _ => None,
    }
}

fn why_text(why: Why) -> &'static str {
    match why {
        Why::Standing => "standing",
        Why::Trouble => "trouble",
        Why::JustBecause => "just-because",
    }
}
