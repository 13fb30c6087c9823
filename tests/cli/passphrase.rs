//! A passphrase on the command line: set, changed, removed, locked, unlocked, mistyped and forgotten.

use crate::person::{Gave, Person};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

const BLUE: &str = "blue horse at noon";
const RED: &str = "red horses at dawn";

/// Runs a verb with these in its environment.
fn with(person: &Person, passphrase: &str, arguments: &[&str]) -> Gave {
    let mut command = person.command(arguments);
    crate::person::gave(command.env("SIDEWAYS_PASSPHRASE", passphrase).output().unwrap())
}

fn ok(person: &Person, passphrase: &str, arguments: &[&str]) -> String {
    let gave = with(person, passphrase, arguments);
    assert_eq!(gave.code, 0, "{arguments:?}: {gave:?}");
    gave.out
}

fn protected() -> Person {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["note", "add", "Dana", "Prefers the phone."]);
    let said = ok(&alex, BLUE, &["passphrase", "set"]);
    assert!(said.contains("opens with this passphrase only") && said.contains("recovery show"), "{said}");
    alex
}

/// Somebody who stays, like a window.
struct Stays(Child);

impl Stays {
    fn new(person: &Person, passphrase: &str) -> Self {
        ok(person, passphrase, &["network", "set", "this-network"]);
        let mut command = person.command(&["sync"]);
        command.env("SIDEWAYS_PASSPHRASE", passphrase).stdout(Stdio::null()).stderr(Stdio::null());
        let stays = Self(command.spawn().unwrap());
        let begun = Instant::now();
        // It answers without being told the passphrase once it is there.
        while person.run(&["peer", "list"]).code != 0 {
            assert!(begun.elapsed() < Duration::from_secs(30), "it never came");
            thread::sleep(Duration::from_millis(100));
        }
        stays
    }
}

