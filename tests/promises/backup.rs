//! A backup holds everything, and opens as a new device of the same person; whatever is done to the file is noticed.

use crate::people::{NOW, Person, alex_and_dana, meet, opening, pair, pair_as};
use sideways_core::{
    Workspace,
    backup::{BackupError, BackupSource, Loaded, RecoveryKey},
    command::{Command, ErasedList, Outcome, PeerDetails, ShareCommand},
    snapshot::{Field, Moment, Snapshot},
};
use std::io::{self, Write};

fn flips() -> usize {
    std::env::var("SIDEWAYS_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(150)
}

fn file(source: &BackupSource, key: &RecoveryKey) -> Vec<u8> {
    source.write(Vec::new(), key, [3; 32], NOW).unwrap()
}

fn export(snapshot: &Snapshot) -> String {
    serde_json::to_string(&sideways_core::export::Export::of(snapshot, None)).unwrap()
}

/// A notebook with something of most kinds in it.
fn full() -> (Person, Person) {
    let (mut alex, dana) = alex_and_dana();
    alex.add("a line of Alex");
    for n in 0..5 {
        let note = Command::AddNote { peer: alex.peer, text: format!("note {n}") };
        alex.ws.edit(note, NOW).unwrap();
    }
    alex.ws.edit(Command::KeepDraft(Field::NewLine(alex.peer), "half a line".into()), NOW).unwrap();
    (alex, dana)
}

#[test]
fn what_is_brought_back_is_everything_as_a_new_device() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    assert!(alex.ws.make_recovery_key().unwrap() == key, "it is made once");
    let source = alex.ws.backup_source().unwrap();
    let bytes = file(&source, &key);
    // The words on the sheet are enough.
    let typed = RecoveryKey::parse(&key.words().join(" ")).unwrap();
    let loaded = Loaded::read(bytes.as_slice(), &typed).unwrap();
    let tested = loaded.test(&opening(40)).unwrap();
    source.compare(&tested).unwrap();
    assert_eq!((tested.counts.notes, tested.counts.drafts, tested.counts.peers), (5, 1, 1));

    let room = tempfile::tempdir().unwrap();
    let to = room.path().join("new");
    let restored = Workspace::restore(&to, &loaded, &opening(41)).unwrap();
    assert_eq!(restored, tested);
    let ws = Workspace::open_existing(&to, opening(42)).unwrap();
    assert_eq!(export(&ws.snapshot()), export(&alex.ws.snapshot()));
    assert_eq!(ws.snapshot().drafts, alex.ws.snapshot().drafts);
    assert_eq!(ws.snapshot().person, alex.ws.snapshot().person);
    assert_ne!(ws.snapshot().device, alex.ws.snapshot().device, "a copy must not pass for the computer it came from");
    assert!(ws.recovery_key().unwrap() == Some(key.clone()) && ws.backup_notes().unwrap().sheet_shown.is_some());
    drop(ws);
    // Never in the place of one.
    let before = std::fs::read(to.join("store.redb")).unwrap();
    assert!(matches!(Workspace::restore(&to, &loaded, &opening(43)), Err(BackupError::NotEmpty)));
    assert!(std::fs::read(to.join("store.redb")).unwrap() == before);
}

/// The device's secret is in no form in what the file says once it is opened; nor are an invitation's, and the recovery
/// key's own.
#[test]
fn no_secret_is_in_a_backup() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
    let invite = Command::Share(alex.peer, ShareCommand::Invite { until });
    let Outcome::Invitation(invitation) = alex.ws.edit(invite, NOW).unwrap() else { panic!() };
    let bytes = file(&alex.ws.backup_source().unwrap(), &key);
    let loaded = Loaded::read(bytes.as_slice(), &key).unwrap();
    let rows = loaded.rows_as_bytes();
    let holds = |secret: &[u8]| rows.iter().any(|row| row.windows(secret.len()).any(|part| part == secret));
    assert!(!holds(alex.ws.device_key().secret().as_slice()));
    assert!(!holds(&invitation.0));
    assert!(holds(alex.ws.device_key().id().as_bytes()), "the test is blind");
}

