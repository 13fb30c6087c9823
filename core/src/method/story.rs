//! What was changed, as people would tell it: a sentence per thing, where what was done to it in one go is one sentence.

use crate::snapshot::{Became, Did, HistoryItem, Kind, Moment, State, Who};
use std::collections::BTreeMap;

/// What is done to one thing within such a time, in milliseconds, is told in one sentence.
const ONE_GO: i64 = 10 * 60 * 1_000;
/// Of longer words, this much is said.
const WORDS: usize = 90;

/// One row of a history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryRow {
    /// When the last of it was done, by its writer's clock.
    pub at: Moment,
    /// Who did it.
    pub by: Who,
    /// "Dana reworded “…” to “…”."
    pub says: String,
    /// Whether the list looked otherwise by it, so that it can be gone back to.
    pub in_list: bool,
}

/// The rows of a history, the newest first; `name` is what the peer is called.
#[must_use]
pub fn story(items: &[HistoryItem], name: &str) -> Vec<HistoryRow> {
    let mut goes: Vec<Vec<&HistoryItem>> = Vec::new();
    let mut open: BTreeMap<(Who, About), usize> = BTreeMap::new();
    for item in items {
        let key = (item.by, About::of(item));
        let known = open.get(&key).and_then(|at| Some((*at, goes.get(*at)?.last()?.at)));
        match known {
            // They come newest first.
            Some((at, newer)) if newer.unix_ms.saturating_sub(item.at.unix_ms) <= ONE_GO => {
                if let Some(go) = goes.get_mut(at) {
                    go.push(item);
                }
            }
            _ => {
                open.insert(key, goes.len());
                goes.push(vec![item]);
            }
        }
    }
    goes.iter().filter_map(|go| told(go, name)).collect()
}

/// What an item is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Line(crate::id::LineId),
    Other(Did),
}

impl About {
    fn of(item: &HistoryItem) -> Self {
        item.line.map_or(Self::Other(item.did), Self::Line)
    }
}

/// One go, its newest first.
fn told(go: &[&HistoryItem], name: &str) -> Option<HistoryRow> {
    let newest = go.first()?;
    let mut done: Vec<String> = Vec::new();
    let rewordings: Vec<&&HistoryItem> = go.iter().filter(|it| it.did == Did::Reworded).collect();
    let added = go.iter().any(|it| it.did == Did::AddedLine);
    for (nth, item) in go.iter().enumerate().rev() {
        // Only the last of the same kind counts: what came between wasn't meant to stay.
        let again = go.iter().take(nth).any(|later| later.did == item.did && item.did != Did::Noted);
        // What was added is told in the words it came to have.
        if again || (added && item.did == Did::Reworded) {
            continue;
        }
        let words = if added { rewordings.first().map_or(&item.words, |last| &last.words) } else { &item.words };
        let was = rewordings.last().and_then(|first| first.was.as_deref());
        let thing = if done.is_empty() { quoted(words) } else { "it".to_owned() };
        done.push(phrase(item, &thing, was));
    }
    let who = if newest.by == Who::Me { "You" } else { name };
    let (last, rest) = done.split_last()?;
    let did = if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) };
    let in_list = !matches!(newest.did, Did::Card | Did::Journal);
    Some(HistoryRow { at: newest.at, by: newest.by, says: format!("{who} {did}."), in_list })
}

/// What was done to a thing, after who did it.
fn phrase(item: &HistoryItem, thing: &str, was: Option<&str>) -> String {
    match (item.did, &item.became) {
        (Did::AddedLine, _) => format!("added {thing}"),
        (Did::Reworded, _) => match was {
            Some(was) if thing != "it" => format!("reworded {} to {thing}", quoted(was)),
            _ => format!("reworded it to {}", quoted(&item.words)),
        },
        (Did::TookOff, Some(Became::Back)) => format!("put {thing} back on the list"),
        (Did::TookOff, _) => format!("took {thing} off the list"),
        (Did::SetState, Some(Became::State(State::Done))) => format!("said that {thing} is done"),
        (Did::SetState, Some(Became::State(State::Doing))) => format!("said that somebody is at {thing}"),
        (Did::SetState, _) => format!("opened {thing} again"),
        (Did::SetKind, Some(Became::Kind(Kind::Offer))) => format!("made {thing} an offer"),
        (Did::SetKind, Some(Became::Kind(Kind::Ask))) => format!("made {thing} an ask"),
        (Did::SetKind, _) => format!("made {thing} an idea"),
        (Did::Noted, Some(Became::Noted(note))) => format!("noted on {thing}: {}", quoted(note)),
        (Did::Noted, _) => format!("noted something on {thing}"),
        (Did::Moved, _) => format!("moved {thing}"),
        (Did::Published, Some(Became::Helps(true))) => format!("could help with {thing}"),
        (Did::Published, Some(Became::Helps(false))) => format!("can’t help with {thing} after all"),
        (Did::Published, _) => "wrote what you both see beside the list".to_owned(),
        (Did::Pad, _) => "wrote on the pad".to_owned(),
        (Did::Card, _) => "changed who they are".to_owned(),
        (Did::Journal, _) => "wrote something private".to_owned(),
        (Did::Other, _) => "changed something".to_owned(),
    }
}

