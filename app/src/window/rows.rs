//! Long lists of rows of any height: only those in sight are laid out. Short ones are drawn whole, so that whoever
//! listens to them hears all.

use super::theme;
use eframe::egui::{Align, Rect, Ui, style::ScrollAnimation, vec2};
use egui_virtual_list::VirtualList;
use std::fmt;

/// As many rows as are drawn whole.
const WHOLE: usize = 100;

/// What is remembered of a list between frames: how high its rows were.
pub(super) struct Rows(VirtualList);

impl Default for Rows {
    fn default() -> Self {
        let mut list = VirtualList::new();
        // A list that goes away for a moment while the window is resized would flicker.
        list.hide_on_resize(None);
        // As much beyond the edge as the keyboard needs to step there.
        list.over_scan(theme::LINE_HEIGHT + 4.0);
        Self(list)
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rows(…)")
    }
}

impl Rows {
    /// Draws `count` rows, or as many of them as can be seen.
    pub(super) fn show(&mut self, ui: &mut Ui, count: usize, row: impl FnMut(&mut Ui, usize)) {
        self.show_to(ui, count, None, row);
    }

    /// The same, going towards that row until it is drawn.
    pub(super) fn show_to(
        &mut self,
        ui: &mut Ui,
        count: usize,
        to: Option<usize>,
        mut row: impl FnMut(&mut Ui, usize),
    ) {
        if count <= WHOLE {
            (0..count).for_each(|nth| row(ui, nth));
            return;
        }
        let top = ui.cursor().min;
        let mut drawn = false;
        let seen = self.0.ui_custom_layout(ui, count, |ui, nth| {
            drawn |= to == Some(nth);
            row(ui, nth);
            1
        });
        if let Some(nth) = to.filter(|_| !drawn) {
            // About there: rows that were never drawn are as high as the others.
            let height = (ui.cursor().top() - top.y) / seen.item_range.end.max(1) as f32;
            let there = top + vec2(0.0, height * nth as f32);
            let line = Rect::from_min_size(there, vec2(1.0, theme::LINE_HEIGHT));
            ui.scroll_to_rect_animation(line, Some(Align::Center), ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
    }
}
