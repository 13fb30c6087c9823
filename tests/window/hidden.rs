//! Hiding everything private: with it on, nothing that only I see is anywhere, on no screen, in no dialog, in no sentence at
//! the foot, for eyes or ears. Places and dialogs come from the program's own lists.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, disputed, harness, safety, view_with};
use eframe::egui::{Key, Modifiers, Role, Shape, ViewportCommand, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::civil::date;
use sideways::{
    desk::{Answer, Elsewhere, Failure, Request, Safety, View},
    files::{ExportRead, Looked, Made, Source},
    window::App,
};
use sideways_core::{
    calendar::check::{Seen, Sight},
    export::Export,
    id::{EntryId, FinishedId, NeedId, PeerId, ProjectId},
    search::Notebook,
    snapshot::{
        self, CalendarSeries, Closed, Every, Finished, HeadsUp, ListView, Me, Meeting, Need, Note, PeerView, Plan,
        PlanState, Point, PointPart, Project, Promise, SharedHeadsUp, Sharing, SharingState, TheirWords, ThreeTests,
        Told, Who, Why,
    },
};
use std::sync::Arc;

const OTHER: PeerId = PeerId([2; 16]);
/// Every private date of the scene is in this month; nothing else is.
const MONTH: &str = "February";

/// Words that nobody else may see.
fn canary(of: &str) -> String {
    format!("Canary {of}")
}

/// Somebody of whom everything private is a canary; every field is named, so that a new one needs one too.
fn peer(id: PeerId, name: &str, list: ListView, sharing: Sharing) -> PeerView {
    let entry = |n: u8| EntryId([n; 16]);
    let on = date(2027, 2, 9);
    let at = on.at(10, 0, 0, 0);
    PeerView {
        id,
        name: canary(name),
        department: canary("department"),
        role: canary("role"),
        reach: vec!["mailto:canary@example.com".into(), "https://canary.example".into()],
        every: Some(Every::Month),
        tags: vec![canary("tag")],
        how_met: canary("how we met"),
        card_uid: canary("card"),
        words: vec![Arc::new(TheirWords { id: entry(1), on, text: canary("words") })],
        notes: vec![Arc::new(Note { id: entry(2), at: NOW, text: canary("note") })],
        meetings: vec![Arc::new(Meeting {
            id: entry(3),
            on: date(2026, 2, 3),
            why: Some(Why::Trouble),
            words: canary("said"),
            mine: canary("mine"),
            help: canary("help"),
            offered: vec![canary("offered")],
            asked: vec![canary("asked")],
            they_offered: vec![canary("they offered")],
            they_asked: vec![canary("they asked")],
            also: vec![canary("also")],
            came: vec![],
        })],
        promises: vec![
            Arc::new(Promise { id: entry(4), by: Who::Me, text: canary("promise"), due: Some(on), done: None }),
            Arc::new(Promise { id: entry(5), by: Who::Them, text: canary("their promise"), due: None, done: None }),
            Arc::new(Promise { id: entry(15), by: Who::Me, text: canary("done"), due: None, done: Some(on) }),
        ],
        heads_ups: vec![
            Arc::new(HeadsUp {
                id: entry(6),
                text: canary("heads-up"),
                by: date(2026, 11, 24),
                sent: None,
                told: None,
            }),
            Arc::new(HeadsUp {
                id: entry(7),
                text: canary("told"),
                by: on,
                sent: None,
                told: Some(Told { on, how: canary("how") }),
            }),
        ],
        plans: vec![
            Arc::new(Plan { id: entry(8), at, zone: "UTC".into(), minutes: 30, moves: 0, state: PlanState::Planned }),
            Arc::new(Plan {
                id: entry(9),
                at: date(2026, 11, 20).at(10, 0, 0, 0),
                zone: "UTC".into(),
                minutes: 30,
                moves: 0,
                state: PlanState::Planned,
            }),
        ],
        points: vec![Arc::new(Point {
            id: entry(10),
            part: PointPart::Ask,
            text: canary("point"),
            at: NOW,
            done: false,
        })],
        tests: vec![Arc::new(ThreeTests {
            id: entry(11),
            on,
            priorities: snapshot::Answer::Yes,
            quick_question: snapshot::Answer::NotYet,
            heads_up: snapshot::Answer::Yes,
            note: canary("test"),
        })],
        closed: None::<Closed>,
        added: NOW,
        list: Arc::new(list),
        series: Some(Arc::new(CalendarSeries {
            id: entry(12),
            began: NOW,
            uid: canary("uid"),
            invite_uid: canary("invite uid"),
            sequence: 0,
            first: at,
            zone: "UTC".into(),
            minutes: 30,
            every: Every::Month,
            changes: vec![],
            ended: None,
        })),
        since: Arc::default(),
        sharing,
    }
}

fn list(words: impl Fn(&str) -> String) -> ListView {
    let mut line = disputed();
    for wording in line.versions.iter_mut().chain(line.history.iter_mut().map(Arc::make_mut)) {
        wording.text = words("line");
    }
    ListView {
        lines: vec![Arc::new(line)],
        pad: words("pad").into(),
        my_working_on: words("working on"),
        their_working_on: words("their work"),
        heads_ups: vec![SharedHeadsUp {
            id: EntryId([60; 16]),
            from: Who::Them,
            text: words("given"),
            at: NOW,
            heard: false,
        }],
        ..ListView::default()
    }
}

/// Dana shares a list; with the other nothing is shared, so that all of theirs is private.
fn scene() -> View {
    let mut shared = list(|of| format!("Both see the {of}"));
    shared.only_mine = list(canary).lines;
    for line in &mut shared.only_mine {
        Arc::make_mut(line).id.0 = [70; 16];
    }
    let sharing = Sharing {
        state: SharingState::Shared,
        checked: false,
        words: Some(["harbour", "violin", "maple", "lantern"].map(String::from)),
        they_say: Some((canary("stated name"), canary("stated department"))),
        ..Sharing::default()
    };
    let mut view = view_with(peer(DANA, "Ruiz", shared, sharing));
    view.safety = Arc::new(Safety {
        folder: canary("backups").into(),
        place: Some(Elsewhere { folder: canary("stick").into(), reached: NOW }),
        failed: Some((NOW, canary("failed"))),
        ..(*safety()).clone()
    });
    let snapshot = Arc::make_mut(&mut view.snapshot);
    let other = Arc::new(peer(OTHER, "Novak", list(canary), Sharing::default()));
    snapshot.peers = vec![snapshot.peers[0].clone(), other];
    snapshot.me = Me {
        name: canary("me"),
        department: canary("my department"),
        role: canary("my role"),
        mails: vec!["canary@example.com".into()],
    };
    let need = Need { id: NeedId([1; 16]), department: canary("needed"), what: canary("what"), introducer: None };
    snapshot.projects = vec![Arc::new(Project {
        id: ProjectId([1; 16]),
        name: canary("project"),
        made: date(2026, 11, 1),
        by: Some(date(2027, 2, 20)),
        needs: vec![need],
        done: None,
    })];
    let finished = Finished { id: FinishedId([1; 16]), on: date(2026, 2, 1), text: canary("finished") };
    snapshot.finished = vec![finished];
    snapshot.settings = Arc::new([(snapshot::Setting::Calendar, "https://canary.example/Canary".to_owned())].into());
    snapshot.undo = Some(canary("undo"));
    snapshot.redo = Some(canary("redo"));
    for peer in [DANA, OTHER] {
        let line = snapshot.peers.iter().find(|it| it.id == peer).unwrap().list.lines[0].id;
        let entry = EntryId([1; 16]);
        for field in [
            snapshot::Field::NewLine(peer),
            snapshot::Field::Reword(peer, line),
            snapshot::Field::NewNote(peer),
            snapshot::Field::NewWords(peer),
            snapshot::Field::Remark(peer, line),
            snapshot::Field::Promise(peer),
            snapshot::Field::Point(peer),
            snapshot::Field::HeadsUp(peer),
            snapshot::Field::WorkingOn(peer),
            snapshot::Field::Met(peer),
            snapshot::Field::Tests(peer),
            snapshot::Field::Told(peer, entry),
            snapshot::Field::Edit(peer, snapshot::Edited::Entry(entry)),
            snapshot::Field::About(peer),
        ] {
            Arc::make_mut(&mut snapshot.drafts).insert(field, canary("draft"));
        }
    }
    for field in
        [snapshot::Field::Coming, snapshot::Field::Project, snapshot::Field::ProjectNeeds, snapshot::Field::Finished]
    {
        Arc::make_mut(&mut snapshot.drafts).insert(field, canary("draft"));
    }
    view
}

fn drawn(shape: &Shape, said: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => said.push(text.galley.text().to_owned()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| drawn(shape, said)),
        _ => {}
    }
}

