//! Today: the next one-on-one with its brief open, what somebody should hear, what passed, and one suggestion at most.

mod card;
mod due;
pub(super) mod instead;
mod sight;
mod suggestion;

use super::{
    ask::{Ask, Place},
    in_sight::InSight,
    parts,
    theme::{self, Size},
    typing::Drafts,
};
use crate::{desk::View, words};
use eframe::egui::{Label, Ui, vec2};
use jiff::{civil::DateTime, tz::TimeZone};
use sideways_core::{
    id::{EntryId, PeerId},
    method,
};
pub(super) use suggestion::leads_ui;

/// What is answered here and not finished.
#[derive(Debug, Default)]
pub(super) struct TodayState {
    /// We met at that time, and a line is written of it.
    met: Option<(PeerId, DateTime)>,
    /// I say how I told them of it.
    told: Option<EntryId>,
}

/// What it is drawn from.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View,
    pub(super) zone: &'a TimeZone,
    pub(super) now: DateTime,
    /// The calendar that is kept in sight.
    pub(super) sight: &'a InSight,
    pub(super) drafts: &'a mut Drafts,
    pub(super) out: &'a mut Vec<Ask>,
}

pub(super) fn today_ui(ui: &mut Ui, state: &mut TodayState, scene: &mut Scene<'_>) {
    let (view, zone, now) = (scene.view, scene.zone, scene.now);
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        parts::heading(ui, "Today", Size::Title, 1);
        let day = words::locale().weekday(now.date());
        ui.label(parts::text(day, Size::Lead, t.ink_soft));
    });
    ui.add_space(12.0);
    let today = method::today(&view.snapshot, words::as_of(now), zone);
    if let Some(quiet) = &today.quiet {
        ui.add(Label::new(parts::text(quiet, Size::Lead, t.ink)).wrap());
        ui.add_space(12.0);
    }
    if view.snapshot.peers.is_empty() {
        if parts::primary(ui, "Start with one").clicked() {
            scene.out.push(Ask::Go(Place::Peers));
        }
        return;
    }
    due::missed_ui(ui, &today, state, scene);
    sight::sight_ui(ui, state, scene);
    let (drafts, out) = (&mut *scene.drafts, &mut *scene.out);
    if let Some(next) = &today.next {
        card::card_ui(ui, next, (now, zone), out);
        ui.add_space(20.0);
    }
    due::due_ui(ui, &today, (state, drafts), now, out);
    suggestion::suggestion_ui(ui, &today, now, out);
}
