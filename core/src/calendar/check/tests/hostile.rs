//! Files made to hurt. Each ends soon, with what could be used or with a sentence; the times are those of an
//! unoptimised build on a busy machine, with room to spare.

use super::*;
use std::fmt::Write as _;
use std::io::{BufReader, Read};

const GOOD: &str = "UID:good\n@monthly\n@by alex\n@dana";
const FOUND: &str = "Dana Weber monthly 26-03-17 10:00 30min";

fn ends_soon(story: &str, file: &[u8], expected: &str) {
    let report = report_for(file, &["alex@example.org"]).unwrap();
    assert_eq!(told(&report), expected, "{story}");
}

fn beside_a_good_one(bad: &str) -> String {
    calendar(GOOD).replacen("BEGIN:VEVENT", &format!("{bad}BEGIN:VEVENT"), 1)
}

#[test]
fn rules_without_end() {
    let table = [
        ("FREQ=SECONDLY", "skipped 1"),
        ("FREQ=DAILY;COUNT=1000000000", ""),
        ("FREQ=DAILY;INTERVAL=999999999999999999", ""),
        ("FREQ=DAILY;INTERVAL=99999999999999999999999999", "skipped 1"),
        ("FREQ=DAILY;BYDAY=MO;COUNT=1000000000", "skipped 1"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""),
        ("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000000000", "skipped 1"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11;COUNT=1000000000", ""),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", ""),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", ""),
    ];
    for (rule, told) in table {
        let bad = format!("DTSTART:19000101T000000Z\nDTEND:19000101T003000Z\nRRULE:{rule}\n@by alex\n@lee\nSTATUS:X");
        let found = report_for(calendar(&format!("{bad}\n---\n{GOOD}")).as_bytes(), &["alex@example.org"]).unwrap();
        assert_eq!(found.standing.iter().filter(|one| one.who.name == "Dana Weber").count(), 1, "{rule}");
        assert_eq!(found.skipped, if told.is_empty() { 0 } else { 1 }, "{rule}");
    }
}

#[test]
fn many_rules_that_each_want_all_their_steps() {
    let mut file = String::from("BEGIN:VCALENDAR\n");
    for n in 0..1_000 {
        write!(
            file,
            "BEGIN:VEVENT\nUID:{n}\nDTSTART:19000101T000000Z\nDURATION:PT30M\nORGANIZER:mailto:alex@example.org\n\
             ATTENDEE:mailto:g{n}@example.org\nRRULE:FREQ=DAILY;BYDAY=MO;COUNT=1000000000\nEND:VEVENT\n"
        )
        .unwrap();
    }
    ends_soon("1,000 long rules", file.as_bytes(), "skipped 1000");
}

#[test]
fn a_million_changes_of_one_series() {
    // The file is made while it is read; in memory it would be 100 MB.
    struct Changes(u32, Vec<u8>, usize);
    impl Read for Changes {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.2 == self.1.len() {
                if self.0 == 1_000_000 {
                    return Ok(0);
                }
                let (day, minute) = (1 + self.0 % 28, self.0 / 28 % 1440);
                self.1.clear();
                std::io::Write::write_fmt(
                    &mut self.1,
                    format_args!(
                        "BEGIN:VEVENT\nUID:good\nRECURRENCE-ID:2026{:02}{day:02}T{:02}{:02}{:02}\n\
                         DTSTART:20260401T000000\nEND:VEVENT\n",
                        1 + self.0 / 40_320 % 12,
                        minute / 60,
                        minute % 60,
                        self.0 / 483_840
                    ),
                )
                .unwrap();
                (self.0, self.2) = (self.0 + 1, 0);
            }
            let many = (&self.1[self.2..]).read(buffer)?;
            self.2 += many;
            Ok(many)
        }
    }
    let good = calendar(GOOD);
    let file = BufReader::new(good.as_bytes().chain(Changes(0, Vec::new(), 0)));
    let mails = ["alex@example.org".to_owned()];
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let asked = Asked { my_mails: &mails, today: date(2026, 3, 10), zone: &zone };
    let report = check(file, &asked, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(report.standing.len(), 1);
    assert_eq!((report.events, report.skipped), (1_000_001, 1_000_000 - MAX_CHANGES as u32));
    assert_eq!(report.skipped_why[&Skip::TooManyChanges], report.skipped);
}

