//! The rail: the places, and my peers. On a narrow window icons, or a bar with the same.
//!
//! Its room is taken before the page and filled after it, so that the keyboard begins in the page and comes round to the
//! rail last.

use super::{
    ask::Does,
    ask::{Ask, Dialog, Place},
    icon, menu, parts, places,
    theme::{self, Size},
};
use crate::desk::View;
use crate::platform::command;
use eframe::egui::{
    Align, Align2, Button, Frame, Layout, Margin, Panel, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// How high the bar is.
const BAR: f32 = 44.0;

/// Where the rail is, and as what.
pub(super) struct Room {
    rect: Rect,
    shape: Shape,
}

#[derive(Clone, Copy)]
enum Shape {
    Whole,
    Icons,
    Bar,
}

/// What it is drawn with.
pub(super) struct Shown<'a> {
    pub(super) view: &'a View,
    pub(super) place: Place,
    pub(super) hidden: bool,
    pub(super) out: &'a mut Vec<Ask>,
}

/// Takes the room that the window has for it.
pub(super) fn room(ui: &mut Ui) -> Room {
    let fill = theme::of(ui).rail;
    let width = ui.ctx().content_rect().width();
    let side = |margin, size| {
        let frame = Frame::new().fill(fill).inner_margin(Margin { left: margin, right: margin, top: 16, bottom: 8 });
        Panel::left("rail").exact_size(size).resizable(false).frame(frame)
    };
    let (panel, shape) = if width >= theme::RAIL_FROM {
        (side(8, theme::RAIL_WIDTH), Shape::Whole)
    } else if width >= theme::ICONS_FROM {
        (side(6, theme::ICONS_WIDTH), Shape::Icons)
    } else {
        let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 6));
        (Panel::top("bar").exact_size(BAR).resizable(false).frame(frame), Shape::Bar)
    };
    let rect = panel.show(ui, |ui| ui.max_rect()).inner;
    Room { rect, shape }
}

/// Fills it.
pub(super) fn rail_ui(ui: &mut Ui, room: &Room, shown: &mut Shown<'_>) {
    let builder = UiBuilder::new().max_rect(room.rect).id_salt("rail").layout(Layout::top_down(Align::Min));
    let builder = builder.accessibility_role(Role::Navigation).accessibility_label("Places");
    ui.scope_builder(builder, |ui| match room.shape {
        Shape::Whole => whole_ui(ui, shown),
        Shape::Icons => icons_ui(ui, shown),
        Shape::Bar => bar_ui(ui, shown),
    });
}

/// What shows private things, or hides them.
fn hide_words(hidden: bool) -> &'static str {
    if hidden { "Show private" } else { "Hide private" }
}

fn whole_ui(ui: &mut Ui, shown: &mut Shown<'_>) {
    let place = shown.place;
    ui.spacing_mut().item_spacing.y = 0.0;
    brand(ui);
    ui.add_space(12.0);
    if find(ui).clicked() {
        shown.out.push(Ask::Open(Some(Dialog::Find)));
    }
    ui.add_space(16.0);
    for (name, icon, to) in [("Today", icon::SUN, Place::Today), ("Peers", icon::USERS, Place::Peers)] {
        if places::place(ui, name, Some(icon), place == to).clicked() {
            shown.out.push(Ask::Go(to));
        }
    }
    let foot = 4.0 * theme::PLACE_HEIGHT + 16.0;
    let room = (ui.available_height() - foot).max(theme::ROW_HEIGHT);
    let peers = &shown.view.snapshot.peers;
    let scroll = ScrollArea::vertical().max_height(room).auto_shrink([false, true]);
    scroll.show_rows(ui, theme::ROW_HEIGHT, peers.len(), |ui, rows| {
        for peer in peers.get(rows).unwrap_or_default() {
            if places::place(ui, &peer.name, None, place == Place::Peer(peer.id)).clicked() {
                shown.out.push(Ask::Go(Place::Peer(peer.id)));
            }
        }
    });
    for (name, icon, to) in [
        ("Projects", icon::LAYERS, Place::Projects),
        ("Review", icon::BOOK, Place::Review),
        ("Settings and safety", icon::SHIELD, Place::Settings),
    ] {
        if places::place(ui, name, Some(icon), place == to).clicked() {
            shown.out.push(Ask::Go(to));
        }
    }
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        let words = hide_words(shown.hidden);
        let row = places::action(ui, words, icon::EYE_OFF, shown.hidden);
        key(ui, row.rect, command!("."));
        if row.on_hover_text(command!(".")).clicked() {
            shown.out.push(Ask::Does(Does::Hide));
        }
    });
}

