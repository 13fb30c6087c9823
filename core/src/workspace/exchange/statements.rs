//! What somebody states about the devices of a person, and what of it counts.
//!
//! A statement is signed by the device that vouches, so anybody can state anything about the key of a stranger. That a
//! key was there shows only where it signed something for that person: its own statement, or one that it vouches for.
//! The transport proves the key of the device that speaks.

use super::super::{state::device::DeviceChange, transaction::Transaction};
use crate::{
    device::SignedStatement,
    id::{DeviceId, PeerId, PersonId},
    limits,
};
use std::collections::BTreeSet;

/// So many of a person's devices may vouch for one of them.
const VOUCHERS: usize = 4;

/// Those that are genuine, about this person, and whose device has shown that it has its key. A removal needs no such
/// proof: what is removed may be lost.
pub(super) fn sound<'a>(
    statements: &'a [SignedStatement],
    person: &PersonId,
    remote: &DeviceId,
) -> Vec<&'a SignedStatement> {
    let of_person = statements.iter().take(limits::STATEMENTS_OF_PERSON).filter(|it| it.statement.person == *person);
    let genuine: Vec<&SignedStatement> =
        of_person.filter(|it| it.statement.name.len() <= limits::NAME_BYTES && it.is_genuine()).collect();
    let mut shown: BTreeSet<DeviceId> = genuine.iter().map(|it| it.statement.vouched_by).collect();
    shown.insert(*remote);
    genuine.into_iter().filter(|it| it.statement.removed || shown.contains(&it.statement.device)).collect()
}

/// The devices that vouch for this one, in one or several steps, and itself.
fn vouchers(of: &DeviceId, statements: &[&SignedStatement]) -> BTreeSet<DeviceId> {
    let mut all = BTreeSet::from([*of]);
    let mut next = vec![*of];
    while let Some(device) = next.pop() {
        let about = statements.iter().filter(|it| it.statement.device == device && !it.statement.removed);
        next.extend(about.map(|it| it.statement.vouched_by).filter(|by| all.insert(*by)));
    }
    all
}

