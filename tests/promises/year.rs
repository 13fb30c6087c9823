//! A whole year of four peers and two projects, played through the commands from `year.story`; what `today` and
//! `review` say stands in it behind `>`. `UPDATE_SNAPSHOTS=1` writes those lines anew, to be read before they are
//! committed.

use crate::people::{KEY, opening};
use jiff::civil::{Date, DateTime};
use sideways_core::{
    Workspace,
    command::{
        Command, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails, ProjectDetails, TestsDetails,
    },
    id::{PeerId, ProjectId},
    method,
    snapshot::{Answer, Closed, Every, Kind, Me, Moment, PointPart, Told, Who, Why},
};

struct Year {
    ws: Workspace,
    today: Date,
}

#[test]
fn a_year_reads_like_a_story() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/promises/year.story");
    let story = std::fs::read_to_string(path).unwrap();
    let ws = Workspace::open_on(redb::backends::InMemoryBackend::new(), KEY, opening(3)).unwrap();
    let mut year = Year { ws, today: jiff::civil::date(2026, 1, 1) };
    let mut told = String::new();
    for line in story.lines().filter(|line| !line.trim_start().starts_with('>')) {
        told.push_str(&format!("{line}\n"));
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.parse::<Date>() {
            Ok(day) => {
                assert!(day >= year.today, "the story goes forward: {day}");
                year.today = day;
            }
            Err(_) => year.does(line).iter().for_each(|said| told.push_str(&format!("    > {said}\n"))),
        }
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    for (nth, (line, wanted)) in told.lines().zip(story.lines()).enumerate() {
        assert_eq!(line, wanted, "year.story, line {}", nth + 1);
    }
    assert_eq!(told.lines().count(), story.lines().count());
    year.ws.verify().unwrap();
    // Undone to the first day and redone, the year is the same.
    let before = sideways_core::export::Export::of(&year.ws.snapshot(), None);
    let now = year.now();
    let mut undone = 0;
    while year.ws.edit(Command::Undo, now).is_ok() {
        undone += 1;
    }
    assert!(year.ws.snapshot().peers.is_empty() && year.ws.snapshot().projects.is_empty());
    for _ in 0..undone {
        year.ws.edit(Command::Redo, now).unwrap();
    }
    let after = sideways_core::export::Export::of(&year.ws.snapshot(), None);
    let lines = |of: &sideways_core::export::Export| {
        let texts = |it: &sideways_core::export::ExportedPeer| {
            it.lines.iter().map(|line| line.text().to_owned()).collect::<Vec<_>>()
        };
        of.peers.iter().map(texts).collect::<Vec<_>>()
    };
    assert_eq!(lines(&before), lines(&after));
    assert_eq!((before.projects, before.finished), (after.projects, after.finished));
}

impl Year {
    fn now(&self) -> Moment {
        let at = self.today.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        Moment { unix_ms: at.timestamp().as_millisecond() }
    }

    fn edit(&mut self, command: Command) -> Outcome {
        let now = self.now();
        self.ws.edit(command, now).unwrap_or_else(|e| panic!("{}: {e}", self.today))
    }

    fn method(&mut self, command: MethodCommand) {
        self.edit(Command::Method(command));
    }

    fn peer(&self, name: &str) -> PeerId {
        let snapshot = self.ws.snapshot();
        let found = snapshot.peers.iter().find(|peer| peer.name.starts_with(name));
        found.unwrap_or_else(|| panic!("nobody is called {name:?}")).id
    }

    fn project(&self, name: &str) -> ProjectId {
        self.ws.snapshot().projects.iter().find(|project| project.name == name).unwrap().id
    }

