//! Everything that somebody wrote is shown again, found and opened, said otherwise, taken away, and back by Undo: a walk
//! over every kind there is, in the window over a real workspace.

use crate::{
    living::Living,
    scene::{LIGHT, Look, NOW, place},
};
use eframe::egui::{Key, Modifiers, Rect, Role, Theme, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;
use sideways_core::{
    Workspace,
    command::{
        Command, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails, ProjectDetails, TestsDetails,
    },
    id::PeerId,
    search::Part,
    snapshot::{Answer, Kind, Me, PointPart, Told, Who, Why},
};

const LOW: Look = Look { size: vec2(1180.0, 560.0), ..LIGHT };

/// A kind of thing: what is written of it, what it is pressed by, and the field it becomes.
struct Row {
    part: Part,
    words: &'static str,
    write: fn(&mut Workspace, PeerId),
    /// What is pressed to say it otherwise: the words themselves, or a button.
    opens: &'static str,
    field: &'static str,
}

fn run(ws: &mut Workspace, command: Command) -> Outcome {
    ws.edit(command, NOW).unwrap()
}

fn of_meeting(ws: &mut Workspace, peer: PeerId, change: impl Fn(&mut MeetingDetails)) {
    let mut meeting = MeetingDetails::on(date(2026, 10, 13));
    change(&mut meeting);
    run(ws, Command::LogMeeting { peer, meeting });
}

fn rows() -> Vec<Row> {
    let heron = "Heron";
    vec![
        Row {
            part: Part::Note,
            words: heron,
            write: |ws, peer| drop(run(ws, Command::AddNote { peer, text: "Heron".into() })),
            opens: heron,
            field: "The note",
        },
        Row {
            part: Part::Words,
            words: heron,
            write: |ws, peer| {
                run(ws, Command::AddWords { peer, text: "Heron".into(), on: date(2026, 1, 4) });
                // Far back behind others.
                for nth in 0..5 {
                    run(ws, Command::AddWords { peer, text: format!("later {nth}"), on: date(2026, 2, 4) });
                }
            },
            opens: heron,
            field: "The words they said",
        },
        Row {
            part: Part::Promise,
            words: heron,
            write: |ws, peer| {
                let add = MethodCommand::AddPromise { peer, by: Who::Me, text: "Heron".into(), due: None };
                drop(run(ws, Command::Method(add)));
            },
            opens: "Edit: You said: Heron",
            field: "The promise",
        },
        Row {
            part: Part::Promise,
            words: heron,
            write: |ws, peer| {
                let add = MethodCommand::AddPromise { peer, by: Who::Them, text: "Heron".into(), due: None };
                let Outcome::Entry(id) = run(ws, Command::Method(add)) else { panic!() };
                run(ws, Command::Method(MethodCommand::SetPromise(peer, id, Some(date(2026, 11, 2)))));
            },
            opens: "Edit: Dana said: Heron (done on 2 November)",
            field: "The promise",
        },
        Row {
            part: Part::HeadsUp,
            words: heron,
            write: |ws, peer| {
                let add = MethodCommand::AddHeadsUp { peer, text: "Heron".into(), by: date(2026, 12, 3) };
                drop(run(ws, Command::Method(add)));
            },
            opens: "Heron (by 3 December)",
            field: "The heads-up",
        },
        Row {
            part: Part::HeadsUp,
            words: heron,
            write: |ws, peer| {
                let add = MethodCommand::AddHeadsUp { peer, text: "A move".into(), by: date(2026, 12, 3) };
                let Outcome::Entry(id) = run(ws, Command::Method(add)) else { panic!() };
                let told = Some(Told { on: date(2026, 11, 2), how: "Heron".into() });
                run(ws, Command::Method(MethodCommand::SetTold(peer, id, told)));
            },
            opens: "Told on 2 November: Heron",
            field: "How they heard it",
        },
        Row {
            part: Part::Point,
            words: heron,
            write: |ws, peer| {
                let add = MethodCommand::AddPoint { peer, part: PointPart::Offer, text: "Heron".into() };
                drop(run(ws, Command::Method(add)));
            },
            opens: "Edit: Offer: Heron",
            field: "What you prepared",
        },
        Row {
            part: Part::Tests,
            words: heron,
            write: |ws, peer| {
                let (yes, not) = (Answer::Yes, Answer::NotYet);
                let answers = TestsDetails {
                    on: date(2026, 11, 2),
                    priorities: yes,
                    quick_question: not,
                    heads_up: yes,
                    note: "Heron".into(),
                };
                drop(run(ws, Command::Method(MethodCommand::AnswerTests(peer, answers))));
            },
            opens: heron,
            field: "Words beside the tests",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| of_meeting(ws, peer, |it| it.also = vec!["Heron".into()]),
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| of_meeting(ws, peer, |it| it.mine = "Before\nHeron\nAfter".into()),
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| of_meeting(ws, peer, |it| it.help = "Heron".into()),
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| of_meeting(ws, peer, |it| it.offered = vec!["Heron".into(), "Other".into()]),
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| of_meeting(ws, peer, |it| it.they_asked = vec!["Other".into(), "Heron".into()]),
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Meeting,
            words: heron,
            write: |ws, peer| {
                of_meeting(ws, peer, |it| it.asked = vec!["Heron".into()]);
                // Further back than what stands open.
                for nth in 1..6 {
                    let meeting = MeetingDetails::on(date(2026, 11, nth));
                    run(ws, Command::LogMeeting { peer, meeting });
                }
            },
            opens: heron,
            field: "The line",
        },
        Row {
            part: Part::Project,
            words: heron,
            write: |ws, _| {
                let needs = vec![("Finance".to_owned(), "budget".to_owned())];
                let details =
                    ProjectDetails { name: "Heron".into(), needs, by: Some(date(2027, 3, 1)), made: date(2026, 11, 2) };
                drop(run(ws, Command::Method(MethodCommand::AddProject(details))));
            },
            opens: "Edit: Heron",
            field: "The project’s name",
        },
        Row {
            part: Part::Project,
            words: heron,
            write: |ws, _| {
                let details = ProjectDetails { name: "Heron".into(), needs: vec![], by: None, made: date(2026, 11, 2) };
                let Outcome::Project(id) = run(ws, Command::Method(MethodCommand::AddProject(details))) else {
                    panic!()
                };
                run(ws, Command::Method(MethodCommand::SetProject(id, Some(date(2026, 11, 3)))));
            },
            opens: "Heron, 3 November",
            field: "The project’s name",
        },
        Row {
            part: Part::Finished,
            words: heron,
            write: |ws, _| {
                drop(run(ws, Command::Method(MethodCommand::AddFinished(date(2026, 11, 3), "Heron".into()))));
            },
            opens: "Heron, 3 November",
            field: "The finished work",
        },
        Row {
            part: Part::Line,
            words: heron,
            write: |ws, peer| {
                let add = ListCommand::Add { text: "Heron".into(), kind: Kind::Offer };
                drop(run(ws, Command::List(peer, add)));
            },
            opens: heron,
            field: "Reword: Heron",
        },
    ]
}

/// Every kind of thing that can be found, and whether it is said otherwise where the walk does it. Without a wildcard, so
/// that a new kind doesn't compile before somebody looks at it.
fn is_in_the_walk(part: Part) -> bool {
    match part {
        Part::Words | Part::Promise | Part::HeadsUp | Part::Line | Part::Project | Part::Point => true,
        Part::Meeting | Part::Note | Part::Tests | Part::Finished => true,
        // Their details have a dialog; the pad and what I'm working on are fields as they stand.
        Part::Person | Part::Pad | Part::WorkingOn => false,
    }
}

fn living(row: &Row) -> Living {
    let write = |ws: &mut Workspace| {
        run(ws, Command::SetMe(Me { name: "Alex Kim".into(), department: "IT".into(), ..Me::default() }));
        let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = run(ws, Command::AddPeer(details)) else { panic!() };
        // A page long enough that most of it is out of sight.
        for nth in 0..12 {
            run(ws, Command::AddNote { peer, text: format!("note {nth}") });
            let text = format!("line {nth}");
            run(ws, Command::List(peer, ListCommand::Add { text, kind: Kind::Idea }));
        }
        (row.write)(ws, peer);
        for nth in 0..6 {
            run(ws, Command::AddNote { peer, text: format!("newer note {nth}") });
        }
    };
    Living::grown(write, LOW)
}

fn private(living: &Living) -> String {
    let snapshot = living.snapshot();
    let peers = snapshot.peers.iter().map(|it| {
        let lines: Vec<_> = it.list.lines.iter().map(|line| line.text().to_owned()).collect();
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {lines:?}",
            it.words, it.notes, it.meetings, it.promises, it.heads_ups, it.points, it.tests
        )
    });
    format!("{:?} {:?} {:?}", peers.collect::<Vec<_>>(), snapshot.projects, snapshot.finished)
}

