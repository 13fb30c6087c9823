//! What the method keeps: going back, since I last looked, erasing, taking out and bringing in.

use crate::people::{KEY, NOW, Person, alex_and_dana, carry, meet, opening, pair};
use jiff::civil::date;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{TestRng, TestRunner},
};
use sideways_core::{
    Workspace,
    command::{Choice, Command, ErasedList, ListCommand, MethodCommand, Outcome, PeerDetails, ShareCommand, Splice},
    export::{self, Export},
    id::{EntryId, PeerId},
    method::story,
    snapshot::{CalendarSeries, Did, Every, Field, GoingBack, Kind, Moment, SinceWhat, State, Told, Who},
};
use std::{collections::BTreeSet, sync::Arc};

fn later(seconds: i64) -> Moment {
    Moment { unix_ms: NOW.unix_ms + seconds * 1_000 }
}

#[test]
fn since_i_last_looked_tells_what_they_changed_and_nothing_of_mine() {
    let (mut alex, mut dana) = alex_and_dana();
    alex.add("one");
    alex.add("two");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    alex.ws.edit(Command::Looked(alex.peer), NOW).unwrap();
    assert!(alex.view().since.is_empty());
    let lines: Vec<_> = alex.view().list.lines.iter().map(|line| line.id).collect();
    alex.list(ListCommand::SetState(lines[0], State::Doing));
    dana.list(ListCommand::Reword { line: lines[0], text: "one, reworded".into(), seen: vec![] });
    dana.list(ListCommand::Help(lines[1], Choice::Yes));
    dana.list(ListCommand::Remark(lines[1], "On Tuesday?".into()));
    dana.list(ListCommand::SetState(lines[1], State::Done));
    dana.add("three");
    meet(&mut alex, &mut dana);
    let mut told: Vec<String> = alex.view().since.iter().map(|it| format!("{}: {:?}", it.text, it.what)).collect();
    told.sort();
    assert_eq!(
        told,
        ["one, reworded: Reworded", "three: Added", "two: Helps", "two: Noted(\"On Tuesday?\")", "two: State(Done)"]
    );
    let dana_since: Vec<_> = dana.view().since.iter().map(|it| it.what.clone()).collect();
    assert!(dana_since.contains(&SinceWhat::Added) && !dana_since.contains(&SinceWhat::Reworded));
    alex.ws.edit(Command::Looked(alex.peer), NOW).unwrap();
    assert!(alex.view().since.is_empty());
}

#[test]
fn going_back_shows_the_list_as_it_was_and_undo_as_it_is() {
    let (mut alex, mut dana) = alex_and_dana();
    let one = alex.add("one");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    let peer = alex.peer;
    let shown = |person: &Person| {
        let line = |line: &std::sync::Arc<sideways_core::snapshot::Line>| format!("{} {:?}", line.text(), line.state);
        person.view().list.lines.iter().map(line).collect::<Vec<_>>()
    };
    let line = alex.view().list.lines[0].id;
    assert_ne!(line, one, "sharing copies words into another document");
    let edit = |alex: &mut Person, at, command| alex.ws.edit(Command::List(peer, command), later(at)).unwrap();
    edit(&mut alex, 10, ListCommand::SetState(line, State::Doing));
    edit(&mut alex, 20, ListCommand::Add { text: "two".into(), kind: Kind::Idea });
    edit(&mut alex, 30, ListCommand::Reword { line, text: "vandalised".into(), seen: vec![] });
    edit(&mut alex, 40, ListCommand::Remove(line));
    assert_eq!(shown(&alex), ["two Open"]);
    for (to, then) in [
        (25, vec!["one Doing", "two Open"]),
        (15, vec!["one Doing"]),
        (5, vec!["one Open"]),
        (35, vec!["vandalised Doing", "two Open"]),
    ] {
        alex.ws.edit(Command::GoBack(peer, later(to)), later(100)).unwrap();
        assert_eq!(shown(&alex), then, "to {to}");
        meet(&mut alex, &mut dana);
        assert_eq!(shown(&dana), then, "Dana sees the same");
        alex.ws.edit(Command::Undo, later(101)).unwrap();
        assert_eq!(shown(&alex), ["two Open"], "undo of going to {to}");
    }
    let did: Vec<Did> = alex.ws.history(&peer, 100).unwrap().iter().map(|it| it.did).collect();
    for wanted in [Did::AddedLine, Did::Reworded, Did::TookOff, Did::SetState, Did::Card] {
        assert!(did.contains(&wanted), "{wanted:?} in {did:?}");
    }
}

