//! What is due: half hours that passed, heads-ups, what colleagues want me to know, promises. Each has its answer beside it.

use super::{Scene, TodayState};
use crate::{
    window::{
        ask::{self, Ask, Opens},
        form::{self, Ended, Form, Ready},
        heads_ups, icon, parts,
        theme::{self, Size},
        typing::Drafts,
    },
    words,
};
use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::{ToSpan, civil::DateTime};
use sideways_core::{
    command::{Command, ListCommand, MeetingDetails, MethodCommand},
    method::{self, Today},
    snapshot::{Field, PeerView},
};

pub(super) const MET: &str = "did you meet";

/// Half hours that passed: did you meet?
pub(super) fn missed_ui(ui: &mut Ui, today: &Today<'_>, state: &mut TodayState, scene: &mut Scene<'_>) {
    let (with, as_of) = (scene.sight.with(), words::as_of(scene.now));
    for it in &today.missed {
        if state.met == Some((it.peer.id, it.at)) {
            met_ui(ui, (it.peer, it.at), &it.says, state, scene);
            continue;
        }
        let beside = with.and_then(|with| method::beside(it, with, as_of, scene.zone)).unwrap_or_default();
        row(ui, None, &it.says, &beside, |ui| {
            if parts::secondary(ui, "Yes, write a line").clicked() {
                state.met = Some((it.peer.id, it.at));
                form::opens(ui, MET);
            }
            if parts::quiet(ui, "Moved").on_hover_text("To another day and time").clicked() {
                scene.out.push(Ask::GoTo(it.peer.id, Opens::Plan));
            }
            if parts::quiet(ui, "No").on_hover_text("What was prepared stays for the next one").clicked() {
                scene.out.push(ask::run(Command::Method(MethodCommand::SkipPlan(it.peer.id))));
            }
        });
    }
    if !today.missed.is_empty() {
        ui.add_space(12.0);
    }
}

/// The line that is written of it; it may stay empty.
pub(super) fn met_ui(
    ui: &mut Ui,
    (peer, at): (&PeerView, DateTime),
    says: &str,
    state: &mut TodayState,
    scene: &mut Scene<'_>,
) {
    let typing = scene.drafts.field(Field::Met(peer.id));
    let name = words::called(&peer.name);
    ui.add(Label::new(parts::text(says, Size::Body, theme::of(ui).ink)).wrap());
    let mut form = Form::begin(ui, MET);
    let width = ui.available_width();
    let label = format!("What keeps {name} up at night");
    let field = parts::field(ui, &label, &mut typing.text, "As they’d say it, or nothing", width);
    if field.changed() {
        typing.changed(ui.input(|input| input.time));
    }
    form.field(ui, field);
    let ended = ui.horizontal_wrapped(|ui| form.end(ui, "Save", Ready::Yes)).inner;
    if ended == Some(Ended::Saved) {
        let meeting = MeetingDetails { words: typing.take().trim().to_owned(), ..MeetingDetails::on(at.date()) };
        scene.out.push(ask::run(Command::LogMeeting { peer: peer.id, meeting }));
    }
    if ended.is_some() {
        state.met = None;
    }
    ui.add_space(8.0);
}

pub(super) fn due_ui(
    ui: &mut Ui,
    today: &Today<'_>,
    (state, drafts): (&mut TodayState, &mut Drafts),
    now: DateTime,
    out: &mut Vec<Ask>,
) {
    if !today.heads_ups.is_empty() {
        parts::heading(ui, "Heads-ups due", Size::Body, 2);
    }
    for it in &today.heads_ups {
        let name = words::called(&it.peer.name);
        let day = words::date(it.entry.by);
        let when = if it.entry.by < now.date() { format!("it was for {day}") } else { format!("by {day}") };
        let about = format!("{name} should hear it from you, {when}");
        let telling = state.told == Some(it.entry.id);
        row(ui, Some(icon::HEADS_UP), &it.entry.text, &about, |ui| {
            if !telling && parts::secondary(ui, "Told…").on_hover_text("You told them").clicked() {
                state.told = Some(it.entry.id);
                heads_ups::told_opens(ui);
            }
            if parts::quiet(ui, &format!("{} Copy text", icon::COPY)).clicked() {
                out.push(Ask::Copy(it.entry.text.clone()));
            }
            if parts::quiet(ui, "Later").on_hover_text("Not for a week").clicked() {
                out.push(later(&it.key, now));
            }
        });
        if telling {
            let typing = drafts.field(Field::Told(it.peer.id, it.entry.id));
            let ended = heads_ups::told_form(ui, typing);
            if ended == Some(Ended::Saved) {
                let told = Some(heads_ups::told_as(now.date(), &typing.take()));
                out.push(ask::run(Command::Method(MethodCommand::SetTold(it.peer.id, it.entry.id, told))));
            }
            if ended.is_some() {
                state.told = None;
            }
        }
    }
    for it in &today.given {
        let about = format!("{} wants you to know", words::called(&it.peer.name));
        row(ui, Some(icon::HEADS_UP), &it.entry.text, &about, |ui| {
            if parts::secondary(ui, "Heard").clicked() {
                out.push(ask::list(it.peer.id, ListCommand::Heard(it.entry.id)));
            }
        });
    }
    for it in &today.promises {
        row(ui, Some(icon::PROMISE), &it.says, "", |ui| {
            if parts::secondary(ui, "Done").clicked() {
                let set = MethodCommand::SetPromise(it.peer.id, it.entry.id, Some(now.date()));
                out.push(ask::run(Command::Method(set)));
            }
            if parts::quiet(ui, "Later").on_hover_text("Not for a week").clicked() {
                out.push(later(&it.key, now));
            }
        });
    }
}

/// A sentence, what it is about below it, and what can be answered: at its end, or below on a narrow window.
pub(super) fn row(ui: &mut Ui, icon: Option<&str>, says: &str, about: &str, answers: impl FnOnce(&mut Ui)) {
    let t = theme::of(ui);
    let words = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
        if !about.is_empty() {
            parts::caption(ui, about);
        }
    };
    if ui.available_width() < 520.0 {
        words(ui);
        ui.horizontal_wrapped(answers);
        ui.add_space(8.0);
        return;
    }
    ui.horizontal_top(|ui| {
        if let Some(icon) = icon {
            ui.label(parts::with_icon(icon, "", Size::Body, t.ink_soft));
        }
        let room = (ui.available_width() - 280.0).max(220.0);
        ui.allocate_ui(vec2(room, 40.0), |ui| {
            ui.set_width(room);
            ui.vertical(words);
        });
        let beside = vec2(ui.available_width(), 32.0);
        ui.allocate_ui_with_layout(beside, Layout::right_to_left(Align::Center), answers);
    });
    ui.add_space(4.0);
}

/// Not for a week.
pub(super) fn later(key: &str, now: DateTime) -> Ask {
    let until = now.date().saturating_add(1.week());
    ask::run(Command::Method(MethodCommand::Snooze(key.to_owned(), Some(until))))
}
