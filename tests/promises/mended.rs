//! What was written down can be said otherwise and taken away, each kind of it, and undo restores it.

use crate::people::{NOW, Person, alex_and_dana, meet, pair};
use jiff::civil::date;
use sideways_core::{
    command::{
        Command, EntryEdit, ErasedList, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails, TestsDetails,
    },
    export::Export,
    id::{EntryId, PeerId},
    method::half_hour::{Came, Slot, came_of, kept_lines, with_line},
    snapshot::{Answer, Moment, PointPart, Told, Who, Why},
};

fn run(alex: &mut Person, command: Command) -> Outcome {
    alex.ws.edit(command, NOW).unwrap()
}

fn entry(outcome: Outcome) -> EntryId {
    let Outcome::Entry(id) = outcome else { panic!("{outcome:?}") };
    id
}

fn meeting() -> MeetingDetails {
    let some = |text: &str| vec![text.to_owned()];
    MeetingDetails {
        why: Some(Why::Standing),
        words: "Hiring.".into(),
        mine: "The move\nThe licence".into(),
        help: "The plan".into(),
        offered: some("an engineer"),
        asked: some("a form"),
        they_offered: some("a seat"),
        they_asked: some("a name"),
        also: some("Two leave."),
        ..MeetingDetails::on(date(2026, 9, 15))
    }
}

/// All that is private about a peer, without what merely counts commits.
fn private(alex: &Person) -> String {
    let it = alex.view();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        it.words,
        it.notes,
        it.meetings,
        it.promises,
        it.heads_ups,
        it.points,
        it.tests,
        it.list.only_mine,
        alex.ws.snapshot().projects,
        alex.ws.snapshot().finished
    )
}

