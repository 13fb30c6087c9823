//! Where somebody’s computer is, and where mine is for them, when neither finds the other any more.

use super::{
    ask::Ask,
    form::Form,
    icon,
    page::Page,
    parts,
    theme::{self, Size},
};
use crate::{
    desk::{Request, View},
    words,
};
use eframe::egui::{Label, Ui};
use sideways_sync::{Invitation, InvitationError, Whereabouts};

/// What is typed and shown of it.
#[derive(Debug, Default)]
pub(super) struct ReachState {
    /// Where this computer is, once that is known.
    pub(super) mine: Option<String>,
    theirs: String,
    /// Theirs was taken in.
    pub(super) taken: bool,
}

pub(super) fn reach_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    let t = theme::of(ui);
    parts::heading(ui, &format!("Where is {name}’s computer?"), Size::Heading, 1);
    let says = format!(
        "When both of you were away and nothing on this network says where the other is, send each other this line, by mail or chat. It says where a computer is, and opens nothing: only {name}’s computer is spoken to."
    );
    ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    ui.add_space(8.0);
    parts::heading(ui, &format!("For {name}"), Size::Body, 2);
    match page.state.reach.mine.clone() {
        None => drop(parts::caption(ui, "Looking where this computer is…")),
        Some(mine) => {
            ui.add(Label::new(parts::text(mine.clone(), Size::Caption, t.ink)).wrap().selectable(true));
            if parts::secondary(ui, &format!("{} Copy", icon::COPY)).clicked() {
                page.out.push(Ask::Copy(mine));
            }
        }
    }
    ui.add_space(8.0);
    parts::heading(ui, &format!("From {name}"), Size::Body, 2);
    let mut form = Form::begin(ui, "reach");
    let label = format!("The line that {name} sent");
    form.lines(ui, &mut page.state.reach.theirs, "sideways:reach/…", &label);
    let theirs = page.state.reach.theirs.clone();
    let read = (!theirs.trim().is_empty()).then(|| Whereabouts::parse(&theirs));
    if let Some(Err(why)) = &read {
        parts::caption(ui, words::sentence(&why.to_string()));
    }
    if page.state.reach.taken {
        parts::caption(ui, format!("Kept. {name}’s computer is looked for there."));
    }
    let entered = form.entered();
    parts::foot(ui, "reach", t.sheet, |ui| {
        if (parts::primary(ui, "Look there").clicked() || entered) && matches!(read, Some(Ok(_))) {
            page.state.reach.taken = false;
            page.out.push(Ask::Do(Request::Reach { peer: page.peer.id, text: Some(theirs) }));
        }
        if parts::calm(ui, "Close").clicked() {
            page.state.reach = ReachState::default();
            page.out.push(Ask::Open(None));
        }
    });
}

/// Why it isn’t reached yet.
pub(super) fn joining_ui(ui: &mut Ui, view: &View, read: &Option<Result<Invitation, InvitationError>>) {
    let name = match read {
        Some(Ok(invitation)) => words::called(&invitation.name),
        _ => String::new(),
    };
    let name = if name.is_empty() { "the other person" } else { &name };
    for cause in &view.joining {
        ui.add(Label::new(parts::text(words::cause_line(*cause, name), Size::Caption, theme::of(ui).ink)).wrap());
    }
}
