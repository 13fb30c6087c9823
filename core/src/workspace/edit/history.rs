//! The history of what there is about a peer, and going back to how their list was at a moment.

use super::super::{Workspace, documents::StoredChange, state::list_rows::ListRows, transaction::Transaction};
use crate::{
    change::{Change, Key, Object},
    command::Outcome,
    document::Document,
    error::{EditError, StoreError},
    id::{Actor, DocId, LineId, PeerId, WordingId},
    kinds::list::{read, write},
    rows::{DocKind, Row, Writer},
    snapshot::{Did, HistoryItem, Kind, Moment, State, Who},
};
use std::collections::BTreeMap;

/// What was changed about a peer, the newest first, at most so many: their list, card and journals.
pub(in super::super) fn of(ws: &mut Workspace, peer: &PeerId, limit: usize) -> Result<Vec<HistoryItem>, StoreError> {
    let of_peer = ws.model.documents.iter().filter(|(_, row)| row.kind.peer() == Some(*peer));
    let documents: Vec<(DocId, DocKind)> = of_peer.map(|(doc, row)| (*doc, row.kind)).collect();
    let mut items = Vec::new();
    for (doc, kind) in documents {
        let changes = ws.store.changes(&doc)?;
        let document = ws.documents.get(&ws.store, doc, kind)?;
        let told = changes.iter().rev().take(limit).map(|StoredChange { change, .. }| {
            (Moment { unix_ms: change.unix_ms }, Writer::of(&change.actor), told(document, kind, change))
        });
        let told: Vec<_> = told.collect();
        items.extend(told.into_iter().map(|(at, by, did)| HistoryItem { at, by: ws.who(&by), did }));
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    items.truncate(limit);
    Ok(items)
}

/// How a line was.
struct Then {
    removed: bool,
    state: State,
    kind: Kind,
    order: String,
    /// What it showed, and the wording that each was first written in.
    versions: Vec<(String, WordingId)>,
}

impl Transaction<'_> {
    /// Makes the list show what it showed at that moment. Nothing is taken out of its history, and undo brings
    /// today's list back.
    pub(super) fn go_back(&mut self, peer: PeerId, to: Moment) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let (doc, kind) = (row.list(), DocKind::List(peer));
        if row.stopped {
            return Err(EditError::Sharing("sharing is stopped, so the list stays as it is"));
        }
        let changes = self.store().changes(&doc)?;
        // In the order in which they came here: up to the last one that its writer's clock puts before that moment.
        let count = changes.iter().rposition(|it| it.change.unix_ms <= to.unix_ms).map_or(0, |last| last + 1);
        let then = lines_at(doc, kind, changes.iter().take(count).map(|it| &it.change))?;
        let lines = self.model().lists.get(&doc).map(|list| list.lines.keys().copied().collect::<Vec<_>>());
        for line in lines.unwrap_or_default() {
            self.line_back((doc, kind), line, then.get(&line))?;
        }
        Ok(Outcome::Done)
    }

    fn line_back(&mut self, (doc, kind): (DocId, DocKind), id: LineId, then: Option<&Then>) -> Result<(), EditError> {
        let line = self.model().lists.get(&doc).and_then(|list| list.lines.get(&id));
        let Some((line, head)) = line.and_then(|line| Some((line, line.head()?))) else { return Ok(()) };
        let Some(then) = then else {
            if head.removed {
                return Ok(());
            }
            return self.write(doc, kind, |builder| write::set_removed(builder, id, true));
        };
        let same = line.versions().iter().map(|it| &it.text).eq(then.versions.iter().map(|(text, _)| text));
        let standing = line.standing_ids();
        self.write(doc, kind, |builder| {
            write::set_removed(builder, id, then.removed)?;
            write::set_state(builder, id, then.state)?;
            write::set_kind(builder, id, then.kind)?;
            write::set_order(builder, id, &then.order)
        })?;
        for (text, first) in then.versions.iter().filter(|_| !same) {
            let wording = WordingId(self.random());
            self.write(doc, kind, |builder| write::reword(builder, id, wording, text, &standing, Some(*first)))?;
        }
        Ok(())
    }
}

/// How the lines were, after those changes.
fn lines_at<'a>(
    doc: DocId,
    kind: DocKind,
    changes: impl Iterator<Item = &'a Change>,
) -> Result<BTreeMap<LineId, Then>, StoreError> {
    // Nobody writes in this copy, so it needs no actor of this run.
    let document = Document::load(doc, kind.rules(), kind.genesis(), changes, &Actor([0; 24]))
        .map_err(|_| StoreError::Damaged("changes"))?;
    let reader = document.reader();
    let mut rows = ListRows::default();
    let nobody = |_: &Writer| Who::Them;
    for entity in read::entities(&reader) {
        match read::row(&reader, &entity) {
            Some(Row::Line(row)) => drop(rows.take_head(row)),
            Some(Row::Wording(line, wordings)) => rows.take_wordings(line, wordings, &nobody),
            _ => {}
        }
    }
    let then = rows.lines.iter().filter_map(|(id, line)| {
        let head = line.head()?;
        let versions = line.versions().into_iter().map(|it| (it.text.clone(), line.first_of(it).id)).collect();
        let (removed, state, kind, order) = (head.removed, head.state, head.kind, head.order.clone());
        Some((*id, Then { removed, state, kind, order, versions }))
    });
    Ok(then.collect())
}

/// What a change did, by what it wrote.
fn told(document: &Document, kind: DocKind, change: &Change) -> Did {
    if let DocKind::Card(_) = kind {
        return Did::Card;
    }
    if let DocKind::Journal(..) = kind {
        return Did::Journal;
    }
    let mut did = Did::Other;
    for op in &change.ops {
        let path = document.path(&op.object).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(|key| &**key).collect();
        let key = if let Key::Map(key) = &op.key { key.as_str() } else { "" };
        did = did.max(match (path.as_slice(), key) {
            (["lines"], _) => Did::AddedLine,
            (["lines", _, "wordings"], _) => Did::Reworded,
            (["lines", _, "remarks"], _) => Did::Noted,
            (["lines", _], "removed") => Did::TookOff,
            (["lines", _], "state") => Did::SetState,
            (["lines", _], "order") => Did::Moved,
            (["lines", _], "kind") => Did::SetKind,
            (["pad"], _) => Did::Pad,
            (["people"], _) => Did::Published,
            _ if op.object == Object::Root && key == "pad" => Did::Pad,
            _ => Did::Other,
        });
    }
    did
}
