//! A text field whose text somebody else writes too: local edits become splices, remote ones keep the caret and
//! the selection where they were, and undo takes back what was typed here and nothing else.

mod differences;
mod marks;

use super::text_field::Turn;
use differences::differences;
use eframe::egui::{
    Context, Id, TextBuffer,
    text::{CCursor, CCursorRange, CharIndex},
    text_edit::TextEditState,
};
use marks::Marks;
use sideways_core::{command::Splice, id::Hash};
use std::{any::TypeId, ops::Range};

/// The field's text, and what was typed since it was last sent.
#[derive(Debug, Default)]
pub(super) struct SharedText {
    text: String,
    /// The document's heads that the outbox is counted against.
    as_of: Vec<Hash>,
    outbox: Vec<Splice>,
    /// What the field said when its splices were sent; until they are answered, the view may lack them.
    sent: Option<String>,
    waits: bool,
    /// Where the colleague writes: as they said last, and where that is by now.
    theirs: Option<(u32, usize)>,
    /// Whose each character is, for undo.
    marks: Marks,
    /// The text before an input method's unfinished letters came into it, and how much was to be sent then.
    before_composing: Option<(String, usize)>,
}

impl SharedText {
    pub(super) fn new(text: &str, as_of: &[Hash]) -> Self {
        Self { text: text.to_owned(), as_of: as_of.to_vec(), marks: Marks::of(text), ..Self::default() }
    }

    /// It is that time by the frame's clock, in seconds: what is typed in one go is undone in one go.
    pub(super) fn at(&mut self, time: f64) {
        self.marks.at(time);
    }

    /// An input method begins, or goes on: what it puts here and takes away again isn't typed yet.
    pub(super) fn compose(&mut self) {
        if self.before_composing.is_none() {
            self.before_composing = Some((self.text.clone(), self.outbox.len()));
            self.marks.begin_composing();
        }
    }

    /// It is done: only what came of it is said, and no letter on the way to it.
    pub(super) fn composed(&mut self) {
        let Some((before, earlier)) = self.before_composing.take() else { return };
        let came = Splice::between(&before, &self.text);
        self.outbox.truncate(earlier);
        if came.delete > 0 || !came.insert.is_empty() {
            self.outbox.push(came);
        }
    }

    /// Takes back what was typed here last, or brings it back; where the caret is then. Nothing where there is nothing.
    pub(super) fn turn(&mut self, turn: Turn) -> Option<usize> {
        let splices = self.marks.turn(turn)?;
        let mut caret = 0;
        for splice in splices {
            caret = splice.at + splice.insert.chars().count();
            let end = splice.at + splice.delete;
            <String as TextBuffer>::delete_char_range(&mut self.text, CharIndex(splice.at)..CharIndex(end));
            <String as TextBuffer>::insert_text(&mut self.text, &splice.insert, CharIndex(splice.at));
            self.push_theirs(&splice);
            self.outbox.push(splice);
        }
        Some(caret)
    }

    /// Whether there is something to take back, and to bring back.
    pub(super) fn turns(&self) -> super::text_field::Turns {
        self.marks.turns()
    }

    /// The colleague writes there, as they see the text.
    pub(super) fn hear(&mut self, at: Option<u32>) {
        if self.theirs.map(|(said, _)| said) != at {
            self.theirs = at.map(|said| (said, said as usize));
        }
    }

    /// Where the colleague writes, as this text has it.
    pub(super) fn theirs(&self) -> Option<usize> {
        self.theirs.map(|(_, at)| at.min(self.text.chars().count()))
    }

    /// What is typed at their caret, here or there, stands before it.
    fn push_theirs(&mut self, change: &Splice) {
        if let Some((_, at)) = &mut self.theirs {
            *at = moved(*at, change, false);
        }
    }

    /// What was typed and is to be sent now, and what it is counted against. Nothing while earlier splices are
    /// on their way: what stands after them is known only with their answer.
    pub(super) fn send(&mut self) -> Option<(Vec<Hash>, Vec<Splice>)> {
        if self.waits || self.sent.is_some() || self.outbox.is_empty() || self.before_composing.is_some() {
            return None;
        }
        self.waits = true;
        self.sent = Some(self.text.clone());
        Some((self.as_of.clone(), std::mem::take(&mut self.outbox)))
    }