/// All that is there to be seen or heard.
fn said(harness: &Harness<'_, Window>) -> Vec<String> {
    let mut said = Vec::new();
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        said.extend(
            [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)]
                .into_iter()
                .flatten(),
        );
    }
    harness.output().shapes.iter().for_each(|shape| drawn(&shape.shape, &mut said));
    for viewport in harness.output().viewport_output.values() {
        said.extend(viewport.commands.iter().filter_map(|command| match command {
            ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        }));
    }
    said
}

fn private(harness: &Harness<'_, Window>) -> Vec<String> {
    let is_private = |it: &String| it.to_lowercase().contains("canary") || it.contains(MONTH);
    said(harness).into_iter().filter(is_private).collect()
}

fn hide(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    harness.run_steps(3);
}

fn visit(harness: &mut Harness<'_, Window>, peer: PeerId, nth: usize) {
    let ctx = harness.ctx.clone();
    harness.state_mut().app.visit(&ctx, peer, nth);
    harness.run_steps(4);
}

/// The calendar that is kept in sight was read, and has half hours with both.
fn in_sight(harness: &mut Harness<'_, Window>) {
    let start = date(2026, 11, 19).at(10, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
    let seen = Seen { start, called_off: false, planned: start, minutes: 30 };
    let with = [(DANA, vec![seen]), (OTHER, vec![seen])].into();
    let looked = Looked {
        source: Source::of("https://canary.example/Canary").unwrap(),
        at: NOW.zoned(&jiff::tz::TimeZone::UTC),
        says: Ok(Sight { with, ..Sight::default() }),
    };
    let ctx = harness.ctx.clone();
    harness.state_mut().app.worked(&ctx, Ok(Made::Sight(looked)));
    harness.run_steps(2);
}

/// Opens every form that a page has.
fn open_forms(harness: &mut Harness<'_, Window>) {
    for label in [
        "Promise",
        "Plan…",
        "Move…",
        "Prepare",
        "Note",
        "Their words",
        "Heads-up",
        "Told…",
        "What I’m working on…",
        "Change…",
        "Yes, write a line",
        "Heads-up…",
        "Send it…",
        "Offer this…",
        "Earlier words…",
        "Done promises…",
        "Talked about before…",
        "Told before…",
        "Earlier half hours…",
        "Earlier answers…",
        "Canary also",
        "Edit: Canary project",
    ] {
        let found = harness
            .query_all_by_role(Role::Button)
            .find(|it| it.accesskit_node().label().is_some_and(|it| it == label));
        if let Some(button) = found {
            button.click_accesskit();
            harness.run_steps(2);
        }
    }
}

/// Types a canary into every field there is.
fn type_canaries(harness: &mut Harness<'_, Window>) {
    for role in [Role::TextInput, Role::MultilineTextInput] {
        let fields = harness.query_all_by_role(role).count();
        for nth in 0..fields {
            let Some(field) = harness.query_all_by_role(role).nth(nth) else { continue };
            // What both see as I write is not private.
            if field.accesskit_node().label().is_some_and(|it| it == "For our next half hour") {
                continue;
            }
            field.focus();
            harness.run_steps(1);
            if let Some(field) = harness.query_all_by_role(role).nth(nth) {
                field.type_text("canary typed");
            }
            harness.run_steps(1);
        }
    }
}

/// High enough that all of a page is drawn.
const TALL: Look = Look { size: vec2(1180.0, 2_000.0), ..LIGHT };
const NARROW: Look = Look { size: vec2(420.0, 1_600.0), ..LIGHT };

#[test]
fn wherever_one_is_when_private_things_are_hidden_none_is_left() {
    let mut seen = 0;
    for peer in [DANA, OTHER] {
        for (nth, name) in App::tour(peer).into_iter().enumerate() {
            let mut harness = harness(scene(), TALL);
            in_sight(&mut harness);
            visit(&mut harness, peer, nth);
            open_forms(&mut harness);
            type_canaries(&mut harness);
            seen += usize::from(!private(&harness).is_empty());
            hide(&mut harness);
            assert_eq!(private(&harness), [""; 0], "{name} of {peer:?}");
            // What is away says so.
            let says = said(&harness).iter().any(|it| it.to_lowercase().contains("hidden"));
            assert!(
                says || ["Keys…", "Words…", "Stop…"].contains(&name.as_str()),
                "{name} says nothing: {:?}",
                said(&harness)
            );
            // And nothing is lost by it.
            hide(&mut harness);
            assert!(!private(&harness).is_empty(), "{name} of {peer:?} shows nothing any more");
        }
    }
    assert!(seen > 30, "the walk is blind: {seen}");
}

#[test]
fn wherever_one_goes_while_private_things_are_hidden_none_comes_up() {
    for look in [TALL, NARROW] {
        let mut harness = harness(scene(), look);
        hide(&mut harness);
        for peer in [DANA, OTHER] {
            for (nth, name) in App::tour(peer).into_iter().enumerate() {
                visit(&mut harness, peer, nth);
                assert_eq!(private(&harness), [""; 0], "{name} of {peer:?}");
                let rects: Vec<_> = harness.query_all_by_role(Role::Button).map(|it| it.rect()).collect();
                for rect in rects {
                    harness.hover_at(rect.center());
                    harness.run_steps(2);
                    assert_eq!(private(&harness), [""; 0], "{name} of {peer:?}, under the pointer at {rect:?}");
                }
                harness.key_press(Key::Escape);
                harness.run_steps(2);
            }
        }
        // The menu of a narrow window names people.
        if look.size.x < 500.0 {
            visit(&mut harness, DANA, 2);
            harness
                .query_all_by_role(Role::Button)
                .find(|it| it.accesskit_node().label().is_some_and(|it| it == "Somebody"))
                .unwrap()
                .click();
            harness.run_steps(3);
            assert!(harness.query_by_label("Show private").is_some());
            assert_eq!(private(&harness), [""; 0], "the menu");
        }
    }
}

#[test]
fn the_shared_list_stays_and_can_be_written_in() {
    let mut harness = harness(scene(), TALL);
    hide(&mut harness);
    visit(&mut harness, DANA, 2);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    for both in ["Both see the line", "Both see the given"] {
        assert!(said(&harness).iter().any(|it| it.contains(both)), "{both}");
    }
    harness.get_by_label_contains("What is still only yours is hidden");
    harness.get_by_label_contains("The line that you began is in no list yet");
}

#[test]
fn nothing_that_is_said_or_found_or_given_meanwhile_is_private() {
    let failed = || Failure { error: canary("path"), hint: Some(canary("hint")) };
    let mut harness = harness(scene(), TALL);
    let ctx = harness.ctx.clone();
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    harness.state_mut().app.answered(&ctx, &Request::GoOnline, Err(failed()));
    harness.run_steps(2);
    assert!(private(&harness).iter().any(|it| it.contains("path")));
    hide(&mut harness);
    assert_eq!(private(&harness), [""; 0], "said before");
    harness.get_by_label_contains("What is said here is private");
    harness.state_mut().app.answered(&ctx, &Request::GoOnline, Err(failed()));
    harness.run_steps(2);
    assert_eq!(private(&harness), [""; 0], "said meanwhile");
    // A file that was being read, an invitation from outside, and what was looked for.
    let read = ExportRead { export: Export::of(&scene().snapshot, None), left_out: 0 };
    harness.state_mut().app.worked(&ctx, Ok(Made::Export(Box::new(read))));
    harness.run_steps(3);
    assert_eq!(private(&harness), [""; 0], "a file");
    harness.state_mut().app.offer("canary");
    harness.run_steps(3);
    assert_eq!(private(&harness), [""; 0], "an invitation");
    let mut notebook = Notebook::default();
    notebook.follow(&scene().snapshot);
    let found = notebook.find("canary", 50);
    assert!(!found.is_empty());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.state_mut().app.answered(&ctx, &Request::Search(String::new()), Ok(Answer::Found(found)));
    harness.run_steps(3);
    assert_eq!(private(&harness), [""; 0], "what was found");
    // What a colleague changes is told without a name.
    let mut view = scene();
    let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
    let mut list = (*dana.list).clone();
    list.heads_ups.push(SharedHeadsUp {
        id: EntryId([61; 16]),
        from: Who::Them,
        text: "Both".into(),
        at: NOW,
        heard: false,
    });
    dana.list = Arc::new(list);
    harness.state_mut().view = view;
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert_eq!(private(&harness), [""; 0], "what a colleague gave");
    assert_eq!(harness.state_mut().app.due(&ctx), [""; 0], "the desktop");
}

#[test]
fn nothing_is_written_out_while_it_is_hidden() {
    let mut harness = harness(scene(), TALL);
    harness.key_press(Key::Escape);
    hide(&mut harness);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness.get_by_label_contains("nothing is written out");
    assert!(harness.query_by_label("All of it").is_none());
}

#[test]
fn the_half_hour_and_what_comes_after_it_are_hidden() {
    let mut harness = harness(scene(), TALL);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
    harness.run_steps(4);
    for key in [Key::P, Key::O, Key::H] {
        harness.get_by_role_and_label(Role::TextInput, "A line to type on").type_text("canary line");
        harness.run_steps(2);
        harness.key_press_modifiers(Modifiers::ALT, key);
        harness.key_press(Key::Enter);
        harness.run_steps(2);
    }
    for part in 0..4 {
        assert!(!private(&harness).is_empty(), "{part}");
        hide(&mut harness);
        assert_eq!(private(&harness), [""; 0], "{part}");
        hide(&mut harness);
        harness.key_press(Key::Tab);
        harness.run_steps(3);
    }
}
