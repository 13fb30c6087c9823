//! Thanking and closing, and saying that two peers are one.

use super::{Workspace, documents::Pending};
use crate::{
    command::Outcome,
    error::EditError,
    id::PeerId,
    rows::PeerRow,
    snapshot::{Closed, Moment},
};

impl Workspace {
    pub(super) fn close(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        closed: Option<Closed>,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        if let Some(successor) = closed.and_then(|closed| closed.successor) {
            self.peer_row(&successor)?;
            if successor == peer {
                return Err(EditError::NotNow("nobody is their own successor"));
            }
        }
        self.write_peer(pending, &PeerRow { closed, ..row }, now)?;
        Ok(Outcome::Done)
    }

    /// Shows one peer as another: their entries together, and one list. The documents stay apart, so that undo
    /// and another device of mine only have to agree on one field.
    pub(super) fn merge(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        into: PeerId,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let (gone, kept) = (self.peer_row(&peer)?, self.peer_row(&into)?);
        if peer == into {
            return Err(EditError::NotNow("these are the same peer already"));
        }
        if self.local.invitations.contains_key(&peer) && gone.person.is_none() {
            return Err(EditError::Sharing("withdraw the open invitation first"));
        }
        match (gone.person, kept.person) {
            (Some(_), Some(_)) => {
                return Err(EditError::Sharing("both share a list with you; unlink one of them first"));
            }
            (Some(_), None) => {
                return Err(EditError::Sharing(
                    "the one to keep must be the one who shares a list with you; merge the other way round",
                ));
            }
            (None, _) => {}
        }
        // Lines of the one that goes were only mine: they stay only mine beside the list that is kept.
        let has_lines = self.held.lists.get(&gone.list()).is_some_and(|list| list.in_order().next().is_some());
        if has_lines {
            let lines = self.held.lists.get(&gone.list());
            let chosen = lines.map(|list| list.in_order().map(|line| line.id).collect()).unwrap_or_default();
            let to = match kept.person {
                Some(_) => self.only_mine(pending, &kept, now)?,
                None => kept.list(),
            };
            self.copy_chosen(pending, &kept, gone.list(), to, &chosen, now)?;
        }
        self.write_peer(pending, &PeerRow { merged_into: Some(into), ..gone }, now)?;
        pending.touched.insert(into);
        Ok(Outcome::Done)
    }
}
