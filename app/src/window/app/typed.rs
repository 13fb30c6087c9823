//! What is typed: kept, sent on, and what became of it.

use super::App;
use crate::{
    desk::{Answer, Failure},
    window::{
        ask::{self, Ask, Place},
        pad,
        text_field::{self, Turn},
        typing::{self, Next},
    },
};
use eframe::egui::Context;
use sideways_core::command::Command;

impl App {
    /// Undo and redo that went further than their field, what was typed on pads, and the drafts.
    pub(super) fn typed_in_frame(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        if let Some(turn) = text_field::went_further(ctx) {
            out.push(ask::run(if turn == Turn::Undo { Command::Undo } else { Command::Redo }));
        }
        self.pads_left_behind(out);
        self.keep_drafts(ctx, out);
    }

    /// What was typed on a pad and waited, while its page was left.
    fn pads_left_behind(&mut self, out: &mut Vec<Ask>) {
        let here = self.place;
        let left = self.peers.iter_mut().filter(|(peer, _)| here != Place::Peer(**peer));
        out.extend(left.filter_map(|(peer, state)| Some(ask::list(*peer, pad::left_behind(state)?))));
    }

    fn keep_drafts(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let (due, next) = self.drafts.due(ctx.input(|input| input.time));
        out.extend(due.into_iter().map(|(field, text)| ask::run(Command::KeepDraft(field, text))));
        if let Some(next) = next {
            ctx.request_repaint_after(next);
        }
    }

    /// What became of words that were typed.
    pub(super) fn typed(&mut self, ctx: &Context, command: &Command, answer: &Result<Answer, Failure>) {
        if let Command::KeepDraft(field, _) = command {
            self.drafts.was_kept(*field);
        }
        let outcome = match answer {
            Ok(Answer::Did(outcome)) => outcome,
            Ok(_) => return,
            Err(_) => return self.drafts.refused(command, ctx.input(|input| input.time)),
        };
        if self.drafts.form_saved(command) {
            ctx.request_repaint();
            return;
        }
        let Command::List(peer, _) = command else { return };
        let view = self.truth().snapshot.peers.iter().find(|it| it.id == *peer).cloned();
        let wordings = |line, text: &str| view.as_ref().and_then(|view| typing::mine(view, line, text));
        match self.drafts.taken_in(command, outcome, &wordings) {
            Some(Next::Send(command)) => self.out.push(ask::list(*peer, command)),
            Some(Next::GoOn(line)) => self.peers.entry(*peer).or_default().continuing = Some(line),
            None => return,
        }
        ctx.request_repaint();
    }
}
