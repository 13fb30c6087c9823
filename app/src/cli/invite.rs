//! `calendar invite`, `move`, `skip`, `end`, `link`: a standing 1-on-1 as files that calendars take.

use super::{
    call::{Call, clock, edit},
    find,
    out::{Done, failure},
    said::{self, day},
};
use crate::{
    desk::Desk,
    files::{self, NewFile, SeriesChange, Told},
    words,
};
use jiff::civil::Time;
use sideways_core::{
    calendar::invite::Web,
    method,
    snapshot::{Every, PeerView},
};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Invite {
    /// With whom.
    peer: String,
    /// The first one, like 2026-12-15T10:00 or "next Tuesday at 10". The rule follows from it: the third Tuesday stays the third Tuesday.
    #[arg(long)]
    first: String,
    /// monthly, quarterly or N-weeks.
    #[arg(long, value_parser = super::peer::every)]
    every: Every,
    /// Its time zone; this computer’s if left out.
    #[arg(long)]
    zone: Option<String>,
    /// How long each takes.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(5..=240))]
    minutes: u16,
    /// Where the two files go.
    #[arg(long)]
    out_dir: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Move {
    /// With whom.
    peer: String,
    /// The day that moves; without it the whole series does.
    #[arg(long)]
    date: Option<String>,
    /// The new time, like 2026-12-15T10:00 or "next Tuesday at 10".
    #[arg(long)]
    to: String,
    /// For the whole series: another rhythm.
    #[arg(long, value_parser = super::peer::every, conflicts_with = "date")]
    every: Option<Every>,
    /// Where the two files go.
    #[arg(long)]
    out_dir: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Day {
    /// With whom.
    peer: String,
    /// The day that is left out; or from which on nothing is any more, today if left out.
    #[arg(long)]
    date: Option<String>,
    /// Where the two files go.
    #[arg(long)]
    out_dir: PathBuf,
}

pub(crate) fn invite(call: &Call, how: &Invite) -> Done {
    let (desk, now) = (call.desk()?, clock());
    let view = desk.view()?;
    let peer = find::peer(&view, &how.peer)?;
    let zone = said::zone(how.zone.as_deref(), &view.snapshot)?;
    let first = said::time(&how.first, usual(&peer), &zone)?;
    let told = files::begin(&view, &peer, first, how.every, (&zone, how.minutes), &now)?;
    keep(call, &desk, &peer, &told, &how.out_dir)
}

pub(crate) fn move_it(call: &Call, how: &Move) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, &how.peer)?;
    let series = files::standing(&peer).ok_or_else(|| files::no_series(&peer))?;
    // A series stays in its zone, and where only a day is said, at its hour.
    let to = said::time(&how.to, Some(series.first.time()), &series.zone)?;
    let change = match &how.date {
        Some(date) => SeriesChange::MoveOne(day(date)?, to),
        None => SeriesChange::MoveAll(to, how.every.unwrap_or(series.every)),
    };
    change_it(call, &desk, &peer, change, &how.out_dir)
}

pub(crate) fn skip(call: &Call, how: &Day) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, &how.peer)?;
    let Some(date) = how.date.as_deref() else {
        return Err(failure("say which day is left out", Some("--date YYYY-MM-DD")).into());
    };
    change_it(call, &desk, &peer, SeriesChange::Skip(day(date)?), &how.out_dir)
}

pub(crate) fn end(call: &Call, how: &Day) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, &how.peer)?;
    change_it(
        call,
        &desk,
        &peer,
        SeriesChange::End(how.date.as_deref().map_or_else(|| Ok(said::today()), day)?),
        &how.out_dir,
    )
}

pub(crate) fn link(call: &Call, peer: &str, web: Web) -> Done {
    let view = call.desk()?.view()?;
    let peer = find::peer(&view, peer)?;
    let link = files::link(&view, &peer, web)?;
    call.form.say(&serde_json::json!({ "id": peer.id, "link": link }), || vec![link.clone()])
}

fn change_it(call: &Call, desk: &Desk, peer: &PeerView, change: SeriesChange, out_dir: &Path) -> Done {
    let told = files::change(&desk.view()?, peer, change, &clock())?;
    keep(call, desk, peer, &told, out_dir)
}

/// The hour of the half hour that is planned already.
fn usual(peer: &PeerView) -> Option<Time> {
    method::open_plan(peer).map(|plan| plan.at.time())
}

/// Writes the files, keeps the series, and only then gives the files their names: what couldn’t be written must not be
/// kept as told, and what couldn’t be kept must not be told.
fn keep(call: &Call, desk: &Desk, peer: &PeerView, told: &Told, out_dir: &Path) -> Done {
    let sequence = told.series.sequence;
    let (mine, invitation) = files::names(peer);
    let numbered = |name: String| if sequence == 0 { name } else { name.replace(".ics", &format!("-{sequence}.ics")) };
    std::fs::create_dir_all(out_dir).map_err(|e| {
        failure(format!("{} can’t be made: {e}", out_dir.display()), Some("name a folder that you may write to"))
    })?;
    let mine = out_dir.join(numbered(mine));
    let mut files = vec![NewFile::write(&mine, told.mine.as_bytes())?];
    let mut says = vec![format!("{} is for your own calendar.", mine.display())];
    let mut written = vec![mine];
    let name = words::first_name(&peer.name);
    match &told.invitation {
        Ok(text) => {
            let file = out_dir.join(numbered(invitation));
            files.push(NewFile::write(&file, text.as_bytes())?);
            says.push(format!("{} goes to {name}, attached to a mail. Don’t open it yourself.", file.display()));
            says.extend(files_words(text));
            written.push(file);
        }
        Err(why) => says.push(format!("There is no invitation to mail: {why}")),
    }
    for command in files::follow(peer, told) {
        edit(desk, command)?;
    }
    files.into_iter().try_for_each(NewFile::show)?;
    match (told.next, told.series.ended) {
        (_, Some(_)) => says.push(format!("The standing half hour with {name} has ended.")),
        (Some(next), None) => {
            says.push(format!("Next with {name}: {}.", words::planned(next, &told.series.zone, clock().time_zone())))
        }
        (None, None) => {}
    }
    let shape = serde_json::json!({
        "id": peer.id, "uid": told.series.uid, "sequence": sequence, "files": written,
        "next": told.next.map(|next| next.to_string()), "ended": told.series.ended.is_some(),
    });
    call.form.say(&shape, || says)
}

/// What the colleague will read in it.
fn files_words(invitation: &str) -> Vec<String> {
    files::invitation_words(invitation).into_iter().map(|line| format!("  {line}")).collect()
}

/// `google` or `outlook`.
pub(crate) fn web(text: &str) -> Result<Web, String> {
    match text {
        "google" => Ok(Web::Google),
        "outlook" => Ok(Web::Outlook),
        _ => Err("say google or outlook".to_owned()),
    }
}
