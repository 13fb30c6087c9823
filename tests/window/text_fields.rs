//! Text fields behave: undo inside them first, also on the pad and never a letter of the other's; a menu under the right
//! button; several lines that are pasted are asked about; what arrives disturbs no input method.

use crate::{
    live::Live,
    scene::{DANA, LIGHT, Look, Window, busy, dana, harness, view, view_with},
};
use eframe::egui::{Event, ImeEvent, Key, Modifiers, OutputCommand, Role, ViewportCommand, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::{
    desk::{Answer, Request, View},
    window::App,
};
use sideways_core::{
    command::{Command, ListCommand, MethodCommand, Outcome, Splice},
    id::{Hash, RemarkId, WordingId},
    snapshot::{Remark, Who, Wording},
};
use std::{collections::BTreeSet, sync::Arc};

const PAD: &str = "For our next half hour";
const NEW: &str = "Add a line for both of you";
const TALL: Look = Look { size: vec2(1180.0, 1700.0), ..LIGHT };

fn label(node: &egui_kittest::Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

fn field<'a>(harness: &'a Harness<'_, Window>, name: &str) -> egui_kittest::Node<'a> {
    let roles = [Role::TextInput, Role::MultilineTextInput];
    let found = roles.into_iter().find_map(|role| harness.query_all_by_role(role).find(|it| label(it) == name));
    found.unwrap_or_else(|| panic!("no {name}"))
}

fn text(harness: &Harness<'_, Window>, name: &str) -> String {
    field(harness, name).value().unwrap_or_default()
}

fn focus(harness: &mut Harness<'_, Window>, name: &str) {
    field(harness, name).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    harness.run_steps(1);
}

fn type_text(harness: &mut Harness<'_, Window>, name: &str, words: &str) {
    field(harness, name).type_text(words);
    harness.run_steps(2);
}

fn ctrl(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run_steps(2);
}

fn commands(harness: &Harness<'_, Window>) -> Vec<Command> {
    let command = |request: &Request| match request {
        Request::Run(Command::KeepDraft(..)) => None,
        Request::Run(command) => Some(command.clone()),
        _ => None,
    };
    harness.state().asked.iter().filter_map(command).collect()
}

fn with_pad(pad: &str, heads: u8) -> View {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    list.pad = pad.into();
    list.pad_as_of = vec![Hash([heads; 32])];
    dana.list = Arc::new(list);
    view_with(dana)
}

/// Answers all that was written on the pad, and shows what stands there then.
fn answer_pad(harness: &mut Harness<'_, Window>, shows: &str, heads: u8) {
    let ctx = harness.ctx.clone();
    harness.state_mut().view = with_pad(shows, heads);
    let asked = std::mem::take(&mut harness.state_mut().asked);
    for request in asked {
        if matches!(request, Request::Run(Command::List(_, ListCommand::Pad { .. }))) {
            harness.state_mut().app.answered(&ctx, &request, Ok(Answer::Did(Outcome::Done)));
        }
    }
    harness.run_steps(2);
}

fn open(harness: &mut Harness<'_, Window>, what: &str) {
    harness.query_all_by_role(Role::Button).find(|it| label(it) == what).unwrap_or_else(|| panic!("no {what}")).focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

#[test]
fn undo_is_the_fields_first_and_then_goes_further() {
    for (opens, name) in [("", NEW), ("Note", "A private note"), ("Promise", "A promise"), ("Edit…", "Role")] {
        let mut harness = harness(view(), TALL);
        if !opens.is_empty() {
            open(&mut harness, opens);
        }
        focus(&mut harness, name);
        let before = text(&harness, name);
        type_text(&mut harness, name, " more");
        harness.run_steps(6);
        ctrl(&mut harness, Key::Z);
        assert_eq!(text(&harness, name), before, "{name}");
        assert!(!commands(&harness).contains(&Command::Undo), "{name}: only the field's");
        ctrl(&mut harness, Key::Y);
        assert_eq!(text(&harness, name), format!("{before} more"), "{name}");
        // The caret walks about: that is nothing to undo.
        for _ in 0..3 {
            harness.key_press(Key::ArrowLeft);
            harness.run_steps(6);
        }
        ctrl(&mut harness, Key::Z);
        assert_eq!(text(&harness, name), before, "{name}: the words, not the caret");
        ctrl(&mut harness, Key::Z);
        assert_eq!(text(&harness, name), before, "{name}");
        let further: Vec<Command> = commands(&harness).into_iter().filter(|it| *it == Command::Undo).collect();
        assert_eq!(further, [Command::Undo], "{name}: then what was done before");
    }
}

#[test]
fn undo_on_the_pad_takes_back_mine_and_no_letter_of_the_others() {
    let mut harness = harness(with_pad("Renewals.", 1), TALL);
    focus(&mut harness, PAD);
    type_text(&mut harness, PAD, " Mine  here.");
    answer_pad(&mut harness, "THEIRS. Renewals. Mine AND  THEIRS here.", 2);
    assert_eq!(text(&harness, PAD), "THEIRS. Renewals. Mine AND  THEIRS here.");
    ctrl(&mut harness, Key::Z);
    let left = text(&harness, PAD);
    assert!(left.starts_with("THEIRS. Renewals.") && !left.contains("Mine") && !left.contains("here"), "{left:?}");
    assert!(left.contains("AND") && left.contains("THEIRS"), "{left:?}");
    assert!(!commands(&harness).contains(&Command::Undo));
    answer_pad(&mut harness, &left, 3);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run_steps(2);
    assert_eq!(text(&harness, PAD), "THEIRS. Renewals. Mine AND  THEIRS here.");
    answer_pad(&mut harness, "THEIRS. Renewals. Mine AND  THEIRS here.", 4);
    ctrl(&mut harness, Key::Z);
    ctrl(&mut harness, Key::Z);
    assert!(commands(&harness).contains(&Command::Undo), "nothing of mine is left: what was done before");
}

/// What I write and undo while somebody else writes on the same pad, in any order and with an engine that takes its time,
/// leaves all words of the other in their order.
#[test]
fn whatever_both_write_the_others_words_stay_in_their_order() {
    for seed in 1..9_u64 {
        let mut seed = seed;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let mut live = Live::new(|_| vec![]);
        live.focus(PAD);
        let mut theirs = String::new();
        let is_theirs = |c: &char| c.is_uppercase() || c.is_ascii_digit();
        for step in 10..40 {
            live.slow(next(5) as u32);
            match next(6) {
                0 | 1 => {
                    live.field(PAD).unwrap().type_text(["me ", "  ", "x"][next(3)]);
                    live.harness.run_steps(1);
                }
                2 => {
                    live.harness.key_press([Key::Home, Key::ArrowLeft, Key::End][next(3)]);
                    live.harness.run_steps(1);
                }
                3 => {
                    // With nothing of mine left, undo would go on to what was done elsewhere.
                    let mine = live.text(PAD).unwrap_or_default().chars().any(|c| !is_theirs(&c));
                    let key = if mine { [Key::Z, Key::Y][next(2)] } else { Key::Y };
                    live.harness.key_press_modifiers(Modifiers::COMMAND, key);
                    live.harness.run_steps(1);
                }
                4 => live.harness.run_steps(1 + next(6)),
                _ => {
                    // They go on behind their last word, wherever that is by now.
                    let list = live.view().list.clone();
                    let pad: Vec<char> = list.pad.chars().collect();
                    let at = pad.iter().rposition(&is_theirs).map_or(0, |at| at + 1);
                    let word = format!("T{step}");
                    theirs.push_str(&word);
                    let splices = vec![Splice { at, delete: 0, insert: word }];
                    let write = ListCommand::Pad { as_of: list.pad_as_of.clone(), splices };
                    let peer = live.peer;
                    live.elsewhere(Command::List(peer, write));
                    live.harness.run_steps(next(3));
                }
            }
        }
        live.settle();
        live.harness.run_steps(4);
        let pad = live.view().list.pad.to_string();
        assert_eq!(pad.chars().filter(is_theirs).collect::<String>(), theirs, "{pad:?}");
        assert_eq!(live.text(PAD).unwrap_or_default(), pad);
        // All of mine undone, all of theirs is left.
        for _ in 0..40 {
            if live.view().list.pad.chars().all(|c| is_theirs(&c)) {
                break;
            }
            live.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
            live.harness.run_steps(1);
            live.settle();
        }
        assert_eq!(live.view().list.pad.to_string(), theirs, "seed {seed}");
        assert_eq!(live.view().list.pad.chars().filter(is_theirs).collect::<String>(), theirs);
    }
}

/// What stands in the menu, and whether it can be chosen.
fn rows(harness: &Harness<'_, Window>) -> Vec<(String, bool)> {
    buttons(harness).iter().map(|it| (label(it), !it.accesskit_node().is_disabled())).collect()
}

/// The rows of the menu, and of nothing else.
fn buttons<'a>(harness: &'a Harness<'_, Window>) -> Vec<egui_kittest::Node<'a>> {
    let Some(menu) = harness.query_by_label("What can be done with the text") else { return Vec::new() };
    menu.children_recursive().filter(|it| it.accesskit_node().role() == Role::Button).collect()
}

fn press_row(harness: &Harness<'_, Window>, row: &str) {
    buttons(harness).iter().find(|it| label(it) == row).unwrap_or_else(|| panic!("no {row}")).click();
}

fn choose(harness: &mut Harness<'_, Window>, name: &str, row: &str) {
    field(harness, name).click_secondary();
    harness.run_steps(3);
    assert_eq!(rows(harness).len(), 6, "{name}: {:?}", rows(harness));
    press_row(harness, row);
    harness.run_steps(4);
}

#[test]
fn every_text_field_has_a_menu_and_it_does_what_its_words_say() {
    for (opens, name) in [("", NEW), ("", PAD), ("Note", "A private note"), ("Promise", "A promise"), ("Edit…", "Role")]
    {
        let mut harness = harness(view(), TALL);
        if !opens.is_empty() {
            open(&mut harness, opens);
        }
        focus(&mut harness, name);
        let before = text(&harness, name);
        type_text(&mut harness, name, " more");
        harness.run_steps(6);
        let all = format!("{before} more");
        choose(&mut harness, name, "Undo");
        assert_eq!(text(&harness, name), before, "{name}: Undo");
        choose(&mut harness, name, "Redo");
        assert_eq!(text(&harness, name), all, "{name}: Redo");
        choose(&mut harness, name, "Select all");
        assert!(field(&harness, name).is_focused(), "{name}");
        let copied = |harness: &Harness<'_, Window>| {
            harness.output().platform_output.commands.iter().find_map(|it| match it {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        };
        // What is chosen happens in the next frame; one by one, to see it.
        let step_by_step = |harness: &mut Harness<'_, Window>, row: &str| {
            field(harness, name).click_secondary();
            harness.run_steps(3);
            press_row(harness, row);
            let mut found = None;
            for _ in 0..6 {
                harness.step();
                found = found.or_else(|| copied(harness));
            }
            found
        };
        assert_eq!(step_by_step(&mut harness, "Copy").as_deref(), Some(all.as_str()), "{name}: Copy");
        assert_eq!(text(&harness, name), all, "{name}: Copy");
        assert_eq!(step_by_step(&mut harness, "Cut").as_deref(), Some(all.as_str()), "{name}: Cut");
        assert_eq!(text(&harness, name), "", "{name}: Cut");
        field(&harness, name).click_secondary();
        harness.run_steps(3);
        let off: Vec<String> = rows(&harness).into_iter().filter(|(_, on)| !on).map(|(row, _)| row).collect();
        for row in ["Cut", "Copy", "Select all"] {
            assert!(off.contains(&row.to_owned()), "{name}: {row} of nothing: {off:?}");
        }
        press_row(&harness, "Paste");
        let mut wanted = false;
        for _ in 0..4 {
            harness.step();
            let viewports = harness.output().viewport_output.values();
            wanted |= viewports.flat_map(|it| &it.commands).any(|it| *it == ViewportCommand::RequestPaste);
        }
        assert!(wanted, "{name}: Paste");
        assert!(field(&harness, name).is_focused(), "{name}: where it is pasted");
    }
}

/// Every place and every dialog: what is a text field has the menu, and a name that stays the same.
#[test]
fn no_text_field_anywhere_is_without_its_menu() {
    let mut seen = BTreeSet::new();
    for (nth, place) in App::tour(DANA).into_iter().enumerate() {
        let mut harness = harness(busy(), TALL);
        let ctx = harness.ctx.clone();
        harness.state_mut().app.visit(&ctx, DANA, nth);
        harness.run_steps(6);
        // Behind a dialog nothing can be done.
        let within = harness.query_by_role(Role::Dialog).unwrap_or_else(|| harness.root());
        let is_field = |it: &egui_kittest::Node<'_>| {
            [Role::TextInput, Role::MultilineTextInput].contains(&it.accesskit_node().role())
        };
        let names: Vec<String> = within.children_recursive().filter(is_field).map(|it| label(&it)).collect();
        for name in names {
            if !sight(&harness).contains_rect(field(&harness, &name).rect()) {
                field(&harness, &name).scroll_to_me();
                harness.run_steps(6);
            }
            field(&harness, &name).click_secondary();
            harness.run_steps(3);
            assert_eq!(rows(&harness).len(), 6, "{place}: {name}");
            harness.key_press(Key::Escape);
            harness.run_steps(3);
            assert_eq!(rows(&harness).len(), 0, "{place}: {name}: Esc leaves the menu");
            assert!(field(&harness, &name).is_focused(), "{place}: {name}: and nothing but the menu");
            seen.insert(name);
        }
        let clash = harness.query_all_by_label_contains("widget ID").count();
        assert_eq!(clash, 0, "{place}: two fields of one name");
    }
    assert!(seen.len() > 14, "{seen:?}");
}

fn sight(harness: &Harness<'_, Window>) -> eframe::egui::Rect {
    harness.ctx.content_rect()
}

#[test]
fn the_right_button_leaves_what_is_selected() {
    let mut harness = harness(view(), TALL);
    focus(&mut harness, NEW);
    type_text(&mut harness, NEW, "one two three");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::CTRL | Modifiers::SHIFT, Key::ArrowLeft);
    harness.run_steps(2);
    choose(&mut harness, NEW, "Cut");
    assert_eq!(text(&harness, NEW), "one two ");
}

fn paste(harness: &mut Harness<'_, Window>, words: &str) {
    harness.event(Event::Paste(words.into()));
    harness.run_steps(3);
}

#[test]
fn several_lines_that_are_pasted_are_asked_about() {
    let three = "Two days of an engineer\r\n\n  A  named person\nBadges\n";
    type Row = (&'static str, &'static str, fn(&Command) -> Option<String>);
    let rows: [Row; 4] = [
        ("", NEW, |it| match it {
            Command::List(_, ListCommand::Add { text, .. }) => Some(text.clone()),
            _ => None,
        }),
        ("Promise", "A promise", |it| match it {
            Command::Method(MethodCommand::AddPromise { text, .. }) => Some(text.clone()),
            _ => None,
        }),
        ("Prepare", "Something to prepare", |it| match it {
            Command::Method(MethodCommand::AddPoint { text, .. }) => Some(text.clone()),
            _ => None,
        }),
        ("projects", "A finished work", |it| match it {
            Command::Method(MethodCommand::AddFinished(_, text)) => Some(text.clone()),
            _ => None,
        }),
    ];
    for (opens, name, line_of) in rows {
        let begin = || {
            let mut harness = harness(view(), TALL);
            match opens {
                "" => {}
                "projects" => harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3),
                opens => open(&mut harness, opens),
            }
            harness.run_steps(4);
            focus(&mut harness, name);
            type_text(&mut harness, name, "Before: ");
            paste(&mut harness, three);
            assert_eq!(text(&harness, name), "Before: ", "{name}: nothing is in the field yet");
            harness.get_by_label("3 lines or one?");
            assert!(harness.get_by_label("One line").is_focused(), "{name}: what changes least has the focus");
            harness
        };
        let mut harness = begin();
        open(&mut harness, "3 lines");
        let said = commands(&harness);
        let Some(Command::Together(several)) = said.last() else { panic!("{name}: {said:?}") };
        let several: Vec<String> = several.iter().filter_map(line_of).collect();
        assert_eq!(several, ["Two days of an engineer", "A  named person", "Badges"], "{name}");
        assert_eq!(text(&harness, name), "Before: ", "{name}: what was begun is still there");
        assert!(harness.query_by_label("3 lines or one?").is_none());

        let mut harness = begin();
        open(&mut harness, "One line");
        assert_eq!(text(&harness, name), "Before: Two days of an engineer A  named person Badges", "{name}");
        assert!(commands(&harness).is_empty(), "{name}: one line is in the field, and nowhere else");

        let mut harness = begin();
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert!(harness.query_by_label("3 lines or one?").is_none(), "{name}");
        assert_eq!((text(&harness, name).as_str(), commands(&harness).len()), ("Before: ", 0), "{name}");
    }
}

