//! What came of a backup, a test, or one that was read to be brought back.

use super::{Backups, Came, Running, State};
use crate::{
    backups,
    desk::{Answer, Backed, Failure, Older, OtherPlace, SafetyAnswer, SafetyRequest},
    engine::clock::{entropy, now},
};
use sideways_core::{BackupNotes, LastBackup, Opening, backup::Loaded, snapshot::Moment};
use std::{path::Path, sync::atomic::Ordering};

impl State {
    /// Work came to its end.
    pub(in crate::engine) fn backup_came(&mut self, came: Came) {
        let Some(Running { reply, request, stale }) = self.backups.running.take() else { return };
        self.changed.view = true;
        let answer = match came {
            Came::Backed(..) if stale.load(Ordering::SeqCst) => {
                // Somebody was erased meanwhile: what was read before is not kept, and it is done once more.
                if let Came::Backed(Ok(backed), ..) = came {
                    let there = if let OtherPlace::There(there) = backed.place { Some(there) } else { None };
                    for file in [Some(backed.file), there].into_iter().flatten() {
                        let _ = std::fs::remove_file(file);
                    }
                }
                return self.want_safety(request, reply);
            }
            Came::Backed(Ok(backed), mark, at) => {
                self.note(&backed, &request, mark, at);
                Ok(SafetyAnswer::Backed(Box::new(backed)))
            }
            Came::Tested(Ok(tested)) => {
                if let Some(last) = self.backups.notes.last.as_mut().filter(|last| tested.file == Path::new(&last.file))
                {
                    last.tested = now();
                    let notes = self.backups.notes.clone();
                    let _ = self.ws.keep_backup_notes(&notes);
                }
                Ok(SafetyAnswer::Tested(Box::new(tested)))
            }
            Came::Read(Ok(loaded)) => self.bring_back(&loaded),
            Came::Backed(Err(failure), ..) => {
                self.failed_by_itself(failure.clone());
                Err(failure)
            }
            Came::Tested(Err(failure)) | Came::Read(Err(failure)) => Err(failure),
        };
        if let Some(reply) = reply {
            self.answers.push((reply, answer.map(Answer::Safety)));
        }
        if !self.backups.waiting.is_empty() {
            let (request, reply) = self.backups.waiting.remove(0);
            self.want_safety(request, reply);
        }
    }

    fn note(&mut self, backed: &Backed, request: &SafetyRequest, mark: [u8; 32], at: Moment) {
        let (elsewhere, dropped) = match request {
            SafetyRequest::Now { out, older } => (out.is_some(), *older == Older::Drop),
            _ => (false, false),
        };
        let before = self.backups.notes.clone();
        let there = matches!(backed.place, OtherPlace::There(_));
        let last =
            LastBackup { at, file: backed.file.display().to_string(), counts: backed.counts, tested: now(), mark };
        let notes = BackupNotes {
            last: if elsewhere { before.last.clone() } else { Some(last) },
            place_reached: if there { Some(now()) } else { before.place_reached },
            failed: match &backed.place {
                OtherPlace::Failed(place, why) => {
                    Some((now(), format!("{} couldn’t be written to: {why}", place.display())))
                }
                _ => None,
            },
            older: if dropped { None } else { before.older },
            ..before
        };
        // Where it can't be kept, it is known while this process lives.
        let _ = self.ws.keep_backup_notes(&notes);
        self.backups.notes = notes;
    }

    fn bring_back(&mut self, loaded: &Loaded) -> Result<SafetyAnswer, Failure> {
        let opening = Opening { entropy: entropy()?, now: now(), device_name: crate::desk::device_name() };
        let restored = self.ws.take_over(loaded, &opening).map_err(|e| backups::told(&e))?;
        self.backups = Backups::new(&self.ws, self.backups.data.clone());
        self.notebook = sideways_core::search::Notebook::default();
        (self.changed.view, self.changed.access) = (true, true);
        self.follow_setting();
        Ok(SafetyAnswer::Restored(restored.counts))
    }

    /// Somebody was erased: what is being read now must not be kept, and what was written before still has them.
    pub(in crate::engine) fn erased(&mut self) {
        if let Some(running) = &self.backups.running {
            running.stale.store(true, Ordering::SeqCst);
        }
        let made: Vec<Moment> =
            backups::found(&self.backups.folder(), &self.ws.snapshot().person).iter().map(|it| it.made).collect();
        if made.is_empty() {
            return;
        }
        let older = Some((made.len(), backups::gone_by(&made, now())));
        let notes = BackupNotes { older, ..self.backups.notes.clone() };
        let _ = self.ws.keep_backup_notes(&notes);
        self.backups.notes = notes;
        self.changed.view = true;
    }
}
