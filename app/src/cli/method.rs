//! `promise`, `headsup`, `season`, `snooze` and `finished`: what the method keeps between two half hours.

use super::{
    call::{Call, edit, text_or_input},
    find,
    notes::added,
    out::{Done, failure},
    said::{self, day, past_day},
};
use crate::words;
use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    snapshot::{HeadsUp, PeerView, Promise, Told, Who},
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
    /// Open ones first.
    List {
        /// With whom; everybody if left out.
        peer: Option<String>,
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum HeadsUpVerb {
    /// Write down what is coming and who should hear it from you first. It stays private.
    Add {
        /// What is coming; - reads it from standard input.
        text: String,
        /// Who should hear it.
        #[arg(long = "for")]
        peer: String,
        /// By when, like 2026-12-03 or "Friday".
        #[arg(long)]
        by: String,
    },
    /// Put its words into the shared list, where they see it.
    Send {
        /// Its id.
        id: String,
    },
    /// You told them.
    Done {
        /// Its id.
        id: String,
        /// How: "called her".
        #[arg(long)]
        how: String,
    },
    /// You heard one of theirs.
    Heard {
        /// Its id, as `headsup list` shows it.
        id: String,
    },
    /// Yours by the day they are for, and those you were given.
    List,
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
struct HeadsUpShape<'a> {
    id: String,
    peer: &'a str,
    from: &'static str,
    text: &'a str,
    by: Option<Date>,
    sent: bool,
    heard: bool,
    told: Option<Date>,
    how: Option<&'a str>,
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

pub(crate) fn heads_ups(call: &Call, verb: HeadsUpVerb) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    match verb {
        HeadsUpVerb::Add { text, peer, by } => {
            let peer = find::peer(&view, &peer)?.id;
            let command = MethodCommand::AddHeadsUp { peer, text: text_or_input(&text)?, by: day(&by)? };
            added(call, &edit(&desk, Command::Method(command))?)
        }
        HeadsUpVerb::Send { id } => {
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            edit(&desk, Command::Method(MethodCommand::SendHeadsUp(peer.id, it.id)))?;
            show_heads_up(call, &peer.id.to_string(), &it.id.to_string())
        }
        HeadsUpVerb::Done { id, how } => {
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            let told = Some(Told { on: said::today(), how });
            edit(&desk, Command::Method(MethodCommand::SetTold(peer.id, it.id, told)))?;
            show_heads_up(call, &peer.id.to_string(), &it.id.to_string())
        }
        HeadsUpVerb::Heard { id } => {
            let given = view.snapshot.peers.iter().flat_map(|peer| {
                let theirs = peer.list.heads_ups.iter().filter(|it| it.from == Who::Them);
                theirs.map(move |it| (peer, it))
            });
            let found: Vec<_> = given.filter(|(_, it)| it.id.to_string().starts_with(&id.to_lowercase())).collect();
            let [(peer, it)] = found.as_slice() else {
                let hint = "`sideways headsup list` shows those you were given";
                return Err(failure(format!("there is no heads-up {id:?} for you"), Some(hint)).into());
            };
            edit(&desk, Command::List(peer.id, ListCommand::Heard(it.id)))?;
            let says = format!("{} sees that you heard it.", words::first_name(&peer.name));
            call.form.say(&serde_json::json!({ "id": it.id, "heard": true }), || vec![says])
        }
        HeadsUpVerb::List => {
            let peers = &view.snapshot.peers;
            let shapes: Vec<_> = peers.iter().flat_map(|peer| heads_up_shapes(peer)).collect();
            call.form.say(&shapes, || shapes.iter().map(heads_up_line).collect())
        }
    }
}

fn show_heads_up(call: &Call, peer: &str, id: &str) -> Done {
    let view = call.desk()?.view()?;
    let peer = find::peer(&view, peer)?;
    let shapes: Vec<_> = heads_up_shapes(&peer).into_iter().filter(|it| it.id == id).collect();
    match shapes.first() {
        Some(shape) => call.form.say(shape, || vec![heads_up_line(shape)]),
        None => Err(failure("the heads-up is gone", None).into()),
    }
}

fn heads_up_shapes(peer: &PeerView) -> Vec<HeadsUpShape<'_>> {
    let mine = |it: &std::sync::Arc<HeadsUp>| it.id.to_string();
    let own = peer.heads_ups.iter().map(|it| HeadsUpShape {
        id: mine(it),
        peer: &peer.name,
        from: "me",
        text: &it.text,
        by: Some(it.by),
        sent: it.sent.is_some(),
        heard: it.sent.is_some()
            && peer.list.heads_ups.iter().any(|sent| sent.from == Who::Me && sent.heard && sent.text == it.text),
        told: it.told.as_ref().map(|told| told.on),
        how: it.told.as_ref().map(|told| told.how.as_str()),
    });
    let given = peer.list.heads_ups.iter().filter(|it| it.from == Who::Them).map(|it| HeadsUpShape {
        id: it.id.to_string(),
        peer: &peer.name,
        from: "them",
        text: &it.text,
        by: None,
        sent: true,
        heard: it.heard,
        told: None,
        how: None,
    });
    own.chain(given).collect()
}

fn heads_up_line(it: &HeadsUpShape<'_>) -> String {
    let name = words::first_name(it.peer);
    let id: String = it.id.chars().take(8).collect();
    let (who, state) = match (it.from, it.by) {
        ("me", Some(by)) => {
            let state = match (it.told, it.how, it.sent, it.heard) {
                (Some(on), Some(how), ..) => format!("told on {}: {how}", words::date(on)),
                (.., true, true) => format!("sent, {name} heard it"),
                (.., true, false) => "sent into the list".to_owned(),
                _ => format!("by {}", words::date(by)),
            };
            (format!("For {name}"), state)
        }
        _ => (format!("From {name}"), if it.heard { "heard" } else { "new" }.to_owned()),
    };
    format!("{id}  {who}: {} ({state})", it.text)
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
        FinishedVerb::Remove { id } => {
            let view = desk.view()?;
            let found = view.snapshot.finished.iter().find(|it| it.id.to_string().starts_with(&id.to_lowercase()));
            let missing =
                || failure(format!("there is no finished work {id:?}"), Some("`sideways finished list` shows them"));
            let found = found.filter(|_| !id.is_empty()).ok_or_else(missing)?;
            edit(&desk, Command::Method(MethodCommand::RemoveFinished(found.id)))?;
            let says = format!("Taken off: {}", found.text);
            call.form.say(&serde_json::json!({ "id": found.id }), || vec![says])
        }
    }
}
