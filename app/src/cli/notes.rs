//! `words` and `note`: what only this computer knows about a peer.

use super::{
    call::{Call, edit, text_or_input},
    find, json,
    out::{Done, failure},
    said::past_day,
};
use crate::words;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use sideways_core::command::{Command, Outcome};

#[derive(clap::Subcommand)]
pub(crate) enum WordsVerb {
    /// Write it as they’d say it.
    Add {
        /// Whose words.
        peer: String,
        /// The words; - reads them from standard input.
        text: String,
        /// The day, like 2026-11-20 or "yesterday"; today if left out.
        #[arg(long)]
        on: Option<String>,
    },
    /// Newest first.
    List {
        /// Whose words.
        peer: String,
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum NoteVerb {
    /// Add a private note.
    Add {
        /// About whom.
        peer: String,
        /// The note; - reads it from standard input.
        text: String,
    },
    /// Newest first.
    List {
        /// About whom.
        peer: String,
    },
}

#[derive(Serialize)]
struct Words<'a> {
    id: String,
    on: Date,
    text: &'a str,
}

#[derive(Serialize)]
struct Note<'a> {
    id: String,
    at: String,
    text: &'a str,
}

#[derive(Serialize)]
struct Added {
    id: String,
}

pub(crate) fn words(call: &Call, verb: WordsVerb) -> Done {
    let desk = call.desk()?;
    match verb {
        WordsVerb::Add { peer, text, on } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            let command = Command::AddWords { peer, text: text_or_input(&text)?, on: past_day(on.as_deref())? };
            added(call, &edit(&desk, command)?)
        }
        WordsVerb::List { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let shapes: Vec<_> =
                peer.words.iter().map(|it| Words { id: it.id.to_string(), on: it.on, text: &it.text }).collect();
            call.form.say(&shapes, || {
                if peer.words.is_empty() {
                    return vec!["Ask what keeps them up at night. Write it as they’d say it.".to_owned()];
                }
                peer.words.iter().map(|it| format!("{} {}: “{}”", words::date(it.on), it.on.year(), it.text)).collect()
            })
        }
    }
}

pub(crate) fn notes(call: &Call, verb: NoteVerb) -> Done {
    let desk = call.desk()?;
    match verb {
        NoteVerb::Add { peer, text } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            added(call, &edit(&desk, Command::AddNote { peer, text: text_or_input(&text)? })?)
        }
        NoteVerb::List { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let shape = |it: &std::sync::Arc<sideways_core::snapshot::Note>| (it.id.to_string(), json::time(it.at));
            let shapes: Vec<_> = peer
                .notes
                .iter()
                .map(|it| {
                    let (id, at) = shape(it);
                    Note { id, at, text: &it.text }
                })
                .collect();
            let day = |unix_ms| {
                let at = Timestamp::from_millisecond(unix_ms).unwrap_or_default();
                words::date(at.to_zoned(TimeZone::system()).date())
            };
            call.form
                .say(&shapes, || peer.notes.iter().map(|it| format!("{}  {}", day(it.at.unix_ms), it.text)).collect())
        }
    }
}

/// Says the id of what was added.
pub(crate) fn added(call: &Call, outcome: &Outcome) -> Done {
    let id = match outcome {
        Outcome::Entry(id) => id.to_string(),
        Outcome::Line(id) => id.to_string(),
        Outcome::Wording(id) => id.to_string(),
        Outcome::Remark(id) => id.to_string(),
        Outcome::Peer(id) => id.to_string(),
        Outcome::Project(id) => id.to_string(),
        Outcome::Finished(id) => id.to_string(),
        Outcome::Done
        | Outcome::Invitation(_)
        | Outcome::Several(_)
        | Outcome::TakenBack { .. }
        | Outcome::Imported { .. } => return Err(failure("nothing was added", None).into()),
    };
    call.form.say(&Added { id: id.clone() }, || vec![id])
}
