//! Stories as text: what people do and see, one sentence a line. `scenarios/README` has the sentences.

use crate::world::{Faults, World, key, way};
use sideways_core::{
    command::{ListCommand, ShareCommand, Splice},
    snapshot::{Kind, Line, State},
};
use std::{fs, path::Path, sync::Arc};

struct Story {
    world: World,
    names: Vec<String>,
}

/// A sentence, its quoted texts taken out: `Alex rewords "a" to "b"` is `Alex rewords _ to _` and two texts.
struct Sentence {
    words: Vec<String>,
    texts: Vec<String>,
}

impl Sentence {
    fn read(line: &str) -> Self {
        let (mut words, mut texts) = (Vec::new(), Vec::new());
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 1 {
                texts.push(part.to_owned());
                words.push("_".to_owned());
            } else {
                words.extend(part.split_whitespace().map(|word| word.trim_end_matches('.').to_owned()));
            }
        }
        Self { words, texts }
    }
}

impl Story {
    fn person(&self, name: &str) -> usize {
        self.names.iter().position(|known| known == name).unwrap_or_else(|| panic!("nobody is called {name:?}"))
    }

    /// With whom somebody shares; these stories have two people each.
    fn other(person: usize) -> usize {
        1 - person
    }

    fn line(&mut self, person: usize, text: &str) -> Arc<Line> {
        let list = self.world.people[person].list(Self::other(person));
        let found = list.lines.iter().find(|line| line.versions.iter().any(|version| version.text == text));
        found.cloned().unwrap_or_else(|| panic!("{} sees no line {text:?}", self.names[person]))
    }

    fn edits(&mut self, person: usize, command: ListCommand) {
        let now_ms = self.world.now_ms;
        self.world.people[person].edit(Self::other(person), command, now_ms).unwrap();
        self.world.committed(person, None);
    }

    fn shares(&mut self, person: usize, command: ShareCommand) {
        let now_ms = self.world.now_ms;
        self.world.people[person].share(Self::other(person), command, now_ms).unwrap();
        self.world.committed(person, None);
    }

    /// What somebody sees: each version of each line, and the pad.
    fn seen(&mut self, person: usize) -> Vec<String> {
        let list = self.world.people[person].list(Self::other(person));
        let versions = list.lines.iter().flat_map(|line| line.versions.iter().map(|version| version.text.clone()));
        versions.chain([list.pad.to_string()]).collect()
    }

    fn whom(&self, who: &str) -> Vec<usize> {
        if who == "both" { vec![0, 1] } else { vec![self.person(who)] }
    }

