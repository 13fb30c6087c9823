//! Today: the next one-on-one with its brief open, what somebody should hear, what passed, and one suggestion at most.

use super::{
    ask::{self, Ask, Dialog, Place},
    icon, parts,
    theme::{self, Size},
};
use crate::{desk::View, words};
use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::{ToSpan, civil::DateTime, tz::TimeZone};
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    method::{self, Next, NextUp, Today},
    snapshot::{PeerView, Told},
};

/// Width of the three questions in the card.
const QUESTIONS: f32 = 200.0;

pub(super) fn today_ui(ui: &mut Ui, view: &View, zone: &TimeZone, now: DateTime, hidden: bool, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        parts::heading(ui, "Today", Size::Title, 1);
        let day = words::locale().weekday(now.date());
        ui.label(parts::text(day, Size::Lead, t.ink_soft));
    });
    ui.add_space(12.0);
    if hidden {
        parts::caption(ui, "Private things are hidden. Ctrl . shows them.");
        return;
    }
    let today = method::today(&view.snapshot, words::as_of(now), zone);
    if let Some(quiet) = &today.quiet {
        ui.add(Label::new(parts::text(quiet, Size::Lead, t.ink)).wrap());
        ui.add_space(12.0);
    }
    if view.snapshot.peers.is_empty() {
        if parts::primary(ui, "Start with one").clicked() {
            out.push(Ask::Go(Place::Peers));
        }
        return;
    }
    if let Some(next) = &today.next {
        card_ui(ui, next, (now, zone), out);
        ui.add_space(20.0);
    }
    due_ui(ui, &today, now, out);
    suggestion_ui(ui, &today, now, out);
}

fn card_ui(ui: &mut Ui, next: &NextUp<'_>, (now, zone): (DateTime, &TimeZone), out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let peer = next.peer;
    parts::card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            parts::heading(ui, &peer.name, Size::Heading, 2);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(parts::strong(when(next.next, now), Size::Body, t.ink));
            });
        });
        ui.label(parts::text(&peer.department, Size::Body, t.ink_soft));
        if let Next::Planned(at) = next.next {
            let both = words::planned_with(peer, at, zone);
            // Planned by another clock: then that one is said too.
            if both != words::day_and_time(at) {
                parts::caption(ui, both);
            }
        }
        parts::rule(ui);
        let brief = method::prepare(peer, words::as_of(now));
        row(ui, brief.theirs.opening, |ui| {
            match brief.words.first() {
                Some(said) => {
                    ui.add(Label::new(parts::text(format!("“{}”", said.text), Size::Body, t.ink)).wrap());
                    parts::caption(ui, format!("Their words, {}", words::date(said.on)));
                }
                None => drop(parts::caption(ui, "Write it as they'd say it.")),
            }
            points(ui, brief.theirs.points.iter().map(|point| point.text.as_str()));
        });
        row(ui, brief.mine.opening, |ui| {
            points(ui, brief.mine.points.iter().map(|point| point.text.as_str()).chain(brief.mine.published));
        });
        row(ui, brief.together.opening, |ui| {
            for item in &brief.together.offers {
                marked(ui, icon::GIFT, "Offer", item.text());
            }
            for item in brief.together.ideas.iter().chain(&brief.together.they_ask) {
                marked(ui, icon::IDEA, "Idea", item.text());
            }
            if brief.together.asks_folded {
                parts::caption(ui, "A first meeting: what you need can wait.");
            } else {
                for item in &brief.together.asks {
                    marked(ui, icon::ASK, "Ask", item.text());
                }
            }
            if let Some(gentle) = &brief.together.gentle {
                ui.add(Label::new(parts::text(&gentle.says, Size::Body, t.ink_soft)).wrap());
            }
        });
        if !brief.promises.mine.is_empty() || !brief.promises.theirs.is_empty() {
            row(ui, "Promises", |ui| {
                for promise in &brief.promises.mine {
                    let mut done = false;
                    if ui.checkbox(&mut done, format!("You said: {}", promise.text)).changed() {
                        let set = MethodCommand::SetPromise(peer.id, promise.id, Some(now.date()));
                        out.push(ask::run(Command::Method(set)));
                    }
                }
                let name = &words::called(&peer.name);
                points(ui, brief.promises.theirs.iter().map(|it| format!("{name} said: {}", it.text)));
            });
        }
        parts::rule(ui);
        ui.horizontal_wrapped(|ui| {
            if parts::primary(ui, "Start the half hour").clicked() {
                out.push(Ask::Begin(peer.id));
            }
            if parts::secondary(ui, "Prepare").clicked() {
                out.push(Ask::Go(Place::Peer(peer.id)));
            }
            if matches!(next.next, Next::Planned(_)) && parts::quiet(ui, "Can't make it…").clicked() {
                out.push(Ask::Open(Some(Dialog::Instead(peer.id))));
            }
        });
    });
}

