//! Sealed files: what goes with one before it is saved, and what came with one.

use super::{
    ask::{Ask, Dialog, Place},
    icon,
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{Came, Request, SealedRequest, View},
    files::{self, Work},
    words,
};
use eframe::egui::{Label, Ui};
use jiff::tz::TimeZone;
use sideways_core::{
    Touched,
    id::PeerId,
    snapshot::{ListView, Moment},
};
use std::path::Path;

/// So many lines are shown by their words; of more it is said how many.
const SHOWN: usize = 12;

/// What has a file made for a peer, and shows what will be in it.
pub(super) fn begin(page: &mut Page<'_>) {
    page.state.sealed = None;
    page.out.extend(asks(page.peer.id));
}

/// The same from elsewhere.
fn asks(peer: PeerId) -> [Ask; 2] {
    [Ask::Do(Request::Sealed(SealedRequest::Write(peer))), Ask::Open(Some(Dialog::SendFile(peer)))]
}

/// What goes, to whom, and saving it.
pub(super) fn send_ui(ui: &mut Ui, page: &mut Page<'_>, home: &Path) {
    let name = words::called(&page.peer.name);
    let t = theme::of(ui);
    parts::heading(ui, &format!("Send {name} a file"), Size::Heading, 1);
    let says = format!(
        "Where your two computers don’t meet: one small file, by mail, by chat or on a stick. {name} opens it with Sideways, and sends one back the same way."
    );
    ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    match page.state.sealed.clone() {
        None => drop(parts::caption(ui, "Putting it together…")),
        Some(file) => {
            parts::shared_frame(ui, &format!("{name} will see"), t.sheet, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(parts::strong(words::goes(&file, &name), Size::Body, t.ink)).wrap());
                lines_ui(ui, &file.touched, &page.peer.list);
            });
            ui.add_space(4.0);
            parts::caption(ui, words::opens(&file, &name));
        }
    }
    parts::foot(ui, "send", t.sheet, |ui| {
        if let Some(file) = &page.state.sealed
            && parts::primary(ui, &format!("{} Save the file", icon::FILE)).clicked()
        {
            let named = files::sealed_name(page.peer, page.today());
            page.out.push(Ask::Work(Work::Save(file.bytes.clone(), home.join(named))));
            page.out.push(Ask::Open(None));
        }
        if parts::calm(ui, "Cancel").clicked() {
            page.out.push(Ask::Open(None));
        }
    });
}

/// The words of these lines, as far as they still stand in the list.
fn lines_ui(ui: &mut Ui, touched: &Touched, list: &ListView) {
    let ink = theme::of(ui).ink;
    let those = || list.lines.iter().filter(|line| touched.lines.contains(&line.id));
    for line in those().take(SHOWN) {
        ui.add(Label::new(parts::text(line.text(), Size::Body, ink)).wrap());
    }
    let more = those().count().saturating_sub(SHOWN);
    if more > 0 {
        parts::caption(ui, format!("And {} more.", words::count(more, "line", "lines")));
    }
}

/// What a dialog about a file that came draws with.
pub(super) struct Around<'a> {
    pub(super) view: &'a View,
    pub(super) now: Moment,
    pub(super) zone: &'a TimeZone,
    pub(super) out: &'a mut Vec<Ask>,
}

/// What came with a file, and what follows from it.
pub(super) fn came_ui(ui: &mut Ui, came: &Came, around: &mut Around<'_>) {
    let t = theme::of(ui);
    let snapshot = &around.view.snapshot;
    parts::heading(ui, &words::came_by_file(came, snapshot), Size::Heading, 1);
    if let Some(peer) = snapshot.peers.iter().find(|peer| peer.id == came.peer) {
        lines_ui(ui, &came.touched, &peer.list);
    }
    for says in words::came_besides(came, snapshot, around.now, around.zone) {
        ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    }
    ui.add_space(8.0);
    parts::foot(ui, "came", t.sheet, |ui| {
        if parts::primary(ui, "Show the list").clicked() {
            around.out.push(Ask::Go(Place::Peer(came.peer)));
            around.out.push(Ask::Open(None));
        }
        if parts::secondary(ui, "Send one back…").clicked() {
            around.out.extend(asks(came.peer));
        }
        if parts::calm(ui, "Close").clicked() {
            around.out.push(Ask::Open(None));
        }
    });
}
