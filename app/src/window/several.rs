//! Several lines pasted where one is typed: whoever pastes says whether they are as many, or one.

use super::{
    parts, text_field,
    theme::{self, Size},
};
use eframe::egui::{Context, Event, Id, Key, Label, Response, Ui};

/// More than this at once is no list that somebody looked through.
const MOST: usize = 200;
/// So many are shown.
const SHOWN: usize = 8;

/// Takes a paste of several lines out of what the field is about to get, and asks below it. What was chosen, once it is:
/// the lines. Called before the field is shown, and [`several_ui`] after it.
fn take(ui: &mut Ui, id: Id) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let mut pasted = None;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Paste(text) => match lines(text) {
                several if several.len() > 1 => {
                    pasted = Some(several);
                    false
                }
                _ => true,
            },
            _ => true,
        });
    });
    if let Some(lines) = pasted {
        ui.data_mut(|data| data.insert_temp(asking(id), Some(Asking { lines, fresh: true })));
    }
}

#[derive(Clone)]
struct Asking {
    lines: Vec<String>,
    fresh: bool,
}

/// Whatever was asked is asked no more: what was pasted is private.
pub(super) fn drop_questions(ctx: &Context) {
    ctx.data_mut(|data| data.remove_by_type::<Option<Asking>>());
}

fn asking(id: Id) -> Id {
    id.with("several lines")
}

/// What is in the lines of a text; those with nothing in them aren't any.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Shows a field that feeds a list, and below it the question where several lines were pasted. The lines, where they are
/// to be as many.
pub(super) fn several_ui(ui: &mut Ui, id: Id, field: impl FnOnce(&mut Ui) -> Response) -> (Response, Vec<String>) {
    take(ui, id);
    let response = field(ui);
    let asked = ui.data(|data| data.get_temp::<Option<Asking>>(asking(id))).flatten();
    let Some(mut asks) = asked else { return (response, Vec::new()) };
    let ink = theme::of(ui).ink;
    let count = asks.lines.len();
    let mut over = false;
    let mut several = Vec::new();
    ui.push_id("several lines", |ui| {
        ui.vertical(|ui| {
            ui.label(parts::text(format!("{count} lines or one?"), Size::Body, ink));
            for line in asks.lines.iter().take(SHOWN) {
                ui.add(Label::new(parts::text(line, Size::Caption, theme::of(ui).ink_soft)).truncate());
            }
            if count > SHOWN {
                parts::caption(ui, format!("and {} more", count - SHOWN));
            }
            if count > MOST {
                parts::caption(ui, format!("As lines of their own, {MOST} at once are the most."));
            }
            ui.horizontal_wrapped(|ui| {
                let as_many = ui.add_enabled_ui(count <= MOST, |ui| parts::secondary(ui, &format!("{count} lines")));
                let one = parts::secondary(ui, "One line");
                let none = parts::quiet(ui, "Cancel");
                if std::mem::take(&mut asks.fresh) {
                    // It only puts them into the field.
                    one.request_focus();
                    one.scroll_to_me(None);
                }
                let focused = [&as_many.inner, &one, &none]
                    .iter()
                    .any(|it| ui.memory(|memory| memory.had_focus_last_frame(it.id)));
                let left = focused && ui.input(|input| input.key_pressed(Key::Escape));
                if as_many.inner.clicked() {
                    several.clone_from(&asks.lines);
                } else if one.clicked() {
                    text_field::write(ui.ctx(), id, asks.lines.join(" "));
                }
                over = as_many.inner.clicked() || one.clicked() || none.clicked() || left;
            });
        });
    });
    ui.data_mut(|data| data.insert_temp(asking(id), (!over).then_some(asks)));
    if over {
        response.request_focus();
    }
    (response, several)
}

/// A field of one line that adds to a list: of several lines that are pasted into it, it asks how many they are. The
/// lines, where they are to be as many.
pub(super) fn list_field(
    ui: &mut Ui,
    value: &mut String,
    hint: &str,
    width: f32,
    name: &str,
) -> (Response, Vec<String>) {
    let id = ui.make_persistent_id(("field", hint));
    several_ui(ui, id, |ui| parts::line_field(ui, id, value, hint, width).accessible_name(name))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_has_something_in_it() {
        for (text, count) in
            [("one", 1), ("one\n", 1), ("\r\none\r\n\r\n two \n", 2), ("a\rb", 1), ("", 0), ("  a  b  ", 1)]
        {
            assert_eq!(lines(text).len(), count, "{text:?}");
        }
        assert_eq!(lines("  a  b \nc"), ["a  b", "c"]);
    }
}
