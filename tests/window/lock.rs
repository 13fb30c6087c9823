//! The passphrase in the window: suggested, set, changed, removed; locked by key and by idling; and nothing private on
//! a locked screen.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, empty, harness, safety, view};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::{
    desk::{Answer, Failure, Lock, PassphraseRequest, Request, Safety, View},
    files::Comfort,
};
use sideways_core::{
    command::Command,
    passphrase::Passphrase,
    snapshot::{Field, Moment},
};
use std::sync::Arc;

const BLUE: &str = "blue horse at noon";
const RED: &str = "red horses at dawn";

type Opened = Harness<'static, Window>;

fn without() -> View {
    View { lock: Lock::Without, ..view() }
}

fn locked() -> View {
    View { lock: Lock::Locked, safety: Arc::default(), ..empty() }
}

fn node<'a>(harness: &'a Opened, role: Role, name: &str) -> Node<'a> {
    let called = |it: &Node<'_>| it.accesskit_node().label().is_some_and(|label| label.ends_with(name));
    harness.query_all_by_role(role).find(called).unwrap_or_else(|| panic!("no {name}"))
}

fn press(harness: &mut Opened, name: &str) {
    node(harness, Role::Button, name).click_accesskit();
    harness.run_steps(6);
}

fn write(harness: &mut Opened, name: &str, text: &str) {
    node(harness, Role::PasswordInput, name).focus();
    harness.run_steps(2);
    node(harness, Role::PasswordInput, name).type_text(text);
    harness.run_steps(2);
}

/// Everything that a screen reader is told.
fn told(harness: &Opened) -> String {
    let all = harness.root().children_recursive();
    let says = |node: Node<'_>| {
        let node = node.accesskit_node();
        format!("{}\n{}\n", node.label().unwrap_or_default(), node.value().unwrap_or_default())
    };
    all.map(says).collect()
}

fn at(mut harness: Opened, key: Key) -> Opened {
    control(&mut harness, key);
    harness
}

fn control(harness: &mut Opened, key: Key) {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run_steps(4);
}

fn asked(harness: &mut Opened) -> Vec<Request> {
    let passes = |it: &Request| matches!(it, Request::Lock | Request::Unlock(_) | Request::Passphrase(_));
    std::mem::take(&mut harness.state_mut().asked).into_iter().filter(passes).collect()
}

fn answer(harness: &mut Opened, request: &Request, answer: Result<Answer, Failure>) {
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, request, answer);
    harness.run_steps(4);
}

fn comfort(harness: &Opened) -> Comfort {
    let mut comfort = Comfort::default();
    harness.state().app.note_lock(&mut comfort);
    comfort
}

#[test]
fn today_suggests_one_once_there_is_a_way_back_and_never_again_if_unwanted() {
    const SAYS: &str = "Whoever has this computer’s disk can read your notes";
    let mut harness = at(harness(without(), LIGHT), Key::Num1);
    assert!(told(&harness).contains(SAYS));
    harness.state_mut().view.safety = Arc::new(Safety { sheet_shown: false, ..(*safety()).clone() });
    harness.run_steps(4);
    assert!(!told(&harness).contains(SAYS), "before there is a way back");
    harness.state_mut().view = without();
    harness.run_steps(4);
    press(&mut harness, "Set a passphrase…");
    assert!(told(&harness).contains("Nobody can find out a forgotten one"));
    press(&mut harness, "Cancel");
    assert!(!comfort(&harness).no_passphrase);
    press(&mut harness, "I don’t want one");
    assert!(!told(&harness).contains(SAYS) && comfort(&harness).no_passphrase);
    assert!(asked(&mut harness).is_empty());
}

