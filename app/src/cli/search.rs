//! `search`: everything, offline.

use super::{
    call::Call,
    find,
    out::{Done, failure},
};
use crate::desk::{Answer, Request};
use serde::Serialize;
use sideways_core::search::Part;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to look for; several words must all occur.
    #[arg(required = true)]
    text: Vec<String>,
}

#[derive(Serialize)]
struct Shape {
    id: String,
    kind: &'static str,
    peer: Option<String>,
    day: jiff::civil::Date,
    text: String,
}

pub(crate) fn run(call: &Call, options: &Options) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let Answer::Found(found) = desk.ask(Request::Search(options.text.join(" ")))? else {
        return Err(failure("nothing was looked for", None).into());
    };
    let shapes: Vec<_> = found
        .iter()
        .map(|it| Shape {
            id: it.id.clone(),
            kind: kind(it.part),
            peer: it.peer.map(|peer| find::name(&view, &peer)),
            day: it.day,
            text: format!("{}{}{}", it.excerpt.before, it.excerpt.matched, it.excerpt.after),
        })
        .collect();
    call.form.say(&shapes, || {
        if shapes.is_empty() {
            return vec!["Nothing here has these words.".to_owned()];
        }
        let who = |it: &Shape| it.peer.as_ref().map(|peer| format!("{peer}, ")).unwrap_or_default();
        shapes
            .iter()
            .map(|it| format!("{} ({}{}): {}", it.kind, who(it), crate::words::date(it.day), it.text))
            .collect()
    })
}

fn kind(part: Part) -> &'static str {
    match part {
        Part::Person => "person",
        Part::Words => "words",
        Part::Promise => "promise",
        Part::HeadsUp => "heads-up",
        Part::Line => "line",
        Part::Project => "project",
        Part::Point => "prepared",
        Part::Meeting => "meeting",
        Part::Note => "note",
        // One kind since the first version: scripts know it by that name.
        Part::Pad | Part::WorkingOn => "pad",
        Part::Tests => "tests",
        Part::Finished => "finished",
    }
}
