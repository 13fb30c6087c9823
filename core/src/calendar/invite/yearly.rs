//! Whether the clocks of a zone change by the same rule every year.

use super::onset::Onset;
use super::rule::short;
use std::collections::BTreeMap;

/// Years in a row that must follow a rule before it's believed.
const YEARS_TRUSTED: usize = 10;

/// A part of a VTIMEZONE: an onset, and the rule by which it comes again each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observance {
    pub(super) onset: Onset,
    pub(super) rule: Option<String>,
}

/// Onsets with those that repeat said once.
///
/// A zone may stop following one rule and then follow another; what comes before the last rule is said one by one. So
/// is everything in a zone that follows the moon (Morocco), or whose day differs from what the law says (in Cairo the
/// last Thursday at 24:00 is a Friday, but not always the last; in Nuuk the Saturday before the last Sunday). A rule
/// with days of the month could say that, but Outlook takes only one weekday with its place (MS-OXCICAL
/// 2.1.3.1.1.19.2.2). `last_year` is the last that the onsets cover.
pub(super) fn observances(onsets: Vec<Onset>, last_year: i16) -> Vec<Observance> {
    for before in 0..onsets.len() {
        let Some((once, again)) = onsets.split_at_checked(before) else { break };
        if let Some(yearly) = yearly(again, last_year) {
            return once.iter().cloned().map(|onset| Observance { onset, rule: None }).chain(yearly).collect();
        }
    }
    onsets.into_iter().map(|onset| Observance { onset, rule: None }).collect()
}

/// One observance for each rule, if all onsets follow rules to the end.
fn yearly(onsets: &[Onset], last_year: i16) -> Option<Vec<Observance>> {
    let mut groups: BTreeMap<_, Vec<&Onset>> = BTreeMap::new();
    for onset in onsets {
        let wall = onset.wall;
        let key =
            (wall.month(), wall.weekday().to_monday_zero_offset(), wall.time(), onset.from, onset.to, &onset.name);
        groups.entry(key).or_default().push(onset);
    }
    let mut found: Vec<Observance> = groups.values().map(|group| repeating(group, last_year)).collect::<Option<_>>()?;
    found.sort_unstable_by_key(|observance| observance.onset.wall);
    Some(found)
}

fn repeating(group: &[&Onset], last_year: i16) -> Option<Observance> {
    let first = *group.first()?;
    let each_year = group.iter().zip(first.wall.year()..).all(|(onset, year)| onset.wall.year() == year);
    if group.len() < YEARS_TRUSTED || !each_year || group.last()?.wall.year() != last_year {
        return None;
    }
    let nth = |nth: i8| group.iter().all(|onset| (onset.wall.day() - 1) / 7 + 1 == nth);
    let last = || group.iter().all(|onset| onset.wall.day() + 7 > onset.wall.date().days_in_month());
    let place = (1..=4).find(|place| nth(*place)).or_else(|| last().then_some(-1))?;
    let rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={place}{}", first.wall.month(), short(first.wall.weekday()));
    Some(Observance { onset: first.clone(), rule: Some(rule) })
}
