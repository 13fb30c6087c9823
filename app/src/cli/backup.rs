//! `backup`: everything in one sealed file, opened again before it counts.

use super::{
    call::{Call, now},
    out::{Done, failure},
    recovery::typed_words,
    safety::{ask, strange},
};
use crate::{
    backups,
    desk::{Backed, Desk, Failure, Older, OtherPlace, Request, SafetyAnswer, SafetyRequest, TestedFile},
    words,
};
use jiff::tz::TimeZone;
use serde_json::json;
use sideways_core::{
    backup::Counts,
    snapshot::{Moment, SharingState},
};
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Write a backup now, open it again, and compare it with what is here.
    Now {
        /// The only file to write. It must not exist yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Which backups there are, and how they stand.
    List,
    /// Open a backup, put everything in it together, and count.
    Test {
        /// The file; absent: the last one.
        file: Option<PathBuf>,
        /// For a backup of another notebook: the words on its sheet, from this file or from standard input (-).
        #[arg(long, value_name = "FILE")]
        words: Option<PathBuf>,
    },
    /// Make a notebook of a backup, in a folder that holds none. It is a new computer of the same person.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The folder to make. Nothing is ever written in the place of a notebook.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The words on the sheet, from this file or from standard input (-). Absent: they are asked for.
        #[arg(long, value_name = "FILE")]
        words: Option<PathBuf>,
    },
    /// Keep backups in another place too, like a stick or a network drive.
    Place {
        /// A folder that is there.
        #[arg(required_unless_present = "none")]
        folder: Option<PathBuf>,
        /// In no other place any more. What lies there stays there.
        #[arg(long, conflicts_with = "folder")]
        none: bool,
    },
    /// Write a new backup and remove all older ones, as after somebody was erased.
    Drop {
        /// Yes, remove them. There is no undo.
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    match verb {
        Verb::Now { out } => {
            let out = out.map(|out| whole(&out)).transpose()?;
            say_backed(call, backed(&call.desk()?, out, Older::Keep)?)
        }
        Verb::List => list(call),
        Verb::Test { file, words: None } => {
            let file = file.map(|file| whole(&file)).transpose()?;
            match ask(&call.desk()?, SafetyRequest::Test(file))? {
                SafetyAnswer::Tested(tested) => say_tested(call, &tested),
                _ => Err(strange().into()),
            }
        }
        Verb::Test { file, words } => {
            let file = file.ok_or_else(|| failure("no backup was named", Some("name the file before --words")))?;
            let loaded = backups::read_words(&file, &typed_words(words.as_deref())?)?;
            let opening = opening()?;
            let tested = loaded.test(&opening).map_err(|e| backups::told(&e))?;
            say_tested(call, &TestedFile { file, made: tested.made, counts: tested.counts })
        }
        Verb::Restore { file, to, words } => restore(call, &file, &to, words.as_deref()),
        Verb::Place { folder, .. } => place(call, folder.as_deref()),
        Verb::Drop { yes } => drop_older(call, yes),
    }
}

/// The process that has the folder open may stand in another one.
fn whole(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|e| failure(format!("{} is no path: {e}", path.display()), None))
}

fn opening() -> Result<sideways_core::Opening, Failure> {
    let entropy = crate::engine::entropy()?;
    Ok(sideways_core::Opening { entropy, now: now(), device_name: crate::desk::device_name() })
}

fn backed(desk: &Desk, out: Option<PathBuf>, older: Older) -> Result<Backed, Failure> {
    match ask(desk, SafetyRequest::Now { out, older })? {
        SafetyAnswer::Backed(backed) => Ok(*backed),
        _ => Err(strange()),
    }
}

/// A moment in JSON.
fn at(moment: Moment) -> String {
    moment.zoned(&TimeZone::UTC).timestamp().to_string()
}

fn counted(counts: &Counts) -> serde_json::Value {
    serde_json::to_value(counts).unwrap_or_default()
}

fn say_backed(call: &Call, backed: Backed) -> Done {
    let place = match &backed.place {
        OtherPlace::None => json!(null),
        OtherPlace::There(file) => json!({ "there": true, "file": file }),
        OtherPlace::Away(place) => json!({ "there": false, "folder": place }),
        OtherPlace::Failed(place, why) => json!({ "there": false, "folder": place, "error": why }),
    };
    let value = json!({
        "id": name_of(&backed.file), "file": backed.file, "tested": true, "counts": counted(&backed.counts),
        "place": place, "dropped": backed.dropped
    });
    call.form.say(&value, || words::backed(&backed))
}

fn say_tested(call: &Call, tested: &TestedFile) -> Done {
    let value = json!({
        "id": name_of(&tested.file), "file": tested.file, "made": at(tested.made), "ok": true,
        "counts": counted(&tested.counts)
    });
    call.form.say(&value, || vec![words::tested(tested)])
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn list(call: &Call) -> Done {
    let view = call.desk()?.view()?;
    let safety = &view.safety;
    let person = view.snapshot.person;
    let here = backups::found(&safety.folder, &person);
    let there = safety.place.as_ref().map(|place| backups::found(&place.folder, &person)).unwrap_or_default();
    let rows: Vec<_> = here
        .iter()
        .chain(&there)
        .map(|it| {
            let last = safety.last.as_ref().filter(|last| last.file == it.path);
            json!({
                "id": name_of(&it.path), "file": it.path, "made": at(it.made), "bytes": it.bytes,
                "tested": last.map(|last| at(last.tested))
            })
        })
        .collect();
    call.form.say(&rows, || {
        let file = |it: &backups::Found| {
            format!(
                "{}  {} KB  {}",
                words::moment(it.made, now(), &TimeZone::system()),
                it.bytes.div_ceil(1000),
                it.path.display()
            )
        };
        let mut lines: Vec<String> = here.iter().chain(&there).map(file).collect();
        lines.extend(words::safety(safety, now(), &TimeZone::system()));
        lines
    })
}

fn place(call: &Call, folder: Option<&Path>) -> Done {
    let place = folder.map(whole).transpose()?;
    let desk = call.desk()?;
    desk.ask(Request::Safety(SafetyRequest::Place(place.clone())))?;
    call.form.say(&json!({ "place": place }), || {
        vec![match &place {
            Some(place) => format!("From the next one on, backups are kept in {} too.", place.display()),
            None => "Backups are kept in the data folder only. What lies elsewhere stays there.".into(),
        }]
    })
}

fn drop_older(call: &Call, yes: bool) -> Done {
    let desk = call.desk()?;
    if !yes {
        let hint = "add --yes to write a new backup and remove all older ones, here and in the other place";
        return Err(failure("this can’t be taken back, so nothing was done yet", Some(hint)).into());
    }
    say_backed(call, backed(&desk, None, Older::Drop)?)
}

fn restore(call: &Call, file: &Path, to: &Path, from: Option<&Path>) -> Done {
    let loaded = backups::read_words(file, &typed_words(from)?)?;
    let restored = backups::restore(&loaded, to, &opening()?)?;
    // Whom they have to invite once more, by name.
    let view = Desk::open_existing(to, call.secrets.at_lock(), || {})?.view()?;
    let shared = view.snapshot.peers.iter().filter(|peer| peer.sharing.state != SharingState::Private);
    let shared: Vec<_> = shared.map(|peer| peer.name.clone()).collect();
    let value = json!({
        "id": view.snapshot.device, "folder": to, "made": at(loaded.made()), "counts": counted(&restored.counts),
        "invite_again": shared
    });
    call.form.say(&value, || words::restored(&restored.counts, to, loaded.made(), &shared))
}
