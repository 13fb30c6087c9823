//! A colleague's device that doesn't keep to the rules.

use crate::{exchange, person::Person, world::World};
use sideways_core::{
    Generation,
    change::{Reason, Run},
    command::{ListCommand, ShareCommand, Splice},
    id::{DeviceId, Hash},
    snapshot::{Kind, Moment},
};
use sideways_sync::{Caret, CloseReason, Effect, NoiseLimit, Session};
use std::collections::BTreeSet;

const NOW: i64 = 1_790_000_000_000;

/// The n-th frame of a flood.
type Frames<'a> = &'a dyn Fn(u64) -> Vec<u8>;

/// Alex and Dana, paired; and Alex's end of a connection to her.
fn alex_and_session() -> (Person, Person, Session, Vec<Effect>) {
    let (mut alex, mut dana) = (Person::new("Alex", [1; 32], NOW), Person::new("Dana", [2; 32], NOW));
    alex.add_peer(1, NOW);
    let as_peer = dana.add_peer(0, NOW);
    let invitation = exchange::invite(&mut alex, 1, NOW);
    exchange::pair(&mut dana, &mut alex, invitation, Some(as_peer), None, NOW).0.unwrap().unwrap();
    alex.edit(1, ListCommand::Add { text: "the audit".into(), kind: Kind::Ask }, NOW).unwrap();
    let now = alex.now(NOW);
    let (session, effects) = Session::open(alex.ws(), &dana.id, now).unwrap().unwrap();
    (alex, dana, session, effects)
}

/// What Dana's device would say first.
fn hello(dana: &mut Person, alex: &Person) -> Vec<u8> {
    let now = dana.now(NOW);
    exchange::frames(Session::open(dana.ws(), &alex.id, now).unwrap().unwrap().1).remove(0)
}

fn at(ms: i64) -> Moment {
    Moment { unix_ms: NOW + ms }
}

fn closed(effects: &[Effect]) -> Option<CloseReason> {
    effects.iter().find_map(|effect| if let Effect::Close(reason) = effect { Some(*reason) } else { None })
}

fn have(kind: u8, heads: Vec<Hash>) -> Vec<u8> {
    postcard::to_extend(&(Generation { number: 0, by: DeviceId([0; 32]) }, heads), vec![kind]).unwrap()
}

#[test]
fn a_key_without_a_grant_gets_no_session() {
    let (mut alex, ..) = alex_and_session();
    let own = alex.id;
    for key in [DeviceId([9; 32]), own] {
        assert!(Session::open(alex.ws(), &key, at(0)).unwrap().is_none());
    }
}

#[test]
fn who_connects_and_says_nothing_is_closed_after_ten_seconds() {
    let (mut alex, _, mut session, _) = alex_and_session();
    let mut said = 0;
    for _ in 0..10 {
        let due = session.next_tick().unwrap();
        assert!(due <= at(10_000));
        let effects = session.tick(alex.ws(), due).unwrap();
        said += exchange::frames(effects.clone()).len();
        if let Some(reason) = closed(&effects) {
            assert_eq!((reason, due), (CloseReason::Silent, at(10_000)));
            assert!(said <= 4, "{said}");
            assert_eq!(session.next_tick(), None);
            return;
        }
    }
    panic!("still open");
}

#[test]
fn nothing_is_sent_before_the_greeting() {
    let (mut alex, _, mut session, _) = alex_and_session();
    for kind in [3, 4, 7] {
        assert_eq!(session.frame(alex.ws(), &have(kind, vec![]), at(0)).unwrap(), []);
    }
}

