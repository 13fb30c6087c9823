//! After the half hour: what stays of it is confirmed, somebody may be due a heads-up, and the next one gets a date.

use super::{HalfHour, Scene};
use crate::{
    window::{
        ask::{self, Ask},
        parts,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{CentralPanel, Frame, Label, Margin, ScrollArea, TextEdit, Ui, vec2};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use sideways_core::{
    id::PeerId,
    method::{
        self,
        half_hour::{After, Mark, Marked, Part, Press, Typed},
    },
    snapshot::{PeerView, SharingState, Who, Why},
};

/// Room for what a line is, before its words.
const WHAT: f32 = 140.0;
/// Narrower than this, words stand below what they are.
const NARROW: f32 = 480.0;

/// What is confirmed, and what is typed of the next date and of a heads-up's day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct AfterState {
    after: After,
    next: String,
    days: Vec<String>,
}

impl AfterState {
    pub(super) fn of(half_hour: &HalfHour, scene: &Scene<'_>) -> Self {
        let now = scene.now_here();
        let after = After::of(&half_hour.running, now.date());
        let days = after.marked.iter().map(|marked| marked.by.to_string()).collect();
        Self { after, next: next(scene.peer, now), days }
    }
}

/// The next one by the rhythm, at the hour of the planned one; nothing is put forward where there is no rhythm.
fn next(peer: &PeerView, now: DateTime) -> String {
    let time = method::open_plan(peer).map_or(jiff::civil::time(10, 0, 0, 0), |plan| plan.at.time());
    let next = peer.every.and_then(|every| method::next_date(now.date(), every));
    next.map(|on| on.to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

pub(super) fn after_ui(ui: &mut Ui, half_hour: &mut HalfHour, scene: &mut Scene<'_>) {
    let Some(mut state) = half_hour.after.take() else { return };
    let margin = if ui.available_width() < 620.0 { 20 } else { 48 };
    let frame =
        Frame::central_panel(ui.style()).inner_margin(Margin { left: margin, right: margin, top: 28, bottom: 0 });
    let mut back = false;
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            parts::centred(ui, |ui| {
                back = column_ui(ui, &mut state, scene);
                ui.add_space(40.0);
            });
        });
    });
    if back {
        half_hour.running.clock.press(Press::Resume, scene.now.unix_ms);
    } else {
        half_hour.after = Some(state);
    }
}

/// Whether the half hour goes on after all.
fn column_ui(ui: &mut Ui, state: &mut AfterState, scene: &mut Scene<'_>) -> bool {
    let t = theme::of(ui);
    let name = words::called(&scene.peer.name);
    parts::heading(ui, &format!("After the half hour with {name}"), Size::Title, 1);
    parts::caption(ui, "Under two minutes. What you don't keep is gone; nothing is shared unless you say so.");
    ui.add_space(12.0);

    parts::heading(ui, &format!("What keeps {name} up at night"), Size::Body, 2);
    let edit = TextEdit::multiline(&mut state.after.words).desired_rows(2).desired_width(f32::INFINITY);
    edit.hint_text("One line, as they'd say it").show(ui).response.response.accessible_name("Their words");
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("It was", Size::Body, t.ink_soft));
        for (why, words) in [(Why::Standing, "standing"), (Why::Trouble, "trouble"), (Why::JustBecause, "just because")]
        {
            let chosen = state.after.why == Some(why);
            if ui.selectable_label(chosen, words).clicked() {
                state.after.why = (!chosen).then_some(why);
            }
        }
    });
    ui.add_space(12.0);

    let kept = state.after.marked.iter().any(|marked| marked.line.mark != Mark::HeadsUp);
    if kept {
        parts::heading(ui, "Offers, asks and promises", Size::Body, 2);
    }
    let shared = matches!(scene.peer.sharing.state, SharingState::Shared);
    for (nth, marked) in state.after.marked.iter_mut().enumerate().filter(|(_, it)| it.line.mark != Mark::HeadsUp) {
        ui.push_id(nth, |ui| marked_ui(ui, marked, &name, shared));
    }
    heads_ups_ui(ui, state, scene);
    ui.add_space(12.0);

    parts::heading(ui, "The next half hour", Size::Body, 2);
    let next = parts::bare_field(ui, &mut state.next, "2026-12-03 10:00", 220.0);
    next.accessible_name("Day and time of the next half hour");
    let at: Option<DateTime> = state.next.trim().replace(' ', "T").parse().ok();
    let open = state.next.trim().is_empty();
    let says = match at {
        Some(at) => format!("{}.", words::day_and_time(at)),
        None if open => "Empty: the rhythm says when.".to_owned(),
        None => "Write it as year, month, day and time, like 2026-12-03 10:00.".to_owned(),
    };
    parts::caption(ui, says);
    ui.add_space(16.0);

    let days: Option<Vec<Date>> = state.days.iter().map(|day| day.trim().parse().ok()).collect();
    let ready = (at.is_some() || open) && days.is_some();
    let mut back = false;
    ui.horizontal_wrapped(|ui| {
        if parts::primary(ui, "Done").clicked() && ready {
            for (marked, day) in state.after.marked.iter_mut().zip(days.unwrap_or_default()) {
                marked.by = day;
            }
            let zone = scene.zone.iana_name().unwrap_or("UTC").to_owned();
            let minutes = method::open_plan(scene.peer).map_or(30, |plan| plan.minutes);
            let next = at.map(|at| (at, zone, minutes));
            scene.out.push(ask::run(state.after.commands(scene.peer.id, next)));
        }
        back = parts::quiet(ui, "Back to the half hour").clicked();
        if parts::quiet(ui, "Keep nothing of it").clicked() {
            scene.out.push(Ask::Forget(scene.peer.id));
        }
    });
    if days_unread(&state.days) {
        parts::caption(ui, "Write the day of a heads-up as year, month, day, like 2026-12-03.");
    }
    back
}

