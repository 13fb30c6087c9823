//! Changes from outside: checked, judged one by one, and the good ones committed together.

use super::{
    Received, Workspace,
    documents::{DocKind, Pending, Signature},
    local::{Local, LocalRow},
};
use crate::{
    change::{Change, Reason, Run},
    device::{change_message, signature_fits},
    document::Encoded,
    error::StoreError,
    gate::{self, Author, Stopped},
    grant::Grant,
    id::{Actor, DocId, Hash},
    limits,
    snapshot::Moment,
};
use std::collections::VecDeque;

/// A change whose bounds and signature were checked.
#[derive(Debug, Clone)]
struct Checked {
    change: Change,
    encoded: Encoded,
    author: Author,
    signature: Option<Signature>,
    bytes: usize,
}

/// Changes that wait for those they build on.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    changes: VecDeque<Checked>,
    bytes: usize,
}

impl Waiting {
    /// Keeps a change; the oldest leave when there is no room.
    fn keep(&mut self, checked: Checked) {
        if self.changes.iter().any(|known| known.encoded.hash == checked.encoded.hash) {
            return;
        }
        self.bytes += checked.bytes;
        self.changes.push_back(checked);
        while self.changes.len() > limits::PEN_CHANGES || self.bytes > limits::PEN_BYTES {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.bytes -= oldest.bytes;
        }
    }

    fn take(&mut self) -> VecDeque<Checked> {
        self.bytes = 0;
        std::mem::take(&mut self.changes)
    }
}

impl Workspace {
    /// Judges changes from outside, and commits the good ones.
    pub fn receive(&mut self, grant: &Grant, runs: Vec<Run>, _now: Moment) -> Result<Received, StoreError> {
        let mut received = Received::default();
        if !self.stands(grant) {
            return Ok(received);
        }
        let mut checked = Vec::new();
        for run in runs {
            match self.check(grant, run) {
                Ok(good) => checked.extend(good),
                Err(bad) => received.refused.extend(bad),
            }
        }
        // A change that Automerge won't take spoils the document in memory: it is refused by name, the
        // document is loaded again, and the rest is judged anew.
        let mut unusable = Vec::new();
        while let Err(hash) = self.judge_and_commit(grant, &checked, &unusable, &mut received)? {
            unusable.push((hash, Reason::Unusable));
        }
        Ok(received)
    }

    /// The signature and bounds of a run.
    fn check(&self, grant: &Grant, run: Run) -> Result<Vec<Checked>, Vec<(Hash, Reason)>> {
        let mut encoded = Vec::with_capacity(run.changes.len());
        for change in &run.changes {
            // Out of bounds, a change has no identity to name it by; the run is refused as a whole.
            encoded.push(gate::encode(change).map_err(|reason| vec![(Hash([0; 32]), reason)])?);
        }
        let all = |reason| encoded.iter().map(|encoded: &Encoded| (encoded.hash, reason)).collect::<Vec<_>>();
        let chained = run.changes.windows(2).zip(&encoded).all(|(pair, before)| match pair {
            [a, b] => a.actor == b.actor && a.seq.checked_add(1) == Some(b.seq) && b.deps.contains(&before.hash),
            _ => false,
        });
        if !chained {
            return Err(all(Reason::Sequence));
        }
        let (Some(first), Some(last)) = (run.changes.first(), encoded.last()) else { return Ok(Vec::new()) };
        let author = self.author(grant, &first.actor).ok_or_else(|| all(Reason::Actor))?;
        if !signature_fits(&author.device, &change_message(&grant.list, &last.hash), &run.signature) {
            return Err(all(Reason::Signature));
        }
        let count = encoded.len();
        let changes = run.changes.into_iter().zip(encoded).enumerate();
        let checked = changes.map(|(at, (change, encoded))| Checked {
            bytes: postcard::experimental::serialized_size(&change).unwrap_or(limits::FRAME_BYTES),
            signature: (at + 1 == count).then_some(Signature(run.signature)),
            change,
            encoded,
            author,
        });
        Ok(checked.collect())
    }

    /// The device of one of the two people that an actor is a run of.
    fn author(&self, grant: &Grant, actor: &Actor) -> Option<Author> {
        let theirs = self.held.peers.get(&grant.peer)?.person?;
        [theirs, self.person].into_iter().find_map(|person| {
            let device = self.devices_of(&person).into_iter().find(|device| actor.is_run_of(device))?;
            Some(Author { device, person })
        })
    }

    fn judge_and_commit(
        &mut self,
        grant: &Grant,
        checked: &[Checked],
        unusable: &[(Hash, Reason)],
        received: &mut Received,
    ) -> Result<Result<(), Hash>, StoreError> {
        let (doc, kind) = (grant.list, DocKind::List(grant.peer));
        let mut pending = Pending::default();
        pending.documents.insert(doc, self.document_row(&doc, kind));
        let mut pen = self.pens.remove(&doc).unwrap_or_default();
        let mut queue: VecDeque<Checked> = checked.iter().cloned().collect();
        let mut applied = 0;
        let mut refused: Vec<(Hash, Reason)> = unusable.to_vec();
        let before = self.local.refused.get(&doc).cloned().unwrap_or_default();
        while let Some(next) = queue.pop_front() {
            let hash = next.encoded.hash;
            let is_refused = |hash: &Hash| before.iter().chain(&refused).any(|(known, _)| known == hash);
            if is_refused(&hash) {
                continue;
            }
            if next.change.deps.iter().any(is_refused) {
                refused.push((hash, Reason::Ancestor));
                continue;
            }
            let document = self.documents.get(&self.store, doc, kind)?;
            if document.graph().len() > limits::CHANGES_IN_DOCUMENT {
                refused.push((hash, Reason::Full));
                continue;
            }
            match document.judge(next.change.clone(), next.encoded.clone(), &next.author) {
                Ok(judged) => match document.accept(judged) {
                    Ok(change) => {
                        pending.note(document, kind, &change, next.signature);
                        applied += 1;
                        // Whoever waited for it may go on.
                        queue.extend(pen.take());
                    }
                    Err(_) => {
                        self.pens.insert(doc, pen);
                        self.forget(&pending);
                        return Ok(Err(hash));
                    }
                },
                Err(Stopped::Known) => {}
                Err(Stopped::Waits) => pen.keep(next),
                Err(Stopped::Refused(reason)) => refused.push((hash, reason)),
            }
        }
        received.waits = !pen.changes.is_empty();
        if received.waits {
            self.pens.insert(doc, pen);
        }
        self.remember_refused(&mut pending, doc, &refused);
        received.refused.extend(refused);
        if applied > 0 || !pending.batch.is_empty() {
            self.commit(pending)?;
        }
        received.applied = applied;
        Ok(Ok(()))
    }

    /// Remembers verdicts of the gate, which are lasting. What was refused for its signature or for want of
    /// room is not remembered: the same change may come again with what it lacked.
    fn remember_refused(&mut self, pending: &mut Pending, doc: DocId, refused: &[(Hash, Reason)]) {
        let new: Vec<_> = refused.iter().filter(|(_, reason)| *reason != Reason::Full).copied().collect();
        if new.is_empty() {
            return;
        }
        let all = self.local.refused.entry(doc).or_default();
        Local::remember(all, &new);
        LocalRow::Refused.put(&mut pending.batch, &doc, all);
    }
}