/// The thing on the quiet background; it is in sight.
fn marked(living: &Living, what: &str) -> Rect {
    let found = living.harness.query_by_role_and_label(Role::Group, "What you searched for");
    let found = found.unwrap_or_else(|| panic!("{what}: nothing is marked: {:?}", living.said()));
    let rect = place(&found);
    let sight = living.harness.ctx.content_rect();
    assert!(
        sight.intersects(rect) && rect.top() >= 0.0 && rect.top() < sight.bottom(),
        "{what}: {rect:?} is out of sight"
    );
    rect
}

fn is_marked(living: &Living) -> bool {
    living.harness.query_by_role_and_label(Role::Group, "What you searched for").is_some()
}

#[test]
fn whatever_was_written_is_found_opened_mended_and_taken_away_with_a_way_back() {
    let mut walked = Vec::new();
    for (nth, row) in rows().iter().enumerate() {
        let what = format!("row {nth}, {:?}", row.part);
        assert!(is_in_the_walk(row.part));
        walked.push(row.part);
        let mut living = living(row);
        let written = private(&living);
        // Shown again where the search leads, in sight and marked.
        living.find(row.words);
        marked(&living, &what);
        assert!(living.says(row.opens), "{what}: {:?} is not shown among {:?}", row.opens, living.buttons());
        // Pressed, it is a field with the caret; Esc leaves it as it was.
        living.press(row.opens);
        assert!(is_marked(&living), "{what}: pressing the thing itself leaves it marked");
        let focused = |living: &Living| {
            let node = living.harness.root().children_recursive().find(|it| it.accesskit_node().is_focused());
            node.and_then(|it| it.accesskit_node().label()).unwrap_or_default()
        };
        assert_eq!(focused(&living), row.field, "{what}: the caret");
        living.key(Key::Escape);
        assert_eq!(private(&living), written, "{what}: Esc leaves it");
        // Typed and entered, it says so.
        living.press(row.opens);
        living.keys(Modifiers::COMMAND, Key::End);
        let field = [Role::TextInput, Role::MultilineTextInput]
            .into_iter()
            .find_map(|role| living.harness.query_by_role_and_label(role, row.field));
        field.unwrap_or_else(|| panic!("{what}: no field")).type_text(" otherwise");
        living.harness.run_steps(2);
        living.key(Key::Enter);
        let edited = private(&living);
        assert!(edited.contains("Heron otherwise"), "{what}: {edited}");
        assert!(living.says("Heron otherwise"), "{what}: {:?}", living.said());
        assert!(
            !living
                .harness
                .root()
                .children_recursive()
                .any(|it| it.accesskit_node().label().as_deref() == Some(row.field)),
            "{what}: and the form is closed"
        );
        if row.part == Part::Line {
            // A line of the list is taken off by its menu, as ever.
            continue;
        }
        // Taken away, and back.
        let opens = row.opens.replace("Heron", "Heron otherwise");
        living.press(&opens);
        let away = if row.part == Part::Finished {
            living.key(Key::Escape);
            "Take it off: Heron otherwise"
        } else if row.field == "How they heard it" {
            // The heads-up itself goes by its own words.
            living.key(Key::Escape);
            living.press("A move");
            "Take away…"
        } else {
            "Take away…"
        };
        living.press(away);
        assert!(!private(&living).contains("Heron"), "{what}: {}", private(&living));
        assert!(living.says("Taken away."), "{what}");
        living.press("Undo");
        assert_eq!(private(&living), edited, "{what}: Undo brings it back");
        assert!(living.says("Heron otherwise"), "{what}: and it is shown");
    }
    for part in [Part::Words, Part::Promise, Part::HeadsUp, Part::Line, Part::Project, Part::Point, Part::Meeting] {
        assert!(walked.contains(&part), "{part:?}");
    }
    for part in [Part::Note, Part::Tests, Part::Finished] {
        assert!(walked.contains(&part), "{part:?}");
    }
}

