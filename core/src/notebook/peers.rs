//! The notebook: who I am, my peers, and the grant of each one's list.

use super::{journal::REMOVED, method};
use crate::{
    document::{Place, Reader, Writing},
    error::EditError,
    id::PeerId,
    rows::{PeerRow, Row},
    snapshot::{Closed, Me, Moment},
};

pub(crate) fn row(reader: &Reader<'_>, entity: &str) -> Option<Row> {
    match entity.split_once('/') {
        None if entity == "me" => Some(Row::Me(me(reader)?)),
        None if entity == method::ENTITY => Some(method::row(reader)),
        None if entity.starts_with(method::PROJECT) => {
            method::project_row(reader, entity.strip_prefix(method::PROJECT)?.parse().ok()?)
        }
        None if entity.starts_with(method::FINISHED) => {
            method::finished_row(reader, entity.strip_prefix(method::FINISHED)?.parse().ok()?)
        }
        None if entity == "secret" => Some(Row::JournalSecret(secret(&reader.root().string("secret")?)?)),
        Some(("peers", id)) => Some(Row::Peer(peer(reader, id.parse().ok()?)?)),
        _ => None,
    }
}

pub(crate) fn entities(reader: &Reader<'_>) -> Vec<String> {
    let peers = reader.root().map("peers").map(|peers| peers.keys()).unwrap_or_default();
    let root = reader.root();
    let projects = root.keys_from(method::PROJECT).into_iter().chain(root.keys_from(method::FINISHED));
    let rest = ["me", "secret", method::ENTITY].map(str::to_owned);
    peers.into_iter().map(|id| format!("peers/{id}")).chain(projects).chain(rest).collect()
}

fn secret(hex: &str) -> Option<[u8; 32]> {
    hex.parse::<crate::id::Hash>().ok().map(|bytes| bytes.0)
}

fn me(reader: &Reader<'_>) -> Option<Me> {
    let me = reader.root().map("me")?;
    let field = |key| me.string(key).unwrap_or_default();
    Some(Me {
        name: field("name"),
        department: field("department"),
        role: field("role"),
        mails: field("mails").lines().map(str::to_owned).collect(),
    })
}

fn peer(reader: &Reader<'_>, id: PeerId) -> Option<PeerRow> {
    let peer = reader.root().map("peers")?.map(&id.to_string())?;
    let (_, _, added) = peer.made()?;
    let field = |key: &str| peer.string(key).unwrap_or_default();
    let closed = field("closed").parse().ok();
    let words: Vec<String> = peer.string("words").unwrap_or_default().split(' ').map(str::to_owned).collect();
    let they_say = peer.string("their_name").filter(|name| !name.is_empty());
    Some(PeerRow {
        id,
        card: peer.string("card")?.parse().ok()?,
        base: peer.string("list")?.parse().ok()?,
        generation: peer.number("generation").and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
        generation_by: peer.string("generation_by").and_then(|by| by.parse().ok()),
        person: peer.string("person").and_then(|person| person.parse().ok()),
        stopped: peer.flags("stopped").contains(&true),
        checked: peer.flag("checked") == Some(true),
        words: words.try_into().ok(),
        they_say: they_say.map(|name| (name, peer.string("their_department").unwrap_or_default())),
        only_mine: peer.string("only_mine").and_then(|list| list.parse().ok()),
        added: field("added").parse().map_or(added, |unix_ms| Moment { unix_ms }),
        removed: peer.flag(REMOVED) == Some(true),
        // An erased peer stays erased, whatever another device did meanwhile.
        erased: peer.flags("erased").contains(&true),
        merged_into: field("merged_into").parse().ok(),
        closed: closed.map(|on| Closed { on, successor: field("successor").parse().ok() }),
    })
}

pub(crate) fn set_me(writing: &mut Writing<'_>, new: &Me) -> Result<(), EditError> {
    let me = writing.root().map("me")?;
    me.put(writing, "name", new.name.as_str())?;
    me.put(writing, "department", new.department.as_str())?;
    me.put(writing, "role", new.role.as_str())?;
    me.put(writing, "mails", new.mails.join("\n").as_str())
}

pub(crate) fn set_secret(writing: &mut Writing<'_>, secret: [u8; 32]) -> Result<(), EditError> {
    Place::root().put(writing, "secret", crate::id::Hash(secret).to_string().as_str())
}

/// Writes all of a peer's row; what stands so already makes no operation.
pub(crate) fn set_peer(writing: &mut Writing<'_>, row: &PeerRow) -> Result<(), EditError> {
    let peers = writing.root().map("peers")?;
    let id = row.id.to_string();
    let peer = match peers.at(writing, &id) {
        Ok(peer) => peer,
        Err(_) => peers.make_map(writing, &id)?,
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let (name, department) = row.they_say.clone().unwrap_or_default();
    for (key, value) in [
        ("card", row.card.to_string()),
        ("list", row.base.to_string()),
        ("generation_by", text(row.generation_by.map(|by| by.to_string()))),
        ("person", text(row.person.map(|person| person.to_string()))),
        ("words", text(row.words.as_ref().map(|words| words.join(" ")))),
        ("their_name", name),
        ("their_department", department),
        ("only_mine", text(row.only_mine.map(|list| list.to_string()))),
    ] {
        peer.put(writing, key, value.as_str())?;
    }
    peer.put(writing, "added", row.added.unix_ms.to_string().as_str())?;
    for (key, value) in [
        ("merged_into", text(row.merged_into.map(|peer| peer.to_string()))),
        ("closed", text(row.closed.map(|closed| closed.on.to_string()))),
        ("successor", text(row.closed.and_then(|closed| closed.successor).map(|peer| peer.to_string()))),
    ] {
        peer.put(writing, key, value.as_str())?;
    }
    for (key, value) in [(REMOVED, row.removed), ("erased", row.erased)] {
        if value || peer.flag(writing, key).is_some() {
            peer.put(writing, key, value)?;
        }
    }
    peer.put(writing, "generation", i64::from(row.generation))?;
    peer.put(writing, "stopped", row.stopped)?;
    peer.put(writing, "checked", row.checked)
}
