//! Locking the program that has everything open: sessions end, nothing is shown, and it goes on where it was.

use crate::desks::{LONG, Person, open, paired};
use sideways::desk::{Answer, Desk, Link, Lock, PassphraseRequest, Request, SafetyAnswer, SafetyRequest};
use sideways_core::{command::Command, passphrase::Passphrase};
use std::{fs, sync::mpsc, time::Instant};

fn blue() -> Passphrase {
    Passphrase::new("blue horse at noon")
}

fn set(desk: &Desk) {
    desk.ask(Request::Passphrase(PassphraseRequest::Set(blue()))).unwrap();
}

#[test]
fn locked_ends_sessions_shows_nothing_and_unlocked_goes_on() {
    let (alex, dana) = paired();
    alex.until_equal();
    set(alex.desk());
    alex.write("after it was set");
    dana.until_line("after it was set");
    assert_eq!(alex.desk().view().unwrap().lock, Lock::Open);

    alex.desk().ask(Request::Lock).unwrap();
    let view = alex.desk().view().unwrap();
    assert_eq!(view.lock, Lock::Locked);
    let shown = format!("{view:?}");
    for private in ["Dana", "Alex", "after it was set", "127.0.0.1", alex.folder.path().to_str().unwrap()] {
        assert!(!shown.contains(private), "{private} is shown: {shown}");
    }
    dana.until("away", |view| view.links.get(&dana.peer()) != Some(&Link::Connected { equal: true }));
    for request in [
        Request::Run(Command::Undo),
        Request::Search("a".into()),
        Request::Verify,
        Request::Health,
        Request::GoOnline,
        Request::SyncOnce { wait_seconds: 1 },
        Request::Safety(SafetyRequest::Key),
        Request::Passphrase(PassphraseRequest::Remove(blue())),
        Request::Offer("sideways:join/x".into()),
    ] {
        let refused = alex.desk().ask(request.clone()).map(drop).unwrap_err();
        assert!(refused.wants_passphrase(), "{request:?}: {refused:?}");
    }
    // Nobody else opens the folder meanwhile.
    dana.write("while Alex is locked");
    let wrong = alex.desk().ask(Request::Unlock(Passphrase::new("red horses at dawn"))).map(drop).unwrap_err();
    assert!(wrong.error.contains("isn’t the passphrase"), "{wrong:?}");
    assert_eq!(alex.desk().view().unwrap().lock, Lock::Locked);
    alex.desk().ask(Request::Unlock(blue())).unwrap();
    assert_eq!(alex.desk().view().unwrap().lock, Lock::Open);
    // It was online, so it is again.
    alex.until_line("while Alex is locked");
    alex.write("and back");
    dana.until_line("and back");
}

/// Whoever waits when it is locked is told; nobody waits for ever.
#[test]
fn whoever_waits_when_it_is_locked_is_told() {
    let alex = Person::new("Alex Kim", "Engineering");
    set(alex.desk());
    let (told, was_told) = mpsc::channel();
    let text = {
        let mut dana = Person::new("Dana Ruiz", "Finance");
        dana.add_peer("Alex Kim", "Engineering");
        dana.invite()
    };
    // The inviter is gone, so joining would take its time.
    alex.desk().submit(Request::Join { text, as_peer: None }, move |answer| told.send(answer).unwrap());
    alex.desk().ask(Request::Lock).unwrap();
    let refused = was_told.recv_timeout(LONG).unwrap().map(drop).unwrap_err();
    assert!(refused.wants_passphrase(), "{refused:?}");
}

/// A backup that is being written when it is locked gets no name, and is made once somebody may know of it.
#[test]
fn a_backup_that_was_begun_before_the_lock_is_made_after_it() {
    let mut alex = Person::new("Alex Kim", "Engineering");
    alex.add_peer("Dana Ruiz", "Finance");
    for n in 0..150 {
        let text = format!("note {n} {}", "word ".repeat(300));
        alex.desk().ask(Request::Run(Command::AddNote { peer: alex.peer(), text })).unwrap();
    }
    set(alex.desk());
    let Ok(Answer::Safety(SafetyAnswer::Key(_))) = alex.desk().ask(Request::Safety(SafetyRequest::Key)) else {
        panic!("no key")
    };
    alex.desk().ask(Request::Safety(SafetyRequest::Shown)).unwrap();
    let now = SafetyRequest::Now { out: None, older: sideways::desk::Older::Keep };
    let (told, was_told) = mpsc::channel();
    alex.desk().submit(Request::Safety(now), move |answer| told.send(answer.map(drop)).unwrap());
    alex.desk().ask(Request::Lock).unwrap();
    // Either it was done before the lock, or whoever waited was told of the lock.
    let answer = was_told.recv_timeout(LONG).unwrap();
    assert!(answer.as_ref().map_or_else(|e| e.wants_passphrase(), |()| true), "{answer:?}");
    alex.desk().ask(Request::Unlock(blue())).unwrap();
    let begun = Instant::now();
    while alex.desk().view().unwrap().safety.last.is_none() {
        assert!(begun.elapsed() < LONG, "none was made");
        alex.desk().wait(std::time::Duration::from_millis(100));
    }
    let safety = alex.desk().view().unwrap().safety;
    assert!(safety.failed.is_none(), "{safety:?}");
    let folder = alex.folder.path().join("backups");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(files.iter().all(|path| path.extension().is_some_and(|it| it == "age")), "{files:?}");
}

/// A program that is started on a protected folder, as a window is, opens locked and is unlocked in place.
#[test]
fn it_opens_locked_and_is_unlocked_in_place() {
    let mut alex = Person::new("Alex Kim", "Engineering");
    set(alex.desk());
    alex.close();
    let desk = open(alex.folder.path()).unwrap();
    assert_eq!(desk.view().unwrap().lock, Lock::Locked);
    assert!(desk.ask(Request::Verify).unwrap_err().wants_passphrase());
    let other = Desk::running(alex.folder.path()).unwrap().unwrap();
    other.ask(Request::Unlock(blue())).unwrap();
    assert_eq!(desk.view().unwrap().snapshot.me.name, "Alex Kim");
    // A new passphrase is another, and removing it leaves nothing to lock with.
    let new = Passphrase::new("red horses at dawn");
    let change = PassphraseRequest::Change { old: blue(), new: new.clone() };
    desk.ask(Request::Passphrase(change)).unwrap();
    desk.ask(Request::Passphrase(PassphraseRequest::Remove(new))).unwrap();
    let without = desk.ask(Request::Lock).map(drop).unwrap_err();
    assert!(without.error.contains("no passphrase") && !without.wants_passphrase(), "{without:?}");
    assert!(matches!(desk.ask(Request::Verify), Ok(Answer::Verified(_))));
}
