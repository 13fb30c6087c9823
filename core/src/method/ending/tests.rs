use super::{hello, thanks};
use crate::{
    id::PeerId,
    method::tests_peer::{dana, date, peer},
    snapshot::{Closed, Me},
};

fn alex() -> Me {
    Me { name: "Alex Kim".to_owned(), ..Me::default() }
}

#[test]
fn a_thank_you_asks_kindly_who_has_the_role_now() {
    let closed = |successor| Some(Closed { on: date("2026-10-13"), successor });
    let kindly = "\n\nWhen you have a moment: who has your role now? I’d like to say hello.";
    let rows = [
        // what happened, whether closed, how it goes on after the greeting, and what is asked
        ("met 2026-09-01", None, "thank you for our talks, and all the best for what comes next.", kindly),
        ("met 2026-09-01", closed(None), "thank you for our talks, and all the best for what comes next.", kindly),
        (
            "met 2026-09-01",
            closed(Some(PeerId([2; 16]))),
            "thank you for our talks, and all the best for what comes next.",
            "",
        ),
        ("", None, "thank you, and all the best for what comes next.", kindly),
        ("", closed(Some(PeerId([2; 16]))), "thank you, and all the best for what comes next.", ""),
        (
            "plan 2026-09-01T10:00 skipped 4 | promise them open A name",
            None,
            "thank you, and all the best for what comes next.",
            kindly,
        ),
    ];
    for (facts, closed, expected, asked) in rows {
        let mut dana = dana(facts);
        dana.closed = closed;
        let note = thanks(&alex(), &dana);
        assert_eq!(note, format!("Hello Dana,\n\n{expected}{asked}\n\nAlex Kim"), "{facts}");
        for reproach in ["sorry", "pity", "unfortunately", "never", "should", "but", "still"] {
            assert!(!note.contains(reproach), "{note}");
        }
    }
}

#[test]
fn a_hello_has_two_lines_and_no_question() {
    let rows = [
        ("Dana Ruiz", "Hello Dana, "),
        ("Ruiz, Dana", "Hello Dana, "),
        ("Dr. Lee Park", "Hello Lee, "),
        ("Jean-Luc Martin", "Hello Jean-Luc, "),
        ("Dana\nRuiz", "Hello Dana, "),
        ("", "Hello, "),
        ("Zo? Ruiz", "Hello Zo, "),
    ];
    for (name, expected) in rows {
        let note = hello(&peer(name));
        assert!(note.starts_with(expected), "{note}");
        assert_eq!(note.lines().count(), 2, "{note}");
        for asking in ["?", "need", "favour", "please", "could you", "can you", " ask", "let me know", "reply"] {
            assert!(!note.to_lowercase().contains(asking), "{note}");
        }
    }
}
