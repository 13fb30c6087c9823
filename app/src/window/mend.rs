//! Saying otherwise what was written down, where it stands: press the words and they are a field. Enter keeps what is
//! typed, Esc leaves it, and from there it can be taken away.

mod thing;

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form},
    page::Page,
    parts, said_date,
    theme::{self, Size},
};
use crate::platform::command;
use crate::words;
use eframe::egui::{Key, Label, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use serde::{Deserialize, Serialize};
use sideways_core::{
    method::{self, Facing},
    snapshot::Why,
};
use thing::{Mended, Named};
pub(super) use thing::{NEW_LINE, Thing};

/// What was said otherwise by keyboard on a peer's page, and gets the focus back.
#[derive(Debug, Default)]
pub(super) struct Mending {
    closed: Option<Thing>,
}

/// It, as typed; kept like everything that is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Typed {
    text: String,
    day: Option<String>,
    why: Option<Why>,
}

impl Typed {
    fn of(stands: &Mended) -> Self {
        let day = stands.day.map(|day| day.map(said_date::day_in_field).unwrap_or_default());
        Self { text: stands.text.clone(), day, why: stands.why }
    }
}

/// What is typed of a thing that is being said otherwise, and how it stands.
fn typed(page: &mut Page<'_>, thing: Thing) -> Option<(Typed, Mended)> {
    let field = thing.field(page.peer.id);
    if !page.drafts.holds(field) {
        return None;
    }
    let stands = thing.as_it_stands(page.peer)?;
    let unchanged = Typed::of(&stands);
    let said = |typed: &Typed| {
        let same = typed.text.trim() == unchanged.text.trim();
        let same = same || thing.was_added(page.peer, typed.text.trim());
        same && (&typed.day, typed.why) == (&unchanged.day, unchanged.why)
    };
    page.drafts.form(field, said).map(|typed| (typed, stands))
}

/// Words that can be said otherwise: pressed, they become a field.
pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>, thing: Thing, shown: RichText, heard: &str) {
    if stands_open(ui, page, thing) {
        return;
    }
    if words_to_press(ui, page, thing, shown, heard).clicked() {
        begin(ui, page, thing);
    }
}

/// Whether a thing is being said otherwise just now; then its form stands here.
pub(super) fn stands_open(ui: &mut Ui, page: &mut Page<'_>, thing: Thing) -> bool {
    let Some((typed, stands)) = typed(page, thing) else { return false };
    ui.push_id(thing.field(page.peer.id), |ui| form_ui(ui, page, thing, typed, &stands));
    true
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
    let field = thing.field(page.peer.id);
    if page.drafts.is_covered(field) {
        page.out
            .push(Ask::Say(concat!("What you began to write there is hidden. ", command!("."), " shows it.").into()));
        return;
    }
    let Some(stands) = thing.as_it_stands(page.peer) else { return };
    page.drafts.open_form(field, &Typed::of(&stands));
    form::opens(ui, field);
}

fn form_ui(ui: &mut Ui, page: &mut Page<'_>, thing: Thing, was: Typed, stands: &Mended) {
    let mut open = was.clone();
    let draft = thing.field(page.peer.id);
    let (today, now) = (page.today(), ui.input(|input| input.time));
    let Named { field, hint, takes_away } = thing.named();
    let mut form = Form::begin(ui, draft);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        if thing.has_words() {
            form.lines(ui, &mut open.text, hint, field);
        }
        let day = day_ui(ui, &mut form, (thing, stands), &mut open, today);
        if matches!(thing, Thing::Meeting(_)) {
            why_ui(ui, &mut open.why);
        }
        let ready = day.is_some() && (!thing.has_words() || !open.text.trim().is_empty());
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
            (_, true) => {
                page.drafts.close_form(draft);
                page.out.extend(thing.taken_away(page.peer));
            }
            (Some(Ended::Saved), _) => {
                let new = Mended { text: open.text.trim().to_owned(), day: day.flatten(), why: open.why };
                let same = new.text == stands.text.trim() && new.day == stands.day && new.why == stands.why;
                page.state.mending.closed = Some(thing);
                match (!same).then(|| thing.mended(page.peer, new)).flatten() {
                    Some(command) => {
                        page.drafts.type_form(draft, &open, now);
                        page.drafts.save_form(draft, &command);
                        page.out.push(ask::run(command));
                    }
                    None => page.drafts.close_form(draft),
                }
            }
            (Some(Ended::Left), _) => {
                page.drafts.close_form(draft);
                page.state.mending.closed = Some(thing);
            }
            (None, _) if open != was => page.drafts.type_form(draft, &open, now),
            (None, _) => {}
        }
    });
}

/// The field for its day, where it has one; nothing is given while what is typed there isn't clear.
fn day_ui(
    ui: &mut Ui,
    form: &mut Form,
    (thing, stands): (Thing, &Mended),
    open: &mut Typed,
    today: jiff::civil::Date,
) -> Option<Option<Option<jiff::civil::Date>>> {
    let (Some(text), Some(before)) = (&mut open.day, stands.day) else { return Some(None) };
    let stands = before.map(said_date::day_in_field).unwrap_or_default();
    let (facing, name) = match thing {
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
    if text.trim().is_empty() && matches!(thing, Thing::Promise(_)) {
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
