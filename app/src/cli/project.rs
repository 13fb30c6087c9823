//! `project`: what a project will need of other departments, and who is missing there.

use super::{
    call::{Call, clock, edit},
    find,
    notes::added,
    out::{Done, failure},
    said::{self, day},
};
use crate::{
    desk::{Failure, View},
    words,
};
use jiff::civil::Date;
use serde::Serialize;
use sideways_core::{
    command::{Command, MethodCommand, ProjectDetails},
    method::{self, Covered},
    search::folded,
    snapshot::Project,
};
use std::sync::Arc;

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Name it and choose the departments.
    Add {
        /// Its name.
        name: String,
        /// A department, and what for after a colon: "Finance: budget"; may be repeated.
        #[arg(long, required = true)]
        needs: Vec<String>,
        /// By when it needs them, like 2027-03-01 or "1 March".
        #[arg(long)]
        by: Option<String>,
    },
    /// Running ones first.
    List,
    /// Who you know in each department it needs, and where nobody is yet.
    Show {
        /// Its name, a unique beginning of one, or its id.
        name: String,
    },
    /// Change what is given; the rest stays.
    Edit {
        /// Its name or id.
        name: String,
        /// The new name.
        #[arg(long)]
        rename: Option<String>,
        /// All it needs, anew.
        #[arg(long)]
        needs: Vec<String>,
        /// By when, like 2027-03-01 or "1 March".
        #[arg(long)]
        by: Option<String>,
    },
    /// Say who could introduce you to a department.
    Introduce {
        /// The project.
        name: String,
        /// The department.
        #[arg(long)]
        department: String,
        /// Who could introduce you.
        #[arg(long)]
        via: String,
    },
    /// It is done.
    Done {
        /// Its name or id.
        name: String,
    },
    /// Take it off.
    Remove {
        /// Its name or id.
        name: String,
    },
}

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    name: &'a str,
    by: Option<Date>,
    done: Option<Date>,
    needs: Vec<NeedShape>,
}

#[derive(Serialize)]
struct NeedShape {
    id: String,
    department: String,
    what: String,
    people: Vec<String>,
    introducer: Option<String>,
    says: Vec<String>,
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let today = said::today();
    match verb {
        Verb::Add { name, needs, by } => {
            let details = ProjectDetails { name, needs: split(&needs), by: by_day(by)?, made: today };
            added(call, &edit(&desk, Command::Method(MethodCommand::AddProject(details)))?)
        }
        Verb::List => {
            let mut all = view.snapshot.projects.clone();
            all.sort_by_key(|project| (project.done.is_some(), project.by, project.made));
            let shapes: Vec<_> = all.iter().map(|project| shape(project, &view, today)).collect();
            call.form.say(&shapes, || {
                if all.is_empty() {
                    return vec!["What are you working on that will need budget, systems or another team? Name it and choose the departments.".to_owned()];
                }
                all.iter().map(|project| one_line(project)).collect()
            })
        }
        Verb::Show { name } => show(call, &view, &name),
        Verb::Edit { name, rename, needs, by } => {
            let project = find_project(&view, &name)?;
            let before = project.needs.iter().map(|need| (need.department.clone(), need.what.clone())).collect();
            let details = ProjectDetails {
                name: rename.unwrap_or_else(|| project.name.clone()),
                needs: if needs.is_empty() { before } else { split(&needs) },
                by: by_day(by)?.or(project.by),
                made: project.made,
            };
            edit(&desk, Command::Method(MethodCommand::EditProject(project.id, details)))?;
            show(call, &desk.view()?, &project.id.to_string())
        }
        Verb::Introduce { name, department, via } => {
            let project = find_project(&view, &name)?;
            let wanted = folded(&department);
            let need = project.needs.iter().find(|need| folded(&need.department) == wanted);
            let missing = || {
                failure(
                    format!("{} doesn’t need {department:?}", project.name),
                    Some("`sideways project show NAME` says what it needs"),
                )
            };
            let need = need.ok_or_else(missing)?;
            let via = find::peer(&view, &via)?.id;
            edit(&desk, Command::Method(MethodCommand::SetIntroducer(project.id, need.id, Some(via))))?;
            show(call, &desk.view()?, &project.id.to_string())
        }
        Verb::Done { name } => {
            let project = find_project(&view, &name)?;
            edit(&desk, Command::Method(MethodCommand::SetProject(project.id, Some(today))))?;
            show(call, &desk.view()?, &project.id.to_string())
        }
        Verb::Remove { name } => {
            let project = find_project(&view, &name)?;
            edit(&desk, Command::Method(MethodCommand::RemoveProject(project.id)))?;
            let says = format!("Taken off: {}. `sideways undo` brings it back.", project.name);
            call.form.say(&shape(&project, &view, today), || vec![says])
        }
    }
}

