//! A passphrase: what it protects, and that nothing keeps a notebook from opening with the old one or the new one.

use crate::people::{NOW, opening};
use sideways_core::{
    Entered, Workspace,
    command::{Command, Outcome, PeerDetails},
    error::OpenError,
    faults::{Fault, fail, steps},
    id::PeerId,
    passphrase::{Cost, Passphrase, PassphraseError},
    snapshot::{Field, Snapshot, Writing},
};
use std::{fs, io::ErrorKind, path::Path};
use tempfile::TempDir;

const COST: Cost = Cost::for_tests();
const CANARIES: [&str; 4] = [
    "canary-name-5101",
    "canary-note-5102 of some length, so that it deflates",
    "canary-address-5103@example.com",
    "canary-draft-5104",
];

fn phrase(typed: &str) -> Passphrase {
    Passphrase::new(typed)
}

fn add(ws: &mut Workspace, name: &str) -> PeerId {
    let reach = vec![format!("mailto:{}", CANARIES[2])];
    let details = PeerDetails { name: name.into(), department: "IT".into(), reach, ..PeerDetails::default() };
    match ws.edit(Command::AddPeer(details), NOW).unwrap() {
        Outcome::Peer(peer) => peer,
        other => panic!("{other:?}"),
    }
}

/// A notebook with words in it, closed again.
fn notebook() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(folder.path(), opening(1)).unwrap();
    let peer = add(&mut ws, CANARIES[0]);
    ws.edit(Command::AddNote { peer, text: CANARIES[1].into() }, NOW).unwrap();
    ws.edit(Command::KeepDraft(Field::NewLine(peer), CANARIES[3].into()), NOW).unwrap();
    folder
}

fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.path().join(entry.file_name())).unwrap();
    }
    to
}

fn said(snapshot: &Snapshot) -> String {
    format!("{:?} {:?}", snapshot.peers, snapshot.drafts)
}

/// Opens it with this passphrase, or with none.
fn open(folder: &Path, with: Option<&str>) -> Result<Workspace, OpenError> {
    match (Workspace::enter(folder, &opening(7))?, with) {
        (Entered::Open(ws), None) => Ok(*ws),
        (Entered::Open(_), Some(_)) => panic!("it opens without its passphrase"),
        (Entered::Locked(_), None) => Err(OpenError::Locked),
        (Entered::Locked(locked), Some(typed)) => locked.unlock(&phrase(typed), &opening(8)).map_err(|(_, e)| e),
    }
}

#[test]
fn it_opens_with_its_passphrase_and_with_nothing_else() {
    let folder = notebook();
    let path = folder.path();
    assert!(!Workspace::wants_passphrase(path));
    let mut ws = open(path, None).unwrap();
    let before = said(&ws.snapshot());
    assert!(matches!(ws.set_passphrase(&phrase("short"), COST), Err(PassphraseError::TooShort)));
    assert!(matches!(
        ws.change_passphrase(&phrase("blue horse"), &phrase("red horses"), COST),
        Err(PassphraseError::NotSet)
    ));
    assert!(matches!(ws.remove_passphrase(&phrase("blue horse")), Err(PassphraseError::NotSet)));
    ws.set_passphrase(&phrase("blue horse"), COST).unwrap();
    assert!(ws.is_protected() && Workspace::wants_passphrase(path));
    assert!(matches!(ws.set_passphrase(&phrase("red horses"), COST), Err(PassphraseError::AlreadySet)));
    // It goes on at once, and what is written now is sealed too.
    add(&mut ws, "Lee");
    let after = said(&ws.snapshot());
    assert_ne!(before, after);
    drop(ws);

    assert!(matches!(Workspace::open_existing(path, opening(2)), Err(OpenError::Locked)));
    assert!(matches!(Workspace::open(path, opening(2)), Err(OpenError::Locked)), "a second, empty one");
    for wrong in ["", "blue hors", "Blue horse", "blue horse "] {
        assert!(matches!(open(path, Some(wrong)), Err(OpenError::Passphrase)), "{wrong}");
    }
    let mut ws = open(path, Some("blue horse")).unwrap();
    assert_eq!(said(&ws.snapshot()), after);

    assert!(matches!(
        ws.change_passphrase(&phrase("red horses"), &phrase("red horses"), COST),
        Err(PassphraseError::Wrong)
    ));
    let store = fs::read(path.join("store.redb")).unwrap();
    ws.change_passphrase(&phrase("blue horse"), &phrase("red horses"), COST).unwrap();
    assert!(fs::read(path.join("store.redb")).unwrap() == store, "changing it wraps the key anew, and no more");
    drop(ws);
    assert!(matches!(open(path, Some("blue horse")), Err(OpenError::Passphrase)));
    let mut ws = open(path, Some("red horses")).unwrap();

    assert!(matches!(ws.remove_passphrase(&phrase("blue horse")), Err(PassphraseError::Wrong)));
    ws.remove_passphrase(&phrase("red horses")).unwrap();
    drop(ws);
    let ws = open(path, None).unwrap();
    assert_eq!(said(&ws.snapshot()), after);
}

