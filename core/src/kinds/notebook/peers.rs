//! The notebook: who I am, my peers, and the grant of each one's list.

use super::{devices, journal::REMOVED, method};
use crate::{
    document::{ChangeBuilder, ObjectRef, Reader},
    error::EditError,
    id::PeerId,
    rows::{Earlier, Entity, PeerRow, Row},
    snapshot::{Closed, Me, Moment},
};

const ME: Entity = Entity::Named("me");
const SECRET: Entity = Entity::Named("secret");

pub(crate) fn row(reader: &Reader<'_>, entity: &Entity) -> Option<Row> {
    match entity {
        it if *it == ME => Some(Row::Me(me(reader)?)),
        it if *it == SECRET => Some(Row::JournalSecret(secret(&reader.root().string("secret")?)?)),
        it if *it == method::ENTITY => Some(method::row(reader)),
        Entity::Project(id) => method::project_row(reader, *id),
        Entity::Finished(id) => method::finished_row(reader, *id),
        Entity::Peer(id) => Some(Row::Peer(peer(reader, *id)?)),
        Entity::Device(id) => devices::row(reader, *id),
        _ => None,
    }
}

pub(crate) fn entities(reader: &Reader<'_>) -> Vec<Entity> {
    let root = reader.root();
    let peers = root.map("peers").map(|peers| peers.keys()).unwrap_or_default();
    let peers = peers.iter().filter_map(|id| id.parse().ok().map(Entity::Peer));
    let works = root.keys_from(method::PROJECT).into_iter().chain(root.keys_from(method::FINISHED));
    let works = works.chain(root.keys_from(devices::DEVICE));
    let works: Vec<Entity> = works.filter_map(|key| entity(&[], Some(&key))).collect();
    peers.chain(works).chain([ME, SECRET, method::ENTITY]).collect()
}

/// What a write of that key at that path changes.
pub(crate) fn entity(path: &[&str], key: Option<&str>) -> Option<Entity> {
    let mut keys = path.iter().copied().chain(key);
    match keys.next()? {
        "me" => Some(ME),
        "secret" => Some(SECRET),
        "peers" => keys.next()?.parse().ok().map(Entity::Peer),
        first if first.starts_with("method.") => Some(method::ENTITY),
        first => match first.split_once('.')? {
            ("project", id) => id.parse().ok().map(Entity::Project),
            ("finished", id) => id.parse().ok().map(Entity::Finished),
            ("device", id) => id.parse().ok().map(Entity::Device),
            _ => None,
        },
    }
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
        shows: peer.string("shows").and_then(|shown| read_shown(&shown)),
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
        list_erased: peer.flags("list_erased").contains(&true),
        merged_into: field("merged_into").parse().ok(),
        closed: closed.map(|on| Closed { on, successor: field("successor").parse().ok() }),
    })
}

/// A generation in words: its number and, but for the first, the device that began it.
fn shown_text(shown: Earlier) -> String {
    let by = shown.by.map(|by| by.to_string()).unwrap_or_default();
    format!("{} {by}", shown.number)
}

fn read_shown(text: &str) -> Option<Earlier> {
    let (number, by) = text.split_once(' ')?;
    Some(Earlier { number: number.parse().ok()?, by: by.parse().ok() })
}

pub(crate) fn set_me(builder: &mut ChangeBuilder<'_>, new: &Me) -> Result<(), EditError> {
    let me = builder.root().map("me")?;
    me.put(builder, "name", new.name.as_str())?;
    me.put(builder, "department", new.department.as_str())?;
    me.put(builder, "role", new.role.as_str())?;
    me.put(builder, "mails", new.mails.join("\n").as_str())
}

pub(crate) fn set_secret(builder: &mut ChangeBuilder<'_>, secret: [u8; 32]) -> Result<(), EditError> {
    ObjectRef::root().put(builder, "secret", crate::id::Hash(secret).to_string().as_str())
}

/// Writes all of a peer's row; what stands so already makes no operation.
pub(crate) fn set_peer(builder: &mut ChangeBuilder<'_>, row: &PeerRow) -> Result<(), EditError> {
    let peers = builder.root().map("peers")?;
    let id = row.id.to_string();
    let peer = match peers.at(builder, &id) {
        Ok(peer) => peer,
        Err(_) => peers.make_map(builder, &id)?,
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let (name, department) = row.they_say.clone().unwrap_or_default();
    for (key, value) in [
        ("card", row.card.to_string()),
        ("list", row.base.to_string()),
        ("generation_by", text(row.generation_by.map(|by| by.to_string()))),
        ("shows", text(row.shows.map(shown_text))),
        ("person", text(row.person.map(|person| person.to_string()))),
        ("words", text(row.words.as_ref().map(|words| words.join(" ")))),
        ("their_name", name),
        ("their_department", department),
        ("only_mine", text(row.only_mine.map(|list| list.to_string()))),
    ] {
        peer.put(builder, key, value.as_str())?;
    }
    peer.put(builder, "added", row.added.unix_ms.to_string().as_str())?;
    for (key, value) in [
        ("merged_into", text(row.merged_into.map(|peer| peer.to_string()))),
        ("closed", text(row.closed.map(|closed| closed.on.to_string()))),
        ("successor", text(row.closed.and_then(|closed| closed.successor).map(|peer| peer.to_string()))),
    ] {
        peer.put(builder, key, value.as_str())?;
    }
    for (key, value) in [(REMOVED, row.removed), ("erased", row.erased), ("list_erased", row.list_erased)] {
        if value || peer.flag(builder, key).is_some() {
            peer.put(builder, key, value)?;
        }
    }
    peer.put(builder, "generation", i64::from(row.generation))?;
    peer.put(builder, "stopped", row.stopped)?;
    peer.put(builder, "checked", row.checked)
}
