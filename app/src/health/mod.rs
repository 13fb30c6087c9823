//! How a data folder lies: who can read it, on what kind of disk, with how much room, and what lies in it besides.
//! Looks from outside and changes nothing, so it can be asked whether or not the notebook opens.

mod backups;
mod files;
mod place;
mod room;

pub(crate) use backups::checks as backups;
use serde::Serialize;
use std::path::Path;

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Check {
    /// Its name, for programs.
    pub name: &'static str,
    /// Whether all is well.
    pub ok: bool,
    /// What was found, in a sentence.
    pub says: String,
    /// What to do, where there is something.
    pub hint: Option<String>,
}

impl Check {
    /// All is well.
    pub fn well(name: &'static str, says: impl Into<String>) -> Self {
        Self { name, ok: true, says: says.into(), hint: None }
    }

    /// Well enough, and could be better by this.
    pub fn could_be_better(name: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, ok: true, says: says.into(), hint: Some(hint.into()) }
    }

    /// Somebody should look, and do this.
    pub fn look(name: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, ok: false, says: says.into(), hint: Some(hint.into()) }
    }
}

/// Everything that can be said about a folder from outside.
#[must_use]
pub fn checks(folder: &Path) -> Vec<Check> {
    vec![files::modes(folder), files::leftovers(folder), place::check(folder), room::check(folder)]
}