    /// The same when there will be no later moment for it: counted against what stands when it is carried out, if what was
    /// sent before isn't answered.
    pub(super) fn send_last(&mut self) -> Option<(Vec<Hash>, Vec<Splice>)> {
        if !self.waits && self.sent.is_none() {
            return self.send();
        }
        let splices = std::mem::take(&mut self.outbox);
        (!splices.is_empty()).then(|| (Vec::new(), splices))
    }

    /// Says that what was sent is in the view, or was refused.
    pub(super) fn answered(&mut self) {
        self.waits = false;
    }

    /// Takes in the view's text, unless something of ours that was not yet answered may be missing in it.
    pub(super) fn follow(&mut self, ctx: &Context, id: Id, view: &str, as_of: &[Hash]) {
        if self.waits {
            return;
        }
        let Some(after) = self.rebased(view, as_of) else { return };
        if self.text == after {
            return;
        }
        let changes = differences(&self.text, &after);
        self.text = after;
        self.marks.follow(&changes);
        changes.iter().for_each(|change| self.push_theirs(change));
        let Some(mut state) = TextEditState::load(ctx, id) else { return };
        if let Some(mut range) = state.cursor.char_range() {
            for change in &changes {
                let forward = range.primary.index >= range.secondary.index;
                let map = |cursor: CCursor, stay: bool| CCursor {
                    index: CharIndex(moved(cursor.index.0, change, stay)),
                    ..cursor
                };
                // A bare caret stays left of what arrives at it; a selection never grows to swallow it.
                let (primary, secondary) = if range.is_empty() {
                    (map(range.primary, true), map(range.secondary, true))
                } else {
                    (map(range.primary, forward), map(range.secondary, !forward))
                };
                range = CCursorRange { primary, secondary, h_pos: range.h_pos };
            }
            state.cursor.set_char_range(Some(range));
        }
        // The field's own undo is the whole text as it was: it would take the other's words back.
        state.clear_undoer();
        state.store(ctx, id);
    }

    /// What the field should say with that view; nothing where it should stay as it is. What was typed while
    /// earlier splices were on their way is counted anew against what stands after them.
    fn rebased(&mut self, view: &str, as_of: &[Hash]) -> Option<String> {
        match self.sent.take() {
            // What is in the outbox is counted against heads that the store knows: it may be sent as it is.
            None if !self.outbox.is_empty() => return None,
            None => {}
            Some(sent) => {
                for change in differences(&sent, view) {
                    self.outbox = std::mem::take(&mut self.outbox)
                        .into_iter()
                        .scan(change, |change, splice| Some(past(&splice, change)))
                        .flatten()
                        .collect();
                }
            }
        }
        as_of.clone_into(&mut self.as_of);
        let mut text: Vec<char> = view.chars().collect();
        for splice in &self.outbox {
            let end = (splice.at + splice.delete).min(text.len());
            text.splice(splice.at.min(end)..end, splice.insert.chars());
        }
        Some(text.into_iter().collect())
    }
}

/// A splice, counted past a change that happened beside it, so that nothing the change inserted is deleted; and
/// the change counted past the splice, for the next one.
fn past(splice: &Splice, change: &mut Splice) -> Vec<Splice> {
    let came = change.insert.chars().count();
    let (from, to) = (splice.at, splice.at + splice.delete);
    let (gone_from, gone_to) = (change.at, change.at + change.delete);
    let before = from.min(gone_from)..to.min(gone_from);
    let after = from.max(gone_to)..to.max(gone_to);
    // What lies behind the change first, so that the positions of what lies before stay.
    let behind = after.start + came - change.delete;
    let mut parts = Vec::new();
    if !after.is_empty() {
        parts.push(Splice { at: behind, delete: after.len(), insert: String::new() });
    }
    let at = if from <= gone_from { before.start } else { behind };
    let delete = if from <= gone_from { before.len() } else { 0 };
    if delete > 0 || !splice.insert.is_empty() {
        parts.push(Splice { at, delete, insert: splice.insert.clone() });
    }
    let inserted = splice.insert.chars().count();
    let overlap = to.min(gone_to).saturating_sub(from.max(gone_from));
    change.delete -= overlap;
    change.at = if from <= gone_from { gone_from - before.len() + inserted } else { gone_from };
    parts
}

/// Where a position is after a splice. `stay`: left of what is inserted right at it.
fn moved(position: usize, splice: &Splice, stay: bool) -> usize {
    let inserted = splice.insert.chars().count();
    let end = splice.at + splice.delete;
    if position < splice.at || (position == splice.at && stay) {
        position
    } else if position >= end {
        position - splice.delete + inserted
    } else {
        splice.at
    }
}

