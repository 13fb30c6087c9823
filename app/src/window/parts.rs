//! The pieces that every screen is made of.

use super::{
    text_field,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{
    self, Button, Color32, Frame, Label, Margin, Pos2, Rect, Response, RichText, Role, Sense, Shape, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

/// Text in a size, soft or faint by its colour. Somebody else may have typed it: what could change how it reads is
/// shown instead of obeyed, here, where all text comes by.
pub(super) fn text(text: impl Into<String>, size: Size, color: Color32) -> RichText {
    RichText::new(words::shown(&text.into())).font(size.regular()).line_height(Some(size.line())).color(color)
}

/// Text after one of the program's own line icons. Elsewhere what looks like an icon is somebody's text and is shown as
/// its number, so that nobody else's words can wear one.
pub(super) fn with_icon(icon: &str, text: &str, size: Size, color: Color32) -> RichText {
    RichText::new(format!("{icon}{}", words::shown(text)))
        .font(size.regular())
        .line_height(Some(size.line()))
        .color(color)
}

/// Text in the heavier weight.
pub(super) fn strong(text: impl Into<String>, size: Size, color: Color32) -> RichText {
    RichText::new(words::shown(&text.into())).font(size.strong()).line_height(Some(size.line())).color(color)
}

/// A heading that a screen reader knows as one.
pub(super) fn heading(ui: &mut Ui, words: &str, size: Size, level: usize) -> Response {
    let ink = theme::of(ui).ink;
    let response = ui.add(Label::new(strong(words, size, ink)).wrap());
    as_heading(ui, &response, words, level);
    response
}

/// A heading that is a name: on one line, however long; where it is cut, all of it comes up under the pointer.
pub(super) fn name_heading(ui: &mut Ui, name: &str, size: Size, level: usize) -> Response {
    let ink = theme::of(ui).ink;
    let response = ui.add(Label::new(strong(words::visible(name), size, ink)).truncate());
    as_heading(ui, &response, name, level);
    response
}

fn as_heading(ui: &Ui, response: &Response, words: &str, level: usize) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        // A label says its words as its value; a heading is known by its name.
        node.set_label(crate::words::shown(words));
        node.clear_value();
        node.set_level(level);
    });
}

/// Words on one line, cut where there is no room; then all of them come up under the pointer.
pub(super) fn short(ui: &mut Ui, words: &str, size: Size, color: Color32) -> Response {
    ui.add(Label::new(text(words::visible(words), size, color)).truncate())
}

/// Small print.
pub(super) fn caption(ui: &mut Ui, words: impl Into<String>) -> Response {
    let faint = theme::of(ui).ink_faint;
    ui.add(Label::new(text(words, Size::Caption, faint)).wrap())
}

/// Small print of the program's own, which may begin with an icon.
pub(super) fn icon_caption(ui: &mut Ui, words: &str) -> Response {
    let faint = theme::of(ui).ink_faint;
    ui.add(Label::new(label_text(words, Size::Caption, faint)).wrap())
}

/// The one button of a screen that goes on.
pub(super) fn primary(ui: &mut Ui, label: &str) -> Response {
    let t = theme::of(ui);
    styled(ui, |ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            state.weak_bg_fill = t.accent;
            state.bg_stroke = Stroke::new(1.0, t.accent);
        }
        widgets.hovered.weak_bg_fill = t.accent_hover;
        widgets.active.bg_stroke = Stroke::new(2.0, t.ink);
        let size = Size::Body;
        let shown =
            RichText::new(words::label(label)).font(size.strong()).line_height(Some(size.line())).color(t.on_accent);
        let whole = whole(ui, label, Size::Body.strong());
        ring(ui, |ui| ui.add(Button::new(shown).min_size(vec2(0.0, 32.0)).wrap_mode(whole)))
    })
    .accessible_name(words::spoken(label))
}

/// A button with a border.
pub(super) fn secondary(ui: &mut Ui, label: &str) -> Response {
    let whole = whole(ui, label, Size::Body.regular());
    // With the line that a primary one has, so that both stand on one.
    let size = Size::Body;
    let shown = RichText::new(words::label(label)).font(size.regular()).line_height(Some(size.line()));
    ring(ui, |ui| ui.add(Button::new(shown).min_size(vec2(0.0, 32.0)).wrap_mode(whole)))
        .accessible_name(words::spoken(label))
}

