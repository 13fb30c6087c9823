//! What is said otherwise where it stands is a draft until it is entered: kept over leaving the page, closing and a crash,
//! entered once, and nowhere but on this computer until then. Against a model, for every kind that has such a form.

use crate::live::Live;
use eframe::egui::Key;
use jiff::civil::date;
use sideways_core::{
    command::{Command, ListCommand, MeetingDetails, MethodCommand, ProjectDetails, TestsDetails},
    id::PeerId,
    snapshot::{Answer, Kind, PeerView, PointPart, Snapshot, Who},
};

struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// Something that can be said otherwise.
struct Kept {
    write: fn(PeerId) -> Command,
    /// How its words are pressed.
    before: &'static str,
    after: &'static str,
    field: &'static str,
    stands: fn(&Snapshot, &PeerView) -> String,
    place: &'static str,
}

fn also(peer: PeerId) -> Command {
    let meeting = MeetingDetails { also: vec!["Heron".into()], ..MeetingDetails::on(date(2026, 10, 13)) };
    Command::LogMeeting { peer, meeting }
}

fn method(command: MethodCommand) -> Command {
    Command::Method(command)
}

fn all() -> Vec<Kept> {
    vec![
        Kept {
            write: |peer| Command::AddNote { peer, text: "Heron".into() },
            before: "",
            after: "",
            field: "The note",
            stands: |_, it| it.notes[0].text.clone(),
            place: "Peer",
        },
        Kept {
            write: |peer| Command::AddWords { peer, text: "Heron".into(), on: date(2026, 10, 4) },
            before: "",
            after: "",
            field: "The words they said",
            stands: |_, it| it.words[0].text.clone(),
            place: "Peer",
        },
        Kept {
            write: |peer| method(MethodCommand::AddPromise { peer, by: Who::Me, text: "Heron".into(), due: None }),
            before: "Edit: You said: ",
            after: "",
            field: "The promise",
            stands: |_, it| it.promises[0].text.clone(),
            place: "Peer",
        },
        Kept {
            write: |peer| method(MethodCommand::AddHeadsUp { peer, text: "Heron".into(), by: date(2026, 12, 3) }),
            before: "",
            after: " (by 3 December)",
            field: "The heads-up",
            stands: |_, it| it.heads_ups[0].text.clone(),
            place: "Peer",
        },
        Kept {
            write: |peer| method(MethodCommand::AddPoint { peer, part: PointPart::Offer, text: "Heron".into() }),
            before: "Edit: Offer: ",
            after: "",
            field: "What you prepared",
            stands: |_, it| it.points[0].text.clone(),
            place: "Peer",
        },
        Kept {
            write: |peer| {
                let details = TestsDetails {
                    on: date(2026, 11, 2),
                    priorities: Answer::Yes,
                    quick_question: Answer::Yes,
                    heads_up: Answer::Yes,
                    note: "Heron".into(),
                };
                method(MethodCommand::AnswerTests(peer, details))
            },
            before: "",
            after: "",
            field: "Words beside the tests",
            stands: |_, it| it.tests[0].note.clone(),
            place: "Peer",
        },
        Kept {
            write: also,
            before: "",
            after: "",
            field: "The line",
            stands: |_, it| it.meetings[0].also[0].clone(),
            place: "Peer",
        },
        Kept {
            write: |_| {
                let needs = vec![("Finance".to_owned(), "budget".to_owned())];
                let details = ProjectDetails { name: "Heron".into(), needs, by: None, made: date(2026, 11, 2) };
                method(MethodCommand::AddProject(details))
            },
            before: "Edit: ",
            after: "",
            field: "The project’s name",
            stands: |it, _| it.projects[0].name.clone(),
            place: "Projects",
        },
        Kept {
            write: |_| method(MethodCommand::AddFinished(date(2026, 11, 3), "Heron".into())),
            before: "",
            after: ", 3 November",
            field: "The finished work",
            stands: |it, _| it.finished[0].text.clone(),
            place: "Projects",
        },
    ]
}

fn open(live: &mut Live, it: &Kept, stands: &str) {
    if live.field(it.field).is_none() {
        let name = format!("{}{}{}", it.before, stands, it.after);
        assert!(live.press(&name), "no {name}");
    }
}

