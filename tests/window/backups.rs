//! Backups in the window: the sheet, the other place, one now, a test, and coming back.

use crate::scene::{DANA, LIGHT, Window, empty, harness, safety, view};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::{
    desk::{
        Answer, Backed, Elsewhere, Failure, Older, OtherPlace, Request, Safety, SafetyAnswer, SafetyRequest, Secret,
    },
    files::{Made, Picks, Work},
};
use sideways_core::{
    backup::Counts,
    command::{Command, ErasedList, Outcome},
    snapshot::Moment,
};
use std::{path::PathBuf, sync::Arc};

const WORDS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

type Opened = Harness<'static, Window>;

fn press(harness: &mut Opened, name: &str) {
    node(harness, Role::Button, name).click_accesskit();
    harness.run_steps(6);
}

/// What is called so, with or without an icon before it.
fn node<'a>(harness: &'a Opened, role: Role, name: &str) -> Node<'a> {
    let called = |it: &Node<'_>| it.accesskit_node().label().is_some_and(|label| label.ends_with(name));
    harness.query_all_by_role(role).find(called).unwrap_or_else(|| panic!("no {name}"))
}

fn shows(harness: &Opened, text: &str) -> bool {
    let holds = |it: Option<String>| it.is_some_and(|it| it.contains(text));
    harness
        .root()
        .children_recursive()
        .any(|node| holds(node.accesskit_node().label()) || holds(node.accesskit_node().value()))
}

fn asked(harness: &mut Opened) -> Vec<SafetyRequest> {
    let asked = std::mem::take(&mut harness.state_mut().asked);
    asked.into_iter().filter_map(|it| if let Request::Safety(it) = it { Some(it) } else { None }).collect()
}

fn answer(harness: &mut Opened, request: SafetyRequest, answer: Result<SafetyAnswer, Failure>) {
    let ctx = harness.ctx.clone();
    let answer = answer.map(Answer::Safety);
    harness.state_mut().app.answered(&ctx, &Request::Safety(request), answer);
    harness.run_steps(4);
}

fn done(harness: &mut Opened, request: SafetyRequest) {
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &Request::Safety(request), Ok(Answer::Done));
    harness.run_steps(4);
}

fn at(mut harness: Opened, key: Key) -> Opened {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run_steps(4);
    harness
}

#[test]
fn today_offers_the_sheet_until_it_was_shown_and_then_asks_once_for_a_place() {
    let mut without = view();
    without.safety =
        Arc::new(Safety { folder: "/home/alex/.local/share/sideways/backups".into(), ..Safety::default() });
    let mut harness = at(harness(without, LIGHT), Key::Num1);
    press(&mut harness, "Show the recovery sheet…");
    assert!(matches!(asked(&mut harness).as_slice(), [SafetyRequest::Key]));
    answer(&mut harness, SafetyRequest::Key, Ok(SafetyAnswer::Key(Secret(WORDS.into()))));
    assert!(shows(&harness, "24. art") && shows(&harness, "1. abandon"));
    press(&mut harness, "Save it to print (PDF)");
    let saved = harness.state_mut().work.pop();
    assert!(
        matches!(saved, Some(Work::Save(bytes, file)) if bytes.starts_with(b"%PDF") && file.ends_with("Sideways recovery sheet.pdf"))
    );
    press(&mut harness, "I have the words on paper");
    assert!(matches!(asked(&mut harness).as_slice(), [SafetyRequest::Shown]));
    harness.state_mut().view.safety = Arc::new(Safety { place_asked: false, last: None, ..(*safety()).clone() });
    done(&mut harness, SafetyRequest::Shown);
    assert!(!shows(&harness, "24. art"), "the words stay on the screen");

    assert!(shows(&harness, "Where else should backups lie?"));
    node(&harness, Role::TextInput, "Or its path").focus();
    harness.run_steps(2);
    node(&harness, Role::TextInput, "Or its path").type_text("/media/alex/stick");
    harness.run_steps(2);
    press(&mut harness, "Keep them there too");
    assert!(
        matches!(asked(&mut harness).as_slice(), [SafetyRequest::Place(Some(place))] if place == &PathBuf::from("/media/alex/stick"))
    );
    done(&mut harness, SafetyRequest::Place(Some("/media/alex/stick".into())));
    assert!(
        !shows(&harness, "Where else should backups lie?") && shows(&harness, "Backups go to /media/alex/stick too")
    );
    assert!(!shows(&harness, "Everything is on this one computer"), "it was shown");
}

