//! Pairing as it should go, and as an attacker would have it.

use crate::{
    exchange::{OPEN_MS, channels, frames, invite, pair, wrong_secret},
    person::Person,
    world::World,
};
use sideways_core::{
    command::ListCommand,
    snapshot::{Kind, PeerView, SharingState},
};
use sideways_sync::{CloseReason, Effect, Invitation, Inviter, JoinError, Joiner};
use std::sync::Arc;

const NOW: i64 = 1_790_000_000_000;

/// Spoils an invitation, and says when it is used.
type Change = fn(&mut Person, &mut Invitation) -> i64;

fn people() -> (Person, Person, Person) {
    let person = |name: &str, byte| Person::new(name, [byte; 32], NOW);
    let (mut alex, mut dana, mallory) = (person("Alex", 1), person("Dana", 2), person("Mallory", 3));
    alex.add_peer(1, NOW);
    dana.add_peer(0, NOW);
    (alex, dana, mallory)
}

fn view(person: &mut Person, other: usize) -> Arc<PeerView> {
    let peer = person.peers[&other];
    person.ws().snapshot().peers.iter().find(|view| view.id == peer).unwrap().clone()
}

fn closes(effects: &[Effect], reason: CloseReason) -> bool {
    effects.contains(&Effect::Close(reason))
}

#[test]
fn two_people_pair_and_read_the_same_four_words() {
    let (mut alex, mut dana, _) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let as_peer = dana.peers[&0];
    let (joined, invited, _) = pair(&mut dana, &mut alex, invitation, Some(as_peer), None, NOW);
    assert_eq!(joined.unwrap().unwrap(), as_peer);
    assert_eq!(invited, Some(alex.peers[&1]));
    let (hers, his) = (view(&mut dana, 0), view(&mut alex, 1));
    assert_eq!(hers.sharing.words, his.sharing.words);
    assert!(hers.sharing.words.is_some() && !hers.sharing.checked);
    assert_eq!(hers.sharing.state, SharingState::Shared);
    assert_eq!(his.sharing.they_say, Some(("Dana".into(), "Dana’s department".into())));
}

#[test]
fn who_is_not_in_the_notebook_yet_gets_a_page() {
    let (mut alex, _, mut mallory) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let (joined, ..) = pair(&mut mallory, &mut alex, invitation, None, None, NOW);
    let peer = joined.unwrap().unwrap();
    assert!(mallory.ws().snapshot().peers.iter().any(|view| view.id == peer && view.name == "Alex"));
}

#[test]
fn an_invitation_that_was_cut_off_can_be_finished_by_the_same_computer_and_no_other() {
    let (mut alex, mut dana, mut mallory) = people();
    let invitation = invite(&mut alex, 1, NOW);
    // The last frame, "done", is lost: Alex is bound and Dana is not.
    let (joined, invited, _) = pair(&mut dana, &mut alex, invitation.clone(), None, Some(1), NOW);
    assert!(joined.is_none() && invited.is_some());
    let (joined, _, effects) = pair(&mut mallory, &mut alex, invitation.clone(), None, None, NOW + 1);
    assert!(matches!(joined, Some(Err(JoinError::Ended(CloseReason::Used)))), "{joined:?}");
    assert!(closes(&effects, CloseReason::Used));
    let as_peer = dana.peers[&0];
    let (joined, invited, _) = pair(&mut dana, &mut alex, invitation, Some(as_peer), None, NOW + 2);
    assert!(joined.unwrap().is_ok() && invited.is_some());
    assert_eq!(view(&mut dana, 0).sharing.words, view(&mut alex, 1).sharing.words);
}

#[test]
fn an_invitation_that_does_not_hold_is_refused_in_a_sentence() {
    let rows: [(&str, Change); 3] = [
        ("expired by the inviter’s clock", |_, _| NOW + OPEN_MS + 1),
        ("another secret", |_, invitation| {
            invitation.secret = wrong_secret();
            NOW
        }),
        ("taken back", |alex, _| {
            alex.share(1, sideways_core::command::ShareCommand::Withdraw, NOW).unwrap();
            NOW
        }),
    ];
    for (what, change) in rows {
        let (mut alex, mut dana, _) = people();
        let mut invitation = invite(&mut alex, 1, NOW);
        let now_ms = change(&mut alex, &mut invitation);
        let (joined, invited, effects) = pair(&mut dana, &mut alex, invitation, None, None, now_ms);
        assert!(matches!(joined, Some(Err(JoinError::Ended(CloseReason::WrongProof)))), "{what}: {joined:?}");
        assert!(invited.is_none() && closes(&effects, CloseReason::WrongProof), "{what}");
        assert_ne!(view(&mut alex, 1).sharing.state, SharingState::Shared, "{what}");
    }
}

