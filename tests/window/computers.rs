//! My computers in the window: which there are, one more, becoming one, the words, and taking one away.

use crate::scene::{LIGHT, Look, NOW, Window, empty, harness, view};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{
    Harness, Node, SnapshotResults,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::desk::{Answer, DevicePairing, DeviceRequest, Link, OwnView, Request, View};
use sideways_core::{
    command::{Command, InvitationSecret},
    id::DeviceId,
    snapshot::{Moment, OwnDevice},
};
use sideways_sync::Invitation;
use std::{collections::BTreeMap, sync::Arc};

type Opened = Harness<'static, Window>;

const WORDS: [&str; 4] = ["please", "guide", "word", "actress"];
const DESKTOP: DeviceId = DeviceId([7; 32]);

fn computer(id: u8, name: &str, this: bool) -> OwnDevice {
    let had_everything = (!this).then_some(Moment { unix_ms: NOW.unix_ms - 86_400_000 });
    OwnDevice { id: DeviceId([id; 32]), name: name.into(), this, removed: false, connects: true, had_everything }
}

fn with_two(view: View) -> View {
    let mut view = view;
    let devices = [computer(1, "laptop", true), computer(7, "desktop", false)];
    Arc::make_mut(&mut view.snapshot).devices = devices.into();
    view.own.links = BTreeMap::from([(DESKTOP, Link::Connected { equal: true })]);
    view
}

fn invitation() -> String {
    let until = Moment { unix_ms: NOW.unix_ms + 3_600_000 };
    let (secret, addresses) = (InvitationSecret([3; 16]), vec!["10.0.0.1:4433".into()]);
    Invitation::to_device("laptop", DeviceId([9; 32]), addresses, secret, until).to_device_letter("today 17:00")
}

fn pairing(joins: bool, matched: bool) -> Option<DevicePairing> {
    Some(DevicePairing { words: WORDS.map(str::to_owned), matched, joins })
}

fn told(harness: &Opened) -> String {
    let says = |node: Node<'_>| {
        let node = node.accesskit_node();
        format!("{}\n{}\n", node.label().unwrap_or_default(), node.value().unwrap_or_default())
    };
    harness.root().children_recursive().map(says).collect()
}

fn press(harness: &mut Opened, name: &str) {
    let called = |it: &Node<'_>| it.accesskit_node().label().is_some_and(|label| label.ends_with(name));
    let all: Vec<Node<'_>> = harness.query_all_by_role(Role::Button).filter(called).collect();
    all.last().unwrap_or_else(|| panic!("no {name}")).click_accesskit();
    harness.run_steps(6);
}

fn settings(view: View, look: Look) -> Opened {
    let mut harness = harness(view, look);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(8);
    harness
}

fn asked(harness: &mut Opened) -> Vec<Request> {
    let about = |it: &Request| matches!(it, Request::Device(_) | Request::Run(Command::RenameDevice(..)));
    std::mem::take(&mut harness.state_mut().asked).into_iter().filter(about).collect()
}

#[test]
fn settings_name_them_rename_them_and_take_one_away_after_asking() {
    let mut harness = settings(with_two(view()), LIGHT);
    let says = told(&harness);
    assert!(says.contains("laptop") && says.contains("This computer."), "{says}");
    assert!(says.contains("desktop") && says.contains("Connected. It has everything."), "{says}");
    press(&mut harness, "Rename…");
    let field = harness.get_by_role_and_label(Role::TextInput, "What to call it");
    assert!(field.is_focused(), "the caret is where one types");
    field.type_text(" upstairs");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let requests = asked(&mut harness);
    let renamed = |request: &Request| matches!(request, Request::Run(Command::RenameDevice(DESKTOP, name)) if name == "desktop upstairs");
    assert!(requests.iter().any(renamed), "{requests:?}");
    press(&mut harness, "Take away…");
    assert!(asked(&mut harness).is_empty(), "nothing yet");
    assert!(told(&harness).contains("This can’t be undone."));
    press(&mut harness, "Keep it");
    press(&mut harness, "Take away…");
    press(&mut harness, "Take it away");
    let requests = asked(&mut harness);
    assert!(matches!(requests.as_slice(), [Request::Device(DeviceRequest::Remove(DESKTOP))]), "{requests:?}");
}

