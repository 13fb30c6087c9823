//! Sealed files: two people live by them alone, whatever happens to the files on their way, and nobody else reads or
//! writes one.

use crate::people::{KEY, NOW, Person, alex_and_dana, meet, opening, pair};
use redb::backends::InMemoryBackend;
use sideways_core::{
    Adoption, Workspace, WriterRefused,
    change::Reason,
    command::{Command, ListCommand, Outcome, PeerDetails, ShareCommand, Splice},
    device::{DeviceKey, SignedStatement, Statement},
    id::{DeviceId, PeerId},
    limits::{SEALED_BYTES, SEALED_FILE_BYTES},
    snapshot::{Moment, SharingState},
};
use sideways_sync::{Came, ReadError, SealedFile, SealedReader, write_sealed};

fn write(from: &mut Person) -> SealedFile {
    let peer = from.peer;
    write_sealed(&mut from.ws, &peer).unwrap()
}

/// Reads all of a file.
fn read(ws: &mut Workspace, file: &[u8]) -> Result<Came, ReadError> {
    read_at(ws, file, NOW)
}

fn read_at(ws: &mut Workspace, file: &[u8], now: Moment) -> Result<Came, ReadError> {
    let mut reader = SealedReader::begin(ws, file, now)?;
    loop {
        if let Some(came) = reader.step(ws, now)? {
            return Ok(came);
        }
    }
}

fn takes(to: &mut Person, file: &SealedFile) -> Came {
    read(&mut to.ws, &file.bytes).unwrap()
}

fn both() -> (Person, Person) {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    (alex, dana)
}

fn waiting(of: &Person) -> u32 {
    of.view().sharing.waiting
}

#[test]
fn two_people_live_by_files_alone() {
    let (mut alex, mut dana) = both();
    for n in 0..40 {
        alex.add(&format!("a line of Alex’s, number {n}"));
    }
    let first = write(&mut alex);
    assert_eq!((first.touched.lines.len(), first.computers, waiting(&alex)), (40, 1, 40));
    let came = takes(&mut dana, &first);
    assert_eq!((came.touched.lines.len(), came.lacks, came.peer), (40, false, dana.peer));
    assert_eq!(dana.texts(), alex.texts());
    // Harmless twice, also after she wrote.
    dana.add("a line of Dana’s");
    for _ in 0..2 {
        let again = takes(&mut dana, &first);
        assert_eq!((again.changes, again.touched.lines.len(), again.lacks), (0, 0, false));
    }
    let answer = write(&mut dana);
    assert_eq!(answer.touched.lines.len(), 1, "what Alex has is not sent back");
    assert_eq!(takes(&mut alex, &answer).touched.lines.len(), 1);
    assert_eq!((waiting(&alex), dana.texts()), (0, alex.texts()));
    assert_eq!(waiting(&dana), 1, "nobody told her yet that it came");
    // A later file holds only what is new, and is smaller.
    alex.add("one more");
    let second = write(&mut alex);
    assert_eq!(second.touched.lines.len(), 1);
    assert!(second.bytes.len() * 2 < first.bytes.len(), "{} and {}", second.bytes.len(), first.bytes.len());
    takes(&mut dana, &second);
    assert_eq!((waiting(&dana), waiting(&alex)), (0, 1));
    // With nothing new it still says what there is.
    let nothing = write(&mut dana);
    assert_eq!((nothing.changes, nothing.touched.lines.len()), (0, 0));
    takes(&mut alex, &nothing);
    assert_eq!((waiting(&alex), dana.texts()), (0, alex.texts()));
    assert!(alex.view().sharing.has_everything_as_of.is_some());
}

