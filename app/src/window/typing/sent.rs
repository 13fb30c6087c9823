//! Words on their way into a list. Until it is answered which line they became, and as which wording, nothing more of
//! them is sent: so that going on never makes a second line, and replaces only what its writer wrote or saw.

use super::Drafts;
use sideways_core::{
    command::{Command, ListCommand, Outcome},
    id::{LineId, PeerId, WordingId},
    snapshot::{Field, Who},
};

/// All that are.
#[derive(Debug, Default)]
pub(in crate::window) struct Sending(Vec<Sent>);

#[derive(Debug)]
struct Sent {
    peer: PeerId,
    /// The line; absent for a new one.
    line: Option<LineId>,
    text: String,
    then: Then,
}

/// What comes after it.
#[derive(Debug)]
enum Then {
    /// The words are still in their field, where their writer goes on.
    GoesOn,
    /// Its writer finished it meanwhile, with these words.
    Ends(String),
    /// Nothing.
    Done,
}

/// What the answer leads to.
#[derive(Debug)]
pub(in crate::window) enum Next {
    /// The words that were finished meanwhile.
    Send(ListCommand),
    /// Whoever typed the new line goes on in this one.
    GoOn(LineId),
}

impl Drafts {
    /// Whether words of that field are on their way.
    pub(in crate::window) fn is_sending(&self, field: Field) -> bool {
        self.sending.0.iter().any(|sent| matches!(sent.then, Then::GoesOn) && sent.field() == field)
    }

    /// The writer paused: the words go in, and stay in their field.
    pub(in crate::window) fn pause(&mut self, field: Field) -> Option<ListCommand> {
        if self.is_sending(field) {
            return None;
        }
        let (peer, line) = parts(field)?;
        let typing = self.field(field);
        typing.entered();
        let (text, kind, seen) = (typing.text.clone(), typing.kind, typing.saw.clone());
        if line.is_none() {
            typing.goes_on = Some(text.clone());
        }
        self.sending.0.push(Sent { peer, line, text: text.clone(), then: Then::GoesOn });
        Some(match line {
            Some(line) => ListCommand::Reword { line, text, seen },
            None => ListCommand::Add { text, kind },
        })
    }

    /// The writer finished: the words go in, now or as soon as those before them are.
    pub(in crate::window) fn finish(&mut self, field: Field) -> Option<ListCommand> {
        let (peer, line) = parts(field)?;
        let typing = self.field(field);
        let (kind, seen) = (typing.kind, typing.saw.clone());
        let text = typing.take();
        let before = self.sending.0.iter_mut().find(|sent| matches!(sent.then, Then::GoesOn) && sent.field() == field);
        if let Some(before) = before {
            before.then = if text.trim() == before.text.trim() { Then::Done } else { Then::Ends(text) };
            return None;
        }
        self.sending.0.push(Sent { peer, line, text: text.clone(), then: Then::Done });
        Some(match line {
            Some(line) => ListCommand::Reword { line, text, seen },
            None => ListCommand::Add { text, kind },
        })
    }

    /// Words of a list were taken in, as that wording of that line; what follows.
    pub(in crate::window) fn taken_in(
        &mut self,
        command: &Command,
        outcome: &Outcome,
        wordings: Wordings<'_>,
    ) -> Option<Next> {
        let sent = self.sending.answered(command)?;
        let line = match (sent.line, outcome) {
            (Some(line), _) => line,
            (None, Outcome::Line(line)) => *line,
            _ => return None,
        };
        let wording = match outcome {
            Outcome::Wording(wording) => Some(*wording),
            _ => wordings(line, &sent.text),
        };
        let saw: Vec<WordingId> = wording.into_iter().collect();
        let field = Field::Reword(sent.peer, line);
        match sent.then {
            Then::Done => None,
            Then::Ends(text) => {
                self.sending.0.push(Sent { peer: sent.peer, line: Some(line), text: text.clone(), then: Then::Done });
                Some(Next::Send(ListCommand::Reword { line, text, seen: saw }))
            }
            Then::GoesOn if sent.line.is_some() => {
                self.field(field).saw = saw;
                None
            }
            Then::GoesOn => {
                // From here on it is a rewording of that line, and no new line.
                let new = self.field(Field::NewLine(sent.peer));
                let mut goes_on = new.clone();
                new.give_up();
                goes_on.goes_on = None;
                goes_on.saw = saw;
                goes_on.kept.clear();
                goes_on.kind = Default::default();
                goes_on.keeping = 0;
                if goes_on.left && goes_on.text.trim() == sent.text.trim() {
                    return None;
                }
                let goes = !goes_on.left;
                self.fields.insert(field, goes_on);
                goes.then_some(Next::GoOn(line))
            }
        }
    }

    /// Something typed was not taken in: the words go back to where they were typed, unless others stand there.
    pub(in crate::window) fn refused(&mut self, command: &Command, time: f64) {
        if self.form_refused(command) {
            return;
        }
        let mut put_back: Vec<(Field, String)> =
            command.typed().into_iter().map(|(field, text)| (field, text.to_owned())).collect();
        if let Some(sent) = self.sending.answered(command) {
            self.field(sent.field()).goes_on = None;
            let field = sent.field();
            if let Then::Ends(text) = sent.then {
                put_back = vec![(field, text)];
            }
        }
        for (field, text) in put_back {
            let typing = self.field(field);
            typing.stays();
            if typing.text.is_empty() && !text.is_empty() {
                typing.text = text;
                typing.changed(time);
                typing.leave();
            }
        }
    }
}

/// The wording that a line has of mine with those words.
pub(in crate::window) type Wordings<'a> = &'a dyn Fn(LineId, &str) -> Option<WordingId>;

/// Finds it in a peer's list.
pub(in crate::window) fn mine(peer: &sideways_core::snapshot::PeerView, line: LineId, text: &str) -> Option<WordingId> {
    let mut lines = peer.list.lines.iter().chain(&peer.list.only_mine);
    let line = lines.find(|it| it.id == line)?;
    line.history.iter().rev().find(|it| it.by == Who::Me && it.text == text.trim()).map(|it| it.id)
}

fn parts(field: Field) -> Option<(PeerId, Option<LineId>)> {
    match field {
        Field::NewLine(peer) => Some((peer, None)),
        Field::Reword(peer, line) => Some((peer, Some(line))),
        _ => None,
    }
}

impl Sent {
    fn field(&self) -> Field {
        self.line.map_or(Field::NewLine(self.peer), |line| Field::Reword(self.peer, line))
    }
}

impl Sending {
    /// Which of them this answers; it is on its way no more.
    fn answered(&mut self, command: &Command) -> Option<Sent> {
        let Command::List(peer, command) = command else { return None };
        let (line, text) = match command {
            ListCommand::Add { text, .. } => (None, text),
            ListCommand::Reword { line, text, .. } => (Some(*line), text),
            _ => return None,
        };
        let at = self.0.iter().position(|sent| (sent.peer, sent.line, &sent.text) == (*peer, line, text))?;
        Some(self.0.remove(at))
    }
}
