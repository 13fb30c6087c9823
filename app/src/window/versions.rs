//! A line that both reworded: each wording with whose it is, and which to keep.

use super::{
    ask,
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Align, Label, Layout, Ui, vec2};
use sideways_core::{
    command::ListCommand,
    snapshot::{Line, Who},
};

/// What stands in place of its words.
pub(super) fn both_reworded(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(parts::text("You both reworded this. Keep one, or", Size::Caption, t.ink_soft));
        if parts::quiet_small(ui, "keep both").on_hover_text("As two lines, each with its own words").clicked() {
            page.out.push(ask::list(page.peer.id, ListCommand::KeepBoth(line.id)));
        }
    });
}

/// The wordings, one below the other.
pub(super) fn versions_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let t = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    let name = &words::called(&page.peer.name);
    for version in &line.versions {
        ui.horizontal_top(|ui| {
            ui.add_space(28.0);
            let whose = if version.by == Who::Me { "Yours".to_owned() } else { format!("{name}’s") };
            ui.allocate_ui(vec2(52.0, Size::Body.line()), |ui| {
                ui.set_min_width(52.0);
                ui.vertical(|ui| {
                    ui.add_space((Size::Body.line() - Size::Caption.line()) / 2.0);
                    ui.label(parts::text(whose, Size::Caption, t.ink_faint));
                });
            });
            let room = (ui.available_width() - 56.0).max(80.0);
            ui.allocate_ui_with_layout(vec2(room, Size::Body.line()), Layout::top_down(Align::Min), |ui| {
                ui.set_width(room);
                ui.add(Label::new(parts::text(&version.text, Size::Body, t.ink)).wrap());
            });
            // On the baseline of the words.
            let keep = ui.vertical(|ui| {
                ui.add_space(1.0);
                parts::quiet_small(ui, "Keep").accessible_name(words::visible(&format!("Keep: {}", version.text)))
            });
            let keep = keep.inner;
            if keep.clicked() {
                page.out.push(ask::list(page.peer.id, ListCommand::Choose(line.id, version.id)));
            }
        });
    }
}
