//! Where one is and what one types: a page opens at its top, a form has the caret in sight, Enter finishes it and Esc leaves
//! it, the keyboard begins in the page, and no key or click that comes too early does what can't be taken back.

use crate::scene::{DANA, LIGHT, Look, Window, busy, harness, view};
use eframe::egui::{Key, Modifiers, Rect, Role, pos2, vec2};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::civil::date;
use sideways::{
    desk::{Request, View},
    window::App,
};
use sideways_core::{
    id::EntryId,
    snapshot::{Plan, PlanState},
};
use std::sync::Arc;

/// Low, so that most of a page is out of sight.
const LOW: Look = Look { size: vec2(1180.0, 480.0), ..LIGHT };

fn label(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

/// Presses what is called exactly so, by keyboard.
fn press(harness: &mut Harness<'_, Window>, name: &str) {
    let button = harness.query_all_by_role(Role::Button).find(|it| label(it) == name);
    button.unwrap_or_else(|| panic!("no {name}")).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(6);
}

fn sight(harness: &Harness<'_, Window>) -> Rect {
    harness.ctx.content_rect()
}

fn asked(harness: &Harness<'_, Window>) -> usize {
    let changes =
        |request: &&Request| matches!(request, Request::Run(_)) && !format!("{request:?}").contains("KeepDraft");
    harness.state().asked.iter().filter(changes).count()
}

fn at_page(_: &mut Harness<'_, Window>) {}

fn at_today(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
}

fn at_thread(harness: &mut Harness<'_, Window>) {
    press(harness, "More about: Badge access for the audit week");
}

/// A half hour that passed, and a heads-up, with Dana.
fn passed() -> View {
    let mut view = busy();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    let told = snapshot.peers.iter().find(|peer| peer.name == "Marco Weiss").unwrap().heads_ups.clone();
    let dana = Arc::make_mut(&mut snapshot.peers[0]);
    let at = date(2026, 11, 20).at(10, 0, 0, 0);
    let plan = Plan { id: EntryId([90; 16]), at, zone: "UTC".into(), minutes: 30, moves: 0, state: PlanState::Planned };
    dana.plans.push(Arc::new(plan));
    dana.heads_ups = told;
    Arc::make_mut(&mut dana.heads_ups[0]).id = EntryId([91; 16]);
    view
}

/// Where it is, what opens it, its first field, and what is typed there.
type Row = (fn() -> View, fn(&mut Harness<'_, Window>), &'static str, &'static str, &'static str);

const FORMS: [Row; 11] = [
    (view, at_page, "Their words", "Their words", "The audit"),
    (view, at_page, "Note", "A private note", "Short mails"),
    (view, at_page, "Promise", "A promise", "Send it"),
    (view, at_page, "Plan…", "Day and time", ""),
    (view, at_page, "Prepare", "Something to prepare", "Ask after the audit"),
    (view, at_page, "Heads-up", "A heads-up", "A move"),
    (passed, at_page, "Told…", "How you told them", "Called her"),
    (view, at_page, "What I’m working on…", "What I’m working on", "The move"),
    (view, at_thread, "Write a note on it", "A short note on this line", "Mind the gap"),
    (passed, at_today, "Yes, write a line", "What keeps Dana up at night", "The audit"),
    (passed, at_today, "Told…", "How you told them", "Called her"),
];

fn field_of<'a>(harness: &'a Harness<'_, Window>, name: &str) -> Option<Node<'a>> {
    let roles = [Role::TextInput, Role::MultilineTextInput];
    roles.into_iter().find_map(|role| harness.query_all_by_role(role).find(|it| label(it) == name))
}

#[test]
fn a_form_has_the_caret_in_sight_esc_leaves_it_and_enter_finishes_it() {
    for (view, go, opens, name, text) in FORMS {
        let mut harness = harness(view(), LOW);
        go(&mut harness);
        press(&mut harness, opens);
        let field = field_of(&harness, name).unwrap_or_else(|| panic!("{opens}: no {name}"));
        assert!(field.is_focused(), "{opens}: the caret");
        assert!(sight(&harness).contains_rect(field.rect()), "{opens}: {:?} is out of sight", field.rect());
        let before = asked(&harness);
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert!(field_of(&harness, name).is_none(), "{opens}: Esc leaves it");
        assert_eq!(asked(&harness), before, "{opens}: Esc enters nothing");

        go(&mut harness);
        press(&mut harness, opens);
        field_of(&harness, name).unwrap_or_else(|| panic!("{opens} once more")).type_text(text);
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert!(asked(&harness) > before, "{opens}: Enter finishes it");
        if opens != "Prepare" {
            assert!(field_of(&harness, name).is_none(), "{opens}: and it is closed");
        }
    }
}

#[test]
fn what_is_typed_is_there_again_after_esc() {
    let mut harness = harness(view(), LIGHT);
    press(&mut harness, "Note");
    harness.get_by_role_and_label(Role::MultilineTextInput, "A private note").type_text("Half a thought");
    harness.run_steps(2);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    press(&mut harness, "Note, begun");
    assert!(harness.query_all_by_value("Half a thought").next().is_some());
}

#[test]
fn a_page_opens_at_its_top_with_the_keyboard_in_it() {
    let mut harness = harness(busy(), LOW);
    let titles = [
        (Key::Num1, "Today"),
        (Key::Num2, "Peers"),
        (Key::Num3, "Projects"),
        (Key::Num4, "Review"),
        (Key::Num5, "Settings and safety"),
    ];
    for _ in 0..2 {
        for (key, title) in titles {
            harness.key_press_modifiers(Modifiers::COMMAND, key);
            harness.run_steps(4);
            let heading = harness.get_by_role_and_label(Role::Heading, title);
            assert!(sight(&harness).contains_rect(heading.rect()), "{title}: {:?}", heading.rect());
            harness.key_press(Key::Tab);
            harness.run_steps(2);
            let focused = harness.root().children_recursive().find(|it| it.accesskit_node().is_focused()).unwrap();
            assert!(focused.rect().left() > 208.0, "{title}: Tab begins at {:?}", label(&focused));
            harness.hover_at(pos2(700.0, 300.0));
            harness.event(eframe::egui::Event::MouseWheel {
                unit: eframe::egui::MouseWheelUnit::Point,
                delta: vec2(0.0, -900.0),
                phase: eframe::egui::TouchPhase::Move,
                source: eframe::egui::MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(6);
        }
    }
}

/// What can't be taken back, or stops or sends something.
const GRAVE: [&str; 22] = [
    "It was moved",
    "It was copied",
    "Stop sharing",
    "Erase",
    "They match",
    "They differ",
    "Withdraw it",
    "Make invitation",
    "Make a new invitation",
    "Join",
    "Thank and close",
    "End it",
    "Skip the next one",
    "Skip this one",
    "Set it up",
    "Bring them in",
    "Bring it in",
    "Move all of them there",
    "Move the next one there",
    "Keep nothing of it",
    "Turn the network off",
    "Done",
];

fn is_grave(name: &str) -> bool {
    GRAVE.contains(&name)
}

fn dialogs() -> Vec<(usize, String)> {
    App::tour(DANA).into_iter().enumerate().filter(|(_, name)| name.ends_with('…')).collect()
}

fn scene_for(name: &str) -> View {
    let mut view = busy();
    let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
    match name {
        "Folder…" => view.folder.asks = Some(sideways::copies::Question::Elsewhere),
        "Share…" => dana.sharing = Default::default(),
        "Words…" => {
            dana.sharing.checked = false;
            dana.sharing.words = Some(["harbour", "violin", "maple", "lantern"].map(String::from));
        }
        _ => {}
    }
    view
}

fn opened(nth: usize, name: &str) -> Harness<'static, Window> {
    let mut harness = harness(scene_for(name), LIGHT);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    let ctx = harness.ctx.clone();
    harness.state_mut().app.visit(&ctx, DANA, nth);
    harness.run_steps(6);
    harness
}

#[test]
fn nothing_grave_has_the_first_focus_in_any_dialog() {
    for (nth, name) in dialogs() {
        // These are about a file, and there is none.
        if ["Sheet…", "Came…"].contains(&name.as_str()) {
            continue;
        }
        let harness = opened(nth, &name);
        let focused = harness.root().children_recursive().find(|it| it.accesskit_node().is_focused());
        let focused = focused.map(|it| label(&it)).unwrap_or_default();
        assert!(!focused.is_empty(), "{name}: nothing has the focus");
        assert!(!is_grave(&focused), "{name}: {focused}");
    }
}

/// What can be pressed, and where it is.
fn controls(harness: &Harness<'_, Window>) -> Vec<(String, Rect)> {
    let roles = [Role::Button, Role::CheckBox, Role::RadioButton];
    let nodes = roles.into_iter().flat_map(|role| harness.query_all_by_role(role).collect::<Vec<_>>());
    nodes.filter(|it| !it.accesskit_node().is_disabled()).map(|it| (label(&it), it.rect())).collect()
}

#[test]
fn nothing_grave_comes_to_stand_where_something_harmless_was_pressed() {
    let mut pressed = 0;
    for (nth, name) in dialogs() {
        let first = opened(nth, &name);
        let inside = first.query_by_role(Role::Dialog).map(|it| crate::scene::place(&it));
        let Some(inside) = inside else { continue };
        let harmless: Vec<_> = controls(&first)
            .into_iter()
            .filter(|(name, rect)| !is_grave(name) && inside.contains_rect(*rect))
            .collect();
        for (what, rect) in harmless {
            let mut harness = opened(nth, &name);
            harness.hover_at(rect.center());
            harness.step();
            for pressed in [true, false] {
                harness.event(eframe::egui::Event::PointerButton {
                    pos: rect.center(),
                    button: eframe::egui::PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::NONE,
                });
            }
            harness.run_steps(5);
            pressed += 1;
            if harness.query_by_role(Role::Dialog).is_none() {
                continue;
            }
            let there = controls(&harness).into_iter().find(|(name, at)| is_grave(name) && at.contains(rect.center()));
            assert!(there.is_none(), "{name}: {:?} stands where {what} was pressed", there.map(|(name, _)| name));
        }
    }
    assert!(pressed > 30, "{pressed}");
}
