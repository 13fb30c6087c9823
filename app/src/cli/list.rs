//! `list` and `publish`: "Where might we help each other?"

use super::{
    call::{Call, edit, now, text_or_input},
    find, json, list_show,
    notes::added,
    out::Done,
};
use crate::desk::Desk;
use sideways_core::{
    command::{Choice, Command, ListCommand, Outcome, Place, Splice},
    id::{LineId, PeerId},
    snapshot::{Kind, Since, SinceWhat, State},
};
use std::collections::BTreeSet;

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// The list, and how far it is shared.
    Show {
        /// With whom.
        peer: String,
    },
    /// Add a line.
    Add {
        /// With whom.
        peer: String,
        /// The words; - reads them from standard input.
        text: String,
        /// offer, ask or idea.
        #[arg(long = "as", value_parser = kind, default_value = "idea")]
        kind: Kind,
    },
    /// Reword a line.
    Edit {
        /// The line’s id, or the beginning of it.
        id: String,
        /// The new words.
        text: String,
    },
    /// Say that you could help with this.
    OfferHelp {
        /// The line’s id.
        id: String,
    },
    /// Somebody is at it.
    Doing {
        /// The line’s id.
        id: String,
    },
    /// It is done.
    Done {
        /// The line’s id.
        id: String,
    },
    /// It is open again.
    Reopen {
        /// The line’s id.
        id: String,
    },
    /// Add to a line’s short thread.
    Note {
        /// The line’s id.
        id: String,
        /// The words.
        text: String,
    },
    /// Say a note of yours on a line otherwise.
    EditNote {
        /// The line’s id.
        id: String,
        /// The note’s id; `list show` with `--json` shows it.
        note: String,
        /// The words.
        text: String,
    },
    /// Take a note of yours on a line away.
    RemoveNote {
        /// The line’s id.
        id: String,
        /// The note’s id; `list show` with `--json` shows it.
        note: String,
    },
    /// Of two wordings, keep this one.
    Choose {
        /// The line’s id.
        id: String,
        /// The wording’s id.
        wording: String,
    },
    /// Of two wordings, keep both, as two lines.
    KeepBoth {
        /// The line’s id.
        id: String,
    },
    /// Move a line.
    Move {
        /// The line’s id.
        id: String,
        #[command(flatten)]
        to: Destination,
    },
    /// Take a line off the list.
    Remove {
        /// The line’s id.
        id: String,
    },
    /// Bring a removed line back.
    Restore {
        /// With whom.
        peer: String,
        /// The line’s whole id.
        id: String,
    },
    /// Put a line that is only yours into the shared list.
    Offer {
        /// The line’s id.
        id: String,
    },
    /// Every wording a line ever had.
    History {
        /// The line’s id.
        id: String,
    },
    /// What they changed since you last looked; looking is remembered.
    Since {
        /// With whom.
        peer: String,
    },
    /// The list as text, for a colleague without Sideways.
    Text {
        /// With whom.
        peer: String,
    },
    /// The pad "For our next half hour"; with TEXT, add to its end.
    Pad {
        /// With whom.
        peer: String,
        /// What to add.
        text: Option<String>,
    },
    /// Continue in a fresh list with the visible lines; the old one stays readable.
    Fresh {
        /// With whom.
        peer: String,
    },
    /// Go along into the fresh list they went on in, though it lacks lines of yours: those stay only with you.
    GoAlong {
        /// With whom.
        peer: String,
    },
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Destination {
    /// Before this line.
    #[arg(long)]
    before: Option<String>,
    /// To the end.
    #[arg(long)]
    last: bool,
}

#[derive(clap::Subcommand)]
pub(crate) enum PublishVerb {
    /// Publish what you’re working on, for that peer.
    WorkingOn {
        /// For whom.
        peer: String,
        /// The words; empty takes it back.
        text: String,
    },
}

