use crate::desks::{LONG, Person, open};
use sideways::desk::{Answer, Online, Request};
use sideways_core::command::{Command, Outcome, PeerDetails};
use sideways_sync::Invitation;
use std::time::{Duration, Instant};

#[test]
fn a_second_desk_on_the_same_folder_hands_over_to_the_first() {
    let mut alex = Person::new("Alex", "Sales");
    alex.add_peer("Dana", "Finance");
    let second = open(alex.folder.path()).unwrap();
    assert!(!second.is_here());
    assert_eq!(second.view().unwrap().snapshot.peers.len(), 1);
    let details = PeerDetails { name: "Kim".into(), department: "IT".into(), ..PeerDetails::default() };
    let answer = second.ask(Request::Run(Command::AddPeer(details))).unwrap();
    assert!(matches!(answer, Answer::Did(Outcome::Peer(_))));
    assert_eq!(second.view().unwrap().snapshot.peers.len(), 2);
    assert_eq!(alex.desk().view().unwrap().snapshot.peers.len(), 2);
    while second.wait(Duration::from_millis(50)) {}
    alex.write("From the first");
    assert!(second.wait(Duration::from_secs(5)));
    let lines = second.view().unwrap().snapshot.peers.iter().map(|peer| peer.list.lines.len()).sum::<usize>();
    assert_eq!(lines, 1);
}

#[test]
fn failures_are_handed_over_with_their_hints() {
    let alex = Person::new("Alex", "Sales");
    let second = open(alex.folder.path()).unwrap();
    let nobody = sideways_core::id::PeerId([7; 16]);
    let asked = || Request::Invite(nobody);
    assert_eq!(second.ask(asked()).unwrap_err(), alex.desk().ask(asked()).unwrap_err());
}

#[test]
fn when_the_first_goes_the_second_takes_over_and_a_third_is_served() {
    let mut alex = Person::new("Alex", "Sales");
    let second = open(alex.folder.path()).unwrap();
    second.ask(Request::GoOnline).unwrap();
    alex.close();
    assert_eq!(second.view().unwrap().snapshot.me.name, "Alex");
    assert!(second.is_here());
    let until = Instant::now() + LONG;
    while !matches!(second.view().unwrap().online, Online::Yes(_)) {
        assert!(Instant::now() < until, "what kept the network up was forgotten");
        second.wait(Duration::from_millis(100));
    }
    let third = open(alex.folder.path()).unwrap();
    assert!(!third.is_here());
    let details = PeerDetails { name: "Kim".into(), department: "IT".into(), ..PeerDetails::default() };
    third.ask(Request::Run(Command::AddPeer(details))).unwrap();
    assert_eq!(second.view().unwrap().snapshot.peers.len(), 1);
}

/// A hundred who look on and ask nothing keep nobody out, and each of them can still ask.
#[test]
fn those_who_are_quiet_keep_nobody_out() {
    let mut alex = Person::new("Alex", "Sales");
    let quiet: Vec<_> = (0..100).map(|_| open(alex.folder.path()).unwrap()).collect();
    let one_more = open(alex.folder.path()).unwrap();
    alex.add_peer("Dana", "Finance");
    for desk in quiet.iter().chain([&one_more]) {
        assert_eq!(desk.view().unwrap().snapshot.peers.len(), 1);
        assert!(!desk.is_here());
    }
}

/// Asked from many threads of several desks while the first one closes: each is done, and once.
#[test]
fn what_is_asked_while_the_first_one_ends_is_done_once() {
    for round in 0..5 {
        let mut alex = Person::new("Alex", "Sales");
        alex.add_peer("Dana", "Finance");
        let peer = alex.peer();
        let folder = alex.folder.path().to_owned();
        let asking: Vec<_> = (0..6)
            .map(|n| {
                let desk = open(&folder).unwrap();
                std::thread::spawn(move || {
                    for m in 0..10 {
                        let text = format!("{n}.{m}");
                        desk.ask(Request::Run(Command::AddNote { peer, text })).unwrap();
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(7 * round));
        alex.close();
        for asking in asking {
            asking.join().unwrap();
        }
        let view = open(&folder).unwrap().view().unwrap();
        let notes: std::collections::BTreeSet<&str> =
            view.snapshot.peers[0].notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!((notes.len(), view.snapshot.peers[0].notes.len()), (60, 60));
    }
}

#[test]
fn closing_cancels_what_was_asked() {
    let mut alex = Person::new("Alex", "Sales");
    let second = open(alex.folder.path()).unwrap();
    second.submit(Request::SyncOnce { wait_seconds: 3_600 }, |_| {});
    drop(second);
    let began = Instant::now();
    alex.close();
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[test]
fn an_invitation_opened_from_outside_comes_to_the_window_that_is_open() {
    let (alex, mut dana) = (Person::new("Alex", "Sales"), Person::new("Dana", "Finance"));
    dana.add_peer("Alex", "Sales");
    let link = Invitation::parse(&dana.invite()).unwrap().to_link();
    let second = open(alex.folder.path()).unwrap();
    let offer = |text: &str| second.ask(Request::Offer(text.into()));
    assert!(offer(&link).unwrap_err().error.contains("without a window"));
    alex.desk().ask(Request::Window).unwrap();
    offer("sideways:join/nonsense").unwrap_err();
    assert_eq!(alex.desk().view().unwrap().offered, None);
    for nth in 1..3 {
        offer(&link).unwrap();
        let offered = alex.desk().view().unwrap().offered.unwrap();
        assert_eq!((offered.0, &*offered.1), (nth, link.as_str()));
    }
    assert!(alex.desk().view().unwrap().snapshot.peers.is_empty(), "nothing was dialled");
}
