//! The rail: the places, and my peers. On a narrow window a bar with the same.

use super::{
    ask::{Ask, Dialog, Place},
    icon, parts,
    theme::{self, Size},
};
use crate::desk::View;
use eframe::egui::{Align, Frame, Layout, Margin, Panel, Role, ScrollArea, Ui, UiBuilder};

pub(super) fn rail_ui(ui: &mut Ui, view: &View, place: Place, hidden: bool, out: &mut Vec<Ask>, hide: &mut bool) {
    let t = theme::of(ui);
    let frame = Frame::new().fill(t.rail).inner_margin(Margin { left: 8, right: 8, top: 16, bottom: 8 });
    let panel = Panel::left("rail").exact_size(theme::RAIL_WIDTH).resizable(false).frame(frame);
    panel.show(ui, |ui| {
        let navigation = UiBuilder::new().accessibility_role(Role::Navigation).accessibility_label("Places");
        ui.scope_builder(navigation, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            brand(ui);
            ui.add_space(16.0);
            if parts::action(ui, "Find anything", icon::SEARCH, false).on_hover_text("Ctrl K").clicked() {
                out.push(Ask::Open(Some(Dialog::Find)));
            }
            if parts::place(ui, "Today", Some(icon::SUN), place == Place::Today).clicked() {
                out.push(Ask::Go(Place::Today));
            }
            if parts::place(ui, "Peers", Some(icon::USERS), place == Place::Peers).clicked() {
                out.push(Ask::Go(Place::Peers));
            }
            let foot = 4.0 * theme::PLACE_HEIGHT + 16.0;
            let room = (ui.available_height() - foot).max(theme::ROW_HEIGHT);
            let peers = &view.snapshot.peers;
            let scroll = ScrollArea::vertical().max_height(room).auto_shrink([false, true]);
            scroll.show_rows(ui, theme::ROW_HEIGHT, peers.len(), |ui, rows| {
                for peer in peers.get(rows).unwrap_or_default() {
                    let name = if hidden { "A colleague" } else { peer.name.as_str() };
                    if parts::place(ui, name, None, place == Place::Peer(peer.id)).clicked() {
                        out.push(Ask::Go(Place::Peer(peer.id)));
                    }
                }
            });
            for (name, icon, to) in [("Projects", icon::LAYERS, Place::Projects), ("Review", icon::BOOK, Place::Review)]
            {
                if parts::place(ui, name, Some(icon), place == to).clicked() {
                    out.push(Ask::Go(to));
                }
            }
            if parts::place(ui, "Settings and safety", Some(icon::SHIELD), place == Place::Settings).clicked() {
                out.push(Ask::Go(Place::Settings));
            }
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                let words = if hidden { "Show private" } else { "Hide private" };
                let row = parts::action(ui, words, icon::EYE_OFF, hidden);
                if row.on_hover_text("Ctrl .").clicked() {
                    *hide = true;
                }
            });
        });
    });
}

/// The places as icons, for a window with little room beside the page. Each has its name for who listens or hovers.
pub(super) fn icons_ui(ui: &mut Ui, place: Place, hidden: bool, out: &mut Vec<Ask>, hide: &mut bool) {
    let t = theme::of(ui);
    let frame = Frame::new().fill(t.rail).inner_margin(Margin { left: 6, right: 6, top: 16, bottom: 8 });
    let panel = Panel::left("rail").exact_size(theme::ICONS_WIDTH).resizable(false).frame(frame);
    panel.show(ui, |ui| {
        let navigation = UiBuilder::new().accessibility_role(Role::Navigation).accessibility_label("Places");
        ui.scope_builder(navigation, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.vertical_centered(parts::mark);
            ui.add_space(16.0);
            let find = parts::icon_place(ui, "Find anything", icon::SEARCH, false);
            if find.on_hover_text("Find anything, Ctrl K").clicked() {
                out.push(Ask::Open(Some(Dialog::Find)));
            }
            for (name, icon, to) in [
                ("Today", icon::SUN, Place::Today),
                ("Peers", icon::USERS, Place::Peers),
                ("Projects", icon::LAYERS, Place::Projects),
                ("Review", icon::BOOK, Place::Review),
                ("Settings and safety", icon::SHIELD, Place::Settings),
            ] {
                let here = place == to || (to == Place::Peers && matches!(place, Place::Peer(_)));
                if parts::icon_place(ui, name, icon, here).on_hover_text(name).clicked() {
                    out.push(Ask::Go(to));
                }
            }
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                let words = if hidden { "Show private" } else { "Hide private" };
                if parts::icon_place(ui, words, icon::EYE_OFF, hidden).on_hover_text(words).clicked() {
                    *hide = true;
                }
            });
        });
    });
}

/// The places in one row, for a narrow window.
pub(super) fn bar_ui(ui: &mut Ui, view: &View, place: Place, out: &mut Vec<Ask>, hide: &mut bool) {
    let t = theme::of(ui);
    let frame = Frame::new().fill(t.rail).inner_margin(Margin::symmetric(12, 6));
    Panel::top("bar").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            parts::mark(ui);
            let title = match place {
                Place::Today => "Today".to_owned(),
                Place::Peers => "Peers".to_owned(),
                Place::Projects => "Projects".to_owned(),
                Place::Review => "Review".to_owned(),
                Place::Settings => "Settings and safety".to_owned(),
                Place::Peer(id) | Place::HalfHour(id) => view
                    .snapshot
                    .peers
                    .iter()
                    .find(|peer| peer.id == id)
                    .map_or_else(String::new, |peer| peer.name.clone()),
            };
            ui.menu_button(parts::strong(title, Size::Body, t.ink), |ui| {
                if ui.button("Today").clicked() {
                    out.push(Ask::Go(Place::Today));
                }
                if ui.button("Peers").clicked() {
                    out.push(Ask::Go(Place::Peers));
                }
                for peer in &view.snapshot.peers {
                    if ui.button(crate::words::visible(&peer.name)).clicked() {
                        out.push(Ask::Go(Place::Peer(peer.id)));
                    }
                }
                for (name, to) in [("Projects", Place::Projects), ("Review", Place::Review)] {
                    if ui.button(name).clicked() {
                        out.push(Ask::Go(to));
                    }
                }
                if ui.button("Find anything").clicked() {
                    out.push(Ask::Open(Some(Dialog::Find)));
                }
                if ui.button("Settings and safety").clicked() {
                    out.push(Ask::Go(Place::Settings));
                }
                if ui.button("Keys").clicked() {
                    out.push(Ask::Open(Some(Dialog::Keys)));
                }
                if ui.button("Hide private").clicked() {
                    *hide = true;
                }
            });
        });
    });
}

fn brand(ui: &mut Ui) {
    let t = theme::of(ui);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        parts::mark(ui);
        ui.add_space(2.0);
        ui.label(parts::strong("Sideways", Size::Body, t.ink));
    });
}
