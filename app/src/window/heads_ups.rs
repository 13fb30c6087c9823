//! Heads-ups on a peer's page: what they should hear from me first. Private until sent.

use super::{
    ask,
    folds::fold_ui,
    form::{self, Ended, Form, Ready, sends_ui},
    icon, mark,
    mend::{self, Thing},
    page::Page,
    parts, private, said_date,
    theme::{self, Size},
    typing::Typing,
};
use crate::words;
use eframe::egui::{Label, Ui};
use jiff::{ToSpan, civil::Date};
use sideways_core::{
    command::{Command, MethodCommand},
    id::EntryId,
    method,
    search::Part,
    snapshot::{Field, HeadsUp, SharingState, Told},
};

const NEW: &str = "new heads-up";
const TOLD: &str = "told";
const SEND: &str = "send a heads-up";

/// What is typed here.
#[derive(Debug, Default)]
pub(super) struct HeadsUpState {
    open: bool,
    by: String,
    /// The one of which I say how I told them.
    told: Option<EntryId>,
    /// The one that is about to be sent.
    sending: Option<EntryId>,
}

pub(super) fn heads_ups_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "Heads-ups", Size::Body, 2);
        parts::icon_caption(ui, &format!("{} Only on your devices, until sent", icon::LOCK));
    });
    for it in page.peer.heads_ups.iter().filter(|it| it.told.is_none()) {
        ui.push_id(it.id, |ui| {
            mark::around(ui, Part::HeadsUp, it.id.0, |ui| one_ui(ui, page, it, today));
        });
    }
    new_ui(ui, page, today);
    let sought = mark::sought(ui, Part::HeadsUp);
    page.state.folds.heads_ups |= page.peer.heads_ups.iter().any(|it| it.told.is_some() && Some(it.id.0) == sought);
    if page.state.folds.heads_ups {
        for it in page.peer.heads_ups.iter() {
            let Some(told) = &it.told else { continue };
            ui.push_id(it.id, |ui| {
                mark::around(ui, Part::HeadsUp, it.id.0, |ui| told_before_ui(ui, page, it, told));
            });
        }
    }
    let any = page.peer.heads_ups.iter().any(|it| it.told.is_some());
    fold_ui(ui, any, &mut page.state.folds.heads_ups, "Told before");
}

/// The words, which can be said otherwise as long as they weren't sent.
fn text_ui(ui: &mut Ui, page: &mut Page<'_>, it: &HeadsUp, says: String) {
    let shown = parts::text(&says, Size::Body, theme::of(ui).ink);
    if it.sent.is_none() {
        mend::words_ui(ui, page, Thing::HeadsUp(it.id), shown, &says);
        return;
    }
    ui.add(Label::new(shown).wrap()).on_hover_text("It was sent, so its words stand");
}

/// What was sent has no form, so it is taken away here. The words in the list stay.
fn take_away_ui(ui: &mut Ui, page: &mut Page<'_>, it: &HeadsUp) {
    if it.sent.is_none() {
        return;
    }
    let gone = parts::quiet_small(ui, "Take away…").on_hover_text("Here; what was sent stays in the list");
    if gone.accessible_name(words::spoken(&format!("Take away: {}", it.text))).clicked() {
        page.out.push(ask::run(Command::RemoveEntry(page.peer.id, it.id)));
    }
}

fn told_before_ui(ui: &mut Ui, page: &mut Page<'_>, it: &HeadsUp, told: &Told) {
    text_ui(ui, page, it, it.text.clone());
    ui.horizontal_wrapped(|ui| {
        let how = format!("Told on {}: {}", words::date(told.on), told.how);
        let shown = parts::text(&how, Size::Caption, theme::of(ui).ink_faint);
        mend::words_ui(ui, page, Thing::Told(it.id), shown, &how);
        if parts::quiet_small(ui, "Not told yet").clicked() {
            page.out.push(ask::run(Command::Method(MethodCommand::SetTold(page.peer.id, it.id, None))));
        }
        take_away_ui(ui, page, it);
    });
}

