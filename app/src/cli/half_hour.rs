//! `meet show`, `edit`, `remove`: half hours that were, read again and mended.

use super::{
    call::{Call, edit},
    find, json, mend,
    out::{Done, failure},
    said::past_day,
};
use crate::words;
use sideways_core::{
    command::{Command, EntryEdit, MeetingDetails},
    method::half_hour::{came_of, kept_lines},
    snapshot::{Meeting, PeerView, Snapshot, Why},
};

/// What to change of a half hour; of a prepared point, its words.
#[derive(clap::Args)]
pub(crate) struct Edit {
    /// Its id, as `meet list --json` gives it; or a prepared point’s, as `meet prepare` shows it.
    id: String,
    /// A prepared point’s new words; - reads them from standard input.
    text: Option<String>,
    /// The day it was, like 2026-11-20 or "last Friday".
    #[arg(long)]
    on: Option<String>,
    /// Why you met: standing, trouble or just-because.
    #[arg(long, value_parser = why)]
    why: Option<Why>,
    /// Their words, anew; empty takes them away.
    #[arg(long)]
    words: Option<String>,
    /// What you said you’re working on, anew.
    #[arg(long)]
    mine: Option<String>,
    /// Where you might help each other, anew.
    #[arg(long)]
    help: Option<String>,
    /// Explain this verb.
    #[arg(short = 'h', action = clap::ArgAction::HelpLong)]
    explain: Option<bool>,
    /// All you offered, anew; may be repeated, and one empty takes all away.
    #[arg(long)]
    offered: Vec<String>,
    /// All you asked, anew.
    #[arg(long)]
    asked: Vec<String>,
    /// All they offered, anew.
    #[arg(long)]
    they_offered: Vec<String>,
    /// All they asked, anew.
    #[arg(long)]
    they_asked: Vec<String>,
    /// All else they said, anew.
    #[arg(long)]
    also: Vec<String>,
}

impl Edit {
    /// The meeting with what is given in place of what was there.
    fn of(self, meeting: &Meeting) -> Result<MeetingDetails, crate::desk::Failure> {
        let before = MeetingDetails::of(meeting);
        let anew = |new: Vec<String>, old: Vec<String>| {
            if new.is_empty() { old } else { new.into_iter().filter(|it| !it.trim().is_empty()).collect() }
        };
        Ok(MeetingDetails {
            on: self.on.map_or(Ok(before.on), |on| past_day(Some(&on)))?,
            why: self.why.or(before.why),
            words: self.words.unwrap_or(before.words),
            mine: self.mine.unwrap_or(before.mine),
            help: self.help.unwrap_or(before.help),
            offered: anew(self.offered, before.offered),
            asked: anew(self.asked, before.asked),
            they_offered: anew(self.they_offered, before.they_offered),
            they_asked: anew(self.they_asked, before.they_asked),
            also: anew(self.also, before.also),
        })
    }
}

pub(crate) fn show(call: &Call, id: &str) -> Done {
    let view = call.desk()?.view()?;
    let (peer, meeting) = find::entry(&view, id, "half hour", |peer| &peer.meetings, |it| it.id)?;
    let shape = json::met(&view.snapshot, &peer, &meeting);
    call.form.say(&shape, || whole(&view.snapshot, &peer, &meeting))
}

pub(crate) fn edit_one(call: &Call, change: Edit) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let point = find::entry(&view, &change.id, "prepared point", |peer| &peer.points, |it| it.id);
    if let (Some(text), Ok((peer, point))) = (&change.text, &point) {
        return mend::point(call, peer, point, text);
    }
    if point.is_ok() {
        return Err(failure("say the new words of what you prepared", Some("`meet edit ID WORDS`")).into());
    }
    let (peer, meeting) = find::entry(&view, &change.id, "half hour", |peer| &peer.meetings, |it| it.id)?;
    if change.text.is_some() {
        let hint =
            "say which line: --words, --mine, --help, --offered, --asked, --they-offered, --they-asked or --also";
        return Err(failure("a half hour has several lines", Some(hint)).into());
    }
    let details = change.of(&meeting)?;
    edit(&desk, Command::EditEntry(peer.id, meeting.id, EntryEdit::Meeting(details)))?;
    show(call, &meeting.id.to_string())
}

pub(crate) fn remove(call: &Call, id: &str) -> Done {
    let view = call.desk()?.view()?;
    if let Ok((peer, point)) = find::entry(&view, id, "prepared point", |peer| &peer.points, |it| it.id) {
        return mend::remove(call, peer.id, point.id, &point.text);
    }
    let (peer, meeting) = find::entry(&view, id, "half hour", |peer| &peer.meetings, |it| it.id)?;
    let says = format!("the half hour with {} on {}", peer.name, words::date(meeting.on));
    mend::remove(call, peer.id, meeting.id, &says)
}

/// All of it, a row each.
fn whole(snapshot: &Snapshot, peer: &PeerView, meeting: &Meeting) -> Vec<String> {
    let name = words::first_name(&peer.name);
    let why = meeting.why.map(|why| format!(" ({})", json::why(why))).unwrap_or_default();
    let first = format!("{} {} with {}{why}", words::date(meeting.on), meeting.on.year(), peer.name);
    let lines = kept_lines(meeting);
    let lines = lines.iter().map(|line| format!("{}: {}", words::kept(line.slot, name), line.text));
    let came = came_of(snapshot, meeting);
    let came = came.iter().map(|it| {
        let (what, says) = words::came(it);
        format!("{what}: {says}")
    });
    std::iter::once(first).chain(lines).chain(came).chain([format!("id {}", meeting.id)]).collect()
}

pub(crate) fn why(text: &str) -> Result<Why, String> {
    match text {
        "standing" => Ok(Why::Standing),
        "trouble" => Ok(Why::Trouble),
        "just-because" => Ok(Why::JustBecause),
        "in-person" => Ok(Why::InPerson),
        _ => Err("say standing, trouble, just-because or in-person".to_owned()),
    }
}
