//! Everything as Markdown that reads well in any editor. It is for people: only the JSON export comes back in.
//!
//! Much of it was written by somebody else, so every text goes through [`text`]: in whatever shows the page, it is the
//! words that were written, and no heading, link, picture or HTML.

use super::{Export, ExportedPeer};
use crate::legible::shown;
use crate::snapshot::{Answer, Line, Meeting, PlanState, PointPart, State, Told, Who};
use std::fmt::Write;

/// The whole export as Markdown.
#[must_use]
pub fn markdown(export: &Export) -> String {
    let mut page = Page::default();
    for peer in &export.peers {
        page.peer(peer);
    }
    if !export.projects.is_empty() {
        page.head(1, "Projects");
    }
    for project in &export.projects {
        page.head(2, &project.name);
        if let Some(by) = project.by {
            page.line(&format!("By {by}."));
        }
        for need in &project.needs {
            let what = if need.what.is_empty() { String::new() } else { format!(": {}", text(&need.what)) };
            page.item(&format!("{}{what}", text(&need.department)));
        }
    }
    if !export.finished.is_empty() {
        page.head(1, "Finished work to show");
    }
    for it in &export.finished {
        page.item(&format!("{}: {}", it.on, text(&it.text)));
    }
    page.0
}

/// What was written so far. Writing to a string can't fail, so what that gives is dropped.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, level: usize, words: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        let _ = writeln!(self.0, "{gap}{} {}\n", "#".repeat(level), text(&flat(words)));
    }

    /// Markdown by itself.
    fn line(&mut self, markdown: &str) {
        let _ = writeln!(self.0, "{markdown}\n");
    }

    /// Markdown in a list.
    fn item(&mut self, markdown: &str) {
        let _ = writeln!(self.0, "- {}", inside(markdown));
    }

    fn section<T>(&mut self, name: &str, of: &[T], markdown: impl Fn(&T) -> String) {
        if !of.is_empty() {
            self.head(2, name);
            of.iter().for_each(|it| self.item(&markdown(it)));
        }
    }

    fn peer(&mut self, peer: &ExportedPeer) {
        self.head(1, &peer.name);
        let role = if peer.role.is_empty() { String::new() } else { format!(", {}", text(&peer.role)) };
        self.line(&format!("{}{role}", text(&peer.department)));
        peer.reach.iter().for_each(|reach| self.item(&text(reach)));
        if !peer.how_met.is_empty() {
            self.item(&format!("How we met: {}", text(&peer.how_met)));
        }
        if !peer.tags.is_empty() {
            self.item(&format!("Tags: {}", text(&peer.tags.join(", "))));
        }
        if let Some(closed) = peer.closed {
            self.item(&format!("Thanked and closed on {}", closed.on));
        }
        self.section("Their words", &peer.words, |it| format!("{}: “{}”", it.on, text(&it.text)));
        self.section("Promises", &peer.promises, |it| {
            let by = if it.by == Who::Me { "I" } else { "They" };
            let due = it.due.map(|due| format!(" (by {due})")).unwrap_or_default();
            let done = it.done.map(|done| format!(" (done on {done})")).unwrap_or_default();
            format!("{by}: {}{due}{done}", text(&it.text))
        });
        self.section("Where might we help each other?", &peer.lines, |line| line_text(line));
        self.section("Only mine", &peer.only_mine, |line| line_text(line));
        if !peer.pad.is_empty() {
            self.head(2, "For our next half hour");
            self.line(&text(&peer.pad));
        }
        for (name, working_on) in
            [("What I’m working on", &peer.my_working_on), ("What they are working on", &peer.their_working_on)]
        {
            if !working_on.is_empty() {
                self.head(2, name);
                self.line(&text(working_on));
            }
        }
        self.section("Heads-ups", &peer.heads_ups, |it| {
            let told = |told: &Told| format!(" (told on {}: {})", told.on, text(&told.how));
            format!("by {}: {}{}", it.by, text(&it.text), it.told.as_ref().map(told).unwrap_or_default())
        });
        self.section("Prepared", &peer.points, |it| {
            let part = match it.part {
                PointPart::Theirs => "to ask after",
                PointPart::Mine => "what I’m working on",
                PointPart::Offer => "an offer",
                PointPart::Ask => "an ask",
            };
            format!("{part}: {}{}", text(&it.text), if it.done { " (talked about)" } else { "" })
        });
        self.section("Meetings", &peer.meetings, |it| meeting(it));
        self.section("Planned", &peer.plans, |it| {
            let state = match it.state {
                PlanState::Planned => "",
                PlanState::Met => " (met)",
                PlanState::Skipped => " (let go)",
            };
            format!("{} {}{state}", it.at, text(&it.zone))
        });
        self.section("Three tests", &peer.tests, |it| {
            let answer = |answer| if answer == Answer::Yes { "yes" } else { "not yet" };
            let note = if it.note.is_empty() { String::new() } else { format!(". {}", text(&it.note)) };
            let (a, b, c) = (answer(it.priorities), answer(it.quick_question), answer(it.heads_up));
            format!("{}: could I name their top three priorities: {a}; text them a quick question: {b}; would we tell each other before a surprise: {c}{note}", it.on)
        });
        self.section("Private notes", &peer.notes, |it| {
            format!("{}: {}", crate::method::day_of(it.at), text(&it.text))
        });
    }
}

