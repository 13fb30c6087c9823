//! A calendar series as fields of a journal's entry: each version is one entry, and none is ever changed.

use super::{
    card::{every, every_text},
    fields::{self, Fields, moment},
};
use crate::{id::EntryId, snapshot::CalendarSeries};
use jiff::civil::DateTime;

/// Reads one; nothing where a field isn't what it should be.
pub(crate) fn read(id: EntryId, field: &impl Fn(&str) -> String) -> Option<CalendarSeries> {
    let change = |text: &str| {
        let (from, to) = text.split_once('>')?;
        Some((from.parse().ok()?, if to == "-" { None } else { Some(to.parse().ok()?) }))
    };
    let changes: Option<Vec<(DateTime, Option<DateTime>)>> = field("changes").split_whitespace().map(change).collect();
    Some(CalendarSeries {
        id,
        began: moment(&field("began"))?,
        uid: field("uid"),
        invite_uid: field("invite_uid"),
        sequence: field("sequence").parse().ok()?,
        first: field("first").parse().ok()?,
        zone: field("zone"),
        minutes: field("minutes").parse().ok()?,
        every: every(&field("every"))?,
        changes: changes?,
        ended: field("ended").parse().ok(),
    })
}

/// Its fields.
pub(crate) fn written(it: &CalendarSeries) -> Fields {
    let change = |(from, to): &(DateTime, Option<DateTime>)| {
        format!("{from}>{}", to.map_or_else(|| "-".to_owned(), |to| to.to_string()))
    };
    fields::list([
        ("began", fields::moment_text(Some(it.began))),
        ("uid", it.uid.clone()),
        ("invite_uid", it.invite_uid.clone()),
        ("sequence", it.sequence.to_string()),
        ("first", it.first.to_string()),
        ("zone", it.zone.clone()),
        ("minutes", it.minutes.to_string()),
        ("every", every_text(Some(it.every))),
        ("changes", it.changes.iter().map(change).collect::<Vec<_>>().join(" ")),
        ("ended", it.ended.map(|ended| ended.to_string()).unwrap_or_default()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Every, Moment};

    #[test]
    fn a_series_is_read_as_it_was_written() {
        let at = |text: &str| text.parse::<DateTime>().unwrap();
        let plain = CalendarSeries {
            id: EntryId([7; 16]),
            began: Moment { unix_ms: 1_795_356_000_000 },
            uid: "a@sideways".into(),
            invite_uid: "b@sideways".into(),
            sequence: 0,
            first: at("2026-12-15T10:00"),
            zone: "Europe/Berlin".into(),
            minutes: 30,
            every: Every::Month,
            changes: vec![],
            ended: None,
        };
        let changed = CalendarSeries {
            sequence: 4,
            every: Every::Weeks(6),
            changes: vec![(at("2027-01-19T10:00"), Some(at("2027-01-20T11:30"))), (at("2027-02-16T10:00"), None)],
            ended: Some(at("2027-06-01T00:00")),
            ..plain.clone()
        };
        let quarterly = CalendarSeries { every: Every::Quarter, ..plain.clone() };
        for series in [plain, changed, quarterly] {
            let fields = written(&series);
            let field =
                |key: &str| fields.iter().find(|(it, _)| it == key).map(|(_, value)| value.clone()).unwrap_or_default();
            assert_eq!(read(series.id, &field), Some(series));
        }
        let damaged = |key: &str| if key == "changes" { "x>y".to_owned() } else { "1".to_owned() };
        assert_eq!(read(EntryId([7; 16]), &damaged), None);
    }
}
