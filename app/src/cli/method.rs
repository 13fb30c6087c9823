//! `promise`, `season`, `snooze` and `finished`: what the method keeps between two half hours.

use super::{
    call::{Call, edit, text_or_input},
    find, mend,
    notes::added,
    out::{Done, failure},
    said::{self, day, past_day},
};
use crate::{
    desk::{Failure, View},
    words,
};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use sideways_core::{
    command::{Command, EntryEdit, MethodCommand},
    snapshot::{Finished, PeerView, Promise, Who},
};

#[derive(clap::Subcommand)]
pub(crate) enum PromiseVerb {
    /// Write down what either of you said they’d do.
    Add {
        /// To or from whom.
        peer: String,
        /// What; - reads it from standard input.
        text: String,
        /// Who said it: me or them.
        #[arg(long, value_parser = who)]
        by: Who,
        /// By when, like 2026-12-03 or "Friday".
        #[arg(long)]
        due: Option<String>,
    },
    /// It is done.
    Done {
        /// The promise’s id, or the beginning of it.
        id: String,
    },
    /// It is open again.
    Reopen {
        /// The promise’s id.
        id: String,
    },
    /// Say it otherwise: what is given; the rest stays.
    Edit {
        /// The promise’s id, as `promise list` shows it.
        id: String,
        /// The new words; - reads them from standard input.
        text: Option<String>,
        /// By when, like 2026-12-03 or "Friday"; "none" names no day.
        #[arg(long)]
        due: Option<String>,
    },
    /// Take it away.
    Remove {
        /// The promise’s id.
        id: String,
    },
    /// Open ones first.
    List {
        /// With whom; everybody if left out.
        peer: Option<String>,
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum SeasonVerb {
    /// Stretch every rhythm until a day; then it springs back.
    Slow {
        /// The last day of it, like 2027-01-10 or "10 January".
        #[arg(long)]
        until: String,
    },
    /// End the busy season now.
    Normal,
}

#[derive(clap::Args)]
pub(crate) struct Snooze {
    /// What to put off, as `today` names it.
    id: String,
    /// Until when, like 2026-12-03 or "next Tuesday"; a week from today if left out.
    #[arg(long)]
    until: Option<String>,
}

#[derive(clap::Subcommand)]
pub(crate) enum FinishedVerb {
    /// Keep a finished work that you may offer to show.
    Add {
        /// What it is.
        text: String,
        /// When it was finished, like 2026-12-03 or "yesterday"; today if left out.
        #[arg(long)]
        on: Option<String>,
    },
    /// Newest first.
    List,
    /// Say it otherwise: what is given; the rest stays.
    Edit {
        /// Its id, as `finished list` shows it.
        id: String,
        /// The new words.
        text: Option<String>,
        /// When it was finished, like 2026-12-03 or "yesterday".
        #[arg(long)]
        on: Option<String>,
    },
    /// Take one off.
    Remove {
        /// Its id.
        id: String,
    },
}

#[derive(Serialize)]
struct PromiseShape<'a> {
    id: String,
    peer: &'a str,
    by: &'static str,
    text: &'a str,
    due: Option<Date>,
    done: Option<Date>,
}

#[derive(Serialize)]
struct FinishedShape<'a> {
    id: String,
    on: Date,
    text: &'a str,
}

fn who(text: &str) -> Result<Who, String> {
    match text {
        "me" => Ok(Who::Me),
        "them" => Ok(Who::Them),
        _ => Err("say me or them".to_owned()),
    }
}

pub(crate) fn promises(call: &Call, verb: PromiseVerb) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    match verb {
        PromiseVerb::Add { peer, text, by, due } => {
            let peer = find::peer(&view, &peer)?.id;
            let due = due.map(|due| day(&due)).transpose()?;
            let command = MethodCommand::AddPromise { peer, by, text: text_or_input(&text)?, due };
            added(call, &edit(&desk, Command::Method(command))?)
        }
        PromiseVerb::Done { id } | PromiseVerb::Reopen { id } if id.is_empty() => {
            Err(failure("say which promise", None).into())
        }
        PromiseVerb::Done { id } => set_promise(call, &id, Some(said::today())),
        PromiseVerb::Reopen { id } => set_promise(call, &id, None),
        PromiseVerb::Edit { id, text, due } => {
            mend::needs(text.as_ref().or(due.as_ref()).map(drop), "the words, or --due")?;
            let (peer, it) = find::entry(&view, &id, "promise", |peer| &peer.promises, |it| it.id)?;
            let text = mend::text_or(text.as_deref(), &it.text)?;
            let due = mend::day_or(due.as_deref(), it.due)?;
            let view = mend::entry(call, peer.id, it.id, EntryEdit::Promise { text, due })?;
            let id = it.id.to_string();
            let (peer, it) = find::entry(&view, &id, "promise", |peer| &peer.promises, |it| it.id)?;
            call.form.say(&promise_shape(&peer, &it), || vec![promise_line(&peer, &it)])
        }
        PromiseVerb::Remove { id } => {
            let (peer, it) = find::entry(&view, &id, "promise", |peer| &peer.promises, |it| it.id)?;
            mend::remove(call, peer.id, it.id, &mend::about(&it.text))
        }
        PromiseVerb::List { peer } => {
            let peers = find::some(&view, peer.as_deref())?;
            let all: Vec<_> = peers.iter().flat_map(|peer| peer.promises.iter().map(move |it| (peer, it))).collect();
            let shapes: Vec<_> = all.iter().map(|(peer, it)| promise_shape(peer, it)).collect();
            call.form.say(&shapes, || all.iter().map(|(peer, it)| promise_line(peer, it)).collect())
        }
    }
}

