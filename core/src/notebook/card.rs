//! A peer's card: who they are and how to reach them.

use crate::{
    command::PeerDetails,
    document::{Place, Reader, Writing},
    error::EditError,
    rows::{CardRow, Row},
    snapshot::Every,
};

pub(crate) const ENTITY: &str = "card";

pub(crate) fn row(reader: &Reader<'_>) -> Option<Row> {
    let root = reader.root();
    let field = |key| root.string(key).unwrap_or_default();
    Some(Row::Card(CardRow {
        name: root.string("name")?,
        department: field("department"),
        role: field("role"),
        reach: several(reader, "reach"),
        every: every(&field("every")),
        tags: several(reader, "tags"),
        how_met: field("how_met"),
        card_uid: field("card_uid"),
    }))
}

/// The values of a map whose keys order them; an empty value is one that was taken away.
fn several(reader: &Reader<'_>, key: &str) -> Vec<String> {
    let root = reader.root();
    let Some(map) = root.map(key) else { return Vec::new() };
    map.keys().iter().filter_map(|key| map.string(key)).filter(|value| !value.is_empty()).collect()
}

pub(super) fn every(text: &str) -> Option<Every> {
    match text {
        "month" => Some(Every::Month),
        "quarter" => Some(Every::Quarter),
        weeks => weeks.strip_suffix("w")?.parse().ok().filter(|weeks| (1..=52).contains(weeks)).map(Every::Weeks),
    }
}

pub(super) fn every_text(every: Option<Every>) -> String {
    match every {
        None => String::new(),
        Some(Every::Month) => "month".into(),
        Some(Every::Quarter) => "quarter".into(),
        Some(Every::Weeks(weeks)) => format!("{weeks}w"),
    }
}

pub(crate) fn set(
    writing: &mut Writing<'_>,
    before: &CardRow,
    new: &PeerDetails,
    salt: [u8; 4],
) -> Result<(), EditError> {
    let root = Place::root();
    root.put(writing, "name", new.name.trim())?;
    root.put(writing, "department", new.department.trim())?;
    root.put(writing, "role", new.role.trim())?;
    root.put(writing, "every", every_text(new.every).as_str())?;
    root.put(writing, "how_met", new.how_met.trim())?;
    root.put(writing, "card_uid", new.card_uid.as_str())?;
    set_several(writing, "reach", &before.reach, &new.reach, salt)?;
    set_several(writing, "tags", &before.tags, &new.tags, salt)
}

/// Adds what is new and takes away what went. What both keep is not written, so that two devices that each
/// add one keep both; only where the order changed is all written anew.
fn set_several(
    writing: &mut Writing<'_>,
    key: &str,
    before: &[String],
    new: &[String],
    salt: [u8; 4],
) -> Result<(), EditError> {
    let map = writing.root().map(key)?;
    let kept: Vec<&String> = before.iter().filter(|value| new.contains(value)).collect();
    let appends = new.iter().zip(&kept).all(|(new, kept)| new == *kept) && new.len() >= kept.len();
    let keys = map.keys(writing);
    for key in &keys {
        if let Some(value) = map.string(writing, key)
            && !value.is_empty()
            && !(appends && new.contains(&value))
        {
            map.put(writing, key, "")?;
        }
    }
    let used = keys.last().and_then(|key| key.split_once('-')?.0.parse::<u32>().ok()).map_or(0, |last| last + 1);
    let salt = u32::from_be_bytes(salt);
    let added = if appends { new.get(kept.len()..) } else { Some(new) };
    for (at, value) in (used..).zip(added.unwrap_or_default()) {
        map.put(writing, &format!("{at:06}-{salt:08x}"), value.as_str())?;
    }
    Ok(())
}
