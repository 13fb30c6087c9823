//! The weekly review: five minutes, five cards at most, one answer each; it ends with "done".

#[cfg(test)]
mod tests;

use super::{
    AsOf, Next,
    address::first_name,
    dates, next_with,
    suggestion::{Leads, Suggestion, suggest_in_review},
    upcoming,
    wall::{here, moment},
};
use crate::{
    id::{EntryId, PeerId},
    snapshot::{PeerView, Snapshot, Who},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::sync::Arc;

/// One card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// Which of the five it is.
    pub kind: CardKind,
    /// The question, or what there is.
    pub says: String,
    /// What it is about, a line each.
    pub lines: Vec<CardLine>,
    /// Whom it is about, where it is one.
    pub about: Option<PeerId>,
    /// A sentence to send, where there is one.
    pub copy: Option<String>,
    /// Names a suggestion for putting it off.
    pub key: Option<String>,
    /// What a suggestion leads to.
    pub leads: Option<Leads>,
}

/// One line of a card, and the one thing to answer to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardLine {
    /// With whom.
    pub peer: PeerId,
    /// What there is.
    pub says: String,
    /// What can be answered there.
    pub answer: CardAnswer,
}

/// What can be answered to a line of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardAnswer {
    /// A half hour fits no longer: it is moved.
    Move,
    /// They heard a heads-up.
    Told(EntryId),
    /// A promise was kept.
    Done(EntryId),
    /// What they said is written down.
    Words,
}

/// The five cards, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CardKind {
    /// The half hours of the next seven days.
    Week,
    /// Is anything coming that somebody should hear from me first?
    HeadsUps,
    /// What I said I'd do.
    Promises,
    /// Whom I met, and what they said.
    Met,
    /// One thing to do, at most.
    Suggestion,
}

const WEEK_DAYS: i64 = 7;

/// Whether a week has passed since the last.
#[must_use]
pub fn review_due(snapshot: &Snapshot, today: Date) -> bool {
    let someone = snapshot.peers.iter().any(|peer| peer.closed.is_none());
    someone && snapshot.reviewed.is_none_or(|last| last.saturating_add(WEEK_DAYS.days()) <= today)
}

/// The cards of this week's review; half hours are told by the clock of `zone`.
#[must_use]
pub fn review(snapshot: &Snapshot, as_of: impl Into<AsOf>, zone: &TimeZone) -> Vec<Card> {
    let as_of = as_of.into();
    let today = as_of.today();
    let open: Vec<&Arc<PeerView>> = snapshot.peers.iter().filter(|peer| peer.closed.is_none()).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let suggestion = suggest_in_review(snapshot, today);
    let week = week(&open, snapshot, as_of, zone);
    let promises = promises(&open, as_of);
    let met = met(&open, today);
    let coming = heads_ups(&open);
    let nothing = week.lines.is_empty() && coming.lines.is_empty() && promises.is_none() && met.is_none();
    let quiet = nothing && suggestion.is_none();
    let mut cards = vec![week, coming];
    cards.extend(promises);
    cards.extend(met);
    match suggestion {
        Some(suggestion) => cards.push(suggested(suggestion)),
        None if quiet => cards.push(hello_card()),
        None => {}
    }
    cards
}

fn card(kind: CardKind, says: impl Into<String>, lines: Vec<CardLine>) -> Card {
    Card { kind, says: says.into(), lines, about: None, copy: None, key: None, leads: None }
}

