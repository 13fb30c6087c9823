//! The pad "For our next half hour", written together.

use super::{
    Workspace,
    documents::{DocKind, Pending},
};
use crate::{
    command::{Outcome, Splice},
    error::EditError,
    id::Hash,
    limits,
    rows::PeerRow,
    snapshot::Moment,
};

impl Workspace {
    pub(super) fn edit_pad(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        as_of: &[Hash],
        splices: &[Splice],
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let doc = row.list();
        let last = self.held.lists.get(&doc).map(|list| list.pad_as_of.clone()).unwrap_or_default();
        if as_of.is_empty() || last.is_empty() || last == as_of {
            return self.splice_pad(pending, row, splices, now);
        }
        let document = self.documents.get(&self.store, doc, DocKind::List(row.id))?;
        let places = |of: &[Hash]| of.iter().map(|hash| document.graph().position(hash)).collect::<Option<Vec<_>>>();
        let seen = places(as_of).filter(|seen| seen.len() <= limits::HEADS).ok_or(EditError::Position)?;
        let unseen = document.graph().beyond(&seen);
        if !places(&last).unwrap_or_default().iter().any(|at| unseen.contains(at)) {
            return self.splice_pad(pending, row, splices, now);
        }
        // Somebody wrote meanwhile: what the writer saw is not what stands.
        let rebased = self.pen(now).write(pending, doc, DocKind::List(row.id), |writing| {
            writing.root().text("pad")?.rebased(writing, as_of, splices)
        })?;
        self.splice_pad(pending, row, &rebased, now)
    }

    pub(super) fn splice_pad(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        splices: &[Splice],
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let mut length = self.held.lists.get(&row.list()).map_or(0, |list| list.pad().chars().count());
        for Splice { at, delete, insert } in splices {
            if at.checked_add(*delete).is_none_or(|end| end > length) {
                return Err(EditError::Position);
            }
            let chars: Vec<char> = insert.chars().collect();
            length = length - delete + chars.len();
            if length > limits::PAD_CHARS {
                return Err(EditError::Full);
            }
            // In pieces, because a change must fit a frame.
            for gone in pieces(*delete) {
                self.on_list(pending, row, now, |writing| {
                    writing.root().text("pad")?.splice(writing, at + gone.start, gone.len(), "")
                })?;
            }
            for (piece, text) in chars.chunks(limits::CHARS_IN_CHANGE).enumerate() {
                let text: String = text.iter().collect();
                let at = at + piece * limits::CHARS_IN_CHANGE;
                self.on_list(pending, row, now, |writing| writing.root().text("pad")?.splice(writing, at, 0, &text))?;
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
