//! How often a series comes, in the words people use.

use crate::calendar::recur::{Frequency, Rule};
use jiff::Timestamp;

/// How often people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rhythm {
    /// Every two weeks.
    Fortnightly,
    /// About every month.
    Monthly,
    /// About every three months.
    Quarterly,
    /// Every so many weeks, where none of the other words is true; 1 is every week or more often.
    Weeks(u8),
    /// Less often than every four months.
    Rarer,
}

impl Rhythm {
    /// The rhythm of dates in order: by the median gap, so that one that was moved or left out doesn't matter.
    pub(super) fn of(starts: &[Timestamp], rule: Option<&Rule>) -> Self {
        let mut gaps: Vec<i64> = starts
            .iter()
            .zip(starts.iter().skip(1))
            .map(|(one, next)| (next.as_second() - one.as_second() + 43_200) / 86_400)
            .collect();
        gaps.sort_unstable();
        let days = gaps.get(gaps.len() / 2).copied().or_else(|| rule.map(nominal_days)).unwrap_or(i64::MAX);
        let weekly = rule.is_some_and(|rule| rule.frequency == Frequency::Weekly);
        match days {
            ..=10 => Self::Weeks(1),
            11..=16 => Self::Fortnightly,
            // A rule that counts weeks is named by weeks, unless four or thirteen make it a month or a quarter.
            17..=120 if weekly => match (days + 3) / 7 {
                4 => Self::Monthly,
                13 => Self::Quarterly,
                weeks => u8::try_from(weeks).map_or(Self::Rarer, Self::Weeks),
            },
            17..=45 => Self::Monthly,
            46..=120 => Self::Quarterly,
            _ => Self::Rarer,
        }
    }
}

fn nominal_days(rule: &Rule) -> i64 {
    let each = match rule.frequency {
        Frequency::Daily => 1,
        Frequency::Weekly => 7,
        Frequency::Monthly => 30,
        Frequency::Yearly => 365,
    };
    each * i64::from(rule.interval)
}
