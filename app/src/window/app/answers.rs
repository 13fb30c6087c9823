//! What became of what was asked for.

use super::{App, message::TakenAway};
use crate::platform::command;
use crate::{
    desk::{Answer, DeviceRequest, Failure, Request},
    window::{
        ask::{Dialog, Place},
        dialogs::Join,
    },
};
use eframe::egui::Context;
use sideways_core::{
    command::{Command, Extent, ListCommand, MethodCommand, Outcome},
    id::PeerId,
    method,
    snapshot::{Field, Setting},
};
use std::sync::Arc;

/// Said where something was taken away.
pub(super) const GONE: &str = "Taken away.";

/// Whose half hour these commands keep.
fn after_half_hour(commands: &[Command]) -> Option<PeerId> {
    match commands.first() {
        Some(Command::LogMeeting { peer, .. }) => Some(*peer),
        _ => None,
    }
}

impl App {
    /// Takes in what became of a request.
    pub fn answered(&mut self, ctx: &Context, request: &Request, answer: Result<Answer, Failure>) {
        let time = ctx.input(|input| input.time);
        if let Request::Run(Command::List(peer, ListCommand::Pad { .. })) = request
            && let Some(pad) = self.peers.get_mut(peer).and_then(|state| state.pad.as_mut())
        {
            pad.answered();
        }
        if matches!(request, Request::Join { .. }) {
            self.joining = false;
        }
        if matches!(request, Request::Device(DeviceRequest::Join(_))) {
            self.devices.joining = false;
        }
        if let (Request::Device(DeviceRequest::Invite), Ok(Answer::Invitation(text))) = (request, &answer) {
            self.devices.invitation = Some(text.clone());
        }
        if matches!(request, Request::Run(Command::Method(MethodCommand::KeepSeries(..)))) {
            self.series_answered(answer.is_ok(), time);
        }
        if answer.is_err() && matches!(request, Request::Run(Command::Choose(Setting::Calendar, _))) {
            self.not_kept();
        }
        self.sealed_answered(request, &answer);
        if let Ok(answer) = &answer {
            self.brought_in(request, answer);
        }
        if let Request::Run(command) = request {
            self.typed(ctx, command, &answer);
        }
        if self.safety_answered(ctx, request, &answer) || self.lock_answered(ctx, request, &answer) {
            return;
        }
        match (request, answer) {
            (Request::Invite(peer), Ok(Answer::Invitation(text))) => {
                self.peers.entry(*peer).or_default().invitation = Some(text);
            }
            (Request::Reach { peer, text }, Ok(Answer::Whereabouts(mine))) => {
                let reach = &mut self.peers.entry(*peer).or_default().reach;
                (reach.mine, reach.taken) = (Some(mine), text.is_some());
            }
            (Request::Run(Command::Together(several)), Ok(_)) if after_half_hour(several).is_some() => {
                if let Some(peer) = after_half_hour(several) {
                    self.half_hours.remove(&peer);
                    self.drafts.field(Field::HalfHour(peer)).take();
                    self.go(ctx, Place::Peer(peer));
                    self.say(time, "Kept. The next one begins with their words.");
                }
            }
            (Request::History(peer), Ok(Answer::History(items))) => {
                let name = self.peer(*peer).map(|peer| crate::words::called(&peer.name)).unwrap_or_default();
                let rows = Arc::new(method::story(&items, &name));
                self.peers.entry(*peer).or_default().history.rows = Some(rows);
            }
            (Request::GoingBack(peer, to), Ok(Answer::GoingBack(back))) => {
                self.peers.entry(*peer).or_default().history.would_change(*to, back);
            }
            (Request::Search(query), Ok(Answer::Found(found))) => self.find.answered(query, found),
            (Request::Join { .. }, Ok(Answer::Joined(peer))) => {
                self.join = Join::default();
                self.go(ctx, Place::Peer(peer));
                self.dialog = Some(Dialog::Words(peer));
            }
            (Request::Run(Command::AddPeer(_)), Ok(Answer::Did(Outcome::Peer(peer)))) => {
                self.go(ctx, Place::Peer(peer));
            }
            (Request::Run(Command::RemoveEntry(peer, entry)), Ok(_)) => {
                self.say_gone(time, GONE, TakenAway::Entry(*peer, *entry));
            }
            (Request::Run(Command::Method(MethodCommand::RemoveProject(id))), Ok(_)) => {
                self.say_gone(time, GONE, TakenAway::Project(*id));
            }
            (Request::Run(Command::Method(MethodCommand::RemoveFinished(id))), Ok(_)) => {
                self.say_gone(time, GONE, TakenAway::Finished(*id));
            }
            (_, Ok(Answer::Did(Outcome::TakenBack { what, extent }))) => {
                let did = if matches!(request, Request::Run(Command::Redo)) { "Brought back" } else { "Taken back" };
                let words = match extent {
                    Extent::All => format!("{did}: {what}."),
                    Extent::Part => format!("{did} in part: {what}. The rest was changed since, and stays."),
                    Extent::Nothing => format!("Changed since, so it stays: {what}."),
                };
                self.say(time, words);
            }
            (_, Ok(Answer::Did(Outcome::Imported { new, known }))) => {
                let undo = if new > 0 { concat!(" ", command!("Z"), " takes it back.") } else { "" };
                self.say(time, format!("{}{undo}", crate::words::brought_in(new, known)));
            }
            (Request::Run(Command::Erase(..)), Ok(_)) => self.say_who_still_has_them(time),
            (_, Ok(_)) => {}
            (_, Err(failure)) => {
                let hint = failure.hint.map(|hint| format!(" — {hint}")).unwrap_or_default();
                let words = crate::words::sentence(&format!("{}{hint}", failure.error));
                self.say(time, words);
            }
        }
    }
}
