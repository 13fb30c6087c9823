//! The page's vectors, executed: what it promises to other programs is what this one does.

use crate::{
    effect::CloseReason,
    frame::{self, PAIR_FRAME_BYTES},
    invitation::Invitation,
    message::{Caret, Hello, Opening, PairMessage, PeerMessage, Prove, SealedMessage, Standing, Welcome},
    net::code,
    pairing::Channel,
};
use sideways_core::{
    Generation,
    change::Reason,
    command::InvitationSecret,
    device::{SignedStatement, Statement},
    id::{DeviceId, DocId, Hash, LineId, PersonId},
    limits,
    snapshot::Moment,
};
use std::{collections::BTreeMap, fmt::Debug};

const PAGE: &str = include_str!("protocol.md");
const ALEX: DeviceId = DeviceId([0xa1; 32]);
const DANA: DeviceId = DeviceId([0xd2; 32]);

/// The lines of a block of vectors.
fn block(name: &str) -> Vec<&'static str> {
    let begin = format!("```vectors {name}\n");
    let (_, after) = PAGE.split_once(&begin).unwrap_or_else(|| panic!("no vectors {name}"));
    after.split_once("\n```").unwrap().0.lines().collect()
}

fn bytes(written: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in written.split_whitespace() {
        if word == "STATEMENT" {
            bytes.extend(rows("statement").remove("STATEMENT").unwrap());
        } else if let Some((byte, times)) = word.split_once('*') {
            let byte = u8::from_str_radix(byte, 16).unwrap();
            bytes.extend(vec![byte; times.parse::<usize>().unwrap()]);
        } else {
            let digit = |at| u8::from_str_radix(&word[at..at + 2], 16).unwrap();
            bytes.extend((0..word.len()).step_by(2).map(digit));
        }
    }
    bytes
}

fn rows(name: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let row = |line: &'static str| {
        let (name, written) = line.split_once('|').unwrap();
        (name.trim(), bytes(written))
    };
    block(name).into_iter().map(row).collect()
}

fn statement() -> SignedStatement {
    SignedStatement {
        statement: Statement {
            person: PersonId([0x70; 16]),
            device: DANA,
            name: "laptop".into(),
            recipient: [0x33; 32],
            formats: (1, 1),
            vouched_by: DANA,
            removed: false,
        },
        signature: [0x44; 64],
    }
}

