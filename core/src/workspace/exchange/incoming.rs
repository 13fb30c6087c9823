//! Changes from outside: checked, judged one by one, and the good ones committed together.

use super::{
    super::{
        Received, Touched, Workspace,
        documents::Signature,
        state::{
            device::DeviceChange,
            quota::{self, Reading, Room},
        },
        transaction::Transaction,
    },
    orphans::{Checked, OrphanChanges, anchored},
};
use crate::{
    change::{Change, Reason, Run},
    device::{change_message, signature_fits},
    document::{Author, Encoded, Rejected, encode},
    error::{EditError, StoreError},
    grant::Grant,
    id::{Actor, DeviceId, DocId, Hash, PersonId},
    limits,
    rows::{DocKind, PeerRow},
    snapshot::Moment,
};
use std::collections::{BTreeMap, VecDeque};

/// What changes are for, and who hands them over.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) doc: DocId,
    pub(super) kind: DocKind,
    /// A colleague's device; none is another device of mine, which has no measure and judged them before.
    pub(super) grant: Option<&'a Grant>,
}

impl<'a> Source<'a> {
    fn colleague(grant: &'a Grant) -> Self {
        Self { doc: grant.list, kind: DocKind::List(grant.peer), grant: Some(grant) }
    }
}

/// What came of judging what was received.
enum Taken {
    Done(Received),
    /// Automerge did not take this one; the document must be judged anew without it.
    Unusable(Hash),
}

impl Workspace {
    /// Judges changes from outside, and commits the good ones.
    pub fn receive(&mut self, grant: &Grant, runs: Vec<Run>, now: Moment) -> Result<Received, StoreError> {
        self.receive_confirming(grant, runs, &[], now)
    }

    /// The same; and where `theirs`, the heads that the remote has committed, are what stands here afterwards, keeps
    /// in the same commit that it has everything.
    pub fn receive_confirming(
        &mut self,
        grant: &Grant,
        runs: Vec<Run>,
        theirs: &[Hash],
        now: Moment,
    ) -> Result<Received, StoreError> {
        if !self.stands(grant) || !self.loads(grant.list, DocKind::List(grant.peer))? {
            return Ok(Received::default());
        }
        let enough = self.device.reading.get(&grant.peer).map(|reading| reading.now(now, grant.list));
        if let Some(reads_on) = enough.and_then(|reading| reading.reads_on()) {
            return Ok(Received { reads_on: Some(reads_on), ..Received::default() });
        }
        let received = self.receive_from(Source::colleague(grant), runs, theirs, now)?;
        // What was received is committed; where this can't be, it is with the next frame.
        let _ = self.catch_up(grant.peer, now);
        Ok(received)
    }