fn when(next: Next, now: DateTime) -> String {
    match next {
        Next::Planned(at) if at.date() == now.date() => format!("Today {}", words::locale().time(at.time())),
        Next::Planned(at) => words::day_and_time(at),
        Next::Around(on) if on < now.date() => "Time for the next half hour".to_owned(),
        Next::Around(on) => format!("Around {}", words::date(on)),
        Next::Open => String::new(),
    }
}

/// A question and what belongs to it: side by side, or one under the other on a narrow window.
fn row(ui: &mut Ui, question: &str, add: impl FnOnce(&mut Ui)) {
    let soft = theme::of(ui).ink_soft;
    let label = Label::new(parts::text(question, Size::Body, soft)).wrap();
    if ui.available_width() < 480.0 {
        ui.add(label);
        ui.vertical(add);
        ui.add_space(8.0);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(QUESTIONS - 24.0, 20.0), |ui| {
            ui.set_width(QUESTIONS - 24.0);
            ui.add(label);
        });
        ui.add_space(16.0);
        ui.vertical(add);
    });
    ui.add_space(8.0);
}

fn points(ui: &mut Ui, of: impl Iterator<Item = impl Into<String>>) {
    let ink = theme::of(ui).ink;
    for text in of {
        ui.add(Label::new(parts::text(text, Size::Body, ink)).wrap());
    }
}

fn marked(ui: &mut Ui, icon: &str, kind: &str, text: &str) {
    let ink = theme::of(ui).ink;
    ui.horizontal_wrapped(|ui| {
        parts::icon_tag(ui, &format!("{icon} {kind}"));
        ui.add(Label::new(parts::text(text, Size::Body, ink)).wrap());
    });
}

fn due_ui(ui: &mut Ui, today: &Today<'_>, now: DateTime, out: &mut Vec<Ask>) {
    for it in &today.missed {
        line(ui, &it.says, |ui| {
            if parts::secondary(ui, "We met…").clicked() {
                out.push(Ask::Go(Place::Peer(it.peer.id)));
            }
            if parts::quiet(ui, "Let it go").clicked() {
                out.push(ask::run(Command::Method(MethodCommand::SkipPlan(it.peer.id))));
            }
        });
    }
    if !today.heads_ups.is_empty() {
        parts::heading(ui, "Heads-ups due", Size::Body, 2);
    }
    for it in &today.heads_ups {
        line(ui, &it.says, |ui| {
            if parts::secondary(ui, "Told").on_hover_text("You told them").clicked() {
                let told = Some(Told { on: now.date(), how: "Told".to_owned() });
                out.push(ask::run(Command::Method(MethodCommand::SetTold(it.peer.id, it.entry.id, told))));
            }
            if parts::quiet(ui, &format!("{} Copy text", icon::COPY)).clicked() {
                out.push(Ask::Copy(it.entry.text.clone()));
            }
        });
    }
    for it in &today.given {
        line(ui, &it.says, |ui| {
            if parts::secondary(ui, "Heard").clicked() {
                out.push(ask::list(it.peer.id, ListCommand::Heard(it.entry.id)));
            }
        });
    }
    for it in &today.promises {
        line(ui, &it.says, |ui| {
            if parts::secondary(ui, "Done").clicked() {
                let set = MethodCommand::SetPromise(it.peer.id, it.entry.id, Some(now.date()));
                out.push(ask::run(Command::Method(set)));
            }
            if parts::quiet(ui, "Later").clicked() {
                out.push(later(&it.key, now));
            }
        });
    }
}