#[test]
fn one_more_is_two_clicks_and_four_words() {
    let mut harness = settings(with_two(view()), LIGHT);
    press(&mut harness, "Add a computer…");
    let requests = asked(&mut harness);
    let [request @ Request::Device(DeviceRequest::Invite)] = requests.as_slice() else { panic!("{requests:?}") };
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, request, Ok(Answer::Invitation(invitation())));
    harness.state_mut().view.own.inviting = true;
    harness.run_steps(6);
    assert!(told(&harness).contains("BEGIN SIDEWAYS INVITATION"));
    // The other one used it: only these words are answered, whatever comes meanwhile.
    harness.state_mut().view.own.pairing = pairing(false, false);
    harness.run_steps(6);
    for word in WORDS {
        assert!(told(&harness).contains(word));
    }
    press(&mut harness, "They match");
    let requests = asked(&mut harness);
    assert!(
        matches!(requests.as_slice(), [Request::Device(DeviceRequest::Match(words))] if *words == WORDS),
        "{requests:?}"
    );
    harness.state_mut().view.own.pairing = pairing(false, true);
    harness.run_steps(6);
    assert!(told(&harness).contains("Now say so on the other computer too."));
    harness.state_mut().view.own = OwnView::default();
    harness.run_steps(6);
    assert!(told(&harness).contains("It is one of your computers now."));
}

#[test]
fn a_new_computer_joins_from_its_first_screen_and_says_how_far_it_is() {
    let mut harness = harness(empty(), LIGHT);
    harness.run_steps(6);
    press(&mut harness, "I have another computer…");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "The invitation");
    assert!(field.is_focused());
    field.type_text("nothing that is one");
    harness.run_steps(4);
    assert!(told(&harness).contains("There is no invitation in this text"));
    harness.get_by_role_and_label(Role::MultilineTextInput, "The invitation").type_text(&invitation());
    harness.run_steps(4);
    assert!(told(&harness).contains("everything that “laptop” has"), "{}", told(&harness));
    press(&mut harness, "Continue");
    let requests = asked(&mut harness);
    assert!(matches!(requests.as_slice(), [Request::Device(DeviceRequest::Join(_))]), "{requests:?}");
    harness.state_mut().view.own.pairing = pairing(true, false);
    harness.run_steps(6);
    press(&mut harness, "They differ");
    let requests = asked(&mut harness);
    assert!(
        matches!(requests.as_slice(), [Request::Device(DeviceRequest::Differ(words))] if *words == WORDS),
        "{requests:?}"
    );
    // It became one: the page says what comes, and asks nothing.
    let mut arriving = with_two(empty());
    Arc::make_mut(&mut arriving.snapshot).arriving = true;
    arriving.own.coming = Some((12, 214));
    harness.state_mut().view = arriving;
    harness.run_steps(6);
    let says = told(&harness);
    assert!(says.contains("Your notebook is on its way") && says.contains("12 of 214"), "{says}");
    assert!(!says.contains("who are you"), "{says}");
}

#[test]
fn pictures() {
    let mut all = SnapshotResults::new();
    let narrow = Look { theme: Theme::Light, size: vec2(420.0, 760.0), zoom: 1.0 };
    let dark = Look { theme: Theme::Dark, ..LIGHT };
    for (name, look) in [("dark", dark), ("420", narrow)] {
        let mut harness = harness(with_two(view()), look);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
        harness.run_steps(8);
        press(&mut harness, "Add a computer…");
        harness.state_mut().view.own.pairing = pairing(false, false);
        harness.run_steps(6);
        harness.snapshot(format!("computers-words-{name}"));
        all.extend(harness.take_snapshot_results());
    }
    let mut arriving = with_two(empty());
    Arc::make_mut(&mut arriving.snapshot).arriving = true;
    arriving.own.coming = Some((12, 214));
    let mut harness = harness(arriving, LIGHT);
    harness.run_steps(6);
    harness.snapshot("computers-arriving-light");
    all.extend(harness.take_snapshot_results());
}
