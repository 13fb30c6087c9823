//! A calendar kept in sight, in the window: off until somebody chooses one, read elsewhere, and answered on Today.

use crate::scene::{DANA, LIGHT, NOW, Window, busy, harness};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use sideways::{
    desk::{Answer, Failure, Request, View},
    files::{Looked, Made, Source, Work},
};
use sideways_core::{
    calendar::check::{Seen, Sight},
    command::{Command, MethodCommand, Outcome},
    id::EntryId,
    snapshot::{Plan, PlanState, Setting},
};
use std::{collections::BTreeMap, sync::Arc};

const SECRET: &str = "https://calendar.example/private/secret.ics";

fn with_source(mut view: View) -> View {
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.settings = Arc::new(BTreeMap::from([(Setting::Calendar, SECRET.to_owned())]));
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

fn looks(harness: &Harness<'_, Window>) -> Vec<Source> {
    let of = |work: &Work| if let Work::Look(source, _) = work { Some(source.clone()) } else { None };
    harness.state().work.iter().filter_map(of).collect()
}

/// The calendar has these half hours with Dana: `2026-11-20T10:00`, in UTC.
fn looked(harness: &mut Harness<'_, Window>, source: &str, halves: &[&str]) {
    let seen = |at: &&str| {
        let start: Timestamp = format!("{at}:00Z").parse().unwrap();
        Seen { start, called_off: false, planned: start, minutes: 30 }
    };
    let with = BTreeMap::from([(DANA, halves.iter().map(seen).collect())]);
    let says = Ok(Sight { with, events: 9, ..Sight::default() });
    answer(harness, source, says);
}

fn answer(harness: &mut Harness<'_, Window>, source: &str, says: Result<Sight, Failure>) {
    let looked = Looked { source: Source::of(source).unwrap(), at: NOW.zoned(&TimeZone::UTC), says };
    let ctx = harness.ctx.clone();
    harness.state_mut().app.worked(&ctx, Ok(Made::Sight(looked)));
    harness.run_steps(4);
}

fn commands(harness: &Harness<'_, Window>) -> Vec<Command> {
    let command = |request: &Request| if let Request::Run(command) = request { Some(command.clone()) } else { None };
    harness.state().asked.iter().filter_map(command).collect()
}

fn last(harness: &Harness<'_, Window>) -> Command {
    commands(harness).pop().unwrap()
}

fn is_there(harness: &Harness<'_, Window>, words: &str) -> bool {
    let says = |it: egui_kittest::Node<'_>| {
        let node = it.accesskit_node();
        [node.label(), node.value()].into_iter().flatten().any(|it| it.contains(words))
    };
    harness.root().children_recursive().any(says)
}

#[test]
fn it_is_off_until_chosen_and_only_what_could_be_read_is_kept() {
    let mut harness = at(busy(), Key::Num5);
    assert!(looks(&harness).is_empty(), "nothing is read unless somebody chose it");
    let field = "The secret address that your calendar gives, or a file";
    let typed = |harness: &mut Harness<'_, Window>, text: &str| {
        harness.get_by_role_and_label(Role::TextInput, field).focus();
        harness.run_steps(2);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
        harness.run_steps(3);
    };
    typed(&mut harness, "http://calendar.example/a.ics");
    press(&mut harness, "Keep it in sight");
    assert!(is_there(&harness, "begins with https:// or webcal://"));
    assert!(looks(&harness).is_empty());

    typed(&mut harness, SECRET);
    press(&mut harness, "Keep it in sight");
    assert_eq!(looks(&harness), [Source::of(SECRET).unwrap()]);
    assert!(commands(&harness).is_empty(), "not kept before it was read");
    assert!(is_there(&harness, "Reading it…"));
    answer(&mut harness, SECRET, Err(Failure { error: "there is a web page and no calendar".into(), hint: None }));
    assert!(is_there(&harness, "There is a web page and no calendar."));
    assert!(commands(&harness).is_empty());

    press(&mut harness, "Keep it in sight");
    looked(&mut harness, SECRET, &["2026-11-20T10:00"]);
    assert_eq!(last(&harness), Command::Choose(Setting::Calendar, SECRET.into()));
    harness.state_mut().view = with_source(busy());
    harness.run_steps(4);
    assert!(is_there(
        &harness,
        "In sight: https://calendar.example/…. Read at 14:00. It has 1 half hour with your peers."
    ));
    assert!(!is_there(&harness, "secret.ics"), "the address is shown shortened");
    assert_eq!(looks(&harness).len(), 2, "what was read just now isn’t read again");

    press(&mut harness, "Look again");
    assert_eq!(looks(&harness).len(), 3);
    press(&mut harness, "Take it out of sight");
    assert_eq!(last(&harness), Command::Choose(Setting::Calendar, String::new()));
    // A look that comes late says nothing any more.
    harness.state_mut().view = busy();
    harness.run_steps(3);
    looked(&mut harness, SECRET, &["2026-11-20T10:00"]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    assert!(!is_there(&harness, "in your calendar"));
}

