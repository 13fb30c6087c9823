//! When a zone's clocks change.

use super::Zone;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{DateTime, Time, date},
    tz::Offset,
};

/// Days before the first date that are looked at: more than a year, so that each half of the year has begun once.
const DAYS_BEFORE: i64 = 400;
/// Years after it: enough to trust a rule, and further than a series without one lasts unchanged.
pub(super) const YEARS_AFTER: i16 = 11;

/// A moment from which other clocks hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Onset {
    /// What the old clocks show then.
    pub(super) wall: DateTime,
    pub(super) from: Offset,
    pub(super) to: Offset,
    /// "CEST".
    pub(super) name: String,
    /// Whether the new clocks count as summer time.
    pub(super) daylight: bool,
}

/// All onsets from about a year before a date to the end of the eleventh year after it, in order.
///
/// When none comes before the date, one that changes nothing is put first: a zone without any is never allowed, and
/// clocks have to be known on the first date.
pub(super) fn onsets(zone: &Zone, first: DateTime) -> Vec<Onset> {
    let (rules, moment) = (zone.rules(), zone.moment(first));
    let start = moment.checked_sub(SignedDuration::from_hours(24 * DAYS_BEFORE)).unwrap_or(Timestamp::MIN);
    let last_year = first.year().saturating_add(YEARS_AFTER);
    let mut onsets: Vec<Onset> = Vec::new();
    for change in rules.following(start) {
        let at = change.timestamp();
        let from = rules.to_offset(at.checked_sub(1.second()).unwrap_or(at));
        let wall = from.to_datetime(at);
        if wall.year() > last_year {
            break;
        }
        if from != change.offset() {
            let name = change.abbreviation().to_owned();
            onsets.push(Onset { wall, from, to: change.offset(), name, daylight: change.dst().is_dst() });
        }
    }
    // Ireland and Morocco call their winter or their Ramadan the exception. Readers expect the later clock to be it.
    if onsets.iter().any(|onset| onset.daylight && onset.to < onset.from) {
        onsets.iter_mut().for_each(|onset| onset.daylight = onset.to > onset.from);
    }
    if onsets.first().is_none_or(|onset| onset.wall >= first) {
        let info = rules.to_offset_info(moment);
        let (offset, name) = (info.offset(), info.abbreviation().to_owned());
        let wall = date(1970, 1, 1).to_datetime(Time::midnight()).min(first);
        onsets.insert(0, Onset { wall, from: offset, to: offset, name, daylight: false });
    }
    onsets
}
