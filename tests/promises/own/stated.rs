//! What a computer of mine in other hands states of devices.

use super::{ROOM, about, another, document, hand, key, person_of, tell};
use crate::{
    disk::{Disk, Left},
    people::{KEY, NOW, Person, alex_and_dana, alex_and_dana_on, carry, meet, opening, pair},
};
use sideways_core::{
    DocKind, Whose, Workspace,
    command::{Command, ErasedList, ListCommand},
    device::{DeviceKey, SignedStatement},
    id::DeviceId,
    limits,
    snapshot::{Kind, Who},
};
use std::collections::BTreeSet;

/// Whatever a computer that was removed says, to whichever of mine, brings nobody in.
#[test]
fn a_removed_computer_brings_nobody_in_by_another_one_of_mine() {
    let (mut alex, _) = alex_and_dana();
    let me = person_of(&alex.ws);
    let mut far = another(&mut alex.ws, 92);
    let stolen = another(&mut alex.ws, 93);
    tell(&alex.ws, &mut far);
    let (c, x) = (stolen.device_key(), key(0x55));
    alex.ws.remove_device(c.id(), NOW).unwrap();
    // The far one hasn't heard of it, and is told of one more.
    let grant = far.own_grant(&c.id()).unwrap();
    let claims = [about(&x, me, c, false), about(&x, me, &x, false), about(c, me, &x, true)];
    assert!(far.receive_statements_of_mine(&grant, &claims, NOW).unwrap());
    assert!(far.own_grant(&x.id()).is_some(), "it can’t know better yet");
    // They meet, in whichever order they speak.
    tell(&far, &mut alex.ws);
    assert_eq!(alex.ws.own_grant(&x.id()), None);
    tell(&alex.ws, &mut far);
    assert_eq!((far.own_grant(&x.id()), far.own_grant(&c.id())), (None, None));
    tell(&far, &mut alex.ws);
    assert_eq!(alex.ws.statements_mark(), far.statements_mark(), "both know the same in the end");
    assert!(far.own_grant(&alex.ws.device_key().id()).is_some());
    assert!(alex.ws.own_grant(&far.device_key().id()).is_some(), "the one that stays, stays");
}

/// A computer that is retired takes none of those with it that it once brought in.
#[test]
fn who_was_brought_in_by_a_retired_computer_stays_everywhere() {
    let (mut alex, mut dana) = alex_and_dana();
    let mut second = another(&mut alex.ws, 94);
    let mut third = another(&mut alex.ws, 95);
    pair(&mut alex, &mut dana);
    hand(&mut alex.ws, &mut second);
    hand(&mut alex.ws, &mut third);
    let (first, second_id, third_id) = (alex.ws.device_key().id(), second.device_key().id(), third.device_key().id());
    // Dana knows all three.
    let grant = dana.ws.grant(&first).unwrap();
    dana.ws.receive_statements(&grant, &alex.ws.my_statements(), NOW).unwrap();
    let knows = |dana: &Person| -> Vec<DeviceId> {
        let mut all: Vec<DeviceId> = dana.ws.known_devices().iter().map(|known| known.device).collect();
        all.sort();
        all
    };
    let mut all = vec![first, second_id, third_id];
    all.sort();
    assert_eq!(knows(&dana), all);
    tell(&alex.ws, &mut second);
    second.remove_device(first, NOW).unwrap();
    tell(&second, &mut third);
    assert!(third.own_grant(&second_id).is_some() && second.own_grant(&third_id).is_some());
    assert_eq!(third.own_grant(&first), None);
    // Dana hears of it from either.
    let grant = dana.ws.grant(&second_id).unwrap();
    dana.ws.receive_statements(&grant, &second.my_statements(), NOW).unwrap();
    let mut rest = vec![second_id, third_id];
    rest.sort();
    assert_eq!(knows(&dana), rest);
    // What the first one wrote is mine still.
    let line = third.snapshot().peers.iter().find_map(|peer| peer.list.lines.first().cloned());
    assert!(line.is_none_or(|line| line.raised_by == Who::Me));
}