fn set_promise(call: &Call, id: &str, done: Option<Date>) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let (peer, promise) = find::entry(&view, id, "promise", |peer| &peer.promises, |it| it.id)?;
    edit(&desk, Command::Method(MethodCommand::SetPromise(peer.id, promise.id, done)))?;
    let promise = Promise { done, ..(*promise).clone() };
    call.form.say(&promise_shape(&peer, &promise), || vec![promise_line(&peer, &promise)])
}

fn promise_shape<'a>(peer: &'a PeerView, it: &'a Promise) -> PromiseShape<'a> {
    let by = super::json::who(it.by);
    PromiseShape { id: it.id.to_string(), peer: &peer.name, by, text: &it.text, due: it.due, done: it.done }
}

/// A promise as people read it.
pub(crate) fn promise_line(peer: &PeerView, it: &Promise) -> String {
    let name = words::first_name(&peer.name);
    let by = match it.by {
        Who::Me => format!("To {name}"),
        Who::Them => format!("From {name}"),
    };
    let when = match (it.done, it.due) {
        (Some(done), _) => format!(" (done on {})", words::date(done)),
        (None, Some(due)) => format!(" (by {})", words::date(due)),
        (None, None) => String::new(),
    };
    format!("{}  {by}: {}{when}", find::short(&it.id), it.text)
}

pub(crate) fn season(call: &Call, verb: SeasonVerb) -> Done {
    let desk = call.desk()?;
    let until = match verb {
        SeasonVerb::Slow { until } => Some(day(&until)?),
        SeasonVerb::Normal => None,
    };
    edit(&desk, Command::Method(MethodCommand::SetBusyUntil(until)))?;
    call.form.say(&serde_json::json!({ "busy_until": until }), || {
        vec![match until {
            Some(until) => format!("Busy season until {}. Every rhythm is stretched until then.", words::date(until)),
            None => "No busy season. Rhythms are as you set them.".to_owned(),
        }]
    })
}

pub(crate) fn snooze(call: &Call, snooze: Snooze) -> Done {
    let desk = call.desk()?;
    let until = match snooze.until {
        Some(until) => day(&until)?,
        None => said::today().saturating_add(1.week()),
    };
    edit(&desk, Command::Method(MethodCommand::Snooze(snooze.id.clone(), Some(until))))?;
    let says = format!("Put off until {}.", words::date(until));
    call.form.say(&serde_json::json!({ "id": snooze.id, "until": until }), || vec![says])
}

pub(crate) fn finished(call: &Call, verb: FinishedVerb) -> Done {
    let desk = call.desk()?;
    match verb {
        FinishedVerb::Add { text, on } => {
            let command = MethodCommand::AddFinished(past_day(on.as_deref())?, text_or_input(&text)?);
            added(call, &edit(&desk, Command::Method(command))?)
        }
        FinishedVerb::List => {
            let view = desk.view()?;
            let all = &view.snapshot.finished;
            let shape = |it: &sideways_core::snapshot::Finished| it.id.to_string();
            let shapes: Vec<_> =
                all.iter().map(|it| FinishedShape { id: shape(it), on: it.on, text: &it.text }).collect();
            call.form.say(&shapes, || {
                all.iter().map(|it| format!("{}  {}: {}", find::short(&it.id), words::date(it.on), it.text)).collect()
            })
        }
        FinishedVerb::Edit { id, text, on } => {
            mend::needs(text.as_ref().or(on.as_ref()).map(drop), "the words, or --on")?;
            let it = finished_work(&desk.view()?, &id)?;
            let text = mend::text_or(text.as_deref(), &it.text)?;
            let on = on.map_or(Ok(it.on), |on| past_day(Some(&on)))?;
            edit(&desk, Command::Method(MethodCommand::EditFinished(it.id, on, text.clone())))?;
            let says = format!("{}  {}: {text}", find::short(&it.id), words::date(on));
            call.form.say(&FinishedShape { id: it.id.to_string(), on, text: &text }, || vec![says])
        }
        FinishedVerb::Remove { id } => {
            let found = finished_work(&desk.view()?, &id)?;
            edit(&desk, Command::Method(MethodCommand::RemoveFinished(found.id)))?;
            let says = format!("Taken off: {}", found.text);
            call.form.say(&serde_json::json!({ "id": found.id }), || vec![says])
        }
    }
}

/// The finished work that the beginning of an id names.
fn finished_work(view: &View, id: &str) -> Result<Finished, Failure> {
    let wanted = id.trim().to_lowercase();
    let found: Vec<_> = view.snapshot.finished.iter().filter(|it| it.id.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [one] if !wanted.is_empty() => Ok((*one).clone()),
        [] => Err(failure(format!("there is no finished work {id:?}"), Some("`sideways finished list` shows them"))),
        _ => Err(failure(format!("{id:?} could be several"), Some("give more of the id"))),
    }
}
