//! A peer's card: who they are and how to reach them.

use crate::{
    command::PeerDetails,
    document::{ChangeBuilder, ObjectRef, Reader},
    error::EditError,
    rows::{CardRow, Entity, Row},
    snapshot::Every,
};

/// All of a card, in one row.
pub(crate) const ENTITY: Entity = Entity::Named("card");

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
    builder: &mut ChangeBuilder<'_>,
    before: &CardRow,
    new: &PeerDetails,
    salt: [u8; 4],
) -> Result<(), EditError> {
    let root = ObjectRef::root();
    root.put(builder, "name", new.name.trim())?;
    root.put(builder, "department", new.department.trim())?;
    root.put(builder, "role", new.role.trim())?;
    root.put(builder, "every", every_text(new.every).as_str())?;
    root.put(builder, "how_met", new.how_met.trim())?;
    root.put(builder, "card_uid", new.card_uid.as_str())?;
    set_several(builder, "reach", &before.reach, &new.reach, salt)?;
    set_several(builder, "tags", &before.tags, &new.tags, salt)
}

/// Adds what is new and takes away what went. What both keep is not written, so that two devices that each
/// add one keep both; only where the order changed is all written anew.
fn set_several(
    builder: &mut ChangeBuilder<'_>,
    key: &str,
    before: &[String],
    new: &[String],
    salt: [u8; 4],
) -> Result<(), EditError> {
    let map = builder.root().map(key)?;
    let kept: Vec<&String> = before.iter().filter(|value| new.contains(value)).collect();
    let appends = new.iter().zip(&kept).all(|(new, kept)| new == *kept) && new.len() >= kept.len();
    let keys = map.keys(builder);
    for key in &keys {
        if let Some(value) = map.string(builder, key)
            && !value.is_empty()
            && !(appends && new.contains(&value))
        {
            map.put(builder, key, "")?;
        }
    }
    let used = keys.last().and_then(|key| key.split_once('-')?.0.parse::<u32>().ok()).map_or(0, |last| last + 1);
    let salt = u32::from_be_bytes(salt);
    let added = if appends { new.get(kept.len()..) } else { Some(new) };
    for (at, value) in (used..).zip(added.unwrap_or_default()) {
        map.put(builder, &format!("{at:06}-{salt:08x}"), value.as_str())?;
    }
    Ok(())
}
