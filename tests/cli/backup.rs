//! Backups and coming back with them, as a person does it: with folders, processes and the words on paper.

use crate::person::{Person, gave, meet, pair};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

fn kills() -> u64 {
    std::env::var("SIDEWAYS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(16)
}

/// A file of words, as somebody types them from the sheet.
fn words_in(folder: &Path, person: &Person) -> PathBuf {
    let key = person.json(&["recovery", "show"]);
    let words: Vec<_> = key["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let file = folder.join("words.txt");
    fs::write(&file, words.join("\n")).unwrap();
    file
}

fn backups(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The story of somebody whose only laptop burnt: from the sheet in a drawer and a stick to the list that goes on.
#[test]
fn a_person_whose_laptop_burnt() {
    let (alex, dana) = Person::alex_and_dana();
    let stick = tempfile::tempdir().unwrap();
    alex.ok(&["note", "add", "Dana", "Prefers the phone."]);
    alex.ok(&["words", "add", "Dana", "The audit in March."]);
    alex.ok(&["list", "add", "Dana", "I could share our hiring forecast", "--as", "offer"]);
    pair(&alex, &dana);
    meet(&alex, &dana, 0);

    // A backup that nobody could open is refused, and nothing is written in the clear.
    let refused = alex.run(&["backup", "now"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("no recovery key") && refused.err.contains("sideways recovery show"), "{refused:?}");
    assert!(backups(&alex.folder().join("backups")).is_empty());

    // The sheet is printed, and its words copied by hand.
    let drawer = tempfile::tempdir().unwrap();
    let sheet = drawer.path().join("sheet.pdf");
    assert!(alex.ok(&["recovery", "show", "--out", text(&sheet)]).contains("Print it"));
    assert!(fs::read(&sheet).unwrap().starts_with(b"%PDF-"));
    let words = words_in(drawer.path(), &alex);
    assert!(alex.ok(&["recovery", "check", "--words", text(&words)]).contains("These are the words of this notebook"));
    alex.ok(&["backup", "place", text(stick.path())]);
    let said = alex.ok(&["backup", "now"]);
    for part in
        ["Backed up to", "opened again and holds all that is here", "1 peer", "1 note", "was opened again there"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(alex.ok(&["backup", "test"]).contains("everything in it fits together"));
    let doctor = alex.json(&["doctor"]);
    let check = |name: &str| {
        doctor["checks"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned().unwrap_or_default()
    };
    assert!(check("backup")["says"].as_str().unwrap().contains("opened again"), "{doctor}");
    assert_eq!(check("backup-place")["ok"], true);

    // Life goes on until the fire.
    alex.ok(&["list", "add", "Dana", "written after the backup"]);
    meet(&alex, &dana, 0);
    let old = alex.json(&["share", "status", "Dana"]);
    assert_eq!(old[0]["state"], "shared");
    drop(alex);

    // A new computer: the stick and the sheet are enough.
    let new = Person::nowhere();
    let file = stick.path().join(&backups(stick.path())[0]);
    let brought = new.run(&["backup", "restore", text(&file), "--to", text(new.folder()), "--words", text(&words)]);
    assert_eq!(brought.code, 0, "{brought:?}");
    for part in
        ["Brought back", "1 peer", "1 note", "1 of their words", "new computer to Dana Ruiz: invite them once more"]
    {
        assert!(brought.out.contains(part), "{part}: {}", brought.out);
    }
    assert!(new.ok(&["note", "list", "Dana"]).contains("Prefers the phone."));
    assert_eq!(
        new.json(&["doctor"])["checks"].as_array().unwrap().iter().filter(|it| it["name"] == "contents").count(),
        1
    );
    assert!(!new.texts("Dana").concat().contains(&"written after the backup".to_owned()));

    // Dana reads the same four words once more, and both go on in the same list.
    pair(&new, &dana);
    new.ok(&["list", "add", "Dana", "from the new computer"]);
    dana.ok(&["list", "add", "Alex", "from Dana"]);
    let once = ["sync", "--once", "--wait", "8", "--json"];
    let (mut here, mut there) = (new.start(&once), dana.start(&once));
    assert_eq!(here.json()["reached"].as_array().unwrap().len(), 1);
    assert_eq!(there.json()["reached"].as_array().unwrap().len(), 1);
    assert_eq!(new.texts("Dana"), dana.texts("Alex"));
    let lines = new.texts("Dana").concat();
    for line in ["I could share our hiring forecast", "written after the backup", "from the new computer", "from Dana"]
    {
        assert!(lines.contains(&line.to_owned()), "{line}: {lines:?}");
    }
    // And the next backup opens with the sheet that is in the drawer.
    assert!(new.ok(&["recovery", "check", "--words", text(&words)]).contains("These are the words"));
    assert!(new.ok(&["backup", "now"]).contains("opened again and holds all that is here"));
    assert!(new.ok(&["store", "verify"]).contains("Everything fits together"));
}

#[test]
fn what_is_wrong_with_a_backup_is_said_and_nothing_is_ever_written_in_the_place_of_a_notebook() {
    let (alex, other) = (Person::new("Alex Kim", "Engineering"), Person::new("Lee Novak", "IT"));
    let room = tempfile::tempdir().unwrap();
    let (mine, theirs) = (room.path().join("mine"), room.path().join("theirs"));
    fs::create_dir(&mine).unwrap();
    fs::create_dir(&theirs).unwrap();
    let (words, wrong) = (words_in(&mine, &alex), words_in(&theirs, &other));
    let file = room.path().join("a.age");
    alex.ok(&["backup", "now", "--out", text(&file)]);
    let bytes = fs::read(&file).unwrap();
    let with = |name: &str, bytes: &[u8]| {
        let path = room.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let bad = |text: &str| with("words", text.as_bytes());
    let rows: [(PathBuf, PathBuf, &str); 8] = [
        (file.clone(), wrong, "another recovery key"),
        (with("cut.age", &bytes[..bytes.len() - 20]), words.clone(), "its end is missing"),
        (with("half.age", &bytes[..90]), words.clone(), "its end is missing"),
        (with("flip.age", &flipped), words.clone(), "missing"),
        (with("not.age", b"hello"), words.clone(), "no backup of Sideways"),
        (room.path().join("nowhere.age"), words.clone(), "No such file"),
        (file.clone(), bad("abandon ability"), "24 words, and these are 2"),
        (file.clone(), with("words2", "abandon ".repeat(24).as_bytes()), "doesn’t fit the others"),
    ];
    for (file, words, says) in rows {
        let to = room.path().join("to");
        let refused = alex.run(&["backup", "restore", text(&file), "--to", text(&to), "--words", text(&words)]);
        let expected = refused.err.contains(says) || (says == "missing" && refused.err.contains("damaged"));
        assert!(refused.code == 1 && expected && refused.err.contains("hint:"), "{says}: {refused:?}");
        assert!(!to.join("store.redb").exists(), "{says}: something was made");
    }
    let before = fs::read(other.folder().join("store.redb")).unwrap();
    let over = alex.run(&["backup", "restore", text(&file), "--to", text(other.folder()), "--words", text(&words)]);
    assert!(over.code == 1 && over.err.contains("there is a notebook in"), "{over:?}");
    assert!(fs::read(other.folder().join("store.redb")).unwrap() == before);
    let again = alex.run(&["backup", "now", "--out", text(&file)]);
    assert!(again.code == 1 && again.err.contains("nothing is written over"), "{again:?}");
    assert!(fs::read(&file).unwrap() == bytes);
    let within = alex.folder().join("mine");
    fs::create_dir(&within).unwrap();
    for place in [&within, &room.path().join("not there")] {
        assert_eq!(alex.run(&["backup", "place", text(place)]).code, 1);
    }
}

/// A stick that is away stops nothing, and is said; where the other place can't be written to, that is said too.
#[test]
fn another_place_that_is_away_stops_nothing() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["recovery", "show"]);
    let room = tempfile::tempdir().unwrap();
    let stick = room.path().join("stick");
    fs::create_dir(&stick).unwrap();
    alex.ok(&["backup", "place", text(&stick)]);
    fs::remove_dir(&stick).unwrap();
    let said = alex.ok(&["backup", "now"]);
    assert!(said.contains("isn’t there just now"), "{said}");
    assert!(!stick.exists(), "a folder was made where the stick should be");
    fs::create_dir(&stick).unwrap();
    thread::sleep(Duration::from_millis(1_100));
    let said = alex.ok(&["backup", "now"]);
    assert!(said.contains("was opened again there"), "{said}");
    assert_eq!((backups(&stick).len(), backups(&alex.folder().join("backups")).len()), (1, 2));
}

/// Killed anywhere in it: what bears a backup's name opens, and what was left half is gone after the next one.
#[test]
fn a_backup_that_was_killed_leaves_no_half_one() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    for n in 0..20 {
        alex.ok(&["note", "add", "Dana", &format!("note {n} {}", "word ".repeat(200))]);
    }
    alex.ok(&["recovery", "show"]);
    let folder = alex.folder().join("backups");
    for round in 0..kills().min(60) {
        let mut child = alex.command(&["backup", "now"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 250_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in backups(&folder).iter().filter(|name| name.ends_with(".age") && !name.starts_with('.')) {
            let tested = alex.run(&["backup", "test", text(&folder.join(name))]);
            assert_eq!(tested.code, 0, "round {round}: {tested:?}");
        }
    }
    thread::sleep(Duration::from_millis(1_100));
    alex.ok(&["backup", "now"]);
    assert!(
        backups(&folder).iter().all(|name| name.ends_with("Z.age") && !name.starts_with('.')),
        "{:?}",
        backups(&folder)
    );
    assert!(backups(&folder).len() <= 10);
}

/// Killed anywhere in it, there is a whole notebook or none, and the next try makes it.
#[test]
fn a_restore_that_was_killed_leaves_a_whole_notebook_or_none() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    let room = tempfile::tempdir().unwrap();
    let words = words_in(room.path(), &alex);
    let file = room.path().join("a.age");
    alex.ok(&["backup", "now", "--out", text(&file)]);
    for round in 0..kills().min(60) {
        let to = room.path().join(format!("to {round}"));
        let restore = ["backup", "restore", text(&file), "--to", text(&to), "--words", text(&words)];
        let mut child = alex.command(&restore).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 200_000));
        child.kill().unwrap();
        child.wait().unwrap();
        if !to.join("store.redb").exists() {
            assert_eq!(alex.run(&restore).code, 0, "round {round}");
        }
        let peers: Value = alex.json(&["--data", text(&to), "peer", "list"]);
        assert_eq!(peers[0]["name"], "Dana Ruiz", "round {round}");
    }
}

#[test]
fn ten_are_kept_and_erasing_somebody_says_who_still_has_them() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["recovery", "show"]);
    let first = alex.json(&["backup", "now"]);
    let file = PathBuf::from(first["file"].as_str().unwrap());
    // As if they had been made in the weeks before.
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let (begins, _) = name.split_at("sideways-01234567-".len());
    for day in 1..=28 {
        let older = file.with_file_name(format!("{begins}2026-01-{day:02}-120000Z.age"));
        fs::copy(&file, older).unwrap();
    }
    thread::sleep(Duration::from_millis(1_100));
    let second = alex.json(&["backup", "now"]);
    assert_eq!(second["dropped"], 20);
    assert_eq!(alex.json(&["backup", "list"]).as_array().unwrap().len(), 10);
    let erased = alex.ok(&["peer", "erase", "Dana", "--yes"]);
    assert!(
        erased.contains("10 backups were made before you erased somebody") && erased.contains("until about"),
        "{erased}"
    );
    assert!(alex.run(&["doctor"]).out.contains("backup-erased"));
    assert_eq!(alex.run(&["backup", "drop"]).code, 1);
    thread::sleep(Duration::from_millis(1_100));
    assert!(alex.ok(&["backup", "drop", "--yes"]).contains("10 older backups were removed"));
    assert_eq!(alex.json(&["backup", "list"]).as_array().unwrap().len(), 1);
    assert!(!alex.run(&["doctor"]).out.contains("backup-erased"));
}

/// What README shows: opened by `age` itself, where it is installed, and read by ten lines of Python.
#[test]
fn a_backup_opens_without_sideways() {
    let needs = |program: &str| {
        let there = Command::new(program).arg("--version").output().is_ok();
        // The workflow installs them; whoever tries it at home may lack them.
        assert!(there || std::env::var_os("SIDEWAYS_OTHERS").is_none(), "{program} isn’t installed");
        there
    };
    if !needs("age") || !needs("python3") {
        eprintln!("NOT CHECKED: age or python3 isn’t installed");
        return;
    }
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    for n in 0..40 {
        alex.ok(&["note", "add", "Dana", &format!("note {n} {}", "Wörter ".repeat(300))]);
    }
    let room = tempfile::tempdir().unwrap();
    let (file, key) = (room.path().join("a.age"), room.path().join("KEY"));
    let sheet = alex.json(&["recovery", "show"]);
    fs::write(&key, format!("{}\n", sheet["age"].as_str().unwrap())).unwrap();
    alex.ok(&["backup", "now", "--out", text(&file)]);
    let opened = Command::new("age").args(["-d", "-i"]).args([&key, &file]).output().unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let lines = String::from_utf8(opened.stdout.clone()).unwrap();
    assert!(lines.starts_with("{\"sideways_backup\":1,") && lines.len() > 80_000);
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));

    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let script = readme.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(script.lines().count() <= 10, "{script}");
    let (program, plain) = (room.path().join("read.py"), room.path().join("plain"));
    fs::write(&program, script).unwrap();
    fs::write(&plain, &opened.stdout).unwrap();
    let read = Command::new("python3").arg(&program).stdin(fs::File::open(&plain).unwrap()).output();
    let read = gave(read.unwrap());
    assert_eq!(read.code, 0, "{read:?}");
    assert!(read.out.contains("Dana Ruiz (Finance): 40 notes") && read.out.contains("note 7"), "{}", read.out);

    // The other way round: what `age` encrypts to the recipient is read by Sideways.
    let (again, public) = (room.path().join("b.age"), sheet["id"].as_str().unwrap());
    let sealed = Command::new("age").args(["-r", public, "-o"]).args([&again, &plain]).status().unwrap();
    assert!(sealed.success());
    assert!(alex.ok(&["backup", "test", text(&again)]).contains("fits together"));
}
