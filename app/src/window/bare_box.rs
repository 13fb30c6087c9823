//! A box to tick without words of its own: they stand beside it, where they can be pressed as well.

use super::theme::Size;
use eframe::egui::{Response, Ui};

pub(super) fn bare_box(ui: &mut Ui, ticked: &mut bool, name: impl Into<String>) -> Response {
    let before = ui.style().clone();
    // In more room than it fills it would stand in the middle.
    ui.spacing_mut().interact_size.y = Size::Body.line();
    let shown = ui.checkbox(ticked, "");
    ui.set_style(before);
    shown.accessible_name(name)
}
