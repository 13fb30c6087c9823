//! Edits of projects, finished works, the busy season and the weekly review.

use super::super::{at_most, transaction::Transaction, words};
use crate::{
    command::{MethodCommand, Outcome, ProjectDetails},
    document::ChangeBuilder,
    error::EditError,
    id::{FinishedId, NeedId, ProjectId},
    kinds::notebook::method,
    limits,
    rows::DocKind,
    snapshot::{Finished, Need, Project},
};

/// What one project can need.
const NEEDS: usize = 64;

impl Transaction<'_> {
    pub(super) fn edit_projects(&mut self, command: MethodCommand) -> Result<Outcome, EditError> {
        match command {
            MethodCommand::AddProject(details) => {
                let id = ProjectId(self.random());
                let project = self.project_of(id, details, None)?;
                self.write_project(None, &project)?;
                Ok(Outcome::Project(id))
            }
            MethodCommand::EditProject(id, details) => {
                let before = self.project(&id)?;
                let project = self.project_of(id, details, Some(&before))?;
                self.write_project(Some(&before), &project)
            }
            MethodCommand::SetProject(id, done) => {
                let before = self.project(&id)?;
                self.write_project(Some(&before), &Project { done, ..before.clone() })
            }
            MethodCommand::SetIntroducer(id, need, introducer) => {
                let before = self.project(&id)?;
                if let Some(peer) = introducer {
                    self.peer_row(&peer)?;
                }
                let mut project = before.clone();
                let found = project.needs.iter_mut().find(|it| it.id == need).ok_or(EditError::NoSuchEntry)?;
                found.introducer = introducer;
                self.write_project(Some(&before), &project)
            }
            MethodCommand::RemoveProject(id) => {
                self.project(&id)?;
                let key = format!("{}{id}", method::PROJECT);
                self.on_notebook(|builder| method::set_removed(builder, &key, true))
            }
            MethodCommand::RestoreProject(id) => {
                self.model().projects.get(&id).ok_or(EditError::NoSuchProject)?;
                let key = format!("{}{id}", method::PROJECT);
                self.on_notebook(|builder| method::set_removed(builder, &key, false))
            }
            MethodCommand::SetBusyUntil(day) => self.on_notebook(|builder| method::set_day(builder, "busy_until", day)),
            MethodCommand::Reviewed(day) => self.on_notebook(|builder| method::set_day(builder, "reviewed", Some(day))),
            MethodCommand::Snooze(what, until) => {
                words("what is put off", &what, limits::KEY_BYTES / 2)?;
                let key = format!("snoozed.{what}");
                self.on_notebook(|builder| method::set_day(builder, &key, until))
            }
            MethodCommand::AddFinished(on, text) => {
                words("a finished work", &text, limits::LINE_BYTES)?;
                let new = Finished { id: FinishedId(self.random()), on, text: text.trim().to_owned() };
                self.on_notebook(|builder| method::add_finished(builder, &new))?;
                Ok(Outcome::Finished(new.id))
            }
            MethodCommand::EditFinished(id, on, text) => {
                words("a finished work", &text, limits::LINE_BYTES)?;
                self.model().finished.get(&id).filter(|row| !row.removed).ok_or(EditError::NoSuchEntry)?;
                let new = Finished { id, on, text: text.trim().to_owned() };
                self.on_notebook(|builder| method::set_finished(builder, &new))
            }
            MethodCommand::RemoveFinished(id) => {
                self.model().finished.get(&id).filter(|row| !row.removed).ok_or(EditError::NoSuchEntry)?;
                let key = format!("{}{id}", method::FINISHED);
                self.on_notebook(|builder| method::set_removed(builder, &key, true))
            }
            MethodCommand::RestoreFinished(id) => {
                self.model().finished.get(&id).ok_or(EditError::NoSuchEntry)?;
                let key = format!("{}{id}", method::FINISHED);
                self.on_notebook(|builder| method::set_removed(builder, &key, false))
            }
            _ => Err(EditError::NotNow("this is not about a project")),
        }
    }

    fn project(&self, id: &ProjectId) -> Result<Project, EditError> {
        let row = self.model().projects.get(id).filter(|row| !row.removed).ok_or(EditError::NoSuchProject)?;
        Ok(row.project.clone())
    }

    /// The project that those details say; what it needs keeps its id where the department stays.
    fn project_of(
        &mut self,
        id: ProjectId,
        details: ProjectDetails,
        before: Option<&Project>,
    ) -> Result<Project, EditError> {
        words("a project’s name", &details.name, limits::NAME_BYTES)?;
        if details.needs.len() > NEEDS {
            return Err(EditError::NotNow("a project can need 64 things at most"));
        }
        let mut left: Vec<&Need> = before.map(|before| before.needs.iter().collect()).unwrap_or_default();
        let mut needs = Vec::new();
        for (department, what) in details.needs {
            words("a department", &department, limits::NAME_BYTES)?;
            at_most("what a project needs", &what, limits::LINE_BYTES)?;
            let (department, what) = (department.trim().to_owned(), what.trim().to_owned());
            let same = left.iter().position(|need| need.department == department && need.what == what);
            let same = same.or_else(|| left.iter().position(|need| need.department == department));
            let old = same.map(|at| left.remove(at));
            let id = old.map_or_else(|| NeedId(self.random()), |old| old.id);
            needs.push(Need { id, department, what, introducer: old.and_then(|old| old.introducer) });
        }
        let made = before.map_or(details.made, |before| before.made);
        let done = before.and_then(|before| before.done);
        Ok(Project { id, name: details.name.trim().to_owned(), made, by: details.by, needs, done })
    }

    pub(super) fn write_project(&mut self, before: Option<&Project>, project: &Project) -> Result<Outcome, EditError> {
        let before: Vec<NeedId> =
            before.map(|before| before.needs.iter().map(|need| need.id).collect()).unwrap_or_default();
        self.on_notebook(|builder| method::set_project(builder, &before, project))
    }

    pub(super) fn on_notebook(
        &mut self,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        self.write(self.notebook(), DocKind::Notebook, write)?;
        Ok(Outcome::Done)
    }
}
