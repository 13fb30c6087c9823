use super::*;
use jiff::civil::date;

fn read(text: &str) -> Vec<Result<Event, Broken>> {
    let mut events = Events::new(text.as_bytes());
    let mut all = Vec::new();
    while let Some(event) = events.next_event().unwrap() {
        all.push(event);
    }
    all
}

fn one(properties: &str) -> Result<Event, Broken> {
    let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{properties}\nEND:VEVENT\nEND:VCALENDAR\n");
    read(&text).pop().unwrap()
}

#[test]
fn one_broken_event_never_costs_its_neighbours() {
    let whole = |uid: u32| format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260101T100000Z\nEND:VEVENT\n");
    let rows = [
        ("BEGIN:VEVENT\nUID:2\nEND:VEVENT\n", Broken::NoStart),
        ("BEGIN:VEVENT\nUID:2\nDTSTART:yesterday\nEND:VEVENT\n", Broken::NoStart),
        ("BEGIN:VEVENT\nUID:2\nDTSTART:20261301T100000Z\nEND:VEVENT\n", Broken::NoStart),
        ("BEGIN:VEVENT\nUID:2\nDTSTART:20260101T100000Z\n", Broken::NotClosed),
        ("BEGIN:VEVENT\nUID:2\nBEGIN:VALARM\nDTSTART:20260101T100000Z\n", Broken::NotClosed),
        (
            "BEGIN:VEVENT\nUID:2\nDTSTART:20260101T100000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n",
            Broken::Rule(RuleError::NotFollowed),
        ),
        (
            "BEGIN:VEVENT\nUID:2\nDTSTART:20260101T100000Z\nRRULE:every week\nEND:VEVENT\n",
            Broken::Rule(RuleError::Unreadable),
        ),
    ];
    for (broken, why) in rows {
        let text = format!("BEGIN:VCALENDAR\n{}{broken}{}END:VCALENDAR\n", whole(1), whole(3));
        let found = read(&text);
        let names: Vec<_> = found.iter().map(|event| event.as_ref().map(|event| event.uid.as_str())).collect();
        assert_eq!(names, [Ok("1"), Err(&why), Ok("3")], "{broken}");
    }
    let deep = format!("BEGIN:VEVENT\nDTSTART:20260101T100000Z\n{}END:VEVENT\n", "BEGIN:X\n".repeat(100_000));
    let found = read(&format!("{deep}{}", whole(3)));
    assert_eq!(found.first(), Some(&Err(Broken::TooDeep)));
    assert!(found.get(1).is_some_and(Result::is_ok));
}

#[test]
fn alarms_and_other_parts_are_not_the_event() {
    let event =
        one("DTSTART:20260101T100000Z\nBEGIN:VALARM\nSUMMARY:alarm\nATTENDEE:mailto:a@example.org\nEND:VALARM\n\
                     SUMMARY:event")
        .unwrap();
    assert_eq!((event.title.as_str(), event.guests.len()), ("event", 0));
    let event = one("DTSTART:20260101T100000Z\nSUMMARY:event\nBEGIN:VALARM\nTRIGGER:-PT15M").unwrap();
    assert_eq!(event.title, "event");
    assert!(read("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nDTSTART:20260101\nEND:VTODO\nEND:VCALENDAR").is_empty());
}

