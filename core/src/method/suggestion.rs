//! One suggestion at most: a sentence to send, or silence.

#[cfg(test)]
mod tests;

use super::{
    Next, Tone, address::first_name, coverage::project_nudges, ending::hello, next_with, starting::proposal,
    three_tests::tests_due, upcoming,
};
use crate::{
    id::PeerId,
    snapshot::{Meeting, PeerView, Snapshot, Why},
};
use jiff::{ToSpan, civil::Date};
use std::sync::Arc;

/// What could be done, when anything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// Names it for putting it off; the same while its reason is the same.
    pub key: String,
    /// Whom it is about.
    pub about: Option<PeerId>,
    /// What to say about it.
    pub says: String,
    /// A sentence to send, ready to copy.
    pub copy: Option<String>,
    /// What it leads to.
    pub leads: Leads,
}

/// What a suggestion leads to, so that a face can offer just that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leads {
    /// A first half hour, or the next one: a note to send and a time to plan.
    Meeting,
    /// A hello, or something to bring.
    Hello,
    /// The three tests.
    Tests,
    /// A project, and the people it will need.
    Project,
    /// One more peer.
    Peers,
}

/// Said while there is nobody yet.
pub const START_WITH_ONE: &str =
    "Pick three to five people in other departments whose work touches yours. Start with one.";
/// Said while there are fewer than three.
const TWO_MORE: &str = "Pick three to five people in other departments whose work touches yours.";
/// A half hour is worth a word so many days before its rhythm says so.
const AHEAD_DAYS: i64 = 3;
/// Up to so many peers are those the method asks for, each worth a first half hour; beyond that they were brought in from
/// somewhere.
const FEW: usize = 5;
/// As many visits in a row say something.
const IN_A_ROW: usize = 3;

/// The one thing worth suggesting on any day, if there is one.
#[must_use]
pub fn suggest(snapshot: &Snapshot, today: Date) -> Option<Suggestion> {
    first_of(snapshot, today, At::Today)
}

/// The one thing worth suggesting in the weekly review, which alone speaks of trouble, and of give and ask.
#[must_use]
pub fn suggest_in_review(snapshot: &Snapshot, today: Date) -> Option<Suggestion> {
    first_of(snapshot, today, At::Review)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Today,
    Review,
}

/// Whom I never met speaks first, since nothing else of the method can begin; then what passes soon: a project's two weeks,
/// then the half hours, then what can wait.
fn first_of(snapshot: &Snapshot, today: Date, at: At) -> Option<Suggestion> {
    let awake = |it: &Suggestion| snapshot.snoozed.get(&it.key).is_none_or(|until| *until <= today);
    let open: Vec<&Arc<PeerView>> = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).collect();
    if open.is_empty() {
        let start = Suggestion {
            key: "start".into(),
            about: None,
            says: START_WITH_ONE.into(),
            copy: None,
            leads: Leads::Peers,
        };
        return Some(start).filter(awake);
    }
    let mut due: Vec<(Date, &Arc<PeerView>)> =
        open.iter().filter_map(|peer| Some((due_on(peer, snapshot, today)?, *peer))).collect();
    due.sort_by_key(|(on, peer)| (*on, peer.id));
    let few = (open.len() < 3).then(|| Suggestion {
        key: "three".into(),
        about: None,
        says: TWO_MORE.into(),
        copy: None,
        leads: Leads::Peers,
    });
    let meant = |peer: &&&Arc<PeerView>| peer.every.is_some() || open.len() <= FEW;
    let unmet = open.iter().filter(|peer| waits_for_first(peer, today)).filter(meant);
    let propose = unmet.map(|peer| propose(snapshot, peer));
    let meet = due.iter().map(|(_, peer)| meet(peer));
    let in_review = |peer: &&&Arc<PeerView>| at == At::Review && !peer.meetings.is_empty();
    let greet = open.iter().filter(in_review).filter(|peer| only_trouble(peer)).map(|peer| greet(peer));
    let asked = open.iter().filter(in_review).filter(|peer| may_say_asked(peer, snapshot.reviewed, today));
    let bring = asked.map(|peer| bring(peer, today));
    let projects = project_nudges(snapshot, today).into_iter().map(|nudge| Suggestion {
        key: format!("project.{}", nudge.project),
        about: None,
        says: nudge.says,
        copy: None,
        leads: Leads::Project,
    });
    let tests = open.iter().filter(|peer| tests_due(peer, today)).map(|peer| Suggestion {
        key: format!("tests.{}", peer.id),
        about: Some(peer.id),
        says: format!("Three short questions about you and {}, for you alone.", first_name(&peer.name)),
        copy: None,
        leads: Leads::Tests,
    });
    propose.chain(projects).chain(meet).chain(greet).chain(bring).chain(tests).chain(few).find(awake)
}