    fn tell(&mut self, line: &str) {
        let Sentence { words, texts } = Sentence::read(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let text = |index: usize| texts[index].clone();
        match words.as_slice() {
            [who, "adds", "_"] => self.edits(self.person(who), ListCommand::Add { text: text(0), kind: Kind::Idea }),
            [who, "rewords", "_", "to", "_"] => {
                let who = self.person(who);
                let line = self.line(who, &texts[0]);
                let seen = line.versions.iter().map(|version| version.id).collect();
                self.edits(who, ListCommand::Reword { line: line.id, text: text(1), seen });
            }
            [who, "keeps", "_"] => {
                let who = self.person(who);
                let line = self.line(who, &texts[0]);
                let kept = line.versions.iter().find(|version| version.text == texts[0]).unwrap().id;
                self.edits(who, ListCommand::Choose(line.id, kept));
            }
            [who, "marks", "_", state] => {
                let state = match *state {
                    "doing" => State::Doing,
                    "done" => State::Done,
                    _ => State::Open,
                };
                let who = self.person(who);
                let line = self.line(who, &texts[0]);
                self.edits(who, ListCommand::SetState(line.id, state));
            }
            [who, "removes", "_"] => {
                let who = self.person(who);
                let line = self.line(who, &texts[0]);
                self.edits(who, ListCommand::Remove(line.id));
            }
            [who, "writes", "_", "on", "the", "pad"] => {
                self.edits(
                    self.person(who),
                    ListCommand::Pad { as_of: vec![], splices: vec![Splice { at: 0, delete: 0, insert: text(0) }] },
                );
            }
            [who, "begins", "a", "fresh", "list"] => self.edits(self.person(who), ListCommand::Fresh),
            [who, "goes", "along"] => self.edits(self.person(who), ListCommand::GoAlong),
            [who, "stops", "sharing"] => self.shares(self.person(who), ShareCommand::Stop),
            [who, "resumes", "sharing"] => self.shares(self.person(who), ShareCommand::Resume),
            ["cut", a, "from", b] => {
                let (a, b) = (self.person(a), self.person(b));
                self.world.link(key(a, b)).ways.iter_mut().for_each(|way| way.cut = true);
                self.world.disconnect(a, b);
            }
            ["lose", "what", a, "sends"] => {
                let a = self.person(a);
                self.world.link((0, 1)).ways[way(a, Self::other(a))].cut = true;
            }
            ["let", "it", "through"] => self.world.link((0, 1)).ways.iter_mut().for_each(|way| way.cut = false),
            ["connect"] => {
                self.world.link((0, 1)).ways.iter_mut().for_each(|way| way.cut = false);
                self.world.connect(0, 1);
            }
            ["repeat", "and", "reorder", "frames"] => {
                self.world.link((0, 1)).faults = Faults { drop: 0, duplicate: 50, reorder: 50 };
            }
            [who, "loses", "power"] => self.world.crash(self.person(who)),
            [who, "starts", "again"] => {
                let (who, now_ms) = (self.person(who), self.world.now_ms);
                self.world.people[who].start(now_ms);
                self.world.connect(0, 1);
            }
            ["the", "clock", "of", who, "jumps", years, "years"] => {
                let who = self.person(who);
                self.world.people[who].clock_ms += years.parse::<i64>().unwrap() * 31_557_600_000;
            }
            ["wait", seconds, "s"] => self.world.pass(seconds.parse::<i64>().unwrap() * 1_000),
            [who, "sees" | "see", "_"] => {
                for who in self.whom(who) {
                    let seen = self.seen(who);
                    assert!(seen.contains(&texts[0]), "{} sees {seen:?}", self.names[who]);
                }
            }
            [who, "sees" | "see", "_", "and", "_", "on", "one", "line"] => {
                for who in self.whom(who) {
                    let mut shown: Vec<String> =
                        self.line(who, &texts[0]).versions.iter().map(|version| version.text.clone()).collect();
                    shown.sort();
                    assert_eq!(shown, texts);
                }
            }
            [who, "sees" | "see", "no", "_"] => {
                for who in self.whom(who) {
                    let seen = self.seen(who);
                    assert!(!seen.contains(&texts[0]), "{} sees {seen:?}", self.names[who]);
                }
            }
            ["both", "agree"] => self.world.assert_equal(0, 1),
            ["nobody", "talks"] => {
                let before = self.world.links[&(0, 1)].frames;
                self.world.pass(3_600_000);
                assert_eq!(self.world.links[&(0, 1)].frames, before);
            }
            _ => panic!("no such sentence"),
        }
    }
}

fn tell(text: &str) -> Result<(), String> {
    let mut story: Option<Story> = None;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match &mut story {
            Some(story) => story.tell(line.trim()),
            None => {
                // The first sentence: "Alex shares with Dana".
                let names: Vec<String> = line.split(" shares with ").map(|name| name.trim().to_owned()).collect();
                let mut world = World::new(11, &[&names[0], &names[1]]);
                world.pair(0, 1);
                world.pass(1_000);
                story = Some(Story { world, names });
            }
        }));
        if let Err(cause) = told {
            let cause =
                cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(|it| (*it).into()));
            return Err(format!("line {}: {line}\n    {}", number + 1, cause.unwrap_or_default()));
        }
    }
    Ok(())
}

#[test]
fn every_story_ends_as_it_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("world/scenarios");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "story"));
    paths.sort();
    assert!(paths.len() >= 8);
    let failed: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            tell(&fs::read_to_string(path).unwrap()).err().map(|why| format!("{}, {why}", path.display()))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_story_that_is_not_true_is_noticed() {
    for (story, at) in [
        ("Alex shares with Dana\nDana sees \"x\"", "line 2"),
        ("Alex shares with Dana\nAlex adds \"x\"\nwait 1 s\nboth see no \"x\"", "line 4"),
        ("Alex shares with Dana\nAlex sings", "line 2"),
    ] {
        assert!(tell(story).unwrap_err().starts_with(at), "{story}");
    }
}
