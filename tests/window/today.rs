//! Today and the review take answers where they ask.

use crate::scene::{DANA, LIGHT, Window, busy, harness};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::civil::date;
use sideways::desk::{Request, View};
use sideways_core::{
    command::{Command, MethodCommand},
    id::EntryId,
    snapshot::{Plan, PlanState},
};
use std::sync::Arc;

fn passed() -> View {
    let mut view = busy();
    let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
    let at = date(2026, 11, 20).at(10, 0, 0, 0);
    let plan = Plan { id: EntryId([90; 16]), at, zone: "UTC".into(), minutes: 30, moves: 0, state: PlanState::Planned };
    dana.plans = vec![Arc::new(plan)];
    view
}

fn at(view: View, key: Key) -> Harness<'static, Window> {
    let mut harness = harness(view, LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run_steps(4);
    harness
}

fn press(harness: &mut Harness<'_, Window>, name: &str) {
    let button = harness.query_all_by_label_contains(name).find(|it| it.accesskit_node().role() == Role::Button);
    button.unwrap_or_else(|| panic!("no {name}")).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(5);
}

fn last(harness: &Harness<'_, Window>) -> Command {
    let command = |request: &Request| if let Request::Run(command) = request { Some(command.clone()) } else { None };
    harness.state().asked.iter().rev().find_map(command).unwrap()
}

#[test]
fn a_half_hour_that_passed_asks_whether_we_met_and_takes_each_answer() {
    let mut harness = at(passed(), Key::Num1);
    harness.get_by_label_contains("did you meet?");
    press(&mut harness, "Yes, write a line");
    let field = harness.get_by_role_and_label(Role::TextInput, "What keeps Dana up at night");
    assert!(field.is_focused());
    field.type_text("The audit");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let Command::LogMeeting { peer, meeting } = last(&harness) else { panic!("{:?}", last(&harness)) };
    assert_eq!((peer, meeting.on, meeting.words.as_str()), (DANA, date(2026, 11, 20), "The audit"));

    let mut harness = at(passed(), Key::Num1);
    press(&mut harness, "Moved");
    let time = harness.query_all_by_role(Role::TextInput).find(|it| it.is_focused()).expect("the day and time");
    assert!(time.accesskit_node().label().unwrap_or_default().contains("Day and time"));

    let mut harness = at(passed(), Key::Num1);
    press(&mut harness, "No");
    assert!(matches!(last(&harness), Command::Method(MethodCommand::SkipPlan(DANA))), "{:?}", last(&harness));
}

#[test]
fn prepare_opens_at_the_points_by_their_names() {
    let mut harness = at(busy(), Key::Num1);
    press(&mut harness, "Prepare");
    assert!(harness.get_by_role_and_label(Role::TextInput, "Something to prepare").is_focused());
    for part in ["Theirs", "Mine", "Offer", "Ask"] {
        harness.get_by_role_and_label(Role::Button, part);
    }
}

#[test]
fn somebody_i_never_met_is_suggested_first_with_a_note_to_send() {
    let mut harness = at(busy(), Key::Num1);
    harness.get_by_label_contains("You haven’t met Lee yet.");
    press(&mut harness, "Plan…");
    harness.get_by_role_and_label(Role::Heading, "Lee Novak");
    assert!(harness.query_all_by_role(Role::TextInput).any(|it| it.is_focused()));
}

#[test]
fn one_key_puts_a_suggestion_off() {
    let mut harness = at(busy(), Key::Num1);
    harness.key_press(Key::S);
    harness.run_steps(3);
    assert!(matches!(last(&harness), Command::Method(MethodCommand::Snooze(..))), "{:?}", last(&harness));
}

#[test]
fn every_line_of_the_review_has_its_answer() {
    let mut harness = at(busy(), Key::Num4);
    press(&mut harness, "Move… Dana");
    assert!(harness.query_all_by_role(Role::TextInput).any(|it| it.is_focused()));

    let mut harness = at(busy(), Key::Num4);
    press(&mut harness, "Next");
    press(&mut harness, "Told… Marco");
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(matches!(last(&harness), Command::Method(MethodCommand::SetTold(_, _, Some(_)))), "{:?}", last(&harness));
    press(&mut harness, "Next");
    press(&mut harness, "Done Dana: Send the server cost forecast");
    let Command::Method(MethodCommand::SetPromise(DANA, _, Some(on))) = last(&harness) else { panic!() };
    assert_eq!(on, date(2026, 11, 22));
}
