//! One sentence at the foot of the window, with Undo where something was taken away.

use super::App;
use crate::window::{
    ask::{self, Ask},
    meeting::HalfHour,
    parts,
    theme::{self, Size},
};
use eframe::egui::{Align2, Area, Context, Frame, Id, Margin, Order};
use sideways_core::{
    command::ListCommand,
    id::{LineId, PeerId},
};

/// How long a message stays, in seconds.
const STAYS: f64 = 8.0;

/// One sentence at the foot of the window.
#[derive(Clone)]
pub(super) struct Message {
    words: String,
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
}

impl App {
    /// Says a sentence for a while.
    pub(super) fn say(&mut self, time: f64, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), undo: None, until: time + STAYS });
    }

    /// Says that something is gone, and offers it back.
    pub(super) fn say_gone(&mut self, time: f64, words: &str, gone: TakenAway) {
        self.message = Some(Message { words: words.to_owned(), undo: Some(gone), until: time + STAYS });
    }

    pub(super) fn message_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let Some(Message { words, undo, until }) = self.message.clone() else { return };
        let time = ctx.input(|input| input.time);
        if time >= until {
            self.message = None;
            return;
        }
        ctx.request_repaint_after_secs((until - time) as f32);
        let area =
            Area::new(Id::unique("message")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, [0.0, -20.0]);
        area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    let ink = theme::of(ui).ink;
                    let label = ui.label(parts::text(words, Size::Body, ink));
                    ui.ctx()
                        .accesskit_node_builder(label.id, |node| node.set_live(eframe::egui::accesskit::Live::Polite));
                    if let Some(gone) = undo
                        && parts::quiet(ui, "Undo").clicked()
                    {
                        self.bring_back(gone, time, out);
                        self.message = None;
                    }
                });
            });
        });
    }

    fn bring_back(&mut self, gone: TakenAway, time: f64, out: &mut Vec<Ask>) {
        match gone {
            TakenAway::Line(peer, line) => out.push(ask::list(peer, ListCommand::Restore(line))),
            TakenAway::HalfHour(peer, half_hour) => {
                half_hour.keep(&mut self.drafts, peer, time);
                self.half_hours.insert(peer, *half_hour);
                out.push(Ask::Begin(peer));
            }
        }
    }
}