#[test]
fn what_waits_is_true_when_files_cross() {
    let (mut alex, mut dana) = both();
    alex.add("first");
    alex.add("second");
    takes(&mut dana, &write(&mut alex));
    let answer = write(&mut dana);
    // Written before the answer came, and one of the lines that she has once more.
    let third = alex.add("third");
    assert_eq!(waiting(&alex), 3);
    takes(&mut alex, &answer);
    assert_eq!(waiting(&alex), 1, "two of the three came");
    let view = alex.view();
    let line = view.list.lines.iter().find(|line| line.id != third).unwrap();
    let seen = line.versions.iter().map(|it| it.id).collect();
    alex.list(ListCommand::Reword { line: line.id, text: "said otherwise".into(), seen });
    assert_eq!(waiting(&alex), 2);
    // An older file read late takes nothing back.
    takes(&mut alex, &answer);
    assert_eq!(waiting(&alex), 2);
    takes(&mut dana, &write(&mut alex));
    takes(&mut alex, &write(&mut dana));
    assert_eq!((waiting(&alex), alex.texts()), (0, dana.texts()));
    takes(&mut alex, &answer);
    assert_eq!(waiting(&alex), 0);
    assert_eq!(write(&mut alex).changes, 0, "an old answer makes no file larger");
}

#[test]
fn what_a_connection_confirmed_goes_into_no_file() {
    let (mut alex, mut dana) = both();
    for n in 0..20 {
        alex.add(&format!("line {n}"));
    }
    meet(&mut alex, &mut dana);
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    let heads = dana.ws.heads(&there).unwrap();
    alex.ws.confirmed(&grant, &heads, NOW).unwrap();
    assert_eq!(write(&mut alex).changes, 0);
    alex.add("new");
    let file = write(&mut alex);
    assert_eq!(file.touched.lines.len(), 1);
    takes(&mut dana, &file);
    assert_eq!(dana.texts(), alex.texts());
}

#[test]
fn whatever_the_order_and_the_losses_they_agree_as_soon_as_enough_came() {
    for seed in 0..300_u64 {
        let (mut alex, mut dana) = both();
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut chance = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        };
        let mut on_the_way: [Vec<Vec<u8>>; 2] = Default::default();
        for n in 0..25 {
            let (who, other) = if chance(2) == 0 { (&mut alex, 1) } else { (&mut dana, 0) };
            match chance(6) {
                0 | 1 => drop(who.add(&format!("line {n} of seed {seed}"))),
                2 => {
                    let insert = format!("{n} ");
                    who.list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert }] });
                }
                3 | 4 => {
                    let file = write(who);
                    on_the_way[other].push(file.bytes);
                }
                _ => {
                    // One that is on its way to `who` comes, or is lost; perhaps an old one once more.
                    let mine = &mut on_the_way[1 - other];
                    if !mine.is_empty() {
                        let at = chance(mine.len() as u64) as usize;
                        let file = if chance(3) == 0 { mine[at].clone() } else { mine.remove(at) };
                        if chance(4) > 0 {
                            read(&mut who.ws, &file).unwrap();
                        }
                    }
                }
            }
        }
        // The last word of each, whatever else was lost: one file there, one back, and one more.
        takes(&mut dana, &write(&mut alex));
        takes(&mut alex, &write(&mut dana));
        takes(&mut dana, &write(&mut alex));
        assert_eq!(alex.texts(), dana.texts(), "seed {seed}");
        assert_eq!(alex.view().list.pad, dana.view().list.pad, "seed {seed}");
        assert_eq!((waiting(&alex), waiting(&dana)), (0, 0), "seed {seed}");
        for file in on_the_way.iter().flatten().cloned().collect::<Vec<_>>() {
            for who in [&mut alex, &mut dana] {
                if let Ok(came) = read(&mut who.ws, &file) {
                    assert_eq!((came.changes, came.lacks), (0, false), "seed {seed}");
                }
            }
        }
        assert_eq!((waiting(&alex), waiting(&dana)), (0, 0), "seed {seed}");
    }
}

const PRIVATE: &str = "canary-private-4711";
const SHARED: &str = "canary-shared-4713";

