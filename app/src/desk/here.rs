//! The workspace is open in this process.

use super::{
    Answer, Failure, Request, View,
    terms::{Begin, RequestId, Trouble},
};
use crate::engine::{Asker, Engine, Event, Reply, entropy, now};
use sideways_core::{Opening, Workspace, error::OpenError};
use std::{net::IpAddr, path::Path, time::Duration};

/// The engine, and the socket for processes that come later.
pub(super) struct Here {
    // Fields end in this order: first nobody can ask any more, then the engine ends what was asked.
    #[cfg(unix)]
    _serving: Option<super::serve::Serving>,
    engine: Engine,
}

/// Opens the workspace; whether it was made.
pub(super) fn open(directory: &Path, begin: Begin) -> Result<(Workspace, bool), OpenError> {
    let no_entropy = |failure: Failure| OpenError::Folder(std::io::Error::other(failure.error));
    let opening = || -> Result<Opening, OpenError> {
        Ok(Opening { entropy: entropy().map_err(no_entropy)?, now: now(), device_name: device_name() })
    };
    match Workspace::open_existing(directory, opening()?) {
        Err(OpenError::Nothing(_)) if begin == Begin::IfNone => Ok((Workspace::open(directory, opening()?)?, true)),
        other => Ok((other?, false)),
    }
}

impl Here {
    pub(super) fn start(
        ws: Workspace,
        directory: &Path,
        bind: Option<IpAddr>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let engine = Engine::start(ws, directory.to_owned(), bind)?;
        engine.board().watch(wake);
        // Without a socket everything works but a second process at the same time, which is told so.
        #[cfg(unix)]
        let serving = super::serve::Serving::start(directory, engine.board().clone(), engine.events().clone()).ok();
        Ok(Self {
            #[cfg(unix)]
            _serving: serving,
            engine,
        })
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
    let from_system = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let from_environment = || ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = from_system.or_else(from_environment).unwrap_or_default();
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    if name.is_empty() { "computer".into() } else { name }
}
