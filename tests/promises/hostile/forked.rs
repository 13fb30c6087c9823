//! Two changes with one number, of which the second is anything at all: it is kept as evidence, judged by nobody, and a
//! fresh list goes on all the same.

use super::mallory::{Mallory, put, text};
use crate::people::NOW;
use sideways_core::{
    change::{Action, Object, Op, OpId},
    command::{Command, ListCommand},
    id::{Actor, LineId, WordingId},
    limits::LINE_BYTES,
};

/// A line of hers, with this order key and these words.
fn line(lines: Object, actor: Actor, start: u64, n: u8, order: &str, words: &str) -> Vec<Op> {
    let made = |more| Object::Made(OpId { counter: start + more, actor });
    vec![
        put(lines, &LineId([n; 16]).to_string(), Action::MakeMap, vec![]),
        put(made(0), "kind", text("idea"), vec![]),
        put(made(0), "state", text("open"), vec![]),
        put(made(0), "order", text(order), vec![]),
        put(made(0), "wordings", Action::MakeMap, vec![]),
        put(made(4), &WordingId([n; 16]).to_string(), Action::MakeMap, vec![]),
        put(made(5), "text", text(words), vec![]),
        put(made(0), "remarks", Action::MakeMap, vec![]),
    ]
}

#[test]
fn whatever_is_kept_of_a_fork_a_fresh_list_goes_on() {
    let long = "w".repeat(LINE_BYTES + 1);
    let rows = [
        ("a good one", "n", "words of hers"),
        ("an order that no program of ours makes", "A", "words of hers"),
        ("an empty order", "", "words of hers"),
        ("no words", "n", ""),
        ("more words than a line has room for", "n", long.as_str()),
    ];
    for (what, order, words) in rows {
        let mut m = Mallory::new();
        let (lines, heads, actor) = (m.of_genesis("lines"), m.heads(), m.fresh());
        m.change_by(actor, 1, &heads, |actor, start| line(lines, actor, start, 7, "n", "what she said first"));
        m.send();
        m.change_by(actor, 1, &heads, |actor, start| line(lines, actor, start, 8, order, words));
        let (_, refused) = m.send();
        assert_eq!(refused, 1, "{what}");
        assert_eq!(m.alex.ws.forks().len(), 1, "{what}: it isn’t kept");
        let before = m.alex.texts();
        let fresh = Command::List(m.alex.peer, ListCommand::Fresh);
        m.alex.ws.edit(fresh, NOW).unwrap_or_else(|e| panic!("{what}: {e}"));
        let after = m.alex.texts();
        assert!(before.iter().all(|text| after.contains(text)), "{what}");
        assert_eq!(after.contains(&words.to_owned()), words == "words of hers", "{what}");
        m.alex.add("goes on");
        m.alex.ws.verify().unwrap();
    }
}
