//! What somebody else wrote leaves this program as words: whatever reads the file sees exactly those.

use crate::people::{NOW, alex_and_dana};
use jiff::civil::date;
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::Value;
use sideways_core::{
    command::{Command, ListCommand, MeetingDetails, MethodCommand, PeerDetails, ProjectDetails, Splice, TestsDetails},
    export::{self, Export},
    legible,
    snapshot::{Answer, PointPart, Told, Who},
};
use std::sync::LazyLock;

/// Stands for a text that somebody wrote.
const WRITTEN: &str = "zqwritten";

/// An export in which every text is [`WRITTEN`], with everything there can be.
static TEMPLATE: LazyLock<Value> = LazyLock::new(|| {
    let (mut alex, _) = alex_and_dana();
    let (peer, on, text) = (alex.peer, date(2026, 10, 13), || WRITTEN.to_owned());
    let details = PeerDetails {
        name: text(),
        department: text(),
        role: text(),
        reach: vec![text(), format!("mailto:{WRITTEN}"), format!("tel:{WRITTEN}"), format!("xmpp:{WRITTEN}")],
        tags: vec![text(), text()],
        how_met: text(),
        card_uid: text(),
        ..PeerDetails::default()
    };
    let meeting = MeetingDetails {
        words: text(),
        mine: text(),
        help: text(),
        offered: vec![text()],
        asked: vec![text()],
        they_offered: vec![text()],
        they_asked: vec![text()],
        ..MeetingDetails::on(on)
    };
    let tests = TestsDetails {
        on,
        priorities: Answer::Yes,
        quick_question: Answer::Yes,
        heads_up: Answer::NotYet,
        note: text(),
    };
    let method = |command| Command::Method(command);
    for command in [
        Command::EditPeer(peer, details),
        Command::AddNote { peer, text: text() },
        Command::AddWords { peer, text: text(), on },
        Command::LogMeeting { peer, meeting },
        method(MethodCommand::AddPromise { peer, by: Who::Them, text: text(), due: Some(on) }),
        method(MethodCommand::AddHeadsUp { peer, text: text(), by: on }),
        method(MethodCommand::Plan { peer, at: on.at(10, 0, 0, 0), zone: "Europe/Paris".into(), minutes: 30 }),
        method(MethodCommand::AddPoint { peer, part: PointPart::Theirs, text: text() }),
        method(MethodCommand::AnswerTests(peer, tests)),
        method(MethodCommand::AddProject(ProjectDetails {
            name: text(),
            needs: vec![(text(), text())],
            by: None,
            made: on,
        })),
        method(MethodCommand::AddFinished(on, text())),
        Command::List(peer, ListCommand::WorkingOn(text())),
        Command::List(
            peer,
            ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert: text() }] },
        ),
    ] {
        alex.ws.edit(command, NOW).unwrap();
    }
    let told = alex.view().heads_ups[0].id;
    let how = Some(Told { on, how: text() });
    alex.ws.edit(method(MethodCommand::SetTold(peer, told, how)), NOW).unwrap();
    let line = alex.add(WRITTEN);
    alex.list(ListCommand::Remark(line, text()));
    serde_json::to_value(Export::of(&alex.ws.snapshot(), None)).unwrap()
});

fn filled(with: &str) -> Export {
    fn fill(value: &mut Value, with: &str) {
        match value {
            Value::String(text) => *text = text.replace(WRITTEN, with),
            Value::Array(all) => all.iter_mut().for_each(|it| fill(it, with)),
            Value::Object(all) => all.values_mut().for_each(|it| fill(it, with)),
            _ => {}
        }
    }
    let mut value = TEMPLATE.clone();
    fill(&mut value, with);
    serde_json::from_value(value).unwrap()
}

/// Texts made of what means something somewhere: to Markdown, HTML, a terminal, a calendar, an address card.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "word",
        "Zoë",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\\",
        "\\\\",
        "`",
        "```",
        "~~~",
        "*",
        "**",
        "_",
        "__",
        "#",
        "# ",
        "> ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "1) ",
        "- [ ] ",
        "---",
        "===",
        "***",
        "| a | b |",
        "|---|---|",
        "<b>",
        "<script>alert(1)</script>",
        "<!-- ",
        " -->",
        "<https://a.b>",
        "&lt;",
        "&#60;",
        "[a](https://a.b)",
        "![a](https://a.b/c.png)",
        "[a]: https://a.b",
        "[^1]",
        "[[a]]",
        "https://a.b/c",
        "www.a.bc",
        "dana@a.bc",
        "~~",
        "$x$",
        "$$",
        "^a^",
        ": ",
        "{#id}",
        ":::",
        "!",
        "BEGIN:VCARD",
        "END:VCARD",
        "END:VEVENT\r\nBEGIN:VEVENT",
        ";",
        ",",
        ":",
        "\"",
        "ATTENDEE:mailto:x@y.z",
        "\u{1b}[2J",
        "\u{9b}",
        "\u{1b}]8;;file:///\u{7}",
        "\u{202e}",
        "\u{200b}",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        "\u{e002}",
        "\\ud800",
        "\\n",
        "\0",
        "\u{7f}",
        "é",
        "👩\u{200d}💻",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..12).prop_map(|pieces| pieces.concat())
}

