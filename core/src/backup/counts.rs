//! How much there is of everything, so that a backup can be compared with the notebook it was made of.

use crate::export::Export;
use serde::{Deserialize, Serialize};

/// How many there are of each kind of thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Peers, those who were thanked and closed too.
    pub peers: u64,
    /// What they answered.
    pub words: u64,
    /// Private notes.
    pub notes: u64,
    /// Half hours that were.
    pub meetings: u64,
    /// Half hours that are planned, or were.
    pub plans: u64,
    /// What is prepared.
    pub points: u64,
    /// Promises both ways.
    pub promises: u64,
    /// Heads-ups.
    pub heads_ups: u64,
    /// Answers to the three tests.
    pub tests: u64,
    /// Projects.
    pub projects: u64,
    /// Finished works.
    pub finished: u64,
    /// Lines of all lists.
    pub lines: u64,
    /// Wordings of those lines.
    pub wordings: u64,
    /// Notes on those lines.
    pub remarks: u64,
    /// Texts typed and not yet kept anywhere else.
    pub drafts: u64,
    /// Documents.
    pub documents: u64,
    /// Changes of all documents: their history.
    pub changes: u64,
}

fn len<T>(all: &[T]) -> u64 {
    all.len() as u64
}

impl Counts {
    /// Of all that is to be seen.
    pub(crate) fn of(export: &Export, drafts: usize) -> Self {
        let mut counts = Self {
            peers: len(&export.peers),
            projects: len(&export.projects),
            finished: len(&export.finished),
            drafts: drafts as u64,
            ..Self::default()
        };
        for peer in &export.peers {
            counts.words += len(&peer.words);
            counts.notes += len(&peer.notes);
            counts.meetings += len(&peer.meetings);
            counts.plans += len(&peer.plans);
            counts.points += len(&peer.points);
            counts.promises += len(&peer.promises);
            counts.heads_ups += len(&peer.heads_ups);
            counts.tests += len(&peer.tests);
            for line in peer.lines.iter().chain(&peer.only_mine) {
                counts.lines += 1;
                counts.wordings += len(&line.versions);
                counts.remarks += len(&line.remarks);
            }
        }
        counts
    }

    /// Each with its name, one of it and several.
    #[must_use]
    pub fn all(&self) -> [(u64, &'static str, &'static str); 17] {
        [
            (self.peers, "peer", "peers"),
            (self.words, "of their words", "of their words"),
            (self.notes, "note", "notes"),
            (self.meetings, "half hour that was", "half hours that were"),
            (self.plans, "planned half hour", "planned half hours"),
            (self.points, "prepared point", "prepared points"),
            (self.promises, "promise", "promises"),
            (self.heads_ups, "heads-up", "heads-ups"),
            (self.tests, "answer to the three tests", "answers to the three tests"),
            (self.projects, "project", "projects"),
            (self.finished, "finished work", "finished works"),
            (self.lines, "line of lists", "lines of lists"),
            (self.wordings, "wording of them", "wordings of them"),
            (self.remarks, "note on them", "notes on them"),
            (self.drafts, "text not finished", "texts not finished"),
            (self.documents, "document", "documents"),
            (self.changes, "change in their history", "changes in their history"),
        ]
    }

    /// What there is, in one sentence part: "3 peers, 12 notes".
    #[must_use]
    pub fn says(&self) -> String {
        let said: Vec<String> = self
            .all()
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
    }

    /// Where two differ, in words; nothing where they don't.
    pub(crate) fn differs(&self, from: &Self) -> Option<String> {
        let said: Vec<String> = self
            .all()
            .into_iter()
            .zip(from.all())
            .filter(|((mine, ..), (theirs, ..))| mine != theirs)
            .map(|((mine, _, many), (theirs, ..))| format!("{theirs} instead of {mine} {many}"))
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    }
}
