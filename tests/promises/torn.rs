//! A data folder that is copied while the program writes to it: what is in the copy is shown, and made whole again.

use crate::people::{NOW, opening};
use sideways_core::{
    Workspace,
    command::{Command, Outcome, PeerDetails},
    snapshot::{Moment, Writing},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{Read, Write},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// Copies a file block by block, as a backup program does, and takes its time.
fn copy_slowly(from: &Path, to: &Path, block: usize, pause: Duration) {
    let (mut from, mut to) = (File::open(from).unwrap(), File::create(to).unwrap());
    let mut bytes = vec![0; block];
    loop {
        let read = from.read(&mut bytes).unwrap();
        if read == 0 {
            return;
        }
        to.write_all(&bytes[..read]).unwrap();
        thread::sleep(pause);
    }
}

fn notes(ws: &Workspace) -> BTreeSet<String> {
    ws.snapshot().peers.iter().flat_map(|peer| &peer.notes).map(|note| note.text.to_string()).collect()
}

/// How copies of a folder opened that somebody wrote to.
#[derive(Debug, Default)]
struct Opened {
    whole: usize,
    torn: usize,
    rescued: usize,
    refused: Vec<String>,
}

/// Somebody writes and writes, while the folder is copied so many times.
fn copies(count: usize) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    let details = PeerDetails { name: "Dana".into(), department: "Finance".into(), ..PeerDetails::default() };
    let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!() };
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(BTreeSet::new())));
    let (stopping, noted) = (stop.clone(), written.clone());
    let add = move |ws: &mut Workspace, nth: usize| {
        let text = format!("note {nth} {}", "about the quarter close ".repeat(nth % 40));
        let now = Moment { unix_ms: NOW.unix_ms + 1_000 * nth as i64 };
        ws.edit(Command::AddNote { peer, text: text.trim().to_owned() }, now).unwrap();
        noted.lock().unwrap().insert(text.trim().to_owned());
    };
    (0..100).for_each(|nth| add(&mut ws, nth));
    let copying = Arc::new(AtomicBool::new(false));
    let while_copying = copying.clone();
    let writer = thread::spawn(move || {
        let mut nth = 100;
        while !stopping.load(Ordering::Relaxed) {
            if while_copying.load(Ordering::Relaxed) {
                add(&mut ws, nth);
                nth += 1;
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
    });
    let mut opened = Opened::default();
    // As many as were asked for, and more where none of them was torn.
    for nth in 0..count * 10 {
        if nth >= count && opened.torn > 0 {
            break;
        }
        let copy = tempfile::tempdir().unwrap();
        let before = written.lock().unwrap().clone();
        let block = [8, 16, 32][nth % 3] * 1024;
        copying.store(true, Ordering::Relaxed);
        for name in ["store.key", "store.redb"] {
            copy_slowly(&folder.path().join(name), &copy.path().join(name), block, Duration::from_millis(1));
        }
        copying.store(false, Ordering::Relaxed);
        let shows = match Workspace::open_existing(copy.path(), opening(2)) {
            Ok(ws) if ws.snapshot().writing == Writing::Works => {
                opened.whole += 1;
                notes(&ws)
            }
            Ok(mut ws) => {
                assert_eq!(ws.snapshot().writing, Writing::Torn);
                opened.torn += 1;
                let shows = notes(&ws);
                assert!(
                    ws.edit(Command::AddNote { peer, text: "no".into() }, NOW).is_err(),
                    "a torn copy was written to"
                );
                drop(ws);
                // What the database mends of itself while it is opened stays mended; the rest is as it was.
                let torn = fs::read(copy.path().join("store.redb")).unwrap();
                Workspace::rescue(copy.path(), None, &opening(3)).unwrap();
                assert!(fs::read(copy.path().join("store.redb.damaged")).unwrap() == torn, "it isn’t kept");
                let mut ws = Workspace::open_existing(copy.path(), opening(4)).unwrap();
                assert_eq!(ws.snapshot().writing, Writing::Works);
                assert_eq!(notes(&ws), shows);
                ws.edit(Command::AddNote { peer, text: "goes on".into() }, NOW).unwrap();
                ws.verify().unwrap();
                drop(ws);
                assert!(Workspace::rescue(copy.path(), None, &opening(5)).is_err(), "a whole store needs no rescue");
                opened.rescued += 1;
                shows
            }
            Err(error) => {
                opened.refused.push(error.to_string());
                continue;
            }
        };
        let after = written.lock().unwrap().clone();
        assert!(shows.is_subset(&after), "something was invented");
        let missing = before.difference(&shows).count();
        assert!(missing * 20 <= before.len(), "copy {nth}: {missing} of {} are missing", before.len());
    }
    stop.store(true, Ordering::Relaxed);
    writer.join().unwrap();
    opened
}

#[test]
fn a_copy_made_while_it_is_written_says_what_it_is_and_shows_what_is_in_it() {
    let count = std::env::var("SIDEWAYS_TORN").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let opened = copies(count);
    println!("{opened:?}");
    assert!(opened.refused.is_empty(), "{opened:?}");
    assert!(opened.torn > 0, "the test is blind: {opened:?}");
}
