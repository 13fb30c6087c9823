use super::{at, lines, series, stamp};
use crate::calendar::invite::{Change, Zone, my_copy};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, date},
    tz::{Offset, TimeZone},
};

/// One part of a VTIMEZONE, read back.
struct Part {
    kind: String,
    start: DateTime,
    from: i32,
    to: i32,
    rule: Option<String>,
}

/// The first date of a series, its zone, the rules that are written, and how many parts come without one.
fn check(rows: &[(&str, &str, &[&str], usize)]) {
    for (name, first, rules, once) in rows {
        let parts = parts(name, first);
        let mut found: Vec<&str> = parts.iter().filter_map(|part| part.rule.as_deref()).collect();
        found.sort_unstable();
        let found_once = parts.iter().filter(|part| part.rule.is_none()).count();
        assert_eq!((&found[..], found_once), (*rules, *once), "{name} from {first}");
        agrees(name, first, &parts);
    }
}

fn parts(name: &str, first: &str) -> Vec<Part> {
    let mut series = series();
    series.zone = Zone::named(name).unwrap();
    series.first = at(first);
    read(&my_copy(&series, stamp()), name)
}

fn read(file: &str, name: &str) -> Vec<Part> {
    let lines = lines(file);
    assert!(lines.contains(&format!("TZID:{name}")));
    let mut parts = Vec::new();
    for (nth, line) in lines.iter().enumerate() {
        let Some(kind) = line.strip_prefix("BEGIN:").filter(|kind| ["STANDARD", "DAYLIGHT"].contains(kind)) else {
            continue;
        };
        let value = |name: &str| {
            let here = lines[nth..].iter().take_while(|line| !line.starts_with("END:"));
            here.filter_map(|line| line.strip_prefix(name)).next().map(str::to_owned)
        };
        let offset = |text: String| {
            let (hours, minutes) = (text[1..3].parse::<i32>().unwrap(), text[3..5].parse::<i32>().unwrap());
            (hours * 3600 + minutes * 60) * if text.starts_with('-') { -1 } else { 1 }
        };
        assert!(value("TZNAME:").is_some_and(|name| !name.is_empty()));
        parts.push(Part {
            kind: kind.to_owned(),
            start: value("DTSTART:").unwrap().parse().unwrap(),
            from: offset(value("TZOFFSETFROM:").unwrap()),
            to: offset(value("TZOFFSETTO:").unwrap()),
            rule: value("RRULE:FREQ=YEARLY;"),
        });
    }
    parts
}

/// Works the parts out, year by year, and asks for the clocks of ten years: those of every noon, and those just before
/// and after every change that either side knows.
fn agrees(name: &str, first: &str, parts: &[Part]) {
    let zone = TimeZone::get(name).unwrap();
    let from = at(first).to_zoned(zone.clone()).unwrap().timestamp();
    let to = at(first).saturating_add(10.years()).to_zoned(zone.clone()).unwrap().timestamp();
    let mut changes: Vec<(Timestamp, i32)> = Vec::new();
    for part in parts {
        for wall in times(part, at(first).year() + 11) {
            changes.push((Offset::from_seconds(part.from).unwrap().to_timestamp(wall).unwrap(), part.to));
        }
    }
    changes.sort_unstable();
    assert!(changes[0].0 <= from, "{name}: the clocks are known on the first date");
    let mut moments: Vec<Timestamp> = (0..3652).map(|day| from + (24 * day).hours()).collect();
    for change in
        changes.iter().map(|(at, _)| *at).chain(zone.following(from).map(|t| t.timestamp()).take_while(|t| *t < to))
    {
        moments.extend([change - 1.second(), change, change + 1.second()]);
    }
    for moment in moments.into_iter().filter(|moment| (from..to).contains(moment)) {
        let (_, offset) = changes.iter().rev().find(|(at, _)| *at <= moment).unwrap();
        assert_eq!(*offset, zone.to_offset(moment).seconds(), "{name} at {moment}");
    }
}

fn times(part: &Part, last_year: i16) -> Vec<DateTime> {
    let Some(rule) = &part.rule else { return vec![part.start] };
    let month: i8 = rule.split(';').next().unwrap().strip_prefix("BYMONTH=").unwrap().parse().unwrap();
    let (nth, day) = rule.rsplit_once("BYDAY=").unwrap().1.split_at(rule.rsplit('=').next().unwrap().len() - 2);
    let same = |date: &Date| format!("{:?}", date.weekday()).to_uppercase().starts_with(day);
    let found: Vec<DateTime> = (part.start.year()..=last_year)
        .map(|year| {
            let days: Vec<Date> =
                date(year, month, 1).series(1.day()).take_while(|day| day.month() == month).filter(same).collect();
            let nth: isize = nth.parse().unwrap();
            let day = if nth < 0 { days.last().unwrap() } else { &days[nth as usize - 1] };
            day.to_datetime(part.start.time())
        })
        .collect();
    assert_eq!(found[0], part.start, "a part’s own start is one of its rule’s");
    found
}

