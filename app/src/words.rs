//! Sentences that both faces say. Each must be fine if the person it is about reads it.

mod backups;
mod causes;
mod devices;
mod folder;
mod labels;
mod network;
mod passphrase;
mod sealed;

use crate::desk::Link;
pub use backups::{backed, invite_again, older, place, restored, safety, tested};
pub use causes::{cause, cause_line};
pub use devices::{ARRIVING, TAKEN_AWAY, own_device};
pub use folder::{COPIED, DOUBLED, MOVED, MOVED_OR_COPIED, folder, is_displaced, parted, why_asked, writing};
use jiff::{
    Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};
pub use labels::{label, spoken};
pub use network::{invitation_lacks, meaning, relay_stands};
pub use passphrase::{LOCKED_NOW, PASSPHRASE_CHANGED, PASSPHRASE_REMOVED, PASSPHRASE_REMOVING, passphrase_set};
pub use sealed::{came_besides, came_by_file, goes, not_read, not_sealed, opens};
pub use sideways_core::legible::{shown, visible};
use sideways_core::{
    calendar::check::Sight,
    method::{
        self, AsOf, Locale, Next, Planned,
        half_hour::{Came, Slot},
    },
    snapshot::{
        AsidePart, Did, Moment, PeerView, Plan, PlanState, SetAside, Setting, SharingState, Since, SinceWhat, Snapshot,
        State, Who,
    },
};
use std::sync::{Arc, OnceLock};

static LOCALE: OnceLock<Locale> = OnceLock::new();

/// Says once, when the program begins, how dates are said where its user lives.
pub fn speak_as(locale: Locale) {
    // A second call would change the words of a page half-way down; the first one stands.
    LOCALE.get_or_init(|| locale);
}

/// How dates are said: the day first and 24 hours, unless the program was told otherwise.
#[must_use]
pub fn locale() -> Locale {
    LOCALE.get().copied().unwrap_or_default()
}

/// Seen from this day or moment, with dates as they are said here.
#[must_use]
pub fn as_of(now: impl Into<AsOf>) -> AsOf {
    AsOf { locale: locale(), ..now.into() }
}

/// What can't be read any more and is kept aside, where there is something.
#[must_use]
pub fn aside(snapshot: &Snapshot) -> Option<String> {
    let told = |it: &SetAside| {
        let name =
            snapshot.peers.iter().find(|peer| peer.id == it.peer).map_or("somebody", |peer| first_name(&peer.name));
        match it.part {
            AsidePart::Card => format!("{name}’s card"),
            AsidePart::Year(year) => format!("what you wrote about {name} in {year}"),
            AsidePart::List => format!("the list with {name}"),
        }
    };
    let all: Vec<String> = snapshot.aside.iter().map(told).collect();
    let (last, others) = all.split_last()?;
    let all = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    Some(sentence(&format!("{all} can’t be read any more, so it is kept aside as it is; everything else goes on")))
}

/// How sharing with a peer stands, told truly for this moment.
#[must_use]
pub fn status(peer: &PeerView, link: Option<Link>, now: Moment, zone: &TimeZone) -> String {
    let name = first_name(&peer.name);
    let sharing = &peer.sharing;
    match sharing.state {
        SharingState::Private => format!("Only on this computer. Share it with {name} when you’re both ready."),
        SharingState::Invited { until } if until <= now => {
            "The invitation ended without being used. Make a new one when you’re both ready.".to_owned()
        }
        SharingState::Invited { .. } => format!("Waiting for {name} to open the invitation."),
        SharingState::Stopped => format!("Sharing is stopped. {name} keeps what was shared before."),
        SharingState::Shared => match link {
            Some(Link::Connected { .. }) => format!("{name}’s computer is connected. Lines appear as you finish them."),
            Some(Link::Looking | Link::Away | Link::Parted) | None => last_had(peer, name, now, zone),
        },
    }
}

/// The same, and why not all that they wrote came in, where that is so.
#[must_use]
pub fn whole_status(peer: &PeerView, link: Option<Link>, now: Moment, zone: &TimeZone) -> String {
    let says = status(peer, link, now, zone);
    not_all_came(peer, now, zone).map_or(says.clone(), |more| format!("{says} {more}"))
}

/// Why not all that they wrote came in, where that is so.
#[must_use]
pub fn not_all_came(peer: &PeerView, now: Moment, zone: &TimeZone) -> Option<String> {
    let name = first_name(&peer.name);
    if peer.sharing.lacks > 0 {
        let lines = match peer.sharing.lacks {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        };
        return Some(format!(
            "{name} went on in a fresh list that lacks {lines} of yours. What you see is the list before it; what you write here doesn’t reach {name} until you go along, or go on in a fresh list of your own."
        ));
    }
    if peer.sharing.is_full {
        return Some(format!("This list holds as much as a list may, so not everything that {name} wrote came in."));
    }
    let from = peer.sharing.reads_on.filter(|from| now < *from)?;
    let from = from.zoned(zone);
    let from = format!("{} {}", from.strftime("%A"), locale().time(from.time()));
    Some(format!("More came from {name}’s computer than is read in a day. The rest is read from {from} on."))
}

