//! Text being typed that is in no document yet: kept within a second, so that a crash doesn't lose it, and
//! entered when its writer leaves the field, presses Enter, or pauses for three seconds.

use sideways_core::snapshot::{Field, Snapshot};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// How long after a key the draft is kept at the latest, in seconds.
const KEEP_AFTER: f64 = 0.7;
/// How long a pause is, in seconds.
const PAUSE: f64 = 3.0;

/// One field's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Typing {
    pub(super) text: String,
    kept: String,
    changed_at: Option<f64>,
}

/// All fields' texts.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    fields: BTreeMap<Field, Typing>,
    restored: bool,
    /// The fields that held something when private things were hidden, as long as they are.
    covered: BTreeSet<Field>,
}

impl Drafts {
    /// Puts back what was being typed when the program ended. Once: after that the window knows best.
    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        if std::mem::replace(&mut self.restored, true) {
            return;
        }
        for (field, text) in snapshot.drafts.iter() {
            let typing = Typing { text: text.clone(), kept: text.clone(), changed_at: None };
            self.fields.insert(*field, typing);
        }
    }

    /// The field's text, to be edited.
    pub(super) fn field(&mut self, field: Field) -> &mut Typing {
        self.fields.entry(field).or_default()
    }

    /// Whether that field holds anything.
    pub(super) fn holds(&self, field: Field) -> bool {
        self.fields.get(&field).is_some_and(|typing| !typing.text.is_empty())
    }

    /// Private things are hidden from now on: what is typed and in no document yet is one of them.
    pub(super) fn cover(&mut self) {
        let held = self.fields.iter().filter(|(_, typing)| !typing.text.is_empty());
        self.covered = held.map(|(field, _)| *field).collect();
    }

    /// They are shown again.
    pub(super) fn uncover(&mut self) {
        self.covered.clear();
    }

    /// Whether what is in that field is hidden just now. Nothing is typed over it meanwhile.
    pub(super) fn is_covered(&self, field: Field) -> bool {
        self.covered.contains(&field)
    }

    /// The drafts that aren't kept as they are, when there will be no later moment for it.
    pub(super) fn unkept(&mut self) -> Vec<(Field, String)> {
        let unkept =
            self.fields.iter_mut().filter(|(_, typing)| typing.changed_at.is_some() && typing.text != typing.kept);
        unkept
            .map(|(field, typing)| {
                typing.kept.clone_from(&typing.text);
                (*field, typing.text.clone())
            })
            .collect()
    }

    /// The drafts to keep now, and when to look again.
    pub(super) fn due(&mut self, now: f64) -> (Vec<(Field, String)>, Option<Duration>) {
        let mut keep = Vec::new();
        let mut next: Option<f64> = None;
        for (field, typing) in &mut self.fields {
            let Some(changed) = typing.changed_at else { continue };
            if typing.text != typing.kept && now - changed >= KEEP_AFTER {
                typing.kept.clone_from(&typing.text);
                keep.push((*field, typing.text.clone()));
            }
            let wait = if typing.text == typing.kept { PAUSE } else { KEEP_AFTER };
            let left = changed + wait - now;
            if left > 0.0 {
                next = Some(next.map_or(left, |next| next.min(left)));
            }
        }
        (keep, next.map(Duration::from_secs_f64))
    }
}

impl Typing {
    /// Says that a key changed the text at that time.
    pub(super) fn changed(&mut self, now: f64) {
        self.changed_at = Some(now);
    }

    /// Whether the writer paused long enough.
    pub(super) fn paused(&self, now: f64) -> bool {
        self.changed_at.is_some_and(|changed| now - changed >= PAUSE) && !self.text.trim().is_empty()
    }

    /// Takes the text out, to be entered: the commit forgets its draft.
    pub(super) fn take(&mut self) -> String {
        self.changed_at = None;
        self.kept.clear();
        std::mem::take(&mut self.text)
    }

    /// Says that the text was entered and stays in the field.
    pub(super) fn entered(&mut self) {
        self.changed_at = None;
        self.kept.clear();
    }
}
