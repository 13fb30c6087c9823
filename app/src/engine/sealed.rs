//! Sealed files: making one, and reading one a step at a time, so that everything else goes on in between.

use super::{Reply, State, clock::now};
use crate::{
    desk::{Answer, Came, Failure, SealedRequest, store_hint},
    words,
};
use sideways_core::guarded;
use sideways_sync::{ReadError, SealedReader, WriteError, write_sealed};
use std::{collections::VecDeque, sync::Arc};

/// Files that may wait to be read; each is as large as one may be.
const WAITING: usize = 8;

/// Files that are being read, the first one first, and what came last.
#[derive(Default)]
pub(super) struct SealedFiles {
    reading: VecDeque<(SealedReader, Reply)>,
    pub(super) came: Option<(u64, Arc<Came>)>,
}

impl SealedFiles {
    /// Whether there is something to do without anything happening.
    pub(super) fn is_reading(&self) -> bool {
        !self.reading.is_empty()
    }
}

impl State {
    pub(super) fn ask_sealed(&mut self, request: SealedRequest, reply: Reply) {
        let answer = match request {
            SealedRequest::Write(peer) => {
                let written = guarded(|| write_sealed(&mut self.ws, &peer));
                let known = |error: WriteError| words::not_sealed(&error, &peer, &self.ws.snapshot());
                written.unwrap_or(Err(WriteError::Went)).map(Answer::Sealed).map_err(known)
            }
            SealedRequest::Read(_) if self.sealed.reading.len() >= WAITING => Err(Failure {
                error: "other sealed files are being read just now".into(),
                hint: Some("try again in a moment".into()),
            }),
            SealedRequest::Read(file) => match self.begin_to_read(&file) {
                Ok(reader) => return self.sealed.reading.push_back((reader, reply)),
                Err(failure) => Err(failure),
            },
        };
        self.answers.push((reply, answer));
    }

    fn begin_to_read(&mut self, file: &[u8]) -> Result<SealedReader, Failure> {
        let before = self.ws.statements_mark();
        let began = guarded(|| SealedReader::begin(&mut self.ws, file, now()));
        if self.ws.statements_mark() != before {
            self.committed_but_for(None);
        }
        began.unwrap_or(Err(ReadError::Damaged)).map_err(|error| words::not_read(&error, &self.ws.snapshot()))
    }

    /// Reads on in the file that came first.
    pub(super) fn read_on(&mut self) {
        let Some((mut reader, reply)) = self.sealed.reading.pop_front() else { return };
        if reply.is_gone() {
            return;
        }
        let before = self.ws.snapshot();
        // What goes wrong in a way nobody foresaw ends the reading of this file, and nothing else.
        let step = guarded(|| reader.step(&mut self.ws, now())).unwrap_or(Err(ReadError::Damaged));
        if !Arc::ptr_eq(&before, &self.ws.snapshot()) {
            self.committed_but_for(None);
        }
        match step {
            Ok(None) => self.sealed.reading.push_front((reader, reply)),
            Ok(Some(came)) => {
                let nth = self.sealed.came.as_ref().map_or(0, |(nth, _)| *nth);
                self.sealed.came = Some((nth.saturating_add(1), Arc::new(came.clone())));
                self.changed.view = true;
                self.answers.push((reply, Ok(Answer::Came(Box::new(came)))));
            }
            Err(error) => self.answers.push((reply, Err(words::not_read(&error, &self.ws.snapshot())))),
        }
    }
}

impl From<&WriteError> for Failure {
    fn from(error: &WriteError) -> Self {
        let hint = match error {
            WriteError::Store(error) => Some(store_hint(error).to_owned()),
            WriteError::Seal(_) | WriteError::Went => None,
        };
        Self { error: error.to_string(), hint }
    }
}
