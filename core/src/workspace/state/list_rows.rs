//! The rows of one list, held in memory, and the lines made of them. What a commit changes of a line is put in its
//! place; the rest of the line, and every other line, stays.

use super::{
    line::{LineState, WhoIs},
    pad::Pad,
    read_marker::SeenLine,
};
use crate::{
    id::{EntryId, LineId, PersonId},
    rows::{LineRow, PersonField, RemarkRow, WordingRow, Writer},
    snapshot::{Line, Moment, SharedHeadsUp, Since, SinceWhat, State, Who},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A list's rows.
#[derive(Debug, Default)]
pub(crate) struct ListRows {
    pub(crate) lines: BTreeMap<LineId, LineState>,
    people: BTreeMap<PersonId, PersonState>,
    pub(crate) pad: Pad,
    shown: BTreeMap<(String, LineId), Arc<Line>>,
    /// What the other one changed since I last looked, line by line.
    since: BTreeMap<LineId, Vec<Since>>,
    told_since: Option<Arc<[Since]>>,
}

/// What one of the two wrote under their own name.
#[derive(Clone, Debug, Default)]
pub(crate) struct PersonState {
    pub(crate) working_on: String,
    pub(crate) next: String,
    helps: BTreeSet<LineId>,
    heads_ups: BTreeMap<EntryId, (String, Moment)>,
    heard: BTreeSet<EntryId>,
}

impl ListRows {
    /// Makes all lines as they are shown, once all rows are there.
    pub(crate) fn show_all(&mut self, me: PersonId, who: WhoIs<'_>) {
        let ids: Vec<LineId> = self.lines.keys().copied().collect();
        for id in ids {
            if let Some(line) = self.lines.get_mut(&id) {
                line.retell(who);
            }
            self.show(me, id, who);
        }
    }

    pub(crate) fn take_head(&mut self, row: LineRow) -> LineId {
        let id = row.id;
        self.lines.entry(id).or_default().head = Some(row);
        id
    }

    pub(crate) fn take_wordings(&mut self, line: LineId, rows: Vec<WordingRow>, who: WhoIs<'_>) {
        self.lines.entry(line).or_default().take_wordings(rows, who);
    }

    pub(crate) fn take_remarks(&mut self, line: LineId, rows: Vec<RemarkRow>) {
        self.lines.entry(line).or_default().take_remarks(rows);
    }

    /// Takes in what a person wrote; the line that shows otherwise now, if one does.
    pub(crate) fn take_person(&mut self, person: PersonId, field: PersonField) -> Option<LineId> {
        let state = self.people.entry(person).or_default();
        match field {
            PersonField::WorkingOn(text) => state.working_on = text,
            PersonField::Next(at) => state.next = at,
            PersonField::Help(line, helps) => {
                let changed = if helps { state.helps.insert(line) } else { state.helps.remove(&line) };
                return changed.then_some(line);
            }
            PersonField::HeadsUp(id, text, _) if text.is_empty() => drop(state.heads_ups.remove(&id)),
            PersonField::HeadsUp(id, text, at) => drop(state.heads_ups.insert(id, (text, at))),
            PersonField::Heard(id, heard) => drop(if heard { state.heard.insert(id) } else { state.heard.remove(&id) }),
        }
        None
    }

    /// Makes a line anew as it is shown.
    pub(crate) fn show(&mut self, me: PersonId, id: LineId, who: WhoIs<'_>) {
        let helpers = self.helpers(me, id);
        let Some(state) = self.lines.get_mut(&id) else { return };
        if let Some(before) = state.order.take() {
            self.shown.remove(&(before, id));
        }
        let Some(line) = state.line(helpers, who) else { return };
        if let Some(head) = state.head().filter(|head| !head.removed) {
            let order = head.order.clone();
            self.shown.insert((order.clone(), id), Arc::new(line));
            state.order = Some(order);
        }
    }

    /// Says anew what the other one changed of a line since I looked at it last.
    pub(crate) fn compare(&mut self, me: PersonId, id: LineId, seen: Option<&SeenLine>, who: WhoIs<'_>) {
        let since = self.since_of(me, id, seen, who);
        let changed = if since.is_empty() {
            self.since.remove(&id).is_some()
        } else {
            self.since.insert(id, since.clone()).is_none_or(|before| before != since)
        };
        if changed {
            self.told_since = None;
        }
    }

    fn since_of(&self, me: PersonId, id: LineId, seen: Option<&SeenLine>, who: WhoIs<'_>) -> Vec<Since> {
        let mut since = Vec::new();
        let Some(line) = self.lines.get(&id) else { return since };
        let Some(head) = line.head() else { return since };
        let theirs = |writer: &Writer| who(writer) == Who::Them;
        let text = line.versions().first().map(|first| first.text.clone()).unwrap_or_default();
        let mut tell = |what| since.push(Since { line: id, text: text.clone(), what });
        let new = seen.is_none() && head.raised_by.iter().all(theirs) && !head.removed;
        if new {
            tell(SinceWhat::Added);
        }
        let (wordings, remarks) = seen.map_or((1, 0), |it| (it.wordings, it.remarks));
        // Wordings are in the order of making, and one of theirs may come in between later: any that stands counts.
        // Whoever keeps my words, or brings them back, didn't reword them; and whose I keep, that was I.
        let first = line.wordings().first().map(|first| first.id);
        let is_new = |it: &&WordingRow| Some(it.id) != first && theirs(&it.by) && theirs(&line.first_of(it).by);
        let reworded = line.wordings().len() > wordings && line.standing().iter().any(is_new);
        if reworded && !new {
            tell(SinceWhat::Reworded);
        }
        for remark in line.remarks().iter().skip(remarks).filter(|it| theirs(&it.by) && !it.removed) {
            tell(SinceWhat::Noted(remark.text.clone()));
        }
        let state = seen.map_or(State::Open, |it| it.state);
        if head.state != state && head.state_by.as_ref().is_some_and(theirs) && !new {
            tell(SinceWhat::State(head.state));
        }
        if self.they_help(me, id) && !seen.is_some_and(|it| it.helped) {
            tell(SinceWhat::Helps);
        }
        if head.removed && seen.is_some_and(|it| !it.removed) && head.removed_by.as_ref().is_some_and(theirs) {
            tell(SinceWhat::Removed);
        }
        since
    }

    /// What the other one changed since I last looked.
    pub(crate) fn since(&mut self) -> Arc<[Since]> {
        self.told_since.get_or_insert_with(|| self.since.values().flatten().cloned().collect()).clone()
    }

    /// How a line looks now.
    pub(crate) fn look(&self, me: PersonId, id: LineId) -> Option<SeenLine> {
        let line = self.lines.get(&id)?;
        let head = line.head()?;
        Some(SeenLine {
            wordings: line.wordings().len(),
            remarks: line.remarks().len(),
            state: head.state,
            removed: head.removed,
            helped: self.they_help(me, id),
        })
    }

    fn helpers(&self, me: PersonId, line: LineId) -> Vec<Who> {
        let helping = self.people.iter().filter(|(_, person)| person.helps.contains(&line));
        let mut helpers: Vec<Who> = helping.map(|(id, _)| if *id == me { Who::Me } else { Who::Them }).collect();
        helpers.sort_unstable();
        helpers
    }

    /// Whether the other one said they could help with a line.
    fn they_help(&self, me: PersonId, line: LineId) -> bool {
        self.people.iter().any(|(id, person)| *id != me && person.helps.contains(&line))
    }

    /// Whether that heads-up was given to me.
    pub(crate) fn has_heads_up(&self, me: PersonId, id: &EntryId) -> bool {
        self.people.iter().any(|(from, person)| *from != me && person.heads_ups.contains_key(id))
    }

    pub(crate) fn heads_ups(&self, me: PersonId) -> Vec<SharedHeadsUp> {
        let sent = self.people.iter().flat_map(|(from, person)| person.heads_ups.iter().map(move |it| (*from, it)));
        let shared = sent.map(|(from, (id, (text, at)))| SharedHeadsUp {
            id: *id,
            from: if from == me { Who::Me } else { Who::Them },
            text: text.clone(),
            at: *at,
            heard: self.people.iter().any(|(other, person)| *other != from && person.heard.contains(id)),
        });
        shared.collect()
    }

    /// The lines shown, in their order.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &LineState> {
        self.shown.keys().filter_map(|(_, id)| self.lines.get(id))
    }

    /// Where each line shown stands: its order key.
    pub(crate) fn places(&self) -> impl Iterator<Item = (LineId, &str)> {
        self.shown.keys().map(|(order, id)| (*id, order.as_str()))
    }

    /// The same, as screens read them.
    pub(crate) fn shown(&self) -> Vec<Arc<Line>> {
        self.shown.values().cloned().collect()
    }

    /// The order key of the last line shown.
    pub(crate) fn last_order(&self) -> Option<&str> {
        self.shown.keys().next_back().map(|(order, _)| order.as_str())
    }

    /// What that person published.
    pub(crate) fn person(&self, person: &PersonId) -> Option<&PersonState> {
        self.people.get(person)
    }

    /// What the other one published.
    pub(crate) fn other(&self, me: PersonId) -> Option<&PersonState> {
        self.people.iter().find(|(id, _)| **id != me).map(|(_, person)| person)
    }
}
