//! The soft clock: three bars as long as their minutes. Theirs may grow into mine, never into the last.

use crate::window::{
    parts,
    theme::{self, Size},
};
use eframe::egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use sideways_core::method::half_hour::{Face, Part};

const MINUTE_MS: i64 = 60_000;
const GAP: f32 = 8.0;

pub(super) fn bars_ui(ui: &mut Ui, face: &Face, name: &str) {
    let t = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::hover());
    let share = &face.share;
    let parts = [
        (Part::Theirs, share.theirs, name),
        (Part::Mine, share.mine, "You"),
        (Part::Together, share.together, "Together"),
    ];
    let minutes = |ms: i64| ms / MINUTE_MS;
    let told: Vec<String> = parts
        .iter()
        .map(|(part, slice, name)| {
            let on = if *part == face.part { format!(", {} used", minutes(slice.spent_ms)) } else { String::new() };
            let allotted = minutes(slice.allotted_ms);
            let unit = if allotted == 1 { "minute" } else { "minutes" };
            format!("{name} {allotted} {unit}{on}")
        })
        .collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, told.join("; ")));
    let whole = parts.iter().map(|(_, slice, _)| slice.allotted_ms.max(0)).sum::<i64>().max(1) as f32;
    let room = rect.width() - 2.0 * GAP;
    let y = rect.top() + 8.0;
    let mut left = rect.left();
    for (part, slice, name) in parts {
        let width = room * slice.allotted_ms.max(0) as f32 / whole;
        let bar = Rect::from_min_size(pos2(left, y - 3.0), vec2(width, 6.0));
        ui.painter().rect_filled(bar, 3.0, t.line);
        let used = (slice.spent_ms as f32 / slice.allotted_ms.max(1) as f32).clamp(0.0, 1.0);
        if slice.spent_ms > 0 || part == face.part {
            let filled = Rect::from_min_size(bar.min, vec2(width * used, 6.0));
            let color = if part == face.part { t.accent } else { t.ink_faint };
            ui.painter().rect_filled(filled, 3.0, color);
        }
        if part == face.part {
            let knob = pos2(left + width * used, y);
            ui.painter().circle_filled(knob, 6.0, t.page);
            ui.painter().circle_stroke(knob, 6.0, Stroke::new(2.0, t.accent));
        }
        // A part that has shrunk away has no room for its name.
        if width > 24.0 {
            let (font, color) = if part == face.part {
                (Size::Caption.strong(), t.ink)
            } else {
                (Size::Caption.regular(), t.ink_faint)
            };
            let shown = crate::words::visible(name);
            let galley = parts::one_line(ui, &shown, font, color, width);
            ui.painter().galley(pos2(left, y + 14.0), galley, color);
        }
        left += width + GAP;
    }
}
