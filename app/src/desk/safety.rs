//! Backups and the recovery key, as they are asked for and told of.

use serde::{Deserialize, Serialize};
use sideways_core::{backup::Counts, snapshot::Moment};
use std::{fmt, path::PathBuf};

/// Words or a key that a person typed. They are never shown again, and in no message of the program.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Something about backups or the recovery key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum SafetyRequest {
    /// The recovery key, made where there is none. Gives [`SafetyAnswer::Key`].
    Key,
    /// The sheet was shown: from now on backups are made by themselves.
    Shown,
    /// Whether these are the words on my sheet. Gives [`SafetyAnswer::Checked`].
    Check(Secret),
    /// Writes a backup now, opens it again, and compares. Gives [`SafetyAnswer::Backed`].
    Now {
        /// The only file to write; absent: where all of them are.
        out: Option<PathBuf>,
        /// What becomes of those that were made before.
        older: Older,
    },
    /// Opens a backup and counts what is in it; absent: the last one. Gives [`SafetyAnswer::Tested`].
    Test(Option<PathBuf>),
    /// Keeps backups in this folder too; absent: in no other place any more.
    Place(Option<PathBuf>),
    /// The place was asked for, and there is none for now.
    NoPlace,
    /// Puts a backup in the place of this notebook, in which nothing was ever written. Gives [`SafetyAnswer::Restored`].
    Restore(PathBuf, Secret),
}

/// What becomes of older backups.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Older {
    /// They stay, ten of them.
    Keep,
    /// They are removed once the new one was opened again.
    Drop,
}

/// What it gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum SafetyAnswer {
    /// What stands on the sheet.
    Key(Secret),
    /// They are.
    Checked,
    /// Written, and opened again.
    Backed(Box<Backed>),
    /// Opened, and counted.
    Tested(Box<TestedFile>),
    /// It is this notebook now.
    Restored(Counts),
}

/// A backup that was written and opened again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Backed {
    /// Where it lies.
    pub file: PathBuf,
    /// What was counted when it was opened again.
    pub counts: Counts,
    /// What became of the other place.
    pub place: OtherPlace,
    /// How many older ones were removed.
    pub dropped: usize,
}

/// What became of the copy in the other place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum OtherPlace {
    /// None was chosen, or none was wanted this time.
    None,
    /// It lies there too, and was opened again there.
    There(PathBuf),
    /// The stick or the network drive isn't there just now.
    Away(PathBuf),
    /// It is there, and it couldn't be written to.
    Failed(PathBuf, String),
}

/// A backup that was opened and counted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TestedFile {
    /// Which.
    pub file: PathBuf,
    /// When it was made.
    pub made: Moment,
    /// What is in it.
    pub counts: Counts,
}

/// How backups stand.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Safety {
    /// Whether the recovery sheet was shown.
    pub sheet_shown: bool,
    /// Whether a place outside of the folder was asked for.
    pub place_asked: bool,
    /// The folder that backups lie in.
    pub folder: PathBuf,
    /// The other place.
    pub place: Option<Elsewhere>,
    /// The last backup.
    pub last: Option<Last>,
    /// When one failed since, and why.
    pub failed: Option<(Moment, String)>,
    /// One is being written or opened just now.
    pub working: bool,
    /// How many were made before somebody was erased last, and the day by which they will be gone.
    pub older: Option<(usize, Moment)>,
}

/// A place outside of the folder.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Where.
    pub folder: PathBuf,
    /// When a backup last got there, or it was chosen.
    pub reached: Moment,
}

impl Elsewhere {
    /// Whether it wasn't reached for more than a week.
    #[must_use]
    pub fn is_long_away(&self, now: Moment) -> bool {
        const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;
        now.unix_ms.saturating_sub(self.reached.unix_ms) > WEEK_MS
    }
}

/// The last backup.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Last {
    /// When it was made.
    pub at: Moment,
    /// Where it lies.
    pub file: PathBuf,
    /// When it was last opened and counted.
    pub tested: Moment,
    /// What was in it.
    pub counts: Counts,
}
