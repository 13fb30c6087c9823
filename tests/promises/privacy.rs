//! What a colleague gets: the one list, and not one byte more.

use crate::{
    disk::Disk,
    people::{KEY, NOW, Person, carry, meet, pair},
};
use sideways_core::{
    command::{Command, ListCommand, PeerDetails},
    id::DeviceId,
    snapshot::Field,
};
use std::collections::BTreeSet;

const PRIVATE: &str = "canary-private-4711";
const TAKEN_BACK: &str = "canary-taken-back-4712";
const SHARED: &str = "canary-shared-4713";

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn private_words_are_in_no_frame_and_nowhere_at_the_colleagues() {
    let (disk_a, disk_d) = (Disk::default(), Disk::default());
    let mut alex = Person::on(disk_a.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let mut dana = Person::on(disk_d.backend(), 2, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
    let line = alex.add(TAKEN_BACK);
    alex.list(ListCommand::Reword { line, text: SHARED.into(), seen: vec![] });
    let peer = alex.peer;
    let on = jiff::civil::date(2026, 10, 13);
    for command in [
        Command::AddNote { peer, text: PRIVATE.into() },
        Command::AddWords { peer, text: PRIVATE.into(), on },
        Command::KeepDraft(Field::NewLine(peer), PRIVATE.into()),
        Command::AddPeer(PeerDetails { name: PRIVATE.into(), department: "IT".into(), ..PeerDetails::default() }),
        Command::EditPeer(
            peer,
            PeerDetails {
                name: "Dana Ruiz".into(),
                department: "Finance".into(),
                tags: vec![PRIVATE.into()],
                ..PeerDetails::default()
            },
        ),
    ] {
        alex.ws.edit(command, NOW).unwrap();
    }
    pair(&mut alex, &mut dana);
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let runs = alex.ws.missing(&grant, &[], &BTreeSet::new(), usize::MAX).unwrap();
    let sent = format!("{runs:?}{:?}", alex.ws.my_statements());
    meet(&mut alex, &mut dana);
    let decoded = format!("{:?}", dana.ws.snapshot());
    assert!(sent.contains(SHARED) && decoded.contains(SHARED), "the test is blind");
    for canary in [PRIVATE, TAKEN_BACK] {
        assert!(!sent.contains(canary), "{canary} was sent");
        assert!(!decoded.contains(canary), "{canary} is in Dana’s workspace");
    }
    for disk in [&disk_a, &disk_d] {
        for canary in [PRIVATE, TAKEN_BACK, SHARED] {
            assert!(!contains(&disk.raw(), canary), "{canary} lies open in a store");
        }
    }
    let _ = KEY;
}

#[test]
fn a_stranger_has_no_grant() {
    let (mut alex, mut dana) = crate::people::alex_and_dana();
    pair(&mut alex, &mut dana);
    let lee = Person::new(3, "Lee Novak", "IT", ("Alex Kim", "Engineering"));
    assert!(alex.ws.grant(&lee.ws.device_key().id()).is_none());
    assert!(alex.ws.grant(&DeviceId([0; 32])).is_none());
    assert!(alex.ws.grant(&alex.ws.device_key().id()).is_none());
    assert_eq!(alex.ws.known_devices().len(), 1);
    assert_eq!(carry(&mut alex, &mut dana), 0);
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let play = || {
        let disk = Disk::default();
        let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
        alex.add("one");
        alex.add("two");
        disk.raw()
    };
    assert!(play() == play());
}