/// What a field shows while it is empty: an example, slanted, so that nobody takes it for what was typed.
pub(super) fn hint(ui: &Ui, words: &str) -> RichText {
    RichText::new(words).italics().color(theme::of(ui).ink_faint)
}

/// Draws something in a style of its own. Not in a room of its own, as a scope would be: where it finds no room in its
/// row, it begins the next.
fn styled(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    let before = ui.style().clone();
    let response = add(ui);
    ui.set_style(before);
    response
}

/// On one line wherever that fits a whole row; else wrapped by words.
fn whole(ui: &Ui, label: &str, font: egui::FontId) -> egui::TextWrapMode {
    let width = one_line(ui, &words::label(label), font, theme::CLEAR, f32::INFINITY).size().x + 28.0;
    if width < ui.max_rect().width() { egui::TextWrapMode::Extend } else { egui::TextWrapMode::Wrap }
}

/// A button that is only words. It begins where text begins; the room to the next one comes after it.
pub(super) fn quiet(ui: &mut Ui, label: &str) -> Response {
    link(ui, label, Size::Body, 32.0)
}

/// A quiet button in small print.
pub(super) fn quiet_small(ui: &mut Ui, label: &str) -> Response {
    link(ui, label, Size::Caption, 24.0)
}

fn link(ui: &mut Ui, label: &str, size: Size, height: f32) -> Response {
    let t = theme::of(ui);
    let shown = styled(ui, |ui| {
        ui.spacing_mut().interact_size.y = height;
        ui.spacing_mut().button_padding = vec2(0.0, 2.0);
        let whole = whole(ui, label, size.regular());
        ring(ui, |ui| ui.add(bare(label_text(label, size, t.accent)).wrap_mode(whole)))
    });
    if ui.layout().main_dir().is_horizontal() {
        ui.add_space(8.0);
    }
    shown.accessible_name(words::spoken(label))
}

/// A name to press: on one line, and where it is cut, whole under the pointer.
pub(super) fn quiet_name(ui: &mut Ui, name: &str) -> Response {
    let t = theme::of(ui);
    let cut = one_line(ui, &words::visible(name), Size::Body.regular(), t.accent, ui.available_width()).elided;
    let shown = styled(ui, |ui| {
        ui.spacing_mut().button_padding = vec2(0.0, 2.0);
        ring(ui, |ui| ui.add(bare(text(words::visible(name), Size::Body, t.accent)).truncate()))
    });
    let named = shown.accessible_name(words::visible(name));
    if cut { named.on_hover_text(words::visible(name)) } else { named }
}

/// A way to reach somebody: its icon, and the words after it on one line, cut where there is no room.
pub(super) fn quiet_way(ui: &mut Ui, icon: &str, words: &str) -> Response {
    let t = theme::of(ui);
    let shown = styled(ui, |ui| {
        ui.spacing_mut().interact_size.y = 28.0;
        ui.spacing_mut().button_padding = vec2(0.0, 2.0);
        let label = with_icon(icon, &format!(" {}", words::visible(words)), Size::Body, t.accent);
        ring(ui, |ui| ui.add(bare(label).wrap_mode(egui::TextWrapMode::Truncate)))
    });
    shown.accessible_name(words::visible(words))
}

/// The quiet button that changes nothing: in a dialog that just opened it has the focus, so that a key pressed too early
/// does no harm.
pub(super) fn calm(ui: &mut Ui, label: &str) -> Response {
    let pressed = quiet(ui, label);
    if super::modal::opens(ui) {
        pressed.request_focus();
    }
    pressed
}

/// A quiet button whose key stands beside it.
pub(super) fn quiet_soft(ui: &mut Ui, words: &str, keys: &str) -> Response {
    let t = theme::of(ui);
    let button =
        Button::new(label_text(words, Size::Body, t.ink_soft)).right_text(text(keys, Size::Caption, t.ink_faint));
    ring(ui, |ui| ui.add(button.fill(theme::CLEAR).stroke(Stroke::NONE).wrap_mode(egui::TextWrapMode::Extend)))
}