/// A key at the right end of a row.
fn key(ui: &Ui, row: Rect, keys: &str) {
    let faint = theme::of(ui).ink_faint;
    let at = row.right_center() - vec2(10.0, 0.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, keys, Size::Caption.regular(), faint);
}

/// What looks like a field, because pressing it is as good as typing there.
fn find(ui: &mut Ui) -> Response {
    let t = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW_HEIGHT), Sense::click());
    let (fill, edge) = if response.hovered() { (t.hover, t.edge) } else { (t.page, t.line) };
    let stroke = if response.has_focus() { Stroke::new(2.0, t.accent) } else { Stroke::new(1.0, edge) };
    ui.painter().rect(rect, theme::RADIUS, fill, stroke, StrokeKind::Inside);
    let at = pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, icon::SEARCH, Size::Lead.regular(), t.ink_soft);
    let at = pos2(rect.left() + 36.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, "Find anything", Size::Body.regular(), t.ink_faint);
    key(ui, rect, command!("K"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Find anything"));
    response
}

/// The places as icons, for a window with little room beside the page. Each has its name for who listens or hovers.
fn icons_ui(ui: &mut Ui, shown: &mut Shown<'_>) {
    let place = shown.place;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.vertical_centered(places::mark);
    ui.add_space(16.0);
    let find = places::icon_place(ui, "Find anything", icon::SEARCH, false);
    if find.on_hover_text(concat!("Find anything, ", command!("K"))).clicked() {
        shown.out.push(Ask::Open(Some(Dialog::Find)));
    }
    for (name, icon, to) in [
        ("Today", icon::SUN, Place::Today),
        ("Peers", icon::USERS, Place::Peers),
        ("Projects", icon::LAYERS, Place::Projects),
        ("Review", icon::BOOK, Place::Review),
        ("Settings and safety", icon::SHIELD, Place::Settings),
    ] {
        let here = place == to || (to == Place::Peers && matches!(place, Place::Peer(_)));
        if places::icon_place(ui, name, icon, here).on_hover_text(name).clicked() {
            shown.out.push(Ask::Go(to));
        }
    }
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        let words = hide_words(shown.hidden);
        if places::icon_place(ui, words, icon::EYE_OFF, shown.hidden).on_hover_text(words).clicked() {
            shown.out.push(Ask::Does(Does::Hide));
        }
    });
}

/// The places in one row, for a narrow window.
fn bar_ui(ui: &mut Ui, shown: &mut Shown<'_>) {
    let t = theme::of(ui);
    let peers = &shown.view.snapshot.peers;
    let title = match shown.place {
        Place::Today => "Today".to_owned(),
        Place::Peers => "Peers".to_owned(),
        Place::Projects => "Projects".to_owned(),
        Place::Review => "Review".to_owned(),
        Place::Settings => "Settings and safety".to_owned(),
        Place::Peer(id) | Place::HalfHour(id) => {
            peers.iter().find(|peer| peer.id == id).map_or_else(String::new, |peer| peer.name.clone())
        }
    };
    ui.horizontal(|ui| {
        places::mark(ui);
        // As much of a name as there is room for; all of it stands at the top of its page.
        let room = ui.available_width() - 40.0;
        let fits = parts::one_line(ui, &crate::words::visible(&title), Size::Body.strong(), t.ink, room);
        let shown_title = fits.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect::<String>();
        let button = ui.button(parts::strong(shown_title, Size::Body, t.ink));
        let button = button.accessible_name(crate::words::visible(&title));
        menu::under(&button, "Where to go", |ui| {
            let mut go = |ui: &mut Ui, name: &str, ask: Ask| {
                if menu::row(ui, Button::new(crate::words::visible(name))).clicked() {
                    shown.out.push(ask);
                }
            };
            go(ui, "Today", Ask::Go(Place::Today));
            go(ui, "Peers", Ask::Go(Place::Peers));
            for peer in peers {
                go(ui, &peer.name, Ask::Go(Place::Peer(peer.id)));
            }
            go(ui, "Projects", Ask::Go(Place::Projects));
            go(ui, "Review", Ask::Go(Place::Review));
            go(ui, "Find anything", Ask::Open(Some(Dialog::Find)));
            go(ui, "Settings and safety", Ask::Go(Place::Settings));
            go(ui, "Keys", Ask::Open(Some(Dialog::Keys)));
            go(ui, hide_words(shown.hidden), Ask::Does(Does::Hide));
        });
    });
}

fn brand(ui: &mut Ui) {
    let t = theme::of(ui);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        places::mark(ui);
        ui.add_space(2.0);
        ui.label(parts::strong("Sideways", Size::Body, t.ink));
    });
}