#[test]
fn lines_and_parts_without_measure() {
    ends_soon(
        "folded after every letter",
        beside_a_good_one(&format!(
            "BEGIN:VEVENT\nUID:1\nDTSTART:20260311T100000Z\nSUMMARY:{}\nEND:VEVENT\n",
            "x\n ".repeat(500_000)
        ))
        .as_bytes(),
        FOUND,
    );
    ends_soon(
        "one line of 20 MB",
        beside_a_good_one(&format!("X-LONG:{}\n", "x".repeat(20_000_000))).as_bytes(),
        FOUND,
    );
    ends_soon("nested 200,000 deep", beside_a_good_one(&"BEGIN:X\n".repeat(200_000)).as_bytes(), FOUND);
    ends_soon(
        "nested in an event",
        beside_a_good_one(&format!(
            "BEGIN:VEVENT\nDTSTART:20260311T100000Z\n{}END:VEVENT\n",
            "BEGIN:VALARM\n".repeat(200_000)
        ))
        .as_bytes(),
        &format!("{FOUND}; skipped 1"),
    );
    ends_soon("calendars in calendars", beside_a_good_one(&"BEGIN:VCALENDAR\n".repeat(100_000)).as_bytes(), FOUND);
    ends_soon(
        "ends without beginnings",
        beside_a_good_one(&"END:VEVENT\nEND:VCALENDAR\n".repeat(100_000)).as_bytes(),
        FOUND,
    );
    ends_soon("nothing but NULs", beside_a_good_one(&format!("{}\n", "\0".repeat(1_000_000))).as_bytes(), FOUND);
    ends_soon(
        "NULs in values",
        beside_a_good_one(
            "BEGIN:VEVENT\nUID:\0\nDTSTART:2026\x000311\nEND:VEVENT\nBEGIN:VEVENT\nUID:\0\0\nSUMMARY:a\0b\n\
         DTSTART:20260311T100000Z\nEND:VEVENT\n",
        )
        .as_bytes(),
        &format!("{FOUND}; skipped 1"),
    );
    ends_soon(
        "quotes without end",
        beside_a_good_one(&format!(
            "BEGIN:VEVENT\nDTSTART:20260311T100000Z\nATTENDEE;{}:mailto:x@example.org\nEND:VEVENT\n",
            "A=\";".repeat(15_000)
        ))
        .as_bytes(),
        FOUND,
    );
}

#[test]
fn lists_without_measure() {
    let dates = (0..5_000)
        .map(|n| format!("2026{:02}{:02}T{:02}0000", 1 + n % 12, 1 + n / 12 % 28, n / 336))
        .collect::<Vec<_>>();
    let bad = |name: &str| {
        let lines: String = dates.chunks(500).map(|some| format!("{name}:{}\n", some.join(","))).collect();
        format!("UID:bad\nDTSTART:20260311T000000\n{lines}---\n{GOOD}")
    };
    ends_soon("5,000 dates added", calendar(&bad("RDATE")).as_bytes(), &format!("{FOUND}; skipped 1"));
    ends_soon("5,000 dates removed", calendar(&bad("EXDATE")).as_bytes(), &format!("{FOUND}; skipped 1"));
    let mut zones = String::new();
    for n in 0..2_000 {
        write!(zones, "BEGIN:VTIMEZONE\nTZID:Z {n}\n{}END:VTIMEZONE\nBEGIN:VEVENT\nUID:{n}\nDTSTART;TZID=Z {n}:20260311T100000\nEND:VEVENT\n",
            "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\nEND:STANDARD\n".repeat(20)).unwrap();
    }
    let report = report_for(beside_a_good_one(&zones).as_bytes(), &["alex@example.org"]).unwrap();
    assert_eq!(report.standing.len(), 1, "2,000 zones");
    let mut guests = String::new();
    for n in 0..70_000 {
        write!(
            guests,
            "BEGIN:VEVENT\nUID:{n}\nDTSTART:20200311T100000Z\nATTENDEE:mailto:g{n}@example.org\nEND:VEVENT\n"
        )
        .unwrap();
    }
    ends_soon("70,000 addresses", beside_a_good_one(&guests).as_bytes(), FOUND);
}

#[test]
fn one_broken_event_among_thousands() {
    let mut file = String::new();
    for n in 0..5_000 {
        let end = if n == 2_500 { "" } else { "END:VEVENT\n" };
        write!(file, "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260311T100000Z\n{end}").unwrap();
    }
    ends_soon("5,000 events", beside_a_good_one(&file).as_bytes(), &format!("{FOUND}; skipped 1"));
}

#[test]
fn a_full_memory_is_said() {
    let title = "x".repeat(160);
    let mut file = String::new();
    for n in 0..80_000 {
        write!(file, "BEGIN:VEVENT\nUID:{n}{title}\nDTSTART:20260311T100000Z\nSUMMARY:{title}\nEND:VEVENT\n").unwrap();
    }
    let report = report_for(calendar(GOOD).replace("END:VCALENDAR", &file).as_bytes(), &["alex@example.org"]).unwrap();
    assert_eq!(report.standing.len(), 1);
    assert!(report.skipped_why[&Skip::NoRoom] > 1_000);
}

#[test]
fn it_can_be_stopped_even_within_a_line() {
    let mails: Vec<String> = Vec::new();
    let zone = TimeZone::UTC;
    let asked = Asked { my_mails: &mails, today: date(2026, 3, 10), zone: &zone };
    let mut told = 0;
    let mut stop = |bytes: u64| {
        told = bytes;
        if bytes > 1_000_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let endless = BufReader::with_capacity(64 * 1024, std::io::repeat(b'x'));
    let error = check(endless, &asked, &mut stop).unwrap_err();
    assert!(matches!(error, CheckError::Stopped));
    assert!(told < 2_000_000);
}
