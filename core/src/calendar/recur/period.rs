//! The days one month or one year contributes to a rule.

use super::rule::Rule;
use jiff::civil::{Date, Weekday};

/// The days of one month. `usual_day` is the start's, for a rule that names none.
pub(super) fn fill_month(rule: &Rule, first: Date, usual_day: i8, out: &mut Vec<Date>) {
    if !rule.in_named_month(first.month()) {
        return;
    }
    if !rule.days.is_empty() {
        let before = out.len();
        weekdays_between(rule, first, first.last_of_month(), out);
        if !rule.month_days.is_empty() {
            let mut at = 0;
            out.retain(|&date| {
                at += 1;
                at <= before || rule.has_month_day(date)
            });
        }
    } else if !rule.month_days.is_empty() {
        let length = first.days_in_month();
        for &day in &rule.month_days {
            let day = if day > 0 { day } else { length + 1 + day };
            out.extend(Date::new(first.year(), first.month(), day));
        }
    } else {
        out.extend(Date::new(first.year(), first.month(), usual_day));
    }
}

/// The days of one year, sorted, each once, with the rule's positions applied.
pub(crate) fn fill_year(rule: &Rule, year: i16, start: Date, out: &mut Vec<Date>) {
    let month_firsts = (1..=12).filter_map(|month| Date::new(year, month, 1).ok());
    if rule.months != 0 || !rule.month_days.is_empty() {
        month_firsts.for_each(|first| fill_month(rule, first, start.day(), out));
    } else if !rule.days.is_empty() {
        if let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) {
            weekdays_between(rule, first, last, out);
        }
    } else {
        out.extend(Date::new(year, start.month(), start.day()));
    }
    settle(rule, out);
}

/// Sorts a period's days and keeps those at the rule's positions.
pub(super) fn settle(rule: &Rule, days: &mut Vec<Date>) {
    days.sort_unstable();
    days.dedup();
    if rule.positions.is_empty() {
        return;
    }
    let many = days.len() as i64;
    let mut at = 0;
    days.retain(|_| {
        at += 1;
        rule.positions.iter().any(|&position| i64::from(position) == at || i64::from(position) == at - many - 1)
    });
}

fn weekdays_between(rule: &Rule, first: Date, last: Date, out: &mut Vec<Date>) {
    for &(ordinal, weekday) in &rule.days {
        match ordinal {
            0 => {
                let mut next = on_or_after(first, weekday);
                while let Some(date) = next.filter(|date| *date <= last) {
                    out.push(date);
                    next = plus_days(date, 7);
                }
            }
            1.. => {
                let date = on_or_after(first, weekday).and_then(|date| plus_days(date, 7 * (i64::from(ordinal) - 1)));
                out.extend(date.filter(|date| *date <= last));
            }
            _ => {
                let back = i64::from(last.weekday().since(weekday)) + 7 * (-i64::from(ordinal) - 1);
                out.extend(plus_days(last, -back).filter(|date| *date >= first));
            }
        }
    }
}

fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    plus_days(date, i64::from(weekday.since(date.weekday())))
}

/// A date so many days later; `None` outside the calendar.
pub(crate) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::SignedDuration::from_hours(days.checked_mul(24)?)).ok()
}

/// Days from one date to another.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