impl Drop for Stays {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every verb that opens the notebook: without the passphrase, with a wrong one, and where nobody can be asked it ends
/// with a sentence, an exit code of its own, and nothing done.
#[test]
fn without_the_passphrase_every_verb_says_so_and_does_nothing() {
    let alex = protected();
    let store = fs::read(alex.folder().join("store.redb")).unwrap();
    let verbs: [&[&str]; 16] = [
        &["me", "set", "--name", "X", "--department", "Y"],
        &["me", "show"],
        &["peer", "add", "Lee", "--department", "IT"],
        &["peer", "list"],
        &["note", "add", "Dana", "x"],
        &["list", "show", "Dana"],
        &["today"],
        &["review"],
        &["search", "phone"],
        &["undo"],
        &["store", "verify"],
        &["share", "status"],
        &["backup", "now"],
        &["recovery", "show"],
        &["passphrase", "set"],
        &["passphrase", "remove", "--yes"],
    ];
    for verb in verbs {
        for (passphrase, says) in [(None, "nobody is here to be asked"), (Some("wrong horse"), "isn’t the passphrase")]
        {
            // What a passphrase costs, one verb shows as well as all of them.
            if passphrase.is_some() && verb[0] != "today" && verb[0] != "me" {
                continue;
            }
            let gave = match passphrase {
                None => alex.run(verb),
                Some(wrong) => with(&alex, wrong, verb),
            };
            assert_eq!(gave.code, 3, "{verb:?}: {gave:?}");
            assert!(
                gave.err.contains(says) && gave.err.contains("hint: ") && gave.out.is_empty(),
                "{verb:?}: {gave:?}"
            );
            assert_eq!(gave.err.lines().count(), 2, "{verb:?}: {gave:?}");
        }
    }
    let gave = alex.run(&["today", "--json"]);
    let value: Value = serde_json::from_str(&gave.out).unwrap();
    assert!(gave.code == 3 && value["locked"] == true && value["error"].is_string() && value["hint"].is_string());
    // Doctor says what can be said.
    let doctor = alex.json(&["doctor"]);
    let check = doctor["checks"].as_array().unwrap().iter().find(|it| it["name"] == "passphrase").unwrap();
    assert!(check["ok"] == true && check["says"].as_str().unwrap().contains("A passphrase is set"), "{doctor}");
    assert!(fs::read(alex.folder().join("store.redb")).unwrap() == store, "something was written");
    assert!(ok(&alex, BLUE, &["note", "list", "Dana"]).contains("Prefers the phone."));
}

#[test]
fn it_is_set_changed_and_removed_from_files_and_the_environment() {
    let alex = protected();
    let room = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = room.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    // A file with one line, whatever its line end; standard input; the environment.
    for text in [format!("{BLUE}\n"), format!("{BLUE}\r\nnot this"), BLUE.to_owned()] {
        alex.ok(&["--passphrase-file", &file("blue", &text), "peer", "list"]);
    }
    let fed = alex.feed(&["note", "add", "Dana", "-", "--passphrase-file", "-"], &format!("{BLUE}\nfrom the input"));
    assert_eq!(fed.code, 0, "{fed:?}");
    assert!(ok(&alex, BLUE, &["note", "list", "Dana"]).contains("from the input"));

    let short = with(&alex, BLUE, &["passphrase", "change", "--new-file", &file("short", "short\n")]);
    assert!(short.code == 1 && short.err.contains("at least 8"), "{short:?}");
    let changed = ok(&alex, BLUE, &["passphrase", "change", "--new-file", &file("red", RED), "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&changed).unwrap(), serde_json::json!({ "set": true, "changed": true }));
    assert_eq!(with(&alex, BLUE, &["today"]).code, 3);
    ok(&alex, RED, &["today"]);
    let mut command = alex.command(&["passphrase", "change"]);
    let back = command.env("SIDEWAYS_PASSPHRASE", RED).env("SIDEWAYS_NEW_PASSPHRASE", BLUE).output().unwrap();
    assert!(back.status.success());

    let asks = with(&alex, BLUE, &["passphrase", "remove"]);
    assert!(asks.code == 1 && asks.err.contains("can read all") && asks.err.contains("--yes"), "{asks:?}");
    let again = with(&alex, BLUE, &["passphrase", "set"]);
    assert!(again.code == 1 && again.err.contains("has a passphrase already"), "{again:?}");
    assert!(ok(&alex, BLUE, &["passphrase", "remove", "--yes"]).contains("whoever can read the folder"));
    assert!(alex.ok(&["note", "list", "Dana"]).contains("Prefers the phone."));
    let none = alex.run(&["passphrase", "remove", "--yes"]);
    assert!(none.code == 1 && none.err.contains("has no passphrase"), "{none:?}");
    assert!(alex.run(&["lock"]).err.contains("has no passphrase"));
}

/// One process holds the notebook, another locks it: nobody gets anything there until it is unlocked, and nobody has to
/// begin anew.
#[test]
fn a_locked_program_is_there_for_unlocking_only() {
    let alex = protected();
    let closed = alex.json(&["lock"]);
    assert_eq!(closed, serde_json::json!({ "locked": true, "running": false }));
    assert!(alex.ok(&["unlock"]).contains("Each verb asks"));
    let _stays = Stays::new(&alex, BLUE);
    assert!(
        alex.ok(&["note", "list", "Dana"]).contains("Prefers the phone."),
        "it is open there, for all of this user"
    );
    assert!(alex.ok(&["lock"]).contains("Locked."));
    for verb in
        [&["note", "list", "Dana"][..], &["peer", "list", "--json"], &["note", "add", "Dana", "x"], &["sync", "--once"]]
    {
        // The right passphrase alone doesn't open what somebody locked for all.
        for gave in [alex.run(verb), with(&alex, BLUE, verb)] {
            assert_eq!(gave.code, 3, "{verb:?}: {gave:?}");
            assert!(gave.err.contains("locked") && gave.err.contains("sideways unlock"), "{verb:?}: {gave:?}");
            assert!(!gave.out.contains("Dana"), "{gave:?}");
        }
    }
    let doctor = alex.json(&["doctor"]);
    assert!(doctor["checks"].to_string().contains("A passphrase is set"), "{doctor}");
    // Guessing is slow: after a few wrong ones nobody, not even who knows it, gets on at once.
    let mut said = String::new();
    for _ in 0..5 {
        let gave = with(&alex, "wrong horse", &["unlock"]);
        assert_eq!(gave.code, 3, "{gave:?}");
        said.push_str(&gave.err);
    }
    assert!(said.contains("the next try waits") || said.contains("too many wrong passphrases"), "{said}");
    let begun = Instant::now();
    loop {
        let gave = with(&alex, BLUE, &["unlock"]);
        if gave.code == 0 {
            break;
        }
        assert!(gave.err.contains("too many wrong") && begun.elapsed() < Duration::from_secs(60), "{gave:?}");
        thread::sleep(Duration::from_millis(300));
    }
    assert!(alex.ok(&["note", "list", "Dana"]).contains("Prefers the phone."));
}

/// Several short verbs at once, each knowing the passphrase: whoever comes first opens it, and none is told that it is
/// locked.
#[test]
fn many_at_once_are_never_told_that_it_is_locked() {
    let alex = protected();
    let verbs: Vec<_> = (0..6)
        .map(|n| {
            let mut command = alex.command(&["note", "add", "Dana", &format!("note {n}")]);
            command.env("SIDEWAYS_PASSPHRASE", BLUE).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for verb in verbs {
        let gave = crate::person::gave(verb.wait_with_output().unwrap());
        assert_eq!(gave.code, 0, "{gave:?}");
    }
    let notes = ok(&alex, BLUE, &["note", "list", "Dana"]);
    assert!((0..6).all(|n| notes.contains(&format!("note {n}"))), "{notes}");
}

fn age_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|it| it == "age")).collect()
}

/// The story of somebody who forgot the passphrase: what they try, what they are told, and how they come back.
#[test]
fn a_person_who_forgot_the_passphrase() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["note", "add", "Dana", "Prefers the phone."]);