#[test]
fn a_file_holds_not_one_private_byte_and_on_its_way_not_one_that_can_be_read() {
    let (mut alex, dana) = both();
    let peer = alex.peer;
    for command in [
        Command::AddNote { peer, text: PRIVATE.into() },
        Command::AddPeer(PeerDetails { name: PRIVATE.into(), department: "IT".into(), ..PeerDetails::default() }),
    ] {
        alex.ws.edit(command, NOW).unwrap();
    }
    alex.add(SHARED);
    let file = write(&mut alex).bytes;
    let opened = dana.ws.unseal(&file).unwrap();
    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(opened.content(), SHARED), "the test is blind");
    assert!(!has(opened.content(), PRIVATE));
    let device = alex.ws.device_key().id();
    let person = alex.ws.snapshot().person;
    for open in [SHARED.as_bytes(), PRIVATE.as_bytes(), b"Alex", b"Dana", b"desk", &device.0, &person.0] {
        assert!(!file.windows(open.len()).any(|window| window == open), "{}", String::from_utf8_lossy(open));
    }
}

/// Alex's second computer, which his first one vouched for.
fn second_computer(alex: &mut Person) -> Workspace {
    let mut second = Workspace::open_on(InMemoryBackend::new(), KEY, opening(7)).unwrap();
    let until = Moment { unix_ms: NOW.unix_ms + 1_000 };
    let secret = alex.ws.invite_device(until).unwrap();
    let (id, stated) = (second.device_key().id(), second.my_statements()[0].clone());
    let adoption: Adoption = alex.ws.vouch_for(&secret, id, &stated, NOW).unwrap();
    second.adopt(&adoption, alex.ws.device_key().id(), &[]).unwrap();
    second
}

/// Carries all that is known of devices, and every document, from one computer of Alex's to another.
fn carry_own(from: &mut Workspace, to: &mut Workspace) {
    let (there, here) = (to.device_key().id(), from.device_key().id());
    let (mine, theirs) = (from.own_grant(&there).unwrap(), to.own_grant(&here).unwrap());
    for whose in [sideways_core::Whose::Mine, sideways_core::Whose::Theirs] {
        to.receive_statements_of_mine(&theirs, &from.all_statements(whose), NOW).unwrap();
    }
    // The notebook first: it says who the others are.
    for _ in 0..2 {
        let all: Vec<_> = from.documents_of_mine().map(|(doc, kind, _)| (doc, kind)).collect();
        for (doc, kind) in all {
            let none = std::collections::BTreeSet::new();
            let runs = from.missing_of_mine(&mine, doc, (&to.heads_of_mine(&doc), &none), 10_000_000).unwrap();
            to.receive_of_mine(&theirs, (doc, kind), runs, NOW).unwrap();
        }
    }
    for whose in [sideways_core::Whose::Mine, sideways_core::Whose::Theirs] {
        to.receive_statements_of_mine(&theirs, &from.all_statements(whose), NOW).unwrap();
    }
}

#[test]
fn whoever_it_is_not_for_is_told_whose_it_is_and_takes_nothing() {
    let (mut alex, mut dana) = both();
    let for_first = write(&mut dana).bytes;
    let mut second = second_computer(&mut alex);
    let first = alex.ws.device_key().id();
    // Dana doesn't know of the second computer yet: her file names the one that can open it.
    match read(&mut second, &for_first) {
        Err(ReadError::NotForMe(devices)) => assert_eq!(devices.iter().map(|it| it.0).collect::<Vec<_>>(), [first]),
        other => panic!("{other:?}"),
    }
    carry_own(&mut alex.ws, &mut second);
    carry_own(&mut second, &mut alex.ws);
    // She hears of it with a file of the first one; from then on hers open on both.
    dana.add("for both");
    takes(&mut dana, &write(&mut alex));
    let file = write(&mut dana);
    assert_eq!(file.computers, 2);
    assert_eq!(read(&mut second, &file.bytes).unwrap().touched.lines.len(), 1);
    takes(&mut alex, &file);
    // The writer itself can't open it, and is told whom it is for.
    match read(&mut dana.ws, &file.bytes) {
        Err(ReadError::NotForMe(devices)) => assert_eq!(devices.len(), 2),
        other => panic!("{other:?}"),
    }
    // Somebody who knows neither is told nothing.
    let mut lee = Person::new(21, "Lee Novak", "IT", ("Dana Ruiz", "Finance"));
    match read(&mut lee.ws, &file.bytes) {
        Err(ReadError::NotForMe(devices)) => assert!(devices.is_empty()),
        other => panic!("{other:?}"),
    }
    assert!(lee.texts().is_empty());
}

