//! Backups as the engine makes them: beside everything else, by themselves, and brought back into an open window.

use crate::desks::{LONG, Person, open};
use sideways::desk::{Answer, Backed, Desk, Failure, Older, Request, SafetyAnswer, SafetyRequest, Secret};
use sideways_core::{
    command::{Command, ErasedList, Outcome},
    id::PeerId,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    time::{Duration, Instant},
};
use tempfile::TempDir;

fn ask(desk: &Desk, request: SafetyRequest) -> Result<SafetyAnswer, Failure> {
    match desk.ask(Request::Safety(request))? {
        Answer::Safety(answer) => Ok(answer),
        other => panic!("{other:?}"),
    }
}

fn words(desk: &Desk) -> Secret {
    let Ok(SafetyAnswer::Key(words)) = ask(desk, SafetyRequest::Key) else { panic!("no key") };
    desk.ask(Request::Safety(SafetyRequest::Shown)).unwrap();
    words
}

fn now(out: Option<PathBuf>) -> SafetyRequest {
    SafetyRequest::Now { out, older: Older::Keep }
}

fn backed(desk: &Desk, out: Option<PathBuf>) -> Backed {
    match ask(desk, now(out)) {
        Ok(SafetyAnswer::Backed(backed)) => *backed,
        other => panic!("{other:?}"),
    }
}

fn alex() -> Person {
    let mut alex = Person::new("Alex Kim", "Engineering");
    alex.add_peer("Dana Ruiz", "Finance");
    alex
}

fn note(desk: &Desk, peer: PeerId, text: &str) {
    let answer = desk.ask(Request::Run(Command::AddNote { peer, text: text.into() })).unwrap();
    assert!(matches!(answer, Answer::Did(Outcome::Entry(_))), "{answer:?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.map(|it| it.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "age")).collect()
}

/// Nobody asks for it: once the sheet was shown, a backup is there a moment later, and not another one.
#[test]
fn after_the_sheet_was_shown_a_backup_is_made_by_itself() {
    let alex = alex();
    let folder = alex.folder.path().join("backups");
    let without = ask(alex.desk(), now(None)).map(drop).unwrap_err();
    assert!(without.error.contains("no recovery key"), "{without:?}");
    words(alex.desk());
    let begun = Instant::now();
    while alex.desk().view().unwrap().safety.last.is_none() {
        assert!(begun.elapsed() < LONG, "none was made");
        alex.desk().wait(Duration::from_millis(100));
    }
    let safety = alex.desk().view().unwrap().safety;
    assert!(safety.failed.is_none() && safety.last.as_ref().unwrap().counts.peers == 1, "{safety:?}");
    assert_eq!(files(&folder).len(), 1);
    assert!(matches!(ask(alex.desk(), SafetyRequest::Test(None)), Ok(SafetyAnswer::Tested(_))));
}

/// While one is written nobody waits for it: commands are answered before it is.
#[test]
fn writing_goes_on_while_a_backup_is_made() {
    let alex = alex();
    for n in 0..300 {
        note(alex.desk(), alex.peer(), &format!("note {n} {}", "word ".repeat(400)));
    }
    words(alex.desk());
    let (done, was_done) = mpsc::channel();
    alex.desk().submit(Request::Safety(now(None)), move |answer| done.send(answer).unwrap());
    let mut during = 0;
    let answer = loop {
        note(alex.desk(), alex.peer(), "meanwhile");
        match was_done.try_recv() {
            Ok(answer) => break answer,
            Err(_) => during += 1,
        }
    };
    let Ok(Answer::Safety(SafetyAnswer::Backed(backed))) = answer else { panic!("{answer:?}") };
    assert!(backed.counts.notes >= 300, "{backed:?}");
    assert!(during >= 3, "only {during} notes were kept meanwhile");
}

/// Somebody is erased while a backup is written: what bears a backup's name then doesn't hold them.
#[test]
fn a_backup_that_was_begun_before_an_erase_is_made_anew() {
    let alex = alex();
    for n in 0..200 {
        note(alex.desk(), alex.peer(), &format!("note {n} {}", "word ".repeat(300)));
    }
    words(alex.desk());
    let (done, was_done) = mpsc::channel();
    alex.desk().submit(Request::Safety(now(None)), move |answer| done.send(answer).unwrap());
    alex.desk().ask(Request::Run(Command::Erase(alex.peer(), ErasedList::Drop))).unwrap();
    let answer = was_done.recv_timeout(LONG).unwrap();
    let Ok(Answer::Safety(SafetyAnswer::Backed(backed))) = answer else { panic!("{answer:?}") };
    assert_eq!((backed.counts.peers, backed.counts.notes), (0, 0));
    assert_eq!(files(&alex.folder.path().join("backups")), [backed.file]);
}

/// The first screen of a new installation, with the program's own engine behind it: what is open there becomes the old
/// notebook, and stays it.
#[test]
fn an_open_and_empty_notebook_becomes_the_old_one() {
    let alex = alex();
    note(alex.desk(), alex.peer(), "Prefers the phone.");
    let words = words(alex.desk());
    let stick = TempDir::new().unwrap();
    let file = backed(alex.desk(), Some(stick.path().join("a.age"))).file;
    let before = alex.desk().view().unwrap().snapshot;

    let new = TempDir::new().unwrap();
    let desk = open(new.path()).unwrap();
    let wrong = Secret(format!("{}art", "abandon ".repeat(23)));
    let refused = ask(&desk, SafetyRequest::Restore(file.clone(), wrong)).map(drop).unwrap_err();
    assert!(refused.error.contains("another recovery key"), "{refused:?}");
    assert!(desk.view().unwrap().snapshot.peers.is_empty());
    let restore = SafetyRequest::Restore(file, words);
    let Ok(SafetyAnswer::Restored(counts)) = ask(&desk, restore.clone()) else { panic!("not restored") };
    assert_eq!((counts.peers, counts.notes), (1, 1));
    let after = desk.view().unwrap();
    assert_eq!(after.snapshot.peers[0].notes, before.peers[0].notes);
    assert!(after.safety.sheet_shown);
    let again = ask(&desk, restore).map(drop).unwrap_err();
    assert!(again.error.contains("something is written"), "{again:?}");
    note(&desk, alex.peer(), "goes on");
    drop(desk);
    let desk = open(new.path()).unwrap();
    assert_eq!(desk.view().unwrap().snapshot.peers[0].notes.len(), 2);
    assert!(matches!(desk.ask(Request::Verify), Ok(Answer::Verified(_))));
}
