//! What is stated of devices: a set that only grows, of which one statement a device counts; and which devices stand.
//!
//! A device stands while it isn't removed and somebody who stands vouches for it. Whoever was removed vouches for nobody
//! any more, but for those that the device which removed it vouches for too, or which removed it themselves: so a
//! stolen computer brings no other one in, at whichever of my devices it tries, and an old one that is retired takes
//! none with it. All of it follows from the set alone, so devices that have the same statements agree.

use crate::{
    device::{SignedStatement, Statement},
    error::StoreError,
    id::{DeviceId, PersonId},
    store::{Store, Table},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Every statement there is. The order in which they came makes no difference.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    counts: BTreeMap<DeviceId, SignedStatement>,
    /// Those beside it, like what a device says itself where another one vouches for it.
    beside: BTreeMap<DeviceId, Vec<SignedStatement>>,
    /// Devices whose words were compared here: nobody else's word is needed for them.
    met: BTreeSet<DeviceId>,
    standing: BTreeSet<DeviceId>,
}

impl Statements {
    /// All of the store; `met` are the devices whose words were compared here.
    pub(super) fn load(store: &Store, met: BTreeSet<DeviceId>) -> Result<Self, StoreError> {
        let rows: Vec<(Vec<u8>, SignedStatement)> = store.scan(Table::Statements, &[])?;
        let mut statements = Self { met, ..Self::default() };
        rows.into_iter().for_each(|(_, signed)| statements.take(signed));
        let people: BTreeSet<PersonId> = statements.values().map(|signed| signed.statement.person).collect();
        people.iter().for_each(|person| statements.see_who_stands(person));
        Ok(statements)
    }

    /// One more.
    pub(super) fn keep(&mut self, signed: SignedStatement) {
        let person = signed.statement.person;
        self.take(signed);
        self.see_who_stands(&person);
    }

    /// The words of this device were compared.
    pub(super) fn meet(&mut self, device: DeviceId) {
        self.met.insert(device);
        if let Some(person) = self.get(&device).map(|signed| signed.statement.person) {
            self.see_who_stands(&person);
        }
    }

