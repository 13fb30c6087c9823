//! What happens to the data folder from outside, and to the program in the middle of making or rewriting it.

use crate::people::{NOW, opening};
use sideways_core::{
    Workspace,
    command::{Command, ErasedList, Outcome, PeerDetails},
    error::{Displaced, EditError, OpenError, StoreError},
    id::PeerId,
    snapshot::{Field, Snapshot, Writing},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn names(snapshot: &Snapshot) -> Vec<String> {
    snapshot.peers.iter().map(|peer| peer.name.clone()).collect()
}

fn add(ws: &mut Workspace, name: &str) -> Result<PeerId, EditError> {
    let details = PeerDetails { name: name.into(), department: "IT".into(), ..PeerDetails::default() };
    match ws.edit(Command::AddPeer(details), NOW)? {
        Outcome::Peer(peer) => Ok(peer),
        other => panic!("{other:?}"),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// However the folder or the file is taken away under the running program: nothing more is acknowledged, nothing is made
/// in its place, and what was acknowledged is where the old folder went.
#[test]
fn a_folder_that_is_taken_away_under_the_program_takes_no_more_edits() {
    type Take = fn(&Path, &Path);
    let ways: [(&str, Take, Displaced, bool); 7] = [
        ("the folder is removed", |data, _| fs::remove_dir_all(data).unwrap(), Displaced::Removed, false),
        ("the folder is moved", |data, old| fs::rename(data, old).unwrap(), Displaced::Removed, true),
        (
            "another folder takes its place",
            |data, old| {
                copy(data, &old.with_extension("copy"));
                fs::rename(data, old).unwrap();
                fs::rename(old.with_extension("copy"), data).unwrap();
            },
            Displaced::Replaced,
            true,
        ),
        (
            "the store is removed",
            |data, old| {
                copy(data, old);
                fs::remove_file(data.join("store.redb")).unwrap();
            },
            Displaced::Removed,
            true,
        ),
        (
            "the store is replaced as rsync does",
            |data, old| {
                copy(data, old);
                fs::copy(data.join("store.redb"), data.join(".store.redb.x")).unwrap();
                fs::rename(data.join(".store.redb.x"), data.join("store.redb")).unwrap();
            },
            Displaced::Replaced,
            true,
        ),
        (
            "the store is removed and put back",
            |data, old| {
                copy(data, old);
                fs::remove_file(data.join("store.redb")).unwrap();
                fs::copy(old.join("store.redb"), data.join("store.redb")).unwrap();
            },
            Displaced::Replaced,
            true,
        ),
        (
            "a file takes the folder’s place",
            |data, old| {
                fs::rename(data, old).unwrap();
                fs::write(data, "x").unwrap();
            },
            Displaced::Removed,
            true,
        ),
    ];
    for (way, take, became, is_kept) in ways {
        let room = tempfile::tempdir().unwrap();
        let (data, old) = (room.path().join("data"), room.path().join("old"));
        let mut ws = Workspace::open(&data, opening(1)).unwrap();
        add(&mut ws, "Dana").unwrap();
        take(&data, &old);
        let before = files(&data);
        for _ in 0..2 {
            match add(&mut ws, "Lee") {
                Err(EditError::Store(StoreError::Displaced(what))) => assert_eq!(what, became, "{way}"),
                other => panic!("{way}: {other:?}"),
            }
        }
        let snapshot = ws.snapshot();
        assert_eq!(snapshot.writing, Writing::Displaced(became), "{way}");
        assert_eq!(names(&snapshot), ["Dana"], "{way}: what is there is still shown");
        drop(ws);
        assert_eq!(files(&data), before, "{way}: something was made in its place");
        if is_kept {
            let ws = Workspace::open_existing(&old, opening(2)).unwrap();
            assert_eq!(names(&ws.snapshot()), ["Dana"], "{way}");
        }
    }
}

/// Every state in which a first start can be cut off, and some in which it can't: one that nobody was told of begins
/// anew, one that was named in part is finished, and a key without its store or a store without its key is an error.
#[test]
fn whatever_is_left_of_a_first_start_opens_or_says_why_not() {
    let made = tempfile::tempdir().unwrap();
    let person = Workspace::open(made.path(), opening(1)).unwrap().snapshot().person;
    let part = |name: &str, keep: u64| {
        let mut bytes = fs::read(made.path().join(name)).unwrap();
        bytes.truncate(bytes.len() * keep as usize / 100);
        bytes
    };
    /// What is at a name: nothing, or so many per cent of the whole file.
    type Left = Option<u64>;
    #[derive(Debug)]
    enum Then {
        /// A notebook is begun.
        Begins,
        /// The one that was made is there.
        Opens,
        NoStore,
        NoKey,
        Empty,
    }
    use Then::*;
    let whole = Some(100);
    // store, key, store.redb.first, store.key.first
    let states: [(Left, Left, Left, Left, Then); 16] = [
        (None, None, None, None, Begins),
        (None, None, None, Some(0), Begins),
        (None, None, None, Some(50), Begins),
        (None, None, None, whole, Begins),
        (None, None, Some(0), whole, Begins),
        (None, None, Some(30), whole, Begins),
        (None, None, whole, whole, Begins),
        (whole, None, None, whole, Opens),
        (None, whole, whole, None, Opens),
        (whole, whole, None, None, Opens),
        (whole, whole, Some(10), Some(10), Opens),
        (None, whole, None, None, NoStore),
        (None, whole, None, whole, NoStore),
        (whole, None, None, None, NoKey),
        (whole, None, whole, None, NoKey),
        (Some(0), whole, None, None, Empty),
    ];
    for (store, key, first_store, first_key, then) in states {
        let folder = tempfile::tempdir().unwrap();
        for (name, of, left) in [
            ("store.redb", "store.redb", store),
            ("store.key", "store.key", key),
            ("store.redb.first", "store.redb", first_store),
            ("store.key.first", "store.key", first_key),
        ] {
            if let Some(keep) = left {
                fs::write(folder.path().join(name), part(of, keep)).unwrap();
            }
        }
        let state = (store, key, first_store, first_key);
        let before = files(folder.path());
        let opened = Workspace::open(folder.path(), opening(2)).map(|ws| ws.snapshot().person);
        match (&then, opened) {
            (Begins, Ok(found)) => assert_ne!(found, person, "{state:?}"),
            (Opens, Ok(found)) => assert_eq!(found, person, "{state:?}"),
            (NoStore, Err(OpenError::NoStore)) | (NoKey, Err(OpenError::NoKey)) | (Empty, Err(OpenError::Empty)) => {
                let left = files(folder.path()).into_iter().filter(|name| name != "lock").collect::<Vec<_>>();
                assert_eq!(left, before, "{state:?}: something was changed");
                continue;
            }
            (then, other) => panic!("{state:?}: {other:?} and not {then:?}"),
        }
        assert!(!files(folder.path()).iter().any(|name| name.ends_with(".first")), "{state:?}");
        let again = Workspace::open_existing(folder.path(), opening(3)).unwrap();
        drop(again);
    }
}

/// Cut off anywhere, a store is noticed, and never opens as another or an empty notebook.
#[test]
fn a_truncated_store_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    for n in 0..40 {
        add(&mut ws, &format!("Peer {n}")).unwrap();
    }
    let right = names(&ws.snapshot());
    drop(ws);
    let path = folder.path().join("store.redb");
    let whole = fs::read(&path).unwrap();
    let mut noticed = 0;
    for step in 0..40 {
        fs::write(&path, &whole[..whole.len() * step / 40]).unwrap();
        match Workspace::open(folder.path(), opening(2)) {
            // What could be read of it is shown, and said to be no more than that.
            Ok(ws) if ws.snapshot().writing == Writing::Torn => {
                assert!(names(&ws.snapshot()).iter().all(|name| right.contains(name)), "{step}/40 invented somebody");
                noticed += 1;
            }
            Ok(mut ws) => match ws.verify() {
                Ok(_) => assert_eq!(names(&ws.snapshot()), right, "{step}/40 opened as another notebook"),
                Err(_) => noticed += 1,
            },
            Err(_) => noticed += 1,
        }
    }
    assert!(noticed > 20, "only {noticed} of 40 were noticed");
}

/// Makes nothing where there is nothing, not even a lock.
#[test]
fn looking_makes_no_folder_and_no_file() {
    let room = tempfile::tempdir().unwrap();
    let missing = room.path().join("deep/down");
    assert!(matches!(Workspace::open_existing(&missing, opening(1)), Err(OpenError::Nothing(_))));
    assert_eq!(files(room.path()), Vec::<String>::new());
    assert!(matches!(Workspace::open_existing(room.path(), opening(1)), Err(OpenError::Nothing(_))));
    assert_eq!(files(room.path()), Vec::<String>::new());
    fs::write(room.path().join("a file"), "x").unwrap();
    assert!(matches!(Workspace::open_existing(&room.path().join("a file"), opening(1)), Err(OpenError::Nothing(_))));
    drop(Workspace::open(&missing, opening(1)).unwrap());
    drop(Workspace::open_existing(&missing, opening(2)).unwrap());
}

#[cfg(unix)]
#[test]
fn only_a_folder_that_is_made_here_gets_a_mode_and_every_file_of_ours_is_mine_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let room = tempfile::tempdir().unwrap();
    let (made, there) = (room.path().join("a/made"), room.path().join("there"));
    fs::create_dir(&there).unwrap();
    set(there.clone(), 0o755);
    fs::write(there.join("holiday.txt"), "x").unwrap();
    set(there.join("holiday.txt"), 0o644);
    for folder in [&made, &there] {
        drop(Workspace::open(folder, opening(1)).unwrap());
        for name in files(folder).into_iter().filter(|name| name != "holiday.txt") {
            assert_eq!(mode(folder.join(&name)), 0o600, "{name}");
        }
    }
    assert_eq!(mode(made.clone()), 0o700);
    assert_eq!((mode(there.clone()), mode(there.join("holiday.txt"))), (0o755, 0o644));
    // A copy that came with another mode.
    set(made.join("store.key"), 0o644);
    set(made.join("store.redb"), 0o664);
    set(made.clone(), 0o750);
    drop(Workspace::open(&made, opening(2)).unwrap());
    assert_eq!((mode(made.join("store.key")), mode(made.join("store.redb")), mode(made)), (0o600, 0o600, 0o750));
}

/// An erase whose rewrite fails says so, keeps everything else going, and is finished at a later opening, whatever else
/// was written in between.
#[test]
fn an_erase_that_could_not_be_finished_is_finished_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    let lee = add(&mut ws, "Lee").unwrap();
    add(&mut ws, "Dana").unwrap();
    ws.edit(Command::AddNote { peer: lee, text: "about Lee".into() }, NOW).unwrap();
    drop(ws);
    let before = crate::method::sealed(folder.path());
    // A folder of that name can be neither removed as a file nor written to.
    let stone = folder.path().join("store.redb.new");
    fs::create_dir_all(stone.join("x")).unwrap();
    let mut ws = Workspace::open(folder.path(), opening(2)).unwrap();
    match ws.edit(Command::Erase(lee, ErasedList::Drop), NOW) {
        Err(EditError::Store(StoreError::NotRewritten(_))) => {}
        other => panic!("{other:?}"),
    }
    assert!(ws.unfinished_erase().is_some());
    assert_eq!(names(&ws.snapshot()), ["Dana"]);
    add(&mut ws, "Kim").unwrap();
    drop(ws);
    let ws = Workspace::open(folder.path(), opening(3)).unwrap();
    assert!(ws.unfinished_erase().is_some(), "it still can’t be done, and opens all the same");
    drop(ws);
    fs::remove_dir_all(&stone).unwrap();
    let mut ws = Workspace::open(folder.path(), opening(4)).unwrap();
    assert!(ws.unfinished_erase().is_none());
    assert_eq!(names(&ws.snapshot()), ["Dana", "Kim"]);
    ws.verify().unwrap();
    add(&mut ws, "Mo").unwrap();
    drop(ws);
    let after = crate::method::sealed(folder.path());
    let raw = fs::read(folder.path().join("store.redb")).unwrap();
    let gone: Vec<_> = before.difference(&after).collect();
    assert!(gone.len() >= 2 && gone.iter().all(|value| !crate::method::contains(&raw, value)));
    let ours = ["ballast", "lock", "store.key", "store.redb"];
    assert_eq!(files(folder.path()), ours, "no second file stays");
    let ws = Workspace::open(folder.path(), opening(5)).unwrap();
    assert_eq!(names(&ws.snapshot()), ["Dana", "Kim", "Mo"]);
}

