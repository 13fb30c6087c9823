//! The one place that opens a link: what is no link of those that may be opened is handed to nobody.

use eframe::egui::{OpenUrl, Ui};
use sideways_core::link;

/// Whether there is something to press.
pub(super) fn opens(text: &str) -> bool {
    link::to_open(text).is_some()
}

/// Has the desktop open it.
pub(super) fn open(ui: &Ui, text: &str) {
    if let Some(link) = link::to_open(text) {
        ui.ctx().open_url(OpenUrl::new_tab(link));
    }
}
