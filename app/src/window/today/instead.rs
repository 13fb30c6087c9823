//! What can be done instead of the planned half hour; cancelling comes last.

use crate::{
    window::{
        ask::{self, Ask},
        icon, parts,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Label, Ui};
use jiff::civil::DateTime;
use sideways_core::{
    command::{Command, MethodCommand},
    method,
    snapshot::PeerView,
};

/// What can be done instead of the planned half hour; cancelling comes last.
pub(in crate::window) fn instead_ui(
    ui: &mut Ui,
    peer: &PeerView,
    free: &[DateTime],
    now: DateTime,
    out: &mut Vec<Ask>,
) {
    let t = theme::of(ui);
    parts::heading(ui, "Can’t make it", Size::Heading, 1);
    let Some(plan) = method::open_plan(peer) else {
        parts::caption(ui, "Nothing is planned with them just now.");
        if parts::calm(ui, "Close").clicked() {
            out.push(Ask::Open(None));
        }
        return;
    };
    let ways = method::ways(peer, plan, free, words::as_of(now));
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
    parts::foot(ui, "instead", theme::of(ui).sheet, |ui| {
        if parts::calm(ui, "Close").clicked() {
            out.push(Ask::Open(None));
        }
    });
}
