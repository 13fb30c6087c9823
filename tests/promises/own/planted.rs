//! What it writes, and what it keeps saying.

use super::{Known, ROOM, Stolen, about, another, document, hand, key, peer, person_of, sets};
use crate::people::{NOW, alex_and_dana, meet, pair};
use sideways_core::{
    DocKind, Workspace,
    change::{Action, Change, Key, Object, Op, Run, Scalar},
    command::{Command, ListCommand, Place},
    device::DeviceKey,
    id::{Actor, DocId, Hash, PeerId, PersonId},
    limits,
    snapshot::Kind,
};
use sideways_sync::{CloseReason, Effect, OwnSession};
use std::collections::BTreeSet;

/// A row of the notebook that names another document of mine as the list of a stranger opens nothing to them.
#[test]
fn a_planted_peer_reads_no_document_of_mine() {
    let (mut alex, _) = alex_and_dana();
    alex.ws.edit(Command::AddNote { peer: alex.peer, text: "private".into() }, NOW).unwrap();
    let thief = key(0x77);
    let theirs = PersonId([0x77; 16]);
    let (a_peer, me) = (alex.peer, person_of(&alex.ws));
    type Which = fn(DocKind) -> bool;
    let targets: [(&str, Which); 4] = [
        ("the notebook", |kind| kind == DocKind::Notebook),
        ("a card", |kind| matches!(kind, DocKind::Card(_))),
        ("a journal", |kind| matches!(kind, DocKind::Journal(..))),
        ("somebody else’s list", |kind| matches!(kind, DocKind::List(_))),
    ];
    alex.add("a line for Dana");
    let mut seed = 110;
    for (what, which) in targets {
        for hidden in [true, false] {
            seed += 1;
            let mut stolen = another(&mut alex.ws, seed);
            let ghost = peer(&mut stolen, "Ghost");
            hand(&mut stolen, &mut alex.ws);
            let (target, _) =
                document(&alex.ws, |kind| which(kind) && kind != DocKind::Card(ghost) && kind != DocKind::List(ghost));
            let notebook = document(&alex.ws, |kind| kind == DocKind::Notebook);
            let key = DeviceKey::from_secret(&stolen.device_key().secret());
            let mut hands = Stolen { key: &key, runs: 0 };
            let fields = [
                ("list", Scalar::Str(target.to_string())),
                ("person", Scalar::Str(theirs.to_string())),
                ("removed", Scalar::Bool(hidden)),
            ];
            let applied = hands.writes(&mut alex.ws, &mut stolen, notebook, |known, _, _| sets(known, ghost, &fields));
            assert_eq!(applied, 1, "{what}: the attack isn’t what it should be");
            let grant = alex.ws.own_grant(&key.id()).unwrap();
            let claims = [about(&thief, theirs, &thief, false)];
            alex.ws.receive_statements_of_mine(&grant, &claims, NOW).unwrap();
            alex.ws.remove_device(key.id(), NOW).unwrap();
            assert_eq!(alex.ws.grant(&thief.id()), None, "{what}, hidden {hidden}");
            assert!(alex.ws.known_devices().is_empty(), "{what}, hidden {hidden}");
            // And the program goes on.
            alex.add("afterwards");
            alex.ws.edit(Command::AddNote { peer: a_peer, text: "afterwards".into() }, NOW).unwrap();
            assert_eq!(person_of(&alex.ws), me);
        }
    }
}

