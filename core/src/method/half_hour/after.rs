//! After the half hour: under two minutes to confirm what stays of it, and when the next one is.

use super::{Mark, Part, Running, Typed};
use crate::{
    command::{Command, ListCommand, MeetingDetails, MethodCommand},
    id::PeerId,
    snapshot::{Kind, Who, Why},
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

/// So far ahead somebody should hear a heads-up, unless it is said otherwise; in days.
const HEARD_IN_DAYS: i64 = 7;

/// What is confirmed after the half hour.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct After {
    /// The day it was on.
    pub on: Date,
    /// What they said, as they'd say it.
    pub words: String,
    /// Why we met, if it is to be said.
    pub why: Option<Why>,
    /// The lines that were marked.
    pub marked: Vec<Marked>,
    /// The lines that weren't marked. Those of their part stand in their words too, until they are taken out there.
    #[serde(default)]
    pub said: Vec<Said>,
}

/// A line that was typed and not marked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Said {
    /// In which part.
    pub part: Part,
    /// The words.
    pub text: String,
    /// Whether it is kept.
    pub kept: bool,
}

/// A marked line, and what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marked {
    /// The line, which may be reworded.
    pub line: Typed,
    /// Whether it is kept at all.
    pub kept: bool,
    /// An offer or ask: whether it goes into the list too, for the other to see.
    pub listed: bool,
    /// A heads-up: who should hear it; nobody else means the one I met.
    pub for_whom: Option<PeerId>,
    /// A heads-up: by when.
    pub by: Date,
}

impl After {
    /// What there is to confirm. What they said in their part is put forward as their words.
    #[must_use]
    pub fn of(running: &Running, on: Date) -> Self {
        let said = said(running);
        let words = said.iter().filter(|it| it.part == Part::Theirs).map(|it| it.text.as_str());
        let words = words.collect::<Vec<_>>().join("\n");
        let by = on.saturating_add(HEARD_IN_DAYS.days());
        let marked = running.lines.iter().filter(|line| line.mark != Mark::Said);
        let marked = marked.map(|line| Marked { line: line.clone(), kept: true, listed: false, for_whom: None, by });
        Self { on, words, why: None, marked: marked.collect(), said }
    }

    /// Takes up what was typed, where this was written down by a version that kept it otherwise.
    pub fn take_up(&mut self, running: &Running) {
        if self.said.is_empty() {
            self.said = said(running);
        }
    }

    /// Whether a line that wasn't marked is kept by itself: what stands in their words is kept there.
    #[must_use]
    pub fn stands_alone(&self, said: &Said) -> bool {
        said.part != Part::Theirs || !self.words.lines().any(|line| line.trim() == said.text.trim())
    }

