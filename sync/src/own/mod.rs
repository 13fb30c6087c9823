//! One live connection between two devices of one person: everything of the one goes to the other.
//!
//! Both say one value for all statements and one for where all documents stand. Where they agree, that was the whole
//! exchange. Where they don't, the lower device says one value for each of 256 groups of documents; of those that
//! differ both list what they have, and each sends what the other lacks, the notebook first. A document that both
//! changed apart is treated as between colleagues: whoever knows the other's heads sends, and where neither does, both
//! name some of their changes to find what they have in common.

mod compare;
mod listen;
mod push;
mod stated;

use crate::{
    effect::{CloseReason, Effect},
    message::{At, OwnHello, OwnMessage},
    session::Noise,
};
use compare::Comparing;
use sideways_core::{
    DocKind, OwnGrant, Workspace,
    device::SignedStatement,
    error::StoreError,
    id::{DeviceId, DocId, Hash},
    limits,
    snapshot::Moment,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The version of `sideways/own/1` that this program speaks.
const VERSION: u16 = 1;
/// After so long without a word while we differ, begin anew.
const ASK_AFTER_MS: i64 = 3_000;
/// Beginning anew in vain so often is enough; then nothing is sent until something happens.
const ROUNDS: u8 = 3;
/// A connection that hasn't greeted by then is closed.
const GREET_WITHIN_MS: i64 = 10_000;
/// So many of their changes may be named here: several for each document that there can be.
const HASHES: usize = 4 * limits::DOCUMENTS;

/// Whether a frame told anything, or only cost time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    Something,
    Nothing,
}

/// One live connection to another device of mine. It does no I/O and has no clock, as [`crate::Session`].
pub struct OwnSession {
    grant: OwnGrant,
    formats: (u16, u16),
    greeted: bool,
    closed: bool,
    comparing: Comparing,
    /// Where my documents stood when they were last looked at.
    mine: BTreeMap<DocId, (DocKind, Vec<Hash>)>,
    /// Where theirs stand, as far as they are known to.
    theirs: BTreeMap<DocId, Theirs>,
    /// How many of their changes are named there, at least.
    theirs_named: usize,
    /// Documents that stand otherwise there than here.
    differ: BTreeSet<(push::Rank, DocId)>,
    /// Of those, the ones that they have something of which I lack.
    coming: BTreeSet<DocId>,
    /// How many were coming since both were last equal.
    expected: usize,
    in_flight: usize,
    /// One value for the statements that they were told of, and the one they said.
    told: Option<[u8; 32]>,
    heard: Option<[u8; 32]>,
    /// Whether they were told about other people's devices since they last greeted.
    told_of_others: bool,
    /// What they stated so far of a listing that goes on.
    stating: Vec<SignedStatement>,
    /// Documents of which they said that they know nothing I have, since they last greeted.
    asked: BTreeSet<DocId>,
    noise: Noise,
    opened: Moment,
    since: Moment,
    rounds: u8,
    goodbye: Option<CloseReason>,
}

/// Where a document stands there.
#[derive(Default, Debug)]
struct Theirs {
    heads: Vec<Hash>,
    in_common: Vec<Hash>,
    sent: BTreeSet<Hash>,
    /// Sent, and not answered.
    waits: bool,
    /// Nothing can go now, until something is heard of it.
    idle: bool,
    holding: Holding,
}

/// As in a colleague's session: whether changes are held back because none of their heads is known here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Holding {
    #[default]
    No,
    Told,
    Over,
}

impl OwnSession {
    /// Begins with an authenticated device. `None` means that it isn't mine; then not a byte is sent.
    #[must_use]
    pub fn open(ws: &Workspace, remote: &DeviceId, now: Moment) -> Option<(Self, Vec<Effect>)> {
        Self::open_after(ws, remote, Noise::none(now), now)
    }

    /// The same, with a device whose connections before this one made so much noise.
    #[must_use]
    pub fn open_after(ws: &Workspace, remote: &DeviceId, noise: Noise, now: Moment) -> Option<(Self, Vec<Effect>)> {
        let grant = ws.own_grant(remote)?;
        let mut session = Self {
            grant,
            formats: ws.formats(),
            greeted: false,
            closed: false,
            comparing: Comparing::Greets,
            mine: BTreeMap::new(),
            theirs: BTreeMap::new(),
            theirs_named: 0,
            differ: BTreeSet::new(),
            coming: BTreeSet::new(),
            expected: 0,
            in_flight: 0,
            told: None,
            heard: None,
            told_of_others: false,
            stating: Vec::new(),
            asked: BTreeSet::new(),
            noise,
            opened: now,
            since: now,
            rounds: 0,
            goodbye: None,
        };
        let hello = session.hello(ws, false);
        Some((session, vec![hello]))
    }

    /// A frame came from the remote.
    pub fn frame(&mut self, ws: &mut Workspace, bytes: &[u8], now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if !self.stands(ws, &mut effects) {
            return Ok(effects);
        }
        match OwnMessage::decode(bytes) {
            Ok(Some(message)) => {
                self.since = now;
                let worth = self.take(ws, message, now, &mut effects)?;
                self.heard(worth, now, &mut effects);
            }
            Ok(None) => self.heard(Worth::Nothing, now, &mut effects),
            Err(reason) => self.close(reason, &mut effects),
        }
        if self.is_equal() {
            (self.expected, self.rounds) = (0, 0);
            ws.had_everything(&self.grant.remote(), now)?;
        }
        Ok(effects)
    }

