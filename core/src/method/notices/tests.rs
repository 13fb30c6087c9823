//! What is said, and when: data rows, in Berlin.

use super::*;
use crate::method::tests_scene::snapshot;

fn said(facts: &str) -> String {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let notices = notices(&snapshot(facts), &zone, Locale::default());
    let said = notices.iter().map(|it| format!("{} {}", it.at.zoned(&zone).strftime("%Y-%m-%d %H:%M"), it.says));
    said.collect::<Vec<_>>().join(" / ")
}

#[test]
fn each_is_said_once_in_time_and_without_my_words() {
    for (facts, says) in [
        ("", ""),
        ("peer Lee Park/IT monthly", ""),
        ("peer Lee Park/IT | plan 2026-10-22T10:00", "2026-10-22 09:50 The half hour with Lee begins at 10:00."),
        ("peer Lee Park/IT | plan 2026-10-22T10:00 | closed 2026-10-01", ""),
        (
            "peer Lee Park/IT | headsup 2026-10-22 The secret move",
            "2026-10-22 09:00 Today is the day for your heads-up to Lee.",
        ),
        // Two on one day are one sentence.
        (
            "peer Lee Park/IT | headsup 2026-10-22 One | headsup 2026-10-22 Two",
            "2026-10-22 09:00 Today is the day for your heads-up to Lee.",
        ),
        (
            "peer Lee Park/IT | plan 2026-10-25T02:30 | peer Dana Ruiz/Finance | headsup 2026-10-24 It",
            "2026-10-24 09:00 Today is the day for your heads-up to Dana. / \
             2026-10-25 02:20 The half hour with Lee begins at 02:30.",
        ),
    ] {
        assert_eq!(said(facts), says, "{facts}");
    }
}
