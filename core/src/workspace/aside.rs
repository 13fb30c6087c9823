//! Documents that don't load. Each is set aside with its bytes, which stay in the store as they are; whatever else
//! there is opens, and goes on.

use super::Workspace;
use crate::{
    error::StoreError,
    id::{DocId, PeerId},
    rows::DocKind,
    snapshot::{AsidePart, SetAside},
};
use std::sync::Arc;

impl Workspace {
    /// Leaves a document that doesn't load where it is. Without the notebook itself there is nothing to open.
    pub(super) fn set_aside(&mut self, doc: DocId, kind: DocKind, why: StoreError) -> Result<(), StoreError> {
        if !matches!(why, StoreError::Damaged(_)) || kind == DocKind::Notebook {
            return Err(why);
        }
        self.documents.evict(&doc);
        self.stale.remove(&doc);
        self.aside.insert(doc, kind);
        Ok(())
    }

    /// Refuses what would write to a document that is set aside.
    pub(super) fn is_whole(&self, doc: &DocId) -> Result<(), StoreError> {
        if self.aside.contains_key(doc) { Err(StoreError::Aside) } else { Ok(()) }
    }

    /// Whether that document loads; where it doesn't, it is set aside.
    pub(super) fn loads(&mut self, doc: DocId, kind: DocKind) -> Result<bool, StoreError> {
        if self.aside.contains_key(&doc) || !self.may_be(doc, kind) {
            return Ok(false);
        }
        let Err(why) = self.documents.get(&self.store, doc, kind) else { return Ok(true) };
        self.set_aside(doc, kind, why)?;
        if let Some(peer) = kind.peer() {
            self.publish_peer(peer);
        }
        Ok(false)
    }

    /// What is set aside, to be named.
    pub(super) fn aside_shown(&self) -> Arc<[SetAside]> {
        self.aside.values().filter_map(|kind| Some(SetAside { peer: kind.peer()?, part: part(kind)? })).collect()
    }

    /// What a peer is called whose card can't be read.
    pub(super) fn name_without_card(&self, peer: &PeerId) -> Option<String> {
        self.aside.values().any(|kind| *kind == DocKind::Card(*peer)).then(|| {
            let said = self.model.peers.get(peer).and_then(|row| row.they_say.clone());
            said.map_or_else(|| "Somebody whose page can’t be read".to_owned(), |(name, _)| name)
        })
    }
}

fn part(kind: &DocKind) -> Option<AsidePart> {
    match kind {
        DocKind::Notebook => None,
        DocKind::Card(_) => Some(AsidePart::Card),
        DocKind::Journal(_, year) => Some(AsidePart::Year(*year)),
        DocKind::List(_) => Some(AsidePart::List),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::{Command, ListCommand, Outcome, PeerDetails},
        entropy::Entropy,
        error::EditError,
        id::DeviceId,
        rows::DocRow,
        snapshot::{Kind, Moment},
        store::{Batch, Table},
        workspace::{Opening, open::Home},
    };

    fn opening() -> Opening {
        Opening { entropy: [3; 32], now: Moment { unix_ms: 1_790_000_000_000 }, device_name: "desk".into() }
    }

    const NOW: Moment = Moment { unix_ms: 1_790_000_000_000 };

    fn peer(ws: &mut Workspace, name: &str) -> PeerId {
        let details = PeerDetails { name: name.into(), department: "Finance".into(), ..PeerDetails::default() };
        match ws.edit(Command::AddPeer(details), NOW) {
            Ok(Outcome::Peer(peer)) => peer,
            other => unreachable!("{other:?}"),
        }
    }

    fn line(ws: &mut Workspace, peer: PeerId) -> Result<Outcome, EditError> {
        ws.edit(Command::List(peer, ListCommand::Add { text: "a line".into(), kind: Kind::Idea }), NOW)
    }

    /// A notebook of two peers, in which the changes of the documents that `which` names don't fit together; their
    /// rows are of an older version, so that they would be made anew from the changes.
    fn damaged(which: impl Fn(&DocKind) -> bool) -> (Workspace, PeerId, PeerId) {
        let backend = redb::backends::InMemoryBackend::new();
        let mut ws = Workspace::open_on(backend, [9; 32], opening()).unwrap_or_else(|e| unreachable!("{e}"));
        let (dana, kim) = (peer(&mut ws, "Dana"), peer(&mut ws, "Kim"));
        for of in [dana, kim] {
            let note = Command::AddNote { peer: of, text: "a note".into() };
            assert!(line(&mut ws, of).is_ok() && ws.edit(note, NOW).is_ok());
        }
        let mut batch = Batch::default();
        let documents: Vec<(DocId, DocRow)> = ws.model.documents.clone().into_iter().collect();
        for (doc, row) in documents.into_iter().filter(|(_, row)| which(&row.kind)) {
            batch.put(Table::Documents, &doc.0, &DocRow { view_version: 0, changes: row.changes + 1, ..row });
        }
        let Workspace { mut store, mut entropy, .. } = ws;
        assert!(store.commit(&mut entropy, batch).is_ok());
        let ws = Workspace::with(store, Entropy::new([4; 32]), Home::Memory, &opening());
        (ws.unwrap_or_else(|e| unreachable!("{e}")), dana, kim)
    }

    #[test]
    fn what_does_not_load_keeps_nothing_else_from_opening() {
        type Of = fn(&DocKind) -> bool;
        let rows: [(Of, AsidePart); 3] = [
            (|kind| matches!(kind, DocKind::List(_)), AsidePart::List),
            (|kind| matches!(kind, DocKind::Card(_)), AsidePart::Card),
            (|kind| matches!(kind, DocKind::Journal(..)), AsidePart::Year(2026)),
        ];
        for (is_bad, part) in rows {
            let (_, dana, kim) = damaged(is_bad);
            let (mut ws, ..) = damaged(|kind| is_bad(kind) && kind.peer() == Some(dana));
            assert_eq!(*ws.snapshot().aside, [SetAside { peer: dana, part }]);
            assert_eq!(ws.snapshot().peers.len(), 2, "{part:?}");
            // With the other one everything goes on.
            assert!(line(&mut ws, kim).is_ok());
            let theirs = line(&mut ws, dana);
            assert_eq!(matches!(theirs, Err(EditError::Store(StoreError::Aside))), part == AsidePart::List);
            assert!(ws.store.changes(&aside(&ws)).is_ok_and(|changes| !changes.is_empty()), "the bytes are gone");
            let rest = ws.snapshot().peers.iter().any(|peer| peer.id == kim && peer.name == "Kim");
            assert!(rest && ws.snapshot().device != DeviceId([0; 32]));
        }
    }

    #[test]
    fn what_is_kept_aside_is_passed_over_by_history_and_goes_with_whom_it_is_about() {
        let (_, dana, _) = damaged(|_| false);
        let (mut ws, ..) = damaged(|kind| matches!(kind, DocKind::Journal(..)) && kind.peer() == Some(dana));
        let journal = aside(&ws);
        assert!(ws.verify().is_ok() && ws.history(&dana, 10).is_ok_and(|history| !history.is_empty()));
        assert!(ws.edit(Command::Erase(dana, crate::command::ErasedList::Drop), NOW).is_ok());
        assert!(ws.store.changes(&journal).is_ok_and(|changes| changes.is_empty()), "her words are still there");
        assert!(ws.snapshot().aside.is_empty());
    }

    fn aside(ws: &Workspace) -> DocId {
        ws.aside.keys().next().copied().unwrap_or(DocId([0; 16]))
    }
}