/// Words on one line as they are drawn, cut with an ellipsis where there is no room.
pub(super) fn one_line(
    ui: &Ui,
    words: &str,
    font: egui::FontId,
    color: Color32,
    width: f32,
) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(words.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The program's own words, which may begin with an icon.
pub(super) fn label_text(label: &str, size: Size, color: Color32) -> RichText {
    RichText::new(words::label(label)).font(size.regular()).line_height(Some(size.line())).color(color)
}

fn bare(words: RichText) -> Button<'static> {
    Button::new(words).fill(theme::CLEAR).stroke(Stroke::NONE)
}

/// Draws the focus ring around what has the keyboard's focus.
fn ring(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    let response = add(ui);
    if response.has_focus() {
        let t = theme::of(ui);
        let rect = response.rect.expand2(vec2(4.0, 2.0));
        ui.painter().rect_stroke(rect, theme::RADIUS_FRAME_INNER, Stroke::new(2.0, t.accent), StrokeKind::Outside);
    }
    response
}

/// A field of one line, with its label above.
pub(super) fn field(ui: &mut Ui, label: &str, value: &mut String, hint: &str, width: f32) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = caption(ui, label);
        let id = ui.make_persistent_id(("field", label));
        line_field(ui, id, value, hint, width).labelled_by(name.id)
    })
    .inner
}

/// A field of one line that something else names. It keeps its name for the program where things come and go around it,
/// so that whoever types in it goes on typing.
pub(super) fn bare_field(ui: &mut Ui, value: &mut String, hint: &str, width: f32) -> Response {
    let id = ui.make_persistent_id(("field", hint));
    line_field(ui, id, value, hint, width)
}

/// The same under a name of the caller's.
pub(super) fn line_field(ui: &mut Ui, id: egui::Id, value: &mut String, hint: &str, width: f32) -> Response {
    let hint = self::hint(ui, hint);
    let edit = TextEdit::singleline(value).hint_text(hint).desired_width(width).margin(Margin::symmetric(11, 8));
    text_field::show(ui, id, edit).response.response
}

/// A field of several lines that something else names.
pub(super) fn lines_field(ui: &mut Ui, value: &mut String, hint: &str, name: &str) -> Response {
    let id = ui.make_persistent_id(("lines", name));
    let hint = self::hint(ui, hint);
    let edit = TextEdit::multiline(value).desired_rows(2).desired_width(f32::INFINITY).hint_text(hint);
    text_field::show(ui, id, edit).response.response
}

/// A tag: a word in a hairline.
pub(super) fn tag(ui: &mut Ui, words: &str) -> Response {
    let soft = theme::of(ui).ink_soft;
    framed(ui, text(words, Size::Caption, soft))
}

/// A tag of the program's own, which may begin with an icon.
pub(super) fn icon_tag(ui: &mut Ui, words: &str) -> Response {
    let soft = theme::of(ui).ink_soft;
    framed(ui, label_text(words, Size::Caption, soft))
}

fn framed(ui: &mut Ui, words: RichText) -> Response {
    let t = theme::of(ui);
    let frame = Frame::new().stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS_TAG);
    // In a row of its own, or it would be as high as the row it stands in.
    let shown = frame.inner_margin(Margin::symmetric(6, 1)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        ui.set_max_height(16.0);
        ui.add(Label::new(words).extend())
    });
    shown.inner
}

/// A card on the page.
pub(super) fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    card_within(ui, 20, add)
}

/// The same with that margin inside.
pub(super) fn card_within<R>(ui: &mut Ui, margin: i8, add: impl FnOnce(&mut Ui) -> R) -> R {
    let t = theme::of(ui);
    let frame = Frame::new().fill(t.sheet).stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS_CARD);
    frame.inner_margin(margin).show(ui, add).inner
}

