//! A dialog over the window: where it stands, what has the focus in it, and whether it is to be closed.

use super::theme;
use eframe::egui::{Align2, Area, Context, FocusDirection, Frame, Id, Margin, Modal, Role, ScrollArea, Ui, Vec2, vec2};

/// Room above and below a dialog: what is said at the foot of the window covers nothing of it.
const AROUND: f32 = 200.0;
/// Where the palette begins, so that its field stays where it is however much is found.
const PALETTE_TOP: f32 = 96.0;

/// What lies between a dialog's edge and what scrolls it.
const EDGE: f32 = 4.0;

/// What lies between a dialog's edge and what stands in it.
fn margin(ctx: &Context) -> i8 {
    if ctx.content_rect().width() < 520.0 { 16 } else { 28 }
}

fn opening() -> Id {
    Id::unique("a dialog opens")
}

/// Whether the dialog that is being drawn was opened just now, and nothing in it has the focus yet. Who asks takes it.
pub(super) fn opens(ui: &Ui) -> bool {
    ui.data_mut(|data| data.remove_temp::<bool>(opening())).unwrap_or(false)
}

/// A dialog of that width; whether it is to be closed.
pub(super) fn modal(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui)) -> bool {
    let height = (ctx.content_rect().height() - AROUND).max(120.0);
    let area = Modal::default_area(Id::unique(name));
    shown(ctx, (name, area), vec2(width, height), |ui, height| {
        // The margin at the right is inside, so that what scrolls stands at the dialog's edge.
        let (inside, margin) = (ui.available_width(), margin(ctx));
        ui.set_width(inside + f32::from(margin) - EDGE);
        let scroll = ScrollArea::vertical().auto_shrink([false, true]).max_height(height);
        scroll.min_scrolled_height(height).show(ui, |ui| {
            ui.set_width(inside);
            add(ui);
        });
    })
}

/// The same with its top always at one place and a height of its own.
pub(super) fn palette(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui, f32)) -> bool {
    let room = ctx.content_rect().height();
    let top = PALETTE_TOP.min(room * 0.1);
    let area = Modal::default_area(Id::unique(name)).anchor(Align2::CENTER_TOP, Vec2::new(0.0, top));
    shown(ctx, (name, area), vec2(width, (room - AROUND).clamp(120.0, 420.0)), |ui, height| {
        let (inside, right) = (ui.available_width(), margin(ctx) - EDGE as i8);
        Frame::new().inner_margin(Margin { right, ..Margin::ZERO }).show(ui, |ui| {
            ui.set_width(inside);
            add(ui, height);
        });
    })
}

fn shown(ctx: &Context, (name, area): (&str, Area), size: Vec2, add: impl FnOnce(&mut Ui, f32)) -> bool {
    let room = ctx.content_rect().size();
    let width = size.x.min(room.x - 72.0).max(220.0);
    let margin = margin(ctx);
    let around = Margin { left: margin, right: EDGE as i8, top: margin, bottom: margin };
    let frame = Frame::popup(&ctx.global_style()).inner_margin(around).corner_radius(theme::RADIUS_FRAME);
    let area = area.role(Role::Dialog).accessible_name(name);
    let dialog = Modal::new(Id::unique(name)).area(area).backdrop_color(theme::scrim(ctx)).frame(frame);
    // Whoever can't see that a dialog opened is in it, unless it put the focus somewhere itself.
    let entered = Id::unique(name).with("entered");
    let pass = ctx.cumulative_pass_nr();
    // The pass in which it was last drawn, and whether anything in it ever had the focus.
    let last = ctx.data(|data| data.get_temp::<(u64, bool)>(entered));
    let drawn = last.is_some_and(|(last, _)| last + 1 >= pass);
    let mut inside = drawn && last.is_some_and(|(_, inside)| inside);
    if drawn && !inside && ctx.memory(|memory| memory.focused()).is_none() {
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        inside = true;
    }
    ctx.data_mut(|data| data.insert_temp(entered, (pass, inside)));
    if !drawn {
        ctx.data_mut(|data| data.insert_temp(opening(), true));
    }
    let shown = dialog.show(ctx, |ui| {
        ui.set_width(width);
        add(ui, size.y);
    });
    ctx.data_mut(|data| data.remove_temp::<bool>(opening()));
    ctx.accesskit_node_builder(Id::unique(name), |node| node.set_modal());
    shown.should_close()
}
