//! Projects: whom I know in the departments that each will need, and where nobody is yet, while there is time.

#[cfg(test)]
mod tests;

use super::{
    AsOf, Next,
    address::first_name,
    dates, next_with, upcoming,
    wall::{elsewhere, here},
};
use crate::{
    id::{NeedId, PeerId, ProjectId},
    snapshot::{Need, PeerView, Project, Snapshot},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

/// One need of a project, and who is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covered {
    /// Which need.
    pub need: NeedId,
    /// Who I know there, those met latest first.
    pub people: Vec<Known>,
    /// What there is to say: a sentence a person, or the gap.
    pub says: Vec<String>,
    /// Who could introduce me, where nobody is yet.
    pub introducers: Vec<PeerId>,
}

/// Somebody in the department.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Who.
    pub peer: PeerId,
    /// When we last met.
    pub last_met: Option<Date>,
    /// What comes next.
    pub next: Next,
}

/// A project that has a gap, at one of the two times at which that is worth saying.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectNudge {
    /// Which project.
    pub project: ProjectId,
    /// What to say.
    pub says: String,
}

/// How many could introduce me, at most.
const INTRODUCERS: usize = 3;
/// A new project speaks of its gaps for so many days.
const NEW_DAYS: i64 = 7;
/// And once more in the week that begins so many weeks before it needs them.
const EARLY_WEEKS: i64 = 8;

/// Who is there for each need, in the project's order. A half hour that is planned elsewhere is told by the clock of
/// `zone` and by its own.
#[must_use]
pub fn coverage(project: &Project, snapshot: &Snapshot, as_of: impl Into<AsOf>, zone: &TimeZone) -> Vec<Covered> {
    let as_of = as_of.into();
    project.needs.iter().map(|need| covered(need, snapshot, (as_of, zone))).collect()
}

fn covered(need: &Need, snapshot: &Snapshot, (as_of, zone): (AsOf, &TimeZone)) -> Covered {
    let wanted = plain(&need.department);
    let there: Vec<&Arc<PeerView>> = snapshot.peers.iter().filter(|peer| plain(&peer.department) == wanted).collect();
    let mut open: Vec<&Arc<PeerView>> = there.iter().filter(|peer| peer.closed.is_none()).copied().collect();
    open.sort_by_key(|peer| Reverse(peer.meetings.first().map(|meeting| meeting.on)));
    let known = |peer: &&Arc<PeerView>| Known {
        peer: peer.id,
        last_met: peer.meetings.first().map(|meeting| meeting.on),
        next: next_with(peer, snapshot.busy_until, as_of.today()),
    };
    let people: Vec<Known> = open.iter().map(known).collect();
    let mut says: Vec<String> =
        open.iter().zip(&people).map(|(peer, known)| one(peer, need, known, (as_of, zone))).collect();
    if people.is_empty() {
        says.push(gap(need, snapshot));
        let used_to = there.iter().filter(|peer| peer.closed.is_some());
        says.extend(used_to.map(|peer| moved_on(peer, need, snapshot)));
    }
    let introducers = if people.is_empty() { introducers(need, snapshot) } else { Vec::new() };
    Covered { need: need.id, people, says, introducers }
}

fn one(peer: &PeerView, need: &Need, known: &Known, (as_of, zone): (AsOf, &TimeZone)) -> String {
    let who = format!("{} in {}", peer.name, need.department);
    let next = match known.next {
        Next::Planned(at) => {
            let at = upcoming(peer, as_of.today()).map_or(at, |plan| here(plan, zone));
            let there = elsewhere(peer, at, zone, as_of);
            Some(format!("next {} {}{there}", dates::weekday(at.date(), as_of), dates::time(at, as_of)))
        }
        Next::Around(on) if on >= as_of.today() => Some(format!("next around {}", dates::day(on, as_of))),
        Next::Around(_) => Some("a half hour is open".to_owned()),
        Next::Open => None,
    };
    match (known.last_met, next) {
        (Some(last), Some(next)) => format!("{who}: you last spoke on {}, {next}.", dates::day(last, as_of)),
        (Some(last), None) => format!("{who}: you last spoke on {}.", dates::day(last, as_of)),
        (None, Some(next)) if matches!(known.next, Next::Planned(_)) => format!("{who}: you haven’t met yet, {next}."),
        (None, _) => format!("{who}: you haven’t met yet."),
    }
}

