//! A data folder that may be a copy, in the window: the question, its answers, and what is said until there is one.

use crate::scene::{LIGHT, Look, NOW, Window, harness, view};
use eframe::egui::{Role, Theme, vec2};
use egui_kittest::{
    Harness, Node, SnapshotResults,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::{
    copies::Question,
    desk::{FolderRequest, FolderView, PartedFrom, Request, View},
};
use sideways_core::{Parted, id::DeviceId, snapshot::Moment};

type Opened = Harness<'static, Window>;

fn asks(question: Question) -> View {
    View { folder: FolderView { asks: Some(question), ..FolderView::default() }, ..view() }
}

fn copied() -> View {
    asks(Question::Copied("/home/alex/.local/share/sideways".into()))
}

fn told(harness: &Opened) -> String {
    let says = |node: Node<'_>| {
        let node = node.accesskit_node();
        format!("{}\n{}\n", node.label().unwrap_or_default(), node.value().unwrap_or_default())
    };
    harness.root().children_recursive().map(says).collect()
}

fn press(harness: &mut Opened, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click_accesskit();
    harness.run_steps(6);
}

fn answers(harness: &mut Opened) -> Vec<FolderRequest> {
    let asked = std::mem::take(&mut harness.state_mut().asked).into_iter();
    asked.filter_map(|it| if let Request::Folder(request) = it { Some(request) } else { None }).collect()
}

#[test]
fn it_asks_at_once_and_each_answer_goes_out_as_it_was_pressed() {
    for (question, says) in [
        (Question::Elsewhere, "This computer doesn’t know this data folder"),
        (Question::Older, "An older state of this data folder was put back"),
        (Question::Copied("/home/alex/data".into()), "is still in /home/alex/data"),
    ] {
        let mut harness = harness(asks(question), LIGHT);
        harness.get_by_role_and_label(Role::Dialog, "Moved or copied");
        assert!(told(&harness).contains(says), "{}", told(&harness));
        press(&mut harness, "It was moved");
        assert_eq!(answers(&mut harness), [FolderRequest::Moved]);
        assert!(harness.query_by_role_and_label(Role::Dialog, "Moved or copied").is_none());
    }
    let mut harness = harness(copied(), LIGHT);
    press(&mut harness, "It was copied");
    assert_eq!(answers(&mut harness), [FolderRequest::Copied(None)]);
}

#[test]
fn the_copy_gets_the_name_that_was_typed() {
    let mut harness = harness(copied(), LIGHT);
    let field = "What to call this one, if not as the computer";
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(" new laptop ");
    harness.run_steps(4);
    press(&mut harness, "It was copied");
    assert_eq!(answers(&mut harness), [FolderRequest::Copied(Some("new laptop".into()))]);
}

#[test]
fn whoever_only_looks_can_read_and_is_asked_again_when_they_want() {
    let mut harness = harness(copied(), LIGHT);
    press(&mut harness, "Only look, for now");
    assert!(harness.query_by_role(Role::Dialog).is_none());
    assert!(told(&harness).contains("Nothing is written until you say which."));
    press(&mut harness, "Moved or copied…");
    harness.get_by_role_and_label(Role::Dialog, "Moved or copied");
    // Answered elsewhere, the question goes.
    harness.state_mut().view.folder = FolderView::default();
    harness.run_steps(6);
    assert!(harness.query_by_role(Role::Dialog).is_none());
    assert!(!told(&harness).contains("Nothing is written"));
    // And comes where it comes up.
    harness.state_mut().view.folder.asks = Some(Question::Older);
    harness.run_steps(6);
    harness.get_by_role_and_label(Role::Dialog, "Moved or copied");
}

#[test]
fn what_came_of_it_is_said_for_a_week_and_a_second_user_of_the_key_until_it_is_answered() {
    let parted = |at| Some(PartedFrom { device: DeviceId([7; 32]), at, why: Parted::Proven, untold: true });
    let mut seen = view();
    seen.folder = FolderView { parted: parted(NOW), doubled: true, ..FolderView::default() };
    let mut harness = harness(seen, LIGHT);
    let says = told(&harness);
    assert!(says.contains("became a computer of its own") && says.contains("next met"), "{says}");
    assert!(says.contains("Another computer seems to use this one’s key"), "{says}");
    press(&mut harness, "Make this a computer of its own");
    assert_eq!(answers(&mut harness), [FolderRequest::Copied(None)]);
    harness.state_mut().view.folder =
        FolderView { parted: parted(Moment { unix_ms: NOW.unix_ms - 9 * 86_400_000 }), ..FolderView::default() };
    harness.run_steps(4);
    assert!(!told(&harness).contains("computer of its own"));
}

#[test]
fn the_question_as_a_picture() {
    let mut results = SnapshotResults::new();
    let narrow = Look { size: vec2(420.0, 760.0), theme: Theme::Dark, ..LIGHT };
    for (name, look) in [("folder-copied", LIGHT), ("folder-copied-420", narrow)] {
        let mut harness = harness(copied(), look);
        harness.run_steps(4);
        harness.snapshot(name);
        results.extend(harness.take_snapshot_results());
    }
    let mut harness = harness(copied(), LIGHT);
    press(&mut harness, "Only look, for now");
    harness.snapshot("folder-only-look");
    results.extend(harness.take_snapshot_results());
}