fn week(open: &[&Arc<PeerView>], snapshot: &Snapshot, as_of: AsOf, zone: &TimeZone) -> Card {
    let today = as_of.today();
    let end = today.saturating_add(WEEK_DAYS.days());
    let mut planned: Vec<_> = open
        .iter()
        .filter_map(|peer| Some((here(upcoming(peer, today)?, zone), peer)))
        .filter(|(at, _)| at.date() >= today && at.date() < end)
        .collect();
    planned.sort_by_key(|(at, peer)| (*at, peer.name.to_lowercase(), peer.id));
    let line = |(at, peer): &(_, &&Arc<PeerView>)| CardLine {
        peer: peer.id,
        says: format!("{}, {}", first_name(&peer.name), moment(*at, as_of)),
        answer: CardAnswer::Move,
    };
    let lines: Vec<CardLine> = planned.iter().map(line).collect();
    if !lines.is_empty() {
        return card(CardKind::Week, "Your half hours in the next seven days. Do they still fit?", lines);
    }
    let next = open.iter().filter_map(|peer| match next_with(peer, snapshot.busy_until, today) {
        Next::Planned(at) => Some((at.date(), peer)),
        Next::Around(on) if !peer.meetings.is_empty() => Some((on.max(today), peer)),
        Next::Around(_) | Next::Open => None,
    });
    let says = match next.min_by_key(|(on, peer)| (*on, peer.name.to_lowercase(), peer.id)) {
        Some((on, peer)) => {
            let on = dates::day(on, as_of);
            format!("No half hour in the next seven days. The next is with {}, around {on}.", first_name(&peer.name))
        }
        None => "No half hour in the next seven days.".to_owned(),
    };
    card(CardKind::Week, says, Vec::new())
}

fn heads_ups(open: &[&Arc<PeerView>]) -> Card {
    let mut untold: Vec<_> = open
        .iter()
        .flat_map(|peer| peer.heads_ups.iter().filter(|it| it.told.is_none()).map(move |it| (it, peer)))
        .collect();
    untold.sort_by_key(|(it, _)| (it.by, it.id));
    let line = |(it, peer): &(&Arc<crate::snapshot::HeadsUp>, &&Arc<PeerView>)| CardLine {
        peer: peer.id,
        says: format!("{}: {}", first_name(&peer.name), it.text),
        answer: CardAnswer::Told(it.id),
    };
    let lines = untold.iter().map(line).collect();
    card(CardKind::HeadsUps, "Is anything coming that somebody should hear from you first?", lines)
}

fn promises(open: &[&Arc<PeerView>], as_of: AsOf) -> Option<Card> {
    let mut mine: Vec<_> = open
        .iter()
        .flat_map(|peer| {
            peer.promises.iter().filter(|it| it.by == Who::Me && it.done.is_none()).map(move |it| (it, peer))
        })
        .collect();
    mine.sort_by_key(|(it, _)| (it.due.is_none(), it.due, it.id));
    let line = |(it, peer): &(&Arc<crate::snapshot::Promise>, &&Arc<PeerView>)| {
        let due = it.due.map(|due| format!(" (by {})", dates::day(due, as_of))).unwrap_or_default();
        let says = format!("{}: {}{due}", first_name(&peer.name), it.text);
        CardLine { peer: peer.id, says, answer: CardAnswer::Done(it.id) }
    };
    let lines: Vec<CardLine> = mine.iter().map(line).collect();
    (!lines.is_empty()).then(|| card(CardKind::Promises, "What you said you’d do. Still right?", lines))
}

fn met(open: &[&Arc<PeerView>], today: Date) -> Option<Card> {
    let since = today.saturating_sub(WEEK_DAYS.days());
    let met: Vec<_> =
        open.iter().filter(|peer| peer.meetings.first().is_some_and(|it| it.on > since && it.on <= today)).collect();
    let silent: Vec<CardLine> = met
        .iter()
        .filter(|peer| peer.words.first().is_none_or(|words| words.on <= since))
        .map(|peer| CardLine { peer: peer.id, says: first_name(&peer.name), answer: CardAnswer::Words })
        .collect();
    if silent.is_empty() {
        return None;
    }
    Some(card(CardKind::Met, "You met this week. What keeps them up at night, as they’d say it?", silent))
}

fn suggested(suggestion: Suggestion) -> Card {
    let Suggestion { about, says, copy, key, leads } = suggestion;
    let kind = CardKind::Suggestion;
    Card { kind, says, lines: Vec::new(), about, copy, key: Some(key), leads: Some(leads) }
}

fn hello_card() -> Card {
    card(CardKind::Suggestion, "Quiet week. One hello you’d enjoy sending?", Vec::new())
}
