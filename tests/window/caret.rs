//! Two write at once: whoever is connected sees where the other writes, and is told where I do, now and then.

use crate::scene::{DANA, LIGHT, Look, Window, harness, view};
use eframe::egui::{Key, Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::desk::{Caret, Request};
use sideways_core::id::LineId;

const PAD: &str = "For our next half hour";

fn told(harness: &Harness<'_, Window>) -> Vec<Option<Caret>> {
    let caret = |request: &Request| match request {
        Request::Caret(DANA, caret) => Some(*caret),
        _ => None,
    };
    harness.state().asked.iter().filter_map(caret).collect()
}

fn tall(theme: Theme) -> Look {
    Look { theme, size: vec2(1180.0, 1100.0), ..LIGHT }
}

#[test]
fn where_i_write_is_told_to_who_is_connected_and_not_letter_by_letter() {
    let mut harness = harness(view(), tall(Theme::Light));
    assert_eq!(told(&harness), []);
    harness.get_by_role_and_label(Role::MultilineTextInput, PAD).focus();
    harness.run_steps(3);
    harness.key_press(Key::Home);
    harness.run_steps(40);
    let before = told(&harness).len();
    assert!(matches!(told(&harness).last(), Some(Some(Caret::Pad(0)))), "{:?}", told(&harness));
    // Steps are a quarter of a second each at most: twelve letters in three frames are told once or twice.
    for letters in ["Bring", " the ", "list"] {
        harness.get_by_role_and_label(Role::MultilineTextInput, PAD).type_text(letters);
    }
    harness.run_steps(30);
    let after = told(&harness);
    assert_eq!(after.last(), Some(&Some(Caret::Pad(14))));
    assert!(after.len() <= before + 3, "{after:?}");
    // Elsewhere: that I don't write is told too.
    harness.get_by_role_and_label(Role::Button, "Today").click();
    harness.run_steps(20);
    assert_eq!(told(&harness).last(), Some(&None));
}

#[test]
fn nobody_is_told_while_they_are_away() {
    let mut harness = harness(view(), tall(Theme::Light));
    harness.state_mut().view.links.clear();
    harness.get_by_role_and_label(Role::MultilineTextInput, PAD).focus();
    harness.run_steps(20);
    assert_eq!(told(&harness), []);
    harness.state_mut().view.links = view().links;
    harness.run_steps(20);
    assert_eq!(told(&harness).len(), 1);
}

#[test]
fn their_caret_stands_on_the_pad_with_their_name() {
    let mut harness = harness(view(), tall(Theme::Light));
    harness.state_mut().view.carets.insert(DANA, Caret::Pad(22));
    harness.run_steps(3);
    harness.get_by_label("Dana writes here now");
    harness.snapshot("pad-light");
    // A number out of all reason is the end of the text.
    harness.state_mut().view.carets.insert(DANA, Caret::Pad(u32::MAX));
    harness.run_steps(30);
    harness.state_mut().view.carets.clear();
    harness.run_steps(3);
    assert!(harness.query_by_label("Dana writes here now").is_none());
}

#[test]
fn the_line_they_reword_says_so() {
    let mut harness = harness(view(), tall(Theme::Dark));
    let line = harness.state().view.snapshot.peers.iter().find(|it| it.id == DANA).unwrap().list.lines[0].id;
    harness.state_mut().view.carets.insert(DANA, Caret::Line(line));
    harness.run_steps(3);
    harness.get_by_label("Dana writes here");
    harness.snapshot("rewording-dark");
    harness.state_mut().view.carets.insert(DANA, Caret::Line(LineId([0; 16])));
    harness.run_steps(3);
    assert!(harness.query_by_label("Dana writes here").is_none());
}
