//! Power fails and disks fail at every operation: nothing acknowledged is lost, and the store opens.

use crate::{
    disk::{Disk, Left},
    people::{KEY, NOW, Person, opening},
};
use sideways_core::{
    Workspace,
    command::{Command, ListCommand, Outcome, PeerDetails},
    error::{EditError, StoreError},
    snapshot::{Kind, Snapshot, Writing},
};

fn lines(snapshot: &Snapshot) -> Vec<String> {
    let lines = snapshot.peers.iter().flat_map(|peer| &peer.list.lines);
    lines.map(|line| line.text().to_owned()).collect()
}

fn add(text: String) -> ListCommand {
    ListCommand::Add { text, kind: Kind::Ask }
}

/// After each acknowledged edit, every way in which unsynced writes may survive.
#[test]
fn power_failure_loses_no_acknowledged_line() {
    let edits = std::env::var("SIDEWAYS_IMAGES").ok().and_then(|n| n.parse::<u64>().ok()).unwrap_or(300) / 30;
    let disk = Disk::default();
    let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let mut images = 0;
    for n in 0..edits.max(3) {
        alex.add(&format!("line {n}"));
        let acknowledged = lines(&alex.ws.snapshot());
        let random = (0..28).map(|k| Left::Some((n * 28 + k).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        for left in random.chain([Left::Nothing, Left::TornLast]) {
            images += 1;
            let after = disk.after_power_failure(left);
            let ws = Workspace::open_on(after.backend(), KEY, opening(4)).unwrap();
            assert_eq!(lines(&ws.snapshot()), acknowledged, "{left:?} after line {n}");
        }
    }
    assert!(images >= 30);
}

/// The k-th operation fails, for every k: the edit is refused or kept whole, nothing more is written, what is
/// there is still shown, and after opening again all that was acknowledged is there.
#[test]
fn a_failing_disk_stops_writing_and_loses_nothing() {
    let script = |disk: &Disk, fail_at: Option<usize>| {
        let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
        let begun = disk.operations();
        if let Some(k) = fail_at {
            disk.fail_from(begun + k);
        }
        let mut acknowledged = Vec::new();
        for n in 0..6 {
            let text = format!("line {n}");
            match alex.ws.edit(Command::List(alex.peer, add(text.clone())), NOW) {
                Ok(_) => acknowledged.push(text),
                Err(EditError::Store(StoreError::Io(_) | StoreError::Stopped(_))) => {
                    assert!(matches!(alex.ws.snapshot().writing, Writing::Stopped(_)));
                    assert_eq!(lines(&alex.ws.snapshot()), acknowledged, "it keeps showing what it has");
                }
                Err(other) => panic!("{other}"),
            }
        }
        (acknowledged, disk.operations() - begun)
    };
    let (all, operations) = script(&Disk::default(), None);
    assert_eq!(all.len(), 6);
    for k in 0..operations {
        let disk = Disk::default();
        let (acknowledged, _) = script(&disk, Some(k));
        let after = disk.after_power_failure(Left::Nothing);
        let ws = Workspace::open_on(after.backend(), KEY, opening(5)).unwrap();
        let found = lines(&ws.snapshot());
        assert!(found.starts_with(&acknowledged), "operation {k}: {found:?} lacks some of {acknowledged:?}");
    }
}

/// One bit flipped anywhere: noticed as damage, or without effect; never silently wrong, never a panic. What the
/// changes can say again is made again, and what belongs to this device alone is set aside.
#[test]
fn bit_rot_is_noticed() {
    let flips = std::env::var("SIDEWAYS_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
    let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!("no peer") };
    // As much as makes what redb keeps about itself a small part of the file.
    for n in 0..150 {
        ws.edit(Command::List(peer, ListCommand::Add { text: format!("line {n}"), kind: Kind::Idea }), NOW).unwrap();
    }
    let right = lines(&ws.snapshot());
    drop(ws);
    let store = folder.path().join("store.redb");
    let whole = std::fs::read(&store).unwrap();
    let (mut noticed, mut mended) = (0, 0);
    for n in 0..flips {
        let bit = (n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) as usize % (whole.len() * 8);
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&store, damaged).unwrap();
        let opened = std::panic::catch_unwind(|| Workspace::open(folder.path(), opening(6)));
        match opened {
            // The file doesn't open: what could be read of it is shown, and that is said.
            Ok(Ok(ws)) if ws.snapshot().writing == Writing::Torn => {
                let shown = lines(&ws.snapshot());
                assert!(shown.iter().all(|line| right.contains(line)), "bit {bit} invented something");
                noticed += 1;
            }
            Ok(Ok(ws)) => {
                assert_eq!(lines(&ws.snapshot()), right, "bit {bit} changed what is shown");
                mended += usize::from(ws.documents_decoded() > 0 || folder.path().join("store.redb.damaged").exists());
            }
            Ok(Err(_)) => noticed += 1,
            Err(_) => panic!("bit {bit} made it panic"),
        }
        let _ = std::fs::remove_file(folder.path().join("store.redb.damaged"));
    }
    assert!(noticed + mended > 0, "no flip was noticed: the test is blind");
    // Most of what a flip can hit the changes can say again.
    assert!(noticed * 12 < flips, "{noticed} of {flips} keep the notebook from opening, {mended} were mended");
}
