//! `history`: what was changed, and going back to how a list was. `store verify`: whether everything fits together.

use super::{
    call::{Call, clock, edit},
    find, json, list_show,
    out::{Done, failure},
    said,
};
use crate::{
    desk::{Answer, Failure, Request},
    words,
};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use sideways_core::{
    command::Command,
    method,
    snapshot::{GoingBack, HistoryItem, LineThen, Moment, Who},
};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    /// About whom; without it, what undo and redo would do.
    peer: Option<String>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Make a list show what it showed at a moment. Nothing leaves its history, and undo brings it back.
    Back {
        /// Whose list.
        peer: String,
        /// The moment, like 2026-11-20T10:00 or "yesterday 10:00" here, or RFC 3339.
        #[arg(long)]
        to: String,
        /// Only say what would change.
        #[arg(long)]
        preview: bool,
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum StoreVerb {
    /// Read everything and compare it with itself.
    Verify,
    /// Make a whole store of what can be read of a damaged one, like one that was copied while it was written to. The
    /// damaged file is kept beside it.
    Rescue,
}

#[derive(Serialize)]
struct Shape {
    id: usize,
    at: String,
    by: &'static str,
    what: &'static str,
    says: String,
}

/// What would change by going back: both sides of each line, and of the pad.
#[derive(Serialize)]
struct BackShape {
    lines: Vec<LineShape>,
    pad: Option<SidesShape>,
}

#[derive(Serialize)]
struct LineShape {
    id: String,
    now: Option<SideShape>,
    then: Option<SideShape>,
    moved: bool,
}

#[derive(Serialize)]
struct SideShape {
    versions: Vec<VersionShape>,
    kind: &'static str,
    state: &'static str,
}

#[derive(Serialize)]
struct VersionShape {
    text: String,
    by: &'static str,
}

#[derive(Serialize)]
struct SidesShape {
    now: String,
    then: String,
}

pub(crate) fn run(call: &Call, options: Options) -> Done {
    match (options.verb, options.peer) {
        (Some(Verb::Back { peer, to, preview: true }), _) => preview(call, &peer, &to),
        (Some(Verb::Back { peer, to, preview: false }), _) => back(call, &peer, &to),
        (None, Some(peer)) => show(call, &peer),
        (None, None) => {
            let view = call.desk()?.view()?;
            let (undo, redo) = (&view.snapshot.undo, &view.snapshot.redo);
            call.form.say(&serde_json::json!({ "undo": undo, "redo": redo }), || {
                let line = |what: &str, of: &Option<String>| of.as_ref().map(|of| format!("{what}: {of}"));
                line("Undo", undo).into_iter().chain(line("Redo", redo)).collect()
            })
        }
    }
}

fn show(call: &Call, peer: &str) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    let Answer::History(items) = desk.ask(Request::History(peer.id))? else {
        return Err(failure("no history was given", None).into());
    };
    let name = words::first_name(&peer.name);
    let alone = |it: &HistoryItem| method::story(std::slice::from_ref(it), name).pop().map(|row| row.says);
    let shape = |(id, it): (usize, &HistoryItem)| Shape {
        id,
        at: json::time(it.at),
        by: json::who(it.by),
        what: words::did(it.did),
        says: alone(it).unwrap_or_default(),
    };
    let shapes: Vec<_> = items.iter().enumerate().map(shape).collect();
    let zone = TimeZone::system();
    call.form.say(&shapes, || {
        let (mut day, mut lines) = (None, Vec::new());
        for row in method::story(&items, name) {
            let at = row.at.zoned(&zone);
            if day.replace(at.date()) != Some(at.date()) {
                lines.push(words::locale().weekday(at.date()));
            }
            lines.push(format!("{}  {}", words::locale().time(at.time()), row.says));
        }
        lines
    })
}

