//! Who a peer is: their details, and parting: thank and close, the same person twice, erase.

use super::{
    ask::{self, Ask, Place},
    form::Form,
    icon, menu,
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::platform::command;
use crate::words;
use eframe::egui::{Button, Label, Ui, vec2};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sideways_core::{
    command::{Command, ErasedList, PeerDetails},
    formats::mail::mailto,
    id::PeerId,
    link, method,
    snapshot::{Closed, Every, Field, PeerView, SharingState},
};

/// A peer's details, as typed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Editing {
    details: PeerDetails,
    reach: String,
    tags: String,
    weeks: String,
}

impl Editing {
    fn of(peer: &PeerView) -> Self {
        let details = PeerDetails::of(peer);
        let weeks = if let Some(Every::Weeks(weeks)) = details.every { weeks.to_string() } else { String::new() };
        Self { reach: details.reach.join("\n"), tags: details.tags.join(", "), weeks, details }
    }

    fn typed(&self) -> PeerDetails {
        let every = match self.details.every {
            Some(Every::Weeks(_)) => {
                self.weeks.trim().parse().ok().filter(|weeks| (1..=52).contains(weeks)).map(Every::Weeks)
            }
            every => every,
        };
        let list = |text: &str, by: char| {
            text.split(by).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let reach = list(&self.reach, '\n').into_iter().map(|it| uri(&it)).collect();
        PeerDetails { every, reach, tags: list(&self.tags, ','), ..self.details.clone() }
    }
}

/// A way to reach somebody as an address one can click: a bare mail or number becomes one.
fn uri(typed: &str) -> String {
    let number = |c: char| c.is_ascii_digit() || " +-()/.".contains(c);
    if typed.contains(':') {
        typed.to_owned()
    } else if typed.contains('@') {
        mailto(typed)
    } else if typed.chars().all(number) {
        format!("tel:{}", typed.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
    } else {
        format!("https://{typed}")
    }
}

pub(super) fn edit_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let draft = Field::About(page.peer.id);
    let stands = Editing::of(page.peer);
    let was = page.drafts.form(draft, |it: &Editing| *it == stands).unwrap_or_else(|| stands.clone());
    let mut editing = was.clone();
    let now = ui.input(|input| input.time);
    let t = theme::of(ui);
    parts::heading(ui, &format!("About {}", words::called(&page.peer.name)), Size::Heading, 1);
    let width = ui.available_width();
    let mut form = Form::begin(ui, "edit a peer");
    for (label, value, hint) in [
        ("Name", &mut editing.details.name, "Dana Ruiz"),
        ("Department", &mut editing.details.department, "Finance"),
        ("Role", &mut editing.details.role, "Planning"),
    ] {
        let field = parts::field(ui, label, value, hint, width);
        form.field(ui, field);
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("We meet", Size::Body, t.ink_soft));
        let every = &mut editing.details.every;
        for (to, words) in [(Some(Every::Month), "monthly"), (Some(Every::Quarter), "quarterly"), (None, "as it comes")]
        {
            ui.selectable_value(every, to, words);
        }
        let weeks = matches!(every, Some(Every::Weeks(_)));
        if ui.selectable_label(weeks, "every so many weeks").clicked() && !weeks {
            *every = Some(Every::Weeks(6));
            "6".clone_into(&mut editing.weeks);
        }
        if weeks {
            let weeks = parts::bare_field(ui, &mut editing.weeks, "6", 56.0).accessible_name("How many weeks");
            form.field(ui, weeks);
        }
    });
    lines(ui, "Ways to reach them, one a line", &mut editing.reach, "dana@example.com");
    let tags = parts::field(ui, "Tags, with commas between", &mut editing.tags, "budget, ledger", width);
    form.field(ui, tags);
    lines(ui, "How you met", &mut editing.details.how_met, "");
    ui.add_space(8.0);
    let typed = editing.typed();
    let wrong = typed.reach.iter().find_map(|reach| link::may_be_kept(reach).err());
    if let Some(wrong) = &wrong {
        parts::caption(ui, words::sentence(&wrong.to_string()));
    }
    let ready = wrong.is_none() && !typed.name.trim().is_empty() && !typed.department.trim().is_empty();
    let mut open = true;
    parts::foot(ui, "edit a peer", t.sheet, |ui| {
        if (parts::primary(ui, "Save").clicked() || form.entered()) && ready {
            let command = Command::EditPeer(page.peer.id, typed);
            page.drafts.type_form(draft, &editing, now);
            page.drafts.save_form(draft, &command);
            page.out.push(ask::run(command));
            open = false;
        }
        ui.add_space(8.0);
        if parts::quiet(ui, "Cancel").clicked() {
            page.drafts.close_form(draft);
            open = false;
        }
    });
    if !ready {
        parts::caption(ui, "A peer has a name and a department.");
    }
    if !open {
        page.out.push(Ask::Open(None));
    } else if editing != was {
        page.drafts.type_form(draft, &editing, now);
    }
}