    /// The same for any document, from whoever may hand it over.
    pub(super) fn receive_from(
        &mut self,
        source: Source<'_>,
        runs: Vec<Run>,
        theirs: &[Hash],
        now: Moment,
    ) -> Result<Received, StoreError> {
        let mut refused = Vec::new();
        let mut checked = Vec::new();
        let mut ops = 0_u64;
        for run in runs {
            // What is beyond isn't read now; its sender is asked for it again. What is too large for any frame costs
            // nothing: it is refused before it is looked at, and what comes behind it is read.
            let counts = run.changes.iter().map(Change::op_count).filter(|ops| *ops <= limits::OPS_IN_CHANGE as u64);
            ops = counts.fold(ops, u64::saturating_add);
            if ops > limits::OPS_IN_FRAME {
                break;
            }
            match self.check(source, run) {
                Ok(good) => checked.extend(good),
                Err(bad) => refused.extend(bad),
            }
        }
        // All that are good are handed to Automerge at once. Where it doesn't take them, each is tried by itself:
        // one that it won't take is refused by name and not remembered, and the rest is judged anew without it.
        let mut unusable: BTreeMap<Hash, Reason> = BTreeMap::new();
        let mut at_once = true;
        loop {
            let mut orphans = self.orphans.get(&source.doc).cloned().unwrap_or_default();
            let judge = |transaction: &mut Transaction<'_>| -> Result<Taken, StoreError> {
                transaction.take_in(source, &checked, &unusable, theirs, (&mut orphans, at_once))
            };
            match self.receive_in_one(now, judge)? {
                Some(Taken::Done(mut received)) => {
                    if orphans.changes.is_empty() {
                        self.orphans.remove(&source.doc);
                    } else {
                        self.keep_waiting(source.doc, orphans);
                    }
                    refused.append(&mut received.refused);
                    return Ok(Received { refused, ..received });
                }
                Some(Taken::Unusable(hash)) if !at_once => drop(unusable.insert(hash, Reason::Unusable)),
                _ if at_once => at_once = false,
                // What can't be found out by trying each is refused as a whole.
                _ => {
                    refused.extend(checked.iter().map(|it| (it.encoded.hash, Reason::Unusable)));
                    return Ok(Received { refused, ..Received::default() });
                }
            }
        }
    }

    /// Keeps what waits in that document; where all together are too many, others make room.
    fn keep_waiting(&mut self, doc: DocId, orphans: OrphanChanges) {
        self.orphans.insert(doc, orphans);
        while self.waiting_bytes() > limits::PENS_BYTES {
            let Some(other) = self.orphans.keys().find(|other| **other != doc).copied() else { break };
            self.orphans.remove(&other);
        }
    }

    /// How much is held that waits for other changes, in bytes; tests look.
    #[must_use]
    pub fn waiting_bytes(&self) -> usize {
        self.orphans.values().map(OrphanChanges::bytes).sum()
    }

    /// Judges in one transaction; nothing where it panicked. What wasn't taken is undone.
    fn receive_in_one(
        &mut self,
        now: Moment,
        judge: impl FnOnce(&mut Transaction<'_>) -> Result<Taken, StoreError>,
    ) -> Result<Option<Taken>, StoreError> {
        let mut unusable = None;
        let done = self.transact(now, |transaction| match judge(transaction) {
            Ok(Taken::Unusable(hash)) => {
                unusable = Some(hash);
                Err(ReceiveError::Unusable)
            }
            Ok(done) => Ok(done),
            Err(e) => Err(ReceiveError::Store(e)),
        });
        match done {
            Ok(taken) => Ok(Some(taken)),
            Err(ReceiveError::Unusable) => Ok(unusable.map(Taken::Unusable)),
            Err(ReceiveError::Store(e)) => Err(e),
        }
    }

    /// The signature and bounds of a run.
    fn check(&self, source: Source<'_>, run: Run) -> Result<Vec<Checked>, Vec<(Hash, Reason)>> {
        let mut encoded = Vec::with_capacity(run.changes.len());
        for change in &run.changes {
            // Out of bounds, a change has no identity to name it by; the run is refused as a whole.
            encoded.push(encode(change).map_err(|reason| vec![(Hash([0; 32]), reason)])?);
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
        let (author, needs_anchor) = match self.author(source, &first.actor) {
            Some((author, counts)) => (Some(author), !counts && source.grant.is_some()),
            // Somebody who was unlinked or erased is known nowhere any more; another device of mine judged it before.
            None if source.grant.is_none() && self.is_of_before(source) => (None, false),
            None => return Err(all(Reason::Actor)),
        };
        let message = change_message(&source.doc, &last.hash);
        if author.is_some_and(|author| !signature_fits(&author.device, &message, &run.signature)) {
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
            needs_anchor,
        });
        Ok(checked.collect())
    }

    /// Whether it is a list in which nobody meets any more: of before an unlinking, or of an earlier generation.
    fn is_of_before(&self, source: Source<'_>) -> bool {
        let DocKind::List(peer) = source.kind else { return false };
        let meets = |row: &PeerRow| row.person.is_some() && (row.synced() == source.doc || row.list() == source.doc);
        self.model.peers.get(&peer).is_some_and(|row| !meets(row))
    }

    /// The device of one of the two people that an actor is a run of, and whether it speaks for them still.
    fn author(&self, source: Source<'_>, actor: &Actor) -> Option<(Author, bool)> {
        let peer = if let DocKind::List(peer) = source.kind { self.model.peers.get(&peer) } else { None };
        let theirs = peer.and_then(|row| row.person);
        let people: [Option<PersonId>; 2] = [theirs, Some(self.person)];
        people.into_iter().flatten().find_map(|person| {
            let stated = self.device.statements.values().filter(|it| it.statement.person == person);
            let made = stated.map(|it| &it.statement).find(|it| actor.is_run_of(&it.device))?;
            let device: DeviceId = made.device;
            Some((Author { device, person }, self.device.statements.stands(&device)))
        })
    }
}

