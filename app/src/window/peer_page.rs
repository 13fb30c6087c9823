//! A peer's page: their words, the shared list in its frame, private notes; who they are at the side.

use super::{
    ask::{Ask, Dialog},
    half_hour, half_hours, heads_ups, hidden, icon, mark,
    page::Page,
    parts, private, shared_list, side,
    theme::{self, Size},
    three_tests,
};
use eframe::egui::{Ui, vec2};
use sideways_core::search::Part;

pub(super) fn page_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let wide = ui.available_width() >= theme::SIDE_FROM - theme::RAIL_WIDTH;
    if wide {
        let gap = 32.0;
        let column = (ui.available_width() - theme::SIDE_WIDTH - gap).min(theme::COLUMN_WIDTH);
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(column);
                column_ui(ui, page);
            });
            ui.add_space(gap - 8.0);
            ui.vertical(|ui| {
                ui.set_width(theme::SIDE_WIDTH);
                side::side_ui(ui, page);
            });
        });
    } else {
        column_ui(ui, page);
        ui.add_space(24.0);
        side::side_ui(ui, page);
    }
}

fn column_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        mark::around(ui, Part::Person, page.peer.id.0, |ui| {
            parts::name_heading(ui, &page.peer.name, Size::Title, 1);
        });
        parts::short(ui, &page.peer.department, Size::Lead, t.ink_soft);
    });
    if page.hidden {
        hidden::says_ui(ui);
    } else {
        let says = format!("{} Only you see this page, except what is inside the double line.", icon::LOCK);
        parts::icon_caption(ui, &says);
    }
    ui.add_space(8.0);
    if !page.private_away() {
        private::words_ui(ui, page);
        ui.add_space(12.0);
        half_hour::promises_ui(ui, page);
        ui.add_space(12.0);
        half_hour::next_ui(ui, page);
    }
    ui.add_space(12.0);
    shared_list::list_ui(ui, page);
    ui.add_space(16.0);
    // Hidden while I answer what I remember of it.
    if !page.private_away() {
        let today = page.today();
        private::notes_ui(ui, page);
        ui.add_space(12.0);
        half_hours::half_hours_ui(ui, page);
        ui.add_space(12.0);
        heads_ups::heads_ups_ui(ui, page, today);
        ui.add_space(12.0);
        three_tests::tests_ui(ui, page, today);
    }
    if page.peer.sharing.words.is_some() && !page.state.words_offered {
        page.state.words_offered = true;
        page.out.push(Ask::Open(Some(Dialog::Words(page.peer.id))));
    }
}
