//! What the words of a date say together: a day, a weekday, a time, each once.

use super::Unclear;
use super::pieces::{self, Day, Half, Piece, Unit, afternoon, is_small};
use jiff::civil::{Date, Time, Weekday};

/// What was said of one date.
#[derive(Clone, Default, Debug)]
pub(super) struct Slots {
    pub(super) day: Option<DaySaid>,
    pub(super) weekday: Option<(Weekday, Which)>,
    pub(super) time: Option<Time>,
    /// A number that nothing says what it is.
    pub(super) bare: Option<u16>,
    /// `10.12`, a day or a time.
    pub(super) dotted: Option<(Time, Option<Day>)>,
}

/// A day, as it was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DaySaid {
    Whole(Date),
    /// Month and day.
    OfYear(i8, i8),
    /// Of this month, or of the next that has it.
    OfMonth(u16),
    OfNextMonth(u16),
    /// So many days from today.
    Days(i64),
    Months(i64),
    /// So many minutes from now.
    Minutes(i64),
    /// Some day of a week so many weeks away.
    Week(i64),
}

/// Which of that weekday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Plain,
    This,
    Next,
    Last,
    /// So many weeks after the coming one.
    WeeksAfter(i64),
}

impl Slots {
    pub(super) fn of(pieces: &[Piece]) -> Result<Self, Unclear> {
        let mut slots = Self::default();
        let mut rest = pieces;
        while !rest.is_empty() {
            rest = slots.take(rest)?;
        }
        Ok(slots)
    }

