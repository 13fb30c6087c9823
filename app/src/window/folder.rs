//! A data folder that may be a copy: the question, and what stands above the pages until it is answered.

use super::{
    ask::{Ask, Dialog},
    form::Form,
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{FolderRequest, Request, View},
    words,
};
use eframe::egui::{Label, Ui};
use sideways_core::snapshot::Moment;

fn says(ui: &mut Ui, words: &str) {
    ui.add(Label::new(parts::text(words, Size::Body, theme::of(ui).ink)).wrap());
}

/// The question; `name` is what to call it, as typed so far.
pub(super) fn dialog_ui(ui: &mut Ui, view: &View, name: &mut String, out: &mut Vec<Ask>) {
    let Some(question) = &view.folder.asks else {
        out.push(Ask::Open(None));
        return;
    };
    parts::heading(ui, words::MOVED_OR_COPIED, Size::Heading, 1);
    says(ui, &words::why_asked(question));
    says(ui, "Until you say it, everything here can be read, and nothing is written or sent.");
    // First, so that it is what a key pressed in haste does.
    if parts::calm(ui, "Only look, for now").clicked() {
        out.push(Ask::Open(None));
    }
    ui.add_space(12.0);
    says(ui, words::MOVED);
    if parts::secondary(ui, "It was moved").clicked() {
        answer(FolderRequest::Moved, out);
    }
    ui.add_space(12.0);
    says(ui, words::COPIED);
    let mut form = Form::begin(ui, "copied");
    let field = parts::field(ui, "What to call this one, if not as the computer", name, "new laptop", 280.0);
    form.field(ui, field);
    if parts::secondary(ui, "It was copied").clicked() {
        answer(FolderRequest::Copied(Some(name.trim().to_owned()).filter(|name| !name.is_empty())), out);
    }
    ui.add_space(12.0);
    parts::caption(ui, "If you don’t know: copied is always safe.");
}

fn answer(request: FolderRequest, out: &mut Vec<Ask>) {
    out.push(Ask::Do(Request::Folder(request)));
    out.push(Ask::Open(None));
}

/// What stands above the pages.
pub(super) fn notice_ui(ui: &mut Ui, view: &View, now: Moment, out: &mut Vec<Ask>) {
    let folder = &view.folder;
    if let Some(question) = &folder.asks {
        says(ui, &format!("{} Nothing is written until you say which.", words::why_asked(question)));
        if parts::secondary(ui, "Moved or copied…").clicked() {
            out.push(Ask::Open(Some(Dialog::Folder)));
        }
        ui.add_space(8.0);
    }
    if folder.doubled {
        says(ui, words::DOUBLED);
        if parts::secondary(ui, "Make this a computer of its own").clicked() {
            out.push(Ask::Do(Request::Folder(FolderRequest::Copied(None))));
        }
        ui.add_space(8.0);
    }
    // Said for a while; `doctor` and Settings say it for longer.
    const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1000;
    if let Some(parted) = folder.parted.as_ref().filter(|it| now.unix_ms.abs_diff(it.at.unix_ms) < WEEK_MS) {
        parts::caption(ui, words::parted(parted, now));
        ui.add_space(8.0);
    }
}
