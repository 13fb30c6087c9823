//! What follows from where a folder stands, where this computer knew it, and where it is.

use crate::platform;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sideways_core::Stamp;
use std::path::{Path, PathBuf};

/// A step of a folder. The one before the first has the number 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Mark {
    /// Which.
    pub count: u64,
    /// Its name.
    pub nonce: [u8; 8],
}

impl Mark {
    /// Where a folder stands.
    #[must_use]
    pub fn of(stamp: Option<&Stamp>) -> Self {
        stamp.map_or_else(Self::default, |stamp| Self { count: stamp.count, nonce: stamp.nonce })
    }
}

/// Where a folder is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Here {
    /// Which computer, as a hash; nothing where the system doesn't say.
    pub machine: Option<[u8; 16]>,
    /// What tells the folder from any other on it, where the system has such a thing.
    pub id: Option<(u64, u64)>,
    /// Where it lies.
    pub path: PathBuf,
}

impl Here {
    /// Where that folder is.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let machine = platform::machine().map(|machine| {
            let digest = Sha256::new().chain_update(b"sideways/machine/1").chain_update(machine).finalize();
            let mut bytes = [0; 16];
            bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
            bytes
        });
        let path = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        Self { machine, id: platform::folder_id(folder), path }
    }
}

/// What this computer knows of a folder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    pub(super) mark: Mark,
    machine: Option<[u8; 16]>,
    id: Option<(u64, u64)>,
    path: String,
}

impl Record {
    /// What is kept of a folder that stands there.
    #[must_use]
    pub fn new(mark: Mark, here: &Here) -> Self {
        Self { mark, machine: here.machine, id: here.id, path: here.path.to_string_lossy().into_owned() }
    }
}

/// Why somebody has to be asked whether a folder was moved or copied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// This computer doesn't know it.
    Elsewhere,
    /// The one that it was copied from is still there.
    Copied(PathBuf),
    /// This computer knows a later state of it.
    Older,
}

/// What follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is the folder that it was, where it was.
    Known,
    /// It was moved, as plainly as can be.
    Moved,
    /// A person has to say it.
    Ask(Question),
}

/// What follows; `another` says whether a notebook lies at a path that isn't this folder under another name.
pub fn judge(stamp: Option<&Stamp>, record: Option<&Record>, here: &Here, another: impl Fn(&Path) -> bool) -> Verdict {
    let Some(record) = record else {
        // Before the first step there is nothing to be a copy of.
        return if stamp.is_none() { Verdict::Moved } else { Verdict::Ask(Question::Elsewhere) };
    };
    if record.machine.is_some() && here.machine.is_some() && record.machine != here.machine {
        return Verdict::Ask(Question::Elsewhere);
    }
    let Mark { count, nonce } = record.mark;
    // What was written and not kept any more, as when the process was killed, only brings it further.
    let follows = count == 0 || stamp.is_some_and(|stamp| stamp.follows(count, nonce));
    if !follows {
        return Verdict::Ask(Question::Older);
    }
    let there = Path::new(&record.path);
    if there == here.path || (here.id.is_some() && record.id == here.id) {
        return if Record::new(record.mark, here) == *record { Verdict::Known } else { Verdict::Moved };
    }
    if another(there) { Verdict::Ask(Question::Copied(there.to_owned())) } else { Verdict::Moved }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sideways_core::{
        Opening, Workspace,
        command::Command,
        snapshot::{Me, Moment},
    };

    /// A folder's stamps, one after the other; and one of a copy that went on by itself.
    fn stamps() -> (Vec<Stamp>, Stamp) {
        let folder = tempfile::tempdir().unwrap();
        let run = |folder: &Path, n: u8| {
            let opening = Opening { entropy: [n; 32], now: Moment { unix_ms: 1 << 40 }, device_name: "x".into() };
            let mut workspace = Workspace::open(folder, opening).unwrap();
            let me = Me { name: format!("Alex {n}"), department: "Sales".into(), ..Me::default() };
            workspace.edit(Command::SetMe(me), Moment { unix_ms: 1 << 40 }).unwrap();
            workspace.stamp().unwrap().clone()
        };
        let mut way = vec![run(folder.path(), 1), run(folder.path(), 2)];
        let copy = tempfile::tempdir().unwrap();
        for name in ["store.redb", "store.key"] {
            std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        way.push(run(folder.path(), 3));
        (way, run(copy.path(), 4))
    }

    #[test]
    fn a_move_is_known_for_one_and_anything_else_is_asked() {
        let (way, copy) = stamps();
        let [first, second, third] = [0, 1, 2].map(|at| way.get(at).unwrap());
        let at = |machine: u8, id: u64, path: &str| Here {
            machine: Some([machine; 16]),
            id: Some((1, id)),
            path: path.into(),
        };
        let home = at(1, 7, "/home/alex/data");
        let knows = |stamp: &Stamp| Record::new(Mark::of(Some(stamp)), &home);
        let ask = Verdict::Ask;
        let from = || Question::Copied("/home/alex/data".into());
        for (case, stamp, record, here, still_there, verdict) in [
            ("nothing yet", None, None, &home, false, Verdict::Moved),
            ("as ever", Some(second), Some(knows(second)), &home, true, Verdict::Known),
            ("killed before it was kept", Some(third), Some(knows(first)), &home, true, Verdict::Known),
            ("no record", Some(second), None, &home, false, ask(Question::Elsewhere)),
            (
                "another machine",
                Some(second),
                Some(knows(second)),
                &at(2, 7, "/home/alex/data"),
                true,
                ask(Question::Elsewhere),
            ),
            ("rolled back", Some(second), Some(knows(third)), &home, true, ask(Question::Older)),
            ("rolled back to before there were stamps", None, Some(knows(third)), &home, true, ask(Question::Older)),
            ("a copy that went on was put back", Some(&copy), Some(knows(third)), &home, true, ask(Question::Older)),
            ("a plain move", Some(second), Some(knows(second)), &at(1, 7, "/home/alex/new"), false, Verdict::Moved),
            (
                "moved, and another begun there",
                Some(second),
                Some(knows(second)),
                &at(1, 7, "/home/alex/new"),
                true,
                Verdict::Moved,
            ),
            ("moved to another disk", Some(second), Some(knows(second)), &at(1, 9, "/mnt/data"), false, Verdict::Moved),
            (
                "put back in its place",
                Some(second),
                Some(knows(second)),
                &at(1, 9, "/home/alex/data"),
                true,
                Verdict::Moved,
            ),
            ("copied beside it", Some(second), Some(knows(second)), &at(1, 9, "/home/alex/copy"), true, ask(from())),
            (
                "known before the first step",
                Some(first),
                Some(Record::new(Mark::default(), &home)),
                &home,
                true,
                Verdict::Known,
            ),
        ] {
            assert_eq!(judge(stamp, record.as_ref(), here, |_| still_there), verdict, "{case}");
        }
    }
}
