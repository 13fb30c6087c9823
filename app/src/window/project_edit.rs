//! A project said otherwise, where it stands: its name, what it needs of whom, and by when. From there it can be taken
//! away.

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form},
    parts, said_date,
};
use eframe::egui::{Key, Ui};
use jiff::civil::Date;
use sideways_core::{
    command::{Command, MethodCommand, ProjectDetails},
    id::ProjectId,
    snapshot::{Need, Project},
};

const FORM: &str = "edit a project";
/// Said under the pointer.
pub(super) const HINT: &str = "Its name, what it needs, by when; or take it away";

/// A project, as typed.
#[derive(Debug)]
pub(super) struct Editing {
    of: ProjectId,
    name: String,
    /// One a line: the department, and what for behind a colon.
    needs: String,
    by: String,
}

/// Opens the form of a project.
pub(super) fn begin(ui: &Ui, project: &Project, editing: &mut Option<Editing>) {
    let need = |need: &Need| {
        if need.what.is_empty() { need.department.clone() } else { format!("{}: {}", need.department, need.what) }
    };
    *editing = Some(Editing {
        of: project.id,
        name: project.name.clone(),
        needs: project.needs.iter().map(need).collect::<Vec<_>>().join("\n"),
        by: project.by.map(said_date::day_in_field).unwrap_or_default(),
    });
    form::opens(ui, FORM);
}

/// Whether a project is being said otherwise just now; then its form stands here.
pub(super) fn stands_open(
    ui: &mut Ui,
    project: &Project,
    editing: &mut Option<Editing>,
    today: Date,
    out: &mut Vec<Ask>,
) -> bool {
    let Some(mut typed) = editing.take_if(|it| it.of == project.id) else { return false };
    if form_ui(ui, project, &mut typed, today, out) {
        *editing = Some(typed);
    }
    true
}

/// Whether it goes on.
fn form_ui(ui: &mut Ui, project: &Project, typed: &mut Editing, today: Date, out: &mut Vec<Ask>) -> bool {
    let mut form = Form::begin(ui, FORM);
    let width = ui.available_width().min(480.0);
    let name = parts::bare_field(ui, &mut typed.name, "Atlas", width).accessible_name("The project’s name");
    form.field(ui, name);
    parts::caption(ui, "What it needs of whom, one a line");
    form.lines(ui, &mut typed.needs, "Finance: budget", "What the project needs, one a line");
    let label = parts::caption(ui, "By when, if you know");
    let day = ui.horizontal(|ui| said_date::day_field(ui, &mut typed.by, today, 260.0).labelled_by(label.id)).inner;
    form.field(ui, day);
    // What stands may have passed, and stays as it is.
    let stands = project.by.map(said_date::day_in_field).unwrap_or_default();
    let by = if typed.by == stands {
        Some(project.by)
    } else if typed.by.trim().is_empty() {
        Some(None)
    } else {
        let read = said_date::read_day(&typed.by, today);
        said_date::heard(ui, &read.as_ref().map_or_else(ToString::to_string, |it| it.sentence()));
        read.ok().map(|it| Some(it.at))
    };
    let needs: Vec<(String, String)> = typed.needs.lines().filter(|need| !need.trim().is_empty()).map(split).collect();
    let ready = by.is_some() && !typed.name.trim().is_empty() && needs.iter().all(|(of, _)| !of.is_empty());
    let ended = ui.horizontal_wrapped(|ui| {
        let ended = form.end(ui, "Save", ready.into());
        ui.add_space(16.0);
        let gone = parts::quiet(ui, "Take away…");
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        if escaped && ui.memory(|memory| memory.had_focus_last_frame(gone.id)) {
            return (Some(Ended::Left), false);
        }
        (ended, gone.clicked())
    });
    match ended.inner {
        (_, true) => out.push(ask::run(Command::Method(MethodCommand::RemoveProject(project.id)))),
        (Some(Ended::Saved), _) => {
            let by = by.flatten();
            let details = ProjectDetails { name: typed.name.trim().to_owned(), needs, by, made: project.made };
            out.push(ask::run(Command::Method(MethodCommand::EditProject(project.id, details))));
        }
        (Some(Ended::Left), _) => {}
        (None, _) => return true,
    }
    false
}

/// "Finance: budget" as a department and what for.
pub(super) fn split(need: &str) -> (String, String) {
    let (department, what) = need.split_once(':').unwrap_or((need, ""));
    (department.trim().to_owned(), what.trim().to_owned())
}
