//! The next half hour as a card, with its brief open.

use crate::{
    window::{
        ask::{self, Ask, Dialog, Opens},
        icon, parts,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::{civil::DateTime, tz::TimeZone};
use sideways_core::{
    command::{Command, MethodCommand},
    method::{self, Next, NextUp},
};

/// Width of the three questions in the card.
const QUESTIONS: f32 = 200.0;
/// Width of what a point is, before its words.
const MARKS: f32 = 62.0;

pub(super) fn card_ui(ui: &mut Ui, next: &NextUp<'_>, (now, zone): (DateTime, &TimeZone), out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let peer = next.peer;
    let margin = if ui.available_width() < 480.0 { 16 } else { 24 };
    parts::card_within(ui, margin, |ui| {
        ui.set_width(ui.available_width());
        let (at, about) = when(next.next, now);
        let size = if matches!(next.next, Next::Planned(_)) { Size::Heading } else { Size::Body };
        let wide = parts::one_line(ui, &at, size.strong(), t.ink, f32::INFINITY).size().x;
        let beside = wide + 160.0 < ui.available_width();
        let name = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            parts::name_heading(ui, &peer.name, Size::Heading, 2);
            parts::short(ui, &peer.department, Size::Body, t.ink_soft);
        };
        let time = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(parts::strong(at, size, t.ink));
            if !about.is_empty() {
                ui.label(parts::text(about, Size::Body, t.ink_soft));
            }
        };
        if beside {
            ui.horizontal_top(|ui| {
                let room = ui.available_width() - wide.max(150.0) - 16.0;
                ui.allocate_ui(vec2(room, 50.0), |ui| {
                    ui.set_width(room);
                    ui.vertical(name);
                });
                ui.with_layout(Layout::top_down(Align::Max), time);
            });
        } else {
            name(ui);
            time(ui);
        }
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
                None => drop(parts::caption(ui, "Write it as they’d say it.")),
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
                ui.spacing_mut().interact_size.y = Size::Body.line();
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
                out.push(Ask::GoTo(peer.id, Opens::Prepare));
            }
            if matches!(next.next, Next::Planned(_)) {
                let instead = |ui: &mut Ui| parts::quiet(ui, "Can’t make it…").clicked();
                let far = ui.available_width() > 110.0;
                let pressed =
                    if far { ui.with_layout(Layout::right_to_left(Align::Center), instead).inner } else { instead(ui) };
                if pressed {
                    out.push(Ask::Open(Some(Dialog::Instead(peer.id))));
                }
            }
        });
    });
}

/// When it is, and how far away that is where that says more.
fn when(next: Next, now: DateTime) -> (String, String) {
    match next {
        Next::Planned(at) if at.date() == now.date() => (words::locale().time(at.time()), soon(at, now)),
        Next::Planned(at) => {
            let days = now.date().until(at.date()).map_or(0, |span| span.get_days());
            let far = if days == 1 { "tomorrow".to_owned() } else { format!("in {days} days") };
            (words::day_and_time(at), if (1..=14).contains(&days) { far } else { String::new() })
        }
        Next::Around(on) if on < now.date() => ("Time for the next half hour".to_owned(), String::new()),
        Next::Around(on) => (format!("Around {}", words::date(on)), String::new()),
        Next::Open => (String::new(), String::new()),
    }
}

/// "in 50 minutes", "in 3 hours"; nothing once it began.
fn soon(at: DateTime, now: DateTime) -> String {
    let minutes = now.until(at).ok().and_then(|span| span.total(jiff::Unit::Minute).ok()).unwrap_or(0.0).round();
    match minutes as i64 {
        ..=0 => "now".to_owned(),
        1 => "in a minute".to_owned(),
        minutes @ 2..=90 => format!("in {minutes} minutes"),
        minutes => format!("in {} hours", (minutes + 30) / 60),
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
        ui.allocate_ui(vec2(QUESTIONS - 24.0, Size::Body.line()), |ui| {
            ui.set_width(QUESTIONS - 24.0);
            ui.add(label);
        });
        ui.add_space(16.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            add(ui);
        });
    });
    ui.add_space(4.0);
}

fn points(ui: &mut Ui, of: impl Iterator<Item = impl Into<String>>) {
    let ink = theme::of(ui).ink;
    for text in of {
        ui.add(Label::new(parts::text(text, Size::Body, ink)).wrap());
    }
}

/// What it is, and its words beside that: several lines of them stay beside it.
fn marked(ui: &mut Ui, icon: &str, kind: &str, text: &str) {
    let ink = theme::of(ui).ink;
    ui.horizontal_top(|ui| {
        // One column of them, so that the words stand in one as well.
        ui.allocate_ui(vec2(MARKS, Size::Body.line()), |ui| {
            ui.set_width(MARKS);
            ui.vertical(|ui| {
                ui.add_space(1.0);
                parts::icon_tag(ui, &format!("{icon} {kind}"));
            });
        });
        ui.vertical(|ui| ui.add(Label::new(parts::text(text, Size::Body, ink)).wrap()));
    });
}
