//! A calendar kept in sight: what it says of people who are known already, and of nobody else.

use super::judge::days_in_sight;
use super::kept::{Master, Series};
use super::people::{Directory, Number, Reader};
use super::series::Clocks;
use super::titles::sounds_like_one_on_one;
use crate::calendar::recur::{Budget, STEPS_PER_SERIES, TooMuchWork};
use crate::formats::mail::same_address;
use crate::id::PeerId;
use crate::search::folded;
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Half hours kept of one person; nobody meets more often than daily.
const MOST: usize = 400;
/// Minutes that a half hour may take in a calendar: a short call, or one that was given more room.
const MINUTES: std::ops::RangeInclusive<i64> = 5..=120;
/// Steps for all series that are followed together.
const STEPS: u32 = 5_000_000;

/// Somebody to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who it is.
    pub peer: PeerId,
    /// The whole name.
    pub name: String,
    /// Addresses, plain or as links.
    pub mails: Vec<String>,
    /// Series that calendars were told of from here.
    pub uids: Vec<String>,
}

/// One half hour with somebody, as the calendar has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// When it is.
    pub start: Timestamp,
    /// Whether it was taken away, called off or declined by either.
    pub called_off: bool,
    /// Where its series would have put it.
    pub planned: Timestamp,
    /// How long it takes.
    pub minutes: u32,
}

/// What a calendar says of the people that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sight {
    /// Half hours with each of them, in order, from six weeks ago to half a year ahead.
    pub with: BTreeMap<PeerId, Vec<Seen>>,
    /// When the reader is busy in the next 14 days: merged, in order.
    pub busy: Vec<(Timestamp, Timestamp)>,
    /// Events in the file, broken ones included.
    pub events: u64,
    /// How many of them weren't used.
    pub skipped: u32,
    /// Whether no event in the file names anybody.
    pub no_guests_in_file: bool,
}

/// Looks for people in a calendar that was read.
#[derive(Debug)]
pub(super) struct Eye<'a> {
    clocks: &'a Clocks,
    directory: &'a Directory,
    reader: &'a Reader,
    days: (Date, Date),
    by_uid: BTreeMap<&'a str, PeerId>,
    by_mail: BTreeMap<String, Vec<(PeerId, Vec<String>)>>,
    by_name: Vec<(PeerId, Vec<String>)>,
    seen: BTreeMap<PeerId, Vec<Seen>>,
    steps: u32,
}

impl<'a> Eye<'a> {
    pub(super) fn new(
        known: &'a [Known],
        clocks: &'a Clocks,
        directory: &'a Directory,
        reader: &'a Reader,
        today: Date,
    ) -> Self {
        let mut by_mail: BTreeMap<String, Vec<(PeerId, Vec<String>)>> = BTreeMap::new();
        for it in known {
            for mail in it.mails.iter().filter_map(|mail| same_address(mail)) {
                by_mail.entry(mail).or_default().push((it.peer, words(&it.name)));
            }
        }
        let uids = |it: &'a Known| it.uids.iter().map(|uid| (uid.as_str(), it.peer));
        Self {
            clocks,
            directory,
            reader,
            days: days_in_sight(today),
            by_uid: known.iter().flat_map(uids).collect(),
            by_mail,
            by_name: known.iter().map(|it| (it.peer, words(&it.name))).collect(),
            seen: BTreeMap::new(),
            steps: STEPS,
        }
    }