#[test]
fn what_is_said_otherwise_is_kept_until_it_is_entered_and_entered_once() {
    for (nth, it) in all().iter().enumerate() {
        for seed in 0..2 {
            let mut chance = Chance(seed * 104_729 + nth as u64 + 5);
            let mut live = Live::new(|peer| vec![(it.write)(peer)]);
            live.visit(it.place);
            let mut stands = "Heron".to_owned();
            let mut draft: Option<String> = None;
            let mut done: Vec<String> = Vec::new();
            for step in 0..14 {
                if chance.below(3) == 0 {
                    live.slow(chance.below(6) as u32);
                }
                let op = chance.below(9);
                match op {
                    0..=2 => {
                        open(&mut live, it, &stands);
                        let word = format!(" w{step}");
                        live.type_text(it.field, &word);
                        draft = Some(draft.unwrap_or_else(|| stands.clone()) + &word);
                        // Long enough for it to be on the disk.
                        live.harness.run_steps(5);
                        done.push("types".into());
                    }
                    3 if draft.is_some() => {
                        live.focus(it.field);
                        live.key(Key::Enter);
                        live.settle();
                        stands = draft.take().unwrap();
                        done.push("finishes".into());
                    }
                    4 if draft.is_some() => {
                        live.focus(it.field);
                        live.key(Key::Escape);
                        draft = None;
                        done.push("escapes".into());
                    }
                    5 => {
                        live.click_away();
                        live.harness.run_steps(17);
                        done.push("clicks elsewhere and waits".into());
                    }
                    6 => {
                        live.leave();
                        live.harness.run_steps(chance.below(20));
                        live.visit(it.place);
                        done.push("goes and comes back".into());
                    }
                    7 => {
                        live.settle();
                        live.crash();
                        live.visit(it.place);
                        done.push("crashes".into());
                    }
                    8 => {
                        live.close();
                        live.visit(it.place);
                        done.push("closes".into());
                    }
                    _ => {}
                }
                live.settle();
                let what = format!("{}, seed {seed}, {done:?}", it.field);
                assert_eq!((it.stands)(&live.snapshot(), &live.view()), stands, "{what}");
                assert_eq!(live.text(it.field), draft, "{what}");
            }
        }
    }
}

#[test]
fn what_was_entered_and_whose_draft_the_disk_still_has_is_not_begun_again() {
    for it in all() {
        let mut live = Live::new(|peer| vec![(it.write)(peer)]);
        live.visit(it.place);
        open(&mut live, &it, "Heron");
        live.type_text(it.field, " otherwise");
        live.harness.run_steps(5);
        live.focus(it.field);
        live.key(Key::Enter);
        // It ends before the draft is forgotten: only what was asked for first is carried out.
        live.harness.run_steps(1);
        live.crash();
        live.visit(it.place);
        let stands = (it.stands)(&live.snapshot(), &live.view());
        let draft = live.text(it.field);
        let once = (stands == "Heron otherwise" && draft.is_none())
            || (stands == "Heron" && draft.as_deref() == Some("Heron otherwise"));
        assert!(once, "{}: {stands:?} {draft:?}", it.field);
    }
}

#[test]
fn two_things_may_be_half_typed_at_once() {
    let mut live = Live::new(|peer| {
        vec![
            Command::AddNote { peer, text: "Heron".into() },
            method(MethodCommand::AddPromise { peer, by: Who::Me, text: "Egret".into(), due: None }),
        ]
    });
    live.press("Heron");
    live.type_text("The note", " half");
    live.press("Edit: You said: Egret");
    live.type_text("The promise", " half");
    live.harness.run_steps(6);
    live.crash();
    assert_eq!(live.text("The note").as_deref(), Some("Heron half"));
    assert_eq!(live.text("The promise").as_deref(), Some("Egret half"));
}

#[test]
fn a_note_that_both_see_is_not_shared_half_said_otherwise() {
    let line = |peer| Command::List(peer, ListCommand::Add { text: "First".into(), kind: Kind::Idea });
    let mut live = Live::new(|peer| vec![line(peer)]);
    let (peer, first) = (live.peer, live.view().list.lines[0].id);
    live.elsewhere(Command::List(peer, ListCommand::Remark(first, "On Tuesday?".into())));
    live.harness.run_steps(3);
    live.press("You: On Tuesday?");
    live.type_text("The note on this line", " Or Fri");
    live.click_away();
    live.harness.run_steps(20);
    live.leave();
    live.close();
    let said = |live: &Live| live.view().list.lines[0].remarks.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    assert_eq!(said(&live), ["On Tuesday?"]);
    assert_eq!(live.text("The note on this line").as_deref(), Some("On Tuesday? Or Fri"));
}

/// Who I am stands open in Settings all the time: what is typed there is kept as well, and saved or left.
#[test]
fn who_i_am_is_a_draft_until_it_is_saved_or_left() {
    let mut live = Live::new(|_| Vec::new());
    live.visit("Settings");
    live.type_text("Role", "Platform");
    live.harness.run_steps(5);
    for ends in [Live::leave as fn(&mut Live), Live::crash, Live::close] {
        live.settle();
        ends(&mut live);
        live.visit("Settings");
        assert_eq!(live.text("Role").as_deref(), Some("Platform"), "what was typed is gone");
        assert_eq!(live.snapshot().me.role, "", "nobody saved it");
    }
    live.focus("Role");
    live.key(Key::Escape);
    assert_eq!((live.text("Role").as_deref(), live.snapshot().me.role.as_str()), (Some(""), ""));
    live.type_text("Role", "Ledgers");
    live.key(Key::Enter);
    live.settle();
    assert_eq!((live.text("Role").as_deref(), live.snapshot().me.role.as_str()), (Some("Ledgers"), "Ledgers"));
    live.crash();
    live.visit("Settings");
    assert_eq!(live.text("Role").as_deref(), Some("Ledgers"));
    assert!(!live.press("Save"), "nothing is left to save");
}
