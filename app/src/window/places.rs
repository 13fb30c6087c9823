//! The pieces of the rail: the program's mark, and rows that lead somewhere.

use super::{
    parts::one_line,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Align2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// The mark of the program.
pub(super) fn mark(ui: &mut Ui) {
    let t = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
    let y = rect.center().y;
    ui.painter().line_segment([pos2(rect.left() + 4.0, y), pos2(rect.right() - 4.0, y)], Stroke::new(1.5, t.accent));
    ui.painter().circle_filled(pos2(rect.left() + 4.0, y), 3.5, t.accent);
    ui.painter().circle(pos2(rect.right() - 4.0, y), 3.0, t.rail, Stroke::new(1.5, t.accent));
}

/// A row of the rail.
pub(super) fn place(ui: &mut Ui, words: &str, icon: Option<&str>, selected: bool) -> Response {
    let t = theme::of(ui);
    let height = if icon.is_some() { theme::PLACE_HEIGHT } else { theme::ROW_HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    if selected {
        ui.painter().rect_filled(rect, theme::RADIUS, t.selected);
        let bar = Rect::from_center_size(pos2(rect.left() + 1.5, rect.center().y), vec2(3.0, 18.0));
        ui.painter().rect_filled(bar, 2.0, t.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, t.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, theme::RADIUS, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    let (font, color) = if selected { (Size::Body.strong(), t.ink) } else { (Size::Body.regular(), t.ink_soft) };
    if let Some(icon) = icon {
        let at = pos2(rect.left() + 18.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, icon, Size::Lead.regular(), t.ink_soft);
    }
    let left = pos2(rect.left() + 36.0, rect.center().y);
    let room = rect.right() - left.x - 8.0;
    let galley = one_line(ui, &words::visible(words), font, color, room);
    let cut = galley.elided;
    ui.painter().galley(left - vec2(0.0, galley.size().y / 2.0), galley, color);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, words::visible(words)));
    if cut { response.on_hover_text(words::visible(words)) } else { response }
}

/// A place of the narrow rail: its icon alone; its name is heard.
pub(super) fn icon_place(ui: &mut Ui, name: &str, icon: &str, selected: bool) -> Response {
    let t = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::PLACE_HEIGHT), Sense::click());
    let fill = if selected { Some(t.selected) } else { response.hovered().then_some(t.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, theme::RADIUS, fill);
    }
    if selected {
        let bar = Rect::from_center_size(pos2(rect.left() + 1.5, rect.center().y), vec2(3.0, 18.0));
        ui.painter().rect_filled(bar, 2.0, t.accent);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, theme::RADIUS, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, Size::Lead.regular(), t.ink_soft);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
    response
}

/// A row of the rail that does something and is no place.
pub(super) fn action(ui: &mut Ui, words: &str, icon: &str, on: bool) -> Response {
    let response = place(ui, words, Some(icon), on);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    response
}
