//! Without a mouse: whatever can be pressed or typed in is reached by Tab, on every screen and in every dialog.

use crate::scene::{LIGHT, Look, Window, busy, dana, empty, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::desk::View;
use std::{collections::BTreeSet, sync::Arc};

/// High enough that nothing is scrolled away, and what is only drawn in sight is there.
const TALL: Look = Look { size: vec2(1180.0, 2400.0), ..LIGHT };

/// What one can press or type in, by role and name.
fn controls(harness: &Harness<'_, Window>) -> BTreeSet<String> {
    let is_control = |role: Role| {
        matches!(
            role,
            Role::Button | Role::CheckBox | Role::RadioButton | Role::TextInput | Role::MultilineTextInput | Role::Link
        )
    };
    let nodes = harness.root().children_recursive();
    nodes
        .filter(|node| is_control(node.accesskit_node().role()) && !node.accesskit_node().is_disabled())
        .map(|node| format!("{:?} {}", node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default()))
        .collect()
}

fn focused(harness: &Harness<'_, Window>) -> Option<String> {
    let node = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())?;
    Some(format!("{:?} {}", node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default()))
}

/// What opens a dialog, and the view it opens on.
type Row = (&'static str, fn() -> View);

/// Walks with Tab until nothing new comes; what was never stopped at.
fn out_of_reach(harness: &mut Harness<'_, Window>) -> Vec<String> {
    let mut reached = BTreeSet::new();
    let mut since_new = 0;
    while since_new < 25 {
        harness.key_press(Key::Tab);
        harness.step();
        harness.step();
        let new = focused(harness).is_some_and(|stop| reached.insert(stop));
        since_new = if new { 0 } else { since_new + 1 };
    }
    controls(harness).into_iter().filter(|control| !reached.contains(control)).collect()
}

fn pressed(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label_contains(label).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(6);
}

#[test]
fn everything_on_every_screen_is_reached_by_tab() {
    let mut named = empty();
    Arc::make_mut(&mut named.snapshot).me.name = "Alex Kim".into();
    let places = [None, Some(Key::Num1), Some(Key::Num2), Some(Key::Num3), Some(Key::Num4), Some(Key::Num5)];
    for (what, view) in [("a week", busy()), ("the first day", named), ("nothing at all", empty())] {
        for key in places {
            let mut harness = harness(view.clone(), TALL);
            if let Some(key) = key {
                harness.key_press_modifiers(Modifiers::COMMAND, key);
            }
            harness.run_steps(4);
            assert_eq!(out_of_reach(&mut harness), [""; 0], "{what}, {key:?}");
        }
    }
}

#[test]
fn everything_in_every_dialog_is_reached_by_tab() {
    let unchecked = || {
        let mut dana = dana();
        dana.sharing.checked = false;
        dana.sharing.words = Some(["harbour", "violin", "maple", "lantern"].map(String::from));
        view_with(dana)
    };
    let rows: [Row; 9] = [
        ("Share with Dana…", private),
        ("Edit…", view),
        ("Moving on…", view),
        ("Calendar…", busy),
        ("History…", view),
        ("Stop sharing…", view),
        ("Can’t make it…", busy),
        ("Start the half hour", busy),
        ("Find anything", view),
    ];
    for (label, view) in rows {
        let mut harness = harness(view(), TALL);
        // What lies behind a dialog can't be reached while it is open.
        let behind = controls(&harness);
        pressed(&mut harness, label);
        assert_ne!(controls(&harness), behind, "{label} opens something");
        let mut missed = out_of_reach(&mut harness);
        missed.retain(|control| !behind.contains(control));
        assert_eq!(missed, [""; 0], "{label}");
    }
    let behind = controls(&harness(view(), TALL));
    let mut words = harness(unchecked(), TALL);
    words.run_steps(4);
    let mut missed = out_of_reach(&mut words);
    missed.retain(|control| !behind.contains(control) && !control.contains("Compare the four words"));
    assert_eq!(missed, [""; 0], "the four words");
}

fn private() -> View {
    let mut dana = dana();
    dana.sharing = Default::default();
    view_with(dana)
}
