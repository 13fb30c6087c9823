//! Going through everything there is to look at: by the same lists that places and dialogs are declared with, so that
//! whoever checks what all of them show misses none, not even one that comes later.

use super::App;
use crate::window::ask::{Dialog, Place};
use eframe::egui::Context;
use sideways_core::id::PeerId;

/// Somewhere to look at.
enum Stop {
    Place(Place),
    Dialog(Dialog),
}

fn stops(peer: PeerId) -> impl Iterator<Item = Stop> {
    let places = Place::every(peer).into_iter().map(Stop::Place);
    places.chain(Dialog::every(peer).into_iter().map(Stop::Dialog))
}

impl App {
    /// What every place and every dialog is called, those about a peer with that one.
    #[must_use]
    pub fn tour(peer: PeerId) -> Vec<String> {
        let name = |stop: Stop| match stop {
            Stop::Place(place) => format!("{place:?}"),
            Stop::Dialog(dialog) => format!("{dialog:?}"),
        };
        let short = |name: String| name.split('(').next().unwrap_or_default().to_owned();
        let dialogs =
            |nth: usize, name: String| if nth < Place::every(peer).len() { name } else { format!("{name}…") };
        stops(peer).enumerate().map(|(nth, stop)| dialogs(nth, short(name(stop)))).collect()
    }

    /// Goes to one of them, by its number.
    pub fn visit(&mut self, ctx: &Context, peer: PeerId, nth: usize) {
        match stops(peer).nth(nth) {
            Some(Stop::Place(Place::HalfHour(peer))) => self.out.push(crate::window::ask::Ask::Begin(peer)),
            Some(Stop::Place(place)) => self.go(ctx, place),
            Some(Stop::Dialog(dialog)) => self.out.push(crate::window::ask::Ask::Open(Some(dialog))),
            None => {}
        }
    }
}
