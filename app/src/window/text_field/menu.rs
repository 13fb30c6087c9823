//! The menu under the right button of a text field. What is chosen happens in the next frame, as if its keys were pressed,
//! because a click in a menu takes the focus and the selection.

use super::{super::menu, Turns};
use crate::platform::command;
use eframe::egui::{
    Button, Context, Event, FocusDirection, Id, Key, Modifiers, Popup, PopupCloseBehavior, Response, Ui,
    ViewportCommand, text::CCursorRange, text_edit::TextEditState,
};

/// What the field allows.
#[derive(Clone, Copy)]
pub(in crate::window) struct Can {
    /// It can be written in.
    pub(in crate::window) write: bool,
    /// There is something in it.
    pub(in crate::window) all: bool,
}

#[derive(Clone, PartialEq, Debug)]
enum Chosen {
    Undo,
    Redo,
    Cut,
    Copy,
    /// The system is asked for it; it comes by itself.
    Paste,
    All,
    /// Those words, where the caret is.
    Words(String),
}

/// What was chosen, and what was selected then.
#[derive(Clone)]
struct Wish {
    chosen: Chosen,
    range: Option<CCursorRange>,
}

pub(in crate::window) fn menu_ui(field: &Response, can: Can, turns: impl FnOnce(&Context) -> Turns) {
    let popup = Popup::context_menu(field)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .accessible_name("What can be done with the text");
    let Some(shown) = popup.show(|ui| rows(ui, field.id, can, turns(ui.ctx()))) else { return };
    if let Some(chosen) = shown.inner {
        wish(&field.ctx, field.id, chosen);
    }
}

/// Esc leaves an open menu, and nothing else with it: neither the field nor its form. Before the field is shown.
pub(in crate::window) fn leave_menu(ui: &mut Ui, id: Id) {
    let popup = id.with("popup");
    if Popup::is_id_open(ui.ctx(), popup) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        Popup::close_id(ui.ctx(), popup);
        ui.memory_mut(|memory| {
            // Nor does a dialog that saw it move the focus on.
            memory.move_focus(FocusDirection::None);
            memory.request_focus(id);
        });
    }
}

fn rows(ui: &mut Ui, id: Id, can: Can, turns: Turns) -> Option<Chosen> {
    let range = TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
    let some = range.is_some_and(|range| !range.is_empty()) || selected(ui.ctx(), id).is_some();
    let rows = [
        ("Undo", command!("Z"), can.write && turns.undo, Chosen::Undo),
        ("Redo", command!("Shift Z"), can.write && turns.redo, Chosen::Redo),
        ("Cut", command!("X"), can.write && some, Chosen::Cut),
        ("Copy", command!("C"), some, Chosen::Copy),
        ("Paste", command!("V"), can.write, Chosen::Paste),
        ("Select all", command!("A"), can.all, Chosen::All),
    ];
    let mut chosen = None;
    for (nth, (name, keys, enabled, does)) in rows.into_iter().enumerate() {
        if nth == 2 || nth == 5 {
            ui.separator();
        }
        let row = ui.add_enabled_ui(enabled, |ui| menu::row(ui, Button::new(name).shortcut_text(keys))).inner;
        if row.accessible_name(name).clicked() {
            chosen = Some(does);
        }
    }
    chosen
}

fn selected(ctx: &Context, id: Id) -> Option<CCursorRange> {
    ctx.data(|data| data.get_temp::<Option<CCursorRange>>(id.with("selected"))).flatten()
}

fn wished(id: Id) -> Id {
    id.with("wish")
}

fn wish(ctx: &Context, id: Id, chosen: Chosen) {
    let range = selected(ctx, id);
    if chosen == Chosen::Paste {
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }
    ctx.data_mut(|data| data.insert_temp(wished(id), Some(Wish { chosen, range })));
    ctx.memory_mut(|memory| memory.request_focus(id));
    ctx.request_repaint();
}

/// Has those words written where the caret is.
pub(in crate::window) fn write(ctx: &Context, id: Id, words: String) {
    wish(ctx, id, Chosen::Words(words));
}

/// Has what was chosen happen in the field, which has the focus and is shown next.
pub(super) fn carry_out(ui: &mut Ui, id: Id) {
    let wish = ui.data_mut(|data| data.remove_temp::<Option<Wish>>(wished(id))).flatten();
    let Some(Wish { chosen, range }) = wish else { return };
    if let (Some(range), Some(mut state)) = (range, TextEditState::load(ui.ctx(), id)) {
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), id);
    }
    let key = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let event = match chosen {
        Chosen::Undo => key(Key::Z, Modifiers::COMMAND),
        Chosen::Redo => key(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT),
        Chosen::Cut => Event::Cut,
        Chosen::Copy => Event::Copy,
        Chosen::All => key(Key::A, Modifiers::COMMAND),
        Chosen::Words(words) => Event::Text(words),
        Chosen::Paste => return,
    };
    ui.input_mut(|input| input.events.push(event));
}
