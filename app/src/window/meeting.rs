//! The half hour under way: it takes the window, one part at a time, and is kept with every line.

mod after;
mod clock_bars;
mod typed;

use super::{
    ask::{Ask, Place},
    icon, parts,
    theme::{self, Size},
    typing::Drafts,
};
use crate::{desk::View, words};
use after::AfterState;
use eframe::egui::{Align, CentralPanel, Frame, Key, Label, Layout, Margin, Modifiers, Panel, ScrollArea, Ui, vec2};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sideways_core::{
    command::{Choice, Command, MethodCommand},
    id::PeerId,
    method::{
        self, Brief,
        half_hour::{Face, Part, Press, Running},
    },
    snapshot::{Field, Moment, PeerView, Point},
};

/// A half hour with one peer, as far as it has come.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct HalfHour {
    running: Running,
    /// What is confirmed after it, once it is over.
    after: Option<AfterState>,
}

/// What drawing it needs.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View,
    pub(super) peer: &'a PeerView,
    pub(super) drafts: &'a mut Drafts,
    pub(super) now: Moment,
    pub(super) zone: &'a TimeZone,
    pub(super) out: &'a mut Vec<Ask>,
}

impl HalfHour {
    /// Begins one, as long as it was planned.
    pub(super) fn begin(peer: &PeerView, now: Moment) -> Self {
        let minutes = method::open_plan(peer).map_or(30, |plan| plan.minutes);
        Self { running: Running::begin(minutes, now.unix_ms), after: None }
    }

    /// The one that was under way when the window was last closed; nothing if what was kept can't be read.
    pub(super) fn restored(drafts: &mut Drafts, peer: PeerId) -> Option<Self> {
        let kept = &drafts.field(Field::HalfHour(peer)).text;
        let mut kept: Self = (!kept.is_empty()).then(|| serde_json::from_str(kept).ok()).flatten()?;
        if let Some(after) = &mut kept.after {
            after.take_up(&kept.running);
        }
        Some(kept)
    }

    /// Keeps it as it is, so that a crash loses nothing; within a second, as everything that is typed.
    pub(super) fn keep(&self, drafts: &mut Drafts, peer: PeerId, time: f64) {
        if let Ok(text) = serde_json::to_string(self) {
            let typing = drafts.field(Field::HalfHour(peer));
            if typing.text != text {
                typing.text = text;
                typing.changed(time);
            }
        }
    }
}

pub(super) fn meeting_ui(ui: &mut Ui, half_hour: &mut HalfHour, scene: &mut Scene<'_>) {
    let before = half_hour.clone();
    if half_hour.after.is_some() {
        after::after_ui(ui, half_hour, scene);
    } else {
        running_ui(ui, half_hour, scene);
    }
    if *half_hour != before {
        let time = ui.input(|input| input.time);
        half_hour.keep(scene.drafts, scene.peer.id, time);
    }
}

fn running_ui(ui: &mut Ui, half_hour: &mut HalfHour, scene: &mut Scene<'_>) {
    let field = typed::field_id(scene.peer.id);
    let keys = typed::keys(ui, field);
    for key in keys.marks {
        half_hour.running.mark(key);
    }
    if keys.leave {
        scene.out.push(Ask::Go(Place::Peer(scene.peer.id)));
    }
    if keys.next {
        go_on(half_hour, scene);
    }
    let face = half_hour.running.clock.face(scene.now.unix_ms);
    if let Some(next) = face.next_change_ms {
        let wait = u64::try_from(next.saturating_sub(scene.now.unix_ms)).unwrap_or(0);
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(wait.max(1_000)));
    }
    let narrow = ui.available_width() < 620.0;
    let margin = if narrow { 20 } else { 48 };
    let page = theme::of(ui).page;
    let bar = Frame::new().fill(page).inner_margin(Margin { left: margin, right: margin, top: 18, bottom: 8 });
    Panel::top("half hour head").frame(bar).show_separator_line(false).show(ui, |ui| head_ui(ui, scene));
    let bar = Frame::new().fill(page).inner_margin(Margin { left: margin, right: margin, top: 8, bottom: 24 });
    Panel::bottom("half hour foot")
        .frame(bar)
        .show_separator_line(false)
        .show(ui, |ui| foot_ui(ui, half_hour, &face, scene));
    let frame =
        Frame::central_panel(ui.style()).inner_margin(Margin { left: margin, right: margin, top: 8, bottom: 0 });
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let width = ui.available_width().min(theme::MEETING_WIDTH);
        let left = (ui.available_width() - width) / 2.0;
        ui.horizontal_top(|ui| {
            ui.add_space(left);
            ui.vertical(|ui| {
                ui.set_width(width);
                clock_bars::bars_ui(ui, &face, &words::called(&scene.peer.name));
                let room = ui.available_height();
                ScrollArea::vertical().auto_shrink([false, false]).stick_to_bottom(true).show(ui, |ui| {
                    ui.add_space((room * 0.16).clamp(12.0, 120.0));
                    part_ui(ui, half_hour, &face, scene, narrow);
                });
            });
        });
    });
    typed::focus(ui, field, keys.next || keys.first);
}