/// What would change by going back, both sides named; nothing does.
fn preview(call: &Call, peer: &str, to: &str) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    let Answer::GoingBack(back) = desk.ask(Request::GoingBack(peer.id, moment(to)?))? else {
        return Err(failure("nothing was compared", None).into());
    };
    let side = |line: &LineThen| SideShape {
        versions: line
            .wordings
            .iter()
            .map(|(text, by)| VersionShape { text: text.clone(), by: json::who(*by) })
            .collect(),
        kind: json::kind(line.kind),
        state: json::state(line.state),
    };
    let shape = BackShape {
        lines: back
            .lines
            .iter()
            .map(|it| LineShape {
                id: it.line.to_string(),
                now: it.now.as_ref().map(side),
                then: it.then.as_ref().map(side),
                moved: it.moved,
            })
            .collect(),
        pad: back.pad.clone().map(|(now, then)| SidesShape { now, then }),
    };
    let name = words::first_name(&peer.name);
    call.form.say(&shape, || told(&back, name))
}

fn told(back: &GoingBack, name: &str) -> Vec<String> {
    let side = |line: Option<&LineThen>| {
        let Some(line) = line else { return "not on the list".to_owned() };
        let whose = |by: Who| if by == Who::Me { "you" } else { name };
        let words: Vec<String> = line.wordings.iter().map(|(text, by)| format!("{text} ({})", whose(*by))).collect();
        format!("{} [{}, {}]", words.join(" / "), json::kind(line.kind), json::state(line.state))
    };
    let mut lines = Vec::new();
    for it in &back.lines {
        lines.push(format!("now   {}", side(it.now.as_ref())));
        lines.push(format!("then  {}", side(it.then.as_ref())));
        if it.moved {
            lines.push("      at another place".to_owned());
        }
    }
    match &back.pad {
        Some((now, then)) => {
            lines.push(format!("The pad goes with it. Now: {now}"));
            lines.push(format!("Then: {then}"));
        }
        None if lines.is_empty() => lines.push("The list and the pad look the same now.".to_owned()),
        None => lines.push("The pad stays as it is.".to_owned()),
    }
    lines
}

fn back(call: &Call, peer: &str, to: &str) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    edit(&desk, Command::GoBack(peer.id, moment(to)?))?;
    list_show::show(call, &desk, &peer.id.to_string())
}

fn moment(typed: &str) -> Result<Moment, Failure> {
    let at = match typed.parse::<Timestamp>() {
        Ok(at) => at,
        Err(_) => {
            let far = |_| failure("that is too far away", None);
            said::past_time(typed)?.to_zoned(clock().time_zone().clone()).map_err(far)?.timestamp()
        }
    };
    Ok(Moment { unix_ms: at.as_millisecond() })
}

pub(crate) fn store(call: &Call, verb: StoreVerb) -> Done {
    if let StoreVerb::Rescue = verb {
        return rescue(call);
    }
    let Answer::Verified(it) = call.desk()?.ask(Request::Verify)? else {
        return Err(failure("nothing was compared", None).into());
    };
    call.form.say(&it, || {
        let count = |many: u64, one: &str, several: &str| {
            words::count(usize::try_from(many).unwrap_or(usize::MAX), one, several)
        };
        vec![format!(
            "Everything fits together: {}, {}, {}, {}.",
            count(it.documents, "document", "documents"),
            count(it.changes, "change", "changes"),
            count(it.signatures, "signature", "signatures"),
            count(it.rows, "row", "rows")
        )]
    })
}

fn rescue(call: &Call) -> Done {
    let rescued = crate::desk::rescue(&call.data, || call.secrets.current())?;
    let value = serde_json::json!({ "changes": rescued.changes, "apart": rescued.apart });
    call.form.say(&value, || {
        let count = |many| words::count(many, "change", "changes");
        let mut lines = vec![format!(
            "There is a whole store again, with {}. The damaged file is beside it: store.redb.damaged.",
            count(rescued.changes)
        )];
        if rescued.apart > 0 {
            lines.push(format!(
                "{} were found that build on something that wasn’t: a colleague, another computer of yours or a backup may have it.",
                count(rescued.apart)
            ));
        }
        lines
    })
}