#[test]
fn what_would_change_is_said_before_going_back_and_the_pad_goes_with_it() {
    let (mut alex, mut dana) = alex_and_dana();
    alex.add("one");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    let peer = alex.peer;
    let line = alex.view().list.lines[0].id;
    let pad = |person: &Person| person.view().list.pad.to_string();
    let write = |at: usize, delete: usize, insert: &str| ListCommand::Pad {
        as_of: vec![],
        splices: vec![Splice { at, delete, insert: insert.into() }],
    };
    let edit = |of: &mut Person, at, command| {
        let peer = of.peer;
        of.ws.edit(Command::List(peer, command), later(at)).unwrap()
    };
    edit(&mut alex, 10, write(0, 0, "Bring the list"));
    meet(&mut alex, &mut dana);
    edit(&mut dana, 20, ListCommand::Reword { line, text: "one, theirs".into(), seen: vec![] });
    edit(&mut dana, 21, write(0, 5, "Take"));
    meet(&mut alex, &mut dana);
    edit(&mut alex, 30, ListCommand::Add { text: "two".into(), kind: Kind::Offer });
    edit(&mut alex, 31, ListCommand::SetState(line, State::Done));
    let back = alex.ws.going_back(peer, later(15)).unwrap();
    let before = alex.ws.snapshot();
    assert_eq!(back.pad, Some(("Take the list".to_owned(), "Bring the list".to_owned())));
    let of = |id| back.lines.iter().find(|it| it.line == id).unwrap();
    let (now, then) = (of(line).now.clone().unwrap(), of(line).then.clone().unwrap());
    assert_eq!((now.wordings, now.state), (vec![("one, theirs".to_owned(), Who::Them)], State::Done));
    assert_eq!((then.wordings, then.state), (vec![("one".to_owned(), Who::Me)], State::Open));
    let two = alex.view().list.lines[1].id;
    assert!(of(two).then.is_none() && of(two).now.is_some() && back.lines.len() == 2);
    assert!(Arc::ptr_eq(&alex.ws.snapshot(), &before), "looking changes nothing");
    alex.ws.edit(Command::GoBack(peer, later(15)), later(40)).unwrap();
    assert_eq!(alex.ws.going_back(peer, later(15)).unwrap(), GoingBack::default(), "it is so now");
    meet(&mut alex, &mut dana);
    assert_eq!((pad(&alex), pad(&dana)), ("Bring the list".into(), "Bring the list".into()));
    alex.ws.edit(Command::Undo, later(41)).unwrap();
    assert_eq!(pad(&alex), "Take the list", "one undo brings all of it back");
    assert_eq!(alex.view().list.lines.len(), 2);
    meet(&mut alex, &mut dana);
    assert_eq!(pad(&dana), "Take the list");
}

#[test]
fn history_tells_who_did_what_to_which_words() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("one");
    meet(&mut alex, &mut dana);
    let edit = |of: &mut Person, at, command| {
        let peer = of.peer;
        of.ws.edit(Command::List(peer, command), later(at)).unwrap();
    };
    edit(&mut dana, 1_000_000, ListCommand::Reword { line, text: "one, theirs".into(), seen: vec![] });
    edit(&mut dana, 3_000_000, ListCommand::Help(line, Choice::Yes));
    edit(&mut dana, 5_000_000, ListCommand::Remark(line, "Could be two".into()));
    edit(&mut dana, 7_000_000, ListCommand::SetKind(line, Kind::Offer));
    edit(&mut dana, 9_000_000, ListCommand::Remove(line));
    edit(&mut dana, 11_000_000, ListCommand::Restore(line));
    meet(&mut alex, &mut dana);
    let items = alex.ws.history(&alex.peer, 100).unwrap();
    let says: Vec<String> = story(&items, "Dana").into_iter().rev().map(|row| row.says).collect();
    let wanted = [
        "You added “one”.",
        "Dana reworded “one” to “one, theirs”.",
        "Dana could help with “one, theirs”.",
        "Dana noted on “one, theirs”: “Could be two”.",
        "Dana made “one, theirs” an offer.",
        "Dana took “one, theirs” off the list.",
        "Dana put “one, theirs” back on the list.",
    ];
    let told: Vec<&String> = says.iter().filter(|it| it.contains("one")).collect();
    assert_eq!(told, wanted.iter().collect::<Vec<_>>(), "{says:?}");
}

