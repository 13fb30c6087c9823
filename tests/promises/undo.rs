//! Undo: what is taken back is as it was, what is brought back is as it became, and a colleague's words stay.

use crate::people::{NOW, Person, alex_and_dana, meet, pair};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{TestRng, TestRunner},
};
use sideways_core::{
    command::{
        Choice, Command, Extent, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails, Place,
        ProjectDetails, Splice, TestsDetails,
    },
    error::EditError,
    export::Export,
    id::{LineId, PeerId},
    snapshot::{Answer, Closed, Every, Kind, Line, Me, PointPart, State, Told, Who},
};

/// What a person sees, without the names of wordings, which undo makes anew.
#[derive(Clone, PartialEq, Debug)]
struct Seen {
    export: Export,
    lines: Vec<Vec<SeenLine>>,
}

type SeenLine = (LineId, Kind, State, Vec<Who>, Vec<(String, Who)>, Vec<String>);

fn seen(person: &Person) -> Seen {
    let mut export = Export::of(&person.ws.snapshot(), None);
    let line = |line: &std::sync::Arc<Line>| {
        let mut versions: Vec<_> = line.versions.iter().map(|it| (it.text.clone(), it.by)).collect();
        versions.sort();
        let remarks = line.remarks.iter().map(|remark| remark.text.clone()).collect();
        (line.id, line.kind, line.state, line.helpers.clone(), versions, remarks)
    };
    let lines = export.peers.iter().map(|peer| peer.lines.iter().map(line).collect()).collect();
    for peer in &mut export.peers {
        peer.lines.clear();
    }
    Seen { export, lines }
}

