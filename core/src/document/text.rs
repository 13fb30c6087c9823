//! A text that several write: edits counted against what their writer saw, and edits taken back.
//!
//! Characters are known by the operation that inserted them, so that neither a colleague's words that came
//! meanwhile shift an edit, nor undo takes a letter that isn't mine.

use super::{ChangeBuilder, CharRun, Gone, ObjectRef};
use crate::{change::OpId, command::Splice, error::EditError, id::Hash};
use std::collections::{HashMap, HashSet};

/// From so many characters on, one pass over the text finds them sooner than looking for each.
const MANY: usize = 64;

/// One place of the text that its writer sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// A character that was there.
    Old(OpId),
    /// One that they inserted.
    New(char),
}

impl ObjectRef {
    /// Edits whose positions are counted against the text as of `heads`, one after the other: the same edits counted
    /// against the text as it is now, one after the other. Reads only.
    pub(crate) fn rebased(
        &self,
        builder: &ChangeBuilder<'_>,
        heads: &[Hash],
        splices: &[Splice],
    ) -> Result<Vec<Splice>, EditError> {
        let before = self.all_elements(builder, Some(heads));
        let mut seen: Vec<Seen> = before.iter().copied().map(Seen::Old).collect();
        for Splice { at, delete, insert } in splices {
            let end = at.checked_add(*delete).filter(|end| *end <= seen.len()).ok_or(EditError::Position)?;
            seen.splice(*at..end, insert.chars().map(Seen::New));
        }
        let kept: HashSet<OpId> =
            seen.iter().filter_map(|it| if let Seen::Old(id) = it { Some(*id) } else { None }).collect();
        let gone: Vec<OpId> = before.into_iter().filter(|id| !kept.contains(id)).collect();
        let gone = self.standing(builder, &gone);
        // The last run first, so that the places of the others stay.
        let deletes = gone.chunk_by(|a, b| a + 1 == *b).rev();
        let deletes =
            deletes.filter_map(|run| Some(Splice { at: *run.first()?, delete: run.len(), insert: String::new() }));
        let mut rebased: Vec<Splice> = deletes.collect();
        let (mut at, mut inserted) = (0, 0);
        for run in seen.chunk_by(|a, b| matches!(a, Seen::New(_)) == matches!(b, Seen::New(_))) {
            match run.last() {
                // The last one before what comes next says where that goes.
                Some(Seen::Old(id)) => at = self.after(builder, id, at),
                Some(Seen::New(_)) => {
                    let insert: String =
                        run.iter().filter_map(|it| if let Seen::New(c) = it { Some(*c) } else { None }).collect();
                    let gone_before = gone.partition_point(|gone| *gone < at);
                    rebased.push(Splice { at: at - gone_before + inserted, delete: 0, insert });
                    inserted += run.len();
                }
                None => {}
            }
        }
        Ok(rebased)
    }

    /// The place behind a character; where it was taken away meanwhile, the place where it stood.
    fn after(&self, builder: &ChangeBuilder<'_>, id: &OpId, otherwise: usize) -> usize {
        match self.stands_at(builder, id) {
            Some((at, true)) => at + 1,
            Some((at, false)) => at,
            None => otherwise,
        }
    }

    /// Where those of the characters stand that still do, in order.
    fn standing(&self, builder: &ChangeBuilder<'_>, ids: &[OpId]) -> Vec<usize> {
        let mut places: Vec<usize> = if ids.len() < MANY {
            let standing = ids.iter().filter_map(|id| self.stands_at(builder, id).filter(|(_, stands)| *stands));
            standing.map(|(at, _)| at).collect()
        } else {
            let all = self.all_elements(builder, None);
            let places: HashMap<OpId, usize> = all.into_iter().zip(0..).collect();
            ids.iter().filter_map(|id| places.get(id).copied()).collect()
        };
        places.sort_unstable();
        places
    }

    /// Takes characters away that came, where they still stand, and puts back those that went. Whether anything
    /// was done.
    pub(crate) fn take_back(
        &self,
        builder: &mut ChangeBuilder<'_>,
        came: &[CharRun],
        gone: &Gone,
    ) -> Result<bool, EditError> {
        let ids: Vec<OpId> = came.iter().flat_map(|run| run.ids()).collect();
        let mut done = self.delete_all(builder, &ids)?;
        if let Some(first) = gone.chars.first() {
            let standing = |id: &Option<OpId>| self.stands_at(builder, id.as_ref()?);
            let at = match (standing(&gone.after), standing(&gone.before)) {
                (Some((at, true)), _) => at + 1,
                (_, Some((at, true))) => at,
                _ => self.stands_at(builder, &first.first).map_or(0, |(at, _)| at),
            };
            self.splice_restoring(builder, at, 0, &gone.text, gone.chars.clone())?;
            done = true;
        }
        Ok(done)
    }

    /// Deletes those of the characters that still stand, in runs, the last one first. Whether there were any.
    fn delete_all(&self, builder: &mut ChangeBuilder<'_>, ids: &[OpId]) -> Result<bool, EditError> {
        let places = self.standing(builder, ids);
        for run in places.chunk_by(|a, b| a + 1 == *b).rev() {
            if let Some(first) = run.first() {
                self.splice(builder, *first, run.len(), "")?;
            }
        }
        Ok(!places.is_empty())
    }
}
