//! Text being typed that is in no document yet: kept within a second, so that a crash doesn't lose it, and in one place
//! only, so that it is never entered twice and what was entered never comes back.

mod forms;
mod kept;
mod sent;

pub(super) use sent::{Next, mine};

use sent::Sending;

use kept::Kept;
use sideways_core::{
    command::Command,
    id::{LineId, PeerId, WordingId},
    snapshot::{Field, Kind, PeerView, Snapshot},
};
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
    /// What a new line is.
    pub(super) kind: Kind,
    /// The wordings that whoever rewords a line saw.
    pub(super) saw: Vec<WordingId>,
    /// The words of it that are on their way into the list: the line that they become has no name yet.
    goes_on: Option<String>,
    /// What is on the disk of it, with all that was asked for.
    kept: String,
    /// How many times keeping it was asked for and not answered.
    keeping: u32,
    changed_at: Option<f64>,
    /// Its writer went elsewhere without finishing it: nobody else sees it until they come back.
    left: bool,
    /// It is being taken in as a whole.
    entering: bool,
}

/// All fields' texts.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    fields: BTreeMap<Field, Typing>,
    restored: bool,
    /// Words that are on their way into a list.
    sending: Sending,
    /// Forms on their way into a document, and what takes them there.
    saving: Vec<(Field, Command)>,
    /// The fields that held something when private things were hidden, as long as they are.
    covered: BTreeSet<Field>,
}

impl Drafts {
    /// Puts back what was being typed when the program ended. Once: after that the window knows best.
    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        if std::mem::replace(&mut self.restored, true) {
            return;
        }
        for (field, kept) in snapshot.drafts.iter() {
            let Kept { text, kind, saw, after } = Kept::read(*field, kept);
            let typing = Typing { text, kind, saw, kept: kept.clone(), left: true, ..Typing::default() };
            let of = |peer: PeerId| snapshot.peers.iter().find(|it| it.id == peer);
            match (field, after) {
                // The program ended before it heard which line those words became: they go on in it.
                (Field::NewLine(peer), Some(after)) => match of(*peer).and_then(|it| line_that_says(it, &after)) {
                    Some((line, wording)) => {
                        self.fields.insert(*field, Typing { kept: kept.clone(), ..Typing::default() });
                        let goes_on =
                            Typing { saw: vec![wording], kept: String::new(), changed_at: Some(0.0), ..typing };
                        self.fields.insert(Field::Reword(*peer, line), goes_on);
                    }
                    None => drop(self.fields.insert(*field, typing)),
                },
                _ => drop(self.fields.insert(*field, typing)),
            }
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

    /// The lines of that peer that are being reworded, or have a rewording that isn't finished.
    pub(super) fn rewordings(&self, peer: PeerId) -> Vec<LineId> {
        let lines = self.fields.iter().filter(|(_, typing)| !typing.text.is_empty());
        let line = |field: &Field| match field {
            Field::Reword(of, line) if *of == peer => Some(*line),
            _ => None,
        };
        lines.filter_map(|(field, _)| line(field)).collect()
    }

    /// Whoever writes goes elsewhere. What isn't finished stays where it is, and goes nowhere by itself.
    pub(super) fn leave(&mut self) {
        self.fields.values_mut().for_each(|typing| typing.left = true);
        // A form in which nothing was typed is closed.
        let touched = |typing: &Typing| typing.changed_at.is_some() || !typing.kept.is_empty();
        self.fields.retain(|field, typing| !forms::is_form(*field) || typing.entering || touched(typing));
    }

    /// Private things are hidden from now on: what is typed and in no document yet is one of them.
    pub(super) fn cover(&mut self) {
        self.leave();
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
        let mut unkept = Vec::new();
        for (field, typing) in &mut self.fields {
            let now = typing.to_keep(*field);
            if now != typing.kept && (typing.changed_at.is_some() || now.is_empty()) {
                typing.kept.clone_from(&now);
                unkept.push((*field, now));
            }
        }
        unkept
    }

    /// The drafts to keep now, and when to look again.
    pub(super) fn due(&mut self, now: f64) -> (Vec<(Field, String)>, Option<Duration>) {
        let mut keep = Vec::new();
        let mut next: Option<f64> = None;
        for (field, typing) in &mut self.fields {
            let wants = typing.wants_keeping();
            let Some(changed) = wants.then(|| typing.changed_at.unwrap_or(now - KEEP_AFTER)) else {
                // Nothing to keep; it may still wait for its pause.
                if let Some(changed) = typing.changed_at.filter(|_| !typing.left) {
                    let left = changed + PAUSE - now;
                    next = (left > 0.0).then(|| next.map_or(left, |next| next.min(left))).or(next);
                }
                continue;
            };
            let as_it_is = typing.to_keep(*field);
            if as_it_is != typing.kept && now - changed >= KEEP_AFTER {
                typing.kept.clone_from(&as_it_is);
                typing.keeping += 1;
                keep.push((*field, as_it_is.clone()));
            }
            let wait = if as_it_is == typing.kept { PAUSE } else { KEEP_AFTER };
            let left = changed + wait - now;
            if left > 0.0 && !(typing.left && as_it_is == typing.kept) {
                next = Some(next.map_or(left, |next| next.min(left)));
            }
        }
        (keep, next.map(Duration::from_secs_f64))
    }

    /// Keeping a draft was answered.
    pub(super) fn was_kept(&mut self, field: Field) {
        if let Some(typing) = self.fields.get_mut(&field) {
            typing.keeping = typing.keeping.saturating_sub(1);
        }
    }

    /// Notices drafts that something else made the disk forget, such as the same from the command line: they are kept
    /// again.
    pub(super) fn compare(&mut self, snapshot: &Snapshot) {
        for (field, typing) in &mut self.fields {
            let lost = !typing.kept.is_empty() && typing.keeping == 0 && !typing.entering;
            if lost && !typing.text.is_empty() && !snapshot.drafts.contains_key(field) {
                typing.kept.clear();
                typing.changed_at.get_or_insert(0.0);
            }
        }
    }
}

/// My newest line that says this and nothing else yet.
fn line_that_says(peer: &PeerView, text: &str) -> Option<(LineId, WordingId)> {
    let lines = peer.list.lines.iter().chain(&peer.list.only_mine).rev();
    let found = lines.filter_map(|line| match line.versions.as_slice() {
        [only] if only.text == text.trim() && line.history.len() == 1 => Some((line.id, only.id)),
        _ => None,
    });
    found.into_iter().next()
}

impl Typing {
    /// Says that a key changed the text at that time.
    pub(super) fn changed(&mut self, now: f64) {
        self.changed_at = Some(now);
        self.left = false;
    }

