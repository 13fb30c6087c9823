//! What the notebook holds of the method: projects, finished works, the busy season, what was put off.

use super::{fields::day, journal::REMOVED};
use crate::{
    document::{ChangeBuilder, ObjectRef, Reader},
    error::EditError,
    id::{FinishedId, NeedId, PeerId, ProjectId},
    rows::{Entity, FinishedRow, MethodRow, ProjectRow, Row},
    snapshot::{Finished, Need, Project},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Everything here that is no list, in one row.
pub(crate) const ENTITY: Entity = Entity::Named("method");

/// What stands before the id of a project, at the root, so that no device has to make a map for them.
pub(crate) const PROJECT: &str = "project.";
/// What stands before the id of a finished work.
pub(crate) const FINISHED: &str = "finished.";

pub(crate) fn row(reader: &Reader<'_>) -> Row {
    let root = reader.root();
    let on = |key: &str| root.string(key)?.parse().ok();
    let put_off = |key: &String| Some((key.strip_prefix("method.snoozed.")?.to_owned(), on(key)?));
    Row::Method(MethodRow {
        busy_until: on("method.busy_until"),
        reviewed: on("method.reviewed"),
        snoozed: root.keys_from("method.snoozed.").iter().filter_map(put_off).collect(),
    })
}

pub(crate) fn project_row(reader: &Reader<'_>, id: ProjectId) -> Option<Row> {
    let root = reader.root();
    let project = root.map(&format!("{PROJECT}{id}"))?;
    let field = |key: &str| project.string(key).unwrap_or_default();
    let mut needs: BTreeMap<(String, NeedId), Need> = BTreeMap::new();
    for key in project.keys_from("need.") {
        let Some(Ok(id)) = key.strip_prefix("need.").and_then(|key| key.strip_suffix(".at")).map(str::parse) else {
            continue;
        };
        let part = |name: &str| field(&need_key(id, name));
        let need =
            Need { id, department: part("department"), what: part("what"), introducer: part("via").parse().ok() };
        if !need.department.is_empty() {
            needs.insert((part("at"), id), need);
        }
    }
    Some(Row::Project(ProjectRow {
        removed: project.flag(REMOVED) == Some(true),
        project: Project {
            id,
            name: field("name"),
            made: field("made").parse().ok()?,
            by: field("by").parse().ok(),
            needs: needs.into_values().collect(),
            done: field("done").parse().ok(),
        },
    }))
}

pub(crate) fn finished_row(reader: &Reader<'_>, id: FinishedId) -> Option<Row> {
    let root = reader.root();
    let finished = root.map(&format!("{FINISHED}{id}"))?;
    let on = finished.string("on")?.parse().ok()?;
    Some(Row::Finished(FinishedRow {
        removed: finished.flag(REMOVED) == Some(true),
        finished: Finished { id, on, text: finished.string("text").unwrap_or_default() },
    }))
}

/// Writes a project as it should be; what stands so already makes no operation.
pub(crate) fn set_project(builder: &mut ChangeBuilder<'_>, before: &[NeedId], new: &Project) -> Result<(), EditError> {
    let key = format!("{PROJECT}{}", new.id);
    let project = match ObjectRef::root().at(builder, &key) {
        Ok(project) => project,
        Err(_) => ObjectRef::root().make_map(builder, &key)?,
    };
    project.put(builder, "name", new.name.as_str())?;
    project.put(builder, "made", new.made.to_string().as_str())?;
    for (key, value) in [("by", day(new.by)), ("done", day(new.done))] {
        project.put(builder, key, value.as_str())?;
    }
    for gone in before.iter().filter(|id| new.needs.iter().all(|need| need.id != **id)) {
        project.put(builder, &need_key(*gone, "department"), "")?;
    }
    for need in &new.needs {
        let at = need_key(need.id, "at");
        if project.string(builder, &at).is_none() {
            let next = project.keys(builder).iter().filter(|key| key.ends_with(".at")).count();
            project.put(builder, &at, format!("{next:06}").as_str())?;
        }
        project.put(builder, &need_key(need.id, "department"), need.department.as_str())?;
        project.put(builder, &need_key(need.id, "what"), need.what.as_str())?;
        let via = need.introducer.map(|peer: PeerId| peer.to_string()).unwrap_or_default();
        project.put(builder, &need_key(need.id, "via"), via.as_str())?;
    }
    Ok(())
}

fn need_key(id: NeedId, name: &str) -> String {
    format!("need.{id}.{name}")
}

pub(crate) fn add_finished(builder: &mut ChangeBuilder<'_>, new: &Finished) -> Result<(), EditError> {
    let finished = ObjectRef::root().make_map(builder, &format!("{FINISHED}{}", new.id))?;
    finished.put(builder, "on", new.on.to_string().as_str())?;
    finished.put(builder, "text", new.text.as_str())
}

/// Says a finished work otherwise.
pub(crate) fn set_finished(builder: &mut ChangeBuilder<'_>, new: &Finished) -> Result<(), EditError> {
    let finished = ObjectRef::root().at(builder, &format!("{FINISHED}{}", new.id))?;
    finished.put(builder, "on", new.on.to_string().as_str())?;
    finished.put(builder, "text", new.text.as_str())
}

/// Takes a project or a finished work back, or brings it back; `key` is its whole key.
pub(crate) fn set_removed(builder: &mut ChangeBuilder<'_>, key: &str, removed: bool) -> Result<(), EditError> {
    ObjectRef::root().at(builder, key)?.put(builder, REMOVED, removed)
}

/// Sets a day of the method, like the end of the busy season; no day takes it away.
pub(crate) fn set_day(builder: &mut ChangeBuilder<'_>, key: &str, value: Option<Date>) -> Result<(), EditError> {
    ObjectRef::root().put(builder, &format!("method.{key}"), day(value).as_str())
}