#[test]
fn what_can_t_be_kept_is_not_in_sight() {
    let mut harness = at(busy(), Key::Num5);
    harness.get_by_role_and_label(Role::TextInput, "The secret address that your calendar gives, or a file").focus();
    harness.run_steps(2);
    harness
        .get_by_role_and_label(Role::TextInput, "The secret address that your calendar gives, or a file")
        .type_text(SECRET);
    harness.run_steps(2);
    press(&mut harness, "Keep it in sight");
    looked(&mut harness, SECRET, &["2026-11-20T10:00"]);
    let request = Request::Run(Command::Choose(Setting::Calendar, SECRET.into()));
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &request, Err(Failure { error: "the disk is full".into(), hint: None }));
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    assert!(!is_there(&harness, "in your calendar"));
}

#[test]
fn it_is_read_when_the_window_opens_and_today_asks_and_answers() {
    let mut view = with_source(busy());
    let snapshot = Arc::make_mut(&mut view.snapshot);
    let dana = Arc::make_mut(&mut snapshot.peers[0]);
    dana.plans.clear();
    let mut harness = at(view.clone(), Key::Num1);
    assert_eq!(looks(&harness).len(), 1, "read once");
    looked(&mut harness, SECRET, &["2026-11-20T10:00", "2026-11-26T14:00"]);
    harness.snapshot("today-in-sight-light");
    assert!(is_there(&harness, "Dana, Friday 10:00, in your calendar: did you meet?"));
    press(&mut harness, "Plan it here too");
    let plan =
        MethodCommand::Plan { peer: DANA, at: date(2026, 11, 26).at(14, 0, 0, 0), zone: "UTC".into(), minutes: 30 };
    assert_eq!(last(&harness), Command::Method(plan));
    press(&mut harness, "Yes, write a line");
    let field = harness.get_by_role_and_label(Role::TextInput, "What keeps Dana up at night");
    assert!(field.is_focused());
    field.type_text("The audit");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let Command::LogMeeting { peer, meeting } = last(&harness) else { panic!("{:?}", last(&harness)) };
    assert_eq!((peer, meeting.on, meeting.words.as_str()), (DANA, date(2026, 11, 20), "The audit"));
    harness.get_by_role_and_label(Role::Button, "No").focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let Command::Method(MethodCommand::Snooze(key, Some(until))) = last(&harness) else {
        panic!("{:?}", last(&harness))
    };
    assert!(key.starts_with("calendar.") && until > date(2026, 12, 22), "{key} {until}");
    // Somebody who is added is looked for as well.
    let mut more = view;
    let snapshot = Arc::make_mut(&mut more.snapshot);
    let mut other = (*snapshot.peers[1]).clone();
    other.id.0[0] = 99;
    snapshot.peers.push(Arc::new(other));
    harness.state_mut().view = more;
    harness.run_steps(3);
    assert_eq!(looks(&harness).len(), 2);
}

#[test]
fn a_half_hour_that_moved_or_is_gone_is_answered_where_it_is_said() {
    // Dana's is planned for Tuesday at ten.
    let mut harness = at(with_source(busy()), Key::Num1);
    looked(&mut harness, SECRET, &["2026-11-26T14:00"]);
    assert!(is_there(&harness, "In your calendar the half hour with Dana moved: Thursday 14:00, not Tuesday 10:00."));
    press(&mut harness, "Move it here too");
    let plan =
        MethodCommand::Plan { peer: DANA, at: date(2026, 11, 26).at(14, 0, 0, 0), zone: "UTC".into(), minutes: 30 };
    assert_eq!(last(&harness), Command::Method(plan));
    looked_again(&mut harness, &[]);
    assert!(is_there(&harness, "Your calendar has no half hour with Dana on Tuesday 10:00."));
    press(&mut harness, "Skip this one");
    assert_eq!(last(&harness), Command::Method(MethodCommand::SkipPlan(DANA)));
    looked_again(&mut harness, &["2026-11-24T10:00"]);
    assert!(!is_there(&harness, "our calendar"));
}

