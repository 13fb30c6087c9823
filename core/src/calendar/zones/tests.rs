use super::*;
use crate::calendar::recur::Rule;
use jiff::civil::date;

fn winter_and_summer(zones: &Zones, name: &str) -> Option<(i32, i32)> {
    meant_by(zones, name, DefinedBy::Nobody(0))
}

fn meant_by(zones: &Zones, name: &str, by: DefinedBy) -> Option<(i32, i32)> {
    let zone = zones.find(name, by, date(2026, 6, 1))?;
    let hours = |wall: DateTime| {
        (Offset::UTC.to_timestamp(wall).unwrap().as_second() - zone.moment(wall).unwrap().as_second()) as i32 / 60
    };
    Some((hours(date(2026, 1, 15).at(12, 0, 0, 0)), hours(date(2026, 7, 15).at(12, 0, 0, 0))))
}

#[test]
fn names_mean_what_their_writers_meant() {
    let rows = [
        ("Europe/Berlin", Some((60, 120))),
        ("europe/berlin", Some((60, 120))),
        ("\"Europe/Berlin\"", Some((60, 120))),
        ("UTC", Some((0, 0))),
        ("Z", Some((0, 0))),
        ("GMT", Some((0, 0))),
        ("Etc/UTC", Some((0, 0))),
        ("W. Europe Standard Time", Some((60, 120))),
        ("w. europe standard time", Some((60, 120))),
        ("Eastern Standard Time", Some((-300, -240))),
        ("Eastern Standard Time 1", Some((-300, -240))),
        ("GMT Standard Time", Some((0, 60))),
        ("India Standard Time", Some((330, 330))),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", Some((60, 120))),
        ("(UTC+01:00) Amsterdam, Berlin…", Some((60, 120))),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", Some((60, 120))),
        ("(UTC-05:00) Eastern Time (US & Canada)", Some((-300, -240))),
        ("(GMT-08:00) Pacific Time (US & Canada); Tijuana", Some((-480, -420))),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", Some((0, 60))),
        ("(UTC+05:30) Somewhere New", Some((330, 330))),
        ("(UTC) Nowhere", Some((0, 0))),
        ("UTC+01:00", Some((60, 60))),
        ("GMT-0500", Some((-300, -300))),
        ("UTC-02", Some((-120, -120))),
        ("/mozilla.org/20050126_1/Europe/Berlin", Some((60, 120))),
        ("/freeassociation.sourceforge.net/America/Argentina/Salta", Some((-180, -180))),
        ("tzone://Microsoft/Utc", Some((0, 0))),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("Etc/Unknown", None),
        ("../../etc/passwd", None),
        ("", None),
        ("Mars/Base", None),
    ];
    let zones = Zones::default();
    for (name, expected) in rows {
        assert_eq!(winter_and_summer(&zones, name), expected, "{name}");
    }
}

#[test]
fn every_windows_zone_is_in_the_database() {
    for (windows, iana, _) in windows::ZONES {
        assert!(known(iana).is_some(), "{windows} {iana}");
    }
}

fn part(start: DateTime, from: &str, to: &str, rule: Option<&str>) -> Observance {
    let rule = rule.map(|rule| Rule::parse(rule, start).unwrap());
    Observance { start, from: read_offset(from).unwrap(), to: read_offset(to).unwrap(), rule, dates: Vec::new() }
}

/// Central European time as Outlook writes it, from the year 1601.
fn outlook() -> Definition {
    let standard = part(date(1601, 10, 28).at(3, 0, 0, 0), "+0200", "+0100", Some("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"));
    let daylight = part(date(1601, 3, 25).at(2, 0, 0, 0), "+0100", "+0200", Some("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"));
    Definition { observances: vec![standard, daylight], location: None }
}

#[test]
fn the_file_knows_its_own_zones_but_not_better_than_the_database() {
    let mut zones = Zones::default();
    let fixed = |offset: &str| Definition {
        observances: vec![part(date(1970, 1, 1).at(0, 0, 0, 0), offset, offset, None)],
        location: None,
    };
    zones.define("Customized Time Zone", outlook());
    zones.define("Eastern Standard Time", outlook());
    zones.define("Europe/London", fixed("+0900"));
    zones.define("Fixed", fixed("+0545"));
    zones.define("Empty", Definition { location: Some("Europe/Berlin".into()), ..Definition::default() });
    let monthly = part(date(2020, 1, 1).at(0, 0, 0, 0), "+0000", "+0100", Some("FREQ=MONTHLY"));
    zones.define("Odd", Definition { observances: vec![monthly], location: None });
    let rows = [
        ("Customized Time Zone", Some((60, 120))),
        ("Eastern Standard Time", Some((60, 120))),
        ("Europe/London", Some((0, 60))),
        ("Fixed", Some((345, 345))),
        ("Empty", Some((60, 120))),
        ("Odd", None),
    ];
    for (name, expected) in rows {
        assert_eq!(winter_and_summer(&zones, name), expected, "{name}");
    }
    // Another calendar object means something else by the same name.
    assert_eq!(zones.define("Customized Time Zone", fixed("+0900")), Some(1));
    assert_eq!(zones.define("Customized Time Zone ", outlook()), Some(0));
    for (by, expected) in [
        (DefinedBy::Definition(0), Some((60, 120))),
        (DefinedBy::Definition(1), Some((540, 540))),
        // Which of the two is meant, nobody can tell.
        (DefinedBy::Nobody(7), None),
    ] {
        assert_eq!(meant_by(&zones, "Customized Time Zone", by), expected, "{by:?}");
    }
}

#[test]
fn definitions_without_end_are_bounded() {
    let mut zones = Zones::default();
    let each = |minute: i8| Definition {
        observances: vec![part(date(1970, 1, 1).at(minute / 60, minute % 60, 0, 0), "+0100", "+0100", None)],
        location: None,
    };
    let kept = (0..=120).filter(|minute| zones.define("A", each(*minute)).is_some()).count();
    assert_eq!(kept, MAX_MEANINGS);
}

#[test]
fn a_file_zone_agrees_with_the_database_hour_by_hour() {
    let file = Zone::File(FileZone::new(&outlook(), date(2026, 6, 1)).unwrap());
    let known = Zone::Known(TimeZone::get("Europe/Berlin").unwrap());
    let first = date(2025, 1, 1).at(0, 30, 0, 0);
    for hour in 0..24 * 730 {
        let wall = first + jiff::SignedDuration::from_hours(hour);
        let moment = known.moment(wall).unwrap();
        if known.wall(moment) == wall {
            assert_eq!(file.moment(wall), Some(moment), "{wall}");
        }
        assert_eq!(file.wall(moment), known.wall(moment), "{wall}");
    }
}

#[test]
fn a_definition_that_ended_is_over() {
    let rule = Some("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20240331T010000Z");
    let mut definition = outlook();
    definition.observances[1] = part(date(1996, 3, 31).at(2, 0, 0, 0), "+0100", "+0200", rule);
    let zone = Zone::File(FileZone::new(&definition, date(2026, 6, 1)).unwrap());
    let hour = |wall: DateTime| zone.moment(wall).unwrap().to_zoned(TimeZone::UTC).hour();
    assert_eq!(hour(date(2024, 7, 1).at(12, 0, 0, 0)), 10);
    assert_eq!(hour(date(2026, 7, 1).at(12, 0, 0, 0)), 11);
}
