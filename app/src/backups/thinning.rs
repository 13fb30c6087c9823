//! Which backups stay: ten. The newest of each of four days, of three weeks before, and of three months before those;
//! while there are fewer, all.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sideways_core::snapshot::Moment;

/// How many are kept.
const KEPT: usize = 10;
const DAYS: usize = 4;
const WEEKS: usize = 3;
const MONTHS: usize = 3;
/// Somebody who opens the program every day has thinned everything away long before.
const DAYS_AHEAD: i64 = 800;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn day(at: Moment) -> Date {
    Timestamp::from_millisecond(at.unix_ms).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

/// Which of these stay, the newest first as they are given.
pub(super) fn stay(newest_first: &[Moment]) -> Vec<bool> {
    let mut stay = vec![false; newest_first.len()];
    let (mut days, mut weeks, mut months) = (Vec::new(), Vec::new(), Vec::new());
    for (at, stays) in newest_first.iter().zip(&mut stay) {
        let day = day(*at);
        let week = (day.iso_week_date().year(), day.iso_week_date().week());
        let month = (day.year(), day.month());
        if days.contains(&day) {
            continue;
        }
        if days.len() < DAYS {
            days.push(day);
        } else if weeks.len() < WEEKS {
            if weeks.contains(&week) {
                continue;
            }
            weeks.push(week);
        } else if months.len() < MONTHS && !months.contains(&month) {
            months.push(month);
        } else {
            continue;
        }
        *stays = true;
    }
    let mut free = KEPT.saturating_sub(stay.iter().filter(|it| **it).count());
    for stays in stay.iter_mut().filter(|it| !**it) {
        if free == 0 {
            break;
        }
        (*stays, free) = (true, free - 1);
    }
    stay
}

/// The day by which all of these are gone, where a backup is made every day from now on.
pub(crate) fn gone_by(newest_first: &[Moment], now: Moment) -> Moment {
    let mut all: Vec<(Moment, bool)> = newest_first.iter().map(|at| (*at, true)).collect();
    let mut at = now;
    for _ in 0..DAYS_AHEAD {
        if !all.iter().any(|(_, old)| *old) {
            break;
        }
        at = Moment { unix_ms: at.unix_ms.saturating_add(DAY_MS) };
        all.insert(0, (at, false));
        let stay = stay(&all.iter().map(|(at, _)| *at).collect::<Vec<_>>());
        all = all.into_iter().zip(stay).filter_map(|(it, stays)| stays.then_some(it)).collect();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year of use, once a day or now and then or many times a day: never more than ten, the newest always, and after
    /// half a year something that is months old.
    #[test]
    fn ten_stay_and_they_reach_back_months() {
        for (every_ms, count) in [(DAY_MS, 365), (DAY_MS / 5, 1_000), (DAY_MS * 9, 60)] {
            let mut all: Vec<Moment> = Vec::new();
            for nth in 0..count {
                let at = Moment { unix_ms: 1_790_000_000_000 + nth * every_ms };
                all.insert(0, at);
                let stays = stay(&all);
                assert!(stays[0], "the newest goes");
                all = all.into_iter().zip(stays).filter_map(|(at, stays)| stays.then_some(at)).collect();
                assert!(all.len() == KEPT.min(usize::try_from(nth).unwrap() + 1), "{}", all.len());
            }
            let reach = (all[0].unix_ms - all.last().unwrap().unix_ms) / DAY_MS;
            assert!(reach >= 60, "they reach back {reach} days only");
        }
    }

    #[test]
    fn what_is_here_now_is_gone_by_a_day_that_can_be_said() {
        let now = Moment { unix_ms: 1_790_000_000_000 };
        let days = |moment: Moment| (moment.unix_ms - now.unix_ms) / DAY_MS;
        assert_eq!(gone_by(&[], now), now);
        let all: Vec<Moment> = (0..10).map(|nth| Moment { unix_ms: now.unix_ms - nth * DAY_MS }).collect();
        let gone = days(gone_by(&all, now));
        assert!((7..=150).contains(&gone), "{gone}");
    }
}
