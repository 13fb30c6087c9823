//! What each message does.

use super::{Holding, OwnSession, VERSION, Worth, compare::Comparing, sorted};
use crate::{
    effect::{CloseReason, Effect},
    message::{At, OwnHello, OwnMessage},
};
use sideways_core::{
    Workspace,
    change::Run,
    error::StoreError,
    id::{DocId, Hash},
    limits,
    snapshot::Moment,
};

impl OwnSession {
    /// Does what a message says. Whether it told anything.
    pub(super) fn take(
        &mut self,
        ws: &mut Workspace,
        message: OwnMessage,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        match message {
            OwnMessage::Bye(code) => {
                self.goodbye = CloseReason::from_code(code);
                self.close(CloseReason::Goodbye, effects);
            }
            OwnMessage::Hello(hello) => {
                let again = self.greeted;
                self.take_hello(ws, &hello, effects)?;
                // Beginning anew makes us look at everything anew.
                return Ok(if again { Worth::Nothing } else { Worth::Something });
            }
            _ if !self.greeted => return Ok(Worth::Nothing),
            OwnMessage::Statements(mark, statements, last) => {
                let worth = self.take_statements(ws, (mark, &statements, last), now, effects)?;
                self.push(ws, effects)?;
                return Ok(worth);
            }
            OwnMessage::Places(places) => return self.take_places(ws, places, effects),
            OwnMessage::Buckets(buckets) => {
                self.take_buckets(&buckets, effects);
                return Ok(Worth::Nothing);
            }
            OwnMessage::Documents(listing) => {
                let told = self.comparing != Comparing::Done && !listing.documents.is_empty();
                self.take_listing(listing, effects);
                if !self.closed {
                    self.look(ws);
                    self.push(ws, effects)?;
                }
                return Ok(if told { Worth::Something } else { Worth::Nothing });
            }
            OwnMessage::Changes(at, runs) => return self.take_changes(ws, at, runs, now, effects),
            // What neither of us has named isn't remembered for their saying so.
            OwnMessage::Have(at) | OwnMessage::Unknown(at) | OwnMessage::Some(at, _)
                if !self.mine.contains_key(&at.doc) =>
            {
                return Ok(Worth::Nothing);
            }
            OwnMessage::Have(at) => {
                let answers = self.theirs.get(&at.doc).is_some_and(|theirs| theirs.waits);
                self.in_flight = self.in_flight.saturating_sub(1);
                let told = self.stand(&at) || answers;
                self.push(ws, effects)?;
                return Ok(if told { Worth::Something } else { Worth::Nothing });
            }
            OwnMessage::Unknown(at) => {
                let first = self.asked.len() < limits::DOCUMENTS && self.asked.insert(at.doc);
                self.take_unknown(ws, &at, effects)?;
                return Ok(if first { Worth::Something } else { Worth::Nothing });
            }
            OwnMessage::Some(at, named) => {
                let asked = self.theirs.get(&at.doc).is_some_and(|theirs| theirs.holding == Holding::Told);
                self.stand(&at);
                self.name_common(at.doc, named);
                self.push(ws, effects)?;
                return Ok(if asked { Worth::Something } else { Worth::Nothing });
            }
            // What they didn't take isn't sent again in this conversation; who wrote it has it still.
            OwnMessage::Refused(..) => return Ok(Worth::Nothing),
        }
        Ok(Worth::Something)
    }

    fn take_hello(&mut self, ws: &Workspace, hello: &OwnHello, effects: &mut Vec<Effect>) -> Result<(), StoreError> {
        let (oldest, newest) = hello.formats;
        if hello.version != VERSION || oldest > self.formats.1 || newest < self.formats.0 {
            self.close(CloseReason::Version, effects);
            return Ok(());
        }
        if hello.asks {
            // They begin anew: so does this side.
            let greeting = self.hello(ws, false);
            effects.push(greeting);
        }
        self.greeted = true;
        self.heard = Some(hello.statements);
        let lower = ws.speaking_key().id() < self.grant.remote();
        self.compare(hello.documents, lower, effects);
        self.look_if_done(ws);
        if ws.statements_mark() == hello.statements {
            self.told = Some(hello.statements);
        } else {
            self.tell_statements(ws, effects);
        }
        self.push_if_done(ws, effects)
    }

    fn take_changes(
        &mut self,
        ws: &mut Workspace,
        at: At,
        runs: Vec<Run>,
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        let sent: usize = runs.iter().map(|run| run.changes.len()).sum();
        let received = ws.receive_of_mine(&self.grant, (at.doc, at.kind), runs, now)?;
        if !received.refused.is_empty() {
            effects.push(Effect::Send(OwnMessage::Refused(at.doc, received.refused).encode()));
        }
        self.look(ws);
        if self.mine.contains_key(&at.doc) {
            self.stand(&at);
        }
        let have = self.at(at.doc, at.kind);
        effects.push(Effect::Send(OwnMessage::Have(have).encode()));
        if received.applied > 0 {
            self.rounds = 0;
            effects.push(Effect::Changed);
        }
        self.push(ws, effects)?;
        Ok(if sent > 0 { Worth::Something } else { Worth::Nothing })
    }

    fn take_unknown(&mut self, ws: &mut Workspace, at: &At, effects: &mut Vec<Effect>) -> Result<(), StoreError> {
        self.stand(at);
        let holding = |session: &Self| session.theirs.get(&at.doc).map(|theirs| (theirs.waits, theirs.holding));
        let was_told = holding(self).is_some_and(|(_, holding)| holding == Holding::Told);
        self.push(ws, effects)?;
        // They wait for changes that tell what I have. Where none go, because I wait too, naming some does it.
        let names = holding(self).is_some_and(|(waits, now)| !waits && (was_told || now != Holding::Told));
        if names && self.differs(at.doc) {
            let some = self.some_of_mine(ws, at.doc)?;
            let at = self.at(at.doc, at.kind);
            effects.push(Effect::Send(OwnMessage::Some(at, some).encode()));
        }
        Ok(())
    }

    /// They stand there now. Whether that is news.
    pub(super) fn stand(&mut self, at: &At) -> bool {
        let heads = sorted(&at.heads);
        let theirs = self.theirs.entry(at.doc).or_default();
        theirs.waits = false;
        let news = theirs.heads != heads;
        self.theirs_named = (self.theirs_named + heads.len()).saturating_sub(theirs.heads.len());
        theirs.heads = heads;
        self.compare_one(at.doc);
        news
    }

    fn name_common(&mut self, doc: DocId, named: Vec<Hash>) {
        let theirs = self.theirs.entry(doc).or_default();
        theirs.idle = false;
        self.theirs_named = (self.theirs_named + named.len()).saturating_sub(theirs.in_common.len());
        theirs.in_common = named;
        theirs.holding = Holding::Over;
    }
}