#[test]
fn a_new_computer_is_known_by_its_first_file_where_a_known_one_vouches_for_it() {
    let (mut alex, mut dana) = both();
    let mut second = second_computer(&mut alex);
    carry_own(&mut alex.ws, &mut second);
    let peer: PeerId = second.snapshot().peers.iter().find(|it| it.sharing.state == SharingState::Shared).unwrap().id;
    let file = write_sealed(&mut second, &peer).unwrap();
    let from = second.device_key().id();
    assert!(dana.ws.grant(&from).is_none());
    read(&mut dana.ws, &file.bytes).unwrap();
    assert!(dana.ws.grant(&from).is_some(), "it was vouched for in the file");
    // And where it was taken away, nothing comes from it any more.
    let late = write_sealed(&mut second, &peer).unwrap();
    alex.ws.remove_device(from, NOW).unwrap();
    takes(&mut dana, &write(&mut alex));
    match read(&mut dana.ws, &late.bytes) {
        Err(ReadError::Writer(WriterRefused::Removed(of))) => assert_eq!(of, dana.peer),
        other => panic!("{other:?}"),
    }
    assert_eq!(write(&mut dana).computers, 1);
}

#[test]
fn a_stop_holds_for_files_too() {
    let (mut alex, mut dana) = both();
    dana.add("before");
    let (before, peer) = (write(&mut dana), alex.peer);
    alex.ws.edit(Command::Share(peer, ShareCommand::Stop), NOW).unwrap();
    assert!(matches!(
        read(&mut alex.ws, &before.bytes),
        Err(ReadError::Writer(WriterRefused::Stopped(of))) if of == peer
    ));
    assert!(write_sealed(&mut alex.ws, &peer).is_err() && alex.texts().is_empty());
    alex.ws.edit(Command::Share(peer, ShareCommand::Resume), NOW).unwrap();
    takes(&mut alex, &before);
    assert_eq!(alex.texts(), dana.texts());
    // In the middle of one: what came before it is kept.
    let mut reader = SealedReader::begin(&mut alex.ws, &before.bytes, NOW).unwrap();
    alex.ws.edit(Command::Share(peer, ShareCommand::Stop), NOW).unwrap();
    assert!(reader.step(&mut alex.ws, NOW).unwrap().is_some());
    // Nobody whom nothing is shared with gets one.
    let (mut lee, _sam) = alex_and_dana();
    let peer = lee.peer;
    assert!(write_sealed(&mut lee.ws, &peer).is_err());
}

#[test]
fn what_was_written_for_somebody_else_is_not_taken_from_whoever_hands_it_on() {
    // Mallory shares with both, and hands what Dana wrote for her on to Alex, encrypted for him.
    let (mut alex, mut dana) = both();
    let mut mallory = Person::new(22, "Mallory", "IT", ("Dana Ruiz", "Finance"));
    let another = |of: &mut Person| {
        let details = PeerDetails { name: "Somebody".into(), department: "IT".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = of.ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!("no peer") };
        std::mem::replace(&mut of.peer, peer)
    };
    another(&mut dana);
    pair(&mut mallory, &mut dana);
    another(&mut mallory);
    let mine = another(&mut alex);
    pair(&mut alex, &mut mallory);
    alex.peer = mine;
    dana.add("for Mallory alone");
    let opened = mallory.ws.unseal(&write(&mut dana).bytes).unwrap();
    let sealing = mallory.ws.sealing(&mallory.peer).unwrap();
    // As it is: Dana's signature is not under it any more.
    let handed = mallory.ws.seal(&sealing, opened.content()).unwrap();
    assert!(matches!(read(&mut alex.ws, &handed), Err(ReadError::Damaged)));
    // As her own words: they say for whom they were.
    let mut content = opened.content().to_vec();
    replace(&mut content, &dana.ws.device_key().id().0, &mallory.ws.device_key().id().0);
    let handed = mallory.ws.seal(&sealing, &content).unwrap();
    assert!(matches!(read(&mut alex.ws, &handed), Err(ReadError::ForSomebodyElse)));
    assert!(alex.texts().is_empty());
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to);
}

