//! The process is killed at any moment: what it acknowledged is there.

use crate::person::{Gave, Person};
use std::{
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

fn kills() -> u64 {
    std::env::var("SIDEWAYS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(16)
}

/// Instants that look random and are the same every run.
fn instant(round: u64, at_most: u64) -> Duration {
    Duration::from_millis(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % at_most)
}

fn acknowledged(gave: &Gave) -> bool {
    gave.code == 0 && gave.out.trim().len() == 32
}

/// One process has the folder open and others hand lines to it; it is killed meanwhile. Every other round the
/// one that adds is killed instead, whichever of the two has the folder open.
#[test]
fn no_acknowledged_line_is_lost() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["network", "set", "this-network"]);
    let mut safe: Vec<String> = Vec::new();
    for round in 0..kills() {
        if round % 2 == 0 {
            let mut holder = alex.start(&["sync"]);
            let end = Instant::now() + instant(round, 250);
            for n in 0.. {
                let text = format!("line {round}.{n}");
                if Instant::now() >= end {
                    holder.child.kill().unwrap();
                }
                if acknowledged(&alex.run(&["list", "add", "Dana", &text])) {
                    safe.push(text);
                }
                if Instant::now() >= end {
                    break;
                }
            }
        } else {
            let text = format!("line {round}");
            let mut child = alex.command(&["list", "add", "Dana", &text]).stdout(Stdio::piped()).spawn().unwrap();
            thread::sleep(instant(round, 60));
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            // What it managed to say before it died, it had said truly.
            if output.stdout.len() >= 32 {
                safe.push(text);
            }
        }
    }
    let found: Vec<String> = alex.texts("Dana").concat();
    let lost: Vec<_> = safe.iter().filter(|line| !found.contains(line)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let once: std::collections::BTreeSet<_> = found.iter().collect();
    assert_eq!(once.len(), found.len(), "a line whose answer was lost was added twice");
    assert!(safe.len() as u64 >= kills() / 4, "hardly anything was acknowledged: the test is blind");
}

/// Killed anywhere in the first start, in hundreds of folders: the next start begins or goes on, and nobody has to do
/// anything about it.
#[test]
fn a_first_start_that_was_killed_leaves_a_folder_that_opens() {
    let alex = Person::new("Alex Kim", "Engineering");
    let room = tempfile::tempdir().unwrap();
    let set = ["me", "set", "--name", "Alex Kim", "--department", "Engineering"];
    let (mut early, mut late) = (0, 0);
    for round in 0..kills().min(100) * 4 {
        let folder = room.path().join(round.to_string());
        let data = ["--data", folder.to_str().unwrap()];
        let mut child =
            alex.command(&[&data[..], &set].concat()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 60_000));
        child.kill().unwrap();
        let was_over = child.wait().unwrap().success();
        let shown = alex.run(&[&data[..], &["me", "show", "--json"]].concat());
        match shown.code {
            0 => late += 1,
            _ => {
                assert!(shown.err.contains("there is no notebook in"), "round {round}: {shown:?}");
                assert!(!was_over, "round {round}: it was confirmed and is gone");
                early += 1;
            }
        }
        let again = alex.run(&[&data[..], &set].concat());
        assert_eq!(again.code, 0, "round {round}: {again:?}");
        let doctor = alex.run(&[&data[..], &["doctor"]].concat());
        assert_eq!(doctor.code, 0, "round {round}: {doctor:?}");
    }
    assert!(early > 0 && late > 0, "{early} were killed before there was anything, {late} after: the test is blind");
}

/// Killed anywhere in erasing somebody: the next command finishes what was begun, and no second file stays.
#[test]
fn an_erase_that_was_killed_is_finished_by_the_next_command() {
    let alex = Person::new("Alex Kim", "Engineering");
    let mut erased = 0;
    for round in 0..kills().min(100) {
        let name = format!("Lee {round}");
        alex.ok(&["peer", "add", &name, "--department", "IT"]);
        alex.ok(&["note", "add", &name, "a note"]);
        let mut child = alex.command(&["peer", "erase", &name, "--yes"]).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 80_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = alex.json(&["peer", "list"]);
        erased += u64::from(!left.to_string().contains(&name));
        let doctor = alex.run(&["doctor"]);
        assert_eq!(doctor.code, 0, "round {round}: {doctor:?}");
        assert!(!alex.folder().join("store.redb.new").exists(), "round {round}");
    }
    assert!(erased > 0, "none was erased: the test is blind");
}