#[test]
fn what_is_marked_stays_until_something_else_is_clicked() {
    let rows = rows();
    let mut living = living(&rows[0]);
    living.find("Heron");
    let rect = marked(&living, "a note");
    living.harness.run_steps(40);
    marked(&living, "it stays");
    living.harness.hover_at(rect.center());
    living.harness.run_steps(2);
    assert!(is_marked(&living), "pointing at it isn’t clicking");
    living.press("Note");
    assert!(!is_marked(&living), "something else was clicked");
    living.find("Heron");
    marked(&living, "once more");
    living.keys(Modifiers::COMMAND, Key::Num1);
    assert!(!is_marked(&living), "another place");
}

#[test]
fn the_pad_what_each_works_on_and_a_person_are_opened_too() {
    let peer = |ws: &mut Workspace| {
        run(ws, Command::SetMe(Me { name: "Alex Kim".into(), department: "IT".into(), ..Me::default() }));
        let details = PeerDetails {
            name: "Dana Ruiz".into(),
            department: "Finance".into(),
            role: "Ostrich".into(),
            ..PeerDetails::default()
        };
        let Outcome::Peer(peer) = run(ws, Command::AddPeer(details)) else { panic!() };
        for nth in 0..30 {
            let text = format!("line {nth}");
            run(ws, Command::List(peer, ListCommand::Add { text, kind: Kind::Idea }));
        }
        run(ws, Command::List(peer, ListCommand::WorkingOn("Pelican".into())));
        let splices = vec![sideways_core::command::Splice { at: 0, delete: 0, insert: "Flamingo".into() }];
        run(ws, Command::List(peer, ListCommand::Pad { as_of: vec![], splices }));
    };
    let mut living = Living::grown(peer, LOW);
    for words in ["Ostrich", "Pelican", "Flamingo"] {
        living.find(words);
        marked(&living, words);
    }
}

