//! A standing 1-on-1 for calendars: what is kept of it here, and the files that tell calendars.

use super::failure;
use crate::desk::{Failure, View};
use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
};
use sideways_core::{
    calendar::invite::{self, Files, Rule, Series, Web, Zone},
    command::{Command, MethodCommand, PeerDetails},
    method,
    snapshot::{CalendarSeries, Every, Me, PeerView},
};

/// What becomes of a series.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesChange {
    /// One date moves.
    MoveOne(Date, DateTime),
    /// The whole series begins anew.
    MoveAll(DateTime, Every),
    /// One date is left out.
    Skip(Date),
    /// Nothing is any more from that day on.
    End(Date),
}

/// The files that tell calendars of a series, and the series to keep.
#[derive(Clone, Debug)]
pub struct Told {
    /// To be kept.
    pub series: CalendarSeries,
    /// For my own calendar.
    pub mine: String,
    /// To be mailed to the peer; or why there is none.
    pub invitation: Result<String, String>,
    /// When it comes next.
    pub next: Option<DateTime>,
}

/// A standing 1-on-1 that calendars don't know of yet.
pub fn begin(
    view: &View,
    peer: &PeerView,
    first: DateTime,
    every: Every,
    (zone, minutes): (&str, u16),
    now: &Zoned,
) -> Result<Told, Failure> {
    if standing(peer).is_some() {
        return Err(failure(
            format!("your calendar was told of a standing half hour with {} already", peer.name),
            Some("move it or end it instead"),
        ));
    }
    let kept = CalendarSeries {
        id: sideways_core::id::EntryId([0; 16]),
        began: sideways_core::snapshot::Moment { unix_ms: now.timestamp().as_millisecond() },
        uid: name()?,
        invite_uid: name()?,
        sequence: 0,
        first,
        zone: zone.to_owned(),
        minutes,
        every,
        changes: Vec::new(),
        ended: None,
    };
    let series = read(&kept, &view.snapshot.me, peer)?;
    let stamp = now.timestamp();
    Ok(Told {
        mine: invite::my_copy(&series, stamp),
        invitation: invite::invitation(&series, stamp).map_err(|e| e.to_string()),
        next: series.next(here(now, &series.zone)),
        series: kept,
    })
}

/// The series that calendars know of, if it isn't ended.
#[must_use]
pub fn standing(peer: &PeerView) -> Option<&CalendarSeries> {
    peer.series.as_deref().filter(|series| series.ended.is_none())
}

/// The same files again, of the series as it stands.
pub fn again(view: &View, peer: &PeerView, now: &Zoned) -> Result<Told, Failure> {
    let kept = standing(peer).ok_or_else(|| no_series(peer))?;
    let series = read(kept, &view.snapshot.me, peer)?;
    Ok(Told {
        mine: invite::my_copy(&series, now.timestamp()),
        invitation: invite::invitation(&series, now.timestamp()).map_err(|e| e.to_string()),
        next: series.next(here(now, &series.zone)),
        series: kept.clone(),
    })
}

/// How it repeats, for people: "every month on the third Tuesday".
#[must_use]
pub fn rhythm_of(series: &CalendarSeries) -> String {
    Rule::of(series.first.date(), series.every).words()
}

/// Said where calendars know of no series with a peer.
#[must_use]
pub fn no_series(peer: &PeerView) -> Failure {
    failure(
        format!("your calendar was told of no standing half hour with {}", peer.name),
        Some("`sideways calendar invite` writes one"),
    )
}

/// What else follows from telling calendars: the rhythm and the planned half hour are those of the series.
#[must_use]
pub fn follow(peer: &PeerView, told: &Told) -> Vec<Command> {
    let series = &told.series;
    let mut commands = vec![Command::Method(MethodCommand::KeepSeries(peer.id, Box::new(series.clone())))];
    if series.ended.is_none() && peer.every != Some(series.every) {
        let details = PeerDetails { every: Some(series.every), ..PeerDetails::of(peer) };
        commands.push(Command::EditPeer(peer.id, details));
    }
    let planned = method::open_plan(peer).map(|plan| plan.at);
    match told.next.filter(|_| series.ended.is_none()) {
        Some(at) if planned != Some(at) => {
            let (zone, minutes) = (series.zone.clone(), series.minutes);
            commands.push(Command::Method(MethodCommand::Plan { peer: peer.id, at, zone, minutes }));
        }
        None if planned.is_some() => commands.push(Command::Method(MethodCommand::SkipPlan(peer.id))),
        _ => {}
    }
    commands
}

/// Changes the series with a peer.
pub fn change(view: &View, peer: &PeerView, change: SeriesChange, now: &Zoned) -> Result<Told, Failure> {
    let kept = standing(peer).ok_or_else(|| no_series(peer))?;
    let series = read(kept, &view.snapshot.me, peer)?;
    let stamp: Timestamp = now.timestamp();
    let at = |day: Date| day.to_datetime(series.first.time());
    let files: Files = match change {
        SeriesChange::MoveOne(day, to) => invite::move_one(&series, at(day), to, stamp),
        SeriesChange::MoveAll(first, every) => invite::move_all(&series, first, every, stamp),
        SeriesChange::Skip(day) => invite::skip_one(&series, at(day), stamp),
        SeriesChange::End(day) => invite::end(&series, day.to_datetime(jiff::civil::Time::midnight()), stamp),
    }
    .map_err(|e| failure(e.to_string(), Some("name a date of the series as YYYY-MM-DD")))?;
    Ok(Told {
        series: files.series.kept(kept),
        mine: files.mine,
        invitation: files.invitation.map_err(|e| e.to_string()),
        next: files.series.next(here(now, &files.series.zone)),
    })
}

/// A link that opens a web calendar with it filled in.
pub fn link(view: &View, peer: &PeerView, web: Web) -> Result<String, Failure> {
    let kept = standing(peer).ok_or_else(|| no_series(peer))?;
    Ok(invite::compose_link(&read(kept, &view.snapshot.me, peer)?, web))
}

/// What the two files are called.
#[must_use]
pub fn names(peer: &PeerView) -> (String, String) {
    let plain: String = peer.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let plain = plain.trim_matches('-');
    let plain = if plain.is_empty() { "colleague" } else { plain };
    (format!("{plain}-my-copy.ics"), format!("{plain}-invitation.ics"))
}

fn read(kept: &CalendarSeries, me: &Me, peer: &PeerView) -> Result<Series, Failure> {
    Series::of(kept, me, peer).map_err(|e| failure(e.to_string(), Some("name a zone like Europe/Paris")))
}

/// Now, on the clock of a zone.
fn here(now: &Zoned, zone: &Zone) -> DateTime {
    now.in_tz(zone.name()).map_or_else(|_| now.datetime(), |there| there.datetime())
}

/// A name that nothing else has.
fn name() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| failure(format!("no randomness on this computer: {e}"), None))?;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex}@sideways"))
}
