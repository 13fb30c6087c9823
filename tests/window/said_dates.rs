//! Fields for days and times: what people say is understood, and what was understood stands under the field.

use crate::scene::{LIGHT, Window, busy, harness, harness_in};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use jiff::tz::TimeZone;
use sideways::desk::Request;
use sideways_core::{
    command::{Command, MethodCommand},
    snapshot::Setting,
};
use std::sync::Arc;

fn press(harness: &mut Harness<'_, Window>, button: &str) {
    harness.get_by_label(button).click();
    harness.run_steps(4);
}

/// Types something in place of what stands in a field.
fn typed(harness: &mut Harness<'_, Window>, field: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    harness.run_steps(3);
}

/// The time and zone that were planned last.
fn planned(harness: &Harness<'_, Window>) -> Option<(String, String)> {
    harness.state().asked.iter().rev().find_map(|request| match request {
        Request::Run(Command::Method(MethodCommand::Plan { at, zone, .. })) => Some((at.to_string(), zone.clone())),
        _ => None,
    })
}

#[test]
fn a_time_is_typed_as_people_say_it_and_what_was_understood_is_said() {
    let mut harness = harness(busy(), LIGHT);
    press(&mut harness, "Move…");
    for (text, says) in [
        ("next Thursday 2pm", "Thursday 26 November 14:00."),
        ("Sunday 10:00", "Is that 22 November or 29 November? Write the day."),
        ("Thursday 10", "Thursday 26 November 10:00."),
        ("28.11. 14 Uhr", "Saturday 28 November 14:00. That is a Saturday."),
        ("20 Nov 2026 10:00", "Friday 20 November 2026 10:00. That day has passed."),
        ("soon", "I don’t understand “soon” in a date."),
    ] {
        typed(&mut harness, "Day and time", text);
        harness.get_by_label(says);
    }
    // What isn't clear is not planned; a day alone keeps the hour that was planned.
    press(&mut harness, "Plan it");
    assert_eq!(planned(&harness), None);
    typed(&mut harness, "Day and time", "3 December");
    harness.get_by_label("Thursday 3 December 10:00.");
    press(&mut harness, "Plan it");
    assert_eq!(planned(&harness).unwrap().0, "2026-12-03T10:00:00");
}

#[test]
fn a_day_is_picked_from_a_small_month() {
    let mut harness = harness(busy(), LIGHT);
    press(&mut harness, "Move…");
    press(&mut harness, "Pick a day");
    harness.get_by_label("November 2026");
    harness.snapshot("month-light");
    press(&mut harness, "The next month");
    harness.get_by_label("December 2026");
    press(&mut harness, "Wednesday 9 December 2026");
    // The month is gone, and the hour stayed.
    assert_eq!(harness.query_all_by_label("December 2026").count(), 0);
    harness.get_by_label("Wednesday 9 December 10:00.");
    press(&mut harness, "Plan it");
    assert_eq!(planned(&harness).unwrap().0, "2026-12-09T10:00:00");
}

#[test]
fn a_half_hour_in_another_zone_is_shown_and_moved_by_both_clocks() {
    let mut view = busy();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    for peer in &mut snapshot.peers {
        for plan in &mut Arc::make_mut(peer).plans {
            Arc::make_mut(plan).zone = "Australia/Lord_Howe".into();
        }
    }
    let mut harness = harness(view, LIGHT);
    harness.get_by_label("Tuesday 24 November 10:00 (Australia/Lord_Howe), Monday 23 November 23:00 here");
    press(&mut harness, "Move…");
    typed(&mut harness, "Day and time", "25 Nov 12:00");
    harness.get_by_label("Wednesday 25 November 12:00 (Australia/Lord_Howe), 01:00 here.");
    press(&mut harness, "Plan it");
    let there = ("2026-11-25T12:00:00".to_owned(), "Australia/Lord_Howe".to_owned());
    assert_eq!(planned(&harness), Some(there));
}

#[test]
fn a_zone_without_a_name_is_asked_for() {
    let mut view = busy();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.peers.iter_mut().for_each(|peer| Arc::make_mut(peer).plans.clear());
    let unnamed = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let mut harness = harness_in(view, LIGHT, unnamed);
    press(&mut harness, "Plan…");
    let field = "This computer doesn’t say which time zone it is in. Name it, like Europe/Berlin";
    assert_eq!(harness.query_all_by_label("Plan it").count(), 0);
    typed(&mut harness, field, "Mars/Base");
    harness.get_by_label("There is no time zone of that name.");
    typed(&mut harness, field, "Europe/Berlin");
    press(&mut harness, "That is my zone");
    typed(&mut harness, "Day and time", "Thursday 10:00");
    press(&mut harness, "Plan it");
    let here = ("2026-11-26T10:00:00".to_owned(), "Europe/Berlin".to_owned());
    assert_eq!(planned(&harness), Some(here));
    // It is kept, and nobody is asked again.
    let kept = Command::Choose(Setting::Zone, "Europe/Berlin".into());
    assert!(harness.state().asked.iter().any(|it| matches!(it, Request::Run(command) if *command == kept)));
    let mut view = harness.state().view.clone();
    Arc::make_mut(&mut view.snapshot).settings = Arc::new([(Setting::Zone, "Europe/Berlin".to_owned())].into());
    let unnamed = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let mut harness = harness_in(view, LIGHT, unnamed);
    press(&mut harness, "Plan…");
    assert_eq!(harness.query_all_by_label(field).count(), 0);
    typed(&mut harness, "Day and time", "Thursday 10:00");
    press(&mut harness, "Plan it");
    assert_eq!(planned(&harness), Some(("2026-11-26T10:00:00".to_owned(), "Europe/Berlin".to_owned())));
}

#[test]
fn nothing_is_put_forward_that_has_passed_or_is_a_weekend() {
    let mut view = busy();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.peers.iter_mut().for_each(|peer| Arc::make_mut(peer).plans.clear());
    // It is a Sunday, and ten o'clock has passed.
    let mut harness = harness(view, LIGHT);
    press(&mut harness, "Plan…");
    press(&mut harness, "Plan it");
    let (at, _) = planned(&harness).unwrap();
    let at: jiff::civil::DateTime = at.parse().unwrap();
    assert!(at > "2026-11-22T14:00".parse().unwrap(), "{at}");
    assert!(!matches!(at.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday), "{at}");
}
