//! The half hour under way, by keyboard alone, as pictures, and after a crash.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, busy, harness};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::desk::{Answer, Request};
use sideways_core::{
    command::{Command, MethodCommand, Outcome},
    snapshot::{Field, Moment},
};
use std::sync::Arc;

fn at(minutes: i64) -> Moment {
    Moment { unix_ms: NOW.unix_ms + minutes * 60_000 }
}

fn begun(look: Look) -> Harness<'static, Window> {
    let mut harness = harness(busy(), look);
    harness.get_by_label("Start the half hour").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness
}

fn typed(harness: &mut Harness<'_, Window>, text: &str, marks: &[Key]) {
    harness.get_by_role_and_label(Role::TextInput, "A line to type on").type_text(text);
    harness.run_steps(2);
    for key in marks {
        harness.key_press_modifiers(Modifiers::ALT, *key);
        harness.run_steps(2);
    }
    harness.key_press(Key::Enter);
    harness.run_steps(3);
}

fn dark(width: f32) -> Look {
    Look { theme: Theme::Dark, size: vec2(width, 760.0), ..LIGHT }
}

/// Twelve minutes into Dana's part, which by then takes from mine.
fn well_into_it(harness: &mut Harness<'_, Window>) {
    harness.state_mut().now = at(12);
    typed(harness, "The ledger cut-over moved to the first week of December.", &[]);
    typed(harness, "Send the forecast before her Thursday review", &[Key::P]);
    typed(harness, "Test systems are down that weekend", &[Key::H]);
    harness
        .get_by_role_and_label(Role::TextInput, "A line to type on")
        .type_text("Two reviewers leave before the close");
    harness.run_steps(4);
}

#[test]
fn the_half_hour_dark() {
    let mut harness = begun(dark(1180.0));
    well_into_it(&mut harness);
    harness.snapshot("half-hour-dark");
}

#[test]
fn the_half_hour_beside_a_video_call() {
    let mut harness = begun(Look { size: vec2(420.0, 760.0), ..LIGHT });
    well_into_it(&mut harness);
    harness.snapshot("half-hour-420");
}

#[test]
fn the_half_hour_with_text_twice_as_large() {
    let mut harness = begun(Look { zoom: 2.0, size: vec2(1180.0, 900.0), ..LIGHT });
    well_into_it(&mut harness);
    harness.snapshot("half-hour-200-percent");
}

/// From the first line to the next date.
fn to_the_end(harness: &mut Harness<'_, Window>) {
    typed(harness, "The cut-over moved", &[]);
    typed(harness, "Send the forecast", &[Key::P]);
    typed(harness, "Test systems are down", &[Key::H]);
    harness.key_press(Key::Tab);
    harness.run_steps(3);
    harness.get_by_label("What I’m working on");
    typed(harness, "The licence question", &[]);
    harness.key_press(Key::Tab);
    harness.run_steps(3);
    harness.get_by_label("Where might we help each other?");
    typed(harness, "Two days of an engineer", &[Key::O]);
    typed(harness, "A name for small orders", &[Key::P, Key::P]);
    harness.key_press(Key::Tab);
    harness.run_steps(4);
}

#[test]
fn after_the_half_hour() {
    let mut harness = begun(LIGHT);
    to_the_end(&mut harness);
    harness.snapshot("after-light");
}

#[test]
fn after_the_half_hour_420_wide() {
    let mut harness = begun(dark(420.0));
    to_the_end(&mut harness);
    harness.snapshot("after-420");
}

