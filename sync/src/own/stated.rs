//! What is known of devices: exchanged before the documents that it decides about.

use super::{OwnSession, Worth};
use crate::{
    effect::{CloseReason, Effect},
    message::{OwnMessage, PLACES_IN_FRAME, STATEMENTS_IN_FRAME},
};
use sideways_core::{
    Whose, Workspace, device::SignedStatement, error::StoreError, id::DeviceId, limits, snapshot::Moment,
};

impl OwnSession {
    /// Says what is stated of my own devices where they don't know all of it, and of other people's once the notebook is
    /// there, which says who those are.
    pub(super) fn tell_statements(&mut self, ws: &Workspace, effects: &mut Vec<Effect>) {
        let mark = ws.statements_mark();
        if self.told == Some(mark) {
            return;
        }
        self.told = Some(mark);
        let equal = self.heard == Some(mark);
        let mut all = if equal { Vec::new() } else { ws.all_statements(Whose::Mine) };
        if self.told_of_others && !equal {
            all.extend(ws.all_statements(Whose::Theirs));
        }
        say(mark, all, effects);
    }

    /// The notebook is there: whom I share with, and where everybody's computers were reached.
    pub(super) fn tell_of_others(&mut self, ws: &Workspace, effects: &mut Vec<Effect>) {
        if std::mem::replace(&mut self.told_of_others, true) {
            return;
        }
        let mark = ws.statements_mark();
        self.told = Some(mark);
        if self.heard != Some(mark) {
            say(mark, ws.all_statements(Whose::Theirs), effects);
        }
        let places: Vec<(DeviceId, Vec<String>)> = ws
            .known_devices()
            .into_iter()
            .filter(|known| !known.addresses.is_empty())
            .map(|known| (known.device, known.addresses))
            .collect();
        // What they know already costs no more than its bytes; a greeting that finds both equal says none of it.
        if !self.differ.is_empty() || self.heard != Some(mark) {
            for places in places.chunks(PLACES_IN_FRAME) {
                effects.push(Effect::Send(OwnMessage::Places(places.to_vec()).encode()));
            }
        }
    }

    pub(super) fn take_statements(
        &mut self,
        ws: &mut Workspace,
        (mark, statements, last): ([u8; 32], &[SignedStatement], bool),
        now: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        // Who stands follows from all of it, so it is taken in at once.
        self.stating.extend_from_slice(statements);
        if self.stating.len() > limits::STATEMENTS {
            self.close(CloseReason::Flood, effects);
        }
        if !last || self.closed {
            return Ok(Worth::Something);
        }
        let stated = std::mem::take(&mut self.stating);
        let mut worth = if self.heard == Some(mark) { Worth::Nothing } else { Worth::Something };
        if ws.receive_statements_of_mine(&self.grant, &stated, now)? {
            worth = Worth::Something;
            effects.push(Effect::Changed);
            if !self.stands(ws, effects) {
                return Ok(worth);
            }
            self.look_if_done(ws);
        }
        self.heard = Some(mark);
        self.tell_statements(ws, effects);
        Ok(worth)
    }

    /// Where computers were reached by the other one; what is known here stays.
    pub(super) fn take_places(
        &mut self,
        ws: &mut Workspace,
        places: Vec<(DeviceId, Vec<String>)>,
        effects: &mut Vec<Effect>,
    ) -> Result<Worth, StoreError> {
        let known = ws.known_devices();
        let mut worth = Worth::Nothing;
        for (device, addresses) in places {
            let asked = known.iter().any(|it| it.device == device && it.addresses.is_empty());
            if asked && !addresses.is_empty() {
                ws.remember_addresses(&device, addresses)?;
                effects.push(Effect::Changed);
                worth = Worth::Something;
            }
        }
        Ok(worth)
    }
}

fn say(mark: [u8; 32], all: Vec<SignedStatement>, effects: &mut Vec<Effect>) {
    let mut parts = all.chunks(STATEMENTS_IN_FRAME).map(<[SignedStatement]>::to_vec).peekable();
    if parts.peek().is_none() {
        effects.push(Effect::Send(OwnMessage::Statements(mark, Vec::new(), true).encode()));
    }
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        effects.push(Effect::Send(OwnMessage::Statements(mark, part, last).encode()));
    }
}
