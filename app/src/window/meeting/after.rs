//! After the half hour: what stays of it is confirmed, somebody may be due a heads-up, and the next one gets a date.

use super::{HalfHour, Scene};
use crate::{
    window::{
        ask::{self, Ask},
        bare_box::bare_box,
        menu, parts,
        said_date::{self, WallClock},
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Button, CentralPanel, Frame, Id, Label, Margin, ScrollArea, Ui, vec2};
use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use sideways_core::{
    id::PeerId,
    method::{
        self,
        half_hour::{After, Mark, Marked, Part, Press, Running, Slot, Typed},
    },
    snapshot::{Field, PeerView, SharingState, Who, Why},
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
        let days = after.marked.iter().map(|it| said_date::day_in_field(method::working_day(it.by))).collect();
        Self { after, next: next(scene.peer, now, scene.zone), days }
    }

    /// Takes up what an older version wrote down otherwise.
    pub(super) fn take_up(&mut self, running: &Running) {
        self.after.take_up(running);
    }
}

/// The next one by the rhythm, at the hour of the planned one; nothing is put forward where there is no rhythm.
fn next(peer: &PeerView, now: DateTime, zone: &TimeZone) -> String {
    let next = peer.every.and_then(|every| method::next_date(now.date(), every));
    next.map(|on| said_date::in_field(method::offered(on, usual(peer, zone), words::as_of(now)))).unwrap_or_default()
}

/// The hour of the planned one, on the clock here.
fn usual(peer: &PeerView, zone: &TimeZone) -> Time {
    let planned = method::open_plan(peer).map(|plan| method::Planned { at: plan.at, zone: plan.zone.clone() });
    planned.map_or(said_date::TEN, |planned| method::local(&planned, zone).time())
}

pub(super) fn after_ui(ui: &mut Ui, half_hour: &mut HalfHour, scene: &mut Scene<'_>) {
    let Some(mut state) = half_hour.after.take() else { return };
    let margin = if ui.available_width() < 620.0 { 20 } else { 48 };
    // The margins are inside, so that what scrolls them stands at the window's edge.
    let around = Margin { left: margin, right: margin, top: 28, bottom: 0 };
    let mut back = false;
    CentralPanel::default().frame(Frame::central_panel(ui.style()).inner_margin(0)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(around).show(ui, |ui| {
                parts::centred(ui, |ui| {
                    back = column_ui(ui, &mut state, scene);
                    ui.add_space(40.0);
                });
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
    parts::caption(ui, "Under two minutes. What you don’t keep is gone; nothing is shared unless you say so.");
    ui.add_space(12.0);

    parts::heading(ui, &format!("What keeps {name} up at night"), Size::Body, 2);
    let hint = "One line, as they’d say it";
    parts::lines_field(ui, &mut state.after.words, hint, "Their words").accessible_name("Their words");
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("It was", Size::Body, t.ink_soft));
        for (why, words) in [
            (Why::Standing, "standing"),
            (Why::Trouble, "trouble"),
            (Why::JustBecause, "just because"),
            (Why::InPerson, "in person"),
        ] {
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
    said_ui(ui, &mut state.after, &name);
    ui.add_space(12.0);

    parts::heading(ui, "The next half hour", Size::Body, 2);
    let open = state.next.trim().is_empty();
    let usual = usual(scene.peer, scene.zone);
    let clock = words::zone_name(scene.zone).and_then(|zone| WallClock::of(zone, scene.now, scene.zone));
    let read = match &clock {
        Some(clock) => {
            let field = ui.horizontal(|ui| said_date::time_field(ui, &mut state.next, clock, usual, 300.0)).inner;
            field.accessible_name("Day and time of the next half hour");
            let read = (!open).then(|| clock.read(&state.next, Some(usual)));
            let empty = || "Empty: the rhythm says when.".to_owned();
            said_date::heard(ui, &read.as_ref().map_or_else(empty, |read| clock.says(read)));
            read
        }
        None => {
            said_date::zone_ui(ui, scene.out);
            None
        }
    };
    ui.add_space(16.0);

    let at = read.and_then(Result::ok).map(|it| it.at);
    let today = scene.now_here().date();
    let days: Option<Vec<Date>> =
        state.days.iter().map(|day| said_date::read_day(day, today).ok().map(|it| it.at)).collect();
    let ready = (at.is_some() || open) && days.is_some();
    let mut back = false;
    parts::foot(ui, "after", t.page, |ui| {
        if parts::primary(ui, "Done").clicked() && ready {
            for (marked, day) in state.after.marked.iter_mut().zip(days.unwrap_or_default()) {
                marked.by = day;
            }
            let minutes = method::open_plan(scene.peer).map_or(30, |plan| plan.minutes);
            let next = at.zip(clock.map(|clock| clock.zone)).map(|(at, zone)| (at, zone, minutes));
            scene.drafts.field(Field::HalfHour(scene.peer.id)).enters();
            scene.out.push(ask::run(state.after.commands(scene.peer.id, next)));
        }
        ui.add_space(8.0);
        back = parts::quiet(ui, "Back to the half hour").clicked();
        if parts::quiet(ui, "Keep nothing of it").clicked() {
            scene.out.push(Ask::Forget(scene.peer.id));
        }
    });
    back
}

fn marked_ui(ui: &mut Ui, marked: &mut Marked, name: &str, shared: bool) {
    let what = match marked.line.mark {
        Mark::Offer(Who::Me) => "You offer".to_owned(),
        Mark::Offer(Who::Them) => format!("{name} offers"),
        Mark::Ask(Who::Me) => "You ask".to_owned(),
        Mark::Ask(Who::Them) => format!("{name} asks"),
        Mark::Promise(Who::Me) => "You said you’d".to_owned(),
        Mark::Promise(Who::Them) => format!("{name} said they’d"),
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
                format!("Into the list with {name} too")
            } else {
                format!("Into the list with {name} too, which is only on this computer yet")
            };
            ui.checkbox(&mut marked.listed, list);
            if shared && marked.listed {
                let t = theme::of(ui);
                parts::shared_frame(ui, &format!("{name} will see"), t.page, |ui| {
                    ui.set_width(ui.available_width());
                    ui.add(Label::new(parts::text(&marked.line.text, Size::Body, t.ink)).wrap());
                });
            }
        });
    }
}

