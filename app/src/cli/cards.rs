//! `import vcard`: people from address cards, shown first if asked, all of them one undo.

use super::{
    call::{Call, edit},
    out::{Done, failure},
};
use crate::{
    files::{Person, bring_in, notes, people, read_cards},
    words,
};
use serde::Serialize;
use sideways_core::vcard;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The .vcf file.
    file: PathBuf,
    /// Only show who would come in.
    #[arg(long)]
    pub(super) preview: bool,
    /// The department of cards that name none.
    #[arg(long)]
    department: Option<String>,
    /// Also bring in those who may be here already, as others of the same name.
    #[arg(long)]
    twins: bool,
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
    /// Whom they may be.
    twin: Option<&'a str>,
}

pub(crate) fn run(call: &Call, options: &Options) -> Done {
    let read = read_cards(&options.file)?;
    let desk = call.desk()?;
    let view = desk.view()?;
    let people = people(&read.cards, options.department.as_deref().unwrap_or_default(), &view);
    let shapes: Vec<Shape<'_>> = people.iter().map(shape).collect();
    if options.preview {
        return call.form.say(&shapes, || {
            let line = |it: &Shape<'_>| {
                let known = match it.twin {
                    _ if it.known => " (here already)".to_owned(),
                    Some(twin) => format!(" (may be {twin}; left out without --twins)"),
                    None => String::new(),
                };
                let department = if it.department.is_empty() { "no department" } else { it.department };
                format!("{} · {department}{known}", it.name)
            };
            shapes.iter().map(line).chain(read.skipped.iter().map(left_out)).collect()
        });
    }
    let (held, people): (Vec<Person>, Vec<Person>) =
        people.iter().cloned().partition(|it| it.twin.is_some() && !options.twins);
    let nowhere: Vec<&str> =
        people.iter().filter(|it| it.details.department.is_empty()).map(|it| it.details.name.as_str()).collect();
    if let [first, ..] = nowhere.as_slice() {
        let name = if nowhere.len() == 1 { "names" } else { "name" };
        let what = format!("{} of these cards {name} no department, like {first}’s", nowhere.len());
        return Err(failure(what, Some("say which with --department D; nothing was brought in")).into());
    }
    let new = people.iter().filter(|it| it.known.is_none()).count();
    let completed = people.iter().filter(|it| it.known.is_some() && it.adds()).count();
    if let Some(command) = bring_in(&people) {
        edit(&desk, command)?;
    }
    if options.with_notes
        && let Some(notes) = notes(&people, &desk.view()?)
    {
        edit(&desk, notes)?;
    }
    let known = people.len() - new;
    let were = words::counted(known, ("of them", "of them"), ("was here already", "were here already"));
    let mut says = match new {
        0 => "Nobody new.".to_owned(),
        new => format!("Brought in: {}.", words::count(new, "peer", "peers")),
    };
    if known > 0 {
        says.push_str(&format!(" {were}."));
    }
    if completed > 0 {
        says.push_str(&format!(" {completed} got what was missing."));
    }
    // Where nothing was brought in, undo would take back something else.
    if new + completed > 0 {
        says.push_str(" `sideways undo` takes it back.");
    }
    let skipped: Vec<String> = read.skipped.iter().map(left_out).collect();
    let twins: Vec<String> = held.iter().map(twin).collect();
    let json = serde_json::json!({ "new": new, "known": known, "skipped": skipped, "twins": twins });
    call.form.say(&json, || std::iter::once(says).chain(twins.clone()).chain(skipped.clone()).collect())
}

/// Somebody who may be here already isn’t made a second time unseen.
fn twin(it: &Person) -> String {
    let of = it.twin.as_deref().unwrap_or_default();
    format!("Left out: {} may be {of}. With --twins they come in as somebody else.", it.details.name)
}

fn left_out(it: &vcard::Skipped) -> String {
    it.sentence.clone()
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
        twin: it.twin.as_deref(),
    }
}