/// What a reader of Markdown shows of a page, text by text; and what it takes for more than text.
fn read(markdown: &str) -> (String, Vec<String>) {
    let (mut shown, mut more) = (String::new(), Vec::new());
    // All there is but other dashes and quotation marks, which are a matter of taste.
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) => shown.push_str(&text),
            Event::SoftBreak | Event::HardBreak => shown.push('\n'),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item) => shown.push('\n'),
            Event::End(_) => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => more.push("an indented code block".to_owned()),
            other => more.push(format!("{other:?}")),
        }
    }
    (shown, more)
}

/// The words of a text, as far as any reader of Markdown keeps them apart.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn items(markdown: &str) -> usize {
    Parser::new(markdown).filter(|event| matches!(event, Event::Start(Tag::Item | Tag::Heading { .. }))).count()
}

fn check_markdown(written: &str) -> Result<(), TestCaseError> {
    let page = export::markdown(&filled(written));
    prop_assert!(!page.contains(|c: char| legible::hides(c) && c != '\n'), "{page:?}");
    let (shown, more) = read(&page);
    prop_assert_eq!(more, Vec::<String>::new(), "{}", page);
    // As many headings and items as with a plain word, and the words of each text in the order they were written.
    prop_assert_eq!(items(&page), items(&export::markdown(&filled("word"))), "{}", page);
    let expected = words(&legible::shown(&written.replace("\r\n", "\n")));
    let shown = words(&shown);
    let whole = shown.windows(expected.len().max(1)).any(|window| window == expected.as_slice());
    prop_assert!(whole || expected.is_empty(), "{expected:?} is not in {shown:?}");
    Ok(())
}

/// The names of the properties in a file of content lines (RFC 5545 §3.1, RFC 6350 §3.2), read without our own reader.
fn properties(file: &str) -> Vec<String> {
    let unfolded = file.replace("\r\n ", "");
    assert!(unfolded.ends_with("\r\n"), "a line without an end");
    let lines = unfolded.trim_end_matches("\r\n").split("\r\n");
    lines
        .map(|line| {
            assert!(!line.contains(char::is_control), "{line:?}");
            let name = line.split([':', ';']).next().unwrap();
            if name == "BEGIN" || name == "END" { line.to_owned() } else { name.to_owned() }
        })
        .collect()
}

fn check_files(written: &str) -> Result<(), TestCaseError> {
    let (hostile, plain) = (filled(written), filled("word"));
    prop_assert_eq!(properties(&export::ical(&hostile, NOW)), properties(&export::ical(&plain, NOW)));
    // What a way to reach somebody is called depends on its scheme.
    let kind = |name: String| if ["URL", "IMPP", "TEL"].contains(&name.as_str()) { "EMAIL".to_owned() } else { name };
    let kinds = |export: &Export| -> Vec<String> {
        properties(&export::vcard(export)).into_iter().filter(|name| name != "TITLE").map(kind).collect()
    };
    prop_assert_eq!(kinds(&hostile), kinds(&plain));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn markdown_shows_what_was_written_and_nothing_else(written in hostile()) {
        check_markdown(&written)?;
    }

    #[test]
    fn calendars_and_cards_keep_what_was_written_in_its_place(written in hostile()) {
        check_files(&written)?;
    }

    #[test]
    fn json_says_the_same_again(written in hostile()) {
        let export = filled(&written);
        let text = serde_json::to_string(&export).unwrap();
        prop_assert_eq!(serde_json::from_str::<Export>(&text).unwrap(), export);
    }
}

#[test]
fn each_thing_that_means_something_alone_means_nothing_here() {
    for written in [
        "# heading",
        "> quote",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "    code",
        "```\ncode\n```",
        "---",
        "===",
        "a\n===",
        "a\n---",
        "<b>bold</b>",
        "<!-- hidden -->",
        "&copy;",
        "[a](javascript:alert(1))",
        "![a](file:///x)",
        "| a | b |\n|---|---|\n| c | d |",
        "*a* **b** _c_ ~~d~~ `e`",
        "a  \nb",
        "a\\\nb",
        "[^1]\n\n[^1]: note",
        "- [x] done",
        "term\n: definition",
        "$a$",
        "https://a.b www.a.b",
        "a\n\n\n\n    b",
        "\\",
        "\\*a\\*",
        "a # ",
        "[[wiki]]",
        "H~2~O ^x^",
        "::: warning",
        "+++",
        "> [!NOTE]\n> x",
        "*",
        "-",
        "1.",
        "\"quoted\" -- and...",
    ] {
        check_markdown(written).unwrap_or_else(|failed| panic!("{written:?}: {failed}"));
        check_files(written).unwrap_or_else(|failed| panic!("{written:?}: {failed}"));
    }
}
