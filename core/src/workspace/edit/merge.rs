//! Thanking and closing, and saying that two peers are one.

use super::super::transaction::Transaction;
use crate::{command::Outcome, error::EditError, id::PeerId, rows::PeerRow, snapshot::Closed};

impl Transaction<'_> {
    pub(super) fn close(&mut self, peer: PeerId, closed: Option<Closed>) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        if let Some(successor) = closed.and_then(|closed| closed.successor) {
            self.peer_row(&successor)?;
            if successor == peer {
                return Err(EditError::NotNow("nobody is their own successor"));
            }
        }
        self.write_peer(&PeerRow { closed, ..row })?;
        Ok(Outcome::Done)
    }

    /// Shows one peer as another: their entries together, and one list. The documents stay apart, so that undo
    /// and another device of mine only have to agree on one field.
    pub(super) fn merge(&mut self, peer: PeerId, into: PeerId) -> Result<Outcome, EditError> {
        let (gone, kept) = (self.peer_row(&peer)?, self.peer_row(&into)?);
        if peer == into {
            return Err(EditError::NotNow("these are the same peer already"));
        }
        if self.device().invitations.contains_key(&peer) && gone.person.is_none() {
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
        let has_lines = self.model().lists.get(&gone.list()).is_some_and(|list| list.in_order().next().is_some());
        if has_lines {
            let lines = self.model().lists.get(&gone.list());
            let chosen = lines
                .map(|list| list.in_order().filter_map(|line| Some(line.head()?.id)).collect())
                .unwrap_or_default();
            let to = match kept.person {
                Some(_) => self.only_mine(&kept)?,
                None => kept.list(),
            };
            self.copy_chosen(&kept, gone.list(), to, &chosen)?;
        }
        self.write_peer(&PeerRow { merged_into: Some(into), ..gone })?;
        self.touch(into);
        Ok(Outcome::Done)
    }
}
