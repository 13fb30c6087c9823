//! Messages between devices of one person: one form each, and nothing beyond the bounds.

use super::{At, BUCKETS, Listing, OwnHello, OwnMessage, OwnPairMessage, OwnProve, OwnWelcome, STATEMENTS_IN_FRAME};
use crate::effect::CloseReason;
use sideways_core::{
    Adoption, DocKind,
    change::Reason,
    device::{DeviceKey, SignedStatement, Statement},
    id::{DeviceId, DocId, Hash, PeerId, PersonId},
    limits,
};

fn at(kind: DocKind, heads: usize) -> At {
    At { doc: DocId([3; 16]), kind, heads: vec![Hash([4; 32]); heads] }
}

fn stated(name: &str) -> SignedStatement {
    let key = DeviceKey::from_secret(&[7; 32]);
    let statement = Statement {
        person: PersonId([1; 16]),
        device: key.id(),
        name: name.into(),
        recipient: [2; 32],
        formats: (1, 1),
        vouched_by: key.id(),
        removed: false,
    };
    SignedStatement::new(statement, &key)
}

fn messages() -> Vec<OwnMessage> {
    let hello = OwnHello { version: 1, formats: (1, 1), statements: [1; 32], documents: [2; 32], asks: true };
    let peer = PeerId([5; 16]);
    let documents = vec![at(DocKind::Notebook, 1), at(DocKind::Card(peer), 0), at(DocKind::Journal(peer, 2026), 2)];
    vec![
        OwnMessage::Hello(hello),
        OwnMessage::Statements([1; 32], vec![stated("laptop")], true),
        OwnMessage::Places(vec![(DeviceId([6; 32]), vec!["10.0.0.1:1".into()])]),
        OwnMessage::Buckets(vec![[9; 8]; BUCKETS]),
        OwnMessage::Documents(Listing { buckets: vec![0, 255], documents, last: true, answers: false }),
        OwnMessage::Have(at(DocKind::List(peer), 1)),
        OwnMessage::Unknown(at(DocKind::List(peer), 1)),
        OwnMessage::Some(at(DocKind::List(peer), 1), vec![Hash([8; 32])]),
        OwnMessage::Refused(DocId([3; 16]), vec![(Hash([8; 32]), Reason::Actor)]),
        OwnMessage::Bye(2),
    ]
}

fn pair_messages() -> Vec<OwnPairMessage> {
    let statements = vec![stated("laptop"), stated("desktop")];
    let adoption = Adoption { person: PersonId([1; 16]), notebook: DocId([2; 16]), statements };
    vec![
        OwnPairMessage::Prove(OwnProve { proof: [1; 32], commitment: [2; 32] }),
        OwnPairMessage::Welcome(OwnWelcome { proof: [3; 32], nonce: [4; 32] }),
        OwnPairMessage::Reveal([5; 32]),
        OwnPairMessage::Words,
        OwnPairMessage::Match(stated("laptop")),
        OwnPairMessage::Adopt(adoption),
        OwnPairMessage::Adopted,
        OwnPairMessage::Bye(11),
    ]
}

#[test]
fn each_message_has_one_form_and_no_part_of_it_is_another() {
    for message in messages() {
        let bytes = message.encode();
        assert_eq!(OwnMessage::decode(&bytes), Ok(Some(message.clone())));
        for length in 1..bytes.len() {
            assert!(OwnMessage::decode(&bytes[..length]).is_err(), "{length} bytes of {message:?}");
        }
        assert_eq!(OwnMessage::decode(&[bytes, vec![0]].concat()), Err(CloseReason::Malformed));
    }
    for message in pair_messages() {
        let bytes = message.encode();
        assert!(bytes.len() <= crate::frame::PAIR_FRAME_BYTES);
        assert_eq!(OwnPairMessage::decode(&bytes), Ok(Some(message.clone())));
        for length in 1..bytes.len() {
            assert!(OwnPairMessage::decode(&bytes[..length]).is_err(), "{length} bytes of {message:?}");
        }
        assert_eq!(OwnPairMessage::decode(&[bytes, vec![0]].concat()), Err(CloseReason::Malformed));
    }
}

#[test]
fn nothing_is_read_beyond_its_bounds() {
    let many = limits::HEADS + 1;
    let rows = [
        OwnMessage::Statements([0; 32], vec![stated("x"); STATEMENTS_IN_FRAME + 1], true),
        OwnMessage::Statements([0; 32], vec![stated(&"x".repeat(limits::NAME_BYTES + 1))], true),
        OwnMessage::Places(vec![(DeviceId([6; 32]), vec!["a".into(); limits::ADDRESSES + 1])]),
        OwnMessage::Buckets(vec![[9; 8]; BUCKETS - 1]),
        OwnMessage::Buckets(vec![[9; 8]; BUCKETS + 1]),
        OwnMessage::Have(at(DocKind::Notebook, many)),
        OwnMessage::Some(at(DocKind::Notebook, 1), vec![Hash([1; 32]); many]),
    ];
    for message in rows {
        assert_eq!(OwnMessage::decode(&message.encode()), Err(CloseReason::Malformed));
    }
    for kind in [0, 1, 64, 75, 96, 104, 127] {
        assert_eq!(OwnMessage::decode(&[kind]), Err(CloseReason::Unexpected), "{kind}");
        assert_eq!(OwnPairMessage::decode(&[kind]), Err(CloseReason::Unexpected), "{kind}");
    }
    assert_eq!((OwnMessage::decode(&[200]), OwnPairMessage::decode(&[200])), (Ok(None), Ok(None)));
}
