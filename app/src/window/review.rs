//! The weekly review: five cards at most, one after the other, and then it is done.

use super::{
    ask::{self, Ask, Place},
    icon, parts,
    theme::{self, Size},
};
use crate::{desk::View, words};
use eframe::egui::{Label, Ui};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sideways_core::{
    command::{Command, MethodCommand},
    method,
};

pub(super) fn review_ui(ui: &mut Ui, view: &View, at: &mut usize, today: Date, zone: &TimeZone, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    parts::heading(ui, "Review", Size::Title, 1);
    ui.add_space(8.0);
    let cards = method::review(&view.snapshot, words::as_of(today), zone);
    if view.snapshot.reviewed == Some(today) || cards.is_empty() {
        *at = 0;
        let words = if cards.is_empty() { method::START_WITH_ONE } else { "Done. See you next week." };
        ui.add(Label::new(parts::text(words, Size::Lead, t.ink)).wrap());
        return;
    }
    let Some(card) = cards.get(*at) else {
        *at = 0;
        return;
    };
    parts::card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(120.0);
        parts::heading(ui, &card.says, Size::Heading, 2);
        for line in &card.lines {
            ui.add(Label::new(parts::text(line, Size::Body, t.ink)).wrap());
        }
        if let Some(copy) = &card.copy {
            ui.add(Label::new(parts::text(copy, Size::Body, t.ink_soft)).wrap());
        }
        ui.horizontal_wrapped(|ui| {
            if let Some(copy) = &card.copy
                && parts::quiet(ui, &format!("{} Copy", icon::COPY)).clicked()
            {
                out.push(Ask::Copy(copy.clone()));
            }
            if let Some(peer) = card.about
                && parts::quiet(ui, "Open").clicked()
            {
                out.push(Ask::Go(Place::Peer(peer)));
            }
            if let Some(key) = &card.key
                && parts::quiet(ui, "Later").clicked()
            {
                let until = today.saturating_add(1.week());
                out.push(ask::run(Command::Method(MethodCommand::Snooze(key.clone(), Some(until)))));
            }
        });
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if *at + 1 < cards.len() {
            if parts::primary(ui, "Next").clicked() {
                *at += 1;
            }
        } else if parts::primary(ui, "Done").clicked() {
            out.push(ask::run(Command::Method(MethodCommand::Reviewed(today))));
        }
        if *at > 0 && parts::quiet(ui, "Back").clicked() {
            *at -= 1;
        }
    });
}
