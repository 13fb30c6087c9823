//! `calendar source`: the one calendar that is kept in sight.

use super::{
    call::{Call, clock, edit, text_or_input},
    out::{Done, failure},
};
use crate::{
    desk::{Desk, Failure, View},
    files::{self, Source},
    words,
};
use jiff::Zoned;
use serde::Serialize;
use sideways_core::{
    calendar::check::Sight,
    command::Command,
    method::{self, Sighted},
    snapshot::Setting,
};
use std::ops::ControlFlow;

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Keep a calendar in sight: a file, or an https or webcal address. It is read now, when the window opens, and on `show`.
    Set {
        /// The file or the address; `-` reads it from standard input, where nobody else sees it.
        source: String,
    },
    /// Read it again, and say what it has that isn’t so here.
    Show,
    /// Forget it. Nothing is read any more.
    Off,
}

#[derive(Serialize)]
struct Shape {
    source: Option<String>,
    kind: Option<&'static str>,
    events: u64,
    half_hours: usize,
    says: Vec<Said>,
}

#[derive(Serialize)]
struct Said {
    id: String,
    peer: String,
    what: &'static str,
    at: Option<String>,
    says: String,
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Set { source } => {
            let source = Source::of(&text_or_input(&source)?)?;
            let sight = look(&desk.view()?, &source, &clock())?;
            edit(&desk, Command::Choose(Setting::Calendar, source.kept()))?;
            say(call, &desk, &source, &sight)
        }
        Verb::Show => match chosen(&desk.view()?)? {
            None => off(call),
            Some(source) => {
                let read = look(&desk.view()?, &source, &clock());
                let unread = |e: Failure| Failure {
                    error: format!("{} is kept in sight and can’t be read: {}", source.shortened(), e.error),
                    ..e
                };
                say(call, &desk, &source, &read.map_err(unread)?)
            }
        },
        Verb::Off => {
            edit(&desk, Command::Choose(Setting::Calendar, String::new()))?;
            off(call)
        }
    }
}

/// The calendar that is kept in sight, if one is.
pub(crate) fn chosen(view: &View) -> Result<Option<Source>, Failure> {
    view.snapshot.settings.get(&Setting::Calendar).map(|text| Source::of(text)).transpose()
}

/// Reads it.
pub(crate) fn look(view: &View, source: &Source, now: &Zoned) -> Result<Sight, Failure> {
    files::look_at(source, &view.snapshot, now, &mut |_| ControlFlow::Continue(()))
}

fn off(call: &Call) -> Done {
    let shape = Shape { source: None, kind: None, events: 0, half_hours: 0, says: Vec::new() };
    call.form.say(&shape, || vec!["No calendar is kept in sight. Nothing is read by itself.".to_owned()])
}

fn say(call: &Call, desk: &Desk, source: &Source, sight: &Sight) -> Done {
    let (view, now) = (desk.view()?, clock());
    let as_of = words::as_of(now.datetime());
    let zone = now.time_zone();
    let today = method::today(&view.snapshot, as_of, zone);
    let missed = today.missed.iter().map(|it| {
        let beside = method::beside(it, &sight.with, as_of, zone).unwrap_or_default();
        let says = format!("{} {beside}", it.says);
        let at = Some(it.at.to_string());
        Said { id: it.key.clone(), peer: it.peer.id.to_string(), what: "missed", at, says: says.trim().to_owned() }
    });
    let seen = method::in_sight(&view.snapshot, &sight.with, as_of, zone);
    let seen = seen.iter().map(|it| {
        let (what, at) = match &it.what {
            Sighted::Held { at } => ("held", Some(at)),
            Sighted::Moved { at, .. } => ("moved", Some(at)),
            Sighted::Gone => ("gone", None),
            Sighted::New { at, .. } => ("new", Some(at)),
        };
        let at = at.map(|at| at.to_string());
        Said { id: it.key.clone(), peer: it.peer.id.to_string(), what, at, says: it.says.clone() }
    });
    let says: Vec<Said> = missed.chain(seen).collect();
    let half_hours = sight.with.values().map(Vec::len).sum();
    let kind = if matches!(source, Source::File(_)) { "file" } else { "address" };
    let shape = Shape { source: Some(source.shortened()), kind: Some(kind), events: sight.events, half_hours, says };
    call.form.say(&shape, || {
        let mut page = vec![format!("In sight: {}. {}", source.shortened(), words::in_sight(sight))];
        page.extend(shape.says.iter().map(|it| format!("{}  id {}", it.says, it.id)));
        page
    })
}

/// When I am busy, from the calendar that was named here or else the one that is kept in sight; nothing where neither
/// is.
pub(crate) fn busy(
    view: &View,
    named: Option<&std::path::Path>,
    now: &Zoned,
) -> Result<Option<Vec<(jiff::Timestamp, jiff::Timestamp)>>, Failure> {
    if let Some(file) = named {
        let mails = &view.snapshot.me.mails;
        return files::check_as(file, (&[], mails), now, &mut |_| ControlFlow::Continue(())).map(|it| Some(it.busy));
    }
    let Some(source) = chosen(view)? else { return Ok(None) };
    let unread = |e: Failure| {
        failure(format!("the calendar in sight can’t be read: {}", e.error), Some("name a file with --busy"))
    };
    look(view, &source, now).map(|sight| Some(sight.busy)).map_err(unread)
}
