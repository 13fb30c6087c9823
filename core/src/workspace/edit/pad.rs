//! The pad "For our next half hour", written together.

use super::super::transaction::Transaction;
use crate::{
    command::{Outcome, Splice},
    error::EditError,
    id::Hash,
    limits,
    rows::{DocKind, PeerRow},
};

impl Transaction<'_> {
    pub(super) fn edit_pad(&mut self, row: &PeerRow, as_of: &[Hash], splices: &[Splice]) -> Result<Outcome, EditError> {
        let doc = row.list();
        let last = self.model().lists.get(&doc).map(|list| list.pad.as_of.clone()).unwrap_or_default();
        if as_of.is_empty() || last.is_empty() || last == as_of {
            return self.splice_pad(row, splices);
        }
        let document = self.document(doc, DocKind::List(row.id))?;
        let places = |of: &[Hash]| of.iter().map(|hash| document.graph().position(hash)).collect::<Option<Vec<_>>>();
        let seen = places(as_of).filter(|seen| seen.len() <= limits::HEADS).ok_or(EditError::Position)?;
        let unseen = document.graph().not_ancestors_of(&seen);
        if !places(&last).unwrap_or_default().iter().any(|at| unseen.contains(at)) {
            return self.splice_pad(row, splices);
        }
        // Somebody wrote meanwhile: what the writer saw is not what stands.
        let rebased = self.write(doc, DocKind::List(row.id), |builder| {
            builder.root().text("pad")?.rebased(builder, as_of, splices)
        })?;
        self.splice_pad(row, &rebased)
    }

    pub(super) fn splice_pad(&mut self, row: &PeerRow, splices: &[Splice]) -> Result<Outcome, EditError> {
        let mut length = self.model().lists.get(&row.list()).map_or(0, |list| list.pad.text.chars().count());
        for Splice { at, delete, insert } in splices {
            if at.checked_add(*delete).is_none_or(|end| end > length) {
                return Err(EditError::Position);
            }
            let chars: Vec<char> = insert.chars().collect();
            length = length - delete + chars.len();
            if length > limits::PAD_CHARS && chars.len() > *delete {
                return Err(EditError::Full);
            }
            // In pieces, because a change must fit a frame.
            for gone in pieces(*delete) {
                self.on_list(row, |builder| {
                    builder.root().text("pad")?.splice(builder, at + gone.start, gone.len(), "")
                })?;
            }
            for (piece, text) in chars.chunks(limits::CHARS_IN_CHANGE).enumerate() {
                let text: String = text.iter().collect();
                let at = at + piece * limits::CHARS_IN_CHANGE;
                self.on_list(row, |builder| builder.root().text("pad")?.splice(builder, at, 0, &text))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// A range in pieces, the last one first.
fn pieces(count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let starts = (0..count).step_by(limits::CHARS_IN_CHANGE).rev();
    starts.map(move |start| start..count.min(start + limits::CHARS_IN_CHANGE))
}
