//! What each kind of document holds and allows, and the rows that screens read of it.

pub(crate) mod list;
pub(crate) mod notebook;

use crate::{
    change::Op,
    document::{Path, Reader, Rules},
    id::PeerId,
    rows::{DocKind, Entity, Row},
};
use notebook::{card, journal, peers};

impl DocKind {
    /// The operations of its first change, which is the same wherever it is made.
    pub(crate) fn genesis(self) -> Vec<Op> {
        match self {
            Self::Notebook => notebook::notebook_genesis(),
            Self::Card(_) => notebook::card_genesis(),
            Self::Journal(..) => Vec::new(),
            Self::List(_) => list::genesis(),
        }
    }

    /// What the gate asks of a change besides its structure.
    pub(crate) fn rules(self) -> Option<Rules> {
        if matches!(self, Self::List(_)) { Some(list::schema::check) } else { None }
    }

    /// The peer it is about.
    pub(crate) fn peer(self) -> Option<PeerId> {
        match self {
            Self::Notebook => None,
            Self::Card(peer) | Self::Journal(peer, _) | Self::List(peer) => Some(peer),
        }
    }

    /// The row of an entity as the document says it now; none where there is nothing to say.
    pub(crate) fn row(self, reader: &Reader<'_>, entity: &Entity) -> Option<Row> {
        match self {
            Self::Notebook => peers::row(reader, entity),
            Self::Card(_) => card::row(reader),
            Self::Journal(..) => journal::row(reader, entity),
            Self::List(_) => list::read::row(reader, entity),
        }
    }

    /// Every entity in it. A pad's pieces are not among them: they are made of its whole text.
    pub(crate) fn entities(self, reader: &Reader<'_>) -> Vec<Entity> {
        match self {
            Self::Notebook => peers::entities(reader),
            Self::Card(_) => vec![card::ENTITY],
            Self::Journal(..) => journal::entities(reader),
            Self::List(_) => list::read::entities(reader),
        }
    }

    /// What a write of that key at that path changes.
    pub(crate) fn changed(self, path: &Path, key: Option<&str>) -> Option<Changed> {
        let path: Vec<&str> = path.iter().map(|key| &**key).collect();
        if matches!(self, Self::List(_)) && (path == ["pad"] || (path.is_empty() && key == Some("pad"))) {
            return Some(Changed::Pad);
        }
        let entity = match self {
            Self::Notebook => peers::entity(&path, key),
            Self::Card(_) => Some(card::ENTITY),
            Self::Journal(..) => journal::entity(&path, key),
            Self::List(_) => list::read::entity(&path, key),
        };
        entity.map(Changed::Entity)
    }
}

/// What a write changes.
pub(crate) enum Changed {
    Entity(Entity),
    /// The list's pad, whose pieces are made anew from its text.
    Pad,
}