/// What was typed and not marked: kept as it is, a line each.
fn said_ui(ui: &mut Ui, after: &mut After, name: &str) {
    let alone: Vec<bool> = after.said.iter().map(|it| after.stands_alone(it)).collect();
    if !alone.contains(&true) {
        return;
    }
    ui.add_space(12.0);
    parts::heading(ui, "What you typed besides", Size::Body, 2);
    for (nth, (said, _)) in after.said.iter_mut().zip(&alone).filter(|(_, alone)| **alone).enumerate() {
        let what = match said.part {
            Part::Theirs => words::kept(Slot::Also(0), name),
            Part::Mine => words::kept(Slot::Mine(0), name),
            Part::Together => words::kept(Slot::Together(0), name),
        };
        let mut fields = |ui: &mut Ui| {
            ui.allocate_ui(vec2(WHAT, 32.0), |ui| {
                ui.set_min_width(WHAT);
                let kept = ui.checkbox(&mut said.kept, &what).on_hover_text("Kept, only on your devices");
                kept.accessible_name(format!("Keep: {}", words::visible(&said.text)));
            });
            let width = ui.available_width();
            let field = parts::bare_field(ui, &mut said.text, "", width);
            field.accessible_name(format!("{what}, the words"));
        };
        ui.push_id(("said", nth), |ui| {
            if ui.available_width() < NARROW {
                fields(ui);
            } else {
                ui.horizontal(fields);
            }
        });
    }
}

fn heads_ups_ui(ui: &mut Ui, state: &mut AfterState, scene: &Scene<'_>) {
    ui.add_space(12.0);
    parts::heading(ui, "Heads-up for anyone?", Size::Body, 2);
    let days = &mut state.days;
    let added = Id::unique("a heads-up was added");
    let fresh = ui.data_mut(|data| data.remove_temp::<usize>(added));
    for (nth, marked) in state.after.marked.iter_mut().enumerate() {
        if marked.line.mark != Mark::HeadsUp {
            continue;
        }
        let Some(day) = days.get_mut(nth) else { continue };
        ui.push_id(nth, |ui| heads_up_ui(ui, marked, day, fresh == Some(nth), scene));
    }
    if parts::quiet_small(ui, "Somebody should hear something").clicked() {
        let line = Typed { part: Part::Together, text: String::new(), mark: Mark::HeadsUp };
        let by = method::working_day(state.after.on.saturating_add(jiff::Span::new().days(7)));
        days.push(said_date::day_in_field(by));
        // Its words are typed at once.
        ui.data_mut(|data| data.insert_temp(added, state.after.marked.len()));
        state.after.marked.push(Marked { line, kept: true, listed: false, for_whom: None, by });
    }
}

fn heads_up_ui(ui: &mut Ui, marked: &mut Marked, day: &mut String, fresh: bool, scene: &Scene<'_>) {
    let whom = |id: Option<PeerId>| {
        let id = id.unwrap_or(scene.peer.id);
        let peer = scene.view.snapshot.peers.iter().find(|peer| peer.id == id);
        peer.map_or_else(String::new, |peer| words::called(&peer.name))
    };
    let narrow = ui.available_width() < NARROW;
    let today = scene.now_here().date();
    let words = |ui: &mut Ui, kept: &mut bool, text: &mut String| {
        bare_box(ui, kept, "Keep this heads-up");
        let width = ui.available_width() - if narrow { 0.0 } else { 390.0 };
        let field = parts::bare_field(ui, text, "What is coming", width).accessible_name("Heads-up, the words");
        if fresh {
            field.request_focus();
            field.scroll_to_me(None);
        }
    };
    if narrow {
        ui.horizontal(|ui| words(ui, &mut marked.kept, &mut marked.line.text));
    }
    ui.horizontal(|ui| {
        if !narrow {
            words(ui, &mut marked.kept, &mut marked.line.text);
        }
        let button = ui.button(format!("for {}", whom(marked.for_whom)));
        menu::under(&button, "Who should hear it", |ui| {
            for peer in scene.view.snapshot.peers.iter().filter(|peer| peer.closed.is_none()) {
                if menu::row(ui, Button::new(words::visible(&peer.name))).clicked() {
                    marked.for_whom = Some(peer.id);
                }
            }
        });
        ui.add(Label::new(parts::text("by", Size::Body, theme::of(ui).ink_soft)));
        let width = if narrow { ui.available_width() } else { 220.0 };
        said_date::day_field(ui, day, today, width.min(220.0)).accessible_name("By which day they should hear it");
    });
    match said_date::read_day(day, today) {
        // What stands in the field is what was understood.
        Ok(it) if *day == said_date::day_in_field(it.at) && it.word.is_none() => {}
        Ok(it) => said_date::heard(ui, &it.sentence()),
        Err(unclear) => said_date::heard(ui, &unclear.to_string()),
    }
}
