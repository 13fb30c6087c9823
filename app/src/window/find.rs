//! Find anything: everything I wrote, as I type.

use super::{
    actions,
    ask::{Ask, Place},
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{Request, View},
    words,
};
use eframe::egui::{Key, Label, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, text::LayoutJob};
use sideways_core::search::{Found, Part};

/// What is looked for, and what was found for it.
#[derive(Debug, Default)]
pub(super) struct Find {
    query: String,
    found: Vec<Found>,
    opened: bool,
}

impl Find {
    /// Takes in what was found, unless something else is looked for by now.
    pub(super) fn answered(&mut self, query: &str, found: Vec<Found>) {
        if self.query == query {
            self.found = found;
        }
    }
}

pub(super) fn find_ui(ui: &mut Ui, view: &View, find: &mut Find, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let field =
        parts::bare_field(ui, &mut find.query, "A name, their words, a promise, a line, a note", ui.available_width());
    let field = field.accessible_name("Find anything");
    if !find.opened {
        find.opened = true;
        field.request_focus();
    }
    if field.changed() {
        find.found.clear();
        out.push(Ask::Do(Request::Search(find.query.clone())));
    }
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    let mut last = None;
    let mut went = None;
    for (nth, it) in find.found.iter().enumerate() {
        let group = group(it.part);
        if last != Some(group) {
            last = Some(group);
            ui.add_space(6.0);
            parts::caption(ui, group);
        }
        let who = it.peer.and_then(|id| view.snapshot.peers.iter().find(|peer| peer.id == id));
        let who = who.map(|peer| format!("{}  ", words::called(&peer.name))).unwrap_or_default();
        let mut job = LayoutJob::default();
        let mut add = |text: &str, strong: bool| {
            let text = if strong {
                parts::strong(words::visible(text), Size::Body, t.ink)
            } else {
                parts::text(words::visible(text), Size::Body, t.ink_soft)
            };
            text.append_to(&mut job, ui.style(), eframe::egui::FontSelection::Default, eframe::egui::Align::Center);
        };
        add(&who, false);
        add(&it.excerpt.before, false);
        add(&it.excerpt.matched, true);
        add(&it.excerpt.after, false);
        let told = job.text.clone();
        let response = ui.add(Label::new(job).wrap().sense(Sense::click()));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &told));
        if response.has_focus() {
            let ring = Stroke::new(2.0, t.accent);
            ui.painter().rect_stroke(response.rect.expand(3.0), theme::RADIUS_TAG, ring, StrokeKind::Outside);
        }
        if response.clicked() || (enter && nth == 0) {
            went = Some(it.peer.map_or(Place::Projects, Place::Peer));
        }
    }
    let actions = actions::named(&find.query);
    if !actions.is_empty() {
        ui.add_space(6.0);
        parts::caption(ui, "Do");
    }
    for (nth, action) in actions.iter().enumerate() {
        let pressed = parts::quiet_soft(ui, &format!("{} {}", action.icon, action.name), action.shown);
        let first = find.found.is_empty() && nth == 0;
        if pressed.accessible_name(action.name).clicked() || (enter && first && went.is_none()) {
            out.push(Ask::Open(None));
            out.push(Ask::Does(action.does));
        }
    }
    if find.found.is_empty() && actions.is_empty() && !find.query.trim().is_empty() {
        parts::caption(ui, "Nothing here has these words.");
    }
    if let Some(place) = went {
        out.push(Ask::Open(None));
        out.push(Ask::Go(place));
    }
}

fn group(part: Part) -> &'static str {
    match part {
        Part::Person => "People",
        Part::Words => "Their words",
        Part::Promise | Part::HeadsUp => "Promises and heads-ups",
        Part::Line | Part::Pad => "Lines",
        Part::Project => "Projects",
        Part::Point | Part::Meeting | Part::Note => "Notes",
    }
}
