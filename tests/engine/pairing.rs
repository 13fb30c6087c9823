use crate::desks::{Person, paired};
use sideways::desk::Request;
use sideways_core::snapshot::SharingState;
use std::time::{Duration, Instant};

fn words(person: &Person) -> Option<[String; 4]> {
    let view = person.desk().view().unwrap();
    view.snapshot.peers.iter().find(|peer| Some(peer.id) == person.peer)?.sharing.words.clone()
}

#[test]
fn both_screens_show_the_same_four_words_and_lines_flow_both_ways() {
    let (alex, dana) = paired();
    alex.until("paired", |view| view.snapshot.peers.iter().any(|peer| peer.sharing.state == SharingState::Shared));
    assert!(words(&alex).is_some());
    assert_eq!(words(&alex), words(&dana));
    alex.write("Budget template");
    dana.until_line("Budget template");
    dana.write("An hour of advice on contracts");
    alex.until_line("An hour of advice on contracts");
    alex.until_equal();
    dana.until_equal();
    assert_eq!(alex.lines(), dana.lines());
}

#[test]
fn an_invitation_is_used_once() {
    let mut alex = Person::new("Alex", "Sales");
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    let dana = Person::new("Dana", "Finance");
    let began = Instant::now();
    dana.desk().ask(Request::Join { text: text.clone(), as_peer: None }).unwrap();
    alex.until("paired", |view| view.snapshot.peers.iter().any(|peer| peer.sharing.state == SharingState::Shared));
    alex.until_equal();
    let late = Person::new("Mallory", "Elsewhere");
    let failure = late.desk().ask(Request::Join { text, as_peer: None }).unwrap_err();
    assert!(failure.hint.is_some(), "{failure:?}");
    assert!(began.elapsed() < Duration::from_secs(15), "{failure:?} is known long before the time is over");
    assert!(late.desk().view().unwrap().snapshot.peers.is_empty());
}

#[test]
fn what_is_no_invitation_is_refused_in_one_sentence_without_going_online() {
    let alex = Person::new("Alex", "Sales");
    for text in ["", "hello", "🙂", &"x".repeat(1 << 20)] {
        let failure = alex.desk().ask(Request::Join { text: text.into(), as_peer: None }).unwrap_err();
        assert!(!failure.error.is_empty() && failure.hint.is_some());
    }
    assert_eq!(alex.desk().view().unwrap().online, sideways::desk::Online::No);
}

#[test]
fn my_own_invitation_is_refused() {
    let mut alex = Person::new("Alex", "Sales");
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    assert!(alex.desk().ask(Request::Join { text, as_peer: None }).is_err());
}
