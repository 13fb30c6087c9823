//! What stands in an invitation, read back from the very file: shown before it is saved, because it goes to a colleague.

use crate::words;
use jiff::civil::DateTime;

/// The words that the colleague will read, a line each.
#[must_use]
pub fn invitation_words(file: &str) -> Vec<String> {
    let whole = file.replace("\r\n ", "");
    let mut lines = Vec::new();
    let mut people = (String::new(), Vec::new());
    for line in whole.lines() {
        let Some((head, value)) = split(line) else { continue };
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        match name {
            "METHOD" if value == "CANCEL" => lines.push("Called off:".to_owned()),
            "DTSTART" => lines.extend(when(parameters, value)),
            "RRULE" => lines.extend(repeats(value)),
            "SUMMARY" | "DESCRIPTION" => lines.extend(said(value).lines().map(str::to_owned)),
            "ORGANIZER" => people.0 = person(parameters, value),
            "ATTENDEE" => people.1.push(person(parameters, value)),
            _ => {}
        }
    }
    let (from, mut to) = people;
    to.retain(|it| *it != from);
    if !from.is_empty() {
        lines.push(format!("From {from} to {}", to.join(", ")));
    }
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines
}

/// The name with its parameters, and the value: a colon within quotes parts nothing.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    at.and_then(|(at, _)| Some((line.get(..at)?, line.get(at + 1..)?)))
}

/// "Tuesday 15 December 10:00 (Europe/Berlin)"; a time in a zone's own rules is none of the invitation's.
fn when(parameters: &str, value: &str) -> Option<String> {
    let zone = parameters.strip_prefix("TZID=")?;
    let at = DateTime::strptime("%Y%m%dT%H%M%S", value).ok()?;
    Some(format!("{} ({zone})", words::day_and_time(at)))
}

/// How it repeats; the yearly rules are those of a zone's clocks.
fn repeats(rule: &str) -> Option<String> {
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let every = match (part("FREQ")?, part("INTERVAL").unwrap_or("1")) {
        ("MONTHLY", "1") => "month".to_owned(),
        ("MONTHLY", "3") => "quarter".to_owned(),
        ("MONTHLY", many) => format!("{many} months"),
        ("WEEKLY", "1") => "week".to_owned(),
        ("WEEKLY", many) => format!("{many} weeks"),
        _ => return None,
    };
    Some(format!("Repeats every {every}"))
}

fn person(parameters: &str, value: &str) -> String {
    let mail = value.strip_prefix("mailto:").unwrap_or(value);
    let name = parameters.split("CN=").nth(1).map(|name| match name.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => name.split(';').next().unwrap_or_default(),
    });
    name.filter(|name| !name.is_empty()).map_or_else(|| mail.to_owned(), |name| format!("{name} ({mail})"))
}

/// A text without what iCalendar puts before some letters.
fn said(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            (plain, false) => out.push(plain),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_read_back_as_people_read_it() {
        let file = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700329T020000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20261215T100000\r\nSUMMARY:Dana / Alex\\, 30 min\r\n  catch-up\r\nDESCRIPTION:One?\\nTwo\\; three\r\nORGANIZER;CN=\"Kim: Alex\":mailto:alex@a.example\r\nATTENDEE;CUTYPE=INDIVIDUAL;CN=Dana Ruiz:mailto:dana@d.example\r\nATTENDEE;CN=\"Kim: Alex\":mailto:alex@a.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let said = [
            "Tuesday 15 December 10:00 (Europe/Berlin)",
            "Dana / Alex, 30 min catch-up",
            "One?",
            "Two; three",
            "From Kim: Alex (alex@a.example) to Dana Ruiz (dana@d.example)",
        ];
        assert_eq!(invitation_words(file), said);
        let repeats = |rule: &str| {
            let file = file.replace("SUMMARY", &format!("RRULE:{rule}\r\nSUMMARY"));
            invitation_words(&file).into_iter().find(|line| line.starts_with("Repeats")).unwrap_or_default()
        };
        assert_eq!(repeats("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3"), "Repeats every month");
        assert_eq!(repeats("FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYSETPOS=3"), "Repeats every quarter");
        assert_eq!(repeats("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), "Repeats every 2 weeks");
        assert_eq!(repeats("FREQ=YEARLY;BYMONTH=3"), "");
        assert_eq!(
            invitation_words(&file.replace("REQUEST", "CANCEL")).first().map(String::as_str),
            Some("Called off:")
        );
    }
}