fn last_had(peer: &PeerView, name: &str, now: Moment, zone: &TimeZone) -> String {
    let waiting = match peer.sharing.waiting {
        0 => String::new(),
        1 => " 1 line since then is waiting.".to_owned(),
        count => format!(" {count} lines since then are waiting."),
    };
    match peer.sharing.has_everything_as_of {
        Some(at) => format!("{name} last had everything on {}.{waiting}", moment(at, now, zone)),
        None => format!(
            "{name}’s computer hasn’t had everything yet. It does once both are online together, or with a file that comes back."
        ),
    }
}

/// A moment as people say it: "Tue 14:02" within the week, else "13 October 14:02".
#[must_use]
pub fn moment(at: Moment, now: Moment, zone: &TimeZone) -> String {
    let zoned = |moment: Moment| moment.zoned(zone);
    let (at, now) = (zoned(at), zoned(now));
    let days = now.date().since(at.date()).map_or(i32::MAX, |span| span.get_days());
    let clock = locale().time(at.time());
    if (0..6).contains(&days) {
        format!("{} {clock}", at.strftime("%a"))
    } else {
        format!("{} {clock}", date(at.date()))
    }
}

/// What a line of a half hour is, with somebody of that name.
#[must_use]
pub fn kept(slot: Slot, name: &str) -> String {
    match slot {
        Slot::Words => "Their words".to_owned(),
        Slot::Also(_) => format!("{name} said"),
        Slot::Mine(_) => "You said".to_owned(),
        Slot::Together(_) => "Together".to_owned(),
        Slot::Offered(_) => "You offered".to_owned(),
        Slot::TheyOffered(_) => format!("{name} offered"),
        Slot::Asked(_) => "You asked".to_owned(),
        Slot::TheyAsked(_) => format!("{name} asked"),
    }
}

/// What came of a half hour: what it is, and its words with their day.
#[must_use]
pub fn came(came: &Came<'_>) -> (String, String) {
    match came {
        Came::Promise(peer, it) => {
            let what = match it.by {
                Who::Me => "You promised".to_owned(),
                Who::Them => format!("{} promised", called(&peer.name)),
            };
            let when = match (it.done, it.due) {
                (Some(done), _) => format!(" (done on {})", date(done)),
                (None, Some(due)) => format!(" (by {})", date(due)),
                (None, None) => String::new(),
            };
            (what, format!("{}{when}", it.text))
        }
        Came::HeadsUp(peer, it) => {
            let when = match &it.told {
                Some(told) => format!("told on {}", date(told.on)),
                None => format!("by {}", date(it.by)),
            };
            (format!("Heads-up for {}", called(&peer.name)), format!("{} ({when})", it.text))
        }
    }
}

/// A day as people say it: "13 October".
#[must_use]
pub fn date(date: Date) -> String {
    locale().day(date)
}

/// A day and time as people say it: "Thursday 3 December 10:00".
#[must_use]
pub fn day_and_time(at: DateTime) -> String {
    format!("{} {}", locale().weekday(at.date()), locale().time(at.time()))
}

/// A time planned on the clock of a zone, and what the clock here shows then, where that is another time.
#[must_use]
pub fn planned(at: DateTime, zone: &str, here: &TimeZone) -> String {
    let there = day_and_time(at);
    let mine = method::local(&Planned { at, zone: zone.to_owned() }, here);
    if mine == at {
        return there;
    }
    let mine = if mine.date() == at.date() { locale().time(mine.time()) } else { day_and_time(mine) };
    format!("{there} ({zone}), {mine} here")
}

/// The name of a zone, which plans and calendars are told; nothing where the system doesn't say one.
#[must_use]
pub fn zone_name(zone: &TimeZone) -> Option<String> {
    zone.iana_name().filter(|_| !zone.is_unknown()).map(str::to_owned)
}

/// The zone here, as the system says it; or else the one that was named once.
#[must_use]
pub fn zone_here(system: TimeZone, snapshot: &Snapshot) -> TimeZone {
    if zone_name(&system).is_some() {
        return system;
    }
    let named = snapshot.settings.get(&Setting::Zone).and_then(|name| TimeZone::get(name).ok());
    named.filter(|zone| zone_name(zone).is_some()).unwrap_or(system)
}

