//! Every piece that screens are made of, side by side: for looking at them, in light and dark, when one changes.

use super::{
    icon,
    parts::{self, Dot},
    places,
    theme::{self, Size},
};
use eframe::egui::{CentralPanel, Ui};

/// Draws them all.
pub fn gallery(ui: &mut Ui) {
    theme::install_once(ui.ctx());
    CentralPanel::default().show(ui, |ui| {
        let t = theme::of(ui);
        parts::heading(ui, "Pieces", Size::Title, 1);
        ui.horizontal_wrapped(|ui| {
            for (size, name) in [
                (Size::Caption, "caption"),
                (Size::Body, "body"),
                (Size::Lead, "lead"),
                (Size::Words, "words"),
                (Size::Heading, "heading"),
                (Size::Title, "title"),
                (Size::Question, "question"),
            ] {
                ui.label(parts::text(name, size, t.ink));
            }
            ui.label(parts::strong("semibold", Size::Body, t.ink));
            ui.label(parts::text("soft", Size::Body, t.ink_soft));
            ui.label(parts::text("faint", Size::Body, t.ink_faint));
        });
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            parts::primary(ui, "The one that goes on");
            parts::secondary(ui, "Another");
            parts::quiet(ui, &format!("{} Only words", icon::COPY));
            parts::quiet_small(ui, &format!("{} Small", icon::PLUS));
            parts::quiet_soft(ui, &format!("{} With its key", icon::GIFT), "Alt O");
            parts::tag(ui, "a tag");
            for (dot, name) in [(Dot::Open, "open"), (Dot::Half, "half"), (Dot::Done, "done")] {
                parts::dot(ui, dot, name);
            }
        });
        ui.add_space(8.0);
        let mut text = String::new();
        let focused = parts::field(ui, "A field, with the focus", &mut text, "a hint", 240.0);
        if ui.memory(|memory| memory.focused()).is_none() {
            focused.request_focus();
        }
        ui.horizontal_wrapped(|ui| {
            let (mut on, mut off) = (true, false);
            ui.checkbox(&mut on, "ticked");
            ui.checkbox(&mut off, "not ticked");
            // Nothing follows from these: only how they look is looked at.
            let _ = ui.radio(true, "chosen");
            let _ = ui.radio(false, "not chosen");
            let _ = ui.selectable_label(true, "selected");
            let _ = ui.selectable_label(false, "not selected");
        });
        ui.add_space(8.0);
        parts::card(ui, |ui| {
            ui.set_width(ui.available_width().min(480.0));
            ui.label(parts::text("A card on the page.", Size::Body, t.ink));
            parts::rule(ui);
            parts::caption(ui, "Small print under a hairline.");
        });
        ui.add_space(8.0);
        parts::shared_frame(ui, "Shared with Dana Ruiz", t.page, |ui| {
            ui.label(parts::text("What is shared stands in a double line.", Size::Body, t.ink));
        });
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            for icon in icon::all() {
                ui.label(parts::with_icon(icon, "", Size::Lead, t.ink_soft));
            }
        });
        ui.horizontal_wrapped(super::dots::legend_ui);
        ui.horizontal(|ui| {
            ui.allocate_ui(eframe::egui::vec2(208.0, 76.0), |ui| {
                ui.vertical(|ui| {
                    places::place(ui, "A place, selected", Some(icon::SUN), true);
                    places::place(ui, "Another place", Some(icon::LAYERS), false);
                });
            });
            ui.allocate_ui(eframe::egui::vec2(56.0, 76.0), |ui| {
                ui.vertical(|ui| {
                    places::icon_place(ui, "A place as its icon", icon::SUN, true);
                    places::icon_place(ui, "Another as its icon", icon::LAYERS, false);
                });
            });
        });
    });
}