/// A row that says that somebody is erased takes what is theirs away, and no other document that it names.
#[test]
fn an_erase_takes_only_what_is_of_whom_it_erases() {
    let (mut alex, _) = alex_and_dana();
    alex.ws.edit(Command::AddNote { peer: alex.peer, text: "private".into() }, NOW).unwrap();
    alex.add("a line for Dana");
    let before: Vec<DocId> = alex.ws.documents_of_mine().map(|(doc, ..)| doc).collect();
    let mut stolen = another(&mut alex.ws, 91);
    let ghost = peer(&mut stolen, "Ghost");
    hand(&mut stolen, &mut alex.ws);
    let notebook = document(&alex.ws, |kind| kind == DocKind::Notebook);
    let key = DeviceKey::from_secret(&stolen.device_key().secret());
    for (run, target) in before.iter().enumerate() {
        let mut hands = Stolen { key: &key, runs: run as u64 };
        let fields = [
            ("card", Scalar::Str(target.to_string())),
            ("list", Scalar::Str(target.to_string())),
            ("erased", Scalar::Bool(true)),
            ("list_erased", Scalar::Bool(true)),
        ];
        hands.writes(&mut alex.ws, &mut stolen, notebook, |known, _, _| sets(known, ghost, &fields));
        assert!(!alex.ws.is_arriving());
        let after: BTreeSet<DocId> = alex.ws.documents_of_mine().map(|(doc, ..)| doc).collect();
        assert!(before.iter().all(|doc| after.contains(doc)), "{target} named: something of mine is gone");
    }
    alex.add("afterwards");
}

/// A list that is shared now takes no words of somebody nobody knows, whoever hands them over.
#[test]
fn words_of_nobody_known_get_into_no_shared_list() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    alex.add("mine");
    meet(&mut alex, &mut dana);
    let mut stolen = another(&mut alex.ws, 100);
    let list = document(&alex.ws, |kind| kind == DocKind::List(alex.peer));
    let nobody = key(0x33);
    let key = DeviceKey::from_secret(&stolen.device_key().secret());
    // A new order key for my line: one that no program of ours makes, and one that it could make.
    for (run, (by, order)) in [(&nobody, "m"), (&nobody, "A"), (&key, "A"), (&key, "")].into_iter().enumerate() {
        let here = stolen.own_grant(&alex.ws.device_key().id()).unwrap();
        let runs = stolen.missing_of_mine(&here, list.0, (&[], &BTreeSet::new()), ROOM).unwrap();
        let known: Vec<Known> = runs.iter().flat_map(Known::all).collect();
        let old = known.iter().find(|it| it.key == "order").unwrap();
        assert!(old.value.is_some());
        let mut deps = stolen.heads_of_mine(&list.0);
        deps.sort_unstable();
        let start_op = known.iter().map(|it| it.id.counter).max().unwrap() + 1;
        let actor = Actor::new(&by.id(), [run as u8; 8]);
        let action = Action::Put(Scalar::Str(order.into()));
        let op = Op { object: old.object, key: Key::Map("order".into()), insert: false, action, preds: vec![old.id] };
        let change = Change { actor, seq: 1, start_op, unix_ms: NOW.unix_ms, deps, ops: vec![op] };
        let mut run = Run { changes: vec![change], signature: [0; 64] };
        run.signature = by.sign_change(&list.0, &Workspace::hash_of(&run)[0]);
        let grant = alex.ws.own_grant(&key.id()).unwrap();
        let received = alex.ws.receive_of_mine(&grant, list, vec![run], NOW).unwrap();
        assert_eq!((received.applied, received.refused.len()), (0, 1), "{order:?}");
    }
    let first = alex.view().list.lines[0].id;
    alex.list(ListCommand::Add { text: "before it".into(), kind: Kind::Idea });
    let last = alex.view().list.lines[1].id;
    alex.list(ListCommand::Move(last, Place::Before(first)));
    meet(&mut alex, &mut dana);
}

/// Changes that wait for others that never come take a bounded room, however many documents they name.
#[test]
fn what_waits_for_ever_takes_a_bounded_room() {
    let (mut alex, _) = alex_and_dana();
    let mut stolen = another(&mut alex.ws, 101);
    let key = DeviceKey::from_secret(&stolen.device_key().secret());
    let hands = Stolen { key: &key, runs: 0 };
    let peers: Vec<PeerId> = (0..40).map(|n| peer(&mut stolen, &format!("Ghost {n}"))).collect();
    hand(&mut stolen, &mut alex.ws);
    let cards: Vec<(DocId, DocKind)> = alex
        .ws
        .documents_of_mine()
        .filter(|(_, kind, _)| matches!(kind, DocKind::Card(of) if peers.contains(of)))
        .map(|(doc, kind, _)| (doc, kind))
        .collect();
    assert_eq!(cards.len(), peers.len());
    let before = alex.ws.waiting_bytes();
    for (n, card) in cards.iter().enumerate() {
        for m in 0..8_u8 {
            let actor = Actor::new(&key.id(), [n as u8, m, 1, 1, 1, 1, 1, 1]);
            let text = Scalar::Str("x".repeat(limits::TEXT_BYTES.min(100_000)));
            let op = Op {
                object: Object::Root,
                key: Key::Map("name".into()),
                insert: false,
                action: Action::Put(text),
                preds: vec![],
            };
            let deps = vec![Hash([m + 1; 32])];
            let change = Change { actor, seq: 1, start_op: 100, unix_ms: NOW.unix_ms, deps, ops: vec![op] };
            assert_eq!(hands.hands(&mut alex.ws, *card, change), 0);
        }
    }
    let waits = alex.ws.waiting_bytes() - before;
    assert!(waits <= limits::PENS_BYTES && waits > limits::PENS_BYTES / 2, "{waits}");
    alex.ws.remove_device(key.id(), NOW).unwrap();
    assert_eq!(alex.ws.waiting_bytes(), 0);
}

