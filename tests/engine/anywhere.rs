//! Two who meet through a relay only: one has nothing but IPv4 loopback, the other nothing but IPv6 loopback.

use crate::{
    desks::{Person, sync_once},
    own_relay::{Certificate, OwnRelay},
};
use sideways::desk::{Answer, RelayState, Request};
use sideways_core::{
    command::Command,
    snapshot::{NetworkSetting, Relay, SharingState},
};
use sideways_sync::{Invitation, net::is_relay};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
    time::{Duration, Instant},
};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

pub(crate) fn use_relay(person: &Person, relay: Relay) {
    person.desk().ask(Request::Run(Command::SetRelay(Some(relay)))).unwrap();
    person.desk().ask(Request::Run(Command::SetNetwork(NetworkSetting::Anywhere))).unwrap();
}

fn person(name: &str, at: IpAddr, relay: Relay) -> Person {
    let person = Person::new_at(name, "Sales", at);
    use_relay(&person, relay);
    person
}

fn joins(dana: &mut Person, text: &str) {
    match dana.desk().ask(Request::Join { text: text.into(), as_peer: None }).unwrap() {
        Answer::Joined(peer) => dana.peer = Some(peer),
        other => panic!("{other:?}"),
    }
}

fn paired_by(his: &OwnRelay, hers: &OwnRelay) -> (Person, Person) {
    let mut alex = person("Alex", V4, his.named());
    let mut dana = person("Dana", V6, hers.named());
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    let invitation = Invitation::parse(&text).unwrap();
    assert!(invitation.addresses.iter().any(|address| is_relay(address)), "it names the relay");
    joins(&mut dana, &text);
    (alex, dana)
}

#[test]
fn two_with_one_relay_and_no_network_in_common_pair_and_share() {
    let relay = OwnRelay::start();
    let (alex, dana) = paired_by(&relay, &relay);
    alex.until("paired", |view| view.snapshot.peers.iter().any(|peer| peer.sharing.state == SharingState::Shared));
    alex.write("through the relay");
    dana.until_line("through the relay");
    dana.write("and back");
    alex.until_line("and back");
    assert_eq!(alex.desk().view().unwrap().relay, RelayState::Serves);
}

#[test]
fn each_may_have_a_relay_of_their_own_and_they_find_each_other_again() {
    let mut his = OwnRelay::over_tls(&["localhost"], Certificate::Valid);
    let mut hers = OwnRelay::over_tls(&["localhost"], Certificate::Valid);
    let both = [&his, &hers].map(|relay| relay.ca.clone().unwrap()).concat();
    (his.ca, hers.ca) = (Some(both.clone()), Some(both));
    let (mut alex, mut dana) = paired_by(&his, &hers);
    alex.until_equal();
    dana.until_equal();
    // Each was told of the other’s relay; a second is enough for that.
    alex.write("one more");
    dana.until_line("one more");
    std::thread::sleep(Duration::from_secs(1));
    alex.close();
    dana.close();
    alex.reopen();
    alex.write("while Dana was away");
    alex.desk().ask(Request::GoOnline).unwrap();
    alex.until("served", |view| view.relay == RelayState::Serves);
    dana.reopen();
    assert_eq!(sync_once(dana.desk(), 25).0, 1, "she reaches him by his relay");
    dana.until_line("while Dana was away");
}

#[test]
fn a_relay_that_was_killed_and_is_back_is_used_within_ten_seconds() {
    let relay = OwnRelay::start();
    let (alex, dana) = paired_by(&relay, &relay);
    alex.until_equal();
    let port = relay.kill();
    alex.until("noticed", |view| view.relay != RelayState::Serves);
    // So long that iroh by itself waits up to sixteen seconds between two tries, and connections through it are over.
    std::thread::sleep(Duration::from_secs(35));
    alex.write("while it was away");
    let _relay = OwnRelay::start_again(port);
    let back = Instant::now();
    dana.until_line("while it was away");
    let took = back.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("found again {took:?} after the relay was back");
}

#[test]
fn a_relay_believed_by_its_certificate_serves_and_one_with_a_token_wants_it() {
    let relay = OwnRelay::over_tls(&["localhost"], Certificate::Valid);
    let alex = person("Alex", V4, relay.named());
    alex.desk().ask(Request::GoOnline).unwrap();
    alex.until("served over TLS", |view| view.relay == RelayState::Serves);
    let other = OwnRelay::with_token("the-right-one");
    use_relay(&alex, Relay { token: Some("a-wrong-one".into()), ..other.named() });
    alex.until("denied", |view| view.relay == RelayState::Denies);
    use_relay(&alex, Relay { token: Some("the-right-one".into()), ..other.named() });
    alex.until("served with the token", |view| view.relay == RelayState::Serves);
    // It is kept, and back after a restart.
    let mut alex = alex;
    alex.close();
    alex.reopen();
    alex.desk().ask(Request::GoOnline).unwrap();
    alex.until("served after a restart", |view| view.relay == RelayState::Serves);
}

#[test]
fn an_invitation_made_while_the_relay_is_away_comes_all_the_same() {
    let gone = Relay { url: format!("http://127.0.0.1:{}", OwnRelay::start().kill()), token: None, ca: None };
    let mut alex = person("Alex", V4, gone);
    alex.add_peer("Dana", "Finance");
    let began = Instant::now();
    let invitation = Invitation::parse(&alex.invite()).unwrap();
    assert!(began.elapsed() < Duration::from_secs(12));
    assert!(!invitation.addresses.is_empty());
    assert!(alex.desk().view().unwrap().relay.is_trouble());
}

#[test]
fn a_dead_ipv6_path_costs_no_thirty_seconds() {
    let relay = OwnRelay::start();
    let mut alex = person("Alex", V4, relay.named());
    let mut dana = person("Dana", V6, relay.named());
    alex.add_peer("Dana", "Finance");
    dana.desk().ask(Request::GoOnline).unwrap();
    dana.until("served", |view| view.relay == RelayState::Serves);
    let mut invitation = Invitation::parse(&alex.invite()).unwrap();
    // Packets go there and nobody ever answers.
    let dead = UdpSocket::bind((V6, 0)).unwrap();
    let dead: Vec<String> = vec![dead.local_addr().unwrap().to_string(), "[2001:db8::1]:4000".into()];
    invitation.addresses.splice(0..0, dead);
    let began = Instant::now();
    joins(&mut dana, &invitation.to_text());
    println!("joined past a dead path in {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn two_with_nothing_but_ipv6_pair_on_their_network() {
    let mut alex = Person::new_at("Alex", "Sales", V6);
    let mut dana = Person::new_at("Dana", "Finance", V6);
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    joins(&mut dana, &text);
    alex.write("over IPv6");
    dana.until_line("over IPv6");
}
