//! A text field whose text somebody else writes too: local edits become splices, remote ones keep the caret and
//! the selection where they were.

use eframe::egui::{
    Context, Id, TextBuffer,
    text::{CCursor, CCursorRange, CharIndex},
    text_edit::TextEditState,
};
use sideways_core::command::Splice;
use std::{any::TypeId, ops::Range};

/// The field's text, and what was typed since it was last sent.
#[derive(Debug, Default)]
pub(super) struct SharedText {
    text: String,
    outbox: Vec<Splice>,
    /// Splices were sent and not yet answered: until then the view may lack them.
    waits: bool,
}

impl SharedText {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// What was typed and is to be sent now. Nothing while earlier splices are on their way, so that positions
    /// always mean the text that the view shows.
    pub(super) fn send(&mut self) -> Option<Vec<Splice>> {
        if self.waits || self.outbox.is_empty() {
            return None;
        }
        self.waits = true;
        Some(std::mem::take(&mut self.outbox))
    }

    /// Says that what was sent is in the view, or was refused.
    pub(super) fn answered(&mut self) {
        self.waits = false;
    }

    /// Takes in the view's text, unless something of ours isn't in it yet.
    pub(super) fn follow(&mut self, ctx: &Context, id: Id, view: &str) {
        if self.waits || !self.outbox.is_empty() || self.text == view {
            return;
        }
        let change = difference(&self.text, view);
        view.clone_into(&mut self.text);
        let Some(mut state) = TextEditState::load(ctx, id) else { return };
        if let Some(range) = state.cursor.char_range() {
            let forward = range.primary.index >= range.secondary.index;
            let map = |cursor: CCursor, stay: bool| CCursor {
                index: CharIndex(moved(cursor.index.0, &change, stay)),
                ..cursor
            };
            // A bare caret stays left of what arrives at it; a selection never grows to swallow it.
            let (primary, secondary) = if range.is_empty() {
                (map(range.primary, true), map(range.secondary, true))
            } else {
                (map(range.primary, forward), map(range.secondary, !forward))
            };
            state.cursor.set_char_range(Some(CCursorRange { primary, secondary, h_pos: range.h_pos }));
        }
        // The field's own undo is the whole text as it was: it would take the other's words back.
        state.clear_undoer();
        state.store(ctx, id);
    }
}

/// The one splice that makes `before` into `after`.
fn difference(before: &str, after: &str) -> Splice {
    let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let same = |(a, b): &(&char, &char)| a == b;
    let at = before.iter().zip(&after).take_while(same).count();
    let room = before.len().min(after.len()) - at;
    let end = before.iter().rev().zip(after.iter().rev()).take(room).take_while(same).count();
    let insert = after.iter().skip(at).take(after.len() - at - end).collect();
    Splice { at, delete: before.len() - at - end, insert }
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
            self.outbox.push(Splice { at: at.0, delete: 0, insert: text.to_owned() });
        }
        inserted
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let delete = range.end.0.saturating_sub(range.start.0);
        if delete > 0 {
            <String as TextBuffer>::delete_char_range(&mut self.text, range.clone());
            self.outbox.push(Splice { at: range.start.0, delete, insert: String::new() });
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
            let change = difference(before, after);
            assert_eq!(moved(position, &change, stay), then, "{before} → {after}: {change:?}");
        }
    }

    #[test]
    fn what_is_typed_becomes_splices_that_make_the_same_text() {
        let mut field = SharedText::new("one three");
        field.insert_text("two ", CharIndex(4));
        field.delete_char_range(CharIndex(0)..CharIndex(1));
        let mut text: Vec<char> = "one three".chars().collect();
        for splice in field.send().unwrap() {
            text.splice(splice.at..splice.at + splice.delete, splice.insert.chars());
        }
        assert_eq!(text.into_iter().collect::<String>(), field.as_str());
        assert!(field.send().is_none());
    }
}
