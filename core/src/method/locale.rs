//! How dates are said where somebody lives: which comes first, day or month, which clock, and with which day a week
//! begins. The words stay English; only their order and the clock follow the place.

use jiff::civil::{Date, DateTime, Time, Weekday};

/// The habits of a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Locale {
    order: Order,
    clock: Clock,
    week_starts: Weekday,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    DayFirst,
    MonthFirst,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Clock {
    Of24Hours,
    Of12Hours,
}

/// Day before month, 24 hours, weeks from Monday: what most of the world does, and ISO 8601.
impl Default for Locale {
    fn default() -> Self {
        Self { order: Order::DayFirst, clock: Clock::Of24Hours, week_starts: Weekday::Monday }
    }
}

/// Where English puts the month first (Unicode CLDR 46, `en-*` date patterns).
const MONTH_FIRST: &str = "AS CA GU MP PH PR UM US VI";
/// Where the clock has twelve hours (CLDR 46, `timeData` preferred `h`; of languages that prefer otherwise, see below).
const TWELVE_HOURS: &str = "AE AG AS AU BB BD BH BM BN BS CA CO CY DM DO DZ EG EH ER ET FJ FM GD GH GM GR GU GY HK IN \
    IQ JM JO KE KI KN KR KW KY LB LC LR LS LY MH MO MP MR MW MY NA NZ OM PG PH PK PR PS PW QA SA SB SD SG SL SO SS SY \
    SZ TC TD TN TO TT TW UM US VC VE VG VI VU WS YE ZM";
/// Where a week begins on a Sunday (CLDR 46, `weekData`).
const FROM_SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT \
    MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
/// Where it begins on a Saturday (CLDR 46, `weekData`).
const FROM_SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";

impl Locale {
    /// The habits that go with a locale's name, as in `LC_TIME`: `en_US.UTF-8`, `de_DE@euro`, `en-GB`, `C`.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = name.split(['.', '@']).next().unwrap_or_default();
        let mut parts = name.split(['_', '-']);
        let language = parts.next().unwrap_or_default();
        let country = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase).unwrap_or_default();
        let one_of = |list: &str| list.split_whitespace().any(|it| it == country);
        let week_starts = if one_of(FROM_SUNDAY) {
            Weekday::Sunday
        } else if one_of(FROM_SATURDAY) {
            Weekday::Saturday
        } else if country == "MV" {
            Weekday::Friday
        } else {
            Weekday::Monday
        };
        // French is spoken with a clock of 24 hours in Canada too.
        let twelve = one_of(TWELVE_HOURS) && language != "fr";
        Self {
            order: if one_of(MONTH_FIRST) && language != "fr" { Order::MonthFirst } else { Order::DayFirst },
            clock: if twelve { Clock::Of12Hours } else { Clock::Of24Hours },
            week_starts,
        }
    }

    /// The day with which a week begins.
    #[must_use]
    pub fn week_starts(self) -> Weekday {
        self.week_starts
    }

    /// Whether the month comes before the day, also in numbers.
    #[must_use]
    pub fn month_first(self) -> bool {
        self.order == Order::MonthFirst
    }

    /// `13 October`, or `October 13`.
    #[must_use]
    pub fn day(self, on: Date) -> String {
        on.strftime(self.pick("%-d %B", "%B %-d")).to_string()
    }

    /// `13 October 2026`, or `October 13, 2026`.
    #[must_use]
    pub fn day_of_year(self, on: Date) -> String {
        on.strftime(self.pick("%-d %B %Y", "%B %-d, %Y")).to_string()
    }

    /// `Tuesday 13 October`, or `Tuesday, October 13`.
    #[must_use]
    pub fn weekday(self, on: Date) -> String {
        on.strftime(self.pick("%A %-d %B", "%A, %B %-d")).to_string()
    }

    /// `Tuesday 13 October 2026`, or `Tuesday, October 13, 2026`.
    #[must_use]
    pub fn weekday_of_year(self, on: Date) -> String {
        on.strftime(self.pick("%A %-d %B %Y", "%A, %B %-d, %Y")).to_string()
    }

    /// `14:02`, or `2:02 PM`.
    #[must_use]
    pub fn time(self, at: Time) -> String {
        let pattern = if self.clock == Clock::Of12Hours { "%-I:%M %p" } else { "%H:%M" };
        at.strftime(pattern).to_string()
    }

    fn pick(self, day_first: &'static str, month_first: &'static str) -> &'static str {
        if self.order == Order::MonthFirst { month_first } else { day_first }
    }
}

/// The moment from which something is told, and how its dates are said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// The day and time on the wall.
    pub now: DateTime,
    /// How dates are said.
    pub locale: Locale,
}

impl AsOf {
    /// The day.
    #[must_use]
    pub fn today(self) -> Date {
        self.now.date()
    }
}

impl From<DateTime> for AsOf {
    fn from(now: DateTime) -> Self {
        Self { now, locale: Locale::default() }
    }
}

/// A day is enough where no time of day is told.
impl From<Date> for AsOf {
    fn from(today: Date) -> Self {
        today.at(0, 0, 0, 0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_dates_as_its_people_do() {
        let at: DateTime = "2026-10-13T14:02".parse().unwrap();
        let rows = [
            ("", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("C", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("POSIX", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("C.UTF-8", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("en_US.UTF-8", "Tuesday, October 13, 2026", "2:02 PM", Weekday::Sunday),
            ("en-US", "Tuesday, October 13, 2026", "2:02 PM", Weekday::Sunday),
            ("es_US.UTF-8", "Tuesday, October 13, 2026", "2:02 PM", Weekday::Sunday),
            ("en_GB.UTF-8", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("en_CA", "Tuesday, October 13, 2026", "2:02 PM", Weekday::Sunday),
            ("fr_CA.UTF-8", "Tuesday 13 October 2026", "14:02", Weekday::Sunday),
            ("en_AU", "Tuesday 13 October 2026", "2:02 PM", Weekday::Monday),
            ("en_IN", "Tuesday 13 October 2026", "2:02 PM", Weekday::Sunday),
            ("de_DE@euro", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("pt_BR.UTF-8", "Tuesday 13 October 2026", "14:02", Weekday::Sunday),
            ("ar_EG", "Tuesday 13 October 2026", "2:02 PM", Weekday::Saturday),
            ("dv_MV", "Tuesday 13 October 2026", "14:02", Weekday::Friday),
            ("sr-Latn-RS", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
            ("ja_JP.eucJP", "Tuesday 13 October 2026", "14:02", Weekday::Sunday),
            ("_._@", "Tuesday 13 October 2026", "14:02", Weekday::Monday),
        ];
        for (name, day, time, week_starts) in rows {
            let locale = Locale::of(name);
            assert_eq!(locale.weekday_of_year(at.date()), day, "{name}");
            assert_eq!(locale.time(at.time()), time, "{name}");
            assert_eq!(locale.week_starts(), week_starts, "{name}");
        }
        let american = Locale::of("en_US");
        assert_eq!(american.time(Time::midnight()), "12:00 AM");
        assert_eq!(
            (american.day(at.date()), american.weekday(at.date())),
            ("October 13".into(), "Tuesday, October 13".into())
        );
        assert_eq!(american.day_of_year(at.date()), "October 13, 2026");
    }
}
