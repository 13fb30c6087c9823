//! "Where might we help each other?", in its own frame with the peer's name on it.

use super::{
    ask::{self, Ask, Dialog},
    form::{self, Ended, Form, sends_ui},
    hidden, icon, line, mark,
    mend::{self, Thing},
    new_line, pad,
    page::Page,
    parts, rewording, sealed, shared_heads_ups,
    theme::{self, Size},
};
use crate::{desk::Request, words};
use eframe::egui::{Label, Ui};
use sideways_core::{
    command::{Command, ListCommand, ShareCommand},
    search::Part,
    snapshot::SharingState,
};

const OFFER: &str = "offer a line";

pub(super) fn list_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    let shared = hidden::is_shared(page.peer.sharing.state);
    if page.hidden && !shared {
        parts::card(ui, |ui| {
            ui.set_width(ui.available_width());
            parts::heading(ui, "Where might we help each other?", Size::Lead, 2);
            parts::caption(ui, "This list is on this computer only, so it is hidden too.");
        });
        return;
    }
    if page.peer.sharing.state == SharingState::Private {
        parts::card(ui, |ui| inside(ui, page, &name));
    } else {
        let plate = format!("Shared with {}", page.peer.name);
        parts::shared_frame(ui, &plate, theme::of(ui).page, |ui| inside(ui, page, &name));
    }
    only_mine(ui, page);
}

fn inside(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    ui.set_width(ui.available_width());
    ui.spacing_mut().interact_size.y = 24.0;
    ui.spacing_mut().item_spacing.y = 4.0;
    parts::heading(ui, "Where might we help each other?", Size::Lead, 2);
    status(ui, page, name);
    ui.add_space(4.0);
    shared_heads_ups::shared_ui(ui, page);
    since_ui(ui, page, name);
    let list = page.peer.list.clone();
    let lines = &list.lines;
    let mut rows = std::mem::take(&mut page.state.lines);
    let to = mark::sought(ui, Part::Line).and_then(|id| lines.iter().position(|line| line.id.0 == id));
    rows.show_to(ui, lines.len(), to, |ui, nth| match lines.get(nth) {
        Some(line) if page.state.continuing != Some(line.id) => {
            mark::around(ui, Part::Line, line.id.0, |ui| line::line_ui(ui, page, line));
        }
        _ => {}
    });
    page.state.lines = rows;
    line::follow_drag(ui);
    rewording::orphans_ui(ui, page);
    // What I add while sharing is stopped stands below the frame, and is added there.
    if page.peer.sharing.state != SharingState::Stopped {
        new_line::new_line_ui(ui, page, "Add a line for both of you");
    }
    ui.add_space(8.0);
    parts::rule(ui);
    let id = page.peer.id.0;
    mark::around(ui, Part::Pad, id, |ui| pad::pad_ui(ui, page));
    mark::around(ui, Part::WorkingOn, id, |ui| pad::working_on_ui(ui, page));
}

fn status(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let t = theme::of(ui);
    let peer = page.peer;
    let link = page.view.links.get(&peer.id).copied();
    let says = words::status(peer, link, page.now, page.zone);
    let row = ui.horizontal_wrapped(|ui| {
        ui.label(parts::with_icon(icon::PLUG, &format!(" {says}"), Size::Caption, t.ink_faint))
    });
    // Told aloud when it changes, and not interrupting.
    ui.ctx().accesskit_node_builder(row.inner.id, |node| {
        node.set_value(says);
        node.set_live(eframe::egui::accesskit::Live::Polite);
    });
    ui.horizontal_wrapped(|ui| {
        match peer.sharing.state {
            SharingState::Private => {
                if parts::primary(ui, &format!("Share with {name}…")).clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Share(peer.id))));
                }
            }
            SharingState::Invited { .. } => {
                if parts::secondary(ui, "The invitation…").clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Share(peer.id))));
                }
            }
            SharingState::Shared if peer.sharing.words.is_some() => {
                parts::tag(ui, "not checked yet");
                if parts::quiet(ui, "Compare the four words…").clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Words(peer.id))));
                }
            }
            // A computer that was brought back from a backup is a new one to them.
            SharingState::Shared if peer.sharing.has_everything_as_of.is_none() => {
                let again = parts::quiet(ui, "Invite once more…");
                if again.on_hover_text("For a new computer: you go on in the same list").clicked() {
                    page.out.push(Ask::Open(Some(Dialog::Share(peer.id))));
                }
            }
            SharingState::Shared => {}
            SharingState::Stopped => {
                if parts::secondary(ui, "Continue sharing").clicked() {
                    page.out.push(ask::run(Command::Share(peer.id, ShareCommand::Resume)));
                }
            }
        }
        if !page.hidden && parts::quiet_small(ui, "History…").clicked() {
            page.out.push(Ask::Do(Request::History(peer.id)));
            page.out.push(Ask::Open(Some(Dialog::History(peer.id))));
        }
        if peer.sharing.state == SharingState::Shared && parts::quiet_small(ui, "Send as file…").clicked() {
            sealed::begin(page);
        }
        if peer.sharing.state == SharingState::Shared && parts::quiet_small(ui, "Stop sharing…").clicked() {
            page.out.push(Ask::Open(Some(Dialog::Stop(peer.id))));
        }
    });
    causes_ui(ui, page, name);
    let not_all = crate::words::not_all_came(peer, page.now, page.zone);
    let refused = peer.sharing.refused.first().map(|reason| format!("A change of {name}’s was not taken: {reason}."));
    let refused = refused.or_else(|| {
        peer.sharing
            .refused_by_them
            .first()
            .map(|reason| format!("{name}’s computer did not take a change of yours: {reason}."))
    });
    if let Some(says) = not_all.or(refused) {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
            if peer.sharing.lacks > 0 && parts::secondary(ui, "Go along; mine stay only with me").clicked() {
                page.out.push(ask::list(peer.id, ListCommand::GoAlong));
            }
            if parts::secondary(ui, "Continue in a fresh list").clicked() {
                page.out.push(ask::list(peer.id, ListCommand::Fresh));
            }
        });
    }
}

