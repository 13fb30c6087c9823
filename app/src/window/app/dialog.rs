//! The dialog that is open, if one is.

use super::App;
use crate::window::{
    ask::{Ask, Dialog},
    dialogs,
    find::{self, Find},
    theme, today,
};
use eframe::egui::Context;

impl App {
    pub(super) fn dialog_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let Some(dialog) = self.dialog.clone() else { return };
        let peer = dialogs::peer_of(&dialog).and_then(|id| self.peer(id));
        let closed = match (&dialog, &peer) {
            (Dialog::Join, _) => {
                let (text, joining) = (&mut self.invitation, self.joining);
                dialogs::modal(ctx, "Join", theme::WORDS_WIDTH, |ui| dialogs::join_ui(ui, text, joining, out))
            }
            (Dialog::Find, _) if self.hidden => true,
            (Dialog::Find, _) => {
                let (view, find) = (&self.view, &mut self.find);
                dialogs::modal(ctx, "Find", theme::FIND_WIDTH, |ui| find::find_ui(ui, view, find, out))
            }
            (Dialog::Keys, _) => dialogs::modal(ctx, "Keys", theme::WORDS_WIDTH, |ui| dialogs::keys_ui(ui, out)),
            (Dialog::Share(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Share", theme::SHARE_WIDTH, |ui| dialogs::share_ui(ui, page));
                });
                closed || peer.sharing.words.is_some()
            }
            (Dialog::Words(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Words", theme::WORDS_WIDTH, |ui| dialogs::words_ui(ui, page));
                });
                closed || peer.sharing.words.is_none()
            }
            (Dialog::Instead(_), Some(peer)) => {
                let now = self.clock();
                dialogs::modal(ctx, "Instead", theme::WORDS_WIDTH, |ui| today::instead_ui(ui, peer, now, out))
            }
            (Dialog::Stop(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Stop", theme::WORDS_WIDTH, |ui| dialogs::stop_ui(ui, page));
                });
                closed
            }
            (Dialog::Share(_) | Dialog::Words(_) | Dialog::Stop(_) | Dialog::Instead(_), None) => true,
        };
        if closed {
            if let Some(state) = peer.and_then(|peer| self.peers.get_mut(&peer.id)) {
                state.invitation = None;
            }
            self.dialog = None;
            self.find = Find::default();
        }
    }
}