fn lines(ui: &mut Ui, label: &str, value: &mut String, hint: &str) {
    let name = parts::caption(ui, label);
    parts::lines_field(ui, value, hint, label).labelled_by(name.id);
}

/// Parting from a peer, and mending what was added twice.
pub(super) fn part_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let name = words::called(&page.peer.name);
    let soft = theme::of(ui).ink_soft;
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - 64.0;
        ui.allocate_ui(vec2(room, Size::Heading.line()), |ui| {
            ui.set_width(room);
            parts::heading(ui, &format!("When {name} moves on"), Size::Heading, 1);
        });
        // First and far from what can't be taken back.
        if parts::calm(ui, "Close").clicked() {
            page.out.push(Ask::Open(None));
        }
    });
    let closed = page.peer.closed.is_some();
    let says = "Thank and close: reminders stop, notes stay.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    ui.horizontal_wrapped(|ui| {
        if closed {
            if parts::secondary(ui, "Open again").clicked() {
                page.out.push(ask::run(Command::Close(page.peer.id, None)));
                page.out.push(Ask::Open(None));
            }
            return;
        }
        if parts::quiet(ui, &format!("{} Copy a thank you", icon::COPY)).clicked() {
            page.out.push(Ask::Copy(method::thanks(&page.view.snapshot.me, page.peer)));
        }
        if parts::secondary(ui, "Thank and close").clicked() {
            page.out.push(ask::run(Command::Close(page.peer.id, Some(Closed { on: today, successor: None }))));
            page.out.push(Ask::Open(None));
        }
        let chosen = others(ui, page, "Close; their role now has…");
        if let Some(successor) = chosen {
            let closed = Closed { on: today, successor: Some(successor) };
            page.out.push(ask::run(Command::Close(page.peer.id, Some(closed))));
            page.out.push(Ask::Open(None));
        }
    });
    ui.add_space(12.0);
    parts::heading(ui, "Added twice", Size::Body, 2);
    ui.add(
        Label::new(parts::text(
            concat!("Everything about both is shown as one. ", command!("Z"), " takes it back."),
            Size::Body,
            soft,
        ))
        .wrap(),
    );
    if let Some(into) = others(ui, page, "The same person as…") {
        page.out.push(ask::run(Command::Merge { peer: page.peer.id, into }));
        page.out.push(Ask::Open(None));
        page.out.push(Ask::Go(Place::Peer(into)));
    }
    ui.add_space(12.0);
    parts::heading(ui, "Erase", Size::Body, 2);
    let shared = !matches!(page.peer.sharing.state, SharingState::Private);
    let theirs = if shared { format!(" {name} keeps the list you shared.") } else { String::new() };
    let says = format!(
        "Erases {name} and everything you wrote about them, on this computer, for good. It can’t be taken back.{theirs} A copy that you made of the data folder still has it."
    );
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    ui.checkbox(&mut page.state.erase, format!("Yes, erase {name} for good"));
    ui.horizontal_wrapped(|ui| {
        let sure = page.state.erase;
        let erase = ui.add_enabled_ui(sure, |ui| parts::secondary(ui, "Erase")).inner;
        if erase.clicked() && sure {
            page.out.push(ask::run(Command::Erase(page.peer.id, ErasedList::Drop)));
            page.out.push(Ask::Open(None));
            page.out.push(Ask::Go(Place::Peers));
        }
    });
}

/// A menu of the other peers; the one that was chosen.
fn others(ui: &mut Ui, page: &Page<'_>, title: &str) -> Option<PeerId> {
    let mut chosen = None;
    let button = ui.button(title);
    menu::under(&button, title, |ui| {
        for other in page.view.snapshot.peers.iter().filter(|other| other.id != page.peer.id) {
            if menu::row(ui, Button::new(words::visible(&other.name))).clicked() {
                chosen = Some(other.id);
            }
        }
    });
    chosen
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn what_is_typed_can_be_clicked() {
        for (typed, address) in [
            ("dana@example.com", "mailto:dana@example.com"),
            ("mailto:dana@example.com", "mailto:dana@example.com"),
            ("+33 1 55 01 02 03", "tel:+33155010203"),
            ("(0)30/12-34", "tel:0301234"),
            ("chat.example/dana", "https://chat.example/dana"),
            ("https://chat.example/dana", "https://chat.example/dana"),
            ("xmpp:dana@example.com", "xmpp:dana@example.com"),
        ] {
            assert_eq!(uri(typed), address);
        }
    }
}