#[test]
fn a_file_that_was_changed_cut_or_is_another_one_is_refused_in_a_sentence() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let bytes = file(&alex.ws.backup_source().unwrap(), &key);
    let other = RecoveryKey::parse(&format!("{}art", "abandon ".repeat(23))).unwrap();
    assert!(matches!(Loaded::read(bytes.as_slice(), &other), Err(BackupError::OtherKey)));
    for (what, file) in [("empty", b"".as_slice()), ("a picture", b"\x89PNG\r\n\x1a\n"), ("text", b"age\n")] {
        assert!(matches!(Loaded::read(file, &key), Err(BackupError::NotABackup)), "{what}");
    }
    for part in 0..flips() {
        let cut = bytes.len() * part / flips();
        let refused = Loaded::read(&bytes[..cut], &key).map(drop).unwrap_err();
        assert!(!refused.to_string().is_empty());
        let mut flipped = bytes.clone();
        flipped[cut] ^= 1 << (part % 8);
        assert!(Loaded::read(flipped.as_slice(), &key).is_err(), "a flipped bit at {cut}");
    }
}

/// Whoever knows my key, and nobody else does, could write what they like into a backup: it costs bounded memory, and
/// brings back nothing that doesn't fit together.
#[test]
fn a_hostile_backup_is_refused_before_it_costs_much() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let source = alex.ws.backup_source().unwrap();
    let lines = Loaded::plain_lines(file(&source, &key).as_slice(), &key).unwrap();
    let (head, end) = (lines.first().unwrap().clone(), lines.last().unwrap().clone());
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        let sealed = BackupSource::seal_lines(&changed, &key, [5; 32]).unwrap();
        Loaded::read(sealed.as_slice(), &key).and_then(|loaded| loaded.test(&opening(44)))
    };
    assert!(with(&|_| {}).is_ok(), "the test is blind");
    let row = lines.iter().position(|line| line.starts_with("{\"row\":[\"changes\"")).unwrap();
    let statement = lines.iter().position(|line| line.starts_with("{\"row\":[\"statements\"")).unwrap();
    let identity = r#"{"row":["local","AQ==","AAAA"]}"#;
    assert!(with(&|it| drop(it.remove(row))).is_err(), "a row is missing");
    assert!(with(&|it| it.insert(row, lines[row].clone())).is_err(), "a row is there twice");
    assert!(with(&|it| it.insert(1, identity.into())).is_err(), "a device’s secret");
    assert!(with(&|it| it.insert(1, r#"{"row":["views","AQ==","AAAA"]}"#.into())).is_err());
    assert!(with(&|it| it.insert(1, r#"{"row":["changes","AQ==","!"]}"#.into())).is_err());
    assert!(with(&|it| it[row] = r#"{"row":["changes","AQ==","//////////8="]}"#.into()).is_err());
    assert!(with(&|it| it[statement] = it[statement].replace("A", "B")).is_err());
    assert!(with(&|it| it[0] = head.replace("\"sideways_backup\":1", "\"sideways_backup\":2")).is_err());
    assert!(with(&|it| it[0] = "{}".into()).is_err());
    assert!(with(&|it| drop(it.pop())).is_err());
    assert!(with(&|it| it.push(end.clone())).is_err());
    assert!(with(&|it| *it.last_mut().unwrap() = end.replace("\"notes\":5", "\"notes\":6")).is_err());
    assert!(with(&|it| it.insert(1, r#"{"of a later version":[1,2]}"#.into())).is_ok(), "a line to be passed over");
    let long = format!("{{\"row\":[\"changes\",\"{}\",\"\"]}}", "A".repeat(20 * 1024 * 1024));
    assert!(matches!(with(&|it| it.insert(1, long.clone())), Err(BackupError::TooLarge)));
    let long = format!("{{\"peer\":\"{}\"}}", "A".repeat(20 * 1024 * 1024));
    assert!(with(&|it| it.insert(1, long.clone())).is_ok(), "what isn’t kept may be of any length");
}

/// The disk is full, or fails, at any of its writes: there is an error, and never half a backup that counts as one.
#[test]
fn a_disk_that_fails_while_a_backup_is_written_makes_none() {
    struct Disk(usize);
    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let source = alex.ws.backup_source().unwrap();
    let whole = file(&source, &key).len();
    for room in (0..whole).step_by(whole / 60).chain([whole - 1]) {
        let failed = source.write(Disk(room), &key, [3; 32], NOW).map(drop).unwrap_err();
        assert!(matches!(failed, BackupError::Io(_)), "{failed}");
    }
    assert!(source.write(Disk(whole), &key, [3; 32], NOW).is_ok());
}

/// It is what was there when it was begun, however much is written meanwhile.
#[test]
fn a_backup_is_one_moment_while_writing_goes_on() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let (before, source) = (export(&alex.ws.snapshot()), alex.ws.backup_source().unwrap());
    for n in 0..50 {
        alex.add(&format!("later {n}"));
    }
    let tested = Loaded::read(file(&source, &key).as_slice(), &key).unwrap().test(&opening(45)).unwrap();
    source.compare(&tested).unwrap();
    assert_eq!(serde_json::to_string(tested.export()).unwrap(), before);
    let later = alex.ws.backup_source().unwrap();
    assert!(matches!(later.compare(&tested), Err(BackupError::Differs(_))), "the comparison is blind");
}

#[test]
fn no_new_backup_holds_erased_words() {
    let room = tempfile::tempdir().unwrap();
    let mut ws = Workspace::open(room.path(), opening(46)).unwrap();
    let details = PeerDetails { name: "canary-name".into(), department: "IT".into(), ..Default::default() };
    let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!() };
    ws.edit(Command::AddNote { peer, text: "canary-note".into() }, NOW).unwrap();
    let key = ws.make_recovery_key().unwrap();
    let plain = |ws: &Workspace| {
        let bytes = file(&ws.backup_source().unwrap(), &key);
        let loaded = Loaded::read(bytes.as_slice(), &key).unwrap();
        let rows: Vec<u8> = loaded.rows_as_bytes().concat();
        let lines = Loaded::plain_lines(bytes.as_slice(), &key).unwrap().join("\n");
        [rows, lines.into_bytes()].concat()
    };
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds(&plain(&ws), "canary-note"), "the test is blind");
    ws.edit(Command::Erase(peer, ErasedList::Drop), NOW).unwrap();
    let after = plain(&ws);
    assert!(!holds(&after, "canary-note") && !holds(&after, "canary-name"));
}

/// In the first window of a new installation: the notebook that was begun there is empty, and becomes the old one.
#[test]
fn a_notebook_in_which_nothing_was_written_becomes_the_backup() {
    let (mut alex, _) = full();
    let key = alex.ws.make_recovery_key().unwrap();
    let bytes = file(&alex.ws.backup_source().unwrap(), &key);
    let loaded = Loaded::read(bytes.as_slice(), &key).unwrap();
    let room = tempfile::tempdir().unwrap();
    let open = |seed| Workspace::open(room.path(), opening(seed)).unwrap();
    let mut ws = open(47);
    assert!(ws.is_untouched());
    ws.take_over(&loaded, &opening(48)).unwrap();
    assert_eq!(export(&ws.snapshot()), export(&alex.ws.snapshot()));
    ws.edit(Command::AddNote { peer: alex.peer, text: "goes on".into() }, NOW).unwrap();
    assert!(matches!(ws.take_over(&loaded, &opening(49)), Err(BackupError::NotEmpty)), "never over something");
    let now = export(&ws.snapshot());
    drop(ws);
    let ws = open(50);
    assert_eq!(export(&ws.snapshot()), now);
    assert!(!room.path().join("store.redb.new").exists());
}

/// Brought back, the notebook goes on in the same list: what the colleague got since comes back, and what is written
/// now reaches them.
#[test]
fn a_restored_notebook_goes_on_with_a_colleague() {
    let (mut alex, mut dana) = full();
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    let key = alex.ws.make_recovery_key().unwrap();
    let bytes = file(&alex.ws.backup_source().unwrap(), &key);
    alex.add("written after the backup");
    meet(&mut alex, &mut dana);
    let peer = alex.peer;
    drop(alex);
    let room = tempfile::tempdir().unwrap();
    let loaded = Loaded::read(bytes.as_slice(), &key).unwrap();
    Workspace::restore(room.path(), &loaded, &opening(51)).unwrap();
    let ws = Workspace::open_existing(room.path(), opening(52)).unwrap();
    let mut alex = Person { ws, peer };
    assert!(!alex.texts().contains(&"written after the backup".to_owned()));
    // Dana needn't say who it is: the recovery key vouches for this computer, and her Alex's old one for that key.
    pair_as(&mut alex, &mut dana, None);
    meet(&mut alex, &mut dana);
    assert!(alex.texts().contains(&"written after the backup".to_owned()));
    alex.add("from the new computer");
    dana.add("from Dana");
    meet(&mut alex, &mut dana);
    assert_eq!(alex.texts(), dana.texts());
    assert!(alex.texts().contains(&"from the new computer".to_owned()));
    alex.ws.verify().unwrap();
    dana.ws.verify().unwrap();
}
