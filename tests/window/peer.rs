//! A peer's page: their details, parting, heads-ups, the three tests, what changed since I last looked.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, busy, dana, harness, view, view_with};
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::desk::{Answer as SaidBack, Request};
use sideways_core::{
    command::{Command, ErasedList, ListCommand, MethodCommand},
    id::{FinishedId, LineId, PeerId},
    snapshot::{Answer, Did, Every, Finished, HistoryItem, Kind, Moment, Since, SinceWhat, Who},
};

fn last_command(harness: &Harness<'_, Window>) -> Command {
    let command = |request: &Request| if let Request::Run(command) = request { Some(command.clone()) } else { None };
    harness.state().asked.iter().rev().find_map(command).unwrap()
}

fn press(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

/// A page high enough to show all of it.
fn tall(theme: Theme) -> Look {
    Look { theme, size: vec2(1180.0, 1400.0), ..LIGHT }
}

#[test]
fn details_are_edited() {
    let mut harness = harness(view(), LIGHT);
    harness.get_by_label_contains("Edit…").click();
    harness.run_steps(6);
    harness.snapshot("edit-light");
    harness.get_by_label("every so many weeks").click();
    harness.run_steps(3);
    let role = harness.get_by_role_and_label(Role::TextInput, "Role");
    role.focus();
    role.type_text(" and audits");
    harness.run_steps(3);
    press(&mut harness, "Save");
    let Command::EditPeer(peer, details) = last_command(&harness) else { panic!() };
    assert_eq!(
        (peer, details.role.as_str(), details.every),
        (DANA, "Planning and budgets and audits", Some(Every::Weeks(6)))
    );
    assert_eq!(details.reach, dana().reach);
}

#[test]
fn thanked_and_closed_with_a_successor_and_erased_only_when_it_was_said_twice() {
    let mut harness = harness(view(), Look { theme: Theme::Dark, ..LIGHT });
    harness.get_by_label("Moving on…").click();
    harness.run_steps(6);
    harness.snapshot("moving-on-dark");
    press(&mut harness, "Thank and close");
    assert!(matches!(last_command(&harness), Command::Close(DANA, Some(closed)) if closed.successor.is_none()));
    harness.get_by_label("Moving on…").click();
    harness.run_steps(6);
    assert!(harness.get_by_role_and_label(Role::Button, "Erase").accesskit_node().is_disabled());
    harness.get_by_label("Yes, erase Dana for good").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Erase").click();
    harness.run_steps(3);
    assert!(matches!(last_command(&harness), Command::Erase(DANA, ErasedList::Drop)));
}

#[test]
fn the_three_tests_hide_what_i_wrote_while_i_answer() {
    let mut harness = harness(view(), tall(Theme::Light));
    harness.snapshot("peer-tall-light");
    assert!(harness.query_all_by_label_contains("Freeze holds").count() > 0);
    press(&mut harness, "Ask yourself…");
    harness.run_steps(3);
    assert_eq!(harness.query_all_by_label_contains("Freeze holds").count(), 0);
    assert_eq!(harness.query_all_by_label_contains("budget freeze").count(), 0);
    harness.snapshot("three-tests-light");
    for (answer, question) in [("Yes", "top three"), ("Not yet", "quick question"), ("Yes", "before a surprise")] {
        harness
            .get_by(|node| {
                node.role() == Role::RadioButton
                    && node.label().is_some_and(|it| it.starts_with(answer) && it.contains(question))
            })
            .click();
        harness.run_steps(2);
    }
    press(&mut harness, "Save");
    let Command::Method(MethodCommand::AnswerTests(DANA, details)) = last_command(&harness) else { panic!() };
    assert_eq!(
        (details.priorities, details.quick_question, details.heads_up),
        (Answer::Yes, Answer::NotYet, Answer::Yes)
    );
}

#[test]
fn a_heads_up_is_kept_sent_and_told() {
    let mut view = busy();
    let peers = &mut std::sync::Arc::make_mut(&mut view.snapshot).peers;
    let heads_up = peers.iter().find(|peer| peer.name == "Marco Weiss").unwrap().heads_ups[0].clone();
    let dana = peers.iter_mut().find(|peer| peer.id == DANA).unwrap();
    std::sync::Arc::make_mut(dana).heads_ups = vec![heads_up.clone()];
    let mut harness = harness(view, tall(Theme::Dark));
    press(&mut harness, "Send it…");
    press(&mut harness, "Send to Dana");
    assert!(
        matches!(last_command(&harness), Command::Method(MethodCommand::SendHeadsUp(DANA, id)) if id == heads_up.id)
    );
    press(&mut harness, "Told…");
    harness.get_by_label("How you told them").focus();
    harness.run_steps(2);
    harness.get_by_label("How you told them").type_text("Called her");
    harness.run_steps(2);
    press(&mut harness, "Save");
    let Command::Method(MethodCommand::SetTold(_, _, Some(told))) = last_command(&harness) else { panic!() };
    assert_eq!(told.how, "Called her");
    let added = harness
        .query_all_by_role(Role::Button)
        .find(|it| it.accesskit_node().label().is_some_and(|it| it == "Heads-up"));
    added.unwrap().focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    harness.get_by_label("A heads-up").focus();
    harness.run_steps(2);
    harness.get_by_label("A heads-up").type_text("The audit moves");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(
        matches!(last_command(&harness), Command::Method(MethodCommand::AddHeadsUp { peer: DANA, text, .. }) if text == "The audit moves")
    );
}

#[test]
fn what_changed_since_i_last_looked_is_told_by_name_until_it_was_seen() {
    let mut dana = dana();
    let since = |id: u8, text: &str, what| Since { line: LineId([id; 16]), text: text.into(), what };
    dana.since = vec![
        since(4, "A named person in each team for small purchase orders", SinceWhat::Added),
        since(2, "One page on how the shared test system is paid for", SinceWhat::Reworded),
    ]
    .into();
    let mut harness = harness(view_with(dana), tall(Theme::Light));
    harness.get_by_label("New");
    press(&mut harness, "Since you last looked…");
    harness.get_by_label("Dana reworded: One page on how the shared test system is paid for");
    harness.snapshot("since-light");
    press(&mut harness, "Seen");
    assert!(matches!(last_command(&harness), Command::Looked(DANA)));
    let _ = PeerId([1; 16]);
}

#[test]
fn a_year_of_dots_is_read_as_sentences() {
    let mut harness = harness(busy(), LIGHT);
    harness.get_by_label("You met on 13 October. Planned for 24 November.");
    harness.run_steps(1);
}

#[test]
fn the_list_can_be_shown_as_it_was() {
    let mut harness = harness(view(), LIGHT);
    press(&mut harness, "History…");
    let request = Request::History(DANA);
    assert!(harness.state().asked.iter().any(|it| matches!(it, Request::History(DANA))));
    let at = |hours: i64| Moment { unix_ms: NOW.unix_ms - hours * 3_600_000 };
    let items = vec![
        HistoryItem { at: at(2), by: Who::Them, did: Did::Reworded },
        HistoryItem { at: at(26), by: Who::Me, did: Did::Journal },
        HistoryItem { at: at(27), by: Who::Me, did: Did::AddedLine },
    ];
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &request, Ok(SaidBack::History(items)));
    harness.run_steps(4);
    harness.snapshot("history-light");
    // What is private can't be gone back to.
    assert_eq!(harness.query_all_by_label_contains("Show the list as it was then").count(), 2);
    harness.query_all_by_label_contains("You added a line").next_back().unwrap().focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert!(matches!(last_command(&harness), Command::GoBack(DANA, moment) if moment == at(27)));
    assert!(harness.query_by_label_contains("What was changed with Dana").is_none());
}

#[test]
fn a_finished_work_is_kept_and_offered_to_somebody_in_the_very_words() {
    let mut view = view();
    let work = Finished { id: FinishedId([9; 16]), on: jiff::civil::date(2026, 11, 3), text: "The new ledger".into() };
    std::sync::Arc::make_mut(&mut view.snapshot).finished = vec![work];
    let mut harness = harness(view, tall(Theme::Light));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    harness.run_steps(4);
    harness.snapshot("finished-light");
    press(&mut harness, "Offer to show: The new ledger");
    press(&mut harness, "Offer it to Marco Weiss…");
    press(&mut harness, "Put it into the list with Marco");
    let Command::List(peer, ListCommand::Add { text, kind }) = last_command(&harness) else { panic!() };
    assert_eq!((text.as_str(), kind), ("I could show you: The new ledger", Kind::Offer));
    assert_ne!(peer, DANA);
    harness.get_by_role_and_label(Role::TextInput, "A finished work").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "A finished work").type_text("Badges");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let Command::Method(MethodCommand::AddFinished(_, text)) = last_command(&harness) else { panic!() };
    assert_eq!(text, "Badges");
}
