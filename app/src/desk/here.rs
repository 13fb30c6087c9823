//! The workspace is open in this process.

use super::{
    Answer, Failure, Request, View,
    terms::{Begin, RequestId, Trouble},
};
use crate::engine::{Asker, Engine, Event, Reply, entropy, now};
use sideways_core::{Entered, Opening, Rescued, Workspace, error::OpenError, passphrase::Passphrase};
use std::{net::IpAddr, path::Path, time::Duration};

/// The engine, and the socket for processes that come later.
pub(super) struct Here {
    // Fields end in this order: first nobody can ask any more, then the engine ends what was asked.
    _serving: Option<super::serve::Serving>,
    engine: Engine,
}

/// Enters the folder and opens the workspace, as far as it opens; whether it was made.
pub(super) fn open(
    directory: &Path,
    begin: Begin,
    passphrase: Option<&Passphrase>,
) -> Result<(Entered, bool), OpenError> {
    let no_entropy = |failure: Failure| OpenError::Folder(std::io::Error::other(failure.error));
    let opening = || -> Result<Opening, OpenError> {
        Ok(Opening { entropy: entropy().map_err(no_entropy)?, now: now(), device_name: device_name() })
    };
    let entered = match Workspace::enter(directory, &opening()?) {
        Err(OpenError::Nothing(_)) if begin == Begin::IfNone => {
            crate::platform::prepare_folder(directory).map_err(OpenError::Folder)?;
            return Ok((Entered::Open(Box::new(Workspace::open(directory, opening()?)?)), true));
        }
        other => other?,
    };
    match (entered, passphrase) {
        (Entered::Locked(locked), Some(passphrase)) => {
            let opened = locked.unlock(passphrase, &opening()?).map_err(|(_, e)| e)?;
            Ok((Entered::Open(Box::new(opened)), false))
        }
        (entered, _) => Ok((entered, false)),
    }
}

impl Here {
    pub(super) fn start(
        entered: Entered,
        directory: &Path,
        bind: Option<IpAddr>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let engine = Engine::start(entered, directory.to_owned(), bind)?;
        engine.board().watch(wake);
        // Without a socket everything works but a second process at the same time, which is told so.
        let serving = super::serve::Serving::start(directory, engine.board().clone(), engine.events().clone()).ok();
        Ok(Self { _serving: serving, engine })
    }

    pub(super) fn view(&self) -> View {
        self.engine.board().view()
    }

    pub(super) fn submit(
        &self,
        id: Option<RequestId>,
        request: Request,
        then: impl FnOnce(Result<Answer, Trouble>) + Send + 'static,
    ) {
        // When the engine is gone the reply is dropped, which answers it.
        let _ = self.engine.events().send(Event::Ask(Asker::Here(id), request, Reply::new(then)));
    }

    pub(super) fn wait(&self, seen: u64, at_most: Duration) -> Option<u64> {
        self.engine.board().wait(seen, at_most)
    }
}

/// What the owner knows this computer as.
pub(crate) fn device_name() -> String {
    let name = crate::platform::computer_name().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    if name.is_empty() { "computer".into() } else { name }
}

/// Makes a whole store of a damaged one, where nobody has it open; `passphrase` is asked for where there is one.
pub(crate) fn rescue(
    directory: &Path,
    passphrase: impl FnOnce() -> Result<Passphrase, Failure>,
) -> Result<Rescued, Failure> {
    let passphrase = Workspace::wants_passphrase(directory).then(passphrase).transpose()?;
    let opening = Opening { entropy: entropy()?, now: now(), device_name: device_name() };
    Workspace::rescue(directory, passphrase.as_ref(), &opening).map_err(|error| Failure::from(&error))
}
