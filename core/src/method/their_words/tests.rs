use super::{LONGEST_QUOTE, over_time, quoted};
use crate::method::tests_peer::{dana, date};
use proptest::prelude::*;

#[test]
fn what_was_on_their_mind_the_last_three_times() {
    let rows = [
        ("nothing yet", "", None),
        ("blank words are none", "words 2026-04-02", None),
        ("once", "words 2026-04-02 The audit.", Some("In April: “The audit.”")),
        (
            "twice, newest first",
            "words 2026-04-02 The audit. | words 2026-01-15 Hiring.",
            Some("In April: “The audit.” In January: “Hiring.”"),
        ),
        (
            "the last three of four",
            "words 2026-10-01 D | words 2026-07-01 C | words 2026-04-01 B | words 2026-01-01 A",
            Some("In October: “D.” In July: “C.” In April: “B.”"),
        ),
        (
            "over the year’s end",
            "words 2026-01-02 The audit. | words 2025-11-15 Hiring.",
            Some("In January: “The audit.” In November 2025: “Hiring.”"),
        ),
        (
            "the same month of two years",
            "words 2026-04-02 The audit. | words 2025-04-15 Hiring.",
            Some("In April: “The audit.” In April 2025: “Hiring.”"),
        ),
        (
            "twice in a month",
            "words 2026-04-20 The audit. | words 2026-04-02 Hiring. | words 2026-01-02 Rent.",
            Some("In April: “The audit.” Also in April: “Hiring.” In January: “Rent.”"),
        ),
        (
            "blank words leave no gap",
            "words 2026-04-20 The audit. | words 2026-03-02 | words 2026-02-01 Hiring. | words 2026-01-02 Rent.",
            Some("In April: “The audit.” In February: “Hiring.” In January: “Rent.”"),
        ),
        ("a question stays one", "words 2026-04-02 Who runs payroll?", Some("In April: “Who runs payroll?”")),
        ("noted for another year", "words 2027-02-02 The move.", Some("In February 2027: “The move.”")),
    ];
    for (story, facts, expected) in rows {
        assert_eq!(over_time(&dana(facts), date("2026-10-13")).as_deref(), expected, "{story}");
    }
}

#[test]
fn a_quotation_is_short_and_shows_what_it_leaves_out() {
    let rows = [
        ("one word", "hiring", "“hiring.”"),
        ("spaces around and inside", "  The   audit \t eats August.  ", "“The audit eats August.”"),
        ("lines are parted as in verse", "Audit\r\n\n  Hiring\nRent", "“Audit / Hiring / Rent.”"),
        ("marks inside become single ones", "He said “no”", "“He said ‘no’.”"),
        ("and a sentence inside ends one", "He said “No.”", "“He said ‘No.’”"),
        ("a full stop in another script", "監査です。", "“監査です。”"),
        (
            "sixty characters fit",
            "the quarter closes while half of the team is on parental lea",
            "“the quarter closes while half of the team is on parental lea.”",
        ),
        (
            "sixty-one don’t",
            "the quarter closes while half of the team is on parental leav",
            "“the quarter closes while half of the team is on parental…”",
        ),
        (
            "a cut exactly between two words",
            "the quarter closes while half of the team is out until early spring",
            "“the quarter closes while half of the team is out until early…”",
        ),
        (
            "the first sentence of many",
            "The audit eats August. Then the board wants all of it again, in other columns.",
            "“The audit eats August. …”",
        ),
        (
            "a question first",
            "Who will run payroll? Nobody has told me, and the old system stops in March already.",
            "“Who will run payroll? …”",
        ),
        (
            "the first clause",
            "The audit eats August; then the board wants all of it again, in other columns.",
            "“The audit eats August…”",
        ),
        (
            "the first line",
            "The audit eats August\nThen the board wants all of it again, in other columns.",
            "“The audit eats August…”",
        ),
        (
            "a comma ends no clause worth quoting",
            "The audit, the budget and the hiring freeze all land in the same week of August.",
            "“The audit, the budget and the hiring freeze all land in the…”",
        ),
        (
            "an abbreviation is no sentence",
            "Approx. half of the team leaves for the new site before the quarter closes.",
            "“Approx. half of the team leaves for the new site before the…”",
        ),
        (
            "a comma before the cut goes",
            "Everything in the annual report depends on one person leaving, soon",
            "“Everything in the annual report depends on one person…”",
        ),
        ("a word without end", &"a".repeat(20_000), &format!("“{}…”", "a".repeat(60))),
        (
            "a letter keeps its accents",
            &format!("{}e\u{301}\u{323}x", "a".repeat(59)),
            &format!("“{}…”", "a".repeat(59)),
        ),
    ];
    for (story, text, expected) in rows {
        assert_eq!(quoted(text), expected, "{story}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_one_short_line_in_quotation_marks(text in "[a-z .,;:/?“”—\u{301}é監\\r\\n-]{0,200}|\\PC{0,200}") {
        let quote = quoted(&text);
        prop_assert!(quote.starts_with('“') && quote.ends_with('”'));
        prop_assert!(quote.chars().count() <= LONGEST_QUOTE + 4, "{quote}");
        prop_assert!(quote.lines().count() == 1 && !quote.contains("  "), "{quote}");
    }
}