#[test]
fn what_is_no_whole_file_changes_nothing() {
    let (mut alex, mut dana) = both();
    for n in 0..30 {
        dana.add(&format!("line {n}"));
    }
    let file = write(&mut dana).bytes;
    let before = alex.ws.memory();
    let hostile: Vec<Vec<u8>> = [
        Vec::new(),
        b"age-encryption.org/v1".to_vec(),
        b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 60\nAAAA\n--- AAAA\n".to_vec(),
        b"PK\x03\x04".to_vec(),
        vec![0; 100_000],
        vec![b'a'; SEALED_FILE_BYTES + 1],
        [file.as_slice(), b"x"].concat(),
        [file.as_slice(), file.as_slice()].concat(),
    ]
    .into_iter()
    .chain((0..file.len()).step_by(41).map(|at| file[..at].to_vec()))
    .chain((0..file.len()).step_by(23).map(|at| {
        let mut changed = file.clone();
        changed[at] ^= 16;
        changed
    }))
    .collect();
    for bytes in &hostile {
        let error = read(&mut alex.ws, bytes).unwrap_err();
        assert!(!error.to_string().is_empty() && !error.to_string().contains('\n'));
    }
    assert!(alex.ws.memory() == before, "{} files left something", hostile.len());
    takes(&mut alex, &SealedFile { bytes: file, ..write(&mut dana) });
    assert_eq!(alex.texts().len(), 30);
}

/// What a colleague with a changed program writes is opened and signed well, so that all of it is looked at.
#[test]
fn whatever_a_colleague_writes_into_one_is_bounded_and_harms_nothing() {
    let (mut alex, mut dana) = both();
    alex.add("mine");
    for n in 0..8 {
        dana.add(&format!("line {n}"));
    }
    takes(&mut dana, &write(&mut alex));
    let good = write(&mut dana).bytes;
    let content = alex.ws.unseal(&good).unwrap().content().to_vec();
    let sealing = dana.ws.sealing(&dana.peer).unwrap();
    let mut state = 0x5eed_u64;
    let mut chance = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..3_000 {
        let mut changed = content.clone();
        for _ in 0..1 + chance(3) {
            let at = chance(changed.len());
            match chance(5) {
                0 => changed[at] = chance(256) as u8,
                1 => changed[at] ^= 1 << chance(8),
                2 => changed.truncate(at),
                3 => drop(changed.drain(at..(at + chance(40)).min(changed.len()))),
                _ => {
                    let piece: Vec<u8> = changed[at..(at + chance(300)).min(changed.len())].to_vec();
                    let to = chance(changed.len() + 1);
                    changed.splice(to..to, piece);
                }
            }
            if changed.is_empty() {
                break;
            }
        }
        let file = dana.ws.seal(&sealing, &changed).unwrap();
        let begun = std::time::Instant::now();
        match read(&mut alex.ws, &file) {
            Ok(_) => taken += 1,
            Err(_) => refused += 1,
        }
        assert!(begun.elapsed().as_secs() < 2);
    }
    assert!(taken > 0 && refused > 1_000, "{taken} taken, {refused} refused");
    // I can write, and everything fits together.
    alex.add("after all of it");
    alex.ws.verify().unwrap();
    takes(&mut alex, &SealedFile { bytes: good, ..write(&mut dana) });
    assert!(dana.texts().iter().all(|text| alex.texts().contains(text)));
    // Larger than any file is: said before it is held.
    let huge = dana.ws.seal(&sealing, &vec![7; SEALED_BYTES]).unwrap();
    assert!(matches!(read(&mut alex.ws, &huge), Err(ReadError::TooLarge)));
}

