//! The words of a date, one by one.

use super::Unclear;
use crate::method::Locale;
use jiff::civil::{self, Date, Time, Weekday};

/// One word, number or date in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// A day in numbers, whole or without its year.
    Day(Day),
    /// A time whose half of the day is said or doesn't need to be.
    Clock(Time),
    /// `2:30`: in the night, or in the afternoon.
    SmallHours(Time),
    /// `10.12`: a time, and the day that it is where a time stands beside it.
    Dotted(Time, Option<Day>),
    /// A number by itself, and whether it was written with a dot behind it.
    Number(u16, Dot),
    /// `3rd`.
    Ordinal(u16),
    /// `am` or `pm`.
    Half(Half),
    /// `uhr`, `h`, `o'clock`: what stands before is the hour.
    ClockMark,
    Weekday(Weekday),
    Month(i8),
    Unit(Unit),
    Today,
    Tomorrow,
    Yesterday,
    In,
    Next,
    This,
    Last,
    Ago,
    After,
    From,
    At,
    /// `a`, and numbers in words.
    Count(i64),
    HalfAn,
    /// Says nothing by itself.
    Filler,
}

/// Whether a dot stood behind a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dot {
    None,
    Behind,
}

/// Before or after noon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Half {
    Am,
    Pm,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Fortnights,
    Months,
    Years,
}

/// A day in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Day {
    Whole(Date),
    /// Month and day.
    OfYear(i8, i8),
}

/// The pieces of a text.
pub(super) fn pieces(text: &str, locale: Locale) -> Result<Vec<Piece>, Unclear> {
    let text = text.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    let parted = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let chunks: Vec<&str> = text.split(parted).filter(|chunk| !chunk.is_empty()).collect();
    let mut out = Vec::new();
    for chunk in chunks {
        read_chunk(chunk, locale, &mut out)?;
    }
    Ok(out)
}

fn read_chunk(chunk: &str, locale: Locale, out: &mut Vec<Piece>) -> Result<(), Unclear> {
    if let Some(piece) = word(chunk.trim_end_matches('.')) {
        out.push(piece);
        return Ok(());
    }
    // `2026-12-03T10:00`
    if let Some((day, time)) = chunk.split_once('t')
        && let (Some(Day::Whole(day)), Some(Piece::Clock(time))) = (numeric_day(day, locale)?, clock(time, locale)?)
    {
        out.extend([Piece::Day(Day::Whole(day)), Piece::Clock(time)]);
        return Ok(());
    }
    let piece = match numeric_day(chunk, locale)? {
        Some(day) => Some(Piece::Day(day)),
        None => clock(chunk, locale)?.or_else(|| number(chunk)),
    };
    out.push(piece.ok_or_else(|| unknown(chunk))?);
    Ok(())
}

pub(super) fn unknown(chunk: &str) -> Unclear {
    let shown = crate::formats::names::line(chunk, 40);
    Unclear(format!("I don’t understand “{shown}” in a date."))
}