/// One of each kind: its name, what writes it, and given its id, what says it otherwise and what takes it away.
type Kind = (&'static str, fn(PeerId) -> Command, fn(PeerId, EntryId) -> Command);

const KINDS: [Kind; 7] = [
    (
        "a note",
        |peer| Command::AddNote { peer, text: "Freeze holds.".into() },
        |peer, note| Command::RewordNote { peer, note, text: "Otherwise said.".into() },
    ),
    (
        "their words",
        |peer| Command::AddWords { peer, text: "The audit.".into(), on: date(2026, 9, 1) },
        |peer, id| {
            let edit = EntryEdit::Words { text: "Otherwise said.".into(), on: date(2026, 9, 2) };
            Command::EditEntry(peer, id, edit)
        },
    ),
    (
        "a promise",
        |peer| Command::Method(MethodCommand::AddPromise { peer, by: Who::Me, text: "dates".into(), due: None }),
        |peer, id| {
            let edit = EntryEdit::Promise { text: "Otherwise said.".into(), due: Some(date(2026, 12, 1)) };
            Command::EditEntry(peer, id, edit)
        },
    ),
    (
        "a heads-up",
        |peer| Command::Method(MethodCommand::AddHeadsUp { peer, text: "A move".into(), by: date(2026, 12, 10) }),
        |peer, id| {
            let edit = EntryEdit::HeadsUp { text: "Otherwise said.".into(), by: date(2026, 12, 11) };
            Command::EditEntry(peer, id, edit)
        },
    ),
    (
        "something prepared",
        |peer| Command::Method(MethodCommand::AddPoint { peer, part: PointPart::Ask, text: "two days".into() }),
        |peer, id| Command::EditEntry(peer, id, EntryEdit::Point("Otherwise said.".into())),
    ),
    (
        "a half hour",
        |peer| Command::LogMeeting { peer, meeting: meeting() },
        |peer, id| {
            let edit = MeetingDetails { words: "Otherwise said.".into(), ..MeetingDetails::on(date(2026, 9, 16)) };
            Command::EditEntry(peer, id, EntryEdit::Meeting(edit))
        },
    ),
    (
        "the three tests",
        |peer| Command::Method(MethodCommand::AnswerTests(peer, tests("soon"))),
        |peer, id| Command::EditEntry(peer, id, EntryEdit::Tests(tests("Otherwise said."))),
    ),
];

fn tests(note: &str) -> TestsDetails {
    TestsDetails {
        on: date(2026, 9, 10),
        priorities: Answer::Yes,
        quick_question: Answer::NotYet,
        heads_up: Answer::Yes,
        note: note.into(),
    }
}

#[test]
fn every_kind_is_said_otherwise_taken_away_and_back_as_it_was() {
    for (what, add, edit) in KINDS {
        let (mut alex, _) = alex_and_dana();
        let peer = alex.peer;
        let id = entry(run(&mut alex, add(peer)));
        let written = private(&alex);
        run(&mut alex, edit(peer, id));
        let edited = private(&alex);
        assert!(edited != written && edited.contains("Otherwise said."), "{what}: {edited}");
        run(&mut alex, Command::Undo);
        assert_eq!(private(&alex), written, "{what}: undo restores it");
        run(&mut alex, Command::Redo);
        assert_eq!(private(&alex), edited, "{what}: and redo brings it back");
        run(&mut alex, Command::RemoveEntry(peer, id));
        assert!(!private(&alex).contains("Otherwise said."), "{what}: {}", private(&alex));
        run(&mut alex, Command::Undo);
        assert_eq!(private(&alex), edited, "{what}: undo brings back what was taken away");
        run(&mut alex, Command::RemoveEntry(peer, id));
        let gone = private(&alex);
        run(&mut alex, Command::RestoreEntry(peer, id));
        assert_eq!(private(&alex), edited, "{what}: so does bringing it back");
        run(&mut alex, Command::Undo);
        assert_eq!(private(&alex), gone, "{what}: which undo takes back");
    }
}

#[test]
fn what_is_not_there_is_refused_in_a_plain_sentence_and_changes_nothing() {
    for (what, add, edit) in KINDS {
        let (mut alex, _) = alex_and_dana();
        let peer = alex.peer;
        let id = entry(run(&mut alex, add(peer)));
        let before = private(&alex);
        let mut refused = |command: Command, says: &str| {
            let error = alex.ws.edit(command, NOW).unwrap_err().to_string();
            assert!(error.contains(says), "{what}: {error}");
        };
        refused(edit(peer, EntryId([7; 16])), "there is nothing here with that id");
        refused(Command::RemoveEntry(peer, EntryId([7; 16])), "there is nothing here with that id");
        refused(Command::RestoreEntry(peer, EntryId([7; 16])), "there is nothing here with that id");
        refused(edit(PeerId([7; 16]), id), "there is no such peer");
        let other = if what == "something prepared" {
            EntryEdit::Tests(tests("x"))
        } else {
            EntryEdit::Point("something else".into())
        };
        refused(Command::EditEntry(peer, id, other), "this is something else than what is there under that id");
        assert_eq!(private(&alex), before, "{what}");
        // Who was erased, or taken back, has nothing that could be said otherwise.
        let details = PeerDetails { name: "Lee".into(), department: "IT".into(), ..PeerDetails::default() };
        let Outcome::Peer(lee) = run(&mut alex, Command::AddPeer(details)) else { panic!() };
        let theirs = entry(run(&mut alex, add(lee)));
        let Outcome::TakenBack { .. } = run(&mut alex, Command::Undo) else { panic!() };
        let error = alex.ws.edit(edit(lee, theirs), NOW).unwrap_err().to_string();
        assert!(error.contains("there is nothing here with that id"), "{what}: {error}");
        run(&mut alex, Command::Redo);
        run(&mut alex, Command::Erase(lee, ErasedList::Drop));
        for command in [edit(lee, theirs), Command::RemoveEntry(lee, theirs), Command::RestoreEntry(lee, theirs)] {
            let error = alex.ws.edit(command, NOW).unwrap_err().to_string();
            assert!(error.contains("there is no such peer"), "{what}: {error}");
        }
    }
}

#[test]
fn projects_and_finished_works_are_said_otherwise_taken_away_and_back() {
    let (mut alex, _) = alex_and_dana();
    let on = date(2026, 9, 1);
    let add = MethodCommand::AddFinished(on, "The ledger".into());
    let Outcome::Finished(finished) = run(&mut alex, Command::Method(add)) else { panic!() };
    run(&mut alex, Command::Method(MethodCommand::EditFinished(finished, date(2026, 9, 3), "The new ledger".into())));
    let said = |alex: &Person| format!("{:?}", alex.ws.snapshot().finished);
    let edited = said(&alex);
    assert!(edited.contains("The new ledger") && edited.contains("2026-09-03"), "{edited}");
    run(&mut alex, Command::Undo);
    assert!(!said(&alex).contains("The new ledger"));
    run(&mut alex, Command::Redo);
    run(&mut alex, Command::Method(MethodCommand::RemoveFinished(finished)));
    assert_eq!(said(&alex), "[]");
    assert!(alex.ws.edit(Command::Method(MethodCommand::EditFinished(finished, on, "x".into())), NOW).is_err());
    run(&mut alex, Command::Method(MethodCommand::RestoreFinished(finished)));
    assert_eq!(said(&alex), edited);
}

#[test]
fn their_words_in_a_half_hour_are_their_words_whichever_is_mended() {
    let (mut alex, _) = alex_and_dana();
    let peer = alex.peer;
    let id = entry(run(&mut alex, Command::LogMeeting { peer, meeting: meeting() }));
    let said = |alex: &Person| {
        let view = alex.view();
        let words: Vec<String> = view.words.iter().map(|it| format!("{} {}", it.on, it.text)).collect();
        let met: Vec<String> = view.meetings.iter().map(|it| format!("{} {}", it.on, it.words)).collect();
        (words.join(", "), met.join(", "))
    };
    let pair = |words: &str, met: &str| (words.to_owned(), met.to_owned());
    assert_eq!(said(&alex), pair("2026-09-15 Hiring.", "2026-09-15 Hiring."));
    let words = alex.view().words[0].id;
    let edit = EntryEdit::Words { text: "Hiring, still.".into(), on: date(2026, 9, 15) };
    run(&mut alex, Command::EditEntry(peer, words, edit));
    assert_eq!(said(&alex), pair("2026-09-15 Hiring, still.", "2026-09-15 Hiring, still."));
    let of = |alex: &Person| MeetingDetails::of(&alex.view().meetings[0]);
    let moved = MeetingDetails { words: "Training.".into(), on: date(2026, 9, 16), ..of(&alex) };
    run(&mut alex, Command::EditEntry(peer, id, EntryEdit::Meeting(moved)));
    assert_eq!(said(&alex), pair("2026-09-16 Training.", "2026-09-16 Training."));
    run(&mut alex, Command::Undo);
    assert_eq!(said(&alex), pair("2026-09-15 Hiring, still.", "2026-09-15 Hiring, still."), "one undo for both");
    run(&mut alex, Command::RemoveEntry(peer, words));
    assert_eq!(said(&alex), pair("", "2026-09-15 "));
    run(&mut alex, Command::RestoreEntry(peer, words));
    assert_eq!(said(&alex), pair("2026-09-15 Hiring, still.", "2026-09-15 Hiring, still."));
    let without = with_line(&alex.view().meetings[0], Slot::Words, "");
    run(&mut alex, Command::EditEntry(peer, id, EntryEdit::Meeting(without)));
    assert_eq!(said(&alex), pair("", "2026-09-15 "));
    let with = with_line(&alex.view().meetings[0], Slot::Words, "The audit.");
    run(&mut alex, Command::EditEntry(peer, id, EntryEdit::Meeting(with)));
    assert_eq!(said(&alex), pair("2026-09-15 The audit.", "2026-09-15 The audit."));
    run(&mut alex, Command::RemoveEntry(peer, id));
    assert_eq!(said(&alex), pair("", ""));
    run(&mut alex, Command::RestoreEntry(peer, id));
    assert_eq!(said(&alex), pair("2026-09-15 The audit.", "2026-09-15 The audit."));
    // Words of the same day that were written down by themselves are no half hour's.
    run(&mut alex, Command::AddWords { peer, text: "Something else.".into(), on: date(2026, 9, 15) });
    run(&mut alex, Command::RemoveEntry(peer, id));
    assert_eq!(said(&alex), pair("2026-09-15 Something else.", ""));
}

#[test]
fn a_half_hour_that_an_older_version_kept_has_its_words_too() {
    let (mut alex, _) = alex_and_dana();
    let peer = alex.peer;
    run(&mut alex, Command::LogMeeting { peer, meeting: meeting() });
    // As it was exported before a half hour said what came of it.
    let mut export = Export::of(&alex.ws.snapshot(), None);
    for peer in &mut export.peers {
        for meeting in &mut peer.meetings {
            std::sync::Arc::make_mut(meeting).came.clear();
        }
    }
    let mut ws = Person::new(5, "Alex Kim", "Engineering", ("Lee", "IT"));
    run(&mut ws, Command::Import(Box::new(export)));
    let view = |alex: &Person| alex.ws.snapshot().peers.iter().find(|it| it.id == peer).unwrap().clone();
    let words = view(&ws).words[0].id;
    let edit = EntryEdit::Words { text: "Training.".into(), on: date(2026, 9, 14) };
    run(&mut ws, Command::EditEntry(peer, words, edit));
    assert_eq!(view(&ws).meetings[0].words, "Training.");
    let id = view(&ws).meetings[0].id;
    run(&mut ws, Command::RemoveEntry(peer, id));
    assert!(view(&ws).words.is_empty(), "they are known by now, though their day is another");
    run(&mut ws, Command::RestoreEntry(peer, id));
    assert_eq!(view(&ws).words[0].text, "Training.");
}

#[test]
fn a_half_hour_says_what_came_of_it_for_whomever_it_was() {
    let (mut alex, _) = alex_and_dana();
    let peer = alex.peer;
    let details = PeerDetails { name: "Lee".into(), department: "IT".into(), ..PeerDetails::default() };
    let Outcome::Peer(lee) = run(&mut alex, Command::AddPeer(details)) else { panic!() };
    let promise = MethodCommand::AddPromise { peer, by: Who::Them, text: "a name".into(), due: None };
    let heads_up = MethodCommand::AddHeadsUp { peer: lee, text: "A freeze".into(), by: date(2026, 10, 1) };
    let kept = vec![
        Command::LogMeeting { peer, meeting: meeting() },
        Command::Method(promise),
        Command::Method(heads_up),
        Command::List(peer, ListCommand::Add { text: "an engineer".into(), kind: Default::default() }),
    ];
    run(&mut alex, Command::Together(kept));
    let came = |alex: &Person| -> Vec<String> {
        let (snapshot, view) = (alex.ws.snapshot(), alex.view());
        let of = view.meetings.first().map(|it| came_of(&snapshot, it)).unwrap_or_default();
        let says = |it: &Came<'_>| match it {
            Came::Promise(peer, it) => format!("{}: {}", peer.name, it.text),
            Came::HeadsUp(peer, it) => format!("{}: {}", peer.name, it.text),
        };
        of.iter().map(says).collect()
    };
    assert_eq!(came(&alex), ["Dana Ruiz: a name", "Lee: A freeze"]);
    assert_eq!(kept_lines(&alex.view().meetings[0]).len(), 9);
    // A promise by itself comes of no half hour.
    let alone = MethodCommand::AddPromise { peer, by: Who::Me, text: "dates".into(), due: None };
    run(&mut alex, Command::Method(alone));
    assert_eq!(came(&alex).len(), 2);
    // What is taken away is not shown there any more; the half hour said otherwise still knows the rest.
    let gone = alex.view().promises.iter().find(|it| it.text == "a name").unwrap().id;
    run(&mut alex, Command::RemoveEntry(peer, gone));
    assert_eq!(came(&alex), ["Lee: A freeze"]);
    let id = alex.view().meetings[0].id;
    let other = with_line(&alex.view().meetings[0], Slot::Mine(1), "Otherwise");
    run(&mut alex, Command::EditEntry(peer, id, EntryEdit::Meeting(other)));
    assert_eq!(alex.view().meetings[0].mine, "The move\nOtherwise");
    assert_eq!(came(&alex), ["Lee: A freeze"]);
    // It comes back out of an export as it went in.
    let export = Export::of(&alex.ws.snapshot(), None);
    let mut other = Person::new(6, "Alex Kim", "Engineering", ("Mo", "Legal"));
    run(&mut other, Command::Import(Box::new(export)));
    let snapshot = other.ws.snapshot();
    let dana = snapshot.peers.iter().find(|it| it.id == peer).unwrap();
    assert_eq!(came_of(&snapshot, &dana.meetings[0]).len(), 1);
    assert_eq!(dana.meetings[0].also, ["Two leave."]);
    // One undo takes all of a half hour back.
    for _ in 0..4 {
        run(&mut alex, Command::Undo);
    }
    assert!(alex.view().meetings.is_empty() && alex.view().promises.is_empty() && alex.view().words.is_empty());
}

