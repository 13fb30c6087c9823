//! Finished work that I may offer to show: written down by me, and in nobody's list until I offer it to somebody.

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form, sends_ui},
    icon, mark, mend, menu, parts, said_date, several,
    theme::{self, Size},
    typing::Drafts,
};
use crate::platform::command;
use crate::{desk::View, words};
use eframe::egui::{Button, Key, Label, Sense, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    id::{FinishedId, PeerId},
    method::{self, Facing},
    search::Part,
    snapshot::{Field, Finished, Kind, PeerView},
};

const OFFER: &str = "offer a finished work";

/// What is about to be offered to whom.
#[derive(Debug, Default)]
pub(super) struct FinishedState {
    offering: Option<(FinishedId, PeerId)>,
}

/// One that is said otherwise: its words and its day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Editing {
    text: String,
    day: String,
}

impl Editing {
    fn of(work: &Finished) -> Self {
        Self { text: work.text.clone(), day: said_date::day_in_field(work.on) }
    }

    fn says(&self, other: &Self) -> bool {
        (self.text.trim(), &self.day) == (other.text.trim(), &other.day)
    }
}

pub(super) fn finished_ui(
    ui: &mut Ui,
    view: &View,
    (state, drafts): (&mut FinishedState, &mut Drafts),
    today: Date,
    out: &mut Vec<Ask>,
) {
    ui.add_space(16.0);
    parts::heading(ui, "Finished, and worth showing", Size::Body, 2);
    parts::caption(ui, "Only you see these, until you offer one to somebody.");
    for work in &view.snapshot.finished {
        ui.push_id(work.id, |ui| {
            mark::around(ui, Part::Finished, work.id.0, |ui| work_ui(ui, view, work, (state, drafts), (today, out)));
        });
    }
    let typing = drafts.field(Field::Finished);
    let width = (ui.available_width() - 80.0).clamp(160.0, 480.0);
    let hint = "The move to the new ledger";
    let shown = ui.horizontal_wrapped(|ui| {
        let (field, several) = several::list_field(ui, &mut typing.text, hint, width, "A finished work");
        (field, several, parts::secondary(ui, "Save").clicked())
    });
    let (field, several, saved) = shown.inner;
    if field.changed() {
        typing.changed(ui.input(|input| input.time));
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let add = |text: String| Command::Method(MethodCommand::AddFinished(today, text.trim().to_owned()));
    if (saved || entered) && !typing.text.trim().is_empty() {
        out.push(ask::run(add(typing.take())));
    }
    if !several.is_empty() {
        out.push(ask::run(Command::Together(several.into_iter().map(add).collect())));
    }
}

fn work_ui(
    ui: &mut Ui,
    view: &View,
    work: &Finished,
    (state, drafts): (&mut FinishedState, &mut Drafts),
    (today, out): (Date, &mut Vec<Ask>),
) {
    let field = Field::EditFinished(work.id);
    if let Some(typed) = drafts.form(field, |it: &Editing| it.says(&Editing::of(work))) {
        edit_ui(ui, work, typed, drafts, (today, out));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let says = format!("{}, {}", work.text, words::date(work.on));
        let shown = parts::text(&says, Size::Body, theme::of(ui).ink);
        let label = ui.add(Label::new(shown).wrap().sense(Sense::click()));
        if mend::pressed_words(ui, label, &says).on_hover_text("Press Enter or click to edit it").clicked() {
            drafts.open_form(field, &Editing::of(work));
            form::opens(ui, field);
        }
        offer_ui(ui, view, work, state);
        let remove = parts::quiet_small(ui, "Take it off");
        if remove.accessible_name(words::spoken(&format!("Take it off: {}", work.text))).clicked() {
            out.push(ask::run(Command::Method(MethodCommand::RemoveFinished(work.id))));
        }
    });
    exactly_ui(ui, view, work, state, out);
}

fn edit_ui(ui: &mut Ui, work: &Finished, was: Editing, drafts: &mut Drafts, (today, out): (Date, &mut Vec<Ask>)) {
    let field = Field::EditFinished(work.id);
    let now = ui.input(|input| input.time);
    let mut typed = was.clone();
    let Editing { text, day } = &mut typed;
    let mut form = Form::begin(ui, field);
    let ended = ui.horizontal_wrapped(|ui| {
        let width = (ui.available_width() - 250.0).clamp(160.0, 400.0);
        let field = parts::bare_field(ui, text, "The move to the new ledger", width);
        form.field(ui, field.accessible_name("The finished work"));
        let field = said_date::day_field(ui, day, today, 220.0).accessible_name("The day it was finished");
        form.field(ui, field);
        let read = method::said_day(day, Facing::Back, words::as_of(today));
        let on = if *day == said_date::day_in_field(work.on) { Some(work.on) } else { read.ok().map(|it| it.at) };
        let ended = form.end(ui, "Save", (on.is_some() && !text.trim().is_empty()).into());
        (ended, on)
    });
    match ended.inner {
        (Some(Ended::Saved), Some(on)) if !typed.says(&Editing::of(work)) => {
            let edit = MethodCommand::EditFinished(work.id, on, typed.text.trim().to_owned());
            let command = Command::Method(edit);
            drafts.type_form(field, &typed, now);
            drafts.save_form(field, &command);
            out.push(ask::run(command));
        }
        (Some(_), _) => drafts.close_form(field),
        (None, _) if typed != was => drafts.type_form(field, &typed, now),
        (None, _) => {}
    }
}

/// To whom it could be offered.
fn offer_ui(ui: &mut Ui, view: &View, work: &Finished, state: &mut FinishedState) {
    let open: Vec<&PeerView> = view.snapshot.peers.iter().map(|it| &**it).filter(|it| it.closed.is_none()).collect();
    if open.is_empty() {
        return;
    }
    let label = parts::with_icon(icon::GIFT, " Offer to show it…", Size::Caption, theme::of(ui).accent);
    let says = format!("Offer to show: {}", work.text);
    let button = ui.button(label).accessible_name(words::spoken(&says));
    menu::under(&button, &says, |ui| {
        for peer in open {
            let full = words::visible(&peer.name);
            if menu::row(ui, Button::new(&full)).accessible_name(format!("Offer it to {full}…")).clicked() {
                state.offering = Some((work.id, peer.id));
                form::opens(ui, OFFER);
            }
        }
    });
}

/// The very words that will stand in the list, and the button that puts them there.
fn exactly_ui(ui: &mut Ui, view: &View, work: &Finished, state: &mut FinishedState, out: &mut Vec<Ask>) {
    let Some((_, whom)) = state.offering.filter(|(of, _)| *of == work.id) else { return };
    let Some(peer) = view.snapshot.peers.iter().find(|peer| peer.id == whom) else {
        state.offering = None;
        return;
    };
    let name = words::called(&peer.name);
    let text = format!("I could show you: {}", work.text);
    let mut form = Form::begin(ui, OFFER);
    let ended = sends_ui(ui, &mut form, &name, &text, &format!("Put it into the list with {name}"));
    if ended == Some(Ended::Saved) {
        out.push(ask::list(whom, ListCommand::Add { text, kind: Kind::Offer }));
        out.push(Ask::Say(format!("It stands in the list with {name}. {} takes it off.", command!("Z")).into()));
    }
    if ended.is_some() {
        state.offering = None;
    }
}
