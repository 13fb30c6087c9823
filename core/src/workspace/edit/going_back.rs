//! Going back to how a list was at a moment, with its pad; and saying before what would change by it.

use super::super::{Workspace, documents::StoredChange, state::list_rows::ListRows, transaction::Transaction};
use crate::{
    change::Change,
    command::{Outcome, Splice},
    document::Document,
    error::{EditError, StoreError},
    id::{Actor, DocId, LineId, PeerId, WordingId},
    kinds::list::{read, write},
    rows::{DocKind, Row, Writer},
    snapshot::{GoingBack, Kind, LineBack, LineThen, Moment, State, Who},
};
use std::collections::BTreeMap;

const STOPPED: &str = "sharing is stopped, so the list stays as it is";

/// How the list was.
struct Then {
    lines: BTreeMap<LineId, ThenLine>,
    pad: String,
}

/// How a line was.
struct ThenLine {
    removed: bool,
    state: State,
    kind: Kind,
    order: String,
    /// What it showed, the wording that each was first written in, and who wrote it.
    versions: Vec<(String, WordingId, Writer)>,
}

/// What would change if the list with a peer were made to show what it showed at that moment.
pub(in super::super) fn preview(ws: &mut Workspace, peer: PeerId, to: Moment) -> Result<GoingBack, EditError> {
    let row = ws.model.peers.get(&peer).filter(|row| !row.erased && !row.removed).ok_or(EditError::NoSuchPeer)?;
    if row.stopped {
        return Err(EditError::Sharing(STOPPED));
    }
    let doc = row.list();
    let then = then(&ws.store.changes(&doc)?, (doc, DocKind::List(peer)), to)?;
    let Some(list) = ws.model.lists.get(&doc) else { return Ok(GoingBack::default()) };
    let said = |versions: Vec<(&str, Who)>| versions.into_iter().map(|(text, by)| (text.to_owned(), by)).collect();
    let mut lines = Vec::new();
    for (id, line) in &list.lines {
        let Some(head) = line.head() else { continue };
        let shown = line.versions().into_iter().map(|it| (it.text.as_str(), ws.who(&line.first_of(it).by))).collect();
        let (state, kind) = (head.state, head.kind);
        let now = (!head.removed).then(|| LineThen { wordings: said(shown), state, kind });
        let was = then.lines.get(id).filter(|was| !was.removed);
        let before = was.map(|was| LineThen {
            wordings: said(was.versions.iter().map(|(text, _, by)| (text.as_str(), ws.who(by))).collect()),
            state: was.state,
            kind: was.kind,
        });
        let moved = was.is_some_and(|was| was.order != head.order) && now.is_some();
        if now != before || moved {
            lines.push(LineBack { line: *id, now, then: before, moved });
        }
    }
    let pad = (*list.pad.text != *then.pad).then(|| (list.pad.text.to_string(), then.pad));
    Ok(GoingBack { lines, pad })
}

impl Transaction<'_> {
    /// Makes the list show what it showed at that moment. Nothing is taken out of its history, and undo brings
    /// today's list back.
    pub(super) fn go_back(&mut self, peer: PeerId, to: Moment) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let (doc, kind) = (row.list(), DocKind::List(peer));
        if row.stopped {
            return Err(EditError::Sharing(STOPPED));
        }
        let then = then(&self.store().changes(&doc)?, (doc, kind), to)?;
        let lines = self.model().lists.get(&doc).map(|list| list.lines.keys().copied().collect::<Vec<_>>());
        for line in lines.unwrap_or_default() {
            self.line_back((doc, kind), line, then.lines.get(&line))?;
        }
        let now = self.model().lists.get(&doc).map(|list| list.pad.text.to_string()).unwrap_or_default();
        if now != then.pad {
            let splice = Splice::between(&now, &then.pad);
            self.splice_pad(&row, &[splice])?;
        }
        Ok(Outcome::Done)
    }

    fn line_back(
        &mut self,
        (doc, kind): (DocId, DocKind),
        id: LineId,
        then: Option<&ThenLine>,
    ) -> Result<(), EditError> {
        let line = self.model().lists.get(&doc).and_then(|list| list.lines.get(&id));
        let Some((line, head)) = line.and_then(|line| Some((line, line.head()?))) else { return Ok(()) };
        let Some(then) = then else {
            if head.removed {
                return Ok(());
            }
            return self.write(doc, kind, |builder| write::set_removed(builder, id, true));
        };
        let same = line.versions().iter().map(|it| &it.text).eq(then.versions.iter().map(|(text, ..)| text));
        let standing = line.standing_ids();
        self.write(doc, kind, |builder| {
            write::set_removed(builder, id, then.removed)?;
            write::set_state(builder, id, then.state)?;
            write::set_kind(builder, id, then.kind)?;
            write::set_order(builder, id, &then.order)
        })?;
        for (text, first, _) in then.versions.iter().filter(|_| !same) {
            let wording = WordingId(self.random());
            self.write(doc, kind, |builder| write::reword(builder, id, wording, text, &standing, Some(*first)))?;
        }
        Ok(())
    }
}

/// How the list was: in the order in which changes came here, up to the last one that its writer's clock puts before that
/// moment.
fn then(changes: &[StoredChange], (doc, kind): (DocId, DocKind), to: Moment) -> Result<Then, StoreError> {
    let count = changes.iter().rposition(|it| it.change.unix_ms <= to.unix_ms).map_or(0, |last| last + 1);
    let changes: Vec<&Change> = changes.iter().take(count).map(|it| &it.change).collect();
    // Nobody writes in this copy, so it needs no actor of this run.
    let document = Document::load(doc, kind.rules(), kind.genesis(), changes.into_iter(), &Actor([0; 24]))
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
    let lines = rows.lines.iter().filter_map(|(id, line)| {
        let head = line.head()?;
        let version = |it| {
            let first = line.first_of(it);
            (it.text.clone(), first.id, first.by)
        };
        let versions = line.versions().into_iter().map(version).collect();
        let (removed, state, kind, order) = (head.removed, head.state, head.kind, head.order.clone());
        Some((*id, ThenLine { removed, state, kind, order, versions }))
    });
    Ok(Then { lines: lines.collect(), pad: reader.root().text("pad").unwrap_or_default() })
}
