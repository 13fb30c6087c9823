//! One live connection to one colleague's device: what is said, and when.
//!
//! Both ends run the same machine. Each says where its list stands; who sees that the other lacks something
//! sends it; who commits what came says so. Nobody names a document: the grant alone knows which list it is.

mod noise;
mod push;
mod quiet;
mod talk;

use crate::{
    effect::{CloseReason, Effect},
    message::{Caret, Hello, PeerMessage, Standing},
};
pub use noise::{Noise, NoiseLimit};
use quiet::Patience;
use sideways_core::{
    Generation, Grant, Workspace,
    error::StoreError,
    id::{DeviceId, Hash, PeerId},
    limits,
    snapshot::Moment,
};
use std::{collections::BTreeSet, fmt};

/// The version of `sideways/peer/1` that this program speaks.
const VERSION: u16 = 1;

/// One live connection to one authenticated device of a colleague.
///
/// It does no I/O and has no clock: whoever runs it hands it frames and moments and carries out the
/// [`Effect`]s, so that a test can run two of them in one thread and have the same every time.
pub struct Session {
    grant: Grant,
    generation: Generation,
    formats: (u16, u16),
    greeted: bool,
    mine: Vec<Hash>,
    theirs: Vec<Hash>,
    /// What they have besides what their heads say: our heads when we were equal last, or changes they named.
    in_common: Vec<Hash>,
    holding: Holding,
    sent: BTreeSet<Hash>,
    refused: BTreeSet<Hash>,
    in_flight: usize,
    corrected: Option<Generation>,
    patience: Patience,
    noise: Noise,
    /// When they asked again last.
    asked: Option<Moment>,
    /// Enough of theirs was read until then.
    reads_on: Option<Moment>,
    goodbye: Option<CloseReason>,
    /// Where they write just now, as they said last.
    caret: Option<Caret>,
    /// What they were told of where I write.
    told_caret: Option<Caret>,
    /// How much they were told of my devices.
    told_devices: usize,
    /// Where their computer is, as they said last and nobody took yet.
    whereabouts: Option<Vec<String>>,
    /// What they were told of where mine is.
    told_where: Vec<String>,
    closed: bool,
}

/// Whether changes are held back because none of their heads is known here: they may well know mine, and
/// then their changes come first and tell me what they have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holding {
    /// Nothing is held back.
    No,
    /// Held back, and they were told.
    Told,
    /// They named some of their changes, or asking was in vain: now whatever still seems missing goes.
    Over,
}

impl Session {
    /// Begins with an authenticated device. `None` means that nothing is shared with it; then not a byte is sent.
    pub fn open(ws: &mut Workspace, remote: &DeviceId, now: Moment) -> Result<Option<(Self, Vec<Effect>)>, StoreError> {
        Self::open_after(ws, remote, Noise::none(now), now)
    }

    /// The same, with a device whose connections before this one made so much noise.
    pub fn open_after(
        ws: &mut Workspace,
        remote: &DeviceId,
        noise: Noise,
        now: Moment,
    ) -> Result<Option<(Self, Vec<Effect>)>, StoreError> {
        let Some(grant) = ws.grant(remote) else { return Ok(None) };
        let me = ws.device_key().id();
        let statements = ws.my_statements();
        let formats = statements
            .iter()
            .find(|signed| signed.statement.device == me && !signed.statement.removed)
            .map_or((1, 1), |signed| signed.statement.formats);
        let mut session = Self {
            generation: ws.generation(&grant),
            grant,
            formats,
            greeted: false,
            mine: Vec::new(),
            theirs: Vec::new(),
            in_common: Vec::new(),
            holding: Holding::No,
            sent: BTreeSet::new(),
            refused: BTreeSet::new(),
            in_flight: 0,
            corrected: None,
            patience: Patience::new(now),
            noise,
            asked: None,
            reads_on: None,
            goodbye: None,
            caret: None,
            told_caret: None,
            told_devices: 0,
            whereabouts: None,
            told_where: Vec::new(),
            closed: false,
        };
        session.mine = sorted(ws.heads(&session.grant)?);
        let hello = session.hello(ws, Asks::No);
        Ok(Some((session, vec![hello])))
    }

    /// A frame came from the remote.
    pub fn frame(&mut self, ws: &mut Workspace, bytes: &[u8], now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if self.look(ws, &mut effects)? == Open::No {
            return Ok(effects);
        }
        match PeerMessage::decode(bytes) {
            Ok(message) => {
                // Where somebody writes, or is, says nothing of whether what was sent has come.
                if !matches!(message, Some(PeerMessage::Caret(_) | PeerMessage::Where(_))) {
                    self.patience.heard(now);
                }
                let worth = match message {
                    Some(message) => self.take(ws, message, now, &mut effects)?,
                    None => Worth::Nothing,
                };
                if worth == Worth::Nothing && !self.closed && self.noise.is_too_much(now) {
                    self.close(CloseReason::Flood, &mut effects);
                }
            }
            Err(reason) => self.close(reason, &mut effects),
        }
        Ok(effects)
    }

