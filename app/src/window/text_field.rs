//! A text field, with what every text field has: an undo of its own that comes first, a menu under the right button, and
//! an input method that nothing disturbs. Every field of the window is shown here, so that none lacks any of it.

mod menu;

pub(super) use menu::{leave_menu, write};

use eframe::egui::{
    Context, Event, FontSelection, Galley, Id, ImeEvent, Key, Modifiers, PointerButton, Response, TextBuffer, TextEdit,
    Ui,
    text::{CCursor, CCursorRange, CharIndex, LayoutJob},
    text_edit::{TextEditOutput, TextEditState},
};
use sideways_core::legible::hides;
use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

/// Backwards, or forwards again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Turn {
    Undo,
    Redo,
}

/// Whether a field has something to undo, and to redo.
#[derive(Clone, Copy, Default)]
pub(super) struct Turns {
    pub(super) undo: bool,
    pub(super) redo: bool,
}

/// A text field under that name. Its text is the caller's.
pub(super) fn show(ui: &mut Ui, id: Id, edit: TextEdit<'_>) -> TextEditOutput {
    begin(ui, id);
    let turn = pressed(ui, id);
    let (mut out, text) = edit.id(id).show_returning_text(ui);
    let response = &mut out.response.response;
    keep_selection(ui, response);
    let before = ui.data(|data| data.get_temp::<u64>(held(id)));
    if let Some(turn) = turn
        && before == Some(hash(text.as_str()))
        && !turned(ui.ctx(), response, text, turn)
    {
        goes_further(ui.ctx(), turn);
    }
    if !response.changed() && before.is_some_and(|before| before != hash(text.as_str())) {
        // The program itself wrote there: what stood there before was entered, and doesn't come back.
        forget(ui.ctx(), id);
    }
    ui.data_mut(|data| data.insert_temp(held(id), hash(text.as_str())));
    let can = menu::Can { write: text.is_mutable(), all: !text.as_str().is_empty() };
    let turns = |ctx: &Context| turns(ctx, id, text.as_str());
    menu::menu_ui(response, can, turns);
    end(ui, id);
    out
}

/// A text field whose undo is the caller's own; [`begin`] comes before that. `turns` is what it would find.
pub(super) fn show_own(ui: &mut Ui, id: Id, edit: TextEdit<'_>, turns: Turns) -> TextEditOutput {
    let (mut out, text) = edit.id(id).show_returning_text(ui);
    let response = &mut out.response.response;
    keep_selection(ui, response);
    let can = menu::Can { write: text.is_mutable(), all: !text.as_str().is_empty() };
    menu::menu_ui(response, can, |_| turns);
    end(ui, id);
    out
}

/// The text of a field that somebody else writes in too. A character that can't be seen for what it is takes the place
/// of one that can, one for one, so that the caret stays where it is.
pub(super) fn laid_out(ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
    let plain = |c: char| if hides(c) && c != '\n' { '¤' } else { c };
    let font = FontSelection::default().resolve(ui.style());
    let color = ui.visuals().override_text_color.unwrap_or_else(|| ui.visuals().widgets.inactive.text_color());
    let text: String = text.chars().map(plain).collect();
    let job = if width.is_finite() {
        LayoutJob::simple(text, font, color, width)
    } else {
        LayoutJob::simple_singleline(text, font, color)
    };
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// What was chosen in the menu of the field happens, as if its keys were pressed. Before the field is shown.
pub(super) fn begin(ui: &mut Ui, id: Id) {
    leave_menu(ui, id);
    if ui.memory(|memory| memory.has_focus(id)) {
        menu::carry_out(ui, id);
    }
}

/// Notes how far the input method is. After the field was shown.
pub(super) fn end(ui: &Ui, id: Id) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        if composes(ui.ctx(), id) {
            ui.data_mut(|data| data.insert_temp(composing(), None::<Id>));
        }
        return;
    }
    if let Some(unfinished) = preedit(ui) {
        ui.data_mut(|data| data.insert_temp(composing(), unfinished.then_some(id)));
    }
}

/// Whether an input method is at work in that field: some of its letters aren't chosen yet.
pub(super) fn composes(ctx: &Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<Option<Id>>(composing())).flatten() == Some(id)
}

/// Whether letters of this frame leave the input method's text unfinished, or finish it; nothing where it said nothing.
pub(super) fn preedit(ui: &Ui) -> Option<bool> {
    ui.input(|input| {
        let mut said = input.events.iter().filter_map(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => Some(!text.is_empty()),
            Event::Ime(ImeEvent::Commit(_)) => Some(false),
            _ => None,
        });
        said.next_back()
    })
}

