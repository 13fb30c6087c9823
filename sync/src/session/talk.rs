//! What each message does.

use super::{Asks, Holding, Open, Session, VERSION, Worth, same_list, sorted};
use crate::{
    effect::{CloseReason, Effect},
    message::{Hello, PeerMessage, Standing},
};
use sideways_core::{
    Workspace,
    change::{Reason, Run},
    error::StoreError,
    id::Hash,
    snapshot::Moment,
};

/// So many fresh lists nobody began while this device was away; a number beyond is there to run out of numbers.
const LEAP: u32 = 1_000;

/// Which list a message speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    /// The one we have.
    Ours,
    /// The one we have from now on: theirs is the one to continue.
    Followed,
    /// One that isn't continued; its heads and changes say nothing of ours.
    Another,
}

impl Session {
    pub(super) fn take(
        &mut self,
        ws: &mut Workspace,
        message: PeerMessage,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        match message {
            PeerMessage::Bye(code) => {
                self.goodbye = CloseReason::from_code(code);
                self.close(CloseReason::Goodbye, effects);
                Ok(Worth::Something)
            }
            PeerMessage::Hello(hello) => self.take_hello(ws, hello, now, effects),
            // Where frames can overtake each other this may come before the greeting; then it comes again.
            _ if !self.greeted => Ok(Worth::Nothing),
            PeerMessage::Changes(standing, runs) => self.take_changes(ws, standing, runs, now, effects),
            PeerMessage::Have(standing) => self.take_have(ws, standing, now, effects),
            PeerMessage::Again(standing) => self.take_again(ws, standing, now, effects),
            PeerMessage::Unknown(standing) => self.take_unknown(ws, standing, now, effects),
            PeerMessage::Some(standing, named) => self.take_some(ws, standing, named, now, effects),
            PeerMessage::Refused(refused) => self.take_refused(ws, refused),
            PeerMessage::Caret(caret) => {
                self.caret = caret;
                Ok(Worth::Nothing)
            }
            PeerMessage::Where(addresses) => {
                self.whereabouts = Some(addresses);
                Ok(Worth::Nothing)
            }
        }
    }

    fn take_hello(
        &mut self,
        ws: &mut Workspace,
        hello: Hello,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        let first = !self.greeted;
        if first {
            let (oldest, newest) = hello.formats;
            if hello.version != VERSION || oldest > self.formats.1 || newest < self.formats.0 {
                self.close(CloseReason::Version, effects);
                return Ok(Worth::Something);
            }
        }
        ws.receive_statements(&self.grant, &hello.statements, now)?;
        // They may say that this very device was removed.
        if self.look(ws, effects)? == Open::No {
            return Ok(Worth::Something);
        }
        self.greeted = true;
        if hello.asks {
            effects.push(self.hello(ws, Asks::No));
        }
        let list = self.stand(ws, &hello.standing, now, effects)?;
        if first || list == List::Followed {
            self.after(ws, list, hello.standing, now, effects)?;
        }
        Ok(if first { Worth::Something } else { Worth::Nothing })
    }

    fn take_changes(
        &mut self,
        ws: &mut Workspace,
        standing: Standing,
        runs: Vec<Run>,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        let list = self.stand(ws, &standing, now, effects)?;
        if list == List::Another || runs.is_empty() {
            return Ok(Worth::Nothing);
        }
        let theirs = sorted(standing.heads);
        // Where both were equal before, nothing of mine waited: then there is nothing to confirm.
        let was_equal = self.is_equal();
        let confirmed = if was_equal { &[][..] } else { theirs.as_slice() };
        let received = ws.receive_confirming(&self.grant, runs, confirmed, now)?;
        self.reads_on = received.reads_on;
        self.mine = sorted(ws.heads(&self.grant)?);
        self.theirs = theirs;
        // What was here already made no commit to go along with, and says as much of what they have.
        if received.applied == 0 && !was_equal {
            ws.confirmed(&self.grant, &self.theirs, now)?;
        }
        if !received.refused.is_empty() {
            effects.push(Effect::Send(PeerMessage::Refused(received.refused).encode()));
        }
        effects.push(Effect::Send(PeerMessage::Have(self.standing()).encode()));
        if received.applied > 0 {
            self.patience.hopeful(now);
            effects.push(Effect::Changed);
        }
        self.push(ws, effects)?;
        Ok(if received.applied > 0 { Worth::Something } else { Worth::Nothing })
    }

