//! What must be true in the end.

use crate::{
    plan::History,
    tap::{PRIVATE, SHARED},
    world::World,
};
use sideways_core::snapshot::{Line, ListView, Who};

/// What was counted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) edits: usize,
    pub(crate) crashes: usize,
    pub(crate) frames: usize,
    pub(crate) files: usize,
    pub(crate) shared_canaries: usize,
    pub(crate) most_frames_after_heal: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.edits += other.edits;
        self.crashes += other.crashes;
        self.frames += other.frames;
        self.files += other.files;
        self.shared_canaries += other.shared_canaries;
        self.most_frames_after_heal = self.most_frames_after_heal.max(other.most_frames_after_heal);
    }
}

/// A list in words that are the same whoever tells them: "a" is the lower of the two people.
pub(crate) fn told(list: &ListView, mine_is: char) -> Vec<String> {
    let theirs_is = if mine_is == 'a' { 'b' } else { 'a' };
    let who = |who: Who| if who == Who::Me { mine_is } else { theirs_is };
    let line = |line: &Line| {
        let mut helpers: Vec<char> = line.helpers.iter().map(|helper| who(*helper)).collect();
        let mut versions: Vec<String> =
            line.versions.iter().map(|it| format!("{:?} by {}", it.text, who(it.by))).collect();
        let mut history: Vec<String> = line.history.iter().map(|it| it.text.clone()).collect();
        let mut remarks: Vec<String> =
            line.remarks.iter().map(|it| format!("{:?} by {}", it.text, who(it.by))).collect();
        helpers.sort_unstable();
        versions.sort();
        history.sort();
        remarks.sort();
        let raised = who(line.raised_by);
        format!(
            "{} {:?} {:?} {raised} {helpers:?} {versions:?} {history:?} {remarks:?}",
            line.id, line.kind, line.state
        )
    };
    let mut told: Vec<String> = list.lines.iter().map(|it| line(it)).collect();
    let mut published = [
        format!("{mine_is} works on {:?}", list.my_working_on),
        format!("{theirs_is} works on {:?}", list.their_working_on),
    ];
    published.sort();
    told.extend(published);
    told.push(format!("pad {:?}", list.pad));
    told.push(format!("generation {}", list.generation));
    told
}

impl World {
    pub(crate) fn assert_equal(&mut self, a: usize, b: usize) {
        assert!(
            self.is_equal(a, b),
            "{} and {} don’t know that they are equal",
            self.people[a].name,
            self.people[b].name
        );
        let (remote_of_a, remote_of_b) = (self.people[b].id, self.people[a].id);
        let mut heads = Vec::new();
        for (person, remote) in [(a, remote_of_a), (b, remote_of_b)] {
            let ws = self.people[person].ws();
            let grant = ws.grant(&remote).unwrap();
            let mut its = ws.heads(&grant).unwrap();
            its.sort_unstable();
            heads.push(its);
        }
        assert_eq!(heads[0], heads[1], "heads differ");
        let (of_a, of_b) = (told(&self.people[a].list(b), 'a'), told(&self.people[b].list(a), 'b'));
        assert_eq!(of_a, of_b, "lists differ");
    }

    /// Everybody agrees, nothing is lost, nothing is invented, and nobody saw what isn't theirs.
    pub(crate) fn assert_all(&mut self, history: &History) {
        for (a, b) in self.links.keys().copied().collect::<Vec<_>>() {
            self.assert_equal(a, b);
            for (person, other) in [(a, b), (b, a)] {
                self.assert_nothing_lost(history, person, other);
            }
        }
        assert_eq!(self.tap.private_canaries, 0, "private words were on the wire");
    }

    fn assert_nothing_lost(&mut self, history: &History, person: usize, other: usize) {
        let name = self.people[person].name.clone();
        let list = self.people[person].list(other);
        for text in list.lines.iter().chain(&list.only_mine).flat_map(|line| line.history.iter().map(|it| &it.text)) {
            assert!(history.said.contains(text), "{name} has words that nobody said: {text:?}");
            assert!(text.contains(SHARED) && !text.contains(PRIVATE));
        }
        for added in history.added.iter().filter(|added| (added.by, added.to) == (person, other)) {
            let line =
                list.lines.iter().chain(&list.only_mine).find(|line| {
                    line.id == added.line || line.history.iter().any(|wording| wording.text == added.text)
                });
            let gone =
                history.removed.contains(&added.line) || history.renewed.contains(&crate::world::key(person, other));
            assert!(line.is_some() || gone, "{name} lost an acknowledged line: {:?}", added.text);
        }
        if !history.renewed.contains(&crate::world::key(person, other)) {
            for (line, text) in &history.reworded {
                if let Some(line) = list.lines.iter().find(|shown| shown.id == *line) {
                    assert!(line.history.iter().any(|it| it.text == *text), "{name} lost a wording: {text:?}");
                }
            }
        }
    }
}