/// What comes next with a peer. A half hour in another zone is said by its clock and by the one here.
#[must_use]
pub fn next_half_hour(peer: &PeerView, next: Next, now: &Zoned) -> String {
    match next {
        Next::Planned(at) => format!("next {}", planned_with(peer, at, now.time_zone())),
        next => self::next(next, now.date()),
    }
}

/// The time of a planned half hour, by its own clock or by the one here, said by both.
#[must_use]
pub fn planned_with(peer: &PeerView, at: DateTime, here: &TimeZone) -> String {
    let mut open = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned);
    let is_it = |plan: &&Arc<Plan>| {
        plan.at == at || method::local(&Planned { at: plan.at, zone: plan.zone.clone() }, here) == at
    };
    open.find(is_it).map_or_else(|| day_and_time(at), |plan| planned(plan.at, &plan.zone, here))
}

/// What comes next with somebody. A day that passed is no reproach: there is time for the next half hour.
#[must_use]
pub fn next(next: Next, today: Date) -> String {
    match next {
        Next::Around(on) if on < today => "time for the next half hour".to_owned(),
        Next::Planned(at) => format!("next {}", day_and_time(at)),
        Next::Around(on) => format!("next around {}", date(on)),
        Next::Open => "nothing planned".to_owned(),
    }
}

/// What somebody changed in the list since I last looked.
#[must_use]
pub fn since(it: &Since, name: &str) -> String {
    let text = &it.text;
    match &it.what {
        SinceWhat::Added => format!("{name} added: {text}"),
        SinceWhat::Reworded => format!("{name} reworded: {text}"),
        SinceWhat::Noted(note) => format!("{name} noted on “{text}”: {note}"),
        SinceWhat::State(state) => {
            let state = match state {
                State::Open => "open",
                State::Doing => "doing",
                State::Done => "done",
            };
            format!("{name} set to {state}: {text}")
        }
        SinceWhat::Helps => format!("{name} could help with: {text}"),
        SinceWhat::Removed => format!("{name} took off: {text}"),
    }
}

/// So many of something: "1 peer", "3 peers".
#[must_use]
pub fn count(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// The same, and what is true of them: "1 event was left out", "3 events were left out".
#[must_use]
pub fn counted(count: usize, (one, several): (&str, &str), (is, are): (&str, &str)) -> String {
    if count == 1 { format!("1 {one} {is}") } else { format!("{count} {several} {are}") }
}

/// What an import brought, and what was here before it.
#[must_use]
pub fn brought_in(new: usize, known: usize) -> String {
    let stays = if known == 1 { "stays as it is" } else { "stay as they are" };
    let here = counted(known, ("thing", "things"), ("was here already", "were here already"));
    match (new, known) {
        (0, 0) => "There was nothing in it to bring in.".to_owned(),
        (0, _) => format!("Nothing new: {here} and {stays}."),
        (_, 0) => format!("Brought in: {new}."),
        _ => format!("Brought in: {new}. {here} and {stays}."),
    }
}

/// What was found in the calendar that is kept in sight.
#[must_use]
pub fn in_sight(sight: &Sight) -> String {
    let half_hours = sight.with.values().map(Vec::len).sum();
    let found = match (half_hours, sight.no_guests_in_file) {
        (0, true) => "It lists no guests, and no title names one of your peers.".to_owned(),
        (0, false) => "None of its half hours is with one of your peers.".to_owned(),
        (many, _) => format!("It has {} with your peers.", count(many, "half hour", "half hours")),
    };
    let left = if sight.skipped > 0 { format!(" {}", left_out(sight.skipped as usize)) } else { String::new() };
    format!("{found}{left}")
}

/// Events of a calendar that weren't read.
#[must_use]
pub fn left_out(events: usize) -> String {
    let was = counted(events, ("event", "events"), ("could not be read and was", "could not be read and were"));
    format!("{was} left out.")
}

/// What a change did, after who did it.
#[must_use]
pub fn did(did: Did) -> &'static str {
    match did {
        Did::Other => "changed something",
        Did::Published => "published or offered something",
        Did::Pad => "wrote on the pad",
        Did::Moved => "moved a line",
        Did::SetKind => "set what a line is",
        Did::SetState => "set how far a line is",
        Did::Noted => "noted on a line",
        Did::Reworded => "reworded a line",
        Did::TookOff => "took a line off or put it back",
        Did::AddedLine => "added a line",
        Did::Card => "changed who they are",
        Did::Journal => "wrote something private",
    }
}

/// What one calls them: the first word of a name.
#[must_use]
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The same for a face, which would obey what stands in it: they may have stated that name themselves.
#[must_use]
pub fn called(name: &str) -> String {
    visible(first_name(name))
}

/// A sentence from the words of an error: a capital first, a full stop last.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}
