//! Narrow windows and long names: nothing is cut, no word stands one letter wide, and what goes on is in sight.

use crate::scene::{DANA, LIGHT, Look, Window, busy, harness};
use eframe::egui::{Key, Modifiers, Rect, Role, Shape, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::{desk::View, window::App};
use std::sync::Arc;

const LOOKS: [(&str, Look); 3] = [
    ("420", Look { size: vec2(420.0, 760.0), ..LIGHT }),
    ("640", Look { size: vec2(640.0, 760.0), ..LIGHT }),
    ("200 %", Look { zoom: 2.0, size: vec2(1180.0, 900.0), ..LIGHT }),
];

const LONG: &str = "Maximiliane Alexandra von und zu Donaudampfschifffahrtsgesellschaft-Hohenlohe the younger";

fn long_names() -> View {
    let mut view = busy();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    for peer in &mut snapshot.peers {
        let peer = Arc::make_mut(peer);
        peer.name = LONG.into();
        peer.department = "Strategic procurement, contracts, facilities and everything that belongs to them".into();
        peer.role = "Headofallthingsthathaveaverylongnamewithoutanyspace".into();
    }
    let project = Arc::make_mut(&mut snapshot.projects[0]);
    project.name = LONG.into();
    view
}

fn visit(harness: &mut Harness<'_, Window>, nth: usize) {
    let ctx = harness.ctx.clone();
    harness.state_mut().app.visit(&ctx, DANA, nth);
    harness.run_steps(6);
}

/// What is on the screen, by role and name.
fn things(harness: &Harness<'_, Window>) -> Vec<(String, Rect)> {
    let said = |role: Role| {
        matches!(
            role,
            Role::Button
                | Role::CheckBox
                | Role::RadioButton
                | Role::TextInput
                | Role::MultilineTextInput
                | Role::Link
                | Role::Label
                | Role::Heading
                | Role::Group
        )
    };
    let nodes = harness.root().children_recursive().filter(|it| said(it.accesskit_node().role()));
    nodes
        .filter(|it| it.accesskit_node().bounding_box().is_some())
        .map(|it| {
            let node = it.accesskit_node();
            (format!("{:?} {}", node.role(), node.label().or_else(|| node.value()).unwrap_or_default()), it.rect())
        })
        .collect()
}

#[test]
fn nothing_is_cut_at_the_side_in_a_narrow_window() {
    for (name, look) in LOOKS {
        for view in [busy as fn() -> View, long_names] {
            let mut harness = harness(view(), look);
            for (nth, stop) in App::tour(DANA).into_iter().enumerate() {
                visit(&mut harness, nth);
                let width = harness.ctx.content_rect().width();
                for (what, rect) in things(&harness) {
                    assert!(rect.right() <= width + 1.0 && rect.left() >= -1.0, "{stop} at {name}: {what} at {rect:?}");
                }
                harness.key_press(Key::Escape);
                harness.run_steps(2);
            }
        }
    }
}

fn ragged(shape: &Shape, found: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| ragged(shape, found)),
        Shape::Text(text) => {
            // Three rows of one letter or two are a word that found no room.
            let thin = text.galley.rows.iter().filter(|row| (1..=2).contains(&row.glyphs.len())).count();
            if thin >= 3 {
                found.push(text.galley.text().to_owned());
            }
        }
        _ => {}
    }
}

#[test]
fn no_word_stands_one_letter_wide() {
    for (name, look) in LOOKS {
        let mut harness = harness(long_names(), look);
        for (nth, stop) in App::tour(DANA).into_iter().enumerate() {
            visit(&mut harness, nth);
            let mut found = Vec::new();
            harness.output().shapes.iter().for_each(|shape| ragged(&shape.shape, &mut found));
            assert_eq!(found, [""; 0], "{stop} at {name}");
            harness.key_press(Key::Escape);
            harness.run_steps(2);
        }
    }
}

#[test]
fn a_long_name_ends_in_dots_and_comes_up_whole_under_the_pointer() {
    let mut harness = harness(long_names(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run_steps(4);
    let rail = harness.query_all_by_label(LONG).find(|it| it.rect().right() < 208.0).unwrap().rect();
    let whole = |harness: &Harness<'_, Window>| {
        let mut found = 0;
        fn count(shape: &Shape, found: &mut usize) {
            match shape {
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| count(shape, found)),
                Shape::Text(text) if !text.galley.elided && text.galley.text() == LONG => *found += 1,
                _ => {}
            }
        }
        harness.output().shapes.iter().for_each(|shape| count(&shape.shape, &mut found));
        found
    };
    let before = whole(&harness);
    harness.hover_at(rail.center());
    harness.run_steps(8);
    assert!(whole(&harness) > before, "the whole name comes up");
}

#[test]
fn what_goes_on_is_in_sight_in_every_dialog() {
    for (name, look) in [("420", LOOKS[0].1), ("low", Look { size: vec2(700.0, 430.0), ..LIGHT })] {
        for (stop, primary) in
            [("Share…", "Make invitation"), ("Edit…", "Save"), ("Tests…", "Save"), ("Keys…", "Close")]
        {
            let mut view = busy();
            if stop == "Share…" {
                let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
                dana.sharing = Default::default();
            }
            let mut harness = harness(view, look);
            let nth = App::tour(DANA).iter().position(|it| it == stop).unwrap();
            visit(&mut harness, nth);
            let dialog = crate::scene::place(&harness.get_by_role(Role::Dialog));
            let button =
                harness.query_all_by_label(primary).find(|it| it.accesskit_node().role() == Role::Button).unwrap();
            assert!(dialog.contains_rect(button.rect()), "{stop} at {name}: {primary} at {:?}", button.rect());
            assert!(harness.ctx.content_rect().contains_rect(button.rect()), "{stop} at {name}");
        }
    }
}
