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

pub(crate) fn run(call: &Call, options: &Options) -> Done {
    let read = read_cards(&options.file)?;
    let desk = call.desk()?;
    let view = desk.view()?;
    let people = people(&read.cards, options.department.as_deref().unwrap_or_default(), &view);
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
    if let Some(command) = bring_in(&people) {
        edit(&desk, command)?;
    }
    if options.with_notes
        && let Some(notes) = notes(&people, &desk.view()?)
    {
        edit(&desk, notes)?;
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