    /// Whether it counts: a removal does for ever, and another device's word before its own.
    fn take(&mut self, signed: SignedStatement) {
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

    fn see_who_stands(&mut self, person: &PersonId) {
        let said: Vec<Statement> = self.of(*person).map(|signed| signed.statement.clone()).collect();
        let devices: BTreeSet<DeviceId> = said.iter().map(|it| it.device).collect();
        let standing = standing(&said, &self.met);
        self.standing.retain(|device| !devices.contains(device));
        self.standing.extend(standing);
    }

    /// Whether a device speaks for its person: it isn't removed, nor was it brought in by one that is.
    pub(crate) fn stands(&self, device: &DeviceId) -> bool {
        self.standing.contains(device)
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

    /// All about that device.
    pub(crate) fn about(&self, device: &DeviceId) -> impl Iterator<Item = &SignedStatement> {
        self.counts.get(device).into_iter().chain(self.beside.get(device).into_iter().flatten())
    }

    pub(super) fn forget(&mut self, person: &PersonId) {
        let devices: Vec<DeviceId> = self.of(*person).map(|signed| signed.statement.device).collect();
        self.counts.retain(|_, signed| signed.statement.person != *person);
        self.beside.values_mut().for_each(|all| all.retain(|signed| signed.statement.person != *person));
        self.beside.retain(|_, all| !all.is_empty());
        for device in devices {
            self.met.remove(&device);
            self.standing.remove(&device);
        }
    }
}

/// Which devices of one person stand, by all that is stated of them.
fn standing(said: &[Statement], met: &BTreeSet<DeviceId>) -> BTreeSet<DeviceId> {
    let devices: BTreeSet<DeviceId> = said.iter().map(|it| it.device).collect();
    let removed: BTreeSet<DeviceId> = said.iter().filter(|it| it.removed).map(|it| it.device).collect();
    let vouches = |of: DeviceId| said.iter().filter(move |it| it.device == of && !it.removed && it.vouched_by != of);
    // The first one of a person has nobody else's word; nor is one that nothing is known of here any less than that.
    let is_first =
        |device: &DeviceId| met.contains(device) || !vouches(*device).any(|it| devices.contains(&it.vouched_by));
    // Who counts without the word of one that is gone: whoever was brought in by it can't take it away to count for that.
    // Where nobody does, it was the first of all, and those that it brought in take it away.
    let without = |gone: DeviceId| {
        let mut counts: BTreeSet<DeviceId> =
            devices.iter().filter(|device| **device != gone && is_first(device)).copied().collect();
        loop {
            let more = said.iter().filter(|it| !it.removed && it.vouched_by != gone && it.device != gone);
            let more = more.filter(|it| counts.contains(&it.vouched_by) && !counts.contains(&it.device));
            let more: Vec<DeviceId> = more.map(|it| it.device).collect();
            if more.is_empty() {
                return counts;
            }
            counts.extend(more);
        }
    };
    let removers: BTreeMap<DeviceId, BTreeSet<DeviceId>> = removed
        .iter()
        .map(|gone| {
            let by = said.iter().filter(|it| it.device == *gone && it.removed && it.vouched_by != *gone);
            let all: BTreeSet<DeviceId> = by.map(|it| it.vouched_by).collect();
            let count: BTreeSet<DeviceId> = all.intersection(&without(*gone)).copied().collect();
            (*gone, if count.is_empty() { all } else { count })
        })
        .collect();
    let agreed = |device: DeviceId, gone: DeviceId| {
        let by = removers.get(&gone);
        by.is_some_and(|by| by.contains(&device) || vouches(device).any(|it| by.contains(&it.vouched_by)))
    };
    let mut standing: BTreeSet<DeviceId> =
        devices.iter().filter(|device| !removed.contains(*device) && is_first(device)).copied().collect();
    loop {
        let more = devices.iter().filter(|device| !removed.contains(*device) && !standing.contains(*device));
        let more: Vec<DeviceId> = more
            .filter(|device| {
                vouches(**device).any(|it| {
                    standing.contains(&it.vouched_by)
                        || (removed.contains(&it.vouched_by) && agreed(**device, it.vouched_by))
                })
            })
            .copied()
            .collect();
        if more.is_empty() {
            return standing;
        }
        standing.extend(more);
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
            assert!(!statements.stands(&a.id()));
            assert_eq!((statements.len(), statements.of(PersonId([7; 16])).count()), (0, 0));
        }
    }

    #[test]
    fn whoever_was_brought_in_by_a_removed_one_stands_by_the_word_of_those_who_remain() {
        let keys: [DeviceKey; 5] = [1, 2, 3, 4, 5].map(|n| DeviceKey::from_secret(&[n; 32]));
        // (who, by whom, removed); of the devices 0 to 4 these stand afterwards. The first is known by its own word.
        type Said<'a> = &'a [(usize, usize, bool)];
        let rows: [(&str, Said<'_>, &[usize]); 14] = [
            ("each by the one before", &[(0, 0, false), (1, 0, false), (2, 1, false)], &[0, 1, 2]),
            ("brought in by one that is removed", &[(0, 0, false), (1, 0, false), (2, 1, false), (1, 0, true)], &[0]),
            (
                "and by what that one brought in",
                &[(0, 0, false), (1, 0, false), (2, 1, false), (3, 2, false), (1, 0, true)],
                &[0],
            ),
            (
                "vouched for again",
                &[(0, 0, false), (1, 0, false), (2, 1, false), (3, 2, false), (1, 0, true), (2, 0, false)],
                &[0, 2, 3],
            ),
            ("the first one is retired", &[(0, 0, false), (1, 0, false), (0, 1, true)], &[1]),
            (
                "and those it brought in stay",
                &[(0, 0, false), (1, 0, false), (2, 0, false), (0, 1, true), (2, 1, false)],
                &[1, 2],
            ),
            ("unless nobody says so", &[(0, 0, false), (1, 0, false), (2, 0, false), (0, 1, true)], &[1]),
            ("each removes the other", &[(0, 0, false), (1, 0, false), (0, 1, true), (1, 0, true)], &[]),
            (
                "and what both kept remains",
                &[(0, 0, false), (1, 0, false), (2, 0, false), (0, 1, true), (2, 1, false), (1, 0, true)],
                &[2],
            ),
            ("a removed one removes itself", &[(0, 0, false), (1, 0, false), (2, 1, false), (1, 1, true)], &[0]),
            (
                "who was brought in takes away who brought it in, after somebody else did",
                &[(0, 0, false), (1, 0, false), (2, 1, false), (2, 2, false), (1, 0, true), (1, 2, true)],
                &[0],
            ),
            (
                "and vouches for one more",
                &[
                    (0, 0, false),
                    (1, 0, false),
                    (2, 1, false),
                    (3, 1, false),
                    (3, 2, false),
                    (2, 3, false),
                    (1, 0, true),
                    (1, 2, true),
                ],
                &[0],
            ),
            ("nobody else did", &[(0, 0, false), (1, 0, false), (2, 1, false), (1, 2, true)], &[0, 2]),
            ("the voucher isn’t known here", &[(1, 0, false), (1, 1, false)], &[1]),
        ];
        for (what, said, stand) in rows {
            let statement = |(who, by, removed): &(usize, usize, bool)| stated(&keys[*who], &keys[*by], *removed);
            let mut all: Vec<SignedStatement> = said.iter().map(statement).collect();
            for _ in 0..all.len() {
                let mut statements = Statements::default();
                all.iter().for_each(|signed| statements.keep(signed.clone()));
                let stands = (0..keys.len()).filter(|n| statements.stands(&keys[*n].id()));
                assert_eq!(stands.collect::<Vec<_>>(), stand, "{what}");
                all.rotate_left(1);
            }
        }
        // Whose words were compared here needs nobody else's.
        let mut statements = Statements::default();
        for signed in
            [stated(&keys[0], &keys[0], false), stated(&keys[1], &keys[0], false), stated(&keys[0], &keys[0], true)]
        {
            statements.keep(signed);
        }
        assert!(!statements.stands(&keys[1].id()));
        statements.meet(keys[1].id());
        assert!(statements.stands(&keys[1].id()));
    }
}
