//! Opening a file: chosen in the system's dialog, dropped on the window, or by its path.

use crate::{
    files::Work,
    window::{
        ask::Ask,
        form::Form,
        icon, parts,
        theme::{self, Size},
    },
};
use eframe::egui::{Label, Ui};
use std::path::PathBuf;

/// What is typed here.
#[derive(Debug, Default)]
pub(in crate::window) struct OpenFile {
    path: String,
}

pub(in crate::window) fn open_ui(ui: &mut Ui, open: &mut OpenFile, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Open a file", Size::Heading, 1);
    let what = "A calendar (.ics) is read for standing 1-on-1s; address cards (.vcf) bring in people; a file of everything (.json) comes back in. Each is shown first, and the file itself is never kept. You can also drop it on the window.";
    ui.add(Label::new(parts::text(what, Size::Body, soft)).wrap());
    ui.add_space(8.0);
    if parts::primary(ui, &format!("{} Choose a file…", icon::FILE)).clicked() {
        out.push(Ask::Open(None));
        out.push(Ask::Work(Work::Choose(Vec::new())));
    }
    ui.add_space(4.0);
    let width = ui.available_width();
    let mut form = Form::begin(ui, "open a file");
    let field = parts::field(ui, "Or its path", &mut open.path, &crate::platform::example("calendar.ics"), width);
    form.field(ui, field);
    let enter = form.entered();
    ui.horizontal_wrapped(|ui| {
        if (parts::secondary(ui, "Open it").clicked() || enter) && !open.path.trim().is_empty() {
            out.push(Ask::Open(None));
            out.push(Ask::Work(Work::Open(PathBuf::from(open.path.trim()), Vec::new())));
            open.path.clear();
        }
        if parts::quiet(ui, "Cancel").clicked() {
            out.push(Ask::Open(None));
        }
    });
}
