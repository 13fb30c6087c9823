use super::{Item, prepare};
use crate::method::tests_peer::{dana, date, peer};

const TODAY: &str = "2026-10-13";

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}

/// The last part as one line: what isn't empty of it, in its order.
fn last_part(facts: &str) -> String {
    let dana = dana(facts);
    let together = prepare(&dana, date(TODAY)).together;
    let groups = [
        ("offers", &together.offers),
        ("ideas", &together.ideas),
        ("they ask", &together.they_ask),
        ("asks", &together.asks),
    ];
    let said = |(name, items): &(&str, &Vec<Item<'_>>)| {
        (!items.is_empty()).then(|| format!("{name}: {}", texts(items.iter().map(|item| item.text()))))
    };
    let flat: Vec<&str> = groups.iter().flat_map(|(_, items)| items.iter()).map(|item| item.text()).collect();
    assert_eq!(together.in_order().map(Item::text).collect::<Vec<_>>(), flat, "{facts}");
    let gentle = together.gentle.as_ref().map(|_| "gentle".to_owned());
    groups.iter().filter_map(said).chain(gentle).collect::<Vec<_>>().join(" · ")
}

#[test]
fn offers_come_first_and_a_brief_of_asks_only_gets_a_gentle_line() {
    let rows = [
        // what is prepared and in the list, and the last part
        ("", ""),
        ("point offer 2026-10-12 A template", "offers: A template"),
        ("point ask 2026-10-12 A form", "asks: A form · gentle"),
        ("point ask 2026-10-12 A form | point offer 2026-10-12 A template", "offers: A template · asks: A form"),
        ("point ask 2026-10-12 A | point ask 2026-10-12 B", "asks: A, B · gentle"),
        ("point offer 2026-10-12 A | point offer 2026-10-12 B", "offers: A, B"),
        ("point ask done A form", ""),
        ("point offer done A template | point ask 2026-10-12 A form", "asks: A form · gentle"),
        ("point theirs 2026-10-12 The audit | point ask 2026-10-12 A form", "asks: A form · gentle"),
        ("point mine 2026-10-12 The move | point ask 2026-10-12 A form", "asks: A form · gentle"),
        // lines of the list
        ("line offer me open My script", "offers: My script"),
        ("line offer them open Her room", "offers: Her room"),
        ("line idea me open A lunch", "ideas: A lunch"),
        ("line idea them open A tour", "ideas: A tour"),
        ("line ask them open Some help", "they ask: Some help"),
        ("line ask me open A seat", "asks: A seat"),
        ("line offer me done My script", ""),
        ("line ask me done A seat", ""),
        ("line offer me doing My script", "offers: My script"),
        ("line ask them doing Some help", "they ask: Some help"),
        // what I could help with is something I offer
        ("line ask them open+me Some help", "offers: Some help"),
        ("line ask them doing+me Some help", "offers: Some help"),
        ("line ask them done+me Some help", ""),
        ("line idea them open+me A tour", "offers: A tour"),
        ("line idea me open+me A lunch", "offers: A lunch"),
        ("line ask them open+them Some help", "they ask: Some help"),
        ("line ask me open+them A seat", "asks: A seat"),
        ("line ask me open+me A seat", "asks: A seat"),
        ("line offer them open+me Her room", "offers: Her room"),
        // asks of mine in the list alone were not prepared
        ("line ask me open A seat | line ask me open A badge", "asks: A seat, A badge"),
        // with an ask prepared
        ("point ask 2026-10-12 A form | line ask me open A seat", "asks: A form, A seat · gentle"),
        ("point ask 2026-10-12 A form | line offer me open My script", "offers: My script · asks: A form"),
        ("point ask 2026-10-12 A form | line offer me done My script", "asks: A form · gentle"),
        ("point ask 2026-10-12 A form | line ask them open+me Some help", "offers: Some help · asks: A form"),
        ("point ask 2026-10-12 A form | line offer them open Her room", "offers: Her room · asks: A form · gentle"),
        ("point ask 2026-10-12 A form | line idea me open A lunch", "ideas: A lunch · asks: A form · gentle"),
        ("point ask 2026-10-12 A form | line ask me open+me A seat", "asks: A form, A seat · gentle"),
        // everything at once, told in the wrong order
        (
            "line ask me open G | line ask them open E | line idea them open D | line offer them open C | \
             line ask them open+me B | point ask 2026-10-12 F | point offer 2026-10-12 A",
            "offers: A, B, C · ideas: D · they ask: E · asks: F, G",
        ),
        (
            "line idea me open D | line offer them open C | line offer me open A | line ask them open+me B",
            "offers: A, B, C · ideas: D",
        ),
    ];
    for (facts, expected) in rows {
        assert_eq!(last_part(facts), expected, "{facts}");
    }
}