    /// Takes what begins here; what is left after it.
    fn take<'p>(&mut self, pieces: &'p [Piece]) -> Result<&'p [Piece], Unclear> {
        if let Some(rest) = self.take_away_from_now(pieces)? {
            return Ok(rest);
        }
        if let Some(rest) = self.take_weekday(pieces)? {
            return Ok(rest);
        }
        if let Some(rest) = self.take_date(pieces)? {
            return Ok(rest);
        }
        if let Some(rest) = self.take_time(pieces)? {
            return Ok(rest);
        }
        match pieces {
            [Piece::Filler | Piece::At, rest @ ..] => Ok(rest),
            [Piece::Number(number, _), rest @ ..] => match self.bare.replace(*number) {
                None => Ok(rest),
                Some(other) => Err(Unclear(format!("I can’t tell what {other} and {number} are."))),
            },
            _ => Err(Unclear::new("I can’t tell which day that is.")),
        }
    }

    /// "in two weeks", "3 days ago", "a week from tomorrow", "the day after tomorrow".
    fn take_away_from_now<'p>(&mut self, pieces: &'p [Piece]) -> Result<Option<&'p [Piece]>, Unclear> {
        use Piece::{After, Ago, Count, From, HalfAn, In, Today, Tomorrow, Yesterday};
        let (day, rest) = match pieces {
            [Today, rest @ ..] => (DaySaid::Days(0), rest),
            [Tomorrow, rest @ ..] => (DaySaid::Days(1), rest),
            [Yesterday, rest @ ..] => (DaySaid::Days(-1), rest),
            [Piece::Unit(Unit::Days), After, Tomorrow, rest @ ..] => (DaySaid::Days(2), rest),
            [In, HalfAn, Count(1), Piece::Unit(Unit::Hours), rest @ ..] => (DaySaid::Minutes(30), rest),
            [In, many, Piece::Unit(unit), rest @ ..] if let Some(many) = counted(*many) => (away(many, *unit), rest),
            [many, Piece::Unit(unit), Ago, rest @ ..] if let Some(many) = counted(*many) => (away(-many, *unit), rest),
            [many, Piece::Unit(unit), From, from, rest @ ..] if let Some(many) = counted(*many) => {
                let (DaySaid::Days(days), more) = (away(many, *unit), *from) else {
                    return Err(Unclear::new("I can’t tell which day that is."));
                };
                match more {
                    Today => (DaySaid::Days(days), rest),
                    Tomorrow => (DaySaid::Days(days + 1), rest),
                    Piece::Weekday(weekday) if days % 7 == 0 => {
                        self.set_weekday(weekday, Which::WeeksAfter(days / 7))?;
                        return Ok(Some(rest));
                    }
                    _ => return Err(Unclear::new("I can’t tell which day that is.")),
                }
            }
            _ => return Ok(None),
        };
        self.set_day(day)?;
        Ok(Some(rest))
    }

    /// "Thursday", "next Thursday", "Thursday week", "next week".
    fn take_weekday<'p>(&mut self, pieces: &'p [Piece]) -> Result<Option<&'p [Piece]>, Unclear> {
        use Piece::{Last, Next, This, Weekday};
        let (weekday, which, rest) = match pieces {
            [Next, Weekday(day), rest @ ..] => (*day, Which::Next, rest),
            [This, Weekday(day), rest @ ..] => (*day, Which::This, rest),
            [Last, Weekday(day), rest @ ..] => (*day, Which::Last, rest),
            [Weekday(day), Piece::Unit(Unit::Weeks), rest @ ..] => (*day, Which::WeeksAfter(1), rest),
            [Weekday(day), rest @ ..] => (*day, Which::Plain, rest),
            [which @ (Next | This | Last), Piece::Unit(Unit::Weeks), rest @ ..] => {
                let weeks = if *which == Next { 1 } else { i64::from(*which == This) - 1 };
                self.set_day(DaySaid::Week(weeks))?;
                return Ok(Some(rest));
            }
            [Next | This | Last, Piece::Unit(Unit::Months | Unit::Years), ..] => {
                return Err(Unclear::new("Which day of it? Write it like 3 December."));
            }
            _ => return Ok(None),
        };
        self.set_weekday(weekday, which)?;
        Ok(Some(rest))
    }

    /// "3 Dec", "December 3rd 2027", "the 3rd", and days in numbers.
    fn take_date<'p>(&mut self, pieces: &'p [Piece]) -> Result<Option<&'p [Piece]>, Unclear> {
        use Piece::{Filler, Month, Next, Ordinal};
        let (month, day, rest) = match pieces {
            [Ordinal(day), Filler, Next, Piece::Unit(Unit::Months), rest @ ..] => {
                self.set_day(DaySaid::OfNextMonth(*day))?;
                return Ok(Some(rest));
            }
            [Ordinal(day) | Piece::Number(day, _), Filler, Month(month), rest @ ..]
            | [Ordinal(day) | Piece::Number(day, _), Month(month), rest @ ..]
            | [Month(month), Filler, Ordinal(day), rest @ ..]
            | [Month(month), Ordinal(day) | Piece::Number(day, _), rest @ ..] => (*month, *day, rest),
            [Month(_), ..] => return Err(Unclear::new("Which day of the month? Write it like 3 December.")),
            [Ordinal(day), rest @ ..] => {
                self.set_day(DaySaid::OfMonth(*day))?;
                return Ok(Some(rest));
            }
            [Piece::Day(day), rest @ ..] => {
                self.set_day(said(*day))?;
                return Ok(Some(rest));
            }
            _ => return Ok(None),
        };
        let wrong = || Unclear(format!("There is no day {day} in that month."));
        let day = i8::try_from(day).map_err(|_| wrong())?;
        // A leap year has every day there is.
        Date::new(2028, month, day).map_err(|_| wrong())?;
        match rest {
            [Piece::Number(year @ 2000..=2199, _), rest @ ..] => {
                let year = i16::try_from(*year).map_err(|_| wrong())?;
                let none = |_| Unclear(format!("There is no 29 February in {year}."));
                self.set_day(DaySaid::Whole(Date::new(year, month, day).map_err(none)?))?;
                Ok(Some(rest))
            }
            rest => {
                self.set_day(DaySaid::OfYear(month, day))?;
                Ok(Some(rest))
            }
        }
    }

    /// "14:30", "2pm", "at 10", "14 Uhr 30".
    fn take_time<'p>(&mut self, pieces: &'p [Piece]) -> Result<Option<&'p [Piece]>, Unclear> {
        use Piece::{At, Clock, ClockMark, Dotted, Number, SmallHours};
        let half_of =
            |time: Time, half: Half| hour_and_minute(i16::from(time.hour()), i16::from(time.minute()), Some(half));
        let (time, rest) = match pieces {
            [Clock(time) | SmallHours(time) | Dotted(time, _), Piece::Half(half), rest @ ..] => {
                (half_of(*time, *half)?, rest)
            }
            [Clock(time) | SmallHours(time) | Dotted(time, _), ClockMark, rest @ ..] => (*time, rest),
            [At, Dotted(time, _), rest @ ..] => (plainly(*time)?, rest),
            [Clock(time), rest @ ..] => (*time, rest),
            [SmallHours(time), ..] => return Err(afternoon(*time)),
            [Dotted(time, day), rest @ ..] => {
                return match self.dotted.replace((*time, *day)) {
                    None => Ok(Some(rest)),
                    Some(_) => Err(Unclear::new("That names two times.")),
                };
            }
            [At, Number(hour, _), Piece::Half(half), rest @ ..] | [Number(hour, _), Piece::Half(half), rest @ ..] => {
                (hour_and_minute(signed(*hour), 0, Some(*half))?, rest)
            }
            [At, Number(hour, _), ClockMark, Number(minute, _), rest @ ..]
            | [Number(hour, _), ClockMark, Number(minute, _), rest @ ..]
                if !matches!(rest, [Piece::Month(_) | Piece::Unit(_) | Piece::Filler, ..]) =>
            {
                (hour_and_minute(signed(*hour), signed(*minute), None)?, rest)
            }
            [At, Number(hour, _), ClockMark, rest @ ..] | [Number(hour, _), ClockMark, rest @ ..] => {
                (hour_and_minute(signed(*hour), 0, None)?, rest)
            }
            [At, Number(hour, _), rest @ ..] => (plainly(hour_and_minute(signed(*hour), 0, None)?)?, rest),
            _ => return Ok(None),
        };
        self.set_time(time)?;
        Ok(Some(rest))
    }

    fn set_day(&mut self, day: DaySaid) -> Result<(), Unclear> {
        match self.day.replace(day) {
            None => Ok(()),
            Some(other) if other == day => Ok(()),
            Some(_) => Err(Unclear::new("That names two days.")),
        }
    }

    fn set_weekday(&mut self, weekday: Weekday, which: Which) -> Result<(), Unclear> {
        match self.weekday.replace((weekday, which)) {
            None => Ok(()),
            Some(_) => Err(Unclear::new("That names two days of the week.")),
        }
    }

    fn set_time(&mut self, time: Time) -> Result<(), Unclear> {
        match self.time.replace(time) {
            None => Ok(()),
            Some(_) => Err(Unclear::new("That names two times.")),
        }
    }
}

