//! Projects: the departments each will need, who I know there, and where nobody is yet.

use super::{
    ask::{self, Ask, Place},
    dots,
    finished::{self, FinishedState},
    icon, mark, mend, menu, parts, project_edit, said_date,
    theme::{self, Size},
    typing::Drafts,
};
use crate::{desk::View, words};
use eframe::egui::{Align, Button, Key, Label, Layout, Sense, Ui, vec2};
use jiff::{Zoned, civil::Date};
use sideways_core::{
    command::{Command, MethodCommand, ProjectDetails},
    id::PeerId,
    method,
    search::Part,
    snapshot::{Field, Need, PeerView, Project},
};

/// What is typed here.
#[derive(Debug, Default)]
pub(super) struct NewProject {
    by: String,
    finished: FinishedState,
}

pub(super) fn projects_ui(
    ui: &mut Ui,
    view: &View,
    (new, drafts): (&mut NewProject, &mut Drafts),
    now: &Zoned,
    out: &mut Vec<Ask>,
) {
    let today = now.date();
    let t = theme::of(ui);
    parts::heading(ui, "Projects", Size::Title, 1);
    ui.add_space(8.0);
    let running = view.snapshot.projects.iter().filter(|project| project.done.is_none());
    let mut shown = 0;
    for project in running {
        ui.push_id(project.id, |ui| {
            mark::around(ui, Part::Project, project.id.0, |ui| {
                project_ui(ui, view, project, (drafts, now), out);
            });
        });
        ui.add_space(12.0);
        shown += 1;
    }
    if shown == 0 {
        let words = "What are you working on that will need budget, systems or another team? Name it and choose the departments.";
        ui.add(Label::new(parts::text(words, Size::Lead, t.ink)).wrap());
        ui.add_space(8.0);
    }
    year_ui(ui, view, today, out);
    new_ui(ui, (new, drafts), today, out);
    finished::finished_ui(ui, view, (&mut new.finished, drafts), today, out);
    let done: Vec<_> = view.snapshot.projects.iter().filter(|project| project.done.is_some()).collect();
    if !done.is_empty() {
        ui.add_space(16.0);
        parts::heading(ui, "Done", Size::Body, 2);
        for project in done {
            ui.push_id(project.id, |ui| {
                mark::around(ui, Part::Project, project.id.0, |ui| {
                    done_ui(ui, project, drafts, today, out);
                });
            });
        }
    }
}

/// Everybody's half hours in a year: what I did, and for nobody a sum of it.
fn year_ui(ui: &mut Ui, view: &View, today: Date, out: &mut Vec<Ask>) {
    let met = |peer: &&PeerView| peer.closed.is_none() && !(peer.meetings.is_empty() && peer.plans.is_empty());
    let peers: Vec<&PeerView> = view.snapshot.peers.iter().map(|peer| &**peer).filter(met).collect();
    if peers.is_empty() {
        return;
    }
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        parts::heading(ui, "A year of half hours", Size::Heading, 2);
        ui.add_space(16.0);
        dots::legend_ui(ui);
    });
    ui.add_space(4.0);
    let rect = dots::everybody_ui(ui, &peers, today);
    if parts::quiet_small(ui, &format!("{} Save as a picture", icon::DOWNLOAD)).clicked() {
        out.push(Ask::Picture(rect.expand(8.0)));
    }
    ui.add_space(20.0);
}

/// One that is done: its name, which opens what it needed; and the way back.
fn done_ui(ui: &mut Ui, project: &Project, drafts: &mut Drafts, today: Date, out: &mut Vec<Ask>) {
    if project_edit::stands_open(ui, project, drafts, today, out) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let on = project.done.map(words::date).unwrap_or_default();
        let says = format!("{}, {on}", project.name);
        let shown = parts::text(&says, Size::Body, theme::of(ui).ink_soft);
        let label = ui.add(Label::new(shown).wrap().sense(Sense::click()));
        if mend::pressed_words(ui, label, &says).on_hover_text(project_edit::HINT).clicked() {
            project_edit::begin(ui, project, drafts);
        }
        let back = parts::quiet_small(ui, "Not done after all");
        if back.accessible_name(words::spoken(&format!("Not done after all: {}", project.name))).clicked() {
            out.push(ask::run(Command::Method(MethodCommand::SetProject(project.id, None))));
        }
    });
}