impl Transaction<'_> {
    /// Keeps what a known device of that person vouches for, in one or several steps, as far as there is room.
    pub(super) fn take_statements(
        &mut self,
        peer: PeerId,
        person: PersonId,
        remote: DeviceId,
        statements: &[SignedStatement],
    ) {
        let known = self.device().devices_of(&person).into_iter().collect();
        self.take(peer, person, sound(statements, &person, &remote), known);
    }

    /// Keeps what a device of mine that counts vouches for, though a colleague says so: a copy of it may have become a
    /// device of its own that met them first. What a colleague knows takes nothing away from me.
    pub(super) fn take_statements_about_me(&mut self, peer: PeerId, statements: &[SignedStatement]) {
        let me = self.me();
        let known: BTreeSet<DeviceId> = self.device().devices_of(&me).into_iter().collect();
        if !known.contains(&self.this_device()) {
            return;
        }
        let new = statements.iter().take(limits::STATEMENTS_OF_PERSON).filter(|it| it.statement.person == me);
        let new = new.filter(|it| !it.statement.removed && it.statement.name.len() <= limits::NAME_BYTES);
        // One of mine signed for it: that its key was there was for that one to see.
        let new = new.filter(|it| self.device().statements.get(&it.statement.device).is_none() && it.is_genuine());
        let new: Vec<&SignedStatement> = new.collect();
        self.take(peer, me, new, known);
    }

    /// Keeps what is stated of the device that was paired. Of a person who is known already, it brings in itself alone:
    /// everything else is for the devices to say that were known before.
    pub(super) fn bind_statements(
        &mut self,
        peer: PeerId,
        person: PersonId,
        remote: DeviceId,
        statements: &[SignedStatement],
    ) {
        let sound = sound(statements, &person, &remote);
        let mut known: BTreeSet<DeviceId> = self.device().devices_of(&person).into_iter().collect();
        let brought = if known.is_empty() { vouchers(&remote, &sound) } else { BTreeSet::from([remote]) };
        let knew = |device: &DeviceId, it: &Self| it.device().statements.get(device).is_some();
        for device in brought.iter().filter(|device| !knew(device, self)).copied().collect::<Vec<_>>() {
            let about = sound.iter().filter(|it| it.statement.device == device && !it.statement.removed);
            let (own, others): (Vec<&SignedStatement>, Vec<&SignedStatement>) =
                about.copied().partition(|it| it.statement.vouched_by == device);
            for signed in own.first().into_iter().chain(others.first()) {
                self.set(DeviceChange::Statement((*signed).clone()));
            }
        }
        if known.is_empty() {
            known = brought;
        }
        self.take(peer, person, sound, known);
    }

    /// Removals first: whoever is removed here vouches for nobody. What neither is known here nor says itself that it was
    /// this person's can't be removed, or somebody else's computer could be named.
    fn take(&mut self, peer: PeerId, person: PersonId, sound: Vec<&SignedStatement>, known: BTreeSet<DeviceId>) {
        let (removals, mut left): (Vec<_>, Vec<_>) = sound.into_iter().partition(|it| it.statement.removed);
        let mut devices = known.clone();
        let mut stated = self.device().statements.of(person).count();
        for signed in removals {
            let said = &signed.statement;
            let own_word =
                |it: &&SignedStatement| it.statement.device == said.device && it.statement.vouched_by == said.device;
            let is_new = self.device().statements.get(&said.device).is_none();
            let was_theirs = is_new && stated < limits::STATEMENTS_OF_PERSON && left.iter().any(own_word);
            if known.contains(&said.vouched_by) && (devices.remove(&said.device) || was_theirs) {
                stated += usize::from(is_new);
                left.retain(|it| it.statement.device != said.device);
                self.set(DeviceChange::Statement(signed.clone()));
                self.touch(peer);
            }
        }
        while let Some(at) = left.iter().position(|it| devices.contains(&it.statement.vouched_by)) {
            let signed = left.swap_remove(at);
            let said = &signed.statement;
            let about: Vec<DeviceId> =
                self.device().statements.about(&said.device).map(|it| it.statement.vouched_by).collect();
            let is_new = about.is_empty() && !devices.contains(&said.device);
            // One more who vouches for it: it stands on when the first one is taken away.
            let again = devices.contains(&said.device)
                && said.vouched_by != said.device
                && about.len() < VOUCHERS
                && !about.contains(&said.vouched_by);
            let room = stated < limits::STATEMENTS_OF_PERSON && (again || devices.len() < limits::DEVICES_OF_PERSON);
            if room && (is_new || again) {
                devices.insert(said.device);
                stated += 1;
                self.set(DeviceChange::Statement(signed.clone()));
                self.touch(peer);
            }
        }
    }

    /// What another device of mine knows of a person's devices. Each is vouched for, or removed, by one that was this
    /// person's at some time: which of them stand follows from all that is said, in whichever order it comes. Of
    /// somebody of whom nothing is known here it is taken as it is told.
    pub(super) fn take_told(&mut self, person: PersonId, told: &[&SignedStatement]) {
        let statements = &self.device().statements;
        let elsewhere = |device: &DeviceId| statements.get(device).is_some_and(|it| it.statement.person != person);
        let mut theirs: BTreeSet<DeviceId> = statements.of(person).map(|it| it.statement.device).collect();
        let is_first = theirs.is_empty();
        let mut left: Vec<SignedStatement> = told
            .iter()
            .filter(|it| it.statement.person == person && it.statement.name.len() <= limits::NAME_BYTES)
            .filter(|it| !elsewhere(&it.statement.device) && !statements.all().any(|known| known == **it))
            .map(|it| (*it).clone())
            .collect();
        let mut stated = statements.of(person).filter(|it| !it.statement.removed).count();
        let mut removals = statements.of(person).filter(|it| it.statement.removed).count();
        while let Some(at) = left.iter().position(|it| {
            let (by, device) = (&it.statement.vouched_by, &it.statement.device);
            is_first || (theirs.contains(by) && (!it.statement.removed || theirs.contains(device)))
        }) {
            let signed = left.swap_remove(at);
            let said = &signed.statement;
            // A removal finds room where nothing else does any more.
            let (count, most) = if said.removed {
                (&mut removals, limits::STATEMENTS_OF_PERSON * 2)
            } else {
                (&mut stated, limits::STATEMENTS_OF_PERSON)
            };
            if *count < most && signed.is_genuine() {
                *count += 1;
                theirs.insert(said.device);
                self.set(DeviceChange::Statement(signed));
            }
        }
    }
}
