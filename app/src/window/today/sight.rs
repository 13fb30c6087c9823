//! What the calendar that is kept in sight says of half hours, each with its one answer.

use super::{
    Scene, TodayState,
    due::{MET, later, met_ui, row},
};
use crate::window::{
    ask::{self, Ask, Opens},
    form, icon, parts, source,
};
use eframe::egui::Ui;
use jiff::ToSpan;
use sideways_core::{
    command::{Command, MethodCommand},
    method::{self, InSight, Sighted},
};

pub(super) fn sight_ui(ui: &mut Ui, state: &mut TodayState, scene: &mut Scene<'_>) {
    if let Some((_, failure)) = &scene.sight.failed {
        source::failed_ui(ui, failure);
        ui.horizontal_wrapped(|ui| {
            if parts::quiet(ui, "Look again").clicked() {
                scene.out.push(Ask::LookAgain);
            }
        });
        ui.add_space(8.0);
    }
    let Some(with) = scene.sight.with() else { return };
    let snapshot = &scene.view.snapshot;
    let all = method::in_sight(snapshot, with, crate::words::as_of(scene.now), scene.zone);
    for it in &all {
        if let Sighted::Held { at } = it.what
            && state.met == Some((it.peer.id, at))
        {
            met_ui(ui, (it.peer, at), &it.says, state, scene);
            continue;
        }
        row(ui, Some(icon::CALENDAR), &it.says, "", |ui| answers(ui, it, state, scene));
    }
    if !all.is_empty() {
        ui.add_space(12.0);
    }
}

fn answers(ui: &mut Ui, it: &InSight<'_>, state: &mut TodayState, scene: &mut Scene<'_>) {
    let peer = it.peer.id;
    match &it.what {
        Sighted::Held { at } => {
            if parts::secondary(ui, "Yes, write a line").clicked() {
                state.met = Some((peer, *at));
                form::opens(ui, MET);
            }
            if parts::quiet(ui, "No").on_hover_text("It isn’t asked again").clicked() {
                let until = scene.now.date().saturating_add(2.months());
                scene.out.push(ask::run(Command::Method(MethodCommand::Snooze(it.key.clone(), Some(until)))));
            }
            return;
        }
        Sighted::Moved { at, zone, minutes } => {
            if parts::secondary(ui, "Move it here too").clicked() {
                let plan = MethodCommand::Plan { peer, at: *at, zone: zone.clone(), minutes: *minutes };
                scene.out.push(ask::run(Command::Method(plan)));
            }
        }
        Sighted::Gone => {
            if parts::secondary(ui, "Move…").on_hover_text("To another day and time").clicked() {
                scene.out.push(Ask::GoTo(peer, Opens::Plan));
            }
            if parts::quiet(ui, "Skip this one").on_hover_text("What was prepared stays for the next one").clicked() {
                scene.out.push(ask::run(Command::Method(MethodCommand::SkipPlan(peer))));
            }
        }
        Sighted::New { at, zone: Some(zone), minutes } => {
            if parts::secondary(ui, "Plan it here too").clicked() {
                let plan = MethodCommand::Plan { peer, at: *at, zone: zone.clone(), minutes: *minutes };
                scene.out.push(ask::run(Command::Method(plan)));
            }
        }
        Sighted::New { zone: None, .. } => {
            if parts::secondary(ui, "Plan…").clicked() {
                scene.out.push(Ask::GoTo(peer, Opens::Plan));
            }
        }
    }
    if parts::quiet(ui, "Later").on_hover_text("Not for a week").clicked() {
        scene.out.push(later(&it.key, scene.now));
    }
}