impl TextBuffer for SharedText {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.text
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let inserted = <String as TextBuffer>::insert_text(&mut self.text, text, at);
        if inserted > 0 {
            let splice = Splice { at: at.0, delete: 0, insert: text.to_owned() };
            self.marks.typed(&splice, self.before_composing.is_some());
            self.push_theirs(&splice);
            self.outbox.push(splice);
        }
        inserted
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let delete = range.end.0.saturating_sub(range.start.0);
        if delete > 0 {
            <String as TextBuffer>::delete_char_range(&mut self.text, range.clone());
            let splice = Splice { at: range.start.0, delete, insert: String::new() };
            self.marks.typed(&splice, self.before_composing.is_some());
            self.push_theirs(&splice);
            self.outbox.push(splice);
        }
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_follow_what_the_other_writes() {
        for (before, after, position, stay, then) in [
            ("abc", "abXc", 2, true, 2),
            ("abc", "abXc", 2, false, 3),
            ("abc", "XYabc", 1, true, 3),
            ("abcdef", "af", 3, true, 1),
            ("abcdef", "abcdef!", 6, true, 6),
            ("äöü", "äü", 3, true, 2),
        ] {
            let change = Splice::between(before, after);
            assert_eq!(moved(position, &change, stay), then, "{before} → {after}: {change:?}");
        }
    }

    #[test]
    fn their_caret_stays_in_the_word_they_write() {
        let mut field = SharedText::new("one two", &[]);
        field.hear(Some(7));
        field.insert_text("zero ", CharIndex(0));
        assert_eq!(field.theirs(), Some(12));
        // The same said again is no news: they haven't seen what was typed here.
        field.hear(Some(7));
        assert_eq!(field.theirs(), Some(12));
        field.delete_char_range(CharIndex(0)..CharIndex(9));
        assert_eq!((field.as_str(), field.theirs()), ("two", Some(3)));
        field.hear(Some(u32::MAX));
        assert_eq!(field.theirs(), Some(3));
        field.delete_char_range(CharIndex(0)..CharIndex(3));
        assert_eq!(field.theirs(), Some(0));
        field.hear(None);
        assert_eq!(field.theirs(), None);
    }

    #[test]
    fn what_is_typed_becomes_splices_that_make_the_same_text() {
        let mut field = SharedText::new("one three", &[]);
        field.insert_text("two ", CharIndex(4));
        field.delete_char_range(CharIndex(0)..CharIndex(1));
        let mut text: Vec<char> = "one three".chars().collect();
        for splice in field.send().unwrap().1 {
            text.splice(splice.at..splice.at + splice.delete, splice.insert.chars());
        }
        assert_eq!(text.into_iter().collect::<String>(), field.as_str());
        assert!(field.send().is_none());
    }

    #[test]
    fn what_was_typed_meanwhile_is_counted_past_what_came() {
        for (base, sent, typed, view, then) in [
            // They wrote before, behind and inside of what I type.
            ("abc", (3, 0, "d"), (4, 0, "e"), "Xabcd", "Xabcde"),
            ("abc", (0, 0, "x"), (1, 0, "y"), "xabcZ", "xyabcZ"),
            ("abcdef", (6, 0, "!"), (1, 4, ""), "abcXdef!", "aXf!"),
            ("abcdef", (0, 0, "!"), (2, 3, "-"), "!abf", "!a-f"),
            ("äöü", (3, 0, "1"), (0, 1, ""), "äöüß1", "öüß1"),
        ] {
            let mut field = SharedText::new(base, &[]);
            let write = |field: &mut SharedText, (at, delete, insert): (usize, usize, &str)| {
                field.delete_char_range(CharIndex(at)..CharIndex(at + delete));
                field.insert_text(insert, CharIndex(at));
            };
            write(&mut field, sent);
            assert!(field.send().is_some());
            write(&mut field, typed);
            assert!(field.send().is_none());
            field.answered();
            field.follow(&Context::default(), Id::unique("pad"), view, &[Hash([1; 32])]);
            assert_eq!(field.as_str(), then, "{base} {sent:?} {typed:?} {view}");
            let (as_of, splices) = field.send().unwrap();
            assert_eq!(as_of, [Hash([1; 32])]);
            let mut text: Vec<char> = view.chars().collect();
            for splice in splices {
                text.splice(splice.at..splice.at + splice.delete, splice.insert.chars());
            }
            assert_eq!(text.into_iter().collect::<String>(), then);
        }
    }
}