#[test]
fn erased_is_gone_from_the_disk_and_the_rest_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let canary = "CANARY of Lee";
    let mut ws = Workspace::open(folder.path(), opening(3)).unwrap();
    let add = |ws: &mut Workspace, name: &str| {
        let details = PeerDetails { name: name.into(), department: "IT".into(), ..PeerDetails::default() };
        match ws.edit(Command::AddPeer(details), NOW).unwrap() {
            Outcome::Peer(peer) => peer,
            other => panic!("{other:?}"),
        }
    };
    let (lee, dana) = (add(&mut ws, canary), add(&mut ws, "Dana"));
    for (peer, text) in [(lee, canary), (dana, "kept")] {
        ws.edit(Command::AddNote { peer, text: text.into() }, NOW).unwrap();
        ws.edit(Command::List(peer, ListCommand::Add { text: text.into(), kind: Kind::Ask }), NOW).unwrap();
        ws.edit(Command::KeepDraft(Field::NewNote(peer), text.into()), NOW).unwrap();
    }
    drop(ws);
    let before = sealed(folder.path());
    let mut ws = Workspace::open(folder.path(), opening(4)).unwrap();
    ws.edit(Command::Erase(lee, ErasedList::Drop), NOW).unwrap();
    assert_eq!(ws.snapshot().peers.len(), 1);
    assert!(ws.edit(Command::Undo, NOW).is_err() || ws.snapshot().peers.len() == 1, "erasing has no undo");
    assert!(ws.edit(Command::AddNote { peer: lee, text: "x".into() }, NOW).is_err());
    ws.verify().unwrap();
    drop(ws);
    let after = sealed(folder.path());
    let raw = std::fs::read(folder.path().join("store.redb")).unwrap();
    let gone: Vec<&Vec<u8>> = before.difference(&after).collect();
    assert!(gone.len() >= 8, "card, journal, list, their views and what undo kept: {}", gone.len());
    assert!(gone.iter().all(|value| !contains(&raw, value)), "an erased value is still in the file");
    assert!(after.iter().any(|value| contains(&raw, value)), "the tap is blind");
    assert!(!folder.path().join("store.redb.new").exists());
    let mut again = Workspace::open(folder.path(), opening(5)).unwrap();
    assert_eq!(again.snapshot().peers[0].notes[0].text, "kept");
    again.verify().unwrap();
}

/// Every sealed value of a store; each seal is unlike any other, so it is found wherever its bytes are.
pub fn sealed(folder: &std::path::Path) -> BTreeSet<Vec<u8>> {
    sealed_in(folder, &["changes", "documents", "views", "local"])
}

pub fn sealed_in(folder: &std::path::Path, tables: &[&str]) -> BTreeSet<Vec<u8>> {
    let copy = tempfile::NamedTempFile::new().unwrap();
    std::fs::copy(folder.join("store.redb"), copy.path()).unwrap();
    let database = redb::Database::open(copy.path()).unwrap();
    let read = redb::ReadableDatabase::begin_read(&database).unwrap();
    let mut values = BTreeSet::new();
    // What a row is about is the first byte of its key.
    let of = |name: &&str| ["changes", "documents", "views", "statements", "local"].iter().position(|it| it == name);
    let wanted: Vec<u8> = tables.iter().map(|name| of(name).unwrap() as u8 + 1).collect();
    let table = redb::TableDefinition::<&[u8], &[u8]>::new("rows");
    for row in read.open_table(table).unwrap().range::<&[u8]>(..).unwrap() {
        let (key, value) = row.unwrap();
        if wanted.contains(&key.value()[0]) {
            values.insert(value.value().to_vec());
        }
    }
    values
}

