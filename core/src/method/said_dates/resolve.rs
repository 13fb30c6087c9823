//! From what was said to a day, or a day and time.

use super::super::{AsOf, dates};
use super::pieces::Day;
use super::slots::{DaySaid, Slots, Which, plain_hour, said};
use super::{Facing, Unclear};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{SignedDuration, ToSpan};

/// Months that are looked through for one that has a day: the 29th of February is eight years away at most.
const MONTHS: i32 = 12 * 8 + 1;

/// The day, and the time if one was said with it.
pub(super) fn day(slots: &Slots, facing: Facing, as_of: AsOf) -> Result<(Date, Option<Time>), Unclear> {
    let mut slots = slots.clone();
    match slots.dotted.take() {
        Some((_, Some(day))) if slots.names_no_day() => slots.day = Some(said(day)),
        Some((time, _)) if slots.time.is_none() => slots.time = Some(time),
        Some(_) => return Err(Unclear::new("That names two times.")),
        None => {}
    }
    if let Some(bare) = slots.bare.take() {
        if slots.day.is_none() && slots.weekday.is_some() {
            slots.day = Some(DaySaid::OfMonth(bare));
        } else if slots.day.is_some() && slots.time.is_none() {
            slots.time = Some(plain_hour(bare)?);
        } else {
            return Err(Unclear(format!("I can’t tell what {bare} is. Write the day like 3 December.")));
        }
    }
    if let Some(DaySaid::Minutes(minutes)) = slots.day {
        return Ok((from_now(minutes, as_of)?.date(), slots.time));
    }
    let on = slots.date(facing, as_of)?;
    Ok((on.ok_or_else(|| Unclear::new("Which day? Write it like 3 December, or next Tuesday."))?, slots.time))
}

/// The day and time; the usual time where none was said.
pub(super) fn time(slots: &Slots, usual: Option<Time>, facing: Facing, as_of: AsOf) -> Result<DateTime, Unclear> {
    let mut slots = slots.clone();
    match slots.dotted.take() {
        Some((time, Some(Day::OfYear(..)))) if slots.names_no_day() && slots.time.is_none() && slots.bare.is_none() => {
            let (dots, plain) = (time.strftime("%-H.%M"), time.strftime("%H:%M"));
            return Err(Unclear(format!(
                "Is {dots} a day or a time? Write {dots}. for the day, and {plain} for the time."
            )));
        }
        Some((_, Some(day))) if slots.names_no_day() => slots.day = Some(said(day)),
        Some((time, _)) if slots.time.is_none() => slots.time = Some(time),
        Some(_) => return Err(Unclear::new("That names two times.")),
        None => {}
    }
    if let Some(bare) = slots.bare.take() {
        if slots.time.is_none() && !slots.names_no_day() {
            slots.time = Some(plain_hour(bare)?);
        } else if slots.day.is_none() && slots.weekday.is_some() {
            slots.day = Some(DaySaid::OfMonth(bare));
        } else {
            return Err(Unclear(format!("I can’t tell what {bare} is. Write it like 3 December 10:00.")));
        }
    }
    if let Some(DaySaid::Minutes(minutes)) = slots.day {
        return match slots.time {
            None => from_now(minutes, as_of),
            Some(_) => Err(Unclear::new("That names two times.")),
        };
    }
    match (slots.date(facing, as_of)?, slots.time.or(usual)) {
        (Some(on), Some(time)) => Ok(on.to_datetime(time)),
        (Some(on), None) => {
            let day = dates::day(on, as_of);
            Err(Unclear(format!(
                "At what time? Write it like {day} {}.",
                as_of.locale.time(jiff::civil::time(10, 0, 0, 0))
            )))
        }
        // A time by itself is today's, if that is the way it is looked for.
        (None, _) => match slots.time.map(|time| as_of.today().to_datetime(time)) {
            Some(at) if (at > as_of.now) == (facing == Facing::Ahead) => Ok(at),
            Some(at) if facing == Facing::Ahead => {
                Err(Unclear(format!("{} has passed today. Which day?", dates::time(at, as_of))))
            }
            Some(at) => Err(Unclear(format!("{} is still to come today. Which day?", dates::time(at, as_of)))),
            None => Err(Unclear::new("Which day and time? Write it like 3 December 10:00, or next Tuesday at 14:00.")),
        },
    }
}

fn from_now(minutes: i64, as_of: AsOf) -> Result<DateTime, Unclear> {
    let at = as_of.now.checked_add(SignedDuration::from_mins(minutes)).map_err(|_| too_far())?;
    let whole = Time::new(at.hour(), at.minute(), 0, 0).unwrap_or_default();
    within(at.date()).map(|on| on.to_datetime(whole))
}

fn too_far() -> Unclear {
    Unclear::new("That is too far away.")
}

fn within(on: Date) -> Result<Date, Unclear> {
    if (2000..=2199).contains(&on.year()) { Ok(on) } else { Err(too_far()) }
}

impl Slots {
    fn names_no_day(&self) -> bool {
        self.day.is_none() && self.weekday.is_none()
    }

