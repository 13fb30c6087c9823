//! The lines of a half hour, the one being typed, and the keys that mark it.

use super::{HalfHour, Scene, pressed};
use crate::{
    window::{
        icon, parts, several, text_field,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Align, Event, EventFilter, Frame, Id, Key, Label, Layout, Modifiers, Stroke, TextEdit, Ui, vec2};
use sideways_core::{
    id::PeerId,
    method::half_hour::{Mark, MarkKey, Part},
    snapshot::Who,
};

/// What was pressed in this frame.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) next: bool,
    pub(super) leave: bool,
    pub(super) marks: Vec<MarkKey>,
    /// Nothing has the focus yet.
    pub(super) first: bool,
}

const MARKS: [(Key, MarkKey, &str, &str, &str); 4] = [
    (Key::O, MarkKey::Offer, icon::GIFT, "Offer", "Alt O"),
    (Key::A, MarkKey::Ask, icon::ASK, "Ask", "Alt A"),
    (Key::P, MarkKey::Promise, icon::PROMISE, "Promise", "Alt P"),
    (Key::H, MarkKey::HeadsUp, icon::HEADS_UP, "Heads-up", "Alt H"),
];

pub(super) fn field_id(peer: PeerId) -> Id {
    Id::unique(("half hour", peer))
}

/// The keys of the half hour. `Tab` goes on from the field alone: everywhere else it walks, so nobody is caught.
pub(super) fn keys(ui: &mut Ui, field: Id) -> Keys {
    let focused = ui.memory(|memory| memory.focused());
    let in_field = focused == Some(field) || focused.is_none();
    let mut keys = Keys { first: focused.is_none(), ..Keys::default() };
    for (key, mark, ..) in MARKS {
        if pressed(ui, Modifiers::ALT, key) {
            keys.marks.push(mark);
        }
    }
    if !keys.marks.is_empty() {
        // Some systems type the letter as well.
        ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
    }
    // Shift first: without modifiers means with any of them.
    if focused == Some(field) && pressed(ui, Modifiers::SHIFT, Key::Tab) {
        // Out of the field, to the first of the marks; from there Tab walks on.
        ui.memory_mut(|memory| memory.request_focus(mark_id(field)));
    }
    keys.next = in_field && pressed(ui, Modifiers::NONE, Key::Tab);
    // An open menu of the field is left first.
    text_field::leave_menu(ui, field);
    keys.leave = pressed(ui, Modifiers::NONE, Key::Escape);
    keys
}

/// Gives the field the focus where a part begins.
pub(super) fn focus(ui: &mut Ui, field: Id, begins: bool) {
    if begins {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
}

fn mark_id(field: Id) -> Id {
    field.with("mark")
}

pub(super) fn lines_ui(ui: &mut Ui, half_hour: &mut HalfHour, part: Part, scene: &Scene<'_>) {
    let t = theme::of(ui);
    let name = &words::called(&scene.peer.name);
    for line in half_hour.running.lines.iter().filter(|line| line.part == part) {
        row(ui, line.mark, name, |ui| {
            ui.add(Label::new(parts::text(&line.text, Size::Lead, t.ink_soft)).wrap());
        });
    }
    let id = field_id(scene.peer.id);
    let running = &mut half_hour.running;
    let mut several = Vec::new();
    row(ui, running.mark, name, |ui| {
        let edit = TextEdit::singleline(&mut running.typing)
            .frame(Frame::NONE)
            .font(Size::Heading.regular())
            .desired_width(ui.available_width())
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true })
            .hint_text(hint(part));
        let field = |ui: &mut Ui| text_field::show(ui, id, edit).response.response;
        let (response, lines) = several::several_ui(ui, id, field);
        several = lines;
        let response = response.accessible_name("A line to type on");
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            running.enter(part);
            response.request_focus();
        }
    });
    // Each is a line as if it had been typed; what was being typed is still there.
    for line in several {
        let (typing, mark) = (std::mem::replace(&mut running.typing, line), std::mem::take(&mut running.mark));
        running.enter(part);
        (running.typing, running.mark) = (typing, mark);
    }
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 2.0), eframe::egui::Sense::hover());
    ui.painter().hline(rule.x_range(), rule.center().y, Stroke::new(2.0, t.accent));
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("Mark this line", Size::Caption, t.ink_faint));
        for (nth, (_, mark, icon, name, keys)) in MARKS.into_iter().enumerate() {
            let button = parts::quiet_soft(ui, &format!("{icon} {name}"), keys).accessible_name(name);
            if nth == 0 && ui.memory(|memory| memory.has_focus(mark_id(id))) {
                button.request_focus();
            }
            if button.clicked() {
                half_hour.running.mark(mark);
            }
        }
    });
}

fn hint(part: Part) -> &'static str {
    match part {
        Part::Theirs => "As they’d say it",
        Part::Mine => "What you told, what they said to it",
        Part::Together => "What one of you could do for the other",
    }
}

/// A line with its mark at the end.
fn row(ui: &mut Ui, mark: Mark, name: &str, add: impl FnOnce(&mut Ui)) {
    let said = match mark {
        Mark::Said => None,
        Mark::Offer(Who::Me) => Some(format!("{} You offer", icon::GIFT)),
        Mark::Offer(Who::Them) => Some(format!("{} {name} offers", icon::GIFT)),
        Mark::Ask(Who::Me) => Some(format!("{} You ask", icon::ASK)),
        Mark::Ask(Who::Them) => Some(format!("{} {name} asks", icon::ASK)),
        Mark::Promise(Who::Me) => Some(format!("{} Your promise", icon::PROMISE)),
        Mark::Promise(Who::Them) => Some(format!("{} {name}’s promise", icon::PROMISE)),
        Mark::HeadsUp => Some(format!("{} Heads-up", icon::HEADS_UP)),
    };
    ui.horizontal_top(|ui| {
        ui.set_min_height(theme::LINE_HEIGHT - 8.0);
        let room = if said.is_some() { 150.0 } else { 0.0 };
        let width = (ui.available_width() - room).max(120.0);
        ui.allocate_ui_with_layout(vec2(width, 24.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            add(ui);
        });
        if let Some(said) = said {
            let beside = vec2(ui.available_width(), 24.0);
            let tag = ui.allocate_ui_with_layout(beside, Layout::right_to_left(Align::Center), |ui| {
                ui.set_height(24.0);
                parts::icon_tag(ui, &said)
            });
            let tag = tag.inner;
            ui.ctx().accesskit_node_builder(tag.id, |node| {
                node.set_value(words::spoken(&said));
                node.set_live(eframe::egui::accesskit::Live::Polite);
            });
        }
    });
}
