//! Long lists of rows of any height: only those in sight are laid out. Short ones are drawn whole, so that whoever
//! listens to them hears all.

use super::theme;
use eframe::egui::Ui;
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
    pub(super) fn show(&mut self, ui: &mut Ui, count: usize, mut row: impl FnMut(&mut Ui, usize)) {
        if count <= WHOLE {
            (0..count).for_each(|nth| row(ui, nth));
            return;
        }
        self.0.ui_custom_layout(ui, count, |ui, nth| {
            row(ui, nth);
            1
        });
    }
}