pub fn contains(all: &[u8], wanted: &[u8]) -> bool {
    all.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_heads_up_is_private_until_it_is_sent_and_then_heard() {
    let (mut alex, mut dana) = alex_and_dana();
    let by = jiff::civil::date(2026, 12, 1);
    let command = MethodCommand::AddHeadsUp { peer: alex.peer, text: "The office moves".into(), by };
    let Outcome::Entry(id) = alex.ws.edit(Command::Method(command), NOW).unwrap() else { panic!() };
    let send = Command::Method(MethodCommand::SendHeadsUp(alex.peer, id));
    assert!(alex.ws.edit(send.clone(), NOW).is_err(), "nowhere to send it yet");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    assert!(dana.view().list.heads_ups.is_empty());
    alex.ws.edit(send, NOW).unwrap();
    meet(&mut alex, &mut dana);
    let given = dana.view().list.heads_ups[0].clone();
    assert_eq!((given.text.as_str(), given.from, given.heard), ("The office moves", Who::Them, false));
    dana.list(ListCommand::Heard(given.id));
    meet(&mut alex, &mut dana);
    assert!(alex.view().list.heads_ups[0].heard);
    assert!(alex.ws.edit(Command::List(alex.peer, ListCommand::Heard(given.id)), NOW).is_err(), "it is my own");
    let told = Some(Told { on: by, how: "Called her".into() });
    alex.ws.edit(Command::Method(MethodCommand::SetTold(alex.peer, id, told)), NOW).unwrap();
    assert_eq!(alex.view().heads_ups[0].told.as_ref().unwrap().how, "Called her");
}

/// Exported, brought into an empty folder, and exported again: the same, and the second import changes nothing.
#[test]
fn what_is_taken_out_comes_back_in() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (0..64u8, any::<u8>(), any::<u8>());
    for round in 0..12 {
        let (mut alex, mut dana) = alex_and_dana();
        if round % 2 == 0 {
            pair(&mut alex, &mut dana);
        }
        for n in 0..120 {
            let (kind, a, b) = strategy.new_tree(&mut runner).unwrap().current();
            let who = if round % 2 == 0 && n % 3 == 0 { &mut dana } else { &mut alex };
            if let Some(command) = crate::undo::command(who, kind, a, b) {
                let _ = who.ws.edit(command, later(n));
            }
            if round % 2 == 0 && n % 20 == 0 {
                carry(&mut alex, &mut dana);
                carry(&mut dana, &mut alex);
            }
        }
        let before = Export::of(&alex.ws.snapshot(), None);
        let text = serde_json::to_string(&before).unwrap();
        let mut other = Workspace::open_on(redb::backends::InMemoryBackend::new(), KEY, opening(77)).unwrap();
        let read: Export = serde_json::from_str(&text).unwrap();
        other.edit(Command::Import(Box::new(read.clone())), later(10_000)).unwrap();
        let after = Export::of(&other.snapshot(), None);
        assert_eq!(plain(&before), plain(&after), "round {round}");
        let again = other.edit(Command::Import(Box::new(read)), later(20_000)).unwrap();
        assert!(matches!(again, Outcome::Imported { new: 0, .. }), "{again:?}");
        assert_eq!(plain(&Export::of(&other.snapshot(), None)), plain(&after));
        other.verify().unwrap();
        for text in [export::markdown(&before), export::vcard(&before), export::ical(&before, NOW)] {
            assert!(!text.contains('\0'));
        }
    }
}

