//! The rows of one list, held in memory, and the lines made of them. What a commit changes of a line is put in its
//! place; the rest of the line, and every other line, stays.

use super::read_marker::SeenLine;
use crate::{
    id::{EntryId, Hash, LineId, PersonId, WordingId},
    kinds::list::order,
    rows::{LineRow, PersonField, RemarkRow, WordingRow, Writer},
    snapshot::{Line, Remark, SharedHeadsUp, Since, SinceWhat, State, Who, Wording},
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

/// One line.
#[derive(Debug, Default)]
pub(crate) struct LineState {
    head: Option<LineRow>,
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
    order: Option<String>,
}

/// What one of the two wrote under their own name.
#[derive(Clone, Debug, Default)]
pub(crate) struct PersonState {
    pub(crate) working_on: String,
    pub(crate) next: String,
    helps: BTreeSet<LineId>,
    heads_ups: BTreeMap<EntryId, String>,
    heard: BTreeSet<EntryId>,
}

/// A piece of a pad that is written: its order key, and what it says, or nothing where it goes.
pub(crate) type Piece = (String, Option<String>);

/// The pad, and the pieces that it is kept in.
#[derive(Debug, Default)]
pub(crate) struct Pad {
    pub(crate) text: Arc<str>,
    /// How many bytes each piece has, by its order key.
    pub(crate) pieces: BTreeMap<String, usize>,
    /// The document's heads when the pad last changed, or later.
    pub(crate) as_of: Vec<Hash>,
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

    fn take_wordings(&mut self, rows: Vec<WordingRow>, who: WhoIs<'_>) {
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
    fn retell(&mut self, who: WhoIs<'_>) {
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

    fn take_remarks(&mut self, rows: Vec<RemarkRow>) {
        let Some(id) = rows.first().map(|row| row.id) else { return };
        self.remarks.retain(|known| known.id != id);
        self.remarks.extend(rows);
        self.remarks.sort_by_key(|remark| (remark.made, remark.id));
    }

    fn line(&self, helpers: Vec<Who>, who: WhoIs<'_>) -> Option<Line> {
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
            PersonField::HeadsUp(id, text) if text.is_empty() => drop(state.heads_ups.remove(&id)),
            PersonField::HeadsUp(id, text) => drop(state.heads_ups.insert(id, text)),
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
        // Wordings are in the order of making, and one of theirs may come in between later: any new one counts.
        let reworded = line.wordings.len() > wordings && line.wordings.iter().skip(1).any(|it| theirs(&it.by));
        if reworded && !new {
            tell(SinceWhat::Reworded);
        }
        for remark in line.remarks.iter().skip(remarks).filter(|it| theirs(&it.by) && !it.removed) {
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
            wordings: line.wordings.len(),
            remarks: line.remarks.len(),
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
        let shared = sent.map(|(from, (id, text))| SharedHeadsUp {
            id: *id,
            from: if from == me { Who::Me } else { Who::Them },
            text: text.clone(),
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

/// A piece of a pad is cut where it would grow beyond this many bytes.
const PIECE_BYTES: usize = 4096;
/// What a piece has after it was cut, about.
const CUT_BYTES: usize = 2048;

impl Pad {
    /// The pieces to write so that they say `new`: what each says, or nothing where it goes. Only those are touched
    /// in which something differs.
    pub(crate) fn pieces_for(&self, new: &str) -> Vec<Piece> {
        let old: &str = &self.text;
        if self.pieces.is_empty() {
            return self.anew(new);
        }
        let same = new.floor_char_boundary(old.floor_char_boundary(same_from_start(old.as_bytes(), new.as_bytes())));
        let (old_rest, new_rest) = (old.get(same..).unwrap_or(""), new.get(same..).unwrap_or(""));
        let changed_to = old.len() - same_from_end(old_rest.as_bytes(), new_rest.as_bytes());
        // The pieces in which something differs. What only comes in belongs to the first piece that reaches there.
        let (mut from, mut to, mut at) = (None, 0, 0);
        let mut touched: Vec<&String> = Vec::new();
        for (order, bytes) in &self.pieces {
            let end = at + bytes;
            let differs = at < changed_to && end > same;
            let reached = same == changed_to && touched.is_empty() && end >= same;
            if differs || reached {
                from.get_or_insert(at);
                to = end;
                touched.push(order);
            } else if !touched.is_empty() {
                break;
            }
            at = end;
        }
        let from = from.unwrap_or(old.len());
        let to = if touched.is_empty() { old.len() } else { to };
        let text = new.get(from..(new.len() + to).saturating_sub(old.len())).unwrap_or("");
        let after = self.pieces.range::<String, _>((
            touched.last().map_or(std::ops::Bound::Unbounded, |last| std::ops::Bound::Excluded(*last)),
            std::ops::Bound::Unbounded,
        ));
        let next = if touched.is_empty() { None } else { after.map(|(order, _)| order.as_str()).next() };
        self.put(&touched, next, text).unwrap_or_else(|| self.anew(new))
    }

    /// The text cut into pieces under the keys of those it replaces, and new ones behind them; none where there is no
    /// room for as many keys.
    fn put(&self, touched: &[&String], next: Option<&str>, text: &str) -> Option<Vec<Piece>> {
        let mut keys = touched.iter().map(|key| (*key).clone());
        let mut last: Option<String> = None;
        let mut put = Vec::new();
        for piece in cut(text) {
            let key = match keys.next() {
                Some(key) => key,
                None => {
                    let before = last.as_deref().or_else(|| self.pieces.keys().next_back().map(String::as_str));
                    let key = order::between(before, next);
                    let fits = before.is_none_or(|before| before < key.as_str())
                        && next.is_none_or(|next| key.as_str() < next);
                    if !fits {
                        return None;
                    }
                    key
                }
            };
            last = Some(key.clone());
            put.push((key, Some(piece.to_owned())));
        }
        put.extend(keys.map(|key| (key, None)));
        Some(put)
    }

    /// All pieces anew.
    fn anew(&self, text: &str) -> Vec<Piece> {
        let mut put: BTreeMap<String, Option<String>> = self.pieces.keys().map(|key| (key.clone(), None)).collect();
        let mut last: Option<String> = None;
        for piece in cut(text) {
            let key = order::between(last.as_deref(), None);
            put.insert(key.clone(), Some(piece.to_owned()));
            last = Some(key);
        }
        put.into_iter().collect()
    }

    /// Takes pieces in that were written, and the text that all of them say.
    pub(crate) fn take(&mut self, pieces: &[Piece], text: Arc<str>, as_of: Vec<Hash>) {
        for (order, piece) in pieces {
            match piece {
                Some(piece) => drop(self.pieces.insert(order.clone(), piece.len())),
                None => drop(self.pieces.remove(order)),
            }
        }
        (self.text, self.as_of) = (text, as_of);
    }
}

/// Bytes are compared so many at once.
const BLOCK: usize = 64;

/// How many bytes are the same from the beginning on.
fn same_from_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let rest = a.iter().skip(blocks).zip(b.iter().skip(blocks));
    blocks + rest.take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same from the end on.
fn same_from_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let rest = a.iter().rev().skip(blocks).zip(b.iter().rev().skip(blocks));
    blocks + rest.take_while(|(a, b)| a == b).count()
}

fn cut(text: &str) -> Vec<&str> {
    if text.len() <= PIECE_BYTES {
        return if text.is_empty() { Vec::new() } else { vec![text] };
    }
    let mut rest = text;
    let mut pieces = Vec::new();
    while rest.len() > PIECE_BYTES {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(CUT_BYTES));
        pieces.push(piece);
        rest = more;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(kept: &BTreeMap<String, String>) -> String {
        kept.values().cloned().collect()
    }

    /// Whatever is written where: the pieces say the text, and an edit touches few of them.
    #[test]
    fn pieces_say_the_text_and_an_edit_touches_few() {
        let (mut pad, mut kept) = (Pad::default(), BTreeMap::<String, String>::new());
        let mut text = String::new();
        let mut seed = 11_u64;
        for round in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = text.floor_char_boundary((seed >> 33) as usize % (text.len() + 1));
            let end = text.floor_char_boundary(text.len().min(at + (seed >> 20) as usize % 40));
            let big = round % 100 == 0;
            let insert = if big { "wörter ".repeat(900) } else { "é日x".repeat((seed >> 50) as usize % 9) };
            text.replace_range(at..end.max(at), &insert);
            let pieces = pad.pieces_for(&text);
            assert!(big || pieces.len() <= 4, "{} pieces for one edit", pieces.len());
            for (order, piece) in &pieces {
                match piece {
                    Some(piece) => drop(kept.insert(order.clone(), piece.clone())),
                    None => drop(kept.remove(order)),
                }
            }
            pad.take(&pieces, text.as_str().into(), Vec::new());
            assert_eq!(text_of(&kept), text, "round {round}");
            assert!(pad.pieces.iter().all(|(order, bytes)| kept.get(order).is_some_and(|piece| piece.len() == *bytes)));
        }
        assert!(kept.values().all(|piece| piece.len() <= PIECE_BYTES));
        let pieces = pad.pieces_for("");
        pad.take(&pieces, "".into(), Vec::new());
        assert_eq!(pad.pieces.len(), 0);
        assert_eq!(pad.pieces_for("again").len(), 1);
    }
}
