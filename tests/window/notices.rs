//! What the desktop says while the window is open: in time, once, without my words, and never over a shared screen.

use crate::scene::{DANA, LIGHT, NOW, Window, harness, view};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use sideways_core::{
    id::EntryId,
    snapshot::{HeadsUp, Moment, PeerView, Plan, PlanState, SharedHeadsUp, Who},
};
use std::sync::Arc;

fn in_minutes(minutes: i64) -> Moment {
    Moment { unix_ms: NOW.unix_ms + minutes * 60_000 }
}

fn clock(minutes: i64) -> DateTime {
    let now = Timestamp::from_millisecond(NOW.unix_ms).unwrap() + SignedDuration::from_mins(minutes);
    now.to_zoned(TimeZone::UTC).datetime()
}

fn change(harness: &mut Harness<'_, Window>, change: impl FnOnce(&mut PeerView)) {
    let snapshot = Arc::make_mut(&mut harness.state_mut().view.snapshot);
    change(Arc::make_mut(snapshot.peers.iter_mut().find(|it| it.id == DANA).unwrap()));
    harness.run_steps(2);
}

fn due(harness: &mut Harness<'_, Window>, minutes: i64) -> Vec<String> {
    harness.state_mut().now = in_minutes(minutes);
    harness.run_steps(2);
    let ctx = harness.ctx.clone();
    harness.state_mut().app.due(&ctx)
}

/// A half hour in 25 minutes, and a heads-up of which the desktop must not know a word.
fn planned() -> Harness<'static, Window> {
    let mut harness = harness(view(), LIGHT);
    change(&mut harness, |dana| {
        let at = clock(25);
        let plan =
            Plan { id: EntryId([3; 16]), at, zone: "UTC".into(), minutes: 30, moves: 0, state: PlanState::Planned };
        dana.plans = vec![Arc::new(plan)];
        let by = at.date();
        let text = "The office moves".into();
        dana.heads_ups = vec![Arc::new(HeadsUp { id: EntryId([4; 16]), text, by, sent: None, told: None })];
    });
    harness
}

#[test]
fn a_half_hour_is_said_ten_minutes_before_and_once() {
    let mut harness = planned();
    assert_eq!(due(&mut harness, 1), [""; 0]);
    let said = due(&mut harness, 16);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("The half hour with Dana begins at "), "{said:?}");
    assert_eq!(due(&mut harness, 17), [""; 0]);
    // A clock that goes back says nothing twice.
    assert_eq!(due(&mut harness, 3), [""; 0]);
    assert_eq!(due(&mut harness, 18), [""; 0]);
}

#[test]
fn what_a_colleague_gives_is_said_and_its_words_are_not() {
    let mut harness = planned();
    change(&mut harness, |dana| {
        let given =
            SharedHeadsUp { id: EntryId([9; 16]), from: Who::Them, text: "A freeze".into(), at: NOW, heard: false };
        Arc::make_mut(&mut dana.list).heads_ups.push(given);
    });
    assert_eq!(due(&mut harness, 1), ["Dana gave you a heads-up."]);
    assert_eq!(due(&mut harness, 2), [""; 0]);
}

#[test]
fn nothing_is_said_while_private_things_are_hidden_or_when_nobody_wants_it() {
    let mut harness = planned();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    assert_eq!(due(&mut harness, 16), [""; 0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    assert_eq!(due(&mut harness, 17), [""; 0], "it is past");

    let mut harness = planned();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(3);
    let says = "Say it ten minutes before a half hour, on the day of a heads-up, and when one comes";
    harness.get_by_role_and_label(Role::CheckBox, says).focus();
    harness.run_steps(2);
    harness.key_press(Key::Space);
    harness.run_steps(2);
    assert!(!harness.state().app.notices());
    assert_eq!(due(&mut harness, 16), [""; 0]);
}
