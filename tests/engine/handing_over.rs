use crate::desks::{Person, open};
use sideways::desk::{Answer, Request};
use sideways_core::command::{Command, Outcome, PeerDetails};
use sideways_sync::Invitation;
use std::time::Duration;

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
fn when_the_first_goes_the_second_is_told_and_a_third_takes_over() {
    let mut alex = Person::new("Alex", "Sales");
    let second = open(alex.folder.path()).unwrap();
    alex.close();
    assert!(second.view().is_err());
    assert!(second.ask(Request::GoOnline).is_err());
    assert!(open(alex.folder.path()).unwrap().is_here());
}

#[test]
fn closing_cancels_what_was_asked() {
    let mut alex = Person::new("Alex", "Sales");
    let second = open(alex.folder.path()).unwrap();
    second.submit(Request::SyncOnce { wait_seconds: 3_600 }, |_| {});
    drop(second);
    let began = std::time::Instant::now();
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
