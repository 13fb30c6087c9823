mod changes;
mod files;
mod links;
mod people;
mod rules;
mod zones;

use super::{Mail, Person, Series, Zone};
use crate::snapshot::Every;
use jiff::{Timestamp, civil::DateTime};
use std::collections::BTreeMap;

/// Alex meets Dana on the third Tuesday of every quarter at ten in Berlin.
fn series() -> Series {
    Series {
        uid: "mine-1".to_owned(),
        invite_uid: "theirs-1".to_owned(),
        sequence: 0,
        first: at("2026-01-20T10:00"),
        zone: Zone::named("Europe/Berlin").unwrap(),
        minutes: 30,
        every: Every::Quarter,
        me: person("Alex", "alex@example.com"),
        peer: person("Dana", "dana@example.org"),
        changes: BTreeMap::new(),
        ended: None,
    }
}

fn person(name: &str, mail: &str) -> Person {
    Person { name: name.to_owned(), mail: Some(Mail::parse(mail).unwrap()) }
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn stamp() -> Timestamp {
    "2026-01-09T12:00:00Z".parse().unwrap()
}

/// The lines of a file, unfolded. What holds for every file is looked at here.
fn lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("END:VCALENDAR\r\n"), "the last line ends, too");
    let bare = file.replace("\r\n", "");
    assert!(!bare.contains(char::is_control), "no control characters but line ends: {bare:?}");
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "no line is longer than 75 bytes");
    let lines: Vec<String> = file.replace("\r\n ", "").lines().map(str::to_owned).collect();
    let mut open = Vec::new();
    for line in &lines {
        match line.split_once(':').unwrap() {
            ("BEGIN", what) => open.push(what.to_owned()),
            ("END", what) => assert_eq!(open.pop().as_deref(), Some(what)),
            (name, _) => {
                assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "not a property: {line}");
            }
        }
    }
    assert!(open.is_empty());
    lines
}

/// The lines of all events, without the zone, whose lines are looked at elsewhere.
fn events(file: &str) -> Vec<String> {
    let mut in_zone = false;
    let mut kept = lines(file);
    kept.retain(|line| {
        in_zone |= line == "BEGIN:VTIMEZONE";
        let keep = !in_zone;
        in_zone &= line != "END:VTIMEZONE";
        keep
    });
    kept
}

fn has(file: &str, line: &str) -> bool {
    lines(file).iter().any(|found| found == line)
}

/// What we write is read by our own check as what it is, and never as something else.
#[test]
fn our_own_reader_finds_what_was_written() {
    use crate::calendar::check::{Asked, Rhythm, check};
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let mails = ["alex@example.com".to_owned()];
    let asked = Asked { my_mails: &mails, today: jiff::civil::date(2026, 3, 10), zone: &zone };
    let read = |text: &str| check(text.as_bytes(), &asked, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    for (every, rhythm, first, next) in [
        (Every::Month, Rhythm::Monthly, "2026-01-20T10:00", "2026-03-17T10:00:00"),
        (Every::Quarter, Rhythm::Quarterly, "2026-01-20T10:00", "2026-04-21T10:00:00"),
        (Every::Weeks(2), Rhythm::Fortnightly, "2026-01-20T10:00", "2026-03-17T10:00:00"),
        (Every::Month, Rhythm::Monthly, "2026-01-30T23:45", "2026-03-27T23:45:00"),
    ] {
        let series = Series { every, first: at(first), ..series() };
        let report = read(&super::invitation(&series, stamp()).unwrap());
        let [found] = report.standing.as_slice() else { panic!("{report:?}") };
        assert_eq!((found.every, found.next.to_string().as_str(), found.minutes), (rhythm, next, 30));
        assert_eq!((found.who.mail.as_str(), report.skipped), ("dana@example.org", 0));
        let moved = super::move_one(&series, at(next), at("2026-05-04T11:00"), stamp()).unwrap();
        assert_eq!(read(&moved.mine).skipped, 0);
        let ended = super::end(&series, at("2026-02-01T00:00"), stamp()).unwrap();
        assert!(read(&ended.mine).standing.is_empty() && read(&ended.invitation.unwrap()).standing.is_empty());
    }
}
