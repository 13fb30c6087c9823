//! Edits of a list: each is one commit.

use super::super::{at_most, state::line::LineState, transaction::Transaction, words};
use crate::{
    command::{Choice, ListCommand, Outcome, Place},
    document::ChangeBuilder,
    error::EditError,
    id::{DocId, LineId, PeerId, RemarkId, WordingId},
    kinds::list::write::{self, NewLine},
    limits,
    rows::{DocKind, PeerRow},
    snapshot::{Kind, State},
};
use std::collections::BTreeSet;

/// Lines copied by one change: as many as fit well into a frame.
const COPIED_AT_ONCE: usize = 100;

/// Wordings that one wording names as those it replaces: as many as fit well into one text.
const REPLACED_AT_ONCE: usize = 400;

/// What copied lines are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Ids {
    /// As before: so that each can tell whether a fresh list has all that was there.
    Same,
    /// Anew: what was private before is linked to nothing.
    New,
}

/// What is said when a shared line is edited while sharing is stopped.
pub(super) const STOPPED: &str =
    "sharing is stopped, so lines you both have stay as they are; new lines are only yours";

impl Transaction<'_> {
    pub(super) fn edit_list(&mut self, peer: PeerId, command: ListCommand) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        match command {
            ListCommand::Add { text, kind } => self.add_line(&row, &text, kind),
            ListCommand::Reword { line, text, seen } => self.reword(&row, line, &text, &seen),
            ListCommand::Choose(line, wording) => {
                let (text, first) = self.wording_at(&row, line, wording)?;
                self.replace_all(&row, line, &text, Some(first))
            }
            ListCommand::KeepBoth(line) => self.keep_both(&row, line),
            ListCommand::SetState(line, state) => {
                self.on_line(&row, line, |builder| write::set_state(builder, line, state))
            }
            ListCommand::SetKind(line, kind) => {
                self.on_line(&row, line, |builder| write::set_kind(builder, line, kind))
            }
            ListCommand::Help(line, choice) => {
                let me = self.me();
                self.on_line(&row, line, |builder| write::help(builder, me, line, choice == Choice::Yes))
            }
            ListCommand::Remark(line, text) => {
                words("a note", &text, limits::LINE_BYTES)?;
                let id = RemarkId(self.random());
                self.on_line(&row, line, |builder| write::remark(builder, line, id, text.trim()))?;
                Ok(Outcome::Remark(id))
            }
            ListCommand::Move(line, place) => self.move_line(&row, line, place),
            ListCommand::Remove(line) => self.on_line(&row, line, |builder| write::set_removed(builder, line, true)),
            ListCommand::Restore(line) => self.on_line(&row, line, |builder| write::set_removed(builder, line, false)),
            ListCommand::Pad { as_of, splices } => self.edit_pad(&row, &as_of, &splices),
            ListCommand::RemoveRemark(line, remark) => {
                let (_, found) = self.line_at(&row, line)?;
                if !found.remarks().iter().any(|it| it.id == remark && !it.removed) {
                    return Err(EditError::NoSuchEntry);
                }
                self.on_line(&row, line, |builder| write::remove_remark(builder, line, remark))
            }
            ListCommand::Heard(id) => {
                let me = self.me();
                let list = self.model().lists.get(&row.list());
                if !list.is_some_and(|list| list.has_heads_up(me, &id)) {
                    return Err(EditError::NoSuchEntry);
                }
                self.on_list(&row, |builder| write::heard(builder, me, id, true))
            }
            ListCommand::Next(at) => {
                at_most("the next half hour", &at, limits::NAME_BYTES)?;
                let me = self.me();
                self.on_list(&row, |builder| write::next(builder, me, &at))
            }
            ListCommand::WorkingOn(text) => {
                at_most("what you’re working on", &text, limits::LINE_BYTES)?;
                let me = self.me();
                self.on_list(&row, |builder| write::working_on(builder, me, text.trim()))
            }
            ListCommand::Offer(line) => self.offer(&row, line),
            ListCommand::Fresh => self.fresh(row),
            ListCommand::GoAlong => {
                if row.shows.is_none() {
                    return Err(EditError::Sharing("you both have the same list already"));
                }
                self.go_along(row).map(|()| Outcome::Done)
            }
        }
    }

    fn add_line(&mut self, row: &PeerRow, text: &str, kind: Kind) -> Result<Outcome, EditError> {
        words("a line", text, limits::LINE_BYTES)?;
        // While sharing is stopped, what I write is only mine.
        let doc = if row.stopped { self.only_mine(row)? } else { row.list() };
        let id = LineId(self.random());
        let first = WordingId(self.random());
        let list = self.model().lists.get(&doc);
        if list.is_some_and(|list| list.lines.len() >= limits::LINES_IN_LIST) {
            return Err(EditError::Full);
        }
        // A line added before in this same commit stands before this one.
        let added = self.last_order.get(&doc).map(String::as_str);
        let last: Vec<&str> = added.max(list.and_then(|list| list.last_order())).into_iter().collect();
        let order = write::order_at(&last, last.len());
        self.last_order.insert(doc, order.clone());
        let new = NewLine { id, kind, state: Default::default(), order, wordings: vec![(first, text.trim())] };
        self.append(doc, DocKind::List(row.id), |builder| write::add(builder, &new))?;
        Ok(Outcome::Line(id))
    }

    fn reword(&mut self, row: &PeerRow, line: LineId, text: &str, seen: &[WordingId]) -> Result<Outcome, EditError> {
        words("a line", text, limits::LINE_BYTES)?;
        let (_, found) = self.line_at(row, line)?;
        let versions = found.versions();
        if let [only] = versions.as_slice()
            && only.text == text.trim()
        {
            return Ok(Outcome::Wording(only.id));
        }
        let saw: Option<Vec<&str>> =
            seen.iter().map(|id| found.wording(id).map(|wording| wording.text.as_str())).collect();
        let saw = saw.ok_or(EditError::NoSuchWording)?;
        // What the writer saw, and what stands beside it with the very same words.
        let standing = found.standing();
        let texts = if seen.is_empty() { standing.iter().map(|wording| wording.text.as_str()).collect() } else { saw };
        let mut replaces: Vec<WordingId> = standing
            .iter()
            .filter(|wording| texts.contains(&wording.text.as_str()))
            .map(|wording| wording.id)
            .collect();
        // What was seen may have been replaced meanwhile: then this is a version beside the newer one.
        replaces.extend(seen.iter().filter(|id| !standing.iter().any(|wording| wording.id == **id)));
        self.write_wording(row, line, text.trim(), (&replaces, None))
    }

    /// Writes a wording that replaces all that stand. Where its words were somebody's before, they stay theirs.
    pub(super) fn replace_all(
        &mut self,
        row: &PeerRow,
        line: LineId,
        text: &str,
        first: Option<WordingId>,
    ) -> Result<Outcome, EditError> {
        let (_, found) = self.line_at(row, line)?;
        let standing = found.standing_ids();
        self.write_wording(row, line, text, (&standing, first))
    }

    fn write_wording(
        &mut self,
        row: &PeerRow,
        line: LineId,
        text: &str,
        (replaces, first): (&[WordingId], Option<WordingId>),
    ) -> Result<Outcome, EditError> {
        // More than one wording can name are replaced in steps, by the same words.
        let mut replaces = replaces.to_vec();
        while replaces.len() > REPLACED_AT_ONCE {
            let some: Vec<WordingId> = replaces.drain(..REPLACED_AT_ONCE).collect();
            let id = WordingId(self.random());
            self.on_line(row, line, |builder| write::reword(builder, line, id, text, &some, first))?;
            replaces.push(id);
        }
        let id = WordingId(self.random());
        self.on_line(row, line, |builder| write::reword(builder, line, id, text, &replaces, first))?;
        Ok(Outcome::Wording(id))
    }

    /// A wording's words, and the wording that they were first written in.
    fn wording_at(&self, row: &PeerRow, line: LineId, id: WordingId) -> Result<(String, WordingId), EditError> {
        let (_, found) = self.line_at(row, line)?;
        let wording = found.wording(&id).ok_or(EditError::NoSuchWording)?;
        Ok((wording.text.clone(), found.first_of(wording).id))
    }

    fn move_line(&mut self, row: &PeerRow, line: LineId, place: Place) -> Result<Outcome, EditError> {
        let (doc, _) = self.line_at(row, line)?;
        let list = self.model().lists.get(&doc);
        let all: Vec<(LineId, &str)> = list.map(|list| list.places().collect()).unwrap_or_default();
        let others: Vec<(LineId, &str)> = all.iter().filter(|(id, _)| *id != line).copied().collect();
        let at = match place {
            Place::Last => others.len(),
            Place::Before(other) => {
                others.iter().position(|(id, _)| *id == other).ok_or(EditError::NoSuchLine(other))?
            }
        };
        if all.iter().position(|(id, _)| *id == line) == Some(at) {
            return Ok(Outcome::Done);
        }
        let orders: Vec<&str> = others.iter().map(|(_, order)| *order).collect();
        let order = write::order_at(&orders, at);
        self.on_line(row, line, |builder| write::set_order(builder, line, &order))
    }

    fn offer(&mut self, row: &PeerRow, line: LineId) -> Result<Outcome, EditError> {
        let from = row.only_mine.ok_or(EditError::NoSuchLine(line))?;
        let found = self.model().lists.get(&from).and_then(|list| list.lines.get(&line));
        let found = found.ok_or(EditError::NoSuchLine(line))?;
        if row.stopped {
            return Err(EditError::Sharing(STOPPED));
        }
        let text = found.versions().first().map(|first| first.text.clone()).unwrap_or_default();
        let kind = found.head().map(|head| head.kind).unwrap_or_default();
        let outcome = self.add_line(row, &text, kind)?;
        self.write(from, DocKind::List(row.id), |builder| write::set_removed(builder, line, true))?;
        Ok(outcome)
    }

    fn fresh(&mut self, mut row: PeerRow) -> Result<Outcome, EditError> {
        if row.person.is_none() || row.stopped {
            return Err(EditError::Sharing("a fresh list is for a list that is shared"));
        }
        let from = row.list();
        row.generation = row.generation.checked_add(1).ok_or(EditError::Full)?;
        row.generation_by = Some(self.this_device());
        row.shows = None;
        self.write_peer(&row)?;
        self.copy_lines(&row, from, row.list(), Ids::Same)?;
        self.copy_forked(&row, from, row.list())?;
        Ok(Outcome::Done)
    }

    /// Copies the words that are shown, without their history, and what I published.
    pub(in super::super) fn copy_lines(
        &mut self,
        row: &PeerRow,
        from: DocId,
        to: DocId,
        ids: Ids,
    ) -> Result<(), EditError> {
        let Some(list) = self.model().lists.get(&from) else { return Ok(()) };
        let lines = list.in_order().filter_map(|line| Some(line.head()?.id)).collect();
        let published = list.person(&self.me()).map(|person| person.working_on.clone());
        self.copy(row, (from, to), &lines, ids)?;
        if let Some(working_on) = published.filter(|text| !text.is_empty()) {
            let me = self.me();
            self.write(to, DocKind::List(row.id), |builder| write::working_on(builder, me, &working_on))?;
        }
        Ok(())
    }

    /// Copies the words of some lines, without their history, many in one change.
    pub(in super::super) fn copy_chosen(
        &mut self,
        row: &PeerRow,
        from: DocId,
        to: DocId,
        chosen: &BTreeSet<LineId>,
    ) -> Result<(), EditError> {
        self.copy(row, (from, to), chosen, Ids::New)
    }

    fn copy(
        &mut self,
        row: &PeerRow,
        (from, to): (DocId, DocId),
        chosen: &BTreeSet<LineId>,
        ids: Ids,
    ) -> Result<(), EditError> {
        struct Copied {
            id: LineId,
            kind: Kind,
            state: State,
            order: String,
            texts: Vec<String>,
        }
        let Some(list) = self.model().lists.get(&from) else { return Ok(()) };
        let chosen = list.in_order().filter_map(|line| Some((line, line.head().filter(|it| chosen.contains(&it.id))?)));
        let lines: Vec<Copied> = chosen
            .map(|(line, head)| Copied {
                id: head.id,
                kind: head.kind,
                state: head.state,
                order: head.order.clone(),
                texts: line.versions().iter().map(|version| version.text.clone()).collect(),
            })
            .collect();
        for some in lines.chunks(COPIED_AT_ONCE) {
            let new: Vec<NewLine<'_>> = some
                .iter()
                .map(|line| NewLine {
                    id: if ids == Ids::Same { line.id } else { LineId(self.random()) },
                    kind: line.kind,
                    state: line.state,
                    order: line.order.clone(),
                    wordings: line.texts.iter().map(|text| (WordingId(self.random()), text.as_str())).collect(),
                })
                .collect();
            for fitting in fitting(&new) {
                self.append(to, DocKind::List(row.id), |builder| {
                    fitting.iter().try_for_each(|line| write::add(builder, line))
                })?;
            }
        }
        Ok(())
    }

    /// The list that is only mine beside a shared one, made where it is missing.
    pub(in super::super) fn only_mine(&mut self, row: &PeerRow) -> Result<DocId, EditError> {
        if let Some(doc) = row.only_mine {
            return Ok(doc);
        }
        let doc = DocId(self.random());
        self.write_peer(&PeerRow { only_mine: Some(doc), ..row.clone() })?;
        Ok(doc)
    }

    pub(super) fn on_list(
        &mut self,
        row: &PeerRow,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        if row.stopped {
            return Err(EditError::Sharing(STOPPED));
        }
        self.write(row.list(), DocKind::List(row.id), write)?;
        Ok(Outcome::Done)
    }

    fn on_line(
        &mut self,
        row: &PeerRow,
        line: LineId,
        write: impl FnOnce(&mut ChangeBuilder<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        let (doc, _) = self.line_at(row, line)?;
        if row.stopped && Some(doc) != row.only_mine {
            return Err(EditError::Sharing(STOPPED));
        }
        self.write(doc, DocKind::List(row.id), write)?;
        Ok(Outcome::Done)
    }

    /// Where a line is: in the list, or among those that are only mine.
    pub(super) fn line_at(&self, row: &PeerRow, line: LineId) -> Result<(DocId, &LineState), EditError> {
        [Some(row.list()), row.only_mine]
            .into_iter()
            .flatten()
            .find_map(|doc| Some((doc, self.model().lists.get(&doc)?.lines.get(&line)?)))
            .ok_or(EditError::NoSuchLine(line))
    }
}

/// Lines in groups of which each fits a change, and a change a frame.
fn fitting<'a, 'b>(lines: &'a [NewLine<'b>]) -> Vec<&'a [NewLine<'b>]> {
    let bytes = |line: &NewLine<'_>| 256 + line.wordings.iter().map(|(_, text)| text.len() + 64).sum::<usize>();
    let mut groups = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let mut room = limits::FRAME_BYTES / 4;
        let fits = |line: &&NewLine<'_>| {
            let left = room.checked_sub(bytes(line));
            room = left.unwrap_or(0);
            left.is_some()
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (some, others) = rest.split_at(count);
        groups.push(some);
        rest = others;
    }
    groups
}