    /// Everything that stays, as one command with one undo. `next` is the next half hour, in that zone and of so many
    /// minutes.
    #[must_use]
    pub fn commands(&self, peer: PeerId, next: Option<(DateTime, String, u16)>) -> Command {
        let kept = || self.marked.iter().filter(|it| it.kept && !it.line.text.trim().is_empty());
        let of = |mark| kept().filter(move |it| it.line.mark == mark).map(|it| it.line.text.clone()).collect();
        let said = |part| {
            let of = self.said.iter().filter(move |it| it.part == part && it.kept && self.stands_alone(it));
            of.map(|it| it.text.trim().to_owned()).filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let meeting = MeetingDetails {
            why: self.why,
            words: self.words.clone(),
            mine: said(Part::Mine).join("\n"),
            help: said(Part::Together).join("\n"),
            also: said(Part::Theirs),
            offered: of(Mark::Offer(Who::Me)),
            asked: of(Mark::Ask(Who::Me)),
            they_offered: of(Mark::Offer(Who::Them)),
            they_asked: of(Mark::Ask(Who::Them)),
            ..MeetingDetails::on(self.on)
        };
        let mut commands = vec![Command::LogMeeting { peer, meeting }];
        for it in kept() {
            let text = it.line.text.clone();
            match it.line.mark {
                Mark::Promise(by) => {
                    commands.push(Command::Method(MethodCommand::AddPromise { peer, by, text, due: None }));
                }
                Mark::HeadsUp => {
                    let peer = it.for_whom.unwrap_or(peer);
                    commands.push(Command::Method(MethodCommand::AddHeadsUp { peer, text, by: it.by }));
                }
                Mark::Offer(_) if it.listed => {
                    commands.push(Command::List(peer, ListCommand::Add { text, kind: Kind::Offer }));
                }
                Mark::Ask(_) if it.listed => {
                    commands.push(Command::List(peer, ListCommand::Add { text, kind: Kind::Ask }));
                }
                Mark::Said | Mark::Offer(_) | Mark::Ask(_) => {}
            }
        }
        if let Some((at, zone, minutes)) = next {
            commands.push(Command::Method(MethodCommand::Plan { peer, at, zone, minutes }));
        }
        Command::Together(commands)
    }
}

/// The lines that weren't marked, in the order in which they were typed.
fn said(running: &Running) -> Vec<Said> {
    let said = running.lines.iter().filter(|line| line.mark == Mark::Said);
    said.map(|line| Said { part: line.part, text: line.text.clone(), kept: true }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::half_hour::MarkKey;

    fn running() -> Running {
        let mut running = Running::begin(30, 0);
        for (part, text, keys) in [
            (Part::Theirs, "The cut-over moved", vec![]),
            (Part::Theirs, "Two reviewers leave", vec![]),
            (Part::Theirs, "Send the forecast", vec![MarkKey::Promise]),
            (Part::Theirs, "Test systems are down", vec![MarkKey::HeadsUp]),
            (Part::Mine, "The licence question", vec![]),
            (Part::Together, "Two days of an engineer", vec![MarkKey::Offer]),
            (Part::Together, "A seat in the audit", vec![MarkKey::Offer, MarkKey::Offer]),
            (Part::Together, "An early look", vec![MarkKey::Ask]),
            (Part::Together, "We both like the plan", vec![]),
        ] {
            running.typing = text.to_owned();
            for key in keys {
                running.mark(key);
            }
            running.enter(part);
        }
        running
    }

    #[test]
    fn every_line_typed_goes_somewhere() {
        let peer = PeerId([1; 16]);
        let on = jiff::civil::date(2026, 11, 24);
        let mut after = After::of(&running(), on);
        assert_eq!(after.words, "The cut-over moved\nTwo reviewers leave");
        for marked in &mut after.marked {
            marked.listed = true;
        }
        let next = (on.at(10, 0, 0, 0), "Europe/Berlin".to_owned(), 30);
        let said = format!("{:?}", after.commands(peer, Some(next)));
        for line in running().lines {
            assert!(said.contains(&line.text), "{}", line.text);
        }
        let Command::Together(commands) = after.commands(peer, None) else { unreachable!() };
        let [Command::LogMeeting { meeting, .. }, rest @ ..] = commands.as_slice() else { unreachable!() };
        assert_eq!((meeting.mine.as_str(), meeting.help.as_str()), ("The licence question", "We both like the plan"));
        assert_eq!(meeting.offered, ["Two days of an engineer"]);
        assert_eq!(meeting.they_offered, ["A seat in the audit"]);
        assert_eq!(meeting.asked, ["An early look"]);
        // A promise, a heads-up, and three lines for the list.
        assert_eq!(rest.len(), 5);
    }

    #[test]
    fn what_is_not_confirmed_is_not_kept_and_nothing_is_shared_by_itself() {
        let peer = PeerId([1; 16]);
        let mut after = After::of(&running(), jiff::civil::date(2026, 11, 24));
        let Command::Together(commands) = after.commands(peer, None) else { unreachable!() };
        assert!(!commands.iter().any(|command| matches!(command, Command::List(..))));
        for marked in &mut after.marked {
            marked.kept = false;
            marked.listed = true;
        }
        let Command::Together(commands) = after.commands(peer, None) else { unreachable!() };
        assert_eq!(commands.len(), 1);
        let said = format!("{commands:?}");
        assert!(!said.contains("Two days") && said.contains("The cut-over moved"));
    }

    #[test]
    fn a_heads_up_goes_to_whom_it_is_for() {
        let (dana, lee) = (PeerId([1; 16]), PeerId([2; 16]));
        let mut after = After::of(&running(), jiff::civil::date(2026, 11, 24));
        let at = after.marked.iter().position(|it| it.line.mark == Mark::HeadsUp).unwrap();
        after.marked[at].for_whom = Some(lee);
        let Command::Together(commands) = after.commands(dana, None) else { unreachable!() };
        let to = commands.iter().find_map(|command| match command {
            Command::Method(MethodCommand::AddHeadsUp { peer, by, .. }) => Some((*peer, *by)),
            _ => None,
        });
        assert_eq!(to, Some((lee, jiff::civil::date(2026, 12, 1))));
    }

    #[test]
    fn what_is_left_out_of_their_words_is_kept_beside_them_unless_it_is_taken_away() {
        let peer = PeerId([1; 16]);
        let mut after = After::of(&running(), jiff::civil::date(2026, 11, 24));
        let meeting = |after: &After| {
            let Command::Together(commands) = after.commands(peer, None) else { unreachable!() };
            let Some(Command::LogMeeting { meeting, .. }) = commands.into_iter().next() else { unreachable!() };
            meeting
        };
        assert_eq!(meeting(&after).also, [""; 0], "it is in their words");
        after.words = "The cut-over moved".to_owned();
        assert_eq!(meeting(&after).also, ["Two reviewers leave"]);
        for said in &mut after.said {
            said.kept = false;
        }
        let kept = meeting(&after);
        assert_eq!((kept.also.len(), kept.mine.as_str(), kept.help.as_str()), (0, "", ""));
        assert_eq!(kept.words, "The cut-over moved");
    }

    #[test]
    fn what_an_older_version_wrote_down_loses_no_line() {
        let after = After::of(&running(), jiff::civil::date(2026, 11, 24));
        let mut older = serde_json::to_value(&after).unwrap();
        older.as_object_mut().unwrap().remove("said");
        let mut read: After = serde_json::from_value(older).unwrap();
        read.take_up(&running());
        assert_eq!(read, after);
    }
}
