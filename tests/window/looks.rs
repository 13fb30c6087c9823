//! Every screen in every look: light and dark, 420 and 640 wide, with text twice as large; and what it shows when nothing
//! is there, nobody is connected, or the disk fails. What another file has a picture of is not drawn twice.

use crate::scene::{DANA, LIGHT, Look, Window, busy, dana, empty, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::{Harness, SnapshotResults, kittest::Queryable as _};
use sideways::desk::{Online, View};
use sideways_core::snapshot::{NetworkSetting, Writing};
use std::sync::Arc;

const BRIGHT: Look = Look { size: vec2(1000.0, 700.0), ..LIGHT };
const DARK: Look = Look { theme: Theme::Dark, ..BRIGHT };
const W420: Look = Look { size: vec2(420.0, 760.0), ..LIGHT };
const W640: Look = Look { size: vec2(640.0, 760.0), ..DARK };
const TWICE: Look = Look { zoom: 2.0, size: vec2(1180.0, 900.0), ..LIGHT };

/// The pictures of one screen, by the name of the look. All that differ are told at the end of the test.
fn pictures(
    all: &mut SnapshotResults,
    screen: &str,
    looks: &[(&str, Look)],
    open: impl Fn(Look) -> Harness<'static, Window>,
) {
    for (name, look) in looks {
        let mut harness = open(*look);
        harness.snapshot(format!("{screen}-{name}"));
        all.extend(harness.take_snapshot_results());
    }
}

fn at(key: Key, view: View) -> impl Fn(Look) -> Harness<'static, Window> {
    move |look| {
        let mut harness = harness(view.clone(), look);
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run_steps(8);
        harness
    }
}

fn pressed(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label_contains(label).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(8);
}

#[test]
fn today() {
    let mut all = SnapshotResults::new();
    pictures(&mut all, "today", &[("dark", DARK), ("640", W640)], at(Key::Num1, busy()));
}

#[test]
fn peers() {
    let mut all = SnapshotResults::new();
    let looks = [("light", BRIGHT), ("dark", DARK), ("420", W420), ("640", W640), ("200-percent", TWICE)];
    pictures(&mut all, "peers", &looks, at(Key::Num2, busy()));
}

#[test]
fn projects() {
    let mut all = SnapshotResults::new();
    pictures(&mut all, "projects", &[("dark", DARK), ("640", W640), ("200-percent", TWICE)], at(Key::Num3, busy()));
}

#[test]
fn the_review() {
    let mut all = SnapshotResults::new();
    let looks = [("light", BRIGHT), ("420", W420), ("640", W640), ("200-percent", TWICE)];
    pictures(&mut all, "review", &looks, at(Key::Num4, busy()));
    pictures(&mut all, "review-nobody", &[("light", BRIGHT)], at(Key::Num4, empty()));
}

#[test]
fn settings() {
    let mut all = SnapshotResults::new();
    let looks = [("dark", DARK), ("420", W420), ("640", W640), ("200-percent", TWICE)];
    pictures(&mut all, "settings", &looks, at(Key::Num5, view()));
}

#[test]
fn the_half_hour() {
    let mut all = SnapshotResults::new();
    pictures(&mut all, "half-hour", &[("light", BRIGHT), ("640", W640)], |look| {
        let mut harness = harness(busy(), look);
        pressed(&mut harness, "Start the half hour");
        harness
    });
}

#[test]
fn sharing() {
    let mut all = SnapshotResults::new();
    pictures(&mut all, "share", &[("dark", DARK), ("420", W420), ("200-percent", TWICE)], |look| {
        let mut dana = dana();
        dana.sharing = Default::default();
        let mut harness = harness(view_with(dana), look);
        pressed(&mut harness, "Share with Dana…");
        harness
    });
}

#[test]
fn the_disk_fails_and_the_network_does_not_start() {
    let mut all = SnapshotResults::new();
    let mut view = view();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.writing = Writing::Stopped("No space left on device".into());
    snapshot.network = NetworkSetting::ThisNetwork;
    view.online = Online::Failed("the port is taken".into());
    view.links.remove(&DANA);
    pictures(&mut all, "settings-failed", &[("light", BRIGHT)], at(Key::Num5, view.clone()));
    pictures(&mut all, "peer-failed", &[("dark", DARK)], |look| {
        let harness = harness(view.clone(), look);
        harness.get_by_label_contains("The disk failed, so nothing is written");
        harness
    });
}

#[test]
fn nothing_is_there_yet() {
    let mut all = SnapshotResults::new();
    let mut view = empty();
    Arc::make_mut(&mut view.snapshot).me.name = "Alex Kim".into();
    pictures(&mut all, "peers-nobody", &[("420", W420)], at(Key::Num2, view.clone()));
    pictures(&mut all, "settings-nobody", &[("420", Look { theme: Theme::Dark, ..W420 })], at(Key::Num5, view));
}
