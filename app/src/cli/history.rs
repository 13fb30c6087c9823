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
    snapshot::{HistoryItem, Moment, Who},
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
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum StoreVerb {
    /// Read everything and compare it with itself.
    Verify,
}

#[derive(Serialize)]
struct Shape {
    id: usize,
    at: String,
    by: &'static str,
    what: &'static str,
}

pub(crate) fn run(call: &Call, options: Options) -> Done {
    match (options.verb, options.peer) {
        (Some(Verb::Back { peer, to }), _) => back(call, &peer, &to),
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
    let shape = |(id, it): (usize, &HistoryItem)| Shape {
        id,
        at: json::time(it.at),
        by: json::who(it.by),
        what: words::did(it.did),
    };
    let shapes: Vec<_> = items.iter().enumerate().map(shape).collect();
    let name = words::first_name(&peer.name);
    let now = super::call::now();
    call.form.say(&shapes, || {
        let line = |it: &HistoryItem| {
            let who = if it.by == Who::Me { "You" } else { name };
            format!("{}  {who} {}", words::moment(it.at, now, &TimeZone::system()), words::did(it.did))
        };
        items.iter().map(line).collect()
    })
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
    let StoreVerb::Verify = verb;
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
