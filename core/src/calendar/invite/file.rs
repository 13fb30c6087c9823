//! Whole calendar files.

use super::event::{Audience, Pair, Part, event};
use super::{Change, Series, vtimezone::vtimezone};
use crate::export::folded;
use jiff::{Timestamp, civil::DateTime};
use thiserror::Error;

/// Why there is no invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoMail {
    /// The organiser has to be named.
    #[error("An invitation names who invites; add your own mail address first.")]
    Mine,
    /// So has the guest.
    #[error("An invitation goes to a mail address; add your colleague’s first.")]
    Theirs,
}

/// The series for my own calendar: no method, no organiser, no guests, so that nothing is ever sent for it.
#[must_use]
pub fn my_copy(series: &Series, stamp: Timestamp) -> String {
    all(series, Audience::Me, stamp)
}

/// The series as an invitation to attach to a mail to the peer, with everything that was moved or skipped.
pub fn invitation(series: &Series, stamp: Timestamp) -> Result<String, NoMail> {
    Ok(all(series, Audience::Invited(pair(series)?), stamp))
}

/// One date as an invitation of its own: the peer's calendar moves just that one.
pub(super) fn invitation_to_one(
    series: &Series,
    original: DateTime,
    to: DateTime,
    stamp: Timestamp,
) -> Result<String, NoMail> {
    let audience = Audience::Invited(pair(series)?);
    Ok(calendar(series, audience, event(series, Part::One(original, to), audience, stamp)))
}

/// Tells the peer's calendar that one date, or all of it, doesn't take place.
pub(super) fn excuse(series: &Series, part: Part, stamp: Timestamp) -> Result<String, NoMail> {
    let audience = Audience::Excused(pair(series)?);
    Ok(calendar(series, audience, event(series, part, audience, stamp)))
}

fn pair(series: &Series) -> Result<Pair<'_>, NoMail> {
    let me = series.me.mail.as_ref().ok_or(NoMail::Mine)?;
    let peer = series.peer.mail.as_ref().ok_or(NoMail::Theirs)?;
    Ok(Pair { me, peer })
}

fn all(series: &Series, audience: Audience<'_>, stamp: Timestamp) -> String {
    let mut events = event(series, Part::Whole, audience, stamp);
    for (original, change) in &series.changes {
        if let Change::MovedTo(to) = change {
            events.extend(event(series, Part::One(*original, *to), audience, stamp));
        }
    }
    calendar(series, audience, events)
}

fn calendar(series: &Series, audience: Audience<'_>, events: Vec<String>) -> String {
    let mut lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sideways//Sideways//EN"].map(str::to_owned).to_vec();
    lines.extend(audience.method().map(|method| format!("METHOD:{method}")));
    lines.extend(vtimezone(&series.zone, earliest(series)));
    lines.extend(events);
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Where the zone has to begin: one that was moved may come before the first.
fn earliest(series: &Series) -> DateTime {
    let moved = series.changes.values().filter_map(|change| match change {
        Change::MovedTo(to) => Some(*to),
        Change::Skipped => None,
    });
    moved.fold(series.first, DateTime::min)
}
