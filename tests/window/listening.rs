//! For whoever doesn't look: where the focus is, what is said, and that nothing needs a mouse.

use crate::scene::{DANA, LIGHT, Window, dana, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::desk::{Answer, Request};
use sideways_core::{
    command::{Command, InvitationSecret, ListCommand, Outcome, Place},
    id::{DeviceId, LineId, WordingId},
    snapshot::{Moment, SharingState, Since, SinceWhat},
};
use std::sync::Arc;

const FIRST: &str = "Two days of a data engineer for the ledger cut-over";

fn list_commands(harness: &Harness<'_, Window>) -> Vec<ListCommand> {
    let list = |request: &Request| match request {
        Request::Run(Command::List(_, command)) => Some(command.clone()),
        _ => None,
    };
    harness.state().asked.iter().filter_map(list).collect()
}

#[test]
fn an_invitation_opened_from_outside_is_put_before_me_and_nothing_more() {
    let mut harness = harness(view(), LIGHT);
    harness.state_mut().view.offered = Some((1, "sideways:join/nonsense".into()));
    harness.run_steps(4);
    harness.get_by_label("I have an invitation");
    assert!(harness.state_mut().app.was_called() && !harness.state_mut().app.was_called());
    let typed = harness.get_by_role_and_label(Role::MultilineTextInput, "The invitation").value();
    assert_eq!(typed.as_deref(), Some("sideways:join/nonsense"));
    assert!(!harness.state().asked.iter().any(|it| matches!(it, Request::Join { .. })));
    // Closed, it doesn't come back; the next one does.
    harness.key_press(Key::Escape);
    harness.run_steps(6);
    assert!(harness.query_by_label("I have an invitation").is_none());
    harness.state_mut().view.offered = Some((2, "sideways:join/nonsense".into()));
    harness.run_steps(4);
    harness.get_by_label("I have an invitation");
}

/// The rewordings that were asked for are carried out, as a wording of that number; which one it is.
fn answer_wordings(harness: &mut Harness<'_, Window>, number: u8) -> WordingId {
    let wording = WordingId([200 + number; 16]);
    let ctx = harness.ctx.clone();
    for request in harness.state().asked.clone() {
        if matches!(&request, Request::Run(Command::List(_, ListCommand::Reword { .. }))) {
            let answer = Ok(Answer::Did(Outcome::Wording(wording)));
            harness.state_mut().app.answered(&ctx, &request, answer);
        }
    }
    harness.run_steps(2);
    wording
}

#[test]
fn a_line_being_reworded_stays_open_over_a_pause_and_gives_the_focus_back() {
    let mut harness = harness(view(), LIGHT);
    harness.get_by_role_and_label(Role::Button, FIRST).focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let field = format!("Reword: {FIRST}");
    harness.get_by_role_and_label(Role::TextInput, &field).type_text(" soon");
    // Longer than the pause after which words go in.
    harness.run_steps(20);
    assert!(
        list_commands(&harness)
            .iter()
            .any(|it| matches!(it, ListCommand::Reword { text, .. } if text.ends_with(" soon")))
    );
    let first = answer_wordings(&mut harness, 1);
    let open = harness.get_by_role_and_label(Role::TextInput, &field);
    assert!(open.is_focused());
    open.type_text("er");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let commands = list_commands(&harness);
    assert!(
        matches!(commands.last(), Some(ListCommand::Reword { text, seen, .. })
            if text.ends_with(" sooner") && *seen == [first]),
        "{commands:?}"
    );
    assert!(harness.get_by_role_and_label(Role::Button, FIRST).is_focused());
}

#[test]
fn a_dialog_takes_the_focus_in_and_gives_it_back() {
    let mut dana = dana();
    dana.sharing = Default::default();
    let mut harness = harness(view_with(dana), LIGHT);
    harness.get_by_label("Share with Dana…").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(5);
    harness.get_by_role_and_label(Role::Dialog, "Share");
    let focused = harness.query_all(egui_kittest::kittest::by().predicate(|node| node.is_focused())).count();
    assert_eq!(focused, 1, "something in it has the focus");
    assert!(!harness.get_by_label("Share with Dana…").is_focused());
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    assert!(harness.get_by_label("Share with Dana…").is_focused());
}

#[test]
fn what_a_colleague_changes_on_the_page_is_said() {
    let mut harness = harness(view(), LIGHT);
    let mut dana = dana();
    dana.since =
        vec![Since { line: LineId([9; 16]), text: "The audit calendar".into(), what: SinceWhat::Added }].into();
    harness.state_mut().view = view_with(dana);
    harness.run_steps(3);
    harness.get_by_label("Dana added: The audit calendar");
}

#[test]
fn a_line_is_dragged_to_another_place() {
    let mut harness = harness(view(), crate::scene::Look { size: vec2(1180.0, 1200.0), ..LIGHT });
    let from = harness.get_by_label_contains("Say that it is done: Two days").rect().center();
    let to =
        harness.get_by_role_and_label(Role::Button, "A named person in each team for small purchase orders").rect();
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(from + vec2(4.0, 20.0));
    harness.run_steps(2);
    harness.hover_at(to.center() + vec2(0.0, 6.0));
    harness.run_steps(3);
    harness.drop_at(to.center() + vec2(0.0, 6.0));
    harness.run_steps(3);
    assert_eq!(list_commands(&harness), [ListCommand::Move(LineId([1; 16]), Place::Before(LineId([5; 16])))]);
}

#[test]
fn no_name_has_an_icon_in_it() {
    for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5] {
        let mut harness = harness(crate::scene::busy(), LIGHT);
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run_steps(4);
        let icons = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            let name = node.label().unwrap_or_default();
            node.role() == Role::Button && name.contains(|c: char| ('\u{E000}'..='\u{F8FF}').contains(&c))
        };
        let named: Vec<_> =
            harness.query_all(egui_kittest::kittest::by().predicate(icons)).map(|node| format!("{node:?}")).collect();
        assert!(named.is_empty(), "{key:?}: {named:?}");
    }
}

#[test]
fn an_invitation_from_somebody_i_wrote_down_makes_no_copy_of_them() {
    let mut dana = dana();
    dana.sharing.state = SharingState::Private;
    let mut view = view_with(dana);
    Arc::make_mut(&mut view.snapshot).me.name = "Alex Kim".into();
    let invitation = sideways_sync::Invitation::to_peer(
        ("Dana Ruiz", "Finance"),
        DeviceId([2; 32]),
        vec!["127.0.0.1:9".into()],
        InvitationSecret([3; 16]),
        Moment { unix_ms: crate::scene::NOW.unix_ms + 3_600_000 },
    );
    let mut harness = harness(view, LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run_steps(4);
    harness.get_by_label("I have an invitation…").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::MultilineTextInput, "The invitation").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::MultilineTextInput, "The invitation").type_text(&invitation.to_text());
    harness.run_steps(4);
    harness.get_by_label("This is the Dana Ruiz I have here");
    harness.get_by_role_and_label(Role::Button, "Join").click();
    harness.run_steps(3);
    let joined = harness.state().asked.iter().find_map(|request| match request {
        Request::Join { as_peer, .. } => Some(*as_peer),
        _ => None,
    });
    assert_eq!(joined, Some(Some(DANA)));
}
