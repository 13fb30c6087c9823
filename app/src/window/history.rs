//! What was changed about a peer, newest first, and the list as it was at any of these moments.

use super::{
    ask::{self, Ask},
    parts,
    peer_page::Page,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, ScrollArea, Ui};
use sideways_core::{
    command::Command,
    snapshot::{Did, Who},
};

pub(super) fn history_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let soft = theme::of(ui).ink_soft;
    let name = words::called(&page.peer.name);
    parts::heading(ui, &format!("What was changed with {name}"), Size::Heading, 1);
    let says = "The list can be made to show what it showed at a moment. Nothing leaves its history, and Ctrl Z brings it back.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    ui.add_space(8.0);
    let items = page.state.history.clone();
    match &items {
        None => drop(parts::caption(ui, "Reading…")),
        Some(items) if items.is_empty() => drop(parts::caption(ui, "Nothing yet.")),
        Some(items) => {
            let row = 28.0;
            ScrollArea::vertical().max_height(360.0).show_rows(ui, row, items.len(), |ui, rows| {
                for it in items.iter().skip(rows.start).take(rows.len()) {
                    ui.horizontal(|ui| {
                        ui.set_min_height(row - ui.spacing().item_spacing.y);
                        let who = if it.by == Who::Me { "You" } else { name.as_str() };
                        let at = words::moment(it.at, page.now, page.zone);
                        let says = format!("{at}  {who} {}", words::did(it.did));
                        ui.label(parts::text(&says, Size::Body, theme::of(ui).ink));
                        // What is private has no moment that the list could go back to.
                        if !matches!(it.did, Did::Card | Did::Journal)
                            && parts::quiet_small(ui, "As it was then")
                                .accessible_name(format!("Show the list as it was then: {says}"))
                                .clicked()
                        {
                            page.out.push(ask::run(Command::GoBack(page.peer.id, it.at)));
                            page.out.push(Ask::Open(None));
                        }
                    });
                }
            });
        }
    }
    ui.add_space(8.0);
    if parts::calm(ui, "Close").clicked() {
        page.out.push(Ask::Open(None));
    }
}
