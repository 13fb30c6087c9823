//! Projects: whom I know in the departments that each will need, and where nobody is yet, while there is time.

#[cfg(test)]
mod tests;

use super::{Next, address::first_name, dates, next_with};
use crate::{
    id::{NeedId, PeerId, ProjectId},
    snapshot::{Need, PeerView, Project, Snapshot},
};
use jiff::{ToSpan, civil::Date};
use std::{cmp::Reverse, sync::Arc};

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

/// Who is there for each need, in the project's order.
#[must_use]
pub fn coverage(project: &Project, snapshot: &Snapshot, today: Date) -> Vec<Covered> {
    project.needs.iter().map(|need| covered(need, snapshot, today)).collect()
}

fn covered(need: &Need, snapshot: &Snapshot, today: Date) -> Covered {
    let there: Vec<&Arc<PeerView>> =
        snapshot.peers.iter().filter(|peer| same(&peer.department, &need.department)).collect();
    let mut open: Vec<&Arc<PeerView>> = there.iter().filter(|peer| peer.closed.is_none()).copied().collect();
    open.sort_by_key(|peer| Reverse(peer.meetings.first().map(|meeting| meeting.on)));
    let known = |peer: &&Arc<PeerView>| Known {
        peer: peer.id,
        last_met: peer.meetings.first().map(|meeting| meeting.on),
        next: next_with(peer, snapshot.busy_until, today),
    };
    let people: Vec<Known> = open.iter().map(known).collect();
    let mut says: Vec<String> = open.iter().zip(&people).map(|(peer, known)| one(peer, need, known, today)).collect();
    if people.is_empty() {
        says.push(gap(need, snapshot));
        let used_to = there.iter().filter(|peer| peer.closed.is_some());
        says.extend(used_to.map(|peer| moved_on(peer, need)));
    }
    let introducers = if people.is_empty() { introducers(need, snapshot) } else { Vec::new() };
    Covered { need: need.id, people, says, introducers }
}

fn one(peer: &PeerView, need: &Need, known: &Known, today: Date) -> String {
    let who = format!("{} in {}", peer.name, need.department);
    let next = match known.next {
        Next::Planned(at) => Some(format!("next {} {}", dates::weekday(at.date(), today), dates::time(at))),
        Next::Around(on) if on >= today => Some(format!("next around {}", dates::day(on, today))),
        Next::Around(_) => Some("a half hour is open".to_owned()),
        Next::Open => None,
    };
    match (known.last_met, next) {
        (Some(last), Some(next)) => format!("{who}: you last spoke on {}, {next}.", dates::day(last, today)),
        (Some(last), None) => format!("{who}: you last spoke on {}.", dates::day(last, today)),
        (None, Some(next)) if matches!(known.next, Next::Planned(_)) => format!("{who}: you haven't met yet, {next}."),
        (None, _) => format!("{who}: you haven't met yet."),
    }
}

fn gap(need: &Need, snapshot: &Snapshot) -> String {
    let introducer = need.introducer.and_then(|id| snapshot.peers.iter().find(|peer| peer.id == id));
    match introducer {
        Some(peer) => format!("Nobody in {} yet. {} could introduce you.", need.department, first_name(&peer.name)),
        None => format!("Nobody in {} yet", need.department),
    }
}

fn moved_on(peer: &PeerView, need: &Need) -> String {
    format!("{} used to be in {}.", peer.name, need.department)
}

/// Who could introduce me to a department: people I have met, the latest first.
#[must_use]
pub fn introducers(need: &Need, snapshot: &Snapshot) -> Vec<PeerId> {
    let other = |peer: &&Arc<PeerView>| !same(&peer.department, &need.department);
    let open = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).filter(other);
    let mut met: Vec<_> = open.filter_map(|peer| Some((Reverse(peer.meetings.first()?.on), peer.id))).collect();
    met.sort_unstable();
    met.into_iter().take(INTRODUCERS).map(|(_, id)| id).collect()
}

/// Projects whose gaps are worth a word today: when they were just written down, and eight weeks before they need
/// somebody. Between and after, they are silent.
#[must_use]
pub fn project_nudges(snapshot: &Snapshot, today: Date) -> Vec<ProjectNudge> {
    let running = snapshot.projects.iter().filter(|project| project.done.is_none() && is_time(project, today));
    let nudge = |project: &Arc<Project>| {
        let covered = coverage(project, snapshot, today);
        let gaps = project.needs.iter().zip(&covered).filter(|(_, covered)| covered.people.is_empty());
        let mut departments: Vec<&str> = Vec::new();
        for (need, _) in gaps {
            if !departments.iter().any(|known| same(known, &need.department)) {
                departments.push(need.department.trim());
            }
        }
        let says = match departments.as_slice() {
            [] => return None,
            [one] => format!("{}: nobody in {one} yet. Who could introduce you?", project.name),
            [rest @ .., last] => {
                format!("{}: nobody in {} or {last} yet. Who could introduce you?", project.name, rest.join(", "))
            }
        };
        Some(ProjectNudge { project: project.id, says })
    };
    running.filter_map(nudge).collect()
}

fn is_time(project: &Project, today: Date) -> bool {
    let within = |from: Date| from <= today && today < from.saturating_add(NEW_DAYS.days());
    let early = project.by.map(|by| by.saturating_sub(EARLY_WEEKS.weeks()));
    within(project.made) || early.is_some_and(within)
}

/// Departments are compared as people mean them.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(a) == plain(b)
}
