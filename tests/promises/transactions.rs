//! A command that fails leaves memory, disk and snapshot as they were: every command, refused, cut off by the disk at
//! every operation, and by a panic at every step of its transaction. The same for what a colleague sends and for
//! pairing.

use crate::{
    disk::{Disk, Left},
    people::{KEY, NOW, Person, alex_and_dana_on, carry, meet, opening, pair},
};
use jiff::civil::date;
use sideways_core::{
    Generation, Pairing, Workspace,
    change::Run,
    command::{
        Choice, Command, EntryEdit, ErasedList, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails,
        Place, ProjectDetails, ShareCommand, Splice, TestsDetails,
    },
    export::Export,
    id::{DeviceId, EntryId, FinishedId, LineId, NeedId, PeerId, ProjectId, WordingId},
    snapshot::{
        Answer, CalendarSeries, Closed, Every, Field, Kind, Me, Moment, NetworkSetting, PointPart, Relay, Setting,
        State, Told, Who,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// A disk with somebody's year on it, and the names of what is there.
struct Scene {
    disk: Disk,
    dana: PeerId,
    lee: PeerId,
    device: DeviceId,
    /// The computer that it is on.
    mine: DeviceId,
    line: LineId,
    other_line: LineId,
    gone_line: LineId,
    wording: WordingId,
    only_mine: LineId,
    heads_up: EntryId,
    their_heads_up: EntryId,
    note: EntryId,
    promise: EntryId,
    point: EntryId,
    project: ProjectId,
    need: NeedId,
    finished: FinishedId,
    gone_note: EntryId,
    gone_project: ProjectId,
    gone_finished: FinishedId,
    export: Export,
    /// What Dana wrote since.
    runs: Vec<Run>,
}

fn entry(outcome: Outcome) -> EntryId {
    if let Outcome::Entry(id) = outcome { id } else { panic!("{outcome:?}") }
}

fn scene() -> Scene {
    let disk = Disk::default();
    let (mut alex, mut dana) = alex_and_dana_on(disk.backend());
    alex.add("only on this computer");
    pair(&mut alex, &mut dana);
    let (line, other_line) = (alex.add("the forecast"), alex.add("the audit"));
    let gone_line = alex.add("taken off");
    alex.list(ListCommand::Remove(gone_line));
    meet(&mut alex, &mut dana);
    for person in [&mut alex, &mut dana] {
        let text = format!("reworded by {}", person.peer);
        person.list(ListCommand::Reword { line, text, seen: vec![] });
    }
    let told = MethodCommand::AddHeadsUp { peer: dana.peer, text: "Lee leaves".into(), by: date(2026, 10, 1) };
    let theirs = entry(dana.ws.edit(Command::Method(told), NOW).unwrap());
    let their_heads_up =
        entry(dana.ws.edit(Command::Method(MethodCommand::SendHeadsUp(dana.peer, theirs)), NOW).unwrap());
    meet(&mut alex, &mut dana);
    let peer = alex.peer;
    let mut run = |command| alex.ws.edit(command, NOW).unwrap();
    let details = PeerDetails { name: "Lee".into(), department: "IT".into(), ..PeerDetails::default() };
    let Outcome::Peer(lee) = run(Command::AddPeer(details)) else { panic!("no peer") };
    let add = ListCommand::Add { text: "for Lee".into(), kind: Kind::Offer };
    run(Command::List(lee, add));
    let note = entry(run(Command::AddNote { peer, text: "Freeze holds.".into() }));
    let method = |command| Command::Method(command);
    let due = Some(date(2026, 12, 1));
    let promise = entry(run(method(MethodCommand::AddPromise { peer, by: Who::Me, text: "dates".into(), due })));
    let by = date(2026, 12, 10);
    let heads_up = entry(run(method(MethodCommand::AddHeadsUp { peer, text: "The office moves".into(), by })));
    let point = entry(run(method(MethodCommand::AddPoint { peer, part: PointPart::Ask, text: "two days".into() })));
    let at = date(2026, 12, 3).at(10, 0, 0, 0);
    run(method(MethodCommand::Plan { peer, at, zone: "Europe/Berlin".into(), minutes: 30 }));
    let needs = vec![("Finance".to_owned(), "budget".to_owned())];
    let details = ProjectDetails { name: "Atlas".into(), needs, by: due, made: date(2026, 9, 21) };
    let Outcome::Project(project) = run(method(MethodCommand::AddProject(details))) else { panic!("no project") };
    let finished = method(MethodCommand::AddFinished(date(2026, 9, 1), "The ledger".into()));
    let Outcome::Finished(finished) = run(finished) else { panic!("nothing finished") };
    let gone_finished = method(MethodCommand::AddFinished(date(2026, 9, 2), "gone".into()));
    let Outcome::Finished(gone_finished) = run(gone_finished) else { panic!("nothing finished") };
    run(method(MethodCommand::RemoveFinished(gone_finished)));
    let details = ProjectDetails { name: "Gone".into(), needs: vec![], by: None, made: date(2026, 9, 20) };
    let Outcome::Project(gone_project) = run(method(MethodCommand::AddProject(details))) else { panic!("no project") };
    run(method(MethodCommand::RemoveProject(gone_project)));
    let gone_note = entry(run(Command::AddNote { peer, text: "gone".into() }));
    run(Command::RemoveEntry(peer, gone_note));
    run(Command::KeepDraft(Field::NewNote(peer), "half a".into()));
    let mark = |text: &str| Command::AddNote { peer: lee, text: text.into() };
    run(mark("one"));
    run(mark("two"));
    run(Command::Undo);
    let mut export = Export::of(&alex.ws.snapshot(), None);
    // As from another computer: the same people under other ids.
    for (at, peer) in export.peers.iter_mut().enumerate() {
        peer.id = PeerId([at as u8 + 100; 16]);
    }
    dana.add("Dana’s line");
    dana.list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert: "Agenda".into() }] });
    let grant = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    let there = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let heads = alex.ws.heads(&there).unwrap();
    let runs = dana.ws.missing(&grant, &heads, &BTreeSet::new(), 200_000).unwrap();
    let snapshot = alex.ws.snapshot();
    let view = snapshot.peers.iter().find(|it| it.id == peer).unwrap();
    let of_line = |id| view.list.lines.iter().find(|it| it.id == id).unwrap();
    let scene = Scene {
        mine: alex.ws.device_key().id(),
        dana: peer,
        lee,
        device: dana.ws.device_key().id(),
        line,
        other_line,
        gone_line,
        wording: of_line(line).versions[0].id,
        only_mine: snapshot.peers.iter().find(|it| it.id == lee).unwrap().list.lines[0].id,
        heads_up,
        their_heads_up,
        note,
        promise,
        point,
        project,
        need: snapshot.projects[0].needs[0].id,
        finished,
        gone_note,
        gone_project,
        gone_finished,
        export,
        runs,
        disk: disk.clone(),
    };
    drop(alex);
    scene
}