/// Words as they are quoted: on one line, and not too long.
fn quoted(words: &str) -> String {
    let mut short: String = words.chars().take(WORDS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.chars().nth(WORDS).is_some() {
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    format!("“{short}”")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::LineId;

    fn item(minute: i64, by: Who, did: Did, line: u8, words: &str) -> HistoryItem {
        HistoryItem {
            at: Moment { unix_ms: minute * 60_000 },
            by,
            did,
            line: (line > 0).then_some(LineId([line; 16])),
            words: words.into(),
            was: None,
            became: None,
        }
    }

    fn says(mut items: Vec<HistoryItem>) -> Vec<String> {
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
        story(&items, "Dana").into_iter().map(|told| told.says).collect()
    }

    #[test]
    fn a_sentence_per_thing() {
        let became = |item: HistoryItem, became| HistoryItem { became: Some(became), ..item };
        let was = |item: HistoryItem, was: &str| HistoryItem { was: Some(was.into()), ..item };
        let them = |did| item(1, Who::Them, did, 1, "X");
        for (items, sentence) in [
            (vec![them(Did::AddedLine)], "Dana added “X”."),
            (vec![was(them(Did::Reworded), "W")], "Dana reworded “W” to “X”."),
            (vec![became(them(Did::TookOff), Became::Off)], "Dana took “X” off the list."),
            (vec![became(them(Did::TookOff), Became::Back)], "Dana put “X” back on the list."),
            (vec![became(them(Did::SetState), Became::State(State::Done))], "Dana said that “X” is done."),
            (vec![became(them(Did::SetKind), Became::Kind(Kind::Ask))], "Dana made “X” an ask."),
            (vec![became(them(Did::Noted), Became::Noted("N".into()))], "Dana noted on “X”: “N”."),
            (vec![them(Did::Moved)], "Dana moved “X”."),
            (vec![became(them(Did::Published), Became::Helps(true))], "Dana could help with “X”."),
            (vec![item(1, Who::Me, Did::Pad, 0, "")], "You wrote on the pad."),
            (vec![item(1, Who::Me, Did::Journal, 0, "")], "You wrote something private."),
            // One go: the words it came to have, and what was done to it.
            (
                vec![
                    item(1, Who::Me, Did::AddedLine, 1, "Half"),
                    was(item(2, Who::Me, Did::Reworded, 1, "Half a"), "Half"),
                    was(item(3, Who::Me, Did::Reworded, 1, "Half a line"), "Half a"),
                    became(item(4, Who::Me, Did::SetState, 1, "Half a line"), Became::State(State::Doing)),
                ],
                "You added “Half a line” and said that somebody is at it.",
            ),
            (
                vec![
                    was(item(1, Who::Them, Did::Reworded, 1, "B"), "A"),
                    was(item(5, Who::Them, Did::Reworded, 1, "C"), "B"),
                ],
                "Dana reworded “A” to “C”.",
            ),
            (vec![item(1, Who::Me, Did::Pad, 0, ""), item(9, Who::Me, Did::Pad, 0, "")], "You wrote on the pad."),
        ] {
            assert_eq!(says(items), [sentence]);
        }
    }

    #[test]
    fn other_people_other_lines_and_later_are_other_rows() {
        let rows = says(vec![
            item(1, Who::Me, Did::AddedLine, 1, "A"),
            item(2, Who::Them, Did::Moved, 1, "A"),
            item(3, Who::Me, Did::AddedLine, 2, "B"),
            item(4, Who::Me, Did::Moved, 1, "A"),
            item(60, Who::Me, Did::Moved, 1, "A"),
        ]);
        let wanted = ["You moved “A”.", "You added “A” and moved it.", "You added “B”.", "Dana moved “A”."];
        assert_eq!(rows, wanted);
        let long = "word ".repeat(60);
        let [row] = <[String; 1]>::try_from(says(vec![item(1, Who::Me, Did::AddedLine, 1, &long)])).unwrap();
        assert!(row.chars().count() < 120 && row.ends_with("…”."), "{row}");
    }
}
