use crate::{calendar::invite::Rule, snapshot::Every};
use jiff::{ToSpan, civil::Date};

fn check(rows: &[(&str, Every, &str, &str)]) {
    for (first, every, text, words) in rows {
        let rule = Rule::of(first.parse().unwrap(), *every);
        assert_eq!(rule.to_string(), *text, "{first} {every:?}");
        assert_eq!(rule.words(), *words, "{first} {every:?}");
    }
}

#[test]
fn a_rule_says_what_the_first_date_is() {
    use Every::{Month, Quarter, Weeks};
    check(&[
        ("2026-01-01", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", "every month on the first Thursday"),
        ("2026-01-05", Month, "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "every month on the first Monday"),
        ("2026-01-07", Month, "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=1", "every month on the first Wednesday"),
        ("2026-01-08", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2", "every month on the second Thursday"),
        ("2026-01-13", Month, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "every month on the second Tuesday"),
        ("2026-01-14", Month, "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "every month on the second Wednesday"),
        ("2026-01-15", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3", "every month on the third Thursday"),
        ("2026-01-20", Month, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3", "every month on the third Tuesday"),
        ("2026-01-21", Month, "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3", "every month on the third Wednesday"),
        ("2026-01-22", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4", "every month on the fourth Thursday"),
        ("2026-01-24", Month, "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=4", "every month on the fourth Saturday"),
        ("2026-01-28", Month, "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=4", "every month on the fourth Wednesday"),
        ("2026-01-29", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "every month on the last Thursday"),
        ("2026-01-30", Month, "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "every month on the last Friday"),
        ("2026-01-31", Month, "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1", "every month on the last Saturday"),
        ("2026-04-30", Month, "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "every month on the last Thursday"),
        ("2026-06-29", Month, "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "every month on the last Monday"),
        // The fourth and the last at once.
        ("2026-02-24", Month, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4", "every month on the fourth Tuesday"),
        ("2026-02-28", Month, "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=4", "every month on the fourth Saturday"),
        ("2026-04-28", Month, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4", "every month on the fourth Tuesday"),
        ("2028-02-28", Month, "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4", "every month on the fourth Monday"),
        // The one month of 29 days.
        ("2028-02-29", Month, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1", "every month on the last Tuesday"),
        (
            "2026-01-20",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3",
            "every three months on the third Tuesday",
        ),
        (
            "2026-02-01",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=SU;BYSETPOS=1",
            "every three months on the first Sunday",
        ),
        (
            "2026-03-09",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO;BYSETPOS=2",
            "every three months on the second Monday",
        ),
        (
            "2026-07-23",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=TH;BYSETPOS=4",
            "every three months on the fourth Thursday",
        ),
        (
            "2026-07-31",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYSETPOS=-1",
            "every three months on the last Friday",
        ),
        (
            "2026-12-31",
            Quarter,
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=TH;BYSETPOS=-1",
            "every three months on the last Thursday",
        ),
        ("2026-01-20", Weeks(1), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "every week on Tuesday"),
        ("2026-01-31", Weeks(2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "every 2 weeks on Saturday"),
        ("2026-02-01", Weeks(3), "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "every 3 weeks on Sunday"),
        ("2026-12-31", Weeks(6), "FREQ=WEEKLY;INTERVAL=6;BYDAY=TH", "every 6 weeks on Thursday"),
        ("2028-02-29", Weeks(52), "FREQ=WEEKLY;INTERVAL=52;BYDAY=TU", "every 52 weeks on Tuesday"),
        ("2026-01-20", Weeks(0), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "every week on Tuesday"),
        ("2026-01-20", Weeks(255), "FREQ=WEEKLY;INTERVAL=255;BYDAY=TU", "every 255 weeks on Tuesday"),
    ]);
}

#[test]
fn a_rule_has_the_dates_it_says() {
    use Every::{Month, Quarter, Weeks};
    for (first, every, days) in [
        ("2026-01-20", Quarter, "2026-01-20 2026-04-21 2026-07-21 2026-10-20 2027-01-19"),
        ("2026-01-20", Month, "2026-01-20 2026-02-17 2026-03-17 2026-04-21 2026-05-19"),
        ("2026-01-31", Month, "2026-01-31 2026-02-28 2026-03-28 2026-04-25 2026-05-30"),
        ("2026-02-28", Month, "2026-02-28 2026-03-28 2026-04-25 2026-05-23 2026-06-27"),
        ("2026-11-30", Quarter, "2026-11-30 2027-02-22 2027-05-31 2027-08-30 2027-11-29"),
        ("2028-02-29", Quarter, "2028-02-29 2028-05-30 2028-08-29 2028-11-28 2029-02-27"),
        ("2025-12-29", Weeks(2), "2025-12-29 2026-01-12 2026-01-26 2026-02-09 2026-02-23"),
        ("2025-12-29", Weeks(0), "2025-12-29 2026-01-05 2026-01-12 2026-01-19 2026-01-26"),
    ] {
        let start: Date = first.parse().unwrap();
        let rule = Rule::of(start, every);
        let from = start.checked_sub(400.days()).unwrap();
        let found: Vec<String> =
            from.series(1.day()).filter(|day| rule.has(*day)).take(5).map(|day| day.to_string()).collect();
        assert_eq!(found.join(" "), days, "{first} {every:?}");
    }
}

#[test]
fn every_first_date_is_one_of_its_own_and_no_month_is_left_out() {
    for first in jiff::civil::date(2026, 1, 1).series(1.day()).take(1_500) {
        for every in [Every::Month, Every::Quarter, Every::Weeks(1), Every::Weeks(5)] {
            assert!(Rule::of(first, every).has(first), "{first} {every:?}");
        }
        let rule = Rule::of(first, Every::Month);
        let year = first
            .first_of_month()
            .series(1.day())
            .take_while(|day| *day < first.first_of_month().saturating_add(1.year()));
        assert_eq!(year.filter(|day| rule.has(*day)).count(), 12, "{first}");
        assert!(!rule.to_string().contains("BYMONTHDAY"));
    }
}