#[test]
fn a_joiners_clock_decides_nothing() {
    let (mut alex, mut dana, _) = people();
    let invitation = invite(&mut alex, 1, NOW);
    dana.clock_ms = 10 * OPEN_MS;
    let (joined, ..) = pair(&mut dana, &mut alex, invitation, None, None, NOW);
    assert!(joined.unwrap().is_ok());
}

#[test]
fn wrong_proofs_do_not_kill_an_invitation() {
    let (mut alex, mut dana, mut mallory) = people();
    let invitation = invite(&mut alex, 1, NOW);
    for _ in 0..50 {
        let wrong = Invitation { secret: wrong_secret(), ..invitation.clone() };
        assert!(pair(&mut mallory, &mut alex, wrong, None, None, NOW).0.unwrap().is_err());
    }
    let as_peer = dana.peers[&0];
    assert!(pair(&mut dana, &mut alex, invitation, Some(as_peer), None, NOW).0.unwrap().is_ok());
}

#[test]
fn two_invitations_that_cross_end_in_one_list() {
    let mut world = World::new(5, &["Alex", "Dana"]);
    for (a, b) in [(0, 1), (1, 0)] {
        world.people[a].add_peer(b, NOW);
        let add = ListCommand::Add { text: format!("SHARED by {a}"), kind: Kind::Idea };
        world.people[a].edit(b, add, NOW).unwrap();
    }
    let both: Vec<Invitation> = [(0, 1), (1, 0)].map(|(a, b)| invite(&mut world.people[a], b, NOW)).into();
    for ((inviter, joiner), invitation) in [(0, 1), (1, 0)].into_iter().zip(both) {
        let as_peer = world.people[joiner].peers[&inviter];
        let [joiner, inviter] = world.people.get_disjoint_mut([joiner, inviter]).unwrap();
        let (joined, invited, _) = pair(joiner, inviter, invitation, Some(as_peer), None, NOW + 1);
        assert!(joined.unwrap().is_ok() && invited.is_some());
    }
    world.links.insert((0, 1), Default::default());
    world.connect(0, 1);
    world.pass(10_000);
    world.assert_equal(0, 1);
    for (a, b) in [(0, 1), (1, 0)] {
        let list = world.people[a].list(b);
        let own = format!("SHARED by {a}");
        assert!(list.lines.iter().chain(&list.only_mine).any(|line| line.text() == own), "{own} is lost");
    }
}

#[test]
fn ones_own_invitation_and_another_computer_are_told_apart_before_anything_is_sent() {
    let (mut alex, mut dana, mallory) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let (to_self, _) = channels(&alex, &alex, 1);
    let (joiner, effects) = Joiner::new(to_self, invitation.clone(), None, alex.ws(), [0; 32]);
    assert!(matches!(joiner.outcome(), Some(Err(JoinError::Own))) && closes(&effects, CloseReason::Own));
    let (to_mallory, _) = channels(&dana, &mallory, 1);
    let (joiner, effects) = Joiner::new(to_mallory, invitation, None, dana.ws(), [0; 32]);
    assert!(matches!(joiner.outcome(), Some(Err(JoinError::OtherDevice))));
    // Only the goodbye: no proof goes to whoever answered.
    assert_eq!(frames(effects).len(), 1);
    assert!(mallory.is_on());
}

/// Mallory caught the invitation, and stands between Dana and Alex with a channel to each.
#[test]
fn somebody_in_the_middle_gets_words_that_differ() {
    let (mut alex, mut dana, mut mallory) = people();
    let caught = invite(&mut alex, 1, NOW);
    // Towards Alex she joins as herself.
    let (joined, ..) = pair(&mut mallory, &mut alex, caught.clone(), None, None, NOW);
    assert!(joined.unwrap().is_ok());
    // Towards Dana she invites, in Alex's name, with a text that names her own computer.
    mallory.add_peer(1, NOW);
    let hers = invite(&mut mallory, 1, NOW);
    let forged = Invitation { name: "Alex".into(), ..hers };
    let as_peer = dana.peers[&0];
    let (joined, ..) = pair(&mut dana, &mut mallory, forged, Some(as_peer), None, NOW + 1);
    assert!(joined.unwrap().is_ok());
    assert_ne!(view(&mut dana, 0).sharing.words, view(&mut alex, 1).sharing.words);
}

