//! A project said otherwise, where it stands: its name, what it needs of whom, and by when. From there it can be taken
//! away.

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form},
    parts, said_date,
    typing::Drafts,
};
use eframe::egui::{Key, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sideways_core::{
    command::{Command, MethodCommand, ProjectDetails},
    snapshot::{Field, Need, Project},
};

/// Said under the pointer.
pub(super) const HINT: &str = "Its name, what it needs, by when; or take it away";

/// A project, as typed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Editing {
    name: String,
    /// One a line: the department, and what for behind a colon.
    needs: String,
    by: String,
}

impl Editing {
    fn of(project: &Project) -> Self {
        let need = |need: &Need| {
            if need.what.is_empty() { need.department.clone() } else { format!("{}: {}", need.department, need.what) }
        };
        Self {
            name: project.name.clone(),
            needs: project.needs.iter().map(need).collect::<Vec<_>>().join("\n"),
            by: project.by.map(said_date::day_in_field).unwrap_or_default(),
        }
    }

    fn needs(&self) -> Vec<(String, String)> {
        self.needs.lines().filter(|need| !need.trim().is_empty()).map(split).collect()
    }

    fn says(&self, other: &Self) -> bool {
        (self.name.trim(), self.needs(), &self.by) == (other.name.trim(), other.needs(), &other.by)
    }
}

/// Opens the form of a project.
pub(super) fn begin(ui: &Ui, project: &Project, drafts: &mut Drafts) {
    let field = Field::EditProject(project.id);
    drafts.open_form(field, &Editing::of(project));
    form::opens(ui, field);
}

/// Whether a project is being said otherwise just now; then its form stands here.
pub(super) fn stands_open(
    ui: &mut Ui,
    project: &Project,
    drafts: &mut Drafts,
    today: Date,
    out: &mut Vec<Ask>,
) -> bool {
    let field = Field::EditProject(project.id);
    let Some(was) = drafts.form(field, |it: &Editing| it.says(&Editing::of(project))) else { return false };
    let mut typed = was.clone();
    let went = ui.push_id(field, |ui| form_ui(ui, project, &mut typed, today)).inner;
    let now = ui.input(|input| input.time);
    match went {
        Went::Saved(command) if !typed.says(&Editing::of(project)) => {
            drafts.type_form(field, &typed, now);
            drafts.save_form(field, &command);
            out.push(ask::run(*command));
        }
        Went::TakenAway => {
            drafts.close_form(field);
            out.push(ask::run(Command::Method(MethodCommand::RemoveProject(project.id))));
        }
        Went::Saved(_) | Went::Left => drafts.close_form(field),
        Went::On if typed != was => drafts.type_form(field, &typed, now),
        Went::On => {}
    }
    true
}

/// What became of the form in a frame.
enum Went {
    On,
    Left,
    TakenAway,
    Saved(Box<Command>),
}

fn form_ui(ui: &mut Ui, project: &Project, typed: &mut Editing, today: Date) -> Went {
    let mut form = Form::begin(ui, Field::EditProject(project.id));
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
    let needs = typed.needs();
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
        (_, true) => Went::TakenAway,
        (Some(Ended::Saved), _) => {
            let by = by.flatten();
            let details = ProjectDetails { name: typed.name.trim().to_owned(), needs, by, made: project.made };
            Went::Saved(Box::new(Command::Method(MethodCommand::EditProject(project.id, details))))
        }
        (Some(Ended::Left), _) => Went::Left,
        (None, _) => Went::On,
    }
}

/// "Finance: budget" as a department and what for.
pub(super) fn split(need: &str) -> (String, String) {
    let (department, what) = need.split_once(':').unwrap_or((need, ""));
    (department.trim().to_owned(), what.trim().to_owned())
}
