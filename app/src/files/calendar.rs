//! An exported calendar: which standing 1-on-1s it holds, and keeping one of them.

use super::{
    failure, read_at_most,
    same_person::{Likeness, likeness},
    text::{is_utf_16, text_in},
};
use crate::desk::{Failure, View};
use jiff::{
    Timestamp, Zoned,
    civil::{DateTime, Time, time},
    tz::TimeZone,
};
use sideways_core::{
    calendar::{
        block::{Days, WorkingHours, two_nearby},
        check::{self, Asked, CheckError, Person, Report, Rhythm},
    },
    command::{Command, PeerDetails},
    formats::mail::mailto,
    snapshot::{Every, PeerView, Plan},
};
use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

/// Hours in which a half hour is looked for.
pub const HOURS: (Time, Time) = (time(9, 0, 0, 0), time(17, 0, 0, 0));

/// A calendar saved as UTF-16 is turned around whole; no program exports one so by itself.
const WIDE_BYTES: u64 = 64 * 1024 * 1024;

const HINT: &str = "export your calendar as .ics and name that file";

/// Reads the calendar; `progress` is told the bytes read and can stop it.
pub fn check(
    file: &Path,
    my_mails: &[String],
    now: &Zoned,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Report, Failure> {
    let cannot = |e: std::io::Error| failure(format!("{} can’t be read: {e}", file.display()), Some(HINT));
    let mut input: Box<dyn BufRead> = Box::new(BufReader::with_capacity(256 * 1024, File::open(file).map_err(cannot)?));
    if is_utf_16(input.fill_buf().map_err(cannot)?) {
        let bytes = read_at_most(file, WIDE_BYTES, HINT)?;
        input = Box::new(Cursor::new(text_in(&bytes).map(String::into_bytes).unwrap_or(bytes)));
    }
    let asked = Asked { my_mails, today: now.date(), zone: now.time_zone() };
    check::check(input, &asked, progress).map_err(|e| match e {
        CheckError::Stopped => failure("the check was stopped, and nothing of the file was kept", None),
        e => failure(e.to_string(), Some(HINT)),
    })
}

/// Reads the calendar of somebody whose addresses are known, or are said: where none of the known ones is in it, it is
/// read as one that says whose it is.
pub fn check_as(
    file: &Path,
    (said, known): (&[String], &[String]),
    now: &Zoned,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Report, Failure> {
    if !said.is_empty() {
        return check(file, said, now, progress);
    }
    let report = check(file, known, now, progress)?;
    if known.is_empty() || report.guessed_me.is_empty() { Ok(report) } else { check(file, &[], now, progress) }
}

/// The rhythm of a series, where a peer can have it.
#[must_use]
pub fn every(rhythm: Rhythm) -> Option<Every> {
    match rhythm {
        Rhythm::Fortnightly => Some(Every::Weeks(2)),
        Rhythm::Weeks(weeks) => Some(Every::Weeks(weeks)),
        Rhythm::Monthly => Some(Every::Month),
        Rhythm::Quarterly => Some(Every::Quarter),
        Rhythm::Rarer => None,
    }
}

/// What makes somebody in the calendar a peer, with that rhythm; or who they are here already, and what they get.
/// The next date is for the caller to plan, since a new peer has no id yet.
#[must_use]
pub fn keep(view: &View, who: &Person, rhythm: Option<Rhythm>, department: &str) -> (Command, Option<Arc<PeerView>>) {
    let reach = (!who.mail.is_empty()).then(|| mailto(&who.mail));
    let found =
        PeerDetails { name: who.name.clone(), reach: reach.iter().cloned().collect(), ..PeerDetails::default() };
    let alike = |peer: &PeerView| likeness(&PeerDetails::of(peer), &found);
    let peers = &view.snapshot.peers;
    // A calendar names nobody's department: whoever has the name is meant, unless somebody is for certain.
    let is = |wanted: Likeness| peers.iter().find(|peer| alike(peer) == wanted);
    let same = is(Likeness::Same).or_else(|| is(Likeness::Twin));
    let every = rhythm.and_then(every);
    match same {
        Some(known) => {
            let mut details = PeerDetails::of(known);
            if !department.trim().is_empty() {
                department.trim().clone_into(&mut details.department);
            }
            details.every = every.or(details.every);
            details.reach.extend(reach.filter(|mail| !known.reach.contains(mail)));
            (Command::EditPeer(known.id, details), Some(known.clone()))
        }
        None => {
            let details = PeerDetails {
                name: who.name.clone(),
                department: department.trim().to_owned(),
                reach: reach.into_iter().collect(),
                every,
                ..PeerDetails::default()
            };
            (Command::AddPeer(details), None)
        }
    }
}

/// Until when a calendar's busy times say anything: the check looks two weeks ahead.
#[must_use]
pub fn busy_until(now: &Zoned) -> Timestamp {
    const DAYS: i64 = 14;
    now.timestamp().checked_add(jiff::SignedDuration::from_hours(24 * DAYS)).unwrap_or_else(|_| now.timestamp())
}

/// Two free times near a planned half hour, in the working hours of the days that `busy` tells of, which end `until`.
#[must_use]
pub fn two_free_times(plan: &Plan, busy: &[(Timestamp, Timestamp)], until: Timestamp, now: &Zoned) -> Vec<DateTime> {
    let zone = TimeZone::get(&plan.zone).unwrap_or_else(|_| now.time_zone().clone());
    two_free_near((plan.at, plan.minutes), busy, until, &now.with_time_zone(zone))
}

/// The same near any time, on the clock of `now`.
#[must_use]
pub fn two_free_near(
    (at, minutes): (DateTime, u16),
    busy: &[(Timestamp, Timestamp)],
    until: Timestamp,
    now: &Zoned,
) -> Vec<DateTime> {
    let hours = WorkingHours { from: HOURS.0, to: HOURS.1, days: Days::MONDAY_TO_FRIDAY };
    // What comes after the last day that the calendar told of isn't known to be free.
    let mut busy = busy.to_vec();
    busy.push((until, Timestamp::MAX));
    two_nearby(&busy, at, now.timestamp(), u32::from(minutes), hours, now.time_zone())
}