#[test]
fn settings_back_up_test_and_say_how_it_stands() {
    let mut harness = at(harness(view(), LIGHT), Key::Num5);
    assert!(shows(&harness, "The last backup was made") && shows(&harness, "4 peers"));
    press(&mut harness, "Back up now");
    let now = SafetyRequest::Now { out: None, older: Older::Keep };
    assert!(matches!(asked(&mut harness).as_slice(), [SafetyRequest::Now { out: None, older: Older::Keep }]));
    let backed = Backed {
        file: "/home/alex/b.age".into(),
        counts: Counts { peers: 4, ..Counts::default() },
        place: OtherPlace::Away("/media/alex/stick".into()),
        dropped: 0,
    };
    answer(&mut harness, now, Ok(SafetyAnswer::Backed(Box::new(backed))));
    assert!(
        shows(&harness, "opened again and holds all that is here: 4 peers") && shows(&harness, "isn’t there just now")
    );
    press(&mut harness, "Test my backup");
    assert!(matches!(asked(&mut harness).as_slice(), [SafetyRequest::Test(None)]));
    let broken = Failure { error: "b.age: this backup is damaged (x)".into(), hint: Some("take another copy".into()) };
    answer(&mut harness, SafetyRequest::Test(None), Err(broken));
    assert!(shows(&harness, "this backup is damaged (x) — take another copy"));

    // A stick that is long away is said kindly; who was erased can be dropped, by two presses.
    let long = Moment { unix_ms: crate::scene::NOW.unix_ms - 20 * 86_400_000 };
    harness.state_mut().view.safety = Arc::new(Safety {
        place: Some(Elsewhere { folder: "/media/alex/stick".into(), reached: long }),
        older: Some((3, crate::scene::NOW)),
        ..(*safety()).clone()
    });
    harness.run_steps(4);
    assert!(shows(&harness, "When you can, plug it in or connect to it"));
    assert!(shows(&harness, "3 backups were made before you erased somebody"));
    let ctx = harness.ctx.clone();
    let erase = Request::Run(Command::Erase(DANA, ErasedList::Drop));
    harness.state_mut().app.answered(&ctx, &erase, Ok(Answer::Did(Outcome::Done)));
    harness.run_steps(3);
    assert!(shows(&harness, "Settings and safety can remove them"));
    press(&mut harness, "Make a new one and remove them");
    assert!(asked(&mut harness).is_empty(), "nothing goes by one press");
    node(&harness, Role::CheckBox, "Yes, remove all older backups for good").click_accesskit();
    harness.run_steps(3);
    press(&mut harness, "Make a new one and remove them");
    assert!(matches!(asked(&mut harness).as_slice(), [SafetyRequest::Now { out: None, older: Older::Drop }]));
}

/// The first screen of a new installation, for somebody whose laptop burnt.
#[test]
fn the_first_screen_brings_a_backup_back() {
    let mut harness = at(harness(empty(), LIGHT), Key::Num2);
    press(&mut harness, "I have a backup…");
    harness.snapshot("come-back-light");
    press(&mut harness, "Choose the backup…");
    let work = harness.state_mut().work.pop();
    assert!(matches!(work, Some(Work::Pick(Picks::Backup))), "{work:?}");
    let ctx = harness.ctx.clone();
    harness.state_mut().app.worked(&ctx, Ok(Made::Picked("/media/alex/stick/a.age".into())));
    harness.run_steps(3);
    assert!(shows(&harness, "/media/alex/stick/a.age"));
    press(&mut harness, "Bring it back");
    assert!(asked(&mut harness).is_empty(), "without the words");
    node(&harness, Role::MultilineTextInput, "The 24 words").focus();
    harness.run_steps(2);
    node(&harness, Role::MultilineTextInput, "The 24 words").type_text(WORDS);
    harness.run_steps(3);
    press(&mut harness, "Bring it back");
    let request = asked(&mut harness).pop().unwrap();
    assert!(matches!(&request, SafetyRequest::Restore(file, words) if file.ends_with("a.age") && words.0 == WORDS));
    assert!(!format!("{request:?}").contains("abandon"), "the words would be in a message");
    let wrong = Failure { error: "this backup was made for another recovery key".into(), hint: None };
    answer(&mut harness, request.clone(), Err(wrong));
    assert!(shows(&harness, "This backup was made for another recovery key"));
    press(&mut harness, "Bring it back");
    assert_eq!(asked(&mut harness).len(), 1);
    harness.state_mut().view = view();
    harness.run_steps(2);
    answer(&mut harness, request, Ok(SafetyAnswer::Restored(Counts { peers: 4, notes: 3, ..Counts::default() })));
    assert!(shows(&harness, "Welcome back. Brought back: 4 peers, 3 notes."));
    assert!(shows(&harness, "new computer to Dana Ruiz: invite them once more"));
    assert!(!shows(&harness, "abandon"), "the words stay on the screen");
}
