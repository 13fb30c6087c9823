//! Carrying out what a frame asked for.

use super::{App, answers::GONE, message::TakenAway};
use crate::{
    desk::Request,
    window::{
        ask::{Ask, Opens, Place},
        find::Find,
        mark,
        meeting::HalfHour,
        state::PeerState,
    },
    words,
};
use eframe::egui::Context;
use sideways_core::{
    command::Command,
    id::PeerId,
    snapshot::{Field, Setting},
};

impl App {
    /// Carries out what concerns the window alone; the rest goes to the desk.
    pub(super) fn sort(&mut self, ctx: &Context, asked: Vec<Ask>) -> Vec<Request> {
        let time = ctx.input(|input| input.time);
        let mut requests = Vec::new();
        for ask in asked {
            match ask {
                Ask::Do(request) => {
                    self.joining |= matches!(request, Request::Join { .. });
                    requests.push(request);
                }
                Ask::Go(place) => self.go(ctx, place),
                Ask::GoTo(peer, opens) => {
                    self.go(ctx, Place::Peer(peer));
                    self.open_form(ctx, peer, opens);
                }
                Ask::Open(dialog) => {
                    self.find = Find::default();
                    self.dialog = dialog;
                }
                Ask::Copy(text) => {
                    ctx.copy_text(text);
                    self.say(time, "Copied.");
                }
                Ask::Show(place, mark) => {
                    self.go(ctx, place);
                    mark::set(ctx, mark);
                }
                Ask::TookLine { peer, meeting, slot, text } => {
                    self.say_gone(time, GONE, TakenAway::KeptLine(peer, meeting, slot, text));
                }
                Ask::Removed(peer, line) => {
                    let gone = TakenAway::Line(peer, line);
                    self.say_gone(time, "Taken off the list. Its words stay in the history.", gone);
                }
                file @ (Ask::Work(_)
                | Ask::Picture(_)
                | Ask::Say(_)
                | Ask::Tell { .. }
                | Ask::BringIn { .. }
                | Ask::KeepFound { .. }) => {
                    self.sort_files(ctx, file, &mut requests);
                }
                sight @ (Ask::LookAgain | Ask::KeepInSight(_) | Ask::OutOfSight) => self.sort_sight(sight),
                Ask::Look(look) => self.set_look(ctx, look),
                Ask::Notices(wanted) => self.set_notices(wanted),
                Ask::LockAfter(after) => self.lock.after = after,
                Ask::NoPassphrase => self.lock.unwanted = true,
                Ask::Zone(zone) => {
                    let named = words::zone_name(&zone).map(|name| Command::Choose(Setting::Zone, name));
                    requests.extend(named.map(Request::Run));
                    self.zone = zone;
                }
                Ask::Does(does) => {
                    self.does(ctx, does);
                    ctx.request_repaint();
                }
                Ask::Begin(peer) => {
                    if let Some(view) = self.peer(peer) {
                        let now = self.now;
                        let half_hour = self.half_hours.entry(peer).or_insert_with(|| HalfHour::begin(&view, now));
                        half_hour.keep(&mut self.drafts, peer, time);
                        self.go(ctx, Place::HalfHour(peer));
                    }
                }
                Ask::Forget(peer) => {
                    if let Some(half_hour) = self.half_hours.remove(&peer) {
                        self.drafts.field(Field::HalfHour(peer)).take();
                        requests.push(Request::Run(Command::KeepDraft(Field::HalfHour(peer), String::new())));
                        self.go(ctx, Place::Peer(peer));
                        let gone = TakenAway::HalfHour(peer, Box::new(half_hour));
                        self.say_gone(time, "Nothing of this half hour was kept.", gone);
                    }
                }
            }
        }
        requests
    }

    /// To another place: it shows its top, and the keyboard begins in it.
    pub(super) fn go(&mut self, ctx: &Context, place: Place) {
        self.place = place;
        self.start.opens();
        self.drafts.leave();
        self.peers.values_mut().for_each(PeerState::leave);
        self.at_top = true;
        mark::clear(ctx);
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        ctx.request_repaint();
    }

    /// Opens a form of a peer's page, as its own button would.
    fn open_form(&mut self, ctx: &Context, peer: PeerId, opens: Opens) {
        let Some(view) = self.peer(peer) else { return };
        let (busy_until, now) = (self.view.snapshot.busy_until, self.clock());
        let state = self.peers.entry(peer).or_default();
        state.half_hour.open(ctx, &view, opens, busy_until, now);
    }
}