/// What is done after an erase goes into the file that has the name now.
#[test]
fn after_an_erase_the_new_file_is_the_one_that_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    for round in 0..3 {
        let lee = add(&mut ws, "Lee").unwrap();
        ws.edit(Command::Erase(lee, ErasedList::Drop), NOW).unwrap();
        add(&mut ws, &format!("Kim {round}")).unwrap();
        assert_eq!(ws.snapshot().writing, Writing::Works);
    }
    drop(ws);
    let ws = Workspace::open(folder.path(), opening(2)).unwrap();
    assert_eq!(names(&ws.snapshot()), ["Kim 0", "Kim 1", "Kim 2"]);
}

/// A request that was carried out is known by its id, also after a crash, and one that was refused is not.
#[test]
fn a_request_is_remembered_with_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    let details = |name: &str| PeerDetails { name: name.into(), department: "IT".into(), ..PeerDetails::default() };
    ws.edit_as([1; 16], Command::AddPeer(details("Dana")), NOW).unwrap();
    ws.edit_as([2; 16], Command::AddPeer(details("")), NOW).unwrap_err();
    add(&mut ws, "Lee").unwrap();
    assert_eq!([1, 2, 3].map(|n| ws.was_done(&[n; 16])), [true, false, false]);
    drop(ws);
    let mut ws = Workspace::open(folder.path(), opening(2)).unwrap();
    assert_eq!([1, 2, 3].map(|n| ws.was_done(&[n; 16])), [true, false, false]);
    for n in 10..200 {
        ws.edit_as([n; 16], Command::AddPeer(details("Kim")), NOW).unwrap();
        assert!(ws.was_done(&[n; 16]));
    }
    assert!(!ws.was_done(&[1; 16]), "only the last few dozen are kept");
    ws.verify().unwrap();
}