/// Locked, the folder stays this process's, and it opens again as it was.
#[test]
fn a_locked_notebook_is_held_and_opens_again() {
    let folder = notebook();
    let mut ws = open(folder.path(), None).unwrap();
    ws.set_passphrase(&phrase("blue horse"), COST).unwrap();
    let before = said(&ws.snapshot());
    let locked = ws.lock().unwrap();
    assert!(matches!(Workspace::enter(folder.path(), &opening(3)), Err(OpenError::InUse)));
    let Err((locked, OpenError::Passphrase)) = locked.unlock(&phrase("red horses"), &opening(4)) else {
        panic!("it opened")
    };
    assert!(matches!(Workspace::enter(folder.path(), &opening(3)), Err(OpenError::InUse)));
    let mut ws = locked.unlock(&phrase("blue horse"), &opening(5)).map_err(|(_, e)| e).unwrap();
    assert_eq!(said(&ws.snapshot()), before);
    add(&mut ws, "Lee");
    drop(ws);
    assert_eq!(open(folder.path(), Some("blue horse")).unwrap().snapshot().peers.len(), 2);
}

/// The key that lay there in the clear is in no file any more, and opens nothing that is.
#[test]
fn the_key_that_lay_in_the_clear_opens_nothing_any_more() {
    let folder = notebook();
    let path = folder.path();
    let key = fs::read(path.join("store.key")).unwrap();
    let mut ws = open(path, None).unwrap();
    ws.set_passphrase(&phrase("blue horse"), COST).unwrap();
    drop(ws);
    for entry in fs::read_dir(path).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(key.len()).any(|part| part == key));
    }
    fs::write(path.join("store.key"), key).unwrap();
    assert!(matches!(Workspace::enter(path, &opening(3)), Err(OpenError::Key)));
}

/// Whether this text is somewhere in the bytes: as it is, in both orders of UTF-16, or deflated from any byte on.
fn holds(bytes: &[u8], inflates: bool, texts: &[&str]) -> Option<String> {
    let forms = |text: &str| -> Vec<Vec<u8>> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let wide = |order: fn(u16) -> [u8; 2]| units.iter().copied().flat_map(order).collect();
        vec![text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
    };
    let forms: Vec<Vec<u8>> = texts.iter().flat_map(|text| forms(text)).collect();
    let within = |bytes: &[u8]| {
        let found = forms.iter().find(|form| memchr::memmem::find(bytes, form).is_some());
        found.map(|form| String::from_utf8_lossy(form).into_owned())
    };
    let mut out = vec![0; 4096];
    let mut inflated = |from: &[u8]| {
        let from = from.get(..4096.min(from.len())).unwrap_or_default();
        let parts = std::iter::once(from);
        let _ = miniz_oxide::inflate::decompress_slice_iter_to_slice(&mut out, parts, false, true);
        let found = within(&out);
        out.fill(0);
        found
    };
    let starts = (0..bytes.len()).filter(|at| inflates && bytes[*at..].iter().take(8).any(|byte| *byte != 0));
    within(bytes).or_else(|| starts.into_iter().find_map(|at| inflated(&bytes[at..])))
}

