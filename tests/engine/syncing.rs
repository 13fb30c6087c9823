use crate::desks::{paired, sync_once};
use sideways::desk::{Answer, Caret, Online, Request};
use sideways_core::id::LineId;
use std::{
    thread,
    time::{Duration, Instant},
};

#[test]
fn two_that_synchronise_once_meet_though_they_start_apart() {
    let (mut alex, mut dana) = paired();
    alex.until_equal();
    dana.until_equal();
    alex.close();
    dana.close();
    alex.reopen();
    dana.reopen();
    assert_eq!(alex.desk().view().unwrap().online, Online::No);
    alex.write("Written while apart");
    thread::scope(|scope| {
        let first = scope.spawn(|| sync_once(alex.desk(), 30));
        thread::sleep(Duration::from_secs(4));
        let began = Instant::now();
        assert_eq!(sync_once(dana.desk(), 30), (1, 0));
        assert_eq!(first.join().unwrap(), (1, 0));
        assert!(began.elapsed() < Duration::from_secs(15), "ends when everybody confirmed");
    });
    assert_eq!(dana.lines(), ["Written while apart"]);
}

#[test]
fn somebody_who_does_not_come_is_named_as_missed() {
    let (alex, mut dana) = paired();
    dana.close();
    alex.write("For later");
    let Answer::Synced { reached, missed, .. } = alex.desk().ask(Request::SyncOnce { wait_seconds: 2 }).unwrap() else {
        panic!("no answer");
    };
    assert_eq!((reached, missed), (vec![], vec![alex.peer()]));
}

#[test]
fn whoever_comes_back_is_found_again_without_being_asked() {
    let (alex, mut dana) = paired();
    dana.until_equal();
    dana.close();
    alex.write("While Dana was away");
    dana.reopen();
    dana.desk().ask(Request::GoOnline).unwrap();
    dana.until_line("While Dana was away");
    alex.until_equal();
}

#[test]
fn where_somebody_writes_is_seen_while_both_are_connected_and_no_longer() {
    let (mut alex, dana) = paired();
    alex.until_equal();
    dana.until_equal();
    let before = dana.desk().view().unwrap().snapshot.revision;
    for caret in [Some(Caret::Pad(3)), Some(Caret::Line(LineId([4; 16]))), None, Some(Caret::Pad(0))] {
        alex.desk().ask(Request::Caret(alex.peer(), caret)).unwrap();
        dana.until("where Alex writes", |view| view.carets.get(&dana.peer()).copied() == caret);
    }
    assert_eq!(dana.desk().view().unwrap().snapshot.revision, before, "nothing of it is kept");
    alex.close();
    dana.until("Alex is gone", |view| view.carets.is_empty());
}

#[test]
fn a_desk_closes_within_two_seconds_and_gives_its_folder_free() {
    let (mut alex, dana) = paired();
    dana.until_equal();
    let began = Instant::now();
    alex.close();
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    alex.reopen();
    assert!(alex.desk().is_here());
}
