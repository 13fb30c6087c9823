//! What backups are called: so that they sort by their day, and nobody else's is taken for mine.

use jiff::Timestamp;
use sideways_core::{id::PersonId, snapshot::Moment};
use std::{
    fs,
    path::{Path, PathBuf},
};

const BEGINS: &str = "sideways-";
const ENDS: &str = "Z.age";

/// A backup that lies in a folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    pub(crate) made: Moment,
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

fn of(person: &PersonId) -> String {
    person.to_string().chars().take(8).collect()
}

/// The name of one that is made now.
pub(super) fn name(person: &PersonId, at: Moment) -> String {
    let at = Timestamp::from_millisecond(at.unix_ms).unwrap_or_default();
    format!("{BEGINS}{}-{}{ENDS}", of(person), at.strftime("%Y-%m-%d-%H%M%S"))
}

fn made(name: &str, person: &PersonId) -> Option<Moment> {
    let day = name.strip_prefix(BEGINS)?.strip_prefix(&of(person))?.strip_prefix('-')?.strip_suffix(ENDS)?;
    let at = jiff::civil::DateTime::strptime("%Y-%m-%d-%H%M%S", day).ok()?;
    Some(Moment { unix_ms: jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?.as_millisecond() })
}

/// Those of a person in a folder, the newest first.
pub(crate) fn found(folder: &Path, person: &PersonId) -> Vec<Found> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<Found> = entries
        .flatten()
        .filter_map(|entry| {
            let made = made(entry.file_name().to_str()?, person)?;
            let bytes = entry.metadata().ok().filter(fs::Metadata::is_file)?.len();
            Some(Found { made, path: entry.path(), bytes })
        })
        .collect();
    found.sort();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_whose_and_other_files_are_left_alone() {
        let (me, other) = (PersonId([0xab; 16]), PersonId([1; 16]));
        let at = Moment { unix_ms: 1_790_000_000_000 };
        assert_eq!(name(&me, at), "sideways-abababab-2026-09-21-141320Z.age");
        let folder = tempfile::tempdir().unwrap();
        let later = Moment { unix_ms: at.unix_ms + 86_400_000 };
        let names = [name(&me, at), name(&me, later), name(&other, at)];
        let strange =
            ["sideways-abababab-x.age", "sideways-abababab-2026-13-01-000000Z.age", ".sideways.part", "notes.txt"];
        for name in names.iter().map(String::as_str).chain(strange) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let mine: Vec<_> = found(folder.path(), &me).into_iter().map(|it| (it.made, it.bytes)).collect();
        assert_eq!(mine, [(later, 1), (at, 1)]);
        assert!(found(&folder.path().join("nowhere"), &me).is_empty());
    }
}