    /// Its writer went elsewhere without finishing it.
    pub(super) fn leave(&mut self) {
        self.left = true;
    }

    /// Whether the writer paused long enough.
    pub(super) fn paused(&self, now: f64) -> bool {
        let long = self.changed_at.is_some_and(|changed| now - changed >= PAUSE);
        long && !self.left && !self.text.trim().is_empty()
    }

    /// Takes the text out, to be entered: the commit forgets its draft.
    pub(super) fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        *self = Self { keeping: self.keeping, ..Self::default() };
        text
    }

    /// Whether what stands in the field is all in the list already.
    pub(super) fn is_as_sent(&self) -> bool {
        self.changed_at.is_none()
    }

    /// Gives the text up: its draft goes too.
    pub(super) fn give_up(&mut self) {
        *self = Self { kept: std::mem::take(&mut self.kept), keeping: self.keeping, ..Self::default() };
    }

    /// Says that the text was entered and stays in the field.
    pub(super) fn entered(&mut self) {
        self.changed_at = None;
        self.kept.clear();
    }

    /// Says that all of it is on its way into a document, which forgets the draft.
    pub(super) fn enters(&mut self) {
        self.entering = true;
    }

    /// It is not, after all.
    pub(super) fn stays(&mut self) {
        self.entering = false;
    }

    fn wants_keeping(&self) -> bool {
        let gone = self.text.is_empty() && !self.kept.is_empty();
        !self.entering && (self.changed_at.is_some() || gone)
    }

    /// What is to be on the disk of it.
    fn to_keep(&self, field: Field) -> String {
        let (text, kind, saw) = (self.text.clone(), self.kind, self.saw.clone());
        Kept { text, kind, saw, after: self.goes_on.clone() }.written(field)
    }
}