#[test]
fn several_lines_in_a_half_hour_are_asked_about_too() {
    let mut live = Live::new(|_| vec![]);
    live.visit("HalfHour");
    live.focus("A line to type on");
    live.harness.event(Event::Paste("The audit\nTwo reviewers  leave".into()));
    live.harness.run_steps(3);
    assert!(live.press("2 lines"));
    for line in ["The audit", "Two reviewers  leave"] {
        assert!(live.harness.query_all_by_value(line).next().is_some(), "{line}");
    }
    assert_eq!(live.text("A line to type on").unwrap_or_default(), "");
}

#[test]
fn what_is_asked_about_a_paste_is_hidden_with_everything_private() {
    let mut harness = harness(view(), TALL);
    focus(&mut harness, NEW);
    paste(&mut harness, "secret one\nsecret two");
    harness.get_by_label("2 lines or one?");
    ctrl(&mut harness, Key::Period);
    harness.run_steps(3);
    assert!(harness.query_all_by_label_contains("secret").next().is_none());
    assert!(harness.query_all_by_value("secret one").next().is_none());
}

fn preedit(harness: &mut Harness<'_, Window>, text: &str) {
    harness.event(Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None }));
    harness.run_steps(1);
}

/// What arrives while an input method is at work: the pad itself, more lines, a heads-up, a note on the very line, another
/// wording of it.
fn arrivals() -> Vec<(&'static str, View)> {
    let changed = |change: &dyn Fn(&mut sideways_core::snapshot::PeerView)| {
        let mut dana = dana();
        change(&mut dana);
        view_with(dana)
    };
    let in_list = |change: &dyn Fn(&mut sideways_core::snapshot::ListView)| {
        changed(&|dana| {
            let mut list = (*dana.list).clone();
            change(&mut list);
            dana.list = Arc::new(list);
        })
    };
    vec![
        (
            "the pad",
            in_list(&|list| {
                list.pad = "They wrote before. Show the renewal dates before Legal sees them".into();
                list.pad_as_of = vec![Hash([7; 32])];
            }),
        ),
        (
            "a line",
            in_list(&|list| {
                let mut line = (*list.lines[0]).clone();
                line.id.0 = [99; 16];
                list.lines.insert(0, Arc::new(line));
            }),
        ),
        (
            "a note on the line",
            in_list(&|list| {
                let mut line = (*list.lines[0]).clone();
                line.remarks.push(Remark {
                    id: RemarkId([1; 16]),
                    text: "Could be three".into(),
                    by: Who::Them,
                    at: crate::scene::NOW,
                });
                list.lines[0] = Arc::new(line);
            }),
        ),
        (
            "another wording",
            in_list(&|list| {
                let mut line = (*list.lines[0]).clone();
                let theirs =
                    Wording { id: WordingId([77; 16]), text: "Theirs".into(), by: Who::Them, at: crate::scene::NOW };
                line.versions.push(theirs.clone());
                line.history.push(theirs.into());
                list.lines[0] = Arc::new(line);
            }),
        ),
        (
            "a heads-up",
            in_list(&|list| {
                list.heads_ups.push(sideways_core::snapshot::SharedHeadsUp {
                    id: sideways_core::id::EntryId([60; 16]),
                    from: Who::Them,
                    text: "A freeze".into(),
                    at: crate::scene::NOW,
                    heard: false,
                });
            }),
        ),
    ]
}

