//! How a draft stands on the disk: as its words, and where more must be known to go on with them, as an object.

use super::forms::is_form;
use serde::{Deserialize, Serialize};
use sideways_core::{
    id::WordingId,
    snapshot::{Field, Kind},
};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) saw: Vec<WordingId>,
    /// The words before these ones, which were on their way into the list as a new line.
    pub(super) after: Option<String>,
}

impl Kept {
    pub(super) fn written(self, field: Field) -> String {
        let plain = self.kind == Kind::default() && self.saw.is_empty() && self.after.is_none();
        if is_form(field) || self.text.is_empty() || (plain && !self.text.starts_with('{')) {
            return self.text;
        }
        serde_json::to_string(&self).unwrap_or(self.text)
    }

    pub(super) fn read(field: Field, kept: &str) -> Self {
        let plain = || Self { text: kept.to_owned(), ..Self::default() };
        if is_form(field) || !kept.starts_with('{') {
            return plain();
        }
        serde_json::from_str(kept).unwrap_or_else(|_| plain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sideways_core::id::{LineId, PeerId};

    #[test]
    fn a_draft_is_read_as_it_was_written_and_plain_words_stay_plain() {
        let (peer, line) = (PeerId([1; 16]), LineId([2; 16]));
        let saw = vec![WordingId([3; 16])];
        for (field, text, kind, saw, after) in [
            (Field::NewNote(peer), "plain  words\nof two lines", Kind::Idea, vec![], None),
            (Field::NewNote(peer), "{\"text\":\"x\"}", Kind::Idea, vec![], None),
            (Field::NewLine(peer), "{", Kind::Ask, vec![], Some("before")),
            (Field::Reword(peer, line), "“other” words", Kind::Idea, saw, None),
            (Field::HalfHour(peer), "{\"running\":1}", Kind::Idea, vec![], None),
        ] {
            let (text, after) = (text.to_owned(), after.map(str::to_owned));
            let written = Kept { text: text.clone(), kind, saw: saw.clone(), after: after.clone() }.written(field);
            let read = Kept::read(field, &written);
            assert_eq!((read.text, read.kind, read.saw, read.after), (text, kind, saw, after), "{written}");
        }
        let written = Kept { text: "as it is".into(), ..Kept::default() }.written(Field::NewNote(peer));
        assert_eq!(written, "as it is");
        assert_eq!(Kept::read(Field::NewNote(peer), "{not an object").text, "{not an object");
    }
}
