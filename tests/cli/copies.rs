//! Data folders that are copied, moved, rolled back and taken to another computer: real processes and connections.

use crate::person::{Gave, Person, gave, meet, pair};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Everything in a folder, into one that is there.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&from, &to);
        } else if entry.file_type().unwrap().is_file() {
            fs::copy(&from, &to).unwrap();
        }
    }
}

fn empty(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
}

/// A copy of somebody's folder, used on the same computer.
fn copied(of: &Person) -> Person {
    let copied = Person::nowhere();
    copy(of.folder(), copied.folder());
    copied
}

/// The same, taken to another computer; the folder is what that one knows.
fn taken(of: &Person) -> (Person, TempDir) {
    let mut taken = copied(of);
    let state = tempfile::tempdir().unwrap();
    taken.environment = vec![("SIDEWAYS_STATE", state.path().to_owned()), ("SIDEWAYS_MACHINE", "another".into())];
    (taken, state)
}

/// Both go online once, at the same time; whose other computers aren't there isn't waited for long.
fn both(one: &Person, other: &Person) -> [Gave; 2] {
    let once = ["sync", "--once", "--wait", "8", "--json"];
    let away = one.command(&once).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let here = other.run(&once);
    [gave(away.wait_with_output().unwrap()), here]
}

fn asks(of: &Person) -> Option<String> {
    of.json(&["folder"])["asks"].as_str().map(str::to_owned)
}

fn id(of: &Person) -> String {
    of.json(&["folder"])["id"].as_str().unwrap().to_owned()
}

fn check(of: &Person, name: &str) -> Value {
    let report: Value = serde_json::from_str(&of.run(&["doctor", "--json"]).out).unwrap();
    report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap().clone()
}

fn holds(of: &Person, text: &str) {
    let texts = of.texts(if of.json(&["me", "show"])["name"] == "Alex Kim" { "Dana" } else { "Alex" });
    assert!(texts.iter().flatten().any(|it| it == text), "{text} isn’t in {texts:?}");
}

/// What would write is refused in one sentence; what reads works, and says why.
fn is_held(of: &Person) {
    let shows = || format!("{} {}", of.json(&["list", "show", "Dana"]), of.json(&["note", "list", "Dana"]));
    let before = shows();
    for verb in [
        vec!["note", "add", "Dana", "no"],
        vec!["list", "add", "Dana", "no"],
        vec!["me", "set", "--name", "No", "--department", "No"],
        vec!["undo"],
        vec!["sync", "--once", "--wait", "1"],
        vec!["share", "invite", "Dana", "--yes"],
        vec!["device", "invite", "--yes"],
        vec!["network", "set", "anywhere"],
        vec!["backup", "now"],
        vec!["recovery", "show"],
        vec!["passphrase", "set"],
    ] {
        let mut command = of.command(&verb);
        let refused = gave(command.env("SIDEWAYS_PASSPHRASE", "four words that differ").output().unwrap());
        assert_eq!(refused.code, 4, "{verb:?}: {refused:?}");
        assert!(refused.err.contains("may be a copy") && refused.err.contains("hint: "), "{verb:?}: {refused:?}");
        let refused = of.run(&[&verb[..], &["--json"]].concat());
        if refused.code == 4 {
            let said: Value = serde_json::from_str(&refused.out).unwrap();
            assert_eq!(said["moved_or_copied"], true, "{verb:?}");
        }
    }
    for verb in [vec!["today"], vec!["peer", "list"], vec!["list", "show", "Dana"], vec!["search", "line"]] {
        let read = of.run(&verb);
        assert!(read.code == 0 && read.err.contains("may be a copy"), "{verb:?}: {read:?}");
    }
    assert!(of.run(&["store", "verify"]).code == 0);
    assert_eq!(shows(), before);
    let says = check(of, "copies");
    assert!(says["ok"] == false && says["hint"].as_str().unwrap().contains("folder copied"), "{says}");
}