/// Something that changes a workspace.
type Act<'a> = Box<dyn Fn(&mut Workspace) -> Result<(), String> + 'a>;

fn command<'a>(command: Command) -> Act<'a> {
    Box::new(move |ws| ws.edit(command.clone(), NOW).map(drop).map_err(|e| e.to_string()))
}

fn series() -> CalendarSeries {
    CalendarSeries {
        id: EntryId([0; 16]),
        began: NOW,
        uid: "a@sideways".into(),
        invite_uid: "b@sideways".into(),
        sequence: 0,
        first: date(2026, 12, 15).at(10, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        minutes: 30,
        every: Every::Month,
        changes: vec![],
        ended: None,
    }
}

fn details(name: &str) -> PeerDetails {
    PeerDetails {
        name: name.into(),
        department: "Operations".into(),
        reach: vec!["tel:7".into(), "mailto:k@example.org".into()],
        tags: vec!["board".into()],
        ..PeerDetails::default()
    }
}

/// Every command that does something in the scene.
fn commands(it: &Scene) -> Vec<Command> {
    let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
    let (dana, lee, on) = (it.dana, it.lee, date(2026, 11, 2));
    let list = |command| Command::List(dana, command);
    let method = Command::Method;
    let meeting = MeetingDetails {
        words: "The audit.".into(),
        offered: vec!["numbers".into()],
        ..MeetingDetails::on(date(2026, 12, 3))
    };
    let splices = vec![
        Splice { at: 0, delete: 0, insert: "x".repeat(40_000) },
        Splice { at: 3, delete: 20_000, insert: "y".into() },
    ];
    let tests = TestsDetails {
        on,
        priorities: Answer::Yes,
        quick_question: Answer::NotYet,
        heads_up: Answer::Yes,
        note: "soon".into(),
    };
    let project =
        ProjectDetails { name: "Borealis".into(), needs: vec![("IT".into(), "support".into())], by: None, made: on };
    let told = Told { on, how: "called her".into() };
    vec![
        Command::SetMe(Me { name: "Alexandra Kim".into(), department: "Engineering".into(), ..Me::default() }),
        Command::AddPeer(details("Kai")),
        Command::EditPeer(dana, details("Dana R.")),
        Command::AddWords { peer: dana, text: "Hiring.".into(), on },
        Command::AddNote { peer: dana, text: "Prefers the phone.".into() },
        Command::LogMeeting { peer: dana, meeting },
        Command::RewordNote { peer: dana, note: it.note, text: "Freeze holds until May.".into() },
        Command::EditEntry(dana, it.promise, EntryEdit::Promise { text: "the renewal dates".into(), due: None }),
        Command::RemoveEntry(dana, it.promise),
        Command::RestoreEntry(dana, it.gone_note),
        Command::Close(dana, Some(Closed { on, successor: Some(lee) })),
        Command::Merge { peer: lee, into: dana },
        Command::Erase(dana, ErasedList::Drop),
        Command::Import(Box::new(it.export.clone())),
        Command::Together(vec![
            Command::AddNote { peer: dana, text: "one".into() },
            list(ListCommand::Add { text: "two".into(), kind: Kind::Ask }),
            list(ListCommand::Add { text: "three".into(), kind: Kind::Ask }),
        ]),
        Command::Undo,
        Command::Redo,
        Command::GoBack(dana, Moment { unix_ms: 1 }),
        Command::Looked(dana),
        Command::KeepDraft(Field::NewLine(dana), "half a line".into()),
        Command::SetNetwork(NetworkSetting::Anywhere),
        Command::SetRelay(Some(Relay { url: "https://relay.example.com".into(), token: Some("abc".into()), ca: None })),
        Command::Choose(Setting::Zone, "Europe/Berlin".into()),
        Command::RenameDevice(it.mine, "desk".into()),
        list(ListCommand::Add { text: "a template".into(), kind: Kind::Offer }),
        list(ListCommand::Reword { line: it.other_line, text: "the audit calendar".into(), seen: vec![] }),
        list(ListCommand::Choose(it.line, it.wording)),
        list(ListCommand::KeepBoth(it.line)),
        list(ListCommand::SetState(it.line, State::Doing)),
        list(ListCommand::SetKind(it.line, Kind::Ask)),
        list(ListCommand::Help(it.line, Choice::Yes)),
        list(ListCommand::Remark(it.line, "On Tuesday?".into())),
        list(ListCommand::Move(it.other_line, Place::Before(it.line))),
        list(ListCommand::Remove(it.line)),
        list(ListCommand::Restore(it.gone_line)),
        list(ListCommand::Pad { as_of: vec![], splices }),
        list(ListCommand::Heard(it.their_heads_up)),
        list(ListCommand::Next("2026-12-03T10:00[Europe/Berlin]".into())),
        list(ListCommand::WorkingOn("The spring release".into())),
        list(ListCommand::Fresh),
        method(MethodCommand::AddPromise { peer: dana, by: Who::Them, text: "call".into(), due: None }),
        method(MethodCommand::SetPromise(dana, it.promise, Some(on))),
        method(MethodCommand::AddHeadsUp { peer: dana, text: "The audit moves".into(), by: on }),
        method(MethodCommand::SendHeadsUp(dana, it.heads_up)),
        method(MethodCommand::SetTold(dana, it.heads_up, Some(told))),
        method(MethodCommand::Plan { peer: dana, at: on.at(9, 0, 0, 0), zone: "Europe/Paris".into(), minutes: 15 }),
        method(MethodCommand::SkipPlan(dana)),
        method(MethodCommand::AddPoint { peer: dana, part: PointPart::Offer, text: "a template".into() }),
        method(MethodCommand::SetPoint(dana, it.point, Choice::Yes)),
        method(MethodCommand::AnswerTests(dana, tests)),
        method(MethodCommand::KeepSeries(dana, Box::new(series()))),
        method(MethodCommand::AddProject(project.clone())),
        method(MethodCommand::EditProject(it.project, project)),
        method(MethodCommand::SetProject(it.project, Some(on))),
        method(MethodCommand::SetIntroducer(it.project, it.need, Some(dana))),
        method(MethodCommand::RemoveProject(it.project)),
        method(MethodCommand::RestoreProject(it.gone_project)),
        method(MethodCommand::SetBusyUntil(Some(on))),
        method(MethodCommand::Snooze("review".into(), Some(on))),
        method(MethodCommand::Reviewed(on)),
        method(MethodCommand::AddFinished(on, "The migration".into())),
        method(MethodCommand::EditFinished(it.finished, on, "The other migration".into())),
        method(MethodCommand::RemoveFinished(it.finished)),
        method(MethodCommand::RestoreFinished(it.gone_finished)),
        Command::Share(lee, ShareCommand::Invite { until }),
        Command::Share(dana, ShareCommand::Confirm),
        Command::Share(dana, ShareCommand::Stop),
        Command::Share(dana, ShareCommand::Resume),
        Command::Share(dana, ShareCommand::Unlink),
    ]
}

/// Commands that are refused, some after they did half of it.
fn refused(it: &Scene) -> Vec<Command> {
    let nobody = PeerId([7; 16]);
    let nothing = EntryId([7; 16]);
    let long = "x".repeat(300_000);
    let good = Command::AddNote { peer: it.dana, text: "kept only together".into() };
    let list = |command| Command::List(it.dana, command);
    let bad = vec![
        Command::AddNote { peer: it.dana, text: String::new() },
        Command::AddNote { peer: it.dana, text: long.clone() },
        Command::AddNote { peer: nobody, text: "for nobody".into() },
        Command::RewordNote { peer: it.dana, note: nothing, text: "x".into() },
        Command::EditEntry(it.dana, it.note, EntryEdit::Point("not a point".into())),
        Command::RemoveEntry(it.dana, nothing),
        Command::RestoreEntry(it.dana, nothing),
        Command::RestoreEntry(nobody, it.note),
        Command::EditEntry(nobody, it.promise, EntryEdit::Promise { text: "x".into(), due: None }),
        Command::EditEntry(it.dana, it.gone_note, EntryEdit::Point("taken away".into())),
        Command::EditPeer(nobody, details("Nobody")),
        Command::SetMe(Me::default()),
        Command::RenameDevice(it.device, "not mine".into()),
        list(ListCommand::Add { text: " ".into(), kind: Kind::Ask }),
        list(ListCommand::Reword { line: LineId([7; 16]), text: "x".into(), seen: vec![] }),
        list(ListCommand::Choose(it.line, WordingId([7; 16]))),
        list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 9, delete: 9, insert: "x".into() }] }),
        list(ListCommand::Offer(it.only_mine)),
        list(ListCommand::Heard(nothing)),
        Command::Method(MethodCommand::SetPromise(it.dana, nothing, None)),
        Command::Method(MethodCommand::RemoveProject(ProjectId([7; 16]))),
        Command::Method(MethodCommand::Snooze(long, None)),
    ];
    let mut all: Vec<Command> = bad.iter().map(|bad| Command::Together(vec![good.clone(), bad.clone()])).collect();
    all.extend(bad);
    all.extend([
        Command::Merge { peer: it.dana, into: it.lee },
        Command::Share(it.lee, ShareCommand::Withdraw),
        Command::Together(vec![good, Command::Undo]),
    ]);
    all
}