fn gap(need: &Need, snapshot: &Snapshot) -> String {
    match introducer(need, snapshot) {
        Some(name) => format!("Nobody in {} yet. {name} could introduce you.", need.department),
        None => format!("Nobody in {} yet", need.department),
    }
}

/// Whom I chose to ask for an introduction, if they are still there.
fn introducer(need: &Need, snapshot: &Snapshot) -> Option<String> {
    let chosen = snapshot.peers.iter().find(|peer| Some(peer.id) == need.introducer && peer.closed.is_none())?;
    Some(first_name(&chosen.name))
}

fn moved_on(peer: &PeerView, need: &Need, snapshot: &Snapshot) -> String {
    let successor = peer.closed.and_then(|closed| closed.successor);
    match successor.and_then(|id| snapshot.peers.iter().find(|peer| peer.id == id)) {
        Some(now) => format!("{} used to be in {}; {} has the role now.", peer.name, need.department, now.name),
        None => format!("{} used to be in {}.", peer.name, need.department),
    }
}

/// Who could introduce me to a department: people I have met, the latest first.
#[must_use]
pub fn introducers(need: &Need, snapshot: &Snapshot) -> Vec<PeerId> {
    let wanted = plain(&need.department);
    let other = |peer: &&Arc<PeerView>| plain(&peer.department) != wanted;
    let open = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).filter(other);
    let mut met: Vec<_> = open.filter_map(|peer| Some((Reverse(peer.meetings.first()?.on), peer.id))).collect();
    met.sort_unstable();
    met.into_iter().take(INTRODUCERS).map(|(_, id)| id).collect()
}

/// Projects whose gaps are worth a word today: when they were just written down, and eight weeks before they need
/// somebody. Between and after, they are silent.
#[must_use]
pub fn project_nudges(snapshot: &Snapshot, today: Date) -> Vec<ProjectNudge> {
    let running: Vec<_> =
        snapshot.projects.iter().filter(|project| project.done.is_none() && is_time(project, today)).collect();
    if running.is_empty() {
        return Vec::new();
    }
    let open = snapshot.peers.iter().filter(|peer| peer.closed.is_none());
    let known: BTreeSet<String> = open.map(|peer| plain(&peer.department)).collect();
    running.into_iter().filter_map(|project| nudge(project, &known, snapshot)).collect()
}

fn nudge(project: &Project, known: &BTreeSet<String>, snapshot: &Snapshot) -> Option<ProjectNudge> {
    let mut seen = BTreeSet::new();
    let gaps: Vec<&Need> = project
        .needs
        .iter()
        .filter(|need| {
            let department = plain(&need.department);
            !known.contains(&department) && seen.insert(department)
        })
        .collect();
    let says = match gaps.as_slice() {
        [] => return None,
        [one] => {
            let who = introducer(one, snapshot);
            let how = who.map_or("Who could introduce you?".to_owned(), |name| format!("{name} could introduce you."));
            format!("{}: nobody in {} yet. {how}", project.name, one.department)
        }
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(|need| need.department.as_str()).collect();
            let departments = format!("{} or {}", rest.join(", "), last.department);
            format!("{}: nobody in {departments} yet. Who could introduce you?", project.name)
        }
    };
    Some(ProjectNudge { project: project.id, says })
}

fn is_time(project: &Project, today: Date) -> bool {
    let within = |from: Date| from <= today && today < from.saturating_add(NEW_DAYS.days());
    let early = project.by.map(|by| by.saturating_sub(EARLY_WEEKS.weeks()));
    within(project.made) || early.is_some_and(within)
}

/// Departments are compared as people mean them.
fn plain(text: &str) -> String {
    crate::search::folded(text).trim().to_owned()
}
