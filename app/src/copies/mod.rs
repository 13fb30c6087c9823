//! Whether the data folder that was opened is the one that this computer knows, or a copy of it.
//!
//! What the folder says of itself ([`Stamp`]) is compared with a small file that this computer keeps outside of it, in
//! the folder for such things. Anybody may write that file, so it is believed for nothing but a question: it never
//! makes anything be written over, and without it the folder opens all the same.

mod judge;
mod record;

pub use judge::{Here, Mark, Question, Record, Verdict, judge};

use crate::platform;
use sideways_core::{Stamp, id::DeviceId};
use std::path::{Path, PathBuf};

/// Keeps what this computer knows of one data folder.
#[derive(Debug)]
pub(crate) struct Keeper {
    records: Option<PathBuf>,
    directory: PathBuf,
    kept: Option<(DeviceId, Record)>,
    /// Why it isn't kept.
    pub(crate) unkept: Option<String>,
    /// Somebody else wrote the file meanwhile: another folder with the same key is used on this computer.
    pub(crate) doubled: bool,
}

impl Keeper {
    /// Looks at a folder that was just opened; what has to be asked before anything is written there.
    pub(crate) fn look(directory: &Path, device: DeviceId, stamp: Option<&Stamp>) -> (Self, Option<Question>) {
        let directory = directory.to_owned();
        let records = platform::state_folder().map(|folder| folder.join("folders"));
        let mut keeper = Self { records, directory, kept: None, unkept: None, doubled: false };
        let Some(file) = keeper.file(&device) else {
            keeper.unkept = Some("this system names no folder for such things".into());
            return (keeper, None);
        };
        let here = Here::of(&keeper.directory);
        let found = record::read(&file);
        match judge(stamp, found.as_ref(), &here, |path| is_another(path, &here)) {
            Verdict::Known => keeper.kept = found.map(|found| (device, found)),
            Verdict::Moved => {}
            // Where nothing can be kept, every opening would ask.
            Verdict::Ask(_) if found.is_none() && !record::can_write(&file) => {}
            Verdict::Ask(question) => return (keeper, Some(question)),
        }
        keeper.keep(device, stamp);
        (keeper, None)
    }

    /// Keeps where the folder stands now, where that is something else than was kept.
    pub(crate) fn keep(&mut self, device: DeviceId, stamp: Option<&Stamp>) {
        let Some(file) = self.file(&device) else { return };
        let mark = Mark::of(stamp);
        if self.kept.as_ref().is_some_and(|(of, kept)| *of == device && kept.mark == mark) {
            return;
        }
        let record = Record::new(mark, &Here::of(&self.directory));
        let before = self.kept.as_ref().filter(|(of, _)| *of == device).map(|(_, kept)| kept);
        if before.is_some() && record::read(&file).is_some_and(|found| Some(&found) != before) {
            self.doubled = true;
        }
        match record::write(&file, &record) {
            Ok(()) => (self.kept, self.unkept) = (Some((device, record)), None),
            // Tried again with the next step.
            Err(e) => self.unkept = Some(e.to_string()),
        }
    }

    /// The data folder.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where it is kept: under a name that tells nobody whose it is.
    fn file(&self, device: &DeviceId) -> Option<PathBuf> {
        self.records.as_ref().map(|folder| folder.join(record::name(device)))
    }
}

/// Whether a notebook lies at a path, and it isn't the folder that was opened under another name.
fn is_another(path: &Path, here: &Here) -> bool {
    path.join("store.redb").exists() && (here.id.is_none() || platform::folder_id(path) != here.id)
}