fn one_ui(ui: &mut Ui, page: &mut Page<'_>, it: &HeadsUp, today: Date) {
    let name = words::called(&page.peer.name);
    let sent = if it.sent.is_some() { format!(", sent to {name}") } else { String::new() };
    let says = format!("{} (by {}{sent})", it.text, words::date(it.by));
    text_ui(ui, page, it, says);
    if page.state.heads_up.sending == Some(it.id) {
        let mut form = Form::begin(ui, SEND);
        let ended = sends_ui(ui, &mut form, &name, &it.text, &format!("Send to {name}"));
        if ended == Some(Ended::Saved) {
            page.out.push(ask::run(Command::Method(MethodCommand::SendHeadsUp(page.peer.id, it.id))));
        }
        if ended.is_some() {
            page.state.heads_up.sending = None;
        }
        return;
    }
    let shared = page.peer.sharing.state == SharingState::Shared;
    ui.horizontal_wrapped(|ui| {
        if shared && it.sent.is_none() && parts::quiet_small(ui, "Send it…").clicked() {
            page.state.heads_up.sending = Some(it.id);
            form::opens(ui, SEND);
        }
        if parts::quiet_small(ui, "Told…").clicked() {
            page.state.heads_up.told = Some(it.id);
            form::opens(ui, TOLD);
        }
        take_away_ui(ui, page, it);
    });
    told_ui(ui, page, it.id, today);
}

fn told_ui(ui: &mut Ui, page: &mut Page<'_>, id: EntryId, today: Date) {
    if page.state.heads_up.told != Some(id) {
        return;
    }
    let typing = page.drafts.field(Field::Told(page.peer.id, id));
    match told_form(ui, typing) {
        Some(Ended::Saved) => {
            let told = Some(told_as(today, &typing.take()));
            page.out.push(ask::run(Command::Method(MethodCommand::SetTold(page.peer.id, id, told))));
            page.state.heads_up.told = None;
        }
        Some(Ended::Left) => page.state.heads_up.told = None,
        None => {}
    }
}

/// Says that the next such form is to have the caret.
pub(super) fn told_opens(ui: &Ui) {
    form::opens(ui, TOLD);
}

/// How I told them: in a few words, or in none.
pub(super) fn told_form(ui: &mut Ui, how: &mut Typing) -> Option<Ended> {
    let mut form = Form::begin(ui, TOLD);
    let ended = ui.horizontal_wrapped(|ui| {
        let width = ui.available_width().min(260.0);
        let field = parts::bare_field(ui, &mut how.text, "Called her", width).accessible_name("How you told them");
        if field.changed() {
            how.changed(ui.input(|input| input.time));
        }
        form.field(ui, field);
        form.end(ui, "Save", Ready::Yes)
    });
    ended.inner
}

/// What is written down of it.
pub(super) fn told_as(on: Date, how: &str) -> Told {
    let how = if how.trim().is_empty() { "Told" } else { how.trim() };
    Told { on, how: how.to_owned() }
}

fn new_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let field = Field::HeadsUp(page.peer.id);
    let begins = private::begins(page, field, "Heads-up");
    let state = &mut page.state.heads_up;
    if !state.open {
        if parts::quiet_small(ui, &begins).clicked() {
            state.open = true;
            state.by = said_date::day_in_field(method::working_day(today.saturating_add(7.days())));
            form::opens(ui, NEW);
        }
        return;
    }
    let read = said_date::read_day(&state.by, today);
    let mut form = Form::begin(ui, NEW);
    let typing = page.drafts.field(field);
    let ended = ui.horizontal_wrapped(|ui| {
        let width = (ui.available_width() - 250.0).clamp(160.0, 400.0);
        let text = parts::bare_field(ui, &mut typing.text, "What is coming", width).accessible_name("A heads-up");
        if text.changed() {
            typing.changed(ui.input(|input| input.time));
        }
        form.field(ui, text);
        let day = said_date::day_field(ui, &mut state.by, today, 220.0);
        form.field(ui, day.accessible_name("By which day they should hear it"));
        form.end(ui, "Save", (read.is_ok() && !typing.text.trim().is_empty()).into())
    });
    match (ended.inner, &read) {
        (Some(Ended::Saved), Ok(said)) => {
            let (text, by) = (typing.take(), said.at);
            state.open = false;
            page.out.push(ask::run(Command::Method(MethodCommand::AddHeadsUp { peer: page.peer.id, text, by })));
        }
        (Some(Ended::Left), _) => state.open = false,
        _ => {}
    }
    if page.state.heads_up.open {
        said_date::heard(ui, &read.map_or_else(|unclear| unclear.to_string(), |it| it.sentence()));
    }
}
