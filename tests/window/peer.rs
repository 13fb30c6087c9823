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
    snapshot::{
        Answer, Became, Did, Every, Finished, GoingBack, HistoryItem, Kind, LineBack, LineThen, Moment, Since,
        SinceWhat, State, Who,
    },
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

fn change(hours: i64, by: Who, did: Did, line: u8, words: &str) -> HistoryItem {
    let line = (line > 0).then_some(LineId([line; 16]));
    let at = Moment { unix_ms: NOW.unix_ms - hours * 3_600_000 };
    HistoryItem { at, by, did, line, words: words.into(), was: None, became: None }
}

fn with_history(look: Look) -> Harness<'static, Window> {
    let mut harness = harness(view(), look);
    press(&mut harness, "History…");
    let request = Request::History(DANA);
    assert!(harness.state().asked.iter().any(|it| matches!(it, Request::History(DANA))));
    let reworded = HistoryItem {
        was: Some("Read the cloud bill".into()),
        ..change(2, Who::Them, Did::Reworded, 3, "Read the cloud bill together, after each close")
    };
    let items = vec![
        reworded,
        HistoryItem { became: Some(Became::Off), ..change(3, Who::Them, Did::TookOff, 8, "A seat in the audit") },
        change(26, Who::Me, Did::Journal, 0, ""),
        change(27, Who::Me, Did::AddedLine, 1, "Two days of a data engineer"),
        change(27, Who::Me, Did::Pad, 0, ""),
    ];
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &request, Ok(SaidBack::History(items)));
    harness.run_steps(6);
    harness
}

/// Both sides of a line that both reworded, of one that was added since, and of the pad.
fn back() -> GoingBack {
    let line = |text: &str, by, state| LineThen { wordings: vec![(text.into(), by)], state, kind: Kind::Idea };
    let now = line("Read the cloud bill together, after each close", Who::Them, State::Doing);
    GoingBack {
        lines: vec![
            LineBack {
                line: LineId([3; 16]),
                now: Some(now),
                then: Some(line("Walk through the cloud bill", Who::Me, State::Open)),
                moved: false,
            },
            LineBack {
                line: LineId([4; 16]),
                now: Some(line("A named person for small orders", Who::Them, State::Open)),
                then: None,
                moved: false,
            },
        ],
        pad: Some(("Show the renewal dates".into(), "Bring the list".into())),
    }
}

#[test]
fn history_is_a_sentence_a_thing_and_going_back_is_looked_at_first() {
    let mut harness = with_history(LIGHT);
    for sentence in [
        "Dana reworded “Read the cloud bill” to “Read the cloud bill together, after each close”.",
        "Dana took “A seat in the audit” off the list.",
        "You wrote something private.",
        "You added “Two days of a data engineer”.",
        "You wrote on the pad.",
    ] {
        harness.get_by_label(sentence);
    }
    // A heading a day.
    for day in ["Sunday 22 November", "Saturday 21 November"] {
        harness.get_by_role_and_label(Role::Heading, day);
    }
    // What is private can't be gone back to.
    assert_eq!(harness.query_all_by_label_contains("Look at the list as it was then").count(), 4);
    harness.snapshot("history-light");
    press(&mut harness, "Look at the list as it was then: You added “Two days of a data engineer”.");
    let at = Moment { unix_ms: NOW.unix_ms - 27 * 3_600_000 };
    let asked = Request::GoingBack(DANA, at);
    assert!(harness.state().asked.iter().any(|it| format!("{it:?}") == format!("{asked:?}")));
    let changes = |harness: &Harness<'_, Window>| {
        harness.state().asked.iter().any(|it| matches!(it, Request::Run(Command::GoBack(..))))
    };
    assert!(!changes(&harness), "choosing changes nothing");
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &asked, Ok(SaidBack::GoingBack(back())));
    harness.run_steps(6);
    for words in [
        "Read the cloud bill together, after each close (Dana)",
        "Walk through the cloud bill (you)",
        "A named person for small orders (Dana)",
        "Not on the list",
        "The pad goes with it",
        "Show the renewal dates",
        "Bring the list",
    ] {
        harness.get_by_label(words);
    }
    assert!(harness.query_all_by_label_contains("Dana sees it too").next().is_some());
    harness.snapshot("going-back-light");
    assert!(!harness.get_by_label("Make it so again").is_focused(), "a key pressed too early changes nothing");
    press(&mut harness, "Make it so again");
    assert!(matches!(last_command(&harness), Command::GoBack(DANA, moment) if moment == at));
    assert!(harness.query_by_label_contains("The list as it was then").is_none());
}

#[test]
fn going_back_that_changes_nothing_offers_nothing() {
    let mut all = egui_kittest::SnapshotResults::new();
    for (look, picture) in [
        (Look { theme: Theme::Dark, ..LIGHT }, "going-back-dark"),
        (Look { size: vec2(420.0, 760.0), ..LIGHT }, "going-back-420"),
    ] {
        let mut harness = with_history(look);
        press(&mut harness, "Look at the list as it was then: You wrote on the pad.");
        let asked = Request::GoingBack(DANA, Moment { unix_ms: NOW.unix_ms - 27 * 3_600_000 });
        let ctx = harness.ctx.clone();
        harness.state_mut().app.answered(&ctx, &asked, Ok(SaidBack::GoingBack(back())));
        harness.run_steps(6);
        harness.snapshot(picture);
        harness.state_mut().app.answered(&ctx, &asked, Ok(SaidBack::GoingBack(GoingBack::default())));
        harness.run_steps(4);
        harness.get_by_label("The list and the pad look the same now.");
        assert!(harness.query_by_label("Make it so again").is_none());
        press(&mut harness, "Back");
        harness.get_by_label("You wrote on the pad.");
        all.extend(harness.take_snapshot_results());
    }
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