#[test]
fn messages_sent_back_or_carried_on_prove_nothing() {
    let (mut alex, mut dana, mut mallory) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let (to_alex, to_dana) = channels(&dana, &alex, 1);

    // Sent back to Dana: it isn't what an inviter says.
    let (mut joiner, effects) = Joiner::new(to_alex.clone(), invitation.clone(), None, dana.ws(), [1; 32]);
    let prove = frames(effects).remove(0);
    let now = dana.now(NOW);
    let effects = joiner.frame(dana.ws(), &prove, now).unwrap();
    assert!(closes(&effects, CloseReason::Unexpected));

    // Carried on by Mallory over her own channel: it proves nothing there.
    let (_, to_mallory) = channels(&mallory, &alex, 2);
    let now = alex.now(NOW);
    let effects = Inviter::new(to_mallory, now).frame(alex.ws(), &prove, [2; 32], now).unwrap();
    assert!(closes(&effects, CloseReason::WrongProof));

    // Mallory answers with a proof of Dana's turned around: the role is part of it.
    let (mut joiner, effects) = Joiner::new(to_alex, invitation, None, dana.ws(), [1; 32]);
    let prove = frames(effects).remove(0);
    let mut inviter = Inviter::new(to_dana, alex.now(NOW));
    let welcome = frames(inviter.frame(alex.ws(), &prove, [2; 32], now).unwrap()).remove(0);
    let mut turned = welcome;
    turned[1..33].copy_from_slice(&prove[1..33]);
    let effects = joiner.frame(dana.ws(), &turned, now).unwrap();
    assert!(closes(&effects, CloseReason::WrongProof));
    assert!(matches!(joiner.outcome(), Some(Err(JoinError::NotTheInviter))));
    assert!(mallory.ws().snapshot().peers.is_empty());
}

#[test]
fn a_nonce_that_was_not_promised_pairs_nobody() {
    let (mut alex, mut dana, _) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let (to_alex, to_dana) = channels(&dana, &alex, 1);
    let (mut joiner, effects) = Joiner::new(to_alex, invitation, None, dana.ws(), [1; 32]);
    let mut inviter = Inviter::new(to_dana, alex.now(NOW));
    let now = alex.now(NOW);
    let welcome = frames(inviter.frame(alex.ws(), &frames(effects)[0], [2; 32], now).unwrap()).remove(0);
    let mut reveal = frames(joiner.frame(dana.ws(), &welcome, now).unwrap()).remove(0);
    reveal[5] ^= 1;
    let effects = inviter.frame(alex.ws(), &reveal, [2; 32], now).unwrap();
    assert!(closes(&effects, CloseReason::Reveal) && inviter.paired().is_none());
    assert_ne!(view(&mut alex, 1).sharing.state, SharingState::Shared);
}

#[test]
fn messages_out_of_turn_and_nonsense_end_a_pairing() {
    let (mut alex, ..) = people();
    invite(&mut alex, 1, NOW);
    for (what, frame, reason) in [
        ("done first", vec![36], CloseReason::Unexpected),
        ("a nonce first", [vec![35], vec![0; 32]].concat(), CloseReason::Unexpected),
        ("a message of the other protocol", vec![2, 0, 0], CloseReason::Unexpected),
        ("nothing", vec![], CloseReason::Malformed),
        ("noise", vec![33, 1, 2, 3], CloseReason::Malformed),
    ] {
        let (_, to_dana) = channels(&Person::new("Dana", [2; 32], NOW), &alex, 1);
        let now = alex.now(NOW);
        let mut inviter = Inviter::new(to_dana, alex.now(NOW));
        assert_eq!(inviter.frame(alex.ws(), &[0xff, 1], [2; 32], now).unwrap(), [], "may be ignored");
        let effects = inviter.frame(alex.ws(), &frame, [2; 32], now).unwrap();
        assert!(closes(&effects, reason), "{what}");
        assert_eq!(inviter.frame(alex.ws(), &frame, [2; 32], now).unwrap(), [], "{what}: it is over");
    }
}