    fn take_have(
        &mut self,
        ws: &mut Workspace,
        standing: Standing,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        let answers = self.in_flight > 0;
        self.in_flight = self.in_flight.saturating_sub(1);
        let list = self.stand(ws, &standing, now, effects)?;
        self.after(ws, list, standing, now, effects)?;
        Ok(if answers || list == List::Followed { Worth::Something } else { Worth::Nothing })
    }

    fn take_again(
        &mut self,
        ws: &mut Workspace,
        standing: Standing,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        if self.may_ask(now) {
            self.forget_sent();
        }
        let list = self.stand(ws, &standing, now, effects)?;
        if self.closed {
            return Ok(Worth::Nothing);
        }
        let answer = Effect::Send(PeerMessage::Have(self.standing()).encode());
        if !effects.contains(&answer) {
            effects.push(answer);
        }
        self.after(ws, list, standing, now, effects)?;
        Ok(Worth::Nothing)
    }

    fn take_unknown(
        &mut self,
        ws: &mut Workspace,
        standing: Standing,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        if self.stand(ws, &standing, now, effects)? != List::Ours {
            return Ok(Worth::Nothing);
        }
        self.theirs = sorted(standing.heads);
        let was_told = self.holding == Holding::Told;
        let before = effects.len();
        self.push(ws, effects)?;
        // They wait for changes of mine that tell what I have. Where none come, because I wait for theirs or
        // lack nothing but theirs, naming some does it.
        if self.in_flight == 0 && (was_told || effects.len() == before) {
            let some = self.some_of_mine(ws)?;
            effects.push(Effect::Send(PeerMessage::Some(self.standing(), some).encode()));
        }
        Ok(Worth::Nothing)
    }

    fn take_some(
        &mut self,
        ws: &mut Workspace,
        standing: Standing,
        named: Vec<Hash>,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        if self.stand(ws, &standing, now, effects)? != List::Ours {
            return Ok(Worth::Nothing);
        }
        self.theirs = sorted(standing.heads);
        self.in_common = named;
        self.holding = Holding::Over;
        self.push(ws, effects)?;
        Ok(Worth::Nothing)
    }

    fn take_refused(&mut self, ws: &mut Workspace, mut refused: Vec<(Hash, Reason)>) -> Result<Worth, StoreError> {
        // Only of what was sent here: they can't refuse what they never got.
        refused.retain(|(hash, _)| self.sent.contains(hash) && self.refused.insert(*hash));
        if !refused.is_empty() {
            ws.refused_by_them(&self.grant, &refused)?;
        }
        Ok(Worth::Nothing)
    }

    /// Compares lists. Where theirs is the one to continue, this device goes on in it.
    fn stand(
        &mut self,
        ws: &mut Workspace,
        theirs: &Standing,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<List, StoreError> {
        if same_list(theirs.generation, self.generation) {
            return Ok(List::Ours);
        }
        if theirs.generation.number > self.generation.number.saturating_add(LEAP) {
            self.close(CloseReason::Malformed, effects);
            return Ok(List::Another);
        }
        if ws.follow(&self.grant, theirs.generation, now)? {
            effects.push(Effect::Changed);
            if self.look(ws, effects)? == Open::Yes && same_list(theirs.generation, self.generation) {
                self.patience.hopeful(now);
                return Ok(List::Followed);
            }
        }
        if !self.closed && self.corrected != Some(theirs.generation) {
            // Once is enough: they follow, or they never will.
            self.corrected = Some(theirs.generation);
            let before = effects.len();
            self.push(ws, effects)?;
            if effects.len() == before {
                effects.push(Effect::Send(PeerMessage::Have(self.standing()).encode()));
            }
        }
        Ok(List::Another)
    }

    /// What follows from where they stand.
    fn after(
        &mut self,
        ws: &mut Workspace,
        list: List,
        standing: Standing,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<(), StoreError> {
        if list == List::Another || self.closed {
            return Ok(());
        }
        let theirs = sorted(standing.heads);
        if theirs != self.theirs {
            self.patience.hopeful(now);
            self.theirs = theirs;
        }
        ws.confirmed(&self.grant, &self.theirs, now)?;
        let before = effects.len();
        self.push(ws, effects)?;
        if list == List::Followed && effects.len() == before {
            effects.push(Effect::Send(PeerMessage::Have(self.standing()).encode()));
        }
        Ok(())
    }
}
