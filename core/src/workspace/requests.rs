//! Commands that another process of this user asked for: each is carried out once, also when its answer was lost.

use super::Workspace;
use crate::{
    command::{Command, Outcome},
    error::EditError,
    snapshot::Moment,
};

impl Workspace {
    /// Carries out a command that was asked for by this id, and remembers that in the same commit.
    pub fn edit_as(&mut self, id: [u8; 16], command: Command, now: Moment) -> Result<Outcome, EditError> {
        self.store.begin_request(id);
        let outcome = self.edit(command, now);
        self.store.end_request();
        outcome
    }

    /// Whether the command that was asked for by this id is on the disk, of the last few dozen.
    #[must_use]
    pub fn was_done(&self, id: &[u8; 16]) -> bool {
        self.store.was_asked(id)
    }
}