    /// Notes what a series says of somebody who is looked for.
    pub(super) fn look(&mut self, uid: &str, series: &Series) -> Result<(), TooMuchWork> {
        let Some(master) = series.master.as_deref() else {
            // Changed dates of a series that isn't in the file: somebody was invited to just these.
            series.changed.values().for_each(|(event, _)| self.single(uid, event));
            return Ok(());
        };
        if !master.repeats() {
            self.single(uid, master);
            return Ok(());
        }
        let Some(peer) = self.whose(uid, master) else { return Ok(()) };
        let Some(minutes) = self.minutes(master) else { return Ok(()) };
        let allowed = self.steps.min(STEPS_PER_SERIES);
        let mut budget = Budget::new(allowed);
        let seen = self.seen.entry(peer).or_default();
        let done = self.clocks.walk((series, master), self.days, self.reader, &mut budget, |held| {
            let called_off = held.fell_through || master.cancelled;
            seen.push(Seen { start: held.start, called_off, planned: held.planned, minutes });
            if seen.len() < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        self.steps -= allowed - budget.left();
        done
    }

    fn single(&mut self, uid: &str, event: &Master) {
        let (Some(start), Some(minutes)) = (self.clocks.moment(&event.start), self.minutes(event)) else { return };
        let day = event.start.wall.date();
        if day < self.days.0 || day > self.days.1 {
            return;
        }
        let Some(peer) = self.whose(uid, event) else { return };
        let seen = self.seen.entry(peer).or_default();
        if seen.len() < MOST {
            let called_off = event.cancelled || event.people.declined_by(|_| true);
            seen.push(Seen { start, called_off, planned: start, minutes });
        }
    }

    fn minutes(&self, event: &Master) -> Option<u32> {
        let minutes = (self.clocks.seconds(event) + 30) / 60;
        let fits = !event.all_day && MINUTES.contains(&minutes);
        fits.then(|| u32::try_from(minutes).ok()).flatten()
    }

    /// With whom of the people looked for an event is, and with nobody else.
    fn whose(&self, uid: &str, event: &Master) -> Option<PeerId> {
        if let Some(peer) = self.by_uid.get(uid) {
            return Some(*peer);
        }
        if event.people.larger {
            return None;
        }
        let others = || event.people.members.iter().map(|it| it.who).filter(|who| !self.reader.is(*who));
        let mut known = others().filter_map(|who| self.person(who));
        match others().count() {
            0 => self.titled(&event.title),
            1 => known.next(),
            // Nobody said who the reader is; then it is the one who isn't looked for.
            2 if self.reader.numbers.is_empty() => known.next().filter(|_| known.next().is_none()),
            _ => None,
        }
    }

    /// Who somebody in the calendar is: by the address, or where that isn't known by the whole name.
    fn person(&self, who: Number) -> Option<PeerId> {
        let person = self.directory.person(who);
        let name = words(&person.name);
        let sharing = same_address(&person.mail).and_then(|mail| self.by_mail.get(&mail));
        match sharing.map(Vec::as_slice) {
            Some([(only, _)]) => Some(*only),
            // A mailbox of several people.
            Some(several) => only(several.iter().filter(|(_, of)| same_name(of, &name)).map(|(peer, _)| *peer)),
            None => only(self.by_name.iter().filter(|(_, of)| same_name(of, &name)).map(|(peer, _)| *peer)),
        }
    }

    /// Whom a title names, in a calendar that lists no guests: by the whole name, or by the first name in a title that
    /// sounds like a conversation of two.
    fn titled(&self, title: &str) -> Option<PeerId> {
        let said = words(title);
        let whole = |name: &[String]| name.len() > 1 && said.windows(name.len()).any(|part| part == name);
        let named = self.by_name.iter().filter(|(_, name)| whole(name)).map(|(peer, _)| *peer);
        let mut named = named.peekable();
        if named.peek().is_some() {
            return only(named);
        }
        if !sounds_like_one_on_one(title) {
            return None;
        }
        let called =
            |name: &[String]| name.first().is_some_and(|first| first.chars().count() > 1 && said.contains(first));
        only(self.by_name.iter().filter(|(_, name)| called(name)).map(|(peer, _)| *peer))
    }

    /// All that was seen, in order; where two events say the same time, one that stands counts.
    pub(super) fn finish(mut self) -> BTreeMap<PeerId, Vec<Seen>> {
        for seen in self.seen.values_mut() {
            seen.sort_unstable();
            seen.dedup_by_key(|it| it.start);
        }
        self.seen
    }
}

/// The words of a name or a title, in the form in which they are compared.
fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// "Dana Ruiz" and "Ruiz, Dana" are one name.
fn same_name(one: &[String], other: &[String]) -> bool {
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    };
    !one.is_empty() && one.len() == other.len() && sorted(one) == sorted(other)
}

/// The one there is; nobody where there are several.
fn only(mut peers: impl Iterator<Item = PeerId>) -> Option<PeerId> {
    let first = peers.next()?;
    peers.all(|other| other == first).then_some(first)
}