    /// `verb Name: text; more: text`
    fn does(&mut self, line: &str) -> Vec<String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (name, text) = rest.split_once(": ").unwrap_or((rest, ""));
        match verb {
            "me" => drop(self.edit(Command::SetMe(Me {
                name: name.to_owned(),
                department: text.to_owned(),
                ..Me::default()
            }))),
            "add" => self.add(name, text),
            "met" => self.met(name, text),
            "plan" => {
                let at: DateTime = text.parse().unwrap();
                let peer = self.peer(name);
                self.method(MethodCommand::Plan { peer, at, zone: "Europe/Paris".into(), minutes: 30 });
            }
            "skip" => self.method(MethodCommand::SkipPlan(self.peer(name))),
            "promise" | "they-promise" => {
                let (due, text) = text.split_once(' ').unwrap();
                let by = if verb == "promise" { Who::Me } else { Who::Them };
                let peer = self.peer(name);
                self.method(MethodCommand::AddPromise { peer, by, text: text.into(), due: due.parse().ok() });
            }
            "kept" => {
                let view = self.ws.snapshot();
                let peer = view.peers.iter().find(|peer| peer.name.starts_with(name)).unwrap();
                let id = peer.promises.iter().find(|it| it.text.contains(text)).unwrap().id;
                self.method(MethodCommand::SetPromise(peer.id, id, Some(self.today)));
            }
            "headsup" => {
                let (by, text) = text.split_once(' ').unwrap();
                let peer = self.peer(name);
                self.method(MethodCommand::AddHeadsUp { peer, text: text.into(), by: by.parse().unwrap() });
            }
            "told" => {
                let view = self.ws.snapshot();
                let peer = view.peers.iter().find(|peer| peer.name.starts_with(name)).unwrap();
                let id = peer.heads_ups.iter().find(|it| it.told.is_none()).unwrap().id;
                let told = Some(Told { on: self.today, how: text.into() });
                self.method(MethodCommand::SetTold(peer.id, id, told));
            }
            "offer" | "ask" => {
                let kind = if verb == "offer" { Kind::Offer } else { Kind::Ask };
                let peer = self.peer(name);
                self.edit(Command::List(peer, ListCommand::Add { text: text.into(), kind }));
            }
            "prepare" => {
                let peer = self.peer(name);
                self.method(MethodCommand::AddPoint { peer, part: PointPart::Theirs, text: text.into() });
            }
            "project" => self.add_project(name, text),
            "introduce" => {
                let id = self.project(name);
                let (department, via) = text.split_once(" by ").unwrap();
                let snapshot = self.ws.snapshot();
                let project = snapshot.projects.iter().find(|it| it.id == id).unwrap();
                let need = project.needs.iter().find(|need| need.department == department).unwrap().id;
                self.method(MethodCommand::SetIntroducer(id, need, Some(self.peer(via))));
            }
            "project-done" => self.method(MethodCommand::SetProject(self.project(name), Some(self.today))),
            "finished" => self.method(MethodCommand::AddFinished(self.today, rest.into())),
            "tests" => {
                let answers: Vec<Answer> =
                    text.split(' ').map(|it| if it == "yes" { Answer::Yes } else { Answer::NotYet }).collect();
                let details = TestsDetails {
                    on: self.today,
                    priorities: answers[0],
                    quick_question: answers[1],
                    heads_up: answers[2],
                    note: String::new(),
                };
                self.method(MethodCommand::AnswerTests(self.peer(name), details));
            }
            "busy" => self.method(MethodCommand::SetBusyUntil(rest.parse().ok())),
            "close" => {
                let successor = (!text.is_empty()).then(|| self.peer(text));
                let closed = Some(Closed { on: self.today, successor });
                self.edit(Command::Close(self.peer(name), closed));
            }
            "undo" => drop(self.edit(Command::Undo)),
            "reviewed" => self.method(MethodCommand::Reviewed(self.today)),
            "later" => {
                let said = method::suggest(&self.ws.snapshot(), self.today).unwrap();
                self.method(MethodCommand::Snooze(said.key, Some(rest.parse().unwrap())));
            }
            "today" => return self.says_today(),
            "review" => return self.says_review(),
            other => panic!("unknown verb {other:?}"),
        }
        Vec::new()
    }

    fn add(&mut self, name: &str, text: &str) {
        let (department, every) = text.split_once(", ").unwrap_or((text, ""));
        let every = match every {
            "monthly" => Some(Every::Month),
            "quarterly" => Some(Every::Quarter),
            "" => None,
            weeks => Some(Every::Weeks(weeks.split(' ').nth(1).unwrap().parse().unwrap())),
        };
        let details = PeerDetails { name: name.into(), department: department.into(), every, ..PeerDetails::default() };
        self.edit(Command::AddPeer(details));
    }

    /// `words; offered: x; asked: y; trouble`
    fn met(&mut self, name: &str, text: &str) {
        let mut meeting = MeetingDetails { why: Some(Why::Standing), ..MeetingDetails::on(self.today) };
        for part in text.split("; ") {
            match part.split_once(": ") {
                Some(("offered", what)) => meeting.offered.push(what.into()),
                Some(("asked", what)) => meeting.asked.push(what.into()),
                Some(("they asked", what)) => meeting.they_asked.push(what.into()),
                _ if part == "trouble" => meeting.why = Some(Why::Trouble),
                _ => meeting.words = part.into(),
            }
        }
        let peer = self.peer(name);
        self.edit(Command::LogMeeting { peer, meeting });
    }

    /// `2026-09-01 needs Finance for budget, IT for support`
    fn add_project(&mut self, name: &str, text: &str) {
        let (by, needs) = text.split_once(" needs ").unwrap();
        let needs = needs.split(", ").map(|need| {
            let (department, what) = need.split_once(" for ").unwrap();
            (department.to_owned(), what.to_owned())
        });
        let details =
            ProjectDetails { name: name.into(), needs: needs.collect(), by: by.parse().ok(), made: self.today };
        self.method(MethodCommand::AddProject(details));
    }

    fn says_today(&self) -> Vec<String> {
        let snapshot = self.ws.snapshot();
        let today =
            method::today(&snapshot, self.today.at(9, 0, 0, 0), &jiff::tz::TimeZone::get("Europe/Paris").unwrap());
        let missed = today.missed.iter().map(|it| it.says.clone());
        let heads_ups = today.heads_ups.iter().map(|it| it.says.clone());
        let promises = today.promises.iter().map(|it| it.says.clone());
        let suggestion = today.suggestion.iter().map(|it| format!("({})", it.says));
        let quiet = today.quiet.clone().into_iter();
        quiet.chain(missed).chain(heads_ups).chain(promises).chain(suggestion).collect()
    }

    fn says_review(&self) -> Vec<String> {
        let cards = method::review(&self.ws.snapshot(), self.today, &jiff::tz::TimeZone::get("Europe/Paris").unwrap());
        let mut said = Vec::new();
        for card in cards {
            said.push(card.says);
            said.extend(card.lines.iter().map(|line| format!("- {}", line.says)));
        }
        said
    }
}