/// An hour that somebody said as a number.
pub(super) fn plain_hour(hour: u16) -> Result<Time, Unclear> {
    plainly(hour_and_minute(signed(hour), 0, None)?)
}

fn plainly(time: Time) -> Result<Time, Unclear> {
    if is_small(time) { Err(afternoon(time)) } else { Ok(time) }
}

pub(super) fn said(day: Day) -> DaySaid {
    match day {
        Day::Whole(date) => DaySaid::Whole(date),
        Day::OfYear(month, day) => DaySaid::OfYear(month, day),
    }
}

fn signed(number: u16) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn hour_and_minute(hour: i16, minute: i16, half: Option<Half>) -> Result<Time, Unclear> {
    let (hours, minutes) = (u16::try_from(hour).unwrap_or(u16::MAX), u16::try_from(minute).unwrap_or(u16::MAX));
    pieces::of_half(hours, minutes, half).ok_or_else(|| Unclear(format!("There is no time {hour}:{minute:02}.")))
}

fn counted(piece: Piece) -> Option<i64> {
    match piece {
        Piece::Count(count) => Some(count),
        Piece::Number(count, pieces::Dot::None) => Some(i64::from(count)),
        _ => None,
    }
}

fn away(many: i64, unit: Unit) -> DaySaid {
    match unit {
        Unit::Minutes => DaySaid::Minutes(many),
        Unit::Hours => DaySaid::Minutes(many * 60),
        Unit::Days => DaySaid::Days(many),
        Unit::Weeks => DaySaid::Days(many * 7),
        Unit::Fortnights => DaySaid::Days(many * 14),
        Unit::Months => DaySaid::Months(many),
        Unit::Years => DaySaid::Months(many * 12),
    }
}
