//! Find anything: everything I wrote, as I type.

mod found;

use super::{
    actions,
    ask::{Ask, Does},
    mark, parts,
    theme::{self, Size},
};
use crate::desk::{Request, View};
use eframe::egui::{
    Key, Label, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2,
};
use sideways_core::search::{Found, Part};

/// What is looked for, and what was found for it.
#[derive(Debug, Default)]
pub(super) struct Find {
    query: String,
    found: Vec<Found>,
    /// What `found` was found for.
    of: String,
    opened: bool,
    /// Which of the rows Enter takes.
    chosen: usize,
    /// Enter was pressed before the answer came.
    hurried: bool,
}

/// What stands below the rows: a line, and how to choose.
const FOOT: f32 = 32.0;

/// What a row leads to.
#[derive(Clone, Copy)]
enum Leads<'a> {
    Thing(&'a Found),
    Does(Does),
}

impl Find {
    /// Takes in what was found, unless something else is looked for by now.
    pub(super) fn answered(&mut self, query: &str, found: Vec<Found>) {
        if self.query == query {
            self.found = found;
            query.clone_into(&mut self.of);
            self.chosen = 0;
        }
    }
}

pub(super) fn find_ui(ui: &mut Ui, height: f32, view: &View, find: &mut Find, out: &mut Vec<Ask>) {
    // Up and down belong to what was found, wherever the focus is.
    let pressed = |ui: &mut Ui, key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (up, down) = (pressed(ui, Key::ArrowUp), pressed(ui, Key::ArrowDown));
    let hint = "A name, their words, a promise, a line, a note";
    let field = parts::bare_field(ui, &mut find.query, hint, ui.available_width()).accessible_name("Find anything");
    if !find.opened {
        find.opened = true;
        field.request_focus();
    }
    if field.changed() {
        find.hurried = false;
        // What was found before stays until the answer comes, so that nothing jumps meanwhile.
        if find.query.trim().is_empty() {
            find.found.clear();
        }
        out.push(Ask::Do(Request::Search(find.query.clone())));
    }
    let here = find.of == find.query;
    let enter = ui.input(|input| input.key_pressed(Key::Enter)) && !field.changed();
    let actions = actions::named(&find.query);
    let rows = find.found.len() + actions.len();
    find.chosen = (find.chosen + down).saturating_sub(up).min(rows.saturating_sub(1));
    let mut went = None;
    let moved = up + down > 0;
    let room = height - 44.0 - FOOT;
    ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
        // As high however much is found: the field above stays where it is.
        ui.set_min_size(vec2(ui.available_width(), room));
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut last = None;
        for (nth, it) in find.found.iter().enumerate() {
            if last.replace(group(it.part)) != Some(group(it.part)) {
                ui.add_space(6.0);
                parts::caption(ui, group(it.part));
            }
            let row = row_ui(ui, nth == find.chosen, found::Row::of(ui, view, it));
            if row.clicked() {
                went = Some(Leads::Thing(it));
            }
            if moved && nth == find.chosen {
                row.scroll_to_me(None);
            }
        }
        if !actions.is_empty() {
            ui.add_space(6.0);
            parts::caption(ui, "Do");
        }
        for (nth, action) in (find.found.len()..).zip(&actions) {
            let row = row_ui(ui, nth == find.chosen, action_of(ui, action));
            let keys = parts::one_line(ui, &action.shown(), Size::Caption.regular(), theme::of(ui).ink_faint, 120.0);
            let at = row.rect.right_center() - vec2(keys.size().x + 8.0, keys.size().y / 2.0);
            ui.painter().galley(at, keys, theme::of(ui).ink_faint);
            let row = row.accessible_name(action.name);
            if row.clicked() {
                went = Some(Leads::Does(action.does));
            }
            if moved && nth == find.chosen {
                row.scroll_to_me(None);
            }
        }
        if rows == 0 && !find.query.trim().is_empty() && here {
            parts::caption(ui, "Nothing here has these words.");
        }
    });
    ui.separator();
    parts::caption(ui, "Up and Down to choose, Enter to open, Esc to close");
    let takes = enter || find.hurried;
    if takes && went.is_none() {
        let nth = find.chosen;
        let action = nth.checked_sub(find.found.len()).and_then(|nth| actions.get(nth));
        match (here || find.found.is_empty(), find.found.get(nth), action) {
            (true, Some(it), _) => went = Some(Leads::Thing(it)),
            (true, None, Some(action)) => went = Some(Leads::Does(action.does)),
            // The first row is still of other words: what was asked for comes in a moment.
            (false, ..) => find.hurried = true,
            (true, None, None) => find.hurried = false,
        }
    }
    if let Some(leads) = went {
        out.push(Ask::Open(None));
        out.push(match leads {
            Leads::Thing(it) => mark::leads_to(it),
            Leads::Does(does) => Ask::Does(does),
        });
    }
}

/// What an action says, after its icon.
fn action_of(ui: &Ui, action: &actions::Action) -> found::Row {
    let mut job = LayoutJob::default();
    let text = parts::with_icon(action.icon, &format!("  {}", action.name), Size::Body, theme::of(ui).ink);
    text.append_to(&mut job, ui.style(), eframe::egui::FontSelection::Default, eframe::egui::Align::Center);
    found::Row { job, told: action.name.to_owned() }
}

/// A row to press; the one that Enter takes has a bar before it.
fn row_ui(ui: &mut Ui, chosen: bool, found::Row { job, told }: found::Row) -> Response {
    let t = theme::of(ui);
    let behind = ui.painter().add(eframe::egui::Shape::Noop);
    let shown = eframe::egui::Frame::new().inner_margin(eframe::egui::Margin::symmetric(10, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(job).wrap())
    });
    let row = shown.response.rect;
    let response = ui.interact(row, shown.inner.id.with("row"), Sense::click());
    let fill = if chosen {
        t.selected
    } else if response.hovered() {
        t.hover
    } else {
        theme::CLEAR
    };
    ui.painter().set(behind, eframe::egui::Shape::rect_filled(row, theme::RADIUS, fill));
    if chosen {
        let bar = Rect::from_center_size(pos2(row.left() + 1.5, row.center().y), vec2(3.0, 18.0));
        ui.painter().rect_filled(bar, 2.0, t.accent);
    }
    if response.has_focus() {
        let ring = eframe::egui::Stroke::new(2.0, t.accent);
        ui.painter().rect_stroke(row, theme::RADIUS, ring, eframe::egui::StrokeKind::Inside);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &told));
    response
}

fn group(part: Part) -> &'static str {
    match part {
        Part::Person => "People",
        Part::Words => "Their words",
        Part::Promise | Part::HeadsUp => "Promises and heads-ups",
        Part::Line | Part::Pad | Part::WorkingOn => "Lines",
        Part::Project | Part::Finished => "Projects",
        Part::Point | Part::Meeting | Part::Note | Part::Tests => "Notes",
    }
}
