use super::*;
use crate::frame::PAIR_FRAME_BYTES;
use proptest::prelude::*;
use sideways_core::{
    Generation,
    change::{Action, Change, Key, Object, Op, OpId, Reason, Run, Scalar},
    device::{SignedStatement, Statement},
    id::{Actor, DeviceId, DocId, Hash, LineId, PersonId},
    limits,
};

fn standing(heads: usize) -> Standing {
    Standing {
        generation: Generation { number: 3, by: DeviceId([7; 32]) },
        heads: (0..heads).map(|n| Hash([n as u8; 32])).collect(),
    }
}

fn statement(name: &str) -> SignedStatement {
    SignedStatement {
        statement: Statement {
            person: PersonId([1; 16]),
            device: DeviceId([2; 32]),
            name: name.to_owned(),
            recipient: [3; 32],
            formats: (1, 1),
            vouched_by: DeviceId([2; 32]),
            removed: false,
        },
        signature: [4; 64],
    }
}

fn op(action: Action) -> Op {
    let id = OpId { counter: 5, actor: Actor([6; 24]) };
    Op { object: Object::Made(id), key: Key::Map("wordings".into()), insert: false, action, preds: vec![id] }
}

fn run(changes: usize, ops: Vec<Op>) -> Run {
    let change =
        Change { actor: Actor([6; 24]), seq: 300, start_op: 70_000, unix_ms: -1, deps: vec![Hash([8; 32]); 2], ops };
    Run { changes: vec![change; changes], signature: [9; 64] }
}

fn all_ops() -> Vec<Op> {
    vec![
        op(Action::MakeMap),
        op(Action::MakeText),
        op(Action::Put(Scalar::Str("who tells the auditors".into()))),
        op(Action::Put(Scalar::Int(-70_000))),
        op(Action::Put(Scalar::Bool(true))),
        Op { object: Object::Root, key: Key::Head, insert: true, ..op(Action::Delete(1)) },
        Op { key: Key::Element(OpId { counter: 1 << 40, actor: Actor([1; 24]) }), ..op(Action::Delete(1)) },
    ]
}

fn hello(statements: Vec<SignedStatement>, heads: usize) -> PeerMessage {
    PeerMessage::Hello(Hello { version: 1, formats: (1, 300), statements, standing: standing(heads), asks: true })
}

fn every_peer_message() -> Vec<PeerMessage> {
    vec![
        hello(vec![statement("laptop")], 2),
        PeerMessage::Changes(standing(1), vec![run(2, all_ops()), run(1, vec![])]),
        PeerMessage::Have(standing(0)),
        PeerMessage::Again(standing(limits::HEADS)),
        PeerMessage::Unknown(standing(1)),
        PeerMessage::Some(standing(1), vec![Hash([1; 32]); 3]),
        PeerMessage::Refused(vec![(Hash([1; 32]), Reason::TooLarge), (Hash([2; 32]), Reason::Unusable)]),
        PeerMessage::Bye(70_000),
        PeerMessage::Caret(None),
        PeerMessage::Caret(Some(Caret::Pad(u32::MAX))),
        PeerMessage::Caret(Some(Caret::Line(LineId([7; 16])))),
        PeerMessage::Where(Vec::new()),
        PeerMessage::Where(vec!["10.0.0.1:4000".into(), "https://relay.example/".into()]),
    ]
}

fn every_pair_message() -> Vec<PairMessage> {
    vec![
        PairMessage::Prove(Prove {
            proof: [1; 32],
            commitment: [2; 32],
            statements: vec![statement("laptop")],
            name: "Dana".into(),
            department: "Finance".into(),
        }),
        PairMessage::Welcome(Welcome {
            proof: [1; 32],
            nonce: [2; 32],
            statements: vec![statement("desk")],
            name: "Alex Kim".into(),
            department: "IT".into(),
            list: DocId([5; 16]),
            generation: Generation { number: 0, by: DeviceId([6; 32]) },
        }),
        PairMessage::Reveal([3; 32]),
        PairMessage::Done,
        PairMessage::Bye(8),
    ]
}

#[test]
fn every_message_is_read_as_it_was_written() {
    for message in every_peer_message() {
        assert_eq!(PeerMessage::decode(&message.encode()), Ok(Some(message)));
    }
    for message in every_pair_message() {
        assert_eq!(PairMessage::decode(&message.encode()), Ok(Some(message)));
    }
}

#[test]
fn messages_of_the_other_protocol_end_the_connection() {
    for message in every_pair_message().iter().filter(|message| !matches!(message, PairMessage::Bye(_))) {
        assert_eq!(PeerMessage::decode(&message.encode()), Err(CloseReason::Unexpected), "{message:?}");
    }
    for message in every_peer_message().iter().filter(|message| !matches!(message, PeerMessage::Bye(_))) {
        // These say of themselves that they may be ignored.
        let judged = if matches!(message, PeerMessage::Caret(_) | PeerMessage::Where(_)) {
            Ok(None)
        } else {
            Err(CloseReason::Unexpected)
        };
        assert_eq!(PairMessage::decode(&message.encode()), judged, "{message:?}");
    }
}