#[test]
fn a_hit_far_down_a_long_list_is_gone_to() {
    let write = |ws: &mut Workspace| {
        run(ws, Command::SetMe(Me { name: "Alex Kim".into(), department: "IT".into(), ..Me::default() }));
        let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = run(ws, Command::AddPeer(details)) else { panic!() };
        let notes: Vec<Command> = (0..700)
            .map(|nth| {
                let more = "words that take more than one row, ".repeat(nth % 7);
                Command::AddNote { peer, text: if nth == 90 { "Heron".into() } else { format!("note {nth} {more}") } }
            })
            .collect();
        run(ws, Command::Together(notes));
    };
    let mut living = Living::grown(write, LOW);
    living.find("Heron");
    living.harness.run_steps(40);
    marked(&living, "the 610th note");
    assert!(living.says("Heron"));
}

#[test]
fn a_half_hours_day_and_why_are_mended_and_a_line_is_added() {
    let write = |ws: &mut Workspace| {
        run(ws, Command::SetMe(Me { name: "Alex Kim".into(), department: "IT".into(), ..Me::default() }));
        let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = run(ws, Command::AddPeer(details)) else { panic!() };
        of_meeting(ws, peer, |it| it.words = "Heron".into());
    };
    let mut living = Living::grown(write, Look { size: vec2(1180.0, 1_200.0), ..LIGHT });
    let day = "The half hour of 13 October 2026";
    living.press(day);
    let field = living.harness.get_by_role_and_label(Role::TextInput, "The day you met");
    field.focus();
    living.harness.run_steps(2);
    living.keys(Modifiers::COMMAND, Key::A);
    living.harness.get_by_role_and_label(Role::TextInput, "The day you met").type_text("12 October");
    living.harness.run_steps(2);
    living.harness.get_by_label("trouble").click();
    living.harness.run_steps(2);
    living.press("Save");
    let met = |living: &Living| {
        let it = living.snapshot().peers[0].meetings[0].clone();
        (it.on, it.why, it.also.clone())
    };
    assert_eq!(met(&living), (date(2026, 10, 12), Some(Why::Trouble), vec![]));
    // Their words of that half hour are of that day too.
    assert_eq!(living.snapshot().peers[0].words[0].on, date(2026, 10, 12));
    living.press("Add a line to the half hour of 12 October 2026");
    living.harness.get_by_role_and_label(Role::MultilineTextInput, "The line").type_text("One more");
    living.harness.run_steps(2);
    living.key(Key::Enter);
    assert_eq!(met(&living).2, ["One more"]);
    // A day that isn't clear is not kept.
    living.press("The half hour of 12 October 2026");
    let field = living.harness.get_by_role_and_label(Role::TextInput, "The day you met");
    field.focus();
    living.harness.run_steps(2);
    living.keys(Modifiers::COMMAND, Key::A);
    living.harness.get_by_role_and_label(Role::TextInput, "The day you met").type_text("whenever");
    living.harness.run_steps(2);
    living.press("Save");
    assert_eq!(met(&living).0, date(2026, 10, 12));
    living.press("Take away…");
    assert!(living.snapshot().peers[0].meetings.is_empty() && living.snapshot().peers[0].words.is_empty());
    living.press("Undo");
    assert_eq!(met(&living).2, ["One more"]);
    assert_eq!(living.snapshot().peers[0].words[0].text, "Heron");
}

