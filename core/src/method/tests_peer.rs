//! Colleagues for the tests of the method: made by name, with facts added one at a time.

use crate::{
    id::{EntryId, LineId, PeerId, WordingId},
    snapshot::{
        Kind, Line, ListView, Meeting, Moment, PeerView, Plan, PlanState, Point, PointPart, Promise, Sharing, State,
        TheirWords, Who, Wording,
    },
};
use jiff::civil::{Date, DateTime};
use std::sync::Arc;

/// Somebody in Finance of whom nothing but the name is known yet.
pub(super) fn peer(name: &str) -> PeerView {
    PeerView {
        id: PeerId([1; 16]),
        name: name.to_owned(),
        department: "Finance".to_owned(),
        role: String::new(),
        reach: Vec::new(),
        every: None,
        tags: Vec::new(),
        how_met: String::new(),
        card_uid: String::new(),
        words: Vec::new(),
        notes: Vec::new(),
        meetings: Vec::new(),
        promises: Vec::new(),
        heads_ups: Vec::new(),
        plans: Vec::new(),
        points: Vec::new(),
        tests: Vec::new(),
        series: None,
        closed: None,
        added: Moment::default(),
        list: Arc::new(ListView::default()),
        since: [].into(),
        sharing: Sharing::default(),
    }
}

/// Dana Ruiz, and what is told of her, one fact a `|`, in the order a snapshot has them:
///
/// `met 2026-10-01` · `words 2026-10-01 The audit.` · `plan 2026-10-13T10:00 planned 0` · `promise me open Send it` ·
/// `point ask 2026-09-30 A form` (`done` for the day of one that was talked about) ·
/// `line offer them open A form` (`open+me` where I could help) · `published The budget`
pub(super) fn dana(facts: &str) -> PeerView {
    let mut dana = peer("Dana Ruiz");
    let mut list = ListView::default();
    for (nth, fact) in facts.split('|').map(str::trim).filter(|fact| !fact.is_empty()).enumerate() {
        let id = EntryId([u8::try_from(nth).unwrap() + 1; 16]);
        let (what, rest) = fact.split_once(' ').unwrap_or((fact, ""));
        match what {
            "met" => dana.meetings.push(met(id, date(rest))),
            "words" => {
                let (on, text) = rest.split_once(' ').unwrap_or((rest, ""));
                dana.words.push(Arc::new(TheirWords { id, on: date(on), text: text.to_owned() }));
            }
            "plan" => dana.plans.push(Arc::new(plan(id, rest))),
            "promise" => dana.promises.push(promise(id, rest)),
            "point" => dana.points.push(point(id, rest)),
            "line" => list.lines.push(line(nth, rest)),
            // As it is typed, with a space too many.
            "published" => list.my_working_on = format!("{rest} "),
            other => panic!("unknown fact {other:?}"),
        }
    }
    dana.list = Arc::new(list);
    dana
}

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// `2026-10-13T10:00 planned 1`, in Berlin, 30 minutes.
pub(super) fn plan(id: EntryId, text: &str) -> Plan {
    let mut words = text.split(' ');
    let at: DateTime = words.next().unwrap().parse().unwrap();
    let state = match words.next().unwrap() {
        "planned" => PlanState::Planned,
        "met" => PlanState::Met,
        "skipped" => PlanState::Skipped,
        other => panic!("unknown state {other:?}"),
    };
    let moves = words.next().unwrap().parse().unwrap();
    Plan { id, at, zone: "Europe/Berlin".to_owned(), minutes: 30, moves, state }
}

fn met(id: EntryId, on: Date) -> Arc<Meeting> {
    Arc::new(Meeting {
        id,
        on,
        why: None,
        words: String::new(),
        mine: String::new(),
        help: String::new(),
        offered: Vec::new(),
        asked: Vec::new(),
        they_offered: Vec::new(),
        they_asked: Vec::new(),
        also: vec![],
        came: vec![],
    })
}

fn who(text: &str) -> Who {
    match text {
        "me" => Who::Me,
        "them" => Who::Them,
        other => panic!("unknown person {other:?}"),
    }
}

fn promise(id: EntryId, text: &str) -> Arc<Promise> {
    let mut words = text.splitn(3, ' ');
    let by = who(words.next().unwrap());
    let done = (words.next().unwrap() == "done").then(|| date("2026-09-01"));
    Arc::new(Promise { id, by, text: words.next().unwrap().to_owned(), due: None, done })
}

/// `ask 2026-09-30 A form`, `ask 2026-09-30T08:00 A form` (by the clock of UTC), `ask done A form`.
fn point(id: EntryId, text: &str) -> Arc<Point> {
    let mut words = text.splitn(3, ' ');
    let part = match words.next().unwrap() {
        "theirs" => PointPart::Theirs,
        "mine" => PointPart::Mine,
        "offer" => PointPart::Offer,
        "ask" => PointPart::Ask,
        other => panic!("unknown part {other:?}"),
    };
    let when = words.next().unwrap();
    let at = match when.parse::<DateTime>() {
        Ok(at) => at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond(),
        Err(_) => 0,
    };
    let text = words.next().unwrap().to_owned();
    Arc::new(Point { id, part, text, at: Moment { unix_ms: at }, done: when == "done" })
}

fn line(nth: usize, text: &str) -> Arc<Line> {
    let mut words = text.splitn(4, ' ');
    let kind = match words.next().unwrap() {
        "offer" => Kind::Offer,
        "ask" => Kind::Ask,
        "idea" => Kind::Idea,
        other => panic!("unknown kind {other:?}"),
    };
    let raised_by = who(words.next().unwrap());
    let mut state = words.next().unwrap().split('+');
    let how_far = match state.next().unwrap() {
        "open" => State::Open,
        "doing" => State::Doing,
        "done" => State::Done,
        other => panic!("unknown state {other:?}"),
    };
    let nth = u8::try_from(nth).unwrap();
    let wording = Wording {
        id: WordingId([nth; 16]),
        text: words.next().unwrap().to_owned(),
        by: raised_by,
        at: Moment::default(),
    };
    Arc::new(Line {
        id: LineId([nth; 16]),
        kind,
        state: how_far,
        raised_by,
        helpers: state.map(who).collect(),
        versions: vec![wording.clone()],
        history: vec![wording.into()],
        remarks: Vec::new(),
    })
}