#[test]
fn it_is_set_changed_and_removed() {
    let mut harness = at(harness(without(), LIGHT), Key::Num5);
    assert!(told(&harness).contains("whoever can read this folder, or has the disk, can read it all"));
    press(&mut harness, "Set a passphrase…");
    write(&mut harness, "New passphrase", "short");
    assert!(told(&harness).contains("at least 8"));
    press(&mut harness, "Set it");
    assert!(asked(&mut harness).is_empty(), "a short one");
    write(&mut harness, "New passphrase", &BLUE["short".len() - 5..]);
    press(&mut harness, "Cancel");
    press(&mut harness, "Set a passphrase…");
    write(&mut harness, "New passphrase", BLUE);
    write(&mut harness, "The same once more", RED);
    press(&mut harness, "Set it");
    assert!(asked(&mut harness).is_empty() && told(&harness).contains("aren’t the same"));
    press(&mut harness, "Cancel");
    press(&mut harness, "Set a passphrase…");
    write(&mut harness, "New passphrase", BLUE);
    write(&mut harness, "The same once more", BLUE);
    assert!(!told(&harness).contains(BLUE), "what is typed is told");
    press(&mut harness, "Set it");
    let requests = asked(&mut harness);
    let [request @ Request::Passphrase(PassphraseRequest::Set(new))] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert!(*new == Passphrase::new(BLUE) && !format!("{requests:?}").contains("blue"));
    assert!(told(&harness).contains("One moment"));
    harness.state_mut().view = view();
    answer(&mut harness, request, Ok(Answer::Done));
    assert!(told(&harness).contains("opens with this passphrase only") && told(&harness).contains("Lock now"));

    press(&mut harness, "Change it…");
    write(&mut harness, "The passphrase now", RED);
    write(&mut harness, "New passphrase", RED);
    write(&mut harness, "The same once more", RED);
    press(&mut harness, "Change it");
    let request = asked(&mut harness).pop().unwrap();
    let wrong = Failure { error: "this isn’t the passphrase of this notebook".into(), hint: None };
    answer(&mut harness, &request, Err(wrong));
    assert!(told(&harness).contains("This isn’t the passphrase of this notebook."));
    press(&mut harness, "Cancel");

    press(&mut harness, "Remove it…");
    write(&mut harness, "The passphrase now", BLUE);
    press(&mut harness, "Remove it");
    assert!(asked(&mut harness).is_empty(), "nothing goes by one press");
    node(&harness, Role::CheckBox, "Yes, anybody with this folder may read it").click_accesskit();
    harness.run_steps(3);
    press(&mut harness, "Remove it");
    let request = asked(&mut harness).pop().unwrap();
    assert!(matches!(&request, Request::Passphrase(PassphraseRequest::Remove(old)) if *old == Passphrase::new(BLUE)));
    harness.state_mut().view = without();
    answer(&mut harness, &request, Ok(Answer::Done));
    assert!(told(&harness).contains("The passphrase is gone."));
}

/// Wherever somebody is, with whatever open: locked, there is nothing to see or hear but the question.
#[test]
fn nothing_private_is_on_a_locked_screen() {
    let stops = sideways::window::App::tour(DANA);
    for (nth, stop) in stops.iter().enumerate() {
        let mut harness = harness(view(), LIGHT);
        let ctx = harness.ctx.clone();
        harness.state_mut().app.visit(&ctx, DANA, nth);
        harness.run_steps(4);
        harness.state_mut().view = locked();
        harness.run_steps(4);
        let told = told(&harness);
        for private in ["Dana", "Alex", "Lee", "Finance", "ledger", "/home/alex", "Today", "Peers"] {
            assert!(!told.contains(private), "{stop}: {private} in {told}");
        }
        assert!(told.contains("Sideways is locked") && told.contains("Forgotten?"), "{stop}");
        let due = harness.state_mut().app.due(&ctx);
        assert!(due.is_empty(), "{due:?}");
        // No key leads past it.
        for key in [Key::Num1, Key::K, Key::Period, Key::N, Key::Z, Key::O, Key::L] {
            control(&mut harness, key);
        }
        assert!(harness.state().asked.iter().all(|it| matches!(it, Request::Run(Command::KeepDraft(..)))));
        assert!(!self::told(&harness).contains("Dana"));
    }
}

#[test]
fn it_is_unlocked_with_the_passphrase_and_goes_on() {
    let mut harness = harness(locked(), LIGHT);
    node(&harness, Role::PasswordInput, "Passphrase").type_text("wrong horse");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let request = asked(&mut harness).pop().unwrap();
    assert!(matches!(&request, Request::Unlock(typed) if *typed == Passphrase::new("wrong horse")));
    let wrong = Failure {
        error: "this isn’t the passphrase of this notebook; the next try waits 2 seconds".into(),
        hint: None,
    };
    answer(&mut harness, &request, Err(wrong));
    assert!(told(&harness).contains("This isn’t the passphrase of this notebook; the next try waits 2 seconds."));
    // The field is empty and has the caret.
    assert!(node(&harness, Role::PasswordInput, "Passphrase").is_focused());
    node(&harness, Role::PasswordInput, "Passphrase").type_text(BLUE);
    harness.run_steps(2);
    press(&mut harness, "Unlock");
    let request = asked(&mut harness).pop().unwrap();
    assert!(matches!(&request, Request::Unlock(typed) if *typed == Passphrase::new(BLUE)));
    harness.state_mut().view = view();
    answer(&mut harness, &request, Ok(Answer::Done));
    assert!(told(&harness).contains("Dana Ruiz") && !told(&harness).contains("Sideways is locked"));
}

