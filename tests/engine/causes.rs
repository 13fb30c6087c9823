//! Why somebody isn’t reached: each cause is made here, and has to be the first that is told.

use crate::{
    anywhere::use_relay,
    desks::{LONG, Person, paired},
    own_relay::{Certificate, OwnRelay},
};
use sideways::{
    desk::{Answer, Cause, RelayState, Request},
    words,
};
use sideways_core::{
    command::{Command, ShareCommand},
    snapshot::{Relay, SharingState},
};
use std::{
    io::{Read, Write},
    net::TcpListener,
    time::{Duration, Instant},
};

/// What is told first of the peer, once something is.
fn first(person: &Person) -> Cause {
    let peer = person.peer();
    let over = Instant::now() + LONG;
    loop {
        // While the next try runs nothing is told, so it is looked at once.
        if let Some(cause) = person.desk().view().unwrap().causes.get(&peer).and_then(|causes| causes.first()) {
            return *cause;
        }
        assert!(Instant::now() < over, "no cause is told: {:?}", person.desk().view().unwrap().links);
        person.desk().wait(Duration::from_millis(200));
    }
}

fn stands(relay: Relay) -> RelayState {
    let alex = Person::new("Alex", "Sales");
    use_relay(&alex, relay);
    alex.desk().ask(Request::GoOnline).unwrap();
    alex.until("the relay is judged", |view| view.relay.is_trouble());
    alex.desk().view().unwrap().relay
}

fn at(url: String) -> Relay {
    Relay { url, token: None, ca: None }
}

#[test]
fn a_closed_program_is_told_after_ten_seconds_and_not_before() {
    let (alex, mut dana) = paired();
    alex.until_equal();
    dana.close();
    let began = Instant::now();
    assert_eq!(first(&alex), Cause::Closed);
    let took = began.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(14)).contains(&took), "{took:?}");
    dana.reopen();
    dana.desk().ask(Request::GoOnline).unwrap();
    alex.until("it is no longer told", |view| view.causes.is_empty());
}

#[test]
fn a_colleague_who_stopped_is_told_as_one_who_answers_and_refuses() {
    let (alex, dana) = paired();
    alex.until_equal();
    dana.desk().ask(Request::Run(Command::Share(dana.peer(), ShareCommand::Stop))).unwrap();
    let over = Instant::now() + LONG;
    while first(&alex) != Cause::Refused {
        assert!(Instant::now() < over, "{:?}", alex.desk().view().unwrap().causes);
        alex.desk().wait(Duration::from_millis(200));
    }
}

#[test]
fn each_way_in_which_a_relay_can_fail_is_told_apart() {
    let gone = OwnRelay::start().kill();
    assert_eq!(stands(at(format!("http://127.0.0.1:{gone}"))), RelayState::Silent);
    assert_eq!(stands(at("https://relay.sideways.invalid".into())), RelayState::NoName);
    let wants = OwnRelay::with_token("right");
    assert_eq!(stands(Relay { token: Some("wrong".into()), ..wants.named() }), RelayState::Denies);
    let unknown = OwnRelay::over_tls(&["localhost"], Certificate::Valid);
    assert_eq!(stands(Relay { ca: None, ..unknown.named() }), RelayState::NotProven);
    let old = OwnRelay::over_tls(&["localhost"], Certificate::RunOut);
    assert_eq!(stands(old.named()), RelayState::Clock);
    // A page where guests sign in.
    let page = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = page.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in page.incoming().flatten() {
            let mut asked = [0; 1024];
            let _ = stream.read(&mut asked);
            let to = "HTTP/1.1 302 Found\r\nLocation: http://guests.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(to.as_bytes());
        }
    });
    assert_eq!(stands(at(format!("http://127.0.0.1:{port}"))), RelayState::Another);
}

#[test]
fn a_relay_that_fails_is_the_first_cause_told_of_a_peer() {
    let (alex, mut dana) = paired();
    alex.until_equal();
    dana.close();
    use_relay(&alex, at(format!("http://127.0.0.1:{}", OwnRelay::start().kill())));
    assert_eq!(first(&alex), Cause::RelaySilent);
}

#[test]
fn an_invitation_by_relay_is_told_as_such_where_this_computer_keeps_to_its_network() {
    let relay = OwnRelay::start();
    let mut alex = Person::new("Alex", "Sales");
    use_relay(&alex, relay.named());
    alex.add_peer("Dana", "Finance");
    let mut invitation = sideways_sync::Invitation::parse(&alex.invite()).unwrap();
    invitation.addresses.retain(|address| sideways_sync::net::is_relay(address));
    let dana = Person::new("Dana", "Finance");
    let text = invitation.to_text();
    let failure = std::thread::scope(|scope| {
        let joining = scope.spawn(|| dana.desk().ask(Request::Join { text, as_peer: None }).unwrap_err());
        dana.until("told while it is tried", |view| view.joining.first() == Some(&Cause::OnlyByRelay));
        joining.join().unwrap()
    });
    assert!(failure.error.contains("this network only"), "{failure:?}");
    assert!(failure.hint.is_some_and(|hint| hint.contains("Anywhere")));
}

#[test]
fn a_used_invitation_is_said_at_once() {
    let mut alex = Person::new("Alex", "Sales");
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    let dana = Person::new("Dana", "Finance");
    assert!(matches!(dana.desk().ask(Request::Join { text: text.clone(), as_peer: None }), Ok(Answer::Joined(_))));
    alex.until("paired", |view| view.snapshot.peers.iter().any(|peer| peer.sharing.state == SharingState::Shared));
    let late = Person::new("Eve", "IT");
    let began = Instant::now();
    let failure = late.desk().ask(Request::Join { text, as_peer: None }).unwrap_err();
    assert!(failure.error.contains("no open invitation"), "{failure:?}");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

#[test]
fn every_cause_is_one_sentence_and_one_thing_to_do() {
    let all = [
        Cause::NoNetwork,
        Cause::RelayDenies,
        Cause::RelayName,
        Cause::RelaySilent,
        Cause::RelayNotProven,
        Cause::Clock,
        Cause::ProxyDenies,
        Cause::ProxySilent,
        Cause::ProxyKind,
        Cause::SignIn,
        Cause::Refused,
        Cause::Used,
        Cause::Another,
        Cause::OnlyByRelay,
        Cause::Elsewhere,
        Cause::Closed,
        Cause::Lost,
        Cause::Blocked,
    ];
    for cause in all {
        let (says, to_do) = words::cause(cause, "Dana");
        for text in [&says, &to_do] {
            assert!(!text.is_empty() && !text.ends_with('.') && !text.contains('!'), "{text}");
        }
        let line = words::cause_line(cause, "Dana");
        assert!(line.ends_with('.') && line.starts_with(char::is_uppercase), "{line}");
    }
}
