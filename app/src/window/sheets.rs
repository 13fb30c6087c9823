//! What came out of a file, shown before anything of it is kept: a calendar, address cards, an export.

mod cards;
mod found;
mod open;

pub(super) use cards::CardsSheet;
pub(super) use found::FoundSheet;
pub(super) use open::{OpenFile, open_ui};

use super::{
    ask::{self, Ask},
    parts,
    theme::{self, Size},
};
use crate::platform::command;
use crate::{
    desk::View,
    files::{ExportRead, Made},
    words,
};
use eframe::egui::{Label, Ui};
use jiff::Zoned;
use sideways_core::command::Command;

/// What is shown of a file.
#[derive(Debug)]
pub(super) enum Sheet {
    Found(FoundSheet),
    Cards(CardsSheet),
    Export(Box<ExportRead>),
}

/// What a sheet draws with.
pub(super) struct Around<'a> {
    pub(super) view: &'a View,
    pub(super) now: &'a Zoned,
    pub(super) out: &'a mut Vec<Ask>,
}

impl Sheet {
    /// The sheet for what was read; nothing for what needs none.
    pub(super) fn of(made: Made, view: &View) -> Option<Self> {
        match made {
            Made::Report(file, report) => Some(Self::Found(FoundSheet::new(file, *report, view))),
            Made::Cards(read) => Some(Self::Cards(CardsSheet::new(*read, view))),
            Made::Export(export) => Some(Self::Export(export)),
            Made::Sealed(_) | Made::Picked(_) | Made::Written(_) | Made::Sight(_) | Made::Source(_) | Made::Nothing => {
                None
            }
        }
    }
}

pub(super) fn sheet_ui(ui: &mut Ui, sheet: &mut Sheet, around: &mut Around<'_>) {
    match sheet {
        Sheet::Found(found) => found::found_ui(ui, found, around),
        Sheet::Cards(cards) => cards::cards_ui(ui, cards, around),
        Sheet::Export(export) => export_ui(ui, export, around.out),
    }
}

/// An export to be brought in.
fn export_ui(ui: &mut Ui, read: &ExportRead, out: &mut Vec<Ask>) {
    let export = &read.export;
    let t = theme::of(ui);
    parts::heading(ui, "Bring everything back in", Size::Heading, 1);
    let whose =
        if export.me.name.is_empty() { "an export".to_owned() } else { format!("an export of {}", export.me.name) };
    let says = format!("It is {whose}, with {}.", words::count(export.peers.len(), "peer", "peers"));
    ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
    let stays =
        concat!("What is here already stays as it is; what is missing comes in. ", command!("Z"), " takes it back.");
    ui.add(Label::new(parts::text(stays, Size::Body, t.ink_soft)).wrap());
    if let Some(left_out) = read.says() {
        ui.add(Label::new(parts::text(left_out, Size::Body, t.ink_soft)).wrap());
    }
    ui.add_space(8.0);
    parts::foot(ui, "sheet", t.sheet, |ui| {
        if parts::primary(ui, "Bring it in").clicked() {
            out.push(ask::run(Command::Import(Box::new(export.clone()))));
            out.push(Ask::Open(None));
        }
        if parts::calm(ui, "Cancel").clicked() {
            out.push(Ask::Open(None));
        }
    });
}
