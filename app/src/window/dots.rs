//! A year of half hours as a line of dots: met, moved, let go, planned. It describes my habit and counts nothing.

use super::{
    parts,
    theme::{self, Size, Tokens},
};
use crate::words;
use eframe::egui::{Align2, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::{ToSpan, civil::Date};
use sideways_core::{
    method::{self, Dot, DotKind},
    snapshot::{Every, PeerView},
};

const RADIUS: f32 = 4.5;
const ROW: f32 = 36.0;
const SCALE: f32 = 28.0;

/// From which day to which a picture goes.
struct Span {
    from: Date,
    days: f32,
    left: f32,
    right: f32,
}

impl Span {
    fn new(today: Date, rect: Rect) -> Self {
        let (from, to) = method::year_span(today);
        Self { from, days: between(from, to), left: rect.left() + RADIUS + 1.0, right: rect.right() - RADIUS - 1.0 }
    }

    fn x(&self, on: Date) -> f32 {
        self.left + (self.right - self.left) * (between(self.from, on) / self.days).clamp(0.0, 1.0)
    }
}

fn between(from: Date, to: Date) -> f32 {
    from.until(to).map_or(0.0, |span| span.get_days() as f32)
}

/// One peer's year, small, with its two ends named.
pub(super) fn year_ui(ui: &mut Ui, dots: &[Dot], told: &str, today: Date) {
    let t = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, told));
    let span = Span::new(today, rect);
    line(ui.painter(), t, &span, rect.top() + 8.0, dots);
    let (from, to) = method::year_span(today);
    let named = |on: Date| on.strftime("%b %Y").to_string();
    let below = rect.top() + 18.0;
    let font = Size::Caption.regular();
    ui.painter().text(pos2(rect.left(), below), Align2::LEFT_TOP, named(from), font.clone(), t.ink_faint);
    ui.painter().text(pos2(rect.right(), below), Align2::RIGHT_TOP, named(to), font, t.ink_faint);
    response.on_hover_text(told);
}

/// Everybody's year, one under the other, with the months above and today as a rule. Gives the room it took.
pub(super) fn everybody_ui(ui: &mut Ui, peers: &[&PeerView], today: Date) -> Rect {
    let t = theme::of(ui);
    let names = if ui.available_width() < 480.0 { 84.0 } else { 136.0 };
    let height = SCALE + ROW * peers.len() as f32 + 20.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let room = Rect::from_min_max(pos2(rect.left() + names, rect.top()), rect.max);
    let span = Span::new(today, room);
    months(ui.painter(), t, &span, rect.top());
    let rule = span.x(today);
    ui.painter().vline(rule, rect.top() + SCALE - 6.0..=rect.bottom() - 18.0, Stroke::new(1.0, t.accent));
    let below = pos2(rule.clamp(rect.left() + 20.0, rect.right() - 20.0), rect.bottom() - 16.0);
    ui.painter().text(below, Align2::CENTER_TOP, "today", Size::Caption.strong(), t.accent);
    for (nth, peer) in peers.iter().enumerate() {
        let y = rect.top() + SCALE + ROW * (nth as f32 + 0.5);
        let row = Rect::from_min_size(pos2(rect.left(), y - ROW / 2.0), vec2(rect.width(), ROW));
        let dots = method::year(peer, today);
        let response = ui.interact(row, ui.scope_id().with(("year", peer.id)), Sense::hover());
        let told = format!("{}: {}", peer.name, method::year_as_sentences(&dots, words::as_of(today)));
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words::shown(&told)));
        let name = words::called(&peer.name);
        let galley = parts::one_line(ui, &name, Size::Body.regular(), t.ink, names - 8.0);
        let (width, half) = (galley.size().x, galley.size().y / 2.0);
        ui.painter().galley(pos2(rect.left(), y - half), galley, t.ink);
        let every = peer.every.map_or("", rhythm);
        let left = names - width - 16.0;
        if left > 30.0 {
            let galley = parts::one_line(ui, every, Size::Caption.regular(), t.ink_faint, left);
            let at = pos2(rect.left() + width + 6.0, y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, t.ink_faint);
        }
        line(ui.painter(), t, &span, y, &dots);
    }
    rect
}

/// What the dots mean.
pub(super) fn legend_ui(ui: &mut Ui) {
    let t = theme::of(ui);
    for (kind, words) in
        [(DotKind::Met, "met"), (DotKind::Moved, "moved"), (DotKind::LetGo, "skipped"), (DotKind::Planned, "planned")]
    {
        // A dot and its word stay together where the row breaks.
        let word = parts::one_line(ui, words, Size::Caption.regular(), t.ink_faint, f32::INFINITY);
        let (rect, shown) = ui.allocate_exact_size(vec2(22.0 + word.size().x, 20.0), Sense::hover());
        dot(ui.painter(), t, rect.left_center() + vec2(7.0, 0.0), kind);
        ui.painter().galley(rect.left_center() + vec2(22.0, -word.size().y / 2.0), word, t.ink_faint);
        shown.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, words));
    }
}

fn rhythm(every: Every) -> &'static str {
    match every {
        Every::Month => "monthly",
        Every::Quarter => "quarterly",
        Every::Weeks(_) => "",
    }
}

fn months(painter: &Painter, t: &Tokens, span: &Span, top: f32) {
    let mut first = span.from.first_of_month();
    let mut free = f32::NEG_INFINITY;
    for _ in 0..16 {
        let middle = first.saturating_add(15.days());
        let x = span.x(middle);
        if middle >= span.from && x < span.right - 8.0 && x - free > 32.0 {
            let name = first.strftime("%b").to_string();
            painter.text(pos2(x, top), Align2::CENTER_TOP, name, Size::Caption.regular(), t.ink_faint);
            free = x;
        }
        first = first.saturating_add(1.month());
    }
}

fn line(painter: &Painter, t: &Tokens, span: &Span, y: f32, dots: &[Dot]) {
    painter.hline(span.left..=span.right, y, Stroke::new(1.0, t.line));
    for it in dots {
        dot(painter, t, pos2(span.x(it.on), y), it.kind);
    }
}

fn dot(painter: &Painter, t: &Tokens, at: Pos2, kind: DotKind) {
    match kind {
        DotKind::Met => drop(painter.circle_filled(at, RADIUS, t.ink_soft)),
        DotKind::Moved => {
            painter.circle_filled(at, RADIUS, t.page);
            painter.circle_stroke(at, RADIUS - 0.5, Stroke::new(1.5, t.ink_soft));
        }
        DotKind::LetGo => drop(painter.hline(at.x - RADIUS..=at.x + RADIUS, at.y, Stroke::new(2.5, t.ink_faint))),
        DotKind::Planned => {
            painter.circle_filled(at, RADIUS + 0.5, t.page);
            painter.circle_stroke(at, RADIUS, Stroke::new(1.5, t.accent));
            painter.circle_filled(at, 1.8, t.accent);
        }
    }
}
