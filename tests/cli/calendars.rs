//! A standing half hour, told to calendars as files.

use crate::person::Person;

#[test]
fn a_standing_half_hour_is_set_up_moved_skipped_and_ended_as_files() {
    let (alex, _) = Person::alex_and_dana();
    alex.ok(&["me", "set", "--name", "Alex Kim", "--department", "Engineering", "--mail", "alex@example.com"]);
    alex.ok(&["peer", "edit", "Dana", "--reach", "mailto:dana@example.org"]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = alex.command(&[&["--json", "calendar"], arguments, &["--out-dir", out]].concat());
        command.env("SIDEWAYS_NOW", "2026-11-22T09:00[Europe/Berlin]").env("TZ", "Europe/Berlin");
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice::<serde_json::Value>(&done.stdout).unwrap()
    };
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();

    let told = run(&["invite", "Dana", "--first", "2026-12-15T10:00", "--every", "monthly"]);
    assert_eq!((&told["sequence"], &told["next"]), (&0.into(), &"2026-12-15T10:00:00".into()));
    let (mine, invitation) = (text("Dana-Ruiz-my-copy.ics"), text("Dana-Ruiz-invitation.ics"));
    assert!(
        mine.contains("RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3")
            && !mine.contains("ATTENDEE")
            && !mine.contains("METHOD")
    );
    assert!(invitation.contains("METHOD:REQUEST") && invitation.contains("mailto:dana@example.org"));
    // A second one would be asked for twice by every calendar.
    let again = alex.command(&[
        "calendar",
        "invite",
        "Dana",
        "--first",
        "2026-12-16T10:00",
        "--every",
        "monthly",
        "--out-dir",
        out,
    ]);
    assert!(String::from_utf8_lossy(&{ again }.output().unwrap().stderr).contains("already"));
    let peer = alex.json(&["peer", "show", "Dana"]);
    assert_eq!(peer["every"], "monthly", "{peer}");

    let told = run(&["move", "Dana", "--date", "2026-12-15", "--to", "2026-12-17T11:00"]);
    assert_eq!((&told["sequence"], &told["next"]), (&1.into(), &"2026-12-17T11:00:00".into()));
    assert!(text("Dana-Ruiz-invitation-1.ics").contains("RECURRENCE-ID;TZID=Europe/Berlin:20261215T100000"));
    let told = run(&["skip", "Dana", "--date", "2027-01-19"]);
    assert_eq!(told["sequence"], 2);
    assert!(text("Dana-Ruiz-invitation-2.ics").contains("METHOD:CANCEL"));
    assert!(text("Dana-Ruiz-my-copy-2.ics").contains("EXDATE"));
    let told = run(&["move", "Dana", "--to", "2027-01-06T15:00", "--every", "quarterly"]);
    assert_eq!((&told["sequence"], &told["next"]), (&3.into(), &"2027-01-06T15:00:00".into()));
    let link = alex.ok(&["calendar", "link", "Dana", "--web", "google"]);
    assert!(link.starts_with("https://calendar.google.com/") && link.contains("recur="), "{link}");
    assert!(alex.ok(&["calendar", "link", "Dana", "--web", "outlook"]).starts_with("https://outlook."));
    let told = run(&["end", "Dana"]);
    assert_eq!((&told["sequence"], &told["ended"]), (&4.into(), &true.into()));
    assert!(text("Dana-Ruiz-invitation-4.ics").contains("STATUS:CANCELLED"));
    let failed =
        alex.command(&["calendar", "skip", "Dana", "--date", "2027-04-07", "--out-dir", out]).output().unwrap();
    assert!(!failed.status.success() && String::from_utf8_lossy(&failed.stderr).contains("hint:"));
    // A new one begins anew, under another name.
    std::fs::remove_file(folder.path().join("Dana-Ruiz-my-copy.ics")).unwrap();
    std::fs::remove_file(folder.path().join("Dana-Ruiz-invitation.ics")).unwrap();
    let anew = run(&["invite", "Dana", "--first", "2027-02-02T10:00", "--every", "quarterly"]);
    assert_ne!(anew["uid"], told["uid"]);
}

#[test]
fn cant_make_it_offers_two_free_times_of_an_exported_calendar() {
    let (alex, _) = Person::alex_and_dana();
    let plan = ["meet", "plan", "Dana", "--at", "2026-11-24T10:00", "--zone", "Europe/Berlin"];
    alex.ok(&plan);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ics");
    let event = |from: &str, to: &str| {
        format!("BEGIN:VEVENT\r\nUID:{from}\r\nDTSTART:{from}\r\nDTEND:{to}\r\nSUMMARY:Busy\r\nEND:VEVENT\r\n")
    };
    let busy = [event("20261124T070000Z", "20261124T170000Z"), event("20261125T070000Z", "20261125T120000Z")].concat();
    std::fs::write(&file, format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{busy}END:VCALENDAR\r\n")).unwrap();
    let mut command = alex.command(&["--json", "meet", "instead", "Dana", "--busy", file.to_str().unwrap()]);
    command.env("SIDEWAYS_NOW", "2026-11-22T09:00[Europe/Berlin]").env("TZ", "Europe/Berlin");
    let said: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let times: Vec<_> = said["ways"].as_array().unwrap().iter().filter_map(|way| way["at"].as_str()).collect();
    assert_eq!(times, ["2026-11-23T10:00:00", "2026-11-25T13:00:00"]);
}
