//! Whole snapshots for the tests of the method, told in a line.
//!
//! `me Alex Kim | peer Dana Ruiz/Finance monthly 2026-01-01 | met 2026-10-01 trouble asked | plan 2026-10-13T10:00 |
//! promise me 2026-10-10 Send it | headsup 2026-10-12 The move | given A freeze | tests 2026-07-01 |
//! closed 2026-09-01 | words 2026-10-01 The audit. | project Atlas 2026-01-01 2026-12-01 IT,Finance |
//! done 2026-02-01 | via Finance Dana Ruiz | busy 2026-12-01 | snooze start 2026-12-01 | reviewed 2026-10-01`

use super::tests_peer;
use crate::{
    id::{DeviceId, EntryId, NeedId, PeerId, PersonId, ProjectId},
    snapshot::{
        Answer, Closed, Every, HeadsUp, Meeting, Moment, Need, PeerView, Plan, PlanState, Project, Promise,
        SharedHeadsUp, Snapshot, TheirWords, ThreeTests, Told, Who, Why,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use std::sync::Arc;

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("no date {text:?}"))
}

fn moment(on: Date) -> Moment {
    Moment { unix_ms: on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond() }
}

/// The snapshot that the facts tell.
pub(super) fn snapshot(facts: &str) -> Snapshot {
    let mut snapshot = Snapshot::empty(PersonId([1; 16]), DeviceId([1; 32]));
    for (nth, fact) in facts.split('|').map(str::trim).filter(|fact| !fact.is_empty()).enumerate() {
        let id = [nth as u8 + 1; 16];
        let (what, rest) = fact.split_once(' ').unwrap_or((fact, ""));
        match what {
            "me" => snapshot.me.name = rest.to_owned(),
            "peer" => snapshot.peers.push(Arc::new(peer(PeerId(id), rest))),
            "project" => snapshot.projects.push(Arc::new(project(ProjectId(id), rest))),
            "done" => Arc::make_mut(snapshot.projects.last_mut().unwrap()).done = Some(date(rest)),
            "via" => {
                let (department, name) = rest.split_once(' ').unwrap();
                let via = snapshot.peers.iter().find(|peer| peer.name == name).unwrap().id;
                let project = Arc::make_mut(snapshot.projects.last_mut().unwrap());
                project.needs.iter_mut().find(|need| need.department == department).unwrap().introducer = Some(via);
            }
            "busy" => snapshot.busy_until = Some(date(rest)),
            "reviewed" => snapshot.reviewed = Some(date(rest)),
            "snooze" => {
                let (key, until) = rest.split_once(' ').unwrap();
                snapshot.snoozed.insert(key.to_owned(), date(until));
            }
            _ => about(Arc::make_mut(snapshot.peers.last_mut().unwrap()), EntryId(id), what, rest),
        }
    }
    snapshot
}

fn peer(id: PeerId, text: &str) -> PeerView {
    let (name, rest) = text.split_once('/').unwrap();
    let mut words = rest.split(' ');
    let mut peer = tests_peer::peer(name);
    peer.id = id;
    peer.department = words.next().unwrap().replace('_', " ");
    peer.every = match words.next() {
        Some("monthly") => Some(Every::Month),
        Some("quarterly") => Some(Every::Quarter),
        Some("-") | None => None,
        Some(weeks) => Some(Every::Weeks(weeks.parse().unwrap())),
    };
    peer.added = moment(words.next().map_or(date("2026-01-01"), date));
    peer
}

fn about(peer: &mut PeerView, id: EntryId, what: &str, rest: &str) {
    let words: Vec<&str> = rest.split(' ').collect();
    let text = |from: usize| words.get(from..).unwrap_or_default().join(" ");
    match what {
        "met" => {
            let some = |word: &str| if words.contains(&word) { vec!["something".to_owned()] } else { vec![] };
            peer.meetings.push(Arc::new(Meeting {
                id,
                on: date(words[0]),
                why: words.contains(&"trouble").then_some(Why::Trouble),
                words: String::new(),
                mine: String::new(),
                help: String::new(),
                offered: some("offered"),
                asked: some("asked"),
                they_offered: vec![],
                they_asked: vec![],
                also: vec![],
                came: vec![],
            }));
        }
        "plan" => {
            let state = match words.get(1) {
                Some(&"met") => PlanState::Met,
                Some(&"skipped") => PlanState::Skipped,
                _ => PlanState::Planned,
            };
            // `2026-10-13T10:00 in Europe/Paris`, or `2026-10-13T10:00 planned 1`.
            let (zone, moves) = match words.get(1..) {
                Some(["in", zone]) => (*zone, 0),
                rest => ("Europe/Berlin", rest.and_then(|it| it.get(1)).map_or(0, |moves| moves.parse().unwrap())),
            };
            let at = words[0].parse().unwrap();
            peer.plans.push(Arc::new(Plan { id, at, zone: zone.into(), minutes: 30, moves, state }));
        }
        "promise" => {
            let by = if words[0] == "me" { Who::Me } else { Who::Them };
            let due = (words[1] != "-").then(|| date(words[1]));
            peer.promises.push(Arc::new(Promise { id, by, text: text(2), due, done: None }));
        }
        "headsup" => {
            let by = date(words[0]);
            peer.heads_ups.push(Arc::new(HeadsUp { id, text: text(1), by, sent: None, told: None }));
        }
        "told" => {
            let on = date(words[0]);
            let told = Some(Told { on, how: text(1) });
            Arc::make_mut(peer.heads_ups.last_mut().unwrap()).told = told;
        }
        "given" => Arc::make_mut(&mut peer.list).heads_ups.push(SharedHeadsUp {
            id,
            from: Who::Them,
            text: rest.to_owned(),
            at: Moment::default(),
            heard: false,
        }),
        "tests" => peer.tests.push(Arc::new(ThreeTests {
            id,
            on: date(words[0]),
            priorities: Answer::Yes,
            quick_question: Answer::Yes,
            heads_up: Answer::NotYet,
            note: String::new(),
        })),
        "words" => peer.words.push(Arc::new(TheirWords { id, on: date(words[0]), text: text(1) })),
        "closed" => peer.closed = Some(Closed { on: date(words[0]), successor: None }),
        other => panic!("unknown fact {other:?}"),
    }
}

/// `Atlas 2026-01-01 2026-12-01 IT,Finance`; `-` for no day.
fn project(id: ProjectId, text: &str) -> Project {
    let words: Vec<&str> = text.split(' ').collect();
    let need = |(nth, department): (usize, &str)| Need {
        id: NeedId([nth as u8; 16]),
        department: department.replace('_', " "),
        what: String::new(),
        introducer: None,
    };
    Project {
        id,
        name: words[0].to_owned(),
        made: date(words[1]),
        by: (words[2] != "-").then(|| date(words[2])),
        needs: words[3].split(',').enumerate().map(need).collect(),
        done: None,
    }
}