/// What was edited in an export by hand is held to the bounds of what is typed here.
#[test]
fn a_calendar_series_too_large_to_keep_does_not_come_in() {
    let (mut alex, _) = alex_and_dana();
    let series = CalendarSeries {
        id: EntryId([9; 16]),
        began: NOW,
        uid: "a@sideways".into(),
        invite_uid: "b@sideways".into(),
        sequence: 0,
        first: date(2026, 11, 24).at(10, 0, 0, 0),
        zone: "Europe/Paris".into(),
        minutes: 30,
        every: Every::Month,
        changes: vec![],
        ended: None,
    };
    let long = || "x".repeat(300);
    let changes = vec![(series.first, None); 201];
    for (too_large, fits) in [
        (CalendarSeries { uid: long(), ..series.clone() }, false),
        (CalendarSeries { invite_uid: long(), ..series.clone() }, false),
        (CalendarSeries { zone: long(), ..series.clone() }, false),
        (CalendarSeries { changes, ..series.clone() }, false),
        (series, true),
    ] {
        let mut export = Export::of(&alex.ws.snapshot(), None);
        export.peers[0].id = PeerId([8; 16]);
        export.peers[0].series = Some(Arc::new(too_large));
        assert_eq!(alex.ws.edit(Command::Import(Box::new(export)), NOW).is_ok(), fits);
    }
}

/// An export as text, with what the colleague published: that is theirs to publish, and stays out on the way in.
fn plain(export: &Export) -> String {
    let mut export = export.clone();
    for peer in &mut export.peers {
        peer.their_working_on.clear();
    }
    serde_json::to_string_pretty(&export).unwrap()
}

/// Two desks write on one pad at once, each against what it saw: no letter is lost, and none moves into another's word.
#[test]
fn words_on_the_pad_stay_whole_when_both_write_at_once() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (any::<bool>(), any::<u16>(), 0..4u8, any::<bool>());
    for round in 0..40 {
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        meet(&mut alex, &mut dana);
        let mut words = Vec::new();
        for n in 0..30 {
            let (mine, place, kind, arrives_between) = strategy.new_tree(&mut runner).unwrap().current();
            let (writer, other) = if mine { (&mut alex, &mut dana) } else { (&mut dana, &mut alex) };
            // What the writer sees; what the other wrote may arrive between seeing and writing.
            let seen = writer.view().list.clone();
            let word = format!("<{round}.{n}>");
            let gaps: Vec<usize> = gaps(&seen.pad);
            let at = gaps[usize::from(place) % gaps.len()];
            let splice = Splice { at, delete: 0, insert: word.clone() };
            if arrives_between {
                carry(other, writer);
            }
            let edit = ListCommand::Pad { as_of: seen.pad_as_of.clone(), splices: vec![splice] };
            writer.list(edit);
            words.push(word);
            if kind == 0 {
                carry(writer, other);
            }
            if kind == 1 {
                let before = writer.view().list.pad.to_string();
                writer.ws.edit(Command::Undo, NOW).unwrap();
                writer.ws.edit(Command::Redo, NOW).unwrap();
                assert_eq!(*writer.view().list.pad, before);
            }
        }
        meet(&mut alex, &mut dana);
        assert_eq!(alex.view().list.pad, dana.view().list.pad);
        let pad = alex.view().list.pad.to_string();
        for word in &words {
            assert!(pad.contains(word.as_str()), "{word} in {pad}");
        }
        assert_eq!(pad.len(), words.iter().map(String::len).sum::<usize>());
    }
}

/// Places between words.
fn gaps(pad: &str) -> Vec<usize> {
    let after = pad.chars().enumerate().filter(|(_, c)| *c == '>').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}