    /// Something was committed on this device: whatever concerns this list goes out at once.
    pub fn committed(&mut self, ws: &mut Workspace, now: Moment) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        let before = (self.generation, self.mine.clone());
        if self.look(ws, &mut effects)? == Open::No {
            return Ok(effects);
        }
        if self.told_devices != ws.my_statements_count() {
            // Before what a new one wrote: they take nothing from whom they don't know.
            effects.push(self.hello(ws, Asks::No));
        }
        if before != (self.generation, self.mine.clone()) {
            self.patience.hopeful(now);
            let renewed = !same_list(before.0, self.generation);
            self.push(ws, &mut effects)?;
            if renewed && self.greeted && effects.is_empty() {
                effects.push(Effect::Send(PeerMessage::Have(self.standing()).encode()));
            }
        }
        Ok(effects)
    }

    /// I write there now, or nowhere any more: the remote is told, once.
    pub fn tell_caret(&mut self, ws: &mut Workspace, caret: Option<Caret>) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        if self.look(ws, &mut effects)? == Open::Yes && self.greeted && self.told_caret != caret {
            self.told_caret = caret;
            effects.push(Effect::Send(PeerMessage::Caret(caret).encode()));
        }
        Ok(effects)
    }

    /// My computer is there now: the remote is told, once, so that it finds me again.
    pub fn tell_where(&mut self, ws: &mut Workspace, addresses: &[String]) -> Result<Vec<Effect>, StoreError> {
        let mut effects = Vec::new();
        let addresses: Vec<String> = addresses.iter().take(limits::ADDRESSES).cloned().collect();
        if self.told_where != addresses && self.look(ws, &mut effects)? == Open::Yes && self.greeted {
            effects.push(Effect::Send(PeerMessage::Where(addresses.clone()).encode()));
            self.told_where = addresses;
        }
        Ok(effects)
    }

    /// Whether the remote doesn't know yet that my computer is there.
    #[must_use]
    pub fn is_untold_where(&self, addresses: &[String]) -> bool {
        self.greeted && !self.closed && self.told_where.iter().ne(addresses.iter().take(limits::ADDRESSES))
    }

    /// Where the remote is, once after each time that it said so.
    pub fn take_whereabouts(&mut self) -> Option<Vec<String>> {
        self.whereabouts.take()
    }

    /// Where the remote's user writes just now, as it said last.
    #[must_use]
    pub fn caret(&self) -> Option<Caret> {
        if self.closed { None } else { self.caret }
    }

    /// Whether the remote confirmed its commit of the heads that are committed here.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.greeted && self.mine == self.theirs
    }

    /// Whether the remote has said what it has. Before that, nobody knows whether anything differs.
    #[must_use]
    pub fn has_greeted(&self) -> bool {
        self.greeted
    }

    /// Whose device it is.
    #[must_use]
    pub fn peer(&self) -> PeerId {
        self.grant.peer()
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

    /// How much it said that changed nothing, for its next connection.
    #[must_use]
    pub fn noise(&self) -> Noise {
        self.noise
    }

    /// Asks again what is granted: before anything is read, encoded or applied, because a stop must hold at once.
    fn look(&mut self, ws: &mut Workspace, effects: &mut Vec<Effect>) -> Result<Open, StoreError> {
        if self.closed {
            return Ok(Open::No);
        }
        match ws.grant(&self.grant.remote()) {
            Some(grant) if grant.peer() == self.grant.peer() => {
                let generation = ws.generation(&grant);
                if !same_list(generation, self.generation) || grant != self.grant {
                    self.begin_list(grant, generation);
                }
                self.mine = sorted(ws.heads(&self.grant)?);
                Ok(Open::Yes)
            }
            _ => {
                self.close(CloseReason::NotShared, effects);
                Ok(Open::No)
            }
        }
    }

    /// Forgets all that was said of another list.
    fn begin_list(&mut self, grant: Grant, generation: Generation) {
        self.grant = grant;
        self.generation = generation;
        self.theirs.clear();
        self.in_common.clear();
        self.holding = Holding::No;
        self.sent.clear();
        self.refused.clear();
        self.in_flight = 0;
        self.corrected = None;
        self.caret = None;
        self.told_caret = None;
    }

    fn close(&mut self, reason: CloseReason, effects: &mut Vec<Effect>) {
        if reason != CloseReason::Goodbye {
            effects.push(Effect::Send(PeerMessage::Bye(reason.code()).encode()));
        }
        effects.push(Effect::Close(reason));
        self.closed = true;
    }

    fn standing(&self) -> Standing {
        Standing { generation: self.generation, heads: self.mine.iter().copied().take(limits::HEADS).collect() }
    }

    fn hello(&mut self, ws: &Workspace, asks: Asks) -> Effect {
        self.told_devices = ws.my_statements_count();
        let hello = Hello {
            version: VERSION,
            formats: self.formats,
            statements: ws.statements_for(&self.grant),
            standing: self.standing(),
            asks: asks == Asks::Yes,
        };
        Effect::Send(PeerMessage::Hello(hello).encode())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session(with {}, equal: {}, closed: {})", self.grant.remote(), self.is_equal(), self.closed)
    }
}

/// Whether the session goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Yes,
    No,
}

/// Whether a greeting asks for one in return.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Yes,
    No,
}

/// What a frame was good for; too many that are worth nothing end the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Worth {
    Something,
    Nothing,
}

/// Whether both mean the same fresh list. The first list of a pair was begun by pairing, by neither device.
fn same_list(a: Generation, b: Generation) -> bool {
    a.number == b.number && (a.number == 0 || a.by == b.by)
}

fn sorted(mut heads: Vec<Hash>) -> Vec<Hash> {
    heads.sort_unstable();
    heads.dedup();
    heads
}
