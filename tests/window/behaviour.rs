//! What a person can do, by role and name, and with the keyboard alone.

use crate::scene::{DANA, LIGHT, Window, dana, disputed, empty, harness, view, view_with};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::desk::Request;
use sideways_core::{
    command::{Command, ListCommand, ShareCommand},
    id::WordingId,
    snapshot::{Field, Kind, State},
};
use std::sync::Arc;

fn asked(harness: &mut Harness<'_, Window>) -> Vec<Request> {
    std::mem::take(&mut harness.state_mut().asked)
}

fn list_commands(harness: &mut Harness<'_, Window>) -> Vec<ListCommand> {
    let list = |request| if let Request::Run(Command::List(_, command)) = request { Some(command) } else { None };
    asked(harness).into_iter().filter_map(list).collect()
}

#[test]
fn a_line_is_added_with_the_keyboard_alone() {
    let mut harness = harness(view(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Add a line for both of you").type_text("Two hours of review");
    harness.run_steps(2);
    harness.get_by_label("not sent yet");
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let add = ListCommand::Add { text: "Two hours of review".into(), kind: Kind::Idea };
    assert_eq!(list_commands(&mut harness), [add]);
}

#[test]
fn what_is_typed_is_kept_at_once_and_entered_after_a_pause() {
    let mut harness = harness(view(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Add a line for both of you").type_text("Half a");
    harness.run_steps(5);
    let kept = Request::Run(Command::KeepDraft(Field::NewLine(DANA), "Half a".into()));
    let soon = asked(&mut harness);
    assert!(soon.iter().any(|request| format!("{request:?}") == format!("{kept:?}")), "{soon:?}");
    harness.run_steps(14);
    let add = ListCommand::Add { text: "Half a".into(), kind: Kind::Idea };
    assert_eq!(list_commands(&mut harness), [add]);
}

#[test]
fn a_draft_is_there_again() {
    let mut view = view();
    Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).drafts)
        .insert(Field::NewLine(DANA), "Before the crash".into());
    let harness = harness(view, LIGHT);
    assert!(harness.query_all_by_value("Before the crash").count() > 0);
}

#[test]
fn of_two_wordings_one_is_kept() {
    let mut harness = harness(view(), LIGHT);
    harness.get_by_label("Keep: Read the cloud bill together for 20 minutes after each close").click();
    harness.run_steps(2);
    assert_eq!(list_commands(&mut harness), [ListCommand::Choose(disputed().id, WordingId([33; 16]))]);
    harness.get_by_label("keep both").click();
    harness.run_steps(2);
    assert_eq!(list_commands(&mut harness), [ListCommand::KeepBoth(disputed().id)]);
}

#[test]
fn a_dot_says_how_far_a_line_is() {
    let mut harness = harness(view(), LIGHT);
    harness.get_by_label_contains("Say that it is done").click();
    harness.run_steps(2);
    let commands = list_commands(&mut harness);
    assert!(matches!(commands.as_slice(), [ListCommand::SetState(_, State::Done)]), "{commands:?}");
}

#[test]
fn sharing_says_what_they_will_see_and_makes_an_invitation() {
    let mut dana = dana();
    dana.sharing = Default::default();
    let mut harness = harness(view_with(dana), LIGHT);
    harness.get_by_label("Share with Dana…").click();
    harness.run_steps(4);
    harness.get_by_label("Make invitation").click();
    harness.run_steps(2);
    assert!(asked(&mut harness).iter().any(|request| matches!(request, Request::Invite(peer) if *peer == DANA)));
}

#[test]
fn four_words_match_or_differ() {
    for (press, command) in [("They match", ShareCommand::Confirm), ("They differ", ShareCommand::Unlink)] {
        let mut dana = dana();
        dana.sharing.checked = false;
        dana.sharing.words = Some(["harbour", "violin", "maple", "lantern"].map(String::from));
        let mut harness = harness(view_with(dana), LIGHT);
        harness.run_steps(4);
        harness.get_by_label("violin");
        harness.get_by_label(press).click();
        harness.run_steps(2);
        let share = asked(&mut harness).into_iter().find_map(|request| match request {
            Request::Run(Command::Share(_, command)) => Some(command),
            _ => None,
        });
        assert_eq!(share, Some(command));
    }
}

#[test]
fn hiding_hides_everything_private_at_once() {
    let mut harness = harness(view(), LIGHT);
    assert!(harness.query_all_by_label_contains("budget freeze").count() > 0);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
    harness.run_steps(2);
    for private in ["budget freeze", "Freeze holds", "Priya introduced us"] {
        assert_eq!(harness.query_all_by_label_contains(private).count(), 0, "{private}");
    }
    assert!(harness.query_all_by_label_contains("ledger cut-over").count() > 0);
}

#[test]
fn the_first_run_asks_who_you_are_and_then_for_one_peer() {
    let mut harness = harness(empty(), LIGHT);
    for (field, text) in [("Your name", "Alex Kim"), ("Your department", "Engineering")] {
        harness.get_by_role_and_label(Role::TextInput, field).focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
        harness.run_steps(2);
    }
    harness.get_by_label("Continue").click();
    harness.run_steps(2);
    assert!(
        asked(&mut harness).iter().any(|it| matches!(it, Request::Run(Command::SetMe(me)) if me.name == "Alex Kim"))
    );
}

#[test]
fn an_idle_window_draws_nothing_on_any_screen() {
    let numbers = [None, Some(Key::Num1), Some(Key::Num2), Some(Key::Num3), Some(Key::Num4), Some(Key::Num5)];
    for key in numbers {
        let mut harness = harness(crate::scene::busy(), LIGHT);
        if let Some(key) = key {
            harness.key_press_modifiers(Modifiers::COMMAND, key);
        }
        harness.run_steps(20);
        let delay = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
        assert!(delay.is_none_or(|delay| delay.as_secs() > 3600), "{key:?}: {delay:?}");
    }
}

#[test]
fn an_open_dialog_draws_nothing_either() {
    let idle = |harness: &mut Harness<'_, Window>, what: &str| {
        harness.run_steps(40);
        let delay = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
        assert!(delay.is_none_or(|delay| delay.as_secs() > 3600), "{what}: {delay:?}");
    };
    let mut dana = dana();
    dana.sharing.checked = false;
    dana.sharing.words = Some(["harbour", "violin", "maple", "lantern"].map(String::from));
    let mut words = harness(view_with(dana), LIGHT);
    words.get_by_label("violin");
    idle(&mut words, "the four words");
    for (label, says) in
        [("Edit…", "About Dana"), ("History…", "What was changed with Dana"), ("Stop sharing…", "Dana")]
    {
        let mut harness = harness(view(), LIGHT);
        harness.get_by_label_contains(label).focus();
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert!(harness.query_all_by_label_contains(says).next().is_some());
        // A caret that blinks is the one thing that may move.
        harness.ctx.memory_mut(|memory| memory.stop_text_input());
        idle(&mut harness, label);
    }
}

#[test]
fn what_can_be_done_is_found_and_done_from_find() {
    let mut harness = harness(view(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TextInput, "Find anything").type_text("hide everything");
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(6);
    assert_eq!(harness.query_all_by_label_contains("budget freeze").count(), 0);
    harness.key_press(Key::F1);
    harness.run_steps(4);
    for keys in ["Ctrl K", "Ctrl H", "Alt O  A  P  H", "F1"] {
        harness.get_by_label(keys);
    }
}

#[test]
fn light_or_dark_is_chosen_in_the_settings() {
    let mut harness = harness(view(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::RadioButton, "Dark").focus();
    harness.run_steps(2);
    harness.key_press(Key::Space);
    harness.run_steps(4);
    assert_eq!(harness.state().app.look(), sideways::files::Look::Dark);
    assert!(harness.ctx.theme() == eframe::egui::Theme::Dark);
}

/// Keys, clicks, the wheel and words, anywhere and in any order, on a window that is now and then another size.
#[test]
fn it_survives_any_keys_and_clicks() {
    let steps = std::env::var("SIDEWAYS_CLICKS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(400_u64);
    let mut harness = harness(crate::scene::busy(), LIGHT);
    let keys = [
        Key::Tab,
        Key::Enter,
        Key::Escape,
        Key::ArrowDown,
        Key::ArrowUp,
        Key::F1,
        Key::N,
        Key::Space,
        Key::Backspace,
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::K,
        Key::H,
        Key::O,
        Key::P,
        Key::A,
        Key::Z,
        Key::Period,
    ];
    let modifiers = [Modifiers::NONE, Modifiers::COMMAND, Modifiers::ALT, Modifiers::SHIFT];
    let sizes = [vec2(1180.0, 760.0), vec2(420.0, 420.0), vec2(640.0, 760.0), vec2(900.0, 2_000.0)];
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for step in 0..steps {
        match next(8) {
            0..=2 => {
                let at = eframe::egui::pos2(next(1_180) as f32, next(760) as f32);
                let button = if next(8) == 0 { PointerButton::Secondary } else { PointerButton::Primary };
                harness.event(Event::PointerMoved(at));
                for pressed in [true, false] {
                    harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
                }
            }
            3 => harness
                .event(Event::Text(["a", "2026-12-03 10:00", "\u{202e}x", "dana@example.com", "…"][next(5)].into())),
            4 => harness.event(Event::Paste("a pasted\nword".repeat(next(40)))),
            _ => harness.key_press_modifiers(modifiers[next(modifiers.len())], keys[next(keys.len())]),
        }
        if step % 500 == 499 {
            harness.set_size(sizes[next(sizes.len())]);
            harness.state_mut().now.unix_ms += 300_000;
        }
        harness.step();
        if step % 50 == 49 {
            harness.state_mut().work.clear();
            asked(&mut harness);
        }
    }
}

#[test]
fn a_promise_is_ticked_off_and_a_half_hour_planned_and_taken_back() {
    let mut harness = harness(crate::scene::busy(), LIGHT);
    harness.get_by_label("You said: Send the server cost forecast (by 25 November)").click();
    harness.run_steps(4);
    harness.get_by_label("Move…").click();
    harness.run_steps(4);
    harness.get_by_label("Plan it").click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    let asked = format!("{:?}", harness.state().asked);
    for wanted in ["SetPromise", "2026-11-24T10:00:00", "Run(Undo)"] {
        assert!(asked.contains(wanted), "{wanted} in {asked}");
    }
}

#[test]
fn today_offers_what_can_be_done_and_never_cancels_first() {
    let mut harness = harness(crate::scene::busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    harness.get_by_label("Told…").click();
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.get_by_label("Can’t make it…").click();
    harness.run_steps(4);
    let skip = harness.get_by_label("Skip this one");
    let first = harness.get_all_by_label_contains("15 minutes").next().unwrap();
    assert!(skip.rect().top() > first.rect().top(), "skipping is offered last");
    skip.click();
    harness.run_steps(4);
    let asked = format!("{:?}", harness.state().asked);
    assert!(asked.contains("SetTold") && asked.contains("SkipPlan"), "{asked}");
}

#[test]
fn hidden_means_hidden_in_every_place() {
    for place in [Key::Num1, Key::Num3, Key::Num4, Key::K] {
        let mut harness = harness(crate::scene::busy(), LIGHT);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Period);
        harness.run_steps(4);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
        harness.run_steps(4);
        harness.key_press_modifiers(Modifiers::COMMAND, place);
        harness.run_steps(6);
        for private in ["Dana", "Marco", "Atlas", "Licence", "forecast", "freeze"] {
            let shown = harness.query_all_by_label_contains(private).count();
            assert_eq!(shown, 0, "{private} is shown after {place:?}");
        }
    }
}

#[test]
fn a_project_is_added_and_the_review_walked_by_keyboard_and_name() {
    let mut harness = harness(crate::scene::busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    harness.run_steps(4);
    for (field, text) in [("Its name", "Borealis"), ("What it will need, of whom", "Legal: a clause, IT: support")] {
        harness.get_by_role_and_label(Role::TextInput, field).focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
        harness.run_steps(4);
    }
    harness.get_by_label_contains("Add the project").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    harness.run_steps(4);
    while harness.query_by_label("Next").is_some() {
        harness.get_by_label("Next").click();
        harness.run_steps(4);
    }
    harness.get_by_label("Done").click();
    harness.run_steps(4);
    let asked = format!("{:?}", harness.state().asked);
    for wanted in ["Borealis", "(\"Legal\", \"a clause\")", "Reviewed(2026-11-22)"] {
        assert!(asked.contains(wanted), "{wanted} in {asked}");
    }
}

#[test]
fn what_a_colleague_typed_is_shown_and_not_obeyed() {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    let mut line = (*list.lines[0]).clone();
    line.versions[0].text = "pay \u{202E}tnuoma\u{202C} \u{7}now".into();
    list.lines[0] = Arc::new(line);
    dana.list = Arc::new(list);
    let harness = harness(view_with(dana), LIGHT);
    assert!(harness.query_all_by_label_contains("\\u{202e}").next().is_some(), "it is shown");
    assert!(harness.query_all_by_label_contains("\u{202E}").next().is_none(), "it is obeyed");
}
