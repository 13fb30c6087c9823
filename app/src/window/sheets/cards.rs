//! Address cards, shown before anybody comes in.

use super::Around;
use crate::{
    desk::View,
    files::{self, Person},
    window::{
        ask::Ask,
        parts,
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Label, ScrollArea, Ui};
use sideways_core::{formats::mail, vcard};

/// Height of a row in the list of cards.
const ROW: f32 = 44.0;

/// The people of a file of cards.
#[derive(Debug)]
pub(in crate::window) struct CardsSheet {
    people: Vec<(bool, Person)>,
    skipped: Vec<vcard::Skipped>,
    department: String,
    notes: bool,
}

impl CardsSheet {
    pub(super) fn new(read: vcard::Read, view: &View) -> Self {
        let people = files::people(&read.cards, "", view).into_iter().map(|it| (it.twin.is_none(), it)).collect();
        Self { people, skipped: read.skipped, department: String::new(), notes: false }
    }
}

pub(super) fn cards_ui(ui: &mut Ui, sheet: &mut CardsSheet, around: &mut Around<'_>) {
    let t = theme::of(ui);
    parts::heading(ui, "Bring in people", Size::Heading, 1);
    let says = "Whoever is here already gets what is missing, and no copy. All of it is one undo.";
    ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    let count = sheet.people.len();
    let height = (ui.ctx().content_rect().height() - 420.0).max(132.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show_rows(ui, ROW, count, |ui, rows| {
        for nth in rows {
            let Some((ticked, person)) = sheet.people.get_mut(nth) else { continue };
            ui.push_id(nth, |ui| person_ui(ui, ticked, person));
        }
    });
    for skipped in sheet.skipped.iter().take(3) {
        parts::caption(ui, &skipped.sentence);
    }
    let more = sheet.skipped.len().saturating_sub(3);
    if more > 0 {
        let were = words::counted(more, ("more card", "more cards"), ("was", "were"));
        parts::caption(ui, format!("And {were} left out."));
    }
    let ticked = || sheet.people.iter().filter(|(ticked, _)| *ticked).map(|(_, person)| person);
    let nowhere = ticked().any(|person| person.details.department.is_empty());
    let notes = ticked().any(|person| !person.note.trim().is_empty());
    if nowhere {
        parts::field(ui, "The department of those who have none", &mut sheet.department, "Finance", 260.0);
    }
    if notes {
        ui.checkbox(&mut sheet.notes, "Also their cards' notes, as private notes")
            .on_hover_text("Off unless you say so");
    }
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let ready = !nowhere || !sheet.department.trim().is_empty();
        if parts::primary(ui, "Bring them in").clicked() && ready {
            let mut people: Vec<Person> = ticked_of(&sheet.people);
            for person in people.iter_mut().filter(|person| person.details.department.is_empty()) {
                sheet.department.trim().clone_into(&mut person.details.department);
            }
            if let Some(command) = files::bring_in(&people) {
                around.out.push(Ask::BringIn { command, people: if sheet.notes { people } else { Vec::new() } });
            } else {
                around.out.push(Ask::Say("Nobody new, and nothing was missing.".into()));
            }
            around.out.push(Ask::Open(None));
        }
        if parts::calm(ui, "Cancel").clicked() {
            around.out.push(Ask::Open(None));
        }
    });
    if nowhere && sheet.department.trim().is_empty() {
        parts::caption(ui, "Say which department the others are in.");
    }
}

fn ticked_of(people: &[(bool, Person)]) -> Vec<Person> {
    people.iter().filter(|(ticked, _)| *ticked).map(|(_, person)| person.clone()).collect()
}

fn person_ui(ui: &mut Ui, ticked: &mut bool, person: &Person) {
    let t = theme::of(ui);
    ui.set_min_height(ROW - 8.0);
    let details = &person.details;
    ui.horizontal(|ui| {
        ui.checkbox(ticked, words::visible(&details.name));
        let mut about = vec![details.department.clone(), details.role.clone()];
        about.extend(details.reach.first().map(|reach| mail::without_mailto(reach).into_owned()));
        if person.known.is_some() {
            about.push("here already".to_owned());
        }
        about.extend(person.twin.as_ref().map(|twin| format!("may be {}", words::visible(twin))));
        about.retain(|it| !it.is_empty());
        ui.add(Label::new(parts::text(about.join(" · "), Size::Caption, t.ink_faint)).truncate());
    });
}