#[test]
fn its_key_locks_and_what_was_being_typed_comes_back() {
    let mut harness = harness(view(), LIGHT);
    let field = Field::NewLine(DANA);
    control(&mut harness, Key::N);
    let typing = harness.query_all_by_role(Role::TextInput).find(Node::is_focused).expect("the new line has the caret");
    typing.type_text("half a thought");
    harness.run_steps(1);
    harness.state_mut().asked.clear();
    control(&mut harness, Key::L);
    let all = std::mem::take(&mut harness.state_mut().asked);
    let keeps = |it: &Request| matches!(it, Request::Run(Command::KeepDraft(of, text)) if *of == field && text == "half a thought");
    let locks = |it: &Request| matches!(it, Request::Lock);
    let (kept, lock) = (all.iter().position(keeps), all.iter().position(locks));
    assert!(kept.is_some() && kept < lock, "{all:?}");
    // Locked by somebody else, in the middle of a word.
    let typing = harness.query_all_by_role(Role::TextInput).find(Node::is_focused).expect("it still has the caret");
    typing.type_text(", and more");
    harness.run_steps(1);
    harness.state_mut().view = locked();
    harness.run_steps(4);
    assert!(!told(&harness).contains("half a thought"));
    harness.state_mut().asked.clear();
    harness.state_mut().view = view();
    harness.run_steps(4);
    assert!(told(&harness).contains("half a thought, and more"), "{}", told(&harness));
    let whole = |it: &Request| matches!(it, Request::Run(Command::KeepDraft(_, text)) if text.ends_with("and more"));
    assert!(harness.state().asked.iter().any(whole), "it is kept now");
}

#[test]
fn it_locks_by_itself_when_nobody_is_there() {
    let minutes = |n: i64| Moment { unix_ms: NOW.unix_ms + n * 60_000 };
    let mut harness = at(harness(view(), LIGHT), Key::Num5);
    node(&harness, Role::RadioButton, "for 5 minutes").click_accesskit();
    harness.run_steps(3);
    assert_eq!(comfort(&harness).lock_after, Some(5));
    for (at, touches, locks) in [(4, true, false), (8, true, false), (12, false, false), (13, false, true)] {
        harness.state_mut().now = minutes(at);
        if touches {
            harness.key_press(Key::F24);
        }
        harness.run_steps(2);
        let asked = asked(&mut harness);
        assert_eq!(asked.iter().any(|it| matches!(it, Request::Lock)), locks, "minute {at}: {asked:?}");
    }
    // A key that is pressed after a night with the lid closed comes too late.
    harness.state_mut().now = minutes(13 + 600);
    harness.key_press(Key::F24);
    harness.run_steps(2);
    assert_eq!(asked(&mut harness).len(), 1);
    node(&harness, Role::RadioButton, "never").click_accesskit();
    harness.run_steps(3);
    asked(&mut harness);
    harness.state_mut().now = minutes(100_000);
    harness.run_steps(2);
    assert!(asked(&mut harness).is_empty());
    assert_eq!(comfort(&harness).lock_after, None);
}

#[test]
fn without_a_passphrase_its_key_says_so() {
    let mut harness = harness(without(), LIGHT);
    control(&mut harness, Key::L);
    let request = asked(&mut harness).pop().unwrap();
    let none = Failure { error: "this notebook has no passphrase, so it can’t be locked".into(), hint: None };
    answer(&mut harness, &request, Err(none));
    assert!(told(&harness).contains("This notebook has no passphrase, so it can’t be locked"));
}

#[test]
fn the_locked_screen_light() {
    harness(locked(), LIGHT).snapshot("locked-light");
}

#[test]
fn the_locked_screen_420_wide_dark() {
    harness(locked(), Look { theme: Theme::Dark, size: vec2(420.0, 760.0), ..LIGHT }).snapshot("locked-420");
}

#[test]
fn changing_it_light() {
    let mut settings = at(harness(view(), LIGHT), Key::Num5);
    press(&mut settings, "Change it…");
    settings.snapshot("passphrase-change-light");
}

#[test]
fn the_suggestion_light() {
    at(harness(without(), LIGHT), Key::Num1).snapshot("passphrase-today-light");
}
