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

impl Transaction<'_> {
    /// Keeps what a known device of that person vouches for, in one or several steps, as far as there is room.
    pub(super) fn take_statements(
        &mut self,
        peer: PeerId,
        person: PersonId,
        remote: DeviceId,
        statements: &[SignedStatement],
    ) {
        let mut left = sound(statements, &person, &remote);
        let mut devices: BTreeSet<DeviceId> = self.device().devices_of(&person).into_iter().collect();
        let known = self.device().statements.values().filter(|known| known.statement.person == person);
        let mut stated = known.count();
        while let Some(at) = left.iter().position(|it| devices.contains(&it.statement.vouched_by)) {
            let signed = left.swap_remove(at);
            let said = &signed.statement;
            let known = self.device().statements.get(&said.device);
            let is_removal = said.removed && known.is_some_and(|it| it.statement.person == person);
            let is_new = match known {
                Some(known) => is_removal && !known.statement.removed,
                None => !devices.contains(&said.device),
            };
            let devices_left = devices.len() < limits::DEVICES_OF_PERSON || said.removed;
            // Removing what is known is heard always; what nobody here knew of has a measure.
            let room = is_removal || (devices_left && stated < limits::STATEMENTS_OF_PERSON);
            if !is_new || !room {
                continue;
            }
            if said.removed {
                devices.remove(&said.device);
            } else {
                devices.insert(said.device);
            }
            stated += usize::from(known.is_none());
            self.set(DeviceChange::Statement(signed.clone()));
            self.touch(peer);
        }
    }
}
