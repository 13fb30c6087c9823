//! `import vcard`: people from address cards, shown first if asked, all of them one undo.

use super::{
    call::{Call, edit},
    out::{Done, failure},
    peer::details_of,
};
use crate::{desk::View, words};
use serde::Serialize;
use sideways_core::{
    command::{Command, PeerDetails},
    snapshot::PeerView,
    vcard::{self, Card},
};
use std::{io::Read, path::PathBuf, sync::Arc};

/// A file of cards, in bytes at most; photos in them are large and not read.
const FILE_BYTES: u64 = 64 * 1024 * 1024;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The .vcf file.
    file: PathBuf,
    /// Only show who would come in.
    #[arg(long)]
    preview: bool,
    /// The department of cards that name none.
    #[arg(long)]
    department: Option<String>,
    /// Also bring in the free text of each card, as a private note.
    #[arg(long)]
    with_notes: bool,
}

#[derive(Serialize)]
struct Shape<'a> {
    id: &'a str,
    name: &'a str,
    department: &'a str,
    role: &'a str,
    reach: &'a [String],
    tags: &'a [String],
    note: &'a str,
    known: bool,
}

/// A card, and who it is here.
struct Person {
    details: PeerDetails,
    note: String,
    known: Option<Arc<PeerView>>,
}

pub(crate) fn run(call: &Call, options: &Options) -> Done {
    let cannot = |e: std::io::Error| {
        failure(
            format!("{} can't be read: {e}", options.file.display()),
            Some("name a .vcf file that your address book exported"),
        )
    };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&options.file).map_err(cannot)?;
    file.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > FILE_BYTES {
        let what = format!("{} is larger than 64 MB", options.file.display());
        return Err(failure(what, Some("export fewer people at once; nothing was brought in")).into());
    }
    let read = vcard::read(&bytes)
        .map_err(|e| failure(e.to_string(), Some("name a .vcf file that your address book exported")))?;
    let desk = call.desk()?;
    let view = desk.view()?;
    let people: Vec<Person> = read.cards.iter().map(|card| person(card, options, &view)).collect();
    let nowhere: Vec<&str> =
        people.iter().filter(|it| it.details.department.is_empty()).map(|it| it.details.name.as_str()).collect();
    let shapes: Vec<Shape<'_>> = people.iter().map(shape).collect();
    if options.preview {
        return call.form.say(&shapes, || {
            let line = |it: &Shape<'_>| {
                let known = if it.known { " (here already)" } else { "" };
                let department = if it.department.is_empty() { "no department" } else { it.department };
                format!("{} · {department}{known}", it.name)
            };
            shapes.iter().map(line).chain(read.skipped.iter().map(left_out)).collect()
        });
    }
    if let [first, ..] = nowhere.as_slice() {
        let what = format!("{} of these cards name no department, like {first}'s", nowhere.len());
        return Err(failure(what, Some("say which with --department D; nothing was brought in")).into());
    }
    let new = people.iter().filter(|it| it.known.is_none()).count();
    let commands: Vec<Command> = people
        .iter()
        .map(|it| match &it.known {
            Some(known) => Command::EditPeer(known.id, it.details.clone()),
            None => Command::AddPeer(it.details.clone()),
        })
        .collect();
    if !commands.is_empty() {
        edit(&desk, Command::Together(commands))?;
    }
    if options.with_notes {
        add_notes(call, &people)?;
    }
    let known = people.len() - new;
    let here = if known > 0 { format!(" {known} were here already.") } else { String::new() };
    let says = format!("Brought in: {}.{here} `sideways undo` takes it back.", words::count(new, "peer", "peers"));
    let skipped: Vec<String> = read.skipped.iter().map(left_out).collect();
    call.form.say(&serde_json::json!({ "new": new, "known": known, "skipped": skipped }), || {
        std::iter::once(says).chain(skipped.clone()).collect()
    })
}

fn left_out(it: &vcard::Skipped) -> String {
    it.sentence.clone()
}

/// Notes of those who are new; whoever was here already has theirs.
fn add_notes(call: &Call, people: &[Person]) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let new = people.iter().filter(|it| it.known.is_none() && !it.note.trim().is_empty());
    let notes: Vec<Command> = new
        .filter_map(|it| {
            let peer = view.snapshot.peers.iter().find(|peer| is(peer, &it.details))?;
            Some(Command::AddNote { peer: peer.id, text: it.note.clone() })
        })
        .collect();
    if !notes.is_empty() {
        edit(&desk, Command::Together(notes))?;
    }
    Ok(())
}

fn person(card: &Card, options: &Options, view: &View) -> Person {
    let mails = card.mails.iter().map(|mail| format!("mailto:{mail}"));
    let phones =
        card.phones.iter().map(|phone| if phone.starts_with("tel:") { phone.clone() } else { format!("tel:{phone}") });
    let stated = [&card.department, &card.company].into_iter().find(|text| !text.is_empty()).cloned();
    let mut details = PeerDetails {
        name: card.name.clone(),
        department: stated.or_else(|| options.department.clone()).unwrap_or_default(),
        role: card.role.clone(),
        reach: mails.chain(phones).chain(card.links.iter().cloned()).collect(),
        tags: card.tags.clone(),
        card_uid: card.uid.clone().unwrap_or_default(),
        ..PeerDetails::default()
    };
    let known = view.snapshot.peers.iter().find(|peer| is(peer, &details)).cloned();
    if let Some(known) = &known {
        // What I wrote stays; the card adds what is missing.
        let mut kept = details_of(known);
        kept.reach.extend(details.reach.iter().filter(|it| !known.reach.contains(it)).cloned());
        kept.tags.extend(details.tags.iter().filter(|it| !known.tags.contains(it)).cloned());
        if kept.role.is_empty() {
            kept.role = details.role;
        }
        if kept.card_uid.is_empty() {
            kept.card_uid = details.card_uid;
        }
        details = kept;
    }
    Person { details, note: card.note.clone(), known }
}

/// The same person: by the card's own name, then by mail.
fn is(peer: &PeerView, details: &PeerDetails) -> bool {
    let same_card = !details.card_uid.is_empty() && peer.card_uid == details.card_uid;
    let mails = details.reach.iter().filter(|it| it.starts_with("mailto:"));
    same_card || mails.into_iter().any(|mail| peer.reach.iter().any(|it| it.eq_ignore_ascii_case(mail)))
}

fn shape(it: &Person) -> Shape<'_> {
    Shape {
        id: &it.details.card_uid,
        name: &it.details.name,
        department: &it.details.department,
        role: &it.details.role,
        reach: &it.details.reach,
        tags: &it.details.tags,
        note: &it.note,
        known: it.known.is_some(),
    }
}