/// S1: once a passphrase is set, no word, name or address is in any file of the folder.
#[test]
fn no_word_is_in_any_file_of_the_folder() {
    let deflated = miniz_oxide::deflate::compress_to_vec(CANARIES[1].as_bytes(), 6);
    assert!(holds(&[b"xyz".as_slice(), &deflated].concat(), true, &CANARIES).is_some(), "the test is blind");
    let wide: Vec<u8> = CANARIES[0].encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(holds(&wide, true, &CANARIES).is_some(), "the test is blind");

    let folder = notebook();
    let mut ws = open(folder.path(), None).unwrap();
    ws.set_passphrase(&phrase("blue horse canary-5105"), COST).unwrap();
    let peer = ws.snapshot().peers[0].id;
    ws.edit(Command::AddNote { peer, text: CANARIES[1].into() }, NOW).unwrap();
    drop(ws);
    let mut texts = CANARIES.to_vec();
    texts.push("canary-5105");
    let mut files = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        // The ballast is random from the start; inflating it takes long and says nothing.
        let inflates = path.file_name().is_some_and(|name| name != "ballast");
        let found = holds(&fs::read(&path).unwrap(), inflates, &texts);
        assert!(found.is_none(), "{} holds {found:?}", path.display());
        files += 1;
    }
    assert!(files >= 4, "{files} files: the test is blind");
}

