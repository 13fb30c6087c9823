//! Files as they are: joined, saved by other programs, with names and addresses as programs write them.

use super::*;

/// A calendar object of Alex's with one other person, at that start and by that rule, with more lines before it.
fn object(before: &str, who: &str, start: &str, rule: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\n{before}BEGIN:VEVENT\nUID:{who}\nDTSTAMP:20260101T000000Z\nDTSTART{start}\n\
         DURATION:PT30M\nRRULE:{rule}\nSUMMARY:Catch-up\nORGANIZER:mailto:alex@example.org\n\
         ATTENDEE;CN={who}:mailto:{who}@example.org\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

fn zone(name: &str, offset: &str) -> String {
    format!(
        "BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\n\
         TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
}

fn told_of(file: &str) -> String {
    told(&report_for(file.replace('\n', "\r\n").as_bytes(), &["alex@example.org"]).unwrap())
}

const MONTHLY: &str = "FREQ=MONTHLY;BYDAY=1TU";

#[test]
fn a_zone_means_what_its_own_calendar_object_says() {
    let own = ";TZID=Customized Time Zone:20260106T100000";
    let at = |zone: &str, who: &str| object(zone, who, own, MONTHLY);
    let (east, west) = (zone("Customized Time Zone", "+0100"), zone("Customized Time Zone", "-0500"));
    let dana = "dana monthly 26-04-07 11:00 30min";
    let lee = "lee monthly 26-04-07 17:00 30min";
    let rows = [
        ("one", at(&east, "dana"), dana.to_owned()),
        ("two that differ", format!("{}{}", at(&east, "dana"), at(&west, "lee")), format!("{dana}; {lee}")),
        ("the other way round", format!("{}{}", at(&west, "lee"), at(&east, "dana")), format!("{dana}; {lee}")),
        (
            "the zone stands behind its event",
            format!(
                "{}{}",
                at(&east, "dana"),
                at("", "lee").replace("END:VCALENDAR", &format!("{}END:VCALENDAR", west))
            ),
            format!("{dana}; {lee}"),
        ),
        (
            "only the first object says it",
            format!("{}{}", at(&east, "dana"), at("", "lee")),
            format!("{dana}; {}", dana.replace("dana", "lee")),
        ),
        (
            "nobody can tell which is meant",
            format!("{}{}{}", at(&east, "dana"), at(&west, "lee"), at("", "pat")),
            format!("{}; {dana}; {lee}; unknown Customized Time Zone", "pat monthly 26-04-07 10:00 30min"),
        ),
    ];
    for (story, file, expected) in rows {
        assert_eq!(told_of(&file), expected, "{story}");
    }
    // A thousand invitations in one file, each with its own copy of the same zone, are no more than one zone.
    let many: String = (0..1_000).map(|n| at(&east, &format!("p{n:04}"))).collect();
    let report = report_for(many.as_bytes(), &["alex@example.org"]).unwrap();
    assert_eq!((report.standing.len(), report.unknown_zones.len()), (1_000, 0));
    assert!(report.standing.iter().all(|it| it.next.hour() == 11));
}

#[test]
fn a_zone_that_nobody_knows_is_said() {
    let file = object("", "dana", ";TZID=Mars/Base:20260106T100000", MONTHLY);
    let report = report_for(file.as_bytes(), &["alex@example.org"]).unwrap();
    let said = crate::calendar::says::sentences(&report, date(2026, 3, 10)).join(" ");
    assert!(
        said.contains(
            "This file names a time zone that I don’t know, like “Mars/Base”. Its times are read on the clock here."
        ),
        "{said}"
    );
}

#[test]
fn rules_with_parts_left_empty_are_followed() {
    let next = |rule: &str| told_of(&object("", "dana", ";TZID=Europe/Berlin:20260106T100000", rule));
    let fortnightly = "dana fortnightly 26-03-17 10:00 30min";
    for rule in [
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=WEEKLY;INTERVAL=2;",
        ";;FREQ=WEEKLY;;INTERVAL=2;;",
        "FREQ=WEEKLY;BYDAY=;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=TU,;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=,TU;INTERVAL=2;BYMONTH=;BYSETPOS=;BYHOUR=;WKST=",
        "FREQ=WEEKLY;UNTIL=;COUNT=;INTERVAL=2",
        "FREQ=WEEKLY;UNTIL=20270622T094500;INTERVAL=2;",
        "freq=weekly; interval = 2 ;",
    ] {
        assert_eq!(next(rule), fortnightly, "{rule}");
    }
    assert_eq!(next("FREQ=;INTERVAL=2"), "skipped 1");
    // An empty rule is none, and so is an empty EXRULE.
    let file = object("", "dana", ";TZID=Europe/Berlin:20260106T100000", "FREQ=WEEKLY;INTERVAL=2");
    assert_eq!(told_of(&file.replace("DURATION", "EXRULE:\nEXDATE:\nRDATE:\nDURATION")), fortnightly);
    assert_eq!(told_of(&file.replace("RRULE:FREQ=WEEKLY;INTERVAL=2", "RRULE:")), "");
}

#[test]
fn people_are_read_as_programs_write_them() {
    let named = |attendee: &str| {
        let file = object("", "dana", ";TZID=Europe/Berlin:20260106T100000", MONTHLY);
        let file = file.replace("ATTENDEE;CN=dana:mailto:dana@example.org", attendee);
        let report = report_for(file.as_bytes(), &["alex@example.org"]).unwrap();
        let [one] = report.standing.as_slice() else { panic!("{attendee}: {}", told(&report)) };
        format!("{} <{}>", one.who.name, one.who.mail)
    };
    let rows = [
        ("ATTENDEE;CN=Mina Lund:mailto:mina@example.org", "Mina Lund <mina@example.org>"),
        ("ATTENDEE;CN=Mina Lund (mina@example.org):mailto:mina@example.org", "Mina Lund <mina@example.org>"),
        ("ATTENDEE;CN=\"Lund, Mina <mina@example.org>\":mailto:mina@example.org", "Lund, Mina <mina@example.org>"),
        ("ATTENDEE;CN='Mina Lund':mailto:mina@example.org", "Mina Lund <mina@example.org>"),
        ("ATTENDEE;CN=mina@example.org:mailto:mina@example.org", "mina@example.org <mina@example.org>"),
        ("ATTENDEE;CN=Mina Lund:mailto:mina%40example.org", "Mina Lund <mina@example.org>"),
        ("ATTENDEE;CN=Mina Lund:MAILTO:Mina%2Bwork%40example.org?subject=x", "Mina Lund <mina+work@example.org>"),
        ("ATTENDEE;CN=Mina Lund;EMAIL=mina%40example.org:urn:x", "Mina Lund <mina@example.org>"),
        ("ATTENDEE;CN=\u{200B}\u{2800}:mailto:mina@example.org", "mina@example.org <mina@example.org>"),
        ("ATTENDEE;CN=Mi\u{202E}na\u{7}:mailto:mina@example.org", "Mina <mina@example.org>"),
        ("ATTENDEE;CN=Mina^nLund:mailto:mina@example.org", "Mina Lund <mina@example.org>"),
    ];
    for (attendee, expected) in rows {
        assert_eq!(named(attendee), expected, "{attendee}");
    }
    let mine = object("", "dana", ";TZID=Europe/Berlin:20260106T100000", MONTHLY);
    let mine = mine.replace("mailto:alex@example.org", "mailto:alex%40example.org");
    assert_eq!(told_of(&mine), "dana monthly 26-04-07 10:00 30min");
}

#[test]
fn two_people_may_share_a_mailbox() {
    let both = |one: &str, two: &str| {
        let start = ";TZID=Europe/Berlin:20260106T100000";
        let named = |uid: &str, name: &str| {
            object("", uid, start, MONTHLY)
                .replace(&format!("CN={uid}:mailto:{uid}@"), &format!("CN=\"{name}\":mailto:office@"))
        };
        told_of(&format!("{}{}", named("a", one), named("b", two).replace("T100000", "T150000")))
    };
    let row = |name: &str, hour: &str| format!("{name} monthly 26-04-07 {hour}:00 30min");
    assert_eq!(both("Mina Lund", "Per Lund"), format!("{}; {}", row("Mina Lund", "10"), row("Per Lund", "15")));
    assert_eq!(both("Mina Lund", "Lund, Mina"), format!("{}; {}", row("Mina Lund", "10"), row("Mina Lund", "15")));
}

#[test]
fn files_are_read_as_they_were_saved() {
    let file = object("", "dana", ";TZID=Europe/Berlin:20260106T100000", MONTHLY);
    let dana = "dana monthly 26-04-07 10:00 30min";
    assert_eq!(told_of(&format!("\u{FEFF}{file}")), dana);
    assert_eq!(
        told_of(&format!("\u{FEFF}{file}\u{FEFF}{}", file.replace("dana", "lee"))),
        format!("{dana}; {}", dana.replace("dana", "lee"))
    );
    // Old Macs end lines with returns.
    let report = report_for(file.replace('\n', "\r").as_bytes(), &["alex@example.org"]).unwrap();
    assert_eq!(told(&report), dana);
    // Windows of its day, and vCalendar's quoted-printable.
    let title = |summary: &[u8]| {
        let (before, after) = file.split_once("SUMMARY:Catch-up").unwrap();
        let bytes = [before.as_bytes(), summary, after.as_bytes()].concat();
        report_for(&bytes, &["alex@example.org"]).unwrap().standing[0].title.clone()
    };
    assert_eq!(title(b"SUMMARY:Caf\xE9"), "Café");
    assert_eq!(title(b"SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\r\nwith us"), "Café with us");
    assert_eq!(title(b"SUMMARY:a\xE2\x80\xAEb"), "ab");
    for (bytes, error) in [
        (&b"\xFF\xFEB\0E\0"[..], "UTF-16"),
        (b"B\0E\0G\0", "UTF-16"),
        (b"PK\x03\x04", "zip"),
        (b"BEGIN:VCARD\n", "not a calendar"),
    ] {
        let said = report_for(bytes, &[]).unwrap_err().to_string();
        assert!(said.contains(error) && said.ends_with('.'), "{said}");
    }
}

/// Events without a name of their own are told apart by who is there.
#[test]
fn events_without_a_uid_dont_hide_one_another() {
    let start = ";TZID=Europe/Berlin:20260106T100000";
    let file = format!("{}{}", object("", "dana", start, MONTHLY), object("", "lee", start, MONTHLY));
    let file = file.replace("UID:dana\n", "").replace("UID:lee\n", "");
    assert_eq!(report_for(file.as_bytes(), &["alex@example.org"]).unwrap().standing.len(), 2);
}
