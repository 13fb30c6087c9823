//! When the next meeting is due: counted from the last real one, not from a fixed clock.

use crate::snapshot::Every;
use jiff::{Span, civil::Date};

/// The day of the next meeting after one on `last`. A month after the 31st is the last day of a shorter month.
#[must_use]
pub fn next_date(last: Date, every: Every) -> Option<Date> {
    let span = match every {
        Every::Month => Span::new().months(1),
        Every::Quarter => Span::new().months(3),
        Every::Weeks(weeks) => Span::new().weeks(i64::from(weeks)),
    };
    last.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_next_date_counts_from_the_last_meeting() {
        for (last, every, next) in [
            (date(2026, 1, 31), Every::Month, date(2026, 2, 28)),
            (date(2024, 1, 31), Every::Month, date(2024, 2, 29)),
            (date(2026, 11, 30), Every::Quarter, date(2027, 2, 28)),
            (date(2026, 3, 25), Every::Weeks(2), date(2026, 4, 8)),
        ] {
            assert_eq!(next_date(last, every), Some(next), "{last} {every:?}");
        }
    }
}
