//! Saying otherwise what was written down, where it stands: press the words and they are a field. Enter keeps what is
//! typed, Esc leaves it, and from there it can be taken away.

mod thing;

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form},
    parts,
    peer_page::Page,
    said_date,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Key, Label, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use sideways_core::{
    command::Command,
    method::{self, Facing},
    snapshot::Why,
};
use thing::{Mended, Named};
pub(super) use thing::{NEW_LINE, Thing};

const FORM: &str = "mend";

/// What is being said otherwise on a peer's page.
#[derive(Debug, Default)]
pub(super) struct Mending {
    open: Option<Open>,
    /// What was mended by keyboard, which gets the focus back.
    closed: Option<Thing>,
}

#[derive(Clone, Debug)]
struct Open {
    thing: Thing,
    text: String,
    day: Option<String>,
    why: Option<Why>,
    /// As it stands.
    before: Mended,
}

impl Mending {
    fn is_open(&self, thing: Thing) -> bool {
        self.open.as_ref().is_some_and(|open| open.thing == thing)
    }
}

/// Words that can be said otherwise: pressed, they become a field.
pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>, thing: Thing, shown: RichText, heard: &str) {
    if page.state.mending.is_open(thing) {
        form_ui(ui, page);
    } else if words_to_press(ui, page, thing, shown, heard).clicked() {
        begin(ui, page, thing);
    }
}

/// Whether a thing is being said otherwise just now; then its form stands here.
pub(super) fn stands_open(ui: &mut Ui, page: &mut Page<'_>, thing: Thing) -> bool {
    let open = page.state.mending.is_open(thing);
    if open {
        form_ui(ui, page);
    }
    open
}

/// The words alone, to be pressed.
pub(super) fn words_to_press(ui: &mut Ui, page: &mut Page<'_>, thing: Thing, shown: RichText, heard: &str) -> Response {
    let label = ui.add(Label::new(shown).wrap().sense(Sense::click()));
    if page.state.mending.closed == Some(thing) {
        page.state.mending.closed = None;
        label.request_focus();
    }
    pressed_words(ui, label, heard).on_hover_text("Press Enter or click to edit it")
}

/// Words that can be pressed: heard as a button of that name, with a ring where they have the focus.
pub(super) fn pressed_words(ui: &Ui, label: Response, heard: &str) -> Response {
    label.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::shown(heard)));
    if label.has_focus() {
        let ring = Stroke::new(2.0, theme::of(ui).accent);
        ui.painter().rect_stroke(label.rect.expand(3.0), theme::RADIUS_TAG, ring, StrokeKind::Outside);
    }
    label
}

/// Opens the form of a thing.
pub(super) fn begin(ui: &Ui, page: &mut Page<'_>, thing: Thing) {
    let Some(before) = thing.as_it_stands(page.peer) else { return };
    let day = before.day.map(|day| day.map(said_date::day_in_field).unwrap_or_default());
    page.state.mending.open = Some(Open { thing, text: before.text.clone(), day, why: before.why, before });
    form::opens(ui, FORM);
}

fn form_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let Some(mut open) = page.state.mending.open.take() else { return };
    let today = page.today();
    let Named { field, hint, takes_away } = open.thing.named();
    let mut form = Form::begin(ui, FORM);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        if open.thing.has_words() {
            form.lines(ui, &mut open.text, hint, field);
        }
        let day = day_ui(ui, &mut form, &mut open, today);
        if matches!(open.thing, Thing::Meeting(_)) {
            why_ui(ui, &mut open.why);
        }
        let ready = day.is_some() && (!open.thing.has_words() || !open.text.trim().is_empty());
        let ended = ui.horizontal_wrapped(|ui| {
            let ended = form.end(ui, "Save", ready.into());
            let gone = takes_away && {
                ui.add_space(16.0);
                let pressed = parts::quiet(ui, "Take away…");
                let escaped = ui.input(|input| input.key_pressed(Key::Escape));
                if escaped && ui.memory(|memory| memory.had_focus_last_frame(pressed.id)) {
                    return (Some(Ended::Left), false);
                }
                pressed.clicked()
            };
            (ended, gone)
        });
        match ended.inner {
            (_, true) => page.out.extend(open.thing.taken_away(page.peer)),
            (Some(Ended::Saved), _) => {
                let new = Mended { text: open.text.trim().to_owned(), day: day.flatten(), why: open.why };
                let same =
                    new.text == open.before.text.trim() && new.day == open.before.day && new.why == open.before.why;
                let command = (!same).then(|| open.thing.mended(page.peer, new)).flatten();
                page.out.extend(command.map(|command: Command| -> Ask { ask::run(command) }));
                page.state.mending.closed = Some(open.thing);
            }
            (Some(Ended::Left), _) => page.state.mending.closed = Some(open.thing),
            (None, _) => page.state.mending.open = Some(open),
        }
    });
}

/// The field for its day, where it has one; nothing is given while what is typed there isn't clear.
fn day_ui(
    ui: &mut Ui,
    form: &mut Form,
    open: &mut Open,
    today: jiff::civil::Date,
) -> Option<Option<Option<jiff::civil::Date>>> {
    let (Some(text), Some(before)) = (&mut open.day, open.before.day) else { return Some(None) };
    let stands = before.map(said_date::day_in_field).unwrap_or_default();
    let (facing, name) = match open.thing {
        Thing::Words(_) => (Facing::Back, "The day they said it"),
        Thing::Meeting(_) => (Facing::Back, "The day you met"),
        Thing::Promise(_) => (Facing::Ahead, "By when, if a day was named"),
        _ => (Facing::Ahead, "By which day they should hear it"),
    };
    ui.horizontal_wrapped(|ui| {
        let label = parts::caption(ui, name);
        let day = said_date::day_field(ui, text, today, 220.0).labelled_by(label.id);
        form.field(ui, day);
    });
    // What stands may have passed, and stays as it is.
    if *text == stands {
        return Some(Some(before));
    }
    if text.trim().is_empty() && matches!(open.thing, Thing::Promise(_)) {
        return Some(Some(None));
    }
    let read = method::said_day(text, facing, words::as_of(today));
    said_date::heard(ui, &read.as_ref().map_or_else(ToString::to_string, |it| it.sentence()));
    read.ok().map(|it| Some(Some(it.at)))
}

fn why_ui(ui: &mut Ui, why: &mut Option<Why>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("It was", Size::Body, theme::of(ui).ink_soft));
        for (to, words) in [(Why::Standing, "standing"), (Why::Trouble, "trouble"), (Why::JustBecause, "just because")]
        {
            let chosen = *why == Some(to);
            if ui.selectable_label(chosen, words).clicked() {
                *why = (!chosen).then_some(to);
            }
        }
    });
}
