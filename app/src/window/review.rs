//! The weekly review: five cards at most, one after the other, each answered where it stands; and then it is done.

use super::{
    ask::{self, Ask, Opens},
    form::{self, Ended, Form},
    heads_ups, icon, menu, parts,
    theme::{self, Size},
    today::leads_ui,
    typing::Drafts,
};
use crate::{desk::View, words};
use eframe::egui::{Button, Key, Label, Modifiers, Ui};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sideways_core::{
    command::{Command, MethodCommand},
    id::{EntryId, PeerId},
    method::{self, Card, CardAnswer, CardKind, CardLine},
    snapshot::Field,
};

const WORDS: &str = "words in the review";
const COMING: &str = "a heads-up in the review";

/// Which card is open, and what is answered and not finished.
#[derive(Debug, Default)]
pub(super) struct Answers {
    card: usize,
    told: Option<EntryId>,
    words: Option<PeerId>,
    /// For whom something is coming, while that is written down.
    coming: Option<Option<PeerId>>,
}

/// What the answers are drawn with.
struct Around<'a> {
    view: &'a View,
    drafts: &'a mut Drafts,
    today: Date,
    out: &'a mut Vec<Ask>,
}

pub(super) fn review_ui(
    ui: &mut Ui,
    view: &View,
    (answers, drafts): (&mut Answers, &mut Drafts),
    today: Date,
    zone: &TimeZone,
    out: &mut Vec<Ask>,
) {
    let t = theme::of(ui);
    parts::heading(ui, "Review", Size::Title, 1);
    ui.add_space(8.0);
    let cards = method::review(&view.snapshot, words::as_of(today), zone);
    if view.snapshot.reviewed == Some(today) || cards.is_empty() {
        *answers = Answers::default();
        let words = if cards.is_empty() { method::START_WITH_ONE } else { "Done. See you next week." };
        ui.add(Label::new(parts::text(words, Size::Lead, t.ink)).wrap());
        return;
    }
    // A card that was answered may be gone by now.
    answers.card = answers.card.min(cards.len() - 1);
    let Some(card) = cards.get(answers.card) else { return };
    // Enter walks on where nothing else has the keyboard; a form that it finishes has it still. What ends the review is
    // pressed on purpose.
    let free = ui.memory(|memory| memory.focused().is_none());
    parts::card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(120.0);
        card_ui(ui, card, answers, &mut Around { view, drafts, today, out });
    });
    ui.add_space(8.0);
    let last = answers.card + 1 == cards.len();
    ui.horizontal(|ui| {
        // Back first, so that what ends the review never stands where the last card's "Next" was pressed.
        ui.add_enabled_ui(answers.card > 0, |ui| {
            if parts::secondary(ui, "Back").clicked() {
                answers.card -= 1;
            }
        });
        if !last {
            let entered = free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            if parts::primary(ui, "Next").on_hover_text("Enter").clicked() || entered {
                answers.card += 1;
            }
        }
        if last {
            ui.add_space(72.0);
            if parts::primary(ui, "Done").clicked() {
                out.push(ask::run(Command::Method(MethodCommand::Reviewed(today))));
            }
        }
    });
}

fn card_ui(ui: &mut Ui, card: &Card, answers: &mut Answers, around: &mut Around<'_>) {
    let t = theme::of(ui);
    parts::heading(ui, &card.says, Size::Heading, 2);
    for line in &card.lines {
        line_ui(ui, line, answers, around);
    }
    if card.kind == CardKind::HeadsUps {
        coming_ui(ui, answers, around);
    }
    if let Some(copy) = &card.copy {
        ui.add(Label::new(parts::text(copy, Size::Body, t.ink_soft)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if let Some(copy) = &card.copy
            && parts::secondary(ui, &format!("{} Copy", icon::COPY)).clicked()
        {
            around.out.push(Ask::Copy(copy.clone()));
        }
        if let Some(leads) = card.leads {
            leads_ui(ui, leads, card.about, around.out);
        }
        if let Some(key) = &card.key
            && parts::quiet(ui, "Later").on_hover_text("Not for a week").clicked()
        {
            let until = around.today.saturating_add(1.week());
            around.out.push(ask::run(Command::Method(MethodCommand::Snooze(key.clone(), Some(until)))));
        }
    });
}

/// A line and the one thing to answer to it.
fn line_ui(ui: &mut Ui, line: &CardLine, answers: &mut Answers, around: &mut Around<'_>) {
    let t = theme::of(ui);
    let peer = line.peer;
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(parts::text(&line.says, Size::Body, t.ink)).wrap());
        ui.add_space(8.0);
        let pressed = |ui: &mut Ui, label: &str| {
            parts::quiet(ui, label).accessible_name(words::spoken(&format!("{label} {}", line.says))).clicked()
        };
        match line.answer {
            CardAnswer::Move => {
                if pressed(ui, "Move…") {
                    around.out.push(Ask::GoTo(peer, Opens::Plan));
                }
            }
            CardAnswer::Told(id) => {
                if pressed(ui, "Told…") {
                    answers.told = Some(id);
                    heads_ups::told_opens(ui);
                }
            }
            CardAnswer::Done(id) => {
                if pressed(ui, "Done") {
                    let set = MethodCommand::SetPromise(peer, id, Some(around.today));
                    around.out.push(ask::run(Command::Method(set)));
                }
            }
            CardAnswer::Words => {
                if pressed(ui, "Write it down…") {
                    answers.words = Some(peer);
                    form::opens(ui, WORDS);
                }
            }
        }
    });
    match line.answer {
        CardAnswer::Told(id) => told_ui(ui, peer, id, answers, around),
        CardAnswer::Words => words_ui(ui, peer, answers, around),
        CardAnswer::Move | CardAnswer::Done(_) => {}
    }
}

