//! Edits of what the method adds to a peer: promises, heads-ups, the next half hour, the three tests.

use super::super::{at_most, transaction::Transaction, words};
use crate::{
    command::{Choice, MethodCommand, Outcome, TestsDetails},
    error::EditError,
    id::{EntryId, PeerId},
    kinds::{list::write, notebook::journal},
    limits,
    rows::EntryKind,
    snapshot::{CalendarSeries, HeadsUp, Plan, PlanState, Point, Promise, ThreeTests, Told},
};
use jiff::civil::{Date, DateTime};

/// A half hour is at most this long, in minutes; the field is for people who have only 15, or a long lunch.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=240;

/// As many single dates of a calendar series may be changed.
const SERIES_CHANGES: usize = 200;

impl Transaction<'_> {
    pub(super) fn edit_method(&mut self, command: MethodCommand) -> Result<Outcome, EditError> {
        match command {
            MethodCommand::AddPromise { peer, by, text, due } => {
                words("a promise", &text, limits::LINE_BYTES)?;
                let text = text.trim().to_owned();
                let promise = |id| EntryKind::Promise(Promise { id, by, text, due, done: None });
                self.add_entry(peer, promise)
            }
            MethodCommand::SetPromise(peer, id, done) => self.set_fields(peer, id, &[("done", day(done))]),
            MethodCommand::AddHeadsUp { peer, text, by } => {
                words("a heads-up", &text, limits::LINE_BYTES)?;
                let text = text.trim().to_owned();
                let heads_up = |id| EntryKind::HeadsUp(HeadsUp { id, text, by, sent: None, told: None });
                self.add_entry(peer, heads_up)
            }
            MethodCommand::SendHeadsUp(peer, id) => self.send_heads_up(peer, id),
            MethodCommand::SetTold(peer, id, told) => {
                let Told { on, how } = match told {
                    Some(told) => told,
                    None => return self.set_fields(peer, id, &[("told", String::new())]),
                };
                at_most("how you told them", &how, limits::LINE_BYTES)?;
                self.set_fields(peer, id, &[("told", on.to_string()), ("how", how.trim().to_owned())])
            }
            MethodCommand::Plan { peer, at, zone, minutes } => self.plan(peer, at, zone, minutes),
            MethodCommand::SkipPlan(peer) => {
                let plan = self.planned(&peer)?.ok_or(EditError::NotNow("nothing is planned with them"))?;
                self.set_fields(peer, plan.id, &[("state", "skipped".to_owned())])
            }
            MethodCommand::AddPoint { peer, part, text } => {
                words("what you prepare", &text, limits::LINE_BYTES)?;
                let (text, now) = (text.trim().to_owned(), self.now);
                let point = |id| EntryKind::Point(Point { id, part, text, at: now, done: false });
                self.add_entry(peer, point)
            }
            MethodCommand::SetPoint(peer, id, choice) => {
                let done = if choice == Choice::Yes { "yes" } else { "" };
                self.set_fields(peer, id, &[("done", done.to_owned())])
            }
            MethodCommand::AnswerTests(peer, details) => {
                let TestsDetails { on, priorities, quick_question, heads_up, note } = details;
                at_most("the note beside the tests", &note, limits::LINE_BYTES)?;
                let tests = |id| EntryKind::Tests(ThreeTests { id, on, priorities, quick_question, heads_up, note });
                self.add_entry(peer, tests)
            }
            MethodCommand::KeepSeries(peer, series) => {
                may_keep(&series)?;
                let series = |id| EntryKind::Series(CalendarSeries { id, ..*series });
                self.add_entry(peer, series)
            }
            other => self.edit_projects(other),
        }
    }

    fn set_fields(&mut self, peer: PeerId, id: EntryId, fields: &[(&str, String)]) -> Result<Outcome, EditError> {
        self.on_entry(peer, id, |builder| journal::set(builder, id, fields))
    }

    fn send_heads_up(&mut self, peer: PeerId, id: EntryId) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        if row.person.is_none() {
            return Err(EditError::Sharing("this list isn’t shared yet, so there is nowhere to send it"));
        }
        let snapshot = self.snapshot();
        let view = snapshot.peers.iter().find(|view| view.id == peer).ok_or(EditError::NoSuchPeer)?;
        let found = view.heads_ups.iter().find(|it| it.id == id).ok_or(EditError::NoSuchEntry)?;
        let (text, me) = (found.text.clone(), self.me());
        // The words alone go over; the private entry keeps its own id.
        let shared = EntryId(self.random());
        self.on_list(&row, |builder| write::heads_up(builder, me, shared, &text))?;
        self.set_fields(peer, id, &[("sent", self.now.unix_ms.to_string())])?;
        Ok(Outcome::Entry(shared))
    }

    fn planned(&self, peer: &PeerId) -> Result<Option<Plan>, EditError> {
        self.peer_row(peer)?;
        let snapshot = self.snapshot();
        let view = snapshot.peers.iter().find(|view| view.id == *peer);
        let open = |plan: &&std::sync::Arc<Plan>| plan.state == PlanState::Planned;
        Ok(view.and_then(|view| view.plans.iter().find(open)).map(|plan| (**plan).clone()))
    }

    fn plan(&mut self, peer: PeerId, at: DateTime, zone: String, minutes: u16) -> Result<Outcome, EditError> {
        at_most("a time zone’s name", &zone, limits::NAME_BYTES)?;
        if !MINUTES.contains(&minutes) {
            return Err(EditError::NotNow("a half hour can be 5 to 240 minutes long"));
        }
        let Some(plan) = self.planned(&peer)? else {
            let plan = |id| EntryKind::Plan(Plan { id, at, zone, minutes, moves: 0, state: PlanState::Planned });
            return self.add_entry(peer, plan);
        };
        let moves = if plan.at == at && plan.zone == zone { plan.moves } else { plan.moves.saturating_add(1) };
        let fields =
            [("at", at.to_string()), ("zone", zone), ("minutes", minutes.to_string()), ("moves", moves.to_string())];
        self.set_fields(peer, plan.id, &fields)?;
        Ok(Outcome::Entry(plan.id))
    }

    /// A meeting that happened is the planned one, when that was for the same day or before.
    pub(super) fn meet_planned(&mut self, peer: PeerId, on: Date) -> Result<(), EditError> {
        match self.planned(&peer)? {
            Some(plan) if plan.at.date() <= on => {
                self.set_fields(peer, plan.id, &[("state", "met".to_owned())]).map(drop)
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A calendar series that was typed here or stands in an export: its names go into files, so they are short, and each
/// version is kept, so it is small.
pub(super) fn may_keep(series: &CalendarSeries) -> Result<(), EditError> {
    for text in [&series.uid, &series.invite_uid, &series.zone] {
        words("a name in the calendar series", text, limits::NAME_BYTES)?;
    }
    if series.changes.len() > SERIES_CHANGES {
        return Err(EditError::NotNow("too many dates of this series were changed; end it and set up a new one"));
    }
    Ok(())
}