/// A random command, made from numbers against what is there now.
pub fn command(person: &Person, kind: u8, a: u8, b: u8) -> Option<Command> {
    let snapshot = person.ws.snapshot();
    let peer = snapshot.peers.get(usize::from(a) % snapshot.peers.len().max(1))?;
    let on = jiff::civil::date(2026, 1 + (b % 12) as i8, 1 + (a % 28) as i8);
    let text = format!("text {a} {b}");
    let id = peer.id;
    let line = || peer.list.lines.get(usize::from(b) % peer.list.lines.len().max(1)).cloned();
    let list = |command| Some(Command::List(id, command));
    let method = |command| Some(Command::Method(command));
    let project = || snapshot.projects.get(usize::from(b) % snapshot.projects.len().max(1)).cloned();
    let details = |n: u8| PeerDetails {
        name: format!("Peer {}", n % 7),
        department: ["IT", "Finance"][usize::from(n % 2)].into(),
        reach: (0..n % 4).map(|i| format!("tel:{}", (u16::from(i) + u16::from(n)) % 5)).collect(),
        every: [None, Some(Every::Month), Some(Every::Weeks(6))][usize::from(n % 3)],
        ..PeerDetails::default()
    };
    match kind {
        0..8 => list(ListCommand::Add { text, kind: Kind::Offer }),
        8..14 => list(ListCommand::Reword { line: line()?.id, text, seen: vec![] }),
        14..18 => list(ListCommand::SetState(line()?.id, [State::Open, State::Doing, State::Done][usize::from(a % 3)])),
        18 => list(ListCommand::SetKind(line()?.id, [Kind::Ask, Kind::Idea][usize::from(a % 2)])),
        19 => list(ListCommand::Help(line()?.id, [Choice::Yes, Choice::No][usize::from(a % 2)])),
        20 => list(ListCommand::Remark(line()?.id, text)),
        21 => list(ListCommand::RemoveRemark(line()?.id, line()?.remarks.first()?.id)),
        22..25 => list(ListCommand::Move(
            line()?.id,
            if a.is_multiple_of(3) {
                Place::Last
            } else {
                Place::Before(peer.list.lines.first().filter(|it| it.id != line().unwrap().id)?.id)
            },
        )),
        25 => list(ListCommand::Remove(line()?.id)),
        26..30 => {
            let length = peer.list.pad.chars().count();
            let at = usize::from(a) % (length + 1);
            let delete = usize::from(b) % (length - at + 1).min(9);
            let splice = Splice {
                at,
                delete,
                insert: if b.is_multiple_of(5) { String::new() } else { format!("{};", person.ws.snapshot().revision) },
            };
            list(ListCommand::Pad { as_of: peer.list.pad_as_of.clone(), splices: vec![splice] })
        }
        30 => list(ListCommand::WorkingOn(text)),
        31..34 => Some(Command::AddNote { peer: id, text }),
        34 => Some(Command::RewordNote { peer: id, note: peer.notes.first()?.id, text: format!("re{text}") }),
        35 => Some(Command::RemoveEntry(id, peer.notes.last()?.id)),
        36 => Some(Command::AddWords { peer: id, text, on }),
        37 => Some(Command::LogMeeting {
            peer: id,
            meeting: MeetingDetails { words: text, offered: vec!["an hour".into()], ..MeetingDetails::on(on) },
        }),
        38 => method(MethodCommand::AddPromise { peer: id, by: Who::Them, text, due: Some(on) }),
        39 => method(MethodCommand::SetPromise(id, peer.promises.first()?.id, (a.is_multiple_of(2)).then_some(on))),
        40 => method(MethodCommand::AddHeadsUp { peer: id, text, by: on }),
        41 => method(MethodCommand::SetTold(
            id,
            peer.heads_ups.first()?.id,
            (a.is_multiple_of(2)).then_some(Told { on, how: text }),
        )),
        42 | 43 => {
            method(MethodCommand::Plan { peer: id, at: on.at(10, 0, 0, 0), zone: "Europe/Paris".into(), minutes: 30 })
        }
        44 => method(MethodCommand::SkipPlan(id)),
        45 => method(MethodCommand::AddPoint { peer: id, part: PointPart::Ask, text }),
        46 => method(MethodCommand::SetPoint(id, peer.points.first()?.id, Choice::Yes)),
        47 => method(MethodCommand::AnswerTests(
            id,
            TestsDetails {
                on,
                priorities: Answer::Yes,
                quick_question: Answer::NotYet,
                heads_up: Answer::Yes,
                note: text,
            },
        )),
        48 => method(MethodCommand::AddProject(ProjectDetails {
            name: text,
            needs: vec![("Finance".into(), "budget".into()), ("IT".into(), String::new())],
            by: Some(on),
            made: on,
        })),
        49 => method(MethodCommand::EditProject(
            project()?.id,
            ProjectDetails { name: text, needs: vec![("IT".into(), "support".into())], by: None, made: on },
        )),
        50 => method(MethodCommand::SetProject(project()?.id, Some(on))),
        51 => method(MethodCommand::SetIntroducer(project()?.id, project()?.needs.first()?.id, Some(id))),
        52 => method(MethodCommand::RemoveProject(project()?.id)),
        53 => method(MethodCommand::SetBusyUntil((a.is_multiple_of(2)).then_some(on))),
        54 => method(MethodCommand::Snooze(format!("plan.{}", a % 3), (b.is_multiple_of(2)).then_some(on))),
        55 => method(MethodCommand::AddFinished(on, text)),
        56 => method(MethodCommand::RemoveFinished(snapshot.finished.first()?.id)),
        57 => (snapshot.peers.len() < 5).then(|| Command::AddPeer(details(a))),
        58 | 59 => Some(Command::EditPeer(id, details(b))),
        60 => Some(Command::Close(id, (a.is_multiple_of(2)).then_some(Closed { on, successor: None }))),
        61 => {
            let into = snapshot.peers.iter().find(|other| other.id != id)?.id;
            Some(Command::Merge { peer: id, into })
        }
        62 => Some(Command::SetMe(Me { name: text, department: "IT".into(), ..Me::default() })),
        _ => Some(Command::Together(vec![
            Command::AddNote { peer: id, text: text.clone() },
            Command::List(id, ListCommand::Add { text, kind: Kind::Ask }),
        ])),
    }
}