fn kind(text: &str) -> Result<Kind, String> {
    match text {
        "offer" => Ok(Kind::Offer),
        "ask" => Ok(Kind::Ask),
        "idea" => Ok(Kind::Idea),
        _ => Err("say offer, ask or idea".to_owned()),
    }
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Show { peer } => list_show::show(call, &desk, &peer),
        Verb::Since { peer } => since(call, &desk, &peer),
        Verb::Text { peer } => list_show::text(call, &desk, &peer),
        Verb::History { id } => list_show::history(call, &desk, &id),
        Verb::Add { peer, text, kind } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            let text = text_or_input(&text)?;
            added(call, &command(&desk, peer, ListCommand::Add { text, kind })?)
        }
        Verb::Edit { id, text } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            let seen = line.versions.iter().map(|version| version.id).collect();
            added(call, &command(&desk, peer.id, ListCommand::Reword { line: line.id, text, seen })?)
        }
        Verb::Note { id, text } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            added(call, &command(&desk, peer.id, ListCommand::Remark(line.id, text))?)
        }
        Verb::EditNote { id, note, text } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            let note = find::my_note(&line, &note)?;
            let one = |command| Command::List(peer.id, command);
            let other = vec![one(ListCommand::RemoveRemark(line.id, note)), one(ListCommand::Remark(line.id, text))];
            match edit(&desk, Command::Together(other))? {
                Outcome::Several(did) => added(call, did.last().unwrap_or(&Outcome::Done)),
                did => added(call, &did),
            }
        }
        Verb::RemoveNote { id, note } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            let note = find::my_note(&line, &note)?;
            on_line(call, &desk, peer.id, line.id, ListCommand::RemoveRemark(line.id, note))
        }
        Verb::Choose { id, wording } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            let wording = find::wording(&line, &wording)?;
            on_line(call, &desk, peer.id, line.id, ListCommand::Choose(line.id, wording))
        }
        Verb::Move { id, to } => {
            let view = desk.view()?;
            let (peer, line) = find::line(&view, &id)?;
            let place = match to.before {
                Some(before) => Place::Before(find::line(&view, &before)?.1.id),
                None => Place::Last,
            };
            on_line(call, &desk, peer.id, line.id, ListCommand::Move(line.id, place))
        }
        Verb::Remove { id } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            command(&desk, peer.id, ListCommand::Remove(line.id))?;
            // The whole id, because bringing it back needs it.
            let shape = json::item(&line);
            call.form.say(&shape, || vec![format!("Removed {}: {}", line.id, line.text())])
        }
        Verb::Restore { peer, id } => {
            let (peer, line) = (find::peer(&desk.view()?, &peer)?, find::removed_line(&id)?);
            on_line(call, &desk, peer.id, line, ListCommand::Restore(line))
        }
        Verb::Offer { id } => {
            let (peer, line) = find::line(&desk.view()?, &id)?;
            added(call, &command(&desk, peer.id, ListCommand::Offer(line.id))?)
        }
        Verb::OfferHelp { id } => simple(call, &desk, &id, |line| ListCommand::Help(line, Choice::Yes)),
        Verb::Doing { id } => simple(call, &desk, &id, |line| ListCommand::SetState(line, State::Doing)),
        Verb::Done { id } => simple(call, &desk, &id, |line| ListCommand::SetState(line, State::Done)),
        Verb::Reopen { id } => simple(call, &desk, &id, |line| ListCommand::SetState(line, State::Open)),
        Verb::KeepBoth { id } => keep_both(call, &desk, &id),
        Verb::Fresh { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            command(&desk, peer, ListCommand::Fresh)?;
            list_show::show(call, &desk, &peer.to_string())
        }
        Verb::GoAlong { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            command(&desk, peer, ListCommand::GoAlong)?;
            list_show::show(call, &desk, &peer.to_string())
        }
        Verb::Pad { peer, text } => pad(call, &desk, &peer, text),
    }
}