/// Two half hours with all that can be in one.
fn half_hours(look: Look) -> Living {
    let write = |ws: &mut Workspace| {
        run(ws, Command::SetMe(Me { name: "Alex Kim".into(), department: "Engineering".into(), ..Me::default() }));
        let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = run(ws, Command::AddPeer(details)) else { panic!() };
        let details = PeerDetails { name: "Lee Novak".into(), department: "IT".into(), ..PeerDetails::default() };
        let Outcome::Peer(lee) = run(ws, Command::AddPeer(details)) else { panic!() };
        let some = |text: &str| vec![text.to_owned()];
        let meeting = MeetingDetails {
            why: Some(Why::Standing),
            words: "Quarter close lands in the same week as the new ledger.".into(),
            also: some("Two reviewers leave before the close."),
            mine: "Moving customer data to the new platform.\nThe licence question is still open.".into(),
            help: "A page on how the shared test system is paid for would settle it.".into(),
            offered: some("Two days of a data engineer for the cut-over"),
            asked: some("An early look at the 2027 headcount template"),
            they_offered: vec![],
            they_asked: some("A named person for small purchase orders"),
            ..MeetingDetails::on(date(2026, 11, 17))
        };
        let promise =
            MethodCommand::AddPromise { peer, by: Who::Me, text: "Send the server cost forecast".into(), due: None };
        let heads_up = MethodCommand::AddHeadsUp {
            peer: lee,
            text: "Test systems are down that weekend".into(),
            by: date(2026, 11, 27),
        };
        let together = vec![Command::LogMeeting { peer, meeting }, Command::Method(promise), Command::Method(heads_up)];
        run(ws, Command::Together(together));
        of_meeting(ws, peer, |it| {
            it.why = Some(Why::JustBecause);
            it.words = "The budget freeze. I say no to things I’d say yes to in January.".into();
        });
        for (month, nth) in [(9, 8), (7, 14)] {
            run(ws, Command::LogMeeting { peer, meeting: MeetingDetails::on(date(2026, month, nth)) });
        }
    };
    let mut living = Living::grown(write, look);
    living.find("Two reviewers leave");
    living
}

#[test]
fn half_hours_light() {
    half_hours(LIGHT).harness.snapshot("half-hours-light");
}

#[test]
fn half_hours_dark() {
    half_hours(Look { theme: Theme::Dark, ..LIGHT }).harness.snapshot("half-hours-dark");
}

#[test]
fn half_hours_420_wide() {
    half_hours(Look { size: vec2(420.0, 900.0), ..LIGHT }).harness.snapshot("half-hours-420");
}

#[test]
fn what_came_of_a_half_hour_leads_to_where_it_stands() {
    let mut living = half_hours(LIGHT);
    living.press("You promised: Send the server cost forecast");
    marked(&living, "a promise");
    assert!(living.says("Edit: You said: Send the server cost forecast"));
    living.find("Two reviewers leave");
    living.press("Heads-up for Lee: Test systems are down that weekend (by 27 November)");
    living.harness.get_by_role_and_label(Role::Heading, "Lee Novak");
    marked(&living, "a heads-up for somebody else");
}

#[test]
fn a_line_that_is_still_only_mine_is_mended_and_taken_away_too() {
    let mut dana = crate::scene::dana();
    let mut list = (*dana.list).clone();
    list.only_mine = list.lines.split_off(3);
    let line = list.only_mine[0].clone();
    dana.list = list.into();
    let look = Look { size: vec2(1180.0, 1_400.0), ..LIGHT };
    let mut harness = crate::scene::harness(crate::scene::view_with(dana), look);
    let asked = |harness: &egui_kittest::Harness<'_, crate::scene::Window>| -> Option<ListCommand> {
        harness.state().asked.iter().rev().find_map(|request| match request {
            sideways::desk::Request::Run(Command::List(_, command)) => Some(command.clone()),
            _ => None,
        })
    };
    harness.get_by_label(line.text()).click();
    harness.run_steps(4);
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "The line that is only yours");
    assert!(field.is_focused());
    field.type_text(" and more");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let text = format!("{} and more", line.text());
    assert_eq!(asked(&harness), Some(ListCommand::Reword { line: line.id, text, seen: vec![line.versions[0].id] }));
    harness.get_by_label(line.text()).click();
    harness.run_steps(4);
    harness.get_by_label("Take away…").click();
    harness.run_steps(3);
    assert_eq!(asked(&harness), Some(ListCommand::Remove(line.id)));
    harness.get_by_label("Undo").click();
    harness.run_steps(3);
    assert_eq!(asked(&harness), Some(ListCommand::Restore(line.id)));
}
