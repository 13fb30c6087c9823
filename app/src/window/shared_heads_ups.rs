//! Heads-ups that stand in the shared list, inside its frame: both of us see them.

use super::{
    ask, icon, mark,
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, Ui};
use sideways_core::{
    command::ListCommand,
    search::Part,
    snapshot::{SharedHeadsUp, Who},
};

pub(super) fn shared_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let list = page.peer.list.clone();
    for it in &list.heads_ups {
        ui.push_id(it.id, |ui| mark::around(ui, Part::HeadsUp, it.id.0, |ui| one_ui(ui, page, it)));
    }
}

fn one_ui(ui: &mut Ui, page: &mut Page<'_>, it: &SharedHeadsUp) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    let theirs = it.from == Who::Them;
    let says = if theirs { format!("{name} wants you to know") } else { format!("You wanted {name} to know") };
    let day = format!(", {}", words::date(it.at.zoned(page.zone).date()));
    let heard = if it.heard && !theirs { format!(". {name} heard it") } else { String::new() };
    parts::icon_caption(ui, &format!("{} {says}{day}{heard}", icon::HEADS_UP));
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(parts::text(&it.text, Size::Body, t.ink)).wrap());
        if theirs && !it.heard {
            let heard = parts::quiet_small(ui, "Heard").accessible_name(words::visible(&format!("Heard: {}", it.text)));
            if heard.clicked() {
                page.out.push(ask::list(page.peer.id, ListCommand::Heard(it.id)));
            }
        }
    });
    ui.add_space(4.0);
}
