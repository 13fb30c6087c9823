//! Edits of a list: each is one commit.

use super::{
    Workspace, at_most,
    documents::{DocKind, Pending},
    words,
};
use crate::{
    command::{Choice, ListCommand, Outcome, Place},
    document::Writing,
    error::EditError,
    id::{DocId, LineId, PeerId, RemarkId, WordingId},
    limits,
    list::write::{self, NewLine},
    rows::{LineRow, PeerRow, Row},
    snapshot::{Field, Kind, Moment},
};
use std::collections::BTreeSet;

/// What is said when a shared line is edited while sharing is stopped.
const STOPPED: &str = "sharing is stopped, so lines you both have stay as they are; new lines are only yours";

impl Workspace {
    pub(super) fn edit_list(
        &mut self,
        pending: &mut Pending,
        peer: PeerId,
        command: ListCommand,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        match command {
            ListCommand::Add { text, kind } => self.add_line(pending, &row, &text, kind, now),
            ListCommand::Reword { line, text, seen } => self.reword(pending, &row, line, &text, &seen, now),
            ListCommand::Choose(line, wording) => {
                let text = self.wording_text(&row, line, wording)?;
                self.replace_all(pending, &row, line, &text, now)
            }
            ListCommand::KeepBoth(line) => {
                let (_, found) = self.line_at(&row, line)?;
                let texts: Vec<&str> = found.versions().iter().map(|version| version.text.as_str()).collect();
                let text = texts.join(" / ");
                at_most("both wordings together", &text, limits::TEXT_BYTES)?;
                self.replace_all(pending, &row, line, &text, now)
            }
            ListCommand::SetState(line, state) => {
                self.on_line(pending, &row, line, now, |writing| write::set_state(writing, line, state))
            }
            ListCommand::SetKind(line, kind) => {
                self.on_line(pending, &row, line, now, |writing| write::set_kind(writing, line, kind))
            }
            ListCommand::Help(line, choice) => {
                let me = self.person;
                self.on_line(pending, &row, line, now, |writing| write::help(writing, me, line, choice == Choice::Yes))
            }
            ListCommand::Remark(line, text) => {
                words("a note", &text, limits::LINE_BYTES)?;
                let id = RemarkId(self.entropy.bytes());
                self.on_line(pending, &row, line, now, |writing| write::remark(writing, line, id, text.trim()))?;
                Ok(Outcome::Remark(id))
            }
            ListCommand::Move(line, place) => self.move_line(pending, &row, line, place, now),
            ListCommand::Remove(line) => {
                self.on_line(pending, &row, line, now, |writing| write::set_removed(writing, line, true))
            }
            ListCommand::Restore(line) => {
                self.on_line(pending, &row, line, now, |writing| write::set_removed(writing, line, false))
            }
            ListCommand::Pad { as_of, splices } => self.edit_pad(pending, &row, &as_of, &splices, now),
            ListCommand::RemoveRemark(line, remark) => {
                let (_, found) = self.line_at(&row, line)?;
                if !found.remarks.iter().any(|it| it.id == remark && !it.removed) {
                    return Err(EditError::NoSuchEntry);
                }
                self.on_line(pending, &row, line, now, |writing| write::remove_remark(writing, line, remark))
            }
            ListCommand::Heard(id) => {
                let me = self.person;
                let list = self.held.lists.get(&row.list());
                if !list.is_some_and(|list| list.has_heads_up(me, &id)) {
                    return Err(EditError::NoSuchEntry);
                }
                self.on_list(pending, &row, now, |writing| write::heard(writing, me, id, true))
            }
            ListCommand::Next(at) => {
                at_most("the next half hour", &at, limits::NAME_BYTES)?;
                let me = self.person;
                self.on_list(pending, &row, now, |writing| write::next(writing, me, &at))
            }
            ListCommand::WorkingOn(text) => {
                at_most("what you're working on", &text, limits::LINE_BYTES)?;
                let me = self.person;
                self.on_list(pending, &row, now, |writing| write::working_on(writing, me, text.trim()))
            }
            ListCommand::Offer(line) => self.offer(pending, &row, line, now),
            ListCommand::Fresh => self.fresh(pending, row, now),
        }
    }

