//! The line being written: not in the shared document until its writer finishes it by Enter or Tab, or pauses. Who goes
//! elsewhere leaves it as it is, and nobody else sees it.

use super::{
    ask, icon,
    page::Page,
    parts, several, text_field,
    theme::{self, Size},
};
use crate::platform::command;
use eframe::egui::{
    Align, Frame, Id, Key, Layout, Margin, Rect, Response, Sense, Stroke, TextEdit, Ui, UiBuilder, pos2, vec2,
};
use sideways_core::{
    command::{Command, ListCommand},
    id::{LineId, PeerId},
    snapshot::{Field, Kind, PeerView},
};

/// For so many frames it is followed.
const FOLLOWS: u8 = 10;
/// What stands beside the words that are typed.
const BESIDE: f32 = 230.0;

pub(super) fn new_line_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let t = theme::of(ui);
    let now = ui.input(|input| input.time);
    let peer = page.peer.id;
    // The line that the words became when their writer paused; typing goes on in it.
    let field = page.state.continuing.map_or(Field::NewLine(peer), |line| Field::Reword(peer, line));
    if page.drafts.is_covered(field) {
        page.state.to_new_line = false;
        parts::caption(
            ui,
            concat!("The line that you began is in no list yet, so it is hidden. ", command!("."), " shows it."),
        );
        return;
    }
    let id = field_id(peer);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let border = if focused { Stroke::new(2.0, t.accent) } else { Stroke::NONE };
    let frame = Frame::new().stroke(border).corner_radius(theme::RADIUS).inner_margin(Margin::symmetric(2, 4));
    let sending = page.drafts.is_sending(field);
    let typing = page.drafts.field(field);
    let (response, several) = several::several_ui(ui, id, |ui| {
        let shown = frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                // In the column of the circles above it.
                let (rect, _) = ui.allocate_exact_size(vec2(18.0, 24.0), Sense::hover());
                for (x, y) in [(4.5, 0.0), (0.0, 4.5)] {
                    let ends = [rect.center() - vec2(x, y), rect.center() + vec2(x, y)];
                    ui.painter().line_segment(ends, Stroke::new(1.4, t.ink_soft));
                }
                // As wide empty as full, so that nothing moves with the first letter.
                let room = if ui.available_width() < BESIDE + 160.0 { 8.0 } else { BESIDE };
                let edit = TextEdit::singleline(&mut typing.text)
                    .frame(Frame::NONE)
                    .desired_width((ui.available_width() - room).max(80.0))
                    .hint_text(parts::hint(ui, name));
                text_field::show(ui, id, edit).response.response.accessible_name(name)
            })
            .inner
        });
        shown.inner
    });
    let mut asked = Vec::new();
    let rect = Rect::from_min_max(
        pos2(response.rect.right() + 4.0, response.rect.top()),
        pos2(ui.max_rect().right(), response.rect.bottom()),
    );
    if !typing.text.is_empty() {
        let in_list = sending || page.state.continuing.is_some();
        let beside = Beside { kind: typing.kind, waits: !in_list || !typing.is_as_sent(), left: !focused };
        let beside = match page.state.continuing {
            Some(line) => Beside { kind: kind_of(page.peer, line).unwrap_or_default(), ..beside },
            None => beside,
        };
        let pressed = if rect.width() > 120.0 {
            let layout = Layout::right_to_left(Align::Center);
            let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt("new line beside"));
            beside_ui(&mut child, beside)
        } else {
            ui.horizontal(|ui| beside_ui(ui, beside)).inner
        };
        match pressed {
            Some(Pressed::Kind(kind)) => {
                match page.state.continuing {
                    Some(line) => asked.push(ListCommand::SetKind(line, kind)),
                    None if sending => {}
                    None => {
                        typing.kind = kind;
                        typing.changed(now);
                    }
                }
                // What it is belongs to it: whoever says so goes on writing it.
                response.request_focus();
            }
            Some(Pressed::Add) => asked.extend(end(page, field)),
            None => {}
        }
    }
    follow_ui(ui, page, &response);
    let typing = page.drafts.field(field);
    if response.changed() {
        typing.changed(now);
    }
    if text_field::composes(ui.ctx(), id) {
        // What an input method hasn't finished is nobody's words yet.
        typing.changed(now);
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let entered = response.lost_focus() && pressed(Key::Enter);
    // By the keyboard it is left finished. Whoever clicks elsewhere isn't asked whether it was: it stays as it is.
    let finished = entered || (response.lost_focus() && pressed(Key::Tab));
    if finished && !typing.text.trim().is_empty() {
        asked.extend(end(page, field));
        text_field::forget(ui.ctx(), id);
    } else if response.lost_focus() && !is_pressed_in(ui, rect) {
        typing.leave();
        if typing.text.trim().is_empty() || (page.state.continuing.is_some() && typing.is_as_sent()) {
            typing.give_up();
        }
        page.state.continuing = None;
    } else if typing.paused(now) {
        asked.extend(page.drafts.pause(field));
    }
    if entered {
        response.request_focus();
    }
    page.out.extend(asked.into_iter().map(|command| ask::list(peer, command)));
    if !several.is_empty() {
        let kind = page.drafts.field(field).kind;
        let add = several.into_iter().map(|text| Command::List(peer, ListCommand::Add { text, kind }));
        page.out.push(ask::run(Command::Together(add.collect())));
    }
}