fn project_ui(ui: &mut Ui, view: &View, project: &Project, (drafts, now): (&mut Drafts, &Zoned), out: &mut Vec<Ask>) {
    let today = now.date();
    let covered = method::coverage(project, &view.snapshot, words::as_of(today), now.time_zone());
    let t = theme::of(ui);
    parts::card(ui, |ui| {
        ui.set_width(ui.available_width());
        if project_edit::stands_open(ui, project, drafts, today, out) {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            parts::name_heading(ui, &project.name, Size::Heading, 2);
            if let Some(by) = project.by {
                ui.label(parts::text(format!("by {}", words::date(by)), Size::Body, t.ink_soft));
            }
        });
        for (need, covered) in project.needs.iter().zip(covered) {
            parts::rule(ui);
            let mut answers = |ui: &mut Ui| {
                for known in &covered.people {
                    let name = name(view, &known.peer);
                    let open = parts::quiet(ui, "Open").accessible_name(format!("Open {name}")).on_hover_text(name);
                    if open.clicked() {
                        out.push(Ask::Go(Place::Peer(known.peer)));
                    }
                }
                introduce_ui(ui, view, project, need, &covered.introducers, out);
            };
            if ui.available_width() < 480.0 {
                need_ui(ui, need, &covered.says);
                ui.horizontal_wrapped(answers);
                ui.add_space(4.0);
                continue;
            }
            ui.horizontal_top(|ui| {
                let room = ui.available_width() - 190.0;
                ui.allocate_ui(vec2(room, 40.0), |ui| {
                    ui.set_width(room);
                    ui.vertical(|ui| need_ui(ui, need, &covered.says));
                });
                let beside = vec2(ui.available_width(), Size::Body.line());
                ui.allocate_ui_with_layout(beside, Layout::right_to_left(Align::Center), &mut answers);
            });
        }
        parts::rule(ui);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            if parts::secondary(ui, "It is done").clicked() {
                out.push(ask::run(Command::Method(MethodCommand::SetProject(project.id, Some(today)))));
            }
            ui.add_space(8.0);
            let edit = parts::quiet(ui, "Edit…").on_hover_text(project_edit::HINT);
            if edit.accessible_name(words::spoken(&format!("Edit: {}", project.name))).clicked() {
                project_edit::begin(ui, project, drafts);
            }
        });
    });
}

/// What is needed of whom, and who is known there.
fn need_ui(ui: &mut Ui, need: &Need, says: &[String]) {
    let t = theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let what =
        if need.what.is_empty() { need.department.clone() } else { format!("{}: {}", need.department, need.what) };
    ui.add(Label::new(parts::strong(what, Size::Body, t.ink)).wrap());
    for says in says {
        ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    }
}

/// Who could introduce me, where nobody is yet.
fn introduce_ui(ui: &mut Ui, view: &View, project: &Project, need: &Need, of: &[PeerId], out: &mut Vec<Ask>) {
    if of.is_empty() || need.introducer.is_some() {
        return;
    }
    let asks = "Who could introduce me?";
    let button = ui.button(parts::text(asks, Size::Body, theme::of(ui).accent));
    menu::under(&button, asks, |ui| {
        for peer in of {
            if menu::row(ui, Button::new(name(view, peer))).clicked() {
                let set = MethodCommand::SetIntroducer(project.id, need.id, Some(*peer));
                out.push(ask::run(Command::Method(set)));
            }
        }
    });
}

fn name(view: &View, id: &PeerId) -> String {
    view.snapshot.peers.iter().find(|peer| peer.id == *id).map(|peer| words::visible(&peer.name)).unwrap_or_default()
}

fn new_ui(ui: &mut Ui, (new, drafts): (&mut NewProject, &mut Drafts), today: Date, out: &mut Vec<Ask>) {
    parts::heading(ui, "A project", Size::Body, 2);
    let width = ui.available_width().min(480.0);
    let mut typed = |ui: &mut Ui, field, label, hint| {
        let typing = drafts.field(field);
        let shown = parts::field(ui, label, &mut typing.text, hint, width);
        if shown.changed() {
            typing.changed(ui.input(|input| input.time));
        }
        (shown, typing.text.clone())
    };
    let (named, name) = typed(ui, Field::Project, "Its name", "Atlas");
    let hint = "Finance: budget, IT: support";
    let (needed, needs) = typed(ui, Field::ProjectNeeds, "What it will need, of whom", hint);
    let label = parts::caption(ui, "By when, if you know");
    let day = ui.horizontal(|ui| said_date::day_field(ui, &mut new.by, today, 260.0).labelled_by(label.id)).inner;
    let entered =
        [named, needed, day].iter().any(|field| field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
    let read = (!new.by.trim().is_empty()).then(|| said_date::read_day(&new.by, today));
    let by = read.as_ref().and_then(|read| read.as_ref().ok()).map(|it| it.at);
    let readable = by.is_some() || read.is_none();
    if let Some(read) = read {
        said_date::heard(ui, &read.map_or_else(|unclear| unclear.to_string(), |it| it.sentence()));
    }
    let needs: Vec<(String, String)> =
        needs.split(',').filter(|need| !need.trim().is_empty()).map(project_edit::split).collect();
    if (parts::primary(ui, &format!("{} Add the project", icon::PLUS)).clicked() || entered)
        && readable
        && !name.trim().is_empty()
        && !needs.is_empty()
    {
        let details = ProjectDetails { name, needs, by, made: today };
        out.push(ask::run(Command::Method(MethodCommand::AddProject(details))));
        new.by.clear();
        for field in [Field::Project, Field::ProjectNeeds] {
            drafts.field(field).take();
        }
    }
}