#[test]
fn nothing_that_arrives_breaks_what_an_input_method_composes() {
    const LINE: &str = "Two days of a data engineer for the ledger cut-over";
    let reword = format!("Reword: {LINE}");
    let fields: [(&str, &str, &str); 6] = [
        ("", PAD, ""),
        ("", NEW, ""),
        (LINE, &reword, ""),
        ("What I’m working on…", "What I’m working on", ""),
        (
            "More about: Two days of a data engineer for the ledger cut-over",
            "A short note on this line",
            "Write a note on it",
        ),
        ("Note", "A private note", ""),
    ];
    for (opens, name, then) in fields {
        for (what, arrives) in arrivals() {
            let mut harness = harness(view(), TALL);
            // No font of the scene has these letters.
            sideways::window::draw_boxes(&harness.ctx);
            for opens in [opens, then].into_iter().filter(|it| !it.is_empty()) {
                open(&mut harness, opens);
            }
            focus(&mut harness, name);
            let before = text(&harness, name);
            preedit(&mut harness, "に");
            preedit(&mut harness, "にほ");
            harness.state_mut().view = arrives.clone();
            // Long enough for a pause: what isn't finished goes nowhere by itself.
            harness.run_steps(16);
            assert!(field(&harness, name).is_focused(), "{name}: {what} took the caret");
            assert_eq!(text(&harness, name), format!("{before}にほ"), "{name}: {what}");
            assert_eq!(commands(&harness), [], "{name}: {what}: what isn't finished is nobody's yet");
            harness.event(Event::Ime(ImeEvent::Commit("日本".into())));
            harness.run_steps(3);
            let after = text(&harness, name);
            assert_eq!(after, format!("{before}日本"), "{name}: {what}");
            if name == PAD {
                let sent = format!("{:?}", commands(&harness));
                assert!(sent.contains("日本") && !sent.contains('に'), "{what}: {sent}");
                if what == "the pad" {
                    let shows = "They wrote before. Show the renewal dates before Legal sees them日本";
                    answer_pad(&mut harness, shows, 8);
                    assert_eq!(text(&harness, name), shows, "what waited is there now");
                }
            }
        }
    }
}