/// What the workspace is, in memory and to see.
fn state(ws: &Workspace) -> (String, String) {
    let snapshot = ws.snapshot();
    let seen = format!("{:?} {:?} {:?}", snapshot.peers, snapshot.projects, (&snapshot.me, &snapshot.drafts));
    let rest = (&snapshot.finished, &snapshot.busy_until, &snapshot.snoozed, &snapshot.undo, &snapshot.redo);
    (ws.memory(), format!("{seen} {rest:?} {:?} {:?}", snapshot.network, snapshot.settings))
}

fn open(disk: &Disk) -> Workspace {
    Workspace::open_on(disk.backend(), KEY, opening(7)).unwrap()
}

/// Everything that can be done to the scene, by name; pairing and receiving too.
fn acts(scene: &Scene) -> Vec<(String, Act<'_>)> {
    let mut acts: Vec<(String, Act<'_>)> = Vec::new();
    for it in commands(scene) {
        acts.push((name(&it), command(it)));
    }
    acts.push((
        "receive".into(),
        Box::new(|ws| {
            let grant = ws.grant(&scene.device).unwrap();
            let received = ws.receive(&grant, scene.runs.clone(), NOW).map_err(|e| e.to_string())?;
            if received.applied > 0 { Ok(()) } else { Err("nothing came in".into()) }
        }),
    ));
    acts.push((
        "join".into(),
        Box::new(|ws| {
            let mut kai = Person::new(3, "Kai", "Operations", ("Alex", "Engineering"));
            let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
            kai.ws.edit(Command::Share(kai.peer, ShareCommand::Invite { until }), NOW).unwrap();
            let open = kai.ws.open_invitations(NOW).remove(0);
            let pairing = Pairing {
                remote: kai.ws.device_key().id(),
                statements: kai.ws.my_statements(),
                they_say: ("Kai".into(), "Operations".into()),
                list: open.list,
                generation: open.generation,
                words: ["able", "boat", "cold", "deer"].map(String::from),
            };
            ws.join_pairing(None, pairing, NOW).map(drop).map_err(|e| e.to_string())
        }),
    ));
    acts.push((
        "invite a computer".into(),
        Box::new(|ws| {
            let until = Moment { unix_ms: NOW.unix_ms + 1_000_000 };
            ws.invite_device(until).map(drop).map_err(|e| e.to_string())
        }),
    ));
    acts.push((
        "follow".into(),
        Box::new(|ws| {
            let grant = ws.grant(&scene.device).unwrap();
            let next = Generation { number: 1, by: scene.device };
            ws.follow(&grant, next, NOW).map(drop).map_err(|e| e.to_string())
        }),
    ));
    acts
}

/// The name of a command. A new one has to be named here, and then to be tried.
fn name(command: &Command) -> String {
    let (of, name) = match command {
        Command::List(_, list) => ("List ", format!("{list:?}")),
        Command::Method(method) => ("Method ", format!("{method:?}")),
        Command::Share(_, share) => ("Share ", format!("{share:?}")),
        other => ("", format!("{other:?}")),
    };
    let end = name.find(['(', ' ', '{']).unwrap_or(name.len());
    format!("{of}{}", &name[..end])
}

/// Every command there is, by what it is. Without a wildcard, so that a new one doesn't compile before it is here.
fn kinds() -> usize {
    const COMMANDS: usize = 24;
    const LIST: usize = 18;
    const METHOD: usize = 24;
    const SHARE: usize = 6;
    fn _all(command: &Command, list: &ListCommand, method: &MethodCommand, share: &ShareCommand) {
        use {Command as C, ListCommand as L, MethodCommand as M, ShareCommand as S};
        match command {
            C::SetMe(_) | C::AddPeer(_) | C::EditPeer(..) | C::AddWords { .. } | C::AddNote { .. } => {}
            C::LogMeeting { .. } | C::Method(_) | C::RewordNote { .. } | C::EditEntry(..) => {}
            C::RemoveEntry(..) | C::RestoreEntry(..) => {}
            C::Close(..) | C::Merge { .. } | C::Erase(..) | C::Import(_) | C::Together(_) | C::Undo | C::Redo => {}
            C::GoBack(..) | C::Looked(_) | C::List(..) | C::KeepDraft(..) | C::SetNetwork(_) | C::Share(..) => {}
            C::Choose(..) | C::RenameDevice(..) | C::SetRelay(_) => {}
        }
        match list {
            L::Add { .. } | L::Reword { .. } | L::Choose(..) | L::KeepBoth(_) | L::SetState(..) | L::SetKind(..) => {}
            L::Help(..) | L::Remark(..) | L::Move(..) | L::Remove(_) | L::Restore(_) | L::Pad { .. } => {}
            L::RemoveRemark(..) | L::Heard(_) | L::Next(_) | L::WorkingOn(_) | L::Offer(_) | L::Fresh | L::GoAlong => {}
        }
        match method {
            M::AddPromise { .. } | M::SetPromise(..) | M::AddHeadsUp { .. } | M::SendHeadsUp(..) => {}
            M::SetTold(..) | M::Plan { .. } | M::SkipPlan(_) | M::AddPoint { .. } | M::SetPoint(..) => {}
            M::AnswerTests(..) | M::KeepSeries(..) | M::AddProject(_) | M::EditProject(..) | M::SetProject(..) => {}
            M::RestoreProject(_) => {}
            M::SetIntroducer(..) | M::RemoveProject(_) | M::SetBusyUntil(_) | M::Snooze(..) | M::Reviewed(_) => {}
            M::AddFinished(..) | M::EditFinished(..) | M::RemoveFinished(_) | M::RestoreFinished(_) => {}
        }
        match share {
            S::Invite { .. } | S::Withdraw | S::Confirm | S::Stop | S::Resume | S::Unlink => {}
        }
    }
    COMMANDS + LIST + METHOD + SHARE
}

#[test]
fn every_command_is_among_those_that_fail() {
    let scene = scene();
    let names: BTreeSet<String> = commands(&scene).iter().map(name).collect();
    assert_eq!(names.len(), commands(&scene).len(), "each once");
    // Three need something else before them: a line that is only mine, a remark, an open invitation. Each is among
    // those that are refused or made of the same parts as its neighbour.
    assert_eq!(names.len() + 3, kinds(), "{names:?}");
    for act in commands(&scene) {
        let mut ws = open(&scene.disk.after_power_failure(Left::Nothing));
        ws.edit(act.clone(), NOW).unwrap_or_else(|e| panic!("{}: {e}", name(&act)));
    }
}

#[test]
fn a_refused_command_changes_nothing() {
    let scene = scene();
    let disk = scene.disk.after_power_failure(Left::Nothing);
    let mut ws = open(&disk);
    let (before, operations) = (state(&ws), disk.operations());
    for command in refused(&scene) {
        ws.edit(command.clone(), NOW).expect_err(&name(&command));
        assert!(state(&ws) == before, "{} changed something", name(&command));
        assert_eq!(disk.operations(), operations, "{} wrote something", name(&command));
    }
    ws.edit(Command::AddNote { peer: scene.dana, text: "still writing".into() }, NOW).unwrap();
}

#[test]
fn a_panic_at_any_step_changes_nothing() {
    std::panic::set_hook(Box::new(|_| {}));
    let scene = scene();
    let mut panicked = BTreeMap::new();
    for (name, act) in acts(&scene) {
        for steps in 0..2_000 {
            let disk = scene.disk.after_power_failure(Left::Nothing);
            let mut ws = open(&disk);
            let (before, operations) = (state(&ws), disk.operations());
            ws.panic_in(Some(steps));
            let done = act(&mut ws);
            ws.panic_in(None);
            if done.is_ok() && state(&ws) != before || done.is_ok() && steps > 0 {
                break;
            }
            if done.is_ok() {
                continue;
            }
            *panicked.entry(name.clone()).or_insert(0) += 1;
            assert!(state(&ws) == before, "{name}, step {steps}: memory or snapshot changed");
            assert_eq!(disk.operations(), operations, "{name}, step {steps}: something was written");
            // The workspace goes on, and the same can be done again.
            act(&mut ws).unwrap_or_else(|e| panic!("{name} again after step {steps}: {e}"));
            drop(ws);
            open(&disk).verify().unwrap();
        }
    }
    let _ = std::panic::take_hook();
    let acts = acts(&scene).into_iter().map(|(name, _)| name);
    let blind: Vec<String> = acts.filter(|name| panicked.get(name).is_none_or(|times| *times < 2)).collect();
    assert!(blind.is_empty(), "the test is blind for {blind:?}");
}

#[test]
fn a_disk_that_fails_at_any_operation_changes_nothing() {
    let scene = scene();
    let mut wrote_nothing = Vec::new();
    for (name, act) in acts(&scene) {
        for operation in 0..200 {
            let disk = scene.disk.after_power_failure(Left::Nothing);
            let mut ws = open(&disk);
            let before = state(&ws);
            disk.fail_from(disk.operations() + operation);
            if act(&mut ws).is_ok() {
                if operation == 0 {
                    wrote_nothing.push(name);
                }
                break;
            }
            assert!(state(&ws) == before, "{name}, operation {operation}: memory or snapshot changed");
            drop(ws);
            let again = open(&disk.after_power_failure(Left::Nothing));
            assert_eq!(state(&again).1, before.1, "{name}, operation {operation}: the disk changed");
        }
    }
    assert!(wrote_nothing.is_empty(), "the test is blind for {wrote_nothing:?}");
}

#[test]
fn what_was_received_after_a_panic_is_received_again() {
    std::panic::set_hook(Box::new(|_| {}));
    let (mut alex, mut dana) = crate::people::alex_and_dana();
    pair(&mut alex, &mut dana);
    dana.add("hers");
    let there = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let here = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    let runs = dana.ws.missing(&here, &[], &BTreeSet::new(), 200_000).unwrap();
    alex.ws.panic_in(Some(0));
    let received = alex.ws.receive(&there, runs, NOW).unwrap();
    alex.ws.panic_in(None);
    let _ = std::panic::take_hook();
    assert_eq!(received.applied, 0);
    assert_eq!(alex.view().sharing.refused, [], "a fault of mine is no verdict on what they wrote");
    assert_eq!(carry(&mut dana, &mut alex), 0);
    assert_eq!(alex.texts(), ["hers"]);
}

/// More documents in one commit than stay loaded: what was written to each of them is there.
#[test]
fn one_commit_may_write_many_documents() {
    let disk = Disk::default();
    let mut ws = Workspace::open_on(disk.backend(), KEY, opening(3)).unwrap();
    let add = |n: usize| {
        Command::AddPeer(PeerDetails { name: format!("Peer {n:02}"), department: "Sales".into(), ..Default::default() })
    };
    ws.edit(Command::Together((0..60).map(add).collect()), NOW).unwrap();
    let peers: Vec<PeerId> = ws.snapshot().peers.iter().map(|peer| peer.id).collect();
    let write = |peer: &PeerId| {
        [
            Command::AddNote { peer: *peer, text: "a first word".into() },
            Command::List(*peer, ListCommand::Add { text: "a line".into(), kind: Kind::Idea }),
            Command::List(*peer, ListCommand::WorkingOn("the release".into())),
        ]
    };
    for round in 0..3 {
        ws.edit(Command::Together(peers.iter().flat_map(write).collect()), NOW).unwrap();
        let check = |ws: &mut Workspace| {
            ws.verify().unwrap();
            let snapshot = ws.snapshot();
            assert_eq!(snapshot.peers.len(), 60);
            for peer in &snapshot.peers {
                assert_eq!((peer.notes.len(), peer.list.lines.len()), (round + 1, round + 1), "{}", peer.name);
                assert_eq!(peer.list.my_working_on, "the release");
            }
        };
        check(&mut ws);
        drop(ws);
        ws = Workspace::open_on(disk.backend(), KEY, opening(4 + round as u8)).unwrap();
        check(&mut ws);
    }
}

/// What only adds needs no document: it stands behind whatever is there, a colleague's changes too, and other edits
/// of the same commit find it.
#[test]
fn what_only_adds_stands_behind_all_that_is_there() {
    let disk = Disk::default();
    let (mut alex, mut dana) = alex_and_dana_on(disk.backend());
    pair(&mut alex, &mut dana);
    let line = alex.add("a first line");
    let peer = alex.peer;
    let add = |text: &str| Command::List(peer, ListCommand::Add { text: text.into(), kind: Kind::Ask });
    alex.ws.edit(Command::AddNote { peer, text: "the first of this year".into() }, NOW).unwrap();
    for round in 0..4_u8 {
        // Another run, with nothing loaded.
        drop(alex);
        let ws = Workspace::open_on(disk.backend(), KEY, opening(20 + round)).unwrap();
        alex = Person { ws, peer };
        alex.ws.edit(add("alone"), NOW).unwrap();
        alex.ws.edit(Command::Together(vec![add("one of two"), add("two of two")]), NOW).unwrap();
        alex.ws.edit(Command::AddNote { peer, text: "private".into() }, NOW).unwrap();
        assert_eq!(alex.ws.documents_decoded(), 0, "nothing is decoded to add something");
        let mixed = vec![add("before"), Command::List(peer, ListCommand::SetState(line, State::Doing)), add("after")];
        alex.ws.edit(Command::Together(mixed), NOW).unwrap();
        alex.ws.verify().unwrap();
        dana.add("hers meanwhile");
        crate::people::meet(&mut alex, &mut dana);
        assert_eq!(alex.texts(), dana.texts());
        assert_eq!(alex.texts().len(), 1 + 6 * (usize::from(round) + 1));
        // Behind hers, and undone again.
        alex.ws.edit(add("not to stay"), NOW).unwrap();
        alex.ws.edit(Command::Undo, NOW).unwrap();
        crate::people::meet(&mut alex, &mut dana);
        assert_eq!(alex.texts(), dana.texts());
        alex.ws.verify().unwrap();
        dana.ws.verify().unwrap();
    }
}