#[test]
fn a_heads_up_that_was_sent_stands_and_can_be_taken_away_here() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let (peer, by) = (alex.peer, date(2026, 12, 1));
    let add = MethodCommand::AddHeadsUp { peer, text: "A freeze".into(), by };
    let id = entry(run(&mut alex, Command::Method(add)));
    let sent = Moment { unix_ms: NOW.unix_ms + 86_400_000 };
    alex.ws.edit(Command::Method(MethodCommand::SendHeadsUp(peer, id)), sent).unwrap();
    meet(&mut alex, &mut dana);
    for (person, from) in [(&alex, Who::Me), (&dana, Who::Them)] {
        let given = person.view().list.heads_ups[0].clone();
        assert_eq!((given.from, given.at), (from, sent), "both see when it was given");
    }
    let edit = Command::EditEntry(peer, id, EntryEdit::HeadsUp { text: "Otherwise".into(), by });
    let refused = alex.ws.edit(edit, NOW).unwrap_err().to_string();
    assert!(refused.contains("was sent"), "{refused}");
    let told = Some(Told { on: by, how: "Called her".into() });
    run(&mut alex, Command::Method(MethodCommand::SetTold(peer, id, told)));
    run(&mut alex, Command::RemoveEntry(peer, id));
    assert!(alex.view().heads_ups.is_empty());
    assert_eq!(alex.view().list.heads_ups[0].text, "A freeze", "what was sent stays in the list");
}

