//! Backups: when one is due, and what came of it. They are written on a thread of their own, from the rows as they were
//! at one commit; nobody waits for the disk meanwhile.

mod came;

use super::{
    Event, Reply, State,
    clock::{entropy, now},
};
use crate::{
    backups::{self, Backup, Test},
    desk::{Answer, Backed, Elsewhere, Failure, Last, Older, Safety, SafetyAnswer, SafetyRequest, Secret, TestedFile},
};
use sideways_core::{
    BackupNotes, Opening,
    backup::{BackupError, Loaded, RecoveryKey},
    snapshot::{Moment, Writing},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::{Duration, Instant},
};

/// The first look after opening, when everything else is done; and how often after it.
const FIRST: Duration = Duration::from_secs(30);
const EVERY: Duration = Duration::from_secs(60 * 60);
/// After the sheet was shown or a place was chosen; a command that only did that has ended by then.
const SOON: Duration = Duration::from_secs(3);
/// A backup by itself is made when the last one is older than this, and something changed since.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What came of work on a thread.
pub(crate) enum Came {
    Backed(Result<Backed, Failure>, [u8; 32], Moment),
    Tested(Result<TestedFile, Failure>),
    /// A backup to be brought back was read and tested.
    Read(Result<Box<Loaded>, Failure>),
}

/// What the engine knows of backups.
pub(super) struct Backups {
    data: PathBuf,
    notes: BackupNotes,
    /// The work on the thread, and who waits for it.
    running: Option<Running>,
    /// What is to be done after it.
    waiting: Vec<(SafetyRequest, Option<Reply>)>,
    look: Instant,
    /// One is made at the next look, whatever the last one was.
    owed: bool,
}

struct Running {
    reply: Option<Reply>,
    request: SafetyRequest,
    stale: Arc<AtomicBool>,
}

impl Backups {
    pub(super) fn new(ws: &sideways_core::Workspace, data: PathBuf) -> Self {
        // Where they can't be read, the first one that is kept writes them anew.
        let notes = ws.backup_notes().unwrap_or_default();
        Self { data, notes, running: None, waiting: Vec::new(), look: Instant::now() + FIRST, owed: false }
    }

    /// When to look whether one is due.
    pub(super) fn next(&self) -> Option<Instant> {
        (self.notes.sheet_shown.is_some() && self.running.is_none()).then_some(self.look)
    }

    fn folder(&self) -> PathBuf {
        backups::folder_in(&self.data)
    }

    /// How they stand, for everybody to see.
    pub(super) fn safety(&self) -> Safety {
        let notes = &self.notes;
        Safety {
            sheet_shown: notes.sheet_shown.is_some(),
            place_asked: notes.place_asked.is_some(),
            folder: self.folder(),
            place: notes
                .place
                .as_ref()
                .map(|place| Elsewhere { folder: place.into(), reached: notes.place_reached.unwrap_or_default() }),
            last: notes.last.as_ref().map(|last| Last {
                at: last.at,
                file: last.file.clone().into(),
                tested: last.tested,
                counts: last.counts,
            }),
            failed: notes.failed.clone(),
            working: self.running.is_some(),
            older: notes.older,
        }
    }
}

/// Where no key is, nothing is written; least of all in the clear.
fn no_key() -> Failure {
    backups::told(&BackupError::NoKey)
}

impl State {
    pub(super) fn ask_safety(&mut self, request: SafetyRequest, reply: Reply) {
        let answer = match request {
            SafetyRequest::Key => self.ws.make_recovery_key().map(|key| {
                self.changed.access = true;
                Answer::Safety(SafetyAnswer::Key(Secret(key.words().join(" "))))
            }),
            SafetyRequest::Shown => {
                let sheet_shown = Some(self.backups.notes.sheet_shown.unwrap_or(now()));
                self.backups.look = Instant::now() + SOON;
                self.keep(BackupNotes { sheet_shown, ..self.backups.notes.clone() })
            }
            SafetyRequest::NoPlace => self.keep(BackupNotes { place_asked: Some(now()), ..self.backups.notes.clone() }),
            SafetyRequest::Check(words) => {
                let answer = self.check(&words);
                return self.answers.push((reply, answer));
            }
            SafetyRequest::Place(place) => match self.place(place) {
                Ok(()) => Ok(Answer::Done),
                Err(failure) => return self.answers.push((reply, Err(failure))),
            },
            long => return self.want_safety(long, Some(reply)),
        };
        self.changed.view = true;
        self.answers.push((reply, answer.map_err(|error| Failure::from(&error))));
    }

    fn keep(&mut self, notes: BackupNotes) -> Result<Answer, sideways_core::error::StoreError> {
        self.ws.keep_backup_notes(&notes)?;
        self.backups.notes = notes;
        self.changed.view = true;
        Ok(Answer::Done)
    }

    fn check(&self, words: &Secret) -> Result<Answer, Failure> {
        let mine = self.ws.recovery_key().map_err(|error| Failure::from(&error))?.ok_or_else(no_key)?;
        let typed = RecoveryKey::parse(&words.0).map_err(|error| backups::told(&error.into()))?;
        if typed == mine {
            return Ok(Answer::Safety(SafetyAnswer::Checked));
        }
        Err(Failure {
            error: "these words are a recovery key, but not the one of this notebook".into(),
            hint: Some("`sideways recovery show` shows the right sheet".into()),
        })
    }