/// Why their computer isn’t reached, the likeliest first, once it was looked for in vain.
fn causes_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let Some(causes) = page.view.causes.get(&page.peer.id).filter(|_| page.peer.sharing.state == SharingState::Shared)
    else {
        return;
    };
    let Some((first, others)) = causes.split_first() else { return };
    let soft = theme::of(ui).ink_soft;
    ui.add(Label::new(parts::text(words::cause_line(*first, name), Size::Caption, soft)).wrap());
    ui.horizontal_wrapped(|ui| {
        if !others.is_empty() {
            let more = if page.state.causes { "Less" } else { "Or else…" };
            if parts::quiet_small(ui, more).clicked() {
                page.state.causes = !page.state.causes;
            }
        }
        if parts::quiet_small(ui, "Send as file instead").clicked() {
            sealed::begin(page);
        }
        if parts::quiet_small(ui, "Not found?").clicked() {
            page.state.reach = Default::default();
            page.out.push(Ask::Do(Request::Reach { peer: page.peer.id, text: None }));
            page.out.push(Ask::Open(Some(Dialog::Reach(page.peer.id))));
        }
    });
    if page.state.causes {
        for cause in others {
            ui.add(Label::new(parts::text(words::cause_line(*cause, name), Size::Caption, soft)).wrap());
        }
    }
}

/// What they changed since I last looked: a sentence a change, until I say that I have seen it.
fn since_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    if page.peer.since.is_empty() {
        return;
    }
    let t = theme::of(ui);
    let title = if page.state.since { "Since you last looked" } else { "Since you last looked…" };
    ui.horizontal_wrapped(|ui| {
        if parts::quiet_small(ui, title).clicked() {
            page.state.since = !page.state.since;
        }
        if parts::quiet_small(ui, "Seen").on_hover_text("From now on only what comes after this").clicked() {
            page.out.push(ask::run(Command::Looked(page.peer.id)));
            page.state.since = false;
        }
    });
    if page.state.since {
        for it in page.peer.since.iter() {
            ui.add(Label::new(parts::text(words::since(it, name), Size::Body, t.ink_soft)).wrap());
        }
        ui.add_space(4.0);
    }
}

/// Lines that are on this computer only: from before sharing, or written while it is stopped.
fn only_mine(ui: &mut Ui, page: &mut Page<'_>) {
    let stopped = page.peer.sharing.state == SharingState::Stopped;
    if page.hidden {
        parts::caption(ui, "What is still only yours is hidden.");
        return;
    }
    if page.peer.list.only_mine.is_empty() && !stopped {
        return;
    }
    ui.add_space(8.0);
    parts::heading(ui, "Still only yours", Size::Body, 2);
    if stopped {
        parts::caption(
            ui,
            "What you add while sharing is stopped stands here. You can offer it line by line afterwards.",
        );
    }
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    for line in page.peer.list.only_mine.clone() {
        if page.state.continuing == Some(line.id) {
            continue;
        }
        let reworded = rewording::is_open(page, &line);
        let thing = Thing::Mine(line.id);
        ui.push_id(line.id, |ui| {
            mark::around(ui, Part::Line, line.id.0, |ui| {
                if reworded {
                    rewording::reword_ui(ui, page, &line);
                    return;
                }
                if mend::stands_open(ui, page, thing) {
                    return;
                }
                ui.horizontal_wrapped(|ui| {
                    let shown = parts::text(line.text(), Size::Body, t.ink);
                    if mend::words_to_press(ui, page, thing, shown, line.text()).clicked() {
                        mend::begin(ui, page, thing);
                    }
                    let open = page.state.offering == Some(line.id);
                    if !open && !stopped && parts::quiet_small(ui, "Offer this…").clicked() {
                        page.state.offering = Some(line.id);
                        form::opens(ui, OFFER);
                    }
                });
            });
        });
        if page.state.offering == Some(line.id) && !reworded {
            let mut form = Form::begin(ui, OFFER);
            let ended = sends_ui(ui, &mut form, &name, line.text(), &format!("Put it into the list with {name}"));
            if ended == Some(Ended::Saved) {
                page.out.push(ask::list(page.peer.id, ListCommand::Offer(line.id)));
            }
            if ended.is_some() {
                page.state.offering = None;
            }
        }
    }
    if stopped {
        new_line::new_line_ui(ui, page, "Add a line for yourself");
    }
}
