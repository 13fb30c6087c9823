//! The local dates of a rule, in order, made only as far as they are asked for.

use super::period::{days_between, fill_month, fill_year, plus_days, settle};
use super::rule::{Frequency, Rule};
use super::{Budget, TooMuchWork};
use jiff::civil::{Date, DateTime};

/// Dates of a rule from a day on. Ends with the rule's count, not with its `UNTIL`, which needs a time and a zone.
#[derive(Debug)]
pub struct RuleDates<'a> {
    rule: &'a Rule,
    start: Date,
    from: Date,
    /// Which period comes next, counted in intervals from the start.
    turn: i64,
    /// Occurrences still to be counted.
    left: Option<u64>,
    /// The period at hand, last day first.
    ready: Vec<Date>,
}

impl<'a> RuleDates<'a> {
    /// The dates of `rule` from `from` on; earlier ones are jumped over where arithmetic can tell how many they were.
    pub fn new(rule: &'a Rule, start: DateTime, from: Date) -> Self {
        let start = start.date();
        let mut dates = Self { rule, start, from, turn: 0, left: rule.count, ready: Vec::new() };
        dates.jump();
        dates
    }

    fn jump(&mut self) {
        let interval = i64::from(self.rule.interval);
        let ahead = days_between(self.start, self.from);
        if ahead <= 0 {
            return;
        }
        let months = i64::from(self.from.year() - self.start.year()) * 12 + i64::from(self.from.month())
            - i64::from(self.start.month());
        let turn = match self.rule.frequency {
            Frequency::Daily => ahead / interval,
            Frequency::Weekly => days_between(self.week(), self.from).div_euclid(7) / interval,
            Frequency::Monthly => months / interval,
            Frequency::Yearly => i64::from(self.from.year() - self.start.year()) / interval,
        };
        let Some(left) = self.left else {
            self.turn = turn;
            return;
        };
        // With a count, what is jumped over has to be counted; that is arithmetic only for rules without filters.
        let plain = self.rule.months == 0 && self.rule.month_days.is_empty() && self.rule.positions.is_empty();
        let passed = match self.rule.frequency {
            Frequency::Daily if plain && self.rule.days.is_empty() => turn,
            Frequency::Weekly if plain && turn > 0 => {
                let mut first = Vec::new();
                self.fill_week(self.week(), &mut first);
                let whole = first.len() as i64;
                first.retain(|day| *day >= self.start);
                first.len() as i64 + (turn - 1) * whole
            }
            _ => return,
        };
        self.turn = turn;
        self.left = Some(left.saturating_sub(u64::try_from(passed).unwrap_or(0)));
    }

    /// The next date on or after `from`; `None` when the rule, its count or the calendar ends.
    pub fn next_date(&mut self, budget: &mut Budget, to: Date) -> Result<Option<Date>, TooMuchWork> {
        loop {
            while let Some(date) = self.ready.pop() {
                budget.spend(1)?;
                if date < self.start {
                    continue;
                }
                if let Some(left) = &mut self.left {
                    let Some(fewer) = left.checked_sub(1) else { return Ok(None) };
                    *left = fewer;
                }
                if date >= self.from {
                    return Ok(Some(date).filter(|date| *date <= to));
                }
            }
            budget.spend(1)?;
            if self.left == Some(0) || !self.fill_next(budget, to)? {
                return Ok(None);
            }
        }
    }

    /// Fills `ready` with the next period; false when that lies behind `to` or outside the calendar.
    fn fill_next(&mut self, budget: &mut Budget, to: Date) -> Result<bool, TooMuchWork> {
        let Some(ahead) = self.turn.checked_mul(i64::from(self.rule.interval)) else { return Ok(false) };
        self.turn += 1;
        let Some(first) = self.period_start(ahead).filter(|first| *first <= to) else { return Ok(false) };
        match self.rule.frequency {
            Frequency::Daily => {
                let rule = self.rule;
                let named = rule.in_named_month(first.month())
                    && (rule.days.is_empty() || rule.has_weekday(first.weekday()))
                    && (rule.month_days.is_empty() || rule.has_month_day(first));
                self.ready.extend(named.then_some(first));
                settle(rule, &mut self.ready);
            }
            Frequency::Weekly => {
                let mut week = std::mem::take(&mut self.ready);
                self.fill_week(first, &mut week);
                week.retain(|day| self.rule.in_named_month(day.month()));
                settle(self.rule, &mut week);
                self.ready = week;
            }
            Frequency::Monthly => {
                budget.spend(self.rule.days.len() + self.rule.month_days.len())?;
                fill_month(self.rule, first, self.start.day(), &mut self.ready);
                settle(self.rule, &mut self.ready);
            }
            Frequency::Yearly => {
                budget.spend(12 + 12 * (self.rule.days.len() + self.rule.month_days.len()))?;
                fill_year(self.rule, first.year(), self.start, &mut self.ready);
            }
        }
        self.ready.reverse();
        Ok(true)
    }

    fn period_start(&self, ahead: i64) -> Option<Date> {
        match self.rule.frequency {
            Frequency::Daily => plus_days(self.start, ahead),
            Frequency::Weekly => plus_days(self.week(), ahead.checked_mul(7)?),
            Frequency::Monthly => {
                let months = i64::from(self.start.year()) * 12 + i64::from(self.start.month()) - 1 + ahead;
                Date::new(i16::try_from(months.div_euclid(12)).ok()?, i8::try_from(months.rem_euclid(12)).ok()? + 1, 1)
                    .ok()
            }
            Frequency::Yearly => Date::new(i16::try_from(i64::from(self.start.year()) + ahead).ok()?, 1, 1).ok(),
        }
    }

    /// The first day of the week the start lies in.
    fn week(&self) -> Date {
        let back = i64::from(self.start.weekday().since(self.rule.week_start));
        plus_days(self.start, -back).unwrap_or(self.start)
    }

    fn fill_week(&self, first: Date, out: &mut Vec<Date>) {
        if self.rule.days.is_empty() {
            out.extend(plus_days(first, i64::from(self.start.weekday().since(self.rule.week_start))));
            return;
        }
        out.extend((0..7).filter_map(|day| plus_days(first, day)).filter(|day| self.rule.has_weekday(day.weekday())));
    }
}
