//! One device that makes two changes with one number, as a virtual machine does that is put back while it runs: it is
//! named, both are kept, and a fresh list goes on with what either side shows.

use crate::people::{NOW, Person, alex_and_dana, carry, opening, pair};
use sideways_core::{
    Parted, Workspace,
    change::Reason,
    command::{Command, ListCommand},
    snapshot::Kind,
};
use std::{fs, path::Path};
use tempfile::TempDir;

/// The same run of the same device, twice: what was random in it is the same.
fn twice(folder: &Path) -> (Workspace, Workspace, TempDir) {
    let copy = tempfile::tempdir().unwrap();
    // With its ballast, or more that is random would be drawn for a new one.
    for name in ["store.redb", "store.key", "ballast"] {
        fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    let [one, other] = [folder, copy.path()].map(|folder| Workspace::open(folder, opening(77)).unwrap());
    (one, other, copy)
}

/// Alex in a folder, paired with Dana.
fn paired() -> (Person, Person, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (mut alex, mut dana) = alex_and_dana();
    let ws = Workspace::open(folder.path(), opening(9)).unwrap();
    alex.ws = ws;
    let me = sideways_core::snapshot::Me { name: "Alex Kim".into(), department: "IT".into(), ..Default::default() };
    alex.ws.edit(Command::SetMe(me), NOW).unwrap();
    let details = sideways_core::command::PeerDetails {
        name: "Dana Ruiz".into(),
        department: "Finance".into(),
        ..Default::default()
    };
    let sideways_core::command::Outcome::Peer(peer) = alex.ws.edit(Command::AddPeer(details), NOW).unwrap() else {
        panic!("no peer")
    };
    alex.peer = peer;
    pair(&mut alex, &mut dana);
    (alex, dana, folder)
}

#[test]
fn a_fork_is_named_kept_and_goes_on_in_one_fresh_list() {
    let (alex, mut dana, folder) = paired();
    let peer = alex.peer;
    drop(alex.ws);
    let (one, other, _copy) = twice(folder.path());
    let (mut one, mut other) = (Person { ws: one, peer }, Person { ws: other, peer });
    one.add("by the one");
    other.add("by the other");
    other.add("and one more");
    assert_eq!(carry(&mut one, &mut dana), 0);
    // Dana can't take what the other one made: she names it, keeps it, and goes on with what she has.
    assert!(carry(&mut other, &mut dana) > 0);
    assert!(dana.view().sharing.refused.contains(&Reason::Fork));
    let forks = dana.ws.forks();
    assert_eq!((forks.len(), forks[0].1.device, forks[0].1.kept), (1, one.ws.device_key().id(), 2));
    assert_eq!(dana.texts(), ["by the one"]);
    dana.add("by Dana");
    // The other one learns from her that its number was taken.
    assert!(!other.ws.has_twin());
    carry(&mut dana, &mut other);
    assert!(other.ws.has_twin() && !one.ws.has_twin());
    let before = other.ws.device_key().id();
    other.ws.become_new_device("laptop (copy)", Parted::Proven, NOW).unwrap();
    assert_eq!(other.ws.former().unwrap().device, before);
    let kept = other.ws.forks();
    assert_eq!((kept[0].0, kept[0].1.device, kept[0].1.kept), (peer, before, 2));
    other.ws.edit(Command::List(peer, ListCommand::Fresh), NOW).unwrap();
    let all = ["and one more", "by Dana", "by the one", "by the other"];
    assert_eq!(other.texts(), all, "what either side showed");
    other.list(ListCommand::Add { text: "after it".into(), kind: Kind::Idea });
    other.ws.verify().unwrap();
    dana.ws.verify().unwrap();
    drop(other);
    one.add("goes on");
    assert_eq!(carry(&mut one, &mut dana), 0);
}

#[test]
fn words_of_a_fork_go_with_the_person_they_are_about() {
    let (alex, mut dana, folder) = paired();
    let peer = alex.peer;
    drop(alex.ws);
    let (one, other, _copy) = twice(folder.path());
    let (mut one, mut other) = (Person { ws: one, peer }, Person { ws: other, peer });
    one.add("by the one");
    other.add("by the other");
    carry(&mut one, &mut dana);
    carry(&mut other, &mut dana);
    assert_eq!(dana.ws.forks().len(), 1);
    dana.ws.edit(Command::Erase(dana.peer, sideways_core::command::ErasedList::Drop), NOW).unwrap();
    assert!(dana.ws.forks().is_empty());
}