    // In the first week: the sheet, then the passphrase. What setting it says names the way back.
    let drawer = tempfile::tempdir().unwrap();
    let key = alex.json(&["recovery", "show"]);
    let words: Vec<_> = key["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let sheet = drawer.path().join("words.txt");
    fs::write(&sheet, words.join(" ")).unwrap();
    let said = ok(&alex, BLUE, &["passphrase", "set"]);
    assert!(said.contains("a backup and the words on your recovery sheet"), "{said}");
    ok(&alex, BLUE, &["backup", "now"]);
    ok(&alex, BLUE, &["note", "add", "Dana", "written after the backup"]);

    // Half a year later: one try after the other, and each says what else there is.
    for guess in ["blue horse at night", "Blue horse at noon", "bluehorseatnoon"] {
        let gave = with(&alex, guess, &["today"]);
        assert_eq!(gave.code, 3, "{gave:?}");
        for part in ["error: this isn’t the passphrase of this notebook", "forgotten?", "backup restore FILE --to DIR"]
        {
            assert!(gave.err.contains(part), "{part}: {gave:?}");
        }
    }

    // The words alone don't open the notebook, and nothing was lost by guessing.
    assert_eq!(with(&alex, &words.join(" "), &["today"]).code, 3);

    // The backup lies in the folder, and opens with the words, not with the passphrase.
    let backup = age_files(&alex.folder().join("backups")).pop().unwrap();
    let new = Person::nowhere();
    let (file, to) = (backup.to_str().unwrap(), new.folder().to_str().unwrap());
    let brought = new.run(&["backup", "restore", file, "--to", to, "--words", sheet.to_str().unwrap()]);
    assert_eq!(brought.code, 0, "{brought:?}");
    assert!(brought.out.contains("Brought back") && brought.out.contains("passphrase set"), "{brought:?}");
    assert!(new.ok(&["note", "list", "Dana"]).contains("Prefers the phone."));
    assert!(!new.ok(&["note", "list", "Dana"]).contains("written after the backup"));

    // A new passphrase for the new folder; the old folder stays as it is, for the day it comes back to mind.
    ok(&new, RED, &["passphrase", "set"]);
    assert_eq!(new.run(&["today"]).code, 3);
    assert_eq!(with(&new, BLUE, &["today"]).code, 3);
    assert!(ok(&new, RED, &["note", "list", "Dana"]).contains("Prefers the phone."));
    ok(&new, RED, &["backup", "now"]);
    assert!(ok(&alex, BLUE, &["note", "list", "Dana"]).contains("written after the backup"));
}