    fn add_line(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        text: &str,
        kind: Kind,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        words("a line", text, limits::LINE_BYTES)?;
        self.drop_draft(&mut pending.batch, Field::NewLine(row.id));
        // While sharing is stopped, what I write is only mine.
        let doc = if row.stopped { self.only_mine(pending, row, now)? } else { row.list() };
        let id = LineId(self.entropy.bytes());
        let first = WordingId(self.entropy.bytes());
        let list = self.held.lists.get(&doc);
        if list.is_some_and(|list| list.lines.len() >= limits::LINES_IN_LIST) {
            return Err(EditError::Full);
        }
        // A line added before in this same commit stands before this one.
        let added = pending.rows.iter().rev().find_map(|(of, _, row)| match row {
            Row::Line(line) if *of == doc && !line.removed => Some(line.order.as_str()),
            _ => None,
        });
        let last: Vec<&str> = added.max(list.and_then(|list| list.last_order())).into_iter().collect();
        let order = write::order_at(&last, last.len());
        let new = NewLine { id, kind, state: Default::default(), order, wordings: vec![(first, text.trim())] };
        self.pen(now).write(pending, doc, DocKind::List(row.id), |writing| write::add(writing, &new))?;
        Ok(Outcome::Line(id))
    }

    fn reword(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        line: LineId,
        text: &str,
        seen: &[WordingId],
        now: Moment,
    ) -> Result<Outcome, EditError> {
        words("a line", text, limits::LINE_BYTES)?;
        self.drop_draft(&mut pending.batch, Field::Reword(row.id, line));
        let (_, found) = self.line_at(row, line)?;
        let versions = found.versions();
        if let [only] = versions.as_slice()
            && only.text == text.trim()
        {
            return Ok(Outcome::Wording(only.id));
        }
        if seen.iter().any(|id| !found.wordings.iter().any(|wording| wording.id == *id)) {
            return Err(EditError::NoSuchWording);
        }
        // What the writer saw, and what stands beside it with the very same words.
        let saw = |id: &WordingId| seen.is_empty() || seen.contains(id);
        let texts: Vec<&str> =
            found.wordings.iter().filter(|wording| saw(&wording.id)).map(|wording| wording.text.as_str()).collect();
        let standing = found.standing();
        let mut replaces: Vec<WordingId> = standing
            .iter()
            .filter(|wording| texts.contains(&wording.text.as_str()))
            .map(|wording| wording.id)
            .collect();
        // What was seen may have been replaced meanwhile: then this is a version beside the newer one.
        replaces.extend(seen.iter().filter(|id| !standing.iter().any(|wording| wording.id == **id)));
        self.write_wording(pending, row, line, text.trim(), &replaces, now)
    }

    /// Writes a wording that replaces all that stand.
    fn replace_all(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        line: LineId,
        text: &str,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let (_, found) = self.line_at(row, line)?;
        let standing: Vec<WordingId> = found.standing().iter().map(|wording| wording.id).collect();
        self.write_wording(pending, row, line, text, &standing, now)
    }

    fn write_wording(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        line: LineId,
        text: &str,
        replaces: &[WordingId],
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let id = WordingId(self.entropy.bytes());
        self.on_line(pending, row, line, now, |writing| write::reword(writing, line, id, text, replaces, None))?;
        Ok(Outcome::Wording(id))
    }

    fn wording_text(&self, row: &PeerRow, line: LineId, wording: WordingId) -> Result<String, EditError> {
        let (_, found) = self.line_at(row, line)?;
        let wording = found.wordings.iter().find(|known| known.id == wording);
        wording.map(|wording| wording.text.clone()).ok_or(EditError::NoSuchWording)
    }

    fn move_line(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        line: LineId,
        place: Place,
        now: Moment,
    ) -> Result<Outcome, EditError> {
        let (doc, _) = self.line_at(row, line)?;
        let others: Vec<&LineRow> = self
            .held
            .lists
            .get(&doc)
            .map(|list| list.in_order().filter(|other| other.id != line).collect())
            .unwrap_or_default();
        let at = match place {
            Place::Last => others.len(),
            Place::Before(other) => {
                others.iter().position(|row| row.id == other).ok_or(EditError::NoSuchLine(other))?
            }
        };
        let list = self.held.lists.get(&doc);
        if list.and_then(|list| list.in_order().position(|it| it.id == line)) == Some(at) {
            return Ok(Outcome::Done);
        }
        let orders: Vec<&str> = others.iter().map(|line| line.order.as_str()).collect();
        let order = write::order_at(&orders, at);
        self.on_line(pending, row, line, now, |writing| write::set_order(writing, line, &order))
    }