#[test]
fn a_zone_that_repeats_is_said_in_rules() {
    check(&[
        ("Europe/Berlin", "2026-01-20T10:00", &["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"], 0),
        ("Europe/Berlin", "2026-07-20T10:00", &["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"], 0),
        ("Europe/London", "2026-03-29T00:30", &["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"], 0),
        ("Europe/Dublin", "2026-01-20T10:00", &["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"], 0),
        ("America/New_York", "2026-01-20T10:00", &["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"], 0),
        ("America/Los_Angeles", "2026-11-02T10:00", &["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"], 0),
        ("America/St_Johns", "2026-01-20T10:00", &["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"], 0),
        ("Australia/Sydney", "2026-01-20T10:00", &["BYMONTH=10;BYDAY=1SU", "BYMONTH=4;BYDAY=1SU"], 0),
        ("Australia/Lord_Howe", "2026-01-20T10:00", &["BYMONTH=10;BYDAY=1SU", "BYMONTH=4;BYDAY=1SU"], 0),
        ("Pacific/Auckland", "2026-07-20T10:00", &["BYMONTH=4;BYDAY=1SU", "BYMONTH=9;BYDAY=-1SU"], 0),
        ("Pacific/Chatham", "2026-01-20T10:00", &["BYMONTH=4;BYDAY=1SU", "BYMONTH=9;BYDAY=-1SU"], 0),
    ]);
}

#[test]
fn a_zone_that_never_changes_has_one_part() {
    check(&[
        ("Asia/Kolkata", "2026-01-20T10:00", &[], 1),
        ("Asia/Tehran", "2026-01-20T10:00", &[], 1),
        ("Asia/Kathmandu", "2026-01-20T10:00", &[], 1),
        ("America/Sao_Paulo", "2026-01-20T10:00", &[], 1),
        ("America/Phoenix", "2026-01-20T10:00", &[], 1),
        ("Etc/GMT+3", "2026-01-20T10:00", &[], 1),
        ("UTC", "2026-01-20T10:00", &[], 1),
    ]);
}

/// How often the clocks change without a rule is up to governments, so it isn't counted here.
#[test]
fn a_zone_without_a_rule_is_said_change_by_change() {
    for first in ["2024-01-20T10:00", "2026-01-20T10:00", "2026-07-20T10:00", "2028-03-05T10:00"] {
        for name in
            ["Africa/Cairo", "Asia/Gaza", "America/Nuuk", "America/Godthab", "Asia/Jerusalem", "America/Santiago"]
        {
            let parts = parts(name, first);
            agrees(name, first, &parts);
            assert!(parts.len() > 15, "{name} from {first}: {}", parts.len());
        }
        for name in ["Africa/Casablanca", "Africa/El_Aaiun", "Antarctica/Troll", "Asia/Beirut", "America/Havana"] {
            agrees(name, first, &parts(name, first));
        }
    }
}

/// In 2007 the United States moved their summer time; the zone of a series from 2006 says both.
#[test]
fn a_zone_that_changed_its_mind_says_the_old_rule_first() {
    for (name, first, rules) in [
        ("America/New_York", "2006-06-20T10:00", ["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"]),
        ("Europe/London", "1995-06-20T10:00", ["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"]),
    ] {
        let parts = parts(name, first);
        agrees(name, first, &parts);
        let found: Vec<&str> = parts.iter().filter_map(|part| part.rule.as_deref()).collect();
        assert!(rules.iter().all(|rule| found.contains(rule)), "{name}: {found:?}");
        assert!(parts.iter().any(|part| part.rule.is_none()), "{name}");
    }
}

#[test]
fn summer_is_the_later_clock_even_where_the_law_says_otherwise() {
    for name in ["Europe/Dublin", "Africa/Casablanca", "Europe/Berlin", "Australia/Sydney", "America/Nuuk"] {
        for part in parts(name, "2024-06-20T10:00") {
            assert_eq!(part.kind == "DAYLIGHT", part.to > part.from, "{name} {}", part.start);
        }
    }
}

#[test]
fn every_zone_there_is_agrees_with_its_own_clocks() {
    let mut seen = 0;
    for name in jiff::tz::db().available() {
        let Ok(zone) = Zone::named(name.as_str()) else { continue };
        if ["right/", "posix/"].iter().any(|folder| zone.name().starts_with(folder)) {
            continue;
        }
        for first in ["2025-02-03T10:00", "2026-08-20T10:00"] {
            agrees(zone.name(), first, &parts(zone.name(), first));
        }
        seen += 1;
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn clocks_are_known_where_one_was_moved_before_the_first() {
    let mut series = series();
    series.first = at("2026-01-20T10:00");
    series.changes.insert(series.first, Change::MovedTo(at("2024-08-20T10:00")));
    let parts = read(&my_copy(&series, stamp()), "Europe/Berlin");
    agrees("Europe/Berlin", "2024-08-20T10:00", &parts);
}

#[test]
fn a_zone_nobody_knows_is_refused_and_a_known_one_gets_its_name() {
    for (typed, name) in [
        ("Europe/Berlin", Some("Europe/Berlin")),
        ("europe/berlin", Some("Europe/Berlin")),
        ("America/Argentina/Buenos_Aires", Some("America/Argentina/Buenos_Aires")),
        ("UTC", Some("UTC")),
        ("Etc/GMT-14", Some("Etc/GMT-14")),
        ("Etc/Unknown", None),
        ("Europe/Bärlin", None),
        ("Mars/Phobos", None),
        ("", None),
        ("Europe/Berlin\r\nX:", None),
        ("../../etc/passwd", None),
        ("/etc/localtime", None),
        ("W. Europe Standard Time", None),
    ] {
        assert_eq!(Zone::named(typed).ok().as_ref().map(Zone::name), name, "{typed:?}");
    }
    assert!(Zone::named(&"Europe/".repeat(1_000_000)).is_err());
}
