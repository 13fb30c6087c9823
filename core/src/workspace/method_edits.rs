//! Edits of what the method adds to a peer: promises, heads-ups, the next half hour, the three tests.

use super::{Workspace, at_most, documents::Pending, words};
use crate::{
    command::{Choice, MethodCommand, Outcome, TestsDetails},
    error::EditError,
    id::{EntryId, PeerId},
    limits,
    list::write,
    notebook::journal,
    rows::EntryKind,
    snapshot::{CalendarSeries, HeadsUp, Moment, Plan, PlanState, Point, Promise, ThreeTests, Told},
};
use jiff::civil::{Date, DateTime};

/// A half hour is at most this long, in minutes; the field is for people who have only 15, or a long lunch.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=240;

/// As many single dates of a calendar series may be changed.
const SERIES_CHANGES: usize = 200;

impl Workspace {
    pub(super) fn edit_method(
        &mut self,
        pending: &mut Pending,
        command: MethodCommand,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        match command {
            MethodCommand::AddPromise { peer, by, text, due } => {
                words("a promise", &text, limits::LINE_BYTES)?;
                let text = text.trim().to_owned();
                let promise = |id| EntryKind::Promise(Promise { id, by, text, due, done: None });
                self.add_entry(pending, peer, promise, now)
            }
            MethodCommand::SetPromise(peer, id, done) => self.set(pending, peer, id, &[("done", day(done))], now),
            MethodCommand::AddHeadsUp { peer, text, by } => {
                words("a heads-up", &text, limits::LINE_BYTES)?;
                let text = text.trim().to_owned();
                let heads_up = |id| EntryKind::HeadsUp(HeadsUp { id, text, by, sent: None, told: None });
                self.add_entry(pending, peer, heads_up, now)
            }
            MethodCommand::SendHeadsUp(peer, id) => self.send_heads_up(pending, peer, id, now),
            MethodCommand::SetTold(peer, id, told) => {
                let Told { on, how } = match told {
                    Some(told) => told,
                    None => return self.set(pending, peer, id, &[("told", String::new())], now),
                };
                at_most("how you told them", &how, limits::LINE_BYTES)?;
                self.set(pending, peer, id, &[("told", on.to_string()), ("how", how.trim().to_owned())], now)
            }
            MethodCommand::Plan { peer, at, zone, minutes } => self.plan(pending, peer, at, zone, minutes, now),
            MethodCommand::SkipPlan(peer) => {
                let plan = self.planned(&peer)?.ok_or(EditError::NotNow("nothing is planned with them"))?;
                self.set(pending, peer, plan.id, &[("state", "skipped".to_owned())], now)
            }
            MethodCommand::AddPoint { peer, part, text } => {
                words("what you prepare", &text, limits::LINE_BYTES)?;
                let text = text.trim().to_owned();
                let point = |id| EntryKind::Point(Point { id, part, text, at: now, done: false });
                self.add_entry(pending, peer, point, now)
            }
            MethodCommand::SetPoint(peer, id, choice) => {
                let done = if choice == Choice::Yes { "yes" } else { "" };
                self.set(pending, peer, id, &[("done", done.to_owned())], now)
            }
            MethodCommand::AnswerTests(peer, details) => {
                let TestsDetails { on, priorities, quick_question, heads_up, note } = details;
                at_most("the note beside the tests", &note, limits::LINE_BYTES)?;
                let tests = |id| EntryKind::Tests(ThreeTests { id, on, priorities, quick_question, heads_up, note });
                self.add_entry(pending, peer, tests, now)
            }
            MethodCommand::KeepSeries(peer, series) => {
                may_keep(&series)?;
                let series = |id| EntryKind::Series(CalendarSeries { id, ..*series });
                self.add_entry(pending, peer, series, now)
            }
            other => self.edit_projects(pending, other, now),
        }
    }

    fn set(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        id: EntryId,
        fields: &[(&str, String)],
        now: Moment,
    ) -> Result<Outcome, EditError> {
        self.on_entry(pending, peer, id, now, |writing| journal::set(writing, id, fields))
    }

    fn send_heads_up(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        id: EntryId,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        if row.person.is_none() {
            return Err(EditError::Sharing("this list isn't shared yet, so there is nowhere to send it"));
        }
        let view = self.snapshot.peers.iter().find(|view| view.id == peer).ok_or(EditError::NoSuchPeer)?;
        let found = view.heads_ups.iter().find(|it| it.id == id).ok_or(EditError::NoSuchEntry)?;
        let (text, me) = (found.text.clone(), self.person);
        // The words alone go over; the private entry keeps its own id.
        let shared = EntryId(self.entropy.bytes());
        self.on_list(pending, &row, now, |writing| write::heads_up(writing, me, shared, &text))?;
        self.set(pending, peer, id, &[("sent", now.unix_ms.to_string())], now)?;
        Ok(Outcome::Entry(shared))
    }

    fn planned(&self, peer: &PeerId) -> Result<Option<Plan>, EditError> {
        self.peer_row(peer)?;
        let view = self.snapshot.peers.iter().find(|view| view.id == *peer);
        let open = |plan: &&std::sync::Arc<Plan>| plan.state == PlanState::Planned;
        Ok(view.and_then(|view| view.plans.iter().find(open)).map(|plan| (**plan).clone()))
    }

    fn plan(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        at: DateTime,
        zone: String,
        minutes: u16,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        at_most("a time zone's name", &zone, limits::NAME_BYTES)?;
        if !MINUTES.contains(&minutes) {
            return Err(EditError::NotNow("a half hour can be 5 to 240 minutes long"));
        }
        let Some(plan) = self.planned(&peer)? else {
            let plan = |id| EntryKind::Plan(Plan { id, at, zone, minutes, moves: 0, state: PlanState::Planned });
            return self.add_entry(pending, peer, plan, now);
        };
        let moves = if plan.at == at && plan.zone == zone { plan.moves } else { plan.moves.saturating_add(1) };
        let fields =
            [("at", at.to_string()), ("zone", zone), ("minutes", minutes.to_string()), ("moves", moves.to_string())];
        self.set(pending, peer, plan.id, &fields, now)?;
        Ok(Outcome::Entry(plan.id))
    }

    /// A meeting that happened is the planned one, when that was for the same day or before.
    pub(super) fn meet_planned(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        on: Date,
        now: Moment,
    ) -> Result<(), EditError> {
        match self.planned(&peer)? {
            Some(plan) if plan.at.date() <= on => {
                self.set(pending, peer, plan.id, &[("state", "met".to_owned())], now).map(drop)
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
