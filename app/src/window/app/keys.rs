//! Keys that mean the same everywhere in the window.

use super::App;
use crate::window::ask::{self, Dialog, Place};
use eframe::egui::{Id, Key, Modifiers, Ui};
use sideways_core::command::Command;

impl App {
    pub(super) fn keys(&mut self, ui: &mut Ui) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
        if pressed(Key::Num1) {
            self.place = Place::Today;
        }
        if pressed(Key::Num2) {
            self.place = Place::Peers;
        }
        if pressed(Key::Num3) {
            self.place = Place::Projects;
        }
        if pressed(Key::Num4) {
            self.place = Place::Review;
        }
        if pressed(Key::K) {
            self.dialog = Some(Dialog::Find);
        }
        if pressed(Key::Num5) {
            self.place = Place::Settings;
        }
        // A text field has its own undo.
        if !ui.ctx().text_edit_focused() {
            let command = Modifiers::COMMAND;
            let redo = ui.input_mut(|input| {
                input.consume_key(command | Modifiers::SHIFT, Key::Z) || input.consume_key(command, Key::Y)
            });
            if redo {
                self.out.push(ask::run(Command::Redo));
            } else if ui.input_mut(|input| input.consume_key(command, Key::Z)) {
                self.out.push(ask::run(Command::Undo));
            }
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
        if pressed(Key::Period) {
            self.hidden = !self.hidden;
        }
        if pressed(Key::N)
            && let Place::Peer(peer) = self.place
        {
            ui.memory_mut(|memory| memory.request_focus(Id::unique(("new line", peer))));
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1)) {
            self.dialog = Some(Dialog::Keys);
        }
    }
}