fn days_unread(days: &[String]) -> bool {
    days.iter().any(|day| day.trim().parse::<Date>().is_err())
}

fn marked_ui(ui: &mut Ui, marked: &mut Marked, name: &str, shared: bool) {
    let what = match marked.line.mark {
        Mark::Offer(Who::Me) => "You offer".to_owned(),
        Mark::Offer(Who::Them) => format!("{name} offers"),
        Mark::Ask(Who::Me) => "You ask".to_owned(),
        Mark::Ask(Who::Them) => format!("{name} asks"),
        Mark::Promise(Who::Me) => "You said you'd".to_owned(),
        Mark::Promise(Who::Them) => format!("{name} said they'd"),
        Mark::Said | Mark::HeadsUp => "Heads-up".to_owned(),
    };
    let mut fields = |ui: &mut Ui| {
        let kept = |ui: &mut Ui| {
            ui.set_min_width(WHAT);
            ui.checkbox(&mut marked.kept, &what).on_hover_text("Kept, only on your devices");
        };
        ui.allocate_ui(vec2(WHAT, 32.0), kept);
        let width = ui.available_width();
        let field = parts::bare_field(ui, &mut marked.line.text, "", width);
        field.accessible_name(format!("{what}, the words"));
    };
    if ui.available_width() < NARROW {
        fields(ui);
    } else {
        ui.horizontal(fields);
    }
    if matches!(marked.line.mark, Mark::Offer(_) | Mark::Ask(_)) && marked.kept {
        Frame::new().inner_margin(Margin { left: 28, ..Margin::ZERO }).show(ui, |ui| {
            let list = if shared {
                format!("Into the shared list too: {name} will see exactly these words")
            } else {
                format!("Into the list with {name} too, which nobody else has yet")
            };
            ui.checkbox(&mut marked.listed, list);
        });
    }
}

fn heads_ups_ui(ui: &mut Ui, state: &mut AfterState, scene: &Scene<'_>) {
    ui.add_space(12.0);
    parts::heading(ui, "Heads-up for anyone?", Size::Body, 2);
    let days = &mut state.days;
    for (nth, marked) in state.after.marked.iter_mut().enumerate() {
        if marked.line.mark != Mark::HeadsUp {
            continue;
        }
        let Some(day) = days.get_mut(nth) else { continue };
        ui.push_id(nth, |ui| heads_up_ui(ui, marked, day, scene));
    }
    if parts::quiet_small(ui, "Somebody should hear something").clicked() {
        let line = Typed { part: Part::Together, text: String::new(), mark: Mark::HeadsUp };
        let by = state.after.on.saturating_add(jiff::Span::new().days(7));
        days.push(by.to_string());
        state.after.marked.push(Marked { line, kept: true, listed: false, for_whom: None, by });
    }
}

fn heads_up_ui(ui: &mut Ui, marked: &mut Marked, day: &mut String, scene: &Scene<'_>) {
    let whom = |id: Option<PeerId>| {
        let id = id.unwrap_or(scene.peer.id);
        let peer = scene.view.snapshot.peers.iter().find(|peer| peer.id == id);
        peer.map_or_else(String::new, |peer| words::called(&peer.name))
    };
    let narrow = ui.available_width() < NARROW;
    let words = |ui: &mut Ui, kept: &mut bool, text: &mut String| {
        ui.checkbox(kept, "").accessible_name("Keep this heads-up");
        let width = ui.available_width() - if narrow { 0.0 } else { 290.0 };
        let field = parts::bare_field(ui, text, "What is coming", width);
        field.accessible_name("Heads-up, the words");
    };
    if narrow {
        ui.horizontal(|ui| words(ui, &mut marked.kept, &mut marked.line.text));
    }
    ui.horizontal(|ui| {
        if !narrow {
            words(ui, &mut marked.kept, &mut marked.line.text);
        }
        ui.menu_button(format!("for {}", whom(marked.for_whom)), |ui| {
            for peer in scene.view.snapshot.peers.iter().filter(|peer| peer.closed.is_none()) {
                if ui.button(words::visible(&peer.name)).clicked() {
                    marked.for_whom = Some(peer.id);
                }
            }
        });
        ui.add(Label::new(parts::text("by", Size::Body, theme::of(ui).ink_soft)));
        parts::bare_field(ui, day, "2026-12-03", 120.0).accessible_name("By which day they should hear it");
    });
}
