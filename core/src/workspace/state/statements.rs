//! What is stated of devices: a set that only grows, of which one statement a device counts.

use crate::{
    device::SignedStatement,
    error::StoreError,
    id::{DeviceId, PersonId},
    store::{Store, Table},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Every statement there is. The order in which they came makes no difference.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    counts: BTreeMap<DeviceId, SignedStatement>,
    /// Those beside it, like what a device says itself where another one vouches for it.
    beside: BTreeMap<DeviceId, Vec<SignedStatement>>,
}

impl Statements {
    pub(super) fn load(store: &Store) -> Result<Self, StoreError> {
        let rows: Vec<(Vec<u8>, SignedStatement)> = store.scan(Table::Statements, &[])?;
        let mut statements = Self::default();
        rows.into_iter().for_each(|(_, signed)| statements.keep(signed));
        Ok(statements)
    }

    /// One more. Whether it counts: a removal does for ever, and another device's word before its own.
    pub(super) fn keep(&mut self, signed: SignedStatement) {
        let device = signed.statement.device;
        let Some(known) = self.counts.get_mut(&device) else {
            self.counts.insert(device, signed);
            return;
        };
        let rank = |it: &SignedStatement| {
            let said = &it.statement;
            (!said.removed, said.vouched_by == said.device, said.person, it.signature)
        };
        let other = if rank(&signed) < rank(known) { std::mem::replace(known, signed) } else { signed };
        let beside = self.beside.entry(device).or_default();
        if *known != other && !beside.contains(&other) {
            beside.push(other);
        }
    }

    /// The one that counts.
    pub(crate) fn get(&self, device: &DeviceId) -> Option<&SignedStatement> {
        self.counts.get(device)
    }

    /// Whether that device was removed from its person's.
    pub(crate) fn is_removed(&self, device: &DeviceId) -> bool {
        self.get(device).is_some_and(|known| known.statement.removed)
    }

    /// The one that counts of each device.
    pub(crate) fn values(&self) -> impl Iterator<Item = &SignedStatement> + Clone {
        self.counts.values()
    }

    /// The devices that something is known of.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &DeviceId> {
        self.counts.keys()
    }

    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// Every one there is.
    pub(crate) fn all(&self) -> impl Iterator<Item = &SignedStatement> {
        self.counts.values().chain(self.beside.values().flatten())
    }

    /// All about the devices of that person.
    pub(crate) fn of(&self, person: PersonId) -> impl Iterator<Item = &SignedStatement> {
        self.all().filter(move |signed| signed.statement.person == person)
    }

    pub(super) fn forget(&mut self, person: &PersonId) {
        self.counts.retain(|_, signed| signed.statement.person != *person);
        self.beside.values_mut().for_each(|all| all.retain(|signed| signed.statement.person != *person));
        self.beside.retain(|_, all| !all.is_empty());
    }
}

/// The key of a statement's row: its device, and a hash, because a device may be stated more than once.
pub(crate) fn statement_key(signed: &SignedStatement) -> Vec<u8> {
    let digest = Sha256::digest(signed.signature);
    [signed.statement.device.0.as_slice(), &digest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::{DeviceKey, Statement};

    /// A key with a statement about it by that one.
    fn stated(key: &DeviceKey, by: &DeviceKey, removed: bool) -> SignedStatement {
        let statement = Statement {
            person: PersonId([7; 16]),
            device: key.id(),
            name: "laptop".into(),
            recipient: key.recipient(),
            formats: (1, 1),
            vouched_by: by.id(),
            removed,
        };
        SignedStatement::new(statement, by)
    }

    #[test]
    fn the_order_makes_no_difference_and_forgetting_leaves_none() {
        let [a, b] = [1, 2].map(|n| DeviceKey::from_secret(&[n; 32]));
        let all = [stated(&a, &a, false), stated(&a, &b, false), stated(&a, &b, true)];
        for (order, counts) in [
            (vec![0, 1, 2], 2),
            (vec![2, 1, 0], 2),
            (vec![1, 2, 0, 2], 2),
            (vec![0, 1], 1),
            (vec![1, 0, 0], 1),
            (vec![0], 0),
        ] {
            let mut statements = Statements::default();
            order.iter().for_each(|at| statements.keep(all[*at].clone()));
            assert_eq!(statements.get(&a.id()), Some(&all[counts]), "{order:?}");
            let distinct: std::collections::BTreeSet<_> = order.iter().collect();
            assert_eq!(statements.of(PersonId([7; 16])).count(), distinct.len(), "{order:?}");
            statements.forget(&PersonId([7; 16]));
            assert_eq!((statements.len(), statements.of(PersonId([7; 16])).count()), (0, 0));
        }
    }
}
