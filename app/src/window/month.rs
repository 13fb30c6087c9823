//! A small month to pick a day from.

use super::{
    icon, parts,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{
    Button, Grid, Id, PopupCloseBehavior, Stroke, Ui,
    containers::menu::{MenuButton, MenuConfig},
    vec2,
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// The room that the button takes beside a field.
pub(super) const BUTTON: f32 = 36.0;
/// A day's room.
const DAY: [f32; 2] = [30.0, 26.0];
/// Weeks that any month fits in.
const WEEKS: i64 = 6;

/// A button that opens a month; the day that was picked.
pub(super) fn month_button(ui: &mut Ui, chosen: Option<Date>, today: Date) -> Option<Date> {
    let soft = theme::of(ui).ink_soft;
    let button =
        Button::new(parts::with_icon(icon::CALENDAR, "", Size::Body, soft)).fill(theme::CLEAR).stroke(Stroke::NONE);
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, inside) = MenuButton::from_button(button).config(config).ui(ui, |ui| month_ui(ui, chosen, today));
    button.accessible_name("Pick a day");
    inside.and_then(|inside| inside.inner)
}

fn month_ui(ui: &mut Ui, chosen: Option<Date>, today: Date) -> Option<Date> {
    let id = Id::unique("the month that is shown");
    let fresh = chosen.filter(|day| *day >= today).unwrap_or(today).first_of_month();
    // Another day was chosen in the field meanwhile: then its month is shown.
    let (of, shown) = ui.data(|data| data.get_temp::<(Date, Date)>(id)).unwrap_or((fresh, fresh));
    let mut shown = if of == fresh { shown } else { fresh };
    let t = theme::of(ui);
    ui.set_width(7.0 * (DAY[0] + 2.0));
    ui.horizontal(|ui| {
        if parts::quiet_small(ui, "‹").accessible_name("The month before").clicked() {
            shown = shown.saturating_sub(1.month());
        }
        if parts::quiet_small(ui, "›").accessible_name("The next month").clicked() {
            shown = shown.saturating_add(1.month());
        }
        ui.label(parts::strong(shown.strftime("%B %Y").to_string(), Size::Body, t.ink));
    });
    let starts = words::locale().week_starts();
    let first = shown.saturating_sub(i64::from(starts.until(shown.weekday())).days());
    let day_at = |nth: i64| first.saturating_add(nth.days());
    let mut picked = None;
    Grid::new(id.with("days")).spacing([2.0, 2.0]).min_col_width(DAY[0]).show(ui, |ui| {
        for nth in 0..7 {
            let name = day_at(nth).strftime("%a").to_string();
            ui.centered_and_justified(|ui| ui.label(parts::text(name, Size::Caption, t.ink_faint)));
        }
        ui.end_row();
        for week in 0..WEEKS {
            for nth in 0..7 {
                let day = day_at(week * 7 + nth);
                if day_ui(ui, day, shown, chosen, today) {
                    picked = Some(day);
                }
            }
            ui.end_row();
        }
    });
    ui.data_mut(|data| data.insert_temp(id, (fresh, shown)));
    if picked.is_some() {
        ui.close();
    }
    picked
}

/// One day; a weekend and what has passed are faint, and can be picked all the same.
fn day_ui(ui: &mut Ui, day: Date, shown: Date, chosen: Option<Date>, today: Date) -> bool {
    let t = theme::of(ui);
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let faint = weekend || day < today || day.month() != shown.month();
    let ink = if faint { t.ink_faint } else { t.ink };
    let number = day.day().to_string();
    let text =
        if day == today { parts::strong(number, Size::Caption, ink) } else { parts::text(number, Size::Caption, ink) };
    let fill = if chosen == Some(day) { t.selected } else { theme::CLEAR };
    let button = Button::new(text).fill(fill).stroke(Stroke::NONE).min_size(vec2(DAY[0], DAY[1]));
    ui.add(button).accessible_name(words::locale().weekday_of_year(day)).clicked()
}