#[test]
fn lengths_are_read_in_every_form() {
    let rows = [
        ("DTSTART:20260101T100000Z\nDTEND:20260101T103000Z", Length::Seconds(1800)),
        ("DTSTART:20260101T100000Z\nDURATION:PT30M", Length::Seconds(1800)),
        ("DTSTART:20260101T100000Z\nDURATION:P1DT1H", Length::Seconds(90_000)),
        ("DTSTART:20260101T100000Z\nDURATION:P1W", Length::Seconds(604_800)),
        ("DTSTART:20260101T100000Z\nDURATION:-PT30M", Length::Seconds(0)),
        ("DTSTART:20260101T100000Z\nDURATION:PT99999999999999999999H", Length::Seconds(0)),
        ("DTSTART:20260101T100000Z\nDTEND:20260101T093000Z", Length::Seconds(0)),
        ("DTSTART:20260101T100000Z", Length::Seconds(0)),
        ("DTSTART;VALUE=DATE:20260101", Length::Seconds(86_400)),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260103", Length::Seconds(172_800)),
        (
            "DTSTART;TZID=X:20260101T100000\nDTEND:20260101T093000Z",
            Length::Until(When { wall: date(2026, 1, 1).at(9, 30, 0, 0), clock: Clock::Utc }),
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(one(text).unwrap().length, expected, "{text}");
    }
}

#[test]
fn guests_are_who_they_are() {
    use PartyKind::{Group, Other, Person};
    let rows = [
        ("ATTENDEE;CN=Dana:mailto:dana@example.org", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE;CN=Dana:MAILTO:Dana@Example.ORG", Some(("dana@example.org", "Dana", Person))),
        (
            "ATTENDEE;CN=\"Weber; Dana: x\":mailto:dana@example.org",
            Some(("dana@example.org", "Weber; Dana: x", Person)),
        ),
        ("ATTENDEE;CN=Weber: Dana:mailto:dana@example.org", Some(("dana@example.org", "Weber", Person))),
        ("ATTENDEE;CN=Dana:MAILTO:'dana@example.org'", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE;CN=Dana:dana@example.org", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE;CN=Dana;EMAIL=dana@example.org:urn:uuid:1-2", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE;CN=Dana;EMAIL=dana@example.org:/principals/x/", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE;CN=Dana Weber:invalid:nomail", Some(("name:dana weber", "Dana Weber", Person))),
        ("ATTENDEE;CN=Dana:mailto:/o=Firm/ou=X/cn=Recipients/cn=dana", Some(("name:dana", "Dana", Person))),
        ("ATTENDEE:urn:uuid:1-2", Some(("urn:uuid:1-2", "", Person))),
        ("ATTENDEE:@\0", Some(("@", "", Person))),
        ("ATTENDEE:a\u{7}b@", Some(("ab@", "", Person))),
        ("ATTENDEE;CUTYPE=ROOM;CN=R4:mailto:r4@example.org", Some(("r4@example.org", "R4", Other))),
        ("ATTENDEE;CUTYPE=resource;CN=R4:mailto:r4@example.org", Some(("r4@example.org", "R4", Other))),
        ("ATTENDEE;ROLE=NON-PARTICIPANT;CN=R4:mailto:r4@example.org", Some(("r4@example.org", "R4", Other))),
        ("ATTENDEE;CUTYPE=GROUP;CN=All:mailto:all@example.org", Some(("all@example.org", "All", Group))),
        ("ATTENDEE;CUTYPE=UNKNOWN;CN=Dana:mailto:dana@example.org", Some(("dana@example.org", "Dana", Person))),
        ("ATTENDEE:mailto:r@resource.calendar.google.com", Some(("r@resource.calendar.google.com", "", Other))),
        (
            "ATTENDEE:mailto:unknownorganizer@calendar.google.com",
            Some(("unknownorganizer@calendar.google.com", "", Other)),
        ),
        ("ATTENDEE:invalid:nomail", None),
        ("ATTENDEE:", None),
    ];
    for (line, expected) in rows {
        let event = one(&format!("DTSTART:20260101T100000Z\n{line}")).unwrap();
        let found = event.guests.first().map(|party| (party.key.as_str(), party.name.as_str(), party.kind));
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn only_an_address_that_mail_reaches_is_a_mail_address() {
    let rows = [
        ("mailto:dana@example.org", true),
        ("Dana@Example.ORG", true),
        ("urn:uuid:1-2", false),
        ("@example.org", false),
        ("dana@", false),
    ];
    for (address, expected) in rows {
        let event = one(&format!("DTSTART:20260101T100000Z\nATTENDEE:{address}")).unwrap();
        assert_eq!(event.guests.first().map(Party::has_mail), Some(expected), "{address}");
    }
}

#[test]
fn a_long_list_is_kept_in_part() {
    let guests: String = (0..1000).map(|n| format!("ATTENDEE:mailto:g{n}@example.org\n")).collect();
    let dates = vec!["20260101T100000Z"; 3000].join(",");
    let event = one(&format!("DTSTART:20260101T100000Z\nEXDATE:{dates}\n{guests}")).unwrap();
    assert_eq!((event.guests.len(), event.more_guests), (MAX_GUESTS, true));
    assert_eq!((event.removed.len(), event.dropped), (MAX_DATES, 1000));
}

#[test]
fn whether_it_takes_place_and_takes_time() {
    let rows = [
        ("STATUS:CONFIRMED", false, Shown::Unsaid),
        ("STATUS:CANCELLED\nTRANSP:TRANSPARENT", true, Shown::Free),
        ("TRANSP:OPAQUE", false, Shown::Busy),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", false, Shown::Free),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", false, Shown::Busy),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", false, Shown::Busy),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", false, Shown::Free),
        ("SUMMARY:Canceled: Dana / Alex", true, Shown::Unsaid),
        ("SUMMARY:Abgesagt: Dana / Alex", true, Shown::Unsaid),
        ("SUMMARY:Canceled flights", false, Shown::Unsaid),
    ];
    for (text, cancelled, shown) in rows {
        let event = one(&format!("DTSTART:20260101T100000Z\n{text}")).unwrap();
        assert_eq!((event.cancelled, event.shown), (cancelled, shown), "{text}");
    }
    let sent =
        "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T100000Z\nEND:VEVENT\nEND:VCALENDAR";
    assert!(read(sent).remove(0).unwrap().cancelled);
}
