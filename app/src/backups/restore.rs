//! A notebook out of a backup, in a folder that holds none.

use super::told;
use crate::desk::{Failure, Secret};
use sideways_core::{
    Opening, Workspace,
    backup::{BackupError, Loaded, RecoveryKey, Tested},
};
use std::{fs::File, path::Path};

/// Decrypts a backup with the words on the sheet.
pub(crate) fn read_words(file: &Path, words: &Secret) -> Result<Loaded, Failure> {
    let read = || Loaded::read(File::open(file)?, &RecoveryKey::parse(&words.0)?);
    read().map_err(|e: BackupError| {
        let Failure { error, hint } = told(&e);
        match e {
            BackupError::Words(_) => Failure { error, hint },
            _ => Failure { error: format!("{}: {error}", file.display()), hint },
        }
    })
}

/// Makes a notebook of it there; never in the place of one.
pub(crate) fn restore(loaded: &Loaded, to: &Path, opening: &Opening) -> Result<Tested, Failure> {
    Workspace::restore(to, loaded, opening).map_err(|e| match e {
        BackupError::NotEmpty => Failure {
            error: format!("there is a notebook in {} already", to.display()),
            hint: Some("name a folder that isn’t there yet, with --to DIR; nothing was changed".into()),
        },
        other => told(&other),
    })
}