#[test]
fn a_flood_that_changes_nothing_ends_the_connection() {
    let empty_changes = postcard::to_extend(
        &(Generation { number: 0, by: DeviceId([0; 32]) }, Vec::<Hash>::new(), Vec::<Run>::new()),
        vec![2],
    )
    .unwrap();
    let rows: [(&str, Frames<'_>); 7] = [
        ("may be ignored", &|_| vec![0x99]),
        ("no changes", &|_| empty_changes.clone()),
        ("the same heads", &|_| have(3, vec![])),
        ("other heads every time", &|n| have(3, vec![Hash([n as u8; 32])])),
        ("asking", &|_| have(4, vec![])),
        ("knowing nothing", &|_| have(7, vec![])),
        ("writing somewhere else every time", &|n| vec![0x81, 1, 0, n as u8 % 128]),
    ];
    for (what, frame) in rows {
        let (mut alex, mut dana, mut session, _) = alex_and_session();
        let greeting = hello(&mut dana, &alex);
        session.frame(alex.ws(), &greeting, at(0)).unwrap();
        let mut bytes = 0;
        let end = (0..1_000).find_map(|n| {
            let effects = session.frame(alex.ws(), &frame(n), at(1)).unwrap();
            bytes += exchange::frames(effects.clone()).iter().map(Vec::len).sum::<usize>();
            closed(&effects)
        });
        assert_eq!(end, Some(CloseReason::Flood), "{what}");
        assert!(bytes < 1024 * 1024, "{what}: answered with {bytes} bytes");
    }
}

/// Somebody who writes and writes can't keep this side from asking for what it lacks.
#[test]
fn saying_where_one_writes_is_no_answer() {
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    session.frame(alex.ws(), &[0x81, 1, 0, 7], at(0)).unwrap();
    assert_eq!(session.caret(), None, "before the greeting");
    session.frame(alex.ws(), &greeting, at(0)).unwrap();
    session.frame(alex.ws(), &have(3, vec![Hash([7; 32])]), at(0)).unwrap();
    let due = session.next_tick();
    session.frame(alex.ws(), &[0x81, 1, 0, 7], at(2_000)).unwrap();
    assert_eq!((session.caret(), session.next_tick()), (Some(Caret::Pad(7)), due));
    let said = session.tell_caret(alex.ws(), Some(Caret::Pad(3))).unwrap();
    assert_eq!(exchange::frames(said), [vec![0x81, 1, 0, 3]]);
    assert!(session.tell_caret(alex.ws(), Some(Caret::Pad(3))).unwrap().is_empty(), "said already");
}

#[test]
fn heads_that_do_not_exist_cost_a_bounded_number_of_rounds() {
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    session.frame(alex.ws(), &greeting, at(0)).unwrap();
    session.frame(alex.ws(), &have(3, vec![Hash([7; 32]); 200]), at(0)).unwrap();
    let mut rounds = 0;
    while let Some(due) = session.next_tick() {
        assert!(closed(&session.tick(alex.ws(), due).unwrap()).is_none());
        rounds += 1;
        assert!(rounds <= 3);
    }
    assert_eq!(rounds, 3);
}

#[test]
fn a_clock_that_goes_back_does_not_stop_the_asking() {
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    session.frame(alex.ws(), &greeting, at(0)).unwrap();
    let back = -315_576_000_000;
    session.tick(alex.ws(), at(back)).unwrap();
    assert_eq!(session.next_tick(), Some(at(back + 3_000)));
}

#[test]
fn nonsense_ends_the_connection_with_its_reason() {
    for (what, frame, reason) in [
        ("nothing", vec![], CloseReason::Malformed),
        ("noise", vec![3, 0xff, 0xff], CloseReason::Malformed),
        ("unknown", vec![0x7f], CloseReason::Unexpected),
        ("of the other protocol", vec![36], CloseReason::Unexpected),
        ("a goodbye", vec![6, 1], CloseReason::Goodbye),
    ] {
        let (mut alex, mut dana, mut session, _) = alex_and_session();
        let greeting = hello(&mut dana, &alex);
        session.frame(alex.ws(), &greeting, at(0)).unwrap();
        let effects = session.frame(alex.ws(), &frame, at(0)).unwrap();
        assert_eq!(closed(&effects), Some(reason), "{what}");
        assert_eq!(session.frame(alex.ws(), &frame, at(0)).unwrap(), [], "{what}: it is over");
    }
}

#[test]
fn another_version_is_told_so() {
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let mut hello = hello(&mut dana, &alex);
    hello[1] = 2;
    assert_eq!(closed(&session.frame(alex.ws(), &hello, at(0)).unwrap()), Some(CloseReason::Version));
}

#[test]
fn what_comes_after_a_stop_is_not_applied_and_nothing_is_sent() {
    let mut world = World::new(1, &["Alex", "Dana"]);
    world.pair(0, 1);
    world.pass(1_000);
    let now_ms = world.now_ms;
    world.people[1].edit(0, ListCommand::Add { text: "before".into(), kind: Kind::Ask }, now_ms).unwrap();
    world.committed(1, None);
    world.pass(1_000);
    world.people[1].edit(0, ListCommand::Add { text: "on its way".into(), kind: Kind::Ask }, now_ms).unwrap();
    world.committed(1, None);
    world.people[0].share(1, ShareCommand::Stop, now_ms).unwrap();
    let before = world.links[&(0, 1)].frames;
    world.pass(60_000);
    let texts: Vec<String> = world.people[0].list(1).lines.iter().map(|line| line.text().to_owned()).collect();
    assert_eq!(texts, ["before"]);
    assert_eq!(world.links[&(0, 1)].frames, before + 1, "only the goodbye");
    assert_eq!(world.closed.get(&CloseReason::NotShared.code()), Some(&1));
    world.connect(0, 1);
    assert!(!world.is_connected(0, 1));
}

#[test]
fn two_who_were_both_away_send_only_what_came_after_their_common_past() {
    let mut world = World::new(2, &["Alex", "Dana"]);
    world.pair(0, 1);
    for n in 0..300 {
        let now_ms = world.now_ms;
        let (a, b) = if n % 2 == 0 { (0, 1) } else { (1, 0) };
        world.people[a].edit(b, ListCommand::Add { text: format!("SHARED {n}"), kind: Kind::Ask }, now_ms).unwrap();
        world.committed(a, None);
        world.pass(0);
    }
    world.assert_equal(0, 1);
    world.disconnect(0, 1);
    for (a, b) in [(0, 1), (1, 0)] {
        let now_ms = world.now_ms;
        world.people[a]
            .edit(b, ListCommand::Add { text: format!("SHARED apart {a}"), kind: Kind::Ask }, now_ms)
            .unwrap();
    }
    let (frames, found) = (world.links[&(0, 1)].frames, world.tap.bytes);
    world.connect(0, 1);
    world.pass(1_000);
    world.assert_equal(0, 1);
    assert!(world.links[&(0, 1)].frames - frames <= 12);
    let bytes = world.tap.bytes - found;
    assert!(bytes < 10_000, "{bytes} bytes for two lines");
}

#[test]
fn who_sees_a_refused_change_tells_its_sender_once() {
    // Dana's device sends a change of hers with one bit of its signature turned.
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    session.frame(alex.ws(), &greeting, at(0)).unwrap();
    dana.edit(0, ListCommand::Add { text: "SHARED".into(), kind: Kind::Ask }, NOW).unwrap();
    let grant = dana.ws().grant(&alex.id).unwrap();
    let mut runs = dana.ws().missing(&grant, &[], &BTreeSet::new(), 10_000).unwrap();
    runs.iter_mut().for_each(|run| run.signature[3] ^= 1);
    let heads = dana.ws().heads(&grant).unwrap();
    let frame = postcard::to_extend(&(Generation { number: 0, by: dana.id }, heads, runs), vec![2]).unwrap();
    let effects = session.frame(alex.ws(), &frame, at(1)).unwrap();
    let kinds: Vec<u8> = exchange::frames(effects.clone()).iter().map(|frame| frame[0]).collect();
    assert!(kinds.starts_with(&[5, 3]), "{kinds:?}");
    assert_eq!(closed(&effects), None);
    assert!(alex.list(1).lines.iter().all(|line| line.text() != "SHARED"));
}

#[test]
fn a_refusal_of_what_was_never_sent_is_not_believed() {
    let (mut alex, mut dana, mut session, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    session.frame(alex.ws(), &greeting, at(0)).unwrap();
    let refused = |hash: Hash| postcard::to_extend(&vec![(hash, Reason::Schema)], vec![5]).unwrap();
    let shown = |alex: &mut Person| alex.ws().snapshot().peers[0].sharing.refused_by_them.len();
    session.frame(alex.ws(), &refused(Hash([7; 32])), at(0)).unwrap();
    assert_eq!(shown(&mut alex), 0);
    let grant = alex.ws().grant(&dana.id).unwrap();
    let sent = alex.ws().heads(&grant).unwrap()[0];
    session.frame(alex.ws(), &refused(sent), at(0)).unwrap();
    assert_eq!(shown(&mut alex), 1);
}

#[test]
fn a_month_of_changes_goes_in_full_frames_a_bounded_number_ahead() {
    let mut world = World::new(3, &["Alex", "Dana"]);
    world.pair(0, 1);
    world.pass(1_000);
    world.disconnect(0, 1);
    let now_ms = world.now_ms;
    for n in 0..700 {
        let text = format!("SHARED {n} {}", "long words ".repeat(300));
        world.people[0].edit(1, ListCommand::Add { text, kind: Kind::Ask }, now_ms).unwrap();
    }
    world.connect(0, 1);
    let mut most = 0;
    while world.deliver_one() {
        most = most.max(world.waiting((0, 1), 0));
    }
    world.assert_equal(0, 1);
    assert!((5..=9).contains(&most), "{most} frames ahead");
}

#[test]
fn a_list_number_out_of_this_world_does_not_take_the_list_away() {
    for kind in [3, 4, 7] {
        let (mut alex, mut dana, mut session, _) = alex_and_session();
        let greeting = hello(&mut dana, &alex);
        session.frame(alex.ws(), &greeting, at(0)).unwrap();
        let last = Generation { number: u32::MAX, by: dana.id };
        let frame = postcard::to_extend(&(last, Vec::<Hash>::new()), vec![kind]).unwrap();
        let effects = session.frame(alex.ws(), &frame, at(0)).unwrap();
        assert_eq!(effects.last(), Some(&Effect::Close(CloseReason::Malformed)));
        assert_eq!(alex.list(1).generation, 0);
        alex.edit(1, ListCommand::Fresh, NOW).unwrap();
    }
}

#[test]
fn a_long_paste_on_the_pad_arrives_in_frames_that_fit() {
    let mut world = World::new(4, &["Alex", "Dana"]);
    world.pair(0, 1);
    world.pass(1_000);
    let now_ms = world.now_ms;
    let insert: String = "SHARED é ".repeat(3_000);
    world.people[0]
        .edit(1, ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert }] }, now_ms)
        .unwrap();
    world.committed(0, None);
    world.pass(60_000);
    world.assert_equal(0, 1);
    assert_eq!(world.people[1].list(0).pad.chars().count(), 27_000);
}

#[test]
fn connecting_again_begins_no_new_count_of_noise() {
    let (mut alex, mut dana, first, _) = alex_and_session();
    let greeting = hello(&mut dana, &alex);
    drop(first);
    let (mut limit, mut heard, mut sessions) = (NoiseLimit::new(), 0, 0);
    while let Some(noise) = limit.connected(&dana.id, at(0)) {
        let (mut session, _) = Session::open_after(alex.ws(), &dana.id, noise, at(0)).unwrap().unwrap();
        session.frame(alex.ws(), &greeting, at(0)).unwrap();
        // It leaves before it is too much for one connection.
        for _ in 0..50 {
            if closed(&session.frame(alex.ws(), &[0x99], at(0)).unwrap()).is_some() {
                break;
            }
            heard += 1;
        }
        limit.closed(dana.id, session.noise(), at(0));
        sessions += 1;
        assert!(sessions < 50, "it goes on for ever");
    }
    assert!(heard <= 200, "{heard} frames that change nothing");
    assert!(limit.connected(&dana.id, at(11_000)).is_some(), "time heals it");
}