#[test]
fn a_copy_that_is_used_beside_its_original_becomes_a_computer_of_its_own() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    alex.ok(&["list", "add", "Dana", "a line before"]);
    meet(&alex, &dana, 0);
    let copy = copied(&alex);
    assert_eq!(asks(&copy).as_deref(), Some("copied"));
    assert_eq!(copy.json(&["folder"])["copied_from"], fs::canonicalize(alex.folder()).unwrap().to_str().unwrap());
    is_held(&copy);
    assert_eq!(asks(&alex), None, "the original isn’t asked anything");
    alex.ok(&["list", "add", "Dana", "from the original"]);

    copy.ok(&["folder", "copied", "--name", "new laptop"]);
    assert_eq!(asks(&copy), None);
    assert_ne!(id(&copy), id(&alex));
    copy.ok(&["list", "add", "Dana", "from the copy"]);
    copy.ok(&["note", "add", "Dana", "a private note of the copy"]);
    assert_eq!(check(&copy, "copies")["ok"], true);
    // Dana lets the copy in without an invitation, whether or not the original is there.
    both(&copy, &dana);
    holds(&dana, "from the copy");
    both(&copy, &dana);
    both(&alex, &dana);
    holds(&dana, "from the original");
    // The original has heard of the copy by her, and both are two computers of one person now.
    both(&alex, &copy);
    both(&alex, &copy);
    for computer in [&alex, &copy] {
        for line in ["a line before", "from the original", "from the copy"] {
            holds(computer, line);
        }
        assert!(computer.json(&["note", "list", "Dana"]).to_string().contains("a private note of the copy"));
        let names: Vec<String> = computer
            .json(&["device", "list"])
            .as_array()
            .unwrap()
            .iter()
            .map(|device| device["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.contains(&"new laptop".to_owned()), "{names:?}");
        computer.ok(&["store", "verify"]);
    }
    assert!(!dana.json(&["note", "list", "Alex"]).to_string().contains("private"));
    assert_eq!(asks(&copy), None);
}

#[test]
fn a_move_asks_nothing() {
    let room = tempfile::tempdir().unwrap();
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    let before = id(&alex);
    let at = |folder: &Path, verb: &[&str]| {
        let data = folder.to_str().unwrap().to_owned();
        let ran = alex.run(&[&["--data", &data], verb].concat());
        assert!(ran.code == 0 && ran.err.is_empty(), "{verb:?}: {ran:?}");
        ran.out
    };
    let (first, second, third) = (room.path().join("first"), room.path().join("second"), room.path().join("third"));
    fs::create_dir(&first).unwrap();
    copy(alex.folder(), &first);
    empty(alex.folder());
    at(&first, &["note", "add", "Dana", "moved to another disk"]);
    fs::rename(&first, &second).unwrap();
    at(&second, &["note", "add", "Dana", "moved"]);
    // Another notebook begins where it was.
    fs::rename(&second, &third).unwrap();
    alex.ok(&["--data", second.to_str().unwrap(), "me", "set", "--name", "Kim", "--department", "IT"]);
    at(&third, &["note", "add", "Dana", "moved away from another"]);
    at(&second, &["season", "normal"]);
    // Put back in its place, as a restored disk is, where nothing was written since.
    let aside = room.path().join("aside");
    fs::create_dir(&aside).unwrap();
    copy(&third, &aside);
    fs::remove_dir_all(&third).unwrap();
    fs::rename(&aside, &third).unwrap();
    at(&third, &["note", "add", "Dana", "put back"]);
    let now: Value = serde_json::from_str(&at(&third, &["folder", "--json"])).unwrap();
    assert_eq!((now["id"].as_str(), &now["asks"], &now["parted"]), (Some(before.as_str()), &Value::Null, &Value::Null));
}

#[test]
fn an_older_folder_that_was_put_back_is_asked_about_and_gets_back_what_a_colleague_has() {
    let (mut alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    meet(&alex, &dana, 0);
    let backup = tempfile::tempdir().unwrap();
    copy(alex.folder(), backup.path());
    alex.ok(&["list", "add", "Dana", "written after the backup"]);
    meet(&alex, &dana, 0);
    empty(alex.folder());
    copy(backup.path(), alex.folder());
    assert_eq!(asks(&alex).as_deref(), Some("older"));
    is_held(&alex);
    // Whoever takes it for a move is corrected by what she remembers.
    let before = id(&alex);
    alex.ok(&["folder", "moved"]);
    assert_eq!(asks(&alex), None);
    alex.ok(&["list", "add", "Dana", "written on the older one"]);
    both(&alex, &dana);
    both(&alex, &dana);
    for person in [&alex, &dana] {
        holds(person, "written after the backup");
        holds(person, "written on the older one");
    }
    let folder = alex.json(&["folder"]);
    assert_ne!(folder["id"], before.as_str());
    assert_eq!(folder["parted"]["proven"], true, "{folder}");
    assert!(check(&alex, "copies")["says"].as_str().unwrap().contains("became a computer of its own"));
    // The same where nothing outside was known of it.
    alex.environment.push(("SIDEWAYS_STATE", backup.path().join("nothing was known")));
    assert_eq!(asks(&alex).as_deref(), Some("elsewhere"));
}

#[test]
fn a_folder_on_another_computer_is_asked_about_even_with_all_that_was_known_of_it() {
    let mut alex = Person::new("Alex Kim", "Engineering");
    let here = tempfile::tempdir().unwrap();
    alex.environment = vec![("SIDEWAYS_STATE", here.path().to_owned()), ("SIDEWAYS_MACHINE", "old laptop".into())];
    alex.ok(&["folder", "moved"]);
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["list", "add", "Dana", "a line"]);
    alex.ok(&["network", "set", "this-network"]);
    let (away, _state) = taken(&alex);
    assert_eq!(asks(&away).as_deref(), Some("elsewhere"));
    is_held(&away);
    away.ok(&["folder", "moved"]);
    away.ok(&["note", "add", "Dana", "on the new laptop"]);
    assert_eq!(id(&away), id(&alex));
    // The whole home came along, with what was kept outside of the folder.
    let (mut whole, state) = taken(&alex);
    copy(here.path(), state.path());
    assert_eq!(asks(&whole).as_deref(), Some("elsewhere"));
    whole.environment[1].1 = PathBuf::from("old laptop");
    assert_eq!(asks(&whole).as_deref(), Some("copied"), "the same computer after all");
    whole.ok(&["folder", "copied"]);
    assert_ne!(id(&whole), id(&alex));
    assert_eq!(asks(&alex), None);
}

#[test]
fn what_is_kept_outside_is_believed_for_nothing_but_a_question() {
    let mut alex = Person::new("Alex Kim", "Engineering");
    let state = tempfile::tempdir().unwrap();
    alex.environment = vec![("SIDEWAYS_STATE", state.path().to_owned())];
    assert_eq!(asks(&alex).as_deref(), Some("elsewhere"));
    alex.ok(&["folder", "moved"]);
    let records = state.path().join("folders");
    let file = fs::read_dir(&records).unwrap().next().unwrap().unwrap().path();
    let kept = fs::read(&file).unwrap();
    for harm in [Vec::new(), b"\0\xff{".to_vec(), vec![b'['; 100_000], kept[..kept.len() / 2].to_vec()] {
        fs::write(&file, &harm).unwrap();
        assert_eq!(asks(&alex).as_deref(), Some("elsewhere"), "{} bytes", harm.len());
        fs::write(&file, &kept).unwrap();
        assert_eq!(asks(&alex), None);
    }
    // A name that leads elsewhere isn't written through.
    let precious = state.path().join("precious");
    fs::write(&precious, "precious").unwrap();
    #[cfg(unix)]
    {
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(&precious, &file).unwrap();
        alex.ok(&["folder", "moved"]);
        assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
        assert_eq!(asks(&alex), None);
    }
    // Where nothing can be kept, nothing is asked; doctor says it.
    let nowhere = state.path().join("a file");
    fs::write(&nowhere, "").unwrap();
    alex.environment = vec![("SIDEWAYS_STATE", nowhere)];
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["note", "add", "Dana", "kept all the same"]);
    let says = check(&alex, "copies");
    assert!(says["ok"] == true && says["says"].as_str().unwrap().contains("can’t be kept outside"), "{says}");
}

