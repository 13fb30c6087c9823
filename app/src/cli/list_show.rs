//! How a list reads on a terminal.

use super::{
    call::{Call, now},
    find,
    find::short,
    json,
    out::Done,
};
use crate::{desk::Desk, words};
use jiff::tz::TimeZone;
use sideways_core::snapshot::{Line, Moment, PeerView, State, Who};

pub(crate) fn show(call: &Call, desk: &Desk, named: &str) -> Done {
    let view = desk.view()?;
    let peer = find::peer(&view, named)?;
    let shape = json::list(&peer, &view, now());
    call.form.say(&shape, || {
        let status = words::status(&peer, view.links.get(&peer.id).copied(), now(), &TimeZone::system());
        let mut page = vec![format!("Where might we help each other? · {}", peer.name), status];
        if let Some(words) = &peer.sharing.words {
            page.push(format!("Not checked yet. Read these to each other: {}", words.join(" ")));
        }
        let name = words::first_name(&peer.name);
        let published = [
            ("You’re working on", &peer.list.my_working_on),
            (&format!("{name} is working on"), &peer.list.their_working_on),
        ];
        page.extend(published.iter().filter(|(_, text)| !text.is_empty()).map(|(who, text)| format!("{who}: {text}")));
        page.push(String::new());
        page.extend(peer.list.lines.iter().flat_map(|line| of(line, name)));
        if !peer.list.only_mine.is_empty() {
            page.push(String::new());
            page.push("Only yours (`sideways list offer ID` puts one into the shared list):".to_owned());
            page.extend(peer.list.only_mine.iter().flat_map(|line| of(line, name)));
        }
        if !peer.list.pad.is_empty() {
            page.push(String::new());
            page.push("For our next half hour:".to_owned());
            page.extend(peer.list.pad.lines().map(|line| format!("  | {line}")));
        }
        page
    })
}

/// The list as plain text to mail, with nothing in it that only this program means.
pub(crate) fn text(call: &Call, desk: &Desk, named: &str) -> Done {
    let view = desk.view()?;
    let peer = find::peer(&view, named)?;
    let me = &view.snapshot.me.name;
    let who = |who: Who| if who == Who::Me { me.as_str() } else { peer.name.as_str() };
    let shape = json::list(&peer, &view, now());
    call.form.say(&shape, || {
        let title = "Where might we help each other?".to_owned();
        let line = |line: &Line| {
            let state =
                if line.state == State::Open { String::new() } else { format!(", {}", json::state(line.state)) };
            // On one line each: it is pasted into a mail, where nothing marks what continues.
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let texts: Vec<_> = line.versions.iter().map(|version| flat(&version.text)).collect();
            format!("- {} ({}, {}{state})", texts.join(" / "), json::kind(line.kind), who(line.raised_by))
        };
        std::iter::once(title).chain(peer.list.lines.iter().map(|it| line(it))).collect()
    })
}

pub(crate) fn history(call: &Call, desk: &Desk, named: &str) -> Done {
    let view = desk.view()?;
    let (peer, line) = find::line(&view, named)?;
    let shapes: Vec<_> = line.history.iter().map(|wording| json::version(wording)).collect();
    call.form.say(&shapes, || {
        let now = now();
        line.history.iter().map(|it| format!("{}  {}: {}", at(it.at, now), name(it.by, &peer), it.text)).collect()
    })
}

fn at(moment: Moment, now: Moment) -> String {
    words::moment(moment, now, &TimeZone::system())
}

fn name(who: Who, peer: &PeerView) -> &str {
    if who == Who::Me { "You" } else { words::first_name(&peer.name) }
}

/// A line by itself.
pub(crate) fn lines(line: &Line) -> Vec<String> {
    of(line, "they")
}

fn of(line: &Line, name: &str) -> Vec<String> {
    let mark = match line.state {
        State::Open => "[ ]",
        State::Doing => "[~]",
        State::Done => "[x]",
    };
    let by = |who: Who| if who == Who::Me { "you" } else { name };
    let helpers: Vec<_> = line.helpers.iter().map(|helper| by(*helper)).collect();
    let help = if helpers.is_empty() { String::new() } else { format!(" · {} could help", helpers.join(" and ")) };
    let first = format!("{} · {}{help} · {}", json::kind(line.kind), by(line.raised_by), short(&line.id));
    let mut page = match line.versions.as_slice() {
        [_] => vec![format!("{mark} {}  ({first})", line.text())],
        several => {
            let mut page = vec![format!("{mark} You both reworded this. Keep one, or keep both.  ({first})")];
            page.extend(several.iter().map(|it| format!("      {}: {}  ({})", by(it.by), it.text, short(&it.id))));
            page
        }
    };
    page.extend(line.remarks.iter().map(|remark| format!("      {}: {}", by(remark.by), remark.text)));
    page
}