/// What somebody does, and the passphrases before and after it.
type Does =
    (&'static str, Option<&'static str>, Option<&'static str>, fn(&mut Workspace) -> Result<(), PassphraseError>);

const ALL: [Does; 3] = [
    ("set", None, Some("blue horse"), |ws| ws.set_passphrase(&phrase("blue horse"), COST)),
    ("change", Some("blue horse"), Some("red horses"), |ws| {
        ws.change_passphrase(&phrase("blue horse"), &phrase("red horses"), COST)
    }),
    ("remove", Some("blue horse"), None, |ws| ws.remove_passphrase(&phrase("blue horse"))),
];

/// Which of the two it opens with; what is in it then.
fn opens_with(folder: &Path, (_, old, new, _): &Does, what: &str) -> (Option<&'static str>, Workspace) {
    for with in [*new, *old] {
        let locked = match Workspace::enter(folder, &opening(7)) {
            Ok(Entered::Open(ws)) if with.is_none() => return (with, *ws),
            Ok(Entered::Open(_)) => continue,
            Ok(Entered::Locked(locked)) => locked,
            Err(e) => panic!("{what}: {e}"),
        };
        let Some(typed) = with else { continue };
        match locked.unlock(&phrase(typed), &opening(8)) {
            Ok(ws) => return (with, ws),
            Err((_, OpenError::Passphrase)) => {}
            Err((_, e)) => panic!("{what}: {e}"),
        }
    }
    panic!("{what}: it opens with neither");
}

/// Every operation of the disk fails, once or for ever, as when the process is killed before it: the notebook opens with
/// what it opened with before or with the new passphrase, holds everything, and goes on.
#[test]
fn interrupted_anywhere_it_opens_with_the_old_or_the_new() {
    let plain = notebook();
    let protected = copy(plain.path());
    open(protected.path(), None).unwrap().set_passphrase(&phrase("blue horse"), COST).unwrap();
    for does in &ALL {
        let (name, old, new, act) = does;
        let before = if old.is_some() { &protected } else { &plain };
        let whole = said(&open(before.path(), *old).unwrap().snapshot());
        let operations = {
            let folder = copy(before.path());
            let mut ws = open(folder.path(), *old).unwrap();
            fail(None);
            act(&mut ws).unwrap();
            steps()
        };
        assert!(operations >= 5, "{name}: {operations} operations: the test is blind");
        let (mut stayed, mut became) = (0, 0);
        for at in 0..operations {
            let faults = [Fault::Once(at, ErrorKind::Other), Fault::Once(at, ErrorKind::StorageFull), Fault::From(at)];
            for fault in faults {
                let what = format!("{name}, {fault:?} of {operations}");
                let folder = copy(before.path());
                let mut ws = open(folder.path(), *old).unwrap();
                fail(Some(fault));
                let done = act(&mut ws);
                let writes = ws.snapshot().writing == Writing::Works;
                if matches!(fault, Fault::From(_)) {
                    drop(ws);
                } else {
                    fail(None);
                    assert_eq!(said(&ws.snapshot()), whole, "{what}: it keeps showing what it has");
                    if writes {
                        add(&mut ws, "Lee");
                    }
                    drop(ws);
                }
                fail(None);
                let goes_on = writes && !matches!(fault, Fault::From(_));
                half_written(folder.path(), does, &what);
                let (with, ws) = opens_with(folder.path(), does, &what);
                if done.is_ok() {
                    assert_eq!(with, *new, "{what}: it was said to be done");
                }
                let names: Vec<_> = ws.snapshot().peers.iter().map(|peer| peer.name.clone()).collect();
                assert_eq!(names.contains(&"Lee".to_owned()), goes_on, "{what}: {names:?}");
                if !goes_on {
                    assert_eq!(said(&ws.snapshot()), whole, "{what}");
                }
                for left in ["store.key.new", "store.redb.new"] {
                    assert!(!folder.path().join(left).exists(), "{what}: {left} is left");
                }
                if with == *new { became += 1 } else { stayed += 1 }
            }
        }
        assert!(stayed > 0 && became > 0, "{name}: {stayed} stayed, {became} became: the test is blind");
    }
}

/// Where power failed before anything was named, what was written in part does no harm.
fn half_written(folder: &Path, does: &Does, what: &str) {
    let torn = copy(folder);
    let (with, ws) = opens_with(copy(folder).path(), does, what);
    drop(ws);
    if with != does.1 {
        return;
    }
    for name in ["store.key.new", "store.redb.new"] {
        if let Ok(bytes) = fs::read(torn.path().join(name)) {
            fs::write(torn.path().join(name), &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    let (after, _ws) = opens_with(torn.path(), does, what);
    assert_eq!(after, with, "{what}: torn");
}

/// A key file that somebody else wrote, or that is damaged: one sentence, no panic, nothing that costs much, and the
/// store stays as it is.
#[test]
fn a_damaged_key_file_is_an_error_and_nothing_more() {
    let folder = notebook();
    let path = folder.path();
    open(path, None).unwrap().set_passphrase(&phrase("blue horse"), COST).unwrap();
    let (key, store) = (fs::read(path.join("store.key")).unwrap(), fs::read(path.join("store.redb")).unwrap());
    let mut hostile: Vec<Vec<u8>> = (0..key.len()).step_by(7).map(|cut| key[..cut].to_vec()).collect();
    hostile.extend([vec![0; 33], vec![b'x'; 1 << 20], [key.as_slice(), b"x"].concat()]);
    for at in [15, 18, 22, 23, 40, 60, 100] {
        let mut changed = key.clone();
        changed[at] ^= 0x80;
        hostile.push(changed);
    }
    for bytes in hostile {
        fs::write(path.join("store.key"), &bytes).unwrap();
        let refused = match Workspace::enter(path, &opening(3)) {
            Err(e) => e,
            Ok(Entered::Open(_)) => panic!("{} bytes open it", bytes.len()),
            Ok(Entered::Locked(locked)) => locked.unlock(&phrase("blue horse"), &opening(4)).map(drop).unwrap_err().1,
        };
        assert!(!refused.to_string().is_empty() && fs::read(path.join("store.redb")).unwrap() == store);
    }
    fs::write(path.join("store.key"), key).unwrap();
    open(path, Some("blue horse")).unwrap();
}
