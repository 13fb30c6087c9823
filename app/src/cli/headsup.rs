//! `headsup`: what is coming, and who should hear it from you first.

use super::{
    call::{Call, edit, text_or_input},
    find, json, mend,
    notes::added,
    out::{Done, failure},
    said::{self, day},
};
use crate::words;
use jiff::civil::Date;
use serde::Serialize;
use sideways_core::{
    command::{Command, EntryEdit, ListCommand, MethodCommand},
    snapshot::{HeadsUp, PeerView, Told, Who},
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
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
    /// Say it otherwise, as long as it isn’t sent.
    Edit {
        /// Its id, as `headsup list` shows it.
        id: String,
        /// The new words; - reads them from standard input. Those that stand, if left out.
        text: Option<String>,
        /// By when, like 2026-12-03 or "Friday".
        #[arg(long)]
        by: Option<String>,
    },
    /// Take one of yours away. What was sent stays in the list.
    Remove {
        /// Its id.
        id: String,
    },
    /// Yours by the day they are for, and those you were given.
    List,
}

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    peer: &'a str,
    from: &'static str,
    text: &'a str,
    by: Option<Date>,
    sent: bool,
    heard: bool,
    told: Option<Date>,
    how: Option<&'a str>,
    at: Option<String>,
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    match verb {
        Verb::Add { text, peer, by } => {
            let peer = find::peer(&view, &peer)?.id;
            let command = MethodCommand::AddHeadsUp { peer, text: text_or_input(&text)?, by: day(&by)? };
            added(call, &edit(&desk, Command::Method(command))?)
        }
        Verb::Send { id } => {
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            edit(&desk, Command::Method(MethodCommand::SendHeadsUp(peer.id, it.id)))?;
            show_heads_up(call, &peer.id.to_string(), &it.id.to_string())
        }
        Verb::Done { id, how } => {
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            let told = Some(Told { on: said::today(), how });
            edit(&desk, Command::Method(MethodCommand::SetTold(peer.id, it.id, told)))?;
            show_heads_up(call, &peer.id.to_string(), &it.id.to_string())
        }
        Verb::Heard { id } => {
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
        Verb::Edit { id, text, by } => {
            mend::needs(text.as_ref().or(by.as_ref()).map(drop), "the words, or --by")?;
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            let text = mend::text_or(text.as_deref(), &it.text)?;
            let by = by.map_or(Ok(it.by), |by| day(&by))?;
            mend::entry(call, peer.id, it.id, EntryEdit::HeadsUp { text, by })?;
            show_heads_up(call, &peer.id.to_string(), &it.id.to_string())
        }
        Verb::Remove { id } => {
            let (peer, it) = find::entry(&view, &id, "heads-up", |peer| &peer.heads_ups, |it| it.id)?;
            mend::remove(call, peer.id, it.id, &mend::about(&it.text))
        }
        Verb::List => {
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

fn heads_up_shapes(peer: &PeerView) -> Vec<Shape<'_>> {
    let mine = |it: &std::sync::Arc<HeadsUp>| it.id.to_string();
    let own = peer.heads_ups.iter().map(|it| Shape {
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
        at: it.sent.map(json::time),
    });
    let given = peer.list.heads_ups.iter().filter(|it| it.from == Who::Them).map(|it| Shape {
        id: it.id.to_string(),
        peer: &peer.name,
        from: "them",
        text: &it.text,
        by: None,
        sent: true,
        heard: it.heard,
        told: None,
        how: None,
        at: Some(json::time(it.at)),
    });
    own.chain(given).collect()
}

fn heads_up_line(it: &Shape<'_>) -> String {
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