/// To the next part; after the last comes what stays of it.
fn go_on(half_hour: &mut HalfHour, scene: &Scene<'_>) {
    let clock = &half_hour.running.clock;
    let part = clock.face(scene.now.unix_ms).part;
    half_hour.running.enter(part);
    if part == Part::Together {
        half_hour.running.clock.press(Press::Pause, scene.now.unix_ms);
        half_hour.after = Some(AfterState::of(half_hour, scene));
    } else {
        half_hour.running.clock.press(Press::NextPart, scene.now.unix_ms);
    }
}

fn head_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let t = theme::of(ui);
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 150.0).max(80.0);
        ui.allocate_ui(vec2(room, 32.0), |ui| {
            ui.set_max_width(room);
            ui.horizontal(|ui| {
                parts::name_heading(ui, &scene.peer.name, Size::Body, 1);
                parts::short(ui, &scene.peer.department, Size::Body, t.ink_soft);
            });
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::quiet(ui, "Leave").on_hover_text("It goes on, and waits for you. Esc").clicked() {
                scene.out.push(Ask::Go(Place::Peer(scene.peer.id)));
            }
            let now = scene.now_here().time();
            ui.label(parts::text(words::locale().time(now), Size::Body, t.ink_soft));
        });
    });
}

fn foot_ui(ui: &mut Ui, half_hour: &mut HalfHour, face: &Face, scene: &mut Scene<'_>) {
    let says = face.says.map(|says| format!(". {says}")).unwrap_or_default();
    let private = format!("{} Only on your devices{says}", icon::LOCK);
    let next = match face.part {
        Part::Theirs => format!("Next: {}", Part::Mine.opening()),
        Part::Mine => format!("Next: {}", Part::Together.opening()),
        Part::Together => "End the half hour".to_owned(),
    };
    let mut button = |ui: &mut Ui| {
        let pressed = if face.part == Part::Together { parts::primary(ui, &next) } else { parts::secondary(ui, &next) };
        if pressed.on_hover_text("Tab").clicked() {
            go_on(half_hour, scene);
        }
    };
    if ui.available_width() < 560.0 {
        parts::icon_caption(ui, &private);
        ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), &mut button));
        return;
    }
    ui.horizontal(|ui| {
        ui.allocate_ui(eframe::egui::vec2(ui.available_width() - 300.0, 20.0), |ui| {
            ui.set_width(ui.available_width());
            parts::icon_caption(ui, &private);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), &mut button);
    });
}

fn part_ui(ui: &mut Ui, half_hour: &mut HalfHour, face: &Face, scene: &mut Scene<'_>, narrow: bool) {
    let size = if narrow { Size::Title } else { Size::Question };
    let question = parts::heading(ui, face.part.opening(), size, 2);
    // The focus stays in the line, so the new question is told.
    ui.ctx().accesskit_node_builder(question.id, |node| node.set_live(eframe::egui::accesskit::Live::Polite));
    ui.add_space(4.0);
    let as_of = words::as_of(scene.now_here());
    let brief = method::prepare(scene.peer, as_of);
    brief_ui(ui, &brief, face.part, scene.peer, scene.out);
    ui.add_space(16.0);
    typed::lines_ui(ui, half_hour, face.part, scene);
}

/// What was prepared for this part: their last words, what to talk about, offers before asks.
fn brief_ui(ui: &mut Ui, brief: &Brief<'_>, part: Part, peer: &PeerView, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let say = |ui: &mut Ui, text: String| ui.add(Label::new(parts::text(text, Size::Lead, t.ink_soft)).wrap());
    match part {
        Part::Theirs => {
            match brief.words.first() {
                Some(said) => say(ui, format!("Last time, on {}: “{}”", words::date(said.on), said.text)),
                None => say(ui, "Write it as they’d say it.".to_owned()),
            };
            for promise in brief.promises.mine.iter() {
                say(ui, format!("You said: {}", promise.text));
            }
            points_ui(ui, &brief.theirs.points, peer, out);
        }
        Part::Mine => {
            if let Some(published) = brief.mine.published {
                say(ui, published.to_owned());
            }
            points_ui(ui, &brief.mine.points, peer, out);
        }
        Part::Together => {
            let together = &brief.together;
            for (kind, items) in [
                ("Offer", &together.offers),
                ("Idea", &together.ideas),
                ("They ask", &together.they_ask),
                ("Ask", &together.asks),
            ] {
                if kind == "Ask" && together.asks_folded {
                    continue;
                }
                for item in items {
                    say(ui, format!("{kind}: {}", item.text()));
                }
            }
        }
    }
}

fn points_ui(ui: &mut Ui, points: &[&Point], peer: &PeerView, out: &mut Vec<Ask>) {
    for point in points {
        let mut done = point.done;
        let text = words::shown(&point.text);
        if ui.checkbox(&mut done, text).on_hover_text("You talked about it").changed() {
            let set = MethodCommand::SetPoint(peer.id, point.id, Choice::Yes);
            out.push(super::ask::run(Command::Method(set)));
        }
    }
}

impl Scene<'_> {
    fn now_here(&self) -> jiff::civil::DateTime {
        self.now.zoned(self.zone).datetime()
    }
}

/// Whether a key was pressed; it is then nobody else's.
fn pressed(ui: &mut Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}
