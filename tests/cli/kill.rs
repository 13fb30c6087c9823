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
    assert!(safe.len() as u64 >= kills() / 4, "hardly anything was acknowledged: the test is blind");
}