    /// Counts what changed nothing, and what they would have me remember.
    fn heard(&mut self, worth: Worth, now: Moment, effects: &mut Vec<Effect>) {
        if self.closed {
            return;
        }
        let remembered = self.theirs.len() > limits::DOCUMENTS || self.theirs_named > HASHES;
        if remembered || (worth == Worth::Nothing && self.noise.is_too_much(now)) {
            self.close(CloseReason::Flood, effects);
        }
    }

    /// How much the remote has said that changed nothing.
    #[must_use]
    pub fn noise(&self) -> Noise {
        self.noise
    }

    /// Something was committed on this device: it goes out at once.
    pub fn committed(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if !self.stands(ws, &mut effects) || !self.greeted {
            return Ok(effects);
        }
        if self.comparing == Comparing::Done && self.look(ws) {
            (self.since, self.rounds) = (now, 0);
        }
        self.tell_statements(ws, &mut effects);
        self.push(ws, &mut effects)?;
        Ok(effects)
    }

    /// The moment that [`OwnSession::next_tick`] named has come.
    pub fn tick(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if !self.stands(ws, &mut effects) {
            return Ok(effects);
        }
        // A clock that went back must not make us wait for the time it lost.
        (self.opened, self.since) = (self.opened.min(now), self.since.min(now));
        if self.next_tick().is_none_or(|at| at > now) {
            return Ok(effects);
        }
        if !self.greeted && after(self.opened, GREET_WITHIN_MS) <= now {
            self.close(CloseReason::Silent, &mut effects);
            return Ok(effects);
        }
        self.since = now;
        self.rounds = self.rounds.saturating_add(1);
        let hello = self.hello(ws, true);
        effects.push(hello);
        Ok(effects)
    }

    /// When to call [`OwnSession::tick`]; an idle connection has no timer.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let ask = after(self.since, ASK_AFTER_MS);
        if self.closed {
            None
        } else if !self.greeted {
            Some(ask.min(after(self.opened, GREET_WITHIN_MS)))
        } else if self.is_equal() || self.rounds >= ROUNDS {
            None
        } else {
            Some(ask)
        }
    }

    /// Whether both have the same, as both confirmed.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        let stated = self.told.is_some() && self.told == self.heard;
        self.greeted && self.comparing == Comparing::Done && self.differ.is_empty() && stated
    }

    /// Whether the remote has said what it has.
    #[must_use]
    pub fn has_greeted(&self) -> bool {
        self.greeted
    }

    /// How many documents have come, and how many were to come, since both were last equal.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.expected.saturating_sub(self.coming.len()), self.expected)
    }

    /// The remote device.
    #[must_use]
    pub fn remote(&self) -> DeviceId {
        self.grant.remote()
    }

    /// Why the remote said goodbye, if it did.
    #[must_use]
    pub fn goodbye(&self) -> Option<CloseReason> {
        self.goodbye
    }

    /// Asks again whether it is mine: a removal must hold at once.
    fn stands(&mut self, ws: &Workspace, effects: &mut Vec<Effect>) -> bool {
        if !self.closed && ws.own_grant(&self.grant.remote()) != Some(self.grant) {
            self.close(CloseReason::NotShared, effects);
        }
        !self.closed
    }

    fn close(&mut self, reason: CloseReason, effects: &mut Vec<Effect>) {
        if reason != CloseReason::Goodbye {
            effects.push(Effect::Send(OwnMessage::Bye(reason.code()).encode()));
        }
        effects.push(Effect::Close(reason));
        self.closed = true;
    }

    /// Greets, and forgets what was compared before.
    fn hello(&mut self, ws: &Workspace, asks: bool) -> Effect {
        self.mine = ws.documents_of_mine().map(|(doc, kind, heads)| (doc, (kind, sorted(heads)))).collect();
        self.theirs.clear();
        self.theirs_named = 0;
        self.stating.clear();
        self.asked.clear();
        self.differ.clear();
        self.coming.clear();
        self.expected = 0;
        self.in_flight = 0;
        self.told_of_others = false;
        self.comparing = Comparing::Greets;
        let statements = ws.statements_mark();
        self.told = None;
        let documents = compare::mark(&self.mine);
        let hello = OwnHello { version: VERSION, formats: self.formats, statements, documents, asks };
        Effect::Send(OwnMessage::Hello(hello).encode())
    }

    /// Where a document stands here.
    fn at(&self, doc: DocId, kind: DocKind) -> At {
        let heads = self.mine.get(&doc).map(|(_, heads)| heads.clone()).unwrap_or_default();
        At { doc, kind, heads: heads.into_iter().take(limits::HEADS).collect() }
    }
}

impl fmt::Debug for OwnSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { greeted, closed, differ, in_flight, .. } = self;
        let (stated, differ) = (self.told.is_some() && self.told == self.heard, differ.len());
        write!(
            f,
            "OwnSession(with {}, greeted {greeted}, closed {closed}, compared {}, {differ} differ, statements equal {stated}, {in_flight} in flight)",
            self.grant.remote(),
            self.comparing == Comparing::Done,
        )
    }
}

fn sorted(heads: &[Hash]) -> Vec<Hash> {
    let mut heads = heads.to_vec();
    heads.sort_unstable();
    heads.dedup();
    heads
}

fn after(moment: Moment, ms: i64) -> Moment {
    Moment { unix_ms: moment.unix_ms.saturating_add(ms) }
}
