//! Hiding everything private, for whoever else looks at this screen.

use super::App;
use crate::{
    desk::View,
    window::{hidden, several, state::PeerState},
};
use eframe::egui::Context;

impl App {
    /// All there is, also what is hidden just now.
    pub(super) fn truth(&self) -> &View {
        self.real.as_ref().unwrap_or(&self.view)
    }

    /// Whether private things are hidden.
    pub(super) fn hidden(&self) -> bool {
        self.real.is_some()
    }

    /// Hides everything private, or shows it again.
    pub(super) fn hide_or_show(&mut self, ctx: &Context) {
        match self.real.take() {
            Some(real) => {
                self.view = real;
                self.drafts.uncover();
            }
            None => {
                let masked = hidden::masked(&self.view, None);
                self.real = Some(std::mem::replace(&mut self.view, masked));
                self.drafts.cover();
                self.peers.values_mut().for_each(PeerState::leave);
                several::drop_questions(ctx);
            }
        }
    }
}
