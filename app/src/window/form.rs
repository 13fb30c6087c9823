//! A form that opens on a page or in a dialog: its first field has the caret and is in sight, Enter finishes it and Esc
//! leaves it. Every form goes by this, so that none forgets it.

use super::{
    parts, text_field,
    theme::{self, Size},
};
use eframe::egui::{Align, Context, Id, Key, KeyboardShortcut, Modifiers, Response, TextEdit, Ui};
use std::{fmt::Debug, hash::Hash};

/// A form, for as long as it is drawn in a frame.
pub(super) struct Form {
    /// It was opened since the last frame, and no field has the caret yet.
    fresh: bool,
    entered: bool,
    /// The field in which Enter was pressed.
    entered_in: Option<Id>,
    left: bool,
}

/// How a form ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// With what is typed.
    Saved,
    /// Without.
    Left,
}

fn mark(name: impl Hash + Debug) -> Id {
    Id::unique(("form", name))
}

/// Says that the form of that name opens with the next frame that draws it.
pub(super) fn opens(ui: &Ui, name: impl Hash + Debug) {
    opens_in(ui.ctx(), name);
}

/// The same where nothing is being drawn.
pub(super) fn opens_in(ctx: &Context, name: impl Hash + Debug) {
    ctx.data_mut(|data| data.insert_temp(mark(name), true));
    ctx.request_repaint();
}

impl Form {
    /// The form of that name.
    pub(super) fn begin(ui: &Ui, name: impl Hash + Debug) -> Self {
        let fresh =
            ui.data_mut(|data| data.remove_temp::<bool>(mark(name))).unwrap_or(false) || super::modal::opens(ui);
        Self { fresh, entered: false, entered_in: None, left: false }
    }

    /// A field of it, of one line.
    pub(super) fn field(&mut self, ui: &Ui, field: Response) -> Response {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
            field.scroll_to_me(Some(Align::Center));
        } else if field.has_focus() && field.changed() {
            field.scroll_to_me(None);
        }
        if field.lost_focus() {
            if pressed(Key::Enter) {
                self.entered = true;
                self.entered_in = Some(field.id);
            }
            self.left |= pressed(Key::Escape);
        }
        field
    }

    /// A field that opens with something put forward: whoever types something else types over it.
    pub(super) fn proposal(&mut self, ui: &Ui, field: Response, proposed: &str) -> Response {
        if self.fresh {
            text_field::select_all(ui.ctx(), field.id, proposed);
        }
        self.field(ui, field)
    }

    /// A field of several lines, where Shift with Enter makes a new one.
    pub(super) fn lines(&mut self, ui: &mut Ui, text: &mut String, hint: &str, name: &str) -> Response {
        let edit = TextEdit::multiline(text)
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .return_key(Some(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter)))
            .hint_text(parts::hint(ui, hint));
        let id = ui.make_persistent_id(("lines", name));
        let field = text_field::show(ui, id, edit).response.response.accessible_name(name);
        let enter = ui.input(|input| input.key_pressed(Key::Enter) && !input.modifiers.shift);
        self.entered |= field.has_focus() && enter;
        self.field(ui, field)
    }

    /// The two buttons at its end, and what became of it. It is saved only when it is `ready`.
    pub(super) fn end(&mut self, ui: &mut Ui, save: &str, ready: Ready) -> Option<Ended> {
        let saved = parts::secondary(ui, save);
        let cancelled = parts::quiet(ui, "Cancel");
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        let had_focus = |it: &Response| ui.memory(|memory| memory.had_focus_last_frame(it.id));
        self.left |= escaped && (had_focus(&saved) || had_focus(&cancelled));
        let wants = saved.clicked() || self.entered;
        if cancelled.clicked() || self.left {
            Some(Ended::Left)
        } else if wants && ready == Ready::Yes {
            Some(Ended::Saved)
        } else {
            // It isn't finished: whoever pressed Enter goes on where they were.
            if let Some(field) = self.entered_in {
                ui.memory_mut(|memory| memory.request_focus(field));
            }
            None
        }
    }

    /// Whether Enter was pressed in a field of it.
    pub(super) fn entered(&self) -> bool {
        self.entered
    }
}

/// Whether what is typed makes sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ready {
    Yes,
    Not,
}

impl From<bool> for Ready {
    fn from(ready: bool) -> Self {
        if ready { Self::Yes } else { Self::Not }
    }
}

/// The words that somebody is about to see, exactly, in the frame of what is shared; and below it what sends them. Nothing
/// private becomes shared in another way.
pub(super) fn sends_ui(ui: &mut Ui, form: &mut Form, name: &str, words: &str, send: &str) -> Option<Ended> {
    let t = theme::of(ui);
    let shown = ui.scope(|ui| {
        parts::shared_frame(ui, &format!("{name} will see"), t.page, |ui| {
            ui.set_width(ui.available_width());
            ui.add(eframe::egui::Label::new(parts::text(words, Size::Body, t.ink)).wrap());
        });
        ui.horizontal_wrapped(|ui| {
            // What can't be taken back never has the first focus.
            let cancelled = parts::quiet(ui, "Cancel");
            let sent = parts::secondary(ui, send);
            if std::mem::take(&mut form.fresh) {
                cancelled.request_focus();
                sent.scroll_to_me(None);
            }
            let escaped = ui.input(|input| input.key_pressed(Key::Escape));
            let had_focus = |it: &Response| ui.memory(|memory| memory.had_focus_last_frame(it.id));
            let left = form.left || (escaped && (had_focus(&sent) || had_focus(&cancelled)));
            if cancelled.clicked() || left {
                Some(Ended::Left)
            } else {
                (sent.clicked() || form.entered).then_some(Ended::Saved)
            }
        })
        .inner
    });
    shown.inner
}
