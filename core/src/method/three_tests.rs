//! The three tests: private questions, once a quarter, answered in words and never counted.

use super::{AsOf, dates, next_date};
use crate::snapshot::{Answer, Every, PeerView, ThreeTests};
use jiff::civil::Date;

/// The questions, in their order. My notes are hidden while I answer the first.
pub const QUESTIONS: [&str; 3] = [
    "Could I name their top three priorities today?",
    "Could I text them a quick question?",
    "Would I tell them before a surprise, and would they tell me?",
];

/// Whether it is time to ask: after two meetings, and then a quarter later when we met since.
#[must_use]
pub fn tests_due(peer: &PeerView, today: Date) -> bool {
    if peer.closed.is_some() {
        return false;
    }
    match peer.tests.first() {
        None => peer.meetings.len() >= 2,
        Some(last) => {
            let quarter_ago = next_date(last.on, Every::Quarter).is_some_and(|again| again <= today);
            quarter_ago && peer.meetings.first().is_some_and(|meeting| meeting.on > last.on)
        }
    }
}

/// The answers of one day, as sentences.
#[must_use]
pub fn tests_as_sentences(tests: &ThreeTests, as_of: impl Into<AsOf>) -> [String; 3] {
    let on = dates::day(tests.on, as_of.into());
    let say = |answer, yes: &str, not_yet: &str| match answer {
        Answer::Yes => format!("On {on} {yes}."),
        Answer::NotYet => format!("On {on} {not_yet}."),
    };
    [
        say(
            tests.priorities,
            "you could name their top three priorities",
            "you couldn’t name their top three priorities yet",
        ),
        say(
            tests.quick_question,
            "you could text them a quick question",
            "you wouldn’t have texted them a quick question yet",
        ),
        say(
            tests.heads_up,
            "you would have told each other before a surprise",
            "you weren’t sure yet that you would tell each other before a surprise",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::EntryId, method::tests_scene::snapshot};
    use jiff::civil::date;

    #[test]
    fn asked_once_a_quarter_and_only_of_people_i_meet() {
        for (facts, today, due) in [
            ("peer Dana/Finance", "2026-10-20", false),
            ("peer Dana/Finance | met 2026-10-01", "2026-10-20", false),
            ("peer Dana/Finance | met 2026-10-01 | met 2026-09-01", "2026-10-20", true),
            ("peer Dana/Finance | met 2026-10-01 | met 2026-09-01 | closed 2026-10-02", "2026-10-20", false),
            ("peer Dana/Finance | met 2026-07-01 | met 2026-06-01 | tests 2026-07-02", "2026-10-20", false),
            ("peer Dana/Finance | met 2026-10-01 | met 2026-06-01 | tests 2026-07-02", "2026-10-01", false),
            ("peer Dana/Finance | met 2026-10-01 | met 2026-06-01 | tests 2026-07-02", "2026-10-02", true),
            ("peer Dana/Finance | met 2026-10-01 | tests 2026-07-31", "2026-10-30", false),
            ("peer Dana/Finance | met 2026-10-01 | tests 2026-07-31", "2026-10-31", true),
            ("peer Dana/Finance | met 2026-10-01 | tests 2025-07-31", "2026-10-31", true),
        ] {
            let snapshot = snapshot(facts);
            assert_eq!(tests_due(&snapshot.peers[0], today.parse().unwrap()), due, "{facts} on {today}");
        }
    }

    #[test]
    fn answers_are_sentences() {
        let mut tests = ThreeTests {
            id: EntryId([1; 16]),
            on: date(2026, 10, 3),
            priorities: Answer::Yes,
            quick_question: Answer::NotYet,
            heads_up: Answer::Yes,
            note: String::new(),
        };
        let today = date(2026, 10, 20);
        assert_eq!(
            tests_as_sentences(&tests, today),
            [
                "On 3 October you could name their top three priorities.",
                "On 3 October you wouldn’t have texted them a quick question yet.",
                "On 3 October you would have told each other before a surprise.",
            ]
        );
        (tests.priorities, tests.quick_question, tests.heads_up) = (Answer::NotYet, Answer::Yes, Answer::NotYet);
        let said = tests_as_sentences(&tests, date(2027, 1, 1));
        assert!(said[0].starts_with("On 3 October 2026 you couldn’t name") && said[2].contains("weren’t sure yet"));
    }
}
