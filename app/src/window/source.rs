//! The calendar that is kept in sight, in Settings: what it is for, what it tells whom, and how it stands.

use super::{
    ask::Ask,
    form::Form,
    icon,
    in_sight::InSight,
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{Failure, View},
    files::{Source, Work},
    words,
};
use eframe::egui::{Label, Ui};
use sideways_core::snapshot::Setting;

const OFF: &str = "Off. One calendar that you name can be read when Sideways opens, and when you say so: it then asks “did you meet?” for the half hours in it, says when one moved, and offers free times.";
const WHAT: &str = "What is read stays in memory, and is only looked through for your peers. A file is read on this computer and nobody hears of it. An address is asked over https: whoever runs that calendar learns this computer’s internet address and when it asked. The address is a secret, so it is sealed like your notes, and is neither shown whole, synced nor exported.";

pub(super) fn source_ui(ui: &mut Ui, view: &View, sight: &mut InSight, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "A calendar kept in sight", Size::Lead, 2);
    let chosen = view.snapshot.settings.get(&Setting::Calendar).and_then(|text| Source::of(text).ok());
    match &chosen {
        None => drop(ui.add(Label::new(parts::text(OFF, Size::Body, soft)).wrap())),
        Some(source) => drop(ui.add(Label::new(parts::text(standing(source, sight), Size::Body, soft)).wrap())),
    }
    ui.add(Label::new(parts::text(WHAT, Size::Body, soft)).wrap());
    if let Some((_, failure)) = &sight.failed {
        failed_ui(ui, failure);
    }
    if sight.is_reading() {
        parts::caption(ui, "Reading it…");
    }
    if chosen.is_some() {
        ui.horizontal_wrapped(|ui| {
            if parts::secondary(ui, "Look again").clicked() {
                out.push(Ask::LookAgain);
            }
            if parts::quiet(ui, "Take it out of sight").on_hover_text("Forgets which calendar it was").clicked() {
                out.push(Ask::OutOfSight);
            }
        });
        return;
    }
    let width = (ui.available_width() - 16.0).min(480.0);
    let mut form = Form::begin(ui, "calendar in sight");
    let label = "The secret address that your calendar gives, or a file";
    let field = parts::field(ui, label, &mut sight.typed, "https://calendar.example/private/basic.ics", width);
    form.field(ui, field);
    let entered = form.entered();
    ui.horizontal_wrapped(|ui| {
        let ready = !sight.typed.trim().is_empty();
        if (parts::secondary(ui, "Keep it in sight").clicked() || entered) && ready {
            out.push(Ask::KeepInSight(sight.typed.clone()));
        }
        if parts::quiet(ui, &format!("{} Choose a file…", icon::FILE)).clicked() {
            out.push(Ask::Work(Work::ChooseSource));
        }
    });
}

/// Which one it is, and what was found in it.
fn standing(source: &Source, sight: &InSight) -> String {
    let found = match sight.of(source) {
        Some((at, found)) => {
            format!(" Read at {}. {}", words::locale().time(at.time()), words::in_sight(found))
        }
        None => String::new(),
    };
    format!("In sight: {}.{found}", source.shortened())
}

/// Why it can't be read, in one sentence, and what to do.
pub(super) fn failed_ui(ui: &mut Ui, failure: &Failure) {
    let ink = theme::of(ui).ink;
    let hint = failure.hint.as_deref().map(|hint| format!(" {}", words::sentence(hint))).unwrap_or_default();
    let says = format!("{}{hint}", words::sentence(&failure.error));
    ui.add(Label::new(parts::text(says, Size::Body, ink)).wrap());
}
