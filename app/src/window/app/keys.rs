//! What is done from anywhere, by its keys or from Find.

use super::App;
use crate::window::{
    actions,
    ask::{Does, Place},
    mark,
};
use eframe::egui::{Context, Ui};

impl App {
    pub(super) fn keys(&mut self, ui: &mut Ui) {
        mark::let_go(ui.ctx());
        for does in actions::pressed(ui) {
            self.does(ui.ctx(), does);
        }
    }

    pub(super) fn does(&mut self, ctx: &Context, does: Does) {
        let on_screen = if let Place::Peer(peer) = self.place { Some(peer) } else { None };
        match does {
            Does::Hide => self.hide_or_show(ctx),
            Does::Lock => self.want_lock(ctx),
            Does::NewLine => {
                if let Some(peer) = on_screen {
                    self.peers.entry(peer).or_default().to_new_line = true;
                    ctx.request_repaint();
                }
            }
            other => self.out.extend(other.asks(on_screen)),
        }
    }
}