/// The field's id, by which its caret is found.
pub(super) fn field_id(peer: PeerId) -> Id {
    Id::unique(("new line", peer))
}

/// Whether a button of the pointer is down there.
fn is_pressed_in(ui: &Ui, rect: Rect) -> bool {
    ui.input(|input| input.pointer.any_down() && input.pointer.interact_pos().is_some_and(|at| rect.contains(at)))
}

/// The line is finished; what is asked for by it.
fn end(page: &mut Page<'_>, field: Field) -> Option<ListCommand> {
    let as_sent = page.state.continuing.is_some() && page.drafts.field(field).is_as_sent();
    page.state.continuing = None;
    if as_sent {
        page.drafts.field(field).give_up();
        return None;
    }
    page.drafts.finish(field)
}

fn kind_of(peer: &PeerView, line: LineId) -> Option<Kind> {
    let mut lines = peer.list.lines.iter().chain(&peer.list.only_mine);
    lines.find(|it| it.id == line).map(|it| it.kind)
}

/// What I type stays in sight: also where a line was added above it, and where what lies between is only measured on the
/// way there.
fn follow_ui(ui: &Ui, page: &mut Page<'_>, response: &Response) {
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
}

/// What stands beside the words.
#[derive(Clone, Copy)]
struct Beside {
    kind: Kind,
    /// They are in no list yet.
    waits: bool,
    /// Nobody types there just now.
    left: bool,
}

enum Pressed {
    Kind(Kind),
    Add,
}

/// What stands beside the words while there are any: what the line is, that nobody has it yet, and where its writer went
/// elsewhere, what adds it.
fn beside_ui(ui: &mut Ui, it: Beside) -> Option<Pressed> {
    let mut pressed = None;
    if parts::quiet_small(ui, &kind_words(it.kind)).on_hover_text("Offer, ask or idea").clicked() {
        pressed = Some(Pressed::Kind(next_kind(it.kind)));
    }
    if it.waits && it.left && parts::quiet_small(ui, "Add it").clicked() {
        pressed = Some(Pressed::Add);
    }
    if it.waits {
        not_sent_yet(ui);
    }
    pressed
}

/// Says so, with a dashed line.
pub(super) fn not_sent_yet(ui: &mut Ui) {
    let t = theme::of(ui);
    let mark = ui.label(parts::text("not sent yet", Size::Caption, t.ink_soft));
    let y = mark.rect.bottom() - 1.0;
    let points = [mark.rect.left_bottom(), mark.rect.right_bottom()].map(|p| pos2(p.x, y));
    ui.painter().extend(eframe::egui::Shape::dashed_line(&points, Stroke::new(1.0, t.edge), 3.0, 2.0));
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
