//! Keeping both of two rewordings: each stands on a line of its own, with the words of whoever wrote them.

use super::{
    super::{state::line::LineState, transaction::Transaction},
    list::STOPPED,
};
use crate::{
    command::Outcome,
    error::EditError,
    id::{DocId, LineId, WordingId},
    kinds::list::write::{self, NewLine},
    limits,
    rows::{DocKind, PeerRow},
    snapshot::{Kind, State, Who},
};

/// What stays on the line, and what moves to lines of their own.
struct Parted {
    stays: (String, WordingId),
    moves: Vec<String>,
}

impl Transaction<'_> {
    /// One wording stays on the line, and each other becomes a line right behind it. What I write is signed by me, so a
    /// wording of the other stays where it is theirs, and mine moves.
    pub(super) fn keep_both(&mut self, row: &PeerRow, line: LineId) -> Result<Outcome, EditError> {
        let (doc, found) = self.line_at(row, line)?;
        let parted = self.parted(found).ok_or(EditError::NotNow("this line has only one wording by now"))?;
        let (kind, state) = found.head().map(|head| (head.kind, head.state)).unwrap_or_default();
        if row.stopped && Some(doc) != row.only_mine {
            return Err(EditError::Sharing(STOPPED));
        }
        let lines = self.model().lists.get(&doc).map_or(0, |list| list.lines.len());
        if lines + parted.moves.len() > limits::LINES_IN_LIST {
            return Err(EditError::Full);
        }
        let (text, first) = &parted.stays;
        self.replace_all(row, line, text, Some(*first))?;
        let mut last = line;
        let orders = self.orders_behind(doc, line, parted.moves.len());
        for (text, order) in parted.moves.iter().zip(orders) {
            last = self.own_line((row, doc), (text, order), (kind, state))?;
        }
        Ok(Outcome::Line(last))
    }

    fn parted(&self, line: &LineState) -> Option<Parted> {
        let versions = line.versions();
        let theirs = versions.iter().position(|it| self.who(&line.first_of(it).by) == Who::Them);
        let stays = versions.get(theirs.unwrap_or(0))?;
        let moves: Vec<String> = versions.iter().filter(|it| it.id != stays.id).map(|it| it.text.clone()).collect();
        (!moves.is_empty()).then(|| Parted { stays: (stays.text.clone(), line.first_of(stays).id), moves })
    }

    fn own_line(
        &mut self,
        (row, doc): (&PeerRow, DocId),
        (text, order): (&str, String),
        (kind, state): (Kind, State),
    ) -> Result<LineId, EditError> {
        let id = LineId(self.random());
        let wordings = vec![(WordingId(self.random()), text)];
        let new = NewLine { id, kind, state, order, wordings };
        self.append(doc, DocKind::List(row.id), |builder| write::add(builder, &new))?;
        Ok(id)
    }

    /// So many places right behind a line.
    fn orders_behind(&mut self, doc: DocId, line: LineId, count: usize) -> Vec<String> {
        let list = self.model().lists.get(&doc);
        let places: Vec<(LineId, &str)> = list.map(|list| list.places().collect()).unwrap_or_default();
        let at = places.iter().position(|(id, _)| *id == line);
        let mut before = at.and_then(|at| places.get(at)).map(|(_, order)| (*order).to_owned());
        let next = at.and_then(|at| places.get(at + 1)).map(|(_, order)| (*order).to_owned());
        if next.is_none() {
            // A line added before in this same commit stands before these.
            before = self.last_order.get(&doc).cloned().max(before);
        }
        let mut orders = Vec::new();
        for _ in 0..count {
            let around: Vec<&str> = before.iter().chain(&next).map(String::as_str).collect();
            let order = write::order_at(&around, usize::from(before.is_some()));
            before = Some(order.clone());
            orders.push(order);
        }
        if next.is_none()
            && let Some(last) = orders.last()
        {
            self.last_order.insert(doc, last.clone());
        }
        orders
    }
}