/// The day from which the next half hour with them is worth a word: nothing is planned, and the rhythm says so.
fn due_on(peer: &PeerView, snapshot: &Snapshot, today: Date) -> Option<Date> {
    if upcoming(peer, today).is_some() || peer.meetings.is_empty() {
        return None;
    }
    match next_with(peer, snapshot.busy_until, today) {
        Next::Around(on) => Some(on).filter(|on| *on <= today.saturating_add(AHEAD_DAYS.days())),
        Next::Planned(_) | Next::Open => None,
    }
}

/// Nobody met them, and nothing is planned.
fn waits_for_first(peer: &PeerView, today: Date) -> bool {
    peer.meetings.is_empty() && upcoming(peer, today).is_none()
}

fn propose(snapshot: &Snapshot, peer: &PeerView) -> Suggestion {
    Suggestion {
        key: format!("propose.{}", peer.id),
        about: Some(peer.id),
        says: format!(
            "You haven’t met {} yet. Here’s a short note to propose it, with nothing asked.",
            first_name(&peer.name)
        ),
        copy: Some(proposal(&snapshot.me, peer, Tone::Plain)),
        leads: Leads::Meeting,
    }
}

fn meet(peer: &PeerView) -> Suggestion {
    let name = first_name(&peer.name);
    Suggestion {
        key: format!("meet.{}", peer.id),
        about: Some(peer.id),
        says: format!("Around now is the next half hour with {name}."),
        copy: Some(format!(
            "Hi {name}, it’s about time for our half hour again, and I’d be glad to hear how things are going for you. Tell me which day suits you."
        )),
        leads: Leads::Meeting,
    }
}

fn greet(peer: &PeerView) -> Suggestion {
    Suggestion {
        key: format!("hello.{}.{}", peer.id, latest(peer)),
        about: Some(peer.id),
        says: format!(
            "Your last three with {} were about trouble. A hello with no question in it?",
            first_name(&peer.name)
        ),
        copy: Some(hello(peer)),
        leads: Leads::Hello,
    }
}

fn bring(peer: &PeerView, today: Date) -> Suggestion {
    let quarter = (today.month() - 1) / 3 + 1;
    Suggestion {
        key: format!("give.{}.{}q{quarter}", peer.id, today.year()),
        about: Some(peer.id),
        says: format!(
            "Your last three visits with {} were all requests from you. Worth bringing something?",
            first_name(&peer.name)
        ),
        copy: None,
        leads: Leads::Hello,
    }
}

/// Names the last meeting in a key, so that a new one makes a new suggestion.
fn latest(peer: &PeerView) -> String {
    peer.meetings.first().map(|meeting| meeting.on.to_string()).unwrap_or_default()
}

fn last_three<'a>(meetings: impl Iterator<Item = &'a Arc<Meeting>>, all: impl Fn(&Meeting) -> bool) -> bool {
    let last: Vec<&Arc<Meeting>> = meetings.take(IN_A_ROW).collect();
    last.len() == IN_A_ROW && last.iter().all(|meeting| all(meeting))
}

fn only_trouble(peer: &PeerView) -> bool {
    last_three(peer.meetings.iter(), |meeting| meeting.why == Some(Why::Trouble))
}

fn asks(meeting: &Meeting) -> bool {
    !meeting.asked.is_empty() && meeting.offered.is_empty()
}

/// Give and ask are spoken of once a quarter at most: not again when the last review in this quarter could say it.
fn may_say_asked(peer: &PeerView, reviewed: Option<Date>, today: Date) -> bool {
    let quarter = |on: Date| (on.year(), (on.month() - 1) / 3);
    let said = reviewed.is_some_and(|last| {
        let then = peer.meetings.iter().filter(|meeting| meeting.on <= last);
        quarter(last) == quarter(today) && last < today && last_three(then, asks)
    });
    !said && last_three(peer.meetings.iter(), asks)
}
