//! Reading the text of an RRULE.

use super::rule::{Frequency, Rule, Until};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use std::collections::BTreeSet;

/// Why a rule isn't followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum RuleError {
    /// A part can't be read.
    #[error("The rule by which it repeats can’t be read.")]
    Unreadable,
    /// A part is understood but not followed: hours, week numbers, days of the year.
    #[error("It repeats by a rule that isn’t followed here, such as hourly or by week number.")]
    NotFollowed,
}

impl Rule {
    /// Reads a rule. `start` tells whether a redundant `BYHOUR` says anything new.
    pub fn parse(text: &str, start: DateTime) -> Result<Self, RuleError> {
        use RuleError::{NotFollowed, Unreadable};
        let mut frequency = None;
        let mut interval = 1;
        let (mut count, mut until) = (None, None);
        let mut week_start = Weekday::Monday;
        let mut months = 0;
        let (mut days, mut month_days, mut positions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for part in text.split(';') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (key, value) = (key.trim(), value.trim());
            // Some writers leave the name of what they don't say, and a semicolon at the end.
            if value.trim_matches([',', ' ']).is_empty() {
                continue;
            }
            match key.to_ascii_uppercase().as_str() {
                "FREQ" => frequency = Some(read_frequency(value)?),
                "INTERVAL" => {
                    let every: u64 = value.parse().map_err(|_| Unreadable)?;
                    interval = u32::try_from(every).unwrap_or(u32::MAX);
                }
                "COUNT" => count = Some(value.parse().map_err(|_| Unreadable)?),
                "UNTIL" => until = Some(read_until(value).ok_or(Unreadable)?),
                "WKST" => week_start = weekday(value).ok_or(Unreadable)?,
                "BYMONTH" => {
                    for month in numbers(value, 12) {
                        let month = month?;
                        months |= if month > 0 { 1_u16 << month } else { return Err(Unreadable) };
                    }
                }
                "BYDAY" => {
                    for day in value.split(',').filter(|day| !day.trim().is_empty()) {
                        let (ordinal, weekday) = read_day(day).ok_or(Unreadable)?;
                        days.insert((ordinal, weekday.to_monday_zero_offset()));
                    }
                }
                "BYMONTHDAY" => {
                    for day in numbers(value, 31) {
                        month_days.insert(i8::try_from(day?).map_err(|_| Unreadable)?);
                    }
                }
                "BYSETPOS" => {
                    for position in numbers(value, 366) {
                        positions.insert(position?);
                    }
                }
                "BYHOUR" if value.parse() == Ok(start.hour()) => {}
                "BYMINUTE" if value.parse() == Ok(start.minute()) => {}
                "BYSECOND" if value.parse() == Ok(start.second()) => {}
                "RSCALE" if value.eq_ignore_ascii_case("GREGORIAN") => {}
                "SKIP" if value.eq_ignore_ascii_case("OMIT") => {}
                other if other.starts_with("X-") => {}
                _ => return Err(NotFollowed),
            }
        }
        let frequency = frequency.ok_or(Unreadable)?;
        if interval == 0 || count == Some(0) {
            return Err(Unreadable);
        }
        let ordinals = days.iter().any(|&(ordinal, _)| ordinal != 0);
        let coarse = matches!(frequency, Frequency::Monthly | Frequency::Yearly);
        if ordinals && !coarse || frequency == Frequency::Weekly && !month_days.is_empty() {
            return Err(NotFollowed);
        }
        let days = days.into_iter().filter_map(|(n, day)| Some((n, Weekday::from_monday_zero_offset(day).ok()?)));
        Ok(Self {
            frequency,
            interval,
            count,
            until,
            week_start,
            months,
            days: days.collect(),
            month_days: month_days.into_iter().collect(),
            positions: positions.into_iter().collect(),
        })
    }
}

fn read_frequency(value: &str) -> Result<Frequency, RuleError> {
    Ok(match value.to_ascii_uppercase().as_str() {
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        "SECONDLY" | "MINUTELY" | "HOURLY" => return Err(RuleError::NotFollowed),
        _ => return Err(RuleError::Unreadable),
    })
}

fn numbers(list: &str, most: i16) -> impl Iterator<Item = Result<i16, RuleError>> {
    list.split(',').filter(|one| !one.trim().is_empty()).map(move |one| {
        let number: i16 = one.trim().parse().map_err(|_| RuleError::Unreadable)?;
        if number == 0 || number.abs() > most { Err(RuleError::Unreadable) } else { Ok(number) }
    })
}

fn read_day(text: &str) -> Option<(i8, Weekday)> {
    let text = text.trim();
    let (ordinal, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = match ordinal.trim() {
        "" => 0,
        number => number.parse::<i8>().ok().filter(|n| *n != 0 && (-53..=53).contains(n))?,
    };
    Some((ordinal, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn read_until(text: &str) -> Option<Until> {
    if !text.contains(['T', 't']) {
        return Some(Until::Day(read_date(text)?));
    }
    match text.strip_suffix(['Z', 'z']) {
        // The end of the year 9999 means "for ever", and lies just outside of what can be counted.
        Some(utc) => read_date_time(utc).map(|wall| match Offset::UTC.to_timestamp(wall) {
            Ok(moment) => Until::Moment(moment),
            Err(_) => Until::Local(wall),
        }),
        None => Some(Until::Local(read_date_time(text)?)),
    }
}

/// `20260120`, or `2026-01-20` as some writers have it.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    match bytes.len() {
        8 => Date::new(digits(bytes, 0, 4)?, digits(bytes, 4, 2)? as i8, digits(bytes, 6, 2)? as i8).ok(),
        10 if bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-') => {
            Date::new(digits(bytes, 0, 4)?, digits(bytes, 5, 2)? as i8, digits(bytes, 8, 2)? as i8).ok()
        }
        _ => None,
    }
}

/// `20260120T100000`; a leap second is taken as the second before it.
pub(crate) fn read_date_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(['T', 't'])?;
    let time: &[u8] = &time.bytes().filter(|byte| *byte != b':').take(7).collect::<Vec<_>>();
    let second = match time.len() {
        4 => 0,
        6 => digits(time, 4, 2)?.min(59),
        _ => return None,
    };
    let time = Time::new(digits(time, 0, 2)? as i8, digits(time, 2, 2)? as i8, second as i8, 0).ok()?;
    Some(read_date(date)?.to_datetime(time))
}

fn digits(bytes: &[u8], from: usize, many: usize) -> Option<i16> {
    bytes
        .get(from..from.checked_add(many)?)?
        .iter()
        .try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
}
