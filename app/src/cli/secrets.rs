//! Where a passphrase comes from: a file, the environment, or a person at a terminal; never an argument, which every
//! other user of the computer could read.

use super::out::{aside, failure};
use crate::desk::{Asked, AtLock, Failure};
use sideways_core::{error::OpenError, passphrase::Passphrase};
use std::{
    fs::File,
    io::{BufRead, BufReader, IsTerminal},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// A line that holds one, at most.
const MOST: u64 = 4 * 1024;
/// How often somebody at a terminal may mistype.
const TRIES: u32 = 3;
/// The passphrase that a notebook has, and the one it gets.
const HAS: &str = "SIDEWAYS_PASSPHRASE";
const GETS: &str = "SIDEWAYS_NEW_PASSPHRASE";

/// Where this call has the passphrase of the notebook from.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    file: Option<PathBuf>,
    had: Arc<Mutex<Had>>,
}

#[derive(Default)]
struct Had {
    passphrase: Option<Passphrase>,
    tries: u32,
}

impl Secrets {
    pub(crate) fn new(file: Option<PathBuf>) -> Self {
        Self { file, had: Arc::default() }
    }

    /// Asks when the notebook opens with its passphrase only, and not before.
    pub(crate) fn at_lock(&self) -> AtLock {
        let mine = self.clone();
        AtLock::Ask(Arc::new(move |asked| match asked {
            Asked::First => mine.current(),
            Asked::Again => mine.again(),
        }))
    }

    /// The passphrase that the notebook has: as it was given, or typed once.
    pub(crate) fn current(&self) -> Result<Passphrase, Failure> {
        let mut had = self.had.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(passphrase) = &had.passphrase {
            return Ok(passphrase.clone());
        }
        let passphrase = match given(self.file.as_deref(), HAS)? {
            Some(passphrase) => passphrase,
            None => {
                had.tries += 1;
                typed("Passphrase: ")?
            }
        };
        had.passphrase = Some(passphrase.clone());
        Ok(passphrase)
    }

    /// Once more, for somebody at a terminal.
    fn again(&self) -> Result<Passphrase, Failure> {
        let mut had = self.had.lock().unwrap_or_else(PoisonError::into_inner);
        had.passphrase = None;
        if had.tries == 0 || had.tries >= TRIES {
            return Err(Failure::from(&OpenError::Passphrase));
        }
        drop(had);
        aside("That isn’t it. Once more:");
        self.current()
    }

    /// A passphrase for a notebook that has none.
    pub(crate) fn first(&self) -> Result<Passphrase, Failure> {
        new(given(self.file.as_deref(), HAS)?)
    }
}

/// The passphrase that a notebook gets in place of the one it has.
pub(crate) fn next(file: Option<&Path>) -> Result<Passphrase, Failure> {
    new(given(file, GETS)?)
}

/// As it was given; or typed twice, because nobody sees what they type.
fn new(given: Option<Passphrase>) -> Result<Passphrase, Failure> {
    if let Some(passphrase) = given {
        return Ok(passphrase);
    }
    let first = typed("New passphrase: ")?;
    first.check().map_err(|e| Failure::from(&e))?;
    if typed("The same once more: ")? == first {
        return Ok(first);
    }
    Err(failure("the two weren’t the same, so nothing was changed", Some("try again, and type slowly")))
}

fn given(file: Option<&Path>, variable: &str) -> Result<Option<Passphrase>, Failure> {
    match (file, std::env::var(variable)) {
        (Some(path), _) if path == Path::new("-") => line(std::io::stdin().lock()).map(Some),
        (Some(path), _) => {
            let cannot =
                |e| failure(format!("{} can’t be read: {e}", path.display()), Some("name a file with one line"));
            line(BufReader::new(File::open(path).map_err(cannot)?)).map(Some)
        }
        (None, Ok(value)) if !value.is_empty() => Ok(Some(Passphrase::new(&Zeroizing::new(value)))),
        (None, _) => Ok(None),
    }
}

/// The first line, without its end. What follows on standard input is for others.
fn line(from: impl BufRead) -> Result<Passphrase, Failure> {
    let mut line = Zeroizing::new(String::new());
    let read = from.take(MOST).read_line(&mut line);
    read.map_err(|e| failure(format!("the passphrase can’t be read: {e}"), Some("one line of text, as UTF-8")))?;
    let text = line.strip_suffix('\n').unwrap_or(&line);
    Ok(Passphrase::new(text.strip_suffix('\r').unwrap_or(text)))
}

/// Asks a person; what they type isn’t shown.
fn typed(question: &str) -> Result<Passphrase, Failure> {
    if !std::io::stderr().is_terminal() {
        return Err(Failure::nobody_to_ask());
    }
    let typed = rpassword::prompt_password(question).map_err(|_| Failure::nobody_to_ask())?;
    Ok(Passphrase::new(&Zeroizing::new(typed)))
}
