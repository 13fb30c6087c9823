//! The dialog that is open, if one is.

use super::App;
use crate::window::{
    ask::{Ask, Dialog},
    devices, dialogs, edit_peer,
    find::{self, Find},
    folder, hidden,
    history::{self, HistoryState},
    invite::{self, InviteState},
    lock,
    modal::{modal, palette},
    reach, recovery, sealed,
    sheets::{self, Around},
    theme, three_tests,
    today::instead,
};
use eframe::egui::Context;
use sideways_core::snapshot::Field;

impl App {
    pub(super) fn dialog_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let Some(dialog) = self.dialog else { return };
        if self.hidden() && dialog.is_private() {
            // What is typed in it stays behind that.
            if modal(ctx, "Hidden", theme::WORDS_WIDTH, |ui| hidden::dialog_ui(ui, out)) {
                self.dialog = None;
            }
            return;
        }
        let peer = dialog.peer().and_then(|id| self.peer(id));
        let closed = match (&dialog, &peer) {
            (Dialog::Join, _) => {
                let (view, join, joining) = (&self.view, &mut self.join, self.joining);
                modal(ctx, "Join", theme::WORDS_WIDTH, |ui| dialogs::join_ui(ui, view, join, joining, out))
            }
            (Dialog::Find, _) => {
                let (view, find) = (&self.view, &mut self.find);
                palette(ctx, "Find", theme::FIND_WIDTH, |ui, height| find::find_ui(ui, height, view, find, out))
            }
            (Dialog::Keys, _) => modal(ctx, "Keys", theme::WORDS_WIDTH, |ui| dialogs::keys_ui(ui, out)),
            (Dialog::OpenFile, _) => {
                let open = &mut self.files.open;
                modal(ctx, "Open a file", theme::WORDS_WIDTH, |ui| sheets::open_ui(ui, open, out))
            }
            (Dialog::Recovery, _) => {
                let (view, state) = (&self.view, &self.safety);
                let around = (self.now.zoned(&self.zone).date(), self.files.home());
                modal(ctx, "Recovery sheet", theme::WORDS_WIDTH, |ui| recovery::sheet_ui(ui, view, state, around, out))
            }
            (Dialog::BackupPlace, _) => {
                let (view, state) = (&self.view, &mut self.safety);
                modal(ctx, "Place", theme::WORDS_WIDTH, |ui| recovery::place_ui(ui, view, state, out))
            }
            (Dialog::HaveBackup, _) => {
                let state = &mut self.safety;
                modal(ctx, "Backup", theme::WORDS_WIDTH, |ui| recovery::come_back_ui(ui, state, out))
            }
            (Dialog::AddComputer, _) => {
                let (view, state) = (&self.view, &mut self.devices);
                modal(ctx, "Computers", theme::WORDS_WIDTH, |ui| devices::add_ui(ui, view, state, out))
            }
            (Dialog::HaveComputer, _) => {
                let (view, state) = (&self.view, &mut self.devices);
                let closed = modal(ctx, "Computers", theme::WORDS_WIDTH, |ui| devices::join_ui(ui, view, state, out));
                // It has become one: what comes now is told in the page.
                closed || self.view.snapshot.devices.len() > 1
            }
            (Dialog::Folder, _) => {
                let (view, name) = (&self.view, &mut self.devices.copy_name);
                modal(ctx, "Moved or copied", theme::WORDS_WIDTH, |ui| folder::dialog_ui(ui, view, name, out))
            }
            (Dialog::SetPassphrase, _) => {
                let (has_sheet, state) = (self.truth().safety.sheet_shown, &mut self.lock);
                modal(ctx, "Passphrase", theme::WORDS_WIDTH, |ui| lock::set_ui(ui, has_sheet, state, out))
            }
            (Dialog::ChangePassphrase, _) => {
                let state = &mut self.lock;
                modal(ctx, "Passphrase", theme::WORDS_WIDTH, |ui| lock::change_ui(ui, state, out))
            }
            (Dialog::RemovePassphrase, _) => {
                let state = &mut self.lock;
                modal(ctx, "Passphrase", theme::WORDS_WIDTH, |ui| lock::remove_ui(ui, state, out))
            }
            (Dialog::Sheet, _) => {
                let now = self.now.zoned(&self.zone);
                let mut around = Around { view: &self.view, now: &now, out };
                match &mut self.files.sheet {
                    Some(sheet) => modal(ctx, "From a file", theme::SHARE_WIDTH, |ui| {
                        sheets::sheet_ui(ui, sheet, &mut around);
                    }),
                    None => true,
                }
            }
            (Dialog::Share(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Share", theme::SHARE_WIDTH, |ui| dialogs::share_ui(ui, page));
                });
                closed || peer.sharing.words.is_some()
            }
            (Dialog::Words(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Words", theme::WORDS_WIDTH, |ui| dialogs::words_ui(ui, page));
                });
                closed || peer.sharing.words.is_none()
            }
            (Dialog::Instead(_), Some(peer)) => {
                let now = self.clock();
                let free = self.free_times(peer.id);
                modal(ctx, "Instead", theme::WORDS_WIDTH, |ui| instead::instead_ui(ui, peer, &free, now, out))
            }
            (Dialog::Stop(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Stop", theme::WORDS_WIDTH, |ui| dialogs::stop_ui(ui, page));
                });
                closed
            }
            (Dialog::Came, _) => {
                let mut around = sealed::Around { view: &self.view, now: self.now, zone: &self.zone, out };
                match &self.files.sealed.came {
                    Some(came) => modal(ctx, "A file", theme::WORDS_WIDTH, |ui| sealed::came_ui(ui, came, &mut around)),
                    None => true,
                }
            }
            (Dialog::SendFile(_), Some(peer)) => {
                let home = self.files.home().to_owned();
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "A file", theme::WORDS_WIDTH, |ui| sealed::send_ui(ui, page, &home));
                });
                closed
            }
            (Dialog::Reach(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Reach", theme::WORDS_WIDTH, |ui| reach::reach_ui(ui, page));
                });
                closed
            }
            (Dialog::History(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "History", theme::WORDS_WIDTH, |ui| history::history_ui(ui, page));
                });
                closed
            }
            (Dialog::Edit(_) | Dialog::Part(_) | Dialog::Tests(_), Some(peer)) => {
                let today = self.clock().date();
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Peer", theme::WORDS_WIDTH, |ui| match dialog {
                        Dialog::Edit(_) => edit_peer::edit_ui(ui, page),
                        Dialog::Part(_) => edit_peer::part_ui(ui, page, today),
                        _ => three_tests::answer_ui(ui, page, today),
                    });
                });
                closed
            }
            (Dialog::Calendar(_), Some(peer)) => {
                let (now, home) = (self.now.zoned(&self.zone), self.files.home().to_owned());
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = modal(ctx, "Calendar", theme::WORDS_WIDTH, |ui| {
                        invite::invite_ui(ui, page, &now, &home);
                    });
                });
                closed
            }
            (_, None) => true,
        };
        if closed {
            if let Dialog::Edit(peer) = dialog {
                self.drafts.close_form(Field::About(peer));
            }
            if let Some(state) = peer.and_then(|peer| self.peers.get_mut(&peer.id)) {
                state.invitation = None;
                state.history = HistoryState::default();
                state.invite = InviteState::default();
                state.erase = false;
                state.sealed = None;
            }
            self.dialog = None;
            self.safety.close();
            self.lock.close();
            self.find = Find::default();
        }
    }
}
