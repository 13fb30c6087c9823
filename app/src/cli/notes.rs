//! `words` and `note`: what only this computer knows about a peer.

use super::{
    call::{Call, edit, text_or_input},
    find, json, mend,
    out::{Done, failure},
    said::past_day,
};
use crate::words;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use sideways_core::{
    command::{Command, EntryEdit, Outcome},
    id::EntryId,
    snapshot::{self, TheirWords},
};
use std::sync::Arc;

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
        /// With the beginning of each one’s id, for edit and remove.
        #[arg(long)]
        ids: bool,
    },
    /// Say them otherwise: what is given; the rest stays. In a half hour they came from, they change too.
    Edit {
        /// Their id, as `words list --ids` shows it.
        id: String,
        /// The new words; - reads them from standard input.
        text: Option<String>,
        /// The day, like 2026-11-20 or "yesterday".
        #[arg(long)]
        on: Option<String>,
    },
    /// Take them away, in the half hour they came from too.
    Remove {
        /// Their id.
        id: String,
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
        /// With the beginning of each one’s id, for edit and remove.
        #[arg(long)]
        ids: bool,
    },
    /// Write it otherwise.
    Edit {
        /// The note’s id, as `note list --ids` shows it.
        id: String,
        /// The note as it should be; - reads it from standard input.
        text: String,
    },
    /// Take it away.
    Remove {
        /// The note’s id.
        id: String,
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
        WordsVerb::Edit { id, text, on } => {
            mend::needs(text.as_ref().or(on.as_ref()).map(drop), "the words, or --on")?;
            let (peer, it) = find::entry(&desk.view()?, &id, "words", |peer| &peer.words, |it| it.id)?;
            let text = mend::text_or(text.as_deref(), &it.text)?;
            let on = on.map_or(Ok(it.on), |on| past_day(Some(&on)))?;
            let view = mend::entry(call, peer.id, it.id, EntryEdit::Words { text, on })?;
            let (_, it) = find::entry(&view, &it.id.to_string(), "words", |peer| &peer.words, |it| it.id)?;
            call.form.say(&Words { id: it.id.to_string(), on: it.on, text: &it.text }, || vec![words_line(&it)])
        }
        WordsVerb::Remove { id } => {
            let (peer, it) = find::entry(&desk.view()?, &id, "words", |peer| &peer.words, |it| it.id)?;
            mend::remove(call, peer.id, it.id, &mend::about(&it.text))
        }
        WordsVerb::List { peer, ids } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let shapes: Vec<_> =
                peer.words.iter().map(|it| Words { id: it.id.to_string(), on: it.on, text: &it.text }).collect();
            call.form.say(&shapes, || {
                if peer.words.is_empty() {
                    return vec!["Ask what keeps them up at night. Write it as they’d say it.".to_owned()];
                }
                peer.words.iter().map(|it| format!("{}{}", id_before(ids, &it.id), words_line(it))).collect()
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
        NoteVerb::Edit { id, text } => {
            let (peer, it) = find::entry(&desk.view()?, &id, "note", |peer| &peer.notes, |it| it.id)?;
            let text = text_or_input(&text)?;
            edit(&desk, Command::RewordNote { peer: peer.id, note: it.id, text })?;
            let view = desk.view()?;
            let (_, it) = find::entry(&view, &it.id.to_string(), "note", |peer| &peer.notes, |it| it.id)?;
            let shape = Note { id: it.id.to_string(), at: json::time(it.at), text: &it.text };
            call.form.say(&shape, || vec![note_line(&it)])
        }
        NoteVerb::Remove { id } => {
            let (peer, it) = find::entry(&desk.view()?, &id, "note", |peer| &peer.notes, |it| it.id)?;
            mend::remove(call, peer.id, it.id, &mend::about(&it.text))
        }
        NoteVerb::List { peer, ids } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let shape = |it: &Arc<snapshot::Note>| (it.id.to_string(), json::time(it.at));
            let shapes: Vec<_> = peer
                .notes
                .iter()
                .map(|it| {
                    let (id, at) = shape(it);
                    Note { id, at, text: &it.text }
                })
                .collect();
            let line = |it: &Arc<snapshot::Note>| format!("{}{}", id_before(ids, &it.id), note_line(it));
            call.form.say(&shapes, || peer.notes.iter().map(line).collect())
        }
    }
}

fn words_line(it: &TheirWords) -> String {
    format!("{} {}: “{}”", words::date(it.on), it.on.year(), it.text)
}

fn note_line(it: &snapshot::Note) -> String {
    let at = Timestamp::from_millisecond(it.at.unix_ms).unwrap_or_default();
    format!("{}  {}", words::date(at.to_zoned(TimeZone::system()).date()), it.text)
}

fn id_before(wanted: bool, id: &EntryId) -> String {
    if wanted { format!("{}  ", find::short(id)) } else { String::new() }
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