/// A frame of `sideways/own/1`: its kind, and where a document stands.
fn frame(kind: u8, doc: &DocId, rest: &[u8]) -> Vec<u8> {
    let mut frame = vec![kind, 16];
    frame.extend(doc.0);
    // The notebook, no heads.
    frame.extend([0, 0]);
    frame.extend(rest);
    frame
}

/// A computer of mine that says the same again and again, or names what isn't there, is heard for a while and no longer.
#[test]
fn a_loud_computer_of_mine_is_ended_before_it_costs_much() {
    let (mut alex, _) = alex_and_dana();
    alex.add("a line");
    let mut other = another(&mut alex.ws, 102);
    let mine = document(&alex.ws, |kind| kind == DocKind::Notebook).0;
    let (_, greeting) = OwnSession::open(&other, &alex.ws.device_key().id(), NOW).unwrap();
    let Some(Effect::Send(hello)) = greeting.first() else { panic!("no greeting") };
    let anew = |n: u32| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        DocId(id)
    };
    let mut asks = hello.clone();
    *asks.last_mut().unwrap() = 1;
    type Says<'a> = Box<dyn Fn(u32) -> Vec<u8> + 'a>;
    let rows: Vec<(&str, Says<'_>)> = vec![
        ("begins anew", Box::new(|_| asks.clone())),
        ("has what I have never heard of", Box::new(|n| frame(71, &anew(n), &[]))),
        ("has the same", Box::new(|_| frame(71, &mine, &[]))),
        ("knows nothing of mine", Box::new(|_| frame(72, &mine, &[]))),
        ("knows nothing of documents that nobody has", Box::new(|n| frame(72, &anew(n), &[]))),
        ("names nothing", Box::new(|_| frame(73, &mine, &[0]))),
        ("no changes", Box::new(|n| frame(70, &anew(n), &[0]))),
        ("no changes of the notebook", Box::new(|_| frame(70, &mine, &[0]))),
        ("refuses nothing", Box::new(|_| [vec![74, 16], mine.0.to_vec(), vec![0]].concat())),
        ("no places", Box::new(|_| vec![67, 0])),
    ];
    for (what, says) in rows {
        let (mut session, _) = OwnSession::open(&alex.ws, &other.device_key().id(), NOW).unwrap();
        session.frame(&mut alex.ws, hello, NOW).unwrap();
        let before = alex.ws.snapshot().clone();
        let ended = (0..2_000).find_map(|n| {
            let effects = session.frame(&mut alex.ws, &says(n), NOW).unwrap();
            effects.iter().find_map(|effect| if let Effect::Close(why) = effect { Some((n, *why)) } else { None })
        });
        let (after, why) = ended.unwrap_or_else(|| panic!("{what}: heard for ever"));
        assert!(why == CloseReason::Flood && after <= 400, "{what}: {why:?} after {after}");
        assert_eq!(alex.ws.snapshot().peers.len(), before.peers.len(), "{what}");
    }
    // One that has something to say is heard.
    peer(&mut other, "Somebody");
    hand(&mut other, &mut alex.ws);
    assert!(alex.ws.snapshot().peers.iter().any(|peer| peer.name == "Somebody"));
}
