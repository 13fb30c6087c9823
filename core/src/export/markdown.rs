//! Everything as Markdown that reads well in any editor. It is for people: only the JSON export comes back in.

use super::{Export, ExportedPeer};
use crate::snapshot::{Answer, Line, Meeting, PlanState, PointPart, State, Who};
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
            let what = if need.what.is_empty() { String::new() } else { format!(": {}", need.what) };
            page.item(&format!("{}{what}", need.department));
        }
    }
    if !export.finished.is_empty() {
        page.head(1, "Finished work to show");
    }
    for it in &export.finished {
        page.item(&format!("{}: {}", it.on, it.text));
    }
    page.0
}

/// What was written so far. Writing to a string can't fail, so what that gives is dropped.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, level: usize, text: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        let _ = writeln!(self.0, "{gap}{} {}\n", "#".repeat(level), flat(text));
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.0, "{}\n", plain(text));
    }

    fn item(&mut self, text: &str) {
        let _ = writeln!(self.0, "- {}", plain(text).replace('\n', "\n  "));
    }

    fn section<T>(&mut self, name: &str, of: &[T], text: impl Fn(&T) -> String) {
        if !of.is_empty() {
            self.head(2, name);
            of.iter().for_each(|it| self.item(&text(it)));
        }
    }

    fn peer(&mut self, peer: &ExportedPeer) {
        self.head(1, &peer.name);
        let role = if peer.role.is_empty() { String::new() } else { format!(", {}", peer.role) };
        self.line(&format!("{}{role}", peer.department));
        peer.reach.iter().for_each(|reach| self.item(reach));
        if !peer.how_met.is_empty() {
            self.item(&format!("How we met: {}", peer.how_met));
        }
        if !peer.tags.is_empty() {
            self.item(&format!("Tags: {}", peer.tags.join(", ")));
        }
        if let Some(closed) = peer.closed {
            self.item(&format!("Thanked and closed on {}", closed.on));
        }
        self.section("Their words", &peer.words, |it| format!("{}: “{}”", it.on, it.text));
        self.section("Promises", &peer.promises, |it| {
            let by = if it.by == Who::Me { "I" } else { "They" };
            let due = it.due.map(|due| format!(" (by {due})")).unwrap_or_default();
            let done = it.done.map(|done| format!(" (done on {done})")).unwrap_or_default();
            format!("{by}: {}{due}{done}", it.text)
        });
        self.section("Where might we help each other?", &peer.lines, |line| line_text(line));
        self.section("Only mine", &peer.only_mine, |line| line_text(line));
        if !peer.pad.is_empty() {
            self.head(2, "For our next half hour");
            self.line(&peer.pad);
        }
        for (name, text) in
            [("What I'm working on", &peer.my_working_on), ("What they are working on", &peer.their_working_on)]
        {
            if !text.is_empty() {
                self.head(2, name);
                self.line(text);
            }
        }
        self.section("Heads-ups", &peer.heads_ups, |it| {
            let told = it.told.as_ref().map(|told| format!(" (told on {}: {})", told.on, told.how)).unwrap_or_default();
            format!("by {}: {}{told}", it.by, it.text)
        });
        self.section("Prepared", &peer.points, |it| {
            let part = match it.part {
                PointPart::Theirs => "to ask after",
                PointPart::Mine => "what I'm working on",
                PointPart::Offer => "an offer",
                PointPart::Ask => "an ask",
            };
            format!("{part}: {}{}", it.text, if it.done { " (talked about)" } else { "" })
        });
        self.section("Meetings", &peer.meetings, |it| meeting(it));
        self.section("Planned", &peer.plans, |it| {
            let state = match it.state {
                PlanState::Planned => "",
                PlanState::Met => " (met)",
                PlanState::Skipped => " (let go)",
            };
            format!("{} {}{state}", it.at, it.zone)
        });
        self.section("Three tests", &peer.tests, |it| {
            let answer = |answer| if answer == Answer::Yes { "yes" } else { "not yet" };
            let note = if it.note.is_empty() { String::new() } else { format!(". {}", it.note) };
            let (a, b, c) = (answer(it.priorities), answer(it.quick_question), answer(it.heads_up));
            format!("{}: could I name their top three priorities: {a}; text them a quick question: {b}; would we tell each other before a surprise: {c}{note}", it.on)
        });
        self.section("Private notes", &peer.notes, |it| format!("{}: {}", crate::method::day_of(it.at), it.text));
    }
}

fn line_text(line: &Line) -> String {
    let texts: Vec<&str> = line.versions.iter().map(|it| it.text.as_str()).collect();
    let state = match line.state {
        State::Open => "",
        State::Doing => " (doing)",
        State::Done => " (done)",
    };
    let notes = line.remarks.iter().map(|it| format!("\n- {}", it.text)).collect::<String>();
    format!("{}{state}{notes}", texts.join(" / "))
}

fn meeting(it: &Meeting) -> String {
    let parts = [("their words", &it.words), ("what I'm working on", &it.mine), ("where we might help", &it.help)];
    let parts =
        parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("\n- {name}: {text}"));
    let lists = [
        ("I offered", &it.offered),
        ("I asked", &it.asked),
        ("they offered", &it.they_offered),
        ("they asked", &it.they_asked),
    ];
    let lists = lists.into_iter().flat_map(|(name, of)| of.iter().map(move |text| format!("\n- {name}: {text}")));
    format!("{}{}", it.on, parts.chain(lists).collect::<String>())
}

/// Text that must not become a heading or a list by how it begins.
fn plain(text: &str) -> String {
    let line = |line: &str| {
        let marks = line.starts_with(['#', '>', '=', '+', '*', '-', '`', '|', '~']) && !line.starts_with("- ");
        if marks { format!("\\{line}") } else { line.to_owned() }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_does_not_become_markup() {
        for (text, shown) in
            [("# no heading", "\\# no heading"), ("plain", "plain"), ("a\n> b", "a\n\\> b"), ("- a list", "- a list")]
        {
            assert_eq!(plain(text), shown);
        }
    }
}
