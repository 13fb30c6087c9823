//! What a changed program does with a colleague's key. Each is a member of a class: what multiplies, what crowds, what
//! hides and what blocks.

use super::mallory::{Mallory, put, text};
use sideways_core::{
    change::{Action, Key, Object, Op, OpId},
    command::{ListCommand, Outcome},
    id::{EntryId, Hash, LineId, RemarkId, WordingId},
};

/// Something that a changed program does.
pub type Attack = fn(&mut Mallory);

pub const ATTACKS: &[(&str, Attack)] = &[
    ("heads by the thousand, each on two others", |m| {
        let mut all = vec![m.genesis];
        let mut x = 1_usize;
        for _ in 0..6_000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (a, b) = (all[x % all.len()], all[(x / 7) % all.len()]);
            let key = format!("x.{}", all.len());
            let hash = m.change(&[a, b], |_, _| vec![put(Object::Root, &key, text("x"), vec![])]);
            all.push(hash);
        }
    }),
    ("heads by the thousand on the first change", |m| {
        for n in 0..4_000 {
            m.change(&[m.genesis], |_, _| vec![put(Object::Root, &format!("x.{n}"), text("x"), vec![])]);
        }
    }),
    ("a thousand wordings of one line", |m| {
        let wordings = m.map_of(m.line(), "wordings");
        let heads = m.heads();
        for n in 0..1_000_u32 {
            let id = WordingId(std::array::from_fn(|at| n.to_be_bytes().get(at).copied().unwrap_or(7)));
            m.change(&heads, |actor, start| {
                let made = Object::Made(OpId { counter: start, actor });
                vec![
                    put(wordings, &id.to_string(), Action::MakeMap, vec![]),
                    put(made, "text", text(&format!("wording {n} {}", "long ".repeat(20))), vec![]),
                ]
            });
        }
    }),
    ("a hundred values of one key at once", |m| {
        let line = m.map_of(m.line(), "");
        let heads = m.heads();
        for key in ["order", "state", "kind"] {
            let before = m.wrote(line, key);
            for n in 0..100 {
                let value = match key {
                    "order" => order(n),
                    "state" => "doing".into(),
                    _ => "ask".into(),
                };
                m.change(&heads, |_, _| vec![put(line, key, text(&value), vec![before])]);
            }
        }
    }),
    ("a second map under the id of my line, with nothing in it", |m| {
        let (line, lines) = (m.line(), m.of_genesis("lines"));
        for _ in 0..3 {
            m.change(&[m.genesis], |_, _| vec![put(lines, &line.to_string(), Action::MakeMap, vec![])]);
        }
    }),
    ("a thousand notes, and notes under the id of mine", |m| {
        let line = m.line();
        let remark = m.alex.list(ListCommand::Remark(line, "a note of mine".into()));
        let Outcome::Remark(mine) = remark else { panic!("no note") };
        m.listen();
        let remarks = m.map_of(line, "remarks");
        let before: Vec<Hash> = m.known.iter().filter(|(_, it)| it.change.seq < 6).map(|(hash, _)| *hash).collect();
        let before = before.into_iter().max_by_key(|hash| m.known[hash].max_op).unwrap();
        for n in 0..1_000_u32 {
            let id = RemarkId(std::array::from_fn(|at| n.to_be_bytes().get(at).copied().unwrap_or(7)));
            let id = if n % 10 == 0 { mine } else { id };
            m.change(&[before], |actor, start| {
                let made = Object::Made(OpId { counter: start, actor });
                vec![
                    put(remarks, &id.to_string(), Action::MakeMap, vec![]),
                    put(made, "text", text("a note of hers"), vec![]),
                ]
            });
        }
    }),
    ("values of one key in a chain of changes", |m| {
        let line = m.map_of(m.line(), "");
        let (actor, mut last) = (m.fresh(), m.heads());
        for n in 0..1_000 {
            last = vec![m.change_by(actor, n + 1, &last, |_, _| vec![put(line, "order", text(&order(n)), vec![])])];
        }
    }),
    ("values that name what was replaced long ago", |m| {
        let line = m.map_of(m.line(), "");
        let (actor, mut last) = (m.fresh(), m.heads());
        let start = m.known[&last[0]].max_op + 1;
        last = vec![m.change_by(actor, 1, &last, |actor, start| {
            let before = |n: u64| if n == 0 { vec![] } else { vec![OpId { counter: start + n - 1, actor }] };
            (0..600).map(|n| put(line, "order", text(&order(n)), before(n))).collect()
        })];
        let replaced: Vec<OpId> = (0..599).map(|n| OpId { counter: start + n, actor }).collect();
        for n in 0..1_300 {
            let preds = replaced[..(n as usize + 1).min(599)].to_vec();
            last = vec![m.change_by(actor, n + 2, &last, |_, _| vec![put(line, "order", text(&order(n)), preds)])];
        }
    }),
    ("small deletions that stand for thousands of characters", |m| {
        let pad = m.of_genesis("pad");
        let heads = m.heads();
        let insert = Op { object: pad, key: Key::Head, insert: true, action: text(&"x".repeat(16_000)), preds: vec![] };
        let mut last = m.change(&heads, |_, _| vec![insert]);
        let first = m.known[&last].change.clone();
        let at = OpId { counter: first.start_op, actor: first.actor };
        for _ in 0..2_000 {
            let gone =
                Op { object: pad, key: Key::Element(at), insert: false, action: Action::Delete(16_000), preds: vec![] };
            last = m.change(&[last], |_, _| vec![gone]);
        }
    }),
    ("a key of hers written by thousands apart", |m| {
        let people = m.of_genesis("people");
        let dana = m.dana.ws.snapshot().person;
        for n in 0..2_000 {
            let key = format!("{dana}.{}", if n % 2 == 0 { "next" } else { "working_on" });
            m.change(&[m.genesis], |_, _| vec![put(people, &key, text(&format!("{n}")), vec![])]);
        }
    }),
    ("single letters on the pad by thousands of runs", |m| {
        let pad = m.of_genesis("pad");
        for n in 0..4_000 {
            m.change(&[m.genesis], |_, _| {
                let action = text(["a", "b", "ß"][n % 3]);
                vec![Op { object: pad, key: Key::Head, insert: true, action, preds: vec![] }]
            });
        }
    }),
    ("a long paste on the pad, letter behind letter backwards", |m| {
        let pad = m.of_genesis("pad");
        let heads = m.heads();
        let ops = |_, _| {
            let one = || Op { object: pad, key: Key::Head, insert: true, action: text("x"), preds: vec![] };
            (0..16_000).map(|_| one()).collect()
        };
        let mut last = m.change(&heads, ops);
        for _ in 0..6 {
            last = m.change(&[last], ops);
        }
    }),
    ("as many lines as there is room for, and more", |m| {
        let lines = m.of_genesis("lines");
        let mut last = m.heads();
        for n in 0..300 {
            last = vec![m.change(&last, |actor, start| {
                let mut ops = Vec::new();
                for line in 0..100 {
                    let made = |more| Object::Made(OpId { counter: start + line * 8 + more, actor });
                    let key = LineId(id(n * 100 + line as usize)).to_string();
                    ops.push(put(lines, &key, Action::MakeMap, vec![]));
                    ops.push(put(made(0), "kind", text("idea"), vec![]));
                    ops.push(put(made(0), "state", text("open"), vec![]));
                    ops.push(put(made(0), "order", text(&order(n as u64 * 100 + line)), vec![]));
                    ops.push(put(made(0), "wordings", Action::MakeMap, vec![]));
                    ops.push(put(made(4), &WordingId(id(7)).to_string(), Action::MakeMap, vec![]));
                    ops.push(put(made(5), "text", text("a line of hers"), vec![]));
                    ops.push(put(made(0), "remarks", Action::MakeMap, vec![]));
                }
                ops
            })];
        }
    }),
    ("heads-ups by the thousand", |m| {
        let people = m.of_genesis("people");
        let dana = m.dana.ws.snapshot().person;
        let mut last = m.heads();
        for n in 0..40 {
            last = vec![m.change(&last, |_, _| {
                let key = |at: usize| format!("{dana}.heads_up.{}", EntryId(id(n * 100 + at)));
                (0..100).map(|at| put(people, &key(at), text("soon"), vec![])).collect()
            })];
        }
    }),
    ("a pad filled to the brim, and over it", |m| {
        let pad = m.of_genesis("pad");
        let mut last = m.heads();
        for _ in 0..40 {
            let op = Op { object: pad, key: Key::Head, insert: true, action: text(&"x".repeat(15_000)), preds: vec![] };
            last = vec![m.change(&last, |_, _| vec![op])];
        }
    }),
    ("a hundred values of one key in one change", |m| {
        let line = m.map_of(m.line(), "");
        let heads = m.heads();
        m.change(&heads, |_, _| (0..100).map(|n| put(line, "order", text(&order(n)), vec![])).collect());
    }),
];

/// The order key with that number.
fn order(number: u64) -> String {
    let letter = |at: u32| char::from(b'b' + (number / 20_u64.pow(at) % 20) as u8);
    (0..4).rev().map(letter).collect()
}

/// An id with that number.
fn id(number: usize) -> [u8; 16] {
    let number = (number as u64).to_be_bytes();
    std::array::from_fn(|at| number.get(at).copied().unwrap_or(7))
}
