use super::*;

const FOUND: &str = "Dana Weber monthly 26-03-17 10:00 30min";

#[test]
fn a_1_on_1_has_one_other_person() {
    rows(&[
        ("google lists the organiser among the guests", "@monthly\n@by alex\n@alex\n@dana", FOUND),
        ("outlook leaves the organiser out", "@monthly\n@by alex\n@dana", FOUND),
        ("the other one called it, outlook", "@monthly\n@by dana\n@alex", FOUND),
        ("the other one called it, google", "@monthly\n@by dana\n@alex\n@dana", FOUND),
        ("a calendar without an organiser", "@monthly\n@dana", &format!("{FOUND}; guessed dana@example.org")),
        ("a calendar without an organiser, both listed", "@monthly\n@alex\n@dana", FOUND),
        ("a room isn't a person", "@monthly\n@by alex\n@dana\n@room", FOUND),
        (
            "a resource isn't a person",
            "@monthly\n@by alex\n@dana\nATTENDEE;CUTYPE=RESOURCE;CN=Projector:mailto:p1@example.org",
            FOUND,
        ),
        (
            "outlook's room without a kind",
            "@monthly\n@by alex\n@dana\nATTENDEE;CN=Room;ROLE=NON-PARTICIPANT:mailto:room@example.org",
            FOUND,
        ),
        ("google's room", "@monthly\n@by alex\n@dana\nATTENDEE;CN=Room:mailto:c_1@resource.calendar.google.com", FOUND),
        (
            "a secondary calendar of google's is the organiser",
            "@monthly\nORGANIZER;CN=Mine:mailto:abc@group.calendar.google.com\n@alex\n@dana",
            FOUND,
        ),
        ("capitals don't matter", "@monthly\n@by alex\nATTENDEE;CN=Alex:MAILTO:ALEX@Example.ORG\n@dana", FOUND),
        ("three people", "@monthly\n@by alex\n@dana\n@lee", ""),
        ("an optional third", "@monthly\n@by alex\n@dana\nATTENDEE;ROLE=OPT-PARTICIPANT:mailto:lee@example.org", ""),
        ("a group", "@monthly\n@by alex\nATTENDEE;CUTYPE=GROUP;CN=Team:mailto:team@example.org", ""),
        ("a group beside the other", "@monthly\n@by alex\n@dana\nATTENDEE;CUTYPE=GROUP:mailto:team@example.org", ""),
        (
            "a guest who brings guests",
            "@monthly\n@by alex\nATTENDEE;CN=Dana;X-NUM-GUESTS=3:mailto:dana@example.org",
            "",
        ),
        (
            "x-num-guests of nobody",
            "@monthly\n@by alex\nATTENDEE;CN=Dana Weber;X-NUM-GUESTS=0:mailto:dana@example.org",
            FOUND,
        ),
        ("only me", "@monthly\n@by alex\n@alex\nSUMMARY:Water the plants", ""),
        (
            "somebody else's own time",
            "@monthly\n@by dana\nSUMMARY:Focus\n---\n@weekly\n@by alex\n@dana\n@lee",
            "maybe Dana Weber YouAreNotOnIt",
        ),
        ("somebody else's meeting of two", "@monthly\n@by dana\n@lee\n---\n@weekly\n@alex\n@by alex\nSUMMARY:Plan", ""),
        (
            "a quoted name with a comma",
            "@monthly\n@by alex\nATTENDEE;CN=\"Weber, Dana\":mailto:dana@example.org",
            "Weber, Dana monthly 26-03-17 10:00 30min",
        ),
        (
            "a quoted name with a colon and a semicolon",
            "@monthly\n@by alex\nATTENDEE;CN=\"Weber; Dana: x\";ROLE=REQ-PARTICIPANT:mailto:dana@example.org",
            "Weber; Dana: x monthly 26-03-17 10:00 30min",
        ),
        (
            "a name with a caret",
            "@monthly\n@by alex\nATTENDEE;CN=Dana ^'D^' W:mailto:dana@example.org",
            "Dana \"D\" W monthly 26-03-17 10:00 30min",
        ),
        (
            "no name at all",
            "@monthly\n@by alex\nATTENDEE:mailto:dana@example.org",
            "dana@example.org monthly 26-03-17 10:00 30min",
        ),
        (
            "a name on another event",
            "@monthly\n@by alex\nATTENDEE:mailto:dana@example.org\n---\n\
          DTSTART:20260301T100000Z\n@by alex\n@dana\n@lee",
            FOUND,
        ),
        ("no address, only a name", "@monthly\n@by alex\nATTENDEE;CN=Dana Weber:invalid:nomail", FOUND),
        (
            "no address but in the name's place",
            "@monthly\n@by alex\nATTENDEE;CN=dana@example.org:invalid:nomail",
            "dana@example.org monthly 26-03-17 10:00 30min",
        ),
        (
            "an address that is none, with a bell in it",
            "@monthly\n@by alex\nATTENDEE:urn:\u{7}dana",
            "urn:dana monthly 26-03-17 10:00 30min",
        ),
        (
            "exchange's path for the organiser who is also a guest",
            "@monthly\nORGANIZER;CN=Dana Weber:mailto:/o=Firm/ou=X/cn=dana\n@dana\n@alex",
            FOUND,
        ),
        (
            "apple's address in a parameter",
            "@monthly\n@by alex\nATTENDEE;CN=Dana Weber;EMAIL=dana@example.org:urn:uuid:11-22",
            FOUND,
        ),
    ]);
}

