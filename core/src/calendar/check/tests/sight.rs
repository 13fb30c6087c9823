//! A calendar kept in sight: only people who are known already are seen in it.

use super::*;
use crate::id::PeerId;

fn known(n: u8, name: &str, mails: &[&str]) -> Known {
    let mails = mails.iter().map(|mail| (*mail).to_owned()).collect();
    Known { peer: PeerId([n; 16]), name: name.into(), mails, uids: vec![format!("ours-{n}")] }
}

fn peers() -> Vec<Known> {
    vec![
        known(1, "Dana Weber", &["mailto:dana@example.org"]),
        known(2, "Lee Tan", &[]),
        // Two who share a mailbox.
        known(3, "Mina Lund", &["mailto:desk@example.org"]),
        known(4, "Per Holm", &["mailto:desk@example.org"]),
    ]
}

fn sight_of(file: &[u8], mails: &[&str]) -> Result<Sight, CheckError> {
    let mails: Vec<String> = mails.iter().map(|mail| (*mail).to_owned()).collect();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let asked = Asked { my_mails: &mails, today: date(2026, 3, 10), zone: &zone };
    look(file, &asked, &peers(), &mut |_| ControlFlow::Continue(()))
}

/// With whom, when, and whether it was called off; each on its own line.
fn seen(short: &str) -> Vec<String> {
    let sight = sight_of(calendar(short).as_bytes(), &["alex@example.org"]).unwrap();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let say = |peer: &PeerId, it: &Seen| {
        let moved = if it.planned == it.start { "" } else { " moved" };
        let off = if it.called_off { " off" } else { "" };
        let at = zone.to_datetime(it.start).strftime("%m-%d %H:%M").to_string();
        format!("{} {at} {}{moved}{off}", peer.0[0], it.minutes)
    };
    sight.with.iter().flat_map(|(peer, all)| all.iter().map(move |it| say(peer, it))).collect()
}

const ONE: &str = "DTSTART;TZID=Europe/Berlin:20260305T140000\nDTEND;TZID=Europe/Berlin:20260305T143000\n";

#[test]
fn a_half_hour_is_seen_with_whoever_is_known() {
    let one = |lines: &str| seen(&format!("{ONE}{lines}"));
    let dana = ["1 03-05 14:00 30"];
    assert_eq!(one("@by alex\n@alex\n@dana"), dana);
    assert_eq!(one("@by dana\n@alex\n@dana"), dana);
    assert_eq!(one("@by dana\n@dana"), dana, "made by them, and only they are on it");
    assert_eq!(one("@dana\n@room"), dana, "a room is nobody");
    assert_eq!(one("@by alex\n@alex\n@lee"), ["2 03-05 14:00 30"], "known by the whole name");
    let other = "ATTENDEE;CN=\"Weber, Dana\":mailto:dana.private@example.net";
    assert_eq!(one(&format!("@by alex\n@alex\n{other}")), dana, "another address of theirs");
    let none: [&str; 0] = [];
    assert_eq!(one("@by alex\n@alex\n@dana\n@lee"), none, "three are no half hour");
    assert_eq!(one("@by alex\n@alex\nATTENDEE;CN=Kim Other:mailto:kim@example.org"), none, "nobody else is kept");
    let desk = |name: &str| one(&format!("@by alex\n@alex\nATTENDEE;CN={name}:mailto:desk@example.org"));
    assert_eq!(desk("Per Holm"), ["4 03-05 14:00 30"]);
    assert_eq!(desk("The desk"), none, "nobody can tell which of the two");
}

#[test]
fn without_guests_a_title_or_a_series_from_here_tells() {
    let titled = |title: &str| seen(&format!("{ONE}SUMMARY:{title}"));
    let none: [&str; 0] = [];
    assert_eq!(titled("Dana / Alex, 30 min catch-up"), ["1 03-05 14:00 30"]);
    assert_eq!(titled("Call with Dana Weber"), ["1 03-05 14:00 30"]);
    assert_eq!(titled("1:1 with Lee"), ["2 03-05 14:00 30"]);
    assert_eq!(titled("Lee jeans shopping"), none);
    assert_eq!(titled("Dentist"), none);
    assert_eq!(titled("Mina / Per catch-up"), none, "which of them isn’t said");
    assert_eq!(seen(&format!("{ONE}UID:ours-2\nSUMMARY:Busy")), ["2 03-05 14:00 30"]);
}

#[test]
fn moved_dates_and_those_called_off_are_seen_as_such() {
    let series = "@monthly\nUID:s\n@by alex\n@alex\n@dana\nEXDATE;TZID=Europe/Berlin:20260421T100000\n---\nUID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20260317T100000\nDTSTART;TZID=Europe/Berlin:20260319T150000\nDTEND;TZID=Europe/Berlin:20260319T153000\n@by alex\n@alex\n@dana";
    let all = seen(series);
    assert_eq!(
        &all[..4],
        ["1 02-17 10:00 30", "1 03-19 15:00 30 moved", "1 04-21 10:00 30 off", "1 05-19 10:00 30"],
        "{all:?}"
    );
    assert_eq!(seen(&format!("{ONE}STATUS:CANCELLED\n@by alex\n@alex\n@dana")), ["1 03-05 14:00 30 off"]);
    assert_eq!(
        seen(&format!("{ONE}@by alex\n@alex\nATTENDEE;PARTSTAT=DECLINED;CN=Dana Weber:mailto:dana@example.org")),
        ["1 03-05 14:00 30 off"]
    );
}

#[test]
fn whole_days_long_meetings_and_far_dates_are_no_half_hours() {
    let none: [&str; 0] = [];
    let with = |lines: &str| seen(&format!("{lines}\n@by alex\n@alex\n@dana"));
    assert_eq!(with("DTSTART;VALUE=DATE:20260305"), none);
    assert_eq!(with("DTSTART:20260305T080000Z\nDTEND:20260305T160000Z"), none);
    assert_eq!(with("DTSTART:20250305T080000Z\nDTEND:20250305T083000Z"), none);
    assert_eq!(with("DTSTART:20270305T080000Z\nDTEND:20270305T083000Z"), none);
    assert_eq!(with("DTSTART:20260311T080000Z\nDTEND:20260311T084500Z"), ["1 03-11 09:00 45"]);
}

#[test]
fn looking_says_busy_times_and_refuses_what_is_no_calendar() {
    let sight = sight_of(calendar("DTSTART:20260311T080000Z\nDTEND:20260311T090000Z\nSUMMARY:Other").as_bytes(), &[]);
    let sight = sight.unwrap();
    assert_eq!((sight.busy.len(), sight.events, sight.with.len()), (1, 1, 0));
    for no in [&b"<html>sign in</html>"[..], b"", b"PK\x03\x04", b"\xFF\xFEB\0"] {
        assert!(sight_of(no, &[]).is_err());
    }
}

#[test]
fn a_hostile_calendar_costs_little() {
    let daily = "DTSTART:19700101T080000Z\nDTEND:19700101T083000Z\nRRULE:FREQ=DAILY\n@by alex\n@alex\n@dana";
    let many: Vec<&str> = std::iter::repeat_n(daily, 3_000).collect();
    let text = calendar(&many.join("\n---\n"));
    let sight = sight_of(text.as_bytes(), &["alex@example.org"]).unwrap();
    assert!(sight.with.values().all(|seen| seen.len() <= 400));
}
