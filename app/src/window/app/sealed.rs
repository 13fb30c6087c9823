//! Sealed files in the window: opened from outside, made for a colleague, and what came.

use super::App;
use crate::{
    desk::{Answer, Came, Failure, Request, SealedRequest},
    files::Work,
    window::ask::{Ask, Dialog},
};
use std::{path::PathBuf, sync::Arc};

/// What the window knows of sealed files.
#[derive(Default)]
pub(super) struct Sealed {
    /// Opened from outside, and not looked at yet: while everything is locked it waits.
    pub(super) outside: Option<PathBuf>,
    /// What came last.
    pub(super) came: Option<Arc<Came>>,
}

impl App {
    /// Opens a file that was opened from outside.
    pub fn open_file(&mut self, file: PathBuf) {
        self.files.sealed.outside = Some(file);
        self.called = true;
    }

    /// Looks at what was opened from outside.
    pub(super) fn look_outside(&mut self, time: f64) {
        if let Some(file) = self.files.sealed.outside.take() {
            self.want(Work::Open(file, Vec::new()), time);
        }
    }

    /// Takes in what stands in a file that was read.
    pub(super) fn take_in(&mut self, file: Vec<u8>) {
        self.out.push(Ask::Do(Request::Sealed(SealedRequest::Read(file))));
    }

    /// Says what came with a file, whoever opened it.
    pub(super) fn came_by_file(&mut self, came: Arc<Came>) {
        self.files.sealed.came = Some(came);
        self.dialog = Some(Dialog::Came);
        self.called = true;
    }

    /// Takes in a file that was made; where none was, its dialog goes.
    pub(super) fn sealed_answered(&mut self, request: &Request, answer: &Result<Answer, Failure>) {
        let Request::Sealed(SealedRequest::Write(peer)) = request else { return };
        match answer {
            Ok(Answer::Sealed(file)) => self.peers.entry(*peer).or_default().sealed = Some(file.clone()),
            _ if self.dialog == Some(Dialog::SendFile(*peer)) => self.dialog = None,
            _ => {}
        }
    }
}