#[test]
fn a_line_is_dragged_by_its_words_and_the_page_follows() {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    for n in 0..40_u8 {
        let mut line = (*list.lines[3]).clone();
        line.id.0 = [100 + n; 16];
        line.versions[0].text = format!("Line {n}");
        list.lines.push(Arc::new(line));
    }
    dana.list = Arc::new(list);
    let mut harness = harness(view_with(dana), Look { size: vec2(1180.0, 620.0), ..LIGHT });
    let first = harness.state().view.snapshot.peers[0].list.lines[3].clone();
    let from = harness.get_by_role_and_label(Role::Button, first.text());
    from.scroll_to_me();
    harness.run_steps(8);
    let from = harness.get_by_role_and_label(Role::Button, first.text()).rect();
    harness.drag_at(from.left_center() + vec2(20.0, 0.0));
    harness.run_steps(2);
    // To the lower edge, and held there: the page goes on by itself.
    let edge = eframe::egui::pos2(from.left() + 40.0, 612.0);
    harness.hover_at(from.center() + vec2(0.0, 30.0));
    harness.run_steps(2);
    harness.hover_at(edge);
    let line = |harness: &Harness<'_, Window>| harness.get_by_role_and_label(Role::Button, "Line 20").rect().center();
    for _ in 0..200 {
        harness.step();
        if line(&harness).y < 540.0 {
            break;
        }
    }
    let at = line(&harness);
    assert!(at.y < 540.0, "it never came: {at:?}");
    harness.hover_at(at);
    harness.run_steps(3);
    harness.drop_at(at);
    harness.run_steps(3);
    let said = commands(&harness);
    assert!(matches!(said.as_slice(), [Command::List(DANA, ListCommand::Move(id, _))] if *id == first.id), "{said:?}");
}

/// Whoever has no mouse opens a menu, chooses in it or leaves it, and goes on at its button; it doesn't stay open.
#[test]
fn a_menu_is_over_once_something_is_chosen_by_a_key() {
    const MORE: &str = "More about: Two days of a data engineer for the ledger cut-over";
    let menu = |harness: &Harness<'_, Window>| {
        harness.query_by_label("What can be done with: Two days of a data engineer for the ledger cut-over").is_some()
    };
    for (row, stays) in [("I could help with this", true), ("Move down", true), ("Write a note on it", false)] {
        let mut harness = harness(view(), TALL);
        open(&mut harness, MORE);
        assert!(menu(&harness), "{row}");
        open(&mut harness, row);
        assert!(!menu(&harness), "{row}: it is still open");
        assert_eq!(harness.get_by_label(MORE).is_focused(), stays, "{row}");
    }
    let mut harness = harness(view(), TALL);
    open(&mut harness, MORE);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(!menu(&harness));
    assert!(harness.get_by_label(MORE).is_focused(), "left by Esc");
}