#[test]
fn a_no_and_free_time_are_only_a_maybe() {
    rows(&[
        (
            "I declined",
            "@monthly\n@by dana\nATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org",
            "maybe Dana Weber Declined",
        ),
        (
            "they declined",
            "@monthly\n@by alex\nATTENDEE;CN=Dana Weber;PARTSTAT=DECLINED:mailto:dana@example.org",
            "maybe Dana Weber Declined",
        ),
        ("not answered yet", "@monthly\n@by dana\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alex@example.org", FOUND),
        ("tentative", "@monthly\n@by dana\nATTENDEE;PARTSTAT=TENTATIVE:mailto:alex@example.org", FOUND),
        ("shown as free", "@monthly\n@by alex\n@dana\nTRANSP:TRANSPARENT", "maybe Dana Weber ShownAsFree"),
        (
            "shown as free, outlook",
            "@monthly\n@by alex\n@dana\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "maybe Dana Weber ShownAsFree",
        ),
        (
            "a declined one beside a real one",
            "@monthly\n@by alex\n@dana\n---\n@quarterly\n@by dana\n\
          ATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.org",
            FOUND,
        ),
        ("called off", "@monthly\n@by alex\n@dana\nSTATUS:CANCELLED", ""),
        ("called off, by its title", "@monthly\n@by alex\n@dana\nSUMMARY:Canceled: Dana / Alex", ""),
    ]);
}

#[test]
fn without_guests_only_the_title_speaks() {
    rows_of_a_stranger(&[
        ("1:1", "@monthly\nSUMMARY:1:1 Dana", "maybe 1:1 Dana TitleOnly; no guests"),
        ("two names", "@monthly\nSUMMARY:Dana / Alex", "maybe Dana / Alex TitleOnly; no guests"),
        ("catch-up", "@fortnightly\nSUMMARY:Catch-up Lee", "maybe Catch-up Lee TitleOnly; no guests"),
        ("escaped", "@monthly\nSUMMARY:Dana / Alex\\, 30 min", "maybe Dana / Alex, 30 min TitleOnly; no guests"),
        ("a class", "@weekly\nSUMMARY:Yoga", "no guests"),
        ("a room of two numbers", "@weekly\nSUMMARY:Room 1-10", "no guests"),
        ("a time", "@weekly\nSUMMARY:Train 11:15", "no guests"),
        ("two things", "@weekly\nSUMMARY:QA / OPS", "no guests"),
        ("a single event", "DTSTART:20260320T100000Z\nDTEND:20260320T103000Z\nSUMMARY:1:1 Dana", "no guests"),
        ("the same one twice", "@monthly\nSUMMARY:1:1\n---\n@monthly\nSUMMARY:1:1", "maybe 1:1 TitleOnly; no guests"),
        (
            "an old one",
            "DTSTART:20250101T100000Z\nDTEND:20250101T103000Z\nRRULE:FREQ=MONTHLY;COUNT=12\nSUMMARY:1:1",
            "no guests",
        ),
    ]);
    rows(&[(
        "typed in by myself",
        "@monthly\nSUMMARY:1:1 Lee\n---\n@monthly\n@by alex\n@dana",
        "Dana Weber monthly 26-03-17 10:00 30min; maybe 1:1 Lee TitleOnly",
    )]);
}

#[test]
fn whose_calendar_it_is_can_be_guessed() {
    rows_of_a_stranger(&[
        (
            "the one on most events",
            "@monthly\n@by alex\n@dana\n---\n@quarterly\n@by lee\n@alex",
            "Dana Weber monthly 26-03-17 10:00 30min; Lee Tan quarterly 26-04-21 10:00 30min; guessed alex@example.org",
        ),
        (
            "it could be either",
            "@monthly\n@by alex\n@dana\nSUMMARY:Talk",
            "maybe Talk Alex Kim|Dana Weber; guessed alex@example.org,dana@example.org",
        ),
    ]);
    let named = calendar("@monthly\n@by alex\n@dana").replace("VERSION:2.0", "X-WR-CALNAME:alex@example.org");
    let report = report_for(named.as_bytes(), &[]).unwrap();
    assert_eq!(told(&report), format!("{FOUND}; guessed alex@example.org"));
    let two = calendar("@monthly\n@by alex\n@dana\n---\n@quarterly\n@by lee\n@alex");
    let report = report_for(two.as_bytes(), &["a.kim@elsewhere.example.org"]).unwrap();
    let which = "maybe  Alex Kim|Dana Weber; maybe  Alex Kim|Lee Tan; guessed alex@example.org";
    assert_eq!(told(&report), which, "a given address that isn't in the file");
    let aliases = calendar("@monthly\nORGANIZER:mailto:a.kim@example.org\n@dana\n---\n@quarterly\n@by lee\n@alex");
    let report = report_for(aliases.as_bytes(), &[" A.Kim@example.org", "mailto:alex@example.org"]).unwrap();
    assert_eq!((report.standing.len(), report.guessed_me.len()), (2, 0), "two addresses of mine");
}

#[test]
fn a_room_on_every_event_is_nobody() {
    let file =
        calendar("@monthly\n@by alex\n@dana\n@room\n---\n@quarterly\n@by lee\n@alex\n@room\n---\n@weekly\n@room");
    let report = report_for(file.as_bytes(), &[]).unwrap();
    assert_eq!((report.guessed_me, report.standing.len()), (vec!["alex@example.org".to_owned()], 2));
}