/// Pressed in Settings, as a person would; then back on Today.
fn looked_again(harness: &mut Harness<'_, Window>, halves: &[&str]) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    press(harness, "Look again");
    looked(harness, SECRET, halves);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
}

#[test]
fn the_question_whether_we_met_says_what_the_calendar_has_and_a_failure_is_one_sentence() {
    let mut view = with_source(busy());
    let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
    let at_ten = date(2026, 11, 20).at(10, 0, 0, 0);
    let plan = Plan {
        id: EntryId([90; 16]),
        at: at_ten,
        zone: "UTC".into(),
        minutes: 30,
        moves: 0,
        state: PlanState::Planned,
    };
    dana.plans = vec![Arc::new(plan)];
    let mut harness = at(view, Key::Num1);
    assert!(is_there(&harness, "did you meet?") && !is_there(&harness, "calendar"));
    looked(&mut harness, SECRET, &["2026-11-20T10:00"]);
    assert!(is_there(&harness, "It is in your calendar."));

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    press(&mut harness, "Look again");
    answer(&mut harness, SECRET, Err(Failure { error: "that address can’t be reached just now".into(), hint: None }));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    assert!(is_there(&harness, "That address can’t be reached just now."));
    assert!(is_there(&harness, "It is in your calendar."), "what was read before still says what it said");
    let looked_before = looks(&harness).len();
    press(&mut harness, "Look again");
    assert_eq!(looks(&harness).len(), looked_before + 1);
    assert!(!format!("{:?}", looks(&harness)).contains("secret"), "a secret is in no debug output");
}

#[test]
fn a_file_that_is_chosen_is_kept_in_sight_like_an_address() {
    let mut harness = at(busy(), Key::Num5);
    press(&mut harness, "Choose a file…");
    assert!(matches!(harness.state().work.last(), Some(Work::ChooseSource)));
    let ctx = harness.ctx.clone();
    let chosen = Made::Source(Source::of("/home/alex/mine.ics").unwrap());
    harness.state_mut().app.worked(&ctx, Ok(chosen));
    harness.run_steps(3);
    looked(&mut harness, "/home/alex/mine.ics", &[]);
    assert_eq!(last(&harness), Command::Choose(Setting::Calendar, "/home/alex/mine.ics".into()));
    let request = Request::Run(last(&harness));
    harness.state_mut().app.answered(&ctx, &request, Ok(Answer::Did(Outcome::Done)));
}

#[test]
fn its_busy_times_offer_two_free_ones() {
    let mut harness = at(with_source(busy()), Key::Num1);
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    let busy = vec![(time("2026-11-24T08:00:00Z"), time("2026-11-24T18:00:00Z"))];
    answer(&mut harness, SECRET, Ok(Sight { busy, ..Sight::default() }));
    press(&mut harness, "Can’t make it…");
    assert_eq!(harness.query_all_by_label("Move it there").count(), 2);
}

#[test]
fn plan_offers_free_times_of_the_calendar_in_sight() {
    let mut harness = harness(with_source(busy()), LIGHT);
    let at = |at: &str| -> Timestamp { at.parse().unwrap() };
    // Taken at ten on that day, from nine on the next.
    let taken = vec![
        (at("2026-11-24T10:00:00Z"), at("2026-11-24T11:00:00Z")),
        (at("2026-11-25T09:00:00Z"), at("2026-11-25T18:00:00Z")),
    ];
    answer(&mut harness, SECRET, Ok(Sight { busy: taken, ..Sight::default() }));
    press(&mut harness, "Move…");
    let free: Vec<String> = harness
        .query_all_by_label_contains("Free: ")
        .map(|it| it.accesskit_node().label().unwrap_or_default())
        .collect();
    assert_eq!(free.len(), 2, "{free:?}");
    assert!(free.iter().all(|it| !it.contains("25 November")), "{free:?}");
    harness.get_by_label(&free[0]).click();
    harness.run_steps(4);
    // The caret is in the field: Enter plans it.
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let planned = commands(&harness).into_iter().find_map(|it| match it {
        Command::Method(MethodCommand::Plan { at, .. }) => Some(at.to_string()),
        _ => None,
    });
    assert_eq!(planned.as_deref(), Some("2026-11-23T10:00:00"));
}