#[test]
fn nobody_is_credited_with_the_words_of_the_other_that_they_kept() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("one");
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::Reword { line, text: "mine".into(), seen: vec![] });
    dana.list(ListCommand::Reword { line, text: "hers".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    dana.ws.edit(Command::Looked(dana.peer), NOW).unwrap();
    let version = |person: &Person, text: &str| {
        let view = person.view();
        let found = view.list.lines[0].versions.iter().find(|it| it.text == text).unwrap();
        found.id
    };
    let hers = version(&alex, "hers");
    alex.list(ListCommand::Choose(line, hers));
    meet(&mut alex, &mut dana);
    let shown = |person: &Person| {
        let view = person.view();
        let it = &view.list.lines[0];
        let versions: Vec<_> = it.versions.iter().map(|it| (it.text.clone(), it.by)).collect();
        let credited = it.history.iter().all(|it| match it.text.as_str() {
            "hers" => it.by == versions[0].1,
            _ => it.by != versions[0].1,
        });
        (versions, credited)
    };
    assert_eq!(shown(&alex), (vec![("hers".into(), Who::Them)], true));
    assert_eq!(shown(&dana), (vec![("hers".into(), Who::Me)], true));
    // Nor is she told that Alex reworded it, in her own words.
    let told: Vec<String> = dana.view().since.iter().map(|it| format!("{:?} {}", it.what, it.text)).collect();
    assert_eq!(told, [""; 0], "she is told nothing of her own words");
    // Words that were kept twice are still whose they were.
    dana.list(ListCommand::Reword { line, text: "third".into(), seen: vec![] });
    alex.list(ListCommand::Reword { line, text: "fourth".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    let third = version(&alex, "third");
    alex.list(ListCommand::Choose(line, third));
    let fourth = version(&dana, "fourth");
    dana.list(ListCommand::Choose(line, fourth));
    meet(&mut alex, &mut dana);
    let shown = |person: &Person| {
        let view = person.view();
        let mut versions: Vec<_> = view.list.lines[0].versions.iter().map(|it| (it.text.clone(), it.by)).collect();
        versions.sort();
        versions
    };
    assert_eq!(shown(&alex), [("fourth".into(), Who::Me), ("third".into(), Who::Them)]);
    assert_eq!(shown(&dana), [("fourth".into(), Who::Them), ("third".into(), Who::Me)]);
}