#[test]
fn two_that_use_one_key_are_told_so() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    meet(&alex, &dana, 0);
    let (twin, _state) = taken(&alex);
    twin.ok(&["folder", "moved"]);
    let _online = [alex.start(&["sync"]), dana.start(&["sync"]), twin.start(&["sync"])];
    let until = Instant::now() + Duration::from_secs(120);
    let told = |of: &Person| of.json(&["folder"])["key_used_elsewhere"] == true;
    while !told(&alex) && !told(&twin) {
        assert!(Instant::now() < until, "nobody was told");
        std::thread::sleep(Duration::from_secs(1));
    }
    let told = if told(&twin) { &twin } else { &alex };
    assert!(check(told, "copies")["says"].as_str().unwrap().contains("Another computer seems to use"));
    // Who writes proves it, and each becomes a computer of its own.
    alex.ok(&["list", "add", "Dana", "by the one"]);
    twin.ok(&["list", "add", "Dana", "by the other"]);
    let all = ["by the one", "by the other"];
    let has = |of: &Person, peer: &str| all.iter().all(|text| of.texts(peer).iter().flatten().any(|it| it == text));
    let until = Instant::now() + Duration::from_secs(120);
    while !(has(&dana, "Alex") && has(&alex, "Dana") && has(&twin, "Dana")) {
        assert!(Instant::now() < until, "{:?} {:?} {:?}", dana.texts("Alex"), alex.texts("Dana"), twin.texts("Dana"));
        std::thread::sleep(Duration::from_secs(1));
    }
    assert_ne!(id(&alex), id(&twin));
}

#[test]
fn tests_leave_nothing_where_this_user_keeps_such_things() {
    let named = std::env::var_os("SIDEWAYS_STATE").expect("run them with cargo, which names a folder for it");
    assert!(Path::new(&named).ends_with("target/state"), "{named:?}");
    let home = tempfile::tempdir().unwrap();
    let mut alex = Person::nowhere();
    alex.environment = vec![("HOME", home.path().to_owned()), ("XDG_STATE_HOME", home.path().join("state"))];
    alex.ok(&["me", "set", "--name", "Alex", "--department", "IT"]);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    // The test isn't blind: without the name it is there that they are kept.
    alex.environment.push(("SIDEWAYS_STATE", PathBuf::new()));
    alex.ok(&["folder", "moved"]);
    assert_eq!(fs::read_dir(home.path().join("state/sideways/folders")).unwrap().count(), 1);
}