/// A sentence, and at its end what can be done about it.
fn line(ui: &mut Ui, says: &str, add: impl FnOnce(&mut Ui)) {
    let ink = theme::of(ui).ink;
    ui.add(Label::new(parts::text(says, Size::Body, ink)).wrap());
    ui.horizontal_wrapped(add);
    ui.add_space(8.0);
}

fn later(key: &str, now: DateTime) -> Ask {
    let until = now.date().saturating_add(1.week());
    ask::run(Command::Method(MethodCommand::Snooze(key.to_owned(), Some(until))))
}

fn suggestion_ui(ui: &mut Ui, today: &Today<'_>, now: DateTime, out: &mut Vec<Ask>) {
    let Some(suggestion) = &today.suggestion else { return };
    let t = theme::of(ui);
    parts::rule(ui);
    ui.add(Label::new(parts::text(&suggestion.says, Size::Body, t.ink_soft)).wrap());
    if let Some(copy) = &suggestion.copy {
        ui.add(Label::new(parts::text(copy, Size::Body, t.ink)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if let Some(copy) = &suggestion.copy
            && parts::quiet(ui, &format!("{} Copy", icon::COPY)).clicked()
        {
            out.push(Ask::Copy(copy.clone()));
        }
        if let Some(peer) = suggestion.about
            && parts::quiet(ui, "Open").clicked()
        {
            out.push(Ask::Go(Place::Peer(peer)));
        }
        if parts::quiet(ui, "Later").on_hover_text("Not for a week").clicked() {
            out.push(later(&suggestion.key, now));
        }
    });
}

/// What can be done instead of the planned half hour; cancelling comes last.
pub(super) fn instead_ui(ui: &mut Ui, peer: &PeerView, free: &[DateTime], now: DateTime, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let Some(plan) = method::open_plan(peer) else { return };
    let ways = method::ways(peer, plan, free, words::as_of(now));
    parts::heading(ui, "Can't make it", Size::Heading, 1);
    if let Some(second) = ways.second_move {
        ui.add(Label::new(parts::text(second, Size::Body, t.ink)).wrap());
    }
    for way in &ways.ways {
        ui.add_space(4.0);
        ui.add(Label::new(parts::text(&way.sentence, Size::Body, t.ink)).wrap());
        ui.horizontal_wrapped(|ui| {
            if parts::secondary(ui, &format!("{} Copy", icon::COPY)).clicked() {
                out.push(Ask::Copy(way.sentence.clone()));
            }
            if let method::Instead::Time(at) = way.instead
                && parts::quiet(ui, "Move it there").clicked()
            {
                let zone = plan.zone.clone();
                let moved = MethodCommand::Plan { peer: peer.id, at, zone, minutes: plan.minutes };
                out.push(ask::run(Command::Method(moved)));
                out.push(Ask::Open(None));
            }
            if way.instead == method::Instead::Skip && parts::quiet(ui, "Skip this one").clicked() {
                out.push(ask::run(Command::Method(MethodCommand::SkipPlan(peer.id))));
                out.push(Ask::Open(None));
            }
        });
    }
    if free.is_empty() {
        parts::caption(ui, "Open your exported calendar, and two free times near this one are offered too.");
    }
    parts::caption(ui, "A new time is set on their page. What was prepared goes with it.");
    if parts::quiet(ui, "Close").clicked() {
        out.push(Ask::Open(None));
    }
}