/// A bit flipped in each row that belongs to this device alone: all but its own identity is no reason not to open.
#[test]
fn damaged_rows_of_this_device_are_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    for n in 0..12 {
        let peer = add(&mut ws, &format!("Peer {n}")).unwrap();
        ws.edit(Command::KeepDraft(Field::NewNote(peer), format!("typed {n}")), NOW).unwrap();
    }
    let right = ws.snapshot();
    drop(ws);
    let path = folder.path().join("store.redb");
    let whole = fs::read(&path).unwrap();
    let rows = crate::method::sealed_in(folder.path(), &["local"]);
    assert!(rows.len() > 20);
    let mut refused = 0;
    for (nth, row) in rows.iter().enumerate() {
        let mut damaged = whole.clone();
        for at in 0..damaged.len() - row.len() {
            if damaged[at..at + row.len()] == row[..] {
                damaged[at + row.len() / 2] ^= 1 << (nth % 8);
            }
        }
        fs::write(&path, &damaged).unwrap();
        let Ok(ws) = Workspace::open(folder.path(), opening(2)) else {
            refused += 1;
            continue;
        };
        let snapshot = ws.snapshot();
        assert_eq!((&snapshot.peers, snapshot.person), (&right.peers, right.person), "row {nth}");
        assert!(snapshot.drafts.len() >= right.drafts.len() - 1, "row {nth}: more was lost than was damaged");
        drop(ws);
        assert!(folder.path().join("store.redb.damaged").exists(), "row {nth}");
        Workspace::open(folder.path(), opening(3)).unwrap().verify().unwrap();
    }
    assert_eq!(refused, 1, "only without its key this device is nobody");
}

