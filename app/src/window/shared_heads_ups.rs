//! Heads-ups that stand in the shared list, inside its frame: both of us see them.

use super::{
    ask, icon, parts,
    peer_page::Page,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, Ui};
use sideways_core::{
    command::ListCommand,
    snapshot::{SharedHeadsUp, Who},
};

pub(super) fn shared_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let list = page.peer.list.clone();
    for it in &list.heads_ups {
        one_ui(ui, page, it);
    }
}

fn one_ui(ui: &mut Ui, page: &mut Page<'_>, it: &SharedHeadsUp) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    let theirs = it.from == Who::Them;
    let says = if theirs { format!("{name} wants you to know") } else { format!("You wanted {name} to know") };
    // When I sent one is written down with it; theirs has no day in the list.
    let sent = page.peer.heads_ups.iter().find(|mine| mine.id == it.id).and_then(|mine| mine.sent);
    let day = sent.map(|at| format!(", {}", words::date(at.zoned(page.zone).date()))).unwrap_or_default();
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