fn check<M: PartialEq + Debug>(
    name: &str,
    expected: Vec<(&'static str, M)>,
    encode: impl Fn(&M) -> Vec<u8>,
    decode: impl Fn(&[u8]) -> Result<Option<M>, CloseReason>,
) {
    let mut rows = rows(name);
    for (row, message) in expected {
        let bytes = rows.remove(row).unwrap_or_else(|| panic!("no vector {row}"));
        assert_eq!(encode(&message), bytes, "{row} is written so");
        assert_eq!(decode(&bytes), Ok(Some(message)), "{row} is read so");
    }
    assert!(rows.is_empty(), "vectors that nobody executes: {:?}", rows.keys());
}

#[test]
fn the_messages_of_a_list_are_those_of_the_page() {
    let (h1, h2) = (Hash([0x11; 32]), Hash([0x22; 32]));
    let at = |number, by, heads: &[Hash]| Standing { generation: Generation { number, by }, heads: heads.to_vec() };
    let hello = Hello {
        version: 1,
        formats: (1, 1),
        statements: vec![statement()],
        standing: at(3, DANA, &[h1, h2]),
        asks: false,
    };
    let expected = vec![
        ("hello", PeerMessage::Hello(hello)),
        ("changes-none", PeerMessage::Changes(at(0, ALEX, &[h1]), vec![])),
        ("have", PeerMessage::Have(at(3, DANA, &[h1]))),
        ("again", PeerMessage::Again(at(0, ALEX, &[]))),
        ("refused", PeerMessage::Refused(vec![(h1, Reason::TooLarge), (h2, Reason::Unusable)])),
        ("bye", PeerMessage::Bye(70_000)),
        ("unknown", PeerMessage::Unknown(at(300, DANA, &[h2]))),
        ("some", PeerMessage::Some(at(0, ALEX, &[h1]), vec![h2])),
        ("caret-none", PeerMessage::Caret(None)),
        ("caret-pad", PeerMessage::Caret(Some(Caret::Pad(300)))),
        ("caret-line", PeerMessage::Caret(Some(Caret::Line(LineId([0x55; 16]))))),
        ("where-none", PeerMessage::Where(Vec::new())),
        ("where-one", PeerMessage::Where(vec!["10.0.0.1:4000".into()])),
    ];
    check("peer", expected, PeerMessage::encode, PeerMessage::decode);
}

#[test]
fn the_messages_of_a_sealed_file_are_those_of_the_page() {
    let (h1, h2) = (Hash([0x11; 32]), Hash([0x22; 32]));
    let opening = Opening {
        version: 1,
        formats: (1, 1),
        from: DANA,
        to: PersonId([0x70; 16]),
        statements: vec![statement()],
        standing: Standing { generation: Generation { number: 3, by: DANA }, heads: vec![h1, h2] },
        rest: true,
    };
    let expected = vec![
        ("opening", SealedMessage::Opening(opening)),
        ("changes-none", SealedMessage::Changes(vec![])),
        ("refused", SealedMessage::Refused(vec![(h1, Reason::TooLarge), (h2, Reason::Unusable)])),
    ];
    check("sealed", expected, SealedMessage::encode, SealedMessage::decode);
}

#[test]
fn the_messages_and_proofs_of_a_pairing_are_those_of_the_page() {
    let secret = InvitationSecret([0x5e; 16]);
    let joiner = Channel { exporter: [0xee; 32], me: DANA, remote: ALEX };
    let (proof, commitment) = crate::pairing::prove(&secret, &joiner, &[0x77; 32]);
    let inviter = Channel { exporter: [0xee; 32], me: ALEX, remote: DANA };
    let prove = Prove {
        proof,
        commitment,
        statements: vec![statement()],
        name: "Dana Ruiz".into(),
        department: "Finance".into(),
    };
    let welcome = Welcome {
        proof: crate::pairing::welcome(&secret, &inviter),
        nonce: [0x88; 32],
        statements: vec![statement()],
        name: "Alex Kim".into(),
        department: "IT".into(),
        list: DocId([0x66; 16]),
        generation: Generation { number: 0, by: ALEX },
    };
    let expected = vec![
        ("prove", PairMessage::Prove(prove)),
        ("welcome", PairMessage::Welcome(welcome)),
        ("reveal", PairMessage::Reveal([0x77; 32])),
        ("done", PairMessage::Done),
        ("bye", PairMessage::Bye(2)),
    ];
    check("pair", expected, PairMessage::encode, PairMessage::decode);
    let nonces = crate::words::Nonces { joiner: [0x77; 32], inviter: [0x88; 32] };
    let words = crate::words::words(&joiner, &DANA, &ALEX, &nonces);
    assert_eq!(block("words"), [words.join(" ")]);
}

#[test]
fn frames_and_invitations_are_those_of_the_page() {
    let written = rows("frame").into_values().next().unwrap();
    let bye = PeerMessage::Bye(2).encode();
    assert_eq!(written, [frame::header(bye.len()).as_slice(), &bye].concat());
    let text = block("invitation").join("\n") + "\n";
    let addresses = vec!["192.0.2.7:4433".into(), "https://relay.example./".into()];
    let (secret, until) = (InvitationSecret([0x5e; 16]), Moment { unix_ms: 1_790_000_000_000 });
    let invitation = Invitation::to_peer(("Alex Kim", "IT"), ALEX, addresses, secret, until);
    assert_eq!(invitation.to_text(), text);
    assert_eq!(Invitation::parse(&text), Ok(invitation));
}

/// The rows of the table under this heading.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, after) = PAGE.split_once(heading).unwrap_or_else(|| panic!("no {heading}"));
    let rows =
        after.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_reason_has_its_row() {
    let numbers = |rows: Vec<Vec<&str>>| rows.iter().map(|row| row[0].parse::<u32>().unwrap()).collect::<Vec<_>>();
    let mut reasons: Vec<u32> = CloseReason::ALL.iter().map(|reason| reason.code()).collect();
    reasons.extend([code::SUPERSEDED, code::REFUSED, code::BAD_FRAME, code::SLOW, code::FLOOD]);
    assert_eq!(numbers(table("The reason of a *Bye*")), reasons);
    let refusals = numbers(table("### 6.2"));
    assert_eq!(refusals, (0..refusals.len() as u32).collect::<Vec<_>>());
    for (number, reason) in [(0_u8, Reason::TooLarge), (11, Reason::Unusable)] {
        assert_eq!(PeerMessage::Refused(vec![(Hash([0; 32]), reason)]).encode().last(), Some(&number));
    }
}

#[test]
fn every_bound_is_the_one_that_is_kept() {
    let with_commas = |number: usize| {
        let digits = number.to_string();
        let comma = |(at, digit): (usize, char)| {
            let before = at > 0 && (digits.len() - at).is_multiple_of(3);
            format!("{}{digit}", if before { "," } else { "" })
        };
        digits.chars().enumerate().map(comma).collect::<String>()
    };
    let bounds = table("## 8. Bounds");
    for (what, numbers) in [
        ("a frame", vec![limits::FRAME_BYTES, PAIR_FRAME_BYTES]),
        ("a name, a department", vec![limits::NAME_BYTES]),
        ("statements in a message", vec![limits::STATEMENTS_OF_PERSON, limits::STATEMENTS_AT_PAIRING]),
        ("heads in a standing, hashes in *Some*", vec![limits::HEADS]),
        ("changes in a frame, entries of *Refused*", vec![limits::CHANGES_IN_FRAME]),
        ("a sealed file", vec![limits::SEALED_FILE_BYTES, limits::SEALED_BYTES, limits::SEALED_MESSAGES]),
        ("addresses in an invitation", vec![limits::ADDRESSES, limits::NAME_BYTES]),
    ] {
        let row = bounds.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("no row {what}"));
        for number in numbers {
            assert!(row[1].contains(&with_commas(number)), "{what}: {number} isn’t in {:?}", row[1]);
        }
    }
    assert!(PAGE.contains(&format!("at most {} bytes", with_commas(limits::INVITATION_BYTES))));
}
