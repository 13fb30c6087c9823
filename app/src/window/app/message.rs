//! One sentence at the foot of the window, with Undo where something was taken away.

use super::App;
use crate::platform::command;
use crate::window::{
    ask::{self, Ask},
    meeting::HalfHour,
    parts,
    theme::{self, Size},
};
use eframe::egui::{Align2, Area, Context, Frame, Id, Label, Margin, Order, Panel, Ui, accesskit::Live};
use sideways_core::{
    command::{Command, EntryEdit, ListCommand, MethodCommand},
    id::{EntryId, FinishedId, LineId, PeerId, ProjectId},
    method::half_hour::{Slot, with_line_back},
};
use std::borrow::Cow;

/// How long a message stays, in seconds.
const STAYS: f64 = 8.0;

/// One sentence at the foot of the window.
#[derive(Clone)]
pub(super) struct Message {
    /// The program's own words, or such as hold what only I see: those are never borrowed.
    words: Cow<'static, str>,
    undo: Option<TakenAway>,
    /// When it goes, by the frame's time in seconds.
    until: f64,
}

/// What can come back from a message.
#[derive(Clone)]
pub(super) enum TakenAway {
    /// A line of a list.
    Line(PeerId, LineId),
    /// A half hour of which nothing was kept.
    HalfHour(PeerId, Box<HalfHour>),
    /// Something that was written down about a peer.
    Entry(PeerId, EntryId),
    /// A line of a half hour that was.
    KeptLine(PeerId, EntryId, Slot, String),
    /// A project.
    Project(ProjectId),
    /// A finished work.
    Finished(FinishedId),
}

impl App {
    /// Says a sentence for a while.
    pub(super) fn say(&mut self, time: f64, words: impl Into<Cow<'static, str>>) {
        self.message = Some(Message { words: words.into(), undo: None, until: time + STAYS });
    }

    /// Says that something is gone, and offers it back.
    pub(super) fn say_gone(&mut self, time: f64, words: &'static str, gone: TakenAway) {
        self.message = Some(Message { words: words.into(), undo: Some(gone), until: time + STAYS });
    }

    /// What is said, and how far long work is, at the foot of the window: in room of its own, so that it covers nothing.
    pub(super) fn foot_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        let ctx = ui.ctx().clone();
        if !self.says_something(&ctx) {
            return;
        }
        let t = theme::of(ui);
        let frame = Frame::new().fill(t.sheet).inner_margin(Margin::symmetric(24, 8));
        Panel::bottom("foot").frame(frame).show(ui, |ui| self.said_ui(ui, out));
    }

    /// The same below an open dialog, which leaves room for it.
    pub(super) fn over_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        if !self.says_something(ctx) {
            return;
        }
        let width = (ctx.content_rect().width() - 64.0).min(theme::SHARE_WIDTH);
        let area = Area::new(Id::unique("foot")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, [0.0, -12.0]);
        area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
                ui.set_width(width);
                self.said_ui(ui, out);
            });
        });
    }

    fn says_something(&mut self, ctx: &Context) -> bool {
        let time = ctx.input(|input| input.time);
        if let Some(until) = self.message.as_ref().map(|message| message.until) {
            if time >= until {
                self.message = None;
            } else {
                ctx.request_repaint_after_secs((until - time) as f32);
            }
        }
        self.is_working(ctx) || self.message.is_some()
    }

    fn said_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        self.working_ui(ui);
        let Some(Message { words, undo, .. }) = self.message.clone() else { return };
        let words = match words {
            Cow::Owned(_) if self.hidden() => {
                Cow::Borrowed(concat!("What is said here is private, and hidden. ", command!("."), " shows it."))
            }
            words => words,
        };
        ui.horizontal_wrapped(|ui| {
            let ink = theme::of(ui).ink;
            let label = ui.add(Label::new(parts::text(words, Size::Body, ink)).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
            ui.add_space(8.0);
            if let Some(gone) = undo
                && parts::quiet(ui, "Undo").clicked()
            {
                let time = ui.input(|input| input.time);
                self.bring_back(gone, time, out);
                self.message = None;
            }
        });
    }

    fn bring_back(&mut self, gone: TakenAway, time: f64, out: &mut Vec<Ask>) {
        match gone {
            TakenAway::Line(peer, line) => out.push(ask::list(peer, ListCommand::Restore(line))),
            TakenAway::Entry(peer, entry) => out.push(ask::run(Command::RestoreEntry(peer, entry))),
            TakenAway::KeptLine(peer, id, slot, text) => {
                let of = self.truth().snapshot.peers.iter().find(|it| it.id == peer);
                let meeting = of.and_then(|peer| peer.meetings.iter().find(|it| it.id == id));
                let back = meeting.map(|it| EntryEdit::Meeting(with_line_back(it, slot, &text)));
                out.extend(back.map(|back| ask::run(Command::EditEntry(peer, id, back))));
            }
            TakenAway::Project(id) => out.push(ask::run(Command::Method(MethodCommand::RestoreProject(id)))),
            TakenAway::Finished(id) => out.push(ask::run(Command::Method(MethodCommand::RestoreFinished(id)))),
            TakenAway::HalfHour(peer, half_hour) => {
                half_hour.keep(&mut self.drafts, peer, time);
                self.half_hours.insert(peer, *half_hour);
                out.push(Ask::Begin(peer));
            }
        }
    }
}