/// A bit flipped in each row that is ready to read, one after the other: the notebook opens and shows the same, because
/// the changes say it again; the damaged file is kept under a name of its own, and the next opening has nothing to mend.
#[test]
fn damaged_rows_that_the_changes_can_make_again_are_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    for n in 0..12 {
        let peer = add(&mut ws, &format!("Peer {n}")).unwrap();
        ws.edit(Command::AddNote { peer, text: format!("note {n}") }, NOW).unwrap();
    }
    let right = ws.snapshot();
    drop(ws);
    let path = folder.path().join("store.redb");
    let whole = fs::read(&path).unwrap();
    let views = crate::method::sealed_in(folder.path(), &["views"]);
    assert!(views.len() > 20);
    for (nth, row) in views.iter().enumerate() {
        let mut damaged = whole.clone();
        let mut found = 0;
        // Where redb moved it, its old bytes lie too.
        for at in 0..damaged.len() - row.len() {
            if damaged[at..at + row.len()] == row[..] {
                damaged[at + row.len() / 2] ^= 1 << (nth % 8);
                found += 1;
            }
        }
        assert!(found > 0);
        fs::write(&path, &damaged).unwrap();
        let ws = Workspace::open(folder.path(), opening(2)).unwrap();
        let snapshot = ws.snapshot();
        assert_eq!((&snapshot.peers, &snapshot.me), (&right.peers, &right.me), "row {nth}");
        assert_eq!(snapshot.writing, Writing::Works);
        drop(ws);
        let aside = fs::read(folder.path().join("store.redb.damaged")).unwrap();
        assert!(crate::method::contains(&aside, &row[..row.len() / 2]), "the damaged file is kept");
        let mut ws = Workspace::open(folder.path(), opening(3)).unwrap();
        assert_eq!(ws.documents_decoded(), 0, "row {nth}: it has to be mended again");
        assert_eq!(ws.snapshot().peers, right.peers);
        ws.verify().unwrap();
    }
    // Who is erased is in no damaged file either.
    let mut ws = Workspace::open(folder.path(), opening(4)).unwrap();
    let first = ws.snapshot().peers[0].id;
    ws.edit(Command::Erase(first, ErasedList::Drop), NOW).unwrap();
    assert_eq!(files(folder.path()), ["ballast", "lock", "store.key", "store.redb"]);
}
