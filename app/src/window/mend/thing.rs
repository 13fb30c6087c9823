//! What can be said otherwise on a peer's page: how it stands, what makes it say something else, and what takes it away.

use super::super::ask::{self, Ask};
use crate::platform::command;
use jiff::civil::Date;
use sideways_core::{
    command::{Command, EntryEdit, ListCommand, MeetingDetails, MethodCommand, TestsDetails},
    id::{EntryId, LineId, PeerId, RemarkId},
    method::half_hour::{Slot, kept_lines, with_line},
    snapshot::{Edited, Field, PeerView, Told, Why},
};

/// A new line of a half hour that was: it is added behind what else was said.
pub(in super::super) const NEW_LINE: Slot = Slot::Also(usize::MAX);

/// Something that was written down about a peer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Thing {
    Note(EntryId),
    Words(EntryId),
    Promise(EntryId),
    HeadsUp(EntryId),
    /// How I told them.
    Told(EntryId),
    Point(EntryId),
    /// The day of a half hour, and why we met.
    Meeting(EntryId),
    /// A line of a half hour.
    Line(EntryId, Slot),
    /// The words beside the three tests.
    Tests(EntryId),
    /// A line of the list that is still only mine.
    Mine(LineId),
    /// A note of mine on a line, which both see.
    Remark(LineId, RemarkId),
}

/// Its words and its day.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Mended {
    pub(super) text: String,
    /// Its day, where it has one; a promise need not name it.
    pub(super) day: Option<Option<Date>>,
    pub(super) why: Option<Why>,
}

/// How its form is named.
pub(super) struct Named {
    pub(super) field: &'static str,
    pub(super) hint: &'static str,
    /// Whether it can be taken away there.
    pub(super) takes_away: bool,
}

impl Thing {
    /// The field in which it is said otherwise.
    pub(super) fn field(self, peer: PeerId) -> Field {
        let edited = match self {
            Self::Note(id)
            | Self::Words(id)
            | Self::Promise(id)
            | Self::HeadsUp(id)
            | Self::Point(id)
            | Self::Meeting(id)
            | Self::Tests(id) => Edited::Entry(id),
            Self::Told(id) => Edited::Told(id),
            Self::Line(id, slot) => Edited::Line(id, slot),
            Self::Mine(line) => Edited::Mine(line),
            Self::Remark(line, id) => Edited::Remark(line, id),
        };
        Field::Edit(peer, edited)
    }

    /// Whether it is a new line of a half hour, and that was added with those words.
    pub(super) fn was_added(self, peer: &PeerView, text: &str) -> bool {
        let Self::Line(id, NEW_LINE) = self else { return false };
        peer.meetings.iter().any(|it| it.id == id && it.also.iter().any(|line| line.trim() == text))
    }

    pub(super) fn named(self) -> Named {
        let (field, hint) = match self {
            Self::Note(_) => ("The note", "What you would say to them"),
            Self::Words(_) | Self::Line(_, Slot::Words) => ("The words they said", "As they’d say it"),
            Self::Promise(_) => ("The promise", "What one of you said they’d do"),
            Self::HeadsUp(_) => ("The heads-up", "What is coming"),
            Self::Told(_) => ("How they heard it", "Called her"),
            Self::Point(_) => ("What you prepared", "Something for the half hour"),
            Self::Meeting(_) => ("The half hour", ""),
            Self::Line(..) => ("The line", "What was said"),
            Self::Tests(_) => ("Words beside the tests", "Words beside it"),
            Self::Mine(_) => ("The line that is only yours", "What one of you could do for the other"),
            Self::Remark(..) => ("The note on this line", "A short note for both of you"),
        };
        let takes_away = !matches!(self, Self::Told(_) | Self::Line(_, NEW_LINE));
        Named { field, hint, takes_away }
    }

    /// Whether it has words to be typed.
    pub(super) fn has_words(self) -> bool {
        !matches!(self, Self::Meeting(_))
    }