/// The model: undo goes back along what was seen, redo forward, a new command cuts off what could be redone.
#[test]
fn taken_back_is_as_it_was_and_brought_back_as_it_became() {
    let commands: usize = std::env::var("SIDEWAYS_UNDOS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_500);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (0..128u8, any::<u8>(), any::<u8>());
    let (mut ran, mut undone) = (0, 0);
    while ran < commands {
        let mut alex = Person::new(1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
        let start = seen(&alex);
        let lee = PeerDetails { name: "Lee".into(), department: "IT".into(), ..PeerDetails::default() };
        alex.ws.edit(Command::AddPeer(lee), NOW).unwrap();
        let (mut past, mut future) = (Vec::new(), Vec::new());
        let mut now = seen(&alex);
        past.push(start);
        let mut told = Vec::new();
        for _ in 0..100 {
            let (kind, a, b) = strategy.new_tree(&mut runner).unwrap().current();
            ran += 1;
            match kind {
                0..64 => {
                    let Some(command) = command(&alex, kind, a, b) else { continue };
                    told.push(format!("{command:?}"));
                    let before = alex.ws.snapshot().undo.clone();
                    match alex.ws.edit(command, NOW) {
                        Ok(_) => {
                            let after = seen(&alex);
                            if after != now || alex.ws.snapshot().undo != before {
                                past.push(now);
                                future.clear();
                            }
                            now = after;
                        }
                        Err(e) => {
                            assert!(!matches!(e, EditError::Gate(_)), "{e}: {told:#?}");
                            assert_eq!(seen(&alex), now, "a refused command changed something: {told:?}");
                        }
                    }
                }
                64..104 => {
                    told.push("undo".into());
                    let Some(before) = past.pop() else { continue };
                    undone += 1;
                    let outcome = alex.ws.edit(Command::Undo, NOW).unwrap();
                    assert!(matches!(outcome, Outcome::TakenBack { extent: Extent::All, .. }), "{outcome:?} {told:#?}");
                    assert_eq!(seen(&alex), before, "{told:#?}");
                    future.push(std::mem::replace(&mut now, before));
                }
                _ => {
                    told.push("redo".into());
                    let Some(after) = future.pop() else {
                        assert!(alex.ws.edit(Command::Redo, NOW).is_err());
                        continue;
                    };
                    let outcome = alex.ws.edit(Command::Redo, NOW).unwrap();
                    assert!(matches!(outcome, Outcome::TakenBack { extent: Extent::All, .. }), "{outcome:?} {told:#?}");
                    assert_eq!(seen(&alex), after, "{told:#?}");
                    past.push(std::mem::replace(&mut now, after));
                }
            }
        }
    }
    println!("{ran} commands, {undone} undone");
}

fn undo(person: &mut Person) -> Extent {
    match person.ws.edit(Command::Undo, NOW).unwrap() {
        Outcome::TakenBack { extent, .. } => extent,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_colleague_changed_since_stays_and_is_said() {
    let state = |line| ListCommand::SetState(line, State::Done);
    let reword = |line, text: &str| ListCommand::Reword { line, text: text.into(), seen: vec![] };
    type Edit = Box<dyn Fn(LineId) -> ListCommand>;
    let rows: Vec<(&str, Edit, Edit, Extent, &str)> = vec![
        (
            "state",
            Box::new(state),
            Box::new(|line| ListCommand::SetState(line, State::Doing)),
            Extent::Nothing,
            "one Doing",
        ),
        (
            "other field",
            Box::new(state),
            Box::new(|line| ListCommand::SetKind(line, Kind::Ask)),
            Extent::All,
            "one Open",
        ),
        (
            "reworded since",
            Box::new(move |line| reword(line, "mine")),
            Box::new(move |line| reword(line, "hers")),
            Extent::Nothing,
            "hers Open",
        ),
        (
            "noted since",
            Box::new(move |line| reword(line, "mine")),
            Box::new(|line| ListCommand::Remark(line, "a note".into())),
            Extent::All,
            "one Open",
        ),
        (
            "done since",
            Box::new(|line| ListCommand::Remark(line, "a note".into())),
            Box::new(state),
            Extent::All,
            "one Done",
        ),
    ];
    for (what, mine, hers, extent, then) in rows {
        let (mut alex, mut dana) = alex_and_dana();
        let line = alex.add("one");
        pair(&mut alex, &mut dana);
        meet(&mut alex, &mut dana);
        let line = alex.view().list.lines.iter().map(|it| it.id).next().unwrap_or(line);
        alex.list(mine(line));
        meet(&mut alex, &mut dana);
        dana.list(hers(line));
        meet(&mut alex, &mut dana);
        assert_eq!(undo(&mut alex), extent, "{what}");
        meet(&mut alex, &mut dana);
        for person in [&alex, &dana] {
            let view = person.view();
            let line = &view.list.lines[0];
            assert_eq!(format!("{} {:?}", line.text(), line.state), then, "{what}");
            assert_eq!(line.versions.len(), 1, "{what}");
        }
    }
}

#[test]
fn choosing_taken_back_shows_both_again_under_their_names() {
    let (mut alex, mut dana) = alex_and_dana();
    alex.add("one");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    let line = alex.view().list.lines[0].id;
    alex.list(ListCommand::Reword { line, text: "mine".into(), seen: vec![] });
    dana.list(ListCommand::Reword { line, text: "hers".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    let hers = alex.view().list.lines[0].versions.iter().find(|it| it.text == "hers").unwrap().id;
    alex.list(ListCommand::Choose(line, hers));
    assert_eq!(alex.view().list.lines[0].versions.len(), 1);
    assert_eq!(undo(&mut alex), Extent::All);
    meet(&mut alex, &mut dana);
    let mut shown: Vec<_> = alex.view().list.lines[0].versions.iter().map(|it| (it.text.clone(), it.by)).collect();
    shown.sort();
    assert_eq!(shown, [("hers".into(), Who::Them), ("mine".into(), Who::Me)]);
    let mut shown: Vec<_> = dana.view().list.lines[0].versions.iter().map(|it| (it.text.clone(), it.by)).collect();
    shown.sort();
    assert_eq!(shown, [("hers".into(), Who::Me), ("mine".into(), Who::Them)]);
}

#[test]
fn a_peer_who_shares_a_list_is_not_undone() {
    let mut alex = Person::new(1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
    let mut dana = Person::new(2, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
    pair(&mut alex, &mut dana);
    let refused = alex.ws.edit(Command::Undo, NOW).unwrap_err();
    assert!(refused.to_string().contains("unlink"), "{refused}");
    assert_eq!(alex.ws.snapshot().peers.len(), 1);
}

#[test]
fn undo_survives_a_restart_and_a_new_command_forgets_what_could_be_redone() {
    let disk = crate::disk::Disk::default();
    let peer: PeerId = {
        let mut alex = Person::on(disk.backend(), 1, "Alex Kim", "Engineering", ("Dana Ruiz", "Finance"));
        alex.ws.edit(Command::AddNote { peer: alex.peer, text: "first".into() }, NOW).unwrap();
        alex.ws.edit(Command::AddNote { peer: alex.peer, text: "second".into() }, NOW).unwrap();
        alex.peer
    };
    let mut ws =
        sideways_core::Workspace::open_on(disk.backend(), crate::people::KEY, crate::people::opening(9)).unwrap();
    assert_eq!(ws.snapshot().undo.as_deref(), Some("a note"));
    ws.edit(Command::Undo, NOW).unwrap();
    assert_eq!(ws.snapshot().peers[0].notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["first"]);
    assert_eq!(ws.snapshot().redo.as_deref(), Some("a note"));
    ws.edit(Command::AddNote { peer, text: "third".into() }, NOW).unwrap();
    assert_eq!(ws.snapshot().redo, None);
    assert!(ws.edit(Command::Redo, NOW).is_err());
}