fn word(chunk: &str) -> Option<Piece> {
    Some(match chunk {
        "today" => Piece::Today,
        "tomorrow" | "tmrw" => Piece::Tomorrow,
        "yesterday" => Piece::Yesterday,
        "in" => Piece::In,
        "next" => Piece::Next,
        "this" => Piece::This,
        "last" => Piece::Last,
        "ago" => Piece::Ago,
        "after" => Piece::After,
        "from" => Piece::From,
        "at" | "@" => Piece::At,
        "on" | "the" | "of" | "by" | "until" => Piece::Filler,
        "noon" | "midday" => Piece::Clock(civil::time(12, 0, 0, 0)),
        "am" | "a.m" => Piece::Half(Half::Am),
        "pm" | "p.m" => Piece::Half(Half::Pm),
        "uhr" | "h" | "o'clock" | "oclock" => Piece::ClockMark,
        "half" => Piece::HalfAn,
        "minute" | "minutes" | "min" | "mins" => Piece::Unit(Unit::Minutes),
        "hour" | "hours" => Piece::Unit(Unit::Hours),
        "day" | "days" => Piece::Unit(Unit::Days),
        "week" | "weeks" => Piece::Unit(Unit::Weeks),
        "fortnight" | "fortnights" => Piece::Unit(Unit::Fortnights),
        "month" | "months" => Piece::Unit(Unit::Months),
        "year" | "years" => Piece::Unit(Unit::Years),
        _ => weekday(chunk).map(Piece::Weekday).or_else(|| month(chunk).map(Piece::Month)).or_else(|| count(chunk))?,
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" => Weekday::Monday,
        "tue" | "tues" | "tuesday" => Weekday::Tuesday,
        "wed" | "weds" | "wednesday" => Weekday::Wednesday,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thursday,
        "fri" | "friday" => Weekday::Friday,
        "sat" | "saturday" => Weekday::Saturday,
        "sun" | "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word == "sept" {
        return Some(9);
    }
    let fits = |name: &str| name == word || word.len() == 3 && name.starts_with(word);
    (1..).zip(NAMES).find(|(_, name)| fits(name)).map(|(month, _)| month)
}

fn count(word: &str) -> Option<Piece> {
    const NAMES: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let counted = (1..).zip(NAMES).find(|(_, name)| *name == word).map(|(count, _)| count);
    counted.or_else(|| matches!(word, "a" | "an").then_some(1)).map(Piece::Count)
}

fn number(chunk: &str) -> Option<Piece> {
    let digits = chunk.trim_end_matches(|c: char| !c.is_ascii_digit());
    let behind = chunk.get(digits.len()..)?;
    let value: u16 = (digits.len() <= 4).then(|| whole(digits)).flatten()?;
    match behind {
        "" => Some(Piece::Number(value, Dot::None)),
        "." => Some(Piece::Number(value, Dot::Behind)),
        "st" | "nd" | "rd" | "th" if (1..=31).contains(&value) => Some(Piece::Ordinal(value)),
        _ => None,
    }
}

/// A number of nothing but digits; `+3` and `٣` are none.
fn whole(digits: &str) -> Option<u16> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// `2026-12-03`, `3/12`, `3.12.`, `3.12.26`: in the order of the place, and in the other one where that one is
/// impossible.
fn numeric_day(chunk: &str, locale: Locale) -> Result<Option<Day>, Unclear> {
    let Some(sign) = chunk.chars().find(|c| matches!(c, '-' | '/' | '.')) else { return Ok(None) };
    let dot_behind = sign == '.' && chunk.ends_with('.');
    let bare = if dot_behind { chunk.strip_suffix('.').unwrap_or(chunk) } else { chunk };
    let parts: Vec<&str> = bare.split(sign).collect();
    let numbers: Option<Vec<u16>> = parts.iter().map(|part| whole(part)).collect();
    let Some(numbers) = numbers else { return Ok(None) };
    let wrong = || Unclear(format!("There is no day {bare}."));
    let day = match (numbers.as_slice(), parts.as_slice()) {
        ([year, month, day], [first, ..]) if first.len() == 4 => {
            Some(Day::Whole(date(*year, *month, *day).ok_or_else(wrong)?))
        }
        ([one, two, year], [.., last]) => {
            let year = match last.len() {
                4 => *year,
                2 => 2000 + *year,
                _ => return Err(wrong()),
            };
            let (month, day) = ordered((*one, *two), locale).ok_or_else(wrong)?;
            Some(Day::Whole(date(year, month, day).ok_or_else(wrong)?))
        }
        ([hour, minute], [_, last]) if sign == '.' && !dot_behind && last.len() == 2 => {
            // `10.30` can only be a time, and `25.12` only a day. `10.12` is told by what stands beside it.
            if time(*hour, *minute).is_none() { of_year((*hour, *minute), locale) } else { None }
        }
        ([one, two], _) if sign != '-' => Some(of_year((*one, *two), locale).ok_or_else(wrong)?),
        _ => None,
    };
    Ok(day)
}

/// `10.12` as a day in the order of the place, and in no other: it could be a time as well.
fn day_of_dots(at: Time, locale: Locale) -> Option<Day> {
    let (one, two) = (at.hour(), at.minute());
    let (month, day) = if locale.month_first() { (one, two) } else { (two, one) };
    civil::Date::new(2028, month, day).ok().map(|_| Day::OfYear(month, day))
}

fn of_year(numbers: (u16, u16), locale: Locale) -> Option<Day> {
    let (month, day) = ordered(numbers, locale)?;
    // A leap year has every day there is.
    date(2028, month, day)?;
    Some(Day::OfYear(i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// Month and day.
fn ordered((one, two): (u16, u16), locale: Locale) -> Option<(u16, u16)> {
    let (first, other) = if locale.month_first() { ((one, two), (two, one)) } else { ((two, one), (one, two)) };
    let fits = |(month, day): &(u16, u16)| (1..=12).contains(month) && (1..=31).contains(day);
    Some(first).filter(fits).or_else(|| Some(other).filter(fits))
}

fn date(year: u16, month: u16, day: u16) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (2000..=2199).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn time(hour: u16, minute: u16) -> Option<Time> {
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// `14:30`, `2pm`, `2:30pm`, `14h30`, `14uhr`, `10.30`.
fn clock(chunk: &str, locale: Locale) -> Result<Option<Piece>, Unclear> {
    let (bare, half) = [("a.m.", Half::Am), ("p.m.", Half::Pm), ("am", Half::Am), ("pm", Half::Pm)]
        .into_iter()
        .find_map(|(end, half)| Some((chunk.strip_suffix(end)?, Some(half))))
        .unwrap_or((chunk, None));
    let marked = bare.strip_suffix("uhr").or_else(|| bare.strip_suffix('h'));
    let (bare, marked) = marked.map_or((bare, false), |bare| (bare, true));
    let sign = bare.chars().find(|c| !c.is_ascii_digit());
    let (hour, minute) = match sign {
        None => (bare, "00"),
        Some(sign @ (':' | '.' | 'h')) => match bare.split_once(sign) {
            // Seconds are read where they say nothing.
            Some((hour, rest)) if sign == ':' => (hour, rest.strip_suffix(":00").unwrap_or(rest)),
            Some(parts) => parts,
            None => return Ok(None),
        },
        Some(_) => return Ok(None),
    };
    let (Some(hours), Some(minutes)) = (whole(hour).filter(|_| hour.len() <= 2), whole(minute)) else {
        return Ok(None);
    };
    if minute.len() != 2 || sign.is_none() && half.is_none() && !marked {
        return Ok(None);
    }
    let wrong = || Unclear(format!("There is no time {chunk}."));
    if half.is_some() {
        return of_half(hours, minutes, half).map(Piece::Clock).map(Some).ok_or_else(wrong);
    }
    let at = time(hours, minutes).ok_or_else(wrong)?;
    if sign == Some('.') && !marked {
        return Ok(Some(Piece::Dotted(at, day_of_dots(at, locale))));
    }
    let plainly = hour.len() == 2 || marked || sign == Some('h');
    Ok(Some(if is_small(at) && !plainly { Piece::SmallHours(at) } else { Piece::Clock(at) }))
}

/// An hour and minute with the half of the day they are in; nothing for `13 pm`.
pub(super) fn of_half(hour: u16, minute: u16, half: Option<Half>) -> Option<Time> {
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Am) => hour % 12,
        Some(Half::Pm) => hour % 12 + 12,
    };
    time(hour, minute)
}

/// The small hours are asked about, unless they are written as clocks of 24 hours show them: nobody meets at three in
/// the night, and many mean the afternoon.
pub(super) fn is_small(at: Time) -> bool {
    (1..=6).contains(&at.hour())
}

pub(super) fn afternoon(at: Time) -> Unclear {
    let (twelve, plain) = (at.strftime("%-I:%M"), at.strftime("%H:%M"));
    Unclear(format!("Is {twelve} in the afternoon? Write {twelve}pm, or {plain} for the night."))
}