    /// How it stands; nothing where it isn't there any more.
    pub(super) fn as_it_stands(self, peer: &PeerView) -> Option<Mended> {
        let plain = |text: &str| Mended { text: text.to_owned(), day: None, why: None };
        let dated = |text: &str, day: Option<Date>| Mended { day: Some(day), ..plain(text) };
        Some(match self {
            Self::Note(id) => plain(&peer.notes.iter().find(|it| it.id == id)?.text),
            Self::Words(id) => {
                let it = peer.words.iter().find(|it| it.id == id)?;
                dated(&it.text, Some(it.on))
            }
            Self::Promise(id) => {
                let it = peer.promises.iter().find(|it| it.id == id)?;
                dated(&it.text, it.due)
            }
            Self::HeadsUp(id) => {
                let it = peer.heads_ups.iter().find(|it| it.id == id)?;
                dated(&it.text, Some(it.by))
            }
            Self::Told(id) => plain(&peer.heads_ups.iter().find(|it| it.id == id)?.told.as_ref()?.how),
            Self::Point(id) => plain(&peer.points.iter().find(|it| it.id == id)?.text),
            Self::Meeting(id) => {
                let it = peer.meetings.iter().find(|it| it.id == id)?;
                Mended { why: it.why, ..dated("", Some(it.on)) }
            }
            Self::Line(id, slot) => {
                let it = peer.meetings.iter().find(|it| it.id == id)?;
                let line = kept_lines(it).into_iter().find(|line| line.slot == slot);
                plain(line.map_or("", |line| line.text))
            }
            Self::Tests(id) => plain(&peer.tests.iter().find(|it| it.id == id)?.note),
            Self::Mine(id) => plain(peer.list.only_mine.iter().find(|it| it.id == id)?.text()),
            Self::Remark(line, id) => {
                let mut lines = peer.list.lines.iter().chain(&peer.list.only_mine);
                plain(&lines.find(|it| it.id == line)?.remarks.iter().find(|it| it.id == id)?.text)
            }
        })
    }

    /// What makes it say that.
    pub(super) fn mended(self, peer: &PeerView, new: Mended) -> Option<Command> {
        let Mended { text, day, why } = new;
        let edit = |id, edit| Some(Command::EditEntry(peer.id, id, edit));
        match self {
            Self::Note(note) => Some(Command::RewordNote { peer: peer.id, note, text }),
            Self::Words(id) => edit(id, EntryEdit::Words { text, on: day?? }),
            Self::Promise(id) => edit(id, EntryEdit::Promise { text, due: day? }),
            Self::HeadsUp(id) => edit(id, EntryEdit::HeadsUp { text, by: day?? }),
            Self::Told(id) => {
                let on = peer.heads_ups.iter().find(|it| it.id == id)?.told.as_ref()?.on;
                Some(Command::Method(MethodCommand::SetTold(peer.id, id, Some(Told { on, how: text }))))
            }
            Self::Point(id) => edit(id, EntryEdit::Point(text)),
            Self::Meeting(id) => {
                let it = peer.meetings.iter().find(|it| it.id == id)?;
                edit(id, EntryEdit::Meeting(MeetingDetails { on: day??, why, ..MeetingDetails::of(it) }))
            }
            Self::Line(id, slot) => {
                let it = peer.meetings.iter().find(|it| it.id == id)?;
                edit(id, EntryEdit::Meeting(with_line(it, slot, &text)))
            }
            Self::Tests(id) => {
                let it = peer.tests.iter().find(|it| it.id == id)?;
                edit(id, EntryEdit::Tests(TestsDetails { note: text, ..TestsDetails::of(it) }))
            }
            Self::Mine(line) => {
                let seen = peer.list.only_mine.iter().find(|it| it.id == line)?.versions.iter().map(|it| it.id);
                Some(Command::List(peer.id, ListCommand::Reword { line, text, seen: seen.collect() }))
            }
            // A note is written once, so that nobody's words change under what was answered: another one takes its place.
            Self::Remark(line, id) => Some(Command::Together(vec![
                Command::List(peer.id, ListCommand::RemoveRemark(line, id)),
                Command::List(peer.id, ListCommand::Remark(line, text)),
            ])),
        }
    }

    /// What takes it away.
    pub(super) fn taken_away(self, peer: &PeerView) -> Vec<Ask> {
        match self {
            Self::Note(id)
            | Self::Words(id)
            | Self::Promise(id)
            | Self::HeadsUp(id)
            | Self::Told(id)
            | Self::Point(id)
            | Self::Meeting(id)
            | Self::Tests(id) => vec![ask::run(Command::RemoveEntry(peer.id, id))],
            Self::Line(id, slot) => {
                let Some(meeting) = peer.meetings.iter().find(|it| it.id == id) else { return Vec::new() };
                let line = kept_lines(meeting).into_iter().find(|line| line.slot == slot);
                let text = line.map_or("", |line| line.text).to_owned();
                let without = EntryEdit::Meeting(with_line(meeting, slot, ""));
                vec![
                    ask::run(Command::EditEntry(peer.id, id, without)),
                    Ask::TookLine { peer: peer.id, meeting: id, slot, text },
                ]
            }
            Self::Mine(line) => {
                vec![ask::list(peer.id, ListCommand::Remove(line)), Ask::Removed(peer.id, line)]
            }
            Self::Remark(line, id) => vec![
                ask::list(peer.id, ListCommand::RemoveRemark(line, id)),
                Ask::Say(concat!("The note is taken away. ", command!("Z"), " brings it back.").into()),
            ],
        }
    }
}
