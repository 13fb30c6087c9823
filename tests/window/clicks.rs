//! A newcomer's ten minutes, with clicks that are counted: me and three peers take five at most, and each way of a day
//! three. After each of them what is typed goes where it is meant to.

use crate::{living::Living, scene::LIGHT};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sideways_core::snapshot::PlanState;

struct Day {
    living: Living,
    clicks: usize,
}

impl Day {
    fn begins() -> Self {
        Self { living: Living::grown(|_| {}, LIGHT), clicks: 0 }
    }

    /// A click on what is called so.
    fn click(&mut self, role: Role, name: &str) {
        let harness = &self.living.harness;
        let called = |it: &egui_kittest::Node<'_>| it.accesskit_node().label().unwrap_or_default() == name;
        let found = harness.query_all_by_role(role).find(called);
        found.unwrap_or_else(|| panic!("no {name} among {:?}", self.living.buttons())).click();
        self.clicks += 1;
        self.living.settle();
    }

    fn press(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Types wherever the caret is; it is somewhere.
    fn types(&mut self, text: &str) {
        let harness = &self.living.harness;
        let fields = [Role::TextInput, Role::MultilineTextInput];
        let focused = fields
            .into_iter()
            .find_map(|role| harness.query_all_by_role(role).find(|it| it.accesskit_node().is_focused()));
        focused.unwrap_or_else(|| panic!("{text:?} is typed and goes nowhere")).type_text(text);
        self.living.harness.run_steps(2);
    }

    fn key(&mut self, key: Key) {
        self.living.key(key);
        self.living.settle();
    }

    /// How many clicks that took.
    fn took(&mut self, most: usize, what: &str) {
        let took = std::mem::take(&mut self.clicks);
        assert!(took <= most, "{what}: {took} clicks");
    }

    fn somebody(&mut self, name: &str, department: &str) {
        self.types(name);
        self.key(Key::Tab);
        self.types(department);
        self.key(Key::Enter);
    }

    /// Me and three peers.
    fn settled() -> Self {
        let mut day = Self::begins();
        day.somebody("Nora Bell", "Design");
        day.somebody("Dana Ruiz", "Finance");
        for (name, department) in [("Lee Novak", "IT"), ("Priya Shah", "Operations")] {
            day.press("Peers");
            day.somebody(name, department);
        }
        day
    }

    fn peer(&self, nth: usize) -> std::sync::Arc<sideways_core::snapshot::PeerView> {
        self.living.snapshot().peers[nth].clone()
    }

    fn planned(&self) -> usize {
        self.peer(2).plans.iter().filter(|plan| matches!(plan.state, PlanState::Planned)).count()
    }
}

#[test]
fn me_and_three_peers_take_five_clicks_at_most() {
    let mut day = Day::settled();
    day.took(5, "me and three peers");
    let names: Vec<String> = day.living.snapshot().peers.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, ["Dana Ruiz", "Lee Novak", "Priya Shah"]);
    assert_eq!(day.living.snapshot().me.department, "Design");
}

#[test]
fn enter_with_a_field_left_empty_goes_on_in_that_field() {
    let mut day = Day::begins();
    day.types("Nora Bell");
    day.key(Key::Enter);
    day.types("Design");
    day.key(Key::Enter);
    assert_eq!(day.living.snapshot().me.department, "Design");
    day.types("Dana Ruiz");
    day.key(Key::Enter);
    day.types("Finance");
    day.key(Key::Enter);
    assert_eq!(day.peer(0).department, "Finance");
}

#[test]
fn each_way_of_a_day_takes_three_clicks_at_most() {
    let mut day = Day::settled();
    day.took(5, "me and three peers");

    day.press("Plan…");
    // What is put forward is typed over.
    day.types("2 December 10:00");
    day.key(Key::Enter);
    assert_eq!(day.peer(2).plans[0].at.to_string(), "2026-12-02T10:00:00");
    day.took(3, "plan");

    day.press("Prepare");
    day.types("The warehouse move");
    day.key(Key::Enter);
    day.types("The new forms");
    day.key(Key::Enter);
    assert_eq!(day.peer(2).points.len(), 2);
    day.took(3, "prepare");

    day.press("Start the half hour");
    day.types("Badge readers fail at night");
    day.key(Key::Enter);
    day.key(Key::Tab);
    day.types("The move");
    day.key(Key::Enter);
    day.key(Key::Tab);
    day.types("Two testers");
    day.living.keys(Modifiers::ALT, Key::O);
    day.key(Key::Enter);
    day.key(Key::Tab);
    day.took(3, "run a half hour");

    day.press("Somebody should hear something");
    day.types("The gate closes in May");
    day.press("Done");
    assert_eq!((day.peer(2).meetings.len(), day.peer(2).heads_ups.len()), (1, 1));
    day.took(3, "after");

    day.press("Share with Priya…");
    day.press("Make invitation");
    day.took(3, "share");
    day.key(Key::Escape);

    day.press("Review");
    for _ in 0..5 {
        if day.living.says("Next") {
            day.key(Key::Enter);
        }
    }
    day.press("Done");
    assert!(day.living.snapshot().reviewed.is_some());
    day.took(3, "review");

    let before = day.planned();
    day.press("Today");
    day.press("Can’t make it…");
    day.press("Skip this one");
    assert_eq!(day.planned() + 1, before);
    day.took(3, "can’t make it");
}
