//! The recovery sheet, the other place for backups, and coming back with one.

use super::{
    ask::Ask,
    backups::{SafetyState, ask, path},
    form::Form,
    icon, parts,
    theme::{self, Size},
};
use crate::{
    backups::{Sheet, pdf},
    desk::{SafetyRequest, Secret, View},
    files::{Picks, Work},
};
use eframe::egui::{Frame, Grid, Label, Stroke, Ui};
use jiff::civil::Date;
use sideways_core::backup::RecoveryKey;
use std::path::Path;

fn says(ui: &mut Ui, words: &str) {
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(words, Size::Body, soft)).wrap());
}

/// The sheet: its words, and a way to print them.
pub(super) fn sheet_ui(
    ui: &mut Ui,
    view: &View,
    state: &SafetyState,
    (today, home): (Date, &Path),
    out: &mut Vec<Ask>,
) {
    parts::heading(ui, "Your recovery sheet", Size::Heading, 1);
    says(
        ui,
        "These 24 words open every backup, also on a new computer. Whoever has them and a backup can read everything, so keep them on paper and away from this computer.",
    );
    let Some(key) = &state.key else {
        parts::caption(ui, "One moment…");
        if parts::calm(ui, "Later").clicked() {
            out.push(Ask::Open(None));
        }
        return;
    };
    ui.add_space(4.0);
    words_ui(ui, key);
    parts::caption(
        ui,
        "The last word checks the others. The printed sheet also says how to come back, with Sideways and without.",
    );
    ui.add_space(8.0);
    let place = view.safety.place.iter().map(|place| place.folder.clone());
    let sheet = Sheet {
        name: view.snapshot.me.name.clone(),
        key: key.clone(),
        on: today,
        folders: std::iter::once(view.safety.folder.clone()).chain(place).collect(),
    };
    ui.horizontal_wrapped(|ui| {
        if parts::secondary(ui, "Save it to print (PDF)").clicked() {
            out.push(Ask::Work(Work::Save(pdf(&sheet), home.join("Sideways recovery sheet.pdf"))));
        }
        if parts::quiet(ui, "Save it as text").clicked() {
            out.push(Ask::Work(Work::Save(sheet.text().into_bytes(), home.join("Sideways recovery sheet.txt"))));
        }
    });
    parts::caption(ui, "Remove the file once it is printed.");
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if view.safety.sheet_shown {
            if parts::calm(ui, "Close").clicked() {
                out.push(Ask::Open(None));
            }
            return;
        }
        if parts::primary(ui, "I have the words on paper").clicked() {
            out.push(ask(SafetyRequest::Shown));
        }
        if parts::calm(ui, "Later").clicked() {
            out.push(Ask::Open(None));
        }
    });
}

fn words_ui(ui: &mut Ui, key: &RecoveryKey) {
    let t = theme::of(ui);
    let words = key.words();
    let frame = Frame::new().stroke(Stroke::new(1.0, t.edge)).corner_radius(theme::RADIUS_FRAME_INNER);
    frame.inner_margin(14).show(ui, |ui| {
        Grid::new("recovery words").num_columns(3).min_col_width(120.0).show(ui, |ui| {
            for row in 0..8 {
                for nth in [row, row + 8, row + 16] {
                    if let Some(word) = words.get(nth) {
                        ui.label(parts::strong(format!("{}. {word}", nth + 1), Size::Body, t.ink));
                    }
                }
                ui.end_row();
            }
        });
    });
}

/// Another place, asked for once.
pub(super) fn place_ui(ui: &mut Ui, view: &View, state: &mut SafetyState, out: &mut Vec<Ask>) {
    parts::heading(ui, "Where else should backups lie?", Size::Heading, 1);
    says(
        ui,
        "What lies on this computer goes with it. A folder on a stick, another disk or a network drive is enough; it needn’t be there all the time. Backups are sealed, so it needn’t be a secret place.",
    );
    ui.add_space(8.0);
    if parts::primary(ui, &format!("{} Choose a folder…", icon::FILE)).clicked() {
        out.push(Ask::Work(Work::Pick(Picks::Folder)));
    }
    ui.add_space(4.0);
    let width = ui.available_width();
    let mut form = Form::begin(ui, "backup place");
    let field = parts::field(ui, "Or its path", &mut state.place, "/media/alex/stick", width);
    form.field(ui, field);
    let enter = form.entered();
    ui.horizontal_wrapped(|ui| {
        let wanted = parts::secondary(ui, "Keep them there too").clicked() || enter;
        if let Some(place) = path(&state.place).filter(|_| wanted) {
            out.push(ask(SafetyRequest::Place(Some(place))));
        }
        if view.safety.place.is_some() && parts::quiet(ui, "In no other place").clicked() {
            out.push(ask(SafetyRequest::Place(None)));
        }
        if parts::calm(ui, "Not now").clicked() {
            if !view.safety.place_asked {
                out.push(ask(SafetyRequest::NoPlace));
            }
            out.push(Ask::Open(None));
        }
    });
}

/// A new installation, and a backup of an older one.
pub(super) fn come_back_ui(ui: &mut Ui, state: &mut SafetyState, out: &mut Vec<Ask>) {
    parts::heading(ui, "I have a backup", Size::Heading, 1);
    says(
        ui,
        "Its name begins with sideways- and ends in .age. It opens with the 24 words on your recovery sheet. Everything in it is counted before it is put here.",
    );
    ui.add_space(8.0);
    if parts::secondary(ui, &format!("{} Choose the backup…", icon::FILE)).clicked() {
        out.push(Ask::Work(Work::Pick(Picks::Backup)));
    }
    let width = ui.available_width();
    let mut form = Form::begin(ui, "come back");
    let field = parts::field(ui, "Or its path", &mut state.file, "/media/alex/stick/sideways-….age", width);
    form.field(ui, field);
    ui.add_space(4.0);
    parts::caption(ui, "The 24 words, in their order");
    form.lines(ui, &mut state.words, "abandon ability able …", "The 24 words");
    if let Some(failed) = &state.failed {
        let ink = theme::of(ui).ink;
        ui.add(Label::new(parts::text(failed, Size::Body, ink)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if state.bringing {
            parts::caption(ui, "Opening the backup and counting what is in it…");
            return;
        }
        let wanted = parts::primary(ui, "Bring it back").clicked() || form.entered();
        if let Some(file) = path(&state.file).filter(|_| wanted && !state.words.trim().is_empty()) {
            (state.bringing, state.failed) = (true, None);
            out.push(ask(SafetyRequest::Restore(file, Secret(state.words.clone()))));
        }
        if parts::calm(ui, "Cancel").clicked() {
            out.push(Ask::Open(None));
        }
    });
}