    /// The day that is named, if one is.
    fn date(&self, facing: Facing, as_of: AsOf) -> Result<Option<Date>, Unclear> {
        let today = as_of.today();
        let found = match (self.day, self.weekday) {
            (None, None) => return Ok(None),
            (None, Some((weekday, which))) => of_weekday(weekday, which, facing, as_of)?,
            (Some(DaySaid::Week(weeks)), Some((weekday, Which::Plain))) => {
                plus_days(week_of(today, as_of), weeks * 7 + days_into_week(weekday, as_of))?
            }
            (Some(DaySaid::Week(_)), _) => {
                return Err(Unclear::new("Which day of that week? Write it like Tuesday next week."));
            }
            (Some(said), weekday) => {
                let on = resolved(said, facing, today)?;
                match weekday {
                    Some((weekday, _)) if weekday != on.weekday() => {
                        let (is, isnt) = (on.strftime("%A"), name(weekday));
                        return Err(Unclear(format!("{} is a {is}, not a {isnt}.", dates::day(on, as_of))));
                    }
                    _ => on,
                }
            }
        };
        within(found).map(Some)
    }
}

fn resolved(said: DaySaid, facing: Facing, today: Date) -> Result<Date, Unclear> {
    match said {
        DaySaid::Whole(on) => Ok(on),
        DaySaid::Days(days) => plus_days(today, days),
        DaySaid::Months(months) => today.checked_add(months.months()).map_err(|_| too_far()),
        DaySaid::OfMonth(day) => nearest(today, facing, |_| i8::try_from(day).ok())
            .ok_or_else(|| Unclear(format!("No month has a day {day}."))),
        DaySaid::OfYear(month, day) => {
            nearest(today, facing, |of| (of.month() == month).then_some(day)).ok_or_else(too_far)
        }
        DaySaid::OfNextMonth(day) => {
            let next = today.first_of_month().checked_add(1.month()).map_err(|_| too_far())?;
            let on = i8::try_from(day).ok().and_then(|day| Date::new(next.year(), next.month(), day).ok());
            on.ok_or_else(|| Unclear(format!("There is no day {day} in {}.", next.strftime("%B"))))
        }
        // Both are told apart before.
        DaySaid::Minutes(_) | DaySaid::Week(_) => Err(Unclear::new("I can’t tell which day that is.")),
    }
}

/// The nearest day that way, today among them, in the months that have it.
fn nearest(today: Date, facing: Facing, day_in: impl Fn(Date) -> Option<i8>) -> Option<Date> {
    (0..MONTHS).find_map(|months| {
        let months = if facing == Facing::Ahead { months } else { -months };
        let of = today.first_of_month().checked_add(months.months()).ok()?;
        let on = Date::new(of.year(), of.month(), day_in(of)?).ok()?;
        let is_that_way = if facing == Facing::Ahead { on >= today } else { on <= today };
        is_that_way.then_some(on)
    })
}

fn of_weekday(weekday: Weekday, which: Which, facing: Facing, as_of: AsOf) -> Result<Date, Unclear> {
    let today = as_of.today();
    let coming = plus_days(today, ahead(today.weekday(), weekday))?;
    let gone = plus_days(today, -ahead(weekday, today.weekday()))?;
    let in_week = |weeks: i64| plus_days(week_of(today, as_of), weeks * 7 + days_into_week(weekday, as_of));
    let one_of = |one: Date, two: Date| -> Unclear {
        let (one, two) = (dates::day(one, as_of), dates::day(two, as_of));
        Unclear(format!("Is that {one} or {two}? Write the day."))
    };
    let is_today = weekday == today.weekday();
    match (which, facing) {
        (Which::Plain, Facing::Ahead) if is_today => Err(one_of(today, coming)),
        (Which::Plain, Facing::Back) if is_today => Err(one_of(today, gone)),
        (Which::Plain, Facing::Ahead) => Ok(coming),
        (Which::Plain, Facing::Back) => Ok(gone),
        (Which::WeeksAfter(_), _) if is_today => Err(one_of(coming, plus_days(coming, 7)?)),
        (Which::WeeksAfter(weeks), _) => plus_days(coming, weeks.checked_mul(7).ok_or_else(too_far)?),
        // "This" and "next" are said in two ways; where both name the same day there is no doubt.
        (Which::This, _) => match in_week(0)? {
            on if on == today => Ok(on),
            on if facing == Facing::Ahead && on == coming || facing == Facing::Back && on == gone => Ok(on),
            on if facing == Facing::Ahead => Err(one_of(on, coming)),
            on => Err(one_of(gone, on)),
        },
        (Which::Next, _) => match in_week(1)? {
            on if on == coming => Ok(on),
            on => Err(one_of(coming, on)),
        },
        (Which::Last, _) => match in_week(-1)? {
            on if on == gone => Ok(on),
            on => Err(one_of(on, gone)),
        },
    }
}

/// Days from one weekday to the next such, 1 to 7.
fn ahead(from: Weekday, to: Weekday) -> i64 {
    let days = i64::from(from.until(to));
    if days == 0 { 7 } else { days }
}

/// The day with which the week of a day begins.
fn week_of(day: Date, as_of: AsOf) -> Date {
    day.saturating_sub(i64::from(as_of.locale.week_starts().until(day.weekday())).days())
}

fn days_into_week(weekday: Weekday, as_of: AsOf) -> i64 {
    i64::from(as_of.locale.week_starts().until(weekday))
}

fn plus_days(day: Date, days: i64) -> Result<Date, Unclear> {
    day.checked_add(SignedDuration::from_hours(days.checked_mul(24).ok_or_else(too_far)?)).map_err(|_| too_far())
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
