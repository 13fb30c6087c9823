//! When a series comes next.

use super::{Change, Series};
use jiff::{ToSpan, civil::DateTime};

/// So many days ahead a next one is looked for: a quarter, and one or two more that were skipped.
const AHEAD_DAYS: i64 = 400;

impl Series {
    /// The first half hour at `from` or later, moved ones where they were moved to.
    #[must_use]
    pub fn next(&self, from: DateTime) -> Option<DateTime> {
        // One that was moved to a later day than it stood on may still come.
        let moved = self.changes.values().filter_map(|change| match change {
            Change::MovedTo(to) if *to >= from => Some(*to),
            Change::MovedTo(_) | Change::Skipped => None,
        });
        let begin = from.date().max(self.first.date());
        let days = (0..AHEAD_DAYS).map(|day| begin.saturating_add(day.days()).to_datetime(self.first.time()));
        let plain = days.filter(|start| *start >= from && self.has(*start) && !self.changes.contains_key(start));
        moved.chain(plain.take(1)).min()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        calendar::invite::{Change, Person, Series, Zone},
        snapshot::Every,
    };
    use jiff::civil::DateTime;

    fn at(text: &str) -> DateTime {
        format!("{text}T10:00").parse().unwrap()
    }

    #[test]
    fn what_was_moved_or_skipped_is_not_where_it_stood() {
        let rows = [
            ("", "2026-12-01", "2026-12-15"),
            ("", "2026-12-15", "2026-12-15"),
            ("", "2026-12-16", "2027-01-19"),
            ("2026-12-15>2026-12-17", "2026-12-01", "2026-12-17"),
            ("2026-12-15>2026-12-10", "2026-12-01", "2026-12-10"),
            ("2026-12-15>2026-12-10", "2026-12-11", "2027-01-19"),
            ("2026-12-15>-", "2026-12-01", "2027-01-19"),
            ("2026-12-15>- 2027-01-19>-", "2026-12-01", "2027-02-16"),
            ("2026-12-15>2027-01-25", "2026-12-01", "2027-01-19"),
            ("2026-12-15>2027-01-25", "2027-01-20", "2027-01-25"),
        ];
        for (changes, from, expected) in rows {
            let nobody = |name: &str| Person { name: name.into(), mail: None };
            let change = |text: &str| {
                let (from, to) = text.split_once('>').unwrap();
                (at(from), if to == "-" { Change::Skipped } else { Change::MovedTo(at(to)) })
            };
            let series = Series {
                uid: "a".into(),
                invite_uid: "b".into(),
                sequence: 0,
                first: at("2026-12-15"),
                zone: Zone::named("Europe/Berlin").unwrap(),
                minutes: 30,
                every: Every::Month,
                me: nobody("Alex"),
                peer: nobody("Dana"),
                changes: changes.split_whitespace().map(change).collect(),
                ended: None,
            };
            assert_eq!(series.next(at(from)), Some(at(expected)), "{changes} {from}");
            let ended = Series { ended: Some(at("2026-12-15")), changes: [].into(), ..series };
            assert_eq!(ended.next(at(from)), None);
        }
    }
}