fn told_ui(ui: &mut Ui, peer: PeerId, id: EntryId, answers: &mut Answers, around: &mut Around<'_>) {
    if answers.told != Some(id) {
        return;
    }
    let typing = around.drafts.field(Field::Told(peer, id));
    let ended = heads_ups::told_form(ui, typing);
    if ended == Some(Ended::Saved) {
        let told = Some(heads_ups::told_as(around.today, &typing.take()));
        around.out.push(ask::run(Command::Method(MethodCommand::SetTold(peer, id, told))));
    }
    if ended.is_some() {
        answers.told = None;
    }
}

fn words_ui(ui: &mut Ui, peer: PeerId, answers: &mut Answers, around: &mut Around<'_>) {
    if answers.words != Some(peer) {
        return;
    }
    let mut form = Form::begin(ui, WORDS);
    // The same that the peer's page has, so that what was begun there is gone on with here.
    let typing = around.drafts.field(Field::NewWords(peer));
    if form.lines(ui, &mut typing.text, "As they’d say it", "Their words").changed() {
        typing.changed(ui.input(|input| input.time));
    }
    let ready = !typing.text.trim().is_empty();
    let ended = ui.horizontal_wrapped(|ui| form.end(ui, "Save", ready.into())).inner;
    if ended == Some(Ended::Saved) {
        let (text, on) = (typing.take().trim().to_owned(), around.today);
        around.out.push(ask::run(Command::AddWords { peer, text, on }));
    }
    if ended.is_some() {
        answers.words = None;
    }
}

/// Something that somebody should hear, written down where it was asked for.
fn coming_ui(ui: &mut Ui, answers: &mut Answers, around: &mut Around<'_>) {
    let begun = if around.drafts.holds(Field::Coming) { ", begun" } else { "" };
    let Some(whom) = &mut answers.coming else {
        if parts::quiet(ui, &format!("{} Heads-up{begun}…", icon::PLUS)).clicked() {
            answers.coming = Some(None);
            form::opens(ui, COMING);
        }
        return;
    };
    let mut form = Form::begin(ui, COMING);
    let width = ui.available_width().min(480.0);
    let typing = around.drafts.field(Field::Coming);
    let field = parts::bare_field(ui, &mut typing.text, "What is coming", width).accessible_name("A heads-up");
    if field.changed() {
        typing.changed(ui.input(|input| input.time));
    }
    form.field(ui, field);
    let peers = || around.view.snapshot.peers.iter().filter(|peer| peer.closed.is_none());
    let chosen = peers().find(|peer| Some(peer.id) == *whom);
    let label =
        chosen.map_or_else(|| "Who should hear it?".to_owned(), |peer| format!("for {}", words::called(&peer.name)));
    let ended = ui.horizontal_wrapped(|ui| {
        let button = ui.button(label);
        menu::under(&button, "Who should hear it?", |ui| {
            for peer in peers() {
                if menu::row(ui, Button::new(words::visible(&peer.name))).clicked() {
                    *whom = Some(peer.id);
                }
            }
        });
        form.end(ui, "Save", (whom.is_some() && !typing.text.trim().is_empty()).into())
    });
    let by = around.today.saturating_add(7.days());
    parts::caption(ui, format!("They should hear it by {}.", words::date(by)));
    if let (Some(Ended::Saved), Some(peer)) = (ended.inner, *whom) {
        let typing = around.drafts.field(Field::Coming);
        let text = typing.text.trim().to_owned();
        typing.give_up();
        around.out.push(ask::run(Command::Method(MethodCommand::AddHeadsUp { peer, text, by })));
    }
    if ended.inner.is_some() {
        answers.coming = None;
    }
}
