//! A menu under a button: it has a name, and what is chosen closes it, however it is chosen.

use crate::words;
use eframe::egui::{Button, Key, Popup, Response, Ui};

/// Shows the rows while the menu is open. Who chooses or leaves it by keyboard is at its button again, unless what was
/// chosen wants the caret.
pub(super) fn under<R>(button: &Response, name: &str, rows: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let shown = Popup::menu(button).accessible_name(words::visible(name)).show(rows)?;
    if shown.response.should_close() && by_keyboard(button) {
        button.request_focus();
    }
    Some(shown.inner)
}

/// One row of a menu. A click would close the menu by itself, a key wouldn't.
pub(super) fn row(ui: &mut Ui, button: Button<'_>) -> Response {
    let row = ui.add(button);
    if row.clicked() {
        ui.close();
    }
    row
}

/// Whether a key ends it in this frame.
fn by_keyboard(of: &Response) -> bool {
    let keys = [Key::Enter, Key::Space, Key::Escape];
    of.ctx.input(|input| keys.into_iter().any(|key| input.key_pressed(key)))
}
