//! A colleague whose program was changed: what it sends passes the gate, and is made to cost, to hide and to block.
//! Whatever was accepted, the list opens again, every edit of mine works, and a frame costs a bounded time.

mod attacks;
mod forked;
mod histories;
mod mallory;

use crate::{
    disk::Left,
    people::{KEY, NOW, Person, opening},
};
use attacks::ATTACKS;
use mallory::{Mallory, put, text};
use sideways_core::{
    Workspace,
    change::Object,
    command::{Choice, Command, ListCommand, Place, Splice},
    snapshot::{Kind, State},
};
use std::time::Duration;

/// Every kind of edit of mine on the list, with what refuses it.
fn edits_that_fail(alex: &mut Person) -> Vec<String> {
    let peer = alex.peer;
    let line = |alex: &Person, at: usize| alex.view().list.lines.get(at).map(|line| line.id);
    let Some(first) = line(alex, 0) else { return vec!["there is no line".into()] };
    let last = alex.view().list.lines.last().unwrap().id;
    let wording = alex.view().list.lines[0].versions.last().unwrap().id;
    let list = |command| Command::List(peer, command);
    let commands = [
        ("add", list(ListCommand::Add { text: "one more".into(), kind: Kind::Ask })),
        ("note", list(ListCommand::Remark(first, "On Tuesday?".into()))),
        ("state", list(ListCommand::SetState(first, State::Doing))),
        ("state back", list(ListCommand::SetState(first, State::Open))),
        ("kind", list(ListCommand::SetKind(first, Kind::Offer))),
        ("help", list(ListCommand::Help(first, Choice::Yes))),
        ("move", list(ListCommand::Move(first, Place::Last))),
        ("move back", list(ListCommand::Move(last, Place::Before(first)))),
        ("choose", list(ListCommand::Choose(first, wording))),
        ("reword", list(ListCommand::Reword { line: first, text: "said otherwise".into(), seen: vec![] })),
        ("remove", list(ListCommand::Remove(first))),
        ("restore", list(ListCommand::Restore(first))),
        ("working on", list(ListCommand::WorkingOn("the budget".into()))),
        ("next", list(ListCommand::Next("2026-12-03T14:00:00[Europe/Paris]".into()))),
        (
            "pad",
            list(ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 1, insert: "W".into() }] }),
        ),
        ("undo", Command::Undo),
        ("redo", Command::Redo),
    ];
    let mut failed = Vec::new();
    for (what, command) in commands {
        if let Err(e) = alex.ws.edit(command, NOW) {
            failed.push(format!("{what}: {e}"));
        }
    }
    failed
}

/// How long an honest frame with as many changes takes, as a measure of this computer.
fn honest_frame() -> Duration {
    let mut mallory = Mallory::new();
    let (actor, mut last) = (mallory.fresh(), mallory.heads());
    for n in 0..1_000_u64 {
        let key = format!("x.{n}");
        last = vec![mallory.change_by(actor, n + 1, &last, |_, _| vec![put(Object::Root, &key, text("x"), vec![])])];
    }
    mallory.send().0
}

#[test]
fn whatever_passes_the_gate_costs_little_and_blocks_nothing() {
    let honest = honest_frame();
    let only = std::env::var("SIDEWAYS_ATTACK").ok();
    for (what, attack) in ATTACKS.iter().filter(|(what, _)| only.as_ref().is_none_or(|only| what.contains(only))) {
        let mut mallory = Mallory::new();
        attack(&mut mallory);
        let (longest, refused) = mallory.send();
        // It was 170 times as long, and grew with the square of what had come before.
        let ratio = longest.as_secs_f64() / honest.as_secs_f64();
        println!("{what}: the longest frame took {ratio:.1} times an honest one, {refused} refused");
        assert!(ratio < 60.0, "{what}: {longest:?}, an honest frame {honest:?}");
        assert_eq!(edits_that_fail(&mut mallory.alex), Vec::<String>::new(), "{what}");
        // What is on the disk opens and shows the same, and every edit works there too.
        let copy = mallory.disk.after_power_failure(Left::Nothing);
        let ws = Workspace::open_on(copy.backend(), KEY, opening(9)).unwrap();
        let mut again = Person { ws, peer: mallory.alex.peer };
        assert_eq!(again.ws.snapshot().peers, mallory.alex.ws.snapshot().peers, "{what}");
        assert_eq!(edits_that_fail(&mut again), Vec::<String>::new(), "{what}, opened again");
        assert!(again.ws.verify().is_ok(), "{what}");
        // Each line is written back by itself, so this is tried where there are few.
        if again.view().list.lines.len() < 1_000 {
            assert!(again.ws.edit(Command::GoBack(again.peer, NOW), NOW).is_ok(), "{what}");
        }
    }
}

/// Frame after frame of good changes: a day's worth is read, and no more before the next day. My own go on.
#[test]
fn a_day_has_its_measure() {
    let mut mallory = Mallory::new();
    let (actor, mut last, mut seq) = (mallory.fresh(), mallory.heads(), 0);
    let mut frame = |mallory: &mut Mallory| {
        for _ in 0..40 {
            seq += 1;
            let key = format!("x.{seq}");
            let change = |_, _| vec![put(Object::Root, &key, text(&"x".repeat(4_000)), vec![])];
            last = vec![mallory.change_by(actor, seq, &last, change)];
        }
        mallory.send();
    };
    let weigh = |mallory: &Mallory| mallory.alex.ws.bytes_sealed();
    let mut sizes = vec![weigh(&mallory)];
    for _ in 0..80 {
        frame(&mut mallory);
        sizes.push(weigh(&mallory));
    }
    let view = mallory.alex.view();
    let reads_on = view.sharing.reads_on.unwrap();
    // Of four million bytes and their weight it was enough after fifty frames.
    assert!(reads_on > NOW && reads_on.unix_ms <= NOW.unix_ms + 24 * 60 * 60 * 1_000);
    assert_eq!(sizes.last(), sizes.get(70), "more was read");
    assert_eq!(edits_that_fail(&mut mallory.alex), Vec::<String>::new());
    // The next day the rest is read.
    let grant = mallory.alex.ws.grant(&mallory.dana.ws.device_key().id()).unwrap();
    let (all, read) = (std::mem::take(&mut mallory.sent), mallory.alex.ws.heads(&grant).unwrap());
    for frame in all.chunks(40) {
        mallory.alex.ws.receive(&grant, frame.to_vec(), reads_on).unwrap();
    }
    assert_eq!(mallory.alex.view().sharing.reads_on, None);
    assert_ne!(mallory.alex.ws.heads(&grant).unwrap(), read);
}
