//! The history of what there is about a peer, and going back to how their list was at a moment.

use super::{
    Workspace,
    documents::{DocKind, Pending, StoredChange},
};
use crate::{
    change::{Change, Object},
    command::Outcome,
    document::Document,
    error::{EditError, StoreError},
    id::{DocId, LineId, PeerId, WordingId},
    list::{read, write},
    rows::{LineRow, Row, Writer},
    snapshot::{Did, HistoryItem, Moment},
    store::Table,
};
use std::collections::BTreeMap;

impl Workspace {
    /// What was changed about a peer, the newest first, at most so many: their list, card and journals.
    pub fn history(&mut self, peer: &PeerId, limit: usize) -> Result<Vec<HistoryItem>, StoreError> {
        let of_peer = self.held.documents.iter().filter(|(_, row)| row.kind.peer() == Some(*peer));
        let documents: Vec<(DocId, DocKind)> = of_peer.map(|(doc, row)| (*doc, row.kind)).collect();
        let mut items = Vec::new();
        for (doc, kind) in documents {
            let changes = self.changes_of(&doc)?;
            let document = self.documents.get(&self.store, doc, kind)?;
            let told = changes.iter().rev().take(limit).map(|change| (change, told(document, kind, change)));
            let told: Vec<_> = told.map(|(change, did)| (change.unix_ms, change.actor, did)).collect();
            items.extend(told.into_iter().map(|(unix_ms, actor, did)| HistoryItem {
                at: Moment { unix_ms },
                by: self.held.who(&Writer::of(&actor)),
                did,
            }));
        }
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
        items.truncate(limit);
        Ok(items)
    }

    fn changes_of(&self, doc: &DocId) -> Result<Vec<Change>, StoreError> {
        let stored: Vec<(Vec<u8>, StoredChange)> = self.store.scan(Table::Changes, &doc.0)?;
        Ok(stored.into_iter().map(|(_, stored)| stored.change).collect())
    }

    /// Makes the list show what it showed at that moment. Nothing is taken out of its history, and undo brings
    /// today's list back.
    pub(super) fn go_back(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        to: Moment,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let (doc, kind) = (row.list(), DocKind::List(peer));
        if row.stopped {
            return Err(EditError::Sharing("sharing is stopped, so the list stays as it is"));
        }
        let changes = self.changes_of(&doc)?;
        // In the order in which they came here: up to the last one that its writer's clock puts before that moment.
        let count = changes.iter().rposition(|change| change.unix_ms <= to.unix_ms).map_or(0, |last| last + 1);
        let then = self.lines_at(doc, kind, changes.get(..count).unwrap_or_default())?;
        let lines = self.held.lists.get(&doc).map(|list| list.lines.clone()).unwrap_or_default();
        for (id, line) in &lines {
            self.line_back(pending, (doc, kind), *id, line, then.get(id), now)?;
        }
        Ok(Outcome::Done)
    }

    fn lines_at(&self, doc: DocId, kind: DocKind, changes: &[Change]) -> Result<BTreeMap<LineId, LineRow>, StoreError> {
        let document = Document::load(doc, kind.schema(), kind.genesis(), changes, &self.actor)
            .map_err(|_| StoreError::Damaged("changes"))?;
        let reader = document.reader();
        let rows = read::entities(&reader).into_iter().filter_map(|entity| read::row(&reader, &entity));
        Ok(rows.filter_map(|row| if let Row::Line(line) = row { Some((line.id, line)) } else { None }).collect())
    }

    fn line_back(
        &mut self,
        pending: &mut Pending,
        (doc, kind): (DocId, DocKind),
        id: LineId,
        line: &LineRow,
        then: Option<&LineRow>,
        now: Moment,
    ) -> Result<(), EditError> {
        let Some(then) = then else {
            if line.removed {
                return Ok(());
            }
            return self.pen(now).write(pending, doc, kind, |writing| write::set_removed(writing, id, true));
        };
        self.pen(now).write(pending, doc, kind, |writing| {
            write::set_removed(writing, id, then.removed)?;
            write::set_state(writing, id, then.state)?;
            write::set_kind(writing, id, then.kind)?;
            write::set_order(writing, id, &then.order)
        })?;
        let shown = |row: &LineRow| row.versions().iter().map(|version| version.text.clone()).collect::<Vec<_>>();
        if shown(line) == shown(then) {
            return Ok(());
        }
        let standing: Vec<WordingId> = line.standing().iter().map(|wording| wording.id).collect();
        for version in then.versions() {
            let wording = WordingId(self.entropy.bytes());
            let first = Some(then.first_of(version).id);
            let text = &version.text;
            self.pen(now)
                .write(pending, doc, kind, |writing| write::reword(writing, id, wording, text, &standing, first))?;
        }
        Ok(())
    }
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
        let key = if let crate::change::Key::Map(key) = &op.key { key.as_str() } else { "" };
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
