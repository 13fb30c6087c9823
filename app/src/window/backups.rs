//! Backups, as settings and today show them.

use super::{
    ask::{Ask, Dialog},
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{Older, Request, Safety, SafetyRequest},
    words,
};
use eframe::egui::{Label, Ui};
use jiff::tz::TimeZone;
use sideways_core::{backup::RecoveryKey, snapshot::Moment};
use std::path::PathBuf;

/// What is typed or shown about backups, and nobody else needs.
#[derive(Default)]
pub(super) struct SafetyState {
    /// The key, while its sheet is on the screen.
    pub(super) key: Option<RecoveryKey>,
    /// The other place, as typed.
    pub(super) place: String,
    /// A backup to be brought back.
    pub(super) file: String,
    /// The words on the sheet, as typed.
    pub(super) words: String,
    /// It is being brought back.
    pub(super) bringing: bool,
    /// Why it wasn't.
    pub(super) failed: Option<String>,
    /// The sheet was put off, while this window is open.
    later: bool,
    /// Removing older ones was agreed to.
    drop: bool,
}

impl SafetyState {
    /// Forgets what is secret.
    pub(super) fn close(&mut self) {
        self.key = None;
        self.words.clear();
        self.failed = None;
    }
}

fn says(ui: &mut Ui, words: impl Into<String>) {
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(words.into(), Size::Body, soft)).wrap());
}

pub(super) fn ask(request: SafetyRequest) -> Ask {
    Ask::Do(Request::Safety(request))
}

/// The sheet is asked for and opens.
fn open_sheet(out: &mut Vec<Ask>) {
    out.push(ask(SafetyRequest::Key));
    out.push(Ask::Open(Some(Dialog::Recovery)));
}

/// What settings say of backups, and what can be done about them.
pub(super) fn settings_ui(
    ui: &mut Ui,
    safety: &Safety,
    state: &mut SafetyState,
    (now, zone): (Moment, &TimeZone),
    out: &mut Vec<Ask>,
) {
    parts::heading(ui, "Backups", Size::Lead, 2);
    if !safety.sheet_shown {
        says(
            ui,
            "There are none yet. A backup is sealed, and opens with 24 words that you have on paper. Once you have that sheet, backups are made by themselves, every day that something changed.",
        );
        if parts::secondary(ui, "Show the recovery sheet…").clicked() {
            open_sheet(out);
        }
        return;
    }
    for line in words::safety(safety, now, zone) {
        says(ui, line);
    }
    parts::caption(ui, format!("They lie in {}.", words::visible(&safety.folder.display().to_string())));
    ui.horizontal_wrapped(|ui| {
        if safety.working {
            parts::caption(ui, "A backup is being written or opened. You can go on meanwhile.");
        } else {
            if parts::secondary(ui, "Back up now").clicked() {
                out.push(ask(SafetyRequest::Now { out: None, older: Older::Keep }));
            }
            if safety.last.is_some() && parts::secondary(ui, "Test my backup").clicked() {
                out.push(ask(SafetyRequest::Test(None)));
            }
        }
        if parts::quiet(ui, "Recovery sheet…").clicked() {
            open_sheet(out);
        }
        let other = if safety.place.is_some() { "Another place…" } else { "Keep them in another place too…" };
        if parts::quiet(ui, other).clicked() {
            out.push(Ask::Open(Some(Dialog::BackupPlace)));
        }
    });
    if safety.older.is_some() && !safety.working {
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut state.drop, "Yes, remove all older backups for good");
            let sure = state.drop;
            let pressed = ui.add_enabled_ui(sure, |ui| parts::secondary(ui, "Make a new one and remove them")).inner;
            if pressed.clicked() && sure {
                state.drop = false;
                out.push(ask(SafetyRequest::Now { out: None, older: Older::Drop }));
            }
        });
    }
}

/// On Today, as long as there is no backup: once a sitting, and it can be put off.
pub(super) fn today_ui(ui: &mut Ui, safety: &Safety, state: &mut SafetyState, out: &mut Vec<Ask>) {
    if safety.sheet_shown || state.later {
        return;
    }
    ui.add_space(20.0);
    parts::card(ui, |ui| {
        parts::heading(ui, "Everything is on this one computer", Size::Body, 2);
        says(
            ui,
            "A sheet with 24 words lets you come back after a burnt or stolen computer. Print it once; backups are made by themselves from then on.",
        );
        ui.horizontal_wrapped(|ui| {
            if parts::secondary(ui, "Show the recovery sheet…").clicked() {
                open_sheet(out);
            }
            if parts::quiet(ui, "Not today").clicked() {
                state.later = true;
            }
        });
    });
}

/// A path as typed.
pub(super) fn path(typed: &str) -> Option<PathBuf> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| PathBuf::from(typed))
}
