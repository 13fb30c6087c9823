//! The thing that a search led to: brought in sight, and marked with a quiet background until something else is clicked.

use super::{
    ask::{Ask, Mark, Place},
    theme,
};
use eframe::egui::{Align, Context, Id, Rect, Role, Shape, Ui, UiBuilder, style::ScrollAnimation, vec2};
use sideways_core::{
    id::PeerId,
    search::{Found, Part},
};

/// For so many frames more it is brought in sight, once it is drawn: rows above it may still find their height.
const SETTLES: u8 = 6;
/// So many frames it may take until it is drawn, where it stands far down a long list.
const APPEARS: u8 = 200;

/// What the marked thing is called for whoever listens.
const FOUND: &str = "What you searched for";

/// The mark as it is shown.
#[derive(Clone, Copy)]
struct Shown {
    mark: Mark,
    /// Where it was drawn.
    place: Option<Rect>,
    /// For how many frames more it is brought in sight.
    seek: u8,
}

/// What opens the very thing that was found.
pub(super) fn leads_to(found: &Found) -> Ask {
    let place = found.peer.map_or(Place::Projects, Place::Peer);
    // Every kind of id is written alike.
    let id = found.id.parse::<PeerId>().ok();
    id.map_or(Ask::Go(place), |id| Ask::Show(place, Mark { part: found.part, id: id.0 }))
}

fn key() -> Id {
    Id::unique("what was searched for")
}

fn shown(ctx: &Context) -> Option<Shown> {
    ctx.data(|data| data.get_temp::<Option<Shown>>(key())).flatten()
}

fn show(ctx: &Context, shown: Option<Shown>) {
    ctx.data_mut(|data| data.insert_temp(key(), shown));
}

/// Marks a thing, to be brought in sight where it is drawn.
pub(super) fn set(ctx: &Context, mark: Mark) {
    show(ctx, Some(Shown { mark, place: None, seek: APPEARS }));
    ctx.request_repaint();
}

/// Marks nothing any more.
pub(super) fn clear(ctx: &Context) {
    if shown(ctx).is_some() {
        show(ctx, None);
    }
}

/// Lets the mark go where something else is clicked.
pub(super) fn let_go(ctx: &Context) {
    let Some(it) = shown(ctx) else { return };
    let pressed = ctx.input(|input| input.pointer.any_pressed().then(|| input.pointer.interact_pos()).flatten());
    if let (Some(at), Some(place)) = (pressed, it.place)
        && !place.contains(at)
    {
        show(ctx, None);
    } else if it.place.is_none() && it.seek > 0 {
        // It isn't drawn yet; where it never is, this ends.
        show(ctx, Some(Shown { seek: it.seek - 1, ..it }));
        ctx.request_repaint();
    }
}

/// The id of the thing of that kind that is marked.
pub(super) fn marked(ui: &Ui, part: Part) -> Option<[u8; 16]> {
    shown(ui.ctx()).filter(|it| it.mark.part == part).map(|it| it.mark.id)
}

/// The same as long as it isn't in sight: what is folded opens for it, and a long list goes to it.
pub(super) fn sought(ui: &Ui, part: Part) -> Option<[u8; 16]> {
    shown(ui.ctx()).filter(|it| it.mark.part == part && it.seek > 0).map(|it| it.mark.id)
}

/// Draws a thing that can be searched for; where it is the one, on the quiet background.
pub(super) fn around<R>(ui: &mut Ui, part: Part, id: [u8; 16], add: impl FnOnce(&mut Ui) -> R) -> R {
    if marked(ui, part) != Some(id) {
        return add(ui);
    }
    let behind = ui.painter().add(Shape::Noop);
    // The background is there for ears as well.
    let group = UiBuilder::new().accessibility_role(Role::Group).accessibility_label(FOUND);
    let drawn = ui.scope_builder(group, add);
    let place = drawn.response.rect.expand2(vec2(6.0, 3.0));
    ui.painter().set(behind, Shape::rect_filled(place, theme::RADIUS, theme::of(ui).selected));
    if let Some(it) = shown(ui.ctx()) {
        let seek = it.seek.min(SETTLES);
        if seek > 0 {
            ui.scroll_to_rect_animation(place, Some(Align::Center), ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
        show(ui.ctx(), Some(Shown { place: Some(place), seek: seek.saturating_sub(1), ..it }));
    }
    drawn.inner
}