#[test]
fn statements_in_a_file_are_judged_like_those_of_a_connection() {
    let (mut alex, mut dana) = both();
    let stranger = DeviceKey::from_secret(&[0xaa; 32]);
    let person = dana.ws.snapshot().person;
    let claim = |device: DeviceId, by: &DeviceKey| {
        let statement = Statement {
            person,
            device,
            name: "laptop".into(),
            recipient: [7; 32],
            formats: (1, 1),
            vouched_by: by.id(),
            removed: false,
        };
        SignedStatement::new(statement, by)
    };
    // A stranger says to be Dana's.
    let claims = [claim(stranger.id(), &stranger)];
    let granted = alex.ws.grant_of_writer(&stranger.id(), &claims, NOW).unwrap();
    assert_eq!(granted.unwrap_err(), WriterRefused::Stranger);
    assert!(alex.ws.grant(&stranger.id()).is_none());
    // Dana vouches for it, and it signed the file.
    let vouched = [claim(stranger.id(), dana.ws.device_key())];
    assert!(alex.ws.grant_of_writer(&stranger.id(), &vouched, NOW).unwrap().is_ok());
    dana.add("x");
    takes(&mut alex, &write(&mut dana));
    assert_eq!(alex.texts(), ["x"]);
}

#[test]
fn a_fresh_list_goes_on_by_file() {
    let (mut alex, mut dana) = both();
    alex.add("old");
    takes(&mut dana, &write(&mut alex));
    takes(&mut alex, &write(&mut dana));
    alex.list(ListCommand::Fresh);
    let late = dana.add("written before she heard of it");
    let old = write(&mut dana);
    let came = takes(&mut alex, &old);
    assert!(came.old_list && came.changes == 0 && !came.lacks);
    takes(&mut dana, &write(&mut alex));
    assert_eq!(dana.view().sharing.lacks, 1, "hers isn’t in the fresh one");
    dana.list(ListCommand::GoAlong);
    assert!(dana.view().list.only_mine.iter().any(|line| line.text() == "written before she heard of it"), "{late}");
    dana.add("in the fresh one");
    takes(&mut alex, &write(&mut dana));
    takes(&mut dana, &write(&mut alex));
    assert_eq!((alex.texts(), waiting(&alex), waiting(&dana)), (dana.texts(), 0, 0));
}

#[test]
fn a_long_list_goes_in_several_files() {
    let (mut alex, mut dana) = both();
    let words = "w".repeat(4_000);
    for n in 0..2_600 {
        alex.add(&format!("{n} {words}"));
    }
    let mut files = 0;
    loop {
        let file = write(&mut alex);
        assert!(file.bytes.len() <= SEALED_FILE_BYTES);
        // Each on another day: so much is more than is read of one person in one.
        files += 1;
        let now = Moment { unix_ms: NOW.unix_ms + files * 86_400_000 };
        let came = read_at(&mut dana.ws, &file.bytes, now).unwrap();
        assert_eq!((came.rest, came.reads_on), (file.rest, None));
        takes(&mut alex, &write(&mut dana));
        if !file.rest {
            break;
        }
        assert!(waiting(&alex) > 0);
    }
    assert!(files > 1);
    assert!(dana.texts() == alex.texts() && waiting(&alex) == 0);
}

/// A computer of hers that says that it refused what is newest here keeps nothing from her other ones, nor what that
/// builds on.
#[test]
fn a_lie_about_what_was_refused_starves_nobody() {
    let (mut alex, mut dana) = both();
    alex.add("first");
    alex.add("second");
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let lie: Vec<_> = alex.ws.heads(&grant).unwrap().into_iter().map(|head| (head, Reason::Ancestor)).collect();
    alex.ws.refused_in_file(&grant, &lie).unwrap();
    assert_eq!(takes(&mut dana, &write(&mut alex)).touched.lines.len(), 2);
    assert_eq!(dana.texts(), ["first", "second"]);
    // What they did refuse isn't sent again and again by itself.
    let (mut alex, mut dana) = both();
    alex.add("first");
    takes(&mut dana, &write(&mut alex));
    takes(&mut alex, &write(&mut dana));
    alex.add("second");
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let refused: Vec<_> = alex.ws.heads(&grant).unwrap().into_iter().map(|head| (head, Reason::Schema)).collect();
    alex.ws.refused_in_file(&grant, &refused).unwrap();
    assert_eq!(write(&mut alex).changes, 0);
}