/// What was in the field was entered: undo doesn't bring it back.
pub(super) fn forget(ctx: &Context, id: Id) {
    if let Some(mut state) = TextEditState::load(ctx, id) {
        state.clear_undoer();
        state.store(ctx, id);
    }
    ctx.data_mut(|data| data.remove_temp::<u64>(held(id)));
}

/// Selects all of a field that is about to have the caret.
pub(super) fn select_all(ctx: &Context, id: Id, text: &str) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(CharIndex(0)), CCursor::new(CharIndex(text.chars().count())));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, id);
}

/// Undo or redo that found nothing more in its field goes on to what was done before.
pub(super) fn goes_further(ctx: &Context, turn: Turn) {
    ctx.data_mut(|data| data.insert_temp(further(), Some(turn)));
}

/// What was pressed in a field and goes further than it.
pub(super) fn went_further(ctx: &Context) -> Option<Turn> {
    ctx.data_mut(|data| data.remove_temp::<Option<Turn>>(further())).flatten()
}

/// Whether undo or redo was pressed in that field.
fn pressed(ui: &Ui, id: Id) -> Option<Turn> {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => turn_of(*key, *modifiers),
            _ => None,
        })
    })
}

/// What those keys mean in every field.
fn turn_of(key: Key, modifiers: Modifiers) -> Option<Turn> {
    let with = |wanted: Modifiers| modifiers.matches_logically(wanted);
    match key {
        Key::Z if modifiers.shift && with(Modifiers::SHIFT | Modifiers::COMMAND) => Some(Turn::Redo),
        Key::Y if with(Modifiers::COMMAND) => Some(Turn::Redo),
        Key::Z if with(Modifiers::COMMAND) => Some(Turn::Undo),
        _ => None,
    }
}

/// Goes back to where other words stood: the caret alone is nothing to undo. Whether there were any.
fn turned(ctx: &Context, response: &mut Response, text: &mut dyn TextBuffer, turn: Turn) -> bool {
    let Some(mut state) = TextEditState::load(ctx, response.id) else { return false };
    let mut undoer = state.undoer();
    let mut now = (state.cursor.char_range().unwrap_or_default(), text.as_str().to_owned());
    loop {
        let found = match turn {
            Turn::Undo => undoer.undo(&now),
            Turn::Redo => undoer.redo(&now),
        };
        let Some((range, words)) = found.cloned() else { return false };
        now.0 = range;
        if words != now.1 {
            text.replace_with(&words);
            state.cursor.set_char_range(Some(range));
            state.set_undoer(undoer);
            state.store(ctx, response.id);
            response.mark_changed();
            return true;
        }
    }
}

/// What the field's own undo would find. Looked at only for its menu: an undo holds every text that it knows.
fn turns(ctx: &Context, id: Id, text: &str) -> Turns {
    let Some(state) = TextEditState::load(ctx, id) else { return Turns::default() };
    let undoer = state.undoer();
    let other = |turn: Turn| {
        let (mut undoer, mut now) = (undoer.clone(), (state.cursor.char_range().unwrap_or_default(), text.to_owned()));
        loop {
            let found = match turn {
                Turn::Undo => undoer.undo(&now).cloned(),
                Turn::Redo => undoer.redo(&now).cloned(),
            };
            match found {
                None => return false,
                Some((_, words)) if words != now.1 => return true,
                Some((range, _)) => now.0 = range,
            }
        }
    };
    Turns { undo: other(Turn::Undo), redo: other(Turn::Redo) }
}

/// The right button leaves the selection as it is: what is chosen in its menu is about that.
fn keep_selection(ui: &Ui, response: &Response) {
    let (ctx, id) = (ui.ctx(), response.id);
    let selected = id.with("selected");
    let load = || TextEditState::load(ctx, id);
    let (down, pressed, released) = ui.input(|input| {
        let pointer = &input.pointer;
        let right = PointerButton::Secondary;
        (pointer.button_down(right), pointer.button_pressed(right), pointer.button_released(right))
    });
    if response.context_menu_opened() && !pressed {
        // A click in the menu takes the focus, and with it what the field shows as selected.
        return;
    }
    if !(down || released) {
        // As it is before any press.
        let range = load().and_then(|state| state.cursor.char_range()).filter(|range| !range.is_empty());
        ctx.data_mut(|data| data.insert_temp(selected, range));
        return;
    }
    let range = ctx.data(|data| data.get_temp::<Option<CCursorRange>>(selected)).flatten();
    if let (Some(range), Some(mut state)) = (range, load())
        && (response.hovered() || !pressed)
    {
        state.cursor.set_char_range(Some(range));
        state.store(ctx, id);
    }
}

fn held(id: Id) -> Id {
    id.with("held")
}

fn composing() -> Id {
    Id::unique("composing in")
}

fn further() -> Id {
    Id::unique("undo goes further")
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