/// What I wrote on a computer that I took away later is mine, and not my colleague's.
#[test]
fn a_retired_computers_words_stay_mine() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    alex.add("written on the old one");
    meet(&mut alex, &mut dana);
    let mut new = another(&mut alex.ws, 96);
    new.remove_device(alex.ws.device_key().id(), NOW).unwrap();
    let shown = new.snapshot().peers.iter().find(|peer| peer.id == alex.peer).unwrap().clone();
    let said: Vec<_> = shown.list.lines.iter().map(|line| (line.text().to_owned(), line.raised_by)).collect();
    assert_eq!(said, [("written on the old one".to_owned(), Who::Me)]);
}

/// Statements by keys that never were mine, or a colleague's, decide about nobody's computer.
#[test]
fn a_stranger_states_nothing_about_anybodys_computer() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let stolen = another(&mut alex.ws, 97);
    let (me, hers) = (person_of(&alex.ws), person_of(&dana.ws));
    let (c, x) = (stolen.device_key(), key(0x44));
    let own = alex.ws.device_key();
    let her_key = dana.ws.device_key();
    let claims = [
        ("my computer, removed by nobody", about(own, me, &x, true)),
        ("hers, removed by nobody", about(her_key, hers, &x, true)),
        ("hers, removed by a computer of mine", about(her_key, hers, c, true)),
        ("hers is mine", about(her_key, me, c, false)),
        ("mine is hers", about(own, hers, c, false)),
        ("one more of hers", about(&x, hers, c, false)),
        ("one more of hers by its own word", about(&x, hers, &x, false)),
        ("one more of mine by its own word", about(&x, me, &x, false)),
    ];
    let all: Vec<SignedStatement> = claims.iter().map(|(_, it)| it.clone()).collect();
    let grant = alex.ws.own_grant(&c.id()).unwrap();
    for claims in claims.iter().map(|(_, it)| std::slice::from_ref(it)).chain([all.as_slice()]) {
        alex.ws.receive_statements_of_mine(&grant, claims, NOW).unwrap();
        assert!(!alex.ws.is_removed());
        assert!(alex.ws.grant(&her_key.id()).is_some() && alex.ws.own_grant(&her_key.id()).is_none());
        assert!(alex.ws.grant(&x.id()).is_none() && alex.ws.own_grant(&x.id()).is_none());
    }
    alex.add("afterwards");
}

/// However much a computer of mine states, its removal finds room, here and at a colleague.
#[test]
fn a_flood_of_statements_shields_nobody_from_removal() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let stolen = another(&mut alex.ws, 98);
    let me = person_of(&alex.ws);
    let c = DeviceKey::from_secret(&stolen.device_key().secret());
    let grant = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    dana.ws.receive_statements(&grant, &alex.ws.my_statements(), NOW).unwrap();
    assert!(dana.ws.grant(&c.id()).is_some());
    let own = alex.ws.own_grant(&c.id()).unwrap();
    for round in 0..40_u8 {
        let keys: Vec<DeviceKey> = (0..10_u8)
            .map(|n| {
                DeviceKey::from_secret(&std::array::from_fn(|at| if at == 0 { round } else { n.wrapping_add(100) }))
            })
            .collect();
        let flood = keys.iter().flat_map(|key| {
            [about(key, me, key, false), about(key, me, &c, false), about(key, me, &c, true), about(&c, me, key, false)]
        });
        alex.ws.receive_statements_of_mine(&own, &flood.collect::<Vec<_>>(), NOW).unwrap();
    }
    assert!(alex.ws.all_statements(Whose::Mine).len() <= 3 * limits::STATEMENTS_OF_PERSON + 2);
    assert!(alex.ws.my_statements().len() <= limits::STATEMENTS_OF_PERSON);
    alex.ws.remove_device(c.id(), NOW).unwrap();
    assert_eq!(alex.ws.own_devices(), [], "nor anybody it brought in");
    dana.ws.receive_statements(&grant, &alex.ws.my_statements(), NOW).unwrap();
    assert_eq!(dana.ws.grant(&c.id()), None, "Dana never heard of the removal");
    assert!(dana.ws.grant(&alex.ws.device_key().id()).is_some());
    // And there is room for a new one.
    let new = another(&mut alex.ws, 99);
    assert!(alex.ws.own_grant(&new.device_key().id()).is_some());
}

