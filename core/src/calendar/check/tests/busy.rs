use super::*;
use jiff::Timestamp;

fn busy(report: &Report) -> String {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let wall = |at: Timestamp, format: &str| at.to_zoned(zone.clone()).strftime(format).to_string();
    let times =
        report.busy.iter().map(|(start, end)| format!("{}-{}", wall(*start, "%d %H:%M"), wall(*end, "%d %H:%M")));
    times.collect::<Vec<_>>().join(", ")
}

#[test]
fn busy_is_what_takes_time() {
    let one = |day: &str, from: &str, to: &str, more: &str| {
        format!("DTSTART;TZID=Europe/Berlin:{day}T{from}00\nDTEND;TZID=Europe/Berlin:{day}T{to}00\n{more}")
    };
    let single = |more: &str| one("20260311", "0900", "1000", more);
    let day = |more: &str| format!("DTSTART;VALUE=DATE:20260312\nDTEND;VALUE=DATE:20260313\n{more}");
    let plain = "11 09:00-11 10:00";
    let table = [
        ("an event", single(""), plain),
        ("marked busy", single("TRANSP:OPAQUE"), plain),
        ("marked free", single("TRANSP:TRANSPARENT"), ""),
        ("working elsewhere", single("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"), ""),
        ("called off", single("STATUS:CANCELLED"), ""),
        ("I declined", single("@by dana\nATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org"), ""),
        ("somebody else declined", single("@by alex\nATTENDEE;PARTSTAT=DECLINED:mailto:lee@example.org\n@dana"), plain),
        ("before today", one("20260309", "0900", "1000", ""), ""),
        ("in three weeks", one("20260331", "0900", "1000", ""), ""),
        ("a whole day", day(""), ""),
        ("a whole free day", day("TRANSP:TRANSPARENT"), ""),
        ("a whole busy day", day("TRANSP:OPAQUE"), "12 00:00-13 00:00"),
        ("a whole day away", day("X-MICROSOFT-CDO-BUSYSTATUS:OOF"), "12 00:00-13 00:00"),
        (
            "a holiday that began before",
            "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260314\nTRANSP:OPAQUE".into(),
            "10 00:00-14 00:00",
        ),
        (
            "two that overlap",
            format!("{}\n---\n{}", single(""), one("20260311", "0930", "1030", "")),
            "11 09:00-11 10:30",
        ),
        (
            "two that touch",
            format!("{}\n---\n{}", single(""), one("20260311", "1000", "1030", "")),
            "11 09:00-11 10:30",
        ),
        (
            "two apart",
            format!("{}\n---\n{}", one("20260313", "1100", "1200", ""), single("")),
            "11 09:00-11 10:00, 13 11:00-13 12:00",
        ),
        (
            "a series",
            one("20260102", "0900", "0930", "RRULE:FREQ=WEEKLY\nSUMMARY:Team"),
            "13 09:00-13 09:30, 20 09:00-20 09:30",
        ),
        (
            "a series, one left out",
            one("20260102", "0900", "0930", "RRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20260313"),
            "20 09:00-20 09:30",
        ),
        (
            "a series I declined once",
            format!(
                "UID:s\n{}\n---\nUID:s\nRECURRENCE-ID:20260313T080000Z\n{}",
                one("20260102", "0900", "0930", "RRULE:FREQ=WEEKLY\n@by lee\n@alex\n@dana"),
                one("20260313", "0900", "0930", "ATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org")
            ),
            "20 09:00-20 09:30",
        ),
        (
            "a series moved and made longer once",
            format!(
                "UID:s\n{}\n---\nUID:s\nRECURRENCE-ID:20260313T080000Z\n{}",
                one("20260102", "0900", "0930", "RRULE:FREQ=WEEKLY\n@by lee\n@alex\n@dana"),
                one("20260314", "1400", "1500", "")
            ),
            "14 14:00-14 15:00, 20 09:00-20 09:30",
        ),
        ("a 1-on-1", "@monthly\n@by alex\n@dana".into(), "17 10:00-17 10:30"),
        (
            "a large meeting",
            single(&format!(
                "@by lee\n@alex\n{}",
                (0..30).map(|n| format!("ATTENDEE:mailto:g{n}@example.org\n")).collect::<String>()
            )),
            plain,
        ),
        (
            "a large meeting I declined",
            single(&format!(
                "@by lee\nATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org\n{}",
                (0..30).map(|n| format!("ATTENDEE:mailto:g{n}@example.org\n")).collect::<String>()
            )),
            "",
        ),
        ("no length", "DTSTART:20260311T100000Z".into(), ""),
    ];
    for (story, short, expected) in table {
        let report = report_for(calendar(&short).as_bytes(), &["alex@example.org"]).unwrap();
        assert_eq!(busy(&report), expected, "{story}");
    }
}