    fn place(&mut self, place: Option<PathBuf>) -> Result<(), Failure> {
        let said = |error: String, hint: &str| Failure { error, hint: Some(hint.into()) };
        if let Some(place) = &place {
            if !place.is_dir() {
                let error = format!("{} is no folder, or isn’t there just now", place.display());
                return Err(said(error, "plug the stick in or connect the network drive, and choose it again"));
            }
            let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            if real(place).starts_with(real(&self.backups.data)) {
                let hint = "choose a folder on a stick, another disk or a network drive";
                return Err(said("this place lies in the notebook’s own folder, and goes with it".into(), hint));
            }
        }
        let notes = BackupNotes {
            place_asked: Some(now()),
            place_reached: place.is_some().then(now),
            place: place.map(|place| place.display().to_string()),
            ..self.backups.notes.clone()
        };
        self.keep(notes).map_err(|error| Failure::from(&error))?;
        // What is there by now is to be there too.
        self.backups.look = Instant::now() + SOON;
        self.backups.owed = self.backups.notes.place.is_some();
        Ok(())
    }

    /// Begins work, or has it wait for what runs.
    fn want_safety(&mut self, request: SafetyRequest, reply: Option<Reply>) {
        if self.backups.running.is_some() {
            return self.backups.waiting.push((request, reply));
        }
        let stale = Arc::<AtomicBool>::default();
        match self.work(&request, stale.clone()) {
            Ok(work) => {
                let events = self.network.events().clone();
                let run = move || {
                    // The engine may be gone; then nobody asks any more.
                    let _ = events.send(Event::Backup(Box::new(work())));
                };
                let begun = thread::Builder::new().name("sideways-backup".into()).spawn(run);
                match (begun, reply) {
                    (Ok(_), reply) => self.backups.running = Some(Running { reply, request, stale }),
                    (Err(e), reply) => {
                        let failure = Failure { error: format!("the system gave no thread: {e}"), hint: None };
                        self.refuse(reply, failure);
                    }
                }
                self.changed.view = true;
            }
            Err(failure) => self.refuse(reply, failure),
        }
    }

    fn refuse(&mut self, reply: Option<Reply>, failure: Failure) {
        match reply {
            Some(reply) => self.answers.push((reply, Err(failure))),
            None => self.failed_by_itself(failure),
        }
    }

    fn failed_by_itself(&mut self, failure: Failure) {
        let failed = Some((now(), failure.error));
        // Where it can't be kept, it is shown while this process lives.
        let notes = BackupNotes { failed, ..self.backups.notes.clone() };
        let _ = self.ws.keep_backup_notes(&notes);
        self.backups.notes = notes;
        self.changed.view = true;
    }

    fn work(
        &self,
        request: &SafetyRequest,
        stale: Arc<AtomicBool>,
    ) -> Result<Box<dyn FnOnce() -> Came + Send>, Failure> {
        let opening = Opening { entropy: entropy()?, now: now(), device_name: "scratch".into() };
        if let SafetyRequest::Restore(file, words) = request {
            if !self.ws.is_untouched() {
                return Err(backups::told(&BackupError::NotEmpty));
            }
            let (file, words) = (file.clone(), words.clone());
            return Ok(Box::new(move || {
                let read = backups::read_words(&file, &words);
                let tested = read.and_then(|loaded| {
                    loaded.test(&opening).map_err(|e| backups::told(&e))?;
                    Ok(Box::new(loaded))
                });
                Came::Read(tested)
            }));
        }
        let key = self.ws.recovery_key().map_err(|error| Failure::from(&error))?.ok_or_else(no_key)?;
        if let SafetyRequest::Test(file) = request {
            let last = || self.backups.notes.last.as_ref().map(|last| PathBuf::from(&last.file));
            let file = file.clone().or_else(last).ok_or_else(|| Failure {
                error: "there is no backup yet".into(),
                hint: Some("`sideways backup now` makes one".into()),
            })?;
            let test = Test { file, key, opening };
            return Ok(Box::new(move || Came::Tested(backups::test(&test))));
        }
        let (out, older) = match request {
            SafetyRequest::Now { out, older } => (out.clone(), *older),
            _ => (None, Older::Keep),
        };
        // The sheet was never shown: nobody but this notebook knows the key, and it goes with it.
        if self.backups.notes.sheet_shown.is_none() {
            return Err(no_key());
        }
        let job = Backup {
            source: self.ws.backup_source().map_err(|error| Failure::from(&error))?,
            key,
            person: self.ws.snapshot().person,
            folder: self.backups.folder(),
            place: self.backups.notes.place.as_ref().map(PathBuf::from),
            opening,
            out,
            older,
            stale,
        };
        let (mark, at) = (self.ws.mark(), job.opening.now);
        Ok(Box::new(move || Came::Backed(backups::backup(&job), mark, at)))
    }

    /// Begins one by itself when it is due.
    pub(super) fn look_at_backups(&mut self) {
        if self.backups.next().is_none_or(|at| at > Instant::now()) {
            return;
        }
        self.backups.look = Instant::now() + EVERY;
        let at = now();
        // They are gone by that day, where they were thinned as they should be.
        if self.backups.notes.older.is_some_and(|(_, until)| until < at) {
            self.backups.notes.older = None;
        }
        let due = match &self.backups.notes.last {
            None => true,
            Some(last) => {
                // A clock that was set back must not stop it.
                let old = at.unix_ms.saturating_sub(last.at.unix_ms) > DAY_MS || last.at > at;
                old && last.mark != self.ws.mark()
            }
        };
        let works = matches!(self.ws.snapshot().writing, Writing::Works);
        if (due || std::mem::take(&mut self.backups.owed)) && works {
            self.want_safety(SafetyRequest::Now { out: None, older: Older::Keep }, None);
        }
    }
}
