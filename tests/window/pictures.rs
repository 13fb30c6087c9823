//! Each screen as a picture, compared pixel by pixel; every one was opened and looked at.

use crate::scene::{LIGHT, Look, dana, empty, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use sideways::desk::{Answer, Request, View};
use sideways_core::snapshot::NetworkSetting;
use std::sync::Arc;

const DARK: Look = Look { theme: Theme::Dark, ..LIGHT };

fn picture(name: &str, view: View, look: Look) {
    harness(view, look).snapshot(name);
}

#[test]
fn a_peers_page_light() {
    picture("peer-light", view(), LIGHT);
}

#[test]
fn a_peers_page_dark() {
    picture("peer-dark", view(), DARK);
}

#[test]
fn a_peers_page_640_wide() {
    picture("peer-640", view(), Look { size: vec2(640.0, 760.0), ..LIGHT });
}

#[test]
fn a_peers_page_420_wide() {
    picture("peer-420", view(), Look { size: vec2(420.0, 760.0), ..DARK });
}

#[test]
fn a_peers_page_with_text_twice_as_large() {
    picture("peer-200-percent", view(), Look { zoom: 2.0, size: vec2(1180.0, 900.0), ..LIGHT });
}

fn today(look: Look, name: &str) {
    let mut harness = harness(crate::scene::busy(), look);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(8);
    harness.snapshot(name);
}

#[test]
fn today_light() {
    today(LIGHT, "today-light");
}

#[test]
fn today_420_wide_dark() {
    today(Look { size: vec2(420.0, 760.0), ..DARK }, "today-420");
}

#[test]
fn today_with_text_twice_as_large() {
    today(Look { zoom: 2.0, size: vec2(1180.0, 900.0), ..LIGHT }, "today-200-percent");
}

#[test]
fn today_with_nobody_yet() {
    let mut view = empty();
    Arc::make_mut(&mut view.snapshot).me.name = "Alex Kim".into();
    let mut harness = harness(view, LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(8);
    harness.snapshot("today-nobody");
}

fn place(key: Key, view: View, look: Look, name: &str) {
    let mut harness = harness(view, look);
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run_steps(8);
    harness.snapshot(name);
}

/// Two peers with a year behind them.
fn a_year() -> View {
    let mut view = crate::scene::busy();
    let peers = &mut Arc::make_mut(&mut view.snapshot).peers;
    for (peer, days) in peers.iter_mut().zip([vec![40, 71, 103, 131, 160, 198, 230, 262, 301, 330], vec![60, 150, 244]])
    {
        let peer = Arc::make_mut(peer);
        let of = |nth: usize, days: i64| {
            let on = jiff::civil::date(2026, 11, 22).saturating_sub(jiff::Span::new().days(days));
            let mut meeting = (*crate::scene::dana().meetings[0]).clone();
            meeting.id.0[0] = nth as u8;
            Arc::new(sideways_core::snapshot::Meeting { on, ..meeting })
        };
        peer.meetings = days.iter().enumerate().map(|(nth, days)| of(nth, *days)).collect();
    }
    view
}

#[test]
fn a_year_of_half_hours() {
    place(Key::Num3, a_year(), Look { size: vec2(1180.0, 900.0), ..LIGHT }, "projects-light");
}

#[test]
fn a_year_of_half_hours_420_wide() {
    place(Key::Num3, a_year(), Look { size: vec2(420.0, 1100.0), ..DARK }, "projects-420");
}

#[test]
fn projects_before_the_first() {
    place(Key::Num3, empty(), DARK, "projects-empty-dark");
}

#[test]
fn the_weekly_review() {
    place(Key::Num4, crate::scene::busy(), DARK, "review-dark");
}

#[test]
fn finding_anything() {
    let mut harness = harness(crate::scene::busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TextInput, "Find anything").type_text("ledger");
    harness.run_steps(4);
    let snapshot = harness.state().view.snapshot.clone();
    let mut notebook = sideways_core::search::Notebook::default();
    notebook.follow(&snapshot);
    let request = Request::Search("ledger".into());
    let found = notebook.find("ledger", 50);
    assert!(format!("{:?}", harness.state().asked).contains("Search(\"ledger\")"));
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &request, Ok(Answer::Found(found)));
    harness.run_steps(6);
    harness.snapshot("find-light");
}

#[test]
fn what_to_do_instead() {
    let mut harness = harness(crate::scene::busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(4);
    harness.get_by_label("Can’t make it…").click();
    harness.run_steps(8);
    harness.snapshot("instead-light");
}

#[test]
fn the_first_run() {
    picture("first-run-light", empty(), LIGHT);
}

#[test]
fn the_first_peer() {
    let mut view = empty();
    Arc::make_mut(&mut view.snapshot).me.name = "Alex Kim".into();
    picture("first-peer-dark", view, DARK);
}

#[test]
fn sharing_shows_what_they_will_see() {
    let mut dana = dana();
    dana.sharing = Default::default();
    let mut harness = harness(view_with(dana), LIGHT);
    harness.get_by_label("Share with Dana…").click();
    harness.run_steps(8);
    harness.snapshot("share-light");
}

#[test]
fn four_words_to_compare() {
    let mut dana = dana();
    dana.sharing.checked = false;
    dana.sharing.words = Some(["harbour", "violin", "maple", "lantern"].map(String::from));
    let mut harness = harness(view_with(dana), DARK);
    harness.run_steps(8);
    harness.snapshot("words-dark");
}

#[test]
fn a_list_nobody_else_has_yet() {
    let mut dana = dana();
    dana.sharing = Default::default();
    dana.words.clear();
    dana.notes.clear();
    dana.list = Arc::default();
    picture("peer-new-light", view_with(dana), LIGHT);
}

#[test]
fn away_with_lines_waiting() {
    let mut dana = dana();
    dana.sharing.waiting = 2;
    let mut view = view_with(dana);
    view.links.clear();
    picture("peer-away-dark", view, DARK);
}

#[test]
fn settings() {
    let mut view = view();
    Arc::make_mut(&mut view.snapshot).network = NetworkSetting::ThisNetwork;
    let mut harness = harness(view, LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness.snapshot("settings-light");
}

fn pieces(theme: Theme, name: &str) {
    let mut harness = egui_kittest::Harness::builder()
        .with_size(vec2(900.0, 760.0))
        .with_theme(theme)
        .renderer(crate::cpu_renderer::CpuRenderer::default())
        .build_ui(sideways::window::gallery);
    harness.run_steps(4);
    harness.snapshot(name);
}

#[test]
fn every_piece_light() {
    pieces(Theme::Light, "pieces-light");
}

#[test]
fn every_piece_dark() {
    pieces(Theme::Dark, "pieces-dark");
}