    fn offer(&mut self, pending: &mut Pending, row: &PeerRow, line: LineId, now: Moment) -> Result<Outcome, EditError> {
        let from = row.only_mine.ok_or(EditError::NoSuchLine(line))?;
        let found =
            self.held.lists.get(&from).and_then(|list| list.lines.get(&line)).ok_or(EditError::NoSuchLine(line))?;
        if row.stopped {
            return Err(EditError::Sharing(STOPPED));
        }
        let (text, kind) = (found.versions().first().map(|first| first.text.clone()).unwrap_or_default(), found.kind);
        let outcome = self.add_line(pending, row, &text, kind, now)?;
        self.pen(now).write(pending, from, DocKind::List(row.id), |writing| write::set_removed(writing, line, true))?;
        Ok(outcome)
    }

    fn fresh(&mut self, pending: &mut Pending, mut row: PeerRow, now: Moment) -> Result<Outcome, EditError> {
        if row.person.is_none() || row.stopped {
            return Err(EditError::Sharing("a fresh list is for a list that is shared"));
        }
        let from = row.list();
        row.generation = row.generation.checked_add(1).ok_or(EditError::Full)?;
        row.generation_by = Some(self.key.id());
        self.write_peer(pending, &row, now)?;
        self.copy_lines(pending, &row, from, row.list(), now)?;
        Ok(Outcome::Done)
    }

    /// Copies the words that are shown, without their history, and what I published.
    pub(super) fn copy_lines(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        from: DocId,
        to: DocId,
        now: Moment,
    ) -> Result<(), EditError> {
        let Some(list) = self.held.lists.get(&from) else { return Ok(()) };
        let lines = list.in_order().map(|line| line.id).collect();
        let published = list.person(&self.person).cloned();
        self.copy_chosen(pending, row, from, to, &lines, now)?;
        if let Some(published) = published.filter(|published| !published.working_on.is_empty()) {
            let me = self.person;
            let write = |writing: &mut Writing<'_>| write::working_on(writing, me, &published.working_on);
            self.pen(now).write(pending, to, DocKind::List(row.id), write)?;
        }
        Ok(())
    }

    /// Copies the words of some lines, without their history, one change a line.
    pub(super) fn copy_chosen(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        from: DocId,
        to: DocId,
        chosen: &BTreeSet<LineId>,
        now: Moment,
    ) -> Result<(), EditError> {
        let Some(list) = self.held.lists.get(&from) else { return Ok(()) };
        let lines: Vec<LineRow> = list.in_order().filter(|line| chosen.contains(&line.id)).cloned().collect();
        for line in lines {
            let versions = line.versions();
            let wordings: Vec<_> =
                versions.iter().map(|it| (WordingId(self.entropy.bytes()), it.text.as_str())).collect();
            let id = LineId(self.entropy.bytes());
            let new = NewLine { id, kind: line.kind, state: line.state, order: line.order.clone(), wordings };
            self.pen(now).write(pending, to, DocKind::List(row.id), |writing| write::add(writing, &new))?;
        }
        Ok(())
    }

    /// The list that is only mine beside a shared one, made where it is missing.
    pub(super) fn only_mine(&mut self, pending: &mut Pending, row: &PeerRow, now: Moment) -> Result<DocId, EditError> {
        if let Some(doc) = row.only_mine {
            return Ok(doc);
        }
        let doc = DocId(self.entropy.bytes());
        self.write_peer(pending, &PeerRow { only_mine: Some(doc), ..row.clone() }, now)?;
        Ok(doc)
    }

    pub(super) fn on_list(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        now: Moment,
        write: impl FnOnce(&mut Writing<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        if row.stopped {
            return Err(EditError::Sharing(STOPPED));
        }
        self.pen(now).write(pending, row.list(), DocKind::List(row.id), write)?;
        Ok(Outcome::Done)
    }

    fn on_line(
        &mut self,
        pending: &mut Pending,
        row: &PeerRow,
        line: LineId,
        now: Moment,
        write: impl FnOnce(&mut Writing<'_>) -> Result<(), EditError>,
    ) -> Result<Outcome, EditError> {
        let (doc, _) = self.line_at(row, line)?;
        if row.stopped && Some(doc) != row.only_mine {
            return Err(EditError::Sharing(STOPPED));
        }
        self.pen(now).write(pending, doc, DocKind::List(row.id), write)?;
        Ok(Outcome::Done)
    }

    /// Where a line is: in the list, or among those that are only mine.
    fn line_at(&self, row: &PeerRow, line: LineId) -> Result<(DocId, &LineRow), EditError> {
        [Some(row.list()), row.only_mine]
            .into_iter()
            .flatten()
            .find_map(|doc| Some((doc, self.held.lists.get(&doc)?.lines.get(&line)?)))
            .ok_or(EditError::NoSuchLine(line))
    }
}