fn by_day(by: Option<String>) -> Result<Option<Date>, Failure> {
    by.map(|by| day(&by)).transpose()
}

/// "Finance: budget" as a department and what for.
fn split(needs: &[String]) -> Vec<(String, String)> {
    let split = |need: &String| {
        let (department, what) = need.split_once(':').unwrap_or((need, ""));
        (department.trim().to_owned(), what.trim().to_owned())
    };
    needs.iter().map(split).collect()
}

fn find_project(view: &View, named: &str) -> Result<Arc<Project>, Failure> {
    let all = &view.snapshot.projects;
    let short = named.trim().to_lowercase();
    let by_id = |project: &Project| short.len() >= 4 && project.id.to_string().starts_with(&short);
    let found = find::named(all, named, |project| &project.name, |project| by_id(project));
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(failure(format!("there is no project called {named:?}"), Some("`sideways project list` shows them"))),
        several => {
            let names: Vec<_> = several.iter().map(|it| format!("{} ({})", it.name, find::short(&it.id))).collect();
            Err(failure(
                format!("{named:?} could be {} of your projects", several.len()),
                Some(&format!("say which: {}", names.join("; "))),
            ))
        }
    }
}

fn show(call: &Call, view: &View, named: &str) -> Done {
    let project = find_project(view, named)?;
    let today = said::today();
    let shape = shape(&project, view, today);
    call.form.say(&shape, || {
        let says = shape.needs.iter().flat_map(|need| {
            let what = if need.what.is_empty() { String::new() } else { format!(" ({})", need.what) };
            std::iter::once(format!("{}{what}", need.department))
                .chain(need.says.iter().map(|says| format!("  {says}")))
        });
        std::iter::once(one_line(&project)).chain(says).chain([format!("id {}", project.id)]).collect()
    })
}

fn one_line(project: &Project) -> String {
    let when = match (project.done, project.by) {
        (Some(done), _) => format!("done on {}", words::date(done)),
        (None, Some(by)) => format!("needs them by {}", words::date(by)),
        (None, None) => "no day named".to_owned(),
    };
    format!("{} · {when}", project.name)
}

fn shape<'a>(project: &'a Project, view: &View, today: Date) -> Shape<'a> {
    let name = |id: &sideways_core::id::PeerId| {
        view.snapshot.peers.iter().find(|peer| peer.id == *id).map(|peer| peer.name.clone())
    };
    let covered = method::coverage(project, &view.snapshot, words::as_of(today), clock().time_zone());
    let needs = project.needs.iter().zip(covered).map(|(need, covered): (_, Covered)| NeedShape {
        id: need.id.to_string(),
        department: need.department.clone(),
        what: need.what.clone(),
        people: covered.people.iter().filter_map(|person| name(&person.peer)).collect(),
        introducer: need.introducer.as_ref().and_then(name),
        says: covered.says,
    });
    Shape {
        id: project.id.to_string(),
        name: &project.name,
        by: project.by,
        done: project.done,
        needs: needs.collect(),
    }
}
