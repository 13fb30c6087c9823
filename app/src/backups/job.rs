//! One backup, from the rows to the name; on a thread of its own.

use super::{
    name::{self, found},
    place::{self, Part},
    thinning, told,
};
use crate::{
    desk::{Backed, Failure, Older, OtherPlace, TestedFile},
    files::failure,
};
use sideways_core::{
    Opening,
    backup::{BackupError, BackupSource, Loaded, RecoveryKey, Tested},
    id::PersonId,
    snapshot::Moment,
};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Everything that a backup needs.
pub(crate) struct Backup {
    pub(crate) source: BackupSource,
    pub(crate) key: RecoveryKey,
    pub(crate) person: PersonId,
    /// Randomness and time.
    pub(crate) opening: Opening,
    /// Where all of them lie.
    pub(crate) folder: PathBuf,
    /// The other place, where one was chosen.
    pub(crate) place: Option<PathBuf>,
    /// The only file to write.
    pub(crate) out: Option<PathBuf>,
    pub(crate) older: Older,
    /// Somebody was erased meanwhile: what was read before must not get a name.
    pub(crate) stale: Arc<AtomicBool>,
}

/// Everything that testing one needs.
pub(crate) struct Test {
    pub(crate) file: PathBuf,
    pub(crate) key: RecoveryKey,
    pub(crate) opening: Opening,
}

/// Writes a backup, opens it again, compares it with what is here, and gives it its name; then the same in the other
/// place. Where the one worked and the other didn't, that is told.
pub(crate) fn backup(job: &Backup) -> Result<Backed, Failure> {
    let now = job.opening.now;
    let (folder, name) = match &job.out {
        None => {
            crate::platform::private_folder(&job.folder).map_err(|e| cannot(&job.folder, &e))?;
            (job.folder.clone(), name::name(&job.person, now))
        }
        Some(out) => {
            let name = out.file_name().and_then(|name| name.to_str());
            let name = name.ok_or_else(|| failure("this is no name of a file", Some("name one with --out FILE")))?;
            (out.parent().map(Path::to_owned).unwrap_or_default(), name.to_owned())
        }
    };
    if job.out.is_none() {
        place::tidy(&folder);
    }
    let (part, tested) = written(job, &folder, &name).map_err(|e| at(&folder.join(&name), &e))?;
    let copy = match (&job.place, &job.out) {
        (Some(place), None) => Some((place, in_place(job, part.path(), place, &name))),
        _ => None,
    };
    if job.stale.load(Ordering::SeqCst) {
        return Err(stale());
    }
    let file = part.show().map_err(|e| cannot(&folder.join(&name), &e))?;
    let place = match copy {
        None => OtherPlace::None,
        Some((_, Ok(Some(part)))) => match part.show() {
            Ok(there) => OtherPlace::There(there),
            Err(e) => OtherPlace::Failed(job.place.clone().unwrap_or_default(), e.to_string()),
        },
        Some((place, Ok(None))) => OtherPlace::Away(place.clone()),
        Some((place, Err(e))) => OtherPlace::Failed(place.clone(), e.to_string()),
    };
    let mut dropped = 0;
    if job.out.is_none() {
        dropped = thin(&job.folder, job);
        if let (OtherPlace::There(_), Some(place)) = (&place, &job.place) {
            dropped += thin(place, job);
        }
    }
    Ok(Backed { file, counts: tested.counts, place, dropped })
}

/// What a backup that must not be kept ends with.
pub(crate) fn stale() -> Failure {
    failure("somebody was erased while the backup was written, so it wasn’t kept", Some("back up once more"))
}

fn written(job: &Backup, folder: &Path, name: &str) -> Result<(Part, Tested), BackupError> {
    let (part, file) = Part::begin(folder, name)?;
    let whole = file.try_clone()?;
    let out = BufWriter::with_capacity(256 * 1024, file);
    job.source.write(out, &job.key, job.opening.entropy, job.opening.now)?.flush()?;
    whole.sync_all()?;
    drop(whole);
    // Read from the file, and not from what was in memory.
    let tested = opened(part.path(), &job.key, &job.opening)?;
    job.source.compare(&tested)?;
    Ok((part, tested))
}

/// The same file in the other place, opened again there; nothing where the place isn't there.
fn in_place(job: &Backup, from: &Path, place: &Path, name: &str) -> Result<Option<Part>, BackupError> {
    if !place.is_dir() {
        return Ok(None);
    }
    place::tidy(place);
    let (part, mut file) = Part::begin(place, name)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    file.sync_all()?;
    drop(file);
    let tested = opened(part.path(), &job.key, &job.opening)?;
    job.source.compare(&tested)?;
    Ok(Some(part))
}

fn opened(file: &Path, key: &RecoveryKey, opening: &Opening) -> Result<Tested, BackupError> {
    Loaded::read(File::open(file)?, key)?.test(opening)
}

/// Removes what is too much, or everything older; how many that were.
fn thin(folder: &Path, job: &Backup) -> usize {
    let all = found(folder, &job.person);
    let made: Vec<Moment> = all.iter().map(|it| it.made).collect();
    let stay = match job.older {
        Older::Keep => thinning::stay(&made),
        Older::Drop => made.iter().map(|at| at.unix_ms / 1000 >= job.opening.now.unix_ms / 1000).collect(),
    };
    let goes = all.iter().zip(stay).filter(|(_, stays)| !stays);
    goes.filter(|(it, _)| fs::remove_file(&it.path).is_ok()).count()
}

/// Opens a backup in memory, puts everything together, and counts.
pub(crate) fn test(job: &Test) -> Result<TestedFile, Failure> {
    let tested = opened(&job.file, &job.key, &job.opening).map_err(|e| at(&job.file, &e))?;
    Ok(TestedFile { file: job.file.clone(), made: tested.made, counts: tested.counts })
}

fn cannot(path: &Path, e: &io::Error) -> Failure {
    let hint = match e.kind() {
        io::ErrorKind::AlreadyExists => "name a file that doesn’t exist yet; nothing is written over",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make some room there; the backups that were made before are as they were"
        }
        _ => "name a file in a folder that is there, and that you may write to",
    };
    failure(format!("{} can’t be written: {e}", path.display()), Some(hint))
}

/// The failure, and at which file.
fn at(file: &Path, e: &BackupError) -> Failure {
    match e {
        BackupError::Io(e) if e.kind() == io::ErrorKind::AlreadyExists => cannot(file, e),
        _ => {
            let Failure { error, hint } = told(e);
            Failure { error: format!("{}: {error}", file.display()), hint }
        }
    }
}