/// What is shared: a double line with a name in its top edge, so that the difference is a shape before it is a
/// colour.
pub(super) fn shared_frame<R>(ui: &mut Ui, plate: &str, under: Color32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let t = theme::of(ui);
    ui.add_space(13.0);
    let outer = Frame::new().stroke(Stroke::new(1.0, t.accent)).corner_radius(theme::RADIUS_FRAME).inner_margin(4);
    let shown = outer.show(ui, |ui| {
        let inner =
            Frame::new().fill(t.sheet).stroke(Stroke::new(1.0, t.accent)).corner_radius(theme::RADIUS_FRAME_INNER);
        // The border is there for ears as well.
        let group = egui::UiBuilder::new().accessibility_role(Role::Group).accessibility_label(words::shown(plate));
        inner
            .inner_margin(Margin { left: 16, right: 16, top: 20, bottom: 12 })
            .show(ui, |ui| ui.scope_builder(group, add).inner)
            .inner
    });
    let words = format!("{}  {}", super::icon::USERS, words::visible(plate));
    // A long name ends before the corner.
    let room = (shown.response.rect.width() - 64.0).max(40.0);
    let galley = one_line(ui, &words, Size::Body.strong(), t.accent, room);
    let left = shown.response.rect.left_top() + vec2(20.0, 0.0);
    let plate = Rect::from_min_size(left - vec2(0.0, 10.0), vec2(galley.size().x + 24.0, 20.0));
    ui.painter().rect_filled(plate, 0.0, under);
    ui.painter().galley(plate.min + vec2(12.0, (plate.height() - galley.size().y) / 2.0), galley, t.accent);
    shown.inner
}

/// How a state dot is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dot {
    Open,
    Half,
    Done,
}

/// A dot to press: open, half, done.
pub(super) fn dot(ui: &mut Ui, dot: Dot, name: &str) -> Response {
    let t = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 28.0), Sense::click());
    let (center, radius) = (rect.center(), 7.5);
    let painter = ui.painter();
    match dot {
        Dot::Open => drop(painter.circle_stroke(center, radius, Stroke::new(1.5, t.edge))),
        Dot::Half => {
            painter.circle_stroke(center, radius, Stroke::new(1.5, t.accent));
            let half = (0..=12).map(|step| {
                let angle = std::f32::consts::FRAC_PI_2 + std::f32::consts::PI * step as f32 / 12.0;
                center + vec2(angle.cos(), angle.sin()) * 5.0
            });
            painter.add(Shape::convex_polygon(half.collect(), t.accent, Stroke::NONE));
        }
        Dot::Done => {
            painter.circle_filled(center, radius, t.ink_faint);
            let tick: Vec<Pos2> = [(-3.2, 0.2), (-0.8, 2.6), (3.4, -2.4)].map(|(x, y)| center + vec2(x, y)).to_vec();
            painter.add(Shape::line(tick, Stroke::new(1.8, t.sheet)));
        }
    }
    if response.has_focus() {
        ui.painter().circle_stroke(center, radius + 3.0, Stroke::new(2.0, t.accent));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::visible(name)));
    response
}

/// A hairline across.
pub(super) fn rule(ui: &mut Ui) {
    let t = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, t.line));
}

/// What goes on, at the foot of a page or a dialog: in sight also where there is more above it than fits.
pub(super) fn foot<R>(ui: &mut Ui, name: &str, under: Color32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = egui::Id::unique(("foot", name));
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(theme::ROW_HEIGHT);
    let (start, clip) = (ui.cursor().left_top(), ui.clip_rect());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let top = start.y.min(clip.bottom() - height - 8.0).max(clip.top());
    let shown = Rect::from_min_size(pos2(rect.left(), top), rect.size());
    if top < start.y - 1.0 {
        let behind = shown.expand2(vec2(4.0, 8.0));
        ui.painter().rect_filled(behind, 0.0, under);
        ui.painter().hline(behind.x_range(), behind.top(), Stroke::new(1.0, theme::of(ui).line));
    }
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(shown).id_salt(name));
    let inner = child.horizontal_wrapped(add).inner;
    let now = child.min_rect().height();
    if (now - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_repaint();
    }
    inner
}

/// A column in the middle of a wide window.
pub(super) fn centred(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let width = ui.available_width().min(theme::COLUMN_WIDTH);
    let left = (ui.available_width() - width) / 2.0;
    ui.horizontal_top(|ui| {
        ui.add_space(left);
        ui.vertical(|ui| {
            ui.set_width(width - 8.0);
            add(ui);
        });
    });
}
