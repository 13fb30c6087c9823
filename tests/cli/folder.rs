//! The data folder, as whoever types sees it: mistyped, emptied, damaged, taken away, read by others.

use crate::person::{Gave, Person};
use std::{fs, path::Path};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// One line that says what is wrong, and one that says what to do; nothing on standard output, nothing for programmers.
fn is_one_sentence(gave: &Gave, says: &str) {
    let lines: Vec<&str> = gave.err.lines().collect();
    assert_eq!(gave.code, 1, "{gave:?}");
    assert_eq!(lines.len(), 2, "{gave:?}");
    assert!(lines[0].starts_with("error: ") && lines[0].contains(says), "{gave:?}");
    assert!(lines[1].starts_with("hint: "), "{gave:?}");
}

#[test]
fn a_mistyped_folder_becomes_no_second_notebook() {
    let alex = Person::new("Alex Kim", "Engineering");
    let room = tempfile::tempdir().unwrap();
    let cards = room.path().join("cards.vcf");
    fs::write(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana\r\nORG:Example;IT\r\nEND:VCARD\r\n").unwrap();
    let (missing, empty) = (room.path().join("mistyped"), room.path().join("empty"));
    fs::create_dir(&empty).unwrap();
    let cards = cards.to_str().unwrap();
    let out = room.path().join("out").display().to_string();
    for verb in [
        vec!["today"],
        vec!["review"],
        vec!["me", "show"],
        vec!["peer", "list"],
        vec!["peer", "edit", "Dana", "--role", "x"],
        vec!["note", "add", "Dana", "x"],
        vec!["list", "show", "Dana"],
        vec!["promise", "list"],
        vec!["headsup", "list"],
        vec!["project", "list"],
        vec!["tests", "list", "Dana"],
        vec!["meet", "list"],
        vec!["season", "normal"],
        vec!["search", "x"],
        vec!["export", "json", "--out", &out],
        vec!["import", "vcard", cards, "--preview"],
        vec!["undo"],
        vec!["history"],
        vec!["store", "verify"],
        vec!["network", "show"],
        vec!["network", "set", "off"],
        vec!["share", "status"],
        vec!["share", "invite", "Dana"],
        vec!["share", "join", "no invitation"],
        vec!["sync"],
        vec!["sync", "--once"],
        vec!["doctor"],
    ] {
        for folder in [&missing, &empty] {
            for json in [&[][..], &["--json"]] {
                let verb = [&["--data", folder.to_str().unwrap()], &verb[..], json].concat();
                let gave = alex.run(&verb);
                match verb[2] {
                    "doctor" => assert!(gave.code == 1 && gave.out.contains("here is no notebook in"), "{gave:?}"),
                    "share" if verb[3] == "join" => assert_eq!(gave.code, 1, "{gave:?}"),
                    _ => {
                        is_one_sentence(&gave, "there is no notebook in ");
                        assert_eq!(gave.out, "", "{verb:?}");
                    }
                }
                assert!(!missing.exists() && names(&empty).is_empty(), "{verb:?} made something");
            }
        }
    }
    for (nth, verb) in [
        vec!["me", "set", "--name", "Alex", "--department", "IT"],
        vec!["peer", "add", "Dana", "--department", "Finance"],
        vec!["project", "add", "Atlas", "--needs", "IT: support"],
        vec!["import", "vcard", cards],
    ]
    .into_iter()
    .enumerate()
    {
        let folder = room.path().join(format!("new {nth}/below"));
        let told = format!("A new notebook begins in {}.", folder.display());
        let verb = [&["--data", folder.to_str().unwrap()], &verb[..]].concat();
        let gave = alex.run(&verb);
        assert!(gave.code == 0 && gave.err.lines().any(|line| line == told), "{verb:?}: {gave:?}");
        let again = alex.run(&["--data", folder.to_str().unwrap(), "today"]);
        assert!(again.code == 0 && again.err.is_empty(), "{again:?}");
    }
}

/// Whatever was done to the files: one sentence, a hint that fits, and nothing is made in their place.
#[test]
fn a_store_or_key_that_is_missing_empty_or_foreign_is_a_question_and_no_start() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm, &str, &str); 8] = [
        (
            "the store is gone",
            |it| fs::remove_file(it.join("store.redb")).unwrap(),
            "the notebook is missing",
            "put store.redb back",
        ),
        (
            "the key is gone",
            |it| fs::remove_file(it.join("store.key")).unwrap(),
            "the notebook’s key is missing",
            "put store.key back",
        ),
        (
            "the store is empty",
            |it| fs::write(it.join("store.redb"), "").unwrap(),
            "the notebook is empty",
            "from a copy",
        ),
        (
            "the store is something else",
            |it| fs::write(it.join("store.redb"), "x".repeat(9_000)).unwrap(),
            "the store can’t be read",
            "safe place",
        ),
        (
            "the store is half",
            |it| {
                let whole = fs::read(it.join("store.redb")).unwrap();
                fs::write(it.join("store.redb"), &whole[..whole.len() / 2]).unwrap();
            },
            "",
            "",
        ),
        (
            "the key is short",
            |it| fs::write(it.join("store.key"), "short").unwrap(),
            "the key beside the store",
            "key file back",
        ),
        (
            "the key is long",
            |it| fs::write(it.join("store.key"), "x".repeat(99)).unwrap(),
            "the key beside the store",
            "key file back",
        ),
        (
            "the key is another’s",
            |it| fs::write(it.join("store.key"), [7; 32]).unwrap(),
            "the key beside the store",
            "key file back",
        ),
    ];
    for (harm, does, says, hint) in harms {
        let alex = Person::new("Alex Kim", "Engineering");
        alex.ok(&["peer", "add", "Dana", "--department", "Finance"]);
        does(alex.folder());
        let before = names(alex.folder());
        for verb in [
            vec!["today"],
            vec!["me", "set", "--name", "Alex", "--department", "IT"],
            vec!["peer", "add", "Lee", "--department", "IT"],
        ] {
            let mut gave = alex.run(&verb);
            // What can be read of half a store is shown, and said to be no more than that.
            if harm == "the store is half" && gave.err.starts_with("The store in this data folder is damaged") {
                gave.err = gave.err.lines().skip(1).map(|line| format!("{line}\n")).collect();
                if verb == ["today"] {
                    assert!(gave.code == 0 && gave.err.is_empty(), "{gave:?}");
                    continue;
                }
            }
            is_one_sentence(&gave, says);
            assert!(gave.err.contains(hint), "{harm}, {verb:?}: {gave:?}");
            assert!(!gave.err.contains("panicked") && !gave.err.contains(".rs"), "{harm}: {gave:?}");
        }
        let doctor = alex.run(&["doctor", "--json"]);
        let told: serde_json::Value = serde_json::from_str(&doctor.out).unwrap();
        assert_eq!((doctor.code, &told["ok"]), (1, &false.into()), "{harm}: {doctor:?}");
        assert_eq!(names(alex.folder()), before, "{harm}");
    }
}