/// Why a transaction of received changes was undone.
enum ReceiveError {
    Unusable,
    Store(StoreError),
}

impl From<StoreError> for ReceiveError {
    fn from(e: StoreError) -> Self {
        Self::Store(e)
    }
}

impl From<EditError> for ReceiveError {
    fn from(_: EditError) -> Self {
        Self::Unusable
    }
}

/// What is refused of a frame.
#[derive(Default)]
struct Refused {
    in_order: Vec<(Hash, Reason)>,
    names: BTreeMap<Hash, Reason>,
}

impl Refused {
    fn add(&mut self, hash: Hash, reason: Reason) {
        if self.names.insert(hash, reason).is_none() {
            self.in_order.push((hash, reason));
        }
    }

    fn reason(&self, hash: &Hash) -> Option<Reason> {
        self.names.get(hash).copied()
    }
}

impl Transaction<'_> {
    fn take_in(
        &mut self,
        source: Source<'_>,
        checked: &[Checked],
        unusable: &BTreeMap<Hash, Reason>,
        theirs: &[Hash],
        (orphans, at_once): (&mut OrphanChanges, bool),
    ) -> Result<Taken, StoreError> {
        let Source { doc, kind, grant } = source;
        self.stage(doc, kind);
        let stand = anchored(checked.iter().chain(&orphans.changes));
        let (queue, unanchored): (Vec<_>, Vec<_>) =
            checked.iter().cloned().partition(|it| !it.needs_anchor || stand.contains(&it.encoded.hash));
        unanchored.into_iter().for_each(|it| orphans.keep(it));
        let mut queue: VecDeque<Checked> = orphans.anchored(&stand).into_iter().chain(queue).collect();
        let mut refused = Refused::default();
        unusable.iter().for_each(|(hash, reason)| refused.add(*hash, *reason));
        let mut taken: Vec<(Change, Option<Signature>)> = Vec::new();
        let spent = self.document(doc, kind)?.graph().spent();
        let mut reading = grant.map(|grant| self.reading(grant));
        reading.iter_mut().for_each(|reading| reading.note_full(false));
        let pad_is_full = self.model().lists.get(&doc).is_some_and(|list| list.pad.is_full());
        while let Some(next) = queue.pop_front() {
            let hash = next.encoded.hash;
            // What was refused of a colleague another device of mine may have taken for good reasons.
            let before = grant.and_then(|_| self.device().refused.get(&doc));
            let is_refused =
                |hash: &Hash| refused.names.contains_key(hash) || before.is_some_and(|before| before.contains(hash));
            if is_refused(&hash) {
                continue;
            }
            if let Some(dep) = next.change.deps.iter().find(|dep| is_refused(dep)) {
                // What was refused for now may be good later, and then this may be too.
                let reason = match refused.reason(dep) {
                    Some(reason @ (Reason::Full | Reason::Unusable)) => reason,
                    _ => Reason::Ancestor,
                };
                refused.add(hash, reason);
                continue;
            }
            let is_theirs = grant.is_some() && next.author.is_some_and(|author| author.person != self.me());
            let document = self.document(doc, kind)?;
            let is_full = document.graph().len() > limits::CHANGES_IN_DOCUMENT
                || (is_theirs && (document.crowds(&next.change) || (pad_is_full && next.change.inserts_text())));
            if is_full {
                reading.iter_mut().for_each(|reading| reading.note_full(true));
                refused.add(hash, Reason::Full);
                continue;
            }
            // What costs more than a frame may isn't read further now; its sender is asked for it again.
            if document.graph().spent() - spent > limits::STEPS_IN_FRAME {
                break;
            }
            if next.change.deps.iter().any(|dep| document.graph().position(dep).is_none()) {
                orphans.keep(next);
                continue;
            }
            let ops = next.change.op_count();
            let judged = match &next.author {
                Some(author) => document.judge(next.change, next.encoded, author),
                None => document.judge_unknown(next.change, next.encoded),
            };
            match judged {
                Ok(validated) => {
                    let room = reading.as_mut().filter(|_| is_theirs);
                    match room.map_or(Room::Yes, |reading| reading.take(quota::weight(next.bytes, ops))) {
                        Room::Yes => {}
                        Room::Tomorrow => break,
                        Room::Full => {
                            refused.add(hash, Reason::Full);
                            continue;
                        }
                    }
                    taken.push((document.admit(validated), next.signature));
                    if !at_once && document.apply_admitted().is_err() {
                        return Ok(Taken::Unusable(hash));
                    }
                    // Whoever waited for it may go on.
                    queue.extend(orphans.waiting_for(&hash));
                }
                Err(Rejected::Duplicate | Rejected::MissingDeps) => {}
                Err(Rejected::Invalid(reason)) => refused.add(hash, reason),
            }
        }
        self.look_for_twin(doc, checked, &taken, &refused.names);
        let heads = if taken.is_empty() {
            self.model().documents.get(&doc).map(|row| row.heads.clone()).unwrap_or_default()
        } else {
            let document = self.document(doc, kind)?;
            if document.apply_admitted().is_err() {
                return Ok(Taken::Unusable(Hash([0; 32])));
            }
            document.heads()
        };
        let applied = taken.len();
        for (change, signature) in taken {
            self.note(doc, kind, change, signature);
        }
        if heads.len() >= limits::DEPS_IN_CHANGE && self.merge_heads(doc, kind).is_err() {
            return Ok(Taken::Unusable(Hash([0; 32])));
        }
        let reads_on = reading.and_then(|reading| reading.reads_on());
        if let (Some(grant), Some(reading)) = (grant, reading) {
            self.remember_refused(grant, &refused.in_order);
            if self.device().reading.get(&grant.peer) != Some(&reading) {
                self.set(DeviceChange::Reading(grant.peer, reading));
                self.touch(grant.peer);
            }
            if applied > 0 && !theirs.is_empty() && heads.iter().all(|head| theirs.contains(head)) {
                self.confirm(grant, heads);
            }
        }
        let touched = if applied > 0 { self.touched(&doc) } else { Touched::default() };
        Ok(Taken::Done(Received { applied, touched, refused: refused.in_order, reads_on }))
    }

    /// How much of what they sent was read, by now and of that list.
    pub(super) fn reading(&self, grant: &Grant) -> Reading {
        let known = self.device().reading.get(&grant.peer).copied();
        known.unwrap_or_else(|| Reading::new(grant.list)).now(self.now, grant.list)
    }

    /// Remembers verdicts of the gate, which are lasting. What was refused for want of room, or because Automerge did
    /// not take it, is not remembered: the same change may come again, and be good then.
    fn remember_refused(&mut self, grant: &Grant, refused: &[(Hash, Reason)]) {
        let lasting = refused.iter().filter(|(_, reason)| !matches!(reason, Reason::Full | Reason::Unusable));
        let lasting: Vec<(Hash, Reason)> = lasting.copied().collect();
        if !lasting.is_empty() {
            self.set(DeviceChange::Refused(grant.list, lasting));
            self.touch(grant.peer);
        }
    }
}
