//! How much room there is, and whether anything can be written at all.

use super::Check;
use crate::platform::{Disk, disk};
use std::path::Path;

const NAME: &str = "room";
/// Below this somebody should look: a rewrite needs the store's size once more.
const LEAST: u64 = 64 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;

pub(super) fn check(folder: &Path) -> Check {
    let store = std::fs::metadata(folder.join("store.redb")).map_or(0, |found| found.len());
    match disk(folder) {
        Ok(Some(disk)) => says(&disk, store),
        Ok(None) => Check::well(NAME, "How much room the disk has is not looked at on this system."),
        Err(e) => Check::look(NAME, format!("The disk says nothing about its room: {e}."), "look after the disk"),
    }
}

fn says(disk: &Disk, store: u64) -> Check {
    if disk.read_only {
        let hint = "copy the folder to a place where you may write, and name it with --data DIR";
        return Check::look(NAME, "The disk can only be read, so nothing can be changed.", hint);
    }
    let least = LEAST.max(store.saturating_mul(2));
    let free = disk.free / MIB;
    if disk.free < least {
        let says = format!("The disk has {free} MiB free, which is little: {} MiB are wanted.", least / MIB);
        return Check::look(NAME, says, "make some room on this disk");
    }
    Check::well(NAME, format!("The disk has {free} MiB free."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_and_a_disk_that_can_only_be_read_are_said() {
        let disk = |free_mib: u64, read_only| Disk { free: free_mib * MIB, read_only };
        for (disk, store_mib, ok, says_so) in [
            (disk(65, false), 1, true, "65 MiB free"),
            (disk(63, false), 1, false, "64 MiB are wanted"),
            (disk(150, false), 100, false, "200 MiB are wanted"),
            (disk(9_000, true), 1, false, "can only be read"),
        ] {
            let check = says(&disk, store_mib * MIB);
            assert!(check.ok == ok && check.says.contains(says_so), "{check:?}");
        }
    }
}
