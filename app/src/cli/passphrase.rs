//! `passphrase`, `lock` and `unlock`: what keeps others out of the folder.

use super::{
    call::Call,
    out::{Done, aside, failure},
    secrets,
};
use crate::{
    desk::{Answer, Desk, Failure, Lock, PassphraseRequest, Request},
    words,
};
use serde_json::json;
use sideways_core::Workspace;
use std::{
    io::{BufRead, IsTerminal, Read},
    path::PathBuf,
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Protect the notebook with a passphrase. Everything is sealed anew with a new key.
    Set,
    /// Have it open with another passphrase.
    Change {
        /// The new one, from the first line of this file or of standard input (-). Absent: SIDEWAYS_NEW_PASSPHRASE, or it
        /// is asked for.
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
    },
    /// Have it open without one again.
    Remove {
        /// Yes, remove it: whoever can read the folder can read it all.
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Set => {
            if desk.view()?.lock != Lock::Without {
                return Err(Failure::from(&sideways_core::passphrase::PassphraseError::AlreadySet).into());
            }
            ask(&desk, PassphraseRequest::Set(call.secrets.first()?))?;
            let backups = desk.view()?.safety.sheet_shown;
            call.form.say(&json!({ "set": true }), || words::passphrase_set(backups))
        }
        Verb::Change { new_file } => {
            with_one(&desk)?;
            let old = call.secrets.current()?;
            ask(&desk, PassphraseRequest::Change { old, new: secrets::next(new_file.as_deref())? })?;
            call.form.say(&json!({ "set": true, "changed": true }), || vec![words::PASSPHRASE_CHANGED.into()])
        }
        Verb::Remove { yes } => {
            with_one(&desk)?;
            let old = call.secrets.current()?;
            if !yes && !agreed()? {
                return call.form.say(&json!({ "set": true }), || vec!["Nothing was changed.".into()]);
            }
            ask(&desk, PassphraseRequest::Remove(old))?;
            call.form.say(&json!({ "set": false }), || vec![words::PASSPHRASE_REMOVED.into()])
        }
    }
}

fn ask(desk: &Desk, request: PassphraseRequest) -> Result<(), Failure> {
    desk.ask(Request::Passphrase(request)).map(drop)
}

fn with_one(desk: &Desk) -> Result<(), Failure> {
    match desk.view()?.lock {
        Lock::Without => Err(Failure::from(&sideways_core::passphrase::PassphraseError::NotSet)),
        Lock::Open | Lock::Locked => Ok(()),
    }
}

/// Asks once, and says what it means.
fn agreed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(failure(words::PASSPHRASE_REMOVING, Some("add --yes to remove it; nothing was done yet")));
    }
    aside(&format!("{} Remove it? Type yes:", words::sentence(words::PASSPHRASE_REMOVING)));
    let mut line = String::new();
    let read = std::io::stdin().lock().take(64).read_line(&mut line);
    read.map_err(|e| failure(format!("the terminal can’t be read: {e}"), None))?;
    Ok(line.trim().eq_ignore_ascii_case("yes"))
}

/// Locks the Sideways that has the notebook open. Where none has, it is closed.
pub(crate) fn lock(call: &Call) -> Done {
    let protected = is_protected(call)?;
    match Desk::running(&call.data)? {
        Some(desk) => {
            desk.ask(Request::Lock)?;
            call.form.say(&json!({ "locked": true, "running": true }), || vec![words::LOCKED_NOW.into()])
        }
        None if protected => call.form.say(&json!({ "locked": true, "running": false }), || {
            vec!["No Sideways has it open, so it is closed behind its passphrase.".into()]
        }),
        None => Err(Failure::without_passphrase().into()),
    }
}

/// Unlocks the Sideways that has the notebook open, for all who ask there.
pub(crate) fn unlock(call: &Call) -> Done {
    let protected = is_protected(call)?;
    let Some(desk) = Desk::running(&call.data)? else {
        let says = if protected {
            "No Sideways has it open. Each verb asks for the passphrase by itself."
        } else {
            "It has no passphrase, so there is nothing to unlock."
        };
        return call.form.say(&json!({ "locked": protected, "running": false }), || vec![says.into()]);
    };
    if desk.view()?.lock != Lock::Locked {
        return call.form.say(&json!({ "locked": false, "running": true }), || vec!["It is open.".into()]);
    }
    match desk.ask(Request::Unlock(call.secrets.current()?))? {
        Answer::Done => call.form.say(&json!({ "locked": false, "running": true }), || {
            vec!["Unlocked, for everything that asks this Sideways.".into()]
        }),
        _ => Err(failure("the program with this data folder answered something else", None).into()),
    }
}

/// Whether the notebook that is there has a passphrase.
fn is_protected(call: &Call) -> Result<bool, Failure> {
    if !call.data.join("store.key").exists() {
        return Err(Failure::from(&sideways_core::error::OpenError::Nothing(call.data.clone())));
    }
    Ok(Workspace::wants_passphrase(&call.data))
}