/// Anybody may begin a pairing while an invitation is open, so nobody may sit in it.
#[test]
fn each_step_of_a_pairing_has_ten_seconds_and_nothing_said_in_between_gives_more() {
    let (mut alex, mut dana, _) = people();
    let invitation = invite(&mut alex, 1, NOW);
    let (to_alex, to_dana) = channels(&dana, &alex, 1);
    let at = |ms: i64| sideways_core::snapshot::Moment { unix_ms: NOW + ms };

    // Silence, and what may be ignored.
    let mut inviter = Inviter::new(to_dana.clone(), at(0));
    for n in 0..10 {
        assert_eq!(inviter.frame(alex.ws(), &[0x99], [2; 32], at(n * 900)).unwrap(), []);
    }
    assert_eq!((inviter.next_tick(), inviter.tick(at(9_999))), (Some(at(10_000)), vec![]));
    assert!(closes(&inviter.tick(at(10_000)), CloseReason::Silent) && inviter.next_tick().is_none());

    // A right proof, and then silence instead of the nonce.
    let (mut joiner, effects) = Joiner::new(to_alex, invitation, None, dana.ws(), [1; 32]);
    let prove = frames(effects).remove(0);
    let mut inviter = Inviter::new(to_dana.clone(), at(0));
    let welcome = frames(inviter.frame(alex.ws(), &prove, [2; 32], at(9_000)).unwrap()).remove(0);
    assert!(inviter.is_proved() && inviter.tick(at(18_999)).is_empty());
    assert!(closes(&inviter.tick(at(19_000)), CloseReason::Silent) && inviter.paired().is_none());

    // Paired, and then it stays: nothing is taken back, and its place is free.
    let mut inviter = Inviter::new(to_dana.clone(), at(0));
    inviter.frame(alex.ws(), &prove, [2; 32], at(0)).unwrap();
    let reveal = frames(joiner.frame(dana.ws(), &welcome, at(0)).unwrap()).remove(0);
    inviter.frame(alex.ws(), &reveal, [2; 32], at(0)).unwrap();
    assert!(inviter.paired().is_some());
    assert!(closes(&inviter.tick(at(10_000)), CloseReason::Done) && inviter.paired().is_some());

    // A clock that goes back by ten years doesn't give ten years.
    let mut inviter = Inviter::new(to_dana, at(0));
    assert!(inviter.tick(at(-315_576_000_000)).is_empty());
    assert!(closes(&inviter.tick(at(-315_576_000_000 + 10_000)), CloseReason::Silent));
}

#[test]
fn a_pairing_of_many_frames_is_none() {
    let (mut alex, dana, _) = people();
    invite(&mut alex, 1, NOW);
    let (_, to_dana) = channels(&dana, &alex, 1);
    let now = alex.now(NOW);
    let mut inviter = Inviter::new(to_dana, now);
    let end = (0..100).find(|_| closes(&inviter.frame(alex.ws(), &[0x99], [2; 32], now).unwrap(), CloseReason::Flood));
    assert!(end.is_some_and(|frames| frames <= 16), "{end:?}");
}

#[test]
fn a_stop_and_an_agreement_end_an_invitation_also_over_a_crash() {
    for (what, stops, reason) in [("a stop", true, CloseReason::NotShared), ("an agreement", false, CloseReason::Used)]
    {
        let mut world = World::new(9, &["Alex", "Dana", "Mallory"]);
        let now_ms = world.now_ms;
        world.people[0].add_peer(1, now_ms);
        let as_peer = world.people[1].add_peer(0, now_ms);
        let invitation = invite(&mut world.people[0], 1, now_ms);
        let [dana, alex] = world.people.get_disjoint_mut([1, 0]).unwrap();
        pair(dana, alex, invitation.clone(), Some(as_peer), None, now_ms).0.unwrap().unwrap();
        world.links.insert((0, 1), Default::default());
        if stops {
            world.people[0].share(1, sideways_core::command::ShareCommand::Stop, now_ms).unwrap();
        } else {
            world.connect(0, 1);
            world.pass(5_000);
            world.assert_equal(0, 1);
        }
        for crash in [false, true] {
            if crash {
                world.crash(0);
                world.people[0].start(now_ms);
            }
            assert!(!sideways_sync::is_inviting(
                world.people[0].ws(),
                sideways_core::snapshot::Moment { unix_ms: now_ms }
            ));
            for joiner in [1, 2] {
                let [joiner, alex] = world.people.get_disjoint_mut([joiner, 0]).unwrap();
                let (joined, invited, _) = pair(joiner, alex, invitation.clone(), None, None, now_ms + 1);
                let told = matches!(joined, Some(Err(JoinError::Ended(told))) if told == reason);
                assert!(told && invited.is_none(), "{what}: {joined:?}");
            }
            let state = view(&mut world.people[0], 1).sharing.state;
            assert_eq!(state == SharingState::Stopped, stops, "{what}");
        }
    }
}