#[test]
fn their_words_and_promises_stand_on_top_and_each_point_in_its_part() {
    let rows = [
        // what is known; their words; my promises; theirs; the first part; the second; what I published
        ("", "", "", "", "", "", ""),
        ("words 2026-10-01 The audit.", "The audit.", "", "", "", "", ""),
        (
            "words 2026-10-04 D | words 2026-10-03 C | words 2026-10-02 B | words 2026-10-01 A",
            "D, C, B",
            "",
            "",
            "",
            "",
            "",
        ),
        ("words 2026-10-04 D | words 2026-10-03   | words 2026-10-02 B", "D, B", "", "", "", "", ""),
        ("promise me open The numbers | promise them open A name", "", "The numbers", "A name", "", "", ""),
        ("promise me open B | promise me open A | promise them done C", "", "B, A", "", "", "", ""),
        ("promise me done B | promise them open C | promise them open D", "", "", "C, D", "", "", ""),
        ("point theirs 2026-10-12 Her move", "", "", "", "Her move", "", ""),
        ("point theirs done Her move | point theirs 2026-10-12 Her team", "", "", "", "Her team", "", ""),
        ("point mine 2026-10-12 The pilot | point mine done The plan", "", "", "", "", "The pilot", ""),
        ("published The new budget form", "", "", "", "", "", "The new budget form"),
        ("published", "", "", "", "", "", ""),
        (
            "point mine 2026-10-12 M | point offer 2026-10-12 O | point theirs 2026-10-12 T | published P",
            "",
            "",
            "",
            "T",
            "M",
            "P",
        ),
    ];
    for (facts, words, my_promises, their_promises, theirs, mine, published) in rows {
        let dana = dana(&facts.replace("published", "published \t "));
        let brief = prepare(&dana, date(TODAY));
        assert_eq!(texts(brief.words.iter().map(|it| &*it.text)), words, "{facts}");
        assert_eq!(texts(brief.promises.mine.iter().map(|it| &*it.text)), my_promises, "{facts}");
        assert_eq!(texts(brief.promises.theirs.iter().map(|it| &*it.text)), their_promises, "{facts}");
        assert_eq!(texts(brief.theirs.points.iter().map(|it| &*it.text)), theirs, "{facts}");
        assert_eq!(texts(brief.mine.points.iter().map(|it| &*it.text)), mine, "{facts}");
        assert_eq!(brief.mine.published.unwrap_or_default(), published, "{facts}");
        assert_eq!(brief.theirs.opening, "What’s keeping you up at night?");
        assert_eq!(brief.mine.opening, "What I’m working on");
        assert_eq!(brief.together.opening, "Where might we help each other?");
    }
}

#[test]
fn at_a_first_meeting_the_asks_are_folded_away() {
    let rows = [
        ("", true),
        ("point ask 2026-10-12 A form", true),
        ("words 2026-10-01 The audit.", true),
        ("plan 2026-10-15T10:00 planned 0", true),
        ("plan 2026-10-01T10:00 skipped 0", true),
        ("met 2026-10-01", false),
        ("met 2026-10-01 | met 2025-10-01 | point ask 2026-10-12 A form", false),
    ];
    for (facts, expected) in rows {
        let dana = dana(facts);
        let brief = prepare(&dana, date(TODAY));
        assert_eq!((brief.first_meeting, brief.together.asks_folded), (expected, expected), "{facts}");
    }
}

