//! What a command costs is counted, at a small list and at a large one: rows, bytes sealed, documents decoded, and
//! passes over a whole text. A count that grows with what wasn't touched fails.

use crate::{
    disk::Disk,
    people::{KEY, NOW, Person, alex_and_dana_on, opening, pair},
};
use sideways_core::{
    Workspace,
    command::{Choice, Command, ListCommand, MethodCommand, Place, Splice},
    id::LineId,
    snapshot::{Kind, State, Who},
};
use std::collections::BTreeSet;

/// What something cost.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    rows: u64,
    bytes: u64,
    decoded: u64,
    passes: u64,
}

fn spent(ws: &Workspace) -> Cost {
    Cost {
        rows: ws.rows_written(),
        bytes: ws.bytes_sealed(),
        decoded: ws.documents_decoded(),
        passes: ws.text_passes(),
    }
}

fn cost<T>(ws: &mut Workspace, act: impl FnOnce(&mut Workspace) -> T) -> Cost {
    let before = spent(ws);
    act(ws);
    let after = spent(ws);
    Cost {
        rows: after.rows - before.rows,
        bytes: after.bytes - before.bytes,
        decoded: after.decoded - before.decoded,
        passes: after.passes - before.passes,
    }
}

/// Alex and Dana with so many lines and a pad of so many letters; Alex opened again, so that nothing is loaded.
fn with_lines(lines: usize, letters: usize) -> (Person, Person, LineId) {
    let disk = Disk::default();
    let (mut alex, mut dana) = alex_and_dana_on(disk.backend());
    let line = |n: usize| Command::List(alex.peer, ListCommand::Add { text: format!("line {n}"), kind: Kind::Idea });
    let all = (0..lines).map(line).collect();
    alex.ws.edit(Command::Together(all), NOW).unwrap();
    pair(&mut alex, &mut dana);
    let splices = vec![Splice { at: 0, delete: 0, insert: "a word ".repeat(letters / 7) }];
    alex.list(ListCommand::Pad { as_of: vec![], splices });
    crate::people::meet(&mut alex, &mut dana);
    let peer = alex.peer;
    drop(alex);
    let ws = Workspace::open_on(disk.backend(), KEY, opening(8)).unwrap();
    let alex = Person { ws, peer };
    let line = alex.view().list.lines[lines / 2].id;
    (alex, dana, line)
}

#[test]
fn a_command_costs_what_it_changes() {
    let mut costs = Vec::new();
    for (lines, letters) in [(100, 1_000), (10_000, 60_000)] {
        let (mut alex, mut dana, line) = with_lines(lines, letters);
        let peer = alex.peer;
        let list = |command| Command::List(peer, command);
        let last = alex.view().list.lines.last().unwrap().id;
        let commands = [
            list(ListCommand::Add { text: "one more".into(), kind: Kind::Ask }),
            list(ListCommand::Reword { line, text: "said otherwise".into(), seen: vec![] }),
            list(ListCommand::SetState(line, State::Doing)),
            list(ListCommand::Help(line, Choice::Yes)),
            list(ListCommand::Remark(line, "On Tuesday?".into())),
            list(ListCommand::Move(last, Place::Before(line))),
            list(ListCommand::Remove(line)),
            Command::Undo,
            list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 500, delete: 0, insert: "x".into() }] }),
            list(ListCommand::Pad {
                as_of: vec![],
                splices: vec![Splice { at: 400, delete: 9, insert: String::new() }],
            }),
            list(ListCommand::WorkingOn("the release".into())),
            Command::AddNote { peer, text: "private".into() },
            Command::Method(MethodCommand::AddPromise { peer, by: Who::Me, text: "dates".into(), due: None }),
        ];
        let mut of: Vec<(String, Cost)> = Vec::new();
        for command in commands {
            let what = format!("{command:?}").chars().take(70).collect();
            of.push((what, cost(&mut alex.ws, |ws| ws.edit(command, NOW).unwrap())));
        }
        // Everything was looked at once; then only what changed is written.
        alex.ws.edit(Command::Looked(peer), NOW).unwrap();
        alex.list(ListCommand::SetState(line, State::Done));
        of.push(("Looked".into(), cost(&mut alex.ws, |ws| ws.edit(Command::Looked(peer), NOW).unwrap())));
        // A frame of many keystrokes of hers.
        assert_eq!(crate::people::carry(&mut alex, &mut dana), 0);
        for n in 0..50 {
            let splices = vec![Splice { at: 300 + n, delete: 0, insert: "z".into() }];
            dana.list(ListCommand::Pad { as_of: vec![], splices });
        }
        let there = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
        let here = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
        let heads = alex.ws.heads(&there).unwrap();
        let runs = dana.ws.missing(&here, &heads, &BTreeSet::new(), 200_000).unwrap();
        of.push(("a frame of 50 keystrokes".into(), cost(&mut alex.ws, |ws| ws.receive(&there, runs, NOW).unwrap())));
        costs.push(of);
    }
    for ((what, small), (_, large)) in costs[0].iter().zip(&costs[1]) {
        assert_eq!(small.decoded, large.decoded, "{what}: documents decoded");
        assert_eq!(small.rows, large.rows, "{what}: rows written");
        assert_eq!(small.passes, large.passes, "{what}: times that a whole text was gone through");
        assert!(large.passes <= 2, "{what}: a whole text was gone through {} times", large.passes);
        // A piece of the pad and an order key differ in length; nothing else does.
        assert!(large.bytes <= small.bytes + 5_000, "{what}: {} bytes sealed, and {}", small.bytes, large.bytes);
        assert!(large.bytes < 40_000, "{what}: {} bytes sealed", large.bytes);
    }
}

#[test]
fn a_wording_costs_the_same_however_often_a_line_was_reworded() {
    let (mut alex, _, line) = with_lines(10, 100);
    let reword = |n: usize| ListCommand::Reword { line, text: format!("wording {n}"), seen: vec![] };
    let peer = alex.peer;
    alex.list(reword(999));
    let first = cost(&mut alex.ws, |ws| ws.edit(Command::List(peer, reword(0)), NOW).unwrap());
    for n in 1..300 {
        alex.list(reword(n));
    }
    let last = cost(&mut alex.ws, |ws| ws.edit(Command::List(peer, reword(300)), NOW).unwrap());
    assert!(last.rows <= first.rows + 1 && last.decoded == 0, "{first:?}, and {last:?}");
    // It shares a row and a page with some that were written before it, as many as fit.
    assert!(last.bytes < first.bytes + 6_000, "{} bytes, and {}", first.bytes, last.bytes);
}