fn line_text(line: &Line) -> String {
    let texts: Vec<String> = line.versions.iter().map(|it| text(&it.text)).collect();
    let state = match line.state {
        State::Open => "",
        State::Doing => " (doing)",
        State::Done => " (done)",
    };
    let notes = line.remarks.iter().map(|it| format!("\n- {}", inside(&text(&it.text)))).collect::<String>();
    format!("{}{state}{notes}", texts.join(" / "))
}

fn meeting(it: &Meeting) -> String {
    let point = |(name, words): (&str, &String)| format!("\n- {name}: {}", inside(&text(words)));
    let parts = [("their words", &it.words), ("what I’m working on", &it.mine), ("where we might help", &it.help)];
    let parts = parts.into_iter().filter(|(_, words)| !words.is_empty());
    let lists = [
        ("I offered", &it.offered),
        ("I asked", &it.asked),
        ("they offered", &it.they_offered),
        ("they asked", &it.they_asked),
        ("also said", &it.also),
    ];
    let lists = lists.into_iter().flat_map(|(name, of)| of.iter().map(move |words| (name, words)));
    format!("{}{}", it.on, parts.chain(lists).map(point).collect::<String>())
}

/// Markdown that is part of an item of a list.
fn inside(markdown: &str) -> String {
    markdown.replace('\n', "\n  ")
}

/// What somebody wrote, as Markdown that shows exactly that (CommonMark 0.31 §2.4: a backslash before any ASCII
/// punctuation makes it mean itself).
fn text(written: &str) -> String {
    let lines = shown(&written.replace("\r\n", "\n"));
    let lines: Vec<String> = lines.lines().map(|line| line_of(line.trim())).collect();
    // An item that begins with empty lines would end there.
    lines.join("\n").trim_matches('\n').to_owned()
}

fn line_of(line: &str) -> String {
    let mut markdown = String::with_capacity(line.len() + 8);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in line.char_indices() {
        let rest = line.get(at..).unwrap_or_default();
        let means_something = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '#' | '$' | '^' | '{' | '}' => true,
            // Only where a line begins: a list, a rule, a heading's underline, a definition.
            '-' | '+' | '=' => at == 0,
            '.' | ')' => (at > 0 && at == digits) || line.get(..at).is_some_and(is_www),
            // Some readers make links of addresses by themselves.
            ':' => at == 0 || rest.starts_with("://"),
            '@' => true,
            _ => false,
        };
        if means_something {
            markdown.push('\\');
        }
        markdown.push(if c == '\t' { ' ' } else { c });
    }
    markdown
}

fn is_www(before: &str) -> bool {
    before.get(before.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_does_not_become_markup() {
        for (written, markdown) in [
            ("plain", "plain"),
            ("# no heading", "\\# no heading"),
            ("a\n> b", "a\n\\> b"),
            ("- no list", "\\- no list"),
            ("well-known - words", "well-known - words"),
            ("3. no list", "3\\. no list"),
            ("at 3.30", "at 3.30"),
            ("    no code", "no code"),
            ("<b>&amp;", "\\<b\\>\\&amp;"),
            ("![x](https://a.b)", "!\\[x\\](https\\://a.b)"),
            ("a\n===", "a\n\\==="),
            ("\u{1b}[2J\u{202e}", "\\\\u\\{1b\\}\\[2J\\\\u\\{202e\\}"),
        ] {
            assert_eq!(text(written), markdown);
        }
    }

    #[test]
    fn a_text_of_several_lines_stays_in_its_item() {
        assert_eq!(inside("one\n\ntwo"), "one\n  \n  two");
    }
}