/// What `doctor` says of one check.
fn check(alex: &Person, name: &str) -> (i32, bool, String) {
    let gave = alex.run(&["doctor", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&gave.out).unwrap_or_else(|e| panic!("{e}: {gave:?}"));
    let checks = told["checks"].as_array().unwrap();
    let ok = checks.iter().all(|check| check["ok"] == true);
    assert!(told["ok"] == ok && gave.code == i32::from(!ok) && gave.err.is_empty() == ok, "{gave:?}");
    let found = checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{name}: {gave:?}"));
    assert!(found["hint"].is_string() || found["ok"] == true, "{found}");
    (gave.code, found["ok"] == true, found["says"].as_str().unwrap().to_owned())
}

#[cfg(unix)]
#[test]
fn doctor_ends_badly_when_anything_wants_a_look() {
    use std::os::unix::fs::PermissionsExt;
    let alex = Person::new("Alex Kim", "Engineering");
    for name in [
        "folder",
        "store",
        "contents",
        "erase",
        "lock",
        "passphrase",
        "network",
        "changes",
        "permissions",
        "files",
        "place",
        "room",
    ] {
        assert!(matches!(check(&alex, name), (0, true, _)), "{name}");
    }
    let set = |mode| fs::set_permissions(alex.folder(), fs::Permissions::from_mode(mode)).unwrap();
    set(0o755);
    let (code, ok, says) = check(&alex, "permissions");
    assert!(code == 0 && ok && says.contains("look into the folder"), "{says}");
    set(0o700);
    assert!(check(&alex, "permissions").2.contains("Only you"));
    fs::write(alex.folder().join("store (conflicted copy).redb"), "x").unwrap();
    let (code, ok, says) = check(&alex, "files");
    assert!(code == 1 && !ok && says.contains("conflicted copy"), "{says}");
    fs::remove_file(alex.folder().join("store (conflicted copy).redb")).unwrap();
    let whole = fs::read(alex.folder().join("store.redb")).unwrap();
    for part in 1..8 {
        fs::write(alex.folder().join("store.redb"), &whole[..whole.len() * part / 8]).unwrap();
        let gave = alex.run(&["doctor"]);
        assert_eq!(gave.code, 1, "{part}/8 of the store is well: {gave:?}");
        assert!(!gave.err.contains("panicked"), "{gave:?}");
    }
    fs::write(alex.folder().join("store.redb"), &whole).unwrap();
    assert_eq!(alex.run(&["doctor"]).code, 0);
    let synced = alex.folder().join("Dropbox");
    alex.run(&["--data", synced.to_str().unwrap(), "me", "set", "--name", "A", "--department", "B"]);
    let gave = alex.run(&["--data", synced.to_str().unwrap(), "doctor"]);
    assert!(gave.code == 1 && gave.out.contains("Dropbox copies"), "{gave:?}");
}

/// A folder is taken away while a process has it open: that one and every later one say so, nobody makes a second
/// notebook there, and after it has ended what is there then opens.
#[cfg(unix)]
#[test]
fn a_folder_that_is_taken_away_is_noticed_by_everybody() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana", "--department", "Finance"]);
    alex.ok(&["network", "set", "this-network"]);
    let old = alex.folder().with_extension("old");
    let holder = alex.start(&["sync"]);
    while alex.json(&["network", "show"])["online"] == false {}
    fs::rename(alex.folder(), &old).unwrap();
    for verb in [vec!["note", "add", "Dana", "x"], vec!["me", "set", "--name", "Alex", "--department", "IT"]] {
        is_one_sentence(&alex.run(&verb), "removed or moved");
        assert!(!alex.folder().exists(), "{verb:?} made a second notebook");
    }
    let doctor = alex.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("removed or moved"), "{doctor:?}");
    // A copy takes its place, as a restore does.
    fs::create_dir(alex.folder()).unwrap();
    for name in names(&old) {
        fs::copy(old.join(&name), alex.folder().join(&name)).unwrap();
    }
    is_one_sentence(&alex.run(&["note", "add", "Dana", "x"]), "so nothing more is written");
    drop(holder);
    alex.ok(&["note", "add", "Dana", "y"]);
    assert_eq!(alex.json(&["note", "list", "Dana"]).as_array().unwrap().len(), 1);
    fs::remove_dir_all(&old).unwrap();
}
