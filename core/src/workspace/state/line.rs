//! One line in memory: without its words, with every wording it ever had, and as it is shown.

use crate::{
    id::WordingId,
    rows::{LineRow, RemarkRow, WordingRow, Writer},
    snapshot::{Line, Remark, Who, Wording},
};
use std::{collections::BTreeSet, sync::Arc};

/// One line.
#[derive(Debug, Default)]
pub(crate) struct LineState {
    pub(super) head: Option<LineRow>,
    /// Oldest first, by the number of the operation that made it.
    wordings: Vec<WordingRow>,
    /// Each wording as it is shown, in the same order.
    told: Vec<Arc<Wording>>,
    replaced: BTreeSet<WordingId>,
    /// Those that nothing replaces, oldest first.
    standing: BTreeSet<Named>,
    /// Oldest first.
    remarks: Vec<RemarkRow>,
    /// Under which key it is shown.
    pub(super) order: Option<String>,
}

/// A wording by its place in the order of making, its id, and its writer.
type Named = (u64, WordingId, Writer);

/// Who is meant by a writer.
pub(crate) type WhoIs<'a> = &'a dyn Fn(&Writer) -> Who;

impl LineState {
    /// The line without its words; none where its words came without it.
    pub(crate) fn head(&self) -> Option<&LineRow> {
        self.head.as_ref().filter(|_| !self.wordings.is_empty())
    }

    /// Every wording it ever had, oldest first.
    pub(super) fn wordings(&self) -> &[WordingRow] {
        &self.wordings
    }

    pub(crate) fn remarks(&self) -> &[RemarkRow] {
        &self.remarks
    }

    pub(crate) fn wording(&self, id: &WordingId) -> Option<&WordingRow> {
        self.wordings.iter().find(|wording| wording.id == *id)
    }

    /// The wording that a wording's words were first written in: another, where they were brought back.
    pub(crate) fn first_of<'a>(&'a self, wording: &'a WordingRow) -> &'a WordingRow {
        let first = wording.first.and_then(|id| self.wording(&id));
        first.filter(|first| first.text == wording.text).unwrap_or(wording)
    }

    /// The wordings that nothing replaces. Where each replaces another in a ring, all are.
    pub(crate) fn standing(&self) -> Vec<&WordingRow> {
        if self.standing.is_empty() {
            return self.wordings.iter().collect();
        }
        self.standing.iter().filter_map(|named| self.wordings.get(self.place(named))).collect()
    }

    /// Their ids.
    pub(crate) fn standing_ids(&self) -> Vec<WordingId> {
        self.standing().iter().map(|wording| wording.id).collect()
    }

    /// Where a wording stands among all, or would stand.
    fn place(&self, named: &Named) -> usize {
        self.wordings.partition_point(|known| name(known) < *named)
    }

    /// The versions to show: of standing wordings with the same words, which both chose apart, the first.
    pub(crate) fn versions(&self) -> Vec<&WordingRow> {
        let mut texts = BTreeSet::new();
        self.standing().into_iter().filter(|wording| texts.insert(wording.text.as_str())).collect()
    }

    pub(super) fn take_wordings(&mut self, rows: Vec<WordingRow>, who: WhoIs<'_>) {
        let Some(id) = rows.first().map(|row| row.id) else { return };
        if self.wording(&id).is_some() {
            let others = std::mem::take(&mut self.wordings).into_iter().filter(|known| known.id != id);
            let all: Vec<WordingRow> = others.chain(rows).collect();
            self.told.clear();
            self.replaced.clear();
            self.standing.clear();
            all.into_iter().for_each(|row| self.take_wording(row, who));
        } else {
            rows.into_iter().for_each(|row| self.take_wording(row, who));
        }
    }

    fn take_wording(&mut self, row: WordingRow, who: WhoIs<'_>) {
        let named = name(&row);
        self.standing.retain(|(_, id, _)| !row.replaces.contains(id));
        self.replaced.extend(row.replaces.iter().copied());
        if !row.past && !self.replaced.contains(&row.id) {
            self.standing.insert(named);
        }
        let at = self.place(&named);
        let told = self.tell(&row, who);
        self.wordings.insert(at, row);
        self.told.insert(at, told);
    }

    /// Says anew of wordings that were brought back who wrote them first, once all are there.
    pub(super) fn retell(&mut self, who: WhoIs<'_>) {
        if self.wordings.iter().any(|row| row.first.is_some()) {
            self.told = self.wordings.iter().map(|row| self.tell(row, who)).collect();
        }
    }

    fn tell(&self, row: &WordingRow, who: WhoIs<'_>) -> Arc<Wording> {
        // What an import says of itself counts only where I brought it in.
        let first = self.first_of(row);
        let said = first.said.filter(|_| who(&first.by) == Who::Me);
        let (by, at) = said.unwrap_or((who(&first.by), row.at));
        Arc::new(Wording { id: row.id, text: row.text.clone(), by, at })
    }

    pub(super) fn take_remarks(&mut self, rows: Vec<RemarkRow>) {
        let Some(id) = rows.first().map(|row| row.id) else { return };
        self.remarks.retain(|known| known.id != id);
        self.remarks.extend(rows);
        self.remarks.sort_by_key(|remark| (remark.made, remark.id));
    }

    pub(super) fn line(&self, helpers: Vec<Who>, who: WhoIs<'_>) -> Option<Line> {
        let head = self.head()?;
        let mine = |writer: &Writer| who(writer) == Who::Me;
        let raised_by_me = head.raised_by.iter().any(mine);
        let mut helpers = helpers;
        if head.said_they_help && raised_by_me && !helpers.contains(&Who::Them) {
            helpers.push(Who::Them);
        }
        let raised_by = if raised_by_me { Who::Me } else { Who::Them };
        let told = |row: &WordingRow| self.told.get(self.place(&name(row))).map(|told| Wording::clone(told));
        let remark = |row: &RemarkRow| {
            let (by, at) = row.said.filter(|_| mine(&row.by)).unwrap_or((who(&row.by), row.at));
            Remark { id: row.id, text: row.text.clone(), by, at }
        };
        Some(Line {
            id: head.id,
            kind: head.kind,
            state: head.state,
            raised_by: head.said_by.filter(|_| raised_by_me).unwrap_or(raised_by),
            helpers,
            versions: self.versions().into_iter().filter_map(told).collect(),
            history: self.told.clone(),
            remarks: self.remarks.iter().filter(|remark| !remark.removed).map(remark).collect(),
        })
    }
}

fn name(row: &WordingRow) -> Named {
    (row.made, row.id, row.by)
}
