use super::*;
use proptest::prelude::*;

fn line() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "BEGIN:VALARM",
        "END:VALARM",
        "TZID:Z",
        "UID:1",
        "UID:2",
        "STATUS:CANCELLED",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:-2359",
        "DTSTART;TZID=Z:20260311T100000",
        "DTSTART:00010101T000000Z",
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART:99991231T235959",
        "DTEND:20260311T103000Z",
        "DURATION:PT30M",
        "RRULE:FREQ=YEARLY;BYDAY=-53MO,53SU;BYSETPOS=-366",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-31;INTERVAL=4294967295",
        "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z",
        "RRULE:FREQ=DAILY;COUNT=18446744073709551615",
        "EXDATE:20260311T100000Z,00010101,99991231T235959",
        "RDATE;TZID=Z:20260311T100000",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260311",
        "RECURRENCE-ID:00010101T000000",
        "ORGANIZER:mailto:a@example.org",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.org",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "[A-Z]{1,8}[;:=\",^]{0,3}[ -~\t]{0,20}"]
}

/// What a reader makes of it, or the sentence that says why nothing.
fn ends(file: &[u8]) {
    if let Err(e) = report_for(file, &["alex@example.org"]) {
        assert!(e.to_string().contains(' '), "no sentence: {e}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_end_in_a_report_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        ends(&bytes);
    }

    #[test]
    fn any_lines_end_in_a_report_or_a_sentence(lines in prop::collection::vec(line(), 0..60)) {
        if let Ok(report) = report_for(lines.join("\r\n").as_bytes(), &[]) {
            prop_assert!(report.busy.iter().all(|(start, end)| start < end));
            prop_assert!(report.busy.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut file = calendar("UID:s\n@monthly\n@by alex\n@dana\nEXDATE;TZID=Europe/Berlin:20260317T100000\n---\nUID:s\n\
                                 RECURRENCE-ID:20260421T080000Z\nDTSTART:20260422T080000Z\nDURATION:PT30M").into_bytes();
        let at = at.index(file.len());
        file[at] = byte;
        ends(&file);
        file.truncate(cut.index(file.len()));
        ends(&file);
    }

    #[test]
    fn any_today_works(year in -9999_i16..=9999, month in 1_i8..=12) {
        let mails = ["alex@example.org".to_owned()];
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let asked = Asked { my_mails: &mails, today: date(year, month, 28), zone: &zone };
        let file = calendar("@monthly\n@by alex\n@dana\n---\nDTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY\nTRANSP:OPAQUE");
        prop_assert!(check(file.as_bytes(), &asked, &mut |_| ControlFlow::Continue(())).is_ok());
    }
}
