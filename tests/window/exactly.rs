//! Nothing private becomes shared without its exact words shown where the button is, in the frame of what is shared.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, dana, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Rect, Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::civil::date;
use sideways::desk::{Request, View};
use sideways_core::{
    id::{EntryId, FinishedId},
    snapshot::{Finished, HeadsUp, SharedHeadsUp, Sharing, SharingState, Who},
};
use std::sync::Arc;

const TALL: Look = Look { size: vec2(1180.0, 1_700.0), ..LIGHT };
const WORDS: &str = "The exact words, \"as they are\"";

fn press(harness: &mut Harness<'_, Window>, label: &str) {
    let button = harness.query_all_by_label_contains(label).find(|it| it.accesskit_node().role() == Role::Button);
    button.unwrap_or_else(|| panic!("no {label}")).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(5);
}

fn commands(harness: &Harness<'_, Window>) -> Vec<String> {
    let changes =
        |request: &&Request| matches!(request, Request::Run(_)) && !format!("{request:?}").contains("KeepDraft");
    harness.state().asked.iter().filter(changes).map(|request| format!("{request:?}")).collect()
}

/// Where the words stand in the frame that says who will see them.
fn framed(harness: &Harness<'_, Window>, frame: &str, words: &str) -> Option<Rect> {
    let group =
        harness.query_all_by_role(Role::Group).find(|it| it.accesskit_node().label().is_some_and(|it| it == frame))?;
    let label = group.children_recursive().find(|it| {
        let node = it.accesskit_node();
        node.label().or_else(|| node.value()).is_some_and(|said| said == words)
    })?;
    Some(label.rect())
}

fn with_heads_up() -> View {
    let mut dana = dana();
    let heads_up = HeadsUp { id: EntryId([70; 16]), text: WORDS.into(), by: date(2026, 12, 3), sent: None, told: None };
    dana.heads_ups = vec![Arc::new(heads_up)];
    view_with(dana)
}

fn with_only_mine() -> View {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    let mut line = (*list.lines[0]).clone();
    line.id.0 = [71; 16];
    line.versions[0].text = WORDS.into();
    list.only_mine = vec![Arc::new(line)];
    dana.list = Arc::new(list);
    view_with(dana)
}

fn with_finished() -> View {
    let mut view = view();
    let work = Finished { id: FinishedId([9; 16]), on: date(2026, 11, 3), text: "The new ledger".into() };
    Arc::make_mut(&mut view.snapshot).finished = vec![work];
    view
}

