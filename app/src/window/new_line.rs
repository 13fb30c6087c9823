//! The line being written: not in the shared document until its writer leaves it, presses Enter, or pauses.

use super::{
    ask::{self, Ask},
    icon, parts,
    peer_page::Page,
    theme::{self, Size},
};
use eframe::egui::{Align, Frame, Key, Layout, Margin, Stroke, TextEdit, Ui, UiBuilder, pos2, vec2};
use sideways_core::{
    command::ListCommand,
    snapshot::{Field, Kind},
};

/// For so many frames it is followed.
const FOLLOWS: u8 = 10;
/// What stands beside the words that are typed.
const BESIDE: f32 = 190.0;

pub(super) fn new_line_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let t = theme::of(ui);
    let now = ui.input(|input| input.time);
    let field = Field::NewLine(page.peer.id);
    if page.drafts.is_covered(field) {
        page.state.to_new_line = false;
        parts::caption(ui, "The line that you began is in no list yet, so it is hidden. Ctrl . shows it.");
        return;
    }
    let id = eframe::egui::Id::unique(("new line", page.peer.id));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let border = if focused { Stroke::new(2.0, t.accent) } else { Stroke::NONE };
    let frame = Frame::new().stroke(border).corner_radius(theme::RADIUS).inner_margin(Margin::symmetric(2, 4));
    let typing = page.drafts.field(field);
    let shown = frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            // In the column of the circles above it.
            let (rect, _) = ui.allocate_exact_size(vec2(18.0, 24.0), eframe::egui::Sense::hover());
            for (x, y) in [(4.5, 0.0), (0.0, 4.5)] {
                let ends = [rect.center() - vec2(x, y), rect.center() + vec2(x, y)];
                ui.painter().line_segment(ends, Stroke::new(1.4, t.ink_soft));
            }
            // As wide empty as full, so that nothing moves with the first letter.
            let room = if ui.available_width() < BESIDE + 160.0 { 8.0 } else { BESIDE };
            let edit = TextEdit::singleline(&mut typing.text)
                .id(id)
                .frame(Frame::NONE)
                .desired_width((ui.available_width() - room).max(80.0))
                .hint_text(parts::hint(ui, name));
            edit.show(ui).response.response.accessible_name(name)
        })
        .inner
    });
    let response = shown.inner;
    if !typing.text.is_empty() {
        let waits = page.state.continuing.is_none() || response.changed();
        let beside = eframe::egui::Rect::from_min_max(
            pos2(shown.response.rect.right() - BESIDE, shown.response.rect.top()),
            shown.response.rect.right_bottom() - vec2(6.0, 0.0),
        );
        let kind = &mut page.state.kind;
        if response.rect.right() <= beside.left() + 8.0 {
            let layout = Layout::right_to_left(Align::Center);
            let mut child = ui.new_child(UiBuilder::new().max_rect(beside).layout(layout).id_salt("new line beside"));
            beside_ui(&mut child, kind, waits);
        } else {
            ui.horizontal(|ui| beside_ui(ui, kind, waits));
        }
    }
    // What I type stays in sight: also where a line was added above it, and where what lies between is only measured on the
    // way there.
    let lines = page.peer.list.lines.len();
    let grew = std::mem::replace(&mut page.state.lines_before, lines) != lines;
    if std::mem::take(&mut page.state.to_new_line) {
        response.request_focus();
        page.state.follow = FOLLOWS;
    } else if response.has_focus() && (response.changed() || grew) {
        page.state.follow = FOLLOWS;
    }
    if page.state.follow > 0 {
        // Not only until it is in sight: what is measured on the way may push it out again.
        page.state.follow -= 1;
        let sight = ui.clip_rect().shrink(4.0).y_range();
        if !(sight.contains(response.rect.top()) && sight.contains(response.rect.bottom())) {
            response.scroll_to_me(Some(Align::Center));
        }
        ui.ctx().request_repaint();
    }
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

/// What stands beside the words while there are any: what the line is, and that nobody has it yet.
fn beside_ui(ui: &mut Ui, kind: &mut Kind, waits: bool) {
    let t = theme::of(ui);
    kind_ui(ui, kind);
    if waits {
        let mark = ui.label(parts::text("not sent yet", Size::Caption, t.ink_soft));
        let y = mark.rect.bottom() - 1.0;
        let points = [mark.rect.left_bottom(), mark.rect.right_bottom()].map(|p| pos2(p.x, y));
        ui.painter().extend(eframe::egui::Shape::dashed_line(&points, Stroke::new(1.0, t.edge), 3.0, 2.0));
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