#[test]
fn unknown_messages_are_ignored_only_where_they_may_be() {
    assert_eq!(PeerMessage::decode(&[0xfe, 1, 2, 3]), Ok(None));
    assert_eq!(PeerMessage::decode(&[0x7e, 1, 2, 3]), Err(CloseReason::Unexpected));
    assert_eq!(PairMessage::decode(&[0x81]), Ok(None));
    assert_eq!(PairMessage::decode(&[0]), Err(CloseReason::Unexpected));
}

#[test]
fn what_exceeds_a_bound_is_no_message() {
    let name = "n".repeat(limits::NAME_BYTES + 1);
    let deps = || {
        let mut run = run(1, vec![]);
        run.changes[0].deps = vec![Hash([0; 32]); limits::DEPS_IN_CHANGE + 1];
        run
    };
    let with = |op: Op| PeerMessage::Changes(standing(1), vec![run(1, vec![op])]);
    let key = "k".repeat(limits::KEY_BYTES + 1);
    let text = "t".repeat(limits::RUN_BYTES + 1);
    let preds = vec![OpId { counter: 1, actor: Actor([0; 24]) }; limits::PREDS_IN_OP + 1];
    let plain = run(1, vec![]);
    for (what, message) in [
        ("a name", hello(vec![statement(&name)], 1)),
        ("statements", hello(vec![statement("laptop"); limits::STATEMENTS_OF_PERSON + 1], 1)),
        ("heads", PeerMessage::Have(standing(limits::HEADS + 1))),
        ("named", PeerMessage::Some(standing(1), vec![Hash([0; 32]); limits::HEADS + 1])),
        ("dependencies", PeerMessage::Changes(standing(1), vec![deps()])),
        ("a key", with(Op { key: Key::Map(key), ..op(Action::MakeMap) })),
        ("a text", with(op(Action::Put(Scalar::Str(text))))),
        ("predecessors", with(Op { preds, ..op(Action::Delete(1)) })),
        (
            "operations",
            PeerMessage::Changes(standing(1), vec![run(1, vec![op(Action::Delete(1)); limits::OPS_IN_CHANGE + 1])]),
        ),
        ("changes in a run", PeerMessage::Changes(standing(1), vec![run(limits::CHANGES_IN_FRAME + 1, vec![])])),
        ("changes in all", PeerMessage::Changes(standing(1), vec![plain; limits::CHANGES_IN_FRAME + 1])),
        ("a run of nothing", PeerMessage::Changes(standing(1), vec![run(0, vec![])])),
    ] {
        assert_eq!(PeerMessage::decode(&message.encode()), Err(CloseReason::Malformed), "{what}");
    }
}

#[test]
fn the_largest_message_of_a_pairing_fits_its_frames() {
    let name = "n".repeat(limits::NAME_BYTES);
    let statements = vec![statement(&name); limits::STATEMENTS_AT_PAIRING];
    let welcome = PairMessage::Welcome(Welcome {
        proof: [1; 32],
        nonce: [2; 32],
        statements,
        name: name.clone(),
        department: name,
        list: DocId([5; 16]),
        generation: Generation { number: u32::MAX, by: DeviceId([6; 32]) },
    });
    let bytes = welcome.encode();
    assert!(bytes.len() <= PAIR_FRAME_BYTES, "{} bytes", bytes.len());
    assert_eq!(PairMessage::decode(&bytes), Ok(Some(welcome)));
}

#[test]
fn one_message_has_one_form() {
    let have = PeerMessage::Have(standing(1)).encode();
    for (what, bytes) in [
        ("nothing", vec![]),
        ("only a kind", vec![have[0]]),
        ("a byte too many", [have.as_slice(), &[0]].concat()),
        // 3 as [0x83, 0x00]: the number that follows the kind.
        ("an overlong number", [&[have[0], 0x83, 0x00], &have[2..]].concat()),
        ("a number without an end", [&[have[0]], [0xff; 40].as_slice()].concat()),
        ("a count of 2^32 - 1", [&have[..35], &[0xff, 0xff, 0xff, 0xff, 0x0f]].concat()),
        ("a count of 2^64 - 1", [&have[..35], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]].concat()),
    ] {
        assert_eq!(PeerMessage::decode(&bytes), Err(CloseReason::Malformed), "{what}");
    }
    let mut invalid =
        PeerMessage::Changes(standing(0), vec![run(1, vec![op(Action::Put(Scalar::Str("wxyz".into())))])]).encode();
    let at = invalid.windows(4).position(|four| four == b"wxyz").unwrap();
    invalid[at] = 0xff;
    assert_eq!(PeerMessage::decode(&invalid), Err(CloseReason::Malformed), "invalid UTF-8");
}

#[test]
fn a_message_cut_anywhere_is_no_message() {
    for message in every_peer_message() {
        let bytes = message.encode();
        for end in 0..bytes.len() {
            assert!(PeerMessage::decode(&bytes[..end]).is_err(), "{message:?} cut at {end}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged(bytes: Vec<u8>) {
        let _ = PeerMessage::decode(&bytes);
        let _ = PairMessage::decode(&bytes);
    }

    #[test]
    fn mutated_messages_are_judged(which in 0..8_usize, at: prop::sample::Index, to: u8, more: Vec<u8>) {
        let mut bytes = every_peer_message()[which].encode();
        let at = at.index(bytes.len());
        bytes[at] = to;
        bytes.splice(at..at, more);
        if let Ok(Some(message)) = PeerMessage::decode(&bytes) {
            prop_assert_eq!(message.encode(), bytes);
        }
    }
}
