//! Finding anything: by arrows and Enter, on rows that say a name once, in a box that stays where it is.

use crate::scene::{DANA, LIGHT, Window, busy, harness};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::desk::{Answer, Request};
use sideways_core::search::{Found, Notebook};
use std::sync::Arc;

fn opened() -> Harness<'static, Window> {
    let mut harness = harness(busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(4);
    harness
}

fn found(query: &str) -> Vec<Found> {
    let mut notebook = Notebook::default();
    notebook.follow(&busy().snapshot);
    notebook.find(query, 50)
}

fn typed(harness: &mut Harness<'_, Window>, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, "Find anything").type_text(text);
    harness.run_steps(2);
}

fn answered(harness: &mut Harness<'_, Window>, query: &str) {
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &Request::Search(query.into()), Ok(Answer::Found(found(query))));
    harness.run_steps(3);
}

fn chosen(harness: &Harness<'_, Window>) -> Vec<String> {
    let on = Some(eframe::egui::accesskit::Toggled::True);
    let is_chosen = |it: &egui_kittest::Node<'_>| {
        let node = it.accesskit_node();
        node.toggled() == on || node.is_selected() == Some(true)
    };
    let rows = harness.query_all_by_role(Role::Button).filter(is_chosen);
    let names = rows.filter_map(|it| it.accesskit_node().label());
    names.filter(|it| it != "Settings and safety").collect()
}

#[test]
fn arrows_choose_a_row_and_enter_takes_it() {
    let mut harness = opened();
    typed(&mut harness, "ledger");
    answered(&mut harness, "ledger");
    let first = chosen(&harness);
    assert_eq!(first.len(), 1, "{first:?}");
    harness.key_press(Key::ArrowDown);
    harness.run_steps(3);
    let second = chosen(&harness);
    assert!(second.len() == 1 && second != first, "{first:?} {second:?}");
    assert!(harness.get_by_role_and_label(Role::TextInput, "Find anything").is_focused(), "typing goes on");
    harness.key_press(Key::ArrowUp);
    harness.run_steps(2);
    assert_eq!(chosen(&harness), first);
    for _ in 0..60 {
        harness.key_press(Key::ArrowDown);
        harness.run_steps(1);
    }
    harness.run_steps(3);
    assert_eq!(chosen(&harness).len(), 1, "beyond the last there is none");
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Heading, "Dana Ruiz");
    let _ = DANA;
}

#[test]
fn enter_before_the_answer_takes_what_is_found_and_never_what_was_found_before() {
    let mut harness = opened();
    typed(&mut harness, "ledger");
    answered(&mut harness, "ledger");
    typed(&mut harness, " renewal");
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    // Still here: the rows are those of other words.
    harness.get_by_role_and_label(Role::TextInput, "Find anything");
    let ctx = harness.ctx.clone();
    let marco = found("Licence renewal");
    harness.state_mut().app.answered(&ctx, &Request::Search("ledger renewal".into()), Ok(Answer::Found(marco)));
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Heading, "Marco Weiss");
}

#[test]
fn the_box_stays_where_it_is_and_no_name_is_said_twice() {
    let mut harness = opened();
    let place = |harness: &Harness<'_, Window>| {
        (harness.get_by_role_and_label(Role::TextInput, "Find anything").rect(), drawn_box(harness))
    };
    let before = place(&harness);
    for query in ["d", "da", "dana", "dana nothing of that kind"] {
        let last: String = query.chars().skip(harness_query(&harness).chars().count()).collect();
        typed(&mut harness, &last);
        assert_eq!(place(&harness), before, "{query}, not answered");
        answered(&mut harness, query);
        assert_eq!(place(&harness), before, "{query}");
        for row in harness.query_all_by_role(Role::Button).filter_map(|it| it.accesskit_node().label()) {
            assert!(row.matches("Dana").count() < 2, "{row}");
        }
    }
}

/// The dialog's own rectangle, as it is drawn: filled, and as wide as it may be.
fn drawn_box(harness: &Harness<'_, Window>) -> Option<eframe::egui::Rect> {
    let field = harness.get_by_role_and_label(Role::TextInput, "Find anything").rect();
    fn rects(shape: &eframe::egui::Shape, all: &mut Vec<eframe::egui::Rect>) {
        match shape {
            eframe::egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| rects(shape, all)),
            eframe::egui::Shape::Rect(rect) => all.push(rect.rect),
            _ => {}
        }
    }
    let mut all = Vec::new();
    harness.output().shapes.iter().for_each(|shape| rects(&shape.shape, &mut all));
    let around = all.into_iter().filter(|rect| rect.contains_rect(field) && rect.width() < 800.0 && *rect != field);
    around.max_by(|a, b| a.area().total_cmp(&b.area()))
}

fn harness_query(harness: &Harness<'_, Window>) -> String {
    harness.get_by_role_and_label(Role::TextInput, "Find anything").value().unwrap_or_default()
}

#[test]
fn a_line_break_is_never_shown_as_its_number() {
    let mut view = busy();
    let dana = Arc::make_mut(&mut Arc::make_mut(&mut view.snapshot).peers[0]);
    let mut note = (*dana.notes[0]).clone();
    note.text = "One ledger\nand another ledger\r\nand a third".into();
    dana.notes[0] = Arc::new(note);
    dana.name = "Dana\nRuiz".into();
    let mut list = (*dana.list).clone();
    for line in &mut list.lines {
        Arc::make_mut(line).versions[0].text = "Two\nlines".into();
    }
    dana.list = Arc::new(list);
    let mut notebook = Notebook::default();
    notebook.follow(&view.snapshot);
    let found = notebook.find("ledger", 50);
    let mut harness = harness(view, crate::scene::Look { size: eframe::egui::vec2(1180.0, 1_700.0), ..LIGHT });
    let tour = sideways::window::App::tour(DANA).len();
    for nth in 0..tour {
        let ctx = harness.ctx.clone();
        harness.state_mut().app.visit(&ctx, DANA, nth);
        harness.run_steps(3);
        harness.state_mut().app.answered(&ctx, &Request::Search(String::new()), Ok(Answer::Found(found.clone())));
        harness.run_steps(2);
        for node in harness.root().children_recursive() {
            let node = node.accesskit_node();
            for said in [node.label(), node.value()].into_iter().flatten() {
                assert!(!said.contains("\\u{"), "{said}");
            }
        }
        harness.key_press(Key::Escape);
        harness.run_steps(2);
    }
}
