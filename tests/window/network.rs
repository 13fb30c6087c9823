//! Where this computer may be found, why somebody isn't reached, and being found again.

use crate::scene::{DANA, LIGHT, Look, Window, harness, view};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::desk::{Answer, Cause, RelayState, Request, View};
use sideways_core::{
    command::Command,
    id::DeviceId,
    snapshot::{NetworkSetting, Relay},
};
use sideways_sync::Whereabouts;
use std::sync::Arc;

fn asked(harness: &mut Harness<'_, Window>) -> Vec<Request> {
    std::mem::take(&mut harness.state_mut().asked)
}

fn press(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

fn anywhere() -> View {
    let mut view = view();
    Arc::make_mut(&mut view.snapshot).network = NetworkSetting::Anywhere;
    view
}

fn named() -> Relay {
    Relay { url: "https://relay.example.com".into(), token: Some("canary".into()), ca: None }
}

fn settings(view: View) -> Harness<'static, Window> {
    // High enough that nothing has to be scrolled to.
    let mut harness = harness(view, Look { size: vec2(1180.0, 1400.0), ..LIGHT });
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness
}

#[test]
fn a_relay_of_our_own_is_named_and_what_is_wrong_with_it_is_said() {
    let mut harness = settings(anywhere());
    press(&mut harness, "A relay of our own");
    let address = |harness: &Harness<'_, Window>, text: &str| {
        harness.get_by_role_and_label(Role::TextInput, "The relay’s address").focus();
        harness.get_by_role_and_label(Role::TextInput, "The relay’s address").type_text(text);
    };
    address(&harness, "relay.example.com");
    harness.run_steps(3);
    harness.get_by_label_contains("isn’t a relay’s address");
    press(&mut harness, "Use this relay");
    assert!(asked(&mut harness).is_empty());
    press(&mut harness, "Cancel");
    press(&mut harness, "A relay of our own");
    address(&harness, "https://relay.example.com");
    harness.run_steps(3);
    press(&mut harness, "Use this relay");
    let relay = Relay { token: None, ..named() };
    let said = asked(&mut harness);
    assert!(matches!(&said[..], [Request::Run(Command::SetRelay(Some(it)))] if *it == relay), "{said:?}");
}

#[test]
fn how_the_relay_stands_is_said_its_token_is_not_and_the_public_ones_are_a_press_away() {
    let mut view = anywhere();
    Arc::make_mut(&mut view.snapshot).relay = Some(Arc::new(named()));
    view.relay = RelayState::Denies;
    let mut harness = settings(view);
    harness.get_by_label("https://relay.example.com");
    harness.get_by_label_contains("The relay doesn’t serve this computer");
    assert!(harness.query_all_by_label_contains("canary").next().is_none());
    press(&mut harness, "The public relays");
    let said = asked(&mut harness);
    assert!(matches!(&said[..], [Request::Run(Command::SetRelay(None))]), "{said:?}");
}

fn away() -> View {
    let mut view = view();
    view.links.clear();
    view.causes.insert(DANA, vec![Cause::Closed, Cause::Lost, Cause::Blocked]);
    view
}

#[test]
fn why_somebody_is_not_reached_stands_on_their_page_the_likeliest_first() {
    let mut harness = harness(away(), LIGHT);
    harness.get_by_label_contains("Dana’s computer is asleep");
    assert!(harness.query_all_by_label_contains("firewall").next().is_none());
    press(&mut harness, "Or else…");
    harness.get_by_label_contains("firewall");
    press(&mut harness, "Less");
    assert!(harness.query_all_by_label_contains("firewall").next().is_none());
    harness.state_mut().view = view();
    harness.run_steps(3);
    assert!(harness.query_all_by_label_contains("is asleep").next().is_none());
}

#[test]
fn where_my_computer_is_can_be_sent_and_where_theirs_is_taken_in() {
    let mut harness = harness(away(), LIGHT);
    press(&mut harness, "Not found?");
    let said = asked(&mut harness);
    let [asked_for @ Request::Reach { peer: DANA, text: None }] = &said[..] else { panic!("{said:?}") };
    let mine = Whereabouts { device: DeviceId([1; 32]), addresses: vec!["10.0.0.1:5".into()] }.to_text();
    let (ctx, answer) = (harness.ctx.clone(), Answer::Whereabouts(mine.clone()));
    harness.state_mut().app.answered(&ctx, asked_for, Ok(answer));
    harness.run_steps(3);
    harness.get_by_label(&mine);
    let field = |harness: &Harness<'_, Window>, text: &str| {
        let field = harness.get_by_label("The line that Dana sent");
        field.focus();
        field.type_text(text);
    };
    field(&harness, "hello");
    harness.run_steps(3);
    harness.get_by_label_contains("There are no addresses in this text");
    press(&mut harness, "Look there");
    assert!(asked(&mut harness).is_empty());
    let theirs = Whereabouts { device: DeviceId([2; 32]), addresses: vec!["10.0.0.2:5".into()] }.to_text();
    field(&harness, &format!(" {theirs}"));
    harness.run_steps(3);
    press(&mut harness, "Look there");
    let said = asked(&mut harness);
    assert!(
        matches!(&said[..], [Request::Reach { peer: DANA, text: Some(text) }] if text.contains(&theirs)),
        "{said:?}"
    );
}

#[test]
fn while_joining_it_is_said_why_nobody_answers_yet() {
    let mut harness = harness(view(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.state_mut().view.joining = vec![Cause::OnlyByRelay];
    let invitation = sideways_sync::Invitation::to_peer(
        ("Priya Nair", "Design"),
        DeviceId([3; 32]),
        vec!["https://relay.example.com/".into()],
        sideways_core::command::InvitationSecret([4; 16]),
        sideways_core::snapshot::Moment { unix_ms: i64::MAX / 2 },
    );
    harness.get_by_role_and_label(Role::TextInput, "Find anything").type_text("I have an invitation");
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let field = harness.get_by_label("The invitation");
    field.focus();
    field.type_text(&invitation.to_link());
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Join").click();
    harness.run_steps(3);
    harness.get_by_label_contains("Looking for the other computer");
    harness.get_by_label_contains("is reached through a relay");
}

#[test]
fn a_relay_in_settings_light() {
    let mut view = anywhere();
    Arc::make_mut(&mut view.snapshot).relay = Some(Arc::new(named()));
    view.relay = RelayState::Serves;
    let mut settings = settings(view);
    press(&mut settings, "Name it otherwise…");
    settings.snapshot("settings-relay-light");
}

#[test]
fn not_reached_and_where_they_may_be_dark() {
    let mut page = harness(away(), Look { theme: Theme::Dark, ..LIGHT });
    press(&mut page, "Or else…");
    page.snapshot("peer-not-reached-dark");
    press(&mut page, "Not found?");
    let request = Request::Reach { peer: DANA, text: None };
    let mine = Whereabouts { device: DeviceId([1; 32]), addresses: vec!["10.0.0.1:5".into()] }.to_text();
    let ctx = page.ctx.clone();
    page.state_mut().app.answered(&ctx, &request, Ok(Answer::Whereabouts(mine)));
    page.run_steps(3);
    page.snapshot("reach-dark");
}