/// What follows from a removal for the lists is done, at whichever operation of the disk the power failed in between.
#[test]
fn a_removal_that_was_cut_off_is_finished_at_the_next_opening() {
    let mut removed_only = 0;
    for k in 0.. {
        let disk = Disk::default();
        let (mut alex, mut dana) = alex_and_dana_on(disk.backend());
        pair(&mut alex, &mut dana);
        meet(&mut alex, &mut dana);
        let mut stolen = another(&mut alex.ws, 120);
        let add = ListCommand::Add { text: "written before it was lost".into(), kind: Kind::Idea };
        stolen.edit(Command::List(alex.peer, add), NOW).unwrap();
        hand(&mut stolen, &mut alex.ws);
        let lost = stolen.device_key().id();
        let before = disk.operations();
        disk.fail_from(before + k);
        let done = alex.ws.remove_device(lost, NOW).is_ok() && disk.operations() < before + k;
        let ws = Workspace::open_on(disk.after_power_failure(Left::Nothing).backend(), KEY, opening(1)).unwrap();
        let mut alex = Person { ws, ..alex };
        if alex.ws.own_grant(&lost).is_none() {
            removed_only += usize::from(!done);
            let grant = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
            dana.ws.receive_statements(&grant, &alex.ws.my_statements(), NOW).unwrap();
            carry(&mut alex, &mut dana);
            assert_eq!(dana.texts(), ["written before it was lost"], "at operation {k}");
        }
        if done {
            break;
        }
    }
    assert!(removed_only > 0, "it was never cut off in between");
}

/// The same of an erase that came from another computer of mine.
#[test]
fn an_erase_that_was_cut_off_is_finished_at_the_next_opening() {
    let mut erased_only = 0;
    for k in 0.. {
        let disk = Disk::default();
        let (mut alex, _) = alex_and_dana_on(disk.backend());
        alex.ws.edit(Command::AddNote { peer: alex.peer, text: "private".into() }, NOW).unwrap();
        let mut second = another(&mut alex.ws, 121);
        second.edit(Command::Erase(alex.peer, ErasedList::Drop), NOW).unwrap();
        let notebook = document(&second, |kind| kind == DocKind::Notebook);
        let here = second.own_grant(&alex.ws.device_key().id()).unwrap();
        let heads = alex.ws.heads_of_mine(&notebook.0);
        let runs = second.missing_of_mine(&here, notebook.0, (&heads, &BTreeSet::new()), ROOM).unwrap();
        let before = disk.operations();
        disk.fail_from(before + k);
        let there = alex.ws.own_grant(&second.device_key().id()).unwrap();
        let done = alex.ws.receive_of_mine(&there, notebook, runs, NOW).is_ok() && disk.operations() < before + k;
        let ws = Workspace::open_on(disk.after_power_failure(Left::Nothing).backend(), KEY, opening(1)).unwrap();
        if ws.snapshot().peers.is_empty() {
            erased_only += usize::from(!done);
            let left = ws.documents_of_mine().filter(|(_, kind, _)| *kind != DocKind::Notebook).count();
            assert_eq!(left, 0, "at operation {k}");
        }
        if done {
            break;
        }
    }
    assert!(erased_only > 0, "it was never cut off in between");
}
