//! Rows shaped like the exports of the usual programs. Today is Tuesday, 10 March 2026, in Berlin.

mod as_they_are;
mod busy;
mod dates;
mod exports;
mod hostile;
mod people;
mod random;
mod series;
mod sight;

use super::*;
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::ops::ControlFlow;

/// One line of shorthand, written out.
fn written_out(line: &str) -> String {
    let times = |start: &str, end: &str, rule: &str| {
        format!("DTSTART;TZID=Europe/Berlin:{start}\nDTEND;TZID=Europe/Berlin:{end}\nRRULE:{rule}")
    };
    let person = |role: &str, name: &str, mail: &str| format!("{role};CN={name}:mailto:{mail}@example.org");
    match line.trim() {
        "@monthly" => times("20260120T100000", "20260120T103000", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3"),
        "@quarterly" => times("20260120T100000", "20260120T103000", "FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3"),
        "@fortnightly" => times("20260105T090000", "20260105T093000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        "@weekly" => times("20260105T090000", "20260105T093000", "FREQ=WEEKLY;BYDAY=MO"),
        "@by alex" => person("ORGANIZER", "Alex Kim", "alex"),
        "@by dana" => person("ORGANIZER", "Dana Weber", "dana"),
        "@by lee" => person("ORGANIZER", "Lee Tan", "lee"),
        "@alex" => person("ATTENDEE;PARTSTAT=ACCEPTED", "Alex Kim", "alex"),
        "@dana" => person("ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED", "Dana Weber", "dana"),
        "@lee" => person("ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION", "Lee Tan", "lee"),
        "@room" => person("ATTENDEE;CUTYPE=ROOM", "Room 4.2", "room42"),
        other => other.to_owned(),
    }
}

/// A calendar from shorthand: events parted by `---`, lines starting with `@` standing for several.
fn calendar(short: &str) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n");
    for (number, event) in short.split("---").enumerate() {
        let lines: Vec<String> =
            event.lines().map(str::trim).filter(|line| !line.is_empty()).map(written_out).collect();
        let lines = lines.join("\n");
        let uid = if lines.contains("UID:") { String::new() } else { format!("UID:u{number}\n") };
        text.push_str(&format!("BEGIN:VEVENT\n{uid}DTSTAMP:20260101T000000Z\n{lines}\nEND:VEVENT\n"));
    }
    text.push_str("END:VCALENDAR\n");
    text.replace('\n', "\r\n")
}

fn report_for(file: &[u8], mails: &[&str]) -> Result<Report, CheckError> {
    let mails: Vec<String> = mails.iter().map(|mail| (*mail).to_owned()).collect();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let asked = Asked { my_mails: &mails, today: date(2026, 3, 10), zone: &zone };
    check(file, &asked, &mut |_| ControlFlow::Continue(()))
}

/// The report on one line; what is empty isn't mentioned.
fn told(report: &Report) -> String {
    let rhythm = |every: Rhythm| format!("{every:?}").to_lowercase();
    let mut parts = Vec::new();
    for one in &report.standing {
        let next = one.next.strftime("%y-%m-%d %H:%M");
        parts.push(format!("{} {} {next} {}min", one.who.name, rhythm(one.every), one.minutes));
    }
    for maybe in &report.maybe {
        let why = match &maybe.why {
            MaybeWhy::WhichIsYou(one, two) => format!("{}|{}", one.name, two.name),
            why => format!("{why:?}"),
        };
        let who = maybe.series.who.as_ref().map_or(maybe.series.title.as_str(), |who| who.name.as_str());
        parts.push(format!("maybe {who} {why}"));
    }
    parts.extend(
        report.ended.iter().map(|ended| format!("ended {} {}", ended.who.name, ended.last.strftime("%y-%m-%d"))),
    );
    for one in &report.drifting {
        let last = one.last.map_or("long ago".to_owned(), |last| last.strftime("%y-%m-%d").to_string());
        parts.push(format!("drifting {} {last}", one.who.name));
    }
    if report.skipped > 0 {
        parts.push(format!("skipped {}", report.skipped));
    }
    if !report.guessed_me.is_empty() {
        parts.push(format!("guessed {}", report.guessed_me.join(",")));
    }
    if report.no_guests_in_file {
        parts.push("no guests".to_owned());
    }
    if !report.unknown_zones.is_empty() {
        parts.push(format!("unknown {}", report.unknown_zones.join(",")));
    }
    parts.join("; ")
}

/// Checks rows of a story, a calendar in shorthand and what is told of it, for Alex.
fn rows(rows: &[(&str, &str, &str)]) {
    for (story, short, expected) in rows {
        let report = report_for(calendar(short).as_bytes(), &["alex@example.org"]).unwrap();
        assert_eq!(told(&report), *expected, "{story}");
        assert_eq!(report.skipped, report.skipped_why.values().sum::<u32>(), "{story}");
    }
}

/// The same without an address given.
fn rows_of_a_stranger(rows: &[(&str, &str, &str)]) {
    for (story, short, expected) in rows {
        let report = report_for(calendar(short).as_bytes(), &[]).unwrap();
        assert_eq!(told(&report), *expected, "{story}");
    }
}