fn kept(harness: &Harness<'_, Window>) -> Option<String> {
    harness.state().asked.iter().rev().find_map(|request| match request {
        Request::Run(Command::KeepDraft(Field::HalfHour(DANA), text)) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn a_half_hour_goes_by_keyboard_alone_from_the_first_line_to_the_next_date() {
    let mut harness = harness(busy(), LIGHT);
    harness.get_by_label("Start the half hour").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    to_the_end(&mut harness);
    harness.get_by_label("Done").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let request =
        harness.state().asked.iter().rev().find(|it| matches!(it, Request::Run(Command::Together(_)))).cloned();
    let Some(Request::Run(Command::Together(commands))) = request.clone() else {
        panic!("{:?}", harness.state().asked)
    };
    let [Command::LogMeeting { peer, meeting }, rest @ ..] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!((*peer, meeting.words.as_str()), (DANA, "The cut-over moved"));
    assert_eq!(
        (meeting.mine.as_str(), meeting.offered.as_slice()),
        ("The licence question", &["Two days of an engineer".to_owned()][..])
    );
    let said = format!("{rest:?}");
    for part in
        ["AddPromise", "Send the forecast", "AddHeadsUp", "Test systems are down", "A name for small orders", "Plan"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    // The next one stands on the rhythm, at the hour of the planned one.
    let plan = rest.iter().find_map(|command| match command {
        Command::Method(MethodCommand::Plan { at, .. }) => Some(at.to_string()),
        _ => None,
    });
    assert_eq!(plan.as_deref(), Some("2026-12-22T10:00:00"));
    // It stays until it is on the disk, and is gone then.
    harness.get_by_label_contains("After the half hour with Dana");
    let ctx = harness.ctx.clone();
    let request = request.unwrap();
    harness.state_mut().app.answered(&ctx, &request, Ok(Answer::Did(Outcome::Several(vec![]))));
    harness.run_steps(3);
    assert_eq!(harness.query_all_by_label_contains("After the half hour with Dana").count(), 0);
    harness.get_by_label("Start the half hour");
}

#[test]
fn a_crash_in_the_middle_loses_no_line_and_the_clock_goes_on() {
    let mut first = begun(LIGHT);
    well_into_it(&mut first);
    first.run_steps(8);
    let kept = kept(&first).expect("it is kept within a second");
    let mut view = busy();
    Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).drafts).insert(Field::HalfHour(DANA), kept);
    let mut second = harness(view, LIGHT);
    second.state_mut().now = at(14);
    second.run_steps(4);
    // It opens where it was.
    second.get_by_label("What’s keeping you up at night?");
    second.get_by_label("Send the forecast before her Thursday review");
    assert!(second.query_all_by_value("Two reviewers leave before the close").count() > 0);
    second.get_by_label("Dana 14 minutes, 14 used; You 6 minutes; Together 10 minutes");
}

#[test]
fn what_was_kept_and_cannot_be_read_is_no_crash() {
    for damaged in ["{", "[]", "{\"running\":1}", "null", ""] {
        let mut view = busy();
        Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).drafts).insert(Field::HalfHour(DANA), damaged.into());
        harness(view, LIGHT).get_by_label("Start the half hour");
    }
}

#[test]
fn leaving_goes_on_and_forgetting_can_be_taken_back() {
    let mut harness = begun(LIGHT);
    typed(&mut harness, "The cut-over moved", &[]);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.get_by_label("Back to the half hour").click();
    harness.run_steps(3);
    harness.get_by_label("The cut-over moved");
    for _ in 0..3 {
        harness.key_press(Key::Tab);
        harness.run_steps(3);
    }
    harness.get_by_label("Keep nothing of it").click();
    harness.run_steps(3);
    assert_eq!(kept(&harness).as_deref(), Some(""));
    harness.get_by_label("Undo").click();
    harness.run_steps(3);
    assert!(harness.query_all_by_value("The cut-over moved").count() > 0);
}

#[test]
fn hiding_hides_the_half_hour_too_and_it_goes_on() {
    let mut harness = begun(LIGHT);
    typed(&mut harness, "The cut-over moved", &[]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    harness.run_steps(3);
    for private in ["The cut-over moved", "budget freeze"] {
        assert_eq!(harness.query_all_by_label_contains(private).count(), 0, "{private}");
    }
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    harness.run_steps(3);
    harness.get_by_label("The cut-over moved");
}

#[test]
fn nobody_is_caught_in_the_line() {
    let mut harness = begun(LIGHT);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.run_steps(3);
    assert!(harness.get_by_label("Offer").is_focused());
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    assert!(harness.get_by_label("Ask").is_focused());
    // Away from the line, Tab walks and changes nothing.
    harness.get_by_label("What’s keeping you up at night?");
}

#[test]
fn it_draws_only_when_a_minute_ends() {
    let mut harness = begun(LIGHT);
    harness.run_steps(40);
    let delay = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!((1..=60).contains(&delay.as_secs()), "{delay:?}");
}
