//! Between the series as it is kept in a journal and as calendars are told of it.

use super::{Change, Mail, NoSuchZone, Person, Series, Zone};
use crate::formats::mail::{is_mailto, without_mailto};
use crate::snapshot::{CalendarSeries, Me, PeerView};

impl Series {
    /// The series that is kept, between these two.
    pub fn of(kept: &CalendarSeries, me: &Me, peer: &PeerView) -> Result<Self, NoSuchZone> {
        let changes = kept.changes.iter().map(|(from, to)| (*from, to.map_or(Change::Skipped, Change::MovedTo)));
        Ok(Self {
            uid: kept.uid.clone(),
            invite_uid: kept.invite_uid.clone(),
            sequence: kept.sequence,
            first: kept.first,
            zone: Zone::named(&kept.zone)?,
            minutes: u32::from(kept.minutes),
            every: kept.every,
            me: Person {
                name: me.name.clone(),
                mail: me.mails.iter().find_map(|mail| Mail::parse(&without_mailto(mail)).ok()),
            },
            peer: Person { name: peer.name.clone(), mail: mail_of(peer) },
            changes: changes.collect(),
            ended: kept.ended,
        })
    }

    /// The series as it is to be kept; `before` is the version it came from.
    #[must_use]
    pub fn kept(&self, before: &CalendarSeries) -> CalendarSeries {
        let change = |change: &Change| if let Change::MovedTo(to) = change { Some(*to) } else { None };
        CalendarSeries {
            sequence: self.sequence,
            first: self.first,
            every: self.every,
            changes: self.changes.iter().map(|(from, to)| (*from, change(to))).collect(),
            ended: self.ended,
            ..before.clone()
        }
    }
}

/// The first mail address among the ways to reach a peer.
fn mail_of(peer: &PeerView) -> Option<Mail> {
    let mut mails = peer.reach.iter().filter(|reach| is_mailto(reach));
    mails.find_map(|reach| Mail::parse(&without_mailto(reach)).ok())
}