#[test]
fn what_was_prepared_for_an_earlier_time_is_carried_over() {
    // A point is named by its words. Days of points are by the clock of UTC; plans are made in Berlin, two hours ahead.
    let rows = [
        ("nothing happened yet", "point ask 2026-10-01 A", ""),
        ("met, and written before", "met 2026-10-05 | point ask 2026-10-01 A", "A"),
        ("met, and written after", "met 2026-10-05 | point ask 2026-10-06 A", ""),
        ("written on the day of a meeting nobody planned", "met 2026-10-05 | point ask 2026-10-05T07:00 A", ""),
        ("talked about", "met 2026-10-05 | point ask done A", ""),
        ("the last of two meetings counts", "met 2026-10-05 | met 2026-09-05 | point mine 2026-09-20 A", "A"),
        (
            "in every part, in their order",
            "met 2026-10-05 | point theirs 2026-10-01 A | point mine 2026-10-06 B | point offer 2026-10-02 C",
            "A, C",
        ),
        (
            "written in the morning of a planned meeting",
            "met 2026-10-05 | plan 2026-10-05T10:00 met 0 | point ask 2026-10-05T07:59 A",
            "A",
        ),
        (
            "written when it had begun",
            "met 2026-10-05 | plan 2026-10-05T10:00 met 0 | point ask 2026-10-05T08:00 A",
            "",
        ),
        (
            "a plan of another day says nothing of this meeting",
            "met 2026-10-05 | plan 2026-10-04T10:00 met 0 | point ask 2026-10-05T07:00 A",
            "",
        ),
        ("a meeting noted for another year", "met 2027-10-05 | point ask 2026-10-12 A", ""),
        ("planned and never moved", "plan 2026-10-15T10:00 planned 0 | point ask 2026-10-01 A", ""),
        ("moved, and written on an earlier day", "plan 2026-10-15T10:00 planned 1 | point ask 2026-10-01 A", "A"),
        ("moved, and written today", "plan 2026-10-15T10:00 planned 1 | point ask 2026-10-13T06:00 A", ""),
        ("moved, but met since", "plan 2026-10-01T10:00 met 2 | met 2026-10-01 | point ask 2026-10-02 A", ""),
        ("let go, and written before", "plan 2026-10-08T10:00 skipped 0 | point ask 2026-10-01 A", "A"),
        ("let go, and written after", "plan 2026-10-08T10:00 skipped 0 | point ask 2026-10-09 A", ""),
        ("let go ahead of time", "plan 2026-10-20T10:00 skipped 0 | point ask 2026-10-12 A", "A"),
        ("let go ahead of time, and written today", "plan 2026-10-20T10:00 skipped 0 | point ask 2026-10-13 A", ""),
        (
            "let go, and met since",
            "met 2026-10-10 | plan 2026-10-08T10:00 skipped 0 | point ask 2026-10-09 A | point ask 2026-10-11 B",
            "A",
        ),
    ];
    for (story, facts, expected) in rows {
        let dana = dana(facts);
        let carried = prepare(&dana, date(TODAY)).carried;
        let points = dana.points.iter().filter(|point| carried.contains(&point.id));
        assert_eq!(texts(points.map(|point| &*point.text)), expected, "{story}");
        assert!(carried.len() <= dana.points.len(), "{story}");
    }
}

#[test]
fn two_starters_are_made_from_their_own_words() {
    let rows = [
        (
            "words 2026-09-10 The audit eats August. | met 2026-09-10",
            "Last time it was: “The audit eats August.” Is there a piece of it you could take?",
            "Ask how this stands now: “The audit eats August.”",
        ),
        (
            "words 2026-09-10 The audit eats August.",
            "On 10 September it was: “The audit eats August.” Is there a piece of it you could take?",
            "Ask how this stands now: “The audit eats August.”",
        ),
        (
            "words 2026-09-10 The audit | met 2026-10-01",
            "On 10 September it was: “The audit.” Is there a piece of it you could take?",
            "Ask how this stands now: “The audit.”",
        ),
        (
            "words 2026-10-01 The audit | words 2025-12-03 Hiring! | words 2025-01-01 Rent | met 2026-10-01",
            "Last time it was: “The audit.” Is there a piece of it you could take?",
            "On 3 December 2025 it was: “Hiring!” Ask how that stands now.",
        ),
        (
            "words 2026-10-01 | words 2026-09-01 Who runs payroll?",
            "On 1 September it was: “Who runs payroll?” Is there a piece of it you could take?",
            "Ask how this stands now: “Who runs payroll?”",
        ),
        (
            "words 2026-10-01 The audit eats August. Then the board wants all of it again, in other columns.",
            "On 1 October it was: “The audit eats August. …” Is there a piece of it you could take?",
            "Ask how this stands now: “The audit eats August. …”",
        ),
        (
            "met 2026-09-10",
            "Ask Dana what takes the most time just now. Is there a piece of it you could take?",
            "Is there something you finished lately that Dana could use?",
        ),
    ];
    for (facts, first, second) in rows {
        let dana = dana(&format!("{facts} | point ask 2026-10-12 A form"));
        let gentle = prepare(&dana, date(TODAY)).together.gentle.unwrap();
        assert_eq!(gentle.says, "Everything here is something you need. What would be useful to Dana this month?");
        assert_eq!(gentle.starters, [first, second], "{facts}");
    }
}

#[test]
fn the_gentle_line_does_without_a_name() {
    let mut nameless = peer(" ");
    nameless.points = dana("point ask 2026-10-12 A form").points;
    let gentle = prepare(&nameless, date(TODAY)).together.gentle.unwrap();
    assert_eq!(gentle.says, "Everything here is something you need. What would be useful to them this month?");
    assert!(gentle.starters.iter().all(|starter| starter.contains("them") && !starter.contains("  ")));
}
