//! A year with one peer as a line of dots. It describes my habit: when we met, what was moved, what is planned.

use super::{AsOf, dates};
use crate::snapshot::{PeerView, PlanState};
use jiff::{ToSpan, civil::Date};

/// One dot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Dot {
    /// Its day.
    pub on: Date,
    /// What it stands for.
    pub kind: DotKind,
}

/// What a dot stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DotKind {
    /// We met.
    Met,
    /// A half hour that was moved before we met, at the day it came to.
    Moved,
    /// One that we let go.
    LetGo,
    /// One that is to come.
    Planned,
}

const BACK_DAYS: i64 = 365;
const AHEAD_DAYS: i64 = 60;

/// The first and the last day that a year's picture shows, seen from `today`.
#[must_use]
pub fn year_span(today: Date) -> (Date, Date) {
    (today.saturating_sub(BACK_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()))
}

/// The dots of the year before `today` and of the two months after, oldest first.
#[must_use]
pub fn year(peer: &PeerView, today: Date) -> Vec<Dot> {
    let (from, to) = year_span(today);
    let moved_to =
        |on: Date| peer.plans.iter().any(|plan| plan.state == PlanState::Met && plan.moves > 0 && plan.at.date() == on);
    let met = peer
        .meetings
        .iter()
        .map(|meeting| Dot { on: meeting.on, kind: if moved_to(meeting.on) { DotKind::Moved } else { DotKind::Met } });
    let gone = peer.plans.iter().filter(|plan| plan.state == PlanState::Skipped);
    let gone = gone.map(|plan| Dot { on: plan.at.date(), kind: DotKind::LetGo });
    let planned = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned && plan.at.date() >= today);
    let planned = planned.map(|plan| Dot { on: plan.at.date(), kind: DotKind::Planned });
    let mut dots: Vec<Dot> = met.chain(gone).chain(planned).filter(|dot| dot.on >= from && dot.on <= to).collect();
    dots.sort_unstable();
    dots.dedup();
    dots
}

/// The same for ears: what is drawn, as sentences.
#[must_use]
pub fn year_as_sentences(dots: &[Dot], as_of: impl Into<AsOf>) -> String {
    let as_of = as_of.into();
    let days = |kind: &[DotKind]| {
        let of: Vec<String> =
            dots.iter().filter(|dot| kind.contains(&dot.kind)).map(|dot| dates::day(dot.on, as_of)).collect();
        match of.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [rest @ .., last] => Some(format!("{} and {last}", rest.join(", "))),
        }
    };
    let sentences = [
        days(&[DotKind::Met, DotKind::Moved]).map(|on| format!("You met on {on}.")),
        days(&[DotKind::Moved]).map(|on| format!("Moved before you met: {on}.")),
        days(&[DotKind::LetGo]).map(|on| format!("Let go: {on}.")),
        days(&[DotKind::Planned]).map(|on| format!("Planned for {on}.")),
    ];
    let said: Vec<String> = sentences.into_iter().flatten().collect();
    if said.is_empty() { "No half hours in this year yet.".to_owned() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::tests_scene::snapshot;

    #[test]
    fn a_year_is_read_out_as_it_is_drawn() {
        for (facts, read) in [
            ("", "No half hours in this year yet."),
            ("met 2026-10-01", "You met on 1 October."),
            ("met 2026-10-01 | met 2026-09-01", "You met on 1 September and 1 October."),
            ("met 2026-10-01 | met 2025-10-19", "You met on 1 October."),
            ("met 2026-10-01 | met 2025-10-20", "You met on 20 October 2025 and 1 October."),
            ("met 2026-10-01 | plan 2026-10-01T10:00 met 1", "You met on 1 October. Moved before you met: 1 October."),
            ("met 2026-10-01 | plan 2026-10-01T10:00 met 0", "You met on 1 October."),
            ("plan 2026-09-01T10:00 skipped", "Let go: 1 September."),
            ("plan 2026-11-03T10:00", "Planned for 3 November."),
            ("plan 2026-10-03T10:00", "No half hours in this year yet."),
            ("plan 2027-03-03T10:00", "No half hours in this year yet."),
            ("met 2026-10-01 | met 2026-10-01 trouble", "You met on 1 October."),
        ] {
            let snapshot = snapshot(&format!("peer Dana Ruiz/Finance monthly | {facts}"));
            let today = jiff::civil::date(2026, 10, 20);
            assert_eq!(year_as_sentences(&year(&snapshot.peers[0], today), today), read, "{facts}");
        }
    }
}