pub(crate) fn publish(call: &Call, verb: PublishVerb) -> Done {
    let PublishVerb::WorkingOn { peer, text } = verb;
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, &peer)?.id;
    command(&desk, peer, ListCommand::WorkingOn(text_or_input(&text)?))?;
    list_show::show(call, &desk, &peer.to_string())
}

fn command(desk: &Desk, peer: PeerId, command: ListCommand) -> Result<Outcome, crate::desk::Failure> {
    edit(desk, Command::List(peer, command))
}

fn simple(call: &Call, desk: &Desk, id: &str, make: impl FnOnce(LineId) -> ListCommand) -> Done {
    let (peer, line) = find::line(&desk.view()?, id)?;
    on_line(call, desk, peer.id, line.id, make(line.id))
}

/// Changes a line and shows it as it stands then.
fn on_line(call: &Call, desk: &Desk, peer: PeerId, line: LineId, change: ListCommand) -> Done {
    command(desk, peer, change)?;
    let view = desk.view()?;
    let (_, line) = find::line(&view, &line.to_string())?;
    call.form.say(&json::item(&line), || list_show::lines(&line))
}

/// Shows the line with the wording that stays, and those that the others became.
fn keep_both(call: &Call, desk: &Desk, id: &str) -> Done {
    let before = desk.view()?;
    let (peer, line) = find::line(&before, id)?;
    let stood: BTreeSet<LineId> = peer.list.lines.iter().chain(&peer.list.only_mine).map(|it| it.id).collect();
    command(desk, peer.id, ListCommand::KeepBoth(line.id))?;
    let view = desk.view()?;
    let peer = find::peer(&view, &peer.id.to_string())?;
    let all = peer.list.lines.iter().chain(&peer.list.only_mine);
    let lines: Vec<_> = all.filter(|it| it.id == line.id || !stood.contains(&it.id)).collect();
    let items: Vec<_> = lines.iter().map(|it| json::item(it)).collect();
    call.form.say(&items, || lines.iter().flat_map(|it| list_show::lines(it)).collect())
}

fn pad(call: &Call, desk: &Desk, peer: &str, text: Option<String>) -> Done {
    let peer = find::peer(&desk.view()?, peer)?;
    if let Some(text) = text {
        let (at, insert) = (peer.list.pad.chars().count(), text_or_input(&text)?);
        let insert = if peer.list.pad.is_empty() { insert } else { format!("\n{insert}") };
        command(
            desk,
            peer.id,
            ListCommand::Pad { as_of: peer.list.pad_as_of.clone(), splices: vec![Splice { at, delete: 0, insert }] },
        )?;
    }
    let view = desk.view()?;
    let peer = find::peer(&view, &peer.id.to_string())?;
    call.form.say_text(&json::list(&peer, &view, now()), &peer.list.pad)
}

fn since(call: &Call, desk: &Desk, peer: &str) -> Done {
    let peer = find::peer(&desk.view()?, peer)?;
    let name = crate::words::first_name(&peer.name);
    let shape = |it: &Since| {
        let (what, text) = since_words(&it.what);
        serde_json::json!({ "id": it.line, "text": it.text, "what": what, "note": text })
    };
    let shapes: Vec<_> = peer.since.iter().map(shape).collect();
    edit(desk, Command::Looked(peer.id))?;
    call.form.say(&shapes, || {
        if peer.since.is_empty() {
            return vec![format!("Nothing from {name} since you last looked.")];
        }
        peer.since.iter().map(|it| crate::words::since(it, name)).collect()
    })
}

fn since_words(what: &SinceWhat) -> (&'static str, Option<&str>) {
    match what {
        SinceWhat::Added => ("added", None),
        SinceWhat::Reworded => ("reworded", None),
        SinceWhat::Noted(note) => ("noted", Some(note)),
        SinceWhat::State(state) => (json::state(*state), None),
        SinceWhat::Helps => ("helps", None),
        SinceWhat::Removed => ("removed", None),
    }
}