#[test]
fn a_peer_added_twice_is_one_and_both_again() {
    let mut alex = Person::new(1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let twice = PeerDetails { name: "D. Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
    let Outcome::Peer(twice) = alex.ws.edit(Command::AddPeer(twice), NOW).unwrap() else { panic!() };
    alex.ws.edit(Command::AddNote { peer: twice, text: "from the second".into() }, NOW).unwrap();
    alex.ws.edit(Command::List(twice, ListCommand::Add { text: "hers too".into(), kind: Kind::Ask }), NOW).unwrap();
    alex.ws.edit(Command::Merge { peer: twice, into: alex.peer }, NOW).unwrap();
    assert_eq!(alex.ws.snapshot().peers.len(), 1);
    assert_eq!(alex.view().notes[0].text, "from the second");
    assert_eq!(alex.texts(), ["hers too"]);
    // What came along can be changed under the name that is kept.
    let note = alex.view().notes[0].id;
    alex.ws.edit(Command::RewordNote { peer: alex.peer, note, text: "reworded".into() }, NOW).unwrap();
    assert_eq!(alex.view().notes[0].text, "reworded");
    alex.ws.edit(Command::Undo, NOW).unwrap();
    alex.ws.edit(Command::Undo, NOW).unwrap();
    assert_eq!(alex.ws.snapshot().peers.len(), 2);
    let share = Command::Share(twice, ShareCommand::Invite { until: later(1_000) });
    alex.ws.edit(share, NOW).unwrap();
    let merge = alex.ws.edit(Command::Merge { peer: twice, into: alex.peer }, NOW).unwrap_err();
    assert!(merge.to_string().contains("withdraw"), "{merge}");
}

/// As much as ten years bring: long notes by the hundred, a pad larger than one change.
#[test]
fn a_large_export_comes_back_in_and_a_damaged_one_changes_nothing() {
    let mut alex = Person::new(1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let peer = alex.peer;
    for n in 0..3 {
        let notes = (0..200).map(|m| Command::AddNote { peer, text: format!("{n} {m} {}", "long ".repeat(60)) });
        alex.ws.edit(Command::Together(notes.collect()), later(n)).unwrap();
    }
    alex.ws.edit(Command::AddNote { peer, text: "ä".repeat(8_000) }, NOW).unwrap();
    let insert = "An agenda. ".repeat(3_000);
    alex.list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert }] });
    let export = Export::of(&alex.ws.snapshot(), None);
    let mut other = Workspace::open_on(redb::backends::InMemoryBackend::new(), KEY, opening(77)).unwrap();
    other.edit(Command::Import(Box::new(export.clone())), NOW).unwrap();
    assert_eq!(plain(&Export::of(&other.snapshot(), None)), plain(&export));
    let mut damaged = export;
    let twice = damaged.peers[0].notes[0].clone();
    damaged.peers[0].notes.push(twice);
    let mut third = Workspace::open_on(redb::backends::InMemoryBackend::new(), KEY, opening(78)).unwrap();
    let refused = third.edit(Command::Import(Box::new(damaged)), NOW).unwrap_err();
    assert!(refused.to_string().contains("two things alike"), "{refused}");
    assert!(third.snapshot().peers.is_empty() && third.snapshot().me.name.is_empty());
}

/// What is written at once against an earlier text goes in changes that fit a frame, like any other writing.
#[test]
fn a_large_paste_beside_a_colleague_can_be_sent() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let pad = |as_of, at, delete, insert: &str| ListCommand::Pad {
        as_of,
        splices: vec![Splice { at, delete, insert: insert.into() }],
    };
    alex.list(pad(vec![], 0, 0, "one two three"));
    meet(&mut alex, &mut dana);
    let seen = alex.view().list.clone();
    dana.list(pad(vec![], 4, 0, "and "));
    carry(&mut dana, &mut alex);
    let paste = "a\0b".repeat(2_000);
    alex.list(pad(seen.pad_as_of.clone(), 4, 3, &paste));
    meet(&mut alex, &mut dana);
    assert_eq!(*dana.view().list.pad, *alex.view().list.pad);
    assert!(alex.view().list.pad.contains(&paste) && alex.view().list.pad.contains("and "), "no letter is lost");
    assert!(!alex.view().list.pad.contains("two"));
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let runs = alex.ws.missing(&grant, &[], &BTreeSet::new(), usize::MAX).unwrap();
    let longest = runs.iter().flat_map(|run| &run.changes).map(|change| change.ops.len()).max();
    assert!(longest <= Some(1_000), "{longest:?} operations in one change");
}

#[test]
fn what_cannot_be_taken_back_is_done_by_itself() {
    let mut alex = Person::new(1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let note = Command::AddNote { peer: alex.peer, text: "kept".into() };
    for alone in [
        Command::Erase(alex.peer, ErasedList::Drop),
        Command::Undo,
        Command::Together(vec![note.clone()]),
        Command::Import(Box::new(Export::of(&alex.ws.snapshot(), None))),
    ] {
        let refused = alex.ws.edit(Command::Together(vec![note.clone(), alone]), NOW).unwrap_err();
        assert!(refused.to_string().contains("together"), "{refused}");
        assert!(alex.view().notes.is_empty());
    }
}
