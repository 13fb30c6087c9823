//! The line being written: not in the shared document until its writer leaves it, presses Enter, or pauses.

use super::{
    ask::{self, Ask},
    icon, parts,
    peer_page::Page,
    theme::{self, Size},
};
use eframe::egui::{Frame, Key, Margin, Stroke, TextEdit, Ui};
use sideways_core::{
    command::ListCommand,
    snapshot::{Field, Kind},
};

pub(super) fn new_line_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let now = ui.input(|input| input.time);
    let field = Field::NewLine(page.peer.id);
    let id = eframe::egui::Id::unique(("new line", page.peer.id));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let border = if focused { Stroke::new(2.0, t.accent) } else { Stroke::NONE };
    let frame = Frame::new().stroke(border).corner_radius(theme::RADIUS).inner_margin(Margin::symmetric(4, 2));
    let typing = page.drafts.field(field);
    let shown = frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(parts::with_icon(icon::PLUS, "", Size::Body, t.ink_soft));
            let room = if typing.text.is_empty() { 8.0 } else { 190.0 };
            let edit = TextEdit::singleline(&mut typing.text)
                .id(id)
                .frame(Frame::NONE)
                .desired_width((ui.available_width() - room).max(80.0))
                .hint_text("Add a line for both of you");
            let response = edit.show(ui).response.response.accessible_name("Add a line for both of you");
            if !typing.text.is_empty() {
                let waits = page.state.continuing.is_none() || response.changed();
                if waits {
                    let mark = ui.label(parts::text("not sent yet", Size::Caption, t.ink_soft));
                    let y = mark.rect.bottom() + 1.0;
                    let points =
                        [mark.rect.left_bottom(), mark.rect.right_bottom()].map(|p| eframe::egui::pos2(p.x, y));
                    ui.painter().extend(eframe::egui::Shape::dashed_line(&points, Stroke::new(1.0, t.edge), 3.0, 2.0));
                }
                kind_ui(ui, &mut page.state.kind);
            }
            response
        })
        .inner
    });
    let response = shown.inner;
    if response.changed() {
        typing.changed(now);
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if response.lost_focus() && !typing.text.trim().is_empty() {
        let text = typing.take();
        page.out.push(enter(page, text));
        page.state.continuing = None;
        page.state.kind = Kind::default();
    } else if response.lost_focus() {
        page.state.continuing = None;
    } else if typing.paused(now) {
        // The words go in, and stay in the field: whoever goes on typing goes on in the same line.
        typing.entered();
        let text = typing.text.clone();
        page.out.push(enter(page, text));
    }
    if entered {
        response.request_focus();
    }
}

fn enter(page: &Page<'_>, text: String) -> Ask {
    let command = match page.state.continuing {
        Some(line) => ListCommand::Reword { line, text, seen: Vec::new() },
        None => ListCommand::Add { text, kind: page.state.kind },
    };
    ask::list(page.peer.id, command)
}

/// What the line is; pressed, it becomes the next of the three.
fn kind_ui(ui: &mut Ui, kind: &mut Kind) {
    if parts::quiet_small(ui, &kind_words(*kind)).on_hover_text("Offer, ask or idea").clicked() {
        *kind = next_kind(*kind);
    }
}

pub(super) fn next_kind(kind: Kind) -> Kind {
    match kind {
        Kind::Idea => Kind::Offer,
        Kind::Offer => Kind::Ask,
        Kind::Ask => Kind::Idea,
    }
}

pub(super) fn kind_words(kind: Kind) -> String {
    match kind {
        Kind::Offer => format!("{} Offer", icon::GIFT),
        Kind::Ask => format!("{} Ask", icon::ASK),
        Kind::Idea => format!("{} Idea", icon::IDEA),
    }
}