/// What is opened, what it shows, what sends it, and the command that does.
type Row = (&'static str, fn() -> View, &'static [&'static str], &'static str, &'static str, &'static str);

#[test]
fn what_is_about_to_be_sent_is_shown_exactly_and_sent_by_a_second_press() {
    let rows: [Row; 3] = [
        ("a heads-up", with_heads_up, &["Send it…"], WORDS, "Send to Dana", "SendHeadsUp"),
        ("a line of mine", with_only_mine, &["Offer this…"], WORDS, "Put it into the list with Dana", "Offer("),
        (
            "finished work",
            with_finished,
            &["Offer to show: The new ledger", "Offer it to Dana Ruiz…"],
            "I could show you: The new ledger",
            "Put it into the list with Dana",
            "I could show you: The new ledger",
        ),
    ];
    for (what, view, open, words, send, command) in rows {
        for leave in [true, false] {
            let mut harness = harness(view(), TALL);
            if what == "finished work" {
                harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
                harness.run_steps(4);
            }
            for label in open {
                press(&mut harness, label);
            }
            assert_eq!(commands(&harness), [""; 0], "{what}: nothing yet");
            let shown = framed(&harness, "Dana will see", words).unwrap_or_else(|| panic!("{what}: the words"));
            assert!(harness.get_by_label(send).rect().top() > shown.bottom(), "{what}: the button is below them");
            // What can't be taken back isn't what a key pressed too early presses.
            assert!(!harness.get_by_label(send).is_focused(), "{what}");
            if leave {
                harness.key_press(Key::Escape);
                harness.run_steps(3);
                assert_eq!(commands(&harness), [""; 0], "{what}: left");
                assert!(framed(&harness, "Dana will see", words).is_none(), "{what}: left");
            } else {
                press(&mut harness, send);
                assert!(commands(&harness).iter().any(|it| it.contains(command)), "{what}: {:?}", commands(&harness));
            }
        }
    }
}

#[test]
fn what_i_am_working_on_is_shown_as_it_will_stand_while_it_is_typed() {
    let mut harness = harness(view(), TALL);
    press(&mut harness, "What I’m working on…");
    let field = harness.get_by_role_and_label(Role::TextInput, "What I’m working on");
    assert!(field.is_focused());
    field.type_text(WORDS);
    harness.run_steps(3);
    assert!(framed(&harness, "Dana will see", WORDS).is_some());
    assert_eq!(commands(&harness), [""; 0]);
    press(&mut harness, "Publish for Dana");
    assert!(commands(&harness)[0].contains("WorkingOn"), "{:?}", commands(&harness));
}

#[test]
fn sharing_shows_every_line_that_will_be_shared() {
    let mut dana = dana();
    dana.sharing = Sharing::default();
    let mut list = (*dana.list).clone();
    for n in 0..40_u8 {
        let mut line = (*list.lines[0]).clone();
        line.id.0 = [100 + n; 16];
        line.versions[0].text = format!("Line {n}");
        list.lines.push(Arc::new(line));
    }
    dana.list = Arc::new(list);
    let mut harness = harness(view_with(dana), TALL);
    press(&mut harness, "Share with Dana…");
    for n in 0..40 {
        assert!(framed(&harness, "Dana will see", &format!("Line {n}")).is_some(), "{n}");
    }
}

#[test]
fn a_heads_up_that_came_stands_in_the_frame_and_one_that_went_with_its_day() {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    let sent = EntryId([80; 16]);
    list.heads_ups = vec![
        SharedHeadsUp { id: EntryId([81; 16]), from: Who::Them, text: "A freeze".into(), at: NOW, heard: false },
        SharedHeadsUp { id: sent, from: Who::Me, text: "A move".into(), at: NOW, heard: true },
    ];
    dana.list = Arc::new(list);
    let by = date(2026, 12, 3);
    dana.heads_ups = vec![Arc::new(HeadsUp { id: sent, text: "A move".into(), by, sent: Some(NOW), told: None })];
    let mut harness = harness(view_with(dana), TALL);
    for words in ["A freeze", "A move"] {
        assert!(framed(&harness, "Shared with Dana Ruiz", words).is_some(), "{words}");
    }
    harness.get_by_label_contains("You wanted Dana to know, 22 November. Dana heard it");
    harness.get_by_label_contains("Dana wants you to know, 22 November");
    press(&mut harness, "Heard: A freeze");
    assert!(commands(&harness)[0].contains("Heard("), "{:?}", commands(&harness));
}

#[test]
fn what_is_added_while_sharing_is_stopped_is_added_where_it_will_stand() {
    let mut dana = dana();
    dana.sharing.state = SharingState::Stopped;
    let mut harness = harness(view_with(dana), TALL);
    assert!(harness.query_by_label("Add a line for both of you").is_none());
    let field = harness.get_by_role_and_label(Role::TextInput, "Add a line for yourself");
    let frame = harness.get_by_role_and_label(Role::Group, "Shared with Dana Ruiz");
    assert!(field.rect().top() > crate::scene::place(&frame).bottom(), "it is below what is shared");
    harness.get_by_label("Still only yours");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run_steps(3);
    assert!(harness.get_by_role_and_label(Role::TextInput, "Add a line for yourself").is_focused());
}

#[test]
fn now_is_now() {
    let mut away = view();
    away.links.clear();
    assert!(harness(away, TALL).query_by_label_contains("sees this as you write").is_none());
    harness(view(), TALL).get_by_label("Dana sees this as you write");
    let _ = DANA;
}
