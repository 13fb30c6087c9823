//! The history of what there is about a peer: who changed what, and in which words.

use super::super::{Workspace, documents::StoredChange, state::list_rows::ListRows};
use crate::{
    change::{Action, Change, Key, Object, Op, Scalar},
    document::Document,
    error::StoreError,
    id::{DocId, LineId, PeerId, RemarkId, WordingId},
    kinds::list as kinds,
    rows::{DocKind, Writer},
    snapshot::{Became, Did, HistoryItem, Moment},
};
use std::collections::BTreeMap;

/// What was changed about a peer, the newest first, at most so many: their list, card and journals.
pub(in super::super) fn of(ws: &mut Workspace, peer: &PeerId, limit: usize) -> Result<Vec<HistoryItem>, StoreError> {
    let of_peer = ws.model.documents.iter().filter(|(_, row)| row.kind.peer() == Some(*peer));
    let documents: Vec<(DocId, DocKind)> = of_peer.map(|(doc, row)| (*doc, row.kind)).collect();
    let mut items = Vec::new();
    for (doc, kind) in documents {
        if !ws.loads(doc, kind)? {
            continue;
        }
        let changes = ws.store.changes(&doc)?;
        let document = ws.documents.get(&ws.store, doc, kind)?;
        let list = ws.model.lists.get(&doc);
        let told = changes.iter().rev().take(limit).flat_map(|StoredChange { change, .. }| {
            let (at, by) = (Moment { unix_ms: change.unix_ms }, Writer::of(&change.actor));
            told(document, kind, change, list).into_iter().map(move |told| (at, by, told))
        });
        let told: Vec<_> = told.collect();
        let item = |(at, by, told): (Moment, Writer, Told)| {
            let Told { did, line, words, was, became } = told;
            HistoryItem { at, by: ws.who(&by), did, line, words, was, became }
        };
        items.extend(told.into_iter().map(item).collect::<Vec<_>>());
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    items.truncate(limit);
    Ok(items)
}

/// One thing that a change did.
struct Told {
    did: Did,
    line: Option<LineId>,
    words: String,
    was: Option<String>,
    became: Option<Became>,
}

impl Told {
    fn of(did: Did) -> Self {
        Self { did, line: None, words: String::new(), was: None, became: None }
    }
}

/// What a change did, a line at a time; where it did several things to one, the greatest.
fn told(document: &Document, kind: DocKind, change: &Change, list: Option<&ListRows>) -> Vec<Told> {
    match kind {
        DocKind::Card(_) => return vec![Told::of(Did::Card)],
        DocKind::Journal(..) => return vec![Told::of(Did::Journal)],
        _ => {}
    }
    let mut all: Vec<Told> = Vec::new();
    let mut first_words: BTreeMap<LineId, &str> = BTreeMap::new();
    for op in &change.ops {
        let path = document.path(&op.object).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(|key| &**key).collect();
        if let (["lines", line, "wordings", _], Key::Map(key)) = (path.as_slice(), &op.key)
            && let (Ok(line), "text", Some(words)) = (line.parse(), key.as_str(), text(&op.action))
        {
            first_words.entry(line).or_insert(words);
        }
        let one = did(&path, op, list);
        match all.iter_mut().find(|known| known.line == one.line) {
            Some(known) if known.did >= one.did => {}
            Some(known) => *known = one,
            None => all.push(one),
        }
    }
    // Who added a line added the words of then, and none that somebody said since.
    for one in all.iter_mut().filter(|it| it.did == Did::AddedLine) {
        if let Some(words) = one.line.and_then(|line| first_words.get(&line)) {
            one.words = (*words).to_owned();
        }
    }
    // Beside a line that changed, what else changed with it goes without saying.
    if all.iter().any(|it| it.line.is_some()) {
        all.retain(|it| it.line.is_some());
    }
    all
}

/// What one operation did.
fn did(path: &[&str], op: &Op, list: Option<&ListRows>) -> Told {
    let key = if let Key::Map(key) = &op.key { key.as_str() } else { "" };
    let on = |line: &str, did: Did| {
        let line = line.parse::<LineId>().ok();
        let state = line.and_then(|line| list?.lines.get(&line));
        let words = state.and_then(|it| Some(it.versions().first()?.text.clone())).unwrap_or_default();
        (Told { line, words, ..Told::of(did) }, state)
    };
    match (path, key) {
        (["lines"], id) => on(id, Did::AddedLine).0,
        (["lines", line, "wordings"], id) => {
            let (mut told, state) = on(line, Did::Reworded);
            let wording = state.zip(id.parse::<WordingId>().ok()).and_then(|(it, id)| it.wording(&id));
            if let (Some(state), Some(wording)) = (state, wording) {
                told.words.clone_from(&wording.text);
                let before = wording.replaces.first().and_then(|id| state.wording(id));
                told.was = before.map(|before| before.text.clone());
            }
            told
        }
        (["lines", line, "remarks"], id) => {
            let (mut told, state) = on(line, Did::Noted);
            let id = id.parse::<RemarkId>().ok();
            let remark = state.zip(id).and_then(|(it, id)| it.remarks().iter().find(|remark| remark.id == id));
            told.became = remark.map(|remark| Became::Noted(remark.text.clone()));
            told
        }
        (["lines", line], "removed") => {
            let off = op.action == Action::Put(Scalar::Bool(true));
            Told { became: Some(if off { Became::Off } else { Became::Back }), ..on(line, Did::TookOff).0 }
        }
        (["lines", line], "state") => {
            Told { became: text(&op.action).and_then(kinds::state).map(Became::State), ..on(line, Did::SetState).0 }
        }
        (["lines", line], "kind") => {
            Told { became: text(&op.action).and_then(kinds::kind).map(Became::Kind), ..on(line, Did::SetKind).0 }
        }
        (["lines", line], "order") => on(line, Did::Moved).0,
        (["lines", line, ..], _) => on(line, Did::Other).0,
        (["people"], field) => match field.split_once('.').and_then(|(_, field)| field.split_once('.')) {
            Some(("help", line)) => {
                let helps = op.action == Action::Put(Scalar::Bool(true));
                Told { became: Some(Became::Helps(helps)), ..on(line, Did::Published).0 }
            }
            _ => Told::of(Did::Published),
        },
        (["pad"], _) => Told::of(Did::Pad),
        _ if op.object == Object::Root && key == "pad" => Told::of(Did::Pad),
        _ => Told::of(Did::Other),
    }
}

/// The text that an operation sets.
fn text(action: &Action) -> Option<&str> {
    match action {
        Action::Put(Scalar::Str(text)) => Some(text),
        _ => None,
    }
}
