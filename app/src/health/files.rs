//! The files in a data folder: who can read them, and which are not ours.

use super::Check;
use crate::platform;
use std::{fs, path::Path};

/// What Sideways itself keeps there. `ballast` is room for the day the disk is full; `door` says where to ask whoever
/// has the folder open.
const OURS: [&str; 7] = ["backups", "ballast", "door", "lock", "store.key", "store.redb", "window.json"];
/// What an interrupted first start or rewrite leaves, and the next opening removes.
const UNFINISHED: [&str; 4] = ["store.key.first", "store.key.new", "store.redb.first", "store.redb.new"];
/// Names that are told at most.
const TOLD: usize = 5;
const PERMISSIONS: &str = "permissions";

pub(super) fn leftovers(folder: &Path) -> Check {
    const NAME: &str = "files";
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return Check::look(NAME, format!("The data folder can’t be read: {e}."), "look who may read it"),
    };
    let mut names: Vec<String> = entries.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let unfinished: Vec<&str> = names.iter().map(String::as_str).filter(|it| UNFINISHED.contains(it)).collect();
    if !unfinished.is_empty() {
        let says = format!("Something was begun here and not finished: {}.", unfinished.join(", "));
        return Check::look(NAME, says, "close Sideways everywhere and open it again, which finishes or removes it");
    }
    // What a sync service makes of two versions of one file, in its own words.
    let copy = |name: &&str| {
        let lower = name.to_lowercase();
        !OURS.contains(name) && lower.starts_with("store") && (lower.contains("redb") || lower.contains("key"))
    };
    let copies: Vec<&str> = names.iter().map(String::as_str).filter(copy).take(TOLD).collect();
    if !copies.is_empty() {
        let says = format!("Beside the store lies what looks like a copy of it: {}.", copies.join(", "));
        return Check::look(
            NAME,
            says,
            "move it to another place; erased words may be in it, and it isn’t kept up to date",
        );
    }
    let others = names.iter().filter(|name| !OURS.contains(&name.as_str())).count();
    match others {
        0 => Check::well(NAME, "Nothing but the notebook lies in its folder."),
        1 => Check::well(NAME, "One other file lies in the notebook’s folder; it is left alone."),
        _ => Check::well(NAME, format!("{others} other files lie in the notebook’s folder; they are left alone.")),
    }
}

/// Who can read it.
pub(super) fn modes(folder: &Path) -> Check {
    match platform::who_may_read(folder, &OURS) {
        Ok(Some(others)) => says(&others),
        Ok(None) => Check::well(PERMISSIONS, "Who may enter the folder is not looked at on this system."),
        Err(e) => Check::look(PERMISSIONS, format!("The data folder can’t be looked at: {e}."), "look who may read it"),
    }
}

fn says(others: &platform::Others) -> Check {
    if !others.read.is_empty() {
        let says = format!("Other users of this computer may read {}.", others.read.join(" and "));
        return Check::look(PERMISSIONS, says, others.hint.clone());
    }
    if others.look {
        let says = "Other users of this computer may look into the folder, and see when it changes; what is in the notebook’s files they can’t read.";
        return Check::could_be_better(PERMISSIONS, says, others.folder_hint);
    }
    Check::well(PERMISSIONS, "Only you can enter the folder.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ours_is_told_apart() {
        for (file, ok, says) in [
            ("", true, "Nothing but the notebook"),
            ("holiday.jpg", true, "One other file"),
            ("store.redb.new", false, "not finished: store.redb.new"),
            ("store (conflicted copy 2026-11-01).redb", false, "conflicted copy"),
            ("store-LAPTOP.redb", false, "store-LAPTOP.redb"),
            ("store.redb.bak", false, "store.redb.bak"),
            ("store.key~", false, "store.key~"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            for name in OURS.into_iter().chain([file]).filter(|name| !name.is_empty()) {
                fs::write(folder.path().join(name), "").unwrap();
            }
            let check = leftovers(folder.path());
            assert!(check.ok == ok && check.says.contains(says), "{file}: {check:?}");
            assert_eq!(check.hint.is_some(), !ok);
        }
    }

    #[test]
    fn who_can_read_is_said() {
        for (read, look, ok, expected) in [
            (vec![], false, true, "Only you"),
            (vec![], true, true, "may look into the folder"),
            (vec!["store.key"], false, false, "may read store.key"),
        ] {
            let check = says(&platform::Others { read, look, hint: "do this".into(), folder_hint: "do that" });
            assert!(check.ok == ok && check.says.contains(expected), "{check:?}");
        }
    }
}
