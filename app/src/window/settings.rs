//! Settings and safety: who I am, where I may be found, where everything lies.

use super::{
    ask::{self, Ask},
    dialogs, parts, start,
    theme::{self, Size},
};
use crate::desk::{Online, View};
use eframe::egui::{Key, Label, Ui};
use sideways_core::{
    command::Command,
    snapshot::{Me, NetworkSetting, Writing},
};
use std::path::Path;

pub(super) fn settings_ui(ui: &mut Ui, view: &View, folder: &Path, me: &mut Option<Me>, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Settings and safety", Size::Title, 1);
    ui.add_space(8.0);
    if let Writing::Stopped(why) = &view.snapshot.writing {
        let says = format!(
            "The disk failed, so nothing is written until Sideways is started again: {why}. What is here is still shown."
        );
        ui.add(Label::new(parts::strong(says, Size::Body, theme::of(ui).ink)).wrap());
    }
    parts::heading(ui, "Who you are", Size::Lead, 2);
    parts::caption(ui, "A colleague you share a list with sees your name and department.");
    let editing = me.get_or_insert_with(|| view.snapshot.me.clone());
    let width = (ui.available_width() - 16.0).min(320.0);
    let mut done = false;
    for (label, value, hint) in [
        ("Name", &mut editing.name, "Alex Kim"),
        ("Department", &mut editing.department, "Engineering"),
        ("Role", &mut editing.role, "Platform"),
    ] {
        let field = parts::field(ui, label, value, hint, width);
        done |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    }
    if *editing != view.snapshot.me {
        done |= parts::primary(ui, "Keep").clicked();
        if done {
            out.push(ask::run(Command::SetMe(editing.clone())));
        }
    }
    ui.add_space(16.0);
    network(ui, view, out);
    ui.add_space(16.0);
    parts::heading(ui, "Where everything lies", Size::Lead, 2);
    ui.add(Label::new(parts::text(folder.display().to_string(), Size::Body, soft)).wrap().selectable(true));
    let key = "Every value in it is sealed, with a key that lies beside it. There is no passphrase yet, so this protects nothing by itself: whoever can read this folder can read it all.";
    ui.add(Label::new(parts::text(key, Size::Body, soft)).wrap());
    ui.add_space(16.0);
    start::disclosure(ui);
}

fn network(ui: &mut Ui, view: &View, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Where this computer may be found", Size::Lead, 2);
    let setting = view.snapshot.network;
    if setting == NetworkSetting::Off {
        ui.add(Label::new(parts::text("The network is off. Nothing is sent or received.", Size::Body, soft)).wrap());
        if parts::secondary(ui, "Turn it on, on this network only").clicked() {
            out.push(ask::run(Command::SetNetwork(NetworkSetting::ThisNetwork)));
        }
        return;
    }
    dialogs::network_ui(ui, setting, out);
    let says = match &view.online {
        Online::Yes(_) => "Online.".to_owned(),
        Online::No => "Not online just now.".to_owned(),
        Online::Failed(why) => format!("The network could not start: {why}."),
    };
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    if parts::quiet(ui, "Turn the network off").clicked() {
        out.push(ask::run(Command::SetNetwork(NetworkSetting::Off)));
    }
}
