//! Sentences that both faces say. Each must be fine if the person it is about reads it.

use crate::desk::Link;
use jiff::{
    Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use sideways_core::{
    method::{self, AsOf, Locale, Next, Planned},
    snapshot::{Did, Moment, PeerView, Plan, PlanState, SharingState, Since, SinceWhat, State},
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

/// How sharing with a peer stands, told truly for this moment.
#[must_use]
pub fn status(peer: &PeerView, link: Option<Link>, now: Moment, zone: &TimeZone) -> String {
    let name = first_name(&peer.name);
    let sharing = &peer.sharing;
    match sharing.state {
        SharingState::Private => format!("Only on this computer. Share it with {name} when you're both ready."),
        SharingState::Invited { until } if until <= now => {
            "The invitation ended without being used. Make a new one when you're both ready.".to_owned()
        }
        SharingState::Invited { .. } => format!("Waiting for {name} to open the invitation."),
        SharingState::Stopped => format!("Sharing is stopped. {name} keeps what was shared before."),
        SharingState::Shared => match link {
            Some(Link::Connected { .. }) => format!("{name}'s computer is connected. Lines appear as you finish them."),
            Some(Link::Looking | Link::Away) | None => last_had(peer, name, now, zone),
        },
    }
}

fn last_had(peer: &PeerView, name: &str, now: Moment, zone: &TimeZone) -> String {
    let waiting = match peer.sharing.waiting {
        0 => String::new(),
        1 => " 1 line since then is waiting.".to_owned(),
        count => format!(" {count} lines since then are waiting."),
    };
    match peer.sharing.has_everything_as_of {
        Some(at) => format!("{name} last had everything on {}.{waiting}", moment(at, now, zone)),
        None => format!("{name}'s computer hasn't had everything yet. It does once both are online together."),
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
    let open = peer.plans.iter().filter(|plan| plan.state == PlanState::Planned);
    let is_it = |plan: &&Arc<Plan>| {
        plan.at == at || method::local(&Planned { at: plan.at, zone: plan.zone.clone() }, here) == at
    };
    open.into_iter().find(is_it).map_or_else(|| day_and_time(at), |plan| planned(plan.at, &plan.zone, here))
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

/// The same for a widget, which would obey what stands in it: they may have stated that name themselves.
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

/// What somebody else typed, on one line: a line break is a space, and characters that could change how it reads are shown
/// instead of obeyed.
#[must_use]
pub fn visible(text: &str) -> String {
    escaped(text, |c| if breaks(c) || c == '\t' { Shown::As(' ') } else { judged(c) })
}

/// The same for text of several lines.
#[must_use]
pub fn shown(text: &str) -> String {
    escaped(text, |c| match c {
        '\n' | '\t' => Shown::AsItIs,
        c if breaks(c) => Shown::As('\n'),
        c => judged(c),
    })
}

/// The same words without the line icons that stand in them as letters, for who listens.
#[must_use]
pub fn spoken(text: &str) -> String {
    let icons = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    shown(&text.replace(icons, "")).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a character is shown.
enum Shown {
    AsItIs,
    /// As another that means the same.
    As(char),
    /// By its number, since it would be obeyed.
    ByNumber,
}

/// Whether a character begins a new line somewhere.
fn breaks(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn judged(c: char) -> Shown {
    let steers = c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if steers { Shown::ByNumber } else { Shown::AsItIs }
}

/// Nearly every text is shown as it is, and some in every frame: those are copied whole.
fn escaped(text: &str, judge: impl Fn(char) -> Shown) -> String {
    if text.chars().all(|c| matches!(judge(c), Shown::AsItIs)) {
        return text.to_owned();
    }
    // What Windows ends a line with is one break.
    let text = text.replace("\r\n", "\n");
    text.chars().fold(String::with_capacity(text.len() + 16), |mut shown, c| {
        match judge(c) {
            Shown::AsItIs => shown.push(c),
            Shown::As(other) => shown.push(other),
            Shown::ByNumber => shown.extend(c.escape_unicode()),
        }
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::{shown, visible};

    #[test]
    fn a_line_break_is_never_a_number_and_what_steers_is_never_obeyed() {
        for (text, on_one_line, on_several) in [
            ("plain", "plain", "plain"),
            ("a\nb", "a b", "a\nb"),
            ("a\r\nb\tc", "a b c", "a\nb\tc"),
            ("a\rb\u{85}c\u{2028}d\u{b}e\u{c}f\u{2029}", "a b c d e f ", "a\nb\nc\nd\ne\nf\n"),
            ("a\u{202e}b\u{7}", "a\\u{202e}b\\u{7}", "a\\u{202e}b\\u{7}"),
            ("\u{0}\u{7f}", "\\u{0}\\u{7f}", "\\u{0}\\u{7f}"),
        ] {
            assert_eq!((visible(text).as_str(), shown(text).as_str()), (on_one_line, on_several), "{text:?}");
        }
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| c.is_whitespace()) {
            for said in [visible(&format!("a{c}b")), shown(&format!("a{c}b"))] {
                assert!(!said.contains('\\'), "{c:?} is shown as {said}");
            }
        }
    }
}
